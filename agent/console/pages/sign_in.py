"""Signing in and out."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from agent.console import sessions
from agent.console.access import anyone, form_of, note, refused
from agent.console.console import console_of
from agent.console.cookies import delete_cookie, read_cookie
from agent.console.language import N_, translator
from agent.console.page import Nav
from agent.console.redirects import SIGN_IN, is_ours
from agent.console.render import render
from agent.console.users import get_account, password_fits, user_name
from agent.errors import UsageError

WRONG = N_("The name, the password or the code is not right.")


@anyone
def show(request: Request) -> Response:
    """The sign-in page."""
    if request.state.user is not None:
        return RedirectResponse("/", 303)
    return render(request, "sign_in.html", next=_next(request, request.query_params.get("next")), problem="")


@anyone
def sign_in(request: Request) -> Response:
    """Check name and password; begin a session of its own."""
    console, form = console_of(request), form_of(request)
    wanted = _next(request, str(form.get("next", "")))
    try:
        name = user_name(str(form.get("name", "")))
    except UsageError:
        name = ""
    account = get_account(console.store, name) if name else None
    fits = password_fits(account, str(form.get("password", "")))
    if account is None or account.disabled or not fits:
        refused(request, "sign-in")
        problem = translator(request)(WRONG)
        return render(request, "sign_in.html", status_code=403, next=wanted, problem=problem)
    session = sessions.begin(console.store, account.name, "local", console.now())
    request.state.set_session = session.token
    note(request, "sign-in")
    return RedirectResponse(wanted or "/", 303)


@anyone
def sign_out(request: Request) -> Response:
    """End the session."""
    if token := read_cookie(request, "session"):
        note(request, "sign-out")
        sessions.end(console_of(request).store, token)
    response = RedirectResponse(SIGN_IN, 303)
    delete_cookie(request, response, "session")
    return response


def _next(request: Request, path: str | None) -> str:
    """Where to go after sign-in; somewhere else than our own pages is refused."""
    if not path:
        return ""
    if not is_ours(path):
        refused(request, "redirect")
        return ""
    return path


nav: Nav | None = None
routes = [
    Route(SIGN_IN, show, methods=["GET"]),
    Route(SIGN_IN, sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
]
