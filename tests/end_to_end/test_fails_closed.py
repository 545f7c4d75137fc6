"""Ways in which an intercepting proxy lets data through unread: each is tried on a running guard."""

import gzip
import json
import os
import signal
import socket
import ssl
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import httpx
import pytest
import zstandard
from running import Running, wait_until

from agent.demo.stand_in import StandIn

BSN = "111222333"
CHAT = "https://api.openai.com/v1/chat/completions"
LEAK = json.dumps({"model": "m", "messages": [{"role": "user", "content": f"BSN {BSN}"}]}).encode()
HARMLESS = json.dumps({"model": "m", "messages": [{"role": "user", "content": "Hallo"}]}).encode()


@pytest.fixture(scope="module")
def http(guard: Running) -> Iterator[httpx.Client]:
    context = ssl.create_default_context(cafile=guard.ca)
    with httpx.Client(proxy=guard.proxy, verify=context, timeout=60) as client:
        yield client


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


CODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "gzip, gzip": lambda data: gzip.compress(gzip.compress(data)),
    "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
    "identity": lambda data: data,
}


@pytest.mark.parametrize("coding", [*CODINGS])
def test_a_coded_body_is_read(http: httpx.Client, nothing_arrived: StandIn, coding: str) -> None:
    """A leak under any coding, or two of them, is found; without a leak the body arrives as it was sent."""
    headers = {"content-type": "application/json", "content-encoding": coding}
    refused = http.post(CHAT, content=CODINGS[coding](LEAK), headers=headers)
    assert refused.status_code == 403
    assert "bsn-never-leaves" in refused.text
    assert nothing_arrived.arrived == []
    body = CODINGS[coding](HARMLESS)
    assert http.post(CHAT, content=body, headers=headers).status_code == 200
    assert nothing_arrived.arrived[0].body == body


def test_raw_deflate_is_read(http: httpx.Client, nothing_arrived: StandIn) -> None:
    """Some clients send deflate without the zlib header."""
    headers = {"content-type": "application/json", "content-encoding": "deflate"}
    assert "bsn-never-leaves" in http.post(CHAT, content=raw_deflate(LEAK), headers=headers).text
    assert nothing_arrived.arrived == []


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("rot13", LEAK),
        ("gzip", gzip.compress(LEAK)[:-9]),
        ("gzip", LEAK),
        ("zstd", b"\x28\xb5\x2f\xfd garbage"),
        ("br", b"\xff" * 64),
        ("gzip", gzip.compress(bytes(200 * 2**20))),
    ],
    ids=["unknown", "truncated", "not-gzip", "bad-zstd", "bad-br", "bomb"],
)
def test_a_body_that_cannot_be_read_is_stopped(
    http: httpx.Client, guard: Running, nothing_arrived: StandIn, coding: str, body: bytes
) -> None:
    """Unknown, broken and exploding codings go by the policy's `unreadable` rule, and are counted."""
    before = guard.metric("schaduwwacht_unscanned_total")
    headers = {"content-type": "application/json", "content-encoding": coding}
    answer = http.post(CHAT, content=body, headers=headers)
    assert answer.status_code == 403
    assert guard.metric("schaduwwacht_unscanned_total") > before
    assert nothing_arrived.arrived == []


def test_a_chunked_body_is_read(http: httpx.Client, nothing_arrived: StandIn) -> None:
    """A body without a length is collected before anything of it leaves."""
    pieces = iter([LEAK[:30], LEAK[30:]])
    answer = http.post(CHAT, content=pieces, headers={"content-type": "application/json"})
    assert "bsn-never-leaves" in answer.text
    assert nothing_arrived.arrived == []


def tunnel(guard: Running, host: str) -> socket.socket:
    """A CONNECT through the proxy."""
    name, _, port = guard.proxy.removeprefix("http://").partition(":")
    connection = socket.create_connection((name, int(port)), timeout=60)
    connection.sendall(f"CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    assert b"200" in connection.recv(4096)
    return connection


def test_bytes_that_are_not_tls_are_not_relayed(guard: Running, nothing_arrived: StandIn) -> None:
    """After CONNECT to an AI service, what is neither TLS nor HTTP goes nowhere."""
    with tunnel(guard, "api.openai.com:443") as connection:
        connection.sendall(b"\x00\x01\x02 BSN " + BSN.encode() + b"\r\n\r\n")
        time.sleep(0.5)
    assert nothing_arrived.connects == []


def test_plain_http_in_a_tunnel_is_judged(guard: Running, nothing_arrived: StandIn) -> None:
    """After CONNECT, HTTP without TLS is judged like any other request."""
    with tunnel(guard, "api.openai.com:80") as connection:
        head = f"POST /v1/responses HTTP/1.1\r\nhost: api.openai.com\r\ncontent-length: {len(LEAK)}\r\n\r\n"
        connection.sendall(head.encode() + LEAK)
        assert b"403" in connection.recv(65536)
    assert nothing_arrived.arrived == []


def test_another_host_header_does_not_hide_the_service(guard: Running, nothing_arrived: StandIn) -> None:
    """Neither an innocent Host header nor a CONNECT to a bare address takes a request out of sight."""
    context = ssl.create_default_context(cafile=guard.ca)
    for target, host in (("api.openai.com:443", "intranet.example"), ("127.0.0.1:443", "api.openai.com")):
        raw = tunnel(guard, target)
        with raw, context.wrap_socket(raw, server_hostname="api.openai.com") as connection:
            head = f"POST /v1/responses HTTP/1.1\r\nhost: {host}\r\ncontent-length: {len(LEAK)}\r\n\r\n"
            connection.sendall(head.encode() + LEAK)
            assert b"403" in connection.recv(65536)
    assert nothing_arrived.arrived == []


def descendants(pid: int) -> list[int]:
    """All processes below a process, deepest last."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = list(children.get(pid, []))
    for child in found:
        found.extend(children.get(child, []))
    return found


def test_killed_workers_are_replaced_and_nothing_leaks(
    guard: Running, http: httpx.Client, nothing_arrived: StandIn
) -> None:
    """Scan processes killed under load: no leak passes, and harmless prompts are answered again after."""

    def send(number: int) -> int:
        return http.post(CHAT, content=LEAK.replace(b"BSN ", f"BSN {number} is ".encode())).status_code

    with ThreadPoolExecutor(4) as threads:
        answers = threads.map(send, range(40))
        for pid in descendants(guard.process.pid)[1:]:
            os.kill(pid, signal.SIGKILL)
        assert set(answers) == {403}
    assert nothing_arrived.arrived == []
    wait_until(lambda: http.post(CHAT, content=HARMLESS).status_code == 200)
    assert len(nothing_arrived.arrived) == 1
