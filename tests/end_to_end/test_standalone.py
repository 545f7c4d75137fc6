"""The add-on in mitmproxy's own program."""

import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from running import free_ports, wait_until

from agent.demo.stand_in import StandIn
from agent.proxy import addon

CHAT = "https://api.openai.com/v1/chat/completions"


@pytest.fixture
def mitmdump(internet: StandIn, tmp_path: Path) -> Iterator[httpx.Client]:
    """A client of `mitmdump -s addon.py`."""
    (tmp_path / "schaduwwacht.yaml").write_text(f"data_dir: {tmp_path / 'data'}\nworkers: 1\n")
    (port,) = free_ports(1)
    command = [
        Path(sys.executable).with_name("mitmdump"),
        *("-q", "-s", addon.__file__, "--listen-host", "127.0.0.1", "--listen-port", str(port)),
        *("--set", f"confdir={tmp_path / 'ca'}", "--mode", f"upstream:http://127.0.0.1:{internet.port}"),
        *("--set", f"ssl_verify_upstream_trusted_ca={internet.ca_file}"),
    ]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log)
    certificate = tmp_path / "ca" / "mitmproxy-ca-cert.pem"
    wait_until(certificate.exists)
    context = ssl.create_default_context(cafile=certificate)
    with httpx.Client(proxy=f"http://127.0.0.1:{port}", verify=context, timeout=60) as client:
        yield client
    process.terminate()
    process.wait(60)


def test_the_addon_guards_mitmdump(mitmdump: httpx.Client, nothing_arrived: StandIn) -> None:
    """From its first moment no leak passes; once it is ready a harmless prompt does."""
    leak = "Maak een brief voor BSN 111222333"

    def is_ready() -> bool:
        assert post(mitmdump, leak) in {0, 403, 503}
        return post(mitmdump, "Hallo") == 200

    wait_until(is_ready)
    assert post(mitmdump, leak) == 403
    assert b"111222333" not in nothing_arrived.bodies()


def post(client: httpx.Client, text: str) -> int:
    """Status of a chat request; 0 while the proxy does not listen yet."""
    try:
        return client.post(
            CHAT, json={"model": "m", "messages": [{"role": "user", "content": text}]}
        ).status_code
    except httpx.ConnectError:
        return 0
