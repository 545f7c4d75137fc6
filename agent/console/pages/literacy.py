"""AI literacy: how many people of which group were trained in what, and what staff met on the way."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from agent.console.access import Role, actor, allowed, form_of, user_of
from agent.console.console import console_of
from agent.console.language import N_, translator
from agent.console.page import Nav
from agent.console.problems import in_words
from agent.console.render import flash, render
from agent.errors import UsageError
from agent.register.literacy import (
    add_training,
    list_trainings,
    literacy_by_group,
    people_seen,
    remove_training,
)
from agent.register.privacy import LEAST

PATH = "/literacy"
READERS = (Role.HR, Role.DPO, Role.COUNCIL)
EDITORS = (Role.HR,)
FIELDS = ("day", "group", "people", "subject")
YEAR = timedelta(days=365)
ADDED = N_("The training was added.")
REMOVED = N_("The training was removed.")


@allowed(*READERS)
def show(request: Request) -> Response:
    """The past year."""
    return _page(request)


@allowed(*EDITORS)
def add(request: Request) -> Response:
    """Enter a training."""
    console, form = console_of(request), form_of(request)
    facts = {name: str(form.get(name, "")) for name in FIELDS}
    try:
        add_training(console.store, facts, actor(request), console.now().date())
    except UsageError as error:
        return _page(request, in_words(request, error), facts)
    flash(request, translator(request)(ADDED))
    return RedirectResponse(PATH, 303)


@allowed(*EDITORS)
def remove(request: Request) -> Response:
    """Take back what was entered by mistake."""
    try:
        remove_training(console_of(request).store, str(form_of(request).get("training", "")), actor(request))
        flash(request, translator(request)(REMOVED))
    except UsageError as error:
        return _page(request, in_words(request, error))
    return RedirectResponse(PATH, 303)


def _page(request: Request, problem: str = "", typed: dict[str, str] | None = None) -> Response:
    console = console_of(request)
    today = console.now().date()
    groups = literacy_by_group(console.store, today - YEAR, today, console.names.get(), console.lessons.get())
    may_edit = bool(user_of(request).roles & set(EDITORS))
    people = people_seen(console.store)
    return render(
        request,
        "literacy.html",
        status_code=400 if problem else 200,
        first=today - YEAR,
        today=today,
        groups=groups,
        trained=sum(item.trained for item in groups),
        coached=sum(item.coached for item in groups),
        stopped=sum(item.stopped for item in groups),
        people=people if people >= LEAST else None,
        trainings=list_trainings(console.store) if may_edit else [],
        may_edit=may_edit,
        typed=typed or {"day": today.isoformat()},
        problem=problem,
    )


nav: Nav | None = Nav(N_("AI literacy"), PATH, frozenset(READERS), 70)
routes = [
    Route(PATH, show, methods=["GET"]),
    Route(PATH + "/add", add, methods=["POST"]),
    Route(PATH + "/remove", remove, methods=["POST"]),
]
