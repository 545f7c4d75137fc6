"""How many series there can be, whoever sends what.

Label values come from lists that nobody outside chooses: the catalogue's services, the policy's groups and
rules, entity types, actions. Their product would still be millions, so every family has a limit, and where it
is reached the labels that matter least fold into ``other``. Only an attack or a mistake gets there; a graph
then shows one leap, and the sum stays right.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from prometheus_client import Counter as Counted

OTHER = "other"
MOST_SERIES = 5_000
"""Series of one family of the store."""
MOST_GROUPS = 50
MOST_RULES = 200
MOST_REASONS = 100

_REASON = re.compile(r"[a-z][a-z0-9-]{0,59}")

type Counts[K: tuple[str, ...]] = Mapping[K, int]


def keep_most[K: tuple[str, ...]](counts: Counts[K], label: int, most: int) -> Counter[K]:
    """Counts in which one label has no more than so many values.

    Args:
        counts: How many, by label values.
        label: Place of the label in these.
        most: Values that stay, the ones with the highest counts; the others become ``other``.
    """
    sums: Counter[str] = Counter()
    for key, number in counts.items():
        sums[key[label]] += number
    sums.pop(OTHER, None)
    kept = sorted(sums, key=lambda value: (-sums[value], value))[:most]
    return fold(counts, (label,), {(value,) for value in kept})


def fold[K: tuple[str, ...]](
    counts: Counts[K], labels: Sequence[int], kept: set[tuple[str, ...]]
) -> Counter[K]:
    """Counts in which labels are ``other`` unless their values together are among those kept."""
    folded: Counter[Any] = Counter()
    for key, number in counts.items():
        if tuple(key[label] for label in labels) in kept:
            folded[key] += number
        else:
            folded[tuple(OTHER if place in labels else value for place, value in enumerate(key))] += number
    return folded


def bound[K: tuple[str, ...]](
    counts: Counts[K], *orders: Sequence[int], most: int = MOST_SERIES
) -> Counts[K]:
    """Counts under no more than so many keys.

    Args:
        counts: How many, by label values.
        orders: Labels that fold together, those that matter least first.
        most: Keys that there may be.
    """
    for labels in orders:
        if len(counts) <= most:
            return counts
        counts = _fold_smallest(counts, labels, most)
    return counts


def _fold_smallest[K: tuple[str, ...]](counts: Counts[K], labels: Sequence[int], most: int) -> Counter[K]:
    """Fold these labels, the values with the smallest counts first, until few enough keys are left."""
    sums: Counter[tuple[str, ...]] = Counter()
    keys: Counter[tuple[str, ...]] = Counter()
    for key, number in counts.items():
        values = tuple(key[label] for label in labels)
        sums[values] += number
        keys[values] += 1
    rest = len({tuple(v for place, v in enumerate(key) if place not in labels) for key in counts})
    room, kept = most - rest, set[tuple[str, ...]]()
    for values in sorted(sums, key=lambda item: (-sums[item], item)):
        if keys[values] > room:
            break
        kept.add(values)
        room -= keys[values]
    return fold(counts, labels, kept)


class ReasonCounter(Counted):
    """A counter with one label, whose values are short words of our own code; anything else is ``other``."""

    def labels(self, *labelvalues: Any, **labelkwargs: Any) -> "ReasonCounter":  # noqa: ANN401 - the library's signature
        """The counter of a reason."""
        (reason,) = map(str, labelvalues or labelkwargs.values())
        known = {sample.labels.get(self._labelnames[0]) for sample in self._samples()}
        if reason not in known and (len(known) >= MOST_REASONS or not _REASON.fullmatch(reason)):
            reason = OTHER
        child: ReasonCounter = super().labels(reason)
        return child
