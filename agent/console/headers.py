"""Headers that tell the browser what a page may do: nothing from elsewhere, nothing inline, no frames."""

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.console.peers import is_https

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
FIXED = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # `no-referrer` would make browsers send forms with `Origin: null`
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_YEAR = 365 * 24 * 3600


class Headers:
    """Adds them to every answer.

    Args:
        app: What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), HTTPConnection(scope))
            await send(message)

        await self._app(scope, receive, with_headers)


def _add(headers: MutableHeaders, request: HTTPConnection) -> None:
    for name, value in FIXED.items():
        headers.setdefault(name, value)
    is_asset = request.url.path.startswith("/static/")
    headers.setdefault("cache-control", f"public, max-age={_YEAR}, immutable" if is_asset else "no-store")
    if is_https(request):
        headers.setdefault("strict-transport-security", f"max-age={_YEAR}")
