"""Naming the user behind a pseudonym: one asks with a reason, another approves for a time, or declines.

Every step is an event in the chain, the looking included. The identity itself is in no event.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.event import Event, new_id
from agent.record.pseudonym import Pseudonyms
from agent.record.schema import identities, reveals
from agent.record.store import Store
from agent.register.systems import Actor

LONGEST = timedelta(days=14)
_LEAST_REASON = 10
_MOST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Reveal:
    """A request to name somebody.

    Attributes:
        id: Its id.
        pseudonym: Whose identity is asked.
        reason: Why.
        asked_by: Who asked.
        asked: When.
        approved_by: Who approved, or None.
        approved: When.
        ends: Until when the identity may be looked at.
        declined_by: Who declined, or None.
        declined: When.
        declined_why: Why.
    """

    id: str
    pseudonym: str
    reason: str
    asked_by: str
    asked: datetime
    approved_by: str | None = None
    approved: datetime | None = None
    ends: datetime | None = None
    declined_by: str | None = None
    declined: datetime | None = None
    declined_why: str | None = None


def ask(store: Store, pseudonym: str, reason: str, actor: Actor) -> str:
    """Ask to name the user behind a pseudonym.

    Returns:
        The id of the request.

    Raises:
        UsageError: No reason, or nobody is known under that pseudonym.
    """
    if len(reason.strip()) < _LEAST_REASON:
        raise UsageError("reveal: say why, in a sentence: the reason is kept and shown to who approves")
    request = new_id()
    with store.write() as connection:
        _sealed(connection, pseudonym)
        row = {"id": request, "pseudonym": pseudonym, "reason": reason.strip()}
        connection.execute(reveals.insert(), row | {"asked_by": actor.name, "asked": datetime.now(UTC)})
        _note(connection, "asked", request, pseudonym, actor)
    return request


def approve(store: Store, request: str, actor: Actor, hours: float = 24) -> None:
    """Approve a request, for some hours.

    Raises:
        UsageError: No such request, decided already, the same person, or too long.
    """
    if not timedelta(0) < timedelta(hours=hours) <= LONGEST:
        raise UsageError(f"reveal: at most {LONGEST.days} days")
    with store.write() as connection:
        found = _undecided(connection, request, actor)
        now = datetime.now(UTC)
        values = {"approved_by": actor.name, "approved": now, "ends": now + timedelta(hours=hours)}
        connection.execute(reveals.update().where(reveals.c.id == request).values(**values))
        _note(connection, "approved", request, found.pseudonym, actor)


def decline(store: Store, request: str, why: str, actor: Actor) -> None:
    """Decline a request, with the reason, which who asked and the works council read.

    Raises:
        UsageError: No such request, decided already, the same person, or no reason.
    """
    if len(why.strip()) < _LEAST_REASON or len(why) > _MOST_REASON:
        raise UsageError("reveal: say in a sentence why it is declined: who asked reads it")
    with store.write() as connection:
        found = _undecided(connection, request, actor)
        values = {"declined_by": actor.name, "declined": datetime.now(UTC), "declined_why": why.strip()}
        connection.execute(reveals.update().where(reveals.c.id == request).values(**values))
        _note(connection, "declined", request, found.pseudonym, actor)


def look(store: Store, request: str, actor: Actor, pseudonyms: Pseudonyms) -> str:
    """The identity, for who asked, while the approval lasts. Each look is an event.

    Raises:
        UsageError: Not approved, ended, or asked by somebody else.
        RecordError: It was sealed with another key.
    """
    with store.write() as connection:
        found = _get(connection, request)
        if found.asked_by != actor.name:
            raise UsageError(f"reveal {request}: only who asked may look")
        if found.declined:
            raise UsageError(f"reveal {request}: declined already")
        if found.ends is None:
            raise UsageError(f"reveal {request}: not approved yet")
        if datetime.now(UTC) >= found.ends:
            raise UsageError(f"reveal {request}: ended {found.ends:%Y-%m-%d %H:%M} UTC; ask again")
        identity = pseudonyms.open(found.pseudonym, _sealed(connection, found.pseudonym))
        _note(connection, "looked", request, found.pseudonym, actor)
    return identity


def list_reveals(store: Store) -> list[Reveal]:
    """All requests, the newest first."""
    with store.read() as connection:
        rows = connection.execute(sa.select(reveals).order_by(sa.desc("asked"))).mappings()
        return [Reveal(**row) for row in rows]


def _get(connection: Connection, request: str) -> Reveal:
    row = connection.execute(sa.select(reveals).where(reveals.c.id == request)).mappings().one_or_none()
    if row is None:
        raise UsageError(f"reveal {request}: no such request")
    return Reveal(**row)


def _undecided(connection: Connection, request: str, actor: Actor) -> Reveal:
    """A request about which somebody else may still decide."""
    found = _get(connection, request)
    if found.approved:
        raise UsageError(f"reveal {request}: approved already")
    if found.declined:
        raise UsageError(f"reveal {request}: declined already")
    if found.asked_by == actor.name:
        raise UsageError("reveal: who asks cannot decide: another person must")
    return found


def _sealed(connection: Connection, pseudonym: str) -> bytes:
    query = sa.select(identities.c.sealed).where(identities.c.pseudonym == pseudonym)
    sealed: bytes | None = connection.execute(query).scalar()
    if sealed is None:
        raise UsageError(f"pseudonym {pseudonym}: nobody is known under it, or no longer")
    return sealed


def _note(connection: Connection, step: str, request: str, pseudonym: str, actor: Actor) -> None:
    detail = (("request", request), ("step", step))
    event = Event(kind="reveal", node=actor.node, actor=actor.name, pseudonym=pseudonym, detail=detail)
    append(connection, [Entry.of(event)])
