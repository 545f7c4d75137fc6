"""The finder in live traffic: what it looks at, what it remembers, and what it leaves alone."""

import json
from collections.abc import Callable
from typing import Any

from agent.discovery import unknown
from agent.discovery.unknown import Finder
from agent.metrics import Metrics
from agent.workers import ScanFailure
from detectors.request import Request
from detectors.services import Catalogue, load_catalogue

CATALOGUE = load_catalogue()
PROMPT = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hallo"}]}
JSON = (("Content-Type", "application/json"),)


async def here(work: Callable[..., Any], *arguments: object) -> object:
    """In the place of the workers."""
    return work(*arguments)


async def died(*_: object) -> object:
    raise ScanFailure("worker-died")


def finder(work: Callable[..., Any] = here) -> tuple[Finder, Metrics]:
    metrics = Metrics()
    return Finder(work, metrics, 2**20), metrics


def ask(url: str, body: object = PROMPT, method: str = "POST") -> Request:
    return Request(method, url, JSON, json.dumps(body).encode())


async def service(found: Finder, request: Request, catalogue: Catalogue = CATALOGUE) -> str | None:
    recognised = await found.request(request, catalogue)
    return recognised.service.id if recognised else None


async def test_the_body_is_what_tells() -> None:
    """A path that says nothing, and a form on a path that does."""
    found, _ = finder()
    assert await service(found, ask("http://x.example/a")) == "unknown-ai:x.example"
    assert await service(found, ask("http://y.example/b", {"name": "Jo"})) is None
    assert (found.knows("x.example"), found.knows("y.example")) == (True, False)
    assert (
        await service(found, ask("http://x.example/api/ai/ask", {"question": "Wie is Jo?"}))
        == "embedded-ai:x.example"
    )


async def test_what_is_too_large_or_compressed_away_shows_nothing() -> None:
    """It passes, for the host is no AI as far as anybody knows."""
    found, _ = finder()
    large = ask("http://x.example/a", PROMPT | {"more": "x" * 2**20})
    assert await service(found, large) is None
    broken = Request("POST", "http://x.example/a", (*JSON, ("Content-Encoding", "gzip")), b"no gzip")
    assert await service(found, broken) is None


async def test_a_lost_worker_is_counted_and_the_outside_still_tells() -> None:
    """A path of AI is AI without its body; anything else passes."""
    found, metrics = finder(died)
    assert await service(found, ask("http://x.example/a")) is None
    assert await service(found, ask("http://x.example/v1/chat/completions")) == "unknown-ai:x.example"
    counted = metrics.registry.get_sample_value(
        "schaduwwacht_unscanned_total", {"reason": "shape-worker-died"}
    )
    assert counted == 2


async def test_pages_and_pictures_are_not_opened() -> None:
    """A GET, and a body that is no text, cost no work."""
    found, _ = finder(died)
    assert await service(found, Request("GET", "http://x.example/v1/models")) is None
    picture = Request("PUT", "http://x.example/a.png", (("Content-Type", "image/png"),), b"\x89PNG")
    assert await service(found, picture) is None


async def test_an_answer_on_a_sign_in_host_is_left_alone() -> None:
    """Whatever is answered there, nobody learns from it."""
    catalogue = load_catalogue(restricted=frozenset({"microsoft-365-copilot"}))
    found, _ = finder()
    request = ask("https://login.microsoftonline.com/a", {"name": "Jo"})
    assert await service(found, request, catalogue) is None
    assert found.answered(request, ("answer-message",)) is None
    assert not found.knows("login.microsoftonline.com")


async def test_a_page_that_tells_of_a_model_is_no_model() -> None:
    """A list of what AI has cost is only read; a stream that is opened with a GET is an answer."""
    found, _ = finder()
    costs = Request("GET", "http://x.example/costs")
    assert await service(found, costs) is None
    assert found.answered(costs, ("answer-usage", "answer-sourced", "answer-message")) is None
    assert found.answered(ask("http://y.example/a", {"say": 1}), ("answer-usage",)) is not None
    assert found.answered(costs, ("answer-fragments",)) is not None


async def test_a_question_in_a_form_or_an_address_is_looked_at() -> None:
    """Small programs ask so; a form and an address of another kind are not taken for it."""
    found, _ = finder()
    form = (("Content-Type", "application/x-www-form-urlencoded"),)
    asked = Request("POST", "http://x.example/a", form, b"prompt=Write+a+letter&max_tokens=20")
    assert await service(found, asked) == "unknown-ai:x.example"
    contact = Request("POST", "http://y.example/a", form, b"message=Write+a+letter&name=Jo")
    assert await service(found, contact) is None
    address = Request("GET", "http://z.example/ai/chat?message=Write%20a%20letter")
    assert await service(found, address) == "embedded-ai:z.example"
    assert await service(found, Request("GET", "http://q.example/search?q=write+a+letter")) is None


async def test_a_sign_in_host_is_left_alone() -> None:
    """Decrypted for its header only."""
    catalogue = load_catalogue(restricted=frozenset({"microsoft-365-copilot"}))
    found, _ = finder()
    assert catalogue.inspects("login.microsoftonline.com")
    assert await service(found, ask("https://login.microsoftonline.com/a"), catalogue) is None
    both = load_catalogue(
        restricted=frozenset({"microsoft-365-copilot"}), inspect_also=frozenset({"microsoftonline.com"})
    )
    assert await service(found, ask("https://login.microsoftonline.com/a"), both) is not None


async def test_an_answer_is_remembered_for_its_path() -> None:
    """Ids in the path make no difference; another path is another matter; it is told once."""
    found, _ = finder()
    first = ask("http://x.example/chats/1234/say", {"t": "Hallo"})
    assert await service(found, first) is None
    told = found.answered(first, ("answer-openai",))
    assert told
    assert (told.service.id, told.evidence) == ("unknown-ai:x.example", ("answer-openai",))
    assert told.operation
    assert told.operation.reply == "openai"
    assert found.answered(first, ("answer-openai",)) is None
    assert await service(found, ask("http://x.example/chats/99/say", {"t": "x"})) == "unknown-ai:x.example"
    assert await service(found, ask("http://x.example/chats/99/title", {"t": "x"})) is None
    assert found.answered(ask("http://y.example/a"), ()) is None


async def test_a_message_tells_for_the_next_ones() -> None:
    """The first message of a model's kind makes the connection AI."""
    found, _ = finder()
    socket = Request("GET", "http://x.example/live")
    assert await found.message(socket, '{"room": 1}', CATALOGUE) is None
    assert await found.message(socket, json.dumps(PROMPT), CATALOGUE) is not None
    assert await found.message(socket, '{"room": 1}', CATALOGUE) is not None


async def test_made_up_names_fill_no_register(monkeypatch: Any) -> None:
    """A client that makes up hosts gets so many rows and no more."""
    monkeypatch.setattr(unknown, "MOST_HOSTS", 2)
    found, _ = finder()
    names = [await service(found, ask(f"http://h{number}.example/a")) for number in range(4)]
    assert names == [
        "unknown-ai:h0.example",
        "unknown-ai:h1.example",
        "unknown-ai:elsewhere",
        "unknown-ai:elsewhere",
    ]
    assert await service(found, ask("http://h1.example/a")) == "unknown-ai:h1.example"
