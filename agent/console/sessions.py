"""Sessions: kept in the database under the hash of what the browser holds.

A session begins with a new random token at every sign-in, so that nobody can be made to use one that another
knows; it ends at sign-out, after a while without clicks, and after a fixed time.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from agent.console.roles import Role
from agent.console.settings import Web
from agent.record.schema import console_sessions as table
from agent.record.store import Store

_TOUCH = timedelta(minutes=1)
"""How exact the last click is kept: not every page is worth a write."""


@dataclass(slots=True)
class Session:
    """A session.

    Attributes:
        token: What the browser holds.
        user: Whose it is.
        way: How they signed in: ``local``, ``oidc`` or ``proxy``.
        roles: Roles that an identity provider or a reverse proxy gave.
        created: When it began.
        seen: The last click, to the minute.
        kept: Small things to remember: messages for the next page, a code that is being set up.
    """

    token: str
    user: str
    way: str
    roles: frozenset[Role]
    created: datetime
    seen: datetime
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> bytes:
        """The name it has in the database."""
        return session_id(self.token)


def session_id(token: str) -> bytes:
    """The hash of a token: who reads the database has no session by it."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


def csrf_token(token: str) -> str:
    """What a form must bring to be taken for one of our pages; only we and the browser know what it is of."""
    return hmac.new(token.encode("utf-8", "surrogateescape"), b"form", hashlib.sha256).hexdigest()


def begin(store: Store, user: str, way: str, now: datetime, roles: Iterable[Role] = ()) -> Session:
    """Begin a session, and clear away those that ended long ago."""
    made = Session(secrets.token_urlsafe(32), user, way, frozenset(roles), now, now)
    row = {
        "id": made.id,
        "user": user,
        "way": way,
        "roles": sorted(made.roles),
        "created": now,
        "seen": now,
        "kept": {},
    }
    with store.write() as connection:
        connection.execute(table.delete().where(table.c.created < now - timedelta(days=8)))
        connection.execute(table.insert(), row)
    return made


def find(store: Store, token: str, now: datetime, limits: Web) -> Session | None:
    """The session of a token, while it lasts."""
    key = session_id(token)
    with store.read() as connection:
        row = connection.execute(sa.select(table).where(table.c.id == key)).one_or_none()
    if row is None:
        return None
    idle, longest = timedelta(minutes=limits.idle_minutes), timedelta(hours=limits.session_hours)
    if now - row.seen >= idle or now - row.created >= longest:
        end(store, token)
        return None
    roles = frozenset(Role(role) for role in row.roles if role in set(Role))
    found = Session(token, row.user, row.way, roles, row.created, row.seen, dict(row.kept))
    if now - row.seen >= _TOUCH:
        with store.write() as connection:
            connection.execute(table.update().where(table.c.id == key).values(seen=now))
    return found


def keep(store: Store, session: Session) -> None:
    """Store what the session has to remember."""
    with store.write() as connection:
        connection.execute(table.update().where(table.c.id == session.id).values(kept=session.kept))


def end(store: Store, token: str) -> None:
    """End a session."""
    with store.write() as connection:
        connection.execute(table.delete().where(table.c.id == session_id(token)))
