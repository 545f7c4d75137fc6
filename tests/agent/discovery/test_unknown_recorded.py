"""`replay` finds AI that the catalogue does not have, too."""

from agent.discovery.recorded import recognise_recorded
from detectors.har import HarEntry, WebSocketMessage
from detectors.request import Request
from detectors.services import load_catalogue

CATALOGUE = load_catalogue()
PROMPT = '{"model": "gpt-4o", "messages": [{"role": "user", "content": "Hallo"}]}'


def service(method: str, url: str, body: str = "", *messages: str) -> str | None:
    sent = [WebSocketMessage(sent=True, data=message) for message in messages]
    entry = HarEntry(Request(method, url, (), body.encode()), sent)
    found = recognise_recorded(entry, CATALOGUE)
    return found.service.id if found else None


def test_the_catalogue_comes_first() -> None:
    """What it knows is no unknown AI."""
    assert service("POST", "https://api.openai.com/v1/chat/completions", PROMPT) == "openai-api"


def test_unknown_ai_is_found_by_its_shape() -> None:
    """By a request, and by the messages of a WebSocket."""
    assert service("POST", "https://intranet.example/x", PROMPT) == "unknown-ai:intranet.example"
    assert (
        service("GET", "wss://intranet.example/x", "", '{"room": 1}', PROMPT) == "unknown-ai:intranet.example"
    )
    assert (
        service("POST", "https://crm.example/api/ai/chat", '{"message": "Wie is Jo?"}')
        == "embedded-ai:crm.example"
    )


def test_ordinary_traffic_is_none() -> None:
    """Pages, forms and chats between people."""
    assert service("GET", "https://intranet.example/v1/chat/completions") is None
    assert service("POST", "https://intranet.example/api/chat", '{"room": 1, "message": "Hallo Jo"}') is None
    assert service("GET", "wss://intranet.example/x", "", '{"room": 1}') is None
