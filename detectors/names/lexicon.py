"""What the packaged lists say about a word: first name, family name, place, ordinary word, title ...

Every list is read once a process and folded into one dictionary of bit flags, so that a scan costs one
lookup a word. Sources and licences of the lists are named on top of each file and in `README.md`.
"""

import unicodedata
from enum import IntFlag
from functools import cache
from importlib.resources import files

from pydantic import ConfigDict

from detectors.yaml_file import StrictModel, read_yaml


class Kind(IntFlag):
    """What a word can be; one word can be many things."""

    FIRST = 1
    LAST = 2
    WORD = 4
    PLACE = 8
    NOT_NAME = 16
    TITLE = 32
    GREETING = 64
    SIGNOFF = 128
    LABEL = 256
    ROLE = 512
    VERB = 1024
    PREFIX = 2048
    WEAK_PREFIX = 4096
    BEFORE_ORGANISATION = 8192
    AFTER_ORGANISATION = 16384
    NOT_GREETED = 32768
    EPONYM = 65536


NAME = Kind.FIRST | Kind.LAST
FIRST_NAME = int(Kind.FIRST)
DOUBTFUL = Kind.WORD | Kind.PLACE | Kind.NOT_NAME
"""A name with one of these needs something else to prove it: it is also a word, a place or a product."""


class _Context(StrictModel):
    """The words of `lists/context.yaml`, each field words with spaces between."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    titles: str
    greetings: str
    not_greeted: str
    signoffs: str
    labels: str
    roles: str
    verbs: str
    prefixes: str
    weak_prefixes: str
    organisation_before: str
    eponyms: str
    organisation_after: str


_CONTEXT = {
    "titles": Kind.TITLE,
    "greetings": Kind.GREETING,
    "not_greeted": Kind.NOT_GREETED,
    "signoffs": Kind.SIGNOFF,
    "labels": Kind.LABEL,
    "roles": Kind.ROLE,
    "verbs": Kind.VERB,
    "prefixes": Kind.PREFIX,
    "weak_prefixes": Kind.WEAK_PREFIX,
    "organisation_before": Kind.BEFORE_ORGANISATION,
    "eponyms": Kind.EPONYM,
    "organisation_after": Kind.AFTER_ORGANISATION,
}
_LISTS = {
    "first_names.txt": Kind.FIRST,
    "own_first_names.txt": Kind.FIRST,
    "surnames.txt": Kind.LAST,
    "own_surnames.txt": Kind.LAST,
    "places.txt": Kind.PLACE,
    "own_places.txt": Kind.PLACE,
    "words.txt": Kind.WORD,
    "own_words.txt": Kind.WORD,
    "own_not_names.txt": Kind.NOT_NAME,
    "own_function_words.txt": Kind.WORD,
    "own_modern_words.txt": Kind.WORD,
    "own_modern_words_foreign.txt": Kind.WORD,
}
_SHORTEST = 2


def fold(word: str) -> str:
    """A word as the dictionary knows it: lower case, composed accents, one kind of apostrophe."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word).lower().replace("\u2019", "'")


def unaccented(word: str) -> str:
    """A word as people type it on a plain keyboard: without accents, strokes and dots."""
    spelled = fold(word).translate(_STROKES)
    return "".join(c for c in unicodedata.normalize("NFD", spelled) if not unicodedata.combining(c))


_STROKES = str.maketrans(
    {"\u0131": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ß": "ss"}
)


def read_list(name: str) -> list[str]:
    """The entries of a packaged list: a line each, in ``own_`` lists a word each."""
    text = (files("detectors.names") / "lists" / name).read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if name.startswith("own_") and name != "own_places.txt":
        return [word for line in lines for word in line.split()]
    return lines


@cache
def kinds() -> dict[str, int]:
    """Flags of every known word, as plain integers for speed.

    A place or family name of many words gives its flag to the whole, not to its words.
    """
    flags: dict[str, int] = {}
    ours = _our_names()
    for name, kind in _LISTS.items():
        for entry in read_list(name):
            if name == "words.txt" and fold(entry) in ours:
                continue
            for word in {fold(entry), unaccented(entry)}:
                if len(word) >= _SHORTEST:
                    flags[word] = flags.get(word, 0) | int(kind)
    text = (files("detectors.names") / "lists" / "context.yaml").read_text(encoding="utf-8")
    context = read_yaml(_Context, text, "context.yaml")
    for field, kind in _CONTEXT.items():
        for entry in getattr(context, field).split():
            flags[entry] = flags.get(entry, 0) | int(kind)
            if kind in _WORDS:
                flags[entry] |= int(Kind.WORD)
    for word in _nobody(context):
        flags[word] = flags.get(word, 0) & ~int(NAME)
    return flags


def _nobody(context: _Context) -> set[str]:
    """Words that Faker lists as names but that are greetings or function words first of all."""
    words = {fold(word) for word in read_list("own_function_words.txt")}
    for field in ("greetings", "titles", "signoffs", "labels"):
        words.update(getattr(context, field).split())
    return words - _our_names()


@cache
def _our_names() -> frozenset[str]:
    """Names we wrote ourselves: an old newspaper's rare word does not make them doubtful."""
    return frozenset(fold(w) for name in ("own_first_names.txt", "own_surnames.txt") for w in read_list(name))


@cache
def our_first_names() -> frozenset[str]:
    """First names we wrote ourselves: rarer words are not among them."""
    return frozenset(fold(word) for word in read_list("own_first_names.txt"))


@cache
def our_family_names() -> frozenset[str]:
    """Family names we wrote ourselves: those that are also words are names first of all."""
    return frozenset(fold(word) for word in read_list("own_surnames.txt"))


_WORDS = (
    Kind.GREETING,
    Kind.SIGNOFF,
    Kind.LABEL,
    Kind.ROLE,
    Kind.VERB,
    Kind.NOT_GREETED,
    Kind.BEFORE_ORGANISATION,
    Kind.AFTER_ORGANISATION,
)
"""Context words that are ordinary words as well."""


@cache
def places() -> frozenset[str]:
    """Every known place name, folded, those of many words too."""
    return frozenset(fold(entry) for name in ("places.txt", "own_places.txt") for entry in read_list(name))


@cache
def public_figures() -> frozenset[str]:
    """Names of people whom everybody may write about, folded."""
    return frozenset(fold(entry) for entry in read_list("public_figures.txt"))


@cache
def brands() -> frozenset[str]:
    """Brands and works of two words or more that look like a person's name, folded."""
    return frozenset(fold(entry) for entry in read_list("brands.txt"))
