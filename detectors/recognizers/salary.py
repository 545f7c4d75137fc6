"""What a person earns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detectors.context import Clue, clue
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers import number_words
from detectors.recognizers.base import Span, one_of, words
from detectors.recognizers.labelled import LabelledRecognizer
from detectors.word_search import any_within, word_search

_ABOUT_PEOPLE = frozenset(
    {"PERSON", "NL_BSN", "BE_NATIONAL_NUMBER", "EMPLOYEE_NUMBER", "DATE_OF_BIRTH", "EMAIL_ADDRESS"}
)
_SOMEONE = one_of(r"""
    ik, mijn, hij, zij, ze, haar, hem, jij, jouw, uw, zijn
    (?:salaris|loon|bruto|netto|uurloon|maand|jaar|huidige), i, my, he, she, his, her, their, er, sie,
    ihr, sein, mein, ich, il, elle, mon, son, sa, je gagne, medewerker, medewerkster, werknemer,
    werkneemster, collega, kandidaat, sollicitant, employee, colleague, candidate, mitarbeiter,
    mitarbeiterin
""")
_NOBODY = one_of(r"""
    minimum ?loon, wettelijk, gemiddeld\w*, modaal, mediaan, cao, loonschal?en, salarisschal?en, vacature,
    functie ?profiel, benchmark, markt\w*, minimum wage, average, median, vacancy, job ad, bandwidth,
    bandbreedte, mindestlohn, durchschnitt\w*, smic, moyen\w*, tussen, between, zwischen, entre, tot
    maximaal, we bieden, wij bieden, bieden wij, we offer
""")
_STATEMENT = re.compile(r"[.!?](?=\s)|\n\s*\n")
_HOUR = one_of("p/u, per uur, p\\.u\\., an hour, per hour, / ?(?:u|uur|h|hr|hour), pro stunde, par heure")
_RATE = re.compile(rf"\W{{0,3}}(?:bruto |netto )?{_HOUR}", re.IGNORECASE)
_UNITS = one_of(
    "%, uur, uren, dagen, fte, jaar, weken, maanden, hours, days, years, procent, percent, m2, km"
)
_WRITTEN = re.compile(
    rf"(?<![a-z]){number_words.AMOUNT}(?![a-z])(?=[^.!?\n]{{0,20}}(?:bruto|netto|per maand|euro))"
)
_UNIT = re.compile(rf"\s?{_UNITS}", re.IGNORECASE)
_MONEY = re.compile(r"\$|eur|k|,[-=]", re.IGNORECASE)
_REACH = 300
_LINE = 90
_SENTENCE_BEFORE = 60
_CERTAIN = 0.5
_MIN_AMOUNT = 400
_MIN_RATE = 5
_MIN_WITH_CENTS = 50
_MIN_BARE = 1000
_PROCESS = re.compile(
    r"#$|(?<![a-z])(?:jobs?|runs?|pid|proces(?:s|sen)?|tickets?|batch|id|threads?|regel|line|row|rij|records?"
    r"|task|taak|step|stap|n(?:umme)?r|number|no|build|versie|version|server|port|poort|kamer|room)"
    r"[-_ ]?(?:id|n(?:umme)?r|no)?[ .:=#-]{1,3}$"
)
"""What makes a number the number of a thing: ``payroll-run#5512``, ``payroll job 5512``."""

_ASSIGNED = re.compile(r"[a-z_]=[\"']?$")
_HOURLY = re.compile(r"uur|hour|stund|heure")
_CENTS = re.compile(r"[.,]\d\d$")
_YEAR = range(1900, 2100)
_ALIKE = 2.0
"""Two amounts of pay of one person, now and then, differ by less than this factor."""
_TIME = one_of("""
    jr, jaar, yr, year, annum, mnd, maand, month, mth, mo, wk, week, u, uur, h, hr, hour, jahr, monat,
    stunde, an, mois, heure
""")
_PERIOD = one_of(r"""
    / ?(?:jr|jaar|yr|year|annum|mth|mo|wk|week), p\.?a\b, per annum, per week, a week,
    p/m, p\.m\., per maand, / ?mnd, / ?maand, / ?month, per month, a month, pro monat, par mois, p/?j\b,
    per jaar, per year, a year, bruto, netto, gross
""")
_PER_PERIOD = re.compile(rf"\s?(?:(?:euro|bruto|netto|gross|net) )?{_PERIOD}", re.IGNORECASE)
_ASKING = one_of("""
    vraagt, vraag, wil, eist, biedt, bieden, bied, verwacht, verwachting, aanbod, salariseis,
    salarisindicatie, zit (?:nu )?op, zit (?:nu )?rond, krijgt, asks, expects, wants, offer, offered
""")
_ASKS = re.compile(rf"(?<![a-z]){_ASKING}(?![a-z])[^.!?\n]{{0,40}}$")
"""What is said of pay without the word."""
_JOB = word_search(
    one_of("""
        sollicitant, sollicitante, sollicitanten, kandidaat, kandidate, kandidaten, sollicitatie,
        dienstverband, contract, functie, schaal, trede, loonschaal, candidate, candidates, applicant,
        applicants, interview, job, vacancy
    """)
)
_NO_PAY = word_search(
    one_of("""
        huur, hypotheek, abonnement, factuur, prijs, kosten, borg, korting, omzet, budget, offerte, lening,
        schuld, achterstand, schade, boete, rent, price, cost, costs, fee, budget, invoice, deposit, loan,
        fine, stuk, miete
    """)
)
_CLAUSE = 60


_NESTED = re.compile(
    r"""["'](?:salary|salaris|wage|loon|brutoloon|pay|compensation|remuneration|gehalt|lohn|salaire|income|inkomen|bonus)"""
    r"""["']\s{0,4}:\s{0,4}\{\s{0,20}(?:["']\w{1,20}["']\s{0,4}:\s{0,4}["'][^"'\n{}]{0,40}["'],\s{0,20}){0,3}"""
    r"""["'](?:amount|value|bedrag|waarde|bruto|gross|netto|net|base|basis|monthly|annual|yearly|maand|jaar|betrag|montant)"""
    r"""["']\s{0,4}:\s{0,4}["']?(?P<value>\d{3,7}(?:[.,]\d{1,2})?)(?![\w.-]|,\d)"""
)
"""The amount in an object that is named after pay: ``"salary": {"amount": 2875.00``."""


class SalaryRecognizer(LabelledRecognizer):
    """Salary of a person: an amount with a salary word, where a person is concerned.

    Legal basis: art. 4(1) GDPR. The minimum wage, a scale or a vacancy is nobody's salary: the sentence,
    row or paragraph has to speak of someone, by a finding (name, number, address) or by words ("mijn",
    "she", "de werknemer").
    """

    detector = "salary"
    entities = ("SALARY",)
    labels = words("""
        salaris, maandsalaris, jaarsalaris, brutosalaris, nettosalaris, bruto salaris, netto salaris,
        basissalaris, startsalaris, uurloon, bruto uurloon, loon, brutoloon, nettoloon, bruto loon, netto
        loon, maandloon, dagloon, weekloon, bruto, netto, verdient, verdien, verdiende, bonus,
        salarisstrook, loonstrook, wedde, bezoldiging, vergoeding, eindejaarspremie, bruto maand, bruto
        jaar, inkomen, jaarinkomen, maandinkomen, loonsverhoging, salaris bruto, bruto per maand,
        ontslagvergoeding, transitievergoeding, alimentatie, salary, gross salary, net salary, base salary,
        annual salary, monthly salary, wage, wages, pay, earns, earn, earning, income, annual income,
        compensation, gross, severance, hourly rate, gehalt, bruttogehalt, nettogehalt, lohn, stundenlohn,
        verdienst, einkommen, jahresgehalt, monatsgehalt, salaire, salaire brut, salaire net, remuneration,
        gagne, revenu, prime, schaal, salarisschaal, loonschaal, trede, periodiek, barema, loonheffing,
        salariswens, salariseis, salarisindicatie, salarisverwachting, salary expectation, desired salary,
        expected salary, gehaltsvorstellung, pretentions salariales,
        pensioenpremie, vakantiegeld, vakantietoeslag, ort, toeslag, dertiende maand, uitbetaald, te
        ontvangen, nettobedrag, salarissen, salaries, lonen, bonussen, bonusvoorstel, salarisvoorstel,
        salarisoverzicht, salarislijst, loonlijst, honorarium, uurtarief, dagtarief, payroll, bonuses, per
        maand bruto, p m
    """)
    value_pattern = (
        r"(?<![\w./])(?<!\d[,:])(?<!\w-)(?:(?:\$|eur|euro) ?)?"
        r"(?:\d{1,3}(?:[. ]\d{3}){1,2}|\d{1,3}(?:,\d{3}){1,2}|\d{1,6})"
        r"(?:[.,]\d{2}|,-+|,=|[.,]\d(?= ?k))? ?(?:k(?![\w])|\$|eur(?:o|os)?(?![\w]))?"
        rf"(?!\w|/(?! ?{_TIME}(?!\w))|[.,]\d|-\d)"
    )

    def analyze_text(self, passage: Passage, findings: Sequence[Finding]) -> list[Finding]:
        """Amounts with a salary word, kept where a person is concerned."""
        amounts = [*super().analyze_text(passage, findings), *self._nested(passage)]
        names = [f for f in findings if f.type == "PERSON" and f.score >= _CERTAIN]
        spoken = any(hit.kind == self.entities[0] for hit in passage.labels)
        if not amounts and not (names and (spoken or _JOB.starts(passage.lower))):
            return []
        people = sorted(f.start for f in findings if f.type in _ABOUT_PEOPLE and f.score >= _CERTAIN)
        signs = _Signs(
            people,
            _definite(passage.lower, word_search(_SOMEONE).starts(passage.lower)),
            word_search(_NOBODY).starts(passage.lower),
        )
        found = [amount for amount in amounts if _concerns(passage, amount, signs)]
        if spoken:
            found += self._lists(passage, names, signs.nobody)
        found += self._said(passage, people, signs.nobody, spoken=bool(found))
        return found + list(self._alike(passage, found, signs.nobody))

    def _nested(self, passage: Passage) -> Iterator[Finding]:
        if "{" not in passage.plain or not any(hit.kind == self.entities[0] for hit in passage.labels):
            return
        for match in _NESTED.finditer(passage.lower):
            yield self.found(match.span("value"), 0.9, "amount", "header")

    def _lists(self, passage: Passage, names: Sequence[Finding], nobody: list[int]) -> Iterator[Finding]:
        """Money on the line of a name, in a text that speaks of pay: ``Bakker: 3.450 euro``."""
        for name in names:
            line_end = passage.plain.find("\n", name.end)
            end = min(name.end + _LINE, line_end if line_end >= 0 else len(passage.plain))
            if any_within(nobody, name.start, end):
                continue
            for match in self._value.finditer(passage.plain, name.end, end):
                money = _MONEY.search(match.group())
                if money and _amount(match.group()) >= _MIN_AMOUNT and self._is_pay(passage, match.start()):
                    yield self.found(match.span(), 0.7, "amount after a person")
                    break

    def _said(
        self, passage: Passage, people: list[int], nobody: list[int], *, spoken: bool
    ) -> Iterator[Finding]:
        """``Vraagt € 2.650``, ``nu 3.892 p/m``, ``drieduizend euro bruto``: pay without its word."""
        if not people or not (spoken or bool(_JOB.starts(passage.lower))):
            return
        for match in _WRITTEN.finditer(passage.lower):
            if number_words.value(match.group()) >= _MIN_BARE and any_within(
                people, match.start() - _REACH, match.end() + _REACH
            ):
                yield self.found((match.start(), match.end()), 0.65, "amount", "in words")
        for match in self._value.finditer(passage.plain):
            value, (start, end) = match.group().rstrip(), match.span()
            if _amount(value) < _MIN_BARE or (value.isdigit() and int(value) in _YEAR):
                continue
            period = _PER_PERIOD.match(passage.plain, start + len(value))
            asked = _MONEY.search(value) and _ASKS.search(passage.lower, max(0, start - _CLAUSE), start)
            if not (period or asked) or not any_within(people, start - _REACH, end):
                continue
            if self._may_be_pay(passage, start, end, nobody):
                yield self.found((start, start + len(value)), 0.65, "amount", "beside a person")

    def _alike(self, passage: Passage, found: Sequence[Finding], nobody: list[int]) -> Iterator[Finding]:
        """``Hij krijgt nu € 3.275; ik stel voor € 3.650``: an amount like one that is pay, soon after it."""
        for pay in found:
            known = _amount(passage.plain[pay.start : pay.end])
            for match in self._value.finditer(passage.plain, pay.end, pay.end + _REACH):
                value, (start, end) = match.group().rstrip(), match.span()
                amount = _amount(value)
                written = _MONEY.search(value) or re.search(r"\d[.,]\d{3}", value)
                if not written or amount < _MIN_BARE or not known / _ALIKE <= amount <= known * _ALIKE:
                    continue
                if self._may_be_pay(passage, start, end, nobody):
                    yield self.found((start, start + len(value)), 0.6, "amount", "like pay before")

    def _may_be_pay(self, passage: Passage, start: int, end: int, nobody: list[int]) -> bool:
        """Whether nothing near says that an amount is something else than a person's pay."""
        begin, stop = _sentence(passage.plain, start, end)
        begin = max(begin, passage.plain.rfind("\n", 0, start) + 1)
        stop = min(stop, passage.plain.find("\n", end) % (len(passage.plain) + 1))
        if any_within(nobody, begin, stop) or _UNIT.match(passage.plain, end):
            return False
        if any_within(_NO_PAY.starts(passage.lower[begin:stop]), 0, stop - begin):
            return False
        return clue(passage, start, end, self.entities[0]).kind in ("", self.entities[0])

    def _is_pay(self, passage: Passage, start: int) -> bool:
        """Whether the text speaks of pay shortly before, and nothing nearer says what else the amount is."""
        spoken = passage.speaks_of(self.entities[0], start, _REACH)
        return spoken and clue(passage, start, start + 1, self.entities[0]).kind in ("", self.entities[0])

    def weigh(self, passage: Passage, span: Span, context: Clue) -> Finding | None:
        """An amount that can be pay: not a year, a percentage or a number of hours."""
        start, end = span
        value = passage.plain[start:end].rstrip()
        amount = _amount(value)
        money = bool(_MONEY.search(value))
        if _UNIT.match(passage.plain, start + len(value)):
            return None
        if _PROCESS.search(passage.lower, max(0, start - 24), start) or self._is_of_other_key(passage, start):
            return None
        hourly = _RATE.match(passage.plain, start + len(value)) or _is_hourly(passage, start)
        least = _MIN_RATE if hourly else _MIN_WITH_CENTS if _CENTS.search(value) else _MIN_AMOUNT
        if amount < least or (not money and value.isdigit() and int(value) in _YEAR):
            return None
        if not money and amount < _MIN_BARE and not _CENTS.search(value) and context.reason != "header":
            return None
        return self.found((start, start + len(value)), 0.7 + 0.2 * context.strength, "amount", context.reason)

    def _is_of_other_key(self, passage: Passage, start: int) -> bool:
        """Whether a value is assigned to a key that is no word of pay: ``payroll emp=441029``."""
        if not _ASSIGNED.search(passage.lower, max(0, start - 3), start):
            return False
        return all(hit.kind != self.entities[0] for hit in passage.labels_before(start, 3))


def _is_hourly(passage: Passage, start: int) -> bool:
    """Whether an amount is pay an hour, by its header or by what stands shortly before it."""
    cell = passage.cells.at(start)
    if cell is not None and _HOURLY.search(passage.lower, cell.header_start, cell.header_end):
        return True
    return "uur" in passage.lower[max(0, start - 25) : start]


def _amount(value: str) -> float:
    """A written amount as a number, whatever the separators."""
    if not any(map(str.isdigit, value)):
        return number_words.value(value.lower())
    digits = re.sub(r"[^\d.,]", "", value).rstrip(".,")
    cents = re.search(r"[.,]\d{1,2}$", digits)
    whole = digits[: cents.start()] if cents else digits
    number = int(re.sub(r"\D", "", whole) or 0)
    return number * 1000 if "k" in value.lower() else number


@dataclass(frozen=True, slots=True)
class _Signs:
    """Where a text speaks of people, by findings and by words, and where of nobody; sorted."""

    people: list[int]
    someone: list[int]
    nobody: list[int]


def _definite(lower: str, starts: list[int]) -> list[int]:
    """Without ``een werknemer`` and ``each employee``: anybody is nobody."""
    return [start for start in starts if not _ANYBODY.search(lower, max(0, start - 12), start)]


_ANYBODY = re.compile(r"(?<![a-z])(?:een|elke|iedere|per|an?|each|every|any|ein|eine|eines|une?)\s$")


def _concerns(passage: Passage, amount: Finding, signs: _Signs) -> bool:
    """Whether the amount is somebody's: its sentence or row says so, or a finding stands near."""
    begin, end = _sentence(passage.plain, amount.start, amount.end)
    named = any_within(signs.people, begin, end)
    if any_within(signs.nobody, begin if named else begin - _SENTENCE_BEFORE, end):
        return False
    cell = passage.cells.at(amount.start)
    if cell is not None:
        if "\n" not in passage.plain[cell.header_start : amount.start] and cell.header_end < amount.start:
            return any_within(signs.people, amount.start - 2 * _REACH, amount.end + 2 * _REACH)
        line = passage.plain.rfind("\n", 0, amount.start) + 1
        stop = passage.plain.find("\n", amount.end)
        return any_within(signs.people, line, len(passage.plain) if stop < 0 else stop)
    if any_within(signs.someone, begin, end):
        return True
    return any_within(signs.people, amount.start - _REACH, amount.end + _REACH)


def _sentence(plain: str, start: int, end: int) -> Span:
    """The sentence around a span, at most `_REACH` either way."""
    begin = max(0, start - _REACH)
    for mark in _STATEMENT.finditer(plain, begin, start):
        begin = mark.end()
    close = _STATEMENT.search(plain, end, end + _REACH)
    return begin, close.start() if close else min(len(plain), end + _REACH)
