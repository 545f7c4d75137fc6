"""The same text for the same meaning, whatever its characters: with offsets that lead back.

`canonical`
    What every scan starts with: one line end, composed accents, no invisible characters.
`fold`
    ASCII, code point for code point: digits of other scripts, full-width forms, look-alike letters.

Texts that are encoded or taken apart have other readings: see `detectors/variants.py`.
"""

import re
import unicodedata

from detectors.mapped import Mapped, edit

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0100-\U000e01ef"
)
_MARKS = "\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_TAGS = "\U000e0000-\U000e007f"
_SURROGATES = "\ud800-\udfff"
_MARKED = f"[^{_MARKS}{_INVISIBLE}\\s][{_INVISIBLE}]*[{_MARKS}]+"
_CANONICAL = re.compile(rf"\r\n?|[{_INVISIBLE}]+|{_MARKED}|[{_TAGS}]|[{_SURROGATES}]")
_TO_DROP = re.compile(f"[{_INVISIBLE}]+")
_TAG_BASE = 0xE0000


def canonical(text: str) -> Mapped:
    r"""The text with ``\n`` line ends, composed accents, and without characters nobody sees.

    Tag characters, which models read and people do not see, become the letters they stand for. Lone
    surrogates become U+FFFD.
    """
    if text.isascii() and "\r" not in text:
        return Mapped(text)
    return edit(_CANONICAL, _canonical_piece, text)


def _canonical_piece(match: re.Match[str]) -> str:
    piece = match.group()
    if piece[0] == "\r":
        return "\n"
    code = ord(piece[0])
    if _TAG_BASE <= code < _TAG_BASE + 0x80:
        return chr(code - _TAG_BASE) if code > _TAG_BASE + 0x1F else ""
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - the surrogates
        return "\ufffd"
    return unicodedata.normalize("NFC", _TO_DROP.sub("", piece))


_NON_ASCII = re.compile(r"[^\x00-\x7f]+")


class _Folding(dict[int, str]):
    """Maps a code point to one ASCII character that looks like it; computed once a code point."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_one(chr(code))
        return folded


def _fold_one(character: str) -> str:
    if character in LOOKALIKES:
        return LOOKALIKES[character]
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category in {"Zs", "Zl", "Zp"}:
        return "\n" if category != "Zs" else " "
    if category == "Pd" or character == "\u2212":
        return "-"
    base = unicodedata.normalize("NFKD", character)[:1]
    return base if base.isascii() and base else "~"


LOOKALIKES = {
    **dict(zip("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS", strict=True)),  # noqa: RUF001 - Cyrillic
    **dict(zip("авеклморстухіјѕԁһԛԝ", "abeklmopctyxijsdhqw", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),  # noqa: RUF001 - Greek
    **dict(zip("αικνορυ", "aiknopu", strict=True)),
    **dict(zip("ßæøðþłđıœ", "saodtldio", strict=True)),
    **dict(zip("ÆØÐÞŁĐŒ", "AODTLDO", strict=True)),
    **dict(zip("\u2018\u2019\u201a\u201b\u2032", "'''''", strict=True)),
    **dict(zip("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"' * 7, strict=True)),
    "€": "$",
    "•": "*",
    "·": ".",
    "…": ".",
}
"""Characters that Unicode does not decompose, by what they look like."""

_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text in ASCII, code point for code point, so that offsets stay.

    Accents go, other scripts' digits become ours, look-alike letters become Latin, any space becomes a
    space and any dash ``-``. What has no likeness becomes ``~``.
    """
    if text.isascii():
        return text
    return _NON_ASCII.sub(lambda run: run.group().translate(_FOLDING), text)
