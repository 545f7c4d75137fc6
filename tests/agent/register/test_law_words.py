"""Articles and laws as each language writes them."""

import re

import pytest

from agent.register.law import obligations


@pytest.mark.parametrize(
    ("obligation", "dutch", "english"),
    [
        ("ai-act-4", "AI-verordening, art. 4", "AI Act, art. 4"),
        ("ai-act-26-7", "AI-verordening, art. 26, lid 7", "AI Act, art. 26(7)"),
        ("gdpr-28", "AVG, art. 28", "GDPR, art. 28"),
        ("uavg-46", "UAVG, art. 46", "UAVG, art. 46"),
        ("wor-27-k", "WOR, art. 27 lid 1, onderdeel k", "WOR, art. 27(1)(k)"),
        ("cao-81-guard", "CAO, nr. 81", "CAO, no. 81"),
    ],
)
def test_citations_are_those_of_the_language(obligation: str, dutch: str, english: str) -> None:
    """Law and article, for staff who look it up in their own text of the law."""
    law = obligations()[obligation]
    assert (law.citation("nl"), law.citation("en")) == (dutch, english)


def test_no_dutch_citation_is_written_the_english_way() -> None:
    """No numbers in brackets, no annexes, no names of laws in English."""
    for law in obligations().values():
        assert law.reference is not None
        text = f"{law.citation('nl')} {law.reference.nl}"
        assert not re.search(r"\(\d+\)\(|art\. \d+\(| and |Annex|Act\b|GDPR|Regulation|section", text), text
