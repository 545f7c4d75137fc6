"""Bytes to text: what the bytes are counts for more than what the client says they are."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A codec such as punycode takes quadratic time, and rot13 is no charset: only these are taken at their word.
_KNOWN = re.compile(
    r"utf|iso-?8859|latin|cp|windows|ascii|mac|koi8|gb|big5|euc|shift_?jis|tis", re.IGNORECASE
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKS = tuple(mark for mark, _ in _BOMS)
# 0x1b starts ISO-2022, 0x1e separates records.
_CONTROL = bytes({*range(9), *range(0x0E, 0x1B), 0x1C, 0x1D, 0x7F})


def to_text(data: bytes, declared: str = "") -> str:
    """The text of some bytes; total, and without lone surrogates.

    A byte order mark wins, then UTF-16 and UTF-32 by their zero bytes, then UTF-8 when it is valid, then the
    declared charset, then UTF-8 with its broken bytes replaced or Windows-1252 when it has none at all.
    """
    if data.startswith(_MARKS):
        mark, name = next((mark, name) for mark, name in _BOMS if data.startswith(mark))
        return clean(data[len(mark) :].decode(name, "replace"))
    if name := _by_zeros(data[:64]):
        return clean(data.decode(name, "replace"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass  # the next guesses are for bytes that are no valid UTF-8
    if declared and _KNOWN.match(declared):
        try:
            return clean(data.decode(declared))
        except (LookupError, UnicodeError):
            return data.decode("utf-8", "replace")
    text = data.decode("utf-8", "replace")
    return text if text.count("�") * 50 < len(text) else data.decode("cp1252", "replace")


def clean(text: str) -> str:
    """`text` with lone surrogates as U+FFFD: same length, and every consumer can encode it."""
    return text if text.isascii() else _SURROGATE.sub("�", text)


def is_text(data: bytes) -> bool:
    """Whether bytes look like text in some charset: valid UTF-16 or UTF-32, or hardly any control codes."""
    head = data[:4096]
    wide = _by_zeros(head[:64])
    if head.startswith(_MARKS[1:]):
        wide = next(name for mark, name in _BOMS[1:] if head.startswith(mark))
    if wide:
        return _is_valid(head[: len(head) // 4 * 4], wide)
    if (len(head) - len(head.translate(None, _CONTROL))) * 100 > len(head):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A character cut at the end of the sample, or a text in an 8-bit charset, which is mostly ASCII.
        high = sum(byte >= 0x80 for byte in head)  # noqa: PLR2004
        return error.start >= len(head) - 3 or high * 4 < len(head)
    return True


def _is_valid(head: bytes, charset: str) -> bool:
    """Whether bytes decode, but for a pair of surrogates cut at the end."""
    try:
        head.decode(charset)
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 2
    return True


def _by_zeros(head: bytes) -> str:
    """UTF-16 or UTF-32 of mostly Latin text, told by where its zero bytes are."""
    if len(head) < 4 or b"\0" not in head:  # noqa: PLR2004
        return ""
    even, odd = head[::2], head[1::2]
    zeros = [head[place::4].count(0) * 4 >= len(head) * 0.9 for place in range(4)]
    if zeros == [False, True, True, True]:
        return "utf-32-le"
    if zeros == [True, True, True, False]:
        return "utf-32-be"
    if odd.count(0) * 10 >= len(odd) * 8 and even.count(0) == 0:
        return "utf-16-le"
    if even.count(0) * 10 >= len(even) * 8 and odd.count(0) == 0:
        return "utf-16-be"
    return ""
