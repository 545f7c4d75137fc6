"""A console over a real store, and browsers of people with a role."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from agent.config import Config
from agent.console.app import console_app
from agent.console.console import Console, open_console
from agent.console.roles import Role
from agent.console.users import add_account
from agent.record.event import Event, decode
from agent.record.schema import events
from agent.record.store import Store
from agent.register.systems import Actor

PASSWORD = "een lang wachtwoord"
KEY = bytes(range(32))
READY = {"ready": True, "policy": "default 0123", "mode": "enforce", "workers": 2, "problems": []}
ADDRESS = "http://127.0.0.1:8081"
_CSRF = re.compile(r'name="csrf" value="(\w+)"')


class Browser:
    """Somebody's browser: cookies, and forms with the token of the page they stand on."""

    def __init__(self, app: Any, **more: Any) -> None:
        self.http = TestClient(app, base_url=ADDRESS, follow_redirects=False, **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.http.get(path, **more)

    def csrf(self, path: str = "/account") -> str:
        """The token of the first form of a page."""
        found = _CSRF.search(self.get(path).text)
        assert found, f"{path}: no form"
        return found[1]

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        """Send a form, with the token."""
        page = more.pop("page", None) or ("/sign-in" if path == "/sign-in" else "/")
        return self.http.post(path, data={"csrf": self.csrf(page)} | (data or {}), **more)

    def sign_in(self, name: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
        return self.post("/sign-in", {"name": name, "password": password} | more)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Settings of a guard of its own."""
    return Config(data_dir=tmp_path / "data", node="n1", organisation={"name": "Gemeente Voorbeeld"})


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    """An empty store on SQLite."""
    with Store.open(config.database_location) as opened:
        yield opened


@pytest.fixture
def console(config: Config, store: Store) -> Console:
    """What every page has at hand."""
    return open_console(config, store, KEY, lambda: READY)


@pytest.fixture
def app(console: Console) -> Any:
    """The console's application."""
    return console_app(console)


@pytest.fixture
def browser(app: Any) -> Browser:
    """A browser of a stranger."""
    return Browser(app)


@pytest.fixture
def signed_in(app: Any, store: Store) -> Callable[..., Browser]:
    """Browsers of people who have signed in: ``signed_in(Role.HR)``."""

    def make(*roles: Role, name: str | None = None) -> Browser:
        name = name or "-".join(roles)
        add_account(store, name, roles, Actor("root", "n1"), password=PASSWORD, language="en")
        made = Browser(app)
        assert made.sign_in(name).status_code == 303
        return made

    return make


@pytest.fixture
def recorded(store: Store) -> Callable[[str], list[Event]]:
    """Events of a kind, the oldest first."""

    def read(kind: str = "console") -> list[Event]:
        query = events.select().where(events.c.kind == kind).order_by(events.c.row)
        with store.read() as connection:
            return [decode(row.body) for row in connection.execute(query)]

    return read
