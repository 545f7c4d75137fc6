"""`python -m agent.console`: the console's process. The guard starts it and gives it its settings."""

import json
import logging
import os
import signal
import sys
import threading
from pathlib import Path

import uvicorn

from agent.config import Config, host_and_port
from agent.console.app import console_app
from agent.console.console import open_console
from agent.console.health import ask_guard
from agent.console.keys import console_key
from agent.console.warm import warm_up
from agent.errors import AgentError
from agent.log import set_up_logging
from agent.priority import step_back
from agent.record.store import Store

logger = logging.getLogger(__name__)


def main() -> int:
    """Serve until told to stop, or until the guard is gone."""
    line = sys.stdin.buffer.readline()
    if not line:
        return 0  # the guard stopped before it had anything to say
    set_up_logging()
    order = json.loads(line)
    config, health = Config.model_validate(order["config"]), Path(order["health"])
    threading.Thread(target=_end_with_guard, name="guard", daemon=True).start()
    step_back()
    try:
        with Store.open(config.database_location) as store:
            _serve(config, store, health)
    except AgentError as error:
        logger.error("the console cannot start: %s", error)  # noqa: TRY400 - one line is what people read
        return 1
    return 0


def _serve(config: Config, store: Store, health: Path) -> None:
    console = open_console(config, store, console_key(config.data_dir), lambda: ask_guard(health))
    threading.Thread(target=warm_up, args=(console,), name="warm-up", daemon=True).start()
    host, port = host_and_port(config.console)
    settings = uvicorn.Config(
        console_app(console),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        proxy_headers=False,  # whom to believe is for `agent.console.peers` to say
        server_header=False,
        limit_concurrency=200,
        timeout_graceful_shutdown=5,
    )
    uvicorn.Server(settings).run()


def _end_with_guard() -> None:
    """Standard input ends when the guard does, even when that was killed."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
