"""XML as a stream of events, without entities, external parts or a tree in memory.

Python's expat is used directly: its own bomb protection stays on, and a document that declares an entity
is refused before the entity is used (what defusedxml does).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol
from xml.parsers import expat

from detectors.documents.budget import Budget
from detectors.errors import UnreadableError

_BUFFER = 64 * 1024
# expat's codes for a document that stops in the middle.
_CUT_OFF = frozenset(
    (
        expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
        expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
        expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
        expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
    )
)
_REMEMBERED = 1_000
_MAX_NAMES = 100_000
_MAX_DEPTH = 2_000


class Handler[T](Protocol):
    """What takes the events; names come without their namespace prefix."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Character data, in pieces."""

    def taken(self) -> list[T]:
        """What was read since the last call."""


def parse[T](chunks: Iterable[bytes], handler: Handler[T], budget: Budget) -> Iterator[T]:
    """Feed XML to a handler and give out what it reads, as it is read.

    Raises:
        UnreadableError: ``xml-entities``, ``truncated``, ``broken``, ``too-deep``, or over the budget.
    """
    parser = _parser(handler)
    try:
        for chunk in chunks:
            budget.check_time()
            parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
            yield from handler.taken()
        parser.Parse(b"", True)  # noqa: FBT003
    except UnreadableError:
        yield from handler.taken()
        raise
    except expat.ExpatError as error:
        yield from handler.taken()
        reason = "truncated" if error.code in _CUT_OFF else "broken"
        raise UnreadableError(reason, f"not well-formed XML at line {error.lineno}") from error
    except LookupError as error:
        raise UnreadableError("broken", "XML in an unknown encoding") from error
    yield from handler.taken()


def local_name(name: str) -> str:
    """``t`` of ``w:t``: the prefix is the writer's choice and says nothing."""
    return name.rpartition(":")[2]


class _Names(dict[str, str]):
    """Local name of each name met so far; too many of them are an attack on expat's own tables."""

    def __missing__(self, name: str) -> str:
        if len(self) >= _MAX_NAMES:
            raise UnreadableError("too-large", "more different XML names than the limit")
        self[name] = local = local_name(name)
        return local


def _plain(attributes: Mapping[str, str], names: _Names) -> dict[str, str]:
    """Attributes by their local names (of two with the same, one keeps its prefix), namespaces left out."""
    plain: dict[str, str] = {}
    for key, value in attributes.items():
        if not key.startswith("xmlns"):
            name = names[key]
            plain[key if name in plain else name] = value
    return plain


def _parser[T](handler: Handler[T]) -> expat.XMLParserType:
    """An expat parser that knows local names only and refuses entities."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _BUFFER
    names = _Names()
    # Names of attributes that came together and have no prefix, which is nearly all of them.
    without_prefix: set[tuple[str, ...]] = set()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise UnreadableError("too-deep", "XML nested too deeply")
        keys = tuple(attributes)
        if keys not in without_prefix:
            attributes = _plain(attributes, names)
            if tuple(attributes) == keys and len(without_prefix) < _REMEMBERED:
                without_prefix.add(keys)
        handler.start(names[name], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(names[name])

    def refuse(*_: object) -> int:
        raise UnreadableError("xml-entities", "the XML declares entities of its own")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    return parser
