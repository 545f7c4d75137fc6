"""Which placeholder stands for which text: the same text always has the same one, in a conversation.

Another spelling of a value has the same number and a letter (``<BSN_1>``, ``<BSN_1_B>``), and a part of one
full name has its number, too (``<PERSOON_1_VOORNAAM>``): the model sees that they belong together, and each
comes back exactly as it was written.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import count
from string import ascii_uppercase

from agent.redact.words import load_words
from policies.model import Language

_NAME = re.compile(r"(?P<base>(?P<word>[A-Z0-9_]+?)_(?P<number>\d{1,9}))(?:_[A-Z_]+)?")
_LEAST_NAME = 3


class Numbering:
    """Gives texts their placeholders.

    Args:
        known: Text by name of its placeholder, of the conversation so far.
        language: Of the words in new placeholders.
        taken: Names that stand in the request without being known: no new placeholder may look like them.
    """

    def __init__(self, known: Mapping[str, str], language: Language, taken: Iterable[str] = ()) -> None:
        self._words = load_words()
        self._language: Language = language
        self._used: set[str] = set()
        self._bases: set[str] = set()
        self._last: dict[str, int] = {}
        self._names = {text: name for name, text in known.items()}
        self._spellings: dict[tuple[str, str], str] = {}
        self._parts: dict[str, set[str]] = {}
        self.new: dict[str, str] = {}
        for name in taken:
            self._use(name)
        for name, text in known.items():
            self._remember(name, text)

    def name(self, entity_type: str, text: str) -> str:
        """The name, without brackets, of the placeholder for a text."""
        if text in self._names:
            return self._names[text]
        word = self._words.word(entity_type, self._language)
        base = self._part_of_name(word, text) or self._spellings.get((word, _plain(text)))
        name = (base and self._free(base)) or self._numbered(word)
        self._names[text] = name
        self.new[name] = text
        self._remember(name, text)
        return name

    def names(self, found: Iterable[tuple[str, str]]) -> None:
        """Give placeholders to entity type and text pairs: full names first, so parts of one are seen."""
        pairs = list(found)
        for entity_type, text in pairs:
            if len(text.split()) > 1 and self._is_person(entity_type):
                self.name(entity_type, text)
        for entity_type, text in pairs:
            self.name(entity_type, text)

    def _is_person(self, entity_type: str) -> bool:
        return self._words.is_person(self._words.word(entity_type, self._language))

    def _remember(self, name: str, text: str) -> None:
        self._use(name)
        parsed = _NAME.fullmatch(name)
        if parsed is None:
            return
        self._spellings.setdefault((parsed["word"], _plain(text)), parsed["base"])
        if name == parsed["base"] and len(text.split()) > 1 and self._words.is_person(parsed["word"]):
            first, *rest = text.casefold().split()
            ending = self._words.first_name[self._language]
            self._parts.setdefault(first, set()).add(f"{name}_{ending}")
            ending = self._words.last_name[self._language]
            for part in {" ".join(rest), rest[-1]}:
                self._parts.setdefault(part, set()).add(f"{name}_{ending}")

    def _part_of_name(self, word: str, text: str) -> str:
        """The placeholder's name for a first or last name, when exactly one full name has it."""
        if not self._words.is_person(word) or len(text) < _LEAST_NAME:
            return ""
        found = self._parts.get(text.casefold(), set())
        return next(iter(found)) if len(found) == 1 else ""

    def _free(self, base: str) -> str:
        """`base`, or with a letter when it is used; empty when all letters are."""
        if base not in self._used:
            return base
        names = (f"{base}_{letter}" for letter in ascii_uppercase[1:])
        return next((name for name in names if name not in self._used), "")

    def _numbered(self, word: str) -> str:
        """The word with the next number that nothing has."""
        start = self._last.get(word, 0) + 1
        number = next(number for number in count(start) if f"{word}_{number}" not in self._bases)
        self._last[word] = number
        return f"{word}_{number}"

    def _use(self, name: str) -> None:
        """No new placeholder gets this name, or its number."""
        self._used.add(name)
        if parsed := _NAME.fullmatch(name):
            self._bases.add(parsed["base"])


def _plain(text: str) -> str:
    """A text without case, spaces and punctuation: what all spellings of it have in common."""
    return "".join(char for char in text.casefold() if char.isalnum())
