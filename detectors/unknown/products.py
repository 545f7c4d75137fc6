"""Shapes of one protocol or product each: what only requests to it look like."""

import re
from collections.abc import Callable
from typing import Any

from detectors.unknown.structure import Json, dicts, is_sentence, items, layers
from detectors.unknown.vocabulary import load_vocabulary

_MCP = ("tools/call", "tools/list", "prompts/get", "sampling/createMessage", "completion/complete")
_A2A = ("message/send", "message/stream", "SendMessage", "SendStreamingMessage")
_TENSOR = re.compile(r"(?i)text|prompt|question")
_GRAPHQL = re.compile(
    r"\b\w*(?:(?i:copilot|chatbot|openai|chatgpt)|LLM|Llm|\bllm|GPT|Ai(?=[A-Z(])|\bai(?=[A-Z]))\w*\s*[({]"
)
"""Not any `llm`: it is in the middle of every fulfillment."""
_ASSISTANT = re.compile(r"(?is)assistant.*\bprompt\s*:")
_LANGUAGE = re.compile(r"(?i)[a-z]{2,3}(?:[-_][a-z]{2,4})?")
_SOURCES = ("q", "text", "source_text")
_TARGETS = ("target", "target_lang", "targetLang", "tgt_lang", "target_language")
_TRANSLATION = frozenset(
    {*_SOURCES, *_TARGETS, "source", "source_lang", "sourceLang", "src_lang", "source_language", "format"}
    | {"model", "api_key", "alternatives"}
)
_MOST_QUERY = 4096
_CONFIG = frozenset({"configurable", "recursion_limit", "run_name", "max_concurrency", "callbacks"})


def _inputs(body: Json) -> bool:
    """`inputs` with `parameters` (Hugging Face), or `inputText` (Amazon Titan)."""
    parameters = body.get("parameters")
    asked = body.get("inputs")
    is_text = isinstance(asked, str) or (
        isinstance(asked, dict) and bool(asked.keys() & {"question", "text"})
    )
    return isinstance(body.get("inputText"), str) or (is_text and isinstance(parameters, dict))


def _embedding(body: Json) -> bool:
    """Texts to turn into numbers (Hugging Face's text embeddings)."""
    asked = body.get("inputs")
    texts = asked if isinstance(asked, list) else [asked]
    return bool(body.keys() & {"normalize", "truncate", "truncation_direction"}) and any(
        map(is_sentence, texts)
    )


def _rerank(body: Json) -> bool:
    """A query, and texts to put in order for it."""
    texts = next((body[name] for name in ("documents", "texts", "passages") if name in body), None)
    return isinstance(body.get("query"), str) and any(map(is_sentence, items(texts)))


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


def _dify(body: Json) -> bool:
    asks = isinstance(body.get("inputs"), dict) or isinstance(body.get("query"), str)
    return asks and body.get("response_mode") in ("blocking", "streaming")


def _langflow(body: Json) -> bool:
    beside = {"input_type", "output_type", "session", "session_id"}
    return any(
        isinstance(layer.get("input_value"), str) and bool(layer.keys() & beside) for layer in layers(body)
    )


def _runnable(body: Json) -> bool:
    """LangServe and LangGraph: an input, and a configuration or arguments as LangChain has them."""
    config = body.get("config")
    if not isinstance(config, dict) or not body.keys() & {"input", "inputs"}:
        return False
    return isinstance(body.get("kwargs"), dict) or bool(config.keys() & _CONFIG)


def _agent_run(body: Json) -> bool:
    """AG-UI: a run of an agent in a conversation."""
    return any(
        isinstance(layer.get("messages"), list)
        and bool(layer.keys() & {"threadId", "thread_id"})
        and bool(layer.keys() & {"runId", "run_id"})
        for layer in layers(body, lists=True)
    )


def _gradio(body: Json) -> bool:
    return isinstance(body.get("data"), list) and "session_hash" in body and "fn_index" in body


def _data_text(body: Json) -> bool:
    """Positional arguments or turns with text among them."""
    return any(
        is_sentence(item.get("text") if isinstance(item, dict) else item)
        for name in ("data", "messages")
        for item in items(body.get(name))
    )


def _tensor(body: Json) -> bool:
    """Triton and KServe (open inference protocol): a tensor of texts."""
    return any(
        item.get("datatype") == "BYTES"
        and _TENSOR.search(str(item.get("name"))) is not None
        and any(map(is_sentence, items(item.get("data"))))
        for item in dicts(body.get("inputs"))
    )


def _image_graph(body: Json) -> bool:
    """ComfyUI: a graph of steps that make a picture."""
    graph = body.get("prompt")
    steps = [step for step in graph.values() if isinstance(step, dict)] if isinstance(graph, dict) else []
    return any("class_type" in step and "inputs" in step for step in steps)


def _speech(body: Json) -> bool:
    """A text and the voice that reads it."""
    text = body.get("text", body.get("input"))
    return is_sentence(text) and bool(body.keys() & load_vocabulary().voices)


def _translation(body: Json) -> bool:
    """A text, the language into which it goes, and nothing that only people who translate need."""
    targets = [body[name] for name in _TARGETS if name in body]
    return (
        any(is_sentence(body.get(name)) for name in _SOURCES)
        and any(_LANGUAGE.fullmatch(str(target)) for target in targets)
        and body.keys() <= _TRANSLATION
    )


def _user_turn(body: Json) -> bool:
    return any(layer.get("type") in ("user_message", "userMessage", "human") for layer in layers(body))


def _graphql(body: Json) -> bool:
    """An operation that is named after a model or carries a prompt, and a sentence for it."""
    query, variables = body.get("query"), body.get("variables")
    if not isinstance(query, str) or not re.match(r"\s*(?:mutation|query|subscription)\b", query):
        return False
    parts = layers(variables) if isinstance(variables, dict) else []
    values = (value for part in parts for value in part.values())
    literals = re.findall(r'"([^"]*)"', query)
    query = query[:_MOST_QUERY]  # the patterns below go back and forth
    named = _GRAPHQL.search(query) or _ASSISTANT.search(query)
    return named is not None and any(map(is_sentence, (*values, *literals)))


SHAPES: dict[str, Callable[[Json], Any]] = {
    "body-inputs": _inputs,
    "body-embedding": _embedding,
    "body-rerank": _rerank,
    "body-mcp": _mcp,
    "body-a2a": _a2a,
    "body-dify": _dify,
    "body-langflow": _langflow,
    "body-runnable": _runnable,
    "body-agent-run": _agent_run,
    "body-gradio": _gradio,
    "body-data-text": _data_text,
    "body-tensor": _tensor,
    "body-image-graph": _image_graph,
    "body-speech": _speech,
    "body-translation": _translation,
    "body-user-turn": _user_turn,
    "body-graphql": _graphql,
}
