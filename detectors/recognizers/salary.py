"""What a person earns."""

import re
from collections.abc import Iterator, Sequence

from detectors.context import Clue, clue
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers import number_words
from detectors.recognizers import salary_words as terms
from detectors.recognizers.base import Span, words
from detectors.recognizers.labelled import LabelledRecognizer
from detectors.recognizers.salary_signs import Signs, concerns, definite, sentence
from detectors.word_search import any_within, word_search


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
        ontslagvergoeding, transitievergoeding, alimentatie, salary, gross salary, net salary, base
        salary, annual salary, monthly salary, wage, wages, pay, earns, earn, earning, income, annual
        income, compensation, gross, severance, hourly rate, gehalt, bruttogehalt, nettogehalt, lohn,
        stundenlohn, verdienst, einkommen, jahresgehalt, monatsgehalt, salaire, salaire brut, salaire net,
        remuneration, gagne, revenu, prime, schaal, salarisschaal, loonschaal, trede, periodiek, barema,
        loonheffing, salariswens, salariseis, salarisindicatie, salarisverwachting, salary expectation,
        desired salary, expected salary, gehaltsvorstellung, pretentions salariales, pensioenpremie,
        vakantiegeld, vakantietoeslag, ort, toeslag, dertiende maand, uitbetaald, te ontvangen, netto te
        betalen, brutomaandloon, nettomaandloon, brutojaarloon, brutomaandsalaris, nettomaandsalaris,
        brutojaarsalaris, brutomaandwedde, brutowedde, nettowedde, maandwedde, jaarloon, gross pay, net
        pay, take home pay, annual pay, bruttolohn, nettolohn, bruttomonatslohn, netto uitbetaald, salaire
        mensuel, nettobedrag, salarissen, salaries, lonen, bonussen, bonusvoorstel, salarisvoorstel,
        salarisoverzicht, salarislijst, loonlijst, honorarium, uurtarief, dagtarief, payroll, bonuses, per
        maand bruto, p m
    """)
    value_pattern = (
        r"(?<![\w./])(?<!\d[,:])(?<!\w-)(?:(?:\$|eur|euro) ?)?"
        r"(?:\d{1,3}(?:[. ]\d{3}){1,2}|\d{1,3}(?:,\d{3}){1,2}|\d{1,6})"
        r"(?:[.,]\d{2}|,-+|,=|[.,]\d(?= ?k))? ?(?:k(?![\w])|\$|eur(?:o|os)?(?![\w]))?"
        rf"(?!\w|/(?! ?{terms.TIME}(?!\w))|[.,]\d|-\d)"
    )

    def analyze_text(self, passage: Passage, findings: Sequence[Finding]) -> list[Finding]:
        """Amounts with a salary word, kept where a person is concerned."""
        amounts = [*super().analyze_text(passage, findings), *self._nested(passage)]
        names = [f for f in findings if f.type == "PERSON" and f.score >= terms.CERTAIN]
        spoken = any(hit.kind == self.entities[0] for hit in passage.labels)
        staff = spoken or any(f.type == "EMPLOYEE_NUMBER" and f.score >= terms.CERTAIN for f in findings)
        if not amounts and not (names and (staff or terms.JOB.starts(passage.lower))):
            return []
        people = sorted(
            f.start for f in findings if f.type in terms.ABOUT_PEOPLE and f.score >= terms.CERTAIN
        )
        signs = Signs(
            people,
            definite(passage.lower, word_search(terms.SOMEONE).starts(passage.lower)),
            word_search(terms.NOBODY).starts(passage.lower),
            payslip=bool(terms.PAYSLIP.starts(passage.lower)),
            file=any(f.type in terms.OF_STAFF and f.score >= terms.CERTAIN for f in findings),
        )
        found = [amount for amount in amounts if concerns(passage, amount, signs)]
        if spoken:
            found += self._lists(passage, names, signs.nobody)
        found += self._rows(passage, names)
        found += self._said(passage, people, signs.nobody, spoken=bool(found))
        return found + list(self._alike(passage, found, signs.nobody))

    def _nested(self, passage: Passage) -> Iterator[Finding]:
        if "{" not in passage.plain or not any(hit.kind == self.entities[0] for hit in passage.labels):
            return
        for match in terms.NESTED.finditer(passage.lower):
            yield self.found(match.span("value"), 0.9, "amount", "header")

    def _lists(self, passage: Passage, names: Sequence[Finding], nobody: list[int]) -> Iterator[Finding]:
        """Money on the line of a name, in a text that speaks of pay: ``Bakker: 3.450 euro``."""
        for name in names:
            line_end = passage.plain.find("\n", name.end)
            end = min(name.end + terms.LINE, line_end if line_end >= 0 else len(passage.plain))
            if any_within(nobody, name.start, end):
                continue
            for match in self._value.finditer(passage.plain, name.end, end):
                money = terms.MONEY.search(match.group())
                if (
                    money
                    and terms.amount(match.group()) >= terms.MIN_AMOUNT
                    and self._is_pay(passage, match.start())
                    and not terms.SPENT.match(passage.lower, match.end())
                ):
                    yield self.found(match.span(), 0.7, "amount after a person")
                    break

    def _rows(self, passage: Passage, names: Sequence[Finding]) -> Iterator[Finding]:
        """Money in a cell of the row of a person, in a text on pay, a job or staff: ``Smit | $2,950``."""
        for line, end in dict.fromkeys(_line(passage.plain, name.start) for name in names):
            if not any(
                name.start >= line and name.end <= end and _opens(passage.plain, name) for name in names
            ):
                continue
            table = passage.plain.rfind("\n\n", 0, line) + 1
            if any_within(terms.NO_PAY_HEADER.starts(passage.lower[table:end]), 0, end - table):
                continue
            row = passage.plain[line:end]
            if sum(row.count(sign) for sign in "|;\t") < _MANY_CELLS:
                continue
            for match in terms.ROW_MONEY.finditer(row):
                if terms.amount(match["value"]) >= terms.MIN_BARE:
                    span = (line + match.start("value"), line + match.end("value"))
                    yield self.found(span, 0.65, "amount", "beside a person")

    def _said(
        self, passage: Passage, people: list[int], nobody: list[int], *, spoken: bool
    ) -> Iterator[Finding]:
        """``Vraagt € 2.650``, ``nu 3.892 p/m``, ``drieduizend euro bruto``: pay without its word."""
        if not people or not (spoken or bool(terms.JOB.starts(passage.lower))):
            return
        for match in terms.WRITTEN.finditer(passage.lower):
            if number_words.value(match.group()) >= terms.MIN_BARE and any_within(
                people, match.start() - terms.REACH, match.end() + terms.REACH
            ):
                yield self.found((match.start(), match.end()), 0.65, "amount", "in words")
        for match in self._value.finditer(passage.plain):
            value, (start, end) = match.group().rstrip(), match.span()
            if terms.amount(value) < terms.MIN_BARE or (value.isdigit() and int(value) in terms.YEAR):
                continue
            period = terms.PER_PERIOD.match(passage.plain, start + len(value))
            asked = terms.MONEY.search(value) and terms.ASKS.search(
                passage.lower, max(0, start - terms.CLAUSE), start
            )
            if not (period or asked) or not any_within(people, start - terms.REACH, end):
                continue
            if self._may_be_pay(passage, start, end, nobody):
                yield self.found((start, start + len(value)), 0.65, "amount", "beside a person")

    def _alike(self, passage: Passage, found: Sequence[Finding], nobody: list[int]) -> Iterator[Finding]:
        """``Hij krijgt nu € 3.275; ik stel voor € 3.650``: an amount like one that is pay, soon after it."""
        for pay in found:
            known = terms.amount(passage.plain[pay.start : pay.end])
            for match in self._value.finditer(passage.plain, pay.end, pay.end + terms.REACH):
                value, (start, end) = match.group().rstrip(), match.span()
                amount = terms.amount(value)
                written = terms.MONEY.search(value) or re.search(r"\d[.,]\d{3}", value)
                if (
                    not written
                    or amount < terms.MIN_BARE
                    or not known / terms.ALIKE <= amount <= known * terms.ALIKE
                ):
                    continue
                if self._may_be_pay(passage, start, end, nobody):
                    yield self.found((start, start + len(value)), 0.6, "amount", "like pay before")

    def _may_be_pay(self, passage: Passage, start: int, end: int, nobody: list[int]) -> bool:
        """Whether nothing near says that an amount is something else than a person's pay."""
        begin, stop = sentence(passage.plain, start, end)
        begin = max(begin, passage.plain.rfind("\n", 0, start) + 1)
        stop = min(stop, passage.plain.find("\n", end) % (len(passage.plain) + 1))
        if any_within(nobody, begin, stop) or terms.UNIT.match(passage.plain, end):
            return False
        if any_within(terms.NO_PAY.starts(passage.lower[begin:stop]), 0, stop - begin):
            return False
        return clue(passage, start, end, self.entities[0]).kind in ("", self.entities[0])

    def _is_pay(self, passage: Passage, start: int) -> bool:
        """Whether the text speaks of pay shortly before, and nothing nearer says what else the amount is."""
        spoken = passage.speaks_of(self.entities[0], start, terms.REACH)
        return spoken and clue(passage, start, start + 1, self.entities[0]).kind in ("", self.entities[0])

    def weigh(self, passage: Passage, span: Span, context: Clue) -> Finding | None:
        """An amount that can be pay: not a year, a percentage or a number of hours."""
        start, end = span
        value = passage.plain[start:end].rstrip()
        amount = terms.amount(value)
        money = bool(terms.MONEY.search(value))
        if terms.UNIT.match(passage.plain, start + len(value)):
            return None
        if terms.PROCESS.search(passage.lower, max(0, start - 24), start) or self._is_of_other_key(
            passage, start
        ):
            return None
        hourly = terms.RATE.match(passage.plain, start + len(value)) or _is_hourly(passage, start)
        least = (
            terms.MIN_RATE
            if hourly
            else terms.MIN_WITH_CENTS
            if terms.CENTS.search(value)
            else terms.MIN_AMOUNT
        )
        if amount < least or (not money and value.isdigit() and int(value) in terms.YEAR):
            return None
        if (
            not money
            and amount < terms.MIN_BARE
            and not terms.CENTS.search(value)
            and context.reason != "header"
        ):
            return None
        return self.found((start, start + len(value)), 0.7 + 0.2 * context.strength, "amount", context.reason)

    def _is_of_other_key(self, passage: Passage, start: int) -> bool:
        """Whether a value is assigned to a key that is no word of pay: ``payroll emp=441029``."""
        if not terms.ASSIGNED.search(passage.lower, max(0, start - 3), start):
            return False
        return all(hit.kind != self.entities[0] for hit in passage.labels_before(start, 3))


_MANY_CELLS = 2
_CELL = re.compile(r"(?:^|[|;\t\n]) ?[\"']?$")


def _line(plain: str, position: int) -> Span:
    """The line that holds a position."""
    end = plain.find("\n", position)
    return plain.rfind("\n", 0, position) + 1, len(plain) if end < 0 else end


def _opens(plain: str, name: Finding) -> bool:
    """Whether a name opens a cell of its own."""
    return bool(_CELL.search(plain, max(0, name.start - 3), name.start))


def _is_hourly(passage: Passage, start: int) -> bool:
    """Whether an amount is pay an hour, by its header or by what stands shortly before it."""
    cell = passage.cells.at(start)
    if cell is not None and terms.HOURLY.search(passage.lower, cell.header_start, cell.header_end):
        return True
    return "uur" in passage.lower[max(0, start - 25) : start]
