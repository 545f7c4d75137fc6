"""Exact match: an index of an organisation's own people that holds no readable value.

The index is a sorted array of 64-bit fingerprints: BLAKE2b of a normalised value, keyed with a secret that
lives elsewhere. Without the key nothing can be looked up in it, let alone read from it. It is used in place
(memory mapped), so a worker pays for the pages it touches; a million people take some 120 MB on disk.

A value that is asked for gives yes or no: not who it was.
"""

import os
import re
import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import Struct
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detectors.errors import DetectorsError
from detectors.known_names import MAX_FIRST_NAMES, cores, plain_words, split_name, stored_keys

type Column = Literal[
    "name",
    "first_name",
    "initials",
    "prefix",
    "last_name",
    "bsn",
    "national_number",
    "email",
    "phone",
    "employee_number",
    "postcode",
    "house_number",
    "address",
]
"""What a column of a personnel file holds."""

MIN_KEY = 16
_MAGIC = b"SWKNOWN2"
_HEADER = Struct("<8sQ8sQ")
"""Magic, number of fingerprints, check of the key, number of people."""

_DIGITS = re.compile(r"\d+")
_POSTCODE = re.compile(r"(\d{4}) ?([a-z]{2})(?![a-z])|(?<!\d)(\d{4})(?!\d)")
_HOUSE = re.compile(r"(\d{1,5}) ?-?([a-z]{0,4}(?![a-z])|\d{0,3})")


class KnownIndexError(DetectorsError):
    """The index of known people is missing, broken or made with another key."""


def build_index(
    rows: Iterable[Mapping[str, str]], columns: Mapping[str, Column], key: bytes, path: Path
) -> int:
    """Make the index of the people in a table, and put it in the place of an older one in one step.

    Args:
        rows: One mapping a person, column name to value; values are not kept.
        columns: What each column that counts holds; others are left alone.
        key: Secret of at least 16 bytes; keep it apart from the index.
        path: Where the index goes.

    Returns:
        How many people gave at least one fingerprint.

    Raises:
        KnownIndexError: The key is too short, or no row gave anything.
    """
    fingerprint = Fingerprint(key)
    prints = array("Q")
    people = 0
    for row in rows:
        values = {fingerprint(kind, value) for kind, value in keys_of_person(_by_kind(row, columns))}
        prints.extend(values)
        people += bool(values)
    if not people:
        raise KnownIndexError("No row holds a value in the given columns: check the column names.")
    _write(path, np.unique(np.frombuffer(prints, dtype=np.uint64)), people, fingerprint)
    return people


def _by_kind(row: Mapping[str, str], columns: Mapping[str, Column]) -> dict[Column, str]:
    found: dict[Column, str] = {}
    for name, kind in columns.items():
        value = (row.get(name) or "").strip()
        if value:
            found[kind] = f"{found[kind]} {value}" if kind in found and kind != "bsn" else value
    return found


def keys_of_person(values: Mapping[Column, str]) -> Iterator[tuple[str, str]]:
    """The normalised values of a person, each with its kind: what is fingerprinted."""
    yield from _name_keys(values)
    number = digits_of(values.get("bsn", ""))
    if number:
        yield "number", number.zfill(9)
    if values.get("national_number"):
        yield "number", digits_of(values["national_number"])
    if "@" in values.get("email", ""):
        yield "email", values["email"].strip().lower()
    phone = phone_key(values.get("phone", ""))
    if phone:
        yield "phone", phone
    if values.get("employee_number"):
        yield "employee", code_key(values["employee_number"])
    address = address_key(
        values.get("address") or f"{values.get('postcode', '')} {values.get('house_number', '')}"
    )
    if address:
        yield "address", address


def _name_keys(values: Mapping[Column, str]) -> Iterator[tuple[str, str]]:
    if values.get("name"):
        yield from stored_keys(*split_name(values["name"]))
    if values.get("last_name"):
        firsts = [word for word in plain_words(values.get("first_name", "")) if len(word) > 1]
        initials = [word[0] for word in plain_words(values.get("initials", ""))[:1]]
        yield from stored_keys(firsts[:MAX_FIRST_NAMES], initials, cores(values["last_name"]))


def digits_of(value: str) -> str:
    """Only the digits of a number."""
    return "".join(_DIGITS.findall(value))


def code_key(value: str) -> str:
    """An employee number as it is compared: no separators, no leading zeros, in lower case."""
    return "".join(filter(str.isalnum, value.lower())).lstrip("0")


def phone_key(value: str) -> str:
    """A phone number as it is compared: without country code and leading zero; empty when it is too short."""
    digits = digits_of(value.replace("(0)", ""))
    for country in ("0031", "0032", "31", "32"):
        if digits.startswith(country) and len(digits) >= len(country) + 8:
            digits = digits.removeprefix(country)
            break
    digits = digits.lstrip("0")
    return digits if len(digits) >= 8 else ""  # noqa: PLR2004 - the shortest national number without its zero


def address_key(value: str) -> str:
    """Postcode and house number; empty when one of them is missing."""
    lower = value.lower()
    postcode = _POSTCODE.search(lower)
    if not postcode:
        return ""
    rest = lower[: postcode.start()] + " " + lower[postcode.end() :]
    house = _HOUSE.search(rest)
    if not house:
        return ""
    code = "".join(group for group in postcode.groups() if group)
    return f"{code}|{house.group(1)}{house.group(2)}"


class Fingerprint:
    """Keyed 64-bit fingerprints of normalised values."""

    def __init__(self, key: bytes) -> None:
        if len(key) < MIN_KEY:
            raise KnownIndexError(f"The key of the index is too short: give {MIN_KEY} random bytes or more.")
        self._base = blake2b(key=key[:64], digest_size=8)

    def __call__(self, kind: str, value: str) -> int:
        """The fingerprint of a normalised value of a kind."""
        digest = self._base.copy()
        digest.update(f"{kind}\0{value}".encode())
        return int.from_bytes(digest.digest(), "little")

    @property
    def check(self) -> bytes:
        """Eight bytes by which an index knows whether it was made with this key."""
        return self("check", "key").to_bytes(8, "little")


def _write(path: Path, prints: NDArray[np.uint64], people: int, fingerprint: Fingerprint) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_HEADER.pack(_MAGIC, len(prints), fingerprint.check, people))
            file.write(prints.astype("<u8", copy=False).data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


class KnownIndex:
    """Answers whether a value is in an index; follows the file when it is replaced."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._fingerprint = Fingerprint(key)
        self._stamp: tuple[int, int, int] | None = None
        self._prints: memoryview[int] = memoryview(array("Q"))
        self._people = 0
        self.refresh()

    def __len__(self) -> int:
        return len(self._prints)

    @property
    def people(self) -> int:
        """How many people gave at least one fingerprint."""
        return self._people

    def __contains__(self, value: tuple[str, str]) -> bool:
        wanted = self._fingerprint(*value)
        index = bisect_left(self._prints, wanted)
        return index < len(self._prints) and self._prints[index] == wanted

    def refresh(self) -> bool:
        """Open the file anew when it was replaced; True when it was.

        Raises:
            KnownIndexError: It is missing, broken or of another key.
        """
        try:
            status = self._path.stat()
            stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
            if stamp == self._stamp:
                return False
            with self._path.open("rb") as file:
                mapped = mmap(file.fileno(), 0, access=ACCESS_READ)
        except (OSError, ValueError) as error:
            raise KnownIndexError(
                f"{self._path}: the index of known people cannot be read; make it with `match build`."
            ) from error
        self._prints = self._checked(memoryview(mapped))
        self._stamp = stamp
        return True

    def _checked(self, data: memoryview) -> "memoryview[int]":
        if len(data) < _HEADER.size:
            raise KnownIndexError(f"{self._path}: not an index of known people; make it with `match build`.")
        magic, count, check, people = _HEADER.unpack_from(data)
        if magic != _MAGIC or len(data) != _HEADER.size + 8 * count:
            raise KnownIndexError(f"{self._path}: not an index of known people; make it with `match build`.")
        if check != self._fingerprint.check:
            raise KnownIndexError(f"{self._path}: made with another key; make it again with `match build`.")
        self._people = people
        return data[_HEADER.size :].cast("Q")
