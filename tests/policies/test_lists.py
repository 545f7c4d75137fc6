"""The organisation's own words: names that are no personal data here, and words that must never leave."""

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from detectors.finding import Finding
from detectors.scanner import Scanner
from policies.lists import Lists, compile_lists
from policies.model import Policy


def lists(*, allow: list[dict[str, Any]] | None = None, always: list[dict[str, Any]] | None = None) -> Lists:
    """Lists as a worker has them: sent through a pickle."""
    data = {"name": "test", "allow_list": allow or [], "always_list": always or []}
    made: Lists = pickle.loads(pickle.dumps(compile_lists(Policy.model_validate(data))))
    return made


def allowing(*words: str, **more: Any) -> Lists:
    return lists(allow=[{"words": words} | more])


def never(*words: str, **more: Any) -> Lists:
    return lists(always=[{"words": words} | more])


def find(text: str, value: str, kind: str = "PERSON") -> Finding:
    start = text.index(value)
    return Finding(start, start + len(value), kind, 0.9, "test")


def spans(made: Lists, text: str) -> list[str]:
    return [text[finding.start : finding.end] for finding in made.apply(text, [])]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Wanneer rijdt Max Verstappen?", "Max Verstappen"),
        ("Wanneer rijdt Max Verstappen?", "Verstappen"),
        ("wanneer rijdt MAX VERSTAPPEN", "MAX VERSTAPPEN"),
        ("Max Verstappens auto", "Max Verstappens"),
        ("Max  Verstappen, coureur", "Max  Verstappen,"),
        ("Max\nVerstappen", "Max\nVerstappen"),
        ("Máx Verstäppen", "Máx Verstäppen"),
    ],
)
def test_an_allowed_name_is_dropped(text: str, value: str) -> None:
    """Whole or in part, whatever the capitals, accents, spaces and genitive."""
    assert allowing("Max Verstappen").apply(text, [find(text, value)]) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Piet Verstappen", "Piet Verstappen"),
        ("Max Verstappen en Piet de Vries", "Max Verstappen en Piet de Vries"),
        ("Mark Verstappen", "Mark Verstappen"),
        ("Verstappen belde", "Verstappen"),
    ],
)
def test_a_name_that_says_more_or_less_stays(text: str, value: str) -> None:
    """Somebody else with part of the name is no public figure."""
    found = find(text, value)
    assert allowing("Max Verstappen").apply(text, [found]) == (found,)


def test_an_allowed_word_is_a_whole_word() -> None:
    """`Jan` allows no `Jansen`; `Zuiderzee*` allows what begins with it."""
    text = "Jansen van Zuiderzeewerken"
    jansen, works = find(text, "Jansen"), find(text, "Zuiderzeewerken")
    assert allowing("Jan", "Zuiderzee*").apply(text, [jansen, works]) == (jansen,)


def test_only_the_types_of_the_entry_are_dropped() -> None:
    """A number on the list of names stays, until its type is named."""
    text = "BSN 123456782 van Philips"
    number, name = find(text, "123456782", "NL_BSN"), find(text, "Philips")
    assert allowing("123456782", "Philips").apply(text, [number, name]) == (number,)
    assert allowing("123456782", types=["NL_BSN"]).apply(text, [number]) == ()


def test_words_of_another_script_do_not_look_like_each_other() -> None:
    """Folding to Latin letters must not make all Chinese names equal."""
    text = "北京 和 上海"
    found = [find(text, "北京"), find(text, "上海")]
    assert allowing("北京").apply(text, found) == (found[1],)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Het project Zilvermeeuw loopt", ["project Zilvermeeuw"]),
        ("project\u00a0zilver\u00admeeuw", ["project\u00a0zilver\u00admeeuw"]),
        ("Pro\u200bject Zilvermeeuw", ["Pro\u200bject Zilvermeeuw"]),
        ("PROJECT  ZILVERMEEUWS plan", ["PROJECT  ZILVERMEEUWS"]),
        ("een meeuw van zilver", []),
        ("project Zilvermeeuwen", []),
        ("Prоject Zilvermeeuw", ["Prоject Zilvermeeuw"]),  # noqa: RUF001 - a Cyrillic letter on purpose
    ],
)
def test_words_that_must_never_leave(text: str, found: list[str]) -> None:
    """Found with soft hyphens, odd spaces, invisible and look-alike letters, at their place in the text."""
    assert spans(never("Project Zilvermeeuw"), text) == found


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("Zilver*", "zilvermeeuwproject", ["zilvermeeuwproject"]),
        ("*meeuw", "de zilvermeeuw", ["zilvermeeuw"]),
        ("C++", "in C++ en C", ["C++"]),
        ("ACME-1.5", "ACME-1.5 en ACME-125", ["ACME-1.5"]),
        ("(geheim)", "dit is (geheim)", ["(geheim)"]),
        ("北京", "naar 北京 en 上海", ["北京"]),
    ],
)
def test_words_are_words_and_no_patterns(word: str, text: str, found: list[str]) -> None:
    """Only `*` means something; every other sign is itself."""
    assert spans(never(word), text) == found


def test_what_never_leaves_stands_beside_what_else_was_found() -> None:
    """A rule about either must speak, so both stay, in the order of the text."""
    text = "Project Jansen van Jansen"
    name, other = find(text, "Jansen"), Finding(19, 25, "PERSON", 0.9, "test")
    kinds = [finding.type for finding in never("Project Jansen").apply(text, [name, other])]
    assert kinds == ["CONFIDENTIAL_MARK", "PERSON", "PERSON"]


def test_an_entry_has_its_own_type() -> None:
    """Customers can be found as something else than a confidentiality mark."""
    (found,) = never("Jansen BV", type="SECRET").apply("voor Jansen BV", [])
    assert (found.type, found.score, found.detector) == ("SECRET", 1.0, "always_list")


def test_lists_are_by_group() -> None:
    """An entry for a group is not for others; `none` is for people in no group."""
    text = "Philips en Zilvermeeuw"
    made = lists(
        allow=[{"words": ["Philips"], "groups": ["sales"]}],
        always=[{"words": ["Zilvermeeuw"], "groups": ["none"]}],
    )
    name = find(text, "Philips")
    assert made.apply(text, [name], "sales") == ()
    assert made.apply(text, [name], "it") == (name,)
    assert [finding.type for finding in made.apply(text, [name])] == ["PERSON", "CONFIDENTIAL_MARK"]


def test_a_list_may_be_long() -> None:
    """Twenty thousand words are one pattern; the last one is found like the first."""
    words = [f"klant {number} bv" for number in range(20_000)]
    assert spans(never(*words), "van klant 0 BV tot Klant 19999 bv") == ["klant 0 BV", "Klant 19999 bv"]


def test_no_lists_change_nothing() -> None:
    """Without entries the findings come back as they are."""
    assert not lists()
    found = (find("Jan", "Jan"),)
    assert lists().apply("Jan", found) == found


@pytest.mark.parametrize("word", ["", "*", "--", "  "])
def test_a_word_without_a_letter_is_refused(word: str) -> None:
    """An empty word would stand everywhere."""
    with pytest.raises(ValidationError, match="no letter or digit"):
        never(word)


def test_with_the_real_scanner() -> None:
    """The company's own telephone number and a public figure go; the employee stays."""
    text = "Bel Max Verstappen of mevrouw Fatima El Amrani op 020 555 01 23."
    found = Scanner().scan(text).findings
    kept = allowing("Max Verstappen", "020 555 01 23").apply(text, found)
    assert [text[finding.start : finding.end] for finding in kept] == ["Fatima El Amrani"]


@given(st.text(max_size=60), st.text(min_size=1, max_size=12))
def test_findings_always_lie_in_the_text(text: str, word: str) -> None:
    """Whatever the text and the word: spans are in order and inside the text, and applying never fails."""
    if not any(map(str.isalnum, word)):
        return
    try:
        made = never(word)
    except ValidationError:
        return  # a lone surrogate
    for text_with_word in (text, f"{text} {word} {text}"):
        for finding in made.apply(text_with_word, []):
            assert 0 <= finding.start < finding.end <= len(text_with_word)
