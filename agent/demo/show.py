"""`schaduwwacht demo`: a past, a guard, people at work, and the links to look at what came of it."""

import contextlib
import secrets
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from babel.dates import format_date
from pydantic import RootModel

from agent.config import check_temporary_folder
from agent.console.links import console_address
from agent.demo.entered import Office, enter, judge_systems
from agent.demo.machine import Machine, Mode, prepare, started, wait_for_mode, wait_until_ready
from agent.demo.paper import write_reports
from agent.demo.past import write_past
from agent.demo.people import company, read_demo
from agent.demo.staff import PASSWORD, Scene, Staff, Told, read_scenes, sentence
from agent.demo.stand_in import ANSWER, StandIn
from agent.demo.stopping import Stopping
from agent.errors import FailureError
from agent.record.event import Event, decode
from agent.record.schema import events
from agent.record.store import Store
from agent.register.law import Language, Words
from policies.terms import Action

INDENT = " " * 5
type Tell = Callable[[str], None]


class _Sentences(RootModel[dict[str, Words]]):
    """Contents of `words.yaml`."""


@cache
def _sentences() -> dict[str, Words]:
    return read_demo(_Sentences, "words.yaml").root


def say(name: str, /, language: Language, **values: object) -> str:
    """A sentence of the demo."""
    return _sentences()[name].in_language(language).format_map(values)


@dataclass(slots=True)
class Stage:
    """What the demo is played on.

    Attributes:
        machine: The guard's folder and settings.
        store: Its store.
        internet: The stand-in services.
        staff: People's clients.
        tell: Says something to the person who watches.
        mode: Of the policy in force.
        wrong: What did not go as it should.
    """

    machine: Machine
    store: Store
    internet: StandIn
    staff: Staff
    tell: Tell
    mode: Mode = "enforce"
    wrong: list[str] = field(default_factory=list)

    @property
    def language(self) -> Language:
        """What the watcher reads."""
        return self.machine.config.language


def demo(tell: Tell, language: Language, *, keep: bool) -> None:
    """Play it all.

    Args:
        tell: Says something to the person who watches.
        language: ``nl`` or ``en``.
        keep: Leave everything running until Ctrl-C.

    Raises:
        FailureError: The guard did not start, or something did not go as it should.
        KeyboardInterrupt: It was stopped halfway; everything has been cleaned up.
    """
    check_temporary_folder()
    tell(say("intro", language) + "\n\n" + say("wait", language))
    now, password = datetime.now(UTC), _password()
    with Stopping() as stopping, contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="schaduwwacht-demo-")))
        (folder / "internet").mkdir()
        internet = stack.enter_context(StandIn(folder / "internet"))
        machine = prepare(folder, internet.port, internet.ca_file, language)
        store = stack.enter_context(Store.open(machine.config.database_location))
        office = Office(store, machine.config, now)
        written = write_past(
            machine.config, store, (machine.set_mode("monitor"), machine.set_mode("enforce")), now
        )
        judge_systems(office)
        process = stack.enter_context(started(machine))
        stack.callback(stopping.close)  # the first thing when it ends: from here on nothing interrupts
        enter(office, written, password)
        since = format_date(written.since, "long", locale=language)
        people = len(list(company().members(language)))
        tell("  " + say("past", language, requests=written.requests, since=since, people=people))
        wait_until_ready(process, machine)
        staff = Staff(machine.config.listen, machine.certificate, language)
        stack.callback(staff.close)
        stage = Stage(machine, store, internet, staff, tell)
        _play(stage)
        reports = write_reports(machine.config, store, folder, now)
        _show_links(stage, reports, password)
        if keep:
            tell(f"  {say('try', language)}:\n{_own_request(machine)}\n")
        tell(say("keep" if keep else "end", language))
        if keep:
            stopping.wait()
    tell(say("gone", language))


def _password() -> str:
    """Easy to type over: 40 bits, for this machine only."""
    return "demo-" + "-".join(f"{secrets.randbelow(10_000):04}" for _ in range(3))


def _play(stage: Stage) -> None:
    """Everybody's ordinary question, then scene by scene.

    Raises:
        FailureError: A scene did not go as it should.
    """
    stage.tell("  " + say("ready", stage.language))
    people = stage.staff.everybody()
    stage.tell("  " + say("ordinary", stage.language, people=people, sent=len(stage.internet.arrived)))
    stage.tell("\n" + say("scenes", stage.language) + "\n")
    for number, scene in enumerate(read_scenes().scenes, 1):
        _set_mode(stage, scene.mode)
        _scene(stage, number, scene)
    _set_mode(stage, "enforce")
    leaks = leaked(read_scenes().scenes, stage.internet.bodies())
    stage.wrong += [f"this reached a service: {scene.what.en}" for scene in leaks]
    if stage.wrong:
        raise FailureError("the demo did not go as it should: " + "; ".join(stage.wrong))
    stage.tell("\n" + say("safe", stage.language))


def leaked(scenes: Iterable[Scene], bodies: bytes) -> list[Scene]:
    """The scenes of which something reached a service that never may."""
    return [scene for scene in scenes if scene.never and scene.never.encode() in bodies]


def _scene(stage: Stage, number: int, scene: Scene) -> None:
    """Play a scene and say what became of it."""
    before = _last_row(stage.store)
    told = stage.staff.ask(scene.user, scene)
    done = _decisions(stage.store, before)
    stage.tell(f"{number:>3}. {scene.what.in_language(stage.language)}")
    if [event.action for event in done] != [scene.action]:
        stage.wrong.append(f"{scene.what.en}: {[event.action for event in done]}, not {scene.action}")
    _label(stage, "monitor" if scene.mode == "monitor" else scene.action, told.reason)
    if scene.action is Action.REDACT:
        left = stage.internet.arrived[-1].body.decode("utf-8", "replace")
        _label(stage, "left", sentence(left, "<"))
        _label(stage, "back", told.sentence(ANSWER))
    if scene.note:
        stage.tell(f"{INDENT}{scene.note.in_language(stage.language)}")
    if scene.reason:
        _explained(stage, scene, told)


def _explained(stage: Stage, scene: Scene, told: Told) -> None:
    """Give a reason behind the link, and send the same again."""
    before = _last_row(stage.store)
    _label(stage, "reason", stage.staff.explain(scene.user, told.link, scene.reason))
    stage.staff.ask(scene.user, scene)
    outcomes = [event.outcome for event in _decisions(stage.store, before)]
    if outcomes != ["forwarded"]:
        stage.wrong.append(f"{scene.what.en}: after explaining {outcomes}")
    _label(stage, "passed", "")


def _label(stage: Stage, name: str, reason: str) -> None:
    stage.tell(INDENT + say(name, stage.language) + (f": {reason}" if reason else ""))


def _set_mode(stage: Stage, mode: Mode) -> None:
    """Change the policy's file, as an administrator would, and wait for the guard to take it."""
    if stage.mode != mode:
        stage.machine.set_mode(mode)
        wait_for_mode(stage.machine, mode)
        stage.mode = mode


def _last_row(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(sa.select(sa.func.max(events.c.row))).scalar() or 0


def _decisions(store: Store, after: int) -> list[Event]:
    """What the guard recorded of requests since."""
    query = sa.select(events.c.body).where(events.c.row > after, events.c.kind == "decision")
    with store.read() as connection:
        return [decode(body) for body in connection.execute(query.order_by(events.c.row)).scalars()]


def _show_links(stage: Stage, reports: Sequence[Path], password: str) -> None:
    """Where to look, and as whom."""
    language, config = stage.language, stage.machine.config
    width = max(len(item.name.in_language(language)) for item in company().accounts)
    stage.tell("\n" + say("look", language) + "\n")
    stage.tell(f"  {say('console', language):<12}{console_address(config)}")
    stage.tell(f"  {'':<12}{say('password', language, password=password)}")
    for account in company().accounts:
        name = account.name.in_language(language)
        stage.tell(f"  {'':<12}  {name:<{width}}  {account.sees.in_language(language)}")
    for number, path in enumerate(reports):
        stage.tell(f"  {'' if number else say('report', language):<12}{path.as_uri()}")
    address = f"http://{config.metrics}/metrics"
    stage.tell(f"  {say('metrics', language):<12}{address}  ({say('metrics_for', language)})\n")


def _own_request(machine: Machine) -> str:
    """A command by which the watcher is refused something."""
    who = company().others[0]
    return f"""\
    curl --cacert {machine.certificate} -x http://{who}:{PASSWORD}@{machine.config.listen} \\
      https://api.openai.com/v1/responses -H 'content-type: application/json' \\
      -d '{{"model": "m", "input": "Het BSN is 111222333"}}'"""
