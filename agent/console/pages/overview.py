"""The first page: what is used, what was stopped, and what needs a person now."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from babel import dates, numbers
from sqlalchemy.engine import make_url
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from agent.console.access import Role, allowed, user_of
from agent.console.charts import Bar, Chart, Series, bars, columns
from agent.console.console import Console, console_of
from agent.console.figures import WEEKS, Figures
from agent.console.formats import kind_word, term
from agent.console.language import N_, language_of, locale_of, translator
from agent.console.page import Nav
from agent.console.render import render
from agent.console.systems import Names
from agent.console.todo import todo
from agent.register.law import Language
from agent.register.privacy import OTHER

MOST = 8
"""Bars of a chart; the rest is one bar."""
SHOWN = {"block": 3, "coach": 2, "redact": 4, "log": 5, "allow": 1}
"""What can be done with a request, the strictest first, with the colour of its bars."""


@allowed()
def show(request: Request) -> Response:
    """The overview; an administrator sees how the guard is, the others what people use."""
    console, user = console_of(request), user_of(request)
    context: dict[str, Any] = {
        "waiting": todo(console, user, translator(request)),
        "charts": [],
        "counts": None,
        "state": console.readiness() if user.roles & {Role.ADMIN, Role.SECURITY} else None,
        "mode": console.policy().policy.mode,
        "node": console.config.node,
        "central": central_place(console.config.central),
    }
    if user.roles - {Role.ADMIN}:
        figures = console.figures.get()
        context |= {
            "since": figures.since,
            "until": figures.until,
            "counts": _counts(figures),
            "charts": _charts(request, console, figures),
        }
    return render(request, "overview.html", **context)


def central_place(central: str | None) -> str:
    """Machine and database of a fleet's store, without its user and password; empty outside a fleet."""
    if not central or "://" not in central:
        return central or ""
    url = make_url(central)
    return f"{url.host or 'localhost'}/{url.database or ''}".rstrip("/")


def _counts(figures: Figures) -> dict[str, tuple[int, int | None]]:
    """Figures of the last thirty days, each with its change in percent."""

    def pair(names: Iterable[str]) -> tuple[int, int | None]:
        chosen = list(names)
        now = sum(figures.actions[name] for name in chosen)
        before = sum(figures.actions_before[name] for name in chosen)
        return now, round(100 * (now - before) / before) if before else None

    return {
        "requests": pair(set(figures.actions) | set(figures.actions_before)),
        "stopped": pair(["block"]),
        "warned": pair(["coach"]),
        "redacted": pair(["redact"]),
    }


def _charts(request: Request, console: Console, figures: Figures) -> list[tuple[str, Chart]]:
    _, language = translator(request), language_of(request)
    charts = []
    if figures.weeks:
        charts.append((_("Requests a week, by what was done with them"), _weeks(figures, language)))
    if figures.services:
        named = Names(console, language)
        names = {key: named.service(key) for key in figures.services}
        top = _top(figures.services, names, _("Other"))
        charts.append((_("AI services that are used most, last 30 days"), bars(_bars(top, language))))
    if figures.kinds:
        charts.append((_("What was found, and what was done, last 30 days"), _kinds(figures, language)))
    if len(figures.groups) > 1:
        names = {OTHER: _("Smaller groups")}
        top = _top(figures.groups, names, _("Other"))
        charts.append((_("Requests by group, this month"), bars(_bars(top, language))))
    return charts


def _weeks(figures: Figures, language: Language) -> Chart:
    """Twelve weeks, those without a request too."""
    locale = locale_of(language)
    last = figures.until - timedelta(days=figures.until.weekday())
    mondays = [last - timedelta(weeks=n) for n in reversed(range(WEEKS))]
    used = [action for action in SHOWN if any(figures.weeks[monday, action] for monday in mondays)]

    def label(monday: date) -> str:
        return dates.format_skeleton("MMMd", monday, locale=locale)

    parts = [
        Bar(label(monday), term(action, language), number, _said(number, language))
        for monday in mondays
        for action in used
        if (number := figures.weeks[monday, action]) or action == used[0]
    ]
    return columns(parts, _series(used, language))


def _kinds(figures: Figures, language: Language) -> Chart:
    totals: Counter[str] = Counter()
    for (kind, _), number in figures.kinds.items():
        totals[kind] += number
    kinds = [kind for kind, _ in totals.most_common(MOST)]
    used = [action for action in SHOWN if any(figures.kinds[kind, action] for kind in kinds)]
    parts = [
        Bar(kind_word(kind, language), term(action, language), number, _said(number, language))
        for kind in kinds
        for action in used
        if (number := figures.kinds[kind, action])
    ]
    return bars(parts, _series(used, language))


def _series(actions: Iterable[str], language: Language) -> list[Series]:
    return [Series(term(action, language), SHOWN[action]) for action in actions]


def _top(counts: Counter[str], names: dict[str, str], rest: str) -> list[tuple[str, int]]:
    """The largest, and the others as one."""
    ordered = counts.most_common()
    top = [(names.get(key, key), number) for key, number in ordered[:MOST]]
    others = sum(number for _, number in ordered[MOST:])
    return [*top, (rest, others)] if others else top


def _bars(top: list[tuple[str, int]], language: Language) -> list[Bar]:
    return [Bar(name, "", number, _said(number, language)) for name, number in top]


def _said(number: int, language: Language) -> str:
    return str(numbers.format_decimal(number, locale=locale_of(language)))


nav: Nav | None = Nav(N_("Overview"), "/", frozenset(Role), 10)
routes = [Route("/", show)]
