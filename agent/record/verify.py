"""Whether an exported record is whole and unchanged. Needs the export and the public keys, nothing else."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from agent.record.chain import genesis, link
from agent.record.checkpoint import Checkpoint
from agent.record.event import canonical
from agent.record.keys import Keyring


@dataclass(frozen=True, slots=True)
class Problem:
    """The first thing that is wrong.

    Attributes:
        line: Line of the export, from 1; 0 when it concerns the whole.
        node: Whose chain, as far as known.
        number: Which event, as far as known.
        what: What is wrong, for people.
    """

    line: int
    node: str | None
    number: int | None
    what: str

    def __str__(self) -> str:
        where = f"line {self.line}" if self.line else "record"
        chain = f", node {self.node}" if self.node else ""
        event = f", event {self.number}" if self.number is not None else ""
        return f"{where}{chain}{event}: {self.what}"


@dataclass(slots=True)
class Chain:
    """How far one chain was followed.

    Attributes:
        node: Whose.
        first: Number of its first event in the export.
        number: Number of the last one read.
        hash: Hash of that one.
        signed: Number up to which a signature stands for it.
        signed_at: When that signature was made.
        events: How many were read.
    """

    node: str
    first: int
    number: int
    hash: bytes
    signed: int = 0
    signed_at: datetime | None = None
    events: int = 0


@dataclass(slots=True)
class Report:
    """Outcome of a verification.

    Attributes:
        chains: By node, as far as they were followed.
        problem: The first thing wrong, or None when the record holds.
        purged: Number up to which a purge is on record, by node.
    """

    chains: dict[str, Chain] = field(default_factory=dict)
    problem: Problem | None = None
    purged: dict[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return self.problem is None

    @property
    def events(self) -> int:
        """Events that were followed."""
        return sum(chain.events for chain in self.chains.values())


class _WrongError(Exception):
    """Stops the reading at the first bad line."""

    def __init__(self, what: str, node: str | None = None, number: int | None = None) -> None:
        super().__init__(what)
        self.node = node
        self.number = number


def verify(lines: Iterable[bytes], keys: Keyring, *, partial: bool = False) -> Report:
    """Follow every chain from its start, and check every byte, hash and signature.

    Args:
        lines: The export, a line an item, with or without its line end.
        keys: Public keys of the nodes.
        partial: Allow that earlier events are missing without a purge on record, as in an export of a range.
    """
    report = Report()
    number = 0
    for number, line in enumerate(lines, 1):
        try:
            _read(line, report, keys)
        except _WrongError as error:
            report.problem = Problem(number, error.node, error.number, str(error))
            return report
    report.problem = _at_end(report, number, partial=partial)
    return report


def _read(line: bytes, report: Report, keys: Keyring) -> None:
    """One line, which must be an event or a checkpoint in canonical form."""
    text = line.removesuffix(b"\n")
    try:
        data = json.loads(text)
    except ValueError as error:
        raise _WrongError("not JSON: changed, or cut off") from error
    if not isinstance(data, dict):
        raise _WrongError("neither an event nor a checkpoint")
    try:
        same = canonical(data) == text
    except ValueError:
        same = False
    if "event" in data:
        _event(data, report, same=same)
    elif "checkpoint" in data:
        _checkpoint(data, report, keys, same=same)
    else:
        raise _WrongError("neither an event nor a checkpoint")


def _event(data: dict[str, Any], report: Report, *, same: bool) -> None:
    body, number = data["event"], data.get("number")
    node = body.get("node") if isinstance(body, dict) else None
    if not isinstance(node, str) or type(number) is not int or set(data) != {"event", "hash", "number"}:
        raise _WrongError("not an event with its hash and number", None, None)
    if not same:
        raise _WrongError("changed: the line is not in canonical form", node, number)
    chain = report.chains.get(node)
    if chain is None:
        if number != 1:
            raise _WrongError("the chain begins without a checkpoint", node, number)
        chain = report.chains[node] = Chain(node, 1, 0, genesis(node))
    if number != chain.number + 1:
        raise _WrongError(f"event {chain.number + 1} is missing, or the order is changed", node, number)
    digest = link(chain.hash, number, canonical(body))
    if digest.hex() != data["hash"]:
        raise _WrongError("changed: its hash does not fit", node, number)
    chain.number, chain.hash = number, digest
    chain.events += 1
    if body.get("kind") == "purge":
        _note_purge(body, report)


def _note_purge(body: dict[str, Any], report: Report) -> None:
    """A purge names the node and the last event that it took."""
    try:
        detail = dict(body["detail"])
        node, through = str(detail["node"]), int(detail["through"])
    except (KeyError, TypeError, ValueError) as error:
        raise _WrongError("a purge that does not say what it took", body["node"]) from error
    report.purged[node] = max(report.purged.get(node, 0), through)


def _checkpoint(data: dict[str, Any], report: Report, keys: Keyring, *, same: bool) -> None:
    made = _parse(data)
    if made is None:
        raise _WrongError("not a checkpoint with its signature")
    if not same:
        raise _WrongError("changed: the line is not in canonical form", made.node, made.number)
    if made.key not in keys:
        raise _WrongError(f"signed with key {made.key}, which was not given", made.node, made.number)
    if not keys.signed(made.key, made.message(), made.signature):
        raise _WrongError("the checkpoint's signature does not fit", made.node, made.number)
    chain = report.chains.get(made.node)
    if chain is None:
        chain = report.chains[made.node] = Chain(made.node, made.number + 1, made.number, made.hash)
    if (made.number, made.hash) != (chain.number, chain.hash):
        raise _WrongError("the checkpoint is of another chain than these events", made.node, made.number)
    chain.signed, chain.signed_at = made.number, made.time


def _parse(data: dict[str, Any]) -> Checkpoint | None:
    """The checkpoint of a line; None unless it is written exactly as we write it."""
    facts = data["checkpoint"]
    try:
        made = Checkpoint(
            node=str(facts["node"]),
            number=int(facts["number"]),
            hash=bytes.fromhex(facts["hash"]),
            time=datetime.fromisoformat(facts["time"]),
            key=str(facts["key"]),
            signature=bytes.fromhex(data["signature"]),
        )
    except (KeyError, TypeError, ValueError):
        return None
    return made if data == {"checkpoint": made.facts(), "signature": made.signature.hex()} else None


def _at_end(report: Report, line: int, *, partial: bool) -> Problem | None:
    """What only shows when all is read: an unsigned end, or a missing beginning."""
    if not report.chains:
        return Problem(0, None, None, "nothing to verify: no events and no checkpoints")
    for chain in report.chains.values():
        if chain.number > chain.signed:
            what = "no signature stands for the events from here on: the end is cut off or was added"
            return Problem(line, chain.node, chain.signed + 1, what)
        if chain.first > 1 + report.purged.get(chain.node, 0) and not partial:
            what = f"events 1 to {chain.first - 1} are missing, and no purge of them is on record"
            return Problem(0, chain.node, chain.first, what)
    return None
