"""Formats that one regular expression explains: see patterns.yaml."""

import re
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files

import ibis
import ibis.expr.types as ir

from agent.discovery.logs.layout import (
    NOT_A_REQUEST,
    NOT_THIS_FORMAT,
    Layout,
    LogFormat,
    clock_in,
    first_reason,
    row,
    share_of,
)
from agent.discovery.logs.moments import clock_of
from detectors.yaml_file import StrictModel, read_yaml

_SOURCE = "patterns.yaml"
_TIME = 80
"""Characters at the start of a line in which its time is."""


class _Pattern(StrictModel):
    """One format.

    Attributes:
        title: What it is, for people.
        pattern: Matches the lines that are requests.
        mark: Matches all lines of the product.
        host: The group with the host.
        or_host: Another, for another wording.
        client: The group with the client.
        time: The group with the time, if it is not at the start of the line.
        urls: Whether the host is a URL, or has a port.
    """

    title: str
    pattern: str
    mark: str
    host: int
    or_host: int | None = None
    client: int | None = None
    time: int | None = None
    urls: bool = False


class _File(StrictModel):
    formats: dict[str, _Pattern]


def _read(table: ir.Table, one: _Pattern) -> ir.Table:
    def group(number: int) -> ir.StringValue:
        return table.line.re_extract(one.pattern, number).nullif("")

    host = group(one.host)
    host = ibis.coalesce(host, group(one.or_host)) if one.or_host else host
    table = table.mutate(host=host)
    return row(
        table,
        host=table.host,
        client=group(one.client) if one.client else ibis.null("string"),
        when=group(one.time) if one.time else table.line.left(_TIME),
        reason=first_reason(
            (table.host.notnull(), ibis.null("string")),
            (table.line.re_search(one.mark), NOT_A_REQUEST),
            (ibis.literal(True), NOT_THIS_FORMAT),  # noqa: FBT003 - a literal of the query
        ),
    )


def _format(name: str, one: _Pattern) -> LogFormat:
    plain = Layout(name, "", lambda table: _read(table, one), urls=one.urls)

    def find(lines: Sequence[str]) -> Layout | None:
        fits = re.compile(one.pattern).search
        share = share_of(lines, fits)
        if not share:
            return None
        if one.time is None:
            return replace(plain, clock=clock_in(lines, fits, _TIME), share=share)
        clock = clock_of(found[one.time] for line in lines if (found := fits(line)))
        return replace(plain, clock=clock, share=share)

    return LogFormat(name, one.title, find, plain)


def _formats() -> tuple[LogFormat, ...]:
    text = files("agent.discovery.logs.formats").joinpath(_SOURCE).read_text(encoding="utf-8")
    return tuple(_format(name, one) for name, one in read_yaml(_File, text, _SOURCE).formats.items())


FORMATS = _formats()
