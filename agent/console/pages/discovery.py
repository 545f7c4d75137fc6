"""Discovery: drop a log of a DNS server, proxy or firewall; see the AI in it; add it to the register."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from agent.console.access import Role, actor, allowed, form_of, note
from agent.console.console import console_of
from agent.console.language import N_, translator
from agent.console.page import Nav
from agent.console.problems import in_words
from agent.console.render import flash, render
from agent.discovery import Discovery, discover
from agent.errors import AgentError, UsageError
from agent.register.systems import set_system, statuses

PATH = "/discovery"
READERS = (Role.SECURITY,)
MOST_BYTES = 256 * 2**20
"""Of an upload; it goes to disk as it arrives, in a file without a name that is gone when it is closed."""
NO_FILE = N_("Choose a file with a log.")
ADDED = N_("%(number)s systems were added to the register. Somebody has to review them.")
NONE_ADDED = N_("Nothing was chosen, or it was in the register already.")


@allowed(*READERS)
def show(request: Request) -> Response:
    """A form for a log."""
    return _page(request)


@allowed(*READERS, upload=MOST_BYTES)
def search(request: Request) -> Response:
    """Which AI services a log shows; the log itself is not kept."""
    console, _ = console_of(request), translator(request)
    file = form_of(request).get("log")
    if not isinstance(file, UploadFile) or not file.filename:
        return _page(request, _(NO_FILE))
    try:
        found = discover([file.file], catalogue=console.catalogue)
    except AgentError as error:
        return _page(request, _(N_("This log could not be read: %(why)s"), why=str(error)))
    note(request, "discovery", lines=str(found.summary.lines), services=str(len(found.services)))
    return _page(request, found=found)


@allowed(*READERS)
def add(request: Request) -> Response:
    """Put what was chosen in the register, for review."""
    console, _ = console_of(request), translator(request)
    there = {service for service, _tenant in statuses(console.store)}
    chosen = {str(item) for item in form_of(request).getlist("service")}
    new = sorted(chosen & set(console.catalogue.services) - there)
    try:
        for service in new:
            set_system(console.store, service, None, {"status": "discovered"}, actor(request))
    except UsageError as error:
        return _page(request, in_words(request, error))
    flash(request, _(ADDED, number=len(new)) if new else _(NONE_ADDED))
    return RedirectResponse("/register?view=discovered" if new else PATH, 303)


def _page(request: Request, problem: str = "", found: Discovery | None = None) -> Response:
    console = console_of(request)
    return render(
        request,
        "discovery.html",
        status_code=400 if problem else 200,
        found=found,
        services=console.catalogue.services,
        there={service for service, _ in statuses(console.store)} if found else set(),
        most=MOST_BYTES,
        problem=problem,
    )


nav: Nav | None = Nav(N_("Discovery"), PATH, frozenset(READERS), 80)
routes = [
    Route(PATH, show, methods=["GET"]),
    Route(PATH, search, methods=["POST"]),
    Route(PATH + "/add", add, methods=["POST"]),
]
