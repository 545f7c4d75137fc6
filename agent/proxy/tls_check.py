"""Whether the proxy can make TLS connections: asked of mitmproxy itself, as for a connection that comes.

When it cannot (a file of trusted certificates that is damaged, a CA that has expired) every connection fails,
though all else of the guard works.
"""

import asyncio
import time
from collections.abc import Callable

from mitmproxy import connection, tls
from mitmproxy.addons.tlsconfig import TlsConfig
from mitmproxy.proxy.context import Context

from agent.errors import describe
from agent.proxy.master import GuardMaster

STARTING = "the proxy is starting"
NAME = "readiness.invalid"  # RFC 6761: nobody's
_EVERY_SECONDS = 10.0
_SOON_SECONDS = 0.2


async def watch_tls(master: GuardMaster, tell: Callable[[str | None], None]) -> None:
    """Try now and again, here on the proxy's own loop, since its store of certificates is not for threads.

    Args:
        master: The proxy.
        tell: Hears what is wrong, or None.
    """
    while True:
        problem = tls_problem(master)
        tell(problem)
        await asyncio.sleep(_SOON_SECONDS if problem == STARTING else _EVERY_SECONDS)


def tls_problem(master: GuardMaster) -> str | None:
    """What keeps clients or services from connecting, in one line."""
    maker = master.addons.get("tlsconfig")
    if not isinstance(maker, TlsConfig) or maker.certstore is None:
        return STARTING
    if maker.certstore.default_ca.has_expired():
        return "the CA's certificate has expired: clients refuse the proxy (docs/how-to/trust-the-ca.md)"
    here = ("127.0.0.1", 0)
    client = connection.Client(peername=here, sockname=here, timestamp_start=time.time(), sni=NAME)
    context = Context(client, master.options)
    context.server = connection.Server(address=(NAME, 443), sni=NAME)
    for side, make in ((client, maker.tls_start_client), (context.server, maker.tls_start_server)):
        try:
            make(tls.TlsData(side, context))
        except Exception as error:  # noqa: BLE001 - whatever it is, connections fail by it
            whom = "clients" if side is client else "AI services"
            return f"no TLS with {whom} ({describe(error)}): look at the CA and at what --set names"
    return None
