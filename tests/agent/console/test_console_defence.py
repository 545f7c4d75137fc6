"""What an attacker tries on the console: refused, and recorded."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Mount, Route

from agent.config import Config
from agent.console.app import console_app
from agent.console.console import Console, open_console
from agent.console.headers import POLICY
from agent.console.pages import PAGES
from agent.console.roles import Role
from agent.console.users import add_account
from agent.record.append import Entry, append
from agent.record.event import Event
from agent.record.store import Store
from agent.register.systems import Actor, list_systems, set_system

ROOT = Actor("root", "n1")
Recorded = Callable[[str], list[Event]]
SignedIn = Callable[..., Any]

MAY_SEE = {
    "/": set(Role),
    "/account": set(Role),
    "/users": {Role.ADMIN},
    "/register": {Role.SECURITY, Role.HR, Role.DPO, Role.COUNCIL},
    "/register/system?service=chatgpt": {Role.SECURITY, Role.HR, Role.DPO, Role.COUNCIL},
    "/register/export/csv": {Role.SECURITY, Role.HR, Role.DPO, Role.COUNCIL},
    "/obligations": {Role.SECURITY, Role.HR, Role.DPO, Role.COUNCIL},
    "/incidents": {Role.DPO},
    "/incidents/export": {Role.DPO},
}
MAY_DO = {
    "/register/system": {Role.SECURITY, Role.HR, Role.DPO},
    "/register/add": {Role.SECURITY, Role.HR, Role.DPO},
    "/obligations": {Role.HR, Role.DPO},
    "/incidents/INC-2026-000001/assess": {Role.DPO},
    "/incidents/INC-2026-000001/decide": {Role.DPO},
    "/users/add": {Role.ADMIN},
    "/users/roles": {Role.ADMIN},
    "/users/disabled": {Role.ADMIN},
    "/users/link": {Role.ADMIN},
}


def refusals(recorded: Recorded) -> list[dict[str, str]]:
    """What was refused, the oldest first."""
    found = [dict(event.detail) for event in recorded("console")]
    return [item for item in found if "refused" in item]


@pytest.fixture
def chatgpt(store: Store) -> None:
    """A system that was seen."""
    set_system(store, "chatgpt", None, {"owner": "HR"}, ROOT)


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_its_pages_and_no_other(
    signed_in: SignedIn, recorded: Recorded, chatgpt: None, role: Role
) -> None:
    """Page by page: 200 for who may, 403 for who may not, and each 403 is recorded with who tried."""
    browser = signed_in(role)
    for path, roles in MAY_SEE.items():
        assert browser.get(path).status_code == (200 if role in roles else 403), path
    for path, roles in MAY_DO.items():
        refused = browser.post(path).status_code == 403
        assert refused == (role not in roles), path
    refused = [path for path, roles in (MAY_SEE | MAY_DO).items() if role not in roles]
    kept = [event for event in recorded("console") if dict(event.detail).get("refused") == "role"]
    assert len(kept) >= len(refused)
    assert {event.actor for event in kept} <= {str(role)}


@pytest.mark.parametrize("role", Role)
def test_every_page_keeps_to_the_roles_that_it_names(signed_in: SignedIn, app: Any, role: Role) -> None:
    """Whatever page is added: a role that it does not name gets 403, by reading and by sending."""
    browser = signed_in(role)
    token = browser.csrf("/")
    for page in PAGES:
        for route in page.routes:
            roles = route.endpoint.roles
            if not roles or role in roles:
                continue
            path = re.sub(r"\{[^}]*\}", "1", route.path)
            for method in (route.methods or set()) - {"HEAD"}:
                answer = browser.http.request(
                    method, path, data={"csrf": token} if method == "POST" else None
                )
                assert answer.status_code == 403, f"{method} {path}"


def test_a_stranger_is_sent_to_the_sign_in_page(browser: Any) -> None:
    """Every page but the ones for signing in asks who it is; only the health pages and files do not."""
    open_to_all = set()
    for page in PAGES:
        for route in page.routes:
            path = re.sub(r"\{[^}]*\}", "1", route.path)
            for method in (route.methods or set()) - {"HEAD"}:
                answer = browser.http.request(method, path)
                if route.endpoint.roles is None:
                    open_to_all.add(route.path)
                else:
                    assert answer.status_code == 303, f"{method} {path}"
                    assert answer.headers["location"].startswith("/sign-in")
    welcome = {"/welcome/{token}"}
    assert open_to_all == {"/sign-in", "/sign-out", "/sign-in/provider", "/sign-in/back"} | welcome
    assert browser.get("/healthz").text == "ok\n"
    assert browser.get("/readyz").json()["ready"] is True


def test_a_page_without_roles_stops_the_console(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page whose author forgot to say who may see it is never served."""

    def forgotten(_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(PAGES[0], "routes", [Route("/forgotten", forgotten)])
    with pytest.raises(TypeError, match="/forgotten: decorate its endpoint"):
        console_app(console)


@pytest.mark.parametrize("more", [{}, {"csrf": ""}, {"csrf": "0" * 64}])
def test_a_form_from_elsewhere_changes_nothing(
    signed_in: SignedIn, store: Store, recorded: Recorded, chatgpt: None, more: dict[str, str]
) -> None:
    """Without the token of the page, a form is refused and recorded (CSRF)."""
    browser = signed_in(Role.HR)
    data = {"service": "chatgpt", "owner": "Mallory"} | more
    assert browser.http.post("/register/system", data=data).status_code == 403
    assert [system.owner for system in list_systems(store)] == ["HR"]
    assert refusals(recorded)[-1]["refused"] == "csrf"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_whose_browser_says_elsewhere_changes_nothing(
    signed_in: SignedIn, store: Store, chatgpt: None, headers: dict[str, str]
) -> None:
    """Even with the token: the browser knows better where a form stood."""
    browser = signed_in(Role.HR)
    answer = browser.post("/register/system", {"service": "chatgpt", "owner": "M"}, headers=headers)
    assert answer.status_code == 403
    assert [system.owner for system in list_systems(store)] == ["HR"]


def test_the_token_of_one_session_is_not_that_of_another(signed_in: SignedIn, chatgpt: None) -> None:
    """A token that somebody reads on their own page is of no use against others."""
    mallory, hr = signed_in(Role.SECURITY), signed_in(Role.HR)
    data = {"service": "chatgpt", "owner": "M", "csrf": mallory.csrf("/")}
    assert hr.http.post("/register/system", data=data).status_code == 403


def test_sign_in_takes_no_form_from_elsewhere(browser: Any, recorded: Recorded) -> None:
    """Nobody is signed in as somebody else without noticing (login CSRF)."""
    assert browser.http.post("/sign-in", data={"name": "a", "password": "b"}).status_code == 403
    assert refusals(recorded)[-1]["refused"] == "csrf"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\tevil",
        "//",
        "javascript:alert(1)",
        "/x\r\nSet-Cookie: a=b",
        "evil.example",
    ],
)
def test_sign_in_leads_to_our_own_pages_only(
    browser: Any, store: Store, recorded: Recorded, path: str
) -> None:
    """An address that leads away is refused and recorded (open redirect)."""
    add_account(store, "anna", [Role.HR], ROOT, password="een lang wachtwoord")
    answer = browser.sign_in("anna", next=path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert refusals(recorded)[-1]["refused"] == "redirect"


def test_sign_in_leads_back_to_the_page_that_was_asked(browser: Any, store: Store) -> None:
    """With its query."""
    add_account(store, "anna", [Role.HR], ROOT, password="een lang wachtwoord")
    location = browser.get("/register?view=high").headers["location"]
    assert location == "/sign-in?next=%2Fregister%3Fview%3Dhigh"
    assert 'value="/register?view=high"' in browser.get(location).text
    assert browser.sign_in("anna", next="/register?view=high").headers["location"] == "/register?view=high"


EVIL = "{{7*7}}{% raise %}<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_names_from_traffic_are_text(signed_in: SignedIn, store: Store) -> None:
    """A service or tenant that is called like a template or a script is shown as it is called."""
    event = Event(kind="decision", node="n1", service=EVIL, tenant=EVIL, host=EVIL, group=EVIL,
                  action="block", outcome="stopped", operation=EVIL, pseudonym="p")  # fmt: skip
    with store.write() as connection:
        append(connection, [Entry.of(event)])
    facts = dict.fromkeys(("name", "owner", "purpose", "risk_reason"), EVIL)
    set_system(store, EVIL, EVIL, facts | {"risk": "high", "documents": [EVIL]}, ROOT)
    browser = signed_in(Role.HR)
    link = re.search(r'href="(/register/system\?[^"]+)"', browser.get("/register").text)
    assert link
    for path in ("/", "/register", link[1].replace("&amp;", "&"), "/obligations?view=all"):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert "{{7*7}}" in answer.text, path
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text


def test_evidence_links_only_to_the_web(signed_in: SignedIn, store: Store) -> None:
    """What somebody typed as evidence becomes a link only when it is a web address."""
    browser = signed_in(Role.HR)
    page = browser.get("/obligations?view=organisation").text
    obligation = re.search(r'name="obligation" value="([^"]+)"', page)
    assert obligation
    evidence = "javascript:alert(1)\nhttps://example.org/proof"
    data = {"obligation": obligation[1], "state": "done", "evidence": evidence}
    assert browser.post("/obligations", data).status_code == 303
    page = browser.get("/obligations?view=all").text
    assert 'href="https://example.org/proof"' in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    "path",
    [
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/%5c..%5capp.py",
        "/static/%252e%252e/app.py",
        "/static/../../keys/console.key",
        "/register/export/..%2f..%2fkeys%2fconsole.key",
        "/register/export/%2e%2e/x",
        "/register/export//etc/passwd",
    ],
)
def test_no_path_leads_out_of_its_folder(signed_in: SignedIn, recorded: Recorded, path: str) -> None:
    """Downloads and static files are those that we name; a path that climbs is refused and recorded."""
    browser = signed_in(Role.HR)
    answer = browser.http.get(browser.http.base_url.join(path))
    assert answer.status_code == 404
    assert "def " not in answer.text
    if ".." in path and "%" not in path:
        return  # the browser has tidied it up before it was sent
    assert refusals(recorded)[-1]["refused"] in ("path", "file")


def test_an_unknown_file_is_refused_and_recorded(signed_in: SignedIn, recorded: Recorded) -> None:
    """The name that was asked for is not recorded: it may be anything."""
    assert signed_in(Role.HR).get("/register/export/passwd").status_code == 404
    assert refusals(recorded)[-1]["refused"] == "file"


def test_a_download_is_recorded(signed_in: SignedIn, recorded: Recorded, chatgpt: None) -> None:
    """What leaves the console is known, with who took it; its name is ours."""
    answer = signed_in(Role.HR).get("/register/export/csv")
    name = re.fullmatch(
        r'attachment; filename="(register-csv-[\d-]+\.csv)"', answer.headers["content-disposition"]
    )
    assert name
    event = recorded("console")[-1]
    assert event.actor == "hr"
    assert dict(event.detail) == {"action": "download", "file": name[1]}


def test_too_large_a_form_is_refused(signed_in: SignedIn, recorded: Recorded, chatgpt: None) -> None:
    """It is cut off as it comes, whatever it says of its length."""

    def body() -> Iterator[bytes]:
        yield b"service=chatgpt&owner="
        for _ in range(40):
            yield b"x" * 10_000

    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = signed_in(Role.HR).http.post("/register/system", content=body(), headers=headers)
    assert answer.status_code == 413
    assert refusals(recorded)[-1]["refused"] == "size"


def test_every_answer_tells_the_browser_what_a_page_may_do(signed_in: SignedIn) -> None:
    """Pages, errors and files: nothing from elsewhere, nothing inline, no frames, nothing kept."""
    browser = signed_in(Role.HR)
    for path in ("/", "/register", "/nowhere", "/static/console.css", "/static/%2e%2e/x", "/healthz"):
        headers = browser.get(path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in POLICY
    assert browser.get("/").headers["cache-control"] == "no-store"
    assert "immutable" in browser.get("/static/console.css").headers["cache-control"]


def test_no_page_holds_code_of_its_own(signed_in: SignedIn, store: Store, chatgpt: None) -> None:
    """No inline script, style or handler, and no address of another host that a browser would load."""
    for role in Role:
        browser = signed_in(role)
        for path, roles in MAY_SEE.items():
            if role not in roles or "export" in path:
                continue
            page = browser.get(path).text
            assert not re.search(r"<script(?![^>]+src=)|<style|\sstyle=|\son\w+=", page), path
            assert not re.search(r'(?:src|action)="(?:https?:)?//', page), path


def test_cookies_are_for_the_server_only(browser: Any, store: Store) -> None:
    """HttpOnly and SameSite over http; over https Secure too, with the prefix that no other host can set."""
    add_account(store, "anna", [Role.HR], ROOT, password="een lang wachtwoord")
    cookie = browser.sign_in("anna").headers["set-cookie"]
    assert re.match(r"schaduwwacht-session=[\w-]{43}; HttpOnly; Path=/; SameSite=lax$", cookie)


def test_cookies_over_https_are_secure(config: Config, store: Store, browser: Any) -> None:
    """By the settings' public address; the browser is told to come by https from then on."""
    add_account(store, "anna", [Role.HR], ROOT, password="een lang wachtwoord")
    web = config.web.model_copy(update={"public_url": "https://ai.example.nl"})
    app = console_app(open_console(config.model_copy(update={"web": web}), store, bytes(32)))
    behind = type(browser)(app)
    behind.http.base_url = "https://ai.example.nl"
    answer = behind.sign_in("anna")
    assert answer.headers["set-cookie"].startswith("__Host-schaduwwacht-session=")
    assert "Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"].startswith("max-age=")


def test_static_files_are_all_ours(app: Any) -> None:
    """Every file that is served stands in the folder, and no library of others is among them."""
    (mount,) = (route for route in app.routes if isinstance(route, Mount))
    folder = Path(str(mount.app.all_directories[0]))
    assert {path.suffix for path in folder.iterdir()} == {".css", ".js", ".svg"}
    assert sum(path.stat().st_size for path in folder.iterdir()) < 64 * 1024
