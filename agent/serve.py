"""`schaduwwacht run`: proxy, console and metrics in one process, from start to clean stop."""

import asyncio
import logging
import signal
import sys
from pathlib import Path

from prometheus_client import start_http_server

from agent.config import Config, check_ports, host_and_port
from agent.console.health import ConsoleServer, health_app
from agent.guard import Guard, open_guard
from agent.proxy.addon import GuardAddon
from agent.proxy.interception import Interception
from agent.proxy.master import GuardMaster, check_settings, make_ca, serve

IMPATIENT_SECONDS = 1.0

QUIET = ("mitmproxy.proxy.server", "presidio-analyzer", "hpack", "uvicorn", "asyncio")
"""Loggers that tell of every connection, or print what they work on."""


async def run(config: Config) -> None:
    """Run until SIGTERM or SIGINT.

    Raises:
        AgentError: It cannot start; the message says why.
    """
    check_settings(config.set)
    check_ports(config)
    async with open_guard(config) as guard:
        certificate = make_ca(config.ca_folder)
        addon = GuardAddon(
            guard.pipeline,
            Interception(guard.pipeline.catalogue, guard.metrics),
            config.language,
            guard.desk,
        )
        master = GuardMaster(config, addon, config.ca_folder)
        _stop_on_signal(guard, master)
        console = ConsoleServer(health_app(guard.readiness), config.console)
        console.start()
        host, port = host_and_port(config.metrics)
        metrics, thread = start_http_server(port, host or "0.0.0.0", guard.metrics.registry)  # noqa: S104 - as asked
        try:
            say(welcome(config, certificate, guard))
            await serve(master)
        finally:
            console.stop()
            metrics.shutdown()
            thread.join()
    say("Stopped.")


def set_up_logging() -> None:
    """Warnings and errors go to standard error, in one line each, without tracebacks' values."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr
    )
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)


def welcome(config: Config, certificate: Path, guard: Guard) -> str:
    """What to do next, in a few lines."""
    policy = guard.pipeline.policy
    services = len(guard.pipeline.catalogue.services)
    return f"""\
Schaduwwacht guards {services} AI services (policy {policy.policy.name}, {policy.policy.mode}).

  proxy    http://{config.listen}
  console  http://{config.console}/readyz
  metrics  http://{config.metrics}/metrics
  CA       {certificate}

1. Let clients use the proxy, and trust its CA beside the ones they have (docs/how-to/trust-the-ca.md):
     export HTTPS_PROXY=http://{config.listen}
2. See a block:
     curl --cacert {certificate} -x http://{config.listen} https://api.openai.com/v1/responses \\
       -H 'content-type: application/json' -d '{{"model": "m", "input": "Het BSN is 111222333"}}'
3. See the register:  schaduwwacht register list --data-dir {config.data_dir}

Stop with Ctrl-C."""


def say(text: str) -> None:
    """Tell the person at the terminal; results go to standard output, everything else here."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _stop_on_signal(guard: Guard, master: GuardMaster) -> None:
    """The first signal stops cleanly, one that comes more than a second later at once.

    Terminals and `make` send a signal to the whole process group and `uv run` passes it on, so one Ctrl-C
    often comes twice.
    """
    loop = asyncio.get_running_loop()
    stops: list[asyncio.Task[None]] = []
    first = 0.0

    def stop() -> None:
        nonlocal first
        guard.stopping = True
        if not stops:
            first = loop.time()
            stops.append(loop.create_task(master.stop()))
        elif loop.time() > first + IMPATIENT_SECONDS:
            master.shutdown()  # type: ignore[no-untyped-call]

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
