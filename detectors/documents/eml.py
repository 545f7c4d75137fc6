"""Mail messages: headers, bodies, attachments; each body and attachment is a document of its own."""

from __future__ import annotations

import email.errors
import email.header
import email.parser
from collections.abc import Iterator
from email.message import Message

from detectors.documents.budget import Budget
from detectors.documents.charset import decode_text
from detectors.documents.document import Item, Passage, Source
from detectors.documents.text import read_text
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread

# Content types whose content only the receiver can read.
_FEED = 64 * 1024
_LEVELS = 100
# A mail as large as the largest file has fewer: its attachments have 76 characters a line.
_LINES = 1_500_000
_SEALED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"))


def read_eml(source: Source, budget: Budget) -> Iterator[Item]:
    """One message; one nested beyond reason is read as the text it is.

    The parser compares each line with the boundaries of all open levels and keeps each line by itself, so
    levels and lines are bounded first.
    """
    levels, lines = source.data.lower().count(b"boundary="), source.data.count(b"\n")
    if levels > _LEVELS or lines > _LINES:
        yield Unread("", "too-deep" if levels > _LEVELS else "too-large")
        yield from read_text(source, budget)
        return
    parser = email.parser.BytesFeedParser()
    for start in range(0, len(source.data), _FEED):
        budget.check_time()
        parser.feed(source.data[start : start + _FEED])
    yield from _message(parser.close(), budget, outer=True)


def _message(message: Message, budget: Budget, *, outer: bool) -> Iterator[Item]:
    """Headers and parts of a message or of one part of it."""
    budget.member()
    lines = [f"{name}: {_decoded(value)}" for name, value in message.items()]
    text = "\n".join(lines)
    budget.characters(len(text))
    if text:
        yield Passage("header" if outer else "part header", text)
    for aside in (message.preamble, message.epilogue):
        if aside and aside.strip():
            yield Passage("between parts", aside)
    if message.get_content_type() in _SEALED:
        yield Unread("", "encrypted")
    elif message.get_content_type() == "message/rfc822":
        yield from _forwarded(message)
    elif message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _message(part, budget, outer=False)
    else:
        yield from _leaf(message, budget)


def _forwarded(message: Message) -> Iterator[Item]:
    """A message in a message."""
    payload = message.get_payload()
    for inner in payload if isinstance(payload, list) else ():
        if isinstance(inner, Message):
            yield Source("attachment:message", "", "message/rfc822", inner.as_bytes())


def _leaf(message: Message, budget: Budget) -> Iterator[Item]:
    """A body or an attachment."""
    data = message.get_payload(decode=True)
    if not isinstance(data, bytes):
        return
    budget.expand(len(data))
    name = _decoded(message.get_filename() or "")
    charset = message.get_content_charset() or ""
    media_type = f"{message.get_content_type()}; charset={charset}"
    yield Source(f"attachment:{name}" if name else "body", name, media_type, data)


def _decoded(value: object) -> str:
    """A header with its encoded words read, in one line."""
    raw = str(value)
    try:
        pieces = email.header.decode_header(raw)
    except (email.errors.HeaderParseError, ValueError, LookupError):
        return " ".join(raw.split())
    words = []
    for piece, charset in pieces:
        if isinstance(piece, str):
            words.append(piece)
            continue
        try:
            words.append(piece.decode(charset or "ascii"))
        except (LookupError, ValueError):
            words.append(_any(piece))
    return " ".join("".join(words).split())


def _any(data: bytes) -> str:
    """Text of a header word in an unknown charset."""
    try:
        return decode_text(data)
    except UnreadableError:
        return data.decode("latin-1")
