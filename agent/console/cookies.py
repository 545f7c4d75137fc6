"""The console's cookies: for the server and this site only, over https with the prefix ``__Host-``."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from agent.console.peers import is_https

_NAME = "schaduwwacht-"


def cookie_name(request: HTTPConnection, what: str) -> str:
    """The name of the cookie for ``session`` or ``form``.

    The prefix (RFC 6265bis, 4.1.3.2) keeps other hosts of the domain from setting it; it needs https.
    """
    return ("__Host-" if is_https(request) else "") + _NAME + what


def read_cookie(request: HTTPConnection, what: str) -> str | None:
    """Its value, or None."""
    return request.cookies.get(cookie_name(request, what)) or None


def set_cookie(request: HTTPConnection, response: Response, what: str, value: str) -> None:
    """Give it to the browser, until that closes."""
    response.set_cookie(
        cookie_name(request, what), value, path="/", secure=is_https(request), httponly=True, samesite="lax"
    )


def delete_cookie(request: HTTPConnection, response: Response, what: str) -> None:
    """Take it from the browser."""
    response.delete_cookie(
        cookie_name(request, what), path="/", secure=is_https(request), httponly=True, samesite="lax"
    )
