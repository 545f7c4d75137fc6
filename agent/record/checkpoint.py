"""Checkpoints: signed statements of how far a chain had come. Segments lie between them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.record.event import canonical
from agent.record.keys import Signer
from agent.record.schema import checkpoints, nodes

EVERY_EVENTS = 1000
EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a key signed.

    Attributes:
        node: Whose chain.
        number: Its last event at that moment.
        hash: Hash of that event.
        time: The moment.
        key: Id of the key.
        signature: Over `message`.
    """

    node: str
    number: int
    hash: bytes
    time: datetime
    key: str
    signature: bytes = b""

    def message(self) -> bytes:
        """The bytes that are signed."""
        return canonical({"v": 1, "checkpoint": self.facts()})

    def facts(self) -> dict[str, Any]:
        """What is signed, as JSON holds it."""
        return {
            "node": self.node,
            "number": self.number,
            "hash": self.hash.hex(),
            "time": self.time.isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "key": self.key,
        }


def sign_when_due(connection: Connection, node: str, signer: Signer, *, now: bool = False) -> int:
    """Add a checkpoint when enough happened since the last one.

    Args:
        connection: In a write transaction.
        node: Whose chain.
        signer: The node's key.
        now: Whenever there is any unsigned event.

    Returns:
        How many events are unsigned after it: 0 when one was added.
    """
    head = connection.execute(
        sa.select(nodes.c.number, nodes.c.hash).where(nodes.c.node == node)
    ).one_or_none()
    if head is None:
        return 0
    last = last_checkpoint(connection, node)
    unsigned = int(head.number) - (last.number if last else 0)
    time = datetime.now(UTC)
    late = last is None or time - last.time >= EVERY
    if unsigned == 0 or not (now or late or unsigned >= EVERY_EVENTS):
        return unsigned
    made = Checkpoint(node, head.number, head.hash, time, signer.id)
    connection.execute(
        checkpoints.insert(),
        {
            "node": node,
            "number": made.number,
            "hash": made.hash,
            "time": made.time,
            "key": made.key,
            "signature": signer.sign(made.message()),
        },
    )
    return 0


def last_checkpoint(connection: Connection, node: str) -> Checkpoint | None:
    """The newest checkpoint of a chain."""
    query = sa.select(checkpoints).where(checkpoints.c.node == node).order_by(sa.desc("number")).limit(1)
    row = connection.execute(query).one_or_none()
    return from_row(row) if row else None


def from_row(row: Any) -> Checkpoint:  # noqa: ANN401 - SQLAlchemy's Row
    """A checkpoint of its row."""
    return Checkpoint(row.node, row.number, row.hash, row.time, row.key, row.signature)
