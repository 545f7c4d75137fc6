"""Things that go wrong around a running guard: nothing unscanned leaves, each is counted, and it recovers."""

import resource
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fixtures import through
from running import Running, call, fetch, start, wait_until

from agent.demo.stand_in import StandIn

CHAT = "https://api.openai.com/v1/chat/completions"
LEAK = {"model": "m", "messages": [{"role": "user", "content": "BSN 111222333"}]}
HARMLESS = {"model": "m", "messages": [{"role": "user", "content": "Hallo"}]}
POLICY = """\
name: ours
groups:
  - {id: clinic, headers: [{name: X-Group, values: [clinic]}]}
rules:
  - id: bsn
    action: block
    when: {finds: [{types: [NL_BSN]}]}
    message: {nl: Geen BSN., en: No BSN.}
  - id: clinic
    action: block
    when: {groups: [clinic]}
    message: {nl: Niet voor de kliniek., en: Not for the clinic.}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "policy.yaml").write_text(POLICY)
    return tmp_path


@pytest.fixture
def ours(internet: StandIn, folder: Path) -> Iterator[Running]:
    (folder / "schaduwwacht.yaml").write_text("trusted_proxies: [127.0.0.0/8]\n")
    running = start(
        folder,
        *through(internet),
        "--config",
        folder / "schaduwwacht.yaml",
        "--policy",
        folder / "policy.yaml",
    )
    yield running
    running.stop()


def browse(guard: Running) -> httpx.Client:
    """A client that trusts the guard's CA."""
    context = ssl.create_default_context(cafile=guard.ca)
    return httpx.Client(proxy=guard.proxy, verify=context, timeout=60)


def test_a_deleted_policy_stays_in_force(ours: Running, folder: Path, nothing_arrived: StandIn) -> None:
    """Without its file the policy holds on; the metric and `/readyz` say that it is missing."""
    (folder / "policy.yaml").unlink()
    wait_until(lambda: ours.metric("schaduwwacht_policy_reloads_total", result="missing") == 1)
    assert "policy.yaml" in fetch(ours.console + "/readyz")
    with browse(ours) as http:
        assert http.post(CHAT, json=LEAK).status_code == 403
    assert nothing_arrived.arrived == []


def test_a_full_disk_stops_requests_until_there_is_room(
    ours: Running, folder: Path, nothing_arrived: StandIn
) -> None:
    """What cannot be recorded does not leave, and says so; with room again all goes on by itself."""
    with browse(ours) as http:
        assert http.post(CHAT, json=HARMLESS).status_code == 200
        before = resource.prlimit(ours.process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        nothing_arrived.arrived.clear()
        refused = http.post(CHAT, json=HARMLESS, headers={"accept-language": "en"})
        assert refused.status_code == 403
        assert "could not be recorded" in refused.json()["error"]["message"]
        assert nothing_arrived.arrived == []
        assert ours.metric("schaduwwacht_unscanned_total", reason="not-recorded") == 1
        resource.prlimit(ours.process.pid, resource.RLIMIT_FSIZE, before)
        wait_until(lambda: http.post(CHAT, json=HARMLESS).status_code == 200)
    assert call("audit", "export", "-o", folder / "record", "--data-dir", ours.data_dir).returncode == 0
    (folder / "key.pem").write_text(call("audit", "key", "--data-dir", ours.data_dir).stdout)
    assert call("audit", "verify", folder / "record", folder / "key.pem").returncode == 0


def test_a_group_told_by_a_trusted_proxy_counts_and_does_not_leave(
    ours: Running, nothing_arrived: StandIn
) -> None:
    """A header of a proxy in front decides the group; the service does not get that header."""
    with browse(ours) as http:
        assert http.post(CHAT, json=HARMLESS, headers={"x-group": "clinic"}).status_code == 403
        assert http.post(CHAT, json=HARMLESS, headers={"x-group": "office"}).status_code == 200
    assert [item.headers.get("x-group") for item in nothing_arrived.arrived] == [None]
