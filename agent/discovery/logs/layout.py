"""How one log is laid out: what every format gives to the query."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from itertools import islice

import ibis
import ibis.expr.types as ir

from agent.discovery.logs.carriers import Carrier
from agent.discovery.logs.moments import Clock, clock_of
from agent.discovery.logs.text import known

NOT_THIS_FORMAT = "not in this format"
NOT_A_REQUEST = "not a request"
NO_HOST = "no host name"
COMMENT = "comment or header"
EMPTY = "empty line"
UNKNOWN = "unknown format"

GENERAL = 0.5
"""What a general format's share counts for, so that a particular one is never passed over."""

Text = Callable[[ir.StringValue], ir.StringValue]
_ENOUGH = 0.01
"""The share of a log's first lines that a format must explain: a whole machine's log has little of each."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A format as one log has it, with its own columns and clock.

    Attributes:
        format: Name of the format.
        variant: Tells layouts of a format apart; logs of equal format, variant and clock are read together.
        read: Makes rows of a table with the column ``line``: ``host``, ``client``, ``when`` (text with a
            time in it), ``size`` (bytes sent out, as text, or null), ``url`` (what has the path) and
            ``reason`` (why the line is skipped, or null).
        clock: Reads ``when``; None when the log has no times.
        urls: Whether ``host`` is a URL, or a name with its port.
        client: Takes the client out of the column ``client``. This and `size` and `clock` are worked out for
            the few lines that matter; so those columns may hold the whole line.
        size: Takes the bytes sent out of the column ``size``, as text.
        share: Share of the first lines that it explains.
    """

    format: str
    variant: Hashable
    read: Callable[[ir.Table], ir.Table] = field(compare=False)
    clock: Clock | None = None
    urls: bool = False
    client: Text = field(default=known, compare=False)
    size: Text = field(default=known, compare=False)
    share: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class LogFormat:
    """A format of logs.

    Attributes:
        name: What `--format` calls it.
        title: What it is, for people.
        find: The layout of a log by its first lines; None when they are in another format.
        plain: The layout when the user says that it is this format and no line agrees.
        carriers: What may stand around its lines, and is taken off first.
    """

    name: str
    title: str
    find: Callable[[Sequence[str]], Layout | None]
    plain: Layout
    carriers: tuple[Carrier, ...] = ()


def share_of(lines: Sequence[str], fits: Callable[[str], object]) -> float:
    """The share of the lines that are not empty and fit; 0 when that is too small to be this format."""
    filled = [line for line in lines if line.strip()]
    share = sum(bool(fits(line)) for line in filled) / len(filled) if filled else 0.0
    return share if share >= _ENOUGH else 0.0


def clock_in(lines: Sequence[str], fits: Callable[[str], object], reach: int = 200) -> Clock | None:
    """The clock of the lines that fit, by the times in their beginnings."""
    return clock_of(line[:reach] for line in islice((line for line in lines if fits(line)), 100))


def row(  # noqa: PLR0913 - the columns
    table: ir.Table,
    *,
    host: ir.StringValue,
    client: ir.StringValue,
    when: ir.StringValue,
    reason: ir.StringValue,
    size: ir.StringValue | None = None,
    url: ir.StringValue | None = None,
) -> ir.Table:
    """The columns that the query wants."""
    return table.select(
        host=host,
        client=client,
        when=when,
        reason=ibis.ifelse((reason == NOT_THIS_FORMAT) & (table.line == ""), EMPTY, reason),
        size=ibis.null("string") if size is None else size,
        url=host if url is None else url,
    )


def first_reason(*rules: tuple[ir.BooleanValue, str]) -> ir.StringValue:
    """The reason of the first rule that holds; null when none does."""
    return ibis.cases(*rules, else_=ibis.null("string"))
