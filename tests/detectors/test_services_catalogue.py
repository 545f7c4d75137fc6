"""What the packaged catalogue holds: the systems that must be in it, and the care of its entries."""

import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from detectors.prompts import reader_names
from detectors.request import Request
from detectors.services import Category, Reader, load_catalogue

CATALOGUE = load_catalogue()
ORG = "11111111-2222-4333-8444-555555555555"


@pytest.mark.parametrize(
    ("url", "service", "tier", "article"),
    [
        ("https://chatgpt.com/backend-api/f/conversation", "chatgpt", "limited", "art. 50"),
        ("https://api.openai.com/v1/responses", "openai-api", None, ""),
        ("https://contoso.openai.azure.com/openai/v1/responses", "azure-openai", None, ""),
        (f"https://claude.ai/api/{ORG}/upload", "claude", "limited", "art. 50"),
        ("https://api.anthropic.com/v1/messages", "anthropic-api", None, ""),
        ("https://notebooklm.google.com/upload/_/", "notebooklm", "limited", "art. 50"),
        ("https://gemini.google.com/_/BardChatUi/data/batchexecute", "gemini", "limited", "art. 50"),
        ("https://copilot.microsoft.com/c/api/conversations", "microsoft-copilot", "limited", "art. 50"),
        ("https://substrate.office.com/m365Copilot/x", "microsoft-365-copilot", "limited", "art. 50"),
        ("https://teams.microsoft.com/api/recap", "teams-copilot", "limited", "art. 50"),
        ("https://api.fireflies.ai/graphql", "fireflies", "limited", "art. 50"),
        ("https://fathom.video/x", "fathom", "limited", "art. 50"),
        ("https://olivia.paradox.ai/x", "paradox", "high", "Annex III 4(a)"),
        ("https://app.hirevue.com/x", "hirevue", "high", "Annex III 4(a)"),
        ("https://www.linkedin.com/talent/hire", "linkedin-talent", "high", "Annex III 4(a)"),
        ("https://www.linkedin.com/insights/talent", "linkedin-talent", "high", "Annex III 4(a)"),
        ("https://app.humata.ai/x", "humata", "limited", "art. 50"),
        ("https://app.reclaim.ai/x", "reclaim", "minimal", ""),
        ("https://app.getclockwise.com/x", "clockwise", "minimal", ""),
        ("https://www.affectiva.com/x", "affectiva", "prohibited", "art. 5(1)(f)"),
        ("https://www.youserve.nl/x", "youserve", None, ""),
        ("https://chat.amsterdam.nl/x", "chatamsterdam", "limited", "art. 50"),
        ("https://api.elevenlabs.io/v1/text-to-speech/v", "elevenlabs", "limited", "art. 50(4)"),
        ("https://app.heygen.com/x", "heygen", "limited", "art. 50(4)"),
        ("https://example.myworkday.com/api/copilot/ask", "workday-ai", None, "Annex III 4"),
    ],
)  # fmt: skip
def test_a_system_that_hr_must_know(url: str, service: str, tier: str | None, article: str) -> None:
    """Every system that the field names is recognised by its host and path, with its tier and article."""
    found = CATALOGUE.recognise(Request("POST", url))
    assert found is not None
    assert (found.service.id, found.service.risk, found.service.article) == (service, tier, article)
    assert found.service.reason


@pytest.mark.parametrize("host", ["chatgpt.com", "claude.ai", "hirevue.com", "affectiva.com", "fathom.video"])
def test_a_system_is_known_by_its_host_alone(host: str) -> None:
    """Logs hold no more than the host."""
    assert CATALOGUE.lookup(host) is not None


def test_there_are_at_least_four_hundred_services_in_every_category() -> None:
    """The catalogue covers the field, no category is empty."""
    assert len(CATALOGUE.services) >= 400
    assert {service.category for service in CATALOGUE.services.values()} == set(get_args(Category))


def test_the_page_about_the_catalogue_counts_right() -> None:
    """The numbers in the documentation are those of the files."""
    services = CATALOGUE.services.values()
    page = (Path(__file__).parents[2] / "docs" / "catalogue.md").read_text(encoding="utf-8")
    hosts = sum(len(s.hosts + s.passive_hosts + s.mixed_hosts + s.general_hosts) for s in services)
    vendors = len({service.vendor for service in services})
    assert f"{len(services):,} services of {vendors:,} vendors, {hosts:,} host names" in page
    for category, count in Counter(service.category for service in services).items():
        assert re.search(rf"^\| {category}( \(and video\))? \| {count} \|", page, re.MULTILINE), category


def test_every_reader_is_one_that_prompts_has() -> None:
    """A route never names a reader that does not exist."""
    assert set(get_args(Reader)) <= set(reader_names())


def test_every_tier_has_its_reason_and_the_strict_ones_their_article() -> None:
    """An HR adviser can look up why."""
    for service in CATALOGUE.services.values():
        assert service.reason, service.id
        if service.risk in ("prohibited", "high", "limited"):
            assert re.match(r"art\. \d|Annex III", service.article), service.id


def test_every_fact_has_its_source_and_day() -> None:
    """What is said of a vendor's handling of data can be checked."""
    facts = [(service.id, fact) for service in CATALOGUE.services.values() for _, fact in service.facts]
    assert facts
    for name, fact in facts:
        assert fact.source.startswith("https://"), name
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", fact.checked), name


def test_every_entry_has_the_day_it_was_looked_at() -> None:
    """An old entry can be found."""
    assert all(service.checked for service in CATALOGUE.services.values())


@pytest.mark.parametrize(
    "host",
    [
        "amazonaws.com", "azure.com", "azureedge.net", "blob.core.windows.net", "cloudfront.net",
        "googleapis.com", "google.com", "microsoft.com", "office.com", "cloud.microsoft",
        "githubusercontent.com", "github.com", "windows.net", "cloudflare.com", "livekit.cloud",
        "tencent.com", "baidu.com", "aliyun.com", "volces.com", "naver.com", "yandex.ru", "adobe.com",
        "adobe.io", "capcut.com", "infomaniak.com", "proton.me", "zoom.us", "slack.com", "canva.com",
        "figma.com", "hubspot.com", "salesforce.com", "workday.com", "amsterdam.nl", "ionos.com", "ovh.net",
        "oraclecloud.com", "nvidia.com", "ibm.com", "twitter.com", "discord.com", "mail.google.com",
        "drive.google.com", "login.microsoftonline.com", "accounts.google.com", "outlook.office.com",
        "storage.googleapis.com", "s3.amazonaws.com",
    ],
)  # fmt: skip
def test_no_general_host_is_taken_for_ai(host: str) -> None:
    """An entry for one product never swallows the domain of a cloud, a suite or a sign-in."""
    assert CATALOGUE.lookup(host) is None
    assert not CATALOGUE.inspects(host)
