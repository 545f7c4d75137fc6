"""Signing in at the organisation's identity provider."""

from urllib.parse import quote

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from agent.console.access import anyone
from agent.console.console import Console, console_of
from agent.console.cookies import delete_cookie, read_cookie, set_cookie
from agent.console.links import console_address
from agent.console.oidc import Started, finish, start
from agent.console.page import Nav
from agent.console.pages.sign_in import begin, next_page
from agent.console.redirects import SIGN_IN
from agent.console.refusal import RefusedError
from agent.console.settings import OpenIdConnect

PATH = f"{SIGN_IN}/provider"
BACK = f"{SIGN_IN}/back"
_SECONDS = 600
"""How long somebody may take at the provider."""


@anyone
def leave(request: Request) -> Response:
    """Send the user to the provider."""
    console = console_of(request)
    wanted = next_page(request, request.query_params.get("next"))
    address, held = start(_settings(console), _back(console), wanted)
    response = RedirectResponse(address, 303)
    set_cookie(request, response, "provider", _signer(console).dumps(held))
    return response


@anyone
def back(request: Request) -> Response:
    """The user is back: see what the provider says, and begin a session."""
    console = console_of(request)
    held = _held(request, console)
    here = f"{_back(console)}?{request.url.query}"
    identity = finish(_settings(console), _back(console), here, held)
    begin(request, identity.user, "oidc", identity.roles)
    response = RedirectResponse(held["next"] or "/", 303)
    delete_cookie(request, response, "provider")
    return response


def _held(request: Request, console: Console) -> Started:
    """What this browser took along; an answer that it did not ask for is refused."""
    try:
        held: Started = _signer(console).loads(read_cookie(request, "provider") or "", max_age=_SECONDS)
    except BadData as error:
        raise RefusedError("provider", 403, reason="not asked for") from error
    return held


def _settings(console: Console) -> OpenIdConnect:
    settings = console.config.web.oidc
    if settings is None:
        raise RefusedError("path", 404)
    return settings


def _back(console: Console) -> str:
    return quote(console_address(console.config) + BACK, safe=":/[]")


def _signer(console: Console) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(console.key, salt="provider")


nav: Nav | None = None
routes = [Route(PATH, leave, methods=["GET"]), Route(BACK, back, methods=["GET"])]
