"""`schaduwwacht demo`: a guard, a stand-in AI service and a few people at work, on this machine only."""

import contextlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from agent.demo.stand_in import StandIn
from agent.errors import FailureError
from detectors.yaml_file import StrictModel, read_yaml

START_SECONDS = 90
COMMAND = (sys.executable, "-m", "agent.cli")


class Scene(StrictModel):
    """One request that somebody makes.

    Attributes:
        who: What is going on.
        url: Where it goes.
        body: What is sent, as JSON.
        never: What must not reach the service.
    """

    who: str
    url: str
    body: dict[str, Any]
    never: str = ""


class Scenes(StrictModel):
    """All of them, in order."""

    scenes: tuple[Scene, ...]


def read_scenes() -> tuple[Scene, ...]:
    """The scenes of the demo."""
    text = (resources.files("agent.demo") / "scenes.yaml").read_text("utf-8")
    return read_yaml(Scenes, text, "scenes.yaml").scenes


def demo() -> Iterator[str]:
    """Play all scenes and show what is left of them.

    Yields:
        Lines for the person who watches.

    Raises:
        FailureError: The guard did not start.
    """
    scenes = read_scenes()
    with tempfile.TemporaryDirectory(prefix="schaduwwacht-demo-") as name:
        folder = Path(name)
        (folder / "internet").mkdir()
        with StandIn(folder / "internet") as internet, _guard(folder, internet) as (proxy, metrics):
            yield "What people do, and what becomes of it:\n"
            opener = _opener(proxy, folder / "data" / "ca" / "mitmproxy-ca-cert.pem")
            for scene in scenes:
                arrived = len(internet.arrived)
                said = _play(opener, scene)
                outcome = "sent" if len(internet.arrived) > arrived else "STOPPED"
                yield f"  {outcome:<8} {scene.who}" + (f"\n           {said}" if outcome == "STOPPED" else "")
            yield "\nThe AI register, which filled itself:\n"
            yield _command("register", "list", "--data-dir", str(folder / "data"))
            yield "What Grafana will show:\n"
            with urllib.request.urlopen(metrics) as answer:  # noqa: S310 - our own address
                lines = answer.read().decode().splitlines()
            yield "\n".join(line for line in lines if line.startswith("schaduwwacht_findings_total"))
            leaked = [
                scene.never for scene in scenes if scene.never and scene.never.encode() in internet.bodies()
            ]
            yield f"\nOf what was stopped, this reached a service: {', '.join(leaked) or 'nothing'}."


@contextlib.contextmanager
def _guard(folder: Path, internet: StandIn) -> Iterator[tuple[str, str]]:
    """A guard on free ports; gives its proxy and metrics addresses."""
    proxy, console, metrics = (f"127.0.0.1:{port}" for port in _free_ports(3))
    log = folder / "guard.log"
    arguments = ["run", "--listen", proxy, "--console", console, "--metrics", metrics]
    arguments += ["--data-dir", str(folder / "data"), "--mode", f"upstream:http://127.0.0.1:{internet.port}"]
    arguments += ["--set", f"ssl_verify_upstream_trusted_ca={internet.ca_file}"]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [*COMMAND, *arguments], stdout=output, stderr=output
        )
    try:
        _wait(process, f"http://{console}/readyz", log)
        yield f"http://{proxy}", f"http://{metrics}/metrics"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310 - our own address
            return
        time.sleep(0.1)
    raise FailureError(f"the guard of the demo did not start: {log.read_text().strip() or 'no reason given'}")


def _opener(proxy: str, certificate: Path) -> urllib.request.OpenerDirector:
    context = ssl.create_default_context(cafile=certificate)
    return urllib.request.build_opener(
        urllib.request.ProxyHandler({"https": proxy}), urllib.request.HTTPSHandler(context=context)
    )


def _play(opener: urllib.request.OpenerDirector, scene: Scene) -> str:
    """Send it; give what the client is told when it is stopped."""
    request = urllib.request.Request(  # noqa: S310 - a fixed address, through our own proxy
        scene.url, json.dumps(scene.body).encode(), {"content-type": "application/json"}
    )
    try:
        with opener.open(request, timeout=30) as answer:
            text: str = answer.read().decode()
    except urllib.error.HTTPError as error:
        text = error.read().decode()
    start = text.find("Schaduwwacht: ")
    return text[start:].partition('"')[0]


def _command(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"COLUMNS": "120"},
    )
    return done.stdout


def _free_ports(number: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [item.getsockname()[1] for item in sockets]
