"""One-time links: the first administrator's, and those by which somebody chooses a password."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.config import Config
from agent.console.roles import Role
from agent.console.users import add_row, change_row, hash_password, note_user, user_name
from agent.errors import UsageError
from agent.record.schema import console_links, console_sessions, console_users
from agent.record.store import Store
from agent.register.systems import Actor

FIRST = ""
"""The user of the first administrator's link, who has no name yet."""
LASTS = timedelta(hours=72)
PATH = "/welcome"


def first_link(store: Store, config: Config, now: datetime) -> str | None:
    """A new link for the first administrator, while there is none; earlier ones are void.

    Returns:
        Its address, or None: there is an administrator, or nobody signs in with a password.
    """
    if not config.web.local_accounts:
        return None
    with store.write() as connection:
        rows: Sequence[list[str]] = connection.execute(sa.select(console_users.c.roles)).scalars().all()
        if any(Role.ADMIN in roles for roles in rows):
            return None
        return _make(connection, FIRST, config, now)


def password_link(store: Store, name: str, config: Config, now: datetime, actor: Actor) -> str:
    """A link by which a user chooses a password; earlier ones are void. One-time codes are off until set up.

    Raises:
        UsageError: No such account.
    """
    with store.write() as connection:
        change_row(connection, name, password=None, totp=None)
        connection.execute(console_sessions.delete().where(console_sessions.c.user == name))
        note_user(connection, "link", name, actor)
        return _make(connection, name, config, now)


def user_of_link(store: Store, token: str, now: datetime) -> str | None:
    """Whose link it is; `FIRST` for the first administrator's, None when it is void."""
    with store.read() as connection:
        return _user(connection, token, now)


class Chosen(NamedTuple):
    """What somebody with a link chose.

    Attributes:
        name: Of the first administrator; others have one.
        password: Their password.
    """

    name: str
    password: str


def use_link(store: Store, token: str, chosen: Chosen, node: str, now: datetime) -> str | None:
    """Set the password that a link is for, and void the link.

    Args:
        store: An open store.
        token: Of the link.
        chosen: Name and password.
        node: Name of this machine.
        now: The moment.

    Returns:
        The user's name, or None when the link is void.

    Raises:
        UsageError: A name or password that cannot be one.
    """
    hashed = hash_password(chosen.password)
    with store.write() as connection:
        user = _user(connection, token, now)
        if user is None:
            return None
        connection.execute(console_links.delete().where(console_links.c.token == _hash(token)))
        if user == FIRST:
            user = user_name(chosen.name)
            _check_free(connection, user)
            add_row(connection, user, [Role.ADMIN], Actor(user, node), password=hashed)
        else:
            change_row(connection, user, password=hashed)
            note_user(connection, "password", user, Actor(user, node))
        return user


def console_address(config: Config) -> str:
    """Where people open the console."""
    return (config.web.public_url or f"http://{config.console}").rstrip("/")


def _check_free(connection: Connection, name: str) -> None:
    taken = connection.execute(sa.select(console_users.c.name).where(console_users.c.name == name)).first()
    if taken:
        raise UsageError(f"user {name}: there is one of that name; choose another")


def _make(connection: Connection, user: str, config: Config, now: datetime) -> str:
    token = secrets.token_urlsafe(24)
    void = (console_links.c.user == user) | (console_links.c.ends <= now)
    connection.execute(console_links.delete().where(void))
    connection.execute(console_links.insert(), {"token": _hash(token), "user": user, "ends": now + LASTS})
    return f"{console_address(config)}{PATH}/{token}"


def _user(connection: Connection, token: str, now: datetime) -> str | None:
    row = connection.execute(
        sa.select(console_links.c.user, console_links.c.ends).where(console_links.c.token == _hash(token))
    ).one_or_none()
    return None if row is None or row.ends <= now else str(row.user)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
