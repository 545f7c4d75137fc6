"""A text as words with a one-letter class each, so that name rules are plain patterns over those letters.

``Beste Fatima, mijn collega J. de Vries belt`` becomes ``GF,xxI.pLx``: a greeting, a first name, a comma,
two other words, an initial, a prefix, a family name and another word. A pattern over that string finds
names at the speed of `re` and reads like the rule it is.

Classes (capitals stand for capitalised words)
    F f   first name; ``f`` is also a word, a place or a product (Roos, Mark, Claude)
    B b   first and family name (Thomas, Bas)
    L l   family name (Jansen, Bos)
    C W   other capitalised word; ``W`` is known as an ordinary word
    P O   place; a word that is no person (Google, Maandag)
    A     unknown word in capitals
    I i   initial before a full stop; one to three capitals without stop
    p Q   prefix (van, de), lower case and capitalised
    T G S title, greeting at the start of a line, sign-off word
    n m o first and family name in lower case that are no words; ``o`` family name that is also a word
    x     anything else
Between words stands nothing (one blank), or ``.`` ``,`` ``:`` ``/`` (a new line) or ``|`` (anything else).
"""

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, field

from detectors.names.lexicon import fold, kinds
from detectors.recognizers.name_letters import (
    DOUBTFUL,
    FIRST,
    GREETING,
    LAST,
    NAMES,
    NOT_NAME,
    PLACE,
    PREFIX,
    SIGNOFF,
    TELLING,
    TITLE,
    WORD,
    capital_letter,
    is_bound,
    small_letter,
)

__all__ = [
    "FIRST",
    "GREETING",
    "LAST",
    "NOT_NAME",
    "PLACE",
    "PREFIX",
    "SIGNOFF",
    "TITLE",
    "WORD",
    "Words",
    "read_words",
]

_WORD = re.compile(
    "['\u2019][tTsS](?![^\\W\\d_])|[^\\W\\d_]+(?:(?:[\u0300-\u036f]+|[-'\u2019](?=[^\\W\\d_]))[^\\W\\d_]*)*"
)
_ASCII_WORD = re.compile("[A-Za-z]+(?:[-'][A-Za-z]+)*|'[tTsS](?![A-Za-z])")
"""The same for text without other letters, in less time."""
_GAPS = {
    " ": "",
    ". ": ".",
    ".": ".",
    ", ": ",",
    ",": ",",
    ": ": ":",
    ":": ":",
    "=": ":",
    " = ": ":",
    " = '": ":",
    "='": ":",
    ' = "': ":",
    '="': ":",
    "\n": "/",
    "\n\n": "/",
    "  ": "",
}
_LOUD = 0.6
_CAPITALS, _SMALL = string.ascii_uppercase.encode(), string.ascii_lowercase.encode()


@dataclass(slots=True)
class Words:
    """The words of a text.

    Attributes:
        text: The text they stand in.
        spans: Start and end of each word.
        folded: Each word in lower case with composed accents.
        flags: What the lists say about each word, see `detectors.names.lexicon.Kind`.
        starts: Whether a word opens a line, a sentence or a quotation.
        classes: One letter a word, and the gaps between them.
        where: For each letter in `classes` its word, -1 for a gap.
        at: For each word its place in `classes`.
        loud: Whether most letters are capitals, so that they say nothing.
        coded: Whether the text may hold code; None until somebody asked.
    """

    text: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    folded: list[str] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    starts: list[bool] = field(default_factory=list)
    classes: str = ""
    where: list[int] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    loud: bool = False
    coded: bool | None = None

    def word(self, index: int) -> str:
        """The word as it stands in the text."""
        start, end = self.spans[index]
        return self.text[start:end]

    def flag(self, index: int, kind: int) -> bool:
        """Whether word `index` exists and is of this kind."""
        return 0 <= index < len(self.flags) and bool(self.flags[index] & kind)

    def letter(self, index: int) -> str:
        """Class of word `index`."""
        return self.classes[self.at[index]]

    def gap(self, index: int) -> str:
        """What stands between word `index` and the next one."""
        if not 0 <= index < len(self.spans) - 1:
            return "\n"
        return self.text[self.spans[index][1] : self.spans[index + 1][0]]


def read_words(text: str) -> Words:
    """Split a text and class its words."""
    words = Words(text)
    lookup = kinds().get
    ascii_only = text.isascii()
    pattern = _ASCII_WORD if ascii_only else _WORD
    words.spans = spans = [match.span() for match in pattern.finditer(text)]
    if ascii_only:
        lower = text.lower()
        words.folded = [lower[start:stop] for start, stop in spans]
    else:
        words.folded = [fold(text[start:stop]) for start, stop in spans]
    found = (lookup(folded) for folded in words.folded)
    words.flags = [
        _parts(folded) if flag is None else flag for flag, folded in zip(found, words.folded, strict=True)
    ]
    words.loud = _is_loud(text)
    _class_words(words, loud=words.loud)
    return words


def _class_words(words: Words, *, loud: bool) -> None:
    """Fill in the class string and what leads back from it."""
    text, flags = words.text, words.flags
    letters: list[str] = []
    where, at, starts = words.where, words.at, words.starts
    get = _GAPS.get
    end, last = 0, ""
    for index, (start, stop) in enumerate(words.spans):
        gap = text[end:start]
        if gap == " " and index and not flags[index] & TELLING and stop - start > 1 and text[start].islower():
            at.append(len(letters))  # an ordinary word after a blank: most of any text
            letters.append("x")
            where.append(index)
            starts.append(False)
            end, last = stop, "x"
            continue
        code = get(gap)
        if code is None:
            code = _gap_code(gap)
        first = index == 0 or (code != "" and _opens(code, gap, last))
        if text[start].isupper():
            letter = capital_letter(
                text, words.folded[index], flags[index], start, stop, first=first, loud=loud
            )
        elif flags[index] & TELLING or stop - start == 1:
            letter = small_letter(flags[index], words.folded[index], text, stop, first=first)
            if letter in "nmo" and is_bound(text, start, stop):
                letter = "x"
        else:
            letter = "x"
        if code and index:
            letters.append(code)
            where.append(-1)
        at.append(len(letters))
        letters.append(letter)
        where.append(index)
        starts.append(first)
        end, last = stop, letter
    words.classes = "".join(letters)


def _parts(folded: str) -> int:
    """Flags of a compound (Brouwer-de, Anne-Fleur, Jan's) by its first part."""
    if "-" not in folded and "'" not in folded:
        return 0
    lookup: Mapping[str, int] = kinds()
    if folded.endswith("'s"):
        return lookup.get(folded[:-2], 0) & (NAMES | DOUBTFUL)
    parts = re.split("[-']", folded)
    known = [lookup.get(part, 0) for part in parts]
    if any(flag & (DOUBTFUL | NOT_NAME) and not flag & NAMES for flag in known):
        return WORD
    flag = 0
    if known[0] & FIRST and all(k & FIRST for k in known):
        flag |= FIRST
    if all(k & (LAST | PREFIX) for k in known) and any(k & LAST for k in known):
        flag |= LAST
    return flag


def _gap_code(gap: str) -> str:
    """One letter for what stands between two words, when it is not one of the common gaps."""
    if "\n" in gap or "\r" in gap:
        return "/"
    stripped = gap.strip()
    if not stripped:
        return "" if "\t" not in gap else "|"
    if stripped in {":", ".", ","}:
        return stripped
    return ":" if stripped in {": €", ":€"} else "|"


def _opens(code: str, gap: str, last: str) -> bool:
    """Whether a word after this gap opens a sentence, a line or a quotation."""
    if code == "/":
        return True
    if code == ".":
        return last not in "IT"
    return code in {"|", ":"} and any(character in gap for character in '.!?:|"\u201c\u2018\u2022\u2013;\t>')


def _is_loud(text: str) -> bool:
    """Whether most letters are capitals, so that capitals say nothing."""
    head = text[:4000]
    if head.isascii():
        letters = head.encode()
        upper = len(letters) - len(letters.translate(None, _CAPITALS))
        lower = len(letters) - len(letters.translate(None, _SMALL))
    else:
        upper, lower = sum(map(str.isupper, head)), sum(map(str.islower, head))
    return upper > _LOUD * (upper + lower)
