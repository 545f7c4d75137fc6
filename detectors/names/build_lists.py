"""Derive the packaged name, place and word lists: `python -m detectors.names.build_lists --data DIR`.

Names and places come from Faker's providers (MIT, https://github.com/joke2k/faker); the words come from the
lower-case words of the Europeana newspapers (CC0) in `DIR/ner/europeana-nl.tsv`, from Faker's lorem
providers and from our own templates. Files whose name starts with ``own_`` are written by hand and only read
here. Faker is a development dependency: nothing of it is needed at run time.
"""

import argparse
import importlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

LISTS = Path(__file__).parent / "lists"
PERSON_LOCALES = tuple(
    f"{code[:2]}_{code[2:]}"
    for line in (
        "nlNL nlBE frFR frBE frCH deDE deAT enGB enUS enIN esES itIT ptPT ptBR roRO huHU trTR plPL idID",
        "svSE daDK noNO fiFI hrHR csCZ skSK slSI ltLT frDZ twGH haNG yoNG viVN azAZ",
    )
    for code in line.split()
)
PLACE_LOCALES = ("nl_NL", "nl_BE", "de_DE", "de_AT")
WORD_LOCALES = ("nl_NL", "nl_BE", "en_US", "de_DE", "fr_FR")
SOURCE = "# Derived by build_lists.py from Faker (MIT, Copyright (c) Daniele Faraglia and contributors)."
FEWEST = 3
"""How often a lower-case word must stand in the newspapers: rarer ones are often names or misprints."""


def provider(kind: str, locale: str) -> object:
    """A Faker provider class."""
    return importlib.import_module(f"faker.providers.{kind}.{locale}").Provider


def values(source: object, prefixes: tuple[str, ...]) -> Iterator[str]:
    """All strings in the provider's own lists whose attribute name starts with one of `prefixes`."""
    for attribute in dir(source):
        if attribute.startswith(prefixes) and "format" not in attribute and "romanized" not in attribute:
            listed = getattr(source, attribute)
            if isinstance(listed, (tuple, list, dict)):
                yield from (str(value).strip() for value in listed)


def is_latin(name: str) -> bool:
    """Two letters at least, in Latin script, no digits."""
    letters = [character for character in name if character.isalpha()]
    return len(letters) > 1 and all("LATIN" in unicodedata.name(character, "") for character in letters)


def write(name: str, header: str, words: Iterable[str]) -> None:
    """Write a sorted list with its source on top."""
    lines = sorted({unicodedata.normalize("NFC", word) for word in words if is_latin(word)})
    (LISTS / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def newspaper_words(path: Path) -> Iterator[str]:
    """Lower-case words outside any entity that occur often enough."""
    counts: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) > 2 and fields[2] == "O" and fields[1].isalpha() and fields[1].islower():  # noqa: PLR2004
            counts[fields[1]] += 1
    yield from (word for word, count in counts.items() if count >= FEWEST)


def main() -> None:
    """Write the lists."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="directory with ner/europeana-nl.tsv")
    data: Path = parser.parse_args().data
    people = [provider("person", locale) for locale in PERSON_LOCALES]
    write("first_names.txt", SOURCE, (n for p in people for n in values(p, ("first_name",))))
    write("surnames.txt", SOURCE, (n for p in people for n in values(p, ("last_name",))))
    places = [provider("address", locale) for locale in PLACE_LOCALES]
    write("places.txt", SOURCE, (n for p in places for n in values(p, ("cities", "provinces", "countries"))))
    lorem = {w for loc in WORD_LOCALES for w in provider("lorem", loc).word_list}  # type: ignore[attr-defined]
    words = {w for w in lorem if w.islower()} | set(newspaper_words(data / "ner/europeana-nl.tsv"))
    write("words.txt", f"{SOURCE}\n# Also: lower-case words of Europeana newspapers (CC0).", words)


if __name__ == "__main__":
    main()
