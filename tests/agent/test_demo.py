"""`make demo`: real runs, with what they leave in the console and in the report."""

import contextlib
import os
import re
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
import pypdfium2
import pytest
import sqlalchemy as sa
from running import command

from agent.console.roles import Role
from agent.demo.people import company
from agent.demo.show import leaked
from agent.demo.staff import read_scenes
from agent.record.event import Event, decode
from agent.record.schema import events
from agent.record.store import Store

SMALL = company().groups[-1]
NAMED = company().groups[:-1]
PATIENCE = 300
MOST_LINKS = 5
READY = "Ctrl-C"
pytestmark = pytest.mark.timeout(PATIENCE)


@contextlib.contextmanager
def short_folder() -> Iterator[Path]:
    """A temporary folder with a path that leaves room for sockets, which pytest's own may not."""
    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        yield Path(folder)


@pytest.fixture
def folder() -> Iterator[Path]:
    """For one test."""
    with short_folder() as made:
        yield made


def start(folder: Path, *options: str) -> subprocess.Popen[str]:
    """A demo in a session of its own, as a terminal would start it, with its temporary files in a folder."""
    return subprocess.Popen(
        command("demo", *options),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"TMPDIR": str(folder)},
        start_new_session=True,
    )


def until(process: subprocess.Popen[str], words: str) -> str:
    """What it says up to a line with these words."""
    said = []
    assert process.stdout
    for line in process.stdout:
        said.append(line)
        if words in line:
            return "".join(said)
    raise AssertionError("".join(said))


def press_ctrl_c(process: subprocess.Popen[str]) -> str:
    """The terminal tells the whole group, and `uv` and `make` pass it on: it comes more than once."""
    os.killpg(process.pid, signal.SIGINT)
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=120)
    return rest


def processes_of(folder: Path) -> list[str]:
    """Processes that still run with this folder for their temporary files."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"TMPDIR={folder}\0".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text())
        except OSError:  # it ended meanwhile, or is somebody else's
            continue
    return found


@dataclass
class Seen:
    """What a run of the demo showed.

    Attributes:
        said: What it printed.
        pages: Pages of the console by role and path.
        report: Text of the report by form.
        decisions: What the guard recorded of the requests of this run.
        metrics: For Prometheus.
        tried: What became of the request that it suggests.
        code: Exit code after Ctrl-C.
        left: Files and processes that were left.
    """

    said: str
    pages: dict[tuple[Role, str], str] = field(default_factory=dict)
    report: dict[str, str] = field(default_factory=dict)
    decisions: list[Event] = field(default_factory=list)
    metrics: str = ""
    tried: str = ""
    code: int | None = None
    left: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def seen() -> Iterator[Seen]:
    """A Dutch demo that was looked at from all sides and then stopped."""
    with short_folder() as folder:
        yield look_at_a_demo(folder)


def look_at_a_demo(folder: Path) -> Seen:
    """Start it, look, and stop it."""
    process = start(folder, "--keep")
    found = Seen(until(process, READY))
    address = found_in(found.said, r"Console +(\S+)")
    password = found_in(found.said, r"wachtwoord: (\S+)")
    for account in company().accounts:
        look_around(found, account.role, account.name.nl, address, password)
    found.metrics = httpx.get(found_in(found.said, r"Metingen +(\S+)"), trust_env=False).text
    read_report(found)
    suggested = found_in(found.said, r"(?s)(curl .*?}')")
    found.tried = subprocess.check_output(suggested, shell=True, text=True, stderr=subprocess.DEVNULL)
    (data,) = folder.glob("schaduwwacht-demo-*/data")
    with Store.open(data / "schaduwwacht.db") as store, store.read() as connection:
        bodies = connection.execute(sa.select(events.c.body).order_by(events.c.row)).scalars()
        every = [decode(body) for body in bodies]
    began = max(number for number, event in enumerate(every) if event.kind == "incident")
    found.decisions = [event for event in every[began:] if event.kind == "decision"]
    found.said += press_ctrl_c(process)
    found.code = process.returncode
    found.left = [*map(str, folder.iterdir()), *processes_of(folder)]
    return found


def found_in(text: str, pattern: str) -> str:
    """The first group of a pattern in a text."""
    match = re.search(pattern, text)
    assert match, f"{pattern}: not in {text}"
    return match[1]


def near(text: str, word: str) -> str:
    """What stands around a word, for who must find it."""
    start = text.index(word)
    return text[max(0, start - 80) : start + 80]


def look_around(found: Seen, role: Role, name: str, address: str, password: str) -> None:
    """Sign in, open every page of the menu and a few links of each."""
    with httpx.Client(base_url=address, follow_redirects=True, trust_env=False, timeout=60) as browser:
        csrf = found_in(browser.get("/sign-in").text, r'name="csrf" value="(\w+)"')
        first = browser.post("/sign-in", data={"csrf": csrf, "name": name, "password": password})
        todo, links = ["/"], Counter[str]()
        while todo:
            path = todo.pop(0)
            answer = first if path == "/" else browser.get(path)
            assert answer.status_code == 200, (role, path, answer.status_code)
            found.pages[role, path] = answer.text
            for link in re.findall(r'href="(/[^"#]*)', answer.text):
                kind = urlsplit(link).path.split("/")[1]
                is_new = link not in todo and (role, link) not in found.pages
                if is_new and kind != "static" and links[kind] < MOST_LINKS:
                    links[kind] += 1
                    todo.append(link.replace("&amp;", "&"))


def read_report(found: Seen) -> None:
    """The text of both forms of the report."""
    for uri in re.findall(r"file://(\S+)", found.said):
        path = Path(unquote(uri))
        if path.suffix == ".pdf":
            pages = pypdfium2.PdfDocument(path)
            found.report["pdf"] = "\n".join(page.get_textpage().get_text_range() for page in pages)
        else:
            found.report["html"] = path.read_text("utf-8")


def test_every_action_is_seen(seen: Seen) -> None:
    """Allow, log, coach, redact and block: the guard recorded each, and the watcher reads of each."""
    assert {event.action for event in seen.decisions} == {"allow", "log", "coach", "redact", "block"}
    for words in ("VERSTUURD", "VERSTUURD EN GETELD", "EERST UITLEG GEVRAAGD", "VERSTUURD NA UITLEG"):
        assert words in seen.said
    assert seen.said.count("TEGENGEHOUDEN") == 8
    assert "wat wegging: Schrijf een nette brief aan mevrouw <PERSOON_1>" in seen.said
    assert "wat terugkwam: Over Joke Zandstra" in seen.said


def test_what_must_be_stopped_was(seen: Seen) -> None:
    """Nothing planted reached a service, but for the scene in monitor mode, which opens an incident."""
    assert "van wat moest worden tegengehouden was er niets bij" in seen.said
    assert [event.would for event in seen.decisions if event.would] == ["block"]
    assert "INC-" in seen.pages[Role.DPO, "/incidents"]


def test_a_leak_would_be_found() -> None:
    """The search through what arrived finds each planted value, so that finding none means something."""
    planted = [scene for scene in read_scenes().scenes if scene.never]
    assert len(planted) == 9
    for scene in planted:
        assert scene in leaked(planted, b"before " + scene.never.encode() + b" after")


def test_all_kinds_of_ai_are_in_the_register(seen: Seen) -> None:
    """Two accounts of one service, AI that nobody knew, and AI inside another product."""
    services = {(event.service, event.tenant) for event in seen.decisions}
    assert {("chatgpt", None), ("chatgpt", company().workspace)} <= services
    assert "slimme-planner.example" in seen.pages[Role.SECURITY, "/register"]
    assert "verzuimdossier.example" in seen.pages[Role.SECURITY, "/register"]


def test_each_role_has_filled_pages(seen: Seen) -> None:
    """Everybody's pages open, say that the data are made up, and none shows an empty register."""
    for role in Role:
        assert "demogegevens" in seen.pages[role, "/"]
    for role in (Role.HR, Role.DPO, Role.COUNCIL, Role.SECURITY):
        paths = {path for one, path in seen.pages if one is role}
        assert {"/register", "/scan", "/naming"} <= paths
        assert seen.pages[role, "/register"].count("<tr") > 15


def test_groups_show_and_the_small_one_does_not(seen: Seen) -> None:
    """Groups of at least five stand in pages, report and metrics; of the group of two there is no number.

    Its name is one of the policy's settings, which the works council reads: in that list, and nowhere else.
    """
    settings = {key: text for key, text in seen.pages.items() if key[1].startswith("/council")}
    pages = [text for key, text in seen.pages.items() if key not in settings]
    for text in (*pages, *seen.report.values(), seen.metrics, seen.said):
        assert SMALL.id.nl not in text, near(text, SMALL.id.nl)
    for text in settings.values():
        assert text.count(SMALL.id.nl) <= 1
        assert text.count(SMALL.id.nl) == text.count(f"{NAMED[-1].id.nl}, {SMALL.id.nl}</dd>")
    for group in NAMED:
        assert any(group.id.nl in text for text in pages)
        assert group.id.nl in seen.metrics


def test_nobody_is_named(seen: Seen) -> None:
    """No page, report or metric holds the name of somebody who used AI."""
    shown = [*seen.pages.values(), *seen.report.values(), seen.metrics]
    for user, _ in company().members("nl"):
        assert not [near(text, user) for text in shown if user in text]


def test_the_report_is_about_the_demo(seen: Seen) -> None:
    """Both forms are there, and say whose they are."""
    assert seen.report.keys() == {"pdf", "html"}
    assert all("Zonnehof" in text for text in seen.report.values())


def test_the_command_that_it_gives_is_refused(seen: Seen) -> None:
    """Whoever copies the printed request to a terminal is told why it does not leave."""
    assert "burgerservicenummer" in seen.tried


def test_ctrl_c_leaves_nothing(seen: Seen) -> None:
    """No file and no process is left, and the demo ends well."""
    assert seen.code == 0
    assert seen.left == []
    assert seen.said.rstrip().endswith("Gestopt en gewist.")


def test_it_ends_alone(folder: Path) -> None:
    """In a pipe it ends, in English when asked, without leaving anything."""
    process = start(folder, "--lang", "en")
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    assert "nothing of what had to be stopped was there" in said
    assert list(folder.iterdir()) == []
    assert processes_of(folder) == []


def test_ctrl_c_halfway_leaves_nothing(folder: Path) -> None:
    """While the guard still starts, a Ctrl-C stops and erases everything too."""
    process = start(folder, "--keep")
    until(process, "Verleden")
    press_ctrl_c(process)
    assert process.returncode == 130
    assert list(folder.iterdir()) == []
    assert processes_of(folder) == []
