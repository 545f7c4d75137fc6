"""The vendors' own clients read a restored stream: text, tool calls and their order."""

import json
from collections.abc import Iterator
from typing import Any

import anthropic
import httpx
import httpx2
import openai
import pytest
from anthropic.types import TextBlock, ToolUseBlock

from agent.redact.restore import Restorer

VALUES = {"PERSOON_1": 'Jan "de" Wit', "ADRES_1": "Dorpsstraat 1\nEde"}
TEXT = "Dag <PERSOON_1>, ik schrijf aan <ADRES_1>."
CALL = json.dumps({"naam": "<PERSOON_1>", "adres": "<ADRES_1>", "anders": "<PERSOON_2>"})
SAID = 'Dag Jan "de" Wit, ik schrijf aan Dorpsstraat 1\nEde.'
CALLED = {"naam": 'Jan "de" Wit', "adres": "Dorpsstraat 1\nEde", "anders": "<PERSOON_2>"}


def pieces(text: str, size: int) -> Iterator[str]:
    return (text[start : start + size] for start in range(0, len(text), size))


def client_for(library: Any, events: list[tuple[str, dict[str, Any]]]) -> Any:
    """A client of httpx or httpx2 of which each answer is these events, restored in chunks of 50 bytes."""
    lines = [f"event: {name}\n" * bool(name) + f"data: {json.dumps(tree)}\n\n" for name, tree in events]
    data = "".join(lines).encode()

    def answer(_: Any) -> Any:
        restorer = Restorer(VALUES, "text/event-stream")
        chunks = [*(restorer(data[start : start + 50]) for start in range(0, len(data), 50)), restorer(b"")]
        body = b"".join(chunk for some in chunks for chunk in some)
        return library.Response(200, headers={"content-type": "text/event-stream"}, content=body)

    return library.Client(transport=library.MockTransport(answer))


@pytest.mark.parametrize("size", [1, 4, 100])
def test_openai_chat(size: int) -> None:
    """Deltas of content, then of a tool call's arguments."""

    def chunk(delta: dict[str, Any], end: str | None = None) -> tuple[str, dict[str, Any]]:
        choice = {"index": 0, "delta": delta, "finish_reason": end}
        return "", {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [choice],
        }

    def call(**function: str) -> dict[str, Any]:
        return {"tool_calls": [{"index": 0, "id": "t", "type": "function", "function": function}]}

    events = [chunk({"role": "assistant", "content": piece}) for piece in pieces(TEXT, size)]
    events += [chunk(call(name="brief", arguments=""))]
    events += [chunk(call(arguments=piece)) for piece in pieces(CALL, size)]
    events += [chunk({}, "tool_calls")]
    client = openai.OpenAI(api_key="x", http_client=client_for(httpx, events), max_retries=0)
    text, arguments = "", ""
    for part in client.chat.completions.create(model="m", messages=[], stream=True):
        delta = part.choices[0].delta
        text += delta.content or ""
        for tool in delta.tool_calls or []:
            arguments += (tool.function and tool.function.arguments) or ""
    assert text == SAID
    assert json.loads(arguments) == CALLED


@pytest.mark.parametrize("size", [1, 4, 100])
def test_anthropic_messages(size: int) -> None:
    """Two blocks, of which the second is the input of a tool."""

    def delta(index: int, **said: str) -> tuple[str, dict[str, Any]]:
        return "content_block_delta", {"type": "content_block_delta", "index": index, "delta": said}

    def block(index: int, **content: Any) -> tuple[str, dict[str, Any]]:
        return "content_block_start", {
            "type": "content_block_start",
            "index": index,
            "content_block": content,
        }

    def stop(index: int) -> tuple[str, dict[str, Any]]:
        return "content_block_stop", {"type": "content_block_stop", "index": index}

    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {"id": "m", "type": "message", "role": "assistant", "content": [], "model": "m", "usage": usage}
    events = [
        ("message_start", {"type": "message_start", "message": message}),
        block(0, type="text", text=""),
    ]
    events += [delta(0, type="text_delta", text=piece) for piece in pieces(TEXT, size)]
    events += [stop(0), block(1, type="tool_use", id="t", name="brief", input={})]
    events += [delta(1, type="input_json_delta", partial_json=piece) for piece in pieces(CALL, size)]
    end = {"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": usage}
    events += [stop(1), ("message_delta", end), ("message_stop", {"type": "message_stop"})]
    client = anthropic.Anthropic(api_key="x", http_client=client_for(httpx2, events), max_retries=0)
    with client.messages.stream(
        model="m", max_tokens=9, messages=[{"role": "user", "content": "x"}]
    ) as stream:
        text, tool = stream.get_final_message().content
    assert isinstance(text, TextBlock)
    assert isinstance(tool, ToolUseBlock)
    assert text.text == SAID
    assert tool.input == CALLED
