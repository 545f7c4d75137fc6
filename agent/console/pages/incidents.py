"""Possible data breaches: the 72-hour clock, the assessment, the draft of a notification, the decision."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from agent.console.access import Role, actor, allowed, form_of
from agent.console.console import Console, console_of
from agent.console.download import download
from agent.console.language import N_, language_of, translator
from agent.console.leaf import leaf_of
from agent.console.page import Nav
from agent.console.problems import in_words
from agent.console.refusal import RefusedError
from agent.console.render import flash, render
from agent.console.systems import system_path
from agent.errors import UsageError
from agent.register.incidents import (
    Incident,
    IncidentState,
    count_incidents,
    count_undecided,
    get_incident,
    list_incidents,
    set_incident,
)
from agent.register.notification import draft, questions
from detectors.services import found_service

PATH = "/incidents"
SAVED = N_("Saved.")
READERS = (Role.DPO,)
TEXTS = ("owner", "people", "country", "measures")
DECISIONS = (IncidentState.NO_BREACH, IncidentState.NOT_NOTIFIABLE, IncidentState.NOTIFIED)
ANSWERS = ("yes", "no", "unknown")


@allowed(*READERS)
def show_list(request: Request) -> Response:
    """All of them, or those that wait for a decision."""
    console = console_of(request)
    undecided = request.query_params.get("view") == "undecided"
    waiting = sum(count_undecided(console.store, console.now()))
    total = waiting if undecided else count_incidents(console.store)
    leaf = leaf_of(request, total)
    found = list_incidents(console.store, undecided=undecided, first=leaf.first, most=leaf.most)
    return render(
        request,
        "incidents.html",
        incidents=found,
        undecided=undecided,
        leaf=leaf,
    )


@allowed(*READERS)
def show(request: Request) -> Response:
    """One of them."""
    return _page(request, _get(request))


@allowed(*READERS)
def assess(request: Request) -> Response:
    """Set what people know: answers, number of people, country, measures, owner, since when they know."""
    form, console = form_of(request), console_of(request)
    incident = _get(request)
    try:
        facts = _facts(form, incident, console)
        if facts:
            if incident.state == IncidentState.OPEN:
                facts["state"] = IncidentState.ASSESSING
            set_incident(console.store, incident.id, facts, actor(request))
    except UsageError as error:
        return _page(request, incident, in_words(request, error))
    return _saved(request, incident)


@allowed(*READERS)
def decide(request: Request) -> Response:
    """Decide what it is, with the reason; a decision can be taken back by opening it again."""
    form, console = form_of(request), console_of(request)
    incident = _get(request)
    facts: dict[str, Any] = {
        "state": form.get("state"),
        "reason": str(form.get("reason", "")).strip() or None,
    }
    try:
        if form.get("state") == IncidentState.NOTIFIED and form.get("notified"):
            facts["notified"] = _moment(str(form["notified"]), console)
        set_incident(console.store, incident.id, facts, actor(request))
    except UsageError as error:
        return _page(request, incident, in_words(request, error))
    return _saved(request, incident)


@allowed(*READERS)
def notification(request: Request) -> Response:
    """The draft of the notification as a text file."""
    incident = _get(request)
    lines: list[str] = []
    section = ""
    for item in _draft(request, incident):
        if item.section != section:
            section = item.section
            lines += ["", section, "=" * len(section)]
        lines.append(f"{item.label}: {item.value}")
    text = f"{incident.id}\n" + "\n".join(lines) + "\n"
    return download(request, f"{incident.id}.txt", text.encode(), "text/plain; charset=utf-8")


@allowed(*READERS)
def export(request: Request) -> Response:
    """All incidents as JSON lines, without groups: an incident may be one person's."""
    console = console_of(request)
    rows = [replace(incident, groups={}).as_dict() for incident in list_incidents(console.store)]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    day = console.now().date().isoformat()
    return download(request, f"incidents-{day}.jsonl", lines.encode(), "application/jsonl; charset=utf-8")


def _facts(form: Mapping[str, Any], incident: Incident, console: Console) -> dict[str, Any]:
    """What differs from what is known."""
    now = incident.as_dict()
    typed = {name: str(form[name]).strip() or None for name in TEXTS if name in form}
    facts: dict[str, Any] = {
        name: value for name, value in typed.items() if value != _plain(now[name]) and value is not None
    }
    facts |= {
        name: None
        for name in ("owner", "country", "measures")
        if name in typed and not typed[name] and now[name]
    }
    answers = {
        name: str(form[f"answer-{name}"]) for name in questions() if form.get(f"answer-{name}") in ANSWERS
    }
    changed = {name: answer for name, answer in answers.items() if incident.answers.get(name) != answer}
    if changed:
        facts["answers"] = changed
    if form.get("aware"):
        aware = _moment(str(form["aware"]), console)
        if aware.replace(second=0, microsecond=0) != incident.aware.replace(second=0, microsecond=0):
            facts["aware"] = aware
    return facts


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def _moment(text: str, console: Console) -> datetime:
    """A time as browsers send it, in the console's zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError("write a time as 2027-12-31T14:00") from error
    return moment.replace(tzinfo=moment.tzinfo or ZoneInfo(console.config.web.timezone)).astimezone(UTC)


def _get(request: Request) -> Incident:
    incident = get_incident(console_of(request).store, str(request.path_params["id"]))
    if incident is None:
        raise RefusedError("path", 404)
    return incident


def _saved(request: Request, incident: Incident) -> Response:
    flash(request, translator(request)(SAVED))
    return RedirectResponse(f"{PATH}/{incident.id}", 303)


def _draft(request: Request, incident: Incident) -> list[Any]:
    console, language = console_of(request), language_of(request)
    known = console.catalogue.services.get(incident.service)
    service = known or found_service(incident.service, language)
    return list(draft(incident, console.config.organisation, service, language))


def _page(request: Request, incident: Incident, problem: str = "") -> Response:
    console, language = console_of(request), language_of(request)
    zone = ZoneInfo(console.config.web.timezone)
    return render(
        request,
        "incident.html",
        status_code=400 if problem else 200,
        incident=incident,
        system=system_path(incident.service, incident.tenant),
        questions={key: words.in_language(language) for key, words in questions().items()},
        draft=_draft(request, incident),
        decisions=list(DECISIONS),
        reopened=IncidentState.ASSESSING,
        aware=f"{incident.aware.astimezone(zone):%Y-%m-%dT%H:%M}",
        problem=problem,
    )


nav: Nav | None = Nav(N_("Incidents"), PATH, frozenset(READERS), 50)
routes = [
    Route(PATH, show_list, methods=["GET"]),
    Route(PATH + "/export", export, methods=["GET"]),
    Route(PATH + "/{id}", show, methods=["GET"]),
    Route(PATH + "/{id}/assess", assess, methods=["POST"]),
    Route(PATH + "/{id}/decide", decide, methods=["POST"]),
    Route(PATH + "/{id}/notification", notification, methods=["GET"]),
]
