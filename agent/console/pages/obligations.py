"""What the law asks, of the organisation and of each system: who sees to it, and how far it is."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from agent.console.access import Role, actor, allowed, form_of, user_of
from agent.console.console import console_of
from agent.console.language import N_, translator
from agent.console.leaf import leaf_of
from agent.console.page import Nav
from agent.console.problems import in_words
from agent.console.redirects import is_ours
from agent.console.render import flash, render
from agent.console.systems import system_path
from agent.errors import UsageError
from agent.register.duties import Duty, State, list_duties, set_duty
from agent.register.systems import list_systems

PATH = "/obligations"
SAVED = N_("Saved.")
READERS = (Role.SECURITY, Role.HR, Role.DPO, Role.COUNCIL)
EDITORS = (Role.HR, Role.DPO)
ONGOING = (State.OPEN, State.IN_PROGRESS)
VIEWS: Mapping[str, tuple[str, Callable[[Duty], bool]]] = {
    "all": (N_("All"), lambda _: True),
    "open": (N_("Not done yet"), lambda item: item.state in ONGOING),
    "unowned": (N_("Nobody sees to it"), lambda item: item.state == State.OPEN and not item.owner),
    "done": (N_("Done"), lambda item: item.state not in ONGOING),
    "organisation": (N_("Of the organisation"), lambda item: item.service is None),
}


@allowed(*READERS)
def show(request: Request) -> Response:
    """All obligations, or those of a view."""
    console = console_of(request)
    view = request.query_params.get("view", "open")
    view = view if view in VIEWS else "open"
    services = console.catalogue.services
    systems = list_systems(console.store, services)
    duties = list_duties(console.store, console.config.organisation, services, systems)
    fitting = [duty for duty in duties if VIEWS[view][1](duty)]
    leaf = leaf_of(request, len(fitting))
    return render(
        request,
        "obligations.html",
        duties=fitting[leaf.first : leaf.first + leaf.most],
        leaf=leaf,
        total=len(duties),
        done=sum(duty.state not in ONGOING for duty in duties),
        view=view,
        views=[(name, translator(request)(title)) for name, (title, _) in VIEWS.items()],
        states=list(State),
        today=console.now().date(),
        system_path=system_path,
        may_complete=bool(user_of(request).roles & set(EDITORS)),
        here=f"{PATH}?view={view}",
    )


@allowed(*EDITORS)
def change(request: Request) -> Response:
    """Set how far an obligation is, who sees to it, and where the proof is."""
    console, form = console_of(request), form_of(request)
    service = str(form.get("service", ""))
    system = (service, str(form.get("tenant", "")) or None) if service else None
    facts: dict[str, Any] = {name: str(form.get(name, "")).strip() for name in ("state", "owner", "note")}
    facts["evidence"] = [line.strip() for line in str(form.get("evidence", "")).splitlines() if line.strip()]
    try:
        set_duty(console.store, str(form.get("obligation", "")), system, facts, actor(request))
        flash(request, translator(request)(SAVED))
    except UsageError as error:
        flash(request, in_words(request, error))
    back = str(form.get("back", PATH))
    return RedirectResponse(back if is_ours(back) else PATH, 303)


nav: Nav | None = Nav(N_("Obligations"), PATH, frozenset(READERS), 40)
routes = [Route(PATH, show, methods=["GET"]), Route(PATH, change, methods=["POST"])]
