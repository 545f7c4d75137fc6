"""`schaduwwacht services`: what the catalogue knows, as plain data."""

from collections.abc import Iterator
from dataclasses import asdict
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from agent.errors import UsageError
from detectors.request import Request
from detectors.services import Catalogue, Service, family_of
from detectors.services.found import FAMILIES
from policies.model import Policy


def look_up(catalogue: Catalogue, host_or_url: str) -> dict[str, Any]:
    """The JSON of `services lookup`: service, name, category, risk, and whether its traffic is decrypted.

    A URL is recognised by its path too, so that AI on a general site is found.
    """
    is_url = "://" in host_or_url
    host = _host(host_or_url)
    service = catalogue.lookup(host)
    if is_url:
        found = catalogue.recognise(Request("POST", host_or_url)) or catalogue.recognise(
            Request("GET", host_or_url)
        )
        service = found.service if found else service
    return {
        "host": host_or_url,
        "service": service.id if service else None,
        "name": service.name if service else None,
        "category": service.category if service else None,
        "risk": service.risk if service else None,
        "inspect": catalogue.inspects(host),
    }


def describe(catalogue: Catalogue, name: str) -> dict[str, Any]:
    """Everything the catalogue says of a service.

    Raises:
        UsageError: It has no such service.
    """
    service: Service | None = catalogue.services.get(name)
    if service is None:
        raise UsageError(no_such_service(name, catalogue))
    data = asdict(service)
    data["operations"] = [operation.name for operation in service.operations]
    data["routes"] = [
        {"methods": sorted(route.methods), "path": route.pattern, "operation": route.operation.name}
        for route in service.routes
    ]
    return data


def no_such_service(name: str, catalogue: Catalogue) -> str:
    """What to say of a service id that the catalogue does not have, with the nearest that it has."""
    near = get_close_matches(name, catalogue.services, 1)
    meant = f"did you mean {near[0]}? See" if near else "see"
    return f"{name}: no such service; {meant} `schaduwwacht services list`"


def unknown_services(policy: Policy, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Rules with the service ids that they name and that nothing has, so that they never hold.

    Args:
        policy: A valid policy.
        catalogue: With the organisation's own entries.

    Yields:
        The id of a rule, and that of the service.
    """
    for rule in policy.rules:
        for condition in (rule.when, rule.unless):
            ids = condition.services.ids if condition and condition.services else ()
            yield from (
                (rule.id, name)
                for name in sorted(ids)
                if name not in catalogue.services and family_of(name) not in FAMILIES
            )


def _host(host_or_url: str) -> str:
    """The host of a host, host:port or URL; nonsense gives itself, which no service has."""
    try:
        return urlsplit(host_or_url if "://" in host_or_url else f"//{host_or_url}").hostname or host_or_url
    except ValueError:
        return host_or_url
