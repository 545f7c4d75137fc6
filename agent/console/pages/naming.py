"""Naming the user behind a pseudonym: one role asks, another approves, and only who asked may look."""

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
from agent.decided import find_decision
from agent.errors import AgentError, UsageError
from agent.record.keys import pseudonym_key
from agent.record.pseudonym import load_pseudonyms
from agent.register.reveal import LONGEST, Reveal, approve, ask, decline, list_reveals, look

PATH = "/naming"
ASKERS = (Role.SECURITY, Role.HR)
APPROVERS = (Role.DPO, Role.COUNCIL)
HOURS = (1, 4, 24, 72, 168, 336)
STALE = timedelta(days=14)
"""A request that nobody approved for so long is shown as lapsed."""
ASKED = N_("Your request was sent. Somebody with another role decides about it.")
NO_PSEUDONYM = N_("This event holds no pseudonym, so nobody can be named by it.")


@allowed(*ASKERS, *APPROVERS)
def show(request: Request) -> Response:
    """All requests, and a form for those who may ask."""
    return _page(request)


@allowed(*ASKERS)
def request_name(request: Request) -> Response:
    """Ask to name somebody, by the event or the pseudonym."""
    console, form, _ = console_of(request), form_of(request), translator(request)
    event, pseudonym = str(form.get("event", "")).strip(), str(form.get("pseudonym", "")).strip()
    try:
        if event:
            pseudonym = find_decision(console.store, event).pseudonym or ""
            if not pseudonym:
                return _page(request, _(NO_PSEUDONYM))
        ask(console.store, pseudonym, str(form.get("reason", "")), actor(request))
    except UsageError as error:
        return _page(request, in_words(request, error))
    flash(request, _(ASKED))
    return RedirectResponse(PATH, 303)


@allowed(*APPROVERS)
def give(request: Request) -> Response:
    """Approve a request, for some hours."""
    console, form = console_of(request), form_of(request)
    hours = str(form.get("hours", ""))
    if hours not in map(str, HOURS):
        return _page(request, translator(request)(N_("Choose for how long.")))
    try:
        approve(console.store, str(form.get("request", "")), actor(request), float(hours))
    except UsageError as error:
        return _page(request, in_words(request, error))
    return RedirectResponse(PATH, 303)


@allowed(*APPROVERS)
def refuse(request: Request) -> Response:
    """Decline a request, with the reason."""
    console, form = console_of(request), form_of(request)
    try:
        decline(
            console.store, str(form.get("request", "")), str(form.get("declined_why", "")), actor(request)
        )
    except UsageError as error:
        return _page(request, in_words(request, error))
    return RedirectResponse(PATH, 303)


@allowed(*ASKERS)
def reveal(request: Request) -> Response:
    """Show the name to who asked, once; each look is recorded."""
    console = console_of(request)
    try:
        key = load_pseudonyms(pseudonym_key(console.config.data_dir))
        name = look(console.store, str(form_of(request).get("request", "")), actor(request), key)
    except AgentError as error:
        words = in_words(request, error) if isinstance(error, UsageError) else str(error)
        return _page(request, words)
    return _page(request, shown=(str(form_of(request).get("request", "")), name))


def _page(request: Request, problem: str = "", shown: tuple[str, str] | None = None) -> Response:
    console, user = console_of(request), user_of(request)
    now = console.now()

    def state(item: Reveal) -> str:
        if item.declined is not None:
            return "declined"
        if item.ends is not None:
            return "ended" if now >= item.ends else "approved"
        return "lapsed" if now - item.asked > STALE else "waiting"

    return render(
        request,
        "naming.html",
        status_code=400 if problem else 200,
        reveals=[(item, state(item)) for item in list_reveals(console.store)],
        may_ask=bool(user.roles & set(ASKERS)),
        may_approve=bool(user.roles & set(APPROVERS)),
        hours=[(number, translator(request)(_hours(number), number=_number(number))) for number in HOURS],
        days=LONGEST.days,
        event=request.query_params.get("event", "")[:64],
        shown=shown,
        problem=problem,
    )


def _hours(number: int) -> str:
    if number == 1:
        return N_("%(number)s hour")
    return N_("%(number)s hours") if number <= 72 else N_("%(number)s days")  # noqa: PLR2004 - three days


def _number(hours: int) -> int:
    return hours if hours <= 72 else hours // 24  # noqa: PLR2004 - three days


nav: Nav | None = Nav(N_("Naming somebody"), PATH, frozenset({*ASKERS, *APPROVERS}), 100)
routes = [
    Route(PATH, show, methods=["GET"]),
    Route(PATH, request_name, methods=["POST"]),
    Route(PATH + "/approve", give, methods=["POST"]),
    Route(PATH + "/decline", refuse, methods=["POST"]),
    Route(PATH + "/look", reveal, methods=["POST"]),
]
