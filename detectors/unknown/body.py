"""What the body of a request shows: the shape in which models are asked. Runs in a worker.

Only shapes are looked at: names of fields, kinds of values, and the name of a model.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from detectors.prompts.decode import decode_body
from detectors.request import Request

ROLES = frozenset({"system", "developer", "user", "assistant", "tool", "function", "model", "human", "ai"})
_MESSAGES = ("messages", "input", "conversation", "history", "contents", "transcript")
_PROMPTS = ("prompt", "input", "texts", "messages", "contents", "inputs", "inputText", "instances", "query")
_QUESTIONS = ("prompt", "question", "message", "query", "input", "text", "content", "instruction")
_NESTED = ("options", "parameters", "generationConfig", "inferenceConfig", "textGenerationConfig", "config")
_SETTINGS = frozenset(
    """
    max_tokens max_completion_tokens max_output_tokens max_new_tokens max_tokens_to_sample maxoutputtokens
    maxtokencount maxtokens max_gen_len num_predict n_predict top_p topp top_k topk frequency_penalty
    presence_penalty repetition_penalty repeat_penalty logit_bias logprobs tool_choice toolconfig toolchoice
    response_format stop_sequences stopsequences reasoning_effort anthropic_version generationconfig
    inferenceconfig textgenerationconfig safetysettings systeminstruction system_instruction num_ctx
    guidance_scale negative_prompt parallel_tool_calls stream_options return_full_text temperature
    """.split()  # noqa: SIM905 - a list of words is read as words
)
_FAMILY = re.compile(
    r"(?:^|[/.:])(?:gpt-|chatgpt|o[1-9](?:-|$)|text-embedding|text-davinci|davinci|dall-e|whisper|tts-1|sora"
    r"|claude|gemini|gemma|learnlm|imagen|veo-|llama|codellama|meta-llama|mistral|mixtral|ministral|codestral"
    r"|devstral|pixtral|magistral|voxtral|command-|command$|embed-|rerank-|qwen|qwq|deepseek|grok|phi-?\d"
    r"|sonar|nova-|titan|jamba|kimi|moonshot|glm-|chatglm|granite|yi-\d|olmo|falcon-|starcoder|stable-diffusion"
    r"|sdxl|flux|nomic-embed|mxbai|bge-|all-minilm|e5-|jina-|snowflake-arctic|hermes|vicuna|solar|smollm|eleven_)",
    re.IGNORECASE,
)
_MULTIPART_NAME = re.compile(rb'name="?([\w.\[\]-]{1,40})"?')
_WORDS = 2
_MCP = ("tools/call", "tools/list", "prompts/get", "sampling/createMessage", "completion/complete")
_A2A = ("message/send", "message/stream", "SendMessage", "SendStreamingMessage")

type Json = dict[str, Any]


def body_signals(request: Request, max_body: int) -> tuple[str, ...]:
    """Names of what a body shows.

    Args:
        request: With its content codings still on.
        max_body: Most bytes before and after decoding; more shows nothing.
    """
    data, _ = decode_body(request.body, request.header_values("content-encoding"), max_body)
    if "multipart/form-data" in request.header("content-type").lower():
        return _form_signals(data)
    return message_signals(data)


def message_signals(data: bytes | str) -> tuple[str, ...]:
    """The same for one message over a WebSocket, or any JSON."""
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        return ()
    items = body if isinstance(body, list) else [body]
    first = next((item for item in items if isinstance(item, dict)), None)
    return tuple(name for name, holds in SHAPES.items() if holds(first)) if first else ()


def _form_signals(data: bytes) -> tuple[str, ...]:
    """A form that is sent in parts: a model, and a file or a prompt for it."""
    names = set(_MULTIPART_NAME.findall(data))
    if b"model" not in names or not names & {b"file", b"image", b"image[]", b"prompt", b"audio"}:
        return ()
    return ("body-model-form",)


def _roles(body: Json) -> bool:
    """Every message has a role of the kind that models know, and something said."""
    messages = [item for name in _MESSAGES for item in _dicts(body.get(name))]
    return (
        bool(messages)
        and all(
            isinstance(item.get("role"), str)
            and item["role"].lower() in ROLES
            and any(key in item for key in ("content", "parts", "tool_calls", "text"))
            for item in messages
            if "role" in item or "content" in item
        )
        and any("role" in item for item in messages)
    )


def _model(body: Json) -> bool:
    return bool(_model_name(body)) and any(body.get(name) for name in _PROMPTS)


def _model_family(body: Json) -> bool:
    return _model(body) and _FAMILY.search(_model_name(body)) is not None


def _model_name(body: Json) -> str:
    name = body.get("model") or body.get("modelId") or body.get("model_id")
    return name if isinstance(name, str) else ""


def _settings(body: Json) -> set[str]:
    """Names of settings that only models have, with something for a model beside them."""
    if not any(name in body for name in (*_PROMPTS, *_QUESTIONS, "generateContentRequest", "system")):
        return set()
    nested = (body.get(name) for name in _NESTED)
    names = {*body, *(key for part in nested if isinstance(part, dict) for key in part)}
    return {name.lower() for name in names if isinstance(name, str)} & _SETTINGS


def _prompt(body: Json) -> bool:
    prompt = body.get("prompt", body.get("inputText"))
    return _is_sentence(prompt) or any(map(_is_sentence, prompt if isinstance(prompt, list) else ()))


def _tools(body: Json) -> bool:
    """Functions with a JSON Schema, as OpenAI, Anthropic, Gemini and Bedrock describe them."""
    config = body.get("toolConfig")
    tools = [*_dicts(body.get("tools")), *_dicts(config.get("tools") if isinstance(config, dict) else None)]
    return any(
        (tool.get("type") == "function" and ("function" in tool or "parameters" in tool))
        or ("input_schema" in tool and "name" in tool)
        or "functionDeclarations" in tool
        or "toolSpec" in tool
        for tool in tools
    )


def _gemini(body: Json) -> bool:
    inner = body.get("request")
    contents = body.get("contents") or (inner.get("contents") if isinstance(inner, dict) else None)
    requests = [item.get("content") for item in _dicts(body.get("requests"))]
    messages = _dicts(
        [*(contents if isinstance(contents, list) else [contents]), *requests, body.get("content")]
    )
    return any(
        {"text", "inlineData", "inline_data", "functionCall", "functionResponse", "fileData"} & part.keys()
        for message in messages
        for part in _dicts(message.get("parts"))
    )


def _ai_sdk(body: Json) -> bool:
    return any(
        str(item.get("role")) in ROLES
        and any(isinstance(part.get("type"), str) for part in _dicts(item.get("parts")))
        for item in (*_dicts(body.get("messages")), *_dicts([body.get("message")]))
    )


def _inputs(body: Json) -> bool:
    """`inputs` with `parameters` (Hugging Face), or `inputText` (Amazon Titan)."""
    parameters = body.get("parameters")
    asked = body.get("inputs")
    is_text = isinstance(asked, str) or (
        isinstance(asked, dict) and bool(asked.keys() & {"question", "text"})
    )
    return isinstance(body.get("inputText"), str) or (is_text and isinstance(parameters, dict))


def _mcp(body: Json) -> bool:
    parameters = body.get("params")
    starts = (
        body.get("method") == "initialize"
        and isinstance(parameters, dict)
        and "protocolVersion" in parameters
    )
    return body.get("jsonrpc") == "2.0" and (body.get("method") in _MCP or starts)


def _a2a(body: Json) -> bool:
    parameters = body.get("params")
    message = parameters.get("message") if isinstance(parameters, dict) else None
    return body.get("method") in _A2A and isinstance(message, dict) and "parts" in message


def _question(body: Json) -> bool:
    return any(_is_sentence(body.get(name)) for name in _QUESTIONS)


def _is_sentence(value: object) -> bool:
    return isinstance(value, str) and len(value.split()) >= _WORDS


def _dicts(value: object) -> Iterator[Json]:
    yield from (item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


SHAPES: dict[str, Callable[[Json], bool]] = {
    "body-roles": _roles,
    "body-model": _model,
    "body-model-family": _model_family,
    "body-sampling": lambda body: bool(_settings(body)),
    "body-samplings": lambda body: len(_settings(body)) > 1,
    "body-prompt": _prompt,
    "body-tools": _tools,
    "body-gemini": _gemini,
    "body-ai-sdk": _ai_sdk,
    "body-inputs": _inputs,
    "body-mcp": _mcp,
    "body-a2a": _a2a,
    "body-question": _question,
}
