"""One pass over a text that finds the candidates of every recognizer and every label.

All patterns of all recognizers are one RE2 set: a single automaton reads each block of text once and says
which patterns occur in it at all; its time is linear in the text whatever the patterns are. Only those
patterns are then run on that block, by Python's `re`, which knows look-around and gives code-point offsets. A
pattern that fires nowhere costs nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import re2

from detectors.context import DATE, DATE_LABELS, OTHER, OTHER_LABELS
from detectors.passage import LabelHit
from detectors.recognizers.base import CandidateRecognizer, Recognizer, Span

BLOCK = 2048
"""Code points a block: small enough that a hit costs little around it, large enough to amortise a call."""

OVERLAP = 256
"""How far a candidate may reach into the next block; judges extend longer ones (keys) themselves."""

_LOOKAROUND = re.compile(r"\(\?<?[!=](?:\\.|\[[^\]]*\]|[^()\\\[])*\)")
_SUFFIX = re.compile(r"(?:'?s|nummers?|nrs?|no|number|code)$")
_JOINTS = {ord(joint): None for joint in " _-'."}
_REPEAT = re.compile(r"\{(\d+)(,?)(\d*)\}")
_MAX_REPEAT = 8
_MEMORY = 64 << 20


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
        self._patterns = [re.compile(pattern, re.IGNORECASE | re.ASCII) for pattern in owners]
        self._gate = _gate(owners)
        self._kinds = {label.replace(" ", ""): tuple(sorted(owned)) for label, owned in kinds.items()}
        self._labels = _label_pattern(kinds)

    def candidates(self, plain: str) -> dict[int, list[Span]]:
        """Spans by index of recognizer, sorted, each once.

        Args:
            plain: The text, folded to ASCII.
        """
        spans: dict[int, set[Span]] = defaultdict(set)
        data = plain.encode("ascii")
        for start in range(0, len(plain), BLOCK):
            own = start + BLOCK
            for index in self._gate.Match(data[start : own + OVERLAP]) or ():
                matches = self._patterns[index].finditer(plain, start, own + OVERLAP)
                found = [match.span() for match in matches if match.start() < own]
                for number in self._owners[index]:
                    spans[number].update(found)
        return {number: sorted(found) for number, found in spans.items()}

    def labels(self, plain: str) -> tuple[LabelHit, ...]:
        """All labels in a text folded to ASCII, sorted by start."""
        return tuple(self._label_hits(plain))

    def _label_hits(self, plain: str) -> Iterator[LabelHit]:
        for match in self._labels.finditer(plain.encode("ascii")):
            start, end = match.span()
            if not _is_word(plain, start, end):
                continue
            word = plain[start:end].lower().translate(_JOINTS)
            kinds = self._kinds.get(word) or self._kinds.get(_SUFFIX.sub("", word), ())
            for kind in kinds:
                yield LabelHit(start, end, kind)


def _gate(patterns: Iterable[str]) -> re2.Set:
    """All patterns as one automaton; look-around and long repeats are relaxed: it only fires too often."""
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = _MEMORY
    gate = re2.Set.SearchSet(options)
    for pattern in patterns:
        gate.Add(_REPEAT.sub(_relaxed, _LOOKAROUND.sub("", pattern)))
    gate.Compile()
    return gate


def _relaxed(repeat: re.Match[str]) -> str:
    """A counted repeat that keeps the automaton small: each count is a copy of its states."""
    low, _, high = repeat.groups()
    if int(high or low) <= _MAX_REPEAT:
        return repeat.group()
    return f"{{{min(int(low), _MAX_REPEAT)},}}"


def _label_pattern(labels: Iterable[str]) -> re2._Regexp:
    """All labels as one pattern: a space also matches ``-``, ``_``, ``.`` or nothing; plurals are allowed."""
    options = re2.Options()
    options.case_sensitive = False
    options.longest_match = True
    options.max_mem = _MEMORY
    words = "|".join(r"[ ._-]?".join(map(re.escape, label.split(" "))) for label in sorted(labels))
    suffix = r"(?:[ ._-]?(?:'?s|nummers?|nrs?|no|number|code))?"
    return re2.compile(f"(?:{words}){suffix}".encode("ascii"), options)


def _is_word(plain: str, start: int, end: int) -> bool:
    """Whether a match is a word of its own; digits may follow it, and camelCase begins a word."""
    if end < len(plain) and plain[end].isalpha() and not (plain[end - 1].islower() and plain[end].isupper()):
        return False
    if start == 0 or not plain[start - 1].isalpha():
        return True
    return plain[start - 1].islower() and plain[start].isupper()
