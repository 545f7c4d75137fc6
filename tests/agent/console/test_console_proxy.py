"""Sign-in by the header of a reverse proxy: believed from the proxy, refused from anybody else."""

from collections.abc import Callable
from typing import Any

import pytest

from agent.config import Config
from agent.console.app import console_app
from agent.console.console import open_console
from agent.console.roles import Role
from agent.console.settings import TrustedProxy
from agent.console.users import add_account, set_disabled
from agent.record.event import Event
from agent.record.store import Store
from agent.register.systems import Actor

ROOT = Actor("root", "n1")
PROXY, STRANGER = ("10.1.2.3", 40000), ("10.9.9.9", 40000)
HR = {"X-Forwarded-User": "Anna@Example.nl", "X-Forwarded-Groups": "everybody, hr-team"}


@pytest.fixture
def come(config: Config, store: Store, browser: Any) -> Callable[..., Any]:
    """Browsers that come from an address: ``come(PROXY)``."""
    proxy = TrustedProxy(peers=("10.1.0.0/16",), roles={"hr-team": {"hr"}, "it": {"security"}})
    web = config.web.model_copy(update={"trusted_proxy": proxy})
    app = console_app(open_console(config.model_copy(update={"web": web}), store, bytes(32)))
    return lambda address: type(browser)(app, client=address)


def test_the_proxy_says_who_it_is(come: Callable[..., Any]) -> None:
    """A user of the proxy is signed in, with the roles of their groups."""
    browser = come(PROXY)
    page = browser.get("/", headers=HR)
    assert page.status_code == 200
    assert "anna@example.nl" in page.text
    assert browser.get("/register", headers=HR).status_code == 200
    assert browser.get("/users", headers=HR).status_code == 403


@pytest.mark.parametrize("path", ["/", "/register", "/sign-in", "/nowhere"])
def test_nobody_else_does(
    come: Callable[..., Any], recorded: Callable[[str], list[Event]], path: str
) -> None:
    """The same headers from another machine are refused and recorded, with its address."""
    answer = come(STRANGER).get(path, headers=HR | {"X-Forwarded-For": PROXY[0]})
    assert answer.status_code in (403, 404)
    assert "anna" not in answer.text
    event = dict(recorded("console")[-1].detail)
    assert (event["refused"], event["peer"]) == ("header", STRANGER[0])


def test_groups_alone_are_refused_too(come: Callable[..., Any]) -> None:
    """A stranger who has a password must not add groups to it."""
    assert come(STRANGER).get("/", headers={"X-Forwarded-Groups": "it"}).status_code == 403


def test_two_names_are_refused(come: Callable[..., Any]) -> None:
    """A proxy that adds its header to one that the client sent would let the client choose."""
    headers = [("X-Forwarded-User", "mallory"), ("X-Forwarded-User", "anna")]
    assert come(PROXY).get("/", headers=headers).status_code == 403


@pytest.mark.parametrize("name", ["<script>", "a b", "x" * 101, "a\tb"])
def test_what_is_no_name_is_refused(come: Callable[..., Any], name: str) -> None:
    """A name goes into the record and onto pages."""
    assert come(PROXY).get("/", headers={"X-Forwarded-User": name}).status_code == 403


def test_without_a_name_the_proxy_shows_the_sign_in_page(come: Callable[..., Any]) -> None:
    """Nobody is signed in by coming through the proxy alone."""
    assert come(PROXY).get("/").headers["location"] == "/sign-in"


def test_another_name_is_another_session(come: Callable[..., Any]) -> None:
    """When the proxy names somebody else, the session of the one before ends, and is not theirs."""
    browser = come(PROXY)
    browser.get("/", headers=HR)
    before = browser.http.cookies.get("schaduwwacht-session")
    page = browser.get("/", headers={"X-Forwarded-User": "bert", "X-Forwarded-Groups": "it"})
    assert "bert" in page.text
    assert "anna" not in page.text
    assert browser.http.cookies.get("schaduwwacht-session") != before


def test_a_session_is_worth_nothing_beside_the_proxy(come: Callable[..., Any]) -> None:
    """The cookie of a user of the proxy opens nothing for a machine that comes by another way."""
    browser, other = come(PROXY), come(STRANGER)
    browser.get("/", headers=HR)
    other.http.cookies.set(
        "schaduwwacht-session", browser.http.cookies.get("schaduwwacht-session"), domain="127.0.0.1", path="/"
    )
    assert other.get("/").status_code == 303


def test_groups_count_at_each_click(come: Callable[..., Any]) -> None:
    """Who leaves a group loses its pages at once."""
    browser = come(PROXY)
    assert browser.get("/register", headers=HR).status_code == 200
    assert browser.get("/register", headers=HR | {"X-Forwarded-Groups": "everybody"}).status_code == 403


def test_an_account_adds_roles_and_can_be_closed(come: Callable[..., Any], store: Store) -> None:
    """Roles given here count beside those of the groups; a closed account is closed by every way."""
    add_account(store, "anna@example.nl", [Role.DPO], ROOT)
    add_account(store, "beheer", [Role.ADMIN], ROOT)
    browser = come(PROXY)
    assert browser.get("/incidents", headers=HR).status_code == 200
    set_disabled(store, "anna@example.nl", ROOT)
    assert browser.get("/incidents", headers=HR).status_code == 303


def test_forms_need_their_token_here_too(come: Callable[..., Any]) -> None:
    """The header signs in every request, those from other sites' pages as well."""
    browser = come(PROXY)
    browser.get("/", headers=HR)
    data = {"name": "Planning"}
    assert browser.http.post("/register/add", data=data, headers=HR).status_code == 403
    page = browser.http.get("/register", headers=HR).text
    token = page.split('name="csrf" value="')[1].split('"')[0]
    assert browser.http.post("/register/add", data=data | {"csrf": token}, headers=HR).status_code == 303
