"""The HR report: choose days, language and form, and take it along."""

from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import get_args

from babel import dates
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from agent.console.access import Role, allowed
from agent.console.console import Console, console_of
from agent.console.download import download
from agent.console.language import LANGUAGES, N_, language_of, locale_of, translator
from agent.console.page import Nav
from agent.console.render import render
from agent.errors import UsageError
from agent.record.groups import first_day, last_day, month_of
from agent.record.store import Store
from agent.register.law import Language
from agent.register.privacy import months_between
from agent.reports.facts import PolicyInForce, Setting
from agent.reports.source import open_store

PATH = "/report"
READERS = (Role.HR, Role.DPO, Role.COUNCIL)
FORMS = {
    "pdf": (N_("PDF, to read and print"), "application/pdf"),
    "xlsx": (
        N_("Spreadsheet (XLSX), to calculate with"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "html": (N_("Web page (HTML), one file"), "text/html; charset=utf-8"),
    "json": (N_("Data (JSON), for other programs"), "application/json"),
}
MONTHS = 13
NO_DAYS = N_("These days cannot be reported: choose a first day that has been, and a last day after it.")


@allowed(*READERS)
def show(request: Request) -> Response:
    """A form for the report."""
    return _page(request)


@allowed(*READERS)
def make(request: Request) -> Response:
    """The report as a file."""
    console, asked = console_of(request), request.query_params
    form, language = asked.get("format", ""), asked.get("language", "")
    if form not in FORMS or language not in get_args(Language):
        return _page(request, translator(request)(N_("Choose a language and a form.")))
    # A second to import, and only for who makes a report.
    from agent.reports.build import build  # noqa: PLC0415
    from agent.reports.period import period  # noqa: PLC0415
    from agent.reports.render import render as to_file  # noqa: PLC0415

    now = console.now().replace(microsecond=0)
    try:
        days = period(*_days(asked.get("month"), asked.get("first"), asked.get("last")), now.date())
    except (UsageError, ValueError):
        return _page(request, translator(request)(NO_DAYS))
    with _store(console) as store:
        report = build(store, _setting(console), days, now)
    data = to_file(report, form, "nl" if language == "nl" else "en")
    return download(request, f"report-{days.first}-{days.last}-{language}.{form}", data, FORMS[form][1])


def _days(month: str | None, first: str | None, last: str | None) -> tuple[date | None, date | None]:
    """The days of a form: those that were typed, else those of the chosen month."""
    if first or last:
        return (date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)
    return (first_day(month), last_day(month)) if month else (None, None)


def _setting(console: Console) -> Setting:
    loaded = console.policy()
    policy = loaded.policy
    in_force = PolicyInForce(policy.name, loaded.version, policy.mode, len(policy.rules))
    services = console.catalogue.services
    return Setting(console.config.organisation, services, in_force, console.config.retention_months)


def _store(console: Console) -> AbstractContextManager[Store]:
    """A fleet's store when there is one: a node's own numbers beside it would give small groups away."""
    return open_store(console.config) if console.config.central else nullcontext(console.store)


def _page(request: Request, problem: str = "") -> Response:
    console, language = console_of(request), language_of(request)
    _, today = translator(request), console.now().date()
    first = today.replace(year=today.year - 1, day=1)
    months = [
        (month, dates.format_date(first_day(month), "LLLL yyyy", locale=locale_of(language)))
        for month in reversed(months_between(first, today))
    ]
    return render(
        request,
        "report.html",
        status_code=400 if problem else 200,
        months=months[:MONTHS],
        month=months[1][0],
        this_month=month_of(today),
        languages=[(item, {"nl": "Nederlands", "en": "English"}[item]) for item in LANGUAGES],
        forms=[(name, _(text)) for name, (text, _media_type) in FORMS.items()],
        today=today,
        problem=problem,
    )


nav: Nav | None = Nav(N_("HR report"), PATH, frozenset(READERS), 75)
routes = [Route(PATH, show, methods=["GET"]), Route(PATH + "/file", make, methods=["GET"])]
