"""Hot reload: the organisation's own catalogue files take over between requests, unless they are wrong."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from agent.config import Config
from agent.errors import UsageError, describe
from agent.knowledge import read_catalogue
from agent.watched_files import Result, follow, signature
from detectors.services import Catalogue

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CatalogueReload:
    """A change of the catalogue's files, and what came of it.

    Attributes:
        result: ``loaded``: the new catalogue is in force. ``refused`` or ``missing``: the old one still is.
        catalogue: The catalogue in force from now on.
        problem: What is wrong with the files, in one line; None when nothing is.
    """

    result: Result
    catalogue: Catalogue
    problem: str | None = None


class CatalogueFiles:
    """The catalogue in force, and the organisation's own files in it.

    Args:
        config: Names the files.
        catalogue: The catalogue that was loaded at the start.
        on_change: Called in the event loop after each change; it puts the new catalogue to work.
    """

    def __init__(
        self, config: Config, catalogue: Catalogue, on_change: Callable[[CatalogueReload], None]
    ) -> None:
        self.catalogue = catalogue
        self.problem: str | None = None
        self._config = config
        self._on_change = on_change
        self._seen = signature(config.catalogue)

    async def watch(self) -> None:
        """Follow the files until cancelled. What comes with the product does not change."""
        await follow(lambda: self._config.catalogue, self._look_and_tell, "the catalogue's")

    async def _look_and_tell(self) -> None:
        reload = await asyncio.to_thread(self.look)
        if reload is None:
            return
        if reload.problem:
            logger.error("the old catalogue stays in force: %s", reload.problem)
        else:
            logger.info("a catalogue of %d services is in force", len(reload.catalogue.services))
        self._on_change(reload)

    def look(self) -> CatalogueReload | None:
        """Read the files again if they changed; None when nothing came of it."""
        seen = signature(self._config.catalogue)
        if seen == self._seen:
            return None
        self._seen = seen
        catalogue, problem = _read(self._config)
        if catalogue is None:
            return self._keep(problem)
        is_news = catalogue.services != self.catalogue.services or self.problem is not None
        self.catalogue, self.problem = catalogue, None
        return CatalogueReload("loaded", catalogue) if is_news else None

    def _keep(self, problem: str) -> CatalogueReload | None:
        """Keep the old catalogue, and say so once."""
        if problem == self.problem:
            return None
        self.problem = problem
        result: Result = "missing" if None in self._seen else "refused"
        return CatalogueReload(result, self.catalogue, problem)


def _read(config: Config) -> tuple[Catalogue | None, str]:
    """The catalogue, or what is wrong with its files in one line."""
    try:
        return read_catalogue(config), ""
    except UsageError as error:
        return None, " ".join(str(error).split())
    except Exception as error:  # noqa: BLE001 - whatever the files hold, the old catalogue stays in force
        return None, f"catalogue: {describe(error)}"
