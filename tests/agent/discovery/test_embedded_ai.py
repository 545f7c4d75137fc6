"""What product a request to AI comes from: other sites, extensions and programs; not its own pages."""

import pytest

from agent.discovery.embedded import inside
from detectors.request import Request
from detectors.services import embedded_service, family_of, found_service, load_catalogue

CATALOGUE = load_catalogue()
CHAT = "https://api.openai.com/v1/chat/completions"
CLAUDE = (
    "https://claude.ai/api/organizations/11111111-2222-4333-8444-555555555555/chat_conversations/c/completion"
)
COPILOT = "https://api.business.githubcopilot.com/github/chat/threads/1/messages"


def site(url: str, headers: dict[str, str], method: str = "POST") -> tuple[str, str] | None:
    """Site and evidence."""
    request = Request(method, url, tuple(headers.items()))
    found = CATALOGUE.recognise(request)
    assert found
    where = inside(request, found, CATALOGUE)
    return (where.site, where.evidence) if where else None


@pytest.mark.parametrize(
    ("url", "headers", "where"),
    [
        (CHAT, {"Origin": "https://crm.example"}, ("crm.example", "origin-site")),
        (CHAT, {"origin": "https://CRM.example:8443"}, ("crm.example", "origin-site")),
        (CHAT, {"Referer": "https://crm.example/page?id=1"}, ("crm.example", "origin-site")),
        (CHAT, {"Origin": "null", "Referer": "https://crm.example/"}, ("crm.example", "origin-site")),
        (CHAT, {"Origin": "https://docs.google.com"}, ("docs.google.com", "origin-site")),
        (
            CHAT,
            {"Origin": "chrome-extension://kbfnbcaeplbcioakkpcpgfkobkghlhen"},
            ("extension-kbfnbcaeplbcioakkpcpgfkobkghlhen", "origin-extension"),
        ),
        (
            CHAT,
            {"Origin": "moz-extension://0a1b2c3d-1111-2222-3333-444455556666"},
            ("extension", "origin-extension"),
        ),
        (CHAT, {"Origin": "vscode-file://vscode-app"}, ("program-vscode", "origin-program")),
        (CHAT, {"Origin": "http://localhost:3000"}, ("localhost", "origin-site")),
        (CHAT, {"Origin": "http://192.168.1.4:3000"}, ("local-network", "origin-site")),
        (CHAT, {"Origin": "http://[fe80::1]:3000"}, ("local-network", "origin-site")),
        (CHAT, {"Origin": "http://jos-laptop.local"}, ("local-network", "origin-site")),
        (CHAT, {"Origin": "http://8.8.4.4"}, ("8.8.4.4", "origin-site")),
        (CHAT, {"Origin": "app://obsidian.md"}, ("program-obsidian.md", "origin-program")),
        (CHAT, {"Origin": "app://localhost"}, ("program-app", "origin-program")),
        (CHAT, {"Origin": "joplin-content://note-viewer"}, ("program-joplin", "origin-program")),
        (CHAT, {"Origin": "extension://abcdefghijklmnop"}, ("extension", "origin-extension")),
        (CHAT, {"Origin": "https://a.example", "Sec-Fetch-Site": "cross-site"}, ("a.example", "origin-site")),
    ],
)
def test_another_product_is_named(url: str, headers: dict[str, str], where: tuple[str, str]) -> None:
    """By its host, by the id that its store gave it, or by the kind of program."""
    assert site(url, headers) == where


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        (CHAT, {}),
        (CHAT, {"Origin": "https://platform.openai.com"}),
        (CHAT, {"Origin": "https://chatgpt.com"}),
        (CLAUDE, {"Origin": "https://claude.ai", "Referer": "https://claude.ai/new"}),
        (CLAUDE, {"Origin": "https://claude.com"}),
        (COPILOT, {"Origin": "https://github.com"}),
        (CHAT, {"Origin": "null"}),
        (CHAT, {"Origin": "about:blank"}),
        (CHAT, {"Origin": "https://"}),
        (CHAT, {"Origin": "https://a b.example"}),
        (CHAT, {"Origin": "https://[x"}),
        (CHAT, {"Referer": "https://[x/"}),
        (CHAT, {"Origin": "https://a.example https://b.example"}),
        (CHAT, {"Origin": "chrome://newtab"}),
        (CHAT, {"Origin": "devtools://devtools"}),
        (CHAT, {"Origin": "data:text/html"}),
        (CHAT, {"Origin": "https://alias.example", "Sec-Fetch-Site": "same-origin"}),
        (CHAT, {"Origin": "https://alias.example", "Sec-Fetch-Site": "Same-Site"}),
        (CHAT, {"Origin": "null", "Sec-Fetch-Site": "cross-site"}),
        (CHAT, {"Origin": "https://" + "x" * 300 + ".example"}),
    ],
)
def test_its_own_pages_are_no_other_product(url: str, headers: dict[str, str]) -> None:
    """A service's and its vendor's own pages, no origin, and a crooked one."""
    assert site(url, headers) is None


def test_a_link_is_no_use_but_a_frame_is() -> None:
    """Somebody follows a link from a newspaper; a portal shows the chat inside its own page."""
    assert site("https://chatgpt.com/", {"Referer": "https://krant.example/"}, "GET") is None
    frame = {"Referer": "https://portaal.example/", "Sec-Fetch-Dest": "iframe"}
    assert site("https://chatgpt.com/", frame, "GET") == ("portaal.example", "origin-frame")


def test_what_a_browser_asks_beforehand_is_no_use() -> None:
    """The preflight of a call says where it comes from; the call itself follows, and is counted."""
    asked = {"Origin": "https://crm.example", "Access-Control-Request-Method": "POST"}
    assert site(CHAT, asked, "OPTIONS") is None
    assert site(CHAT, asked) == ("crm.example", "origin-site")


def test_a_socket_of_another_site_is_use() -> None:
    """It is opened with a GET, and has an origin."""
    opened = {"Origin": "https://crm.example", "Upgrade": "websocket", "Sec-Fetch-Dest": "websocket"}
    assert site("https://api.openai.com/v1/realtime?model=m", opened, "GET") == ("crm.example", "origin-site")


@pytest.mark.parametrize(
    "url",
    [
        "https://gemini.google.com/app",
        "https://copilot.microsoft.com/",
        "https://claude.ai/login/sso/callback",
    ],
)
def test_a_form_that_leads_to_a_page_is_no_use(url: str) -> None:
    """So a sign-in page of somebody else's sends people back; the page that they leave asks nothing."""
    signed_in = {
        "Origin": "https://login.microsoftonline.com",
        "Referer": "https://login.microsoftonline.com/",
        "Sec-Fetch-Dest": "document",
        "Sec-Fetch-Mode": "navigate",
    }
    assert site(url, signed_in) is None


@pytest.mark.parametrize("kind", ["script", "image", "style", "font"])
def test_a_part_of_a_page_is_no_use(kind: str) -> None:
    """A page shows the logo of a vendor."""
    headers = {"Origin": "https://krant.example", "Sec-Fetch-Dest": kind}
    assert site("https://gemini.google.com/logo.bin", headers, "GET") is None


def test_signing_in_is_no_use() -> None:
    """An account of another site is used to sign in."""
    headers = {"Origin": "https://accounts.google.com"}
    assert site("https://chatgpt.com/api/auth/callback/google", headers) is None


@pytest.mark.parametrize(
    ("service", "name", "category"),
    [
        ("unknown-ai:gpu1.example", "Unknown AI service (gpu1.example)", "api"),
        ("embedded-ai:crm.example", "AI inside crm.example", "embedded"),
        (
            "embedded-ai:extension-kbfnbcaeplbcioakkpcpgfkobkghlhen",
            "AI inside Grammarly (browser extension)",
            "embedded",
        ),
    ],
)
def test_what_was_found_has_a_name(service: str, name: str, category: str) -> None:
    """The register and the reports need no catalogue entry for it; its tier follows from its use."""
    found = found_service(service)
    assert found
    assert (found.id, found.name, found.category, found.risk) == (service, name, category, None)
    assert family_of(service) in {"unknown-ai", "embedded-ai"}


@pytest.mark.parametrize("service", ["chatgpt", "unknown-ai", "other:x", ""])
def test_nothing_else_was_found(service: str) -> None:
    """Ids of the catalogue and crooked ones are of no family."""
    assert found_service(service) is None
    assert family_of(service) == service
    assert embedded_service("x.example").hosts == ("x.example",)
