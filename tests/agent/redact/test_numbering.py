"""Placeholders: typed, in the user's language, stable, and never one that is already there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.redact.known import Known
from agent.redact.numbering import Numbering
from agent.redact.restore.marks import marks, names_in
from agent.redact.words import load_words
from detectors.finding import ENTITY_TYPES
from policies.model import Language


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_entity_type_has_a_word_that_survives_every_notation(language: Language) -> None:
    """A placeholder with any of the words is found again in a text."""
    for entity_type in ENTITY_TYPES:
        name = f"{load_words().word(entity_type, language)}_1"
        assert [mark.name for mark in marks(f"a <{name}> b")] == [name]


def test_placeholders_are_in_the_language_of_the_user() -> None:
    """Dutch words for a Dutch text, English ones for an English text."""
    assert Numbering({}, "nl").name("PERSON", "Jan de Wit") == "PERSOON_1"
    assert Numbering({}, "en").name("PERSON", "Jan de Wit") == "PERSON_1"
    assert Numbering({}, "nl").name("ADDRESS", "Dorpsstraat 1") == "ADRES_1"


def test_the_same_text_has_the_same_placeholder() -> None:
    """Within a request and in the next one; a new text gets the next number of its word."""
    first = Numbering({}, "nl")
    assert first.name("NL_BSN", "123456782") == "BSN_1"
    assert first.name("NL_BSN", "111222333") == "BSN_2"
    assert first.name("NL_BSN", "123456782") == "BSN_1"
    later = Numbering(first.new, "nl")
    assert later.name("NL_BSN", "111222333") == "BSN_2"
    assert later.name("NL_BSN", "999999990") == "BSN_3"
    assert later.new == {"BSN_3": "999999990"}


def test_another_spelling_has_the_same_number_and_a_letter() -> None:
    """The model sees that they are one, and each comes back as it was written."""
    numbering = Numbering({}, "nl")
    assert numbering.name("NL_BSN", "123456782") == "BSN_1"
    assert numbering.name("NL_BSN", "1234.56.782") == "BSN_1_B"
    assert numbering.name("PERSON", "Jan de Wit") == "PERSOON_1"
    assert numbering.name("KNOWN_PERSON", "JAN DE WIT") == "PERSOON_1_B"


def test_a_part_of_one_full_name_has_its_number() -> None:
    """First name and last name alone, in the same request or a later one."""
    numbering = Numbering({}, "nl")
    numbering.names([("PERSON", "Jan"), ("PERSON", "Jan de Wit"), ("PERSON", "De Wit"), ("PERSON", "Wit")])
    assert numbering.new == {
        "PERSOON_1": "Jan de Wit",
        "PERSOON_1_VOORNAAM": "Jan",
        "PERSOON_1_ACHTERNAAM": "De Wit",
        "PERSOON_1_ACHTERNAAM_B": "Wit",
    }
    later = Numbering(numbering.new, "nl")
    assert later.name("PERSON", "JAN") == "PERSOON_1_VOORNAAM_B"


def test_a_name_that_two_people_share_is_nobodys_part() -> None:
    """With two people called Jan, `Jan` alone is a third."""
    numbering = Numbering({"PERSOON_1": "Jan de Wit", "PERSOON_2": "Jan Bakker"}, "nl")
    assert numbering.name("PERSON", "Jan") == "PERSOON_3"


def test_no_placeholder_looks_like_a_text_in_the_request() -> None:
    """Somebody typed `<PERSOON_1>` and `<bsn_2>`: those numbers are left out."""
    taken = names_in(["Wat is <PERSOON_1>? En <bsn_2>? En \\u003cBSN_1\\u003e?"])
    numbering = Numbering({}, "nl", taken)
    assert numbering.name("PERSON", "Jan") == "PERSOON_2"
    assert numbering.name("NL_BSN", "123456782") == "BSN_3"


@given(
    st.lists(st.tuples(st.sampled_from(sorted(ENTITY_TYPES)), st.text(min_size=1, max_size=12)), max_size=40),
    st.sets(st.sampled_from(["PERSOON_1", "BSN_1", "ADRES_3", "PERSOON_1_B", "X_1"])),
)
def test_texts_and_placeholders_pair_off(found: list[tuple[str, str]], taken: set[str]) -> None:
    """No two texts share one, none is one that was taken, and it stays the same when asked again."""
    numbering = Numbering({}, "nl", taken)
    numbering.names(found)
    assert sorted(numbering.new.values()) == sorted({text for _, text in found})
    assert not taken & numbering.new.keys()
    before = dict(numbering.new)
    again = Numbering(before, "en")
    assert {again.name(kind, text) for kind, text in found} == before.keys()


def test_known_texts_are_found_as_whole_words() -> None:
    """Also when another is in them; not within a word, not in another case, not when they say little."""
    known = Known(["Jan de Wit", "Jan", "123456782", "Zoë", "a|b(c", "12", "2024", "Al"])
    text = "Jan de Wit, Janus, jan, Jan. 123456782 1234567823 Zoë🙂Zoë a|b(c 12 2024 Al"
    found = [text[start:end] for start, end in known.find(text)]
    assert found == ["Jan de Wit", "Jan", "123456782", "Zoë", "Zoë", "a|b(c"]
    assert list(Known([]).find(text)) == []
