"""A model shows itself by how its answer begins, and by the headers of it."""

import pytest

from detectors.unknown import answer_signals, may_stream

STREAM = (("Content-Type", "text/event-stream"),)


@pytest.mark.parametrize(
    ("first", "name"),
    [
        (
            'data: {"id":"c","object":"o","choices":[{"index":0,"delta":{}}]}\n\n',
            "openai",
        ),
        ('data: {"id":"c","choices": [{"text": "Once", "index": 0}]}\n\n', "openai"),
        ("event: response.created\ndata: {}\n\n", "responses"),
        ('event: message_start\ndata: {"type":"message_start"}\n\n', "anthropic"),
        ('data: {"candidates": [{"content": {"parts": []}}]}\r\n\r\n', "gemini"),
        ('[{\n  "candidates": [\n', "gemini"),
        ('data: {"type":"start"}\n\ndata: {"type":"text-start","id":"0"}\n\n', "ai-sdk"),
        ('f:{"messageId":"m"}\n0:"On"\n', "ai-sdk-4"),
        ('0:"On"\n0:"ce"\n', "ai-sdk-4"),
        (
            '{"model":"m","created_at":"x","message":{"content":"A"},"done":false}\n',
            "ollama",
        ),
        ('{"model":"m","created_at":"x","response":"A","done":false}\n', "ollama"),
        ('data: {"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"Hi"}\n\n', "agent"),
        ('data: {"event": "message", "message_id": "m", "answer": "Hi"}\n\n', "dify"),
        ('data:{"index":1,"token":{"id":9,"text":" a","logprob":-1.5}}\n\n', "token"),
        ('{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"}}]}', "message"),
        ('{"content":[],"usage":{"input_tokens":3,"output_tokens":9}}', "usage"),
        ('{"output":"Hi","usageMetadata":{"promptTokenCount":3}}', "usage"),
        ('{"answer":"The roster is a plan.","sources":[{"page":3}]}', "sourced"),
        ('{"citations":["a.pdf"],"answer":"The roster is a plan."}', "sourced"),
        ('data: {"token":"The"}\n\ndata: {"token":" ros"}\n\ndata: {"token":" ter"}\n\n', "fragments"),
        (
            'data: {"delta":{"text":"The "}}\n\ndata: {"delta":{"text":"big "}}\n\ndata: [DONE]\n\n',
            "fragments",
        ),
        ("data: The\n\ndata:  ros\n\ndata:  ter\n\n", "fragments"),
        ('{"type":"item","content":"The"}\n{"type":"item","content":" ro"}\n{"content":" s"}\n', "fragments"),
    ],
)
def test_a_streamed_answer_is_known_by_its_beginning(first: str, name: str) -> None:
    """Each interface's way to stream."""
    assert answer_signals(STREAM, first.encode()) == (f"answer-{name}",)


@pytest.mark.parametrize(
    "header",
    [
        "x-vercel-ai-ui-message-stream",
        "OpenAI-Processing-Ms",
        "anthropic-ratelimit-tokens-limit",
        "x-ratelimit-remaining-tokens",
    ],
)
def test_an_answer_is_known_by_a_header(header: str) -> None:
    """Some servers say it before the first byte."""
    assert answer_signals(((header, "1"),)) == ("answer-ai-header",)


@pytest.mark.parametrize(
    "first",
    [
        'event: message\ndata: {"text": "Who takes the late shift?"}\n\n',
        'data: {"price": 12.5, "symbol": "EXA"}\n\n',
        'event: progress\ndata: {"done": false, "percent": 12}\n\n',
        '{"level":"info","message":"started","done":false}\n{"level":"info"}\n',
        'data: {"choices": ["red", "blue"]}\n\n',
        '0:"only one"',
        "retry: 1000\n\n",
        "data: A goal for us\n\ndata: A new player\n\ndata: Half time\n\n",
        "data: 12\n\ndata:  13\n\ndata:  14\n\n",
        'data: {"text":"  at main"}\n\ndata: {"text":"  at run"}\n\ndata: {"text":"  at end"}\n\n',
        'data: {"text":"queued"}\n\ndata: {"text":"running"}\n\ndata: {"text":"done"}\n\ndata: [DONE]\n\n',
        'data: {"token":" a"}\n\n',
        'data: {"token"\ndata: [\n[[[\n',
        '{"usage":{"storage":12,"total":30}}',
        '{"answer":"A plan of shifts","correct":true}',
        '{"choices":[{"text":"Yes","votes":3}],"message":{"role":"teacher"}}',
        "",
    ],
)
def test_other_streams_are_no_answer_of_a_model(first: str) -> None:
    """Prices, progress, logs and chats between people stream as well."""
    assert answer_signals((*STREAM, ("x-ratelimit-remaining", "9")), first.encode()) == ()


def test_only_what_can_stream_is_looked_at() -> None:
    """Pages, pictures and films are none of it."""
    assert may_stream("text/event-stream; charset=utf-8")
    assert may_stream("application/x-ndjson")
    assert not may_stream("text/html")
    assert not may_stream("")
