"""Labelled prompts: reading, writing, and the errors of a labelled file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.labelled import Label, LabelError, parse_marked, read_labelled, write_marked


def test_marks_become_spans() -> None:
    """Offsets point at the marked words in the text without marks; a question mark makes a label optional."""
    text, labels = parse_marked("Bel [[PERSON|Noor]] in [[LOCATION?|Ede]].")
    assert text == "Bel Noor in Ede."
    assert labels == (Label(4, 8, "PERSON"), Label(12, 15, "LOCATION", optional=True))


@pytest.mark.parametrize(
    "text", ['if [[ -z "$X" ]]; then', '[["a", 1]]', "[[wiki]]", r"C:\[x]\[[y]]", "]] [["]
)
def test_brackets_of_code_stay(text: str) -> None:
    """Double brackets that mark nothing are plain text: code, JSON and wiki links need no escape."""
    assert parse_marked(text) == (text, ())


def test_a_mark_may_touch_brackets_and_span_lines() -> None:
    """A span right after a bracket or over two lines is read as it stands."""
    text, labels = parse_marked("[[[SECRET|a\nb]]]")
    assert text == "[a\nb]"
    assert labels == (Label(1, 4, "SECRET"),)


_TEXTS = st.text(st.sampled_from("[]|?!%\n A"), max_size=30) | st.text(max_size=30)


@given(_TEXTS, st.text(st.characters(exclude_characters="[]"), min_size=1, max_size=8), _TEXTS, st.booleans())
def test_what_is_written_is_read_back(before: str, value: str, after: str, optional: bool) -> None:  # noqa: FBT001
    """Any text with a label survives writing and reading."""
    label = Label(len(before), len(before) + len(value), "PERSON", optional)
    text = before + value + after
    assert parse_marked(write_marked(text, [label])) == (text, (label,))


def test_a_label_with_brackets_is_refused() -> None:
    """A label that could not be read back is an error, not a silent loss."""
    with pytest.raises(LabelError, match="square bracket"):
        write_marked("a[b]", [Label(0, 4, "SECRET")])


def test_headers_open_prompts() -> None:
    """A header gives name, fields and harmlessness; blank lines around the text go."""
    first, second = read_labelled("%%% a kind=mail language=nl\n\nx\n\n%%% b harmless kind=chat\n\ty\n")
    assert (first.name, first.kind, first.fields["language"], first.harmless) == ("a", "mail", "nl", False)
    assert (second.text, second.kind, second.harmless) == ("\ty", "chat", True)


def test_a_written_header_in_a_text_opens_nothing() -> None:
    """An escaped rule at the start of a line is text."""
    (prompt,) = read_labelled("%%% a\n[[!rule]] b\n")
    assert prompt.text == "%%% b"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("loose text\n%%% a\nx", "before the first"),
        ("%%% a\nx\n%%% a\ny", "used twice"),
        ("%%% a harmless\n[[PERSON|Jo]]", "harmless"),
    ],
)
def test_a_wrong_file_is_an_error(source: str, words: str) -> None:
    """Text outside a prompt, a name used twice and a label in a harmless prompt are mistakes."""
    with pytest.raises(LabelError, match=words):
        read_labelled(source)
