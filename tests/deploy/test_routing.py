"""The other ways to the guard than a proxy setting: a transparent gateway, a chain, and named users."""

import os
import ssl
import subprocess
import sys
from pathlib import Path

import bcrypt
import httpx
import pytest
import yaml
from needs import needs
from running import command, start

from agent.demo.stand_in import StandIn

HERE = Path(__file__).parent
RULES = HERE.parents[1] / "deploy" / "transparent" / "schaduwwacht.nft"
CHAT = "https://api.openai.com/v1/chat/completions"


def body(text: str) -> dict[str, object]:
    return {"messages": [{"role": "user", "content": text}]}


def test_a_chain_with_named_users(nothing_arrived: StandIn, tmp_path: Path) -> None:
    """From a settings file: another proxy beyond the guard, 407 without a password, a verdict with one."""
    passwords = tmp_path / "htpasswd"
    passwords.write_text(f"sanne:{bcrypt.hashpw(b'geheim', bcrypt.gensalt(4)).decode()}\n")
    settings = tmp_path / "schaduwwacht.yaml"
    chain = {"proxyauth": f"@{passwords}", "ssl_verify_upstream_trusted_ca": str(nothing_arrived.ca_file)}
    mode = [f"upstream:http://127.0.0.1:{nothing_arrived.port}"]
    settings.write_text(yaml.safe_dump({"mode": mode, "set": chain}))
    running = start(tmp_path, "--config", settings)
    context = ssl.create_default_context(cafile=running.ca)
    with httpx.Client(proxy=running.proxy, verify=context) as nobody, pytest.raises(httpx.ProxyError) as no:
        nobody.post(CHAT, json=body("Hallo"))
    known = running.proxy.replace("http://", "http://sanne:geheim@")
    with httpx.Client(proxy=known, verify=context, timeout=60) as sanne:
        codes = [sanne.post(CHAT, json=body(text)).status_code for text in ("Hallo", "BSN 111222333")]
    assert running.stop() == 0
    assert "407" in str(no.value)
    assert codes == [200, 403]
    assert len(nothing_arrived.arrived) == 1
    assert "geheim" not in running.log.read_text()
    assert not {"proxy-authorization", "authorization"} & set(nothing_arrived.arrived[0].headers)


@needs("nft", "nftables")
@needs("ip", "iproute2")
@needs("curl", "curl")
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to make a network of its own")
def test_a_transparent_gateway(tmp_path: Path) -> None:
    """With our rules on a gateway a client without settings is guarded; ordinary sites are not touched."""
    if subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets root make no network namespace")
    done = subprocess.run(
        ["unshare", "--net", "sh", HERE / "gateway.sh", tmp_path, RULES, HERE / "sites.py", command()[0]],
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}:/usr/sbin:/sbin:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    lines = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert done.returncode == 0, done.stderr
    assert lines["stopped"].endswith(" 403")
    assert lines["harmless"] == "this is api.openai.com 200"
    assert lines["ordinary"] == "this is www.nieuws.example 200"
    assert lines["quic"] == "ConnectionRefusedError"
