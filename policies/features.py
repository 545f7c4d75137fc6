"""What a stored decision still shows: enough to decide again, without any text.

A record keeps for each type and place how many findings there were and how certain the surest was, not each
of them; it keeps how many files there were, not of which kind. So a condition may hold, may fail, or may be
unknown, and so may a rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from detectors.finding import Finding
from policies.checks import Check, checks
from policies.conditions import Condition, Files, Finds
from policies.context import Context, Found
from policies.decide import is_about
from policies.model import Rule
from policies.terms import Direction


class FoundCount(Protocol):
    """How many findings of one type in one place; `agent.record.event.FindingCount` has it."""

    @property
    def type(self) -> str:
        """Entity type."""

    @property
    def count(self) -> int:
        """How many."""

    @property
    def max_score(self) -> float:
        """The surest of them."""


class StoredDecision(Protocol):
    """What a record of a decision holds; `agent.record.event.Event` has it."""

    @property
    def time(self) -> datetime:
        """When."""

    @property
    def service(self) -> str | None:
        """Service id."""

    @property
    def tenant(self) -> str | None:
        """Contracted tenant."""

    @property
    def status(self) -> str | None:
        """Status in the register, then."""

    @property
    def group(self) -> str | None:
        """Group of the user."""

    @property
    def draft(self) -> bool:
        """Text that left before the user pressed send."""

    @property
    def chars(self) -> int:
        """Code points of text."""

    @property
    def files(self) -> int:
        """How many files."""

    @property
    def unread(self) -> tuple[str, ...]:
        """Why parts could not be read."""

    @property
    def findings(self) -> tuple[FoundCount, ...]:
        """What was found."""

    @property
    def action(self) -> str:
        """What was done."""

    @property
    def would(self) -> str | None:
        """What enforcing would have done, where that differs."""

    @property
    def rule(self) -> str | None:
        """The rule that decided."""


@dataclass(frozen=True, slots=True)
class Features:
    """A stored decision with what the catalogue knows of its service.

    Attributes:
        context: What a decision may depend on; without files and values.
        findings: What was found, counted.
        files: How many files there were.
        action: What was done.
        would: What enforcing would have done.
        rule: The rule that decided.
    """

    context: Context
    findings: tuple[FoundCount, ...]
    files: int
    action: str
    would: str
    rule: str


def features_of(
    stored: StoredDecision, category: str, risk: str | None, direction: Direction = "prompt"
) -> Features:
    """The features of a stored decision.

    Args:
        stored: The record.
        category: Category of the service in the catalogue.
        risk: Its tier there.
        direction: Which way the text went.
    """
    context = Context(
        service=stored.service or "",
        category=category,
        risk=risk,
        tenant=stored.tenant,
        group=stored.group,
        draft=stored.draft,
        unread=stored.unread,
        failure="stored" if stored.rule == "on-failure" else None,
        status=stored.status,
        direction=direction,
        chars=stored.chars,
        time=stored.time,
    )
    return Features(
        context=context,
        findings=stored.findings,
        files=stored.files,
        action=stored.action,
        would=stored.would or stored.action,
        rule=stored.rule or "",
    )


def may_speak(rule: Rule, features: Features) -> bool | None:
    """Whether a rule applies to a stored decision; None when the record does not say."""
    if not is_about(rule, features.context):
        return False
    applies = _all(rule.when, features)
    excepted = False if rule.unless is None else _all(rule.unless, features)
    if applies is False or excepted is True:
        return False
    return True if applies is True and excepted is False else None


def _all(condition: Condition, features: Features) -> bool | None:
    """Whether all of a condition holds: one that fails decides, otherwise one that is unknown."""
    outcomes = [_holds(check, features) for check in checks(condition)]
    if False in outcomes:
        return False
    return None if None in outcomes else True


def _holds(check: Check, features: Features) -> bool | None:
    match check.entry:
        case Finds():
            least = check.holds(features.context, _least(features.findings))
            most = check.holds(features.context, _most(features.findings))
        case Files() as files:
            is_any = not files.kinds and not files.bytes
            most = features.files >= files.count
            least = most and is_any
        case _:
            least = most = check.holds(features.context, Found((), ()))
    return least if least == most else None


def _least(counts: Iterable[FoundCount]) -> Found:
    """The fewest that the counts allow: one sure finding a place, all of a type the same value."""
    kinds: dict[str, int] = {}
    findings = tuple(Finding(0, 1, one.type, one.max_score, "stored") for one in counts)
    return Found(findings, tuple(kinds.setdefault(one.type, len(kinds)) for one in findings))


def _most(counts: Iterable[FoundCount]) -> Found:
    """The most that the counts allow: all as sure as the surest, each another value."""
    findings = tuple(
        Finding(0, 1, one.type, one.max_score, "stored") for one in counts for _ in range(one.count)
    )
    return Found(findings, tuple(range(len(findings))))
