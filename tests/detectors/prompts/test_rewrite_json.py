"""Rewriting JSON bodies: the wanted texts change, every other byte stays."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.prompts import read
from detectors.prompts.rewrite import CannotRewriteError, Replacement, rewrite
from detectors.prompts.rewrite.literals import json_literal, percent_literal
from detectors.prompts.rewrite.places import KEY, STRING, WORD, places
from detectors.request import Request

URL = "https://api.example.com/v1/chat/completions"
TOKEN = "Qorvaxi"  # no person, no word, nothing that any notation escapes


def post(body: bytes, *headers: tuple[str, str], url: str = URL) -> Request:
    return Request("POST", url, (("Content-Type", "application/json"), *headers), body)


def replacements(request: Request, reader: str | None, token: str = TOKEN) -> list[Replacement]:
    """A replacement for each place where the token stands."""
    found = []
    for number, part in enumerate(read(request, reader).parts):
        start = part.text.find(token, part.label)
        while start >= 0:
            found.append(Replacement(number, start, start + len(token), "<PERSOON_1>"))
            start = part.text.find(token, start + len(token))
    return found


def rewritten(request: Request, reader: str | None = None, token: str = TOKEN) -> Request:
    return rewrite(request, reader, replacements(request, reader, token))


# A raw DEL in a body makes the reader take it for something binary.
letters = st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=30)
texts = st.one_of(
    letters,
    st.builds(lambda a, b: f"{a}{TOKEN}{b}", letters, letters),
    st.builds(lambda a: json.dumps({"naam": f"{a} {TOKEN}", "n": "\n"}), letters),
)
keys = st.one_of(st.sampled_from(["content", "bsn", "arguments", "role", "id", "a b"]), letters)
trees = st.recursive(
    st.one_of(texts, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=20,
)
styles = st.fixed_dictionaries(
    {
        "ensure_ascii": st.booleans(),
        "indent": st.sampled_from([None, 2]),
        "separators": st.sampled_from([(",", ":"), (" ,  ", " : ")]),
    }
)


@settings(max_examples=300)
@given(st.lists(st.dictionaries(keys, trees, min_size=1, max_size=4), min_size=1, max_size=3), styles)
def test_any_json_keeps_every_other_byte(tree: Any, style: dict[str, Any]) -> None:
    """Whatever the tree and however it is written, only the token's bytes differ."""
    body = json.dumps(tree, **style).encode("utf-8", "replace")
    request = post(body)
    wanted = replacements(request, None)
    if len(wanted) < body.count(TOKEN.encode()):
        return  # the token stands where nothing is read, as in a key that is a plain word
    changed = rewrite(request, None, wanted)
    assert changed.body == body.replace(TOKEN.encode(), b"<PERSOON_1>")


@settings(max_examples=200)
@given(value=letters.filter(bool), around=letters, depth=st.integers(0, 3), ascii_only=st.booleans())
def test_a_span_with_escapes_in_it_goes_whole(
    value: str, around: str, depth: int, *, ascii_only: bool
) -> None:
    """Quotes, line ends and pairs of surrogates in the value, in JSON strings within JSON strings."""

    def build(said: str) -> bytes:
        inner: Any = {"tekst": f"x {around} {said} {around}\n"}
        for _ in range(depth):
            inner = {"arguments": json.dumps(inner, ensure_ascii=ascii_only)}
        return json.dumps({"messages": [inner]}, ensure_ascii=ascii_only).encode()

    request = post(build(value))
    parts = read(request, "openai_chat").parts
    number = next(n for n, part in enumerate(parts) if part.text.endswith(f"x {around} {value} {around}\n"))
    end = len(parts[number].text) - len(around) - 2
    span = Replacement(number, end - len(value), end, "<BSN_2>")
    assert rewrite(request, "openai_chat", [span]).body == build("<BSN_2>")


def test_numbers_keys_order_and_spaces_stay() -> None:
    """Number formats, repeated keys, odd spaces, escaped slashes and a byte order mark are left alone."""
    body = (
        '\ufeff {"temperature" : 1.0E-2 ,"a\\/b":"\\u00e9\\/", "user":"x", "user":"Qorvaxi",\t"n":1e400,'
        '"messages":[{"role":"user","content":"Dag Qorvaxi \\ud83d\\ude00!"}] }\n'
    ).encode()
    assert rewritten(post(body)).body == body.replace(b"Qorvaxi", b"<PERSOON_1>")


def test_a_number_becomes_a_string() -> None:
    """A citizen service number that was written as a JSON number."""
    request = post(b'{"klant": {"bsn": 123456782, "leeftijd": 41}}')
    changed = rewritten(request, None, "123456782")
    assert changed.body == b'{"klant": {"bsn": "<PERSOON_1>", "leeftijd": 41}}'


def test_a_key_that_is_a_name_changes_too() -> None:
    """Personal data also hides in keys."""
    request = post(b'{"metadata": {"Qorvaxi de Wit": {"stad": "Ede is mooi"}}}')
    assert rewritten(request).body == b'{"metadata": {"<PERSOON_1> de Wit": {"stad": "Ede is mooi"}}}'


def test_codings_come_off_and_the_headers_follow() -> None:
    """A gzipped body goes out plain, with its new length and without the digest of the old one."""
    import gzip  # noqa: PLC0415 - only here

    plain = b'{"messages":[{"role":"user","content":"Dag Qorvaxi"}]}'
    packed = gzip.compress(plain)
    request = post(
        packed, ("content-encoding", "gzip"), ("Content-Length", str(len(packed))), ("Content-MD5", "x")
    )
    changed = rewritten(request, "openai_chat")
    wanted = plain.replace(b"Qorvaxi", b"<PERSOON_1>")
    assert changed.body == wanted
    assert changed.headers == (("Content-Type", "application/json"), ("Content-Length", str(len(wanted))))


@pytest.mark.parametrize(
    ("header", "url"),
    [
        (("Authorization", "AWS4-HMAC-SHA256 Credential=x"), URL),
        (("authorization", "HMAC-SHA256 SignedHeaders=x"), URL),
        (("authorization", "ACS3-HMAC-SHA256 Credential=x"), URL),
        (("Signature-Input", 'sig1=("content-digest")'), URL),
        (("x-a", "b"), URL + "?X-Amz-Signature=abc"),
    ],
)
def test_signed_requests_are_refused(header: tuple[str, str], url: str) -> None:
    """A changed body would not fit its signature."""
    request = post(b'{"messages":[{"content":"Dag Qorvaxi"}]}', header, url=url)
    with pytest.raises(CannotRewriteError, match="signed"):
        rewritten(request)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('{"messages":[{"content":"Dag Qorvaxi"}]}'.encode("utf-16"), "charset"),
        (b'{"messages":[{"content":"Dag Qorvaxi \xff"}]}', "charset"),
        (b'{"messages":[{"content":"Dag Qorvaxi"}],"x":' + b"[" * 2000, "not-found"),
    ],
)
def test_what_cannot_be_followed_back_is_refused(body: bytes, reason: str) -> None:
    """Another charset, bytes that are no character, a nesting without end."""
    with pytest.raises(CannotRewriteError, match=reason):
        rewritten(post(body))


def test_a_text_in_a_file_and_one_in_a_label_are_refused() -> None:
    """A part that no reader gave stands in a file; a key before a value is not the client's text."""
    request = post(b'{"klant_naam": "Qorvaxi"}')
    with pytest.raises(CannotRewriteError, match="file"):
        rewrite(request, None, [Replacement(7, 0, 3, "<A_1>")])
    with pytest.raises(CannotRewriteError, match="label"):
        rewrite(request, None, [Replacement(0, 0, 5, "<A_1>")])


def test_overlapping_replacements_are_refused() -> None:
    """Two placeholders for one text would leave a piece of it."""
    request = post(b'{"content": "Dag Qorvaxi de Wit"}')
    with pytest.raises(CannotRewriteError, match="mismatch"):
        rewrite(request, None, [Replacement(0, 4, 11, "<A_1>"), Replacement(0, 8, 14, "<A_2>")])


def test_without_replacements_nothing_changes() -> None:
    """The very same request, its coding still on."""
    request = post(b"\x1f\x8b not gzip at all", ("content-encoding", "gzip"))
    assert rewrite(request, None, []) is request


@given(text=st.text(max_size=60), ascii_only=st.booleans())
def test_json_literals_say_what_json_says(text: str, *, ascii_only: bool) -> None:
    """Decoding as `json` does, and each code point is found where it is written."""
    raw = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
    literal = json_literal(raw)
    assert literal.text == json.loads(f'"{raw}"')
    ends = [literal.place(offset) for offset in range(len(literal.text) + 1)]
    pieces = [raw[a:b] for a, b in pairwise(ends)]
    if ascii_only or not any("\ud800" <= char <= "\udfff" for char in text):
        assert [json.loads(f'"{piece}"') for piece in pieces] == list(literal.text)


@given(text=st.text(st.characters(codec="utf-8"), max_size=60), plus=st.booleans())
def test_percent_literals_say_what_was_encoded(text: str, *, plus: bool) -> None:
    """As for JSON, for forms and queries."""
    from urllib.parse import quote, quote_plus, unquote_plus  # noqa: PLC0415 - only here

    raw = quote_plus(text) if plus else quote(text, safe="")
    literal = percent_literal(raw)
    assert literal.text == text
    ends = [literal.place(offset) for offset in range(len(text) + 1)]
    assert [unquote_plus(raw[a:b]) for a, b in pairwise(ends)] == list(text)


@given(trees)
def test_places_are_those_of_a_parser(tree: Any) -> None:
    """Every string and key of any JSON is found, in order, and nothing else."""
    text = json.dumps(tree, ensure_ascii=False)
    found = list(places(text))
    strings = [json.loads(f'"{text[p.start : p.end]}"') for p in found if p.kind == STRING]
    assert strings == [value for kind, value in _walk(tree) if kind == STRING]
    assert len([p for p in found if p.kind == KEY]) == sum(kind == KEY for kind, _ in _walk(tree))
    assert len([p for p in found if p.kind == WORD]) == sum(kind == WORD for kind, _ in _walk(tree))


def _walk(tree: Any) -> list[tuple[str, Any]]:
    if isinstance(tree, dict):
        return [item for key, value in tree.items() for item in [(KEY, key), *_walk(value)]]
    if isinstance(tree, list):
        return [item for value in tree for item in _walk(value)]
    return [(STRING if isinstance(tree, str) else WORD, tree)]
