r"""Templates into labelled words: the training text of the name model.

A template is a line of `templates/*.txt`. ``<a|b>`` is a choice, ``\n`` a new line, ``{slot}`` is filled from
`pools.py`. These slots are labelled: ``{p}`` (a person in any form), ``{first}``, ``{last}``, ``{lastc}``
(prefix capitalised), ``{full}``, ``{init}`` (initials and family name), ``{init1}`` and ``{init0}`` (initials
alone, with and without stops), ``{mr}`` (title and name), ``{rev}`` (family name first), ``{city}`` and
``{country}``. With a 0 behind it a name is part of something else (``{last0} BV``) and a place
is a public one.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detectors.names.features import TOKEN
from detectors.names.pools import Pools

type Piece = tuple[str, str]
"""A stretch of text and its label: ``O``, ``PERSON`` or ``LOCATION``."""

type Sentence = tuple[list[str], list[str]]
"""Words and their BIO labels."""

_CHOICE = re.compile(r"<([^<>\n]*\|[^<>\n]*)>")
_SLOT = re.compile(r"\{([a-z_]+[01]?)\}")
_FRAME_SHARE = 0.25
_THING_SHARE = 0.35
_JARGON_SHARE = 0.28


@dataclass(frozen=True)
class Generator:
    """Makes labelled sentences without end.

    Attributes:
        pools: What fills the slots.
        rng: Source of chance, seeded.
    """

    pools: Pools
    rng: random.Random

    def sentences(self) -> Iterator[Sentence]:
        """Labelled lines, each from a template or a frame, some in lower case or in capitals."""
        templates, jargon = read_templates(), read_templates("jargon.txt")
        while True:
            if self.rng.random() < _FRAME_SHARE:
                pieces = self._frame()
            else:
                pieces = self._fill(
                    self.rng.choice(jargon if self.rng.random() < _JARGON_SHARE else templates)
                )
            yield from self._lines(self._disguise(pieces))

    def _frame(self) -> list[Piece]:
        """Opening, subject, verb phrase and tail; the subject may be a thing or an organisation."""
        slots, rng = self.pools.slots, self.rng
        opening, phrase, tail = (
            rng.choice(slots.openings),
            rng.choice(slots.verb_phrases),
            rng.choice(slots.tails),
        )
        if rng.random() < _THING_SHARE:
            thing = rng.choice((rng.choice(slots.things), rng.choice(slots.organisations), self._product()))
            subject: list[Piece] = [(thing if opening else thing[0].upper() + thing[1:], "O")]
        else:
            subject = self._person()
        head: list[Piece] = [(opening + " ", "O")] if opening else []
        end = rng.choice((".", ".", ".", "", "?", "!"))
        return [*head, *subject, (f" {phrase}{' ' + tail if tail else ''}{end}", "O")]

    def _fill(self, template: str) -> list[Piece]:
        while match := _CHOICE.search(template):
            chosen = self.rng.choice(match.group(1).split("|"))
            template = template[: match.start()] + chosen + template[match.end() :]
        pieces: list[Piece] = []
        position = 0
        for match in _SLOT.finditer(template):
            pieces.append((template[position : match.start()], "O"))
            pieces += self._slot(match.group(1))
            position = match.end()
        pieces.append((template[position:], "O"))
        return _joined([(t.replace("\\n", "\n").replace("\\t", "\t"), label) for t, label in pieces if t])

    def _slot(self, name: str) -> list[Piece]:
        if name == "p":
            return self._person()
        if name == "mr":
            return self._titled()
        if name == "neg":
            negatives = [
                t for t in read_templates() if "{p}" not in t and "\\n" not in t and "{neg}" not in t
            ]
            return self._fill(self.rng.choice(negatives))
        makers: dict[str, tuple[Callable[[], str], str]] = {
            "first": (self.pools.first, "PERSON"),
            "last": (self.pools.last, "PERSON"),
            "lastc": (self._capital_last, "PERSON"),
            "full": (self._full, "PERSON"),
            "init": (self._initialled, "PERSON"),
            "init1": (self.pools.initials, "PERSON"),
            "init0": (lambda: self.pools.initials().replace(".", ""), "PERSON"),
            "rev": (self._reversed, "PERSON"),
            "city": (lambda: self.rng.choice(self.pools.places), "LOCATION"),
            "country": (lambda: self.rng.choice(self.pools.slots.countries), "LOCATION"),
            "city0": (lambda: self.rng.choice(self.pools.places), "LOCATION"),
            "country0": (lambda: self.rng.choice(self.pools.slots.countries), "LOCATION"),
            "last0": (self.pools.bare_last, "O"),
            "first0": (self.pools.first, "O"),
        }
        if name in makers:
            make, label = makers[name]
            return [(make(), label)]
        return [(self._plain_slot(name), "O")]

    def _plain_slot(self, name: str) -> str:
        slots, rng, pools = self.pools.slots, self.rng, self.pools
        lists = {
            "org": slots.organisations,
            "law": slots.laws,
            "dept": slots.departments,
            "role": slots.roles,
            "month": slots.months,
            "chat": slots.chat,
            "chat_en": slots.chat_en,
            "street": slots.streets,
        }
        if name in lists:
            return rng.choice(lists[name])
        numbers: dict[str, Callable[[], str]] = {
            "prod": self._product,
            "brand": pools.brand,
            "model": pools.model,
            "w": pools.word,
            "cw": self._capital_word,
            "abbr": lambda: "".join(rng.choices("ABCDEGHIKLMNOPRSTVWZ", k=rng.randint(2, 5))),
            "ident": lambda: "".join(self._capital_word() for _ in range(rng.choice((1, 2, 2, 3)))),
            "num": lambda: pools.number(1, 5000),
            "nr": lambda: (
                pools.number(1, 300) + rng.choice(("", "", "", "a", "B", "-2", " bis", " bus 3", "-hs"))
            ),
            "year": lambda: pools.number(1990, 2026),
            "date": pools.date,
            "time": lambda: f"{rng.randint(7, 22)}:{rng.choice(('00', '15', '30', '45'))}",
            "amount": lambda: (
                rng.choice(("€ ", "€", "EUR ")) + pools.number(10, 9000) + rng.choice(("", ",00", ",50"))
            ),
            "pc": lambda: pools.number(1000, 9999) + rng.choice(("", " AB", " KL", "XZ", " TP")),
            "phone": lambda: "06-" + pools.number(10000000, 99999999),
            "iban": lambda: f"NL{pools.number(10, 99)}INGB0{pools.number(100000000, 999999999)}",
            "bsn": lambda: pools.number(100000000, 999999999),
            "email": lambda: f"{pools.first().lower()}@example.nl",
        }
        return numbers[name]()

    def _capital_word(self) -> str:
        word = self.pools.word()
        return word[0].upper() + word[1:]

    def _product(self) -> str:
        return self.rng.choice(self.pools.slots.products)

    def _person(self) -> list[Piece]:
        draw = self.rng.random()
        if draw < 0.36:  # noqa: PLR2004
            return [(self.pools.first(), "PERSON")]
        if draw < 0.72:  # noqa: PLR2004
            return [(self._full(), "PERSON")]
        if draw < 0.84:  # noqa: PLR2004
            return self._titled()
        if draw < 0.92:  # noqa: PLR2004
            return [(self._initialled(), "PERSON")]
        return [(self._capital_last() if self.rng.random() < 0.5 else self.pools.last(), "PERSON")]  # noqa: PLR2004

    def _titled(self) -> list[Piece]:
        name = self.rng.choice((self.pools.last, self._capital_last, self._initialled, self._full))()
        return [(self.rng.choice(self.pools.slots.titles) + " ", "O"), (name, "PERSON")]

    def _full(self) -> str:
        draw = self.rng.random()
        middle = f" {self.pools.initials()[:2]} " if draw < 0.04 else " "  # noqa: PLR2004
        first = f"{self.pools.first()} {self.pools.first()}" if draw > 0.96 else self.pools.first()  # noqa: PLR2004
        return f"{first}{middle}{self.pools.last()}"

    def _initialled(self) -> str:
        return f"{self.pools.initials()} {self.pools.last()}"

    def _capital_last(self) -> str:
        name = self.pools.last()
        return name[0].upper() + name[1:]

    def _reversed(self) -> str:
        given = self.rng.choice((self.pools.initials, self.pools.first))()
        return f"{self._capital_last()}, {given}{self.rng.choice(('', '', ' van der', ' de'))}"

    def _disguise(self, pieces: list[Piece]) -> list[Piece]:
        """Lower case as in chats, capitals as in forms, or as it is."""
        draw = self.rng.random()
        if draw < 0.12:  # noqa: PLR2004
            return [(text.lower(), label) for text, label in pieces]
        if draw < 0.16:  # noqa: PLR2004
            return [(text.upper(), label) for text, label in pieces]
        if draw < 0.18:  # noqa: PLR2004 - family names in capitals, as the French write
            return [(text.upper() if label == "PERSON" else text, label) for text, label in pieces]
        return pieces

    def _lines(self, pieces: list[Piece]) -> Iterator[Sentence]:
        """Words with BIO labels, a line at a time."""
        words: list[str] = []
        labels: list[str] = []
        for text, label in pieces:
            inside = False
            for number, line in enumerate(text.split("\n")):
                if number and words:
                    yield words, labels
                    words, labels, inside = [], [], False
                for match in TOKEN.finditer(line):
                    words.append(match.group())
                    labels.append("O" if label == "O" else f"{'I' if inside else 'B'}-{label}")
                    inside = True
        if words:
            yield words, labels


def _joined(pieces: list[Piece]) -> list[Piece]:
    """``{first} {last}`` is one name: persons with one blank between them are joined."""
    joined: list[Piece] = []
    for text, label in pieces:
        if label == "PERSON" and len(joined) > 1 and joined[-1][0] == " " and joined[-2][1] == "PERSON":
            joined.pop()
            joined[-1] = (f"{joined[-1][0]} {text}", "PERSON")
        else:
            joined.append((text, label))
    return joined


@cache
def read_templates(only: str = "") -> list[str]:
    """Template lines of one file, or of all files but the jargon."""
    folder = files("detectors.names") / "templates"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".txt"))
    lines: list[str] = []
    for name in names:
        if name == only or (not only and name != "jargon.txt"):
            lines += folder.joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("# ")]
