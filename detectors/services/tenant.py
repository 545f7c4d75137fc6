"""Which tenant a request belongs to: the organisation's own account, or a consumer's.

The tenant is what the request says. Nothing is verified here: a client that claims another tenant than its
session has gets the vendor's own refusal. A personal account has no tenant, and its identifier is dropped.
"""

import base64
import binascii
import json
import re
from urllib.parse import unquote

from detectors.request import Request
from detectors.services.model import Signal, TenantRule, compiled

MAX_TOKEN = 32_768
_SLASHES = re.compile("/{2,}")
"""Servers take ``//Backend-Anon/`` for ``/backend-anon/``: it must not pass for the use of an account."""
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}")


def read_tenant(rule: TenantRule, request: Request) -> str | None:
    """The tenant that a request names, or None for a consumer."""
    if not rule.signals:
        return None
    path = unquote(request.path)
    if rule.consumer_path and _is_at(rule.consumer_path, _SLASHES.sub("/", path)):
        return None
    if rule.plan_claim and _text(_claim(request, rule.plan_claim)).lower() in rule.consumer_plans:
        return None
    for signal in rule.signals:
        value = _value(signal, request, path).strip()
        if value.lower() in rule.consumer_values:
            return None
        if _TENANT.fullmatch(value):
            return value
    return None


def _is_at(pattern: str, path: str) -> bool:
    """Whether a path is the pattern's, as written or in small letters."""
    search = compiled(pattern).search
    return bool(search(path) or search(path.lower()))


def _value(signal: Signal, request: Request, path: str) -> str:
    """What a signal says, or an empty string."""
    if isinstance(signal.key, tuple):
        return _text(_claim(request, signal.key))
    match signal.source:
        case "header":
            return request.header(signal.key)
        case "cookie":
            return _cookie(request, signal.key)
        case "query":
            return next((value for key, value in request.query if key == signal.key), "")
        case "path":
            return _group(signal.key, path)
        case _:
            return _group(signal.key, request.host)


def _group(pattern: str, text: str) -> str:
    found = compiled(pattern).search(text)
    return (found[1] or "") if found else ""


def _cookie(request: Request, name: str) -> str:
    """Value of a cookie. HTTP/2 clients may send one header a cookie (RFC 9113, 8.2.3)."""
    for key, value in request.headers:
        if key.lower() != "cookie" or name not in value:
            continue
        for pair in value.split(";"):
            cookie, _, content = pair.strip().partition("=")
            if cookie == name:
                return unquote(content.strip('"'))
    return ""


def _claim(request: Request, steps: tuple[str, ...]) -> object:
    """A claim of the JSON Web Token in the Authorization header, unverified."""
    scheme, _, token = request.header("authorization").partition(" ")
    parts = token.strip().split(".")
    if scheme.lower() != "bearer" or len(parts) != 3 or len(token) > MAX_TOKEN:  # noqa: PLR2004 - RFC 7519
        return None
    try:
        claims: object = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    for step in steps:
        claims = claims.get(step) if isinstance(claims, dict) else None
    return claims


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
