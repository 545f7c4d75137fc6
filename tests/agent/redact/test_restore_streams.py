"""Streams: placeholders come back as values wherever they are cut, and nothing else changes."""

import json
import re
from itertools import pairwise
from typing import Any

import pytest
from answers import SHAPES, SSE, Shape, chat, compact
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.redact.restore import Restorer

VALUES = {
    "PERSOON_1": "Jan de Wit",
    "PERSOON_12": "Ans Bakker",
    "PERSOON_1_VOORNAAM": "Jan",
    "BSN_1": "123456782",
    "BIG_NUMMER_3": "Zoë",
}
# Hypothesis takes texts of our sources for its examples, so this one is in none.
UNSEEN = {f"PERSOON_{2**20}": "Jan de Wit"}
_ANY = re.compile("<([A-Z_0-9]+)>", re.IGNORECASE)


def said(text: str, values: dict[str, str] = VALUES) -> str:
    """What a text says with its values back: by another way than the restorer's."""
    return _ANY.sub(lambda found: values.get(found[1].upper(), found[0]), text)


def run(data: bytes, media_type: str, cuts: list[int], values: dict[str, str] = VALUES) -> bytes:
    """An answer through a restorer, cut in chunks."""
    restorer = Restorer(values, media_type)
    out = []
    for start, end in pairwise([0, *sorted(cuts), len(data)]):
        if end > start:
            out += restorer(data[start:end])
    return b"".join([*out, *restorer(b"")])


def pieces_of(shape: Shape, out: bytes, count: int) -> list[str]:
    """The pieces of text in an answer that came out, by taking each shape's own wrapping off."""
    text, found = out.decode(), []
    place = len(shape.start)
    for number in range(count):
        before, _, after = shape.wrap("\x00", number).partition(compact("\x00")[1:-1])
        assert text.startswith(before, place), "something before a piece changed"
        place += len(before)
        end = text.index(after, place)
        found.append(json.loads(f'"{text[place:end]}"'))
        place = end + len(after) + (len(shape.between) if number < count - 1 else 0)
    assert text[place:] == shape.end
    return found


words = st.sampled_from(
    [
        *("Dag ", " ", "<", ">", "<PERSOON_1>", "<persoon_12>", "<PERSOON_2>", "<BSN_1>", "<Big_Nummer_3>"),
        *(
            "<PERSOON_1_VOORNAAM>",
            "<PERSOON_",
            "OON_1>",
            "é",
            "\n",
            '"',
            "\\",
            "a < b",
            "<BSN_1",
            "&lt;",
            "&",
        ),
        *("<PERSOON_1>'s", "**<PERSOON_1>**", "PERSOON_1", "<<BSN_1>>", "< PERSOON_1>", "😀", "{", "[", "%"),
        *("<div>", "x" * 150),
    ]
)
texts = st.lists(words, max_size=12).map("".join)


@st.composite
def split_texts(draw: st.DrawFn) -> list[str]:
    """A text in any number of pieces, cut anywhere, empty ones among them."""
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=15)))
    return [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
@settings(max_examples=120)
@given(pieces=split_texts(), cuts=st.lists(st.integers(0, 3000), max_size=20))
def test_any_pieces_in_any_chunks(shape: Shape, pieces: list[str], cuts: list[int]) -> None:
    """The text comes out whole with its values, and every byte around its pieces is the same."""
    data = shape.encode(pieces)
    out = run(data, shape.media_type, [cut for cut in cuts if cut < len(data)])
    if shape.name == "gemini sse":  # written in ASCII: the values are not
        assert json_text(out) == said("".join(pieces))
        return
    assert "".join(pieces_of(shape, out, len(pieces))) == said("".join(pieces))
    if said("".join(pieces)) == "".join(pieces):
        assert out == data


def json_text(out: bytes) -> str:
    """The text of a stream of Gemini's."""
    trees = [json.loads(line[6:]) for line in out.splitlines() if line.startswith(b"data: ")]
    return "".join(tree["candidates"][0]["content"]["parts"][0]["text"] for tree in trees)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_every_byte_and_every_pair_of_cuts(shape: Shape) -> None:
    """One placeholder: cut at each byte of the stream, and spread over events in all ways of two cuts."""
    text = "Dag <PERSOON_1>, tot ziens"
    whole = shape.encode([text])
    for cut in range(len(whole)):
        assert run(whole, shape.media_type, [cut]) == shape.encode([said(text)])
    for first in range(3, 17):
        for second in range(first, 17):
            pieces = [text[:first], text[first:second], text[second:]]
            out = run(shape.encode(pieces), shape.media_type, [])
            assert "Dag Jan de Wit, tot ziens" in joined(shape, out, 3)


def joined(shape: Shape, out: bytes, count: int) -> str:
    return "".join(pieces_of(shape, out, count)) if shape.name != "gemini sse" else json_text(out)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_one_code_point_an_event_one_byte_a_chunk(shape: Shape) -> None:
    """The finest cut there is."""
    text = "Dag <PERSOON_12> en <bsn_1>. a<b <PERSOON_9>"
    data = shape.encode(list(text))
    out = run(data, shape.media_type, list(range(len(data))))
    assert joined(shape, out, len(text)) == said(text)


@given(split_texts())
def test_an_event_that_begins_nothing_goes_on_at_once(pieces: list[str]) -> None:
    """Nothing is kept unless the text so far ends in what may become a placeholder."""
    restorer = Restorer(VALUES, SSE)
    taken, given_out = "", b""
    for number, piece in enumerate(pieces):
        taken += piece
        given_out += b"".join(restorer(chat(piece, number).encode()))
        tail = said(taken)[-40:]
        if not re.search(r"(?:[<&%\\]|&lt;)[\w\\&%;]*$", tail):
            assert given_out.count(b"\n\n") == number + 1


def test_two_answers_and_two_tool_calls_at_once() -> None:
    """Interleaved streams are told by their index; each gets its own values."""

    def event(choice: int, delta: dict[str, Any]) -> str:
        return f"data: {compact({'choices': [{'delta': delta, 'index': choice}]})}\n\n"

    def call(number: int, piece: str) -> dict[str, Any]:
        return {"tool_calls": [{"index": number, "function": {"arguments": piece}}]}

    one, two = "Dag <PERSOON_1>!", "Het is <BSN_1>."
    events = [event(i % 2, {"content": (one, two)[i % 2][i // 2 : i // 2 + 1]}) for i in range(32)]
    args = ['{"a":"<PERSOON_12>"}', '{"b":"<BSN_1>"}']
    events += [event(0, call(i % 2, args[i % 2][i // 2 : i // 2 + 1])) for i in range(42)]
    out = run("".join(events).encode(), SSE, []).decode()
    texts, calls = ["", ""], ["", ""]
    for line in out.splitlines():
        if line:
            choice = json.loads(line[6:])["choices"][0]
            if "content" in choice["delta"]:
                texts[choice["index"]] += choice["delta"]["content"]
            else:
                tool = choice["delta"]["tool_calls"][0]
                calls[tool["index"]] += tool["function"]["arguments"]
    assert texts == ["Dag Jan de Wit!", "Het is 123456782."]
    assert calls == ['{"a":"Ans Bakker"}', '{"b":"123456782"}']


def test_the_last_events_of_a_response_say_it_all_again() -> None:
    """`output_text.done` and `response.completed` repeat the whole text; the obfuscation stays."""
    text = "Dag <PERSOON_1>, uw nummer is <BSN_1>."
    done = {"type": "response.output_text.done", "item_id": "m", "text": text, "obfuscation": "<x"}
    completed = {
        "type": "response.completed",
        "response": {"id": "resp_1", "output": [{"content": [{"type": "output_text", "text": text}]}]},
    }
    data = f"event: a\ndata: {compact(done)}\n\nevent: b\ndata: {compact(completed)}\n\n".encode()
    assert run(data, SSE, [50]) == data.replace(text.encode(), said(text).encode())


def test_a_piece_that_nothing_goes_on_with_is_not_kept_long() -> None:
    """A text that ends in `<` waits for 32 events at most."""
    restorer = Restorer(VALUES, SSE)
    assert restorer(chat("a <", 0).encode()) == []
    other = 'data: {"type":"ping"}\n\n'
    out = [restorer(other.encode()) for _ in range(20)]
    assert out[-1] == [other.encode()]
    assert b"".join(chunk for some in out for chunk in some) == (chat("a <", 0) + other * 20).encode()


def test_an_event_of_ten_megabytes_streams_by() -> None:
    """One that is too long to keep whole is restored as it passes; the next one is as ever."""
    big = f'data: {{"image":"{"A" * 10_000_000}","text":"voor <BSN_1>"}}\n\n'
    data = (chat("Dag <PERS", 0) + chat("OON_1>", 1) + big + chat("en <PERS", 2) + chat("OON_1>", 3)).encode()
    restorer = Restorer(VALUES, SSE)
    out, most = b"", 0
    for start in range(0, len(data), 65536):
        out += b"".join(restorer(data[start : start + 65536]))
        most = max(most, start - len(out))
    out += b"".join(restorer(b""))
    assert most < 9 * 2**20
    assert out.count(b"Jan de Wit") == 2
    assert b"voor 123456782" in out
    assert len(out) == len(data) + 2 * (len("Jan de Wit") - len("<PERSOON_1>")) + len("123456782") - len(
        "<BSN_1>"
    )


@given(
    st.binary(max_size=400),
    st.sampled_from([SSE, "application/json", "text/plain", "application/x-ndjson", ""]),
)
def test_any_bytes_pass(data: bytes, media_type: str) -> None:
    """Whatever a server sends, it arrives."""
    assert run(data, media_type, list(range(0, len(data), 7)), UNSEEN) == data
