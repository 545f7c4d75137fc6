"""Only AI services are decrypted; everything else passes as if the guard were not there."""

import contextlib
import socket
import ssl

import pytest
from running import Running, wait_until

from agent.demo.stand_in import StandIn


def issuer(guard: Running, host: str, trusted: str) -> str:
    """Who signed the certificate that a client sees for a host through the guard."""
    name, _, port = guard.proxy.removeprefix("http://").partition(":")
    raw = socket.create_connection((name, int(port)), timeout=60)
    raw.sendall(f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n".encode())
    assert b"200" in raw.recv(4096)
    context = ssl.create_default_context(cafile=trusted)
    with raw, context.wrap_socket(raw, server_hostname=host) as connection:
        names = dict(pair[0] for pair in connection.getpeercert()["issuer"])
        connection.sendall(f"GET / HTTP/1.1\r\nhost: {host}\r\n\r\n".encode())
        assert b"HTTP/1.1 200" in connection.recv(65536)
    return str(names["organizationName"])


def test_an_ordinary_site_shows_its_own_certificate(guard: Running, nothing_arrived: StandIn) -> None:
    """A TLS site outside the catalogue is not decrypted, and counted only."""
    passed = guard.metric("schaduwwacht_connections_total", handling="passed")
    assert issuer(guard, "www.nieuws.example", str(nothing_arrived.ca_file)) == "stand-in"
    assert guard.metric("schaduwwacht_connections_total", handling="passed") == passed + 1
    assert "nieuws" not in guard.log.read_text()


def test_an_ai_service_shows_ours(guard: Running) -> None:
    """A service of the catalogue is decrypted, and counted."""
    inspected = guard.metric("schaduwwacht_connections_total", handling="inspected")
    assert issuer(guard, "api.openai.com", str(guard.ca)) == "Schaduwwacht"
    assert guard.metric("schaduwwacht_connections_total", handling="inspected") == inspected + 1


def test_a_client_that_does_not_trust_us_is_counted(guard: Running, nothing_arrived: StandIn) -> None:
    """An app that pins its service's certificate cannot be read: that shows in the metrics."""
    pinned = guard.metric("schaduwwacht_connections_total", handling="pinned")
    with pytest.raises(ssl.SSLCertVerificationError):
        issuer(guard, "api.openai.com", str(nothing_arrived.ca_file))
    wait_until(lambda: guard.metric("schaduwwacht_connections_total", handling="pinned") > pinned)
    assert guard.metric("schaduwwacht_connections_total", handling="pinned") == pinned + 1


def test_ssh_in_a_tunnel_passes(guard: Running, nothing_arrived: StandIn) -> None:
    """What is neither TLS nor HTTP and not for an AI service is left alone."""
    name, _, port = guard.proxy.removeprefix("http://").partition(":")
    with socket.create_connection((name, int(port)), timeout=60) as raw:
        raw.sendall(b"CONNECT git.example:22 HTTP/1.1\r\nHost: git.example:22\r\n\r\n")
        assert b"200" in raw.recv(4096)
        raw.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")
        raw.settimeout(1)
        with contextlib.suppress(TimeoutError):  # the stand-in speaks no SSH
            raw.recv(100)
    assert nothing_arrived.connects == ["git.example"]
