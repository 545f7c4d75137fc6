"""The console as an ASGI application."""

from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

from agent.console.access import identify, refused
from agent.console.console import Console, console_of
from agent.console.headers import Headers
from agent.console.language import N_, translator
from agent.console.pages import PAGES
from agent.console.paths import Paths
from agent.console.recording import Limit
from agent.console.refusal import RefusedError
from agent.console.render import error_page
from agent.console.static import static_files
from agent.errors import AgentError

NOT_FOUND = N_("There is no such page.")
NOT_SO = N_("This page cannot be used like that.")
BROKEN = N_("Something stands in the way: %(what)s")


def console_app(console: Console) -> Starlette:
    """The pages, with what every page has at hand."""
    pages = [route for page in PAGES for route in page.routes]
    _check_guarded(pages)
    app = Starlette(
        routes=[
            Route("/healthz", _healthz),
            Route("/readyz", _readyz),
            *pages,
            Mount("/static", static_files(), name="static"),
        ],
        middleware=[Middleware(Headers), Middleware(Paths)],
        exception_handlers={HTTPException: _http_error, AgentError: _agent_error},
    )
    app.state.console = console
    app.state.strangers = Limit()
    entries = [page.nav for page in PAGES if page.nav is not None]
    app.state.navigation = sorted(entries, key=lambda item: item.order)
    return app


def _check_guarded(routes: Iterable[Route]) -> None:
    """A page without `allowed` would be open to everybody: better not to start."""
    for route in routes:
        if not hasattr(route.endpoint, "roles"):
            raise TypeError(f"{route.path}: decorate its endpoint with `allowed` of agent.console.access")


async def _healthz(_: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _readyz(request: Request) -> Response:
    state = await run_in_threadpool(console_of(request).readiness)
    return JSONResponse(dict(state), status_code=200 if state.get("ready") else 503)


async def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    text = NOT_FOUND if status == 404 else NOT_SO  # noqa: PLR2004 - HTTP's number
    return await run_in_threadpool(_show_error, request, status, text)


async def _agent_error(request: Request, error: Exception) -> Response:
    return await run_in_threadpool(_show_error, request, 500, BROKEN, what=str(error))


def _show_error(request: Request, status: int, text: str, **values: str) -> Response:
    try:
        identify(request)
    except RefusedError as error:
        refused(request, error.what, path=request.url.path, **error.detail)
    return error_page(request, status, translator(request)(text, **values))
