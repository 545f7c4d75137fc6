"""One HTTP request as plain data, whatever it came from: the proxy, a HAR file or a test."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit, urlunsplit


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request with its body as it went over the wire.

    Attributes:
        method: ``GET``, ``POST``, ...
        url: Absolute URL with query.
        headers: Name and value pairs in their order; names in any case.
        body: Undecoded bytes: content codings (gzip, br ...) are still on.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    @property
    def host(self) -> str:
        """Host name of the URL, lower case, without port or trailing dot."""
        return (urlsplit(self.url).hostname or "").rstrip(".").lower()

    @property
    def path(self) -> str:
        """Path of the URL, percent-encoding as sent, at least ``/``."""
        return urlsplit(self.url).path or "/"

    @property
    def query(self) -> list[tuple[str, str]]:
        """Decoded query parameters in their order, blank ones included."""
        return parse_qsl(urlsplit(self.url).query, keep_blank_values=True)

    def header(self, name: str) -> str:
        """Value of a header (the first one when repeated), or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    def header_values(self, name: str) -> list[str]:
        """All values of a header, split at commas and stripped, in their order."""
        wanted = name.lower()
        found: Iterable[str] = (value for key, value in self.headers if key.lower() == wanted)
        return [item.strip() for value in found for item in value.split(",") if item.strip()]


def mask_query(url: str) -> str:
    """The URL with every query value replaced by ``***``; user name and password removed.

    Queries carry prompts and keys, so an URL is masked before it is printed or stored.
    """
    parts = urlsplit(url)
    query = "&".join(f"{name}=***" for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, ""))
