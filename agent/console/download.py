"""Files to take along: named by us, and recorded, since they leave the console."""

from starlette.requests import Request
from starlette.responses import Response

from agent.console.access import note


def download(request: Request, name: str, data: bytes, media_type: str) -> Response:
    """A file.

    Args:
        request: Of the user.
        name: Its name; never of anything that somebody typed.
        data: Its content.
        media_type: Its kind.
    """
    note(request, "download", file=name)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=media_type, headers=headers)
