"""The export as Parquet holds what the JSON Lines hold."""

from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.event import Event
from agent.record.export import export
from agent.record.keys import load_signer
from agent.record.parquet import write_parquet
from agent.record.store import Store


def test_parquet(store: Store, event: Callable[..., Event], tmp_path: Path) -> None:
    """Every event is a row with its findings, times and hash; checkpoints are none."""
    made = [event(chars=n, tenant="é" if n else None) for n in range(5)]
    made.append(event(kind="purge", detail=(("node", "n1"), ("through", "9"))))
    with store.write() as connection:
        append(connection, [Entry.of(item) for item in made])
    lines = export(store, load_signer(tmp_path / "key.pem"), "n1")
    assert write_parquet(lines, tmp_path / "out.parquet") == 6
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["id"] for row in rows] == [item.id for item in made]
    assert [row["time"] for row in rows] == [item.time for item in made]
    assert [row["tenant"] for row in rows][:2] == [None, "é"]
    assert rows[0]["findings"] == [
        {"type": "NL_BSN", "place": "messages[].content", "count": 1, "max_score": 0.95}
    ]
    assert rows[-1]["detail"] == [("node", "n1"), ("through", "9")]
    assert rows[0]["mode"] == "enforce"


def test_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, the message says how to get it."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"schaduwwacht\[parquet\]"):
        write_parquet([], tmp_path / "out.parquet")
