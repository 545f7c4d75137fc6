"""The guard makes the report of each month, in a process of its own: the proxy waits for no chart.

The process gets the settings on its standard input and writes what is missing.
"""

import asyncio
import logging
import sys
from asyncio.subprocess import PIPE

from agent.config import Config

COMMAND = (sys.executable, "-m", "agent.reports")
SECONDS = 24 * 3600.0

logger = logging.getLogger(__name__)


async def keep_reports(config: Config) -> None:
    """Look once a day whether a report is due, for as long as the guard runs."""
    while config.reports is not None:
        code = await _run(config)
        if code:
            logger.error("the monthly report was not made (code %d): see the line above", code)
        await asyncio.sleep(SECONDS)


async def _run(config: Config) -> int:
    process = await asyncio.create_subprocess_exec(*COMMAND, stdin=PIPE, start_new_session=True)
    try:
        await process.communicate(config.model_dump_json().encode())
    except asyncio.CancelledError:
        if process.returncode is None:
            process.terminate()
            await process.wait()
        raise
    return process.returncode or 0
