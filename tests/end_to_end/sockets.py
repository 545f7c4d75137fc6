"""Messages of two apps that chat over a WebSocket, and their answers."""

import json

from websockets.sync.client import ClientConnection

COPILOT = "wss://copilot.microsoft.com/c/api/chat?api-version=2"
REALTIME = "wss://api.openai.com/v1/realtime?model=m"


def send(text: str) -> str:
    """A message of Copilot's."""
    return json.dumps({"event": "send", "conversationId": "c", "content": [{"type": "text", "text": text}]})


def item(text: str) -> str:
    """A message of OpenAI's realtime API."""
    content = [{"type": "input_text", "text": text}]
    return json.dumps({"type": "conversation.item.create", "item": {"role": "user", "content": content}})


def said(socket: ClientConnection) -> str:
    """The next answer, whole; a refusal as it is."""
    text = ""
    while True:
        message = str(socket.recv(60))
        event = json.loads(message) if message.startswith("{") else {}
        if event.get("type") == "response.done":
            return text
        if event.get("type") != "response.output_text.delta":
            return message
        text += event["delta"]
