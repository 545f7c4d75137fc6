"""Stored decisions, looked at again: why they fell so, and how another policy would have decided.

An event holds types, places and numbers, never text. That is enough for nearly all conditions of a policy;
for the rest the answer says that it is uncertain (`policies.features`).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from agent.errors import UsageError
from agent.record.event import Event, decode
from agent.record.schema import events
from agent.record.store import Store
from detectors.finding import Finding
from detectors.services.model import Service
from policies.explain import Explanation, explain
from policies.features import Features, features_of
from policies.model import Direction, Policy

_PAGE = 2_000


def find_decision(store: Store, event_id: str) -> Event:
    """The decision with an id, as `audit export` and the console show it.

    Raises:
        UsageError: There is none.
        RecordError: The store cannot be read.
    """
    try:
        key = UUID(event_id).bytes
    except ValueError as error:
        raise UsageError(f"{event_id}: not the id of an event; `audit export` lists them") from error
    with store.read() as connection:
        body = connection.execute(
            sa.select(events.c.body).where(events.c.id == key, events.c.kind == "decision")
        ).scalar()
    if body is None:
        raise UsageError(f"{event_id}: no decision with this id is kept; it may have been purged")
    return decode(body)


def decisions(store: Store, since: datetime | None = None, until: datetime | None = None) -> Iterator[Event]:
    """The decisions of a period, the oldest first, read a page at a time.

    Raises:
        RecordError: The store cannot be read.
    """
    last = -1
    while True:
        query = sa.select(events.c.row, events.c.body).where(events.c.kind == "decision", events.c.row > last)
        if since is not None:
            query = query.where(events.c.time >= since)
        if until is not None:
            query = query.where(events.c.time < until)
        with store.read() as connection:
            rows = connection.execute(query.order_by(events.c.row).limit(_PAGE)).all()
        for row in rows:
            yield decode(row.body)
        if len(rows) < _PAGE:
            return
        last = rows[-1].row


def features(event: Event, services: Mapping[str, Service]) -> Features:
    """What a policy may look at of a stored decision."""
    service = services.get(event.service or "")
    category, risk = (service.category, service.risk) if service else ("", None)
    return features_of(event, category, risk, _direction(event, service))


def explain_decision(event: Event, policy: Policy, services: Mapping[str, Service]) -> Explanation:
    """Why a policy decides so about a stored decision, and which other rules would have spoken.

    Findings are counted, not placed, so each count stands for that many findings of its surest score.
    """
    found = [
        Finding(0, 0, item.type, item.max_score, "stored")
        for item in event.findings
        for _ in range(item.count)
    ]
    return explain(policy, features(event, services).context, found)


def _direction(event: Event, service: Service | None) -> Direction:
    routes = service.routes if service else ()
    kinds = {route.operation.name: route.operation.kind for route in routes}
    return "upload" if kinds.get(event.operation or "") == "upload" else "prompt"
