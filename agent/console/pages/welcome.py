"""One-time links: the first administrator chooses a name and a password, others a password."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from agent.console.access import anyone, form_of
from agent.console.console import console_of
from agent.console.language import N_, translator
from agent.console.links import FIRST, PATH, Chosen, use_link, user_of_link
from agent.console.page import Nav
from agent.console.pages.sign_in import begin
from agent.console.problems import in_words
from agent.console.refusal import RefusedError
from agent.console.render import render
from agent.errors import UsageError

DIFFER = N_("The two passwords differ.")


@anyone
def show(request: Request) -> Response:
    """Ask for what the link is for."""
    return _page(request, _user(request))


@anyone
def choose(request: Request) -> Response:
    """Set the password, and sign in."""
    console, form = console_of(request), form_of(request)
    user = _user(request)
    chosen = Chosen(str(form.get("name", "")), str(form.get("password", "")))
    if chosen.password != form.get("again"):
        return _page(request, user, translator(request)(DIFFER))
    try:
        name = use_link(
            console.store, request.path_params["token"], chosen, console.config.node, console.now()
        )
    except UsageError as error:
        return _page(request, user, in_words(request, error))
    if name is None:
        raise RefusedError("link", 403)
    begin(request, name, "local")
    return RedirectResponse("/account" if user == FIRST else "/", 303)


def _user(request: Request) -> str:
    console = console_of(request)
    user = user_of_link(console.store, request.path_params["token"], console.now())
    if user is None:
        raise RefusedError("link", 403)
    return user


def _page(request: Request, user: str, problem: str = "") -> Response:
    token = request.path_params["token"]
    is_first = user == FIRST
    context = {"path_here": f"{PATH}/{token}", "name": user, "is_first": is_first, "problem": problem}
    return render(request, "welcome.html", status_code=400 if problem else 200, **context)


nav: Nav | None = None
routes = [
    Route(PATH + "/{token}", show, methods=["GET"]),
    Route(PATH + "/{token}", choose, methods=["POST"]),
]
