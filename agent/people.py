"""`schaduwwacht match`: the exact-match index of an organisation's own people."""

import csv
import io
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from agent.errors import FailureError, UsageError
from agent.record.keys import read_or_make
from detectors.errors import DetectorsError
from detectors.known import Column, KnownIndex, build_index

KINDS: tuple[Column, ...] = get_args(Column.__value__)
_KEY_BYTES = 32
_DELIMITERS = ";,\t|"

HEADERS: Mapping[str, Column] = {
    "naam": "name",
    "name": "name",
    "volledige naam": "name",
    "medewerker": "name",
    "werknemer": "name",
    "employee": "name",
    "voornaam": "first_name",
    "voornamen": "first_name",
    "roepnaam": "first_name",
    "first name": "first_name",
    "given name": "first_name",
    "voorletters": "initials",
    "initialen": "initials",
    "initials": "initials",
    "tussenvoegsel": "prefix",
    "voorvoegsel": "prefix",
    "achternaam": "last_name",
    "familienaam": "last_name",
    "last name": "last_name",
    "surname": "last_name",
    "bsn": "bsn",
    "burgerservicenummer": "bsn",
    "sofinummer": "bsn",
    "rijksregisternummer": "national_number",
    "insz": "national_number",
    "national number": "national_number",
    "e mail": "email",
    "email": "email",
    "e mailadres": "email",
    "emailadres": "email",
    "mail": "email",
    "telefoon": "phone",
    "telefoonnummer": "phone",
    "mobiel": "phone",
    "mobiele telefoon": "phone",
    "gsm": "phone",
    "phone": "phone",
    "mobile": "phone",
    "personeelsnummer": "employee_number",
    "personeelsnr": "employee_number",
    "medewerkernummer": "employee_number",
    "medewerkernr": "employee_number",
    "stamnummer": "employee_number",
    "employee number": "employee_number",
    "employee id": "employee_number",
    "postcode": "postcode",
    "zip": "postcode",
    "huisnummer": "house_number",
    "huisnr": "house_number",
    "house number": "house_number",
    "adres": "address",
    "address": "address",
}
"""What a header says by itself, in lower case with blanks for other signs."""


@dataclass(frozen=True, slots=True)
class Built:
    """What `build` made.

    Attributes:
        people: People who gave at least one value.
        values: Different fingerprints.
        columns: What each column that counts was taken for.
    """

    people: int
    values: int
    columns: Mapping[str, Column]


def build(table: Path, columns: Sequence[str], index: Path, key: Path) -> Built:
    """Make the index of the people in a CSV file; it takes the place of an older one in one step.

    Args:
        table: The file; its first line holds the headers.
        columns: ``HEADER=KIND`` each; none means by the headers' own words.
        index: Where the index goes.
        key: Where its key is, made when it is not there, readable by this user only.

    Raises:
        UsageError: A column is not in the file, or no header says what it holds.
        FailureError: A file cannot be read or written.
    """
    headers, rows = read_table(table)
    chosen = chosen_columns(columns, headers, table)
    secret = read_or_make(key, lambda: secrets.token_bytes(_KEY_BYTES))
    try:
        people = build_index(rows, chosen, secret, index)
        return Built(people, len(KnownIndex(index, secret)), chosen)
    except DetectorsError as error:
        raise FailureError(f"{table}: {error}") from error
    except OSError as error:
        raise FailureError(f"{index}: {error.strerror}: the index cannot be written") from error
    except csv.Error as error:
        raise FailureError(f"{table}: not a CSV file: {error}") from error


def read_table(path: Path) -> tuple[list[str], Iterator[dict[str, str]]]:
    """Headers and rows of a CSV file in UTF-8 or Windows-1252, with any of the usual delimiters.

    Raises:
        FailureError: It cannot be read, or is empty.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FailureError(f"{path}: {error.strerror}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first, _, _ = text.partition("\n")
    if not first.strip():
        raise FailureError(f"{path}: the first line must hold the headers; it is empty")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    headers = [header for header in reader.fieldnames or () if header]
    return headers, ({name: row.get(name) or "" for name in headers} for row in reader)


def chosen_columns(columns: Sequence[str], headers: Sequence[str], path: Path) -> dict[str, Column]:
    """Which column holds what.

    Raises:
        UsageError: A column is not in the file, its kind is unknown, or nothing is left.
    """
    if not columns:
        found = {header: HEADERS[_plain(header)] for header in headers if _plain(header) in HEADERS}
        if found:
            return found
        raise UsageError(f"{path}: no header says what it holds: name them with --columns HEADER=KIND")
    chosen: dict[str, Column] = {}
    for column in (one.strip() for entry in columns for one in entry.split(",")):
        header, equals, kind = column.rpartition("=")
        if not equals:
            header, kind = column, HEADERS.get(_plain(column), "")
        if header not in headers:
            raise UsageError(f"{path}: no column {header!r}; it has {', '.join(map(repr, headers))}")
        match = [known for known in KINDS if known == kind]
        if not match:
            raise UsageError(f"--columns {column}: give the column a kind: {', '.join(KINDS)}")
        chosen[header] = match[0]
    return chosen


def _plain(header: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in header.lower()).split())


@dataclass(frozen=True, slots=True)
class State:
    """What an index is.

    Attributes:
        people: People who gave at least one value.
        values: Different fingerprints.
        built: When it was made.
    """

    people: int
    values: int
    built: datetime

    def age_days(self, now: datetime) -> int:
        """Whole days since it was made."""
        return max(0, (now - self.built).days)


def state(index: Path, key: Path) -> State:
    """How many people are in an index, and since when.

    Raises:
        FailureError: Index or key are not there or do not belong together; the message says what to do.
    """
    try:
        opened = KnownIndex(index, key.read_bytes())
        built = datetime.fromtimestamp(index.stat().st_mtime, UTC)
    except DetectorsError as error:
        raise FailureError(str(error)) from error
    except OSError as error:
        raise FailureError(f"{key}: {error.strerror}; make key and index with `match build`") from error
    return State(opened.people, len(opened), built)


def known_entries(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What of a result of `agent.scan` stands in the index: type and place, not who."""
    return [
        {name: finding[name] for name in ("type", "start", "end", "place") if name in finding}
        for finding in result["findings"]
        if finding["type"] == "KNOWN_PERSON" or "known" in finding["reasons"]
    ]
