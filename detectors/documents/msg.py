"""Outlook messages: every text property, with attachments as documents of their own [MS-OXMSG]."""

from __future__ import annotations

from collections.abc import Iterator

from compressed_rtf import decompress  # type: ignore[import-untyped]

from detectors.documents.budget import Budget
from detectors.documents.document import Item, Passage, Source
from detectors.documents.ole_file import OleFile
from detectors.prompts.part import Unread

_PREFIX = "__substg1.0_"
_UNICODE, _BYTES, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
# Names of the properties people see; the others are read under their number.
_NAMES = {
    "0037": "Subject", "1000": "Body", "0C1A": "From", "0C1F": "From", "5D01": "From", "0042": "From",
    "0E04": "To", "0E03": "Cc", "0E02": "Bcc", "3001": "Name", "39FE": "E-mail", "3003": "E-mail",
    "3707": "File", "3704": "File", "007D": "Headers", "0070": "Topic", "3A08": "Telephone",
}  # fmt: skip
# Unpacked byte by byte in Python, at about a megabyte a second.
_RTF_BYTES = 8 * 1024 * 1024
_HTML, _RTF, _ATTACHED = "1013", "1009", "3701"
# Texts that Outlook writes for itself.
_TECHNICAL = frozenset(("001A", "0064", "0C1E", "3002", "370B", "1035", "0E28", "3FF8", "300B", "3703"))


def read_msg(ole: OleFile, budget: Budget) -> Iterator[Item]:
    """A message, its recipients, its attachments and the messages in it."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for path in ole.listdir():
        leaf = path[-1]
        if leaf.startswith(_PREFIX) and "__nameid" not in "/".join(path):
            groups.setdefault("/".join(path[:-1]), []).append(
                (leaf.removeprefix(_PREFIX)[:8], "/".join(path))
            )
    for folder, properties in groups.items():
        budget.member()
        yield from _folder(ole, folder, properties, budget)


def _folder(ole: OleFile, folder: str, properties: list[tuple[str, str]], budget: Budget) -> Iterator[Item]:
    """The message itself, a recipient or an attachment."""
    place = _place(folder)
    lines: list[str] = []
    name = ""
    for tag, path in sorted(properties):
        number, kind = tag[:4], tag[4:]
        if kind in {_UNICODE, _BYTES} and number not in _TECHNICAL:
            data = ole.read(path)
            text = data.decode("utf-16-le" if kind == _UNICODE else "cp1252", errors="replace").strip("\0")
            budget.characters(len(text))
            lines.append(f"{_NAMES.get(number, number)}: {text}")
            name = text if number in {"3707", "3704"} else name
    if lines:
        yield Passage(place or "message", "\n".join(lines))
    for tag, path in properties:
        if tag[4:] != _BINARY:
            continue
        number, data = tag[:4], ole.read(path)
        budget.expand(len(data))
        if number == _RTF:
            yield from _rtf(data, place, budget)
        elif number in {_HTML, _ATTACHED}:
            kind = f"attachment:{name}" if number == _ATTACHED else place or "body"
            yield Source(kind, name, "", data)


def _rtf(data: bytes, place: str, budget: Budget) -> Iterator[Item]:
    """The body in Outlook's packed RTF."""
    if len(data) > _RTF_BYTES:
        yield Unread(place or "body", "too-large")
        return
    try:
        text = decompress(data)
    except (ValueError, IndexError, KeyError):
        yield Unread(place or "body", "broken")
        return
    budget.expand(len(text))
    yield Source(place or "body", "", "", text)


def _place(folder: str) -> str:
    """``recipient``, ``attachment``, or nothing for the message itself."""
    if "__recip" in folder.rpartition("/")[2]:
        return "recipient"
    return "attachment" if "__attach" in folder else ""
