"""`/healthz` and `/readyz`: for service managers, load balancers and people who wonder."""

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from agent.config import host_and_port


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the guard can judge requests now.

    Attributes:
        ready: All of it works.
        policy: Name and version in force.
        mode: ``enforce`` or ``monitor``.
        workers: Scan processes.
        events_pending: Events not yet on disk.
        problems: What is wrong, one line each.
    """

    ready: bool
    policy: str
    mode: str
    workers: int
    events_pending: int
    problems: tuple[str, ...] = ()


def health_app(readiness: Callable[[], Readiness]) -> Starlette:
    """The web application of the console port."""

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_: Request) -> Response:
        state = readiness()
        return JSONResponse(asdict(state), status_code=200 if state.ready else 503)

    return Starlette(routes=[Route("/healthz", healthz), Route("/readyz", readyz)])


class ConsoleServer:
    """Serves the console from a thread of its own, so that its load never delays the proxy.

    Args:
        app: The web application.
        address: ``HOST:PORT``.
    """

    def __init__(self, app: Starlette, address: str) -> None:
        host, port = host_and_port(address)
        config = uvicorn.Config(app, host=host, port=port, log_config=None, access_log=False, lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="console", daemon=True)

    def start(self) -> None:
        """Start serving."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and wait for the thread."""
        self._server.should_exit = True
        self._thread.join(timeout=5)
