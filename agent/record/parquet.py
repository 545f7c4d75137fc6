"""The record as Parquet, for analysis. Evidence is the JSON Lines export: that one can be verified.

Needs pyarrow: `pip install schaduwwacht[parquet]`.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import Any

from agent.errors import UsageError

_ROWS = 10_000
_TEXTS = (
    "id", "node", "kind", "service", "operation", "tenant", "method", "host", "status", "mode", "group",
    "pseudonym", "action", "would", "rule", "policy_version", "outcome", "actor",
)  # fmt: skip
_NUMBERS = ("parts", "chars", "files", "bytes")
_DURATIONS = ("scan_ms", "decision_ms")


def write_parquet(lines: Iterable[bytes], path: Path) -> int:
    """Write the events of an export; checkpoints are left out.

    Args:
        lines: From `agent.record.export.export`.
        path: Where to write; an existing file is replaced.

    Returns:
        How many events were written.

    Raises:
        UsageError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra, and large
        import pyarrow.parquet as pq  # noqa: PLC0415 - the same
    except ImportError as error:
        raise UsageError(
            "Parquet needs pyarrow: install schaduwwacht[parquet], or export JSON Lines"
        ) from error
    finding = pa.struct(
        [("type", pa.string()), ("place", pa.string()), ("count", pa.int64()), ("max_score", pa.float64())]
    )
    schema = pa.schema(
        [("number", pa.int64()), ("time", pa.timestamp("us", "UTC")), ("draft", pa.bool_())]
        + [(name, pa.string()) for name in _TEXTS]
        + [(name, pa.int64()) for name in _NUMBERS]
        + [(name, pa.float64()) for name in _DURATIONS]
        + [("findings", pa.list_(finding)), ("unread", pa.list_(pa.string()))]
        + [("detail", pa.map_(pa.string(), pa.string())), ("hash", pa.string())]
    )
    total = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in batched(_rows(lines), _ROWS, strict=False):
            writer.write_table(pa.Table.from_pylist(list(rows), schema))
            total += len(rows)
    return total


def _rows(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """An event's columns; what an event leaves out has its default."""
    for line in lines:
        data = json.loads(line)
        if "event" not in data:
            continue
        event = data["event"]
        row: dict[str, Any] = {name: event.get(name) for name in _TEXTS}
        row |= {name: event.get(name, 0) for name in (*_NUMBERS, *_DURATIONS)}
        names = ("type", "place", "count", "max_score")
        yield row | {
            "number": data["number"],
            "hash": data["hash"],
            "time": datetime.fromisoformat(event["time"]),
            "draft": event.get("draft", False),
            "mode": event.get("mode", "enforce"),
            "findings": [dict(zip(names, item, strict=True)) for item in event.get("findings", ())],
            "unread": event.get("unread", []),
            "detail": [tuple(item) for item in event.get("detail", ())],
        }
