"""Discovery: drop a log of a DNS server, proxy or firewall; see the AI in it; add it to the register."""

from datetime import datetime
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from agent.console.access import Role, actor, allowed, form_of, note
from agent.console.console import console_of
from agent.console.language import N_, translator
from agent.console.page import Nav
from agent.console.render import flash, render
from agent.discovery import Discovery, Sighting, discover
from agent.discovery.enter import enter_in_register
from agent.errors import AgentError
from agent.register.systems import statuses

PATH = "/discovery"
READERS = (Role.SECURITY,)
MOST_BYTES = 250_000_000
"""Of an upload; it goes to disk as it arrives, in a file without a name that is gone when it is closed."""
NO_FILE = N_("Choose a file with a log.")
ADDED = N_("%(number)s systems were added to the register. Somebody has to review them.")
NOTHING = N_("Nothing was chosen, or too long ago. Search the log again.")
MOST_KEPT = 500
"""Services of one search that can be added."""


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
    _keep(request, found)
    return _page(request, found=found)


@allowed(*READERS)
def add(request: Request) -> Response:
    """Put what was chosen in the register, for review."""
    console, _ = console_of(request), translator(request)
    chosen = {str(item) for item in form_of(request).getlist("service")}
    found = Discovery(services=tuple(one for one in _kept(request) if one.service in chosen))
    if not found.services:
        return _page(request, _(NOTHING))
    number = enter_in_register(console.store, found, actor(request))
    flash(request, _(ADDED, number=number))
    return RedirectResponse("/register?view=discovered", 303)


def _keep(request: Request, found: Discovery) -> None:
    """Remember in the session what was found, for who adds it; hosts and numbers, no lines of the log."""
    sightings = [one.as_dict() | {"host_events": dict(one.host_events)} for one in found.services[:MOST_KEPT]]
    request.state.session.kept["discovery"] = sightings
    request.state.kept_changed = True


def _kept(request: Request) -> list[Sighting]:
    """What was found by the last search of this session; taken once, since a log counts once."""
    kept: list[dict[str, Any]] = request.state.session.kept.pop("discovery", [])
    request.state.kept_changed = True
    return [
        Sighting(
            **item
            | {
                "hosts": tuple(item["hosts"]),
                "first_seen": _moment(item["first_seen"]),
                "last_seen": _moment(item["last_seen"]),
            }
        )
        for item in kept
    ]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


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
