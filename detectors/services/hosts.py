"""From a host name to the services behind it: one walk over a dictionary of label suffixes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from detectors.services.model import Service

Use = Literal["ai", "passive", "mixed", "general"]


@dataclass(frozen=True, slots=True)
class Place:
    """A host name of the catalogue.

    Attributes:
        name: As written in the catalogue.
        main: The service that the name alone tells; None for a general site.
        use: How the main service (or, without one, the first) uses the host.
        services: All services found here, those told apart by path before the main one.
    """

    name: str
    main: Service | None
    use: Use
    services: tuple[Service, ...]

    @property
    def shared(self) -> bool:
        """Whether other things than AI live here too, so that only an opt-in allows decrypting."""
        return self.use in ("mixed", "general")


@dataclass(slots=True)
class _Node:
    """What hangs at one label suffix: the place itself, and patterns that end in it.

    Patterns lie under their first label, so that a host of a large cloud meets one or two of them and not
    all; a pattern whose first label has a star lies under ``*``.
    """

    place: Place | None = None
    patterns: dict[str, list[tuple[re.Pattern[str], Place]]] = field(default_factory=dict)

    def match(self, host: str, suffix: str) -> Place | None:
        """The place of the first pattern that fits the host."""
        for label in ("*", *host[: -len(suffix) - 1].split(".")):
            for pattern, place in self.patterns.get(label, ()):
                if pattern.fullmatch(host):
                    return place
        return None


class HostIndex:
    """All host names of a catalogue."""

    def __init__(self, services: Iterable[Service]) -> None:
        found: dict[str, list[tuple[Service, Use]]] = {}
        for service in services:
            for use, names in _uses(service):
                for name in names:
                    found.setdefault(name, []).append((service, use))
        self.places = {name: _place(name, uses) for name, uses in found.items()}
        self._nodes: dict[str, _Node] = {}
        for name, place in self.places.items():
            self._add(name, place)

    def _add(self, name: str, place: Place) -> None:
        if "*" not in name:
            self._nodes.setdefault(name, _Node()).place = place
            return
        fixed = name.rpartition("*")[2].partition(".")[2]
        head = name.partition(".")[0]
        below = "" if "*" in head else r"(?:.*\.)?"
        pattern = re.compile(below + re.escape(name).replace(r"\*", "[^.]+"))
        node = self._nodes.setdefault(fixed, _Node())
        node.patterns.setdefault("*" if "*" in head else head, []).append((pattern, place))

    def find(self, host: str) -> Place | None:
        """The place with the longest name that the host is, or is below."""
        nodes = self._nodes
        suffix = host
        while suffix:
            node = nodes.get(suffix)
            if node is not None:
                place = (node.patterns and node.match(host, suffix)) or node.place
                if place is not None:
                    return place
            suffix = suffix.partition(".")[2]
        return None


class Suffixes:
    """Host names that stand for themselves and everything below them; one without a dot for itself only.

    A last label alone (``nl``) would stand for strangers' hosts; a name such as ``intranet`` is a host.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(clean_host(name) for name in names)

    def __contains__(self, host: str) -> bool:
        if host in self.names:
            return True
        _, _, rest = host.partition(".")
        while self.names and "." in rest:
            if rest in self.names:
                return True
            _, _, rest = rest.partition(".")
        return False


def clean_host(host: str) -> str:
    """A host name in lower case, without port, brackets or trailing dot."""
    if ":" in host:
        host = _without_port(host)
    return host.rstrip(".").lower()


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    name, _, rest = host.partition(":")
    return host if ":" in rest else name


def _uses(service: Service) -> tuple[tuple[Use, tuple[str, ...]], ...]:
    return (
        ("ai", service.hosts),
        ("passive", service.passive_hosts),
        ("mixed", service.mixed_hosts),
        ("general", service.general_hosts),
    )


def _place(name: str, uses: list[tuple[Service, Use]]) -> Place:
    """The place where several services meet: the first that the name alone tells is the main one."""
    main, use = next(((service, use) for service, use in uses if use != "general"), (None, uses[0][1]))
    others = tuple(service for service, _ in uses if service is not main)
    return Place(name, main, use, (*others, main) if main else others)
