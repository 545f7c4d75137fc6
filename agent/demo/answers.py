"""What the stand-in services say, in the formats of OpenAI, Anthropic, Google and ChatGPT.

The model speaks of every placeholder in the prompt. When it was given tools it also calls the first of them.
"""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

PLACEHOLDER = re.compile(r"<[A-Z]+(?:_[A-Z]+)*_\d+(?:_[A-Z]+)*>")
REPEAT = re.compile(r"Herhaal: ([^\\\"]*)")
ANSWER = "Graag gedaan, ik help u verder."

type Tree = dict[str, Any]
type Wait = Callable[[], Awaitable[None]]
type Answer = tuple[str, AsyncIterator[bytes]]
type Event = tuple[str, Tree | str]


@dataclass(frozen=True, slots=True)
class Said:
    """What the model says.

    Attributes:
        text: Its text.
        tool: Name of the tool it calls; empty when it calls none.
        input: What it gives the tool.
    """

    text: str
    tool: str
    input: Tree

    @property
    def arguments(self) -> str:
        """`input` as a model writes it."""
        return json.dumps(self.input, ensure_ascii=False)


def answer_for(method: str, path: str, body: bytes, wait: Wait) -> Answer:
    """Content type and body of the service's answer.

    Args:
        method: Of the request.
        path: Of its URL, without the query.
        body: Its body.
        wait: Is awaited between two events of a stream.
    """
    said = _said(body)
    streamed = b'"stream": true' in body or b'"stream":true' in body
    for end, (whole, events) in _SERVICES.items():
        if path.endswith(end) and events and (streamed or whole is None):
            return _sse(events(said), wait)
        if path.endswith(end) and whole:
            return "application/json", _pieces([json.dumps(whole(said)).encode()])
    if method == "GET":
        return "text/html; charset=utf-8", _pieces([b"<!doctype html><title>stand-in</title><p>stand-in"])
    return "application/json", _pieces([b'{"ok": true}'])


def text_about(body: bytes) -> str:
    """What the model says to a prompt: what it is to repeat, or something about the placeholders it sees."""
    if repeated := REPEAT.search(body.decode("utf-8", "replace")):
        return repeated[1]
    names = _names(body)
    return f"Over {', '.join(names)}: {ANSWER}" if names else ANSWER


def _names(body: bytes) -> list[str]:
    return list(dict.fromkeys(PLACEHOLDER.findall(body.decode("utf-8", "replace"))))


def _said(body: bytes) -> Said:
    names = _names(body)
    tool = re.search(rb'"tools".*?"name": ?"(\w+)"', body, re.DOTALL)
    said = {"over": names, "tekst": f'Zie "{names[0]}"\n' if names else "Niets"}
    return Said(text_about(body), tool[1].decode() if tool else "", said)


def _pieces_of(text: str) -> list[str]:
    """As models stream it: a few letters at a time, through words and placeholders."""
    return [text[start : start + 4] for start in range(0, len(text), 4)]


async def _pieces(chunks: list[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def _sse(events: list[Event], wait: Wait) -> Answer:
    async def stream() -> AsyncIterator[bytes]:
        for number, (name, data) in enumerate(events):
            if number:
                await wait()
            text = data if isinstance(data, str) else json.dumps(data)
            yield (f"event: {name}\n" if name else "").encode() + f"data: {text}\n\n".encode()

    return "text/event-stream", stream()


def _openai_chat(said: Said) -> Tree:
    message: Tree = {"role": "assistant", "content": said.text}
    if said.tool:
        function = {"name": said.tool, "arguments": said.arguments}
        message["tool_calls"] = [{"id": "call_1", "type": "function", "function": function}]
    reason = "tool_calls" if said.tool else "stop"
    choice = {"index": 0, "message": message, "finish_reason": reason}
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}


def _openai_events(said: Said) -> list[Event]:
    def chunk(delta: Tree, reason: str | None = None) -> Event:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        base = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        return "", base | {"choices": [choice]}

    def call(function: Tree, **more: str) -> Event:
        return chunk({"tool_calls": [{"index": 0, "function": function} | more]})

    events = [chunk({"role": "assistant", "content": ""})]
    events += [chunk({"content": piece}) for piece in _pieces_of(said.text)]
    if said.tool:
        events.append(call({"name": said.tool, "arguments": ""}, id="call_1", type="function"))
        events += [call({"arguments": piece}) for piece in _pieces_of(said.arguments)]
    return [*events, chunk({}, "tool_calls" if said.tool else "stop"), ("", "[DONE]")]


def _openai_response(said: Said) -> Tree:
    text = {"type": "output_text", "text": said.text, "annotations": []}
    output: list[Tree] = [
        {"type": "message", "id": "msg_1", "status": "completed", "role": "assistant", "content": [text]}
    ]
    if said.tool:
        call = {"type": "function_call", "id": "fc_1", "call_id": "call_1", "status": "completed"}
        output.append(call | {"name": said.tool, "arguments": said.arguments})
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "model": "m",
        "status": "completed",
        "output": output,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
    }


def _openai_response_events(said: Said) -> list[Event]:
    response = _openai_response(said)
    message, *calls = response["output"]
    events: list[Tree] = [
        {"type": "response.created", "response": response | {"status": "in_progress", "output": []}},
        {"type": "response.output_item.added", "output_index": 0, "item": message | {"content": []}},
    ]
    at = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    part = {"type": "output_text", "text": "", "annotations": []}
    events.append({"type": "response.content_part.added", "part": part} | at)
    events += [
        {"type": "response.output_text.delta", "delta": piece, "logprobs": []} | at
        for piece in _pieces_of(said.text)
    ]
    events.append({"type": "response.output_text.done", "text": said.text, "logprobs": []} | at)
    events.append({"type": "response.output_item.done", "output_index": 0, "item": message})
    for call in calls:
        at = {"item_id": "fc_1", "output_index": 1}
        item = call | {"arguments": "", "status": "in_progress"}
        events.append({"type": "response.output_item.added", "output_index": 1, "item": item})
        events += [
            {"type": "response.function_call_arguments.delta", "delta": piece} | at
            for piece in _pieces_of(said.arguments)
        ]
        done = {"type": "response.function_call_arguments.done", "arguments": said.arguments}
        events.append(done | {"name": said.tool} | at)
        events.append({"type": "response.output_item.done", "output_index": 1, "item": call})
    events.append({"type": "response.completed", "response": response})
    return [(event["type"], event | {"sequence_number": n}) for n, event in enumerate(events)]


def _anthropic_message(said: Said) -> Tree:
    content: list[Tree] = [{"type": "text", "text": said.text}]
    if said.tool:
        content.append({"type": "tool_use", "id": "toolu_1", "name": said.tool, "input": said.input})
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": content,
        "stop_reason": "tool_use" if said.tool else "end_turn",
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }


def _anthropic_events(said: Said) -> list[Event]:
    message = _anthropic_message(said)
    events: list[Tree] = [
        {"type": "message_start", "message": message | {"content": [], "stop_reason": None}}
    ]
    for index, block in enumerate(message["content"]):
        is_text = block["type"] == "text"
        empty: Tree = {"text": ""} if is_text else {"input": {}}
        events.append({"type": "content_block_start", "index": index, "content_block": block | empty})
        for piece in _pieces_of(said.text if is_text else said.arguments):
            delta = {"type": "text_delta", "text": piece}
            if not is_text:
                delta = {"type": "input_json_delta", "partial_json": piece}
            events.append({"type": "content_block_delta", "index": index, "delta": delta})
        events.append({"type": "content_block_stop", "index": index})
    stop = {"stop_reason": message["stop_reason"]}
    events.append({"type": "message_delta", "delta": stop, "usage": {"output_tokens": 1}})
    events.append({"type": "message_stop"})
    return [(event["type"], event) for event in events]


def _gemini(parts: list[Tree], reason: str = "STOP") -> Tree:
    content = {"role": "model", "parts": parts}
    return {"candidates": [{"content": content, "index": 0, "finishReason": reason}]}


def _gemini_parts(said: Said) -> list[Tree]:
    return [{"functionCall": {"name": said.tool, "args": said.input}}] if said.tool else []


def _gemini_answer(said: Said) -> Tree:
    return _gemini([{"text": said.text}, *_gemini_parts(said)])


def _gemini_events(said: Said) -> list[Event]:
    events: list[Event] = [("", _gemini([{"text": piece}])) for piece in _pieces_of(said.text)]
    return [*events, ("", _gemini(_gemini_parts(said)))] if said.tool else events


def _chatgpt_events(said: Said) -> list[Event]:
    return [("", {"v": {"message": {"content": {"parts": [said.text]}}}}), ("", "[DONE]")]


# By the end of the path: the answer in one piece, and as events; None where the service has no such answer.
_SERVICES: dict[str, tuple[Callable[[Said], Tree] | None, Callable[[Said], list[Event]] | None]] = {
    "/chat/completions": (_openai_chat, _openai_events),
    "/responses": (_openai_response, _openai_response_events),
    "/v1/messages": (_anthropic_message, _anthropic_events),
    ":generateContent": (_gemini_answer, None),
    ":streamGenerateContent": (None, _gemini_events),
    "/f/conversation": (None, _chatgpt_events),
}
