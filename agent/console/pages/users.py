"""Who may sign in: accounts, their roles, links to choose a password."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from agent.console.access import Role, actor, allowed, form_of
from agent.console.console import Console, console_of
from agent.console.language import N_, translator
from agent.console.links import LASTS, password_link
from agent.console.page import Nav
from agent.console.problems import in_words
from agent.console.render import flash, render
from agent.console.users import add_account, get_account, list_accounts, set_disabled, set_roles
from agent.errors import UsageError

PATH = "/users"
LINK = N_(
    "%(name)s chooses a password at this address, within %(hours)s hours. It is shown once: %(address)s"
)
SAVED = N_("Saved.")


@allowed(Role.ADMIN)
def show(request: Request) -> Response:
    """All accounts."""
    return _page(request)


@allowed(Role.ADMIN)
def add(request: Request) -> Response:
    """Make an account, and a link for its owner."""
    form = form_of(request)

    def work(console: Console) -> str:
        made = add_account(console.store, str(form.get("name", "")), _roles(request), actor(request))
        return made.name if form.get("link") else ""

    return _change(request, work)


@allowed(Role.ADMIN)
def change_roles(request: Request) -> Response:
    """Give an account other roles."""

    def work(console: Console) -> str:
        set_roles(console.store, _name(request), _roles(request), actor(request))
        return ""

    return _change(request, work)


@allowed(Role.ADMIN)
def switch(request: Request) -> Response:
    """Close an account, or open it again."""

    def work(console: Console) -> str:
        close = form_of(request).get("disabled") == "1"
        set_disabled(console.store, _name(request), actor(request), disabled=close)
        return ""

    return _change(request, work)


@allowed(Role.ADMIN)
def renew(request: Request) -> Response:
    """Give a link to choose a new password; the old one and the codes are void."""
    return _change(request, lambda _: _name(request))


def _change(request: Request, work: Callable[[Console], str]) -> Response:
    """Do it, make a link for the account that it names, and show the list again."""
    console, _ = console_of(request), translator(request)
    try:
        name = work(console)
        if name:
            address = password_link(console.store, name, console.config, console.now(), actor(request))
            hours = int(LASTS.total_seconds() // 3600)
            flash(request, _(LINK, name=name, hours=hours, address=address))
        else:
            flash(request, _(SAVED))
    except UsageError as error:
        return _page(request, in_words(request, error))
    return RedirectResponse(PATH, 303)


def _name(request: Request) -> str:
    console, name = console_of(request), str(form_of(request).get("name", ""))
    if get_account(console.store, name) is None:
        raise UsageError("user: no such account")
    return name


def _roles(request: Request) -> frozenset[Role]:
    given = (str(item) for item in form_of(request).getlist("role"))
    return frozenset(Role(item) for item in given if item in set(Role))


def _page(request: Request, problem: str = "") -> Response:
    console = console_of(request)
    context = {"accounts": list_accounts(console.store), "roles": list(Role), "problem": problem}
    return render(request, "users.html", status_code=400 if problem else 200, **context)


nav: Nav | None = Nav(N_("Users"), PATH, frozenset({Role.ADMIN}), 200)
routes = [
    Route(PATH, show, methods=["GET"]),
    Route(PATH + "/add", add, methods=["POST"]),
    Route(PATH + "/roles", change_roles, methods=["POST"]),
    Route(PATH + "/disabled", switch, methods=["POST"]),
    Route(PATH + "/link", renew, methods=["POST"]),
]
