"""A chat over a WebSocket, as an app would have it: through the proxy, signed in there."""

import base64
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Event, RejectConnection, Request, TextMessage

from agent.config import host_and_port
from agent.errors import FailureError

PATIENCE = 60.0
_CHUNK = 65536


@dataclass(frozen=True, slots=True)
class Entrance:
    """How somebody reaches the outside.

    Attributes:
        proxy: Address of the guard.
        user: Name to sign in with there.
        password: Password to sign in with.
        language: What they read.
        trust: Whose certificates they believe.
    """

    proxy: str
    user: str
    password: str
    language: str
    trust: ssl.SSLContext


def talk(entrance: Entrance, url: str, message: str) -> str:
    """Open a WebSocket, send a message and give the answer.

    Raises:
        FailureError: The proxy or the service takes no WebSocket.
    """
    parts = urlsplit(url)
    host, target = parts.hostname or "", f"{parts.path}?{parts.query}"
    with socket.create_connection(host_and_port(entrance.proxy), PATIENCE) as plain:
        _connect(plain, entrance, host)
        with entrance.trust.wrap_socket(plain, server_hostname=host) as secure:
            return _talk(secure, host, target, entrance.language, message)


def _connect(plain: socket.socket, entrance: Entrance, host: str) -> None:
    """Ask the proxy for a way to the host."""
    login = base64.b64encode(f"{entrance.user}:{entrance.password}".encode()).decode()
    ask = f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\nProxy-Authorization: Basic {login}\r\n\r\n"
    plain.sendall(ask.encode())
    head = b""
    while b"\r\n\r\n" not in head:
        chunk = plain.recv(_CHUNK)
        if not chunk:
            break
        head += chunk
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise FailureError(f"{host}: the guard of the demo opens no connection to it")


def _talk(secure: ssl.SSLSocket, host: str, target: str, language: str, message: str) -> str:
    connection, answer = WSConnection(ConnectionType.CLIENT), ""
    headers = [(b"accept-language", language.encode())]
    secure.sendall(connection.send(Request(host=host, target=target, extra_headers=headers)))
    while True:
        connection.receive_data(secure.recv(_CHUNK) or None)
        for event in connection.events():
            _check(event, host)
            if isinstance(event, AcceptConnection):
                secure.sendall(connection.send(TextMessage(message)))
            if isinstance(event, TextMessage):
                answer += event.data
                if event.message_finished:
                    secure.sendall(connection.send(CloseConnection(code=1000)))
                    return answer


def _check(event: Event, host: str) -> None:
    if isinstance(event, RejectConnection | CloseConnection):
        raise FailureError(f"{host}: the WebSocket of the demo was closed before it had an answer")
