"""The seven-step AI scan: how far each step is, what is open, and what people answer."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from agent.console.access import Role, actor, allowed, form_of, user_of
from agent.console.console import console_of
from agent.console.language import N_, language_of, translator
from agent.console.page import Nav
from agent.console.problems import in_words
from agent.console.render import flash, render
from agent.console.systems import Names, system_path
from agent.errors import UsageError
from agent.register.duties import State
from agent.register.law import obligations
from agent.register.said import with_account
from agent.register.scan_counts import Open, gather
from agent.register.seven_steps import answer_point, seven_steps

PATH = "/scan"
READERS = (Role.SECURITY, Role.HR, Role.DPO, Role.COUNCIL)
EDITORS = (Role.HR, Role.DPO)
SAVED = N_("Saved.")
FIRST = 6
"""Open points shown at once; the others unfold."""


@allowed(*READERS)
def show(request: Request) -> Response:
    """All steps."""
    return _page(request)


@allowed(*EDITORS)
def answer(request: Request) -> Response:
    """Keep what somebody says of a point."""
    form = form_of(request)
    point = str(form.get("point", ""))
    try:
        state, note = str(form.get("state", "")), str(form.get("note", ""))
        answer_point(console_of(request).store, point, state, note, actor(request))
    except UsageError as error:
        return _page(request, in_words(request, error))
    flash(request, translator(request)(SAVED))
    return RedirectResponse(f"{PATH}#{point}", 303)


def _page(request: Request, problem: str = "") -> Response:
    console, language = console_of(request), language_of(request)
    facts = gather(
        console.store,
        console.config.organisation,
        console.catalogue.services,
        console.policy().policy.mode,
        console.now().date(),
    )
    steps = seven_steps(console.store, facts)
    names = Names(console, language)
    sees_incidents = Role.DPO in user_of(request).roles

    def link(item: Open) -> dict[str, Any]:
        if item.kind == "incident":
            return {"path": f"/incidents/{item.incident}" if sees_incidents else "", "text": item.name}
        path = system_path(item.service, item.tenant) if item.service else "/obligations?view=organisation"
        name = names.system(item.service, item.tenant) if item.service else ""
        name = with_account(name, item.tenant, language)
        if item.kind == "system":
            return {"path": path, "text": name}
        law = obligations()[item.obligation or ""]
        title = f"{law.title.in_language(language)} ({law.citation(language)})"
        return {"path": path, "text": f"{name}: {title}" if name else title}

    return render(
        request,
        "ai_scan.html",
        status_code=400 if problem else 200,
        steps=steps,
        closed=sum(step.closed for step in steps),
        total=sum(len(step.points) for step in steps),
        link=link,
        first=FIRST,
        states=list(State),
        may_answer=bool(user_of(request).roles & set(EDITORS)),
        problem=problem,
    )


nav: Nav | None = Nav(N_("AI scan in seven steps"), PATH, frozenset(READERS), 20)
routes = [Route(PATH, show, methods=["GET"]), Route(PATH, answer, methods=["POST"])]
