"""The whole way: a request goes out with placeholders, its answer comes back with values."""

import asyncio
import json
import pickle
import random
from collections.abc import Callable
from typing import Any

import pytest

from agent.examination import Placed
from agent.redact import Origin, Redactor, Thread, Vault, ask_plain, plain_answer
from agent.redact.worker import Refused, Rewritten, Task
from detectors.errors import CannotRewriteError
from detectors.finding import Finding
from detectors.prompts import read, read_message
from detectors.request import Request
from detectors.services import load_catalogue

CHAT = "https://api.openai.com/v1/chat/completions"
RESPONSES = "https://api.openai.com/v1/responses"
CATALOGUE = load_catalogue()


async def run(work: Callable[..., Any], *arguments: Any) -> Any:
    """As in a worker: everything goes over as bytes, and others get their turn."""
    await asyncio.sleep(random.random() / 1000)
    result = work(*pickle.loads(pickle.dumps(arguments)))
    await asyncio.sleep(random.random() / 1000)
    return pickle.loads(pickle.dumps(result))


def post(url: str, tree: Any, key: str = "sk-1") -> Request:
    return Request("POST", url, (("authorization", f"Bearer {key}"),), json.dumps(tree).encode())


def origin(request: Request, client: str = "10.0.0.1") -> Origin:
    recognised = CATALOGUE.recognise(request)
    assert recognised is not None
    return Origin(client, recognised, request)


def findings(request: Request, reader: str | None, **wanted: str) -> list[Placed]:
    """A finding for each place of some texts, as the scanner would give it."""
    return _placed([part.text for part in read(request, reader).parts], wanted)


def _placed(texts: list[str], wanted: dict[str, str]) -> list[Placed]:
    found = []
    for number, text in enumerate(texts):
        for kind, value in wanted.items():
            start = text.find(value)
            if start >= 0:
                found.append(Placed(number, Finding(start, start + len(value), kind, 0.9, "test")))
    return found


def answer(restoring: Any, text: str, head: dict[str, Any] | None = None) -> str:
    data = f"data: {json.dumps((head or {}) | {'delta': text})}\n\n".encode()
    restorer = restoring.answer("text/event-stream")
    out = b"".join([*restorer(data[:20]), *restorer(data[20:]), *restorer(b"")])
    return str(json.loads(out[6:])["delta"])


def content(request: Request) -> str:
    return request.body.decode()


async def test_a_request_and_its_answer() -> None:
    """No value leaves, also where it stands a second time unseen by the scanner; all come back."""
    tree = {
        "messages": [
            {"role": "user", "content": "Mijn naam is Jan de Wit, bsn 123456782."},
            {
                "role": "assistant",
                "tool_calls": [{"function": {"name": "f", "arguments": '{"x": "123456782"}'}}],
            },
        ]
    }
    request = post(CHAT, tree)
    found = findings(request, "openai_chat", PERSON="Jan de Wit", NL_BSN="123456782")[:2]
    redacted = await Redactor(Vault(), run).request(origin(request), found, "nl")
    assert json.loads(content(redacted.content)) == json.loads(
        content(request).replace("Jan de Wit", "<PERSOON_1>").replace("123456782", "<BSN_1>")
    )
    assert (
        answer(redacted.restoring, "Dag <PERSOON_1>: <BSN_1>, <BSN_2>")
        == "Dag Jan de Wit: 123456782, <BSN_2>"
    )


async def test_the_next_turn_has_the_same_placeholders() -> None:
    """Chat APIs send the history again: what was numbered keeps its number, new values get the next."""
    redactor = Redactor(Vault(), run)
    messages = [{"role": "user", "content": "Ik ben Jan de Wit."}]
    request = post(CHAT, {"messages": messages})
    await redactor.request(origin(request), findings(request, "openai_chat", PERSON="Jan de Wit"), "nl")
    messages += [
        {"role": "assistant", "content": "Dag Jan de Wit!"},
        {"role": "user", "content": "En Ans Bakker, zeg ik: Jan"},
    ]
    request = post(CHAT, {"messages": messages})
    found = findings(request, "openai_chat", KNOWN_PERSON="Ans Bakker", PERSON="Jan")
    redacted = await redactor.request(origin(request), found, "en")
    texts = [message["content"] for message in json.loads(content(redacted.content))["messages"]]
    assert texts[1] == "Dag <PERSOON_1>!"
    assert texts[2] == "En <PERSOON_2>, zeg ik: <PERSOON_1_VOORNAAM>"


async def test_an_answer_gets_the_values_of_its_own_request_only() -> None:
    """Two requests that begin alike, with one key from one address: neither sees what the other holds."""
    redactor = Redactor(Vault(), run)
    restorings = []
    for number, name in enumerate(["Jan de Wit", "Ans Bakker"]):
        tree = {
            "messages": [{"role": "user", "content": "Dag"}, {"role": "user", "content": f"Ik ben {name}."}]
        }
        request = post(CHAT, tree)
        redacted = await redactor.request(
            origin(request), findings(request, "openai_chat", PERSON=name), "nl"
        )
        assert f"<PERSOON_{number + 1}>" in content(redacted.content)
        restorings.append(redacted.restoring)
    assert answer(restorings[0], "<PERSOON_1> <PERSOON_2>") == "Jan de Wit <PERSOON_2>"
    assert answer(restorings[1], "<PERSOON_1> <PERSOON_2>") == "<PERSOON_1> Ans Bakker"


async def test_a_chain_of_responses_is_one_conversation() -> None:
    """`previous_response_id` names the answer before; its id is learned from that answer."""
    redactor = Redactor(Vault(), run)
    request = post(RESPONSES, {"input": "Ik ben Jan de Wit."})
    first = await redactor.request(
        origin(request), findings(request, "openai_responses", PERSON="Jan de Wit"), "nl"
    )
    answer(first.restoring, "Dag <PERSOON_1>", {"response": {"id": "resp_1a"}})
    request = post(RESPONSES, {"input": "En ik Ans Bakker.", "previous_response_id": "resp_1a"})
    second = await redactor.request(
        origin(request), findings(request, "openai_responses", PERSON="Ans Bakker"), "nl"
    )
    assert "<PERSOON_2>" in content(second.content)
    assert answer(second.restoring, "<PERSOON_1> en <PERSOON_2>") == "Jan de Wit en Ans Bakker"
    stranger = await redactor.request(
        origin(request, client="10.0.0.2"), findings(request, "openai_responses", PERSON="Ans Bakker"), "nl"
    )
    assert answer(stranger.restoring, "<PERSOON_1> en <PERSOON_2>") == "Ans Bakker en <PERSOON_2>"


async def test_a_turn_without_findings_still_gets_its_values_back() -> None:
    """A web chat: the service remembers the placeholder; the next request, or a reload, does not hold it."""
    redactor = Redactor(Vault(), run)
    uuid = "0b6f2f6e-8a1d-4b51-9d0e-1f2a3b4c5d6e"
    base = f"https://claude.ai/api/organizations/{uuid}/chat_conversations/{uuid}"
    request = post(f"{base}/completion", {"prompt": "Ik ben Jan de Wit."})
    await redactor.request(origin(request), findings(request, "claude_web", PERSON="Jan de Wit"), "nl")
    for later in (
        post(f"{base}/completion", {"prompt": "Hoe heet ik?"}),
        Request("GET", f"{base}?tree=True"),
    ):
        same = Request(later.method, later.url, request.headers, later.body)
        restoring = redactor.restoring(origin(same))
        assert restoring is not None
        assert answer(restoring, "U heet <PERSOON_1>.") == "U heet Jan de Wit."
    other = Request("GET", base.replace("5d6e", "5d6f"), request.headers)
    assert redactor.restoring(origin(other)) is None


async def test_a_turn_of_a_conversation_that_only_its_body_names() -> None:
    """ChatGPT: the first answer tells the id, the next request holds it. No past, no reading."""
    redactor = Redactor(Vault(), run)
    url = "https://chatgpt.com/backend-api/f/conversation"

    def turn(text: str, **more: str) -> Request:
        message = {"author": {"role": "user"}, "content": {"content_type": "text", "parts": [text]}}
        return post(url, {"messages": [message]} | more)

    uuid = "0b6f2f6e-8a1d-4b51-9d0e-1f2a3b4c5d6e"
    later = turn("Hoe heet ik?", conversation_id=uuid)
    assert await Redactor(Vault(), _never).find_restoring(origin(later)) is None
    first = turn("Ik ben Jan de Wit.")
    redacted = await redactor.request(
        origin(first), findings(first, "chatgpt_web", PERSON="Jan de Wit"), "nl"
    )
    answer(redacted.restoring, "Dag <PERSOON_1>", {"conversation_id": uuid})
    restoring = await redactor.find_restoring(origin(later))
    assert restoring is not None
    assert answer(restoring, "U heet <PERSOON_1>.") == "U heet Jan de Wit."
    assert await redactor.find_restoring(origin(turn("Hoe heet ik?", conversation_id=uuid[::-1]))) is None
    assert await Redactor(Vault(), _never).find_restoring(origin(later)) is None


async def _never(*_: Any) -> Any:
    raise AssertionError("a request was read for nothing")


async def test_two_hundred_conversations_at_once() -> None:
    """Ten turns each, interleaved; every answer has its own people and nobody else's."""
    redactor = Redactor(Vault(), run)

    async def talk(number: int) -> None:
        uuid = f"{number:08x}-0000-4000-8000-000000000000"
        for turn in range(10):
            name = f"Naam{number:03}turn{turn} Bakker"
            request = post(
                f"https://claude.ai/api/organizations/o/chat_conversations/{uuid}/completion",
                {"prompt": f"Ik ben {name}."},
            )
            redacted = await redactor.request(
                origin(request, client=f"10.0.{number % 7}.1"),
                findings(request, "claude_web", PERSON=name),
                "nl",
            )
            assert json.loads(content(redacted.content)) == {"prompt": f"Ik ben <PERSOON_{turn + 1}>."}
            said = answer(redacted.restoring, " ".join(f"<PERSOON_{n}>" for n in range(1, 12)))
            names = [f"Naam{number:03}turn{n} Bakker" for n in range(turn + 1)]
            assert said.split("> ")[0].startswith(" ".join(names))
            assert said.count("Bakker") == turn + 1

    await asyncio.gather(*map(talk, range(200)))


async def test_two_requests_of_one_conversation_at_once() -> None:
    """No number is given twice: who comes second is worked on again."""
    redactor = Redactor(Vault(), run)
    url = "https://claude.ai/api/organizations/o/chat_conversations/0b6f2f6e-8a1d/completion"

    async def ask(name: str) -> str:
        request = post(url, {"prompt": f"Ik ben {name}."})
        redacted = await redactor.request(origin(request), findings(request, "claude_web", PERSON=name), "nl")
        return str(json.loads(content(redacted.content))["prompt"])

    prompts = await asyncio.gather(ask("Jan de Wit"), ask("Ans Bakker"), ask("Piet Smit"))
    assert sorted(prompts) == [f"Ik ben <PERSOON_{number}>." for number in (1, 2, 3)]


async def test_messages_of_a_websocket() -> None:
    """Each message of the client is redacted; those of the service are restored, split ones too."""
    redactor = Redactor(Vault(), run)
    socket = Request("GET", "wss://copilot.microsoft.com/c/api/chat?api-version=2".replace("wss", "https"))
    message = json.dumps(
        {
            "event": "send",
            "conversationId": "abcdefgh",
            "content": [{"type": "text", "text": "Ik ben Jan de Wit"}],
        }
    )
    texts = [part.text for part in read_message(message, "copilot_consumer").parts]
    redacted = await redactor.message(origin(socket), message, _placed(texts, {"PERSON": "Jan de Wit"}), "nl")
    assert redacted.content == message.replace("Jan de Wit", "<PERSOON_1>")
    restorer = redacted.restoring.messages()
    frames = [
        json.dumps({"event": "appendText", "messageId": "m", "text": text})
        for text in ("Dag <PERS", "OON_1>!")
    ]
    assert restorer.take('{"event":"ping"}') == ['{"event":"ping"}']
    assert restorer.take(frames[0]) == []
    assert restorer.take(frames[1]) == [
        json.dumps({"event": "appendText", "messageId": "m", "text": text})
        for text in ("Dag Jan de Wit", "!")
    ]
    assert restorer.take(frames[0]) == []
    assert restorer.end() == [frames[0]]


async def test_what_cannot_be_rewritten_is_refused() -> None:
    """Signed bodies, findings in files and in labels; the reason comes through from the worker."""
    redactor = Redactor(Vault(), run)
    signed = Request(
        "POST", CHAT, (("authorization", "AWS4-HMAC-SHA256 x"),), b'{"messages":[{"content":"Jan Smit"}]}'
    )
    with pytest.raises(CannotRewriteError, match="signed"):
        await redactor.request(origin(signed), findings(signed, "openai_chat", PERSON="Jan Smit"), "nl")
    request = post(CHAT, {"messages": [{"content": "Jan Smit"}]})
    with pytest.raises(CannotRewriteError, match="file"):
        await redactor.request(origin(request), [Placed(5, Finding(0, 3, "PERSON", 0.9, "test"))], "nl")


async def test_findings_that_overlap_are_taken_together() -> None:
    """No end of one is left standing."""
    request = post(CHAT, {"messages": [{"role": "user", "content": "Dorpsstraat 1 te Ede"}]})
    found = [Placed(0, Finding(0, 13, "ADDRESS", 0.9, "a")), Placed(0, Finding(12, 20, "LOCATION", 0.9, "b"))]
    redacted = await Redactor(Vault(), run).request(origin(request), found, "nl")
    assert json.loads(content(redacted.content))["messages"][0]["content"] == "<ADRES_1>"


async def test_many_conversations_that_begin_alike_never_fill_the_vault() -> None:
    """A program asks the same of a thousand people: each request is redacted."""
    redactor = Redactor(Vault(most_values=20), run)
    for number in range(60):
        tree = {
            "messages": [
                {"role": "user", "content": "Vat samen."},
                {"role": "user", "content": f"Nr{number}Bos"},
            ]
        }
        request = post(CHAT, tree)
        found = findings(request, "openai_chat", PERSON=f"Nr{number}Bos")
        redacted = await redactor.request(origin(request), found, "nl")
        assert f"Nr{number}Bos" not in content(redacted.content)


async def test_a_conversation_forgotten_meanwhile_is_still_restored() -> None:
    """The vault is emptied while the worker is busy: what this request holds comes back."""
    vault = Vault()
    url = "https://claude.ai/api/organizations/o/chat_conversations/0b6f2f6e-8a1d/completion"
    request = post(url, {"prompt": "Ik ben Jan de Wit."})
    found = findings(request, "claude_web", PERSON="Jan de Wit")
    await Redactor(vault, run).request(origin(request), found, "nl")

    async def forgetful(work: Callable[..., Any], *arguments: Any) -> Any:
        result = await run(work, *arguments)
        vault._kept.clear()
        return result

    redacted = await Redactor(vault, forgetful).request(origin(request), found, "nl")
    assert answer(redacted.restoring, "Dag <PERSOON_1>") == "Dag Jan de Wit"


def test_values_are_in_no_representation() -> None:
    """What goes to a worker and comes back may end in a log: without the values."""
    task = Task(None, (), {"BSN_1": "123456782"}, "nl")
    done = Rewritten(b"", {"BSN_1": "123456782"}, frozenset({"BSN_1"}), Thread(b"x", resends=True))
    assert "123456782" not in f"{task!r} {done!r} {Refused('file')!r}"


def test_headers_for_a_plain_answer() -> None:
    """The request asks for no coding; the answer no longer tells a length or coding that it has not."""
    assert ask_plain((("Accept-Encoding", "gzip"), ("a", "b"))) == (
        ("a", "b"),
        ("accept-encoding", "identity"),
    )
    headers = (("Content-Length", "5"), ("Content-Type", "x"), ("content-encoding", "br"), ("ETag", "y"))
    assert plain_answer(headers) == (("Content-Type", "x"),)
