"""A real guard in a process of its own, as a user would start it."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

PATIENCE = 60.0
"""Seconds to wait for what should come soon: a busy machine is slow, and nobody waits when it is not."""
START_SECONDS = 100.0


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
        return self.process.wait(PATIENCE)


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def wait_until[T](look: Callable[[], T], seconds: float = PATIENCE) -> T:
    """What `look` gives as soon as that is true: it is asked again and again, however slow the machine.

    Raises:
        AssertionError: It is not true in time.
    """
    until = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > until:
            raise AssertionError(f"after {seconds:g} s it is still {found!r}")
        time.sleep(0.1)
    return found


def _port_numbers() -> Iterator[int]:
    """Numbers that the system gives to nobody by itself, other ones for each process of pytest-xdist."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    first = 11_000 + 1000 * (int(worker.removeprefix("gw")) % 20) if worker else 11_000
    numbers = range(first, first + (1000 if worker else 20_000))
    yield from cycle(random.sample(numbers, len(numbers)))


_ports = _port_numbers()


def free_ports(number: int) -> list[int]:
    """Ports that were free a moment ago, and that no other test will take in the next."""
    found: list[int] = []
    while len(found) < number:
        port = next(_ports)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            found.append(port)
    return found


def command(*arguments: str | Path) -> list[str]:
    """The command line, as installed in this environment."""
    return [str(Path(sys.executable).with_name("schaduwwacht")), *map(str, arguments)]


def call(*arguments: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, timeout=PATIENCE, check=False, **more
    )


def healthy(guard: Running) -> object:
    """Whether the console says that the guard is ready."""
    return fetch(guard.console + "/readyz")


def listens(guard: Running) -> object:
    """Whether the proxy takes connections, a few seconds before the console does."""
    host, _, port = guard.proxy.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE).close()


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
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(f"the guard stopped: {log.read_text()}")
        try:
            ready(running)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return running
    process.kill()
    raise AssertionError(f"the guard is not ready after {START_SECONDS} s: {log.read_text()}")
