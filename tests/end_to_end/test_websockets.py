"""Chats over WebSocket: each message is judged, what is stopped is swallowed, the rest goes on."""

import json
import ssl
from collections.abc import Iterator

import pytest
from running import Running
from sockets import COPILOT, REALTIME, item, said, send
from websockets.sync.client import ClientConnection, connect

from agent.demo.stand_in import ANSWER, StandIn

BSN = "111222333"
TENANT = "11111111-2222-4333-8444-555555555555@66666666-7777-4888-8999-000000000000"


@pytest.fixture
def socket(
    guard: Running, nothing_arrived: StandIn, request: pytest.FixtureRequest
) -> Iterator[ClientConnection]:
    context = ssl.create_default_context(cafile=guard.ca)
    with connect(request.param, proxy=guard.proxy, ssl=context, open_timeout=60) as connection:
        yield connection


def why(refusal: str) -> str:
    """The message of a refusal in the protocol of Copilot or of OpenAI's realtime API."""
    found = json.loads(refusal)
    return str(found["message"] if found.get("event") == "error" else found["error"]["message"])


@pytest.mark.parametrize(("socket", "message"), [(COPILOT, send), (REALTIME, item)], indirect=["socket"])
def test_a_message_with_bsn_is_swallowed(
    socket: ClientConnection, message: object, nothing_arrived: StandIn
) -> None:
    """The harmless messages before and after it arrive and are answered; it does not, and the app is told."""
    assert callable(message)
    answers = []
    for text in ("Hallo", f"Brief voor BSN {BSN}", "Tot ziens"):
        socket.send(message(text))
        answers.append(said(socket))
    assert [answers[0], answers[2]] == [ANSWER, ANSWER]
    assert "burgerservicenummer" in why(str(answers[1]))
    messages = [arrived.body for arrived in nothing_arrived.arrived if arrived.method == "MESSAGE"]
    assert len(messages) == 2
    assert BSN.encode() not in nothing_arrived.bodies()


@pytest.mark.parametrize("socket", [COPILOT], indirect=True)
def test_a_binary_message_with_bsn_is_swallowed(socket: ClientConnection, nothing_arrived: StandIn) -> None:
    """Binary messages are read like text."""
    socket.send(send(f"Brief voor BSN {BSN}").encode())
    assert "burgerservicenummer" in why(str(socket.recv(60)))
    socket.send(send("Hallo"))
    assert socket.recv(60) == ANSWER
    assert BSN.encode() not in nothing_arrived.bodies()
