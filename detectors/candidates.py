"""One pass over a text that finds the candidates of every recognizer and every label.

All patterns of all recognizers are one RE2 set: a single automaton reads each block of text once and says
which patterns occur in it at all; its time is linear in the text whatever the patterns are. Only those
patterns are then run on that block, by Python's `re`, which knows look-around and gives code-point offsets. A
pattern that fires nowhere costs nothing.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import re2

from detectors.context import DATE, DATE_LABELS, OTHER, OTHER_LABELS
from detectors.gated import LOOKAROUND, relaxed
from detectors.passage import LabelHit
from detectors.recognizers.base import CandidateRecognizer, Recognizer, Span

BLOCK = 512
"""Code points a block: small enough that a hit costs little around it, large enough to amortise a call."""

OVERLAP = 192
"""How far a candidate may reach into the next block; judges extend longer ones (keys) themselves."""

_NOT_BEFORE = re.compile(r"(?:\(\?<!(?:\\.|\[(?:\\.|[^\]\\])*\]|[^()\\\[])*\))+")
_ONE_CHARACTER = re.compile(r"(\\[dw]|\[(?:\\.|[^\]\\])+\]|[a-z\d:-])(?:\{(\d+)(?:(,)(\d*))?\})?(?![?*+])")
_MEMORY = 16 << 20
_CANARY = b"\x00"

_WORD_END = re.compile(r"[A-Za-z][^A-Za-z]")
_NUMBER_WORD = re.compile(r"(?<=[a-z]{3})(nummer|nr|number)$")
_SUFFIX = re.compile(r"(?:'?s|nummers?|nrs?|no|number|code)$")
_LOOSE_SUFFIX = re.compile(r"[ ._-]{1,2}(?:'?s|nummers?|nrs?|no|number|code)$", re.IGNORECASE)
"""A suffix that may be the head of the next word: ``BSN staat``, ``paspoort nodig``."""
_JOINTS = {ord(joint): None for joint in " _-'."}


class Finder:
    """Finds candidates and labels for a fixed set of recognizers."""

    def __init__(self, recognizers: Sequence[Recognizer]) -> None:
        owners: dict[str, list[int]] = defaultdict(list)
        kinds: dict[str, set[str]] = defaultdict(set)
        for number, recognizer in enumerate(recognizers):
            if isinstance(recognizer, CandidateRecognizer):
                for pattern in recognizer.candidate_patterns:
                    owners[pattern].append(number)
            for label in recognizer.labels:
                kinds[label].add(recognizer.entities[0])
        for kind, labels in ((OTHER, OTHER_LABELS), (DATE, DATE_LABELS)):
            for label in labels:
                kinds[label].add(kind)
        self._owners = list(owners.values())
        self._patterns = [re.compile(first_character_first(pattern), re.ASCII) for pattern in owners]
        self._gate = _gate(owners)
        self._kinds = {label.translate(_JOINTS): tuple(sorted(owned)) for label, owned in kinds.items()}
        self._labels = _label_pattern(kinds, "(?:^|[^a-z])", str)
        self._humps = _label_pattern(kinds, "[a-z]", _after_hump)

    def candidates(self, lower: str) -> dict[int, list[Span]]:
        """Spans by index of recognizer, sorted, each once.

        Args:
            lower: The text, folded to ASCII and in lower case.
        """
        spans: dict[int, set[Span]] = defaultdict(set)
        data = lower.encode("ascii")
        for start in range(0, len(lower), BLOCK):
            own = start + BLOCK
            for index in self._firing(data[start : own + OVERLAP]):
                matches = self._patterns[index].finditer(lower, start, own + OVERLAP)
                found = [match.span() for match in matches if match.start() < own]
                for number in self._owners[index]:
                    spans[number].update(found)
        return {number: sorted(found) for number, found in spans.items() if found}

    def _firing(self, block: bytes) -> Sequence[int]:
        """Patterns that occur in a block; all of them should the automaton give up."""
        firing = self._gate.Match(block + _CANARY)
        if not firing or 0 not in firing:
            return range(len(self._patterns))
        return [index - 1 for index in firing if index]

    def labels(self, plain: str, lower: str) -> tuple[LabelHit, ...]:
        """All labels in a text folded to ASCII, sorted by start; ``clientBsn`` holds one as well."""
        hits = [*self._hits(self._labels, lower, plain), *self._hits(self._humps, plain, plain)]
        return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end, hit.kind)))

    def _hits(self, pattern: re2._Regexp, text: str, plain: str) -> Iterator[LabelHit]:
        data = text.encode("ascii")
        match = pattern.search(data)
        while match:
            start, end = match.span()
            start += not (start == 0 and plain[0].isalpha())
            if not _ends_word(plain, end) and (loose := _LOOSE_SUFFIX.search(plain, start, end)):
                end = loose.start()
            if _ends_word(plain, end):
                word = plain[start:end].lower().translate(_JOINTS)
                for kind in self._kinds.get(word) or self._kinds.get(_SUFFIX.sub("", word), ()):
                    yield LabelHit(start, end, kind)
            else:
                end = _next_word(plain, start)
            match = pattern.search(data, end)


def _gate(patterns: Iterable[str]) -> re2.Set:
    """All patterns as one automaton; look-around and long repeats are relaxed: it only fires too often.

    Its first pattern is a byte that stands in every block: its absence from the answer means that the
    automaton ran out of memory, which must not look like a clean text.
    """
    gate = re2.Set.SearchSet(_options())
    gate.Add(r"\x00")
    for pattern in patterns:
        gate.Add(relaxed(pattern))
    gate.Compile()
    return gate


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return options


def first_character_first(pattern: str) -> str:
    r"""The same pattern with leading look-behind moved after its first character.

    `re` skips ahead to possible first characters only when the pattern begins with one: ``(?<!\d)\d{9}``
    becomes ``\d(?<!\d\d)\d{8}``, which is ten times as fast on text without digits.
    """
    behind = _NOT_BEFORE.match(pattern)
    first = _ONE_CHARACTER.match(pattern, behind.end()) if behind else None
    if not behind or not first:
        return pattern
    one, low, comma, high = first.groups()
    if low == "0" or "|" in pattern[first.end() :].split("(", 1)[0]:
        return pattern
    assertions = LOOKAROUND.sub(lambda found: found.group()[:-1] + one + ")", behind.group())
    repeat = ""
    if low:
        upper = f",{int(high) - 1}" if high else comma or ""
        repeat = f"{one}{{{int(low) - 1}{upper}}}"
    return one + assertions + repeat + pattern[first.end() :]


def _label_pattern(labels: Iterable[str], before: str, first: Callable[[str], str]) -> re2._Regexp:
    """All labels as one pattern: a space also matches ``-``, ``_``, ``.`` or nothing; plurals are allowed.

    Args:
        labels: The labels.
        before: What stands before the first letter of a label.
        first: Makes the pattern of a label whose words are joined.
    """
    options = _options()
    options.longest_match = True
    spread = (_NUMBER_WORD.sub(r" \1", label).split(" ") for label in sorted(labels))
    words = "|".join(first(r"[ ._-]{0,2}".join(map(re.escape, parts))) for parts in spread)
    suffix = r"(?i:[ ._-]{0,2}(?:'?s|nummers?|nrs?|no|number|code))?"
    return re2.compile(f"{before}(?:{words}){suffix}".encode("ascii"), options)


def _after_hump(label: str) -> str:
    """A label that begins with a capital: in camelCase the letter before it is small."""
    return f"{label[0].upper()}(?i:{label[1:]})"


def _ends_word(plain: str, end: int) -> bool:
    """Whether a match ends where a word ends: before no letter, or before the next hump of camelCase."""
    if end == len(plain) or not plain[end].isalpha():
        return True
    return plain[end - 1].islower() and plain[end].isupper()


def _next_word(plain: str, start: int) -> int:
    """Where the search goes on after a match that was a piece of words: just before the next word."""
    following = _WORD_END.search(plain, start)
    return following.start() + 1 if following else len(plain)
