"""How good the detection is: labels and findings in, precision and recall out.

Pure functions: what was found is given, so the same scoring serves any scanner.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detectors.finding import Finding
from detectors.labelled import Label, LabelledPrompt

# A finding of the second type is a right answer to a label of the first: an exact-match hit is a person, and
# the place name in an address is both a place and part of the address.
SIBLINGS = {
    "PERSON": frozenset({"KNOWN_PERSON"}),
    "KNOWN_PERSON": frozenset({"PERSON"}),
    "ADDRESS": frozenset({"LOCATION"}),
    "LOCATION": frozenset({"ADDRESS"}),
}

# Types without natural borders ("been convicted of theft" or "theft"?): half of the shorter one is enough.
LOOSE = frozenset(
    {
        "HEALTH",
        "RELIGION",
        "ETHNICITY",
        "POLITICAL_OPINION",
        "TRADE_UNION",
        "SEXUAL_ORIENTATION",
        "CRIMINAL_RECORD",
        "SECRET",
        "CONFIDENTIAL_MARK",
    }
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over any number of prompts, for one type or for all.

    Attributes:
        labels: Spans that had to be found.
        found: Of these, found.
        exact: Of these, found with exactly these borders.
        right: Findings on a labelled span of their type.
        confused: Findings on a labelled span of another type.
        wrong: Findings on nothing that is labelled.
    """

    labels: int = 0
    found: int = 0
    exact: int = 0
    right: int = 0
    confused: int = 0
    wrong: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(
            self.labels + other.labels,
            self.found + other.found,
            self.exact + other.exact,
            self.right + other.right,
            self.confused + other.confused,
            self.wrong + other.wrong,
        )

    @property
    def recall(self) -> float:
        """Share of the labelled spans that were found; 1 when there were none."""
        return self.found / self.labels if self.labels else 1.0

    @property
    def recall_exact(self) -> float:
        """Share found with exactly the labelled borders."""
        return self.exact / self.labels if self.labels else 1.0

    @property
    def precision(self) -> float:
        """Share of the findings that are right; one of another type is wrong."""
        judged = self.right + self.confused + self.wrong
        return self.right / judged if judged else 1.0

    @property
    def precision_lenient(self) -> float:
        """The same, where personal data called by the wrong name counts half."""
        judged = self.right + self.confused + self.wrong
        return (self.right + self.confused / 2) / judged if judged else 1.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result over a set of prompts.

    Attributes:
        total: All types together.
        types: By entity type: of the label for recall, of the finding for precision.
        kinds: By kind of prompt.
        harmless: Number of harmless prompts.
        flagged: Names of those in which something was found that is not an optional span.
    """

    total: Tally
    types: Mapping[str, Tally]
    kinds: Mapping[str, Tally]
    harmless: int
    flagged: tuple[str, ...]

    @property
    def flagged_share(self) -> float:
        """Share of the harmless prompts that were flagged."""
        return len(self.flagged) / self.harmless if self.harmless else 0.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """What each label and each finding of one prompt came to.

    Attributes:
        missed: Labels that had to be found and were not.
        found: Labels that had to be found and were.
        exact: Of these, those with a finding of exactly their borders.
        right: Findings on a label of their type, optional labels left out.
        confused: Findings on a label of another type.
        wrong: Findings on nothing.
    """

    missed: tuple[Label, ...]
    found: tuple[Label, ...]
    exact: tuple[Label, ...]
    right: tuple[Finding, ...]
    confused: tuple[Finding, ...]
    wrong: tuple[Finding, ...]


def judge(labels: Sequence[Label], findings: Sequence[Finding]) -> Judgement:
    """Compare the findings in one prompt with its labels.

    A label is found when findings of its type (or a sibling type) cover half of it. A finding is right when
    half of it lies on labels of its type. So a finding that swallows a whole line is wrong, and a street
    found without its number still counts. Findings on optional labels count nowhere.
    """
    wanted = tuple(label for label in labels if not label.optional)
    found = tuple(label for label in wanted if _is_found(label, findings))
    right, confused, wrong = [], [], []
    for finding in findings:
        same = [label for label in labels if _same(label, finding)]
        if _lies_on(finding, same):
            if any(_overlap(label, finding) for label in same if not label.optional):
                right.append(finding)
        elif any(_overlap(label, finding) for label in labels):
            confused.append(finding)
        else:
            wrong.append(finding)
    return Judgement(
        missed=tuple(label for label in wanted if label not in found),
        found=found,
        exact=tuple(label for label in found if _is_exact(label, findings)),
        right=tuple(right),
        confused=tuple(confused),
        wrong=tuple(wrong),
    )


def evaluate(prompts: Iterable[tuple[LabelledPrompt, Sequence[Finding]]]) -> Evaluation:
    """Judge what was found in each of a set of prompts and count it."""
    types: dict[str, Tally] = {}
    kinds: dict[str, Tally] = {}
    harmless, flagged = 0, []
    for prompt, findings in prompts:
        judgement = judge(prompt.labels, findings)
        for kind, tally in _tallies(judgement).items():
            types[kind] = types.get(kind, Tally()) + tally
            kinds[prompt.kind] = kinds.get(prompt.kind, Tally()) + tally
        kinds.setdefault(prompt.kind, Tally())
        harmless += prompt.harmless
        if prompt.harmless and (judgement.confused or judgement.wrong):
            flagged.append(prompt.name)
    total = sum(types.values(), start=Tally())
    return Evaluation(
        total, dict(sorted(types.items())), dict(sorted(kinds.items())), harmless, tuple(flagged)
    )


def _tallies(judgement: Judgement) -> dict[str, Tally]:
    """Counts of one prompt by type."""
    counts: dict[str, Counter[str]] = {}
    for name, spans in (
        ("labels", judgement.found + judgement.missed),
        ("found", judgement.found),
        ("exact", judgement.exact),
        ("right", judgement.right),
        ("confused", judgement.confused),
        ("wrong", judgement.wrong),
    ):
        for span in spans:
            counts.setdefault(span.type, Counter())[name] += 1
    return {kind: Tally(**count) for kind, count in counts.items()}


def _same(label: Label, finding: Finding) -> bool:
    return finding.type == label.type or finding.type in SIBLINGS.get(label.type, ())


def _overlap(label: Label, finding: Finding) -> int:
    return max(0, min(label.end, finding.end) - max(label.start, finding.start))


def _is_found(label: Label, findings: Sequence[Finding]) -> bool:
    same = [finding for finding in findings if _same(label, finding)]
    if label.type in LOOSE and any(_touches(label, finding) for finding in same):
        return True
    covered = sum(_overlap(label, finding) for finding in same)
    return covered > 0 and 2 * covered >= label.end - label.start


def _is_exact(label: Label, findings: Sequence[Finding]) -> bool:
    return any((f.start, f.end) == (label.start, label.end) for f in findings if _same(label, f))


def _lies_on(finding: Finding, labels: Sequence[Label]) -> bool:
    if any(label.type in LOOSE and _touches(label, finding) for label in labels):
        return True
    covered = sum(_overlap(label, finding) for label in labels)
    return covered > 0 and 2 * covered >= finding.end - finding.start


def _touches(label: Label, finding: Finding) -> bool:
    """Half of the shorter of the two."""
    shorter = min(label.end - label.start, finding.end - finding.start)
    return shorter > 0 and 2 * _overlap(label, finding) >= shorter
