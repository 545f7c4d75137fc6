"""What a person earns."""

import re
from collections.abc import Sequence

from detectors.context import Clue
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import Span, one_of, words
from detectors.recognizers.labelled import LabelledRecognizer

_ABOUT_PEOPLE = frozenset(
    {"PERSON", "NL_BSN", "BE_NATIONAL_NUMBER", "EMPLOYEE_NUMBER", "DATE_OF_BIRTH", "EMAIL_ADDRESS"}
)
_PRONOUN_WORDS = one_of(r"""
    ik, mijn, hij, zij, ze, haar, hem, jij, jouw, zijn
    (?:salaris|loon|bruto|netto|uurloon|maand|jaar|huidige), i, my, he, she, his, her, their, er, sie,
    ihr, sein, mein, ich, il, elle, mon, son, sa, je gagne, medewerker, medewerkster, werknemer,
    werkneemster, collega, kandidaat, sollicitant, employee, colleague, candidate, mitarbeiter,
    mitarbeiterin
""")
_PRONOUN = re.compile(rf"(?<![a-z]){_PRONOUN_WORDS}(?![a-z])", re.IGNORECASE)
_GENERAL_WORDS = one_of(r"""
    minimum ?loon, wettelijk, gemiddeld\w*, modaal, mediaan, cao, loonschal?en, salarisschal?en, vacature,
    functie ?profiel, benchmark, markt\w*, minimum wage, average, median, vacancy, job ad, bandwidth,
    bandbreedte, mindestlohn, durchschnitt\w*, smic, moyen\w*, tussen, between, zwischen, entre, tot
    maximaal, we bieden, wij bieden, bieden wij, we offer
""")
_GENERAL = re.compile(rf"(?<![a-z]){_GENERAL_WORDS}(?![a-z])", re.IGNORECASE)
_STATEMENT = re.compile(r"[.!?](?=\s)|\n\s*\n")
_HOUR = one_of("p/u, per uur, p\\.u\\., an hour, per hour, / ?(?:u|uur|h|hr|hour), pro stunde, par heure")
_RATE = re.compile(rf"\W{{0,3}}(?:bruto |netto )?{_HOUR}", re.IGNORECASE)
_UNITS = one_of(
    "%, uur, uren, dagen, fte, jaar, weken, maanden, hours, days, years, procent, percent, m2, km"
)
_UNIT = re.compile(rf"\s?{_UNITS}", re.IGNORECASE)
_REACH = 300
_MIN_AMOUNT = 400
_MIN_RATE = 5
_YEAR = range(1900, 2100)


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
        gagne, revenu, prime
    """)
    value_pattern = (
        r"(?<![\w.,/-])(?:(?:\$|eur|euro) ?)?(?:\d{1,3}(?:[. ]\d{3}){1,2}|\d{1,3}(?:,\d{3}){1,2}|\d{1,6})"
        r"(?:[.,]\d{2}|,-+|,=)? ?(?:k(?![\w])|\$|eur(?:o|os)?(?![\w]))?(?![\w/]|[.,-]\d)"
    )

    def analyze_text(self, passage: Passage, findings: Sequence[Finding]) -> list[Finding]:
        """Amounts with a salary word, kept where a person is concerned."""
        amounts = super().analyze_text(passage, findings)
        people = sorted(f.start for f in findings if f.type in _ABOUT_PEOPLE and f.score >= 0.5)  # noqa: PLR2004
        return [amount for amount in amounts if _concerns(passage, amount, people)]

    def weigh(self, passage: Passage, span: Span, context: Clue) -> Finding | None:
        """An amount that can be pay: not a year, a percentage or a number of hours."""
        start, end = span
        value = passage.plain[start:end]
        amount = _amount(value)
        money = any(sign in value.lower() for sign in ("$", "eur", "k", ",-", ",="))
        if _UNIT.match(passage.plain, end):
            return None
        if _RATE.match(passage.plain, end) or "uur" in context_words(passage, start):
            low = _MIN_RATE
        else:
            low = _MIN_AMOUNT
        if amount < low or (not money and value.isdigit() and int(value) in _YEAR):
            return None
        if not money and amount < 1000 and "," not in value and context.reason != "header":  # noqa: PLR2004
            return None
        stripped = len(value) - len(value.rstrip(" "))
        return self.found((start, end - stripped), 0.7 + 0.2 * context.strength, "amount", context.reason)


def context_words(passage: Passage, start: int) -> str:
    """The few words before a value, in lower case."""
    return passage.lower[max(0, start - 25) : start]


def _amount(value: str) -> float:
    """A written amount as a number, whatever the separators."""
    digits = re.sub(r"[^\d.,]", "", value).rstrip(".,")
    cents = re.search(r"[.,]\d{1,2}$", digits)
    whole = digits[: cents.start()] if cents else digits
    number = int(re.sub(r"\D", "", whole) or 0)
    return number * 1000 if "k" in value.lower() else number


def _concerns(passage: Passage, amount: Finding, people: Sequence[int]) -> bool:
    """Whether the amount is somebody's: its sentence or row says so, or a finding stands near."""
    begin, end = _sentence(passage.plain, amount.start, amount.end)
    sentence = passage.plain[begin:end]
    if _GENERAL.search(sentence):
        return False
    if passage.cells.at(amount.start) is not None:
        line = passage.plain.rfind("\n", 0, amount.start) + 1
        stop = passage.plain.find("\n", amount.end)
        return any(line <= start < (len(passage.plain) if stop < 0 else stop) for start in people)
    if _PRONOUN.search(sentence):
        return True
    return any(abs(start - amount.start) <= _REACH for start in people)


def _sentence(plain: str, start: int, end: int) -> Span:
    """The sentence around a span, at most `_REACH` either way."""
    begin = max(0, start - _REACH)
    for mark in _STATEMENT.finditer(plain, begin, start):
        begin = mark.end()
    close = _STATEMENT.search(plain, end, end + _REACH)
    return begin, close.start() if close else min(len(plain), end + _REACH)
