"""Where a stream goes: a file, syslog over TLS, or HTTP. Each takes a batch of lines or raises."""

import http.client
import os
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from agent.errors import FailureError, UsageError

TIMEOUT = 10.0


class SinkError(FailureError):
    """A batch was not taken; it is sent again later."""


class Sink(Protocol):
    """A place that takes lines."""

    def send(self, lines: Sequence[bytes]) -> None:
        """Take a batch.

        Raises:
            SinkError: It was not taken, or not certainly.
        """


@dataclass(frozen=True, slots=True)
class FileSink:
    """JSON Lines in a file. Opened anew for each batch, so that logrotate may move it at any time.

    Attributes:
        path: The file, made for this user alone.
    """

    path: Path

    def send(self, lines: Sequence[bytes]) -> None:
        """Append, and return when it is on disk."""
        try:
            descriptor = os.open(self.path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "ab") as file:
                file.write(b"".join(line + b"\n" for line in lines))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise SinkError(f"{self.path}: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class SyslogSink:
    """Syslog (RFC 5424) over TLS (RFC 5425), the length before each message.

    Attributes:
        host: The server; its certificate must be for this name.
        port: 6514 unless agreed otherwise.
        ca: Certificate authority of the server; None means the system's.
    """

    host: str
    port: int = 6514
    ca: Path | None = None

    def send(self, lines: Sequence[bytes]) -> None:
        """Send over a connection of its own, closed in order, so that nothing stays behind in a buffer."""
        content = b"".join(_frame(line) for line in lines)
        try:
            context = ssl.create_default_context(cafile=self.ca)
            with (
                socket.create_connection((self.host, self.port), TIMEOUT) as plain,
                context.wrap_socket(plain, server_hostname=self.host) as secure,
            ):
                secure.sendall(content)
                with suppress(ssl.SSLEOFError):  # some servers answer our goodbye by just hanging up:
                    secure.unwrap()  # then all was read, for a close with unread data is a reset
        except OSError as error:
            raise SinkError(f"syslog {self.host}:{self.port}: {error}") from error


def _frame(line: bytes) -> bytes:
    """One message: facility 13 (log audit), severity 6 (informational), in octet-counting form."""
    time = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    name = socket.gethostname().encode("ascii", "replace")[:255] or b"-"
    message = b"<110>1 %b %b schaduwwacht - ocsf - %b" % (time.encode(), name, line)
    return b"%d %b" % (len(message), message)


@dataclass(frozen=True, slots=True)
class HttpSink:
    """JSON Lines by POST, as log collectors take them.

    Attributes:
        url: ``https://``, or ``http://`` to this machine.
        token: For the ``Authorization: Bearer`` header, or None.
        ca: Certificate authority of the server; None means the system's.
    """

    url: str
    token: str | None = None
    ca: Path | None = None

    def __post_init__(self) -> None:
        """Refuse to send evidence in the clear over a network."""
        parts = urlsplit(self.url)
        local = parts.hostname in ("127.0.0.1", "::1", "localhost")
        if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and local)):
            raise UsageError(f"stream: {parts.scheme}://{parts.hostname}: use an https:// address")

    def send(self, lines: Sequence[bytes]) -> None:
        """POST a batch; any answer from 200 to 299 means it was taken."""
        parts = urlsplit(self.url)
        headers = {"Content-Type": "application/x-ndjson"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection = self._connect(parts.hostname or "", parts.port, secure=parts.scheme == "https")
        try:
            connection.request("POST", target, b"".join(line + b"\n" for line in lines), headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise SinkError(f"{parts.hostname}: {error or type(error).__name__}") from error
        finally:
            connection.close()
        if not 200 <= answer.status <= 299:  # noqa: PLR2004 - the success range of HTTP
            raise SinkError(f"{parts.hostname}: answered {answer.status} {answer.reason}")

    def _connect(self, host: str, port: int | None, *, secure: bool) -> http.client.HTTPConnection:
        if not secure:
            return http.client.HTTPConnection(host, port, timeout=TIMEOUT)
        try:
            context = ssl.create_default_context(cafile=self.ca)
        except OSError as error:
            raise SinkError(f"{self.ca}: the certificate authority cannot be read: {error}") from error
        return http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=context)
