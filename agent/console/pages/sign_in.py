"""Signing in with a name and a password, and signing out."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from agent.console import sessions
from agent.console.access import anyone, form_of, refused
from agent.console.codes import take_code
from agent.console.console import Console, console_of
from agent.console.cookies import delete_cookie
from agent.console.language import N_, translator
from agent.console.page import Nav
from agent.console.peers import client_address
from agent.console.recording import write
from agent.console.redirects import SIGN_IN, is_ours
from agent.console.refusal import RefusedError
from agent.console.render import render
from agent.console.roles import Role
from agent.console.throttle import Throttle
from agent.console.users import Account, get_account, password_fits, user_name
from agent.errors import UsageError

WRONG = N_("The name, the password or the code is not right.")
LOCKED = N_("Too many failed attempts. Try again in %(minutes)s minutes.")


@anyone
def show(request: Request) -> Response:
    """The sign-in page."""
    if request.state.user is not None:
        return RedirectResponse("/", 303)
    return _page(request, next_page(request, request.query_params.get("next")))


@anyone
def sign_in(request: Request) -> Response:
    """Check name, password and code."""
    console, form = console_of(request), form_of(request)
    if not console.config.web.local_accounts:
        raise RefusedError("provider", 403)
    wanted = next_page(request, str(form.get("next", "")))
    typed = _name(str(form.get("name", "")))
    throttle = Throttle(console.store, console.key)
    keys = {"name": typed, "address": client_address(request)}
    attempt = throttle.attempt(keys, console.now())
    if attempt.wait:
        refused(request, "locked", address=keys["address"])
        return _page(request, wanted, _wait(request, attempt.wait), 429)
    account = get_account(console.store, typed) if typed else None
    if account is None or not _is_right(console, account, request):
        password_fits(None, "") if account is None else None
        facts = {"user": account.name} if account else {}
        refused(request, "sign-in", address=keys["address"], waits="yes" if attempt.closes else "no", **facts)
        return _page(request, wanted, translator(request)(WRONG), 403)
    throttle.give_back(attempt, {"name": typed})
    begin(request, account.name, "local")
    return RedirectResponse(wanted or "/", 303)


@anyone
def sign_out(request: Request) -> Response:
    """End the session."""
    console = console_of(request)
    if request.state.session is not None:
        write(console, "action", "sign-out", request.state.session.user, {})
        sessions.end(console.store, request.state.session.token)
        request.state.session = None
    response = RedirectResponse(SIGN_IN, 303)
    delete_cookie(request, response, "session")
    return response


def begin(request: Request, user: str, way: str, roles: frozenset[Role] = frozenset()) -> None:
    """Begin a session with a token of its own; one that the browser had before ends."""
    console = console_of(request)
    if request.state.session is not None:
        sessions.end(console.store, request.state.session.token)
    session = sessions.begin(console.store, user, way, console.now(), roles)
    request.state.set_session, request.state.session = session.token, None
    write(console, "action", "sign-in", user, {"way": way})


def next_page(request: Request, path: str | None) -> str:
    """Where to go after sign-in; anywhere but to our own pages is refused, and recorded."""
    if not path:
        return ""
    if not is_ours(path):
        refused(request, "redirect")
        return ""
    return path


def _is_right(console: Console, account: Account, request: Request) -> bool:
    form = form_of(request)
    fits = password_fits(account, str(form.get("password", "")))
    if not fits or account.disabled:
        return False
    return take_code(
        console.store, account, console.key, str(form.get("code", "")), console.now().timestamp()
    )


def _name(text: str) -> str:
    """What was typed as a name, in the form of names; empty when it cannot be one."""
    try:
        return user_name(text)
    except UsageError:
        return ""


def _wait(request: Request, wait: timedelta) -> str:
    return translator(request)(LOCKED, minutes=int(wait.total_seconds() // 60) + 1)


def _page(request: Request, wanted: str, problem: str = "", status: int = 200) -> Response:
    web = console_of(request).config.web
    ways = {"local": web.local_accounts, "oidc": web.oidc is not None}
    return render(request, "sign_in.html", status_code=status, next=wanted, problem=problem, ways=ways)


nav: Nav | None = None
routes = [
    Route(SIGN_IN, show, methods=["GET"]),
    Route(SIGN_IN, sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
]
