"""The organisation's own words: names that are no personal data here, and words that must never leave.

They are applied where the text is, to the findings of a scan. `compile_lists` makes an object that can be
sent to a worker process; the patterns are made there, once a process.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import re2

from detectors.finding import Finding
from detectors.mapped import Mapped
from detectors.normalise import canonical, fold
from policies.model import AllowEntry, AlwaysEntry, Policy
from policies.terms import NO_GROUP

DETECTOR = "always_list"
"""Name of the recognizer in findings of the always-list."""

_MEMORY = 64 << 20
_UNKNOWN = "~"
"""What `fold` makes of a letter that looks like no Latin one."""

_SPACE = re.compile(r"\s+")
_NO_LETTERS = re.compile(r"\W*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list, as sent to the workers.

    Attributes:
        words: Its words; sorted, so that equal lists are equal.
        types: Types that an allow-list drops, or the one type that an always-list finds.
        groups: Groups that it is for; empty means everybody.
    """

    words: tuple[str, ...]
    types: frozenset[str]
    groups: frozenset[str]

    def is_for(self, group: str | None) -> bool:
        """Whether it is for a group."""
        return not self.groups or (group or NO_GROUP) in self.groups


@dataclass(frozen=True, slots=True)
class Lists:
    """Both lists of a policy. Small, hashable, and made of plain data.

    Attributes:
        allowed: Names that are no personal data here.
        always: Words that must never leave.
    """

    allowed: tuple[Entry, ...] = ()
    always: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to apply."""
        return bool(self.allowed or self.always)

    def apply(self, text: str, findings: Iterable[Finding], group: str | None = None) -> tuple[Finding, ...]:
        """The findings less those that are allowed, and with those of the always-list.

        A finding of the always-list stands beside what else was found in the same place, since a rule may be
        about either: so the result is sorted, but findings of the always-list may overlap others.

        Args:
            text: What was scanned.
            findings: What the scanner found in it.
            group: Group of the user.
        """
        found = tuple(findings)
        allowed = [entry for entry in self.allowed if entry.is_for(group)] if found else []
        always = [entry for entry in self.always if entry.is_for(group)]
        if not allowed and not always:
            return found
        form = canonical(text)
        spans = [(entry, list(_spans(entry.words, form))) for entry in allowed]
        kept = [one for one in found if not any(_is_allowed(one, entry, at, text) for entry, at in spans)]
        for entry in always:
            kept += (_finding(entry, *span) for span in _spans(entry.words, form))
        return tuple(sorted(kept))


def compile_lists(policy: Policy) -> Lists:
    """The lists of a policy, ready to be applied.

    Raises:
        ValueError: A list is too long for one pattern.
    """
    lists = Lists(
        tuple(_allowed(entry) for entry in policy.allow_list),
        tuple(_always(entry) for entry in policy.always_list),
    )
    for entry in (*lists.allowed, *lists.always):
        _patterns(entry.words)
    return lists


def _allowed(entry: AllowEntry) -> Entry:
    return Entry(_words(entry.words), frozenset(entry.types), entry.groups)


def _always(entry: AlwaysEntry) -> Entry:
    return Entry(_words(entry.words), frozenset({entry.type}), entry.groups)


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({_SPACE.sub(" ", canonical(word).text).lower() for word in words}))


def _finding(entry: Entry, start: int, end: int) -> Finding:
    (kind,) = entry.types
    return Finding(start, end, kind, 1.0, DETECTOR, ("always-list",))


def _is_allowed(finding: Finding, entry: Entry, spans: list[tuple[int, int]], text: str) -> bool:
    """Whether all of a finding is one of the words; signs may follow.

    A finding that says more (``Verstappen`` is allowed, ``Piet Verstappen`` was found) stays.
    """
    if finding.type not in entry.types:
        return False
    return any(
        start <= finding.start < end and _NO_LETTERS.fullmatch(text[end : finding.end])
        for start, end in spans
    )


def _spans(words: tuple[str, ...], form: Mapped) -> Iterator[tuple[int, int]]:
    """Where any of the words stands in the text that `form` was made from; the longest wins."""
    plain, other = _patterns(words)
    if plain:
        for match in plain.finditer(fold(form.text).lower().encode("ascii")):
            yield form.original(*match.span())
    if other:
        for found in other.finditer(form.text):
            yield form.original(*found.span())


@lru_cache(maxsize=256)
def _patterns(words: tuple[str, ...]) -> tuple[re2._Regexp | None, re.Pattern[str] | None]:
    """The words as one pattern for folded text, and those of other scripts as one for the text as it is.

    Folding makes one sign of all letters that look like no Latin one, so it would make equal what is not.
    """
    latin = [word for word in words if _is_foldable(word)]
    others = [word for word in words if not _is_foldable(word)]
    return (
        _fast_pattern(latin) if latin else None,
        re.compile("|".join(map(_word_pattern, others)), re.IGNORECASE) if others else None,
    )


def _is_foldable(word: str) -> bool:
    return all(letter == _UNKNOWN or fold(letter) != _UNKNOWN for letter in word)


def _fast_pattern(words: list[str]) -> re2._Regexp:
    """All words as one pattern, in time linear in the text however many there are."""
    options = re2.Options()
    options.longest_match = True
    options.max_mem = _MEMORY
    options.log_errors = False
    pattern = "|".join(_word_pattern(fold(word)) for word in words)
    try:
        return re2.compile(pattern.encode("ascii"), options)
    except re2.error as error:
        raise ValueError("a list of words is too long: split it into several entries") from error


def _word_pattern(word: str) -> str:
    """The whole word, or with a genitive's ``s``, or with more letters where it has a ``*``."""
    bare = word.strip("*")
    body = r"\s+".join(re.escape(piece) for piece in bare.split(" "))
    before = r"\w*" if word.startswith("*") else r"\b" if _is_letter(bare[:1]) else ""
    after = r"\w*" if word.endswith("*") else r"(?:'?s)?\b" if _is_letter(bare[-1:]) else ""
    return f"{before}{body}{after}"


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"
