"""The internet, as far as it can exist on one machine: a forward proxy that answers for every host.

For `schaduwwacht demo` and for tests. It takes CONNECT, shows a certificate of its own authority for the host
asked, and answers as OpenAI, Anthropic, Google and ChatGPT would. It keeps what reached it, so that anyone
can tell what did not.
"""

import asyncio
import logging
import ssl
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import h11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from mitmproxy.certs import CertStore
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, BytesMessage, CloseConnection, TextMessage

from agent.demo.answers import ANSWER, answer_for, text_about

__all__ = ["ANSWER", "Arrived", "StandIn"]

logger = logging.getLogger(__name__)
CA_NAME = "stand-in"
CA_BITS = 2048


@dataclass(frozen=True, slots=True)
class Arrived:
    """A request that reached the service."""

    host: str
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class StandIn:
    """The service side. Start it with `with`.

    Attributes:
        folder: Where its certificates go.
        arrived: Every request and WebSocket message that reached it.
        connects: Host of every connection that reached it.
        sent: The body of every answer.
        sent_at: When each piece of a body was sent.
        go_on: Streams stand still after their first event while this is not set.
        port: Where it listens.
    """

    folder: Path
    arrived: list[Arrived] = field(default_factory=list)
    connects: list[str] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    sent_at: list[float] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    def __post_init__(self) -> None:
        """Make the certificate authority; `go_on` starts set, so that streams flow."""
        self.ca_file = self.folder / f"{CA_NAME}-ca-cert.pem"
        self._store = CertStore.from_store(self.folder, CA_NAME, CA_BITS)
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="stand-in", daemon=True)
        self._ready = threading.Event()
        self._end = asyncio.Event()
        self.go_on.set()

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)
        self._loop.close()

    def bodies(self) -> bytes:
        """Everything that reached any service, in one piece, for searching."""
        return b"\n".join(
            item.target.encode() + repr(item.headers).encode() + item.body for item in self.arrived
        )

    def _context(self, host: str) -> ssl.SSLContext:
        """TLS as the host asked for would show it."""
        if host not in self._contexts:
            entry = self._store.get_cert(host, [x509.DNSName(host)], "Stand-in")
            pem = self.folder / "host.pem"
            pem.write_bytes(entry.cert.to_pem() + _key_pem(entry.privatekey))
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pem)
            self._contexts[host] = context
        return self._contexts[host]

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._main())

    async def _main(self) -> None:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._end.wait()
        server.close()
        server.close_clients()
        await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            host = ""
            head = await reader.readuntil(b"\r\n\r\n")
            if head.startswith(b"CONNECT "):
                host = head.split()[1].decode().rpartition(":")[0]
                self.connects.append(host)
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await writer.drain()
                await writer.start_tls(self._context(host))
                head = b""
            await self._http(reader, writer, host, head)
        except (OSError, asyncio.IncompleteReadError, h11.RemoteProtocolError) as error:
            logger.debug("the other side left: %s", type(error).__name__)  # what arrived is kept
        finally:
            writer.close()

    async def _http(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, head: bytes
    ) -> None:
        connection = h11.Connection(h11.SERVER, max_incomplete_event_size=1 << 20)
        if head:
            connection.receive_data(head)
        while True:
            request, body = await _read_request(connection, reader)
            if request is None:
                return
            headers = {key.decode(): value.decode() for key, value in request.headers}
            arrived = Arrived(
                host or headers.get("host", ""),
                request.method.decode(),
                request.target.decode(),
                headers,
                body,
            )
            self.arrived.append(arrived)
            if headers.get("upgrade", "").lower() == "websocket":
                await self._websocket(reader, writer, arrived, connection.trailing_data[0])
                return
            await self._answer(connection, writer, arrived)
            if connection.our_state is h11.MUST_CLOSE:
                return
            connection.start_next_cycle()

    async def _answer(
        self, connection: h11.Connection, writer: asyncio.StreamWriter, arrived: Arrived
    ) -> None:
        path = arrived.target.partition("?")[0]
        kind, chunks = answer_for(arrived.method, path, arrived.body, self._wait)
        cors = ("access-control-allow-origin", arrived.headers.get("origin", "*"))
        response = h11.Response(status_code=200, headers=[("content-type", kind), cors])
        writer.write(connection.send(response) or b"")
        self.sent.append(b"")
        place = len(self.sent) - 1  # of this answer: others may be under way
        async for chunk in chunks:
            self.sent[place] += chunk
            self.sent_at.append(time.perf_counter())
            writer.write(connection.send(h11.Data(data=chunk)) or b"")
            await writer.drain()
        writer.write(connection.send(h11.EndOfMessage()) or b"")
        await writer.drain()

    async def _websocket(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, arrived: Arrived, first: bytes
    ) -> None:
        """Take messages and answer each."""
        connection = WSConnection(ConnectionType.SERVER)
        connection.initiate_upgrade_connection(
            [(key.encode(), value.encode()) for key, value in arrived.headers.items()], arrived.target
        )
        writer.write(connection.send(AcceptConnection()))
        connection.receive_data(first)
        while True:
            for event in connection.events():
                if isinstance(event, TextMessage | BytesMessage):
                    data = event.data.encode() if isinstance(event.data, str) else bytes(event.data)
                    self.arrived.append(Arrived(arrived.host, "MESSAGE", arrived.target, {}, data))
                    writer.write(connection.send(TextMessage(text_about(data))))
                elif isinstance(event, CloseConnection):
                    writer.write(connection.send(event.response()))
                    return
            await writer.drain()
            connection.receive_data(await reader.read(65536) or None)

    async def _wait(self) -> None:
        """Between two events of a stream: until the test lets it go on."""
        await asyncio.to_thread(self.go_on.wait, 10)


def _key_pem(key: PrivateKeyTypes) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


async def _read_request(
    connection: h11.Connection, reader: asyncio.StreamReader
) -> tuple[h11.Request | None, bytes]:
    request, body = None, b""
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(65536))
        elif isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            body += bytes(event.data)
        elif isinstance(event, h11.EndOfMessage):
            return request, body
        elif isinstance(event, h11.ConnectionClosed):
            return None, b""
