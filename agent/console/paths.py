"""Paths that try to leave their folder are refused before anything looks at them, and recorded."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from agent.console.recording import refused


def leads_out(path: str) -> bool:
    """Whether a path, with its escapes undone, tries to climb: our own addresses never do."""
    return ".." in path or "\\" in path or "\0" in path or "//" in path or "%" in path


class Paths:
    """Refuses them.

    Args:
        app: What answers the others.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or not leads_out(scope["path"]):
            await self._app(scope, receive, send)
            return
        await run_in_threadpool(refused, Request(scope), "path")
        await PlainTextResponse("no such page\n", 404)(scope, receive, send)
