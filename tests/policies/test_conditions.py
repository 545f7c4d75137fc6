"""Each condition by itself: when it holds and when it does not."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from agent.register.system import Status as RegisterStatus
from detectors.documents import READERS
from detectors.finding import Finding
from policies.conditions import DAYS, Condition, FileKind
from policies.context import Context
from policies.decide import decide
from policies.model import Policy
from policies.terms import Status

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class SentFile:
    """A file as the guard describes it."""

    kind: str
    bytes: int


def holds(when: dict[str, Any], findings: tuple[Finding, ...] = (), **context: Any) -> bool:
    """Whether a rule with this condition speaks."""
    rule = {"id": "it", "action": "log", "when": when, "message": {"nl": "ja", "en": "yes"}}
    policy = Policy.model_validate({"name": "test", "rules": [rule]})
    facts = {"service": "chatgpt", "category": "chat", "risk": "limited"} | context
    return decide(policy, Context(**facts), findings).rule == "it"


def person(score: float = 0.9) -> Finding:
    return Finding(0, 3, "PERSON", score, "test")


@pytest.mark.parametrize(
    ("services", "context", "expected"),
    [
        ({"statuses": ["discovered"]}, {}, True),
        ({"statuses": ["discovered"]}, {"status": "discovered"}, True),
        ({"statuses": ["discovered"]}, {"status": "allowed"}, False),
        ({"statuses": ["allowed", "refused"]}, {"status": "refused"}, True),
        ({"tenants": ["none"]}, {"tenant": "acme"}, False),
        ({"tenants": ["any"]}, {"tenant": "acme"}, True),
        ({"tenants": ["any"]}, {}, False),
        ({"tenants": ["none", "acme"]}, {"tenant": "acme"}, True),
        ({"tenants": ["acme"]}, {}, False),
        ({"risks": ["high"]}, {"risk": None}, False),
        ({"ids": ["chatgpt"], "tenants": ["any"]}, {}, False),
    ],
)
def test_services(services: dict[str, Any], context: dict[str, Any], expected: bool) -> None:  # noqa: FBT001 - a case
    """Status and tenant: what nobody judged is `discovered`, and `none` and `any` mean what they say."""
    assert holds({"services": services}, **context) is expected


@pytest.mark.parametrize(
    ("direction", "sent", "expected"),
    [
        ([], "prompt", True),
        ([], "upload", True),
        ([], "answer", False),
        (["prompt"], "upload", False),
        (["upload"], "upload", True),
        (["answer"], "answer", True),
        (["answer"], "prompt", False),
    ],
)
def test_direction(direction: list[str], sent: str, expected: bool) -> None:  # noqa: FBT001 - a case
    """A rule that names no direction is about what leaves, never about answers."""
    assert holds({"direction": direction}, direction=sent) is expected


def test_an_exception_without_direction_holds_for_answers() -> None:
    """`unless` need not repeat the direction of its rule."""
    rule = {
        "id": "it",
        "action": "log",
        "when": {"direction": ["answer"]},
        "unless": {"services": {"ids": ["chatgpt"]}},
        "message": {"nl": "ja", "en": "yes"},
    }
    policy = Policy.model_validate({"name": "test", "rules": [rule]})
    assert decide(policy, Context("chatgpt", "chat", direction="answer")).rule == "default"
    assert decide(policy, Context("claude", "chat", direction="answer")).rule == "it"


def test_the_default_action_is_not_for_answers() -> None:
    """A policy that blocks whatever no rule allows does not block answers."""
    policy = Policy.model_validate({"name": "test", "default": "block"})
    assert decide(policy, Context("chatgpt", "chat")).action == "block"
    assert decide(policy, Context("chatgpt", "chat", direction="answer")).action == "allow"
    assert decide(policy, Context("chatgpt", "chat", direction="answer", failure="deadline")).action == "log"


@pytest.mark.parametrize(
    ("groups", "group", "expected"),
    [
        ({"hr"}, "hr", True),
        ({"hr"}, "it", False),
        ({"hr"}, None, False),
        ({"none"}, None, True),
        ({"none"}, "hr", False),
    ],
)
def test_groups(groups: set[str], group: str | None, expected: bool) -> None:  # noqa: FBT001 - a case
    """`none` stands for people in no group."""
    assert holds({"groups": groups}, group=group) is expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"kinds": ["xlsx"]}, True),
        ({"kinds": ["pdf"]}, False),
        ({"kinds": ["xlsx", "csv"], "count": 2}, True),
        ({"kinds": ["xlsx"], "count": 2}, False),
        ({"bytes": 2000}, True),
        ({"bytes": 2001}, False),
        ({"kinds": ["csv"], "bytes": 2000}, False),
        ({}, True),
    ],
)
def test_files(files: dict[str, Any], expected: bool) -> None:  # noqa: FBT001 - a case
    """Kind and size are asked of one and the same file, and the count of those that have both."""
    sent = (SentFile("xlsx", 2000), SentFile("csv", 100))
    assert holds({"files": files}, files=sent) is expected
    assert not holds({"files": files})


def test_chars() -> None:
    """The volume of text, up to and including the number."""
    assert holds({"chars": 100}, chars=100)
    assert not holds({"chars": 100}, chars=99)


def test_draft() -> None:
    """Both ways: only drafts, or only what was sent."""
    assert holds({"draft": True}, draft=True)
    assert not holds({"draft": True})
    assert holds({"draft": False})
    assert not holds({"draft": False}, draft=True)


def test_distinct_counts_values() -> None:
    """A name that stands there three times is one; without values each finding is another."""
    names = (person(), person(), person())
    finds = {"finds": [{"types": ["PERSON"], "count": 2, "distinct": True}]}
    assert not holds(finds, names, values=(4, 4, 4))
    assert holds(finds, names, values=(4, 4, 5))
    assert holds(finds, names)


def test_distinct_does_not_count_what_is_not_certain() -> None:
    """A second value below the score is no second value."""
    finds = {"finds": [{"types": ["PERSON"], "count": 2, "distinct": True, "score": 0.8}]}
    assert not holds(finds, (person(), person(0.7)), values=(1, 2))


def test_values_must_fit_the_findings() -> None:
    """A list of values of another length is a fault, not a decision."""
    with pytest.raises(ValueError, match="2 findings, but 1 values"):
        holds({}, (person(), person()), values=(1,))


# 2026-11-23 is a Monday.
@pytest.mark.parametrize(
    ("window", "moment", "expected"),
    [
        ({"after": "08:00", "before": "18:00"}, "2026-11-23 08:00", True),
        ({"after": "08:00", "before": "18:00"}, "2026-11-23 07:59", False),
        ({"after": "08:00", "before": "18:00"}, "2026-11-23 18:00", False),
        ({"days": ["mon"]}, "2026-11-23 00:00", True),
        ({"days": ["mon"]}, "2026-11-23 23:59", True),
        ({"days": ["mon"]}, "2026-11-24 00:00", False),
        ({"days": ["mon"], "after": "22:00", "before": "06:00"}, "2026-11-23 22:00", True),
        ({"days": ["mon"], "after": "22:00", "before": "06:00"}, "2026-11-24 05:59", True),
        ({"days": ["mon"], "after": "22:00", "before": "06:00"}, "2026-11-24 06:00", False),
        ({"days": ["mon"], "after": "22:00", "before": "06:00"}, "2026-11-23 05:00", False),
        ({"days": ["mon"], "after": "22:00", "before": "06:00"}, "2026-11-24 22:00", False),
        # Summer time begins on 29 March 2026: 02:00 becomes 03:00.
        ({"after": "03:00", "before": "04:00"}, "2026-03-29 03:30", True),
    ],
)
def test_windows(window: dict[str, Any], moment: str, expected: bool) -> None:  # noqa: FBT001 - a case
    """Hours count from the first to just before the last; a night belongs to the day it began."""
    time = datetime.fromisoformat(moment).replace(tzinfo=AMSTERDAM)
    assert holds({"times": [window]}, time=time) is expected
    assert holds({"times": [window]}, time=time.astimezone(UTC)) is expected


def test_a_window_has_its_own_clock() -> None:
    """Eight o'clock in London is nine in Amsterdam."""
    time = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    assert holds({"times": [{"before": "09:00", "timezone": "Europe/London"}]}, time=time)
    assert not holds({"times": [{"before": "09:00"}]}, time=time)


def test_any_window_will_do() -> None:
    """Morning and evening together."""
    windows = [{"before": "09:00"}, {"after": "17:00"}]
    assert holds({"times": windows}, time=datetime(2026, 11, 23, 20, 0, tzinfo=UTC))
    assert not holds({"times": windows}, time=datetime(2026, 11, 23, 12, 0, tzinfo=UTC))


@given(st.datetimes(timezones=st.just(AMSTERDAM), min_value=datetime(2000, 1, 1)), st.integers(1, 23))  # noqa: DTZ001 - hypothesis adds the zone
def test_a_day_and_night_are_a_whole_day(time: datetime, hour: int) -> None:
    """A window and the one around it never both hold, and one of them always does."""
    day = holds({"times": [{"before": f"{hour:02}:00"}]}, time=time)
    night = holds({"times": [{"after": f"{hour:02}:00"}]}, time=time)
    until_midnight = holds({"times": [{"after": f"{hour:02}:00", "before": "00:00"}]}, time=time)
    assert day != night
    assert night == until_midnight


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ({"services": {}}, "`services` is empty"),
        ({"services": {"categories": ["chats"]}}, "Input should be 'chat'"),
        ({"services": {"statuses": ["approved"]}}, "Input should be 'discovered'"),
        ({"times": [{"after": "8:00"}]}, "match pattern"),
        ({"times": [{"after": "24:30"}]}, "match pattern"),
        ({"times": [{"after": "08:00", "before": "08:00"}]}, "the same hour"),
        ({"times": [{"timezone": "Europe/Atlantis"}]}, "no such time zone"),
        ({"times": [{"timezone": "../../etc/passwd"}]}, "no such time zone"),
        ({"times": [{"days": []}]}, "at least 1 item"),
        ({"files": {"kinds": ["exe"]}}, "Input should be"),
        ({"direction": ["in"]}, "Input should be 'prompt'"),
        ({"finds": [{"types": ["PERSON"], "score": 60}]}, "less than or equal to 1"),
        ({"finds": [{"types": ["PERSON"], "count": 0}]}, "greater than or equal to 1"),
    ],
)
def test_a_condition_that_cannot_be_meant_is_refused(condition: dict[str, Any], message: str) -> None:
    """A condition that would never hold, or always, is an error and not a silent rule."""
    with pytest.raises(ValidationError, match=message):
        Condition.model_validate(condition)


def test_every_kind_of_document_can_be_named() -> None:
    """Policies know the kinds that the document readers give."""
    assert READERS.keys() <= set(FileKind.__args__)  # type: ignore[attr-defined]


def test_statuses_are_those_of_the_register() -> None:
    """Policies and the register use the same words."""
    assert {status.value for status in RegisterStatus} == set(Status.__args__)  # type: ignore[attr-defined]


def test_days_are_in_the_order_of_the_calendar() -> None:
    """`DAYS` is indexed by Python's weekday."""
    assert DAYS[datetime(2026, 11, 23, tzinfo=UTC).weekday()] == "mon"
