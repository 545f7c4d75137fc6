"""Bytes to text when nobody says reliably which encoding it is."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from detectors.errors import UnreadableError

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 16 * 1024
# Control characters that no text file holds; tab, line ends, form feed, backspace and escape may be there.
_CONTROLS = re.compile(rb"[\x00-\x07\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.05
# Share of zero bytes at one position of each 2 or 4 that gives UTF-16 and UTF-32 away.
_ZERO_SHARE = 0.4
_HEAD = 4096


def decode_text(data: bytes, declared: str = "", *, is_cut: bool = False) -> str:
    """Text of a text file.

    Tried in this order: a byte order mark, UTF-32 and UTF-16 by their zero bytes, UTF-8, the declared
    charset, a guess by charset-normalizer, Windows-1252. Bytes that do not fit become U+FFFD.

    Args:
        data: The bytes.
        declared: Charset named in a header, if any.
        is_cut: The bytes may end in the middle of a character.

    Raises:
        UnreadableError: The bytes are no text (reason ``binary``).
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if wide := _wide_encoding(data):
        return data.decode(wide, errors="replace")
    if looks_binary(data):
        raise UnreadableError("binary", "the bytes are no text in a known encoding")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data, final=not is_cut)
    except UnicodeDecodeError:
        pass  # not UTF-8: the next best is tried below
    return data.decode(_known(declared) or _guess(data), errors="replace")


def is_text(data: bytes) -> bool:
    """There is something in the bytes, and it is text."""
    return bool(data.strip(b"\0 \t\r\n")) and not looks_binary(data)


def looks_binary(data: bytes) -> bool:
    """Too many control characters, in the beginning or in the whole, to be text."""
    head = data[:_HEAD]
    if len(_CONTROLS.findall(head)) > _CONTROL_SHARE * len(head):
        return True
    middle = data[len(data) // 2 : len(data) // 2 + _HEAD]
    return len(_CONTROLS.findall(middle)) > _CONTROL_SHARE * len(middle)


def _wide_encoding(data: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: Latin text leaves zero bytes at fixed positions."""
    head = data[: _HEAD - _HEAD % 4]
    if len(head) < 4 or b"\0" not in head:  # noqa: PLR2004 - one UTF-32 character
        return ""
    share = [part.count(0) / max(len(part), 1) for part in (head[0::4], head[1::4], head[2::4], head[3::4])]
    zero = [value > _ZERO_SHARE for value in share]
    full = [value == 0 or value < 0.1 for value in share]  # noqa: PLR2004 - an odd NUL or emoji may occur
    if full[0] and zero[1] and zero[2] and zero[3]:
        return "utf-32-le"
    if zero[0] and zero[1] and zero[2] and full[3]:
        return "utf-32-be"
    if full[0] and full[2] and zero[1] and zero[3]:
        return "utf-16-le"
    if zero[0] and zero[2] and full[1] and full[3]:
        return "utf-16-be"
    return ""


def _known(name: str) -> str:
    """The declared charset when Python knows it as a text encoding, else an empty string."""
    try:
        info = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError):
        return ""
    # UTF-7 and the like are kept out: they decode plain text into something else.
    return info.name if info._is_text_encoding and info.name not in {"utf-7", "idna", "punycode"} else ""  # noqa: SLF001


def _guess(data: bytes) -> str:
    """Charset-normalizer's best match on a sample around the first byte above ASCII."""
    first = next((match.start() for match in re.finditer(rb"[\x80-\xff]", data)), 0)
    start = max(0, first - _SAMPLE // 2)
    best = from_bytes(data[start : start + _SAMPLE]).best()
    return best.encoding if best else "cp1252"
