"""Whose account it is: the organisation's own, or another's; and the vendors' own restriction of accounts.

An account's id may be that of one person (a personal Claude account has an organisation of its own), so an id
is kept only where somebody has named it as the organisation's: see docs/decisions/0006.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import unquote

from pydantic import AfterValidator

from detectors.request import Request
from detectors.services import Catalogue, Recognised, TenantRule
from detectors.services.hosts import Suffixes, clean_host
from detectors.services.model import compiled
from detectors.yaml_file import StrictModel
from policies.terms import ANY_TENANT, NO_TENANT, OTHER_TENANT

UNDECIDED = "discovered"
"""Status in the register of a system that nobody looked at yet."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}")


def _id(value: str) -> str:
    if not _ID.fullmatch(value) or value in {ANY_TENANT, NO_TENANT, OTHER_TENANT}:
        raise ValueError(f"{value!r} is not the id, name or domain of an account")
    return value


TenantId = Annotated[str, AfterValidator(_id)]


class OwnTenant(StrictModel):
    """The organisation's own accounts with one service.

    Attributes:
        ids: As requests name them: a workspace, organisation or tenant id, a resource, a project.
        restrict: As the vendor's restriction header names them, to be added to every request to the service
            and its sign-in; absent adds no header. Often the same as `ids`; for Google they are domains.
        directory: The organisation's own directory id, which Microsoft asks for beside `restrict`; absent
            means the first of `ids`.
    """

    ids: tuple[TenantId, ...] = ()
    restrict: tuple[TenantId, ...] = ()
    directory: TenantId | None = None


type OwnTenants = Mapping[str, OwnTenant]
type Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Restriction:
    """What is added to requests to some hosts."""

    hosts: Suffixes
    headers: Headers


class Tenants:
    """The accounts that are known as the organisation's own.

    Args:
        own: By service id.
        catalogue: Knows the headers, and the hosts that read them.
    """

    def __init__(self, own: OwnTenants, catalogue: Catalogue) -> None:
        self._own = {name: {item.lower(): item for item in entry.ids} for name, entry in own.items()}
        rules = ((catalogue.services[name].tenant, entry) for name, entry in own.items() if entry.restrict)
        self._restrictions = tuple(
            _Restriction(Suffixes(rule.restrict_hosts), _headers(rule, entry)) for rule, entry in rules
        )

    def known(
        self,
        recognised: Recognised,
        named: frozenset[str] = frozenset(),
        statuses: Mapping[tuple[str, str | None], str] | None = None,
    ) -> Recognised:
        """The same, with an account that nobody named as the organisation's own folded into ``other``.

        Args:
            recognised: With the tenant that the request showed.
            named: Tenants that the policy names.
            statuses: Of the register; a tenant about which people decided is known.
        """
        tenant, service = recognised.tenant, recognised.service
        if tenant is None or tenant.lower() in service.tenant.plans:
            return recognised
        # A rule is compared letter by letter, so its own way to write an id comes first.
        if written := next((name for name in named if name.lower() == tenant.lower()), None):
            return replace(recognised, tenant=written)
        if own := self._own.get(service.id, {}).get(tenant.lower()):
            return replace(recognised, tenant=own)
        spellings = dict.fromkeys((tenant, tenant.lower(), tenant.upper()))
        decided = (
            name for name in spellings if (statuses or {}).get((service.id, name), UNDECIDED) != UNDECIDED
        )
        return replace(recognised, tenant=next(decided, OTHER_TENANT))

    def restrictions(self, host: str) -> Headers:
        """Headers that a request to a host must carry, in place of those that the client sent."""
        if not self._restrictions:
            return ()
        name = clean_host(host)
        found: dict[str, list[str]] = {}
        for restriction in self._restrictions:
            if name in restriction.hosts:
                for header, value in restriction.headers:
                    found.setdefault(header, []).extend(value.split(","))
        return tuple((header, ",".join(dict.fromkeys(values))) for header, values in found.items())


def says_two_things(request: Request, rule: TenantRule) -> bool:
    """Whether the header or cookie that names the account is there twice and names two.

    Which of them the vendor believes is not to be known, so such a request may be anybody's.

    Args:
        request: Of a service that has a rule.
        rule: Whose signals are tried in order; what stands after the first that says something has no say.
    """
    for signal in rule.signals:
        key = signal.key
        if isinstance(key, tuple) or signal.source == "query":
            continue
        if signal.source in {"path", "host"}:
            if compiled(key).search(unquote(request.path) if signal.source == "path" else request.host):
                return False
            continue
        said = _headers_say if signal.source == "header" else _cookies_say
        if values := {value.lower() for value in said(request, key) if _ID.fullmatch(value)}:
            return len(values) > 1
    return False


def _headers_say(request: Request, name: str) -> Iterator[str]:
    wanted = name.lower()
    return (value.strip() for key, value in request.headers if key.lower() == wanted)


def _cookies_say(request: Request, name: str) -> Iterator[str]:
    for header in _headers_say(request, "cookie"):
        for pair in header.split(";"):
            cookie, _, value = pair.strip().partition("=")
            if cookie == name:
                yield unquote(value.strip('"'))


def _headers(rule: TenantRule, entry: OwnTenant) -> Headers:
    pairs: Iterable[tuple[str | None, str]] = (
        (rule.restrict_header, ",".join(entry.restrict)),
        (rule.restrict_context, entry.directory or (*entry.ids, *entry.restrict)[0]),
    )
    return tuple((name, value) for name, value in pairs if name)
