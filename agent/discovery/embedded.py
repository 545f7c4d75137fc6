"""AI inside another product: a site, an extension or a program from which a request to an AI service comes.

Most products ask their AI from their own servers, which no proxy here sees; what a page or an extension asks
for itself says so in ``Origin`` (RFC 6454), ``Referer`` and the fetch metadata headers
(https://w3c.github.io/webappsec-fetch-metadata/).
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from detectors.request import Request
from detectors.services import Catalogue, Recognised, Service

_EXTENSION_SCHEMES = {"chrome-extension", "moz-extension", "safari-web-extension", "edge-extension"}
_PROGRAM_SCHEMES = {"vscode-file", "vscode-webview", "app", "capacitor", "ionic", "tauri", "obsidian", "file"}
_STORE_ID = re.compile(r"[a-p]{32}")
_HOST = re.compile(r"[a-z0-9][a-z0-9.-]{0,252}")
_NO_CONTENT = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Inside:
    """Where a request comes from.

    Attributes:
        site: Host of a site, ``extension-ID`` or the name of a kind of program.
        evidence: Name of the signal.
    """

    site: str
    evidence: str


def inside(request: Request, recognised: Recognised, catalogue: Catalogue) -> Inside | None:
    """The other product that a request to an AI service comes from; None for the service's own pages.

    Following a link to an AI service is no use of it by the page with the link, and signing in with another
    site's account is none either.
    """
    operation = recognised.operation
    if operation is not None and operation.kind == "other":
        return None
    origin = request.header("origin")
    if origin and origin.lower() != "null":
        return _of(urlsplit(origin), recognised.service, catalogue, "origin-site")
    if request.header("sec-fetch-dest").lower() in {"iframe", "frame", "embed"}:
        return _of(urlsplit(request.header("referer")), recognised.service, catalogue, "origin-frame")
    if request.method in _NO_CONTENT:
        return None
    return _of(urlsplit(request.header("referer")), recognised.service, catalogue, "origin-site")


def _of(origin: SplitResult, service: Service, catalogue: Catalogue, evidence: str) -> Inside | None:
    scheme = origin.scheme.lower()
    host = (origin.hostname or "").rstrip(".").lower()
    if scheme in _EXTENSION_SCHEMES:
        # Firefox and Safari make up an id for each browser, which would name its user.
        name = f"extension-{host}" if _STORE_ID.fullmatch(host) else "extension"
        return Inside(name, "origin-extension")
    if scheme in _PROGRAM_SCHEMES:
        return Inside(f"program-{scheme.partition('-')[0]}", "origin-program")
    if scheme not in {"http", "https"} or not _HOST.fullmatch(host) or _is_own(host, service, catalogue):
        return None
    return Inside(host, evidence)


def _is_own(host: str, service: Service, catalogue: Catalogue) -> bool:
    """Whether a page is the service's, or its vendor's."""
    own = (*service.hosts, *service.passive_hosts, *service.mixed_hosts, *service.general_hosts)
    if any(host == name or host.endswith(f".{name}") or name.endswith(f".{host}") for name in own):
        return True
    known = (catalogue.lookup(host), *catalogue.lookup_shared(host))
    return bool(service.vendor) and any(other and other.vendor == service.vendor for other in known)
