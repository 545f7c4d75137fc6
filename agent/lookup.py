"""`schaduwwacht services`: what the catalogue knows, as plain data."""

from dataclasses import asdict
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from agent.errors import UsageError
from detectors.request import Request
from detectors.services import Catalogue, Service


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
        near = get_close_matches(name, catalogue.services, 1)
        meant = f"did you mean {near[0]}? See" if near else "see"
        raise UsageError(f"{name}: no such service; {meant} `schaduwwacht services list`")
    data = asdict(service)
    data["operations"] = [operation.name for operation in service.operations]
    data["routes"] = [
        {"methods": sorted(route.methods), "path": route.pattern, "operation": route.operation.name}
        for route in service.routes
    ]
    return data


def _host(host_or_url: str) -> str:
    """The host of a host, host:port or URL; nonsense gives itself, which no service has."""
    try:
        return urlsplit(host_or_url if "://" in host_or_url else f"//{host_or_url}").hostname or host_or_url
    except ValueError:
        return host_or_url
