"""OpenID Connect: the authorization code flow with PKCE, state and nonce (OIDC Core 1.0, RFC 9700)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict, cast
from urllib.parse import quote_plus

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.oauth2.rfc6749.parameters import parse_authorization_code_response, prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from agent.console.refusal import RefusedError
from agent.console.roles import Role
from agent.console.settings import OpenIdConnect
from agent.console.users import user_name
from agent.errors import FailureError, UsageError

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by a private key; never ``none``, nor a secret that the client has too."""
_SECONDS = 10.0
_LEEWAY = 60


class Started(TypedDict):
    """What the browser holds, signed, while the user is at the provider.

    Attributes:
        state: Ties the answer to this browser.
        nonce: Ties the identity token to this request.
        verifier: Proves that who asks for the token is who asked for the code.
        next: Where to go afterwards.
    """

    state: str
    nonce: str
    verifier: str
    next: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the provider names.

    Attributes:
        user: Their name.
        roles: Those of their groups.
    """

    user: str
    roles: frozenset[Role]


def start(settings: OpenIdConnect, back: str, wanted: str) -> tuple[str, Started]:
    """The address at the provider to send the user to, and what to hold meanwhile.

    Raises:
        FailureError: The provider does not answer.
    """
    endpoint = _metadata(settings)["authorization_endpoint"]
    held = Started(
        state=generate_token(32), nonce=generate_token(32), verifier=generate_token(64), next=wanted
    )
    address: str = prepare_grant_uri(
        endpoint,
        settings.client_id,
        "code",
        back,
        settings.scopes,
        held["state"],
        nonce=held["nonce"],
        code_challenge=create_s256_code_challenge(held["verifier"]),  # type: ignore[no-untyped-call]
        code_challenge_method="S256",
    )
    return address, held


def finish(settings: OpenIdConnect, back: str, answer: str, held: Started) -> Identity:
    """Whom the provider names in its answer.

    Args:
        settings: The provider.
        back: The address that it sent the user back to.
        answer: That address with what the provider added.
        held: What `start` gave.

    Raises:
        RefusedError: The answer does not hold.
        FailureError: The provider does not answer.
    """
    metadata = _metadata(settings)
    try:
        code = parse_authorization_code_response(answer, held["state"])["code"]
        token = _token(settings, metadata["token_endpoint"], back, code, held["verifier"])
        claims = _claims(settings, metadata, token, held["nonce"])
    except (AuthlibBaseError, JoseError, KeyError, TypeError, ValueError) as error:
        raise RefusedError("provider", 403, reason=type(error).__name__) from error
    except httpx.HTTPError as error:
        raise _silent(settings, error) from error
    return _identity(settings, claims)


def _claims(
    settings: OpenIdConnect, metadata: Mapping[str, Any], token: Mapping[str, Any], nonce: str
) -> Mapping[str, Any]:
    """The claims of an identity token whose signature, issuer, audience, time and nonce are right."""
    keys = KeySet.import_key_set(cast("KeySetSerialization", _get(settings, metadata["jwks_uri"])))
    decoded = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS)
    required = {
        "iss": {"essential": True, "value": settings.issuer},
        "aud": {"essential": True, "value": settings.client_id},
        "nonce": {"essential": True, "value": nonce},
    }
    params = {"nonce": nonce, "client_id": settings.client_id, "access_token": token.get("access_token")}
    claims = CodeIDToken(decoded.claims, decoded.header, required, params)
    claims.validate(leeway=_LEEWAY)
    return claims


def _identity(settings: OpenIdConnect, claims: Mapping[str, Any]) -> Identity:
    try:
        user = user_name(str(claims.get(settings.user_claim, "")))
    except UsageError as error:
        raise RefusedError("provider", 403, reason="no name in the claim") from error
    given = claims.get(settings.groups_claim, [])
    groups = given.split() if isinstance(given, str) else [str(item) for item in given]
    roles = (role for group, named in settings.roles.items() if group in groups for role in named)
    return Identity(user, frozenset(roles))


def _metadata(settings: OpenIdConnect) -> dict[str, Any]:
    """What the provider says of itself (OpenID Connect Discovery 1.0)."""
    found = _get(settings, settings.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if found.get("issuer") != settings.issuer:  # section 4.3: it must be the same, to the letter
        raise FailureError(
            f"web.oidc.issuer: {settings.issuer}: the provider calls itself {found.get('issuer')!r}: "
            "write it exactly so"
        )
    return found


def _get(settings: OpenIdConnect, address: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = httpx.get(address, timeout=_SECONDS).raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise _silent(settings, error) from error
    return found


def _silent(settings: OpenIdConnect, error: Exception) -> FailureError:
    return FailureError(
        f"web.oidc.issuer: {settings.issuer}: no answer that can be used ({type(error).__name__}): "
        "check that the provider runs and that this machine can reach it"
    )


def _token(settings: OpenIdConnect, address: str, back: str, code: str, verifier: str) -> dict[str, Any]:
    """Exchange the code for tokens."""
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": verifier,
    }
    secret = _secret(settings)
    if secret:  # RFC 6749, 2.3.1: both are form-encoded first
        given = httpx.BasicAuth(quote_plus(settings.client_id), quote_plus(secret))
        answer = httpx.post(address, data=asked, auth=given, timeout=_SECONDS)
    else:
        answer = httpx.post(address, data=asked | {"client_id": settings.client_id}, timeout=_SECONDS)
    if answer.is_client_error:
        raise RefusedError("provider", 403, reason=f"token endpoint {answer.status_code}")
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def _secret(settings: OpenIdConnect) -> str:
    """The secret that the provider knows us by; empty for a public client."""
    if settings.client_secret_file is None:
        return ""
    try:
        return settings.client_secret_file.read_text("utf-8").strip()
    except OSError as error:
        raise FailureError(
            f"web.oidc.client_secret_file: {settings.client_secret_file}: {error.strerror}"
        ) from error
