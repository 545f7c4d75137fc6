"""The way of one document: detect, read as each kind it is, go into the files inside it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping

from detectors.documents.budget import Budget
from detectors.documents.detect import kinds_of
from detectors.documents.document import Document, Item, Limits, Passage, Reader, Source
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread

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
    budget = Budget(limits, len(source.data))
    passages: dict[Passage, None] = {}
    unread: dict[Unread, None] = {}
    kinds: list[str] = []
    for item in _read(readers, source, budget, 0, kinds):
        if isinstance(item, Passage):
            passages.setdefault(item)
        else:
            unread.setdefault(item)
    return Document(kinds[0] if kinds else "empty", tuple(passages), tuple(unread))


def _read(
    readers: Mapping[str, Reader], source: Source, budget: Budget, depth: int, kinds: list[str]
) -> Iterator[Passage | Unread]:
    """What one file holds, files inside it included."""
    if not source.data.strip(b"\0 \t\r\n"):
        return
    for kind in kinds_of(source):
        kinds.append(kind)
        if kind not in readers:
            yield Unread("", "picture" if source.is_picture else kind)
            continue
        for item in _guarded(readers[kind], source, budget):
            if not isinstance(item, Source):
                yield item
            elif depth >= budget.limits.depth:
                yield Unread(item.place, "too-deep")
            else:
                for inner in _read(readers, item, budget, depth + 1, kinds):
                    yield _inside(item.place, inner)


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


def _inside(place: str, item: Passage | Unread) -> Passage | Unread:
    """The item with the place of the file it came from in front."""
    inner = item.place if isinstance(item, Passage) else item.path
    whole = f"{place} > {inner}" if place and inner else place or inner
    return Passage(whole, item.text, item.layout) if isinstance(item, Passage) else Unread(whole, item.reason)
