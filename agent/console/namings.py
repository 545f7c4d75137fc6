"""Requests to name somebody, with the moments at which the name was looked at."""

from datetime import datetime

import sqlalchemy as sa

from agent.record.event import decode
from agent.record.schema import NO_DECISION, events
from agent.record.store import Store
from agent.register.reveal import Reveal, list_reveals

MOST_EVENTS = 5_000


def namings(store: Store) -> list[tuple[Reveal, list[datetime]]]:
    """All requests, the newest first, each with its looks.

    Raises:
        RecordError: The store cannot be read.
    """
    query = sa.select(events.c.body).where(events.c.kind == "reveal", NO_DECISION)
    looks: dict[str, list[datetime]] = {}
    with store.read() as connection:
        rows = connection.execute(query.order_by(sa.desc(events.c.row)).limit(MOST_EVENTS))
        for event in map(decode, rows.scalars()):
            detail = dict(event.detail)
            if detail.get("step") == "looked":
                looks.setdefault(detail.get("request", ""), []).append(event.time)
    return [(item, sorted(looks.get(item.id, []))) for item in list_reveals(store)]
