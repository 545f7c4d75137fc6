"""Eight weeks before the demo: made-up events, written by the guard's own writer."""

import asyncio
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from agent.config import Config
from agent.demo.people import company
from agent.demo.weeks import Doing, Leak, Past, Traffic, read_past
from agent.policy_history import policy_event
from agent.record.event import Event, FindingCount, new_id
from agent.record.identities import Identities
from agent.record.keys import load_signer, pseudonym_key, signing_key
from agent.record.pseudonym import load_pseudonyms
from agent.record.schema import daily_coverage
from agent.record.store import Store, upsert
from agent.record.writer import Limits, Writer
from agent.register.law import Language
from agent.tenants import UNDECIDED
from policies.load import LoadedPolicy
from policies.terms import OTHER_TENANT

SEED = 72
PLACE = "messages[].content"
SATURDAY = 5
PATIENCE = Limits(deadline=60.0)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes:
        requests: How many requests.
        since: From which day on.
        leaks: Each leak with the event of it.
        pseudonyms: Everybody's last pseudonym, by the name they sign in with.
    """

    requests: int
    since: date
    leaks: Sequence[tuple[Leak, Event]]
    pseudonyms: Mapping[str, str]


def write_past(
    config: Config, store: Store, policies: tuple[LoadedPolicy, LoadedPolicy], now: datetime
) -> Written:
    """Write it all.

    Args:
        config: Settings of the guard of the demo.
        store: Its store.
        policies: The policy of the first days, and the one that is in force.
        now: When the demo begins.

    Raises:
        RecordError: It could not be written.
    """
    past, identities = read_past(), Identities(load_pseudonyms(pseudonym_key(config.data_dir)))
    start = now - timedelta(weeks=past.weeks)
    enforced = start + timedelta(days=past.monitor_days)
    taken = zip((start, enforced), policies, strict=True)
    changes = [_at(policy_event(config.node, policy), moment) for moment, policy in taken]
    maker = _Maker(past, config, identities.of, policies[1].version)
    leaks = [(leak, maker.leak(leak, now)) for leak in past.leaks]
    requests = [event for day in _working_days(start, now) for event in maker.day(day, start)]
    events = sorted([*changes, *requests, *(event for _, event in leaks)], key=lambda event: event.time)
    signer = load_signer(signing_key(config.data_dir))
    with Writer(store, config.node, signer, PATIENCE, identities) as writer:
        asyncio.run(_write(writer, events))
    _write_coverage(store, config.node, past, _working_days(start, now))
    decided = sum(event.kind == "decision" for event in events)
    return Written(decided, start.date(), leaks, {user: name for user, (_, name) in maker.last.items()})


async def _write(writer: Writer, events: Sequence[Event]) -> None:
    """Many at once, in order, so that they share their transactions."""
    async with asyncio.TaskGroup() as group:
        for event in events:
            group.create_task(writer.record(event))


class _Maker:
    """Makes requests of people; `last` holds each user's last request: its time and pseudonym."""

    def __init__(
        self, past: Past, config: Config, pseudonym: Callable[[str, datetime], str], version: str
    ) -> None:
        self.last: dict[str, tuple[datetime, str]] = {}
        self._past = past
        self._node = config.node
        self._language: Language = config.language
        self._pseudonym = pseudonym
        self._version = version
        self._chance = random.Random(SEED)  # noqa: S311 - the same past each time, nothing secret
        groups = company().groups
        self._groups = [
            [(one, item.id.in_language(self._language)) for one in item.people] for item in groups
        ]
        self._everybody = list(company().members(self._language))

    def day(self, day: date, start: datetime) -> Iterator[Event]:
        """What people did on a working day."""
        passed = (day - start.date()).days
        for system in self._past.systems:
            first, last = system.weekly
            often = (first + (last - first) * passed / (self._past.weeks * 7)) / 5
            for _ in range(int(often + self._chance.random())):
                kinds, weights = list(system.doings), list(system.doings.values())
                name = self._chance.choices(kinds, weights)[0]
                if passed < self._past.monitor_days:
                    name = "question"  # what was found in those days stands under `leaks`
                yield from self._requests(system, self._past.doings[name], day, start)

    def leak(self, leak: Leak, now: datetime) -> Event:
        """The request by which personal data got out."""
        moment = (now - timedelta(hours=leak.hours_ago)).replace(second=11, microsecond=0)
        event = self._event(leak, moment, self._chance.choice(self._groups[leak.group]), leak.finds)
        return replace(
            event,
            status=UNDECIDED,
            mode=leak.mode,
            action=leak.action,
            would=leak.would,
            rule=leak.rule,
            outcome="forwarded",
        )

    def _requests(self, system: Traffic, doing: Doing, day: date, start: datetime) -> Iterator[Event]:
        """A request; one that passed after an explanation has the explanation before it."""
        chosen = [one for number in system.groups for one in self._groups[number]] or self._everybody
        second = self._chance.uniform(7 * 3600, 16 * 3600)
        moment = datetime.combine(day, time(), UTC) + timedelta(seconds=second)
        event = self._event(system, moment, self._chance.choice(chosen), doing.finds)
        monitored = moment < start + timedelta(days=self._past.monitor_days)
        stopped = doing.action == "block" or (doing.action == "coach" and not doing.reason)
        reason = (("reason", doing.reason),) if doing.reason else ()
        if doing.reason:
            yield Event(
                kind="coach",
                node=self._node,
                id=new_id(before := moment - timedelta(seconds=self._chance.randrange(20, 90))),
                time=before,
                service=event.service,
                tenant=event.tenant,
                group=event.group,
                pseudonym=event.pseudonym,
                rule=doing.rule,
                action="coach",
                detail=reason,
            )
        yield replace(
            event,
            status=system.status,
            mode="monitor" if monitored else "enforce",
            operation=doing.operation,
            files=doing.files,
            action=doing.action,
            rule=doing.rule,
            outcome="stopped" if stopped else "forwarded",
            detail=reason,
        )

    def _event(
        self, to: Traffic | Leak, moment: datetime, who: tuple[str, str | None], finds: dict[str, int]
    ) -> Event:
        user, group = who
        pseudonym = self._pseudonym(user, moment)
        self.last[user] = max(self.last.get(user, (moment, pseudonym)), (moment, pseudonym))
        chars = self._chance.randrange(60, 1800)
        tenants = {"own": company().workspace, "other": OTHER_TENANT, None: None}
        return Event(
            kind="decision",
            node=self._node,
            id=new_id(moment),
            time=moment,
            service=to.service,
            tenant=tenants[to.tenant],
            operation="chat",
            method="POST",
            host=to.host,
            group=group,
            pseudonym=pseudonym,
            policy_version=self._version,
            findings=tuple(FindingCount(kind, PLACE, number, 0.95) for kind, number in sorted(finds.items())),
            parts=1,
            chars=chars,
            bytes=chars + 240,
            scan_ms=self._chance.uniform(2, 12),
        )


def _at(event: Event, moment: datetime) -> Event:
    return replace(event, time=moment, id=new_id(moment))


def _working_days(start: datetime, now: datetime) -> list[date]:
    """Up to yesterday: today is for the demo itself."""
    days = (start.date() + timedelta(days=n) for n in range((now - start).days))
    return [day for day in days if day.weekday() < SATURDAY]


def _write_coverage(store: Store, node: str, past: Past, days: Sequence[date]) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same past each time, nothing secret
    rows = [
        {"day": day, "node": node, "what": item.what, "value": item.value, "count": count}
        for day in days
        for item in past.coverage
        if (count := chance.randint(*item.daily))
    ]
    with store.write() as connection:
        upsert(connection, daily_coverage, rows, ("count",))
