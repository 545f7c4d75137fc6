"""Which conversation a request belongs to."""

import gzip
from urllib.parse import quote_plus

import pytest

from agent.redact.thread import (
    Thread,
    credential,
    names_in_answer,
    thread_named,
    thread_of,
    thread_of_message,
    thread_of_url,
)
from detectors.prompts import MAX_BODY, read, read_message
from detectors.request import Request

UUID = "0b6f2f6e-8a1d-4b51-9d0e-1f2a3b4c5d6e"


def thread(body: bytes, url: str = "https://api.example.com/v1/x", reader: str | None = None) -> Thread:
    request = Request("POST", url, (("content-type", "application/json"),), body)
    return thread_of(request, read(request, reader), MAX_BODY)


@pytest.mark.parametrize(
    "url",
    [
        f"https://claude.ai/api/organizations/x/chat_conversations/{UUID}/completion",
        f"https://chatgpt.com/backend-api/conversation/{UUID}",
        f"https://grok.com/rest/app-chat/conversations/{UUID}/responses",
        f"https://api.individual.githubcopilot.com/github/chat/threads/{UUID}/messages",
        f"https://substrate.office.com/m365Copilot/Chathub/a@b?x=1&ConversationId={UUID}",
        f"https://chat.qwen.ai/api/v2/chat/completions?chat_id={UUID}",
    ],
)
def test_an_url_names_the_conversation(url: str) -> None:
    """Web chats have it in the path or the query; a request for the history says the same."""
    assert thread_of_url(Request("GET", url)) == thread_named(UUID)
    assert thread(b'{"prompt": "Dag"}', url) == thread_named(UUID)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (f'{{"conversation_id": "{UUID}", "messages": []}}', UUID),
        ('{"previous_response_id":"resp_abc123","conversation_id":"conv_1"}', "resp_abc123"),
        ('{"conversation": {"id": "conv_abc123"}, "input": "x"}', "conv_abc123"),
        ('{"variables": {"chatId": 1234567}}', "1234567"),
        (
            "f.req=" + quote_plus('[null,"[[\\"Dag\\"],[\\"nl\\"],[\\"c_0123456789abcdef\\"]]"]'),
            "c_0123456789abcdef",
        ),
    ],
)
def test_a_body_names_the_conversation(body: str, name: str) -> None:
    """By a key or a shape; an earlier answer that is named goes before all."""
    assert thread(body.encode()) == thread_named(name)


def test_the_users_own_text_names_nothing() -> None:
    """A prompt with the key in it, and a key without a value, fall back on the first message."""
    body = (
        b'{"conversation_id": null, "messages": [{"role": "user", "content": "\\"chat_id\\": \\"abc123\\""}]}'
    )
    assert thread(body, reader="openai_chat").resends


def test_the_first_message_tells_conversations_that_are_sent_whole() -> None:
    """The next turn has the same; another first message is another conversation. Codings do not matter."""
    first = b'{"messages":[{"role":"system","content":"S"},{"role":"user","content":"Dag Jan"}]}'
    second = first.replace(
        b"}]}", b'},{"role":"assistant","content":"Hoi"},{"role":"user","content":"En?"}]}'
    )
    other = first.replace(b"Jan", b"Ans")
    one, two, three = (thread(body, reader="openai_chat") for body in (first, second, other))
    assert one == two != three
    assert one.resends
    packed = Request("POST", "https://x.nl/", (("content-encoding", "gzip"),), gzip.compress(first))
    assert thread_of(packed, read(packed, "openai_chat"), MAX_BODY) == one


def test_a_websocket_message_names_it_too() -> None:
    """Copilot has it in each message, Microsoft 365 in the address of the socket."""
    socket = Request("GET", "wss://copilot.microsoft.com/c/api/chat?api-version=2")
    message = f'{{"event":"send","conversationId":"{UUID}","content":[]}}'
    assert thread_of_message(socket, message, read_message(message)) == thread_named(UUID)


def test_answers_name_what_the_next_request_will() -> None:
    """The id of a response, the conversation of a web chat."""
    assert list(names_in_answer(b'data: {"response":{"id":"resp_12ab","object":"response"}}')) == [
        "resp_12ab"
    ]
    assert list(names_in_answer(f'data: {{"conversation_id": "{UUID}"}}'.encode())) == [UUID]
    assert list(names_in_answer(b'{"id":"chatcmpl-1","choices":[]}')) == []


def test_the_credential_tells_accounts_apart() -> None:
    """Another key is another account; a token that was renewed for the same subject is not."""

    def by(value: str) -> bytes:
        return credential(Request("POST", "https://x.nl/", (("Authorization", value),)))

    # Header and claims of a token: {"sub":"user-1","exp":1} and {"sub":"user-1","exp":2}.
    one, two = "e30.eyJzdWIiOiJ1c2VyLTEiLCJleHAiOjF9.eA", "e30.eyJzdWIiOiJ1c2VyLTEiLCJleHAiOjJ9.eQ"
    assert by(f"Bearer {one}") == by(f"Bearer {two}")
    assert by("Bearer sk-a") != by("Bearer sk-b")
    assert credential(Request("POST", "https://x.nl/?key=a")) != credential(
        Request("POST", "https://x.nl/?key=b")
    )
