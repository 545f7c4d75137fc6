"""What every page has at hand: the store, the settings, the catalogue, and what the guard says of itself."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from starlette.requests import HTTPConnection

from agent.config import Config
from agent.console.figures import Figures, Kept, read_figures
from agent.knowledge import read_catalogue, read_policy
from agent.policy_files import PolicyFile
from agent.record.store import Store
from agent.register.literacy import Lessons, read_lessons
from agent.register.privacy import GroupNames, group_names
from detectors.services import Catalogue
from policies.load import LoadedPolicy

YEAR = timedelta(days=365)
Readiness = Mapping[str, Any]
"""What `/readyz` answers."""


def _unasked() -> Readiness:
    """There is no guard to ask, as when a page is tried by itself."""
    return {"ready": False, "problems": ["the guard does not answer"]}


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Console:
    """What every page has at hand.

    Attributes:
        store: Events, register and accounts.
        config: The settings of the guard.
        catalogue: The AI services that it knows.
        key: Seals the secrets of accounts; 32 bytes.
        policy_file: The policy that the settings name, and its files.
        figures: Sums for the overview.
        names: Groups that may be shown.
        lessons: Coached and stopped requests of the past year by group.
        readiness: Asks the guard how it is.
        now: The clock.
    """

    store: Store
    config: Config
    catalogue: Catalogue
    key: bytes
    policy_file: PolicyFile
    figures: Kept[Figures]
    names: Kept[GroupNames]
    lessons: Kept[Lessons]
    readiness: Callable[[], Readiness] = _unasked
    now: Callable[[], datetime] = utc_now
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def policy(self) -> LoadedPolicy:
        """The policy that its files hold now; the last good one while they are wrong."""
        with self._lock:
            self.policy_file.look()
            return self.policy_file.loaded


def open_console(
    config: Config,
    store: Store,
    key: bytes,
    readiness: Callable[[], Readiness] = _unasked,
    now: Callable[[], datetime] = utc_now,
) -> Console:
    """A console over an open store.

    Raises:
        UsageError: The catalogue or the policy is wrong.
    """
    policy_file = PolicyFile(read_policy(config.policy), lambda _: None)
    names = Kept(lambda: group_names(store), rest=5.0)  # it takes the database's write lock
    figures = Kept(lambda: read_figures(store, now().date(), names.get()))
    lessons = Kept(lambda: _lessons(store, now().date(), names.get()))
    catalogue = read_catalogue(config)
    return Console(store, config, catalogue, key, policy_file, figures, names, lessons, readiness, now)


def _lessons(store: Store, today: date, names: GroupNames) -> Lessons:
    return read_lessons(store, today - YEAR, today, names)


def console_of(request: HTTPConnection) -> Console:
    """The console that a request came to."""
    console: Console = request.app.state.console
    return console
