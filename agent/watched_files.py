"""Following files that people change while the guard runs.

The folder is watched rather than the file, since editors and Kubernetes put another file in its place. Where
a file system tells nothing (network shares, a single file mounted into a container), a look every few seconds
finds the change all the same.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal

from watchfiles import awatch

from agent.errors import describe

logger = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
"""How often to look when nothing is told."""

type Files = tuple[Path, ...]
type Result = Literal["loaded", "refused", "missing"]
"""What became of a change; used as a metric label."""


async def follow(files: Callable[[], Files], look: Callable[[], Awaitable[None]], whose: str) -> None:
    """Look after each change of the files, until cancelled or until there are none.

    Args:
        files: Which files; they may become others.
        look: Reads them if they changed.
        whose: In the log, e.g. ``the policy's``.
    """
    while files():
        try:
            await _follow(files, look)
        except OSError as error:  # a folder is not there, or the system allows no more watches
            logger.info("%s folder cannot be watched, so it is looked at: %s", whose, describe(error))
            await asyncio.sleep(LOOK_SECONDS)
            await look()


async def _follow(files: Callable[[], Files], look: Callable[[], Awaitable[None]]) -> None:
    """The same, until it is other folders that must be watched."""
    folders = _folders(files())
    changes = awatch(
        *folders,
        watch_filter=None,
        recursive=False,
        rust_timeout=round(LOOK_SECONDS * 1000),
        yield_on_timeout=True,
    )
    await look()  # they may have changed before the watch began
    async for _ in changes:
        await look()
        if _folders(files()) != folders:
            return


def signature(files: Files) -> tuple[tuple[int, ...] | None, ...]:
    """What changes when a file changes; None for one that is not there."""
    return tuple(map(_stamp, files))


def _folders(files: Files) -> frozenset[Path]:
    """Where the files are, and where they really are: Kubernetes changes the link, people the file."""
    return frozenset(folder for path in files for folder in (path.parent, path.resolve().parent))


def _stamp(path: Path) -> tuple[int, ...] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_size)
