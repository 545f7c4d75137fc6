"""What is believed of the machine that sent a request: only a trusted reverse proxy speaks for another."""

import ipaddress
from dataclasses import dataclass

from starlette.requests import HTTPConnection

from agent.console.console import console_of
from agent.console.refusal import RefusedError
from agent.console.roles import Role
from agent.console.users import user_name
from agent.errors import UsageError


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a trusted reverse proxy names.

    Attributes:
        user: Their name.
        roles: Those of their groups.
    """

    user: str
    roles: frozenset[Role]


def is_trusted(request: HTTPConnection) -> bool:
    """Whether the machine at the other end is a reverse proxy of the settings."""
    settings = console_of(request).config.web.trusted_proxy
    if settings is None or request.client is None:
        return False
    try:
        address = ipaddress.ip_address(request.client.host.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in settings.peers)


def is_https(request: HTTPConnection) -> bool:
    """Whether the browser came over https: by the settings, or as a trusted reverse proxy says."""
    public = console_of(request).config.web.public_url
    if (public and public.startswith("https://")) or request.url.scheme == "https":
        return True
    return is_trusted(request) and request.headers.get("x-forwarded-proto", "").strip() == "https"


def client_address(request: HTTPConnection) -> str:
    """Where the request comes from: the last address that a trusted proxy added, else the peer itself."""
    if is_trusted(request):
        last = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        if last:
            return last
    return request.client.host if request.client else "unknown"


def named_by_proxy(request: HTTPConnection) -> Named | None:
    """The user that a trusted reverse proxy names.

    Raises:
        RefusedError: A machine that is not trusted names one, or the name cannot be one.
    """
    settings = console_of(request).config.web.trusted_proxy
    if settings is None:
        return None
    names = request.headers.getlist(settings.user_header)
    groups = request.headers.getlist(settings.groups_header)
    if (names or groups) and not is_trusted(request):
        raise RefusedError("header", 403, peer=request.client.host if request.client else "unknown")
    if not names:
        return None
    if len(names) > 1:  # a proxy that adds to what the client sent would let the client choose
        raise RefusedError("header", 403, reason="more than one")
    try:
        user = user_name(names[0])
    except UsageError as error:
        raise RefusedError("header", 403, reason="not a name") from error
    listed = {group.strip() for line in groups for group in line.split(",")}
    roles = (role for group, given in settings.roles.items() if group in listed for role in given)
    return Named(user, frozenset(roles))
