"""The catalogue: which service a host or a request belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from detectors.errors import CatalogueError
from detectors.request import Request
from detectors.services.hosts import HostIndex, Place, Suffixes, clean_host
from detectors.services.model import Operation, Recognised, Route, Service
from detectors.services.tenant import read_tenant

_Found = tuple[Service, Operation | None]

PASSIVE = Operation("passive", kind="other")
"""Anything on a host that carries static files, telemetry or sign-in only."""


@dataclass(frozen=True, slots=True)
class OptedIn:
    """What an organisation has decrypted besides the hosts where only AI lives.

    Attributes:
        shared: Shared hosts of the catalogue.
        also: Its own choice of hosts, where unknown AI is looked for; everything below a name counts too.
        restricted: Services to which the vendor's restriction header is added, on the hosts that read it.
    """

    shared: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    restricted: frozenset[str] = frozenset()


class Catalogue:
    """All known services, looked up by host or by request.

    Attributes:
        services: By id, in the order of the files.
    """

    def __init__(
        self,
        services: Iterable[Service],
        common: tuple[Route, ...] = (),
        opted_in: OptedIn = OptedIn(),
    ) -> None:
        """Index the services.

        Args:
            services: Each id once. Where two claim a host, the first is the main one.
            common: Routes tried after a service's own, such as those of static files.
            opted_in: What the organisation chose to have decrypted besides AI services.

        Raises:
            CatalogueError: It names a host that no service shares, or a service that has no restriction.
        """
        self.services = {service.id: service for service in services}
        self._common = common
        self._index = HostIndex(self.services.values())
        self._opted_in = frozenset(clean_host(host) for host in opted_in.shared)
        self._also = Suffixes(opted_in.also)
        self._restricted = Suffixes(
            host for name in sorted(opted_in.restricted) for host in self._restrict_hosts(name)
        )
        shared = {name for name, place in self._index.places.items() if place.shared}
        if unknown := sorted(self._opted_in - shared):
            choice = ", ".join(sorted(shared))
            raise CatalogueError(f"inspect_shared: {unknown[0]}: not a shared host; choose from {choice}")
        self._ports: dict[int, list[Service]] = {}
        for service in self.services.values():
            for port in service.ports:
                self._ports.setdefault(port, []).append(service)

    def lookup(self, host: str) -> Service | None:
        """The service that a host name alone tells; None for anything else, general sites included."""
        place = self._index.find(clean_host(host))
        return place.main if place else None

    def lookup_shared(self, host: str) -> tuple[Service, ...]:
        """The services that live on a host together with other things, told apart by path only."""
        place = self._index.find(clean_host(host))
        return place.services if place and place.shared else ()

    def inspects(self, host: str) -> bool:
        """Whether traffic to a host is to be decrypted."""
        name = clean_host(host)
        place = self._index.find(name)
        if place is not None and (place.use == "ai" or (place.shared and place.name in self._opted_in)):
            return True
        return name in self._also or name in self._restricted

    def only_restricts(self, host: str) -> bool:
        """Whether a host is decrypted for no other reason than to add its vendor's restriction header."""
        name = clean_host(host)
        place = self._index.find(name)
        shared = place is not None and place.name in self._opted_in
        return name in self._restricted and name not in self._also and not shared

    @property
    def inspected_hosts(self) -> list[str]:
        """Names and patterns of all hosts that are decrypted, sorted; for proxy auto-configuration."""
        hosts = {host for service in self.services.values() for host in service.hosts}
        return sorted(hosts | self._opted_in | self._also.names | self._restricted.names)

    def recognise(self, request: Request) -> Recognised | None:
        """The service, operation and tenant of a request; None when it is not AI traffic, or not known."""
        place = self._index.find(request.host)
        path = unquote(request.path)
        if place is None:
            self_hosted = self._ports.get(_port(request.url), ())
            found = _first(self_hosted, request.method, path)
        else:
            found = self._at(place, request.method, path)
        if found is None:
            return None
        service, operation = found
        return Recognised(service, operation, read_tenant(service.tenant, request))

    def _restrict_hosts(self, name: str) -> tuple[str, ...]:
        service = self.services.get(name)
        if service is None or not service.tenant.restrict_header:
            choice = ", ".join(key for key, known in self.services.items() if known.tenant.restrict_header)
            raise CatalogueError(f"{name}: no service with a restriction header; choose from {choice}")
        return service.tenant.restrict_hosts

    def _at(self, place: Place, method: str, path: str) -> _Found | None:
        """The service and operation on a known host."""
        if place.main and place.use == "passive":
            return place.main, PASSIVE
        if found := _first(place.services, method, path):
            return found
        if place.main is None or (place.shared and place.main.routes):
            return None
        return place.main, _operation(self._common, method, path)


def _first(services: Iterable[Service], method: str, path: str) -> _Found | None:
    """The first service with a route for the request."""
    for service in services:
        operation = _operation(service.routes, method, path)
        if operation is not None:
            return service, operation
    return None


def _operation(routes: tuple[Route, ...], method: str, path: str) -> Operation | None:
    """The first operation that fits.

    A path with ``..`` or ``//`` in it may be read otherwise by the server than by us, so it is never taken
    for traffic that needs no reading.
    """
    plain = "//" not in path and ".." not in path
    return next(
        (r.operation for r in routes if r.fits(method, path) and (plain or r.operation.kind != "other")), None
    )


def _port(url: str) -> int:
    """The port of a URL as written; 0 when there is none or it is nonsense."""
    try:
        return urlsplit(url).port or 0
    except ValueError:
        return 0
