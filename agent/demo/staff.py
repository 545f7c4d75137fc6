"""People at work in the demo: real clients, each signed in to the proxy under a name of its own."""

import io
import json
import re
import ssl
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import httpx
import xlsxwriter
from pydantic import Field, JsonValue

from agent.demo.chat_socket import Entrance, talk
from agent.demo.people import company, read_demo
from agent.register.law import Language, Words
from detectors.yaml_file import StrictModel
from policies.terms import Action

PASSWORD = "demo"  # noqa: S105 - the proxy of the demo takes any
PATIENCE = 60.0
AT_ONCE = 4
_LINK = re.compile(r"https://[^\s\"<>\\]+/\.well-known/schaduwwacht/coach/[\w-]+")
_REASON = re.compile(r'Schaduwwacht: ((?:[^"\\]|\\.)*)')
_SENTENCE = re.compile(r".*?[.?!](?= |$)")
_LAW = re.compile(r"[.?!] (\([^()]*\))")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Ask(StrictModel):
    """A request to an AI service.

    Attributes:
        url: Where it goes.
        headers: What the client adds.
        body: What is sent, as JSON.
        file: Name of a spreadsheet that is sent instead.
        table: Its rows.
    """

    url: str
    headers: dict[str, str] = Field(default_factory=dict)
    body: dict[str, JsonValue] = Field(default_factory=dict)
    file: str = ""
    table: tuple[tuple[str, ...], ...] = ()


class Scene(Ask):
    """Something that somebody does.

    Attributes:
        what: What is going on.
        note: What there is to say about it.
        user: Who does it.
        action: What must become of it.
        reason: What is answered when an explanation is asked.
        never: What must not reach a service.
        mode: Of the policy meanwhile.
    """

    what: Words
    note: Words | None = None
    user: str
    action: Action
    reason: str = ""
    never: str = ""
    mode: Literal["enforce", "monitor"] = "enforce"


class Scenes(StrictModel):
    """Contents of `scenes.yaml`."""

    scenes: tuple[Scene, ...] = Field(min_length=1)
    ordinary: tuple[Ask, ...] = Field(min_length=1)


@cache
def read_scenes() -> Scenes:
    """What people do in the demo."""
    return read_demo(Scenes, "scenes.yaml")


@dataclass(frozen=True, slots=True)
class Told:
    """What the client got.

    Attributes:
        text: The answer's body.
    """

    text: str

    @property
    def reason(self) -> str:
        """Why it was stopped, in one sentence with the law behind it; empty when it was not."""
        found = _REASON.search(self.text)
        said = _unescaped(found[1]) if found else ""
        first, law = _SENTENCE.match(said), _LAW.search(said)
        return " ".join([*([first[0]] if first else []), *([law[1]] if law else [])])

    @property
    def link(self) -> str:
        """Where the user can explain; empty when there is no such page."""
        found = _LINK.search(self.text)
        return found[0] if found else ""

    def sentence(self, word: str) -> str:
        """The text in the answer that holds a word."""
        return sentence(self.text, word)


def sentence(text: str, word: str) -> str:
    """The JSON string in some text that holds a word; empty when there is none."""
    found = re.search(rf'"((?:[^"\\]|\\.)*{re.escape(word)}(?:[^"\\]|\\.)*)"', text)
    return _unescaped(found[1]) if found else ""


class Staff:
    """Everybody's clients.

    Args:
        proxy: Address of the guard.
        certificate: What they trust.
        language: What they read.
    """

    def __init__(self, proxy: str, certificate: Path, language: Language) -> None:
        self._proxy = proxy
        self._trust = ssl.create_default_context(cafile=certificate)
        self._language = language
        self._clients: dict[str, httpx.Client] = {}
        self._open = ExitStack()

    def close(self) -> None:
        """Close their connections."""
        self._open.close()

    def ask(self, user: str, ask: Ask) -> Told:
        """Send a request as the vendor's own client would; to an app over a WebSocket, a message."""
        if ask.url.startswith("wss:"):
            entrance = Entrance(self._proxy, user, PASSWORD, self._language, self._trust)
            return Told(talk(entrance, ask.url, json.dumps(ask.body, ensure_ascii=False)))
        more: dict[str, Any] = {"json": ask.body}
        if ask.file:
            more = {"files": {"file": (ask.file, spreadsheet(ask.table), _XLSX)}}
        return Told(self._client(user).post(ask.url, headers=ask.headers, **more).text)

    def explain(self, user: str, link: str, reason: str) -> str:
        """Open the page behind a link, choose a reason and send it; the reason in words."""
        client = self._client(user)
        page = client.get(link, headers={"accept": "text/html"}).text
        client.post(link, data={"reason": reason})
        found = re.search(rf'value="{reason}"[^>]*>([^<]*)<', page)
        return found[1].strip() if found else reason

    def everybody(self) -> int:
        """Everybody asks something ordinary; how many do."""
        asks = read_scenes().ordinary
        users = [user for user, _ in company().members(self._language)]
        clients = {user: self._client(user) for user in users}  # made here, for dictionaries and threads
        with ThreadPoolExecutor(AT_ONCE) as pool:
            done = [
                pool.submit(self.ask, user, asks[number % len(asks)]) for number, user in enumerate(clients)
            ]
        return len([told.result() for told in done])

    def _client(self, user: str) -> httpx.Client:
        if user not in self._clients:
            proxy = httpx.Proxy(f"http://{self._proxy}", auth=(user, PASSWORD))
            headers: Mapping[str, str] = {"accept-language": self._language, "user-agent": "demo"}
            client = httpx.Client(
                proxy=proxy, verify=self._trust, trust_env=False, timeout=PATIENCE, headers=headers
            )
            self._clients[user] = self._open.enter_context(client)
        return self._clients[user]


def spreadsheet(rows: tuple[tuple[str, ...], ...]) -> bytes:
    """An XLSX file with one sheet."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return data.getvalue()


def _unescaped(text: str) -> str:
    """The text of the inside of a JSON string; as it is when it is none."""
    try:
        found: str = json.loads(f'"{text}"', strict=False)
    except ValueError:
        return text
    return found
