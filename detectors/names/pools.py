"""Names, places and made-up numbers that fill the slots of the training templates."""

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from pydantic import ConfigDict

from detectors.names.lexicon import read_list, unaccented
from detectors.yaml_file import StrictModel, read_yaml

_PREFIXES = ("van", "de", "van de", "van der", "van den", "den", "ter", "ten", "van 't", "in 't", "op de")
_FOREIGN_PREFIXES = (
    "El",
    "Ait",
    "Ben",
    "Al",
    "Da",
    "Dos",
    "De",
    "Di",
    "Van",
    "Van den",
    "Van de",
    "Le",
    "von",
)


_SYLLABLES = (
    *("ba", "co", "da", "do", "el", "fa", "fi", "ga", "go", "ha", "ix", "ka", "ko", "la", "lo", "lu", "ma"),
    *("mi", "mo", "na", "neo", "nu", "o", "pa", "pro", "qua", "ra", "ri", "ro", "sa", "so", "sy", "ta"),
    *("te", "ti", "to", "tri", "un", "va", "ve", "vi", "vo", "xa", "xo", "za", "zen", "zo", "tron", "lux"),
    *("fix", "med", "dent", "form", "flex", "tec", "nova", "max", "bel", "ster", "wer", "gro", "lun", "mex"),
)  # fmt: skip
"""Pieces of brand names."""


class Slots(StrictModel):
    """The fields of `templates/slots.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    organisations: list[str]
    products: list[str]
    laws: list[str]
    departments: list[str]
    roles: list[str]
    months: list[str]
    chat: list[str]
    chat_en: list[str]
    streets: list[str]
    openings: list[str]
    verb_phrases: list[str]
    tails: list[str]
    things: list[str]
    titles: list[str]
    countries: list[str]
    brands: list[str]


@dataclass(frozen=True)
class Pools:
    """Everything a slot can hold.

    Attributes:
        data: Directory with the name tables; see `docs/names-model.md`.
        rng: Source of chance, seeded.
    """

    data: Path
    rng: random.Random

    @cached_property
    def slots(self) -> Slots:
        """The packaged slot values."""
        text = (files("detectors.names") / "templates" / "slots.yaml").read_text(encoding="utf-8")
        return read_yaml(Slots, text, "slots.yaml")

    @cached_property
    def dutch_first(self) -> Sequence[str]:
        """First names of the Netherlands and Belgium."""
        ours = read_list("own_first_names.txt")
        return ours + [n for n, country in self._forenames if country in {"NL", "BE"}] * 3

    @cached_property
    def all_first(self) -> Sequence[str]:
        """First names of the whole world, in Latin script."""
        listed = [name for name in read_list("first_names.txt") if name.isalpha()]
        return [n for n, _ in self._forenames] + read_list("own_first_names.txt") + listed

    @cached_property
    def dutch_last(self) -> Sequence[str]:
        """Dutch family names, the rare ones too; the only pool of which the run-time lists know little."""
        lines = (self.data / "ner/family-names-nl.txt").read_text(encoding="utf-8").splitlines()
        return [line.strip() for line in lines if line.strip() and len(line) > 2]  # noqa: PLR2004

    @cached_property
    def common_last(self) -> Sequence[str]:
        """Common family names, most of them in the run-time lists."""
        return read_list("own_surnames.txt")

    @cached_property
    def all_last(self) -> Sequence[str]:
        """Family names of the whole world, in Latin script."""
        with (self.data / "ner/surnames-by-country.csv").open(encoding="utf-8-sig") as lines:
            names = [row["Romanized Name"].title() for row in csv.DictReader(lines)]
        return [n for n in names if n] + read_list("surnames.txt") + read_list("own_surnames.txt")

    @cached_property
    def places(self) -> Sequence[str]:
        """Towns; the ones of our own list, which are the big ones, weigh more."""
        return read_list("places.txt") + read_list("own_places.txt") * 15

    @cached_property
    def words(self) -> Sequence[str]:
        """Ordinary words: the modern ones mostly, and some of the newspapers'."""
        modern = read_list("own_modern_words.txt") + read_list("own_modern_words_foreign.txt")
        return modern * 3 + [word for word in read_list("words.txt") if len(word) > 3]  # noqa: PLR2004

    @cached_property
    def _two_word_brands(self) -> Sequence[str]:
        return [line for line in read_list("brands.txt") if " " in line]

    @cached_property
    def _forenames(self) -> list[tuple[str, str]]:
        with (self.data / "ner/forenames-by-country.csv").open(encoding="utf-8-sig") as lines:
            rows = [(row["Romanized Name"].strip(), row["Country"]) for row in csv.DictReader(lines)]
        return [(name, country) for name, country in rows if len(name) > 1]

    def word(self) -> str:
        """An ordinary word; now and then a new compound, for nobody can list them all."""
        word = self.rng.choice(self.words)
        if self.rng.random() < 0.25 and word.isalpha():  # noqa: PLR2004
            word += self.rng.choice(("", "", "s", "en")) + self.rng.choice(self.words)
        return word

    def first(self) -> str:
        """A first name."""
        name = self.rng.choice(self.dutch_first if self.rng.random() < 0.7 else self.all_first)  # noqa: PLR2004
        if self.rng.random() < 0.03:  # noqa: PLR2004 - double names
            name += "-" + self.rng.choice(self.dutch_first)
        return self._plain(name)

    def bare_last(self) -> str:
        """A family name without prefix."""
        draw = self.rng.random()
        pool = self.common_last if draw < 0.35 else self.dutch_last if draw < 0.75 else self.all_last  # noqa: PLR2004
        return self._plain(self.rng.choice(pool))

    def last(self) -> str:
        """A family name, with its prefix when it has one."""
        name, draw = self.bare_last(), self.rng.random()
        if name[0].islower() or name[0] == "'" or " " in name:
            return name
        if draw < 0.22:  # noqa: PLR2004
            return f"{self.rng.choice(_PREFIXES)} {name}"
        if draw < 0.28:  # noqa: PLR2004
            return f"{self.rng.choice(_FOREIGN_PREFIXES)} {name}"
        if draw < 0.33:  # noqa: PLR2004
            return f"{name}-{self.last()}"
        return name

    def brand(self) -> str:
        """A brand, shop or firm: a real one, a name that became one, or one that nobody has heard of."""
        draw = self.rng.random()
        if draw < 0.4:  # noqa: PLR2004
            return self.rng.choice(self.slots.brands)
        if draw < 0.5:  # noqa: PLR2004
            return self.rng.choice(self._two_word_brands)
        if draw < 0.62:  # noqa: PLR2004
            return self.bare_last()
        if draw < 0.7:  # noqa: PLR2004
            return f"{self.rng.choice(('De', 'Het', 'Van', 'Café', 'Huis'))} {self.word().title()}"
        made = "".join(self.rng.choice(_SYLLABLES) for _ in range(self.rng.choice((2, 2, 3))))
        return made.title() if self.rng.random() < 0.8 else made.upper()[:5]  # noqa: PLR2004

    def model(self) -> str:
        """A product with its model: ``Bosch Serie 6``, ``Canon Maxify GX4050``."""
        word = self.rng.choice((self.brand, self.first, lambda: self.word().title()))()
        code = self.rng.choice(
            (
                self.number(1, 9000),
                f"{self.rng.choice('ABCDEGMRSTVX')}{self.number(1, 990)}",
                "Pro",
                "Evo",
                "Plus",
            )
        )
        kind = self.rng.choice(("brand word", "brand code", "brand word code", "brand word"))
        parts = {"brand": self.brand(), "word": word, "code": code}
        return " ".join(parts[part] for part in kind.split())

    def initials(self) -> str:
        """One to four initials, mostly with full stops."""
        letters = self.rng.choices("ABCDEFGHIJKLMNPRSTVWYZ", k=self.rng.choice((1, 1, 2, 2, 3, 4)))
        draw = self.rng.random()
        if draw < 0.75:  # noqa: PLR2004
            return ".".join(letters) + "."
        return ". ".join(letters) + "." if draw < 0.9 else "".join(letters)  # noqa: PLR2004

    def number(self, low: int = 1, high: int = 99) -> str:
        """A number."""
        return str(self.rng.randint(low, high))

    def date(self) -> str:
        """A date in one of the usual forms."""
        day, month, year = self.rng.randint(1, 28), self.rng.randint(1, 12), self.rng.randint(1950, 2026)
        return self.rng.choice(
            (
                f"{day}-{month}-{year}",
                f"{day:02}/{month:02}/{year}",
                f"{year}-{month:02}-{day:02}",
                f"{day} {self.rng.choice(self.slots.months)} {year}",
                f"{day} {self.rng.choice(self.slots.months)}",
            )
        )

    def _plain(self, name: str) -> str:
        """Without accents, as people type, once in three times."""
        if name.isascii() or self.rng.random() < 0.65:  # noqa: PLR2004
            return name
        return unaccented(name).title() if name[0].isupper() else name
