"""mitmproxy, embedded: a script add-on that reloads with an error would leave the traffic unguarded."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path

from mitmproxy import addons, exceptions, options
from mitmproxy.addons import errorcheck
from mitmproxy.certs import CertStore
from mitmproxy.master import Master
from mitmproxy.proxy.mode_specs import ProxyMode

from agent.config import Config, host_and_port
from agent.errors import FailureError, UsageError
from agent.proxy.addon import GuardAddon

CA_NAME = "mitmproxy"  # the name mitmproxy looks for; what people see is the certificate's own name
CA_BITS = 3072
REFUSED = {
    "stream_large_bodies": "it hides request bodies from the scan",
    "store_streamed_bodies": "it keeps what people write in memory",
    "rawtcp": "it relays what is not TLS unread",
    "allow_hosts": "what is decrypted follows from the catalogue",
    "ignore_hosts": "what is decrypted follows from the catalogue",
    "tcp_hosts": "it relays AI traffic unread",
    "udp_hosts": "it relays AI traffic unread",
    "scripts": "a script that fails to reload leaves the traffic unguarded",
    "save_stream_file": "it stores what people write",
    "hardump": "it stores what people write",
    "websocket": "it relays messages unread",
    "confdir": "use --data-dir",
    "mode": "use --mode",
    "listen_host": "use --listen",
    "listen_port": "use --listen",
    "emudhra": "it signs with the key of a compromised certificate authority",
}
"""mitmproxy options that would open the guard, and why."""
ANSWERS_PER_LIMIT = 8


def check_settings(settings: Mapping[str, str]) -> None:
    """Look through options given with ``--set`` before anything is started.

    Raises:
        UsageError: One would open the guard.
    """
    for name in settings:
        if name in REFUSED:
            raise UsageError(f"--set {name}: refused, since {REFUSED[name]}")


def check_modes(modes: Iterable[str]) -> None:
    """Look through the proxy modes: mitmproxy only logs a wrong one, and then no port is open.

    Raises:
        UsageError: mitmproxy does not know one.
    """
    for mode in modes:
        try:
            ProxyMode.parse(mode)
        except ValueError as error:
            raise UsageError(
                f"--mode {mode}: not a mode of mitmproxy; write regular, transparent or upstream:http://host:port"
            ) from error


def make_ca(folder: Path) -> Path:
    """Create the certificate authority at the first run; its certificate's path is returned.

    The key stays in the data directory, readable by this user alone.

    Raises:
        FailureError: The one that is there is damaged.
    """
    if not (folder / f"{CA_NAME}-ca.pem").exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        CertStore.create_store(folder, CA_NAME, CA_BITS, organization="Schaduwwacht", cn="Schaduwwacht CA")
    try:
        CertStore.from_store(folder, CA_NAME, CA_BITS)
    except ValueError as error:
        raise FailureError(
            f"{folder / CA_NAME}-ca.pem: damaged: restore it from a backup, or move the folder away; "
            "a new CA is then made, which clients must trust anew"
        ) from error
    return folder / f"{CA_NAME}-ca-cert.pem"


def make_options(config: Config, ca_folder: Path) -> options.Options:
    """Options of mitmproxy for this configuration, all but those that add-ons define."""
    host, port = host_and_port(config.listen)
    return options.Options(
        listen_host=host,
        listen_port=port,
        mode=list(config.mode),
        confdir=str(ca_folder),
        rawtcp=False,
        http3=False,
    )


class GuardMaster(Master):
    """mitmproxy with its usual add-ons and ours last, so that ours has the last word.

    Args:
        config: Settings.
        guard: The add-on.
        ca_folder: Where the certificate authority is.

    Raises:
        UsageError: A mitmproxy option is unknown, wrong, or would open the guard.
    """

    def __init__(self, config: Config, guard: GuardAddon, ca_folder: Path) -> None:
        try:
            super().__init__(make_options(config, ca_folder))
            self.addons.add(*addons.default_addons(), errorcheck.ErrorCheck(), guard)
            # Lazy: no connection to the service before the verdict.
            self.options.update(
                connection_strategy="lazy", body_size_limit=str(config.max_body * ANSWERS_PER_LIMIT)
            )
            self._take(config.set)
        except exceptions.OptionsError as error:
            raise UsageError(f"mitmproxy option: {error}") from error
        self.guard = guard
        self.grace = config.grace

    async def stop(self) -> None:
        """Finish open requests, but not longer than the grace, and stop. New ones are refused meanwhile."""
        self.guard.stopping = True
        try:
            async with asyncio.timeout(self.grace):
                await self.guard.idle.wait()
                await self.guard.scans.flush()
        except TimeoutError:
            logging.getLogger(__name__).warning(
                "stopped with %d requests still open", len(self.guard.open_flows)
            )
        self.shutdown()  # type: ignore[no-untyped-call]

    def _take(self, settings: dict[str, str]) -> None:
        """Options given with ``--set``.

        Raises:
            UsageError: An option is unknown or would open the guard.
        """
        check_settings(settings)
        for name in settings:
            if name not in self.options:
                raise UsageError(f"--set {name}: mitmproxy has no such option")
        self.options.set(*(f"{name}={value}" for name, value in settings.items()))


async def serve(master: GuardMaster) -> None:
    """Run the proxy until it is stopped.

    Raises:
        FailureError: It could not start; mitmproxy has said why on its log.
    """
    try:
        await master.run()
    except SystemExit as error:  # mitmproxy's way to say that start-up failed
        raise FailureError("the proxy could not start; see the line above") from error
