"""`schaduwwacht run`, from start to clean stop: proxy and metrics here, the console in another process."""

import asyncio
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client import start_http_server

from agent.config import Config, check_ports, host_and_port
from agent.console.health import HealthServer, health_app
from agent.console.links import console_address, first_link
from agent.console.process import console_process
from agent.guard import Guard, open_guard
from agent.knowledge import read_policy
from agent.proxy.addon import GuardAddon
from agent.proxy.interception import Interception
from agent.proxy.master import GuardMaster, check_modes, check_settings, make_ca, serve
from agent.proxy.tls_check import STARTING, watch_tls

IMPATIENT_SECONDS = 1.0


async def run(config: Config) -> None:
    """Run until SIGTERM or SIGINT.

    Raises:
        AgentError: It cannot start; the message says why.
    """
    check_settings(config.set)
    check_modes(config.mode)
    read_policy(config.policy)  # what is written wrong is said before what stands in the way
    check_ports(config)
    async with open_guard(config) as guard:
        certificate = make_ca(config.ca_folder)
        addon = GuardAddon(
            guard.pipeline,
            Interception(lambda: guard.pipeline.catalogue, guard.metrics),
            config.language,
            guard.desk,
        )
        master = GuardMaster(config, addon, config.ca_folder)
        _stop_on_signal(guard, master)
        guard.proxy_problem = STARTING
        host, port = host_and_port(config.metrics)
        metrics, thread = start_http_server(port, host or "0.0.0.0", guard.metrics.registry)  # noqa: S104 - as asked
        try:
            with HealthServer(health_app(guard.readiness), config.data_dir) as health:
                async with console_process(config, health.path):
                    say(welcome(config, certificate, guard))
                    await _serve(guard, master)
        finally:
            metrics.shutdown()
            thread.join()
    say("Stopped.")


async def _serve(guard: Guard, master: GuardMaster) -> None:
    """Serve, and let `/readyz` know whether connections can be made."""

    def tell(problem: str | None) -> None:
        guard.proxy_problem = problem

    watching = asyncio.create_task(watch_tls(master, tell))
    try:
        await serve(master)
    finally:
        watching.cancel()


def welcome(config: Config, certificate: Path, guard: Guard) -> str:
    """What to do next, in a few lines."""
    policy = guard.pipeline.policy
    first = first_link(guard.store, config, datetime.now(UTC))
    link = f"\n           its first administrator starts here, once: {first}" if first else ""
    command = Path(sys.executable).with_name("schaduwwacht")  # `make` puts it on nobody's PATH
    services = len(guard.pipeline.catalogue.services)
    return f"""\
Schaduwwacht guards {services} AI services (policy {policy.policy.name}, {policy.policy.mode}).

  proxy    http://{config.listen}
  console  {console_address(config)}{link}
  metrics  http://{config.metrics}/metrics
  CA       {certificate}

1. Let clients use the proxy, and trust its CA beside the ones they have (docs/how-to/trust-the-ca.md):
     export HTTPS_PROXY=http://{config.listen}
2. See a block:
     curl --cacert {certificate} -x http://{config.listen} https://api.openai.com/v1/responses \\
       -H 'content-type: application/json' -d '{{"model": "m", "input": "Het BSN is 111222333"}}'
3. See the register:
     {command} register list --data-dir {config.data_dir}

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
