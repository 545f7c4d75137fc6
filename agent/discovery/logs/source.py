"""Logs as blocks of whole lines, whatever they are packed in; what cannot be read is counted, not raised."""

import codecs
import glob
import itertools
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from agent.discovery.logs.unpack import PIECE, Broken, unpacked
from agent.errors import FailureError

MAX_LINE = 2**20
SAMPLE = 128 * 2**10
UNREADABLE = "file cannot be read"
TOO_LONG = "line too long"

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
Progress = Callable[[int], None]


class Source:
    """One log.

    Attributes:
        name: As the user knows it.
        skipped: What never became a line of its own, counted by reason.
    """

    def __init__(self, name: str, *, path: Path | None = None, stream: BinaryIO | None = None) -> None:
        """A file by its path, or an open binary stream."""
        self.name = name
        self.skipped: Counter[str] = Counter()
        self._path = path
        self._stream = stream
        self._held: list[bytes] = []
        self._rest: Iterator[bytes] | None = None

    def sample(self) -> list[str]:
        """The first lines, by which the format is told; `blocks` begins with them again."""
        blocks = self._blocks(None)
        size = 0
        for block in blocks:
            self._held.append(block)
            size += len(block)
            if size >= SAMPLE:
                break
        lines = b"".join(self._held)[:SAMPLE].decode("utf-8", "replace").splitlines()
        if self._stream is None:  # thousands of files must not stay open: read it again later
            blocks.close()
            self._held.clear()
            self.skipped.clear()
        else:
            self._rest = blocks
        return lines

    def blocks(self, progress: Progress | None = None) -> Iterator[bytes]:
        """Whole lines in valid UTF-8, each with its end, some megabytes at a time."""
        blocks = self._rest if self._rest is not None else self._blocks(progress)
        for block in itertools.chain(self._held, blocks):
            if progress and self._rest is not None:
                progress(len(block))
            yield block

    def _blocks(self, progress: Progress | None) -> Generator[bytes]:
        rest, dropping = b"", False
        try:
            for piece in _text(unpacked(self._pieces(progress))):
                data = piece
                if dropping:
                    _, end, data = piece.partition(b"\n")
                    dropping = not end
                data = rest + data
                cut = data.rfind(b"\n") + 1
                rest = data[cut:]
                if cut:
                    yield _readable(data[:cut])
                if len(rest) > MAX_LINE:
                    self.skipped[TOO_LONG] += 1
                    rest, dropping = b"", True
        except Broken as error:
            self.skipped[error.reason] += 1  # the piece of a line that stands before the break
        except OSError:
            self.skipped[UNREADABLE] += 1
        else:
            if rest:
                yield _readable(rest + b"\n")

    def _pieces(self, progress: Progress | None) -> Iterator[bytes]:
        """The bytes as stored."""
        if self._stream is not None:
            yield from iter(lambda: self._stream.read(PIECE) if self._stream else b"", b"")
        elif self._path is not None:
            with self._path.open("rb") as file:
                while piece := file.read(PIECE):
                    yield piece
                    if progress:
                        progress(len(piece))


def sources(logs: Iterable[str | Path | BinaryIO]) -> list[Source]:
    """Every log that is meant; directories and glob patterns stand for the files in them, sorted.

    Raises:
        FailureError: There is no such file.
    """
    found: list[Source] = []
    for number, log in enumerate(logs, 1):
        if not isinstance(log, str | Path):
            found.append(Source(str(getattr(log, "name", None) or f"log {number}"), stream=log))
        elif str(log) == "-":
            found.append(Source("standard input", stream=sys.stdin.buffer))
        else:
            found += [Source(str(path), path=path) for path in _files(str(log))]
    return found


def total_size(logs: Iterable[str | Path | BinaryIO]) -> int | None:
    """Bytes that `blocks` will report as progress; None when nobody knows."""
    names = [str(log) for log in logs if isinstance(log, str | Path)]
    if "-" in names:
        return None
    return sum(path.stat().st_size for name in names for path in _files(name))


def _files(name: str) -> list[Path]:
    path = Path(name)
    if path.is_dir():
        return sorted(item for item in path.rglob("*") if item.is_file())
    if path.exists():
        return [path]
    matches = sorted(Path(match) for match in glob.glob(name, recursive=True))  # noqa: PTH207 - takes absolute patterns
    if not matches:
        raise FailureError(f"{name}: no such file; give logs, directories, glob patterns or -")
    return [item for item in matches if item.is_file()]


def _text(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces in UTF-8; Windows writes some logs in UTF-16, and both with a byte order mark."""
    pieces = iter(pieces)
    first = next(pieces, b"")
    if coding := _UTF16.get(first[:2]):
        decoder = codecs.getincrementaldecoder(coding)("replace")
        for piece in itertools.chain([first[2:]], pieces):
            yield decoder.decode(piece).encode("utf-8", "replace")
        return
    yield first.removeprefix(codecs.BOM_UTF8)
    yield from pieces


def _readable(block: bytes) -> bytes:
    """The block with plain line ends, and anything that is no UTF-8 replaced: engines take nothing else."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
    try:
        block.decode()
    except UnicodeDecodeError:
        return block.decode("utf-8", "replace").encode()
    return block
