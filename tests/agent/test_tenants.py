"""Whose account it is: ours by name, everybody else's without one; and the vendors' own restriction."""

import base64
import json
from collections.abc import Callable

import pytest

from agent.config import Config
from agent.errors import UsageError
from agent.knowledge import read_catalogue
from agent.recognise import Recogniser
from agent.tenants import OwnTenant, Tenants
from detectors.request import Request
from detectors.services import Recognised, load_catalogue
from policies.context import Context
from policies.decide import decide
from policies.load import LoadedPolicy
from policies.model import Action, Policy
from policies.tenants import named_tenants

OURS = "11111111-2222-4333-8444-555555555555"
THEIRS = "99999999-8888-4777-8666-555555555555"
AUTH = "https://api.openai.com/auth"
CATALOGUE = load_catalogue()
CHATGPT = "https://chatgpt.com/backend-api/f/conversation"
SUBSTRATE = "https://substrate.office.com/m365Copilot"


def bearer(claims: dict[str, object]) -> tuple[str, str]:
    """An Authorization header with an unsigned token."""
    middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return ("Authorization", f"Bearer e30.{middle}.c2ln")


def claims(account: str) -> tuple[str, str]:
    return bearer({AUTH: {"chatgpt_account_id": account, "chatgpt_plan_type": "enterprise"}})


type RequestOf = Callable[[str], tuple[str, list[tuple[str, str]]]]
SIGNALS: dict[str, tuple[str, str, RequestOf]] = {
    "chatgpt header": ("chatgpt", OURS, lambda id_: (CHATGPT, [("Chatgpt-Account-Id", id_)])),
    "chatgpt cookie": ("chatgpt", OURS, lambda id_: (CHATGPT, [("Cookie", f"a=b; _account={id_}")])),
    "chatgpt token": ("chatgpt", OURS, lambda id_: (CHATGPT, [claims(id_)])),
    "codex token": (
        "codex",
        OURS,
        lambda id_: ("https://chatgpt.com/backend-api/codex/responses", [claims(id_)]),
    ),
    "openai organisation": (
        "openai-api",
        "org-ours",
        lambda id_: ("https://api.openai.com/v1/responses", [("OpenAI-Organization", id_)]),
    ),
    "claude path": (
        "claude",
        OURS,
        lambda id_: (f"https://claude.ai/api/organizations/{id_}/chat_conversations/c/completion", []),
    ),
    "claude cookie": (
        "claude",
        OURS,
        lambda id_: ("https://claude.ai/v1/filestore/fs/createFile", [("Cookie", f"lastActiveOrg={id_}")]),
    ),
    "m365 websocket path": (
        "microsoft-365-copilot",
        OURS,
        lambda id_: (f"{SUBSTRATE}/Chathub/{OURS}@{id_}", []),
    ),
    "m365 token": (
        "microsoft-365-copilot",
        OURS,
        lambda id_: (f"{SUBSTRATE}/UploadFile", [bearer({"tid": id_})]),
    ),
    "github host": (
        "github-copilot",
        "ours",
        lambda id_: (f"https://copilot-api.{id_}.ghe.com/chat/completions", []),
    ),
    "azure resource": (
        "azure-openai",
        "ours",
        lambda id_: (f"https://{id_}.openai.azure.com/openai/v1/responses", []),
    ),
    "vertex project": (
        "vertex-ai",
        "ours-hr",
        lambda id_: (
            f"https://europe-west4-aiplatform.googleapis.com/v1/projects/{id_}/locations/l/models/m:predict",
            [],
        ),
    ),
    "notion space": (
        "notion-ai",
        OURS,
        lambda id_: ("https://www.notion.so/api/v3/runInferenceTranscript", [("x-notion-space-id", id_)]),
    ),
}
POLICY = Policy.model_validate(
    {
        "name": "ours only",
        "rules": [
            {
                "id": "ours-only",
                "action": "block",
                "when": {"services": {"tenants": ["none"]}},
                "message": {"nl": "Gebruik ons eigen account.", "en": "Use our own account."},
            }
        ],
    }
)


def tenants(service: str, *ids: str) -> Tenants:
    return Tenants({service: OwnTenant(ids=ids)}, CATALOGUE)


def judged(known: Recognised) -> Action:
    """What that policy does with a harmless request."""
    service = known.service
    return decide(POLICY, Context(service.id, service.category, service.risk, known.tenant), ()).action


def recognised(url: str, headers: list[tuple[str, str]]) -> Recognised:
    found = CATALOGUE.recognise(Request("POST", url, tuple(headers)))
    assert found is not None
    return found


@pytest.mark.parametrize("signal", SIGNALS)
def test_ours_passes_and_theirs_is_blocked_on_the_same_host(signal: str) -> None:
    """By each signal: our own account is known by its id and passes; another is `other` and is blocked."""
    service, ours, request_of = SIGNALS[signal]
    theirs = THEIRS if ours == OURS else "theirs"
    known = tenants(service, ours)
    own, other = (recognised(*request_of(one)) for one in (ours, theirs))
    assert own.service.id == other.service.id == service
    assert known.known(own).tenant == ours
    assert judged(known.known(own)) is Action.ALLOW
    assert known.known(other).tenant == "other"
    assert judged(known.known(other)) is Action.BLOCK


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        (CHATGPT, []),
        (CHATGPT, [("Cookie", "_account=personal")]),
        (CHATGPT, [bearer({AUTH: {"chatgpt_account_id": OURS, "chatgpt_plan_type": "plus"}})]),
        ("https://chatgpt.com/backend-anon/f/conversation", [("Chatgpt-Account-Id", OURS)]),
        (f"{SUBSTRATE}/UploadFile", [bearer({"tid": "9188040d-6c67-4c5b-b112-36a304b66dad"})]),
        ("https://api.individual.githubcopilot.com/chat/completions", []),
        ("https://api.openai.com/v1/responses", []),
    ],
)
def test_a_consumer_is_blocked(url: str, headers: list[tuple[str, str]]) -> None:
    """No signal, a personal account or a personal plan is a consumer, whatever accounts are ours."""
    found = tenants("chatgpt", OURS).known(recognised(url, headers))
    assert found.tenant is None
    assert judged(found) is Action.BLOCK


def test_no_id_of_another_account_is_kept() -> None:
    """A Claude organisation may be that of one person: unless somebody named it, its id goes nowhere."""
    found = recognised(f"https://claude.ai/api/organizations/{THEIRS}/chat_conversations/c/completion", [])
    assert tenants("claude", OURS).known(found).tenant == "other"
    assert Tenants({}, CATALOGUE).known(found).tenant == "other"


def test_a_plan_names_nobody_and_is_kept() -> None:
    """`business` in the host name of Copilot says what kind of contract it is."""
    found = recognised("https://api.business.githubcopilot.com/chat/completions", [])
    assert Tenants({}, CATALOGUE).known(found).tenant == "business"
    assert judged(found) is Action.ALLOW


def test_what_the_policy_or_the_register_names_is_known() -> None:
    """Whoever wrote an id in a rule, or decided about it in the register, knows it already."""
    found = recognised(CHATGPT, [("Chatgpt-Account-Id", OURS)])
    nobody = Tenants({}, CATALOGUE)
    rule = POLICY.rules[0].model_dump() | {"unless": {"services": {"tenants": [OURS, "any"]}}}
    named = named_tenants(Policy.model_validate({"name": "p", "rules": [rule]}))
    assert named == {OURS}
    assert nobody.known(found, named).tenant == OURS
    assert nobody.known(found, statuses={("chatgpt", OURS): "allowed"}).tenant == OURS
    assert nobody.known(found, statuses={("chatgpt", OURS): "discovered"}).tenant == "other"
    assert nobody.known(found, statuses={("claude", OURS): "allowed"}).tenant == "other"


def test_capitals_make_no_other_tenant() -> None:
    """The id is kept as the settings write it."""
    found = recognised(CHATGPT, [("Chatgpt-Account-Id", "ABCDEF01-2222-4333-8444-555555555555")])
    ours = "abcdef01-2222-4333-8444-555555555555"
    assert tenants("chatgpt", ours).known(found).tenant == ours


def test_capitals_in_the_policy_or_the_register_make_no_other_tenant() -> None:
    """Whoever wrote the id there may have copied it in capitals; it is kept as they write it."""
    small, large = "abcdef01-2222-4333-8444-555555555555", "ABCDEF01-2222-4333-8444-555555555555"
    for asked, written in ((small, large), (large, small)):
        found = recognised(CHATGPT, [("Chatgpt-Account-Id", asked)])
        assert Tenants({}, CATALOGUE).known(found, frozenset({written})).tenant == written
        assert tenants("chatgpt", asked).known(found, frozenset({written})).tenant == written
        statuses = {("chatgpt", written): "allowed"}
        assert Tenants({}, CATALOGUE).known(found, statuses=statuses).tenant == written
        undecided = {("chatgpt", written): "discovered"}
        assert Tenants({}, CATALOGUE).known(found, statuses=undecided).tenant == "other"


SIGNED_IN = "https://claude.ai/v1/filestore/fs/createFile"


@pytest.mark.parametrize(
    ("service", "url", "headers"),
    [
        ("chatgpt", CHATGPT, [("Chatgpt-Account-Id", OURS), ("chatgpt-account-id", THEIRS)]),
        ("chatgpt", CHATGPT, [("Cookie", f"_account={OURS}; a=b; _account={THEIRS}")]),
        ("chatgpt", CHATGPT, [("Cookie", f"_account={OURS}"), ("cookie", f"_account={THEIRS}")]),
        ("chatgpt", CHATGPT, [("Cookie", f"_account={OURS}; _account=personal")]),
        ("claude", SIGNED_IN, [("Cookie", f"lastActiveOrg={OURS}; lastActiveOrg={THEIRS}")]),
    ],
)
async def test_who_says_two_things_is_not_ours(
    service: str, url: str, headers: list[tuple[str, str]]
) -> None:
    """Which of the two the vendor believes is the vendor's secret, so it may be the other one."""
    assert await asked(tenants(service, OURS), Request("POST", url, tuple(headers))) == "other"


@pytest.mark.parametrize(
    ("service", "url", "headers"),
    [
        ("chatgpt", CHATGPT, [("Chatgpt-Account-Id", OURS), ("chatgpt-account-id", OURS.upper())]),
        ("chatgpt", CHATGPT, [("Cookie", f"_account={OURS}; _account={OURS}; my_account={THEIRS}")]),
        (
            "chatgpt",
            CHATGPT,
            [("Chatgpt-Account-Id", OURS), ("Cookie", f"_account={OURS}; _account={THEIRS}")],
        ),
        (
            "claude",
            f"https://claude.ai/api/organizations/{OURS}/chat_conversations/c/completion",
            [("Cookie", f"lastActiveOrg={THEIRS}; lastActiveOrg={OURS}")],
        ),
        ("openai-api", "https://api.openai.com/v1/responses", [("OpenAI-Organization", OURS)]),
        ("vertex-ai", SIGNALS["vertex project"][2](OURS)[0], [("Cookie", "a=b; a=c")]),
    ],
)
async def test_who_says_the_same_twice_is_believed(
    service: str, url: str, headers: list[tuple[str, str]]
) -> None:
    """And what comes after the signal that counts does not matter."""
    assert await asked(tenants(service, OURS), Request("POST", url, tuple(headers))) == OURS


async def asked(known: Tenants, request: Request) -> str | None:
    """The tenant as the guard knows it."""
    recogniser = Recogniser(known, None, lambda *_, **__: None)
    found = await recogniser.request(request, CATALOGUE, LoadedPolicy(POLICY, "0", "test"), {})
    assert found is not None
    return found.tenant


def token(middle: bytes) -> list[tuple[str, str]]:
    """An Authorization header with any bytes for claims."""
    claims_ = base64.urlsafe_b64encode(middle).decode()
    return [("Authorization", f"Bearer e30.{claims_}.c2ln")]


@pytest.mark.parametrize(
    "headers",
    [
        token(b"\xff\xfe{"),
        token(b"[1, 2]"),
        token(b"[" * 20_000),
        token(b'{"a": ' + b"9" * 20_000 + b"}"),
        token(b'{"https://api.openai.com/auth": [{"chatgpt_account_id": "%s"}]}' % OURS.encode()),
        token(b'{"https://api.openai.com/auth": {"chatgpt_account_id": ["%s"]}}' % OURS.encode()),
        token(b'{"https://api.openai.com/auth": {"chatgpt_account_id": "\\ud800"}}'),
        [bearer({AUTH: {"chatgpt_account_id": OURS}, "more": "x" * 40_000})],
        [("Authorization", "Bearer a.b.c.d.e")],
        [("Authorization", "Bearer \u00e9.\u00e9\udcff.\u00e9")],
        [("Authorization", "Basic e30.e30.e30")],
        [("Chatgpt-Account-Id", f"{OURS},{THEIRS}")],
        [("Chatgpt-Account-Id", f'"{OURS}"')],
        [("Cookie", "_account=; =; ;;")],
    ],
)
async def test_a_crooked_signal_is_a_consumer(headers: list[tuple[str, str]]) -> None:
    """Broken, huge and listed claims name nobody, and break nothing."""
    request = Request("POST", CHATGPT, tuple(headers))
    assert await asked(tenants("chatgpt", OURS), request) is None


@pytest.mark.parametrize(
    ("service", "ours", "url", "headers"),
    [
        ("chatgpt", OURS, CHATGPT, [bearer({"exp": 1, AUTH: {"chatgpt_account_id": OURS}})]),
        ("chatgpt", OURS, CHATGPT, [("Chatgpt-Account-Id", "<b>"), ("Cookie", f'_account="{OURS}"')]),
        ("claude", OURS, SIGNALS["claude path"][2](OURS.replace("-", "%2D"))[0], []),
        ("microsoft-365-copilot", OURS, f"wss://{SUBSTRATE[8:]}/Chathub/{THEIRS}%40{OURS}?x=1", []),
        ("github-copilot", "business", "https://API.Business.GitHubCopilot.com./chat/completions", []),
        ("azure-openai", "ours", "https://OURS.OpenAI.Azure.com/openai/v1/responses", []),
        ("vertex-ai", "example.com:ours", SIGNALS["vertex project"][2]("example.com%3Aours")[0], []),
    ],
)
async def test_the_same_said_otherwise_is_the_same(
    service: str, ours: str, url: str, headers: list[tuple[str, str]]
) -> None:
    """Encoded, quoted, in capitals, after a signal that says nothing; a token's age is the vendor's."""
    assert await asked(tenants(service, ours), Request("POST", url, tuple(headers))) == ours


@pytest.mark.parametrize(
    "host",
    [
        "api.business.githubcopilot.com.evil.example",
        "notclaude.ai",
        "claude.ai.evil.example",
        "xn--claude-.ai",
        "",
        "[::1]",
    ],
)
def test_no_other_host_is_told(host: str) -> None:
    """A restriction names the organisation's accounts: they are for the vendor alone."""
    known = Tenants(
        {"claude": OwnTenant(restrict=(OURS,)), "github-copilot": OwnTenant(restrict=("1",))}, CATALOGUE
    )
    assert known.restrictions(host) == ()
    assert known.restrictions("CLAUDE.ai.") == (("anthropic-allowed-org-ids", OURS),)


@pytest.mark.parametrize(
    ("service", "own", "host", "headers"),
    [
        (
            "chatgpt",
            {"restrict": [OURS, THEIRS]},
            "chatgpt.com",
            {"ChatGPT-Allowed-Workspace-Id": f"{OURS},{THEIRS}"},
        ),
        ("claude", {"restrict": [OURS]}, "claude.ai", {"anthropic-allowed-org-ids": OURS}),
        ("claude", {"restrict": [OURS]}, "api.anthropic.com", {"anthropic-allowed-org-ids": OURS}),
        (
            "gemini",
            {"restrict": ["ours.example"]},
            "accounts.google.com",
            {"X-GoogApps-Allowed-Domains": "ours.example"},
        ),
        (
            "microsoft-365-copilot",
            {"ids": [OURS], "restrict": ["ours.onmicrosoft.com"]},
            "login.microsoftonline.com",
            {"Restrict-Access-To-Tenants": "ours.onmicrosoft.com", "Restrict-Access-Context": OURS},
        ),
        (
            "microsoft-365-copilot",
            {"restrict": ["ours.onmicrosoft.com"], "directory": THEIRS},
            "login.windows.net",
            {"Restrict-Access-To-Tenants": "ours.onmicrosoft.com", "Restrict-Access-Context": THEIRS},
        ),
        ("github-copilot", {"restrict": ["1234"]}, "github.com", {"sec-GitHub-allowed-enterprise": "1234"}),
    ],
)
def test_the_vendors_restriction_is_added_where_the_vendor_reads_it(
    service: str, own: dict[str, object], host: str, headers: dict[str, str]
) -> None:
    """Name and value as the vendor asks for them; the host is decrypted for it, and no other gets it."""
    config = Config.model_validate({"own_tenants": {service: own}})
    catalogue = read_catalogue(config)
    known = Tenants(config.own_tenants, catalogue)
    assert dict(known.restrictions(host)) == headers
    assert catalogue.inspects(host)
    assert known.restrictions("api.openai.com") == known.restrictions(f"not-{host}") == ()
    assert Tenants({}, CATALOGUE).restrictions(host) == ()


def test_a_host_that_signs_in_is_not_decrypted_without_a_restriction() -> None:
    """Ids alone open no other host."""
    config = Config.model_validate({"own_tenants": {"microsoft-365-copilot": {"ids": [OURS]}}})
    assert not read_catalogue(config).inspects("login.microsoftonline.com")


def test_two_services_of_a_vendor_share_a_header() -> None:
    """What both allow is allowed on the host that both use."""
    known = Tenants(
        {"claude": OwnTenant(restrict=(OURS,)), "anthropic-api": OwnTenant(restrict=(OURS, THEIRS))},
        CATALOGUE,
    )
    assert known.restrictions("api.anthropic.com") == (("anthropic-allowed-org-ids", f"{OURS},{THEIRS}"),)


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"chatgtp": {"ids": [OURS]}}, "chatgtp: no such service"),
        ({"deepseek": {"restrict": ["x"]}}, "deepseek: no service with a restriction header"),
    ],
)
def test_a_wrong_name_is_told(own: dict[str, object], words: str) -> None:
    """A slip of the pen must not leave a restriction out."""
    with pytest.raises(UsageError, match=words):
        read_catalogue(Config.model_validate({"own_tenants": own}))


@pytest.mark.parametrize("value", ["", "a b", "x\r\nEvil: 1", "any", "none", "other"])
def test_a_crooked_id_is_refused(value: str) -> None:
    """Nothing gets into a header that is no id, and the policy's own words are none."""
    with pytest.raises(ValueError, match="is not the id"):
        OwnTenant(ids=(value,))
