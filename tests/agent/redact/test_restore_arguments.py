"""Tool calls and structured answers: JSON in JSON stays JSON, whatever the values hold."""

import json
from itertools import pairwise
from typing import Any

import pytest
from answers import SSE, compact
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.redact.restore import Restorer
from agent.redact.restore.nesting import Nesting

PLAIN = {"PERSOON_1": "Jan de Wit", "BSN_1": "123456782"}
ODD = {"PERSOON_1": 'Jan "de\\Wit"', "ADRES_1": "Dorpsstraat 1\n1234 AB Ede\t", "BSN_1": "123456782"}


def openai(piece: str) -> str:
    call = {"index": 0, "function": {"arguments": piece}}
    return f"data: {compact({'choices': [{'index': 0, 'delta': {'tool_calls': [call]}}]})}\n\n"


def anthropic(piece: str) -> str:
    delta = {"type": "input_json_delta", "partial_json": piece}
    return f"data: {compact({'type': 'content_block_delta', 'index': 1, 'delta': delta})}\n\n"


def responses(piece: str) -> str:
    tree = {"type": "response.function_call_arguments.delta", "item_id": "f", "delta": piece}
    return f"data: {compact(tree)}\n\n"


def content(piece: str) -> str:
    """An answer that must fit a JSON schema is JSON in the text itself."""
    return f"data: {compact({'choices': [{'index': 0, 'delta': {'content': piece}}]})}\n\n"


def piece_of(tree: Any) -> str:
    """The innermost string of an event that one of these functions made."""
    if "delta" in tree:
        delta = tree["delta"]
        return delta if isinstance(delta, str) else delta["partial_json"]
    delta = tree["choices"][0]["delta"]
    return delta["tool_calls"][0]["function"]["arguments"] if "tool_calls" in delta else delta["content"]


def run(data: bytes, values: dict[str, str], media_type: str = SSE, step: int = 11) -> bytes:
    restorer = Restorer(values, media_type)
    out = [restorer(data[start : start + step]) for start in range(0, len(data), step)]
    return b"".join(chunk for some in [*out, restorer(b"")] for chunk in some)


def restored(tree: Any, values: dict[str, str]) -> Any:
    """A tree with the values in all its strings, JSON strings within included."""
    if isinstance(tree, dict):
        return {key: restored(value, values) for key, value in tree.items()}
    if isinstance(tree, list):
        return [restored(value, values) for value in tree]
    if isinstance(tree, str):
        for name, value in values.items():
            tree = tree.replace(f"<{name}>", value)
    return tree


leaves = st.one_of(
    st.sampled_from(
        ["<PERSOON_1>", "Aan <ADRES_1>.", "<BSN_1>", "<ADRES_2>", 'a "b" <PERSOON_1>', "", "\\<", "é\n"]
    ),
    st.integers(),
    st.none(),
    st.text(max_size=5),
)
objects = st.dictionaries(
    st.text(max_size=4),
    st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner)
    ),
    max_size=4,
)


@pytest.mark.parametrize("wrap", [openai, anthropic, responses, content])
@pytest.mark.parametrize("values", [PLAIN, ODD], ids=["plain", "odd"])
@settings(max_examples=60)
@given(arguments=objects, ascii_only=st.booleans(), data=st.data())
def test_arguments_parse_to_the_values(
    wrap: Any, values: dict[str, str], arguments: Any, ascii_only: Any, data: st.DataObject
) -> None:
    """In any number of deltas the client parses what the model meant, quotes and line ends included."""
    text = json.dumps(arguments, ensure_ascii=ascii_only)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=10)))
    pieces = [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]
    out = run("".join(map(wrap, pieces)).encode("utf-8", "replace"), values)
    events = [json.loads(line[6:]) for line in out.splitlines() if line]
    wanted = restored(json.loads(text.encode("utf-8", "replace").decode()), values)
    assert json.loads("".join(map(piece_of, events))) == wanted


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_json_in_json_in_json(depth: int) -> None:
    """A mail's body that is JSON in the arguments, JSON in the event: each level has its own escapes."""

    def build(values: dict[str, str]) -> str:
        tree: Any = restored({"naam": "<PERSOON_1>", "adres": "<ADRES_1>"}, values)
        for _ in range(depth):
            tree = {"body": json.dumps(tree, ensure_ascii=False)}
        return json.dumps(tree, ensure_ascii=False)

    pieces = [build({})[start : start + 3] for start in range(0, len(build({})), 3)]
    out = run("".join(map(openai, pieces)).encode(), ODD)
    events = [json.loads(line[6:]) for line in out.splitlines() if line]
    assert "".join(map(piece_of, events)) == build(ODD)


@pytest.mark.parametrize("step", [1, 7, 100_000])
@pytest.mark.parametrize("values", [PLAIN, ODD], ids=["plain", "odd"])
def test_an_answer_that_is_no_stream(values: dict[str, str], step: int) -> None:
    """One JSON document, with arguments as a string (OpenAI) and as an object (Anthropic, Gemini, Ollama)."""

    def build(values: dict[str, str]) -> bytes:
        tree = restored({"naam": "<PERSOON_1>", "bsn": "<BSN_1>", "anders": "<PERSOON_7>"}, values)
        text = restored("Dag <PERSOON_1>, uw nummer is <BSN_1>; a < b <div>", values)
        message = {
            "content": text,
            "tool_calls": [{"function": {"arguments": json.dumps(tree)}, "input": tree}],
        }
        return json.dumps({"choices": [{"message": message}]}, indent=1, ensure_ascii=False).encode()

    assert run(build({}), values, "application/json", step) == build(values)


def test_a_document_of_many_megabytes_streams_by() -> None:
    """The history of a long conversation is not kept in memory; escapes are right in it too."""

    def build(values: dict[str, str]) -> bytes:
        turns = [restored({"n": n, "text": "Dag <PERSOON_1>", "x": "y" * 1000}, values) for n in range(3000)]
        inner = json.dumps(restored({"a": "<ADRES_1>"}, values), ensure_ascii=False)
        return json.dumps({"turns": turns, "arguments": inner}, ensure_ascii=False).encode()

    assert run(build({}), ODD, "application/json", 65536) == build(ODD)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (r"\u003cPERSOON_1\u003e", r"Jan \"de\\Wit\""),
        (r"\u003CADRES_1\u003E", r"Dorpsstraat 1\n1234 AB Ede\t"),
        (r"{\"a\":\"\\u003cPERSOON_1\\u003e\"}", r"{\"a\":\"Jan \\\"de\\\\Wit\\\"\"}"),
        (r"C:\\Users\\\u003cBSN_1\u003e\\x", r"C:\\Users\\123456782\\x"),
        (r"C:\\Users\\<BSN_1>\\x", r"C:\\Users\\123456782\\x"),
        (r"**<BSN\\_1>**", r"**123456782**"),
        (r"\\<BSN\\_1\\>", r"123456782"),
        ("&lt;PERSOON_1&gt;", r"Jan &quot;de\\Wit&quot;"),
        ("x?q=%3CPERSOON_1%3E", "x?q=Jan%20%22de%5CWit%22"),
        ("<PERSOON_1 >", "<PERSOON_1 >"),
        ("PERSOON_1", "PERSOON_1"),
        ("[PERSOON_1]", "[PERSOON_1]"),
        (r"\u003cPERSOON_2\u003e", r"\u003cPERSOON_2\u003e"),
    ],
)
@pytest.mark.parametrize("step", [1, 3, 1000])
def test_the_ways_a_placeholder_is_written(written: str, wanted: str, step: int) -> None:
    """Escaped by a server, by Markdown, for HTML or for an URL; in a stream and in a document."""
    for media_type in ("application/json", "application/x-ndjson"):
        data = f'{{"a": "é {written} é", "n": 1}}\n'.encode()
        out = f'{{"a": "é {wanted} é", "n": 1}}\n'.encode()
        assert run(data, ODD, media_type, step) == out


def test_a_sentence_that_merely_begins_with_a_bracket() -> None:
    """Outside the quotes of what looks like JSON a value stands as it is."""
    out = run(content("[1] Zie <PERSOON_1> ").encode() + content("en <BSN_1>").encode(), ODD)
    texts = [piece_of(json.loads(line[6:])) for line in out.splitlines() if line]
    assert texts == ['[1] Zie Jan "de\\Wit" ', "en 123456782"]


@given(
    st.recursive(st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)), st.integers(0, 3), st.data()
)
def test_nesting_counts_the_strings_around_a_place(tree: Any, depth: int, data: st.DataObject) -> None:
    """A marker that is so many JSON strings deep is found to be."""
    value: Any = {"a": tree, "b": "x\x00"}
    for _ in range(depth):
        value = {"c": json.dumps(value).replace("\\u0000", "\x00")}
    text = json.dumps(value).replace("\\u0000", "\x00").partition("\x00")[0]
    nesting = Nesting()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    for start, end in pairwise([0, *cuts, len(text)]):
        nesting.feed(text[start:end])
    assert nesting.level == depth + 1
