"""How Excel shows a number: as a date, with leading zeros, or as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class NumberFormats:
    """Formats by cell style.

    Attributes:
        styles: Format id of each cell style.
        codes: Format code by id, for the formats that the workbook defines.
        is_1904: Days are counted from 1904.
    """

    styles: tuple[int, ...]
    codes: Mapping[int, str]
    is_1904: bool

    def shown(self, value: str, style: int) -> str:
        """A cell's number as text."""
        try:
            number = float(value)
        except ValueError:
            return value
        identifier = self.styles[style] if style < len(self.styles) else 0
        code = _LITERALS.sub("", self.codes.get(identifier, ""))
        if identifier in _DATES or (identifier in self.codes and _DATE_LETTERS.search(code)):
            return self._date(number) or value
        if not number.is_integer() or abs(number) > _EXACT:
            return value
        return str(int(number)).zfill(len(code)) if _ZEROS.fullmatch(code) else str(int(number))

    def _date(self, number: float) -> str:
        """Day-month-year, with the time when there is one; empty outside Excel's calendar."""
        if not 0 <= number <= _LAST_DAY:
            return ""
        moment = (_EPOCH_1904 if self.is_1904 else _EPOCH) + timedelta(days=number)
        return moment.strftime("%d-%m-%Y" if number.is_integer() else "%d-%m-%Y %H:%M")


def read_number_formats(elements: Iterable[Mapping[str, str]], is_1904: bool) -> NumberFormats:  # noqa: FBT001
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
    return NumberFormats(tuple(styles), codes, is_1904)
