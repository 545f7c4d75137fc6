"""A real guard in a process of its own, as a user would start it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass
class Running:
    """A started guard."""

    process: subprocess.Popen[bytes]
    proxy: str
    console: str
    metrics: str
    data_dir: Path
    log: Path

    @property
    def ca(self) -> Path:
        return self.data_dir / "ca" / "mitmproxy-ca-cert.pem"

    def metric(self, name: str, **labels: str) -> float:
        """Sum of a metric's samples with these labels."""
        total = 0.0
        for line in fetch(self.metrics + "/metrics").splitlines():
            head, _, value = line.rpartition(" ")
            if head.partition("{")[0] == name and all(f'{k}="{v}"' in head for k, v in labels.items()):
                total += float(value)
        return total

    def stop(self) -> int:
        """A clean stop, as a service manager asks for it."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return str(answer.read().decode())


def free_ports(number: int) -> list[int]:
    """Ports that were free a moment ago."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [item.getsockname()[1] for item in sockets]
    for item in sockets:
        item.close()
    return ports


def command(*arguments: str | Path) -> list[str]:
    """The command line, as installed in this environment."""
    return [str(Path(sys.executable).with_name("schaduwwacht")), *map(str, arguments)]


def call(*arguments: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, timeout=60, check=False, **more
    )


def healthy(guard: Running) -> object:
    """Whether the console says that the guard is ready."""
    return fetch(guard.console + "/readyz")


def listens(guard: Running) -> object:
    """Whether the proxy takes connections, a few seconds before the console does."""
    host, _, port = guard.proxy.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=5).close()


def start(
    folder: Path,
    *arguments: str | Path,
    prefix: Sequence[str | Path] = (),
    ready: Callable[[Running], object] = healthy,
) -> Running:
    """Start a guard on free ports and wait until it is ready.

    Args:
        folder: Where its data and its log go.
        arguments: More options.
        prefix: A command that runs the guard, e.g. confined.
        ready: Raises while the guard is not.
    """
    proxy, console, metrics = (f"127.0.0.1:{port}" for port in free_ports(3))
    data_dir, log = folder / "data", folder / "guard.log"
    addresses = ["--listen", proxy, "--console", console, "--metrics", metrics]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*prefix, *command("run", *addresses, "--data-dir", data_dir, *arguments)],
            stdout=output,
            stderr=output,
            env=os.environ | {"SCHADUWWACHT_NODE": "test"},
        )
    running = Running(process, f"http://{proxy}", f"http://{console}", f"http://{metrics}", data_dir, log)
    for _ in range(600):
        if process.poll() is not None:
            raise AssertionError(f"the guard stopped: {log.read_text()}")
        try:
            ready(running)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return running
    process.kill()
    raise AssertionError(f"the guard is not ready after a minute: {log.read_text()}")
