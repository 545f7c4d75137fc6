"""Spark: reads logs on a cluster, with the same query. Needs the extra `schaduwwacht[spark]`.

The session is the one that is there (`spark-submit`, a notebook), or the one that Spark's configuration and
environment describe, such as `SPARK_REMOTE` or `SPARK_CONF_DIR`; without any it is Spark's local mode.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import ibis
import ibis.expr.types as ir

from agent.discovery.logs.source import Progress
from agent.errors import FailureError, UsageError

_SAMPLE = 500
_SETTINGS = {
    "spark.sql.ansi.enabled": "false",  # an index past the end of an array is null, as in DuckDB
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.files.ignoreCorruptFiles": "true",
}
_FUNCTION = """
CREATE OR REPLACE TEMPORARY FUNCTION json_texts(line STRING, paths ARRAY<STRING>) RETURNS ARRAY<STRING>
RETURN IF(get_json_object(line, '$') IS NULL, NULL, transform(paths, path ->
get_json_object(line, regexp_replace(path, '[.]"([^"]+)"', "['$1']"))))
"""
"""Spark writes ``['tls']['sni']`` where DuckDB writes ``."tls"."sni"``."""


class SparkLog:
    """A log that Spark reads.

    Attributes:
        name: Its path, or a pattern of paths.
        skipped: Always empty: Spark gives lines, or none.
    """

    def __init__(self, session: Any, name: str) -> None:  # noqa: ANN401 - Spark's session
        self.name = name
        self.skipped: Counter[str] = Counter()
        self._session = session

    def frame(self) -> Any:  # noqa: ANN401 - Spark's data frame
        """Its lines, in a column ``line``."""
        return self._session.read.text(self.name, lineSep="\n").withColumnRenamed("value", "line")

    def sample(self) -> list[str]:
        """The first lines."""
        return [row.line.rstrip("\r") for row in self.frame().limit(_SAMPLE).collect()]


class Spark:
    """Runs queries over logs on a cluster.

    Attributes:
        connection: The Ibis backend.
    """

    def __init__(self, session: Any) -> None:  # noqa: ANN401 - Spark's session
        self._session = session
        for name, value in _SETTINGS.items():
            session.conf.set(name, value)
        session.sql(_FUNCTION)
        self.connection = ibis.pyspark.connect(session)
        self._tables = 0

    def open(self, logs: Iterable[str | Path | BinaryIO]) -> list[SparkLog]:
        """The logs that are meant: anything that Spark can read by a path.

        Raises:
            UsageError: One is not a path.
        """
        names = [str(log) for log in logs if isinstance(log, str | Path)]
        if len(names) != len(list(logs)) or "-" in names:
            raise UsageError("--engine spark: give paths that the cluster can read, not a stream")
        return [SparkLog(self._session, name) for name in names]

    def lines(self, logs: Sequence[SparkLog], progress: Progress | None) -> ir.Table:  # noqa: ARG002 - as for Duck
        """Their lines as a table."""
        frame = logs[0].frame()
        for log in logs[1:]:
            frame = frame.unionAll(log.frame())
        return self._table(frame)

    def small(self, columns: Mapping[str, Sequence[str | None]]) -> ir.Table:
        """A table of texts."""
        schema = ", ".join(f"`{name}` string" for name in columns)
        return self._table(self._session.createDataFrame(list(zip(*columns.values(), strict=True)), schema))

    def _table(self, frame: Any) -> ir.Table:  # noqa: ANN401 - Spark's data frame
        self._tables += 1
        name = f"schaduwwacht_{self._tables}"
        frame.createOrReplaceTempView(name)
        return self.connection.table(name)

    def keep(self, result: ir.Table) -> ir.Table:
        """The result of a query, computed once."""
        return result.cache()

    def count(self, log: SparkLog, progress: Progress | None) -> int:  # noqa: ARG002 - as for Duck
        """How many lines a log has."""
        return int(log.frame().count())


@contextmanager
def open_spark() -> Iterator[Spark]:
    """The session that is there, or a new one that ends with us.

    Raises:
        FailureError: PySpark or Java is not installed.
    """
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
        from pyspark.sql import SparkSession  # noqa: PLC0415 - the same
    except ImportError as error:
        raise FailureError("--engine spark: pip install 'schaduwwacht[spark]' first") from error
    there = SparkSession.getActiveSession()
    try:
        session = there or SparkSession.builder.appName("schaduwwacht discover").getOrCreate()
    except PySparkException as error:
        raise FailureError(
            f"--engine spark: no session: {type(error).__name__}: is Java installed?"
        ) from error
    try:
        yield Spark(session)
    finally:
        if there is None:
            session.stop()
