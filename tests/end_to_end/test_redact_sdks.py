"""The vendors' own clients, with tools, streaming and not: no value leaves, every value is back."""

import asyncio
import json
import re
import ssl
from collections.abc import Callable, Iterator
from typing import Any

import anthropic
import httpx
import openai
import pytest
from fixtures import through
from google import genai
from google.genai import types
from running import Running, start

from agent.demo.stand_in import ANSWER, StandIn

NAME, BSN, MAIL = "Fatima El Amrani", "111222333", "f.elamrani@werkgever.example"
PLANTED = (NAME, "Amrani", BSN, MAIL)
PROMPT = f"Schrijf een brief aan mevrouw {NAME}, BSN {BSN}, per mail {MAIL}."
TEXT = f"Over {NAME}, {BSN}, {MAIL}: {ANSWER}"
CALLED = {"over": [NAME, BSN, MAIL], "tekst": f'Zie "{NAME}"\n'}
ASKED = {"wie": f"mevrouw {NAME}"}
FOUND = f"Werknemer {NAME} heeft BSN {BSN}."
SCHEMA: dict[str, Any] = {"type": "object", "properties": {"wie": {"type": "string"}}}
POLICY = """\
name: redact
rules:
  - id: people
    action: redact
    when: {finds: [{types: [PERSON, NL_BSN, EMAIL_ADDRESS]}]}
    message: {nl: Gegevens zijn vervangen., en: Data was replaced.}
"""
# The texts of events: a placeholder may be spread over several of them.
PIECES = re.compile(rb'"(content|text|delta|arguments|partial_json)": "(?:[^"\\]|\\.)*"')

type Said = tuple[str, Any]


@pytest.fixture(scope="module")
def redacting(internet: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A guard that replaces names, numbers and addresses."""
    folder = tmp_path_factory.mktemp("redacting")
    (folder / "policy.yaml").write_text(POLICY)
    running = start(folder, *through(internet), "--policy", folder / "policy.yaml")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def http(redacting: Running) -> Iterator[httpx.Client]:
    context = ssl.create_default_context(cafile=redacting.ca)
    with httpx.Client(proxy=redacting.proxy, verify=context, timeout=60) as client:
        yield client


def chat(redacting: Running, *, stream: bool) -> Said:
    """OpenAI's chat, with the arguments and the result of an earlier call."""
    call = {
        "id": "call_0",
        "type": "function",
        "function": {"name": "zoek", "arguments": json.dumps(ASKED)},
    }
    arguments: dict[str, Any] = {
        "model": "m",
        "messages": [
            {"role": "user", "content": PROMPT},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "call_0", "content": FOUND},
        ],
        "tools": [{"type": "function", "function": {"name": "zoek", "parameters": SCHEMA}}],
    }
    with openai_client(redacting) as client:
        if not stream:
            message = client.chat.completions.create(**arguments).choices[0].message
            return message.content or "", json.loads(message.tool_calls[0].function.arguments)
        text, called = "", ""
        for chunk in client.chat.completions.create(**arguments, stream=True):
            delta = chunk.choices[0].delta
            text += delta.content or ""
            called += "".join(tool.function.arguments or "" for tool in delta.tool_calls or [])
        return text, json.loads(called)


def responses(redacting: Running, *, stream: bool) -> Said:
    """OpenAI's Responses."""
    call = {"type": "function_call", "call_id": "call_0", "name": "zoek", "arguments": json.dumps(ASKED)}
    arguments: dict[str, Any] = {
        "model": "m",
        "input": [
            {"role": "user", "content": PROMPT},
            call,
            {"type": "function_call_output", "call_id": "call_0", "output": FOUND},
        ],
        "tools": [{"type": "function", "name": "zoek", "parameters": SCHEMA, "strict": False}],
    }
    with openai_client(redacting) as client:
        if not stream:
            answer = client.responses.create(**arguments)
            return answer.output_text, json.loads(answer.output[1].arguments)
        text, called = "", ""
        for event in client.responses.create(**arguments, stream=True):
            text += event.delta if event.type == "response.output_text.delta" else ""
            called += event.delta if event.type == "response.function_call_arguments.delta" else ""
            if event.type == "response.completed":
                assert event.response.output_text == text
                assert event.response.output[1].arguments == called
        return text, json.loads(called)


def claude(redacting: Running, *, stream: bool) -> Said:
    """Anthropic's messages."""
    context = ssl.create_default_context(cafile=redacting.ca)
    arguments: dict[str, Any] = {
        "model": "m",
        "max_tokens": 99,
        "messages": [
            {"role": "user", "content": PROMPT},
            {"role": "assistant", "content": [tool("tool_use", id="t", name="zoek", input=ASKED)]},
            {"role": "user", "content": [tool("tool_result", tool_use_id="t", content=FOUND)]},
        ],
        "tools": [{"name": "zoek", "input_schema": SCHEMA}],
    }
    with anthropic.DefaultHttpxClient(proxy=redacting.proxy, verify=context) as http:
        client = anthropic.Anthropic(api_key="sk-ant-test", http_client=http)
        if stream:
            with client.messages.stream(**arguments) as events:
                message = events.get_final_message()
        else:
            message = client.messages.create(**arguments)
        text, call = message.content
        return text.text, call.input


def gemini(redacting: Running, *, stream: bool) -> Said:
    """Google's generateContent and streamGenerateContent."""
    context = ssl.create_default_context(cafile=redacting.ca)
    function = types.FunctionDeclaration(name="zoek", parameters_json_schema=SCHEMA)
    contents = [
        types.Content(role="user", parts=[types.Part.from_text(text=PROMPT)]),
        types.Content(role="model", parts=[types.Part.from_function_call(name="zoek", args=ASKED)]),
        types.Content(
            role="user",
            parts=[types.Part.from_function_response(name="zoek", response={"output": FOUND})],
        ),
    ]
    arguments: dict[str, Any] = {
        "model": "gemini-m",
        "contents": contents,
        "config": types.GenerateContentConfig(tools=[types.Tool(function_declarations=[function])]),
    }
    options = types.HttpOptions(client_args={"proxy": redacting.proxy, "verify": context})
    with genai.Client(api_key="test", http_options=options) as client:
        if stream:
            answers = list(client.models.generate_content_stream(**arguments))
        else:
            answers = [client.models.generate_content(**arguments)]
        parts = [part for answer in answers for part in answer.candidates[0].content.parts or []]
        calls = [part.function_call.args for part in parts if part.function_call]
        assert len(calls) == 1
        return "".join(part.text or "" for part in parts), calls[0]


def tool(kind: str, **content: Any) -> dict[str, Any]:
    return {"type": kind} | content


def openai_client(redacting: Running) -> openai.OpenAI:
    context = ssl.create_default_context(cafile=redacting.ca)
    http = httpx.Client(proxy=redacting.proxy, verify=context, timeout=60)
    return openai.OpenAI(api_key="sk-test", http_client=http)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("ask", [chat, responses, claude, gemini])
def test_values_do_not_leave_and_come_back(
    redacting: Running, nothing_arrived: StandIn, ask: Callable[..., Said], *, stream: bool
) -> None:
    """In the prompt, a tool's arguments and its result; in the answer's text and in its tool call."""
    assert ask(redacting, stream=stream) == (TEXT, CALLED)
    arrived = nothing_arrived.bodies()
    assert [value for value in PLANTED if value.encode() in arrived] == []
    assert arrived.count(b"<PERSOON_1>") == 3


REQUESTS = {
    "openai": "https://api.openai.com/v1/chat/completions",
    "responses": "https://api.openai.com/v1/responses",
    "anthropic": "https://api.anthropic.com/v1/messages",
    "gemini": "https://generativelanguage.googleapis.com/v1beta/models/g:generateContent",
    "gemini streamed": "https://generativelanguage.googleapis.com/v1beta/models/g:streamGenerateContent?alt=sse",
}


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("name", REQUESTS)
def test_the_answer_is_otherwise_the_same(
    http: httpx.Client, nothing_arrived: StandIn, name: str, *, stream: bool
) -> None:
    """Byte for byte what the service sent, but for the values in the place of their placeholders."""
    prompt = {"role": "user", "content": PROMPT}
    body = {"messages": [prompt], "input": PROMPT, "contents": [{"parts": [{"text": PROMPT}]}]}
    nothing_arrived.sent.clear()
    answer = http.post(REQUESTS[name], json=body | {"tools": [{"name": "zoek"}], "stream": stream})
    (sent,) = nothing_arrived.sent
    if not answer.headers["content-type"].startswith("application/json"):
        assert answer.content != sent
        assert PIECES.sub(rb"\1", answer.content) == restored(PIECES.sub(rb"\1", sent))
    else:
        assert answer.content == restored(sent)


def restored(data: bytes) -> bytes:
    """An answer in which no placeholder is spread over events, with its values."""
    for placeholder, value in (("<PERSOON_1>", NAME), ("<BSN_1>", BSN), ("<EMAIL_1>", MAIL)):
        data = data.replace(placeholder.encode(), value.encode())
    return data


def test_two_hundred_conversations_at_once(redacting: Running, nothing_arrived: StandIn) -> None:
    """Each user sees their own values, also in a later turn that holds none: never those of another."""
    context = ssl.create_default_context(cafile=redacting.ca)
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    assert len(set(names)) == 200

    async def converse(client: httpx.AsyncClient, number: int, name: str) -> tuple[str, str]:
        conversation = {"model": "m", "conversation": f"conv_{number:04}", "stream": bool(number % 2)}
        prompt = f"Maak een brief voor mevrouw {name}."
        one = await client.post(REQUESTS["responses"], json=conversation | {"input": prompt})
        later = "Wat weet je nog van <PERSOON_1>?"
        two = await client.post(REQUESTS["responses"], json=conversation | {"input": later})
        return said(one.text), said(two.text)

    async def all_of_them() -> list[tuple[str, str]]:
        limits = httpx.Limits(max_connections=200)
        async with httpx.AsyncClient(
            proxy=redacting.proxy, verify=context, timeout=60, limits=limits
        ) as client:
            return await asyncio.gather(*(converse(client, *item) for item in enumerate(names)))

    answers = asyncio.run(all_of_them())
    assert answers == [(f"Over {name}: {ANSWER}",) * 2 for name in names]
    arrived = nothing_arrived.bodies().decode()
    assert [name for name in names if name in arrived] == []


def said(answer: str) -> str:
    """The text of an answer of Responses, streamed or not."""
    if answer.startswith("{"):
        return str(json.loads(answer)["output"][0]["content"][0]["text"])
    events = [json.loads(line[6:]) for line in answer.splitlines() if line.startswith("data: ")]
    return "".join(event["delta"] for event in events if event["type"] == "response.output_text.delta")


FIRST = ("Joke", "Fatima", "Sanne", "Mohammed", "Willem", "Anneke", "Pieter", "Ayse", "Karin", "Johan")
LAST = (
    "Zandstra", "de Vries", "El Amrani", "Hoekstra", "van den Berg", "Yilmaz", "Bakker", "Jansen",
    "Oldenzaal", "Dijkstra", "Mulder", "Smit", "Visser", "Meijer", "de Boer", "Kuipers", "Postma",
    "Veenstra", "van Leeuwen", "Terpstra",
)  # fmt: skip
