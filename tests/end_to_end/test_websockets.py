"""Chats over WebSocket: each message is judged, what is stopped is swallowed, the rest goes on."""

import json
import ssl
from collections.abc import Iterator

import pytest
from running import Running
from websockets.sync.client import ClientConnection, connect

from agent.demo.stand_in import ANSWER, StandIn

BSN = "111222333"
COPILOT = "wss://copilot.microsoft.com/c/api/chat?api-version=2"
REALTIME = "wss://api.openai.com/v1/realtime?model=m"
TENANT = "11111111-2222-4333-8444-555555555555@66666666-7777-4888-8999-000000000000"


@pytest.fixture
def socket(
    guard: Running, nothing_arrived: StandIn, request: pytest.FixtureRequest
) -> Iterator[ClientConnection]:
    context = ssl.create_default_context(cafile=guard.ca)
    with connect(request.param, proxy=guard.proxy, ssl=context, open_timeout=20) as connection:
        yield connection


def send(text: str) -> str:
    """A message of Copilot's."""
    return json.dumps({"event": "send", "conversationId": "c", "content": [{"type": "text", "text": text}]})


def item(text: str) -> str:
    """A message of OpenAI's realtime API."""
    content = [{"type": "input_text", "text": text}]
    return json.dumps({"type": "conversation.item.create", "item": {"role": "user", "content": content}})


@pytest.mark.parametrize(("socket", "message"), [(COPILOT, send), (REALTIME, item)], indirect=["socket"])
def test_a_message_with_bsn_is_swallowed(
    socket: ClientConnection, message: object, nothing_arrived: StandIn
) -> None:
    """The harmless messages before and after it arrive and are answered; it does not."""
    assert callable(message)
    for text in ("Hallo", f"Brief voor BSN {BSN}", "Tot ziens"):
        socket.send(message(text))
    assert [socket.recv(10), socket.recv(10)] == [ANSWER, ANSWER]
    messages = [arrived.body for arrived in nothing_arrived.arrived if arrived.method == "MESSAGE"]
    assert len(messages) == 2
    assert BSN.encode() not in nothing_arrived.bodies()


@pytest.mark.parametrize("socket", [COPILOT], indirect=True)
def test_a_binary_message_with_bsn_is_swallowed(socket: ClientConnection, nothing_arrived: StandIn) -> None:
    """Binary messages are read like text."""
    socket.send(send(f"Brief voor BSN {BSN}").encode())
    socket.send(send("Hallo"))
    assert socket.recv(10) == ANSWER
    assert BSN.encode() not in nothing_arrived.bodies()
