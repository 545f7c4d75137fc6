"""How the guard is: asked by `/readyz`, for service managers, load balancers and people who wonder.

The guard's process answers on a Unix socket in its data directory; the console's process asks there.
"""

import socket
import tempfile
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route


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


_LONGEST_PATH = 100
"""Linux takes 107 bytes for the path of a Unix socket, macOS 103."""
_ASK_SECONDS = 3.0


class HealthServer:
    """Answers from a thread of its own, on a Unix socket that only this user can reach.

    Args:
        app: Of `health_app`.
        data_dir: Where the socket is put.
    """

    def __init__(self, app: Starlette, data_dir: Path) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.path = (data_dir / "health.sock").absolute()
        if len(bytes(self.path)) > _LONGEST_PATH:
            self._folder = tempfile.TemporaryDirectory(prefix="schaduwwacht-")
            self.path = Path(self._folder.name) / "health.sock"
        self._socket = socket.socket(socket.AF_UNIX)
        settings = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
        self._server = uvicorn.Server(settings)
        self._thread = threading.Thread(target=self._run, name="health", daemon=True)

    def __enter__(self) -> Self:
        """Start answering."""
        self.path.unlink(missing_ok=True)  # of a guard that was killed
        self._socket.bind(str(self.path))
        self.path.chmod(0o600)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop answering."""
        self._server.should_exit = True
        self._thread.join(timeout=5)
        self._socket.close()
        self.path.unlink(missing_ok=True)
        if self._folder:
            self._folder.cleanup()

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])


def ask_guard(path: Path) -> dict[str, Any]:
    """What the guard says of itself; not ready when it does not answer."""
    try:
        with httpx.Client(transport=httpx.HTTPTransport(uds=str(path)), timeout=_ASK_SECONDS) as client:
            answer: dict[str, Any] = client.get("http://guard/readyz").json()
    except (httpx.HTTPError, ValueError):
        return {"ready": False, "problems": ["the guard does not answer"]}
    return answer
