"""Signing in and out of the console, with everything that can be wrong about it."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa

from agent.config import Config
from agent.console.app import console_app
from agent.console.codes import STEP
from agent.console.console import open_console
from agent.console.links import first_link, password_link
from agent.console.roles import Role
from agent.console.throttle import FREE
from agent.console.users import add_account, get_account, set_disabled
from agent.errors import UsageError
from agent.record.event import Event
from agent.record.schema import console_failures, console_sessions, console_users
from agent.record.store import Store
from agent.register.systems import Actor

ROOT = Actor("root", "n1")
PASSWORD = "een lang wachtwoord"
Recorded = Callable[[str], list[Event]]


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Nine in the morning."""
    return Clock()


@pytest.fixture
def console(config: Config, store: Store, clock: Clock) -> Any:
    """A console by that clock."""
    return open_console(config, store, bytes(range(32)), lambda: {"ready": True}, clock)


@pytest.fixture
def anna(store: Store) -> str:
    """An account of HR."""
    return add_account(store, "anna", [Role.HR], ROOT, password=PASSWORD, language="en").name


def facts(event: Event) -> dict[str, str]:
    return dict(event.detail)


def test_name_and_password_open_the_console(browser: Any, anna: str, recorded: Recorded) -> None:
    """Who signs in is on the overview, is named there, and it is recorded who came in and how."""
    answer = browser.sign_in("Anna")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert anna in browser.get("/").text
    (event,) = recorded("console")
    assert (event.actor, facts(event)) == ("anna", {"action": "sign-in", "way": "local"})


@pytest.mark.parametrize(
    ("name", "password"), [("anna", "wrong"), ("nobody", PASSWORD), ("", ""), ("<b>", "x")]
)
def test_anything_else_does_not(
    browser: Any, anna: str, recorded: Recorded, name: str, password: str
) -> None:
    """A wrong password and an unknown name get the same answer, and what was typed is not recorded."""
    answer = browser.sign_in(name, password)
    assert answer.status_code == 403
    assert "klopt niet" in answer.text
    assert browser.get("/").status_code == 303
    (event,) = recorded("console")
    assert facts(event)["refused"] == "sign-in"
    assert "nobody" not in str(event)


def test_sign_out_ends_the_session_on_the_server(browser: Any, anna: str, store: Store) -> None:
    """A copy of the cookie is worth nothing afterwards."""
    browser.sign_in(anna)
    copy = dict(browser.http.cookies)
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    browser.http.cookies.update(copy)
    assert browser.get("/").headers["location"] == "/sign-in"
    with store.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(console_sessions)).scalar() == 0


@pytest.mark.parametrize(("wait", "clicks"), [(timedelta(minutes=31), 1), (timedelta(minutes=20), 30)])
def test_a_session_ends_by_itself(
    browser: Any, anna: str, clock: Clock, wait: timedelta, clicks: int
) -> None:
    """After half an hour without a click, and after ten hours of clicking."""
    browser.sign_in(anna)
    for n in range(clicks):
        clock.now += wait
        answer = browser.get("/")
        assert answer.status_code == (303 if n == clicks - 1 else 200), f"click {n}"


def test_the_session_is_another_one_after_sign_in(browser: Any, anna: str, store: Store) -> None:
    """A session that somebody planted is not the one that is signed in (session fixation)."""
    planted = "planted-by-somebody-else"
    browser.http.cookies.set("schaduwwacht-session", planted, domain="127.0.0.1", path="/")
    browser.sign_in(anna)
    assert planted not in browser.http.cookies.get("schaduwwacht-session")
    first = browser.http.cookies.get("schaduwwacht-session")
    browser.http.cookies.clear()
    browser.sign_in(anna)
    assert browser.http.cookies.get("schaduwwacht-session") != first


def test_the_database_holds_no_token_and_no_password(browser: Any, anna: str, store: Store) -> None:
    """Who reads the database can neither take over a session nor sign in."""
    browser.sign_in(anna)
    token = browser.http.cookies.get("schaduwwacht-session")
    with store.read() as connection:
        rows = [
            *connection.execute(sa.select(console_sessions)),
            *connection.execute(sa.select(console_users)),
        ]
    assert token not in str(rows)
    assert PASSWORD not in str(rows)
    assert "$argon2id$" in str(rows)


def test_five_failures_close_the_name_for_a_while(
    browser: Any, anna: str, clock: Clock, recorded: Recorded
) -> None:
    """The right password does not help until the wait is over; each failure is recorded, with its origin."""
    for _ in range(5):
        assert browser.sign_in(anna, "wrong").status_code == 403
    assert browser.sign_in(anna).status_code == 429
    clock.now += timedelta(minutes=2)
    assert browser.sign_in(anna).status_code == 303
    found = [facts(event) for event in recorded("console")]
    assert [item.get("refused") for item in found] == ["sign-in"] * 5 + ["locked", None]
    assert [item["waits"] for item in found[:5]] == ["no"] * 4 + ["yes"]
    assert found[0]["user"] == "anna"
    assert found[0]["address"] == "testclient"


def test_many_names_from_one_address_close_the_address(browser: Any, anna: str, store: Store) -> None:
    """Trying one password on many names is brute force too; the names that were typed are kept as hashes."""
    for number in range(20):
        browser.sign_in(f"name-{number}", "wrong")
    assert browser.sign_in(anna).status_code == 429
    with store.read() as connection:
        rows = connection.execute(sa.select(console_failures)).all()
    assert len(rows) == 21
    assert "name-3" not in str(rows)


def test_a_stranger_cannot_fill_the_record(browser: Any, recorded: Recorded) -> None:
    """Beyond thirty refusals a minute they are counted instead of recorded."""
    for _ in range(40):
        browser.get("/sign-in?next=//evil.example")
    assert 0 < len(recorded("console")) <= 31


def test_a_closed_account_is_out_at_once(browser: Any, anna: str, store: Store) -> None:
    """Its session ends with the account, and it cannot sign in again."""
    add_account(store, "beheer", [Role.ADMIN], ROOT, password=PASSWORD)
    browser.sign_in(anna)
    set_disabled(store, anna, ROOT)
    assert browser.get("/").status_code == 303
    assert browser.sign_in(anna).status_code == 403


def test_the_last_administrator_stays(store: Store) -> None:
    """Nobody closes the account without which no other can be made."""
    add_account(store, "beheer", [Role.ADMIN], ROOT, password=PASSWORD)
    with pytest.raises(UsageError, match="last open account"):
        set_disabled(store, "beheer", ROOT)
    account = get_account(store, "beheer")
    assert account
    assert not account.disabled


def test_the_first_administrator_comes_by_a_link(
    browser: Any, store: Store, config: Config, clock: Clock, recorded: Recorded
) -> None:
    """The link works once, for three days, and not when there is an administrator."""
    old, new = (first_link(store, config, clock.now) for _ in range(2))
    assert old
    assert new
    old, new = (link.removeprefix("http://127.0.0.1:8081") for link in (old, new))
    assert browser.get(old).status_code == 403
    form = {"name": "Beheer", "password": PASSWORD, "again": PASSWORD}
    short = browser.post(new, form | {"password": "kort", "again": "kort"}, page=new)
    assert (short.status_code, "12" in short.text) == (400, True)
    assert browser.post(new, form, page=new).headers["location"] == "/account"
    assert "beheer" in browser.get("/users").text
    assert browser.get(new).status_code == 403
    assert first_link(store, config, clock.now) is None
    assert [event.actor for event in recorded("account")] == ["beheer"]


def test_a_link_is_void_after_three_days(browser: Any, store: Store, config: Config, clock: Clock) -> None:
    """What lies in a log or a mailbox is worth nothing then."""
    link = first_link(store, config, clock.now)
    assert link
    clock.now += timedelta(hours=73)
    assert browser.get(link.removeprefix("http://127.0.0.1:8081")).status_code == 403


def test_a_reset_voids_password_sessions_and_codes(
    browser: Any, anna: str, store: Store, config: Config, clock: Clock
) -> None:
    """Who gets a link chooses a password; until then nobody comes in by the old one."""
    browser.sign_in(anna)
    link = password_link(store, anna, config, clock.now, ROOT).removeprefix("http://127.0.0.1:8081")
    assert browser.get("/").status_code == 303
    assert browser.sign_in(anna).status_code == 403
    other = "nog een lange zin"
    assert browser.post(link, {"password": other, "again": other}, page=link).status_code == 303
    assert anna in browser.get("/").text


def set_up_codes(browser: Any, clock: Clock) -> pyotp.TOTP:
    """Switch codes on, as a user would."""
    browser.post("/account/codes")
    page = browser.get("/account").text
    assert "<svg" in page
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert secret
    totp = pyotp.TOTP(secret[1])
    assert browser.post("/account/codes/confirm", {"code": "000000"}).status_code == 400
    assert browser.post("/account/codes/confirm", {"code": totp.at(clock.now)}).status_code == 303
    return totp


def test_codes_are_a_second_factor(browser: Any, anna: str, clock: Clock, store: Store) -> None:
    """With codes on, the password alone is not enough, and each code is taken once."""
    browser.sign_in(anna)
    totp = set_up_codes(browser, clock)
    account = get_account(store, anna)
    assert account
    assert totp.secret.encode() not in (account.totp or b"")
    browser.post("/sign-out")
    assert browser.sign_in(anna).status_code == 403
    assert browser.sign_in(anna, code=totp.at(clock.now)).status_code == 403  # taken when it was set up
    clock.now += timedelta(seconds=STEP)
    assert browser.sign_in(anna, code=totp.at(clock.now)).status_code == 303
    browser.post("/sign-out")
    assert browser.sign_in(anna, code=totp.at(clock.now)).status_code == 403
    clock.now += timedelta(seconds=2 * STEP)
    browser.sign_in(anna, code=totp.at(clock.now))
    assert browser.post("/account/codes/end", {"old": "wrong"}).status_code == 400
    assert browser.post("/account/codes/end", {"old": PASSWORD}).status_code == 303
    browser.post("/sign-out")
    assert browser.sign_in(anna).status_code == 303


def test_another_password_ends_the_other_sessions(
    app: Any, browser: Any, anna: str, clock: Clock, recorded: Recorded
) -> None:
    """Who changes a password because somebody knows it, is rid of them; the page in hand goes on."""
    other = type(browser)(app)
    other.sign_in(anna)
    browser.sign_in(anna)
    new = "een andere lange zin"
    wrong = {"old": "wrong", "password": new, "again": new}
    assert browser.post("/account/password", wrong).status_code == 400
    assert browser.post("/account/password", wrong | {"old": PASSWORD}).status_code == 303
    assert browser.get("/").status_code == 200
    assert other.get("/").status_code == 303
    assert other.sign_in(anna, new).status_code == 303
    assert [facts(event)["step"] for event in recorded("account")] == ["added", "password"]


def test_a_session_alone_does_not_find_the_password(browser: Any, anna: str) -> None:
    """Who sits down at a screen that was left open gets five tries at the password, as at the door."""
    browser.sign_in(anna)
    form = {"old": "wrong", "password": "een andere zin", "again": "een andere zin"}
    tries = [browser.post("/account/password", form).status_code for _ in range(6)]
    assert tries == [400] * 5 + [429]


def test_the_language_is_the_users(browser: Any, anna: str) -> None:
    """Dutch and English, by choice; before sign-in as the browser asks."""
    assert "Inloggen" in browser.get("/sign-in", headers={"accept-language": "nl-BE,en;q=0.5"}).text
    assert "Sign in" in browser.get("/sign-in", headers={"accept-language": "en"}).text
    browser.sign_in(anna)
    assert "Overview" in browser.get("/").text
    browser.post("/account/language", {"language": "nl"})
    assert 'lang="nl"' in browser.get("/").text
    assert "Overzicht" in browser.get("/").text


def test_local_accounts_can_be_switched_off(config: Config, store: Store, browser: Any, anna: str) -> None:
    """Where an identity provider rules, a name and a password do not come past it, and no link is made."""
    web = config.web.model_copy(update={"local_accounts": False})
    only = config.model_copy(update={"web": web})
    browser = type(browser)(console_app(open_console(only, store, bytes(32))))
    assert first_link(store, only, datetime.now(UTC)) is None
    page = browser.get("/sign-in").text
    assert 'name="password"' not in page
    assert browser.http.post("/sign-in", data={"name": anna, "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize("tried", ["name", "address"])
def test_attempts_at_the_same_moment_are_no_more_than_are_free(
    app: Any, browser: Any, anna: str, tried: str
) -> None:
    """Forty browsers at once: five passwords are looked at for a name, twenty for an address."""
    free = FREE[tried]
    browsers = [type(browser)(app) for _ in range(40)]
    for one in browsers:
        one.get("/sign-in")
    names = [anna if tried == "name" else f"name-{number}" for number in range(40)]
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda one, name: one.sign_in(name, "wrong"), browsers, names))
    assert sorted(answer.status_code for answer in answers) == [403] * free + [429] * (40 - free)
    assert browsers[0].sign_in(anna).status_code == 429


def test_who_signs_in_costs_the_others_nothing(browser: Any, app: Any, anna: str, store: Store) -> None:
    """Many people share an address: right attempts do not close it, and are forgotten."""
    for number in range(FREE["address"] - 1):
        browser.sign_in(f"nobody-{number}", "wrong")
    for _ in range(3):
        assert type(browser)(app).sign_in(anna).status_code == 303
    with store.read() as connection:
        rows = connection.execute(sa.select(console_failures)).mappings().all()
    assert sorted(row["count"] for row in rows) == [1] * 19 + [19]
    assert [row["until"] for row in rows if row["until"]] == []
