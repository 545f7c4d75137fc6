"""Forms: read under a limit, and taken only from our own pages."""

import hmac
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException
from starlette.requests import HTTPConnection, Request
from starlette.types import Message

from agent.console.cookies import read_cookie
from agent.console.sessions import csrf_token

ORDINARY = 256 * 1024
"""Bytes of a form without files."""
CSRF = "csrf"
"""The field of a form that proves where it comes from."""
_MANY = 2000


class TooLargeError(Exception):
    """A form is larger than its page takes."""


async def read_form(request: Request, limit: int) -> FormData:
    """The form of a request; files go to disk as they arrive.

    Raises:
        TooLargeError: It is too large, or not a form.
    """
    left = limit
    receive = request.receive

    async def limited() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise TooLargeError
        return message

    bounded = Request(request.scope, limited)
    try:
        return await bounded.form(max_files=20, max_fields=_MANY, max_part_size=ORDINARY)
    except MultiPartException as error:
        raise TooLargeError from error


def form_is_ours(request: HTTPConnection) -> bool:
    """Whether a form came from a page of ours: it carries the token, and the browser says the same.

    The browser's word alone (Sec-Fetch-Site, Origin) would do for every browser of today; the token is for
    the others, and for proxies that drop headers.
    """
    holder = read_cookie(request, "session") if request.state.session else read_cookie(request, "form")
    given = request.state.form.get(CSRF)
    if not holder or not isinstance(given, str):
        return False
    if not hmac.compare_digest(given.encode(), csrf_token(holder).encode()):
        return False
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return (
        origin is None
        or urlsplit(origin).netloc == request.headers.get("host")
        or _is_public(request, origin)
    )


def _is_public(request: HTTPConnection, origin: str) -> bool:
    public = request.app.state.console.config.web.public_url
    return bool(public) and origin.rstrip("/") == public.rstrip("/")
