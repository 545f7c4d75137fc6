"""DuckDB: reads logs on this machine, in little memory."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import duckdb
import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from agent.discovery.logs.source import Progress, Source, sources
from agent.errors import FailureError

Columns = Mapping[str, Sequence[str | None]]
_SCHEMA = pa.schema([("line", pa.string())])
_NEWLINE = 10
_SETTINGS = (
    "SET memory_limit = '{memory}'",
    "SET temp_directory = '{folder}'",
    "SET preserve_insertion_order = false",
    # A stream has no known size, so the optimizer takes it for the small side of a join, and keeps all of it.
    "SET disabled_optimizers = 'join_order,build_side_probe_side'",
    "SET enable_progress_bar = false",
    "SET autoinstall_known_extensions = false",
)
_MACRO = """
CREATE MACRO json_texts(line, paths) AS
CASE WHEN json_valid(line) THEN json_extract_string(line, paths) END
"""


class Duck:
    """Runs queries over logs on this machine.

    Attributes:
        connection: The Ibis backend.
    """

    def __init__(self, folder: str, memory: str = "512MB") -> None:
        """Use `open_duck`.

        Args:
            folder: Where it may put what does not fit in memory.
            memory: How much memory a query may take.
        """
        self.connection = ibis.duckdb.connect()
        for setting in (*_SETTINGS, _MACRO):
            self.connection.raw_sql(setting.format(memory=memory, folder=folder.replace("'", "''")))
        self._tables = 0

    def open(self, logs: Iterable[str | Path | BinaryIO]) -> list[Source]:
        """The logs that are meant."""
        return sources(logs)

    def lines(self, logs: Sequence[Source], progress: Progress | None) -> ir.Table:
        """Their lines as a table that can be read once."""
        self._tables += 1
        name = f"lines_{self._tables}"
        reader = pa.RecordBatchReader.from_batches(_SCHEMA, batches(logs, progress))
        self.connection.con.register(name, reader)
        return self.connection.table(name)

    def small(self, columns: Columns) -> ir.Table:
        """A table of texts."""
        schema = pa.schema([(name, pa.string()) for name in columns])
        return ibis.memtable(pa.table(dict(columns), schema=schema))

    def keep(self, result: ir.Table) -> ir.Table:
        """The result of a query, computed once."""
        return self.connection.create_table("kept", result, temp=True)

    def count(self, log: Source, progress: Progress | None) -> int:
        """How many lines a log has."""
        return sum(block.count(b"\n") for block in log.blocks(progress))


@contextmanager
def open_duck() -> Iterator[Duck]:
    """A database in memory; what does not fit goes to a folder that is only ours and is removed."""
    with tempfile.TemporaryDirectory(prefix="schaduwwacht-") as folder:
        duck = Duck(folder)
        try:
            yield duck
        except duckdb.Error as error:  # its message may quote a line
            raise FailureError(
                f"the logs were not counted: {type(error).__name__} in DuckDB: is there room in {folder}?"
            ) from error
        finally:
            duck.connection.disconnect()


def batches(logs: Iterable[Source], progress: Progress | None) -> Iterator[pa.RecordBatch]:
    """Blocks of lines as Arrow: the bytes stay where they are, and each line keeps its end."""
    for log in logs:
        for block in log.blocks(progress):
            ends = np.flatnonzero(np.frombuffer(block, np.uint8) == _NEWLINE)
            offsets = np.zeros(len(ends) + 1, np.int32)
            offsets[1:] = ends + 1
            lines = pa.StringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(block))
            yield pa.record_batch([lines], schema=_SCHEMA)
