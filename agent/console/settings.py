"""Settings of the console: how people sign in, and for how long."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, IPvAnyNetwork

from agent.console.roles import Role
from detectors.yaml_file import StrictModel


def _zone(value: str) -> str:
    """A time zone that this machine knows."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{value!r} is not a time zone; write it as Europe/Amsterdam") from error
    return value


RolesOfGroups = dict[str, frozenset[Role]]
"""Which roles the members of a group have, by the group's name."""


class OpenIdConnect(StrictModel):
    """Sign-in by the organisation's own identity provider.

    Attributes:
        issuer: Its address, as in the provider's own configuration document.
        client_id: Name of this console there.
        client_secret_file: File with the secret; absent for a public client.
        scopes: What is asked.
        user_claim: Claim that names the user.
        groups_claim: Claim that lists the user's groups or roles.
        roles: Which roles the members of a group have here.
    """

    issuer: str = Field(pattern=r"^https?://")
    client_id: str = Field(min_length=1)
    client_secret_file: Path | None = None
    scopes: str = "openid profile email"
    user_claim: str = "preferred_username"
    groups_claim: str = "groups"
    roles: RolesOfGroups = Field(default_factory=dict)


class TrustedProxy(StrictModel):
    """Sign-in by a reverse proxy that names the user in a header.

    Attributes:
        peers: Addresses of the proxy; the headers of any other peer are refused.
        user_header: Header that names the user.
        groups_header: Header that lists the user's groups, with commas.
        roles: Which roles the members of a group have here.
    """

    peers: tuple[IPvAnyNetwork, ...] = Field(min_length=1)
    user_header: str = "X-Forwarded-User"
    groups_header: str = "X-Forwarded-Groups"
    roles: RolesOfGroups = Field(default_factory=dict)


class Web(StrictModel):
    """The web console.

    Attributes:
        public_url: Address under which people open it, e.g. behind a reverse proxy.
        timezone: For the times it shows.
        local_accounts: People can sign in with a name and password of this console.
        idle_minutes: A session ends after so long without a click.
        session_hours: A session ends after so long in any case.
        oidc: Sign-in by OpenID Connect.
        trusted_proxy: Sign-in by a header of a trusted reverse proxy.
    """

    public_url: str | None = Field(default=None, pattern=r"^https?://[^/\s]+/?$")
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Amsterdam"
    local_accounts: bool = True
    idle_minutes: int = Field(default=30, ge=1, le=24 * 60)
    session_hours: int = Field(default=10, ge=1, le=7 * 24)
    oidc: OpenIdConnect | None = None
    trusted_proxy: TrustedProxy | None = None
