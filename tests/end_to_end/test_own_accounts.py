"""Through a real guard: one host and two accounts, and the restriction that the vendor is told."""

import json
import ssl
from collections.abc import Iterator

import httpx
import pytest
from fixtures import through
from running import Running, call, start

from agent.demo.stand_in import StandIn

OURS = "11111111-2222-4333-8444-555555555555"
THEIRS = "99999999-8888-4777-8666-555555555555"
CHATGPT = "https://chatgpt.com/backend-api/f/conversation"
PROMPT = {
    "messages": [{"author": {"role": "user"}, "content": {"content_type": "text", "parts": ["Hallo"]}}],
    "model": "auto",
}
SETTINGS = f"""\
own_tenants:
  chatgpt: {{ids: [{OURS}], restrict: [{OURS}]}}
  microsoft-365-copilot: {{ids: [{OURS}], restrict: [ours.example]}}
  gemini: {{restrict: [ours.example]}}
  claude: {{ids: [{OURS}], restrict: [{OURS}]}}
  github-copilot: {{restrict: ["1234"]}}
"""
POLICY = """\
name: own accounts only
rules:
  - id: own-account
    action: block
    when: {services: {tenants: [none], categories: [chat]}}
    message: {nl: Gebruik ons eigen account., en: Use our own account.}
  - id: bsn
    action: block
    when: {finds: [{types: [NL_BSN]}]}
    message: {nl: Geen BSN., en: No BSN.}
"""


@pytest.fixture(scope="module")
def ours(internet: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("accounts")
    (folder / "schaduwwacht.yaml").write_text(SETTINGS)
    (folder / "policy.yaml").write_text(POLICY)
    files = ["--config", str(folder / "schaduwwacht.yaml"), "--policy", str(folder / "policy.yaml")]
    running = start(folder, *through(internet), *files)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def http(ours: Running) -> Iterator[httpx.Client]:
    context = ssl.create_default_context(cafile=ours.ca)
    with httpx.Client(proxy=ours.proxy, verify=context, timeout=60) as client:
        yield client


def register(ours: Running) -> list[dict[str, object]]:
    listed = call("register", "list", "--json", "--data-dir", ours.data_dir)
    return [json.loads(line) for line in listed.stdout.splitlines()]


def test_one_host_two_accounts(ours: Running, http: httpx.Client, nothing_arrived: StandIn) -> None:
    """Our own account passes with the header on it, in place of the client's; others never arrive."""
    own = {"chatgpt-account-id": OURS, "chatgpt-allowed-workspace-id": THEIRS}
    assert http.post(CHATGPT, json=PROMPT, headers=own).status_code == 200
    for other in ({}, {"chatgpt-account-id": THEIRS}, {"cookie": "_account=personal"}):
        http.post(CHATGPT, json=PROMPT, headers=other)
    [arrived] = nothing_arrived.arrived
    assert arrived.headers["chatgpt-allowed-workspace-id"] == OURS
    systems = {(row["service"], row["tenant"]): row["requests"] for row in register(ours)}
    assert systems["chatgpt", OURS] == 1
    assert systems["chatgpt", "other"] == 1
    assert systems["chatgpt", None] == 2
    assert THEIRS.encode() not in b"".join(path.read_bytes() for path in ours.data_dir.glob("*.db*"))


@pytest.mark.parametrize(
    ("url", "header", "value"),
    [
        (f"https://claude.ai/api/organizations/{OURS}/projects", "anthropic-allowed-org-ids", OURS),
        ("https://api.anthropic.com/v1/models", "anthropic-allowed-org-ids", OURS),
        ("https://accounts.google.com/signin", "x-googapps-allowed-domains", "ours.example"),
        ("https://login.microsoftonline.com/common", "restrict-access-to-tenants", "ours.example"),
        ("https://login.microsoftonline.com/common", "restrict-access-context", OURS),
        ("https://github.com/login", "sec-github-allowed-enterprise", "1234"),
    ],
)
def test_each_vendor_is_told(
    http: httpx.Client, nothing_arrived: StandIn, url: str, header: str, value: str
) -> None:
    """The header is on the request that reaches the vendor, whatever the client sent."""
    http.get(url, headers={header: THEIRS})
    [arrived] = nothing_arrived.arrived
    assert arrived.headers[header] == value


def test_a_password_is_passed_on_and_not_looked_at(
    ours: Running, http: httpx.Client, nothing_arrived: StandIn
) -> None:
    """A host that is opened for its header only is nobody's AI, whatever is posted there."""
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "BSN 111222333"}]}
    assert http.post("https://login.microsoftonline.com/v1/chat/completions", json=body).status_code == 200
    assert len(nothing_arrived.arrived) == 1
    assert [row for row in register(ours) if "unknown" in str(row["service"])] == []
