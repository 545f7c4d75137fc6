"""What the words around a place say: somebody's home or birth, or where a firm, a meeting or a train is."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import Span, one_of
from detectors.recognizers.occupied import Positions

_LIVES = re.compile(
    rf"""(?<![a-z]){
        one_of(r'''
    won(?:en|end|ende|achtig), woont?, woonden?, woonplaats, geboren, geb, geboorteplaats, geboortig,
    afkomstig, afkomst, verhuis(?:d|t|de|den)?, verhuiz(?:en|ing), getogen, opgegroeid, opgroeide, gevlucht,
    vluchtte, kom(?:t|en)? uit, kwam(?:en)? uit, herkomst, gedomicilieerd, domicilie, verblijft, verblijf,
    verbleef, verblijvende?, overleden, begraven, ingeschreven, dakloos, ondergedoken, lives?, lived,
    living, born, birth, resid(?:es?|ing|ent|ence), moved?, moving, relocat(?:ed?|es|ing), based in, grew
    up, raised, wohnt, wohne, wohnen, wohnhaft, umgezogen, zieht, stammt, habite, habitant, residant,
    demeurant, nee?, domicilie, roots, originaire, hometown, stamt uit, opgenomen, detentie, gedetineerd,
    emigreerd?e?, groeten uit
    ''')
    }(?![a-z])"""
)
"""Words that tie the place after them to a person."""

_BIRTH_SIGN = re.compile(r"(?:\u00b0|\*) ?(?:[\d/. '-]{5,12})?(?:te )?$")

_FIELD = re.compile(
    r"(?:woonplaats|geboorteplaats|geb\.? ?plaats|plaats|stad|city|town|wohnort|geburtsort|ort|ville|land"
    r"|country|place of birth|birthplace|lieu de naissance|residence|gemeente)\)?[\"']?"
    r"(?: ?(?:/ ?)?[a-z ]{0,16})?(?:\s?[:=.|>\t]+\s{0,3}|  +)[\"']?$"
)
"""A field of a form or message, before its value."""

_THING = re.compile(
    rf"""(?<![a-z])[a-z-]*{
        one_of(r'''
    kantoor, kantoren, vestiging, vestigingen, locatie, locaties, filiaal, filialen, depot, magazijn, loods,
    werf, lager, baustelle, niederlassung, standort, warehouse, site, plant, fabriek, branch, office,
    project, projecten, werkplek, winkel, store, showroom, zaal, vergadering, overleg, bijeenkomst, meeting,
    workshop, training, cursus, congres, conference, beurs, event, evenement, leverancier, supplier, hub,
    dc, distributiecentrum, datacenter, zetel, gevestigd, succursale, usine, agence, onboarding, functie,
    role, position, vacature, stelle, gemeentehuis, stadhuis, stadion, stad, gemeente, provincie, city of,
    luchthaven, airport, haven, station, halte, rechtbank, ondertekend, getekend, opgemaakt, gedaan, markt,
    festival, bureau, kantine, bijkantoor, hoofdkantoor, museum, wedstrijd, concert, klant, firma, bedrijf,
    club, stichting, zaak, praktijk, uitvoering, afdeling, team, filialen
    ''')
    }(?: (?:is|zit|ligt|staat|hier|daar|vooral))?(?: (?:in|te|van|bij|at|of|a|de|nabij|near|rond|um|von))?"""
    r"(?: (?:de|het|the))? $"
)
"""What stands right before a place that is the place of a thing."""

_ON_THE_WAY = re.compile(
    rf"""(?<![a-z]){
        one_of(r'''
    trein(?:en|reis)?, bus(?:sen|rit)?, tram, metro, vliegtuig, vlucht, lkw, vrachtwagen, vracht, transport,
    lieferung, levering(?:en)?, leveren, geleverd, bezorg(?:en|d|t|ing), zending(?:en)?, pallets?, delivery,
    deliveries, deliver, shipment, ship(?:ped)?, train, flight, truck, routes?, rit(?:ten)?, traject,
    omleiding, bijeenkomst, vergadering, congres, beurs, wedstrijd[a-z]*, toernooi, concert, optreden,
    vakantie[a-z]*, rondreis, stedentrip, file, snelweg, afrit, [an]\d{1, 3}, treinkaartje, kilometers?, km,
    stops?
    ''')
    }(?![a-z])[^.!?\n]*$"""
)
_FIRM = re.compile(
    rf"""(?<![a-z])[a-z-]*{
        one_of(r'''
    stichting, vereniging, praktijk, apotheek, garage, werf, fabriek, zorggroep, school, college, academie,
    adviseurs, advocaten, notarissen, accountants, makelaars, bakkerij, groothandel, fulfilment, logistics,
    winkel, [bn]\\.?v\\.?, vof, gmbh, ltd, & ?(?:zn|zonen|co|partners|sohne)\\.?
    ''')
    }(?: [^,\n]{{0,40}})?, $|& ?(?:zn|zonen|co|partners)\.? (?:in|te) $"""
)
"""``Huisartsenpraktijk De Brink, Assen``: the seat of a firm."""

_THING_AFTER = re.compile(
    r"[ -](?:team|site|office|branch|plant|depot|warehouse|cs|centraal|airport|station|vestiging|kantoor|"
    r"filiaal|locatie|region|store|hub|dc|noord-zuid|marathon|festival)(?![a-z])"
)
_LETTER_HEAD = re.compile(
    r", ?(?:den |le |the )?\d{1,2}(?:[-/. ]\d{1,2}[-/. ]|(?:e|er|st|nd|rd|th)? [a-z]{3,9} )\d{2}"
)
"""``Genk, 25 maart 2025``: the head of a letter."""

_HISTORY = re.compile(
    r"(?:(?<![a-z])(?:in|anno|sinds|rond|omstreeks|tot|van|jaar|since|around|year|im jahr|en"
    r"|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|january|february|march|may|june|july|august|october) |\()1[0-8]\d\d"
    r"(?![\d.,]| ?[a-z]{2}(?![a-z])| euro)"
)
_PRONOUN = re.compile(
    rf"""(?<![a-z]){
        one_of('''
    ik, hij, zij, ze, haar, hem, zijn (?:moeder|vader|vrouw|man|vriendin|gezin|broer|zus), mijn, i, he, she,
    his, her, my, er, sie, il, elle, nu, now, inmiddels, momenteel, currently, sinds \\d{4}, since \\d{4}
    ''')
    }(?![a-z])"""
)
_CELL_WORDS = re.compile(
    r"(?<![a-z])(?:plaats(?:naam)?|stad|city|gemeente|town|wohnort|ort|ville|land|country|lives|living|woont|"
    r"residence|commune|domicilie)(?![a-z])|woonplaats|woonstad|geboorteplaats|geburtsort|birth ?place|"
    r"birth_?(?:city|town)|place_?of_?birth|hometown|home_?city|wohnort"
)
_CELL_THINGS = re.compile(
    r"vestiging|kantoor|filiaal|locatie|location|site|office|branch|depot|werkplek|werkplaats|standplaats|afdeling|"
    r"warehouse|vertrek|bestemming|route|traject|leverancier|magazijn|pickup|niederlassung|standort"
)
_SENTENCE_END = re.compile(
    r"(?<![ .(\n][A-Za-z])(?<!dhr)(?<!mevr)(?<!mw)(?<!dr)(?<!fam)(?<!geb)(?<![Zz]n)(?<!mrs)(?<!mr)(?<!ms)"
    r"[.!?](?=\s)|\n"
)
_SPEAKER_LINE = re.compile(r"\s?[\[(]?\d")
_COUNTRY_LINE = re.compile(r"[,( ]{0,3}[a-z .]{0,20}\)?[ \t]*(?:\n|$)")
_CONTACT_BEFORE = re.compile("[|\u00b7\u2022] ?$")
_CONTACT_AFTER = re.compile("[ \t]*(?:[|\u00b7\u2022]|\n|$)")
_REACH, _CLOSE, _FAR = 72, 120, 200
_SIGN_REACH = 20
_RECORD = 400


@dataclass(frozen=True, slots=True)
class People:
    """Where a text names people.

    Attributes:
        persons: Starts of the names that are no mere guess.
        anyone: Starts of all names; a field for a place needs no more.
        contacts: Ends of addresses, so that a place right after one belongs to it.
        speakers: Starts of the names that open a line of a chat; they are not who is spoken of.
    """

    persons: Positions
    anyone: Positions
    contacts: frozenset[int]
    speakers: frozenset[int]


def people_of(passage: Passage, findings: Sequence[Finding]) -> People:
    """The names that a place can be said of: not those that only the model suspects."""
    everyone = [f for f in findings if f.type in {"PERSON", "KNOWN_PERSON"}]
    names = [name for name in everyone if not _is_doubtful(name)]
    speakers = {f.start for f in names if _is_speaker(passage.plain, f)}
    return People(
        Positions(f.start for f in names),
        Positions(f.start for f in everyone),
        frozenset(f.end for f in findings if f.type == "ADDRESS"),
        frozenset(speakers),
    )


def _is_doubtful(name: Finding) -> bool:
    return name.reasons == ("model",) and name.score < 0.7  # noqa: PLR2004 - little more than a guess


def _is_speaker(plain: str, name: Finding) -> bool:
    """``[12-05 17:02] Daan: ...``."""
    line = plain.rfind("\n", 0, name.start) + 1
    return plain[name.end : name.end + 1] == ":" and bool(_SPEAKER_LINE.match(plain, line, name.start))


class PlaceContext:
    """Judges the places of one text.

    Args:
        passage: The text.
        people: Who is named in it.
    """

    def __init__(self, passage: Passage, people: People) -> None:
        self._passage = passage
        self._people = people
        ends = (match.end() for match in _SENTENCE_END.finditer(passage.plain))
        self._ends = [0, *ends, len(passage.text)]

    def reasons(self, start: int, end: int) -> tuple[str, ...]:
        """What ties a place to a person; nothing when it is the place of something else."""
        begin, stop = self._sentence(start)
        lower = self._passage.lower
        lead = lower[max(begin, start - _REACH) : start]
        lives = max((match.start() for match in _LIVES.finditer(lead)), default=-1)
        if _BIRTH_SIGN.search(self._passage.text, max(begin, start - _SIGN_REACH), start):
            lives = len(lead)
        column = self._column(start)
        if column is False or _HISTORY.search(lower, max(0, start - _FAR), end + _FAR):
            return ()
        if column or (_FIELD.search(lower, max(0, start - 48), start) and not _THING.search(lead)):
            return ("lives there", "with a person") if self._in_record(start) else ()
        if lives < 0 and self._heads_letter(end):
            return ()
        if _THING_AFTER.match(lower, end):
            return ()
        for pattern in (_THING, _FIRM, _ON_THE_WAY):
            thing = pattern.search(lead)
            if thing and thing.start() >= lives:
                return ()
        near = (
            self._named(start, begin, stop) or self._goes_on(start, begin, lead) or self._in_block(start, end)
        )
        said = ("lives there",) if lives >= 0 else ()
        return (*said, "with a person") if near else said

    def fills_column(self, start: int) -> bool:
        """Whether a header says that a column holds places of people."""
        return self._column(start) is True

    def of_enumeration(self, start: int) -> bool:
        """Whether words before an enumeration of places say that somebody lives there."""
        begin, _ = self._sentence(start)
        return bool(_LIVES.search(self._passage.lower, max(begin, start - _REACH), start))

    def _sentence(self, position: int) -> Span:
        index = bisect_right(self._ends, position)
        return self._ends[index - 1], self._ends[min(index, len(self._ends) - 1)]

    def _named(self, start: int, begin: int, end: int) -> bool:
        """Whether somebody is named in the same sentence or line, other than who says it in a chat."""
        names = self._people.persons.within(max(begin, start - _FAR), min(max(end, start + 1), start + _FAR))
        return any(name not in self._people.speakers for name in names)

    def _goes_on(self, start: int, begin: int, lead: str) -> bool:
        """``He ... Now in Ter Apel.``: a sentence that goes on about somebody named right before."""
        close = self._people.persons.within(max(0, start - _CLOSE), begin)
        return bool(close) and bool(_PRONOUN.search(lead))

    def _in_block(self, start: int, end: int) -> bool:
        """A place right after an address, or by itself on the line after that of a name."""
        if any(start - gap in self._people.contacts for gap in (1, 2, 3)):
            return True
        plain = self._passage.plain
        line = plain.rfind("\n", 0, start) + 1
        alone = not plain[line:start].strip() and _COUNTRY_LINE.match(self._passage.lower, end)
        text = self._passage.text
        between = _CONTACT_BEFORE.search(text, line, start) and _CONTACT_AFTER.match(text, end)
        if line == 0 or not (alone or between):
            return False
        before = plain.rfind("\n", 0, line - 1) + 1
        return bool(self._people.persons.within(before, line))

    def _in_record(self, start: int) -> bool:
        """Whether a form or record that has a field for a place speaks of a person."""
        return self._people.anyone.distance(start) < _RECORD

    def _column(self, start: int) -> bool | None:
        """Whether a header says that a column holds homes; `False` when it holds branches."""
        cell = self._passage.cells.at(start)
        if cell is None:
            return None
        header = self._passage.lower[cell.header_start : cell.header_end]
        if _CELL_THINGS.search(header):
            return False
        return True if _CELL_WORDS.search(header) else None

    def _heads_letter(self, end: int) -> bool:
        return bool(_LETTER_HEAD.match(self._passage.lower, end))
