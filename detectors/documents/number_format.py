"""How Excel shows a number (as a date, with leading zeros, or as it is), and a page header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

# Built-in formats that show a date [ECMA-376 18.8.30], those of East Asian locales included.
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)
_ZEROS = re.compile(r"0{2,}")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no time zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_DAY = 2_958_465
_EXACT = 2**53
_EXACT_DIGITS = 15


# Codes in the headers and footers of pages: their three parts, fonts, sizes, colours, page numbers.
_HEADER_CODE = re.compile(r'&(?:[A-JL-Z+-]|"[^"]*"|K[0-9A-Fa-f+-]{5,6}|\d{1,3})', re.IGNORECASE)


def page_header(text: str) -> str:
    """Words of a page header, without the codes that stand against them."""
    return " ".join(_HEADER_CODE.sub(" ", text).replace("&&", "&").split())


class NumberFormats:
    """Formats by cell style.

    Args:
        styles: Format id of each cell style.
        codes: Format code by id, for the formats that the workbook defines.
        is_1904: Days are counted from 1904.
    """

    def __init__(self, styles: Iterable[int], codes: Mapping[int, str], *, is_1904: bool) -> None:
        self._epoch = _EPOCH_1904 if is_1904 else _EPOCH
        self._dates: set[int] = set()
        self._zeros: dict[int, int] = {}
        for style, identifier in enumerate(styles):
            code = _LITERALS.sub("", codes.get(identifier, ""))
            if _DATE_LETTERS.search(code) or (identifier in _DATES and identifier not in codes):
                self._dates.add(style)
            elif _ZEROS.fullmatch(code):
                self._zeros[style] = len(code)

    def shown(self, value: str, style: int) -> str:
        """A cell's number as text."""
        if style not in self._dates and value.isdecimal() and len(value) <= _EXACT_DIGITS:
            return value.zfill(self._zeros.get(style, 0))
        try:
            number = float(value)
        except ValueError:
            return value
        if style in self._dates:
            return self._date(number) or value
        if not number.is_integer() or abs(number) > _EXACT:
            return value
        return str(int(number)).zfill(self._zeros.get(style, 0))

    def _date(self, number: float) -> str:
        """Day-month-year, with the time when there is one; empty outside Excel's calendar."""
        if not 0 <= number <= _LAST_DAY:
            return ""
        moment = self._epoch + timedelta(days=number)
        return moment.strftime("%d-%m-%Y" if number.is_integer() else "%d-%m-%Y %H:%M")


def read_number_formats(elements: Iterable[Mapping[str, str]], *, is_1904: bool) -> NumberFormats:
    """Formats of a workbook.

    Args:
        elements: Attributes of the elements of its styles part, the name under an empty key.
        is_1904: Days are counted from 1904.
    """
    codes: dict[int, str] = {}
    styles: list[int] = []
    seen_cells = False
    for element in elements:
        name = element[""]
        identifier = element.get("numFmtId", "")
        number = int(identifier) if identifier.isdecimal() and len(identifier) < 6 else 0  # noqa: PLR2004 - ids are short
        if name == "numFmt":
            codes[number] = element.get("formatCode", "")
        elif name in {"cellXfs", "cellStyleXfs", "cellStyles"}:
            seen_cells = name == "cellXfs"
        elif name == "xf" and seen_cells:
            styles.append(number)
    return NumberFormats(styles, codes, is_1904=is_1904)
