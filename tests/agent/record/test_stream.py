"""The stream to a SIEM: OCSF events, in order, none lost while the other side is down."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import jsonschema
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from running import wait_until

from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.event import Event, FindingCount
from agent.record.ocsf import to_ocsf
from agent.record.sinks import FileSink, HttpSink, SinkError, SyslogSink
from agent.record.store import Store
from agent.record.stream import Stream, send_next
from detectors.finding import ENTITY_TYPES

SCHEMA = jsonschema.Draft202012Validator(
    json.loads(Path(__file__).with_name("ocsf-1.8.0.schema.json").read_text())
)

_name = st.none() | st.text(max_size=8)
_events = st.builds(
    Event,
    kind=st.sampled_from(["decision", "decision", "register", "purge"]),
    node=st.text(max_size=8),
    time=st.datetimes(datetime(2002, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis wants naive bounds
    service=_name,
    operation=_name,
    tenant=_name,
    method=st.none() | st.sampled_from(["GET", "POST", "PROPFIND"]),
    host=_name,
    group=_name,
    pseudonym=_name,
    rule=_name,
    policy_version=_name,
    action=st.sampled_from(["allow", "log", "coach", "redact", "block"]),
    would=st.none() | st.just("block"),
    outcome=st.sampled_from(["forwarded", "stopped"]),
    unread=st.just(()) | st.just(("bomb",)),
    findings=st.lists(
        st.builds(FindingCount, st.sampled_from(sorted(ENTITY_TYPES)), st.just("query:q")), max_size=3
    ).map(tuple),
)


@given(_events)
def test_every_event_is_valid(event: Event) -> None:
    """Whatever happened, its form fits the schema of one of the four classes."""
    assert list(SCHEMA.iter_errors(to_ocsf(event))) == []


def test_classes(event: Callable[..., Event]) -> None:
    """Findings are 2006, unread prompts 2004, other traffic 4002, changes the base event."""
    found = to_ocsf(event())
    assert (found["class_uid"], found["type_uid"], found["severity_id"]) == (2006, 200601, 3)
    assert (found["action_id"], found["disposition_id"]) == (2, 2)
    assert found["finding_info"]["types"] == ["NL_BSN"]
    assert found["data_security"]["data_type_id"] == 2
    assert found["unmapped"]["gen_ai.provider.name"] == "chatgpt"
    assert to_ocsf(event(findings=(), unread=("bomb",)))["class_uid"] == 2004
    plain = to_ocsf(event(findings=(), action="allow", outcome="forwarded"))
    assert (plain["class_uid"], plain["activity_id"], plain["severity_id"]) == (4002, 6, 1)
    assert to_ocsf(event(kind="purge"))["class_uid"] == 0


def test_data_that_left_is_the_most_severe(event: Callable[..., Event]) -> None:
    """A finding that monitor mode let pass is high; a redacted one low."""
    assert to_ocsf(event(action="log", would="block", outcome="forwarded"))["severity_id"] == 4
    assert to_ocsf(event(action="redact", outcome="forwarded"))["severity_id"] == 2


def fill(store: Store, event: Callable[..., Event], number: int, node: str = "n1") -> list[str]:
    """So many events; their ids."""
    made = [event(node=node) for _ in range(number)]
    with store.write() as connection:
        append(connection, [Entry.of(item) for item in made])
    return [item.id for item in made]


def uids(lines: list[bytes] | list[str]) -> list[str]:
    """Ids of what arrived."""
    return [json.loads(line)["metadata"]["uid"] for line in lines]


def test_file(store: Store, event: Callable[..., Event], tmp_path: Path) -> None:
    """A file gets every event of every node once, in order, and may be moved away in between."""
    path = tmp_path / "out" / "events.jsonl"
    first = fill(store, event, 5)
    with pytest.raises(SinkError, match="No such file"):
        send_next(store, "siem", FileSink(path))
    path.parent.mkdir()
    assert [send_next(store, "siem", FileSink(path), limit=3) for _ in range(3)] == [3, 2, 0]
    assert uids(path.read_bytes().splitlines()) == first
    assert path.stat().st_mode & 0o777 == 0o600
    path.rename(tmp_path / "rotated")
    more = fill(store, event, 2, node="n0") + fill(store, event, 1)
    while send_next(store, "siem", FileSink(path)):
        pass
    assert uids(path.read_bytes().splitlines()) == more
    assert send_next(store, "other", FileSink(path)) == 2


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 with its key, in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "server.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return path


class Syslog(threading.Thread):
    """A syslog server that reads whole connections."""

    def __init__(self, certificate: Path) -> None:
        super().__init__(daemon=True)
        self.content = b""
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.start()

    def run(self) -> None:
        """Read one connection after another until the socket is closed."""
        while True:
            try:
                plain, _ = self._socket.accept()
            except OSError:
                return
            with plain, suppress(ssl.SSLError):  # a client that does not trust us hangs up
                secure = self._context.wrap_socket(plain, server_side=True)
                while chunk := secure.recv(65536):
                    self.content += chunk
                secure.close()

    def messages(self) -> list[bytes]:
        """Split by the lengths before the messages."""
        found, rest = [], self.content
        while rest:
            length, _, rest = rest.partition(b" ")
            found.append(rest[: int(length)])
            rest = rest[int(length) :]
        return found

    def close(self) -> None:
        """Stop listening."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self.join()


@pytest.fixture
def syslog(certificate: Path) -> Iterator[Syslog]:
    """A server with that certificate."""
    server = Syslog(certificate)
    yield server
    server.close()


def test_syslog(store: Store, event: Callable[..., Event], syslog: Syslog, certificate: Path) -> None:
    """Messages arrive over TLS in RFC 5424 form, and an untrusted server gets none."""
    made = fill(store, event, 4)
    with pytest.raises(SinkError, match="certificate"):
        send_next(store, "siem", SyslogSink("localhost", syslog.port))
    assert send_next(store, "siem", SyslogSink("localhost", syslog.port, certificate)) == 4
    messages = syslog.messages()
    assert all(message.startswith(b"<110>1 20") for message in messages)
    assert uids([message.split(b" - ocsf - ", 1)[1] for message in messages]) == made


class Collector(BaseHTTPRequestHandler):
    """Takes batches, but refuses the first ones."""

    refusals = 0
    lines: list[bytes] = []  # noqa: RUF012 - shared by the handlers of a test
    tokens: set[str | None] = set()  # noqa: RUF012 - the same

    def do_POST(self) -> None:
        """Answer 503 while refusing, then 204."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        refuse = type(self).refusals > 0
        type(self).refusals -= refuse
        if not refuse:
            self.lines.extend(body.splitlines())
            self.tokens.add(self.headers["Authorization"])
        self.send_response(503 if refuse else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def collector() -> Iterator[str]:
    """Address of an HTTP collector that refuses twice."""
    Collector.refusals, Collector.lines, Collector.tokens = 2, [], set()
    with ThreadingHTTPServer(("127.0.0.1", 0), Collector) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/in?x=1"
        server.shutdown()


def test_http(store: Store, event: Callable[..., Event], collector: str) -> None:
    """A collector that refuses, then takes, ends up with every event once, in order; the wait shows."""
    made = fill(store, event, 450)
    with Stream(store, "siem", HttpSink(collector, token="t0ken"), idle=0.01) as stream:
        wait_until(lambda: not stream.pending())
        assert stream.problem is None
    assert uids(Collector.lines) == made
    assert Collector.tokens == {"Bearer t0ken"}


def test_problem_is_told(store: Store, event: Callable[..., Event], collector: str) -> None:
    """While the collector refuses, the stream says why, and nothing is counted as sent."""
    fill(store, event, 1)
    Collector.refusals = 10**6
    with Stream(store, "siem", HttpSink(collector), idle=0.01) as stream:
        wait_until(lambda: stream.problem)
        assert "answered 503" in str(stream.problem)
        assert stream.pending() == 1


@pytest.mark.parametrize("url", ["http://siem.example/in", "ftp://x/", "siem", "https:///x"])
def test_evidence_is_not_sent_in_the_clear(url: str) -> None:
    """Only https, or http to this machine, is accepted."""
    with pytest.raises(UsageError, match="https://"):
        HttpSink(url)


def test_unreachable_http_is_an_error() -> None:
    """A port where nobody listens is a SinkError, not a crash."""
    with pytest.raises(SinkError):
        HttpSink("https://127.0.0.1:9/").send([b"{}"])
