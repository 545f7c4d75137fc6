"""Refusals in the client's own language: what an SDK raises, a browser shows, a web chat renders.

Facts: `docs/wire-formats.md` says which shapes are known to show. SDKs retry on 408, 409, 429 and 5xx unless
told not to, so a refusal is 403 with ``x-should-retry: false``.
"""

import html
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agent.coaching import link
from detectors.request import Request
from policies.decide import Decision
from policies.model import Language

FORBIDDEN = 403
HEADERS = (("cache-control", "no-store"), ("x-should-retry", "false"), ("x-schaduwwacht", "blocked"))


@dataclass(frozen=True, slots=True)
class Refusal:
    """An HTTP answer in the place of the service's.

    Attributes:
        status: HTTP status code.
        headers: Name and value pairs.
        body: The whole body.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def refuse(
    request: Request, decision: Decision, shape: str, language: Language, token: str | None = None
) -> Refusal:
    """The refusal that this client understands.

    Args:
        request: What was asked; its headers tell a browser's page load from a program.
        decision: Why it is refused.
        shape: A reply name of the catalogue, e.g. ``openai``; an unknown one gives the generic error object.
        language: Used when the client asks for no language that we have.
        token: Of the link where a reason can be given.
    """
    language = wanted_language(request, language)
    message = tell(request, decision, language, token)
    if is_navigation(request):
        refusal = _page(message, language)
    else:
        refusal = SHAPES.get(shape, _generic)(message, request)
    return Refusal(refusal.status, refusal.headers + HEADERS + _cors(request), refusal.body)


def tell(request: Request, decision: Decision, language: Language, token: str | None = None) -> str:
    """Why something is refused, and where a reason can be given, in one line."""
    message = f"Schaduwwacht: {decision.reason(language)} [{decision.rule}]"
    return f"{message} {link(request, token, language)}" if token else message


def wanted_language(request: Request, default: Language) -> Language:
    """The first of our languages in Accept-Language, in the client's order."""
    for item in request.header_values("accept-language"):
        match item[:2].lower():
            case "nl":
                return "nl"
            case "en":
                return "en"
    return default


def is_navigation(request: Request) -> bool:
    """A page load by a person, not a call by a program or a script."""
    mode = request.header("sec-fetch-mode")
    return mode == "navigate" or (not mode and request.header("accept").startswith("text/html"))


def _cors(request: Request) -> tuple[tuple[str, str], ...]:
    """Without these a page of another origin may not read the refusal, and shows a network error instead."""
    origin = request.header("origin")
    if not origin or any(sign in origin for sign in "\r\n"):
        return ()
    return (
        ("access-control-allow-origin", origin),
        ("access-control-allow-credentials", "true"),
        ("vary", "Origin"),
    )


def _json(data: dict[str, Any], status: int = FORBIDDEN, *headers: tuple[str, str]) -> Refusal:
    body = json.dumps(data, ensure_ascii=False).encode()
    return Refusal(status, (("content-type", "application/json"), *headers), body)


def _openai(message: str, _: Request) -> Refusal:
    error = {"message": message, "type": "policy_violation", "param": None, "code": "blocked_by_policy"}
    return _json({"error": error})


def _anthropic(message: str, _: Request) -> Refusal:
    return _json({"type": "error", "error": {"type": "permission_error", "message": message}})


def _google(message: str, _: Request) -> Refusal:
    return _json({"error": {"code": FORBIDDEN, "message": message, "status": "PERMISSION_DENIED"}})


def _bedrock(message: str, _: Request) -> Refusal:
    return _json({"message": message}, FORBIDDEN, ("x-amzn-errortype", "AccessDeniedException"))


def _cohere(message: str, _: Request) -> Refusal:
    return _json({"message": message})


def _ollama(message: str, _: Request) -> Refusal:
    return _json({"error": message})


def _mistral(message: str, _: Request) -> Refusal:
    error = {"object": "error", "message": message, "type": "policy_violation", "code": "blocked_by_policy"}
    return _json(error)


def _jsonrpc(message: str, request: Request) -> Refusal:
    try:
        number = json.loads(request.body).get("id")
    except (ValueError, AttributeError, RecursionError):
        number = None
    return _json({"jsonrpc": "2.0", "id": number, "error": {"code": -32000, "message": message}}, 200)


def _generic(message: str, request: Request) -> Refusal:
    return _openai(message, request)


def _sse(events: list[tuple[str, dict[str, Any] | str]]) -> Refusal:
    lines = []
    for name, data in events:
        head = f"event: {name}\n" if name else ""
        text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
        lines.append(f"{head}data: {text}\n\n")
    return Refusal(200, (("content-type", "text/event-stream; charset=utf-8"),), "".join(lines).encode())


def _chatgpt(message: str, request: Request) -> Refusal:
    """An assistant bubble: the site shows any error status as "Something went wrong"."""
    if request.path.endswith("/prepare"):
        return _json({"status": "error", "message": message}, 200)
    if "autocompletion" in request.path:
        return _json({"completions": []}, 200)
    conversation = str(uuid.uuid4())
    bubble = {
        "id": str(uuid.uuid4()),
        "author": {"role": "assistant", "metadata": {}},
        "content": {"content_type": "text", "parts": [message]},
        "status": "finished_successfully",
        "end_turn": True,
        "recipient": "all",
        "channel": "final",
        "metadata": {},
    }
    added = {"p": "", "o": "add", "v": {"message": bubble, "conversation_id": conversation, "error": None}}
    done = {"type": "message_stream_complete", "conversation_id": conversation}
    return _sse([("delta_encoding", '"v1"'), ("delta", added), ("", done), ("", "[DONE]")])


def _claude(message: str, _: Request) -> Refusal:
    """The site's own stream of one message."""
    start: dict[str, Any] = {
        "type": "message",
        "id": f"chatcompl_{uuid.uuid4().hex[:24]}",
        "role": "assistant",
        "model": "",
        "content": [],
        "stop_reason": None,
    }
    delta = {"type": "text_delta", "text": message}
    stop = {"stop_reason": "end_turn", "stop_sequence": None}
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": start},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": stop},
        {"type": "message_stop"},
    ]
    return _sse([(event["type"], event) for event in events])


PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>
<style>
body {{ font: 1.1rem/1.6 system-ui, sans-serif; max-width: 38rem; margin: 12vh auto; padding: 0 1.5rem;
  color: #1d2733; background: #f7f8fa }}
h1 {{ font-size: 1.5rem }} p {{ border-left: .3rem solid #c2410c; padding-left: 1rem }}
@media (prefers-color-scheme: dark) {{ body {{ color: #e6e9ee; background: #15191f }} }}
</style></head>
<body><main><h1>{title}</h1><p>{message}</p><small>{footer}</small></main></body></html>
"""
TITLES = {"nl": "Niet verstuurd", "en": "Not sent"}
FOOTERS = {
    "nl": "Vragen? Neem contact op met de privacyfunctionaris of IT-beveiliging van uw organisatie.",
    "en": "Questions? Ask your organisation's data protection officer or IT security.",
}


def _page(message: str, language: Language) -> Refusal:
    body = PAGE.format(
        language=language, title=TITLES[language], message=html.escape(message), footer=FOOTERS[language]
    )
    policy = ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
    return Refusal(FORBIDDEN, (("content-type", "text/html; charset=utf-8"), policy), body.encode())


SHAPES: dict[str, Callable[[str, Request], Refusal]] = {
    "openai": _openai,
    "anthropic": _anthropic,
    "google": _google,
    "bedrock": _bedrock,
    "cohere": _cohere,
    "ollama": _ollama,
    "mistral": _mistral,
    "jsonrpc": _jsonrpc,
    "chatgpt_stream": _chatgpt,
    "claude_stream": _claude,
    "generic": _generic,
}
