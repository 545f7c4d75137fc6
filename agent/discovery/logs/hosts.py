"""Which host names can be AI, as a table that a query can look in; the catalogue itself has the last word.

A catalogue's names stand for everything below them, so a host is looked up by its last two labels, in one
join; where those are not enough, as for gemini.google.com, a regular expression goes on. The catalogue is
then asked once for each host that is left, not for each line.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from detectors.services import Catalogue

_SHORT = 2
VALID = r"^[-._0-9a-z\x{80}-\x{10FFFF}]+$"
ADDRESS = r"^[0-9.]+$"


@dataclass(frozen=True, slots=True)
class HostSet:
    """Some names of a catalogue.

    Attributes:
        whole: Names of two labels.
        deep: All others; they may have a star for a label.
    """

    whole: frozenset[str]
    deep: frozenset[str]

    def below(self, host: ir.StringValue) -> ir.BooleanValue:
        """Whether a host is one of the longer names, or below one. An IN would be worked out for all rows."""
        names = "|".join(re.escape(name).replace(r"\*", "[^.]+") for name in sorted(self.deep))
        return host.re_search(rf"(?:^|\.)(?:{names})$")


@dataclass(frozen=True, slots=True)
class Hosts:
    """All names of a catalogue.

    Attributes:
        ai: Hosts whose name alone tells the service.
        shared: Hosts on which the path tells whether it is AI.
    """

    ai: HostSet
    shared: HostSet

    def gate(self) -> Mapping[str, Sequence[str | None]]:
        """Columns of a table: the last two labels of all names, and what they mean."""
        ai, shared = _kinds(self.ai), _kinds(self.shared)
        shorts = sorted(ai.keys() | shared.keys())
        return {"short": shorts, "ai": [*map(ai.get, shorts)], "shared": [*map(shared.get, shorts)]}

    def kinds(self, rows: ir.Table, gate: ir.Table) -> ir.Table:
        """Adds ``ai`` and ``shared`` to rows with a host: ``whole``, ``deep`` or null."""
        rows = rows.mutate(short=rows.host.re_extract(r"(?:[^.]+\.)?[^.]+$", 0))
        rows = rows.left_join(gate, rows.short == gate.short).drop("short_right")
        ends = sorted(_open_ends(self.ai) | _open_ends(self.shared))
        if ends:
            wide = rows.host.re_search(rf"(?:^|\.)(?:{'|'.join(map(re.escape, ends))})$")
            deep = ibis.ifelse(wide, "deep", ibis.null("string"))
            rows = rows.mutate(ai=ibis.coalesce(rows.ai, deep), shared=ibis.coalesce(rows.shared, deep))
        return rows


def hosts_of(catalogue: Catalogue) -> Hosts:
    """The names of a catalogue."""
    services = catalogue.services.values()
    return Hosts(
        _sets(name for one in services for name in (*one.hosts, *one.passive_hosts, *one.mixed_hosts)),
        _sets(name for one in services for name in (*one.general_hosts, *one.mixed_hosts)),
    )


def _sets(names: Iterable[str]) -> HostSet:
    every = frozenset(names)
    whole = frozenset(name for name in every if "*" not in name and name.count(".") == 1)
    return HostSet(whole, every - whole)


def _kinds(names: HostSet) -> dict[str, str]:
    """What the last two labels of a name mean, where there are two without a star."""
    shorts = {_short(name) for name in names.deep}
    deep = {short: "deep" for short in shorts if "*" not in short and "." in short}
    return deep | dict.fromkeys(names.whole, "whole")


def _short(name: str) -> str:
    return ".".join(name.split(".")[-_SHORT:])


def _open_ends(names: HostSet) -> set[str]:
    """The last labels of the others, such as ``intranet`` and ``*.lan``: an organisation's own."""
    return {
        short.rpartition(".")[2] for name in names.deep if "*" in (short := _short(name)) or "." not in short
    }
