"""The group of whoever sends a request: the one thing of a user that a decision may depend on."""

import csv
import ipaddress
import re
from collections.abc import Iterable, Mapping
from functools import cache

from policies.errors import PolicyError
from policies.groups import Group
from policies.model import Policy

_SEPARATOR = re.compile(r"[,;|]")

type _Address = ipaddress.IPv4Address | ipaddress.IPv6Address
type Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def group_of(
    policy: Policy,
    client_address: str | None = None,
    proxy_user: str | None = None,
    headers: Iterable[tuple[str, str]] = (),
    *,
    trusted: bool = False,
) -> str | None:
    """The group of whoever sent a request; None when no group fits.

    Args:
        policy: Its groups, in the order of the file.
        client_address: IP address of the client.
        proxy_user: Name by which the user signed in to the proxy.
        headers: Headers of the request, name and value.
        trusted: The request came from a proxy whose headers are believed.
    """
    address = _address(client_address)
    user = proxy_user.strip().casefold() if proxy_user else None
    sent = _values(headers) if trusted else {}
    return next((group.id for group in policy.groups if _fits(group, address, user, sent)), None)


def group_headers(policy: Policy) -> frozenset[str]:
    """Headers that tell the guard a user's group; what a proxy in front tells us is no service's business."""
    return frozenset(header.name for group in policy.groups for header in group.headers)


def is_within(client_address: str, networks: Iterable[Network]) -> bool:
    """Whether an address is in one of these networks."""
    address = _address(client_address)
    return address is not None and any(address in network for network in networks)


def _fits(
    group: Group, address: _Address | None, user: str | None, sent: Mapping[str, frozenset[str]]
) -> bool:
    if user is not None and user in group.users:
        return True
    for header in group.headers:
        if sent.get(header.name.casefold(), frozenset()) & {value.casefold() for value in header.values}:
            return True
    return address is not None and any(address in _network(name) for name in group.networks)


@cache
def _network(name: str) -> Network:
    return ipaddress.ip_network(name)


def _address(text: str | None) -> _Address | None:
    """The address; one of IPv4 inside IPv6 is the one of IPv4. None for a socket that has none."""
    try:
        address = ipaddress.ip_address(text or "")
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _values(headers: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Values by name of header: each whole, and each item of a list."""
    values: dict[str, frozenset[str]] = {}
    for name, value in headers:
        items = {value, *_SEPARATOR.split(value)}
        folded = frozenset(item.strip().casefold() for item in items)
        values[name.casefold()] = values.get(name.casefold(), frozenset()) | folded
    return values


def read_members(text: str, source: str) -> dict[str, frozenset[str]]:
    """Users by group, both in small letters, from a CSV file with the columns ``user`` and ``group``.

    Args:
        text: The file; columns are separated by a comma or a semicolon, further columns are left alone.
        source: Named in errors.

    Raises:
        PolicyError: A column is missing, or a line lacks a value; the message names the line, never the user.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    rows = csv.DictReader(lines, delimiter=";" if lines and ";" in lines[0] else ",")
    columns = {name.strip().casefold(): name for name in rows.fieldnames or ()}
    if not {"user", "group"} <= columns.keys():
        raise PolicyError(f"{source}:1: the first line must name the columns `user` and `group`")
    members: dict[str, set[str]] = {}
    try:
        for row in rows:
            user, group = ((row[columns[name]] or "").strip() for name in ("user", "group"))
            if not user or not group:
                raise PolicyError(f"{source}:{rows.line_num}: a user or a group is missing")
            members.setdefault(group.casefold(), set()).add(user.casefold())
    except csv.Error as error:
        raise PolicyError(f"{source}:{rows.line_num}: not valid CSV") from error
    return {group: frozenset(users) for group, users in members.items()}
