"""AI inside another product: a site, an extension or a program from which a request to an AI service comes.

Most products ask their AI from their own servers, which no proxy here sees; what a page or an extension asks
for itself says so in ``Origin`` (RFC 6454), ``Referer`` and the fetch metadata headers
(https://w3c.github.io/webappsec-fetch-metadata/).
"""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from detectors.request import Request
from detectors.services import Catalogue, Recognised, Service

LOCAL = "local-network"
"""The site of pages on machines of the network itself, whose name or address might name their user."""

_EXTENSION = re.compile(r"(?:[a-z]+-)*extension")
_BROWSERS_OWN = frozenset(
    {"about", "blob", "chrome", "chrome-untrusted", "data", "devtools", "edge", "javascript", "resource"}
)
_SCHEME = re.compile(r"[a-z][a-z0-9-]{1,30}")
_STORE_ID = re.compile(r"[a-p]{32}")
_HOST = re.compile(r"[a-z0-9][a-z0-9.-]{0,252}")
_PUBLIC = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_NO_CONTENT = frozenset({"GET", "HEAD"})
_FRAMES = frozenset({"iframe", "frame", "embed", "object"})
_CALLS = frozenset({"", "empty", "websocket"})
"""Destinations of what a script asks, by `fetch` or over a WebSocket; browsers before 2023 name none."""

_OWN_SITE = frozenset({"same-origin", "same-site"})


@dataclass(frozen=True, slots=True)
class Inside:
    """Where a request comes from.

    Attributes:
        site: Host of a site, `LOCAL`, ``extension-ID``, or ``program-`` and its name or kind.
        evidence: Name of the signal.
    """

    site: str
    evidence: str


def inside(request: Request, recognised: Recognised, catalogue: Catalogue) -> Inside | None:
    """The other product that a request to an AI service comes from; None for the service's own pages.

    Following a link to an AI service is no use of it by the page with the link, and signing in with another
    site's account is none either. The preflight of a call is not counted, for the call itself will be.
    """
    operation = recognised.operation
    if (operation is not None and operation.kind == "other") or request.method == "OPTIONS":
        return None
    if request.header("sec-fetch-site").lower() in _OWN_SITE:
        return None
    origin, destination = request.header("origin"), request.header("sec-fetch-dest").lower()
    has_origin = bool(origin) and origin.lower() != "null"
    if destination in _FRAMES:
        asker, evidence = request.header("referer") or origin, "origin-frame"
    elif destination not in _CALLS or (request.method in _NO_CONTENT and not has_origin):
        return None
    else:
        asker, evidence = origin if has_origin else request.header("referer"), "origin-site"
    return _of(asker, recognised.service, catalogue, evidence)


def _of(address: str, service: Service, catalogue: Catalogue, evidence: str) -> Inside | None:
    try:
        origin = urlsplit(address)
        host = (origin.hostname or "").rstrip(".").lower()
    except ValueError:  # brackets without an address between them
        return None
    scheme = origin.scheme.lower()
    if scheme in {"http", "https"}:
        return _site(host, service, catalogue, evidence)
    if _EXTENSION.fullmatch(scheme):
        # Firefox and Safari make up an id for each browser, which would name its user.
        name = f"extension-{host}" if _STORE_ID.fullmatch(host) else "extension"
        return Inside(name, "origin-extension")
    if scheme in _BROWSERS_OWN or not _SCHEME.fullmatch(scheme):
        return None
    # Electron's `app` is everybody's; what stands behind it is the program's own name.
    name = host if scheme == "app" and _PUBLIC.fullmatch(host) else scheme.partition("-")[0]
    return Inside(f"program-{name}", "origin-program")


def _site(host: str, service: Service, catalogue: Catalogue, evidence: str) -> Inside | None:
    if _is_local(host):
        return Inside(LOCAL, evidence)
    if not _HOST.fullmatch(host) or _is_own(host, service, catalogue):
        return None
    return Inside(host, evidence)


def _is_local(host: str) -> bool:
    if host.endswith(".local"):
        return True
    try:
        return ip_address(host.partition("%")[0]).is_private
    except ValueError:
        return False


def _is_own(host: str, service: Service, catalogue: Catalogue) -> bool:
    """Whether a page is the service's, or its vendor's."""
    own = (*service.hosts, *service.passive_hosts, *service.mixed_hosts, *service.general_hosts)
    if any(host == name or host.endswith(f".{name}") or name.endswith(f".{host}") for name in own):
        return True
    known = (catalogue.lookup(host), *catalogue.lookup_shared(host))
    return bool(service.vendor) and any(other and other.vendor == service.vendor for other in known)
