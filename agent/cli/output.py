"""Results go to standard output, everything else to standard error."""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

FOUND = 1
FAILURE = 3


def say(line: str) -> None:
    """A result, or a piece of one."""
    sys.stdout.write(line + "\n")


def print_json(data: Mapping[str, Any]) -> None:
    """One JSON object on one line."""
    say(json.dumps(data, ensure_ascii=False))


def print_rows(rows: Iterable[Mapping[str, Any]], *, as_json: bool) -> None:
    """JSON lines, or a table for a person."""
    if as_json:
        for row in rows:
            print_json(row)
        return
    listed = list(rows)
    if listed:
        table = Table(*listed[0], box=None, pad_edge=False, header_style="bold")
        for row in listed:
            table.add_row(*("-" if value is None else str(value) for value in row.values()))
        width = None if sys.stdout.isatty() else 500  # a pipe loses nothing
        Console(width=width, emoji=False, markup=False).print(table)  # `:cd:` in a fingerprint is no picture


def warn(line: str) -> None:
    """What went wrong, where, and what to do."""
    sys.stderr.write(f"schaduwwacht: {line}\n")
