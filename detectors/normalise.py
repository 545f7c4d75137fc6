"""Texts that try to hide, made plain, with offsets that lead back to the text as given."""

import re
import unicodedata

_NON_ASCII = re.compile(r"[^\x00-\x7f]+")


class _Folding(dict[int, str]):
    """Maps a code point to one ASCII character that looks like it; computed once a code point."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_one(chr(code))
        return folded


def _fold_one(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Zs":
        return " "
    if category == "Pd" or character in "\u2212\u00ad":
        return "-"
    base = unicodedata.normalize("NFKD", character)[:1]
    if base.isascii() and base:
        return base
    return LOOKALIKES.get(character, "~")


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
