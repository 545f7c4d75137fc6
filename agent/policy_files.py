"""Hot reload: a policy file that changes takes over between requests, unless it is wrong."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from agent.errors import describe
from agent.watched_files import Result, follow, signature
from policies.errors import PolicyError
from policies.load import LoadedPolicy, load_policy

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reload:
    """A change of the policy's files, and what came of it.

    Attributes:
        result: ``loaded``: the new policy is in force. ``refused`` or ``missing``: the old one still is.
        policy: The policy in force from now on.
        problem: What is wrong with the files, in one line; None when nothing is.
    """

    result: Result
    policy: LoadedPolicy
    problem: str | None = None


class PolicyFile:
    """The policy in force, and the files that it comes from.

    Args:
        loaded: The policy that was loaded at the start.
        on_change: Called in the event loop after each change; it puts the new policy to work.
    """

    def __init__(self, loaded: LoadedPolicy, on_change: Callable[[Reload], None]) -> None:
        self.loaded = loaded
        self.problem: str | None = None
        self._on_change = on_change
        self._seen = signature(loaded.files)

    async def watch(self) -> None:
        """Follow the files until cancelled. A pack that comes with the product does not change."""
        await follow(lambda: self.loaded.files, self._look_and_tell, "the policy's")

    async def _look_and_tell(self) -> None:
        reload = await asyncio.to_thread(self.look)
        if reload is None:
            return
        if reload.problem:
            logger.error("policy %s stays in force: %s", reload.policy.version, reload.problem)
        else:
            logger.info("policy %s is in force: %s", reload.policy.version, reload.policy.source)
        self._on_change(reload)

    def look(self) -> Reload | None:
        """Read the files again if they changed; None when nothing came of it."""
        seen = signature(self.loaded.files)
        if seen == self._seen and self.problem is None:
            return None
        self._seen = seen
        loaded, problem = _read(self.loaded.source)
        if loaded is None:
            return self._keep(problem)
        is_news = loaded.version != self.loaded.version or self.problem is not None
        self.loaded, self.problem = loaded, None
        return Reload("loaded", loaded) if is_news else None

    def _keep(self, problem: str) -> Reload | None:
        """Keep the old policy, and say so once."""
        if problem == self.problem:
            return None
        self.problem = problem
        result: Result = "refused" if Path(self.loaded.source).exists() else "missing"
        return Reload(result, self.loaded, problem)


def _read(source: str) -> tuple[LoadedPolicy | None, str]:
    """The policy, or what is wrong with it in one line."""
    try:
        return load_policy(source), ""
    except PolicyError as error:
        return None, " ".join(str(error).split())
    except Exception as error:  # noqa: BLE001 - whatever the file holds, the old policy stays in force
        return None, f"{source}: {describe(error)}"
