"""The guard as a plain add-on, for people who use mitmproxy's own tools: `mitmdump -s .../addon.py`.

What `schaduwwacht run` adds is missing here: console, metrics endpoint, clean stop, refused options. Editing
the script file while mitmproxy runs reloads it, and a broken edit leaves the traffic unguarded: mitmproxy's
own behaviour, and the reason why production embeds it.
"""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from mitmproxy import addonmanager, ctx, exceptions, http, tls

from agent.config import Config, load_config
from agent.errors import UsageError
from agent.guard import open_guard
from agent.knowledge import read_catalogue
from agent.metrics import Metrics
from agent.proxy.addon import GuardAddon
from agent.proxy.interception import Interception

OPTION = "schaduwwacht_config"


class StandaloneGuard:
    """Starts a guard inside somebody else's mitmproxy; until it is ready, AI traffic is refused."""

    def __init__(self) -> None:
        self._stack = AsyncExitStack()
        self._config = Config()
        self._interception: Interception | None = None
        self._guard: GuardAddon | None = None
        self._starting: asyncio.Task[None] | None = None

    def load(self, loader: addonmanager.Loader) -> None:
        """Add our one option."""
        loader.add_option(
            OPTION, str, "", "Settings of Schaduwwacht; default: schaduwwacht.yaml here, if any."
        )

    def configure(self, updated: set[str]) -> None:
        """Read the settings, and set what keeps AI traffic from passing unread."""
        if OPTION not in updated:
            return
        try:
            path = getattr(ctx.options, OPTION)
            self._config = load_config(Path(path) if path else None)
            catalogue = read_catalogue(self._config)
            self._interception = Interception(lambda: catalogue, Metrics())
        except UsageError as error:
            raise exceptions.OptionsError(str(error)) from error
        ctx.options.update(rawtcp=False, connection_strategy="lazy", stream_large_bodies=None)

    def running(self) -> None:
        """Start; mitmproxy calls this hook of a script without waiting."""
        self._starting = asyncio.get_running_loop().create_task(self._start())

    async def _start(self) -> None:
        """Start everything but the proxy, and hand over to the add-on that `run` uses."""
        guard = await self._stack.enter_async_context(open_guard(self._config))
        interception = Interception(lambda: guard.pipeline.catalogue, guard.metrics)
        self._guard = GuardAddon(guard.pipeline, interception, self._config.language, guard.desk)
        ctx.master.addons.add(self._guard)

    async def done(self) -> None:
        """Stop; the last event is written last."""
        if self._starting is not None:
            await self._starting
        await self._stack.aclose()

    def tls_clienthello(self, data: tls.ClientHelloData) -> None:
        """Until the add-on has taken over."""
        if self._guard is None and self._interception is not None:
            self._interception.tls_clienthello(data)

    def requestheaders(self, flow: http.HTTPFlow) -> None:
        """Until the add-on has taken over."""
        if self._guard is None:
            flow.response = http.Response.make(503, "The guard is starting.", {"retry-after": "2"})
