"""The policy in force follows its file, the register and who asks."""

import json
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fixtures import through
from running import Running, call, start, wait_until

from agent.demo.stand_in import StandIn

CHAT = "https://api.openai.com/v1/chat/completions"
LEAK = {"model": "m", "messages": [{"role": "user", "content": "BSN 111222333"}]}
HARMLESS = {"model": "m", "messages": [{"role": "user", "content": "Hallo"}]}
POLICY = """\
name: ours
mode: {mode}
groups:
  - id: here
    networks: [127.0.0.0/8]
rules:
  - id: bsn
    action: block
    when: {{finds: [{{types: [NL_BSN]}}], groups: [here]}}
    message: {{nl: Geen BSN., en: No BSN.}}
  - id: refused
    action: block
    when: {{services: {{statuses: [refused]}}}}
    message: {{nl: Deze dienst is geweigerd., en: This service is refused.}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ours")
    (folder / "policy.yaml").write_text(POLICY.format(mode="monitor"))
    stream = f"streams:\n  - name: siem\n    file: {folder / 'events.jsonl'}\n"
    (folder / "schaduwwacht.yaml").write_text(stream)
    return folder


@pytest.fixture(scope="module")
def ours(internet: StandIn, folder: Path) -> Iterator[Running]:
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


@pytest.fixture(scope="module")
def http(ours: Running) -> Iterator[httpx.Client]:
    context = ssl.create_default_context(cafile=ours.ca)
    with httpx.Client(proxy=ours.proxy, verify=context, timeout=60) as client:
        yield client


def test_monitor_mode_lets_pass_and_records(ours: Running, http: httpx.Client) -> None:
    """A leak passes and is counted as logged, its small group unnamed; nothing changes for the user."""
    assert http.post(CHAT, json=LEAK).status_code == 200
    assert ours.metric("schaduwwacht_requests_total", action="log", group="other") == 1
    assert '"group":"here"' in call("audit", "export", "--data-dir", ours.data_dir).stdout


def test_a_leak_that_passed_is_an_incident_and_goes_to_the_siem(ours: Running, folder: Path) -> None:
    """What was let through opens a possible data breach; the event reaches the SIEM as OCSF."""
    assert ours.metric("schaduwwacht_incidents_open", age="24h") == 1
    listed = call("incident", "list", "--json", "--data-dir", ours.data_dir)
    assert json.loads(listed.stdout)["service"] == "openai-api"
    wait_until((folder / "events.jsonl").exists)
    classes = {json.loads(line)["class_uid"] for line in (folder / "events.jsonl").read_text().splitlines()}
    assert classes <= {0, 2004, 2006, 4002}
    assert "111222333" not in (folder / "events.jsonl").read_text()


def test_a_stored_decision_is_explained(ours: Running, folder: Path) -> None:
    """`policy explain` names the rule and the conditions that held, from the record alone."""
    exported = call("audit", "export", "--data-dir", ours.data_dir).stdout.splitlines()
    found = [json.loads(line) for line in exported if '"kind":"decision"' in line]
    event = next(item["event"] for item in found if item["event"].get("would") == "block")
    arguments = [event["id"], "--policy", folder / "policy.yaml", "--data-dir", ours.data_dir]
    told = call("policy", "explain", *arguments, "--json")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["rule"] == "bsn"
    lines = call("policy", "explain", *arguments, "--lang", "en").stdout
    assert "NL_BSN" in lines
    assert "refused" in lines
    wrong = call("policy", "explain", "nonsense", "--data-dir", ours.data_dir)
    assert (wrong.returncode, "audit export" in wrong.stderr) == (2, True)


def test_what_another_policy_would_change(ours: Running, folder: Path) -> None:
    """`policy diff` decides again about what is stored: enforcing would block the leak that passed."""
    (folder / "proposed.yaml").write_text(POLICY.format(mode="enforce"))
    told = call("policy", "diff", folder / "proposed.yaml", "--json", "--data-dir", ours.data_dir)
    change, summary = map(json.loads, told.stdout.splitlines())
    assert (change["before"], change["after"]) == ("log (bsn)", "block (bsn)")
    assert summary["summary"] == {"decisions": 1, "changed": 1, "uncertain": 0, "moved": 0}


def test_a_changed_file_takes_over_and_a_broken_one_does_not(
    ours: Running, http: httpx.Client, folder: Path
) -> None:
    """Enforcing starts without a restart; a broken file leaves it in force and says so."""
    (folder / "policy.yaml").write_text(POLICY.format(mode="enforce"))
    wait_until(lambda: http.post(CHAT, json=LEAK).status_code == 403)
    (folder / "policy.yaml").write_text("name: [")
    wait_until(lambda: "not valid YAML" in httpx.get(ours.console + "/readyz").text)
    assert http.post(CHAT, json=LEAK).status_code == 403
    assert ours.metric("schaduwwacht_policy_reloads_total", result="loaded") == 1
    assert ours.metric("schaduwwacht_policy_reloads_total", result="refused") == 1


def test_a_service_refused_in_the_register_is_blocked(ours: Running, http: httpx.Client) -> None:
    """What people decide in the register holds in the proxy a few seconds later."""
    assert http.post(CHAT, json=HARMLESS).status_code == 200
    done = call("register", "set", "openai-api", "status=refused", "--data-dir", ours.data_dir)
    assert done.returncode == 0, done.stderr
    wait_until(lambda: http.post(CHAT, json=HARMLESS).status_code == 403)
