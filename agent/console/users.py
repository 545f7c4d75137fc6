"""Accounts of the console: names, roles, argon2id hashes of passwords, secrets of one-time codes."""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import argon2
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.console.roles import Role
from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.event import Event
from agent.record.schema import console_links, console_sessions, console_users
from agent.record.store import Store
from agent.register.law import Language
from agent.register.systems import Actor

LEAST_PASSWORD = 12
"""NIST SP 800-63B rev. 4 asks 15 for a password alone, OWASP ASVS 5.0 (6.2.1) at least 8 and better 15; most
accounts here have a second factor or a provider of their own."""
_MOST_PASSWORD = 1024
_NAME = re.compile(r"[\w.@+-]{1,100}")


@dataclass(frozen=True, slots=True)
class Account:
    """An account.

    Attributes:
        name: What people sign in with.
        roles: What they may see.
        language: Of the pages; None for the organisation's.
        password: Its hash; None when they sign in another way, or have still to choose one.
        totp: The sealed secret of one-time codes, or None.
        totp_used: The last code's number in time; none is taken twice.
        disabled: They may not sign in, in any way.
        created: When it was made.
        created_by: By whom.
    """

    name: str
    roles: frozenset[Role]
    language: Language | None
    password: str | None
    totp: bytes | None
    totp_used: int
    disabled: bool
    created: datetime
    created_by: str


def user_name(text: str) -> str:
    """A name in the form in which it is kept: proxies and people write capitals as they like.

    Raises:
        UsageError: It cannot be a name.
    """
    name = unicodedata.normalize("NFKC", text).strip().casefold()
    if not _NAME.fullmatch(name):
        raise UsageError("user: a name has 1 to 100 letters, digits and . @ + - _")
    return name


def list_accounts(store: Store) -> list[Account]:
    """All accounts, by name."""
    with store.read() as connection:
        rows = connection.execute(sa.select(console_users).order_by(console_users.c.name)).mappings()
        return [_from_row(row) for row in rows]


def get_account(store: Store, name: str) -> Account | None:
    """One account, or None."""
    with store.read() as connection:
        return _get(connection, name)


def add_account(  # noqa: PLR0913 - what an account is made of
    store: Store,
    name: str,
    roles: Iterable[Role],
    actor: Actor,
    *,
    password: str | None = None,
    language: Language | None = None,
) -> Account:
    """Make an account; without a password it needs a link (`agent.console.links`) or another way to sign in.

    Raises:
        UsageError: The name is taken or cannot be one, there is no role, or the password is too short.
    """
    name, given = user_name(name), frozenset(roles)
    if not given:
        raise UsageError(f"user {name}: give at least one role: {', '.join(Role)}")
    hashed = hash_password(password) if password is not None else None
    with store.write() as connection:
        if _get(connection, name):
            raise UsageError(f"user {name}: there is one of that name; `user list` shows them")
        add_row(connection, name, given, actor, password=hashed, language=language)
        made = _get(connection, name)
    if made is None:
        raise RuntimeError("an account that was added is not there")
    return made


def add_row(  # noqa: PLR0913 - what an account is made of
    connection: Connection,
    name: str,
    roles: Iterable[Role],
    actor: Actor,
    *,
    password: str | None,
    language: Language | None = None,
) -> None:
    """Make an account in the caller's transaction, with the hash of a password."""
    row = {
        "name": name,
        "roles": sorted(roles),
        "language": language,
        "password": password,
        "created": datetime.now(UTC),
        "created_by": actor.name,
    }
    connection.execute(console_users.insert(), row)
    note_user(connection, "added", name, actor, roles=" ".join(sorted(roles)))


def set_roles(store: Store, name: str, roles: Iterable[Role], actor: Actor) -> None:
    """Give an account other roles; they count from its next click.

    Raises:
        UsageError: No such account, no role, or nobody would be left to manage accounts.
    """
    given = frozenset(roles)
    if not given:
        raise UsageError(f"user {name}: give at least one role: {', '.join(Role)}")
    with store.write() as connection:
        change_row(connection, name, roles=sorted(given))
        _check_admin(connection)
        note_user(connection, "roles", name, actor, roles=" ".join(sorted(given)))


def set_disabled(store: Store, name: str, actor: Actor, *, disabled: bool = True) -> None:
    """Close or open an account; closing ends its sessions and links at once.

    Raises:
        UsageError: No such account, or nobody would be left to manage accounts.
    """
    with store.write() as connection:
        change_row(connection, name, disabled=disabled)
        _check_admin(connection)
        if disabled:
            for table in (console_sessions, console_links):
                connection.execute(table.delete().where(table.c.user == name))
        note_user(connection, "disabled" if disabled else "enabled", name, actor)


def set_language(store: Store, name: str, language: Language) -> None:
    """Choose the language of an account's pages."""
    with store.write() as connection:
        change_row(connection, name, language=language)


def set_password(store: Store, name: str, password: str, actor: Actor, keep: bytes = b"") -> None:
    """Change a password; every session but `keep` ends, since whoever knew the old one may have one.

    Raises:
        UsageError: No such account, or the password is too short.
    """
    hashed = hash_password(password)
    with store.write() as connection:
        change_row(connection, name, password=hashed)
        others = console_sessions.c.user == name, console_sessions.c.id != keep
        connection.execute(console_sessions.delete().where(*others))
        connection.execute(console_links.delete().where(console_links.c.user == name))
        note_user(connection, "password", name, actor)


def hash_password(password: str) -> str:
    """The argon2id hash.

    Raises:
        UsageError: It is too short or too long.
    """
    if not LEAST_PASSWORD <= len(password) <= _MOST_PASSWORD:
        raise UsageError(f"password: at least {LEAST_PASSWORD} characters; a sentence is easy to remember")
    return _hasher().hash(password)


def password_fits(account: Account | None, password: str) -> bool:
    """Whether it is the account's password; takes as long when there is no such account."""
    hashed = account.password if account and account.password else _nobody()
    try:
        _hasher().verify(hashed, password[:_MOST_PASSWORD])
    except argon2.exceptions.VerifyMismatchError:
        return False
    return bool(account and account.password)


def note_user(connection: Connection, step: str, name: str, actor: Actor, **more: str) -> None:
    """Record a change of an account."""
    detail = (("step", step), ("user", name), *sorted(more.items()))
    append(connection, [Entry.of(Event(kind="account", node=actor.node, actor=actor.name, detail=detail))])


def change_row(connection: Connection, name: str, **values: Any) -> None:  # noqa: ANN401 - column values
    """Change an account.

    Raises:
        UsageError: There is no such account.
    """
    done = connection.execute(console_users.update().where(console_users.c.name == name).values(**values))
    if not done.rowcount:
        raise UsageError(f"user {name}: no such account; `user list` shows them")


def _check_admin(connection: Connection) -> None:
    """Raised inside the transaction, so that nothing of the change is kept."""
    query = sa.select(console_users.c.roles, console_users.c.disabled)
    rows = connection.execute(query).all()
    if not any(Role.ADMIN in row.roles and not row.disabled for row in rows):
        raise UsageError("user: this is the last open account with the role admin; make another first")


def _get(connection: Connection, name: str) -> Account | None:
    query = sa.select(console_users).where(console_users.c.name == name)
    row = connection.execute(query).mappings().one_or_none()
    return _from_row(row) if row else None


def _from_row(row: sa.RowMapping) -> Account:
    known = frozenset(Role(role) for role in row["roles"] if role in set(Role))
    return Account(**(dict(row) | {"roles": known, "disabled": bool(row["disabled"])}))


@cache
def _hasher() -> argon2.PasswordHasher:
    """RFC 9106's second choice: 64 MiB and three passes, here by one thread, for the machine is shared."""
    return argon2.PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe())
