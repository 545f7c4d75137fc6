"""No text makes a scan slow: patterns cannot backtrack without bound, and hostile texts end in time."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from detectors.candidates import first_character_first
from detectors.recognizers import ALL, CandidateRecognizer

# Python has no public access to the parse tree of a pattern; this module has been stable since 3.11.
parser = re._parser  # type: ignore[attr-defined]

PATTERNS = [
    (kind.detector, pattern)
    for kind in ALL
    if issubclass(kind, CandidateRecognizer)
    for pattern in kind.candidate_patterns
]

MAX_STEPS = 20_000
"""Most ways in which bounded repeats inside each other may be tried at one position."""


def _nested(tree: object, product: int = 1) -> Iterator[int]:
    """Products of the maxima of repeats that stand inside one another."""
    for operation, argument in tree:  # type: ignore[attr-defined]
        name = str(operation)
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            _, most, inner = argument
            yield from _nested(inner, product * int(most))
            yield product * int(most)
        elif name == "SUBPATTERN":
            yield from _nested(argument[-1], product)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from _nested(branch, product)
        elif name in {"ASSERT", "ASSERT_NOT"}:
            yield from _nested(argument[1], product)


@pytest.mark.parametrize(("detector", "pattern"), PATTERNS)
def test_repeats_are_bounded(detector: str, pattern: str) -> None:
    """No candidate pattern has an unbounded repeat, and none nests repeats into a large product."""
    assert max(_nested(parser.parse(pattern)), default=1) <= MAX_STEPS


@pytest.mark.parametrize(("detector", "pattern"), PATTERNS)
def test_reordered_pattern_matches_the_same(detector: str, pattern: str) -> None:
    """Moving look-behind after the first character, for speed, changes no match."""
    sample = (
        "bsn 626018158,183016610 x626018158 12-03-1985 +31 6 12345678 a@b.nl gv-123-b nl89ingb7025888838 "
        "4986 8282 8807 2907 -u a:bcdefgh sk-proj-9at2kq7xvb4lmn8prs3wyz6 geheim"
    )
    plain = [match.span() for match in re.finditer(pattern, sample, re.ASCII)]
    assert [match.span() for match in re.finditer(first_character_first(pattern), sample, re.ASCII)] == plain


HOSTILE = (
    *(
        "a",
        "1",
        "1 ",
        "0",
        "a@",
        "a.",
        "aA",
        "1-",
        "(",
        "\n",
        "%41",
        "&#49;",
        "QUJD",
        "\\u0031",
        '"',
        "+31 6",
    ),
    *(
        "wachtwoord ",
        "wachtwoord is a1! ",
        "bsn ",
        "bsn 626018158 ",
        '"a":"1",',
        "1,2,3\n",
        "naam;bsn\n1;2\n",
    ),
    *(";", "é", "\u200b1", "e\u0301", " ", "\t", "12-03-1985 ", "geboren 12-03-1985 ", "0612345678 ", "NL89"),
    *("Jan de Vries ", "een twee drie ", "ab-12-", "=41", "41 ", "sk-proj-", "-----BEGIN PRIVATE KEY-----"),
    *(
        "://a:b@",
        "salaris 3.450 ",
        "\ud800",
        "漢字",
        "a1",
        "QUJDREVGR0hJSktMTU5PUA==\n",
        "Jan,",
        "Van Dijk\n",
    ),
)

PROGRAM = """
import sys
from detectors.scanner import Scanner
scanner = Scanner()
for unit in eval(sys.stdin.read()):
    scanner.scan((unit * (100_000 // len(unit) + 1))[:100_000])
"""


@pytest.mark.timeout(180)
def test_hostile_texts_end_in_time() -> None:
    """A hundred thousand repetitions of what hurts scanners end long before any deadline of a worker.

    The bound is generous for a slow machine: a pattern that goes wrong takes hours, not minutes.
    """
    subprocess.run([sys.executable, "-c", PROGRAM], input=ascii(HOSTILE), text=True, check=True, timeout=150)
