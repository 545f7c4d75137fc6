"""Rich Text Format: text of every destination, tables, pictures and embedded files.

striprtf and its like leave headers, notes and properties out; a person's number can stand there.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from detectors.documents.budget import Budget
from detectors.documents.document import Item, Source
from detectors.documents.flow import Flow, Row, clean_cell, table_passages
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\"
)
# Destinations with looks and identifiers, not words.
_LOOKS = frozenset(
    (
        "fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "rsidtbl", "themedata",
        "fldtype", "colorschememapping", "datastore", "latentstyles", "xmlnstbl", "panose", "falt",
        "generator", "mmathPr", "pgdsctbl", "filetbl", "revtbl", "listlevel", "pnseclvl", "blipuid", "atnid",
        "atnref", "atndate", "atntime", "sn", "atrfstart", "atrfend", "bkmkstart", "bkmkend",
        "wgrffmtfilter", "nonshppict", "fontemb",
    )
)  # fmt: skip
_PLACES = {
    "header": "header", "headerl": "header", "headerr": "header", "headerf": "header",
    "footer": "footer", "footerl": "footer", "footerr": "footer", "footerf": "footer",
    "footnote": "footnote", "annotation": "comment", "atnauthor": "comment", "info": "properties",
    "userprops": "properties", "docvar": "properties", "ftnsep": "footnote", "sv": "shape",
}  # fmt: skip
_BREAKS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "tab": "\t", "cell": "\t", "nestcell": "\t",
    "nestrow": "\n", "bullet": "\u2022", "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018",
    "rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d", "emspace": " ", "enspace": " ",
}  # fmt: skip
_CODE_PAGES = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MANY_ROWS = 10_000
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until the closing brace."""

    place: str = "body"
    skipped: bool = False
    is_data: str = ""
    fallback: int = 1


def read_rtf(source: Source, budget: Budget) -> Iterator[Item]:
    """Text by destination, then tables, pictures and files."""
    text = source.data[source.data.find(rb"{\rtf") :].decode("latin-1")
    reader = _Rtf(budget)
    yield from reader.read(text)
    if reader.depth > 0:
        yield Unread("", "truncated")
    elif text[reader.end :].strip("\0 \r\n"):
        yield Source("after the RTF", "", "", text[reader.end :].encode("latin-1"))


class _Rtf:
    """Walks the tokens of one file."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._group = _Group()
        self._stack: list[_Group] = []
        self._encoding = "cp1252"
        self._bytes = bytearray()
        self._texts: dict[str, list[str]] = {"body": []}
        self._hex: list[str] = []
        self._rows: list[Row] = []
        self._row = 0
        self._skip = 0
        self._pictures = 0
        self.end = 0

    @property
    def depth(self) -> int:
        """Groups that are still open."""
        return len(self._stack)

    def read(self, text: str) -> Iterator[Item]:
        """All tokens, to the closing brace of the file."""
        try:
            yield from self._tokens(text)
        except UnreadableError:
            yield from self._finish()
            raise
        yield from self._finish()

    def _tokens(self, text: str) -> Iterator[Item]:
        """Take the tokens one by one; gives what is whole before the end."""
        at = count = 0
        while match := _TOKEN.match(text, at):
            at = match.end()
            count += 1
            if not count & 0xFFF:
                self._budget.check_time()
                yield from self._full_rows()
            if match[1] == "bin" and match[2]:
                at += max(0, int(match[2]))
            elif match[5] == "}":
                yield from self._close()
                if not self._stack:
                    break
            else:
                self._token(match)
        self.end = at

    def _token(self, match: re.Match[str]) -> None:
        """Any token but a closing brace."""
        word, number, byte, symbol, brace, plain = match.groups()
        if brace:
            self._open()
        elif word:
            self._word(word, number)
        elif byte:
            self._byte(byte)
        elif symbol:
            self._symbol(symbol)
        elif plain:
            self._plain(plain)

    def _open(self) -> None:
        """A group begins, with what holds outside it."""
        self._flush()
        self._stack.append(self._group)

    def _close(self) -> Iterator[Item]:
        """A group ends: a picture or file in it is whole now."""
        self._flush()
        kind = self._group.is_data
        outer = self._stack.pop() if self._stack else _Group()
        if kind and outer.is_data != kind:
            yield from self._file(kind)
        if self._group.place != outer.place or outer.place == "properties":
            self._write("\n")
        self._group = outer

    def _word(self, word: str, number: str | None) -> None:
        """A control word."""
        if word == "u" and number:
            self._flush()
            code = int(number) % 0x10000
            self._write(chr(code))
            self._skip = self._group.fallback
            return
        self._flush()
        if word == "uc" and number:
            self._group = replace(self._group, fallback=max(0, min(int(number), 10)))
        elif word == "ansicpg" and number:
            self._encoding = _codec(f"cp{number}")
        elif word in _CODE_PAGES:
            self._encoding = _CODE_PAGES[word]
        elif word in _LOOKS:
            self._group = replace(self._group, skipped=True)
        elif word in {"pict", "objdata"}:
            self._group = replace(self._group, is_data=word)
        elif word in _PLACES:
            self._group = replace(self._group, place=_PLACES[word])
        elif word == "row":
            self._end_row()
        elif word in _BREAKS:
            self._write(_BREAKS[word])

    def _byte(self, byte: str) -> None:
        """A byte of the code page; several may make one character."""
        if self._skip:
            self._skip -= 1
        else:
            self._bytes.append(int(byte, 16))

    def _symbol(self, symbol: str) -> None:
        """A control symbol."""
        self._flush()
        if symbol in "\\{}":
            self._plain(symbol)
        elif symbol in "~_":
            self._write(" " if symbol == "~" else "-")
        elif symbol in "\r\n":
            self._write("\n")

    def _plain(self, text: str) -> None:
        """Text as it stands."""
        self._flush()
        if self._group.is_data:
            if not self._group.skipped:
                self._hex.append(text)
            return
        if self._skip:
            text, self._skip = text[self._skip :], max(0, self._skip - len(text))
        # Bytes above ASCII that were not escaped are bytes of the code page too.
        self._write(
            text if text.isascii() else text.encode("latin-1").decode(self._encoding, errors="replace")
        )

    def _flush(self) -> None:
        """The bytes so far become text."""
        if self._bytes:
            text = bytes(self._bytes).decode(self._encoding, errors="replace")
            self._bytes.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        """Text of the group's place."""
        if self._group.skipped or self._group.is_data:
            return
        self._budget.characters(len(text))
        self._texts.setdefault(self._group.place, []).append(text)

    def _end_row(self) -> None:
        """The cells since the last line are a row of a table."""
        pieces = self._texts.get(self._group.place, [])
        line: list[str] = []
        while pieces and "\n" not in pieces[-1]:
            line.append(pieces.pop())
        row = _joined("".join(reversed(line)))
        cells = row.removesuffix("\t").split("\t")
        filled = {at: clean_cell(cell.strip()) for at, cell in enumerate(cells, start=1) if cell.strip()}
        if filled:
            self._row += 1
            self._rows.append((self._row, filled))

    def _full_rows(self) -> Iterator[Item]:
        """The rows so far, when there are many; the first of them, the header, stays."""
        if len(self._rows) > _MANY_ROWS:
            yield from table_passages("table", self._rows)
            del self._rows[1:]

    def _file(self, kind: str) -> Iterator[Item]:
        """A picture or an embedded file."""
        digits = re.sub(r"[^0-9a-fA-F]", "", "".join(self._hex))
        self._hex = []
        data = bytes.fromhex(digits[: len(digits) // 2 * 2])
        self._budget.expand(len(data))
        if kind == "pict":
            self._pictures += 1
            yield Source(f"picture {self._pictures}", "", "", data, is_picture=True)
            return
        start = data.find(_OLE)
        yield Source("embedded file", "", "", data[start:] if start >= 0 else data)

    def _finish(self) -> Iterator[Item]:
        """Everything that was gathered."""
        self._flush()
        if self._rows:
            yield from table_passages("table", self._rows)
        for place, pieces in self._texts.items():
            flow = Flow(place, "paragraph" if place == "body" else "")
            text = _joined("".join(pieces))
            if place == "shape":  # sizes and positions are values too
                text = "\n".join(line for line in text.split("\n") if any(map(str.isalpha, line)))
            for number, line in enumerate(text.split("\n"), start=1):
                if line.strip():
                    yield from flow.add(line.strip(), number)
            yield from flow.flush()


def _joined(text: str) -> str:
    r"""Surrogate halves, written as two `\\u` words, as one character."""
    if any(ord(char) in _SURROGATES for char in text):
        return text.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")
    return text


def _codec(name: str) -> str:
    """A code page that Python knows, or Windows-1252."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
