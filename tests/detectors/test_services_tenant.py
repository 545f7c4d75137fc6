"""Whose account a request uses: every tenant signal of the catalogue, and what a consumer looks like."""

import base64
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.request import Request
from detectors.services import load_catalogue

CATALOGUE = load_catalogue()
WORK = "11111111-2222-4333-8444-555555555555"
AUTH = "https://api.openai.com/auth"


def _bearer(claims: dict[str, object]) -> tuple[str, str]:
    """An Authorization header with an unsigned token that makes these claims."""
    middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return ("Authorization", f"Bearer e30.{middle}.c2ln")


def _tenant(url: str, *headers: tuple[str, str], method: str = "POST") -> str | None:
    found = CATALOGUE.recognise(Request(method, url, headers))
    assert found is not None
    return found.tenant


CHATGPT = "https://chatgpt.com/backend-api/f/conversation"


@pytest.mark.parametrize(
    ("url", "headers", "tenant"),
    [
        (CHATGPT, [("chatgpt-account-id", WORK)], WORK),
        (CHATGPT, [("Cookie", f"a=b; _account={WORK}; c=d")], WORK),
        (CHATGPT, [("cookie", "a=b"), ("cookie", f'_account="{WORK}"')], WORK),
        (CHATGPT, [("Cookie", "_account=personal")], None),
        (CHATGPT, [("Cookie", f"x_account={WORK}")], None),
        (CHATGPT, [_bearer({AUTH: {"chatgpt_account_id": WORK, "chatgpt_plan_type": "team"}})], WORK),
        (CHATGPT, [_bearer({AUTH: {"chatgpt_account_id": WORK, "chatgpt_plan_type": "plus"}})], None),
        (CHATGPT, [], None),
        ("https://chatgpt.com/backend-anon/f/conversation", [("Chatgpt-Account-Id", WORK)], None),
        ("https://chatgpt.com//Backend-Anon/f/conversation", [("Chatgpt-Account-Id", WORK)], None),
        (f"https://claude.ai/api/organizations/{WORK}/chat_conversations/c/completion", [], WORK),
        (f"https://claude.ai/api/{WORK}/upload", [], WORK),
        ("https://claude.ai/v1/filestore/fs/createFile", [("Cookie", f"lastActiveOrg={WORK}")], WORK),
        (f"https://substrate.office.com/m365Copilot/Chathub/{WORK}@{WORK}", [], WORK),
        ("https://substrate.office.com/m365Copilot/UploadFile", [_bearer({"tid": WORK})], WORK),
        (
            "https://substrate.office.com/m365Copilot/UploadFile",
            [_bearer({"tid": "9188040d-6c67-4c5b-b112-36a304b66dad"})],
            None,
        ),
        ("https://api.business.githubcopilot.com/chat/completions", [], "business"),
        ("https://api.individual.githubcopilot.com/chat/completions", [], None),
        ("https://contoso.openai.azure.com/openai/v1/responses", [], "contoso"),
        ("https://us-central1-aiplatform.googleapis.com/v1/projects/p-1/locations/l/m:predict", [], "p-1"),
        ("https://api.openai.com/v1/responses", [("OpenAI-Organization", "org-abc")], "org-abc"),
        ("https://www.notion.so/api/v3/runInferenceTranscript", [("X-Notion-Space-Id", WORK)], WORK),
        ("https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse", [("Authorization", "A")], None),
    ],
)  # fmt: skip
def test_a_request_names_its_tenant(url: str, headers: list[tuple[str, str]], tenant: str | None) -> None:
    """The signal of each service is read; a personal account or no signal is a consumer."""
    assert _tenant(url, *headers) == tenant


@pytest.mark.parametrize("value", ["", " ", "a b", "x" * 200, "a\nb", "<script>"])
def test_a_crooked_value_is_no_tenant(value: str) -> None:
    """What cannot be an account's name is not taken over into events."""
    assert _tenant(CHATGPT, ("Chatgpt-Account-Id", value)) is None


@given(st.text(), st.text())
def test_no_header_breaks_the_tenant(token: str, cookie: str) -> None:
    """Garbage in the token and the cookies means a consumer, not a failure."""
    found = _tenant(CHATGPT, ("Authorization", f"Bearer {token}"), ("Cookie", f"_account{cookie}"))
    assert found is None or re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}", found)


def test_the_vendors_own_restriction_is_known() -> None:
    """The header with which a vendor lets a network restrict tenants, and where it is read."""
    rule = CATALOGUE.services["chatgpt"].tenant
    assert (rule.restrict_header, rule.restrict_hosts) == ("ChatGPT-Allowed-Workspace-Id", ("chatgpt.com",))
