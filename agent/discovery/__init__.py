"""Finding AI that nobody told the guard about: in logs of other systems, and in traffic.

This module is light to import; reading logs brings in DuckDB when it is asked for.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from agent.discovery.result import Discovery, Sighting, Summary
from detectors.services import Catalogue

__all__ = ["Discovery", "Engine", "Sighting", "Summary", "discover"]


class Engine(StrEnum):
    """What runs the query."""

    DUCKDB = "duckdb"
    SPARK = "spark"


Log = str | Path | BinaryIO
"""A path, a glob pattern, ``-`` for standard input, or an open binary file (such as an upload)."""


def discover(  # noqa: PLR0913 - what may be asked
    paths: Iterable[Log],
    format: str = "auto",  # noqa: A002 - the name of the option
    *,
    catalogue: Catalogue | None = None,
    columns: Mapping[str, str] | None = None,
    timezone: str | None = None,
    engine: Engine = Engine.DUCKDB,
    progress: Callable[[int], None] | None = None,
) -> Discovery:
    """Which AI services appear in DNS, proxy, TLS and firewall logs.

    Blocking: call it in a thread from an event loop. Names of users and addresses of clients are
    pseudonymised on the way in, with a key that is thrown away at the end.

    Args:
        paths: Logs; plain, gzip or zstd, in any mixture of formats.
        format: A name of `schaduwwacht discover --help`, or ``auto`` to tell by content, file by file.
        catalogue: The services; default: the packaged ones.
        columns: For CSV and JSON of any make: which column is ``host``, ``client``, ``time``, ``bytes``.
        timezone: Of logs that do not say, e.g. ``Europe/Amsterdam``; default: this machine's.
        engine: DuckDB on this machine, or Spark for those who have a cluster.
        progress: Is told how many bytes were read since the last call; DuckDB only.

    Raises:
        UsageError: There is no such format, column or time zone.
        FailureError: A file is not there, or nothing could be read; the message names the formats.
    """
    from agent.discovery.logs.run import Question, run_on  # noqa: PLC0415 - Ibis takes a second to import

    question = Question(format, catalogue, columns or {}, timezone, progress)
    if engine is Engine.SPARK:
        from agent.discovery.logs.spark import open_spark  # noqa: PLC0415 - an extra

        with open_spark() as spark:
            return run_on(spark, paths, question)
    from agent.discovery.logs.duck import open_duck  # noqa: PLC0415 - DuckDB takes a second to import

    with open_duck() as duck:
        return run_on(duck, paths, question)
