"""The shapes themselves: when a JSON object looks like a request to a model.

Names of fields are in `vocabulary.yaml`, what each shape weighs is in `signals.yaml`.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from detectors.unknown import products
from detectors.unknown.structure import Json, dicts, fields, is_question, is_sentence, items, layers
from detectors.unknown.vocabulary import load_vocabulary

_FAMILY = re.compile(
    r"(?:^|[/.:_])(?:gpt-|chatgpt|o[1-9](?:-|$)|text-embedding|text-davinci|davinci-|dall-e|whisper|tts-1"
    r"|sora-\d|claude|gemini(?:-|$)|gemma|learnlm|imagen-?\d|veo-\d|llama|codellama|meta-llama|mistral|mixtral"
    r"|ministral|codestral|devstral|pixtral|magistral|voxtral|command-(?:r|a|light|nightly)|command$"
    r"|embed-(?:english|multilingual|v\d)|rerank-(?:english|multilingual|v\d)|qwen|qwq|deepseek|grok-|phi-?\d"
    r"|sonar(?:$|-(?:pro|reasoning|deep))|nova-(?:micro|lite|pro|premier|sonic|canvas|reel)"
    r"|titan-(?:text|embed|image|tg)|jamba|kimi-|moonshot|glm-\d|chatglm|granite-?\d|yi-\d|olmo|falcon-?\d+b"
    r"|starcoder|stable-diffusion|sd_?xl|flux[.-](?:1|2|dev|pro|schnell)|nomic-embed|mxbai|bge-|gte-|all-minilm"
    r"|e5-(?:small|base|large|mistral)|jina-|snowflake-arctic|(?:nous-|open)?hermes-\d|vicuna"
    r"|solar-(?:pro|mini|\d+(?:\.\d+)?b)|smollm|eleven_)",
    re.IGNORECASE,
)
"""Only as far as a name is a model's own: `nova-200` is a car, and `solar-400` a panel."""
_NUMBER = re.compile(r"\d(?:\.\d{1,9})?")
_HOTTEST = 2


def _turns(body: Json) -> Iterator[list[Json]]:
    """Lists of turns, in the body or in the part of it that is the request proper."""
    words = load_vocabulary()
    for layer in layers(body, lists=True):
        for name, value in fields(layer):
            is_conversation = name in words.conversations or name.lower().endswith("messages")
            if is_conversation and (turns := list(dicts(value))):
                yield turns


def _role(turn: Json) -> str:
    """Who speaks; LangChain says it as the type of a message."""
    role = turn.get("role", turn.get("type"))
    return role.lower() if isinstance(role, str) else ""


def _roles(body: Json) -> bool:
    """Every message has a role of the kind that models know, and something said."""
    return any(map(_have_roles, _turns(body)))


def _have_roles(turns: list[Json]) -> bool:
    roles = load_vocabulary().roles
    spoken = [turn for turn in turns if "role" in turn or "content" in turn]
    return any("role" in turn or _role(turn) in roles for turn in turns) and all(
        _role(turn) in roles and bool(turn.keys() & {"content", "parts", "tool_calls", "text"})
        for turn in spoken
    )


def _turn_for_model(body: Json) -> bool:
    """Roles, nothing of what messages between people carry, and the last to speak waits for an answer."""
    people = load_vocabulary().people
    return any(
        _have_roles(turns)
        and _role(turns[-1]) in {"user", "human", "tool", "function", "usermessage"}
        and not any(turn.keys() & people for turn in turns)
        for turns in _turns(body)
    )


def _model(body: Json) -> bool:
    """The name of a model and something for it: any text, when the name is that of a known model."""
    prompts, models = load_vocabulary().prompts, load_vocabulary().models
    return any(
        any(layer.get(name) for name in prompts)
        or (_is_known(layer) and any(is_sentence(layer[name]) for name in layer.keys() - {*models}))
        for layer in layers(body)
        if _model_name(layer)
    )


def _model_family(body: Json) -> bool:
    return _model(body) and any(map(_is_known, layers(body)))


def _is_known(layer: Json) -> bool:
    return _FAMILY.search(_model_name(layer)) is not None


def _model_name(layer: Json) -> str:
    names = (layer.get(name) for name in load_vocabulary().models)
    return next((name for name in names if name and isinstance(name, str)), "")


def _settings(body: Json) -> set[str]:
    """Names of settings that only models have, with something for a model beside them."""
    words = load_vocabulary()
    asked = {*words.prompts, *words.questions, "generateContentRequest", "system"}
    found: set[str] = set()
    for layer in layers(body):
        if not layer.keys() & asked:
            continue
        nested = (layer.get(name) for name in words.nested_settings)
        for part in (layer, *(part for part in nested if isinstance(part, dict))):
            found |= {name.lower() for name, value in fields(part) if _is_setting(name.lower(), value)}
    return found


def _is_setting(name: str, value: object) -> bool:
    """The temperature of a model is a number up to 2; that of a room or an oven is more, or a word."""
    if name == "temperature" and value is not None and not _is_up_to(value, _HOTTEST):
        return False
    return name in load_vocabulary().settings


def _is_up_to(value: object, most: float) -> bool:
    """Forms have their numbers as text."""
    if isinstance(value, str):
        value = float(value) if _NUMBER.fullmatch(value) else None
    return isinstance(value, int | float) and value <= most


def _terms(body: Json) -> set[str]:
    """Names of fields that hardly anything but a generative model has."""
    terms = load_vocabulary().terms
    return {name for layer in layers(body) for name in layer.keys() & terms}


def _prompt(body: Json) -> bool:
    """A prompt that nobody has answered yet."""
    answers = load_vocabulary().answers
    prompts = (
        layer.get("prompt", layer.get("inputText"))
        for layer in layers(body)
        if not any(layer.get(name) for name in answers)
    )
    return any(is_sentence(prompt) or any(map(is_sentence, items(prompt))) for prompt in prompts)


def _question(body: Json) -> bool:
    questions = load_vocabulary().questions
    return any(is_sentence(layer.get(name)) for layer in layers(body) for name in questions)


def _bare_question(body: Json) -> bool:
    """A question in plain language with nobody who asks it or to whom it goes."""
    words = load_vocabulary()
    names = body.keys() - words.about
    return len(names) == 1 and names <= words.asked and any(is_question(body[name]) for name in names)


def _history(body: Json) -> bool:
    """A question in plain language beside what was said before, which may be nothing yet."""
    histories = load_vocabulary().histories
    return _question(body) and any(isinstance(body.get(name), list) for name in histories)


def _stream(body: Json) -> bool:
    """A question in plain language whose answer may come bit by bit."""
    return _question(body) and any(isinstance(body.get(name), bool) for name in ("stream", "streaming"))


def _infill(body: Json) -> bool:
    """What stands before and after the text to write (Tabby, llama.cpp)."""
    segments = body.get("segments", body)
    return isinstance(segments, dict) and any(
        {f"{name}prefix", f"{name}suffix"} <= segments.keys() for name in ("", "input_")
    )


def _tools(body: Json) -> bool:
    """Functions with a JSON Schema, as OpenAI, Anthropic, Gemini and Bedrock describe them."""
    config = body.get("toolConfig")
    tools = [*dicts(body.get("tools")), *dicts(config.get("tools") if isinstance(config, dict) else None)]
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
    requests = [item.get("content") for item in dicts(body.get("requests"))]
    messages = dicts(
        [*(contents if isinstance(contents, list) else [contents]), *requests, body.get("content")]
    )
    turns = (layer for layer in layers(body, lists=True) if layer.get("role") in ("user", "model"))
    return any(
        {"text", "inlineData", "inline_data", "functionCall", "functionResponse", "fileData"} & part.keys()
        for message in (*messages, *turns)
        for part in dicts(message.get("parts"))
        if "type" not in part
    )


def _ai_sdk(body: Json) -> bool:
    roles = load_vocabulary().roles
    return any(
        str(layer.get("role")).lower() in roles
        and any(isinstance(part.get("type"), str) for part in dicts(layer.get("parts")))
        for layer in layers(body, lists=True)
    )


SHAPES: dict[str, Callable[[Json], Any]] = {
    "body-roles": _roles,
    "body-turn": _turn_for_model,
    "body-model": _model,
    "body-model-family": _model_family,
    "body-sampling": _settings,
    "body-samplings": lambda body: len(_settings(body)) > 1,
    "body-term": _terms,
    "body-terms": lambda body: len(_terms(body)) > 1,
    "body-prompt": _prompt,
    "body-question": _question,
    "body-bare-question": _bare_question,
    "body-history": _history,
    "body-stream": _stream,
    "body-infill": _infill,
    "body-tools": _tools,
    "body-gemini": _gemini,
    "body-ai-sdk": _ai_sdk,
} | products.SHAPES
"""By the name of their signal."""
