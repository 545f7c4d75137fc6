"""What is decrypted: connections to AI services of the catalogue, and nothing else."""

from collections.abc import Callable

from mitmproxy import tls
from mitmproxy.proxy import layer, layers

from agent.metrics import Metrics
from detectors.services import Catalogue

HTTP_METHODS = frozenset(
    [b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"TRACE", b"CONNECT", b"PRI"]
)


class Interception:
    """Chooses at the ClientHello, before anything is decrypted.

    Args:
        catalogue: Gives the catalogue in force, which knows the names of AI services.
        metrics: Counts connections; names are not kept.
    """

    def __init__(self, catalogue: Callable[[], Catalogue], metrics: Metrics) -> None:
        self._catalogue = catalogue
        self._connections = metrics.connections

    def tls_clienthello(self, data: tls.ClientHelloData) -> None:
        """Decrypt if the name in the ClientHello, or the host asked of the proxy, is an AI service's.

        Both count: a client may leave the name out or write another one there.
        """
        address = data.context.server.address
        names = {data.client_hello.sni, address[0] if address else None} - {None}
        catalogue = self._catalogue()
        if any(catalogue.inspects(name) for name in names if name):
            self._connections.labels("inspected").inc()
        else:
            data.ignore_connection = True
            self._connections.labels("passed").inc()

    def tls_failed_client(self) -> None:
        """A client that refuses our certificate: it pins its own, or does not trust our CA yet."""
        self._connections.labels("pinned").inc()

    def next_layer(self, data: layer.NextLayer) -> None:
        """Pass other protocols than TLS and HTTP (SSH, mail) on untouched, unless they go to an AI service.

        Runs after mitmproxy's own choice, which without ``rawtcp`` takes everything for HTTP.
        """
        if not isinstance(data.layer, layers.HttpLayer) or data.context.client.tls:
            return
        address = data.context.server.address
        if address is None or data.layer.mode is not layers.http.HTTPMode.transparent:
            return
        first_word = data.data_client().split(b" ", 1)[0].upper()
        if first_word in HTTP_METHODS:
            return
        if self._catalogue().inspects(address[0]):
            self._connections.labels("refused").inc()
            return
        data.layer = layers.TCPLayer(data.context, ignore=True)
        self._connections.labels("passed").inc()
