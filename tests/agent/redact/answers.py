"""Streams of answers in every shape: the pieces of a text in, bytes out, and the pieces back out of bytes."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from detectors.prompts.formats import Answer


def compact(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def spaced(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=True)


@dataclass(frozen=True)
class Shape:
    """How a service streams a text.

    Attributes:
        name: The service.
        answer: The format's name in the table of wire formats.
        media_type: ``Content-Type`` of the answer.
        wrap: One event with a piece of the text, given its number.
        start: What comes before the pieces.
        between: What comes between two events.
        end: What comes after.
    """

    name: str
    answer: Answer
    media_type: str
    wrap: Callable[[str, int], str]
    start: str = ""
    between: str = ""
    end: str = ""

    def encode(self, pieces: Sequence[str]) -> bytes:
        events = [self.wrap(piece, number) for number, piece in enumerate(pieces)]
        return (self.start + self.between.join(events) + self.end).encode()


def chat(piece: str, number: int) -> str:
    tree = {
        "id": "chatcmpl-1",
        "choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}],
        "n": number,
    }
    return f"data: {compact(tree)}\n\n"


def responses(piece: str, number: int) -> str:
    tree = {
        "type": "response.output_text.delta",
        "item_id": "msg_1",
        "output_index": 0,
        "content_index": 0,
        "delta": piece,
        "sequence_number": number,
    }
    return f"event: response.output_text.delta\ndata: {compact(tree)}\n\n"


def anthropic(piece: str, number: int) -> str:
    ping = 'event: ping\ndata: {"type": "ping"}\n\n' if number % 2 else ""
    tree = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}}
    return f"{ping}event: content_block_delta\ndata: {compact(tree)}\n\n"


def gemini(piece: str, number: int) -> dict[str, Any]:
    parts = [{"text": piece}]
    return {
        "candidates": [{"content": {"parts": parts, "role": "model"}, "index": 0}],
        "usageMetadata": {"n": number},
    }


def chatgpt(piece: str, number: int) -> str:
    if number == 0:
        tree: dict[str, Any] = {"p": "/message/content/parts/0", "o": "append", "v": piece}
    elif number % 5 == 4:
        ops = [
            {"p": "/message/content/parts/0", "o": "append", "v": piece},
            {"p": "/message/metadata/x", "o": "replace", "v": "finished_successfully"},
        ]
        tree = {"p": "", "o": "patch", "v": ops}
    elif number % 5 == 0:
        tree = {"p": "/message/content/parts/0", "o": "append", "v": piece}
    else:
        tree = {"v": piece}
    return f"event: delta\ndata: {compact(tree)}\n\n"


def deepseek(piece: str, number: int) -> str:
    if number == 0:
        fragment = {"type": "RESPONSE", "content": piece}
        return f"data: {compact({'v': {'response': {'id': 3, 'fragments': [fragment]}}})}\n\n"
    if number == 1:
        return f"data: {compact({'p': 'response/fragments/-1/content', 'o': 'APPEND', 'v': piece})}\n\n"
    return f"data: {compact({'v': piece})}\n\n"


def le_chat(piece: str, number: int) -> str:
    patch = {"op": "append", "path": "/contentChunks/0/text", "value": piece}
    return f"15:{compact({'json': {'type': 'message', 'messageId': 'm', 'patches': [patch]}})}\n"


def notion(piece: str, number: int) -> str:
    return compact({"type": "patch", "v": [{"o": "x", "p": "/s/2/value/0/content", "v": piece}]}) + "\n"


DONE = "data: [DONE]\n\n"
SSE, NDJSON = "text/event-stream; charset=utf-8", "application/x-ndjson"
SHAPES = (
    Shape("openai chat", "sse", SSE, chat, end=DONE),
    Shape("openai responses", "sse", SSE, responses),
    Shape("anthropic", "sse", SSE, anthropic, end='event: message_stop\ndata: {"type":"message_stop"}\n\n'),
    Shape("gemini sse", "sse", SSE, lambda piece, number: f"data: {spaced(gemini(piece, number))}\r\n\r\n"),
    Shape(
        "gemini array",
        "array",
        "application/json; charset=UTF-8",
        lambda piece, number: json.dumps(gemini(piece, number), indent=2, ensure_ascii=False),
        start="[",
        between=",\r\n",
        end="\n]\n",
    ),
    Shape("chatgpt", "sse", SSE, chatgpt, start='event: delta_encoding\ndata: "v1"\n\n', end=DONE),
    Shape(
        "deepseek", "sse", SSE, deepseek, start="event: ready\ndata: {}\n\n", end="event: close\ndata: {}\n\n"
    ),
    Shape(
        "claude legacy",
        "sse",
        SSE,
        lambda p, _: f"event: completion\r\ndata: {compact({'completion': p})}\r\n\r\n",
    ),
    Shape(
        "ollama",
        "ndjson",
        NDJSON,
        lambda p, n: compact({"message": {"content": p}, "done": False, "n": n}) + "\n",
    ),
    Shape(
        "grok",
        "ndjson",
        "application/json",
        lambda p, _: compact({"result": {"response": {"token": p, "isThinking": False}}}) + "\n",
    ),
    Shape(
        "ai sdk 4",
        "numbered",
        "text/plain; charset=utf-8",
        lambda p, _: f"0:{compact(p)}\n",
        end='d:{"x":1}\n',
    ),
    Shape(
        "ai sdk 5",
        "sse",
        SSE,
        lambda p, _: f"data: {compact({'type': 'text-delta', 'id': '0', 'delta': p})}\n\n",
        end=DONE,
    ),
    Shape("le chat", "numbered", "text/plain", le_chat),
    Shape("notion", "ndjson", NDJSON, notion, start='{"type":"patch-start","data":{"s":[]}}\n'),
    Shape("copilot web", "sse", SSE, lambda p, _: f"data: {compact({'type': 'content', 'body': p})}\n\n"),
)


# Messages of WebSockets: one with a piece of the text, given its number.
MESSAGES: dict[str, Callable[[str, int], str]] = {
    "openai realtime": lambda piece, number: compact(
        {"type": "response.output_text.delta", "event_id": f"e{number}", "item_id": "i", "delta": piece}
    ),
    "openai responses": lambda piece, number: compact(
        {"type": "response.output_text.delta", "output_index": 0, "sequence_number": number, "delta": piece}
    ),
    "copilot": lambda piece, _: compact(
        {"event": "appendText", "messageId": "m", "partId": "p", "text": piece}
    ),
    "gemini live": lambda piece, _: compact({"serverContent": {"modelTurn": {"parts": [{"text": piece}]}}}),
    "signalr": lambda piece, _: (
        compact({"type": 1, "target": "update", "arguments": [{"writeAtCursor": piece}]}) + "\x1e"
    ),
    "socket.io": lambda piece, _: "42" + compact(["message", {"type": "chatDelta", "delta": piece}]),
}
