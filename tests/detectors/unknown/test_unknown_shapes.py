"""Each shape by itself: what has it, and what looks like it and is something else."""

import json
from urllib.parse import urlencode

import pytest

from detectors.request import Request
from detectors.unknown import asks_in_query
from detectors.unknown.body import body_signals, message_signals

ASK = "How do I ask for leave"
TURN = {"role": "user", "content": ASK}
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
PARTS = (("Content-Type", "multipart/form-data; boundary=x"),)


def shown(body: object) -> set[str]:
    """Names of what a body shows, without `body-`."""
    return {name.removeprefix("body-") for name in message_signals(json.dumps(body))}


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        ({"input": {"messages": [TURN]}}, "roles"),
        ({"input_data": {"input_string": [TURN]}}, "turn"),
        ({"additional_messages": [TURN]}, "turn"),
        ({"input": {"messages": [{"type": "human", "content": ASK}]}}, "turn"),
        ([{"provider": "p", "query": {"messages": [TURN]}}], "turn"),
        ({"0": {"json": {"prompt": ASK, "modelId": "ours"}}}, "model"),
        ({"engine": "gpt-4o-mini", "context": ASK}, "model-family"),
        ({"input": {"prompt": ASK, "max_tokens": 9}}, "sampling"),
        ({"text": ASK, "sampling_params": {"top_p": 1, "temperature": 0.7}}, "samplings"),
        ({"chatInput": ASK, "sessionId": "s"}, "term"),
        ({"system_prompt": ASK, "user_prompt": ASK}, "terms"),
        ({"question": ASK, "history": []}, "history"),
        ({"question": ASK, "doc_id": "d"}, "bare-question"),
        ({"message": ASK, "stream": True}, "stream"),
        ({"segments": {"prefix": "def ", "suffix": ")"}}, "infill"),
        ({"message": {"role": "user", "parts": [{"type": "text", "text": ASK}]}}, "ai-sdk"),
        ({"newMessage": {"role": "user", "parts": [{"text": ASK}]}}, "gemini"),
        ({"inputs": [ASK], "normalize": True}, "embedding"),
        ({"query": ASK, "texts": [ASK, ASK]}, "rerank"),
        ({"inputs": {}, "query": ASK, "response_mode": "streaming"}, "dify"),
        ({"inputs": {"input_value": ASK, "session": "s"}}, "langflow"),
        ({"input": ASK, "config": {}, "kwargs": {}}, "runnable"),
        ({"threadId": "t", "runId": "r", "messages": []}, "agent-run"),
        ({"data": [ASK], "fn_index": 0, "session_hash": "h"}, "gradio"),
        ({"data": [{"text": ASK, "files": []}]}, "data-text"),
        ({"inputs": [{"name": "PROMPT", "datatype": "BYTES", "data": [ASK]}]}, "tensor"),
        ({"prompt": {"3": {"class_type": "KSampler", "inputs": {}}}}, "image-graph"),
        ({"text": ASK, "voice": "nl"}, "speech"),
        ({"q": ASK, "source": "en", "target": "nl"}, "translation"),
        ({"message": {"type": "user_message", "output": ASK}}, "user-turn"),
        ({"query": 'mutation { askCopilot(question: "How do I") { id } }'}, "graphql"),
        ({"query": "mutation m($a: A) { aiAction(input: $a) { id } }", "variables": {"a": ASK}}, "graphql"),
        (
            {"query": "mutation SendToAssistant($prompt: String) { x }", "variables": {"prompt": ASK}},
            "graphql",
        ),
    ],
)
def test_a_request_to_a_model_has_its_shape(body: object, shape: str) -> None:
    """At the top or in the part that holds the request proper."""
    assert shape in shown(body)


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        ({"messages": [{**TURN, "sender": "Jo"}]}, "turn"),
        ({"messages": [TURN, {"role": "assistant", "content": ASK}]}, "turn"),
        ({"messages": [{"role": "visitor", "content": ASK}]}, "roles"),
        ({"model": "nova-200", "text": ASK}, "model-family"),
        ({"model": "Gemini GT", "term": 48}, "model"),
        ({"message": ASK, "temperature": 220}, "sampling"),
        ({"message": ASK, "temperature": "warm"}, "sampling"),
        ({"prompt": ASK, "answer": ASK}, "prompt"),
        ({"prompt": "consent"}, "prompt"),
        ({"question": ASK, "name": "Jo"}, "bare-question"),
        ({"message": ASK}, "bare-question"),
        ({"query": "{ me { name } }"}, "bare-question"),
        ({"query": "SELECT name FROM people"}, "bare-question"),
        ({"question": ASK, "history": {"page": 3}}, "history"),
        ({"file": "a.csv", "stream": True}, "stream"),
        ({"input": ASK, "config": {"format": "mp4"}}, "runnable"),
        ({"text": ASK, "target": "layer-2"}, "translation"),
        ({"text": ASK, "target_lang": "de", "deadline": "2026-12-01"}, "translation"),
        ({"inputs": {}, "response_mode": "form_post"}, "dify"),
        ({"inputs": [{"name": "city", "datatype": "BYTES", "data": ["Den Haag"]}]}, "tensor"),
        ({"query": 'mutation { fulfillmentCreate(note: "On a Monday") { id } }'}, "graphql"),
        ({"query": "mutation m($message: String) { sendToAssistant }", "variables": {"m": ASK}}, "graphql"),
        ({"query": "mutation m($prompt: String) { addQuestion }", "variables": {"prompt": ASK}}, "graphql"),
    ],
)
def test_what_looks_like_it_has_not(body: object, shape: str) -> None:
    """People, cars, ovens, surveys, shops and databases use the same words."""
    assert shape not in shown(body)


def test_a_form_is_read_as_what_it_says() -> None:
    """URL-encoded or in parts, with JSON inside one of them."""
    fields = {"prompt": ASK, "model": "llama3", "temperature": "0.3"}
    asked = Request("POST", "http://x.example/a", FORM, urlencode(fields).encode())
    assert {"body-prompt", "body-model-family", "body-sampling"} <= set(body_signals(asked, 2**20))
    part = f'--x\r\nContent-Disposition: form-data; name="data"\r\n\r\n{json.dumps({"prompt": ASK})}\r\n--x--'
    assert "body-prompt" in body_signals(Request("POST", "http://x.example/a", PARTS, part.encode()), 2**20)


def test_a_recording_in_a_form_is_known_by_its_name_or_kind() -> None:
    """A picture is none."""
    for head, is_there in (
        ('filename="a.M4A"', True),
        ('filename="a"\r\nContent-Type: audio/wav', True),
        ('filename="a.png"\r\nContent-Type: image/png', False),
    ):
        body = f'--x\r\nContent-Disposition: form-data; name="file"; {head}\r\n\r\nabc\r\n--x--'
        request = Request("POST", "http://x.example/a", PARTS, body.encode())
        assert ("body-audio-form" in body_signals(request, 2**20)) is is_there


@pytest.mark.parametrize("frame", ["42", "42/chat,", "42/chat,17", "421", ""])
def test_a_frame_of_socket_io_is_opened(frame: str) -> None:
    """What stands before the message says nothing of it."""
    assert "body-turn" in message_signals(f'{frame}["ask",{json.dumps({"messages": [TURN]})}]')


@pytest.mark.parametrize(
    ("url", "asks"),
    [
        ("http://x.example/ai/chat?message=How%20are%20you", True),
        ("http://x.example/ai?q=leave", False),
        ("http://x.example/search?page=1+2", False),
        ("http://x.example/a", False),
    ],
)
def test_an_address_may_ask(url: str, asks: bool) -> None:  # noqa: FBT001 - a case
    """A sentence under a name that questions have."""
    assert asks_in_query(Request("GET", url)) is asks


def test_depth_and_number_have_an_end() -> None:
    """A body made to be walked for ever is not."""
    deep: dict[str, object] = {}
    for _ in range(500):
        deep = {"input": deep}
    wide: dict[str, object] = {
        f"{number}message": {"messages": [{"input": {}}] * 100} for number in range(500)
    }
    assert shown(deep) <= {"runnable"}
    assert shown(wide) == set()
