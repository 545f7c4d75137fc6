"""What people do in the console, and what it refused them, as events in the chain."""

import threading
import time

from starlette.requests import HTTPConnection

from agent.console.console import Console, console_of
from agent.record.append import Entry, append
from agent.record.event import Event

REFUSALS_A_MINUTE = 30
"""A stranger may not fill the record: beyond this, refusals are counted, and the next event says how many."""


class Limit:
    """Lets so many pass in a minute, and counts the others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._passed = 0
        self._held = 0

    def pass_(self) -> int | None:
        """How many were held back since the last that passed; None when this one is held back too."""
        minute = int(time.monotonic() // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._passed = minute, 0
            if self._passed >= REFUSALS_A_MINUTE:
                self._held += 1
                return None
            self._passed += 1
            held, self._held = self._held, 0
            return held


def note(request: HTTPConnection, action: str, **detail: str) -> None:
    """Record that the user did something that the data layer does not record by itself: a download, a search.

    Args:
        request: Of the user.
        action: What they did, e.g. ``download``.
        detail: More facts. No personal data.
    """
    user = getattr(request.state, "user", None)
    write(console_of(request), "action", action, user.name if user else None, detail)


def refused(request: HTTPConnection, what: str, **detail: str) -> None:
    """Record that the console refused something.

    Args:
        request: Of whoever tried.
        what: What was refused, e.g. ``role``, ``csrf``.
        detail: More facts. Never what somebody typed: that may be a password.
    """
    user = getattr(request.state, "user", None)
    if user is None:
        strangers: Limit = request.app.state.strangers
        held = strangers.pass_()
        if held is None:
            return
        if held:
            detail["not_recorded"] = str(held)
    write(console_of(request), "refused", what, user.name if user else None, detail)


def write(console: Console, name: str, value: str, actor: str | None, detail: dict[str, str]) -> None:
    """Append an event of the console to this machine's chain."""
    facts = ((name, value), *sorted((key, str(item)[:200]) for key, item in detail.items()))
    event = Event(kind="console", node=console.config.node, actor=actor, detail=facts)
    with console.store.write() as connection:
        append(connection, [Entry.of(event)])
