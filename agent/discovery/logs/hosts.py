"""Which host names can be AI, as sets that a query can look in; the catalogue itself has the last word.

A catalogue's names stand for everything below them, so a host is looked up by its last two, three, four and
five labels. That lets a few hosts through that are no AI (names with a star count by their last labels only),
and none of the others: the catalogue is then asked for those few, once for each, not for each line.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from detectors.services import Catalogue

_MOST = 5
VALID = r"^[-._0-9a-z\x{80}-\x{10FFFF}]+$"
ADDRESS = r"^[0-9.]+$"


@dataclass(frozen=True, slots=True)
class HostSets:
    """Names of a catalogue by their number of labels.

    Attributes:
        named: By number of labels: names that stand for an AI service.
        gate: The last two labels (or the only one) of every name in `named`.
        starred: The last two labels of names with a star in them.
    """

    named: tuple[frozenset[str], ...]
    gate: frozenset[str]
    starred: frozenset[str]

    def holds(self, host: ir.StringValue) -> ir.BooleanValue:
        """Whether a host may be one of them. Most hosts cost one look-up."""
        if not self.gate:
            return ibis.literal(False)  # noqa: FBT003 - a literal of the query
        short = _suffix(host, 2)
        tests = [short.isin(sorted(self.starred | self.named[2]))]
        tests += [
            _suffix(host, labels).isin(sorted(self.named[labels]))
            for labels in (1, *range(3, _MOST + 1))
            if self.named[labels]
        ]
        found = tests[0]
        for test in tests[1:]:
            found = found | test
        gate = short.isin(sorted(self.gate))
        if self.named[1]:
            gate = gate | _suffix(host, 1).isin(sorted(self.named[1]))
        return ibis.ifelse(gate, found, False).fill_null(False)  # noqa: FBT003 - a literal of the query


def ai_hosts(catalogue: Catalogue) -> HostSets:
    """Hosts whose name alone tells the service."""
    services = catalogue.services.values()
    return _sets(name for one in services for name in (*one.hosts, *one.passive_hosts, *one.mixed_hosts))


def shared_hosts(catalogue: Catalogue) -> HostSets:
    """Hosts on which the path tells whether it is AI."""
    services = catalogue.services.values()
    return _sets(name for one in services for name in (*one.general_hosts, *one.mixed_hosts))


def _sets(names: Iterable[str]) -> HostSets:
    named: list[set[str]] = [set() for _ in range(_MOST + 1)]
    starred = set()
    for name in names:
        fixed = name.rpartition("*")[2].partition(".")[2] if "*" in name else name
        labels = fixed.split(".")
        if "*" in name and len(labels) > 1:
            starred.add(".".join(labels[-2:]))
        else:  # nothing but a last label after a star: let all of them through
            kept = labels[-_MOST:]
            named[len(kept)].add(".".join(kept))
    gate = {".".join(name.split(".")[-2:]) for group in named for name in group} | starred
    return HostSets(tuple(frozenset(group) for group in named), frozenset(gate), frozenset(starred))


def _suffix(host: ir.StringValue, labels: int) -> ir.StringValue:
    """The last labels of a host; empty when it has fewer."""
    return host.re_extract(r"[^.]+" + r"\.[^.]+" * (labels - 1) + "$", 0)


def clean(host: ir.StringValue) -> ir.StringValue:
    """In lower case, without user, port and final dot."""
    host = host.lower()
    host = ibis.ifelse(host.contains("@"), host.re_replace(r"^.*@", ""), host)
    host = ibis.ifelse(host.contains(":") & ~host.startswith("["), host.split(":")[0], host)
    return ibis.ifelse(host.endswith("."), host.left(host.length() - 1), host)
