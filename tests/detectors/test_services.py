"""The catalogue: lookup by host, recognition by request, shared hosts."""

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.request import Request
from detectors.services import Catalogue, load_catalogue

CATALOGUE = load_catalogue()


def _ask(method: str, url: str, *headers: tuple[str, str]) -> tuple[str, str | None, str | None] | None:
    """Service, operation and reader of a request, in short."""
    found = CATALOGUE.recognise(Request(method, url, headers))
    if found is None:
        return None
    operation = found.operation
    return found.service.id, operation and operation.name, operation and operation.reader


def _rows() -> list[str]:
    """Requests with what they must be taken for; one a line, as documented in the file."""
    lines = Path(__file__).with_name("recognised_requests.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(
    ("host", "service"),
    [
        ("api.openai.com", "openai-api"),
        ("API.OpenAI.com.", "openai-api"),
        ("api.openai.com:443", "openai-api"),
        ("new.sub.domain.chatgpt.com", "chatgpt"),
        ("europe-west4-aiplatform.googleapis.com", "vertex-ai"),
        ("aiplatform.googleapis.com", "vertex-ai"),
        ("bedrock-runtime.eu-central-1.amazonaws.com", "aws-bedrock"),
        ("vpce-1.bedrock-runtime.eu-west-1.vpce.amazonaws.com", "aws-bedrock"),
        ("contoso.openai.azure.com", "azure-openai"),
        ("api.business.githubcopilot.com", "github-copilot"),
        ("sdmntprwestus.oaiusercontent.com", "chatgpt"),
        ("substrate.office.com", "microsoft-365-copilot"),
    ],
)
def test_a_host_tells_its_service(host: str, service: str) -> None:
    """Exact hosts, parents, patterns inside a label, and sloppy spelling all find the service."""
    found = CATALOGUE.lookup(host)
    assert found is not None
    assert found.id == service


@pytest.mark.parametrize(
    "host",
    [
        "", ".", "com", "amazonaws.com", "googleapis.com", "s3.eu-west-1.amazonaws.com", "notopenai.com",
        "storage.googleapis.com", "azure.com", "github.com", "x.com", "linkedin.com", "www.bing.com",
        "canva.com", "127.0.0.1", "[::1]:443", "bedrock-runtime.amazonaws.com.example.org", "example.nl",
    ],
)  # fmt: skip
def test_other_hosts_tell_nothing(host: str) -> None:
    """Clouds, look-alikes, general sites with AI somewhere and plain hosts are no AI services."""
    assert CATALOGUE.lookup(host) is None
    assert not CATALOGUE.inspects(host)


@given(
    st.one_of(
        st.text(), st.text(alphabet=string.ascii_letters + string.digits + ".-:[]*%/"), st.ip_addresses()
    )
)
def test_no_host_breaks_a_lookup(host: object) -> None:
    """Any string gets an answer."""
    CATALOGUE.lookup(str(host))
    CATALOGUE.inspects(str(host))
    CATALOGUE.lookup_shared(str(host))


@given(
    st.text(alphabet=string.printable.replace("[", "").replace("]", "")),
    st.sampled_from(["GET", "POST", "X"]),
)
def test_no_path_breaks_recognition(path: str, method: str) -> None:
    """Any path on an AI host is still that host's service."""
    found = CATALOGUE.recognise(Request(method, f"https://claude.ai/{path}"))
    assert found is not None
    assert found.service.id == "claude"


@pytest.mark.parametrize("row", _rows())
def test_a_request_tells_its_operation(row: str) -> None:
    """Method, host and path lead to the operation and to the reader of its body."""
    method, url, service, operation, reader = row.split()
    assert _ask(method, url) == (service, operation, reader)


@pytest.mark.parametrize(
    ("url", "draft"),
    [
        ("https://chatgpt.com/backend-api/f/conversation/prepare", True),
        ("https://chatgpt.com/backend-api/f/conversation", False),
    ],
)
def test_drafts_are_marked(url: str, draft: bool) -> None:  # noqa: FBT001
    """What is sent before the user presses send is a draft."""
    found = CATALOGUE.recognise(Request("POST", url))
    assert found is not None
    assert found.operation is not None
    assert found.operation.draft is draft


@pytest.mark.parametrize(
    "url",
    [
        "https://chatgpt.com/ces/v1/t",
        "https://chatgpt.com/backend-api/me",
        "https://cdn.oaistatic.com/assets/x.js",
        "https://auth.openai.com/u/login/password",
        "https://app.hirevue.com/login",
        "https://api.reclaim.ai/oauth/token",
    ],
)
def test_traffic_without_prompts_is_told(url: str) -> None:
    """Telemetry, settings, static files and sign-in are not for reading."""
    found = CATALOGUE.recognise(Request("POST", url))
    assert found is not None
    assert found.operation is not None
    assert found.operation.kind == "other"


@pytest.mark.parametrize(
    "url",
    [
        "https://chatgpt.com/ces/../backend-api/f/conversation",
        "https://chatgpt.com/ces/%2e%2e/x",
        "https://chatgpt.com/ces//x",
    ],
)
def test_a_crooked_path_is_never_free_of_reading(url: str) -> None:
    """A path that the server may resolve to another one is not taken for telemetry."""
    found = CATALOGUE.recognise(Request("POST", url))
    assert found is not None
    assert found.operation is None


def test_an_unknown_path_of_an_ai_host_has_no_operation() -> None:
    """The generic reader has to look at it."""
    assert _ask("POST", "https://api.openai.com/v9/new/thing") == ("openai-api", None, None)


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/torvalds/linux",
        "https://x.com/home",
        "https://www.notion.so/api/v3/saveTransactions",
    ],
)
def test_the_rest_of_a_shared_host_is_no_ai(url: str) -> None:
    """On a shared host only the AI paths are recognised."""
    assert CATALOGUE.recognise(Request("POST", url)) is None


def test_shared_hosts_are_decrypted_only_when_opted_in() -> None:
    """github.com is left alone until the organisation names it."""
    opted = load_catalogue(inspect_shared=frozenset({"github.com", "notion.so"}))
    assert [service.id for service in opted.lookup_shared("github.com")] == ["github-copilot"]
    assert not CATALOGUE.inspects("github.com")
    assert opted.inspects("github.com")
    assert not CATALOGUE.inspects("notion.so")
    assert opted.inspects("notion.so")
    assert not opted.inspects("x.com")


def test_passive_hosts_are_known_but_never_decrypted() -> None:
    """Sign-in and static files stay out of the guard's sight."""
    service = CATALOGUE.lookup("auth.openai.com")
    assert service is not None
    assert service.id == "chatgpt"
    assert not CATALOGUE.inspects("auth.openai.com")
    assert CATALOGUE.inspects("chatgpt.com")


def test_no_two_vendors_claim_a_host() -> None:
    """Only services of one vendor may share a host that the name alone tells."""
    claims: dict[str, set[str]] = {}
    for service in CATALOGUE.services.values():
        for host in (*service.hosts, *service.passive_hosts, *service.mixed_hosts):
            claims.setdefault(host, set()).add(service.vendor)
    assert {host: vendors for host, vendors in claims.items() if len(vendors) > 1} == {}


def test_an_empty_catalogue_knows_nothing() -> None:
    """No service, no answer."""
    assert Catalogue(()).lookup("chatgpt.com") is None
