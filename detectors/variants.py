"""Other readings of a text: escapes undone, chunks decoded, spaced letters closed up, broken lines joined.

Each is made only when a cheap test says that the text could hold one: all tests are one RE2 set, one pass.
"""

import base64
import binascii
import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import re2

from detectors.mapped import Mapped, apply_edits, edit
from detectors.word_list import read_lines

type Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Variant:
    """Another reading of a text.

    Attributes:
        name: For `Finding.reasons`.
        text: The reading.
        original: Where a span of it stands in the text it was made from; None when what was found there is
            not due to this reading.
        whole: Whether every recognizer looks at it; otherwise only those that judge candidates.
        least: Findings with a lower score do not count: a reading that joins what stood apart must be sure.
    """

    name: str
    text: str
    original: Callable[[int, int], Span | None]
    whole: bool = True
    least: float = 0.0


def variants(text: str, plain: str) -> Iterator[Variant]:
    """The other readings that a text could have; none for most texts.

    Args:
        text: The text in canonical form.
        plain: The same, folded to ASCII.
    """
    for index in sorted(_TRIGGERS.Match(plain.encode("ascii")) or ()):
        yield from _MAKERS[index](text)


def _number_words() -> dict[str, str]:
    """Digits by the words people say for them: Dutch to ninety-nine, other languages to nine or more."""
    words: dict[str, str] = {}
    for line in read_lines(__package__, "number_words.txt"):
        digits, _, names = line.partition(":")
        words.update(dict.fromkeys(names.split(), digits))
    units = ["", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"]
    tens = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
    for ten, name in enumerate(tens, start=2):
        for unit, word in enumerate(units):
            joint = "\u00ebn" if word.endswith("e") else "en"
            for spelling in (f"{word}{joint}{name}", f"{word}en{name}") if word else (name,):
                words[spelling] = f"{ten}{unit}"
    return words


def _readable(text: str) -> str:
    """What a decoder may let through that a text cannot hold, made harmless without moving anything."""
    return _UNREADABLE.sub("\ufffd", text.replace("\r", " "))


_UNREADABLE = re.compile("[\ud800-\udfff]")

# Escapes: HTML entities, percent, JSON and JavaScript, quoted-printable.

_HEX = "[0-9a-fA-F]"
_ESCAPE = re.compile(
    rf"&(?:#[0-9]{{2,6}}|#[xX]{_HEX}{{2,5}}|[a-zA-Z][a-zA-Z0-9]{{1,8}});"
    rf"|%[0-7]{_HEX}|(?:%[89a-fA-F]{_HEX})+"
    rf"|\\u[dD][89abAB]{_HEX}{{2}}\\u[dD][c-fC-F]{_HEX}{{2}}|\\u{_HEX}{{4}}|\\x{_HEX}{{2}}|\\[nrt\"'/]"
    rf"|(?:={_HEX}{{2}}){{2,}}|=(?:20|2[DEde]|3[ADad]|40)|=\n"
)
_MAX_ROUNDS = 3
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "/": "/"}


def _decoded(text: str) -> Iterator[Variant]:
    """The text with its escapes undone, and those that come to light by it."""
    rounds: list[Mapped] = []
    while len(rounds) < _MAX_ROUNDS:
        mapped = edit(_ESCAPE, _unescape, text)
        if not mapped:
            break
        rounds.append(mapped)
        text = mapped.text

    def original(start: int, end: int) -> Span:
        for mapped in reversed(rounds):
            start, end = mapped.original(start, end)
        return start, end

    if rounds:
        yield Variant("decoded", _readable(text), original)


def _unescape(match: re.Match[str]) -> str:
    """What one escape stands for; itself when it stands for nothing readable."""
    escape = match.group()
    if escape[0] == "&":
        return html.unescape(escape)
    if escape[0] == "%":
        return unquote(escape, errors="replace")
    if escape[0] == "=":
        return unquote(escape.replace("=", "%"), errors="replace") if escape != "=\n" else ""
    if escape[1] == "u":
        units = bytes.fromhex(escape.replace("\\u", ""))
        return units.decode("utf-16-be", errors="replace")
    if escape[1] == "x":
        return chr(int(escape.replace("\\", "0"), base=16))
    return _SIMPLE[escape[1]]


# Chunks of base64 or hexadecimal digits that hold text.

_BASE64 = re.compile(
    r"(?<![\w+/=-])(?:[A-Za-z0-9+/_-]{16,76}\n(?=[A-Za-z0-9+/_-]{4}))*[A-Za-z0-9+/_-]{16,}={0,2}"
)
_HEXADECIMAL = re.compile(rf"(?<!\w)(?:{_HEX}{{2}}[ :]?){{8,}}(?!\w)")
_PROBE = 64
_MIN_READABLE = 0.95
_MIN_ASCII = 0.7


def _encoded(text: str) -> Iterator[Variant]:
    """All chunks that decode to text, as one text, a paragraph each."""
    starts: list[int] = []
    spans: list[Span] = []
    pieces: list[str] = []
    length = 0
    for pattern, decode in ((_BASE64, _from_base64), (_HEXADECIMAL, _from_hexadecimal)):
        for match in pattern.finditer(text):
            inner = decode(match.group())
            if inner:
                starts.append(length)
                spans.append(match.span())
                pieces.append(inner)
                length += len(inner) + 2
    if pieces:
        yield Variant("base64", "\n\n".join(pieces), lambda start, _: spans[bisect_right(starts, start) - 1])


def _from_base64(chunk: str) -> str:
    compact = chunk.replace("\n", "").rstrip("=").replace("-", "+").replace("_", "/")
    return _as_text(_unbase64(compact)) if _as_text(_unbase64(compact[:_PROBE])) else ""


def _unbase64(compact: str) -> bytes:
    compact = compact[: len(compact) - (len(compact) % 4 == 1)]
    try:
        return base64.b64decode(compact + "=" * (-len(compact) % 4))
    except binascii.Error:
        return b""


def _from_hexadecimal(chunk: str) -> str:
    return _as_text(bytes.fromhex(chunk.replace(":", "").replace(" ", "")))


def _as_text(data: bytes) -> str:
    """The bytes as text when nearly all of it is readable, else an empty string."""
    if data[1::2].count(0) * 2 >= len(data) - 1:
        text = data.decode("utf-16-le", errors="ignore")
    else:
        text = data.decode("utf-8", errors="ignore")
        if len(text.encode()) < len(data) - 3:
            return ""
    readable = sum(character.isprintable() or character in "\n\r\t" for character in text)
    ascii_like = sum(map(str.isascii, text))
    if not text or readable < len(text) * _MIN_READABLE or ascii_like < len(text) * _MIN_ASCII:
        return ""
    return _readable(text)


# Letters and digits spaced out.

_SPACED = re.compile(
    r"(?<![\w@.])(?:[\w@.:+] {1,3}){6,}[\w@.:+](?![\w@])|(?<![\w@.-])(?:[\w@][-._*|]){6,}[\w@](?![\w@-])"
)
_GAP = re.compile(r"(?<=\S) ( *)")


def _spaced(text: str) -> Iterator[Variant]:
    """Runs of single characters closed up: one separator goes, several become a space."""
    closed = apply_edits((gap for run in _SPACED.finditer(text) for gap in _gaps(run)), text)
    if closed:
        yield Variant("spaced out", closed.text, closed.original, whole=False, least=0.75)


def _gaps(run: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """The separators of a run and what becomes of them."""
    start, characters = run.start(), run.group()
    if characters[1] == " ":
        for gap in _GAP.finditer(run.string, start, run.end()):
            yield *gap.span(), " " if gap.group(1) else ""
        return
    for position, character in enumerate(characters):
        if character == characters[1]:
            yield start + position, start + position + 1, ""


# Numbers and addresses broken over lines.

_BROKEN = re.compile(
    r"(?<=\d)[ \t]?-?\n[ \t>|*]*(?=\d)"
    r"|(?<=[A-Z]{4})[ \t]?\n[ \t>]*(?=\d)"
    r"|(?<=\w)\n[ \t>]*(?=@\w)|(?<=\w@)\n[ \t>]*(?=\w)|(?<=\w)\n[ \t>]*(?=\.[a-z]{2,3}\b)"
)


def _joined(text: str) -> Iterator[Variant]:
    joined = edit(_BROKEN, lambda _: "", text)

    def original(start: int, end: int) -> Span | None:
        return joined.original(start, end) if joined.crosses_edit(start, end) else None

    if joined:
        yield Variant("over lines", joined.text, original, whole=False, least=0.9)


# Digits in words, as people dictate them.

_NUMBER_WORDS = _number_words()
_NUMBER_WORD = rf"(?:{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})"
_TWICE = "double|dubbele?|doppel|(?:twee|2) ?(?:keer|maal)|two times"
_THRICE = "triple|drie ?(?:keer|maal)|three times"
_SAID = rf"(?:(?:{_TWICE}|{_THRICE}) )?{_NUMBER_WORD}"
_SPELLED = re.compile(rf"(?<!\w){_SAID}(?:[ ,.-]{{1,2}}{_SAID}){{4,}}(?!\w)", re.IGNORECASE)
_SAID_WORD = re.compile(
    rf"(?:(?:(?P<twice>{_TWICE})|{_THRICE}) )?(?P<word>(?<!\w){_NUMBER_WORD})(?!\w)", re.IGNORECASE
)


def _spelled(text: str) -> Iterator[Variant]:
    """Runs of number words as digits: ``nul zes twaalf dubbel drie`` is ``061233``."""
    written = apply_edits((edits for run in _SPELLED.finditer(text) for edits in _digits(run)), text)
    if written:
        yield Variant("in words", written.text, written.original, whole=False, least=0.75)


def _digits(run: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    end = run.start()
    for said in _SAID_WORD.finditer(run.string, run.start(), run.end()):
        if said.start() > end:
            yield end, said.start(), ""
        times = 1 if said.start("word") == said.start() else 2 if said["twice"] else 3
        yield *said.span(), _NUMBER_WORDS[said["word"].lower()] * times
        end = said.end()


def _triggers(*patterns: str) -> re2.Set:
    options = re2.Options()
    options.log_errors = False
    triggers = re2.Set.SearchSet(options)
    for pattern in patterns:
        triggers.Add(pattern)
    triggers.Compile()
    return triggers


_MAKERS = (_decoded, _encoded, _spaced, _joined, _spelled)
_TRIGGERS = _triggers(
    r"&#?[a-zA-Z0-9]{2,9};|%[0-9a-fA-F]{2}|\\[uxnrt\"'/]|=[0-9a-fA-F]{2}|=\n",
    r"[A-Za-z0-9+/_-]{16}|(?:[0-9a-fA-F]{2}[ :]){7}",
    r"(?:[\w@.:+] {1,3}){6}[\w@.:+]|(?:[\w@][-._*|]){6}[\w@]",
    r"\d[ \t]?-?\n[ \t>|*]*\d|[A-Z]{4}[ \t]?\n[ \t>]*\d|\n[ \t>]*@|@\n|\n[ \t>]*\.[a-z]{2,3}",
    rf"(?i)\b{_SAID}(?:[ ,.-]{{1,2}}{_SAID}){{4}}",
)
