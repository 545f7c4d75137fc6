"""The guard of the demo: its folder, settings and policy, and its process."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import httpx
import yaml

from agent.config import Config, make_data_dir
from agent.demo.people import company
from agent.errors import FailureError
from agent.knowledge import read_policy
from agent.register.law import Language
from policies.load import LoadedPolicy

START_SECONDS = 90
STOP_SECONDS = 20
NODE = "demo"
UNKNOWN_AI = "slimme-planner.example"
"""A site of which the catalogue does not know that it has AI; the organisation has opted in for looking."""

type Mode = Literal["enforce", "monitor"]


@dataclass(frozen=True, slots=True)
class Machine:
    """Where everything of the demo is.

    Attributes:
        folder: Gone when the demo ends.
        config: Settings of the guard.
    """

    folder: Path
    config: Config

    @property
    def policy_file(self) -> Path:
        """The policy in force; written anew to change it."""
        return self.folder / "policy.yaml"

    @property
    def settings_file(self) -> Path:
        """The settings as the guard reads them."""
        return self.folder / "schaduwwacht.yaml"

    @property
    def log(self) -> Path:
        """What the guard says while it runs."""
        return self.folder / "guard.log"

    @property
    def certificate(self) -> Path:
        """The certificate that clients must trust."""
        return self.config.ca_folder / "mitmproxy-ca-cert.pem"

    def set_mode(self, mode: Mode) -> LoadedPolicy:
        """Write the policy: the product's pack for HR, and who is in which group."""
        groups = [{"id": group.id.in_language(self.config.language)} for group in company().groups]
        policy = {
            "name": NODE,
            "description": company().policy.in_language(self.config.language),
            "extends": "hr-strict",
            "mode": mode,
            "members": "members.csv",
            "groups": groups,
        }
        part = self.policy_file.with_suffix(".part")
        part.write_text(_yaml(policy), "utf-8")
        part.replace(self.policy_file)
        return read_policy(str(self.policy_file))


def prepare(folder: Path, upstream: int, upstream_ca: Path, language: Language) -> Machine:
    """Write settings and members.

    Args:
        folder: Of the demo.
        upstream: Port of the stand-in internet.
        upstream_ca: The certificate that its services show.
        language: Of messages.
    """
    proxy, console, metrics = (f"127.0.0.1:{port}" for port in _free_ports(3))
    people = company()
    config = Config(
        listen=proxy,
        console=console,
        metrics=metrics,
        data_dir=make_data_dir(folder / "data"),
        policy=str(folder / "policy.yaml"),
        node=NODE,
        language=language,
        workers=1,
        mode=(f"upstream:http://127.0.0.1:{upstream}",),
        set={"ssl_verify_upstream_trusted_ca": str(upstream_ca), "proxyauth": "any"},
        inspect_also=frozenset({UNKNOWN_AI}),
        own_tenants={"chatgpt": {"ids": [people.workspace]}},
        organisation={"name": people.organisation.in_language(language), "contact": people.contact},
    )
    machine = Machine(folder, config)
    given = config.model_dump(mode="json", exclude_unset=True)
    machine.settings_file.write_text(_yaml(given), "utf-8")
    lines = [f"{user},{group}" for user, group in people.members(language) if group]
    (folder / "members.csv").write_text("\n".join(["user,group", *lines]) + "\n", "utf-8")
    return machine


@contextlib.contextmanager
def started(machine: Machine) -> Iterator[subprocess.Popen[bytes]]:
    """A guard that starts, for `wait_until_ready`; it has stopped when the block ends."""
    command = [sys.executable, "-m", "agent.cli", "run", "--config", str(machine.settings_file)]
    own = {name: value for name, value in os.environ.items() if not name.startswith("SCHADUWWACHT_")}
    with machine.log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=own,
            start_new_session=True,  # Ctrl-C is for the demo, which stops it in its turn
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_ready(process: subprocess.Popen[bytes], machine: Machine) -> None:
    """Until the guard and its console answer.

    Raises:
        FailureError: It did not start.
    """
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if _readiness(machine).get("ready"):
            return
        time.sleep(0.1)
    said = machine.log.read_text("utf-8", "replace").strip()
    raise FailureError(f"the guard of the demo did not start: {said or 'it gave no reason'}")


def wait_for_mode(machine: Machine, mode: Mode) -> None:
    """Until the guard has taken a changed policy.

    Raises:
        FailureError: It did not.
    """
    until = time.monotonic() + START_SECONDS
    while _readiness(machine).get("mode") != mode:
        if time.monotonic() > until:
            raise FailureError("the guard of the demo did not take its changed policy")
        time.sleep(0.05)


def _readiness(machine: Machine) -> Mapping[str, Any]:
    """What the guard says of itself; nothing while it does not answer."""
    try:
        answer = httpx.get(f"http://{machine.config.console}/readyz", timeout=2, trust_env=False)
        found: dict[str, Any] = answer.json()
    except (httpx.HTTPError, ValueError):
        return {}
    return found


def _yaml(data: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False)


def _free_ports(number: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [item.getsockname()[1] for item in sockets]
