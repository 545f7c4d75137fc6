"""The console's process, as the guard keeps it: started, restarted when it dies, stopped with the guard.

Pages, charts and reports cost time that the proxy must not wait for, so they have an interpreter of their
own. It gets the settings on its standard input, and ends when that closes: it never outlives the guard.
"""

import asyncio
import json
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from agent.config import Config

COMMAND = (sys.executable, "-m", "agent.console")
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
STOP_SECONDS = 8.0

logger = logging.getLogger(__name__)


@asynccontextmanager
async def console_process(config: Config, health: Path) -> AsyncIterator[None]:
    """Keep a console running while the block lasts.

    Args:
        config: The guard's settings.
        health: The Unix socket on which the guard says how it is.
    """
    order = json.dumps({"config": config.model_dump(mode="json"), "health": str(health)}).encode() + b"\n"
    task = asyncio.create_task(_keep(order))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _keep(order: bytes) -> None:
    """Start it again whenever it dies, sooner after a long life than after a short one."""
    loop, wait = asyncio.get_running_loop(), FIRST_WAIT
    while True:
        began = loop.time()
        process = await asyncio.create_subprocess_exec(*COMMAND, stdin=PIPE, start_new_session=True)
        try:
            await _tell(process, order)
            code = await process.wait()
        except asyncio.CancelledError:
            await _stop(process)
            raise
        wait = FIRST_WAIT if loop.time() - began > LONGEST_WAIT else min(wait * 2, LONGEST_WAIT)
        logger.error("the console ended with code %d; it starts again in %.1f s", code, wait)
        await asyncio.sleep(wait)


async def _tell(process: Process, order: bytes) -> None:
    """Give it its settings; one that has died already is found by its code."""
    if process.stdin is None:
        raise RuntimeError("the console's process has no standard input")
    try:
        process.stdin.write(order)
        await process.stdin.drain()
    except ConnectionError:
        logger.error("the console ended before it had its settings")  # noqa: TRY400 - no traceback: it may hold them


async def _stop(process: Process) -> None:
    """Ask it to stop, and see to it that it does."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
