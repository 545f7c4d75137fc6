"""Where sign-in leads to: a page of ours, and nowhere else."""

import re
from urllib.parse import quote

from starlette.requests import Request

SIGN_IN = "/sign-in"
_OURS = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
"""A path of this host. ``//host`` and ``/\\host`` lead to another one in every browser."""


def is_ours(path: str) -> bool:
    """Whether a path leads to a page of the console."""
    return bool(_OURS.fullmatch(path)) and not path.startswith(SIGN_IN)


def sign_in_path(request: Request) -> str:
    """The sign-in page, which leads back to a page that was only looked at."""
    if request.method != "GET" or request.url.path == "/":
        return SIGN_IN
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"{SIGN_IN}?next={quote(wanted, safe='')}"
