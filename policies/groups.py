"""Groups of people as a policy file writes them; `policies.identity` finds the group of a request."""

import ipaddress
from typing import Annotated

from pydantic import AfterValidator, Field

from policies.terms import NO_GROUP, Name, PolicyModel, Text


def _is_network(text: str) -> str:
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a network; write it as 10.20.0.0/16 or 2001:db8::/32") from error
    return text


def _is_not_reserved(name: str) -> str:
    if name == NO_GROUP:
        raise ValueError(f"`{NO_GROUP}` means people in no group; choose another name")
    return name


def _users(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name.strip().casefold() for name in names)


class Header(PolicyModel):
    """A header that a proxy in front of this one puts on, believed only where that proxy is trusted."""

    name: str = Field(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")
    """Name of the header, e.g. `X-Authenticated-Groups`."""
    values: frozenset[str] = Field(min_length=1)
    """Any of these as the whole value, or as one item of a list with commas; capitals do not matter."""


class Group(PolicyModel):
    """A group of people; the first group in the file that fits a request is its group."""

    id: Annotated[Name, AfterValidator(_is_not_reserved)]
    """Short name, used in `groups:` of conditions, in metrics and in reports."""
    name: Text | None = None
    """What people call it; absent means its id."""
    networks: frozenset[Annotated[str, AfterValidator(_is_network)]] = frozenset()
    """Networks of the clients."""
    users: Annotated[frozenset[str], AfterValidator(_users)] = frozenset()
    """Names by which users sign in to the proxy; capitals do not matter. See also `members`."""
    headers: tuple[Header, ...] = ()
    """Headers from a trusted proxy in front of this one."""
