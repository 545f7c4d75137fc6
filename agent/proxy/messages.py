"""WebSocket messages: values back into those of the service, and refusals in the app's own protocol."""

import asyncio
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from mitmproxy import ctx, http, websocket

from agent.proxy.replies import tell, wanted_language
from agent.redact import Restoring
from agent.redact.restore import MessageRestorer
from agent.verdict import Verdict
from detectors.request import Request
from policies.model import Language

QUIET_SECONDS = 0.3
"""After this silence a message that was held back goes on: its placeholder was none."""
END = "\x1e"
"""SignalR's sign for the end of a record."""


class Messages:
    """Restores the messages of the service on one connection.

    Args:
        flow: The connection.
        restoring: The values that are known when it begins.
    """

    def __init__(self, flow: http.HTTPFlow, restoring: Restoring) -> None:
        self._flow = flow
        self._restorer: MessageRestorer = restoring.messages()
        self._timer: asyncio.TimerHandle | None = None

    def know(self, restoring: Restoring) -> None:
        """A message of the client held more values."""
        self._restorer.add(restoring.values)

    def restore(self, message: websocket.WebSocketMessage) -> None:
        """Put values in a message of the service, or hold it back while it may be half a placeholder."""
        self._stop_timer()
        if not message.is_text:
            return
        if restored := self._restorer.take(message.text):
            message.content = restored[0].encode()
            for text in restored[1:]:
                inject(self._flow, text)
        else:
            message.drop()
        self._timer = asyncio.get_running_loop().call_later(QUIET_SECONDS, self._release)

    def close(self) -> None:
        """The connection has ended."""
        self._stop_timer()

    def _release(self) -> None:
        for text in self._restorer.end():
            inject(self._flow, text)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def inject(flow: http.HTTPFlow, text: str) -> None:
    """Send a message of our own to the client."""
    ctx.master.commands.call("inject.websocket", flow, True, text.encode(), True)  # noqa: FBT003 - mitmproxy's signature


def refuse_message(request: Request, data: bytes | str, verdict: Verdict, language: Language) -> str | None:
    """The refusal of a message in the app's own protocol; None where none is known to be understood.

    Args:
        request: The one that opened the connection.
        data: The message that was swallowed.
        verdict: Why it was.
        language: Used when the client asks for no language that we have.
    """
    operation = verdict.recognised.operation
    shape = SHAPES.get(operation.reader or "") if operation else None
    if shape is None or (operation and operation.draft):
        return None
    language = wanted_language(request, language)
    return shape(tell(request, verdict.decision, language, verdict.token), _fields(data))


def _fields(data: bytes | str) -> Mapping[str, Any]:
    """The first JSON object of a message."""
    text = data if isinstance(data, str) else data.decode("utf-8", "replace")
    try:
        found = json.loads(text.split(END)[0])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _realtime(message: str, sent: Mapping[str, Any]) -> str:
    """OpenAI Realtime API, server event ``error``."""
    error = {
        "type": "invalid_request_error",
        "code": "blocked_by_policy",
        "message": message,
        "param": None,
        "event_id": sent.get("event_id"),
    }
    return json.dumps(
        {"type": "error", "event_id": f"event_{uuid.uuid4().hex[:20]}", "error": error}, ensure_ascii=False
    )


def _copilot(message: str, _: Mapping[str, Any]) -> str:
    """The event that Copilot's own page knows as an error."""
    return json.dumps(
        {"event": "error", "errorCode": "blocked-by-policy", "message": message}, ensure_ascii=False
    )


def _signalr(message: str, sent: Mapping[str, Any]) -> str:
    """ASP.NET Core SignalR hub protocol: a completion (type 3) that carries an error."""
    completion = {"type": 3, "invocationId": str(sent.get("invocationId", "0")), "error": message}
    return json.dumps(completion, ensure_ascii=False) + END


SHAPES: dict[str, Callable[[str, Mapping[str, Any]], str]] = {
    "openai_realtime": _realtime,
    "copilot_consumer": _copilot,
    "signalr": _signalr,
}
