"""The way of one document: detect, read as each kind it is, go into the files inside it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detectors.documents.budget import Budget
from detectors.documents.detect import kinds_of
from detectors.documents.document import Document, Item, Limits, Passage, Reader, Source
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread

_HALF = re.compile("[\ud800-\udfff]")

_log = logging.getLogger(__name__)


def read_with(readers: Mapping[str, Reader], source: Source, limits: Limits) -> Document:
    """Read a document with a table of readers; never raises.

    Args:
        readers: Reader of each kind that `kinds_of` can name, less ``binary`` and ``unsupported``.
        source: The document.
        limits: What it may cost.
    """
    if len(source.data) > limits.input_bytes:
        return Document("unread", (), (Unread("", "too-large"),))
    walk = _Walk(readers, Budget(limits, len(source.data)))
    passages: dict[Passage, None] = {}
    unread: dict[Unread, None] = {}
    for item in walk.read(source, 0):
        if isinstance(item, Passage):
            passages.setdefault(_encodable(item))
        else:
            unread.setdefault(item)
    return Document(walk.kind, tuple(passages), tuple(unread))


@dataclass(slots=True)
class _Walk:
    """The way through one document and the files inside it.

    Attributes:
        readers: Reader of each kind.
        budget: What is left, for all files together.
        kind: What the document itself is; known once it is read.
    """

    readers: Mapping[str, Reader]
    budget: Budget
    kind: str = "empty"

    def read(self, source: Source, depth: int) -> Iterator[Passage | Unread]:
        """What one file holds, files inside it included."""
        if not source.data.strip(b"\0 \t\r\n"):
            return
        try:
            kinds = kinds_of(source)
        except Exception as error:  # noqa: BLE001 - as in `_guarded`
            _log.warning("a document was not recognised: %s", type(error).__name__)
            kinds = ("broken",)
        self.kind = kinds[0] if depth == 0 else self.kind
        for kind in kinds:
            if kind not in self.readers:
                yield Unread("", "picture" if source.is_picture else kind)
                continue
            for item in _guarded(self.readers[kind], source, self.budget):
                if not isinstance(item, Source):
                    yield item
                elif self.budget.is_exhausted:
                    yield Unread(item.place, "too-large")
                    return
                else:
                    yield from (_inside(item.place, inner) for inner in self._inner(item, depth))

    def _inner(self, source: Source, depth: int) -> Iterator[Passage | Unread]:
        """What a file inside a file holds."""
        if depth >= self.budget.limits.depth:
            yield Unread("", "too-deep")
            return
        try:
            self.budget.member()
            with self.budget.holding(len(source.data)):
                yield from self.read(source, depth + 1)
        except UnreadableError as error:
            yield Unread("", error.reason)


def _guarded(reader: Reader, source: Source, budget: Budget) -> Iterator[Item]:
    """What a reader gives; its failure becomes an `Unread`, what it gave before stays."""
    try:
        yield from reader(source, budget)
    except UnreadableError as error:
        yield Unread("", error.reason)
    except RecursionError:
        yield Unread("", "too-deep")
    except MemoryError:
        yield Unread("", "too-large")
    except Exception as error:  # noqa: BLE001 - libraries raise anything on hostile bytes; unread is the answer
        # The type only: a message may quote the document.
        _log.warning("a document reader failed: %s in %s", type(error).__name__, reader.__name__)
        yield Unread("", "broken")


def _encodable(passage: Passage) -> Passage:
    r"""The passage without half characters (``\ud800`` in JSON), which nothing behind here could encode."""
    if passage.text.isascii() or not _HALF.search(passage.text):
        return passage
    return Passage(passage.place, _HALF.sub("\ufffd", passage.text), passage.layout)


def _inside(place: str, item: Passage | Unread) -> Passage | Unread:
    """The item with the place of the file it came from in front."""
    inner = item.place if isinstance(item, Passage) else item.path
    whole = f"{place} > {inner}" if place and inner else place or inner
    return Passage(whole, item.text, item.layout) if isinstance(item, Passage) else Unread(whole, item.reason)
