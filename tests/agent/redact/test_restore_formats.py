"""The formats without events, and the messages of WebSockets: cut anywhere, with the values back."""

import json
import re

import pytest
from answers import MESSAGES, SHAPES, compact
from hypothesis import given, settings
from hypothesis import strategies as st
from test_restore_streams import UNSEEN, VALUES, run, said, split_texts, texts

from agent.coverage import PROBES, is_restored
from agent.redact.restore import MessageRestorer

EVERY = pytest.mark.parametrize("app", MESSAGES)
TEXT = "Dag <PERSOON_1>, tot ziens"
# Tried in this file, and one document of JSON in `test_restore_arguments.py`.
HERE = {"text", "counted", "websocket"}


def test_every_format_that_the_table_claims_is_tried() -> None:
    """What the page on wire formats calls restored has its property tests, and nothing else has."""
    claimed = {answer for answer in PROBES if is_restored(answer)}
    assert claimed == {shape.answer for shape in SHAPES} | HERE | {"json"}


@given(texts, st.lists(st.integers(0, 500), max_size=20))
def test_a_text_in_any_chunks(text: str, cuts: list[int]) -> None:
    """Cut at any bytes, also within a letter: the values are back, and what only looks like one stays."""
    text = f"Zie: {text}"  # not JSON, nor a line of events
    data = text.encode()
    out = run(data, "text/plain; charset=utf-8", [cut for cut in cuts if cut < len(data)])
    assert out.decode() == said(text)


def counted(text: str) -> bytes:
    """An answer of Gemini's web app: the text so far, in JSON in JSON, with its length before it."""
    out = ")]}'\n\n"
    for end in range(0, len(text) + 1, max(len(text) // 4, 1)):
        inner = compact([None, ["c_1", "r_1"], None, None, [["rc_1", [text[:end]]]]])
        line = compact([["wrb.fr", None, inner]]) + "\n"
        out += f"{len(line.encode('utf-16-le')) // 2}\n{line}"
    inner = compact([None, ["c_1", "r_1"], None, None, [["rc_1", [text]]]])
    line = compact([["wrb.fr", None, inner]]) + "\n"
    return (out + f"{len(line.encode('utf-16-le')) // 2}\n{line}").encode()


@settings(max_examples=60)
@given(texts, st.lists(st.integers(0, 4000), max_size=20))
def test_counted_lines_in_any_chunks(text: str, cuts: list[int]) -> None:
    """The last chunk says the whole text with its values, and every length is right."""
    data = counted(text)
    out = run(data, "application/json; charset=utf-8", [cut for cut in cuts if cut < len(data)])
    lines = out.decode().split("\n")[2:-1]
    for number, line in zip(lines[::2], lines[1::2], strict=True):
        assert int(number) == len((line + "\n").encode("utf-16-le")) // 2
    assert json.loads(json.loads(lines[-1])[0][2])[4][0][1][0] == said(text)
    if said(text) == text:
        assert out == data


def test_counted_lines_at_every_byte() -> None:
    """One cut at each byte."""
    data = counted(TEXT)
    whole = run(data, "application/json", [])
    assert "Jan de Wit" in whole.decode()
    assert all(run(data, "application/json", [cut]) == whole for cut in range(1, len(data)))


def restored(app: str, pieces: list[str]) -> list[str]:
    """Messages with these pieces through a restorer, and what it gives."""
    restorer = MessageRestorer(VALUES)
    out = []
    for number, piece in enumerate(pieces):
        out += restorer.take(MESSAGES[app](piece, number))
    return out + restorer.end()


def joined(app: str, messages: list[str]) -> str:
    """The text in messages, each of which must be as it was around its piece."""
    text = ""
    for number, message in enumerate(messages):
        before, _, after = MESSAGES[app]("\x00", number).partition(compact("\x00")[1:-1])
        assert message.startswith(before)
        assert message.endswith(after)
        text += json.loads(f'"{message[len(before) : len(message) - len(after)]}"')
    return text


@EVERY
@given(pieces=split_texts())
def test_any_pieces_in_messages(app: str, pieces: list[str]) -> None:
    """A text in any number of messages; as many come out, in their order."""
    out = restored(app, pieces)
    assert len(out) == len(pieces)
    assert joined(app, out) == said("".join(pieces))
    if said("".join(pieces)) == "".join(pieces):
        assert out == [MESSAGES[app](piece, number) for number, piece in enumerate(pieces)]


@EVERY
def test_every_pair_of_cuts_and_one_letter_a_message(app: str) -> None:
    """One placeholder spread over messages in all ways of two cuts, and letter by letter."""
    for first in range(3, 17):
        for second in range(first, 17):
            out = restored(app, [TEXT[:first], TEXT[first:second], TEXT[second:]])
            assert joined(app, out) == said(TEXT)
    assert joined(app, restored(app, list(TEXT))) == said(TEXT)


@EVERY
@given(pieces=split_texts())
def test_a_message_that_begins_nothing_goes_on_at_once(app: str, pieces: list[str]) -> None:
    """Nothing is kept unless the text so far ends in what may become a placeholder."""
    restorer = MessageRestorer(VALUES)
    taken, out = "", 0
    for number, piece in enumerate(pieces):
        taken += piece
        out += len(restorer.take(MESSAGES[app](piece, number)))
        if not re.search(r"(?:[<&%\\]|&lt;)[\w\\&%;]*$", said(taken)[-40:]):
            assert out == number + 1


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_messages_pass(messages: list[str]) -> None:
    """Whatever a server says, it arrives, in its order."""
    restorer = MessageRestorer(UNSEEN)
    out = [one for message in messages for one in restorer.take(message)] + restorer.end()
    assert out == messages
