"""Words and forms of pay: who earns it, how it is written, and what an amount is otherwise."""

import re

from detectors.recognizers import number_words
from detectors.recognizers.base import one_of
from detectors.word_search import word_search

ABOUT_PEOPLE = frozenset(
    {"PERSON", "NL_BSN", "BE_NATIONAL_NUMBER", "EMPLOYEE_NUMBER", "DATE_OF_BIRTH", "EMAIL_ADDRESS"}
)
OF_STAFF = frozenset({"EMPLOYEE_NUMBER", "NL_BSN", "BE_NATIONAL_NUMBER"})
SOMEONE = one_of(r"""
    ik, mijn, hij, zij, ze, haar, hem, jij, jouw, uw, zijn
    (?:salaris|loon|bruto|netto|uurloon|maand|jaar|huidige), i, my, he, she, his, her, their, er, sie,
    ihr, sein, mein, ich, il, elle, mon, son, sa, je gagne, medewerker, medewerkster, werknemer,
    werkneemster, collega, kandidaat, sollicitant, employee, colleague, candidate, mitarbeiter,
    mitarbeiterin
""")
NOBODY = one_of(r"""
    minimum ?loon, wettelijk, gemiddeld\w*, modaal, mediaan, cao, loonschal?en, salarisschal?en,
    vacature, functie ?profiel, benchmark, markt\w*, minimum wage, average, median, vacancy, job ad,
    bandwidth, bandbreedte, mindestlohn, durchschnitt\w*, smic, moyen\w*, tussen, between, zwischen,
    entre, tot maximaal, we bieden, wij bieden, bieden wij, we offer
""")
HOUR = one_of("p/u, per uur, p\\.u\\., an hour, per hour, / ?(?:u|uur|h|hr|hour), pro stunde, par heure")
RATE = re.compile(rf"\W{{0,3}}(?:bruto |netto )?{HOUR}", re.IGNORECASE)
UNITS = one_of("%, uur, uren, dagen, fte, jaar, weken, maanden, hours, days, years, procent, percent, m2, km")
WRITTEN = re.compile(
    rf"(?<![a-z]){number_words.AMOUNT}(?![a-z])(?=[^.!?\n]{{0,20}}(?:bruto|netto|per maand|euro))"
)
UNIT = re.compile(rf"\s?{UNITS}", re.IGNORECASE)
MONEY = re.compile(r"\$|eur|k|,[-=]", re.IGNORECASE)
REACH = 300
LINE = 90
CERTAIN = 0.5
MIN_AMOUNT = 400
MIN_RATE = 5
MIN_WITH_CENTS = 50
MIN_BARE = 1000
PROCESS = re.compile(
    r"#$|(?<![a-z])(?:jobs?|runs?|pid|proces(?:s|sen)?|tickets?|batch|id|threads?|regel|line|row|rij|records?"
    r"|task|taak|step|stap|n(?:umme)?r|number|no|build|versie|version|server|port|poort|kamer|room)"
    r"[-_ ]?(?:id|n(?:umme)?r|no)?[ .:=#-]{1,3}$"
)
"""What makes a number the number of a thing: ``payroll-run#5512``, ``payroll job 5512``."""

ASSIGNED = re.compile(r"[a-z_]=[\"']?$")
HOURLY = re.compile(r"uur|hour|stund|heure")
CENTS = re.compile(r"[.,]\d\d$")
YEAR = range(1900, 2100)
ALIKE = 2.0
"""Two amounts of pay of one person, now and then, differ by less than this factor."""
TIME = one_of("""
    jr, jaar, yr, year, annum, mnd, maand, month, mth, mo, wk, week, u, uur, h, hr, hour, jahr, monat,
    stunde, an, mois, heure
""")
PERIOD = one_of(r"""
    / ?(?:jr|jaar|yr|year|annum|mth|mo|wk|week), p\.?a\b, per annum, per week, a week, p/m, p\.m\.,
    per maand, / ?mnd, / ?maand, / ?month, per month, a month, pro monat, par mois, p/?j\b, per jaar,
    per year, a year, bruto, netto, gross
""")
PER_PERIOD = re.compile(rf"\s?(?:(?:euro|bruto|netto|gross|net) )?{PERIOD}", re.IGNORECASE)
ASKING = one_of("""
    vraagt, vraag, wil, eist, biedt, bieden, bied, verwacht, verwachting, aanbod, salariseis,
    salarisindicatie, annual, yearly, monthly, zit (?:nu )?op, zit (?:nu )?rond, krijgt, asks,
    expects, wants, offer, offered
""")
ASKS = re.compile(rf"(?<![a-z]){ASKING}(?![a-z])[^.!?\n]{{0,40}}$")
"""What is said of pay without the word."""
JOB = word_search(
    one_of("""
        sollicitant, sollicitante, sollicitanten, kandidaat, kandidate, kandidaten, sollicitatie,
        dienstverband, contract, functie, schaal, trede, loonschaal, candidate, candidates, applicant,
        applicants, interview, job, vacancy
    """)
)
NO_PAY = word_search(
    one_of("""
        huur, hypotheek, abonnement, factuur, prijs, kosten, borg, korting, omzet, budget, offerte,
        lening, schuld, achterstand, schade, boete, rent, price, cost, costs, fee, budget, invoice,
        deposit, loan, fine, stuk, miete
    """)
)
PAYSLIP = word_search(
    one_of("""
        loonfiche, loonstrook, loonbrief, loonspecificatie, loonbon, salarisstrook, salarisspecificatie,
        salarisslip, payslip, pay slip, pay stub, paystub, wage slip, lohnabrechnung, gehaltsabrechnung,
        entgeltabrechnung, fiche de paie, bulletin de paie, bulletin de salaire, fiche de salaire
    """)
)
"""A text of this kind is about one person's pay, however far the name stands from the amounts."""

SPENT = re.compile(
    r" (?:[a-z]{1,12} ){0,2}(?:overgemaakt|gestort|gedoneerd|geschonken|betaald|voorgeschoten|uitgegeven"
    r"|geleend|donated|transferred|paid|spent|lent|uberwiesen|gespendet|bezahlt|ausgegeben|verse|depense)(?![a-z])"
)
"""Behind an amount that somebody gave away."""

NO_PAY_HEADER = word_search(
    one_of("""
        omzet, revenue, sales, price, prijs, bedrag, factuur, invoice, target, budget, kosten, cost,
        costs, order, orders, bestelling, offerte, quote, huur, rent, schade, claim, limiet, limit,
        debiteur, klant, customer, umsatz, preis, miete, montant, prix, loyer, artikel, product, item,
        donatie, gift, contributie
    """)
)
"""Columns of money that is no pay, or rows of people who are no employees."""

ROW_MONEY = re.compile(
    r"(?:^|[|;\t]) ?(?P<value>(?:\$|eur|euro) ?\d{1,3}(?:[.,]\d{3}){1,2}(?:[.,]\d{2}|,-+)?)"
    r"(?= ?(?:[|;\t]|$))",
    re.IGNORECASE,
)
"""A cell that holds an amount with its currency and no more; folded, every currency sign is $."""

CLAUSE = 60


NESTED = re.compile(
    r"""["'](?:salary|salaris|wage|loon|brutoloon|pay|compensation|remuneration|gehalt|lohn|salaire|income|inkomen|bonus)"""
    r"""["']\s{0,4}:\s{0,4}\{\s{0,20}(?:["']\w{1,20}["']\s{0,4}:\s{0,4}["'][^"'\n{}]{0,40}["'],\s{0,20}){0,3}"""
    r"""["'](?:amount|value|bedrag|waarde|bruto|gross|netto|net|base|basis|monthly|annual|yearly|maand|jaar|betrag|montant)"""
    r"""["']\s{0,4}:\s{0,4}["']?(?P<value>\d{3,7}(?:[.,]\d{1,2})?)(?![\w.-]|,\d)"""
)
"""The amount in an object that is named after pay: ``"salary": {"amount": 2875.00``."""


def amount(value: str) -> float:
    """A written amount as a number, whatever the separators."""
    if not any(map(str.isdigit, value)):
        return number_words.value(value.lower())
    digits = re.sub(r"[^\d.,]", "", value).rstrip(".,")
    cents = re.search(r"[.,]\d{1,2}$", digits)
    whole = digits[: cents.start()] if cents else digits
    number = int(re.sub(r"\D", "", whole) or 0)
    return number * 1000 if "k" in value.lower() else number
