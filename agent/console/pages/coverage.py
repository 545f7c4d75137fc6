"""What was not seen: connections that stayed closed, parts that could not be read, requests nobody judged."""

from datetime import timedelta

from babel import dates
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from agent.console.access import Role, allowed
from agent.console.charts import Bar, Chart, Series, columns
from agent.console.console import console_of
from agent.console.formats import filters
from agent.console.language import N_, language_of, locale_of, translator
from agent.console.page import Nav
from agent.console.render import render
from agent.metrics import NOT_JUDGED
from agent.record.coverage import Coverage, read_coverage

PATH = "/coverage"
READERS = (Role.SECURITY, Role.DPO, Role.COUNCIL)
DAYS = (7, 30, 90)
HANDLINGS = {
    "inspected": (N_("Read"), N_("Connections to AI services that were opened and read.")),
    "pinned": (
        N_("Refused to be read"),
        N_("The app trusts only its own certificate, or the machine does not trust ours yet."),
    ),
    "refused": (N_("Refused by the guard"), N_("Another protocol than the web's to an AI service.")),
    "passed": (N_("Left closed"), N_("Connections to all other sites. They are counted and not opened.")),
}
REASONS = {
    "deadline": N_("Reading took too long"),
    "worker-died": N_("A scan process stopped"),
    "scanner-error": N_("The scanner failed"),
    "pool-stopped": N_("The scan processes had stopped"),
    "guard-error": N_("The guard failed"),
    "not-recorded": N_("The record could not be written"),
    "cancelled": N_("The client left"),
    "binary": N_("Unknown binary content"),
    "bomb": N_("Unpacks to far too much"),
    "broken": N_("Damaged"),
    "encrypted": N_("Encrypted, or behind a password"),
    "image": N_("Picture without a text reader"),
    "picture": N_("Picture in a document"),
    "timeout": N_("The document took too long"),
    "too-deep": N_("Nested too deep"),
    "too-large": N_("Too large"),
    "too-many-values": N_("Too many pieces"),
    "trailing-data": N_("Something stands after the end"),
    "truncated": N_("Cut off"),
    "unknown-coding": N_("Unknown coding"),
    "unsupported": N_("A kind of file that cannot be read"),
    "xml-entities": N_("Unsafe XML"),
    "tokens": N_("Text as numbers"),
    "audio": N_("Sound"),
    "charset": N_("Unknown character set"),
    "reader-error": N_("The format could not be taken apart"),
    "other": N_("Other"),
}
GROUPS = {
    "not-redacted-": N_("Could not be made unrecognisable, so it was stopped: %(reason)s"),
    "not-restored-": N_("The answer kept its placeholders: %(reason)s"),
}


@allowed(*READERS)
def show(request: Request) -> Response:
    """The sums of the last days."""
    console, _ = console_of(request), translator(request)
    asked = request.query_params.get("days", "")
    days = int(asked) if asked in map(str, DAYS) else DAYS[1]
    last = console.now().date()
    first = last - timedelta(days=days - 1)
    found = read_coverage(console.store, first, last)
    reasons = sorted(found.unscanned.items(), key=lambda item: -item[1])
    return render(
        request,
        "coverage.html",
        days=days,
        choices=[(number, _("%(number)s days", number=number)) for number in DAYS],
        first=first,
        last=last,
        connections=[
            (name, _(title), _(about), found.connections.get(name, 0))
            for name, (title, about) in HANDLINGS.items()
        ],
        unjudged=[(_reason(request, name), number) for name, number in reasons if name in NOT_JUDGED],
        unread=[(_reason(request, name), number) for name, number in reasons if name not in NOT_JUDGED],
        share=_share(found),
        chart=_chart(request, found),
    )


def _share(found: Coverage) -> float | None:
    """Of the connections to AI services that were tried, the part that was read."""
    read = found.connections.get("inspected", 0)
    pinned = found.connections.get("pinned", 0)
    return max(read - pinned, 0) / read if read else None


def _reason(request: Request, name: str) -> str:
    _ = translator(request)
    for start, text in GROUPS.items():
        if name.startswith(start):
            return _(text, reason=_reason(request, name.removeprefix(start)).lower())
    return _(REASONS[name]) if name in REASONS else name


def _chart(request: Request, found: Coverage) -> Chart | None:
    """Connections to AI services by day; those left closed would dwarf the others."""
    _, language = translator(request), language_of(request)
    say = filters(language, console_of(request).config.web.timezone)
    shown = ("inspected", "pinned", "refused")
    parts = [
        Bar(
            dates.format_skeleton("MMMd", day, locale=locale_of(language)),
            _(HANDLINGS[name][0]),
            number,
            say["number"](number),
        )
        for day, counts in found.days.items()
        for name in shown
        if (number := counts.get(name, 0))
    ]
    return (
        columns(parts, [Series(_(HANDLINGS[name][0]), number) for number, name in enumerate(shown, 1)])
        if parts
        else None
    )


nav: Nav | None = Nav(N_("Coverage"), PATH, frozenset(READERS), 90)
routes = [Route(PATH, show, methods=["GET"])]
