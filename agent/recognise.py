"""Step 1 of the way of a request, whole: the catalogue, then what the catalogue does not have.

What it finds besides the service that is asked (AI inside another site) goes straight into the register.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from agent.discovery.embedded import Inside, inside
from agent.discovery.unknown import REST, Finder
from agent.tenants import Tenants, says_two_things
from detectors.request import Request
from detectors.services import Catalogue, Recognised, embedded_service
from policies.load import LoadedPolicy
from policies.tenants import named_tenants
from policies.terms import OTHER_TENANT

MOST_SITES = 1_000

type Statuses = Mapping[tuple[str, str | None], str]
"""Status in the register, by service and tenant."""


class Seen(Protocol):
    """Tells the register of traffic that is no event; `Writer.seen` does."""

    def __call__(
        self,
        service: str,
        tenant: str | None = None,
        *,
        size: int = 0,
        host: str | None = None,
        counts: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Count it."""


@dataclass(slots=True)
class Recogniser:
    """Completes what the catalogue says of a request.

    Attributes:
        tenants: The organisation's own accounts.
        finder: Finds unknown AI; None looks for none.
        seen: Tells the register.
    """

    tenants: Tenants
    finder: Finder | None
    seen: Seen
    _policy: LoadedPolicy | None = None
    _named: frozenset[str] = frozenset()
    _sites: set[str] = field(default_factory=set)

    async def request(
        self, request: Request, catalogue: Catalogue, policy: LoadedPolicy, statuses: Statuses
    ) -> Recognised | None:
        """The service, operation and known tenant of a request; None when it is no AI traffic."""
        found = catalogue.recognise(request)
        if found is None:
            return await self.finder.request(request, catalogue) if self.finder else None
        if where := inside(request, found, catalogue):
            self._see_inside(where, found, len(request.body))
        return self._known(request, found, policy, statuses)

    async def message(
        self,
        handshake: Request,
        data: bytes | str,
        catalogue: Catalogue,
        policy: LoadedPolicy,
        statuses: Statuses,
    ) -> Recognised | None:
        """The same for a message over a WebSocket."""
        found = catalogue.recognise(handshake)
        if found is None:
            return await self.finder.message(handshake, data, catalogue) if self.finder else None
        return self._known(handshake, found, policy, statuses)

    def answered(self, request: Request, names: tuple[str, ...]) -> None:
        """A model answered where nobody knew one."""
        found = self.finder.answered(request, names) if self.finder else None
        if found is not None:
            self.see(found, len(request.body), request.host)

    def see(self, found: Recognised, size: int, host: str | None = None) -> None:
        """Tell the register of traffic without an event."""
        counts = tuple(("evidence", name) for name in found.evidence)
        self.seen(found.service.id, found.tenant, size=size, host=host, counts=counts)

    def _see_inside(self, where: Inside, found: Recognised, size: int) -> None:
        """Count the AI under the product that it is inside; the request itself is judged as always."""
        site = where.site
        if site not in self._sites:
            if len(self._sites) >= MOST_SITES:
                site = REST
            self._sites.add(site)
        counts = (("evidence", where.evidence), ("uses", found.service.id))
        self.seen(embedded_service(site).id, size=size, counts=counts)

    def _known(
        self, request: Request, found: Recognised, policy: LoadedPolicy, statuses: Statuses
    ) -> Recognised:
        if found.tenant is not None and says_two_things(request, found.service.tenant):
            return replace(found, tenant=OTHER_TENANT)
        if policy is not self._policy:
            self._policy, self._named = policy, named_tenants(policy.policy)
        return self.tenants.known(found, self._named, statuses)
