"""NL_BSN: the citizen service number."""

import random
from collections.abc import Callable

import pytest

from detectors.recognizers.bsn import passes_eleven_test
from detectors.scanner import Scanner

POSITIVES = (
    "Mijn BSN is [[626018158]], kun je het formulier invullen?",
    "burgerservicenummer: [[183016610]]",
    "Burgerservicenummer (BSN)\n[[418609135]]",
    "sofinummer [[346281945]] niet gevonden",
    "bsn[[921993511]]",
    "BSN: [[9190.93.784]]",
    "BSN [[757.97.543 4]]",
    "BSN-nr. [[331 948 758]]",
    "bsn = [[8491-18-621]]",
    "Het getal [[627601893]] is zijn BSN.",
    "[[655979712]] (BSN)",
    "Naam;BSN;Afdeling\nA. Peters;[[247104978]];Inkoop\nB. Jansen;[[565075299]];Verkoop\n",
    "id,naam,bsn,telefoon\n1,Kees,[[270342369]],0612345678\n",
    '{"naam": "Peters", "bsn": "[[771276849]]", "order": "368465639"}',
    '{"burgerServiceNummer": [[368465639]]}',
    "https://intern.voorbeeld.nl/zoek?bsn=[[312233073]]&pagina=2",
    "| Medewerker | BSN |\n|---|---|\n| Smit | [[344026851]] |\n",
    "employee_bsn: [[628907862]]",
    "<bsn>[[766176034]]</bsn>",
    "Voor de loonaangifte: BSN van de medewerker [[237215901]].",
    "BSN's: [[209281595]], [[113962459]] en [[671177771]]",
    "Zijn bsn is [[51215470]] (zonder voorloopnul)",
    "wat is uw burgerservicenummer?\nKLANT: [[090841487]]",
    "Her citizen service number is [[038038523]].",
    "Het nummer [[6260.18.158]] staat op de brief.",
    "persoonsnr   [[626018158]]",
    "Persoonlijk nummer / Personal no.: [[183016610]]",
    "P<NLDSMIT<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nSPECI20142NLD8503121F2401151[[626018158]]<<<<<84",
    "I<NLDSPECI20142[[183016610]]0<<<<<\n8503121F2401151NLD<<<<<<<<<<<4",
    "Anna Smit, 17 jr, [[626 018 158]]",
    "Anna Smit, 45 jaar, [[183016610]]",
    "Ik zoek het bsn van Anna op. Volgens mij was dat ooit [[626 018 158]] of zo.",
    '[("Anna Smit", "[[626018158]]"), ("Jan Bos", None, "[[183016610]]"), (None, "[[418609135]]")]',
    'rows = [("Anna Smit", "06-12345678", "[[626018158]]")]',
    "In het dossier staat het BSN vermeld, maar verkeerd. Volgens de ouders moet het [[183016610]] zijn.",
)

NEAR_MISSES = (
    "bestelling 626018158 is verzonden",
    "Uw ordernummer: 183016610",
    "factuur 418609135 is betaald",
    "track & trace 346281945",
    "KvK-nummer 92199351",
    "klantnummer 919093784",
    "ticket #757975434 staat open",
    "zaaknummer 331948758",
    "Het polisnummer is 849118621.",
    "artikel 627601893 is uitverkocht",
    "RSIN 655979712",
    "betalingskenmerk 247104978",
    "serienummer: 565075299",
    "Omzet: 270.342.369 euro",
    "Er wonen 771276849 mensen",
    "timestamp 368465639",
    "transactie-id 312233073",
    "BSN 626018157",
    "BSN: 123456789 is niet geldig",
    "Tel. 034 402 6851",
    "Een BSN heeft negen cijfers en voldoet aan de elfproef.",
    "Geen BSN maar dossiernummer 628907862",
    "id,ordernummer,bedrag\n1,766176034,12\n",
    '{"orderId": "237215901"}',
    "commit a209281595f en build 113962459",
    "IBAN NL89INGB7025888838",
    "isbn 978-90-626018158",
    "?order=671177771&x=1",
    "0,626018158 procent",
    "het getal 626 018 158 is groot",
    "Omzet van Anna Smit was 626 018 158",
    'sizes = [("a", None, "626018158"), ("b", None, "183016610")]',
    "SPECI20142NLD8503121F2401151626018157<<<<<84",
    "P<NLDSMIT<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
    "06-12345678, 626018158",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds(mark: Callable[[str, str], str], marked: str) -> None:
    """Finds the marked values with exactly these borders, and nothing else of this type."""
    assert mark("NL_BSN", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_alone(mark: Callable[[str, str], str], text: str) -> None:
    """What looks like it and is something else is not found."""
    assert mark("NL_BSN", text) == text


def _random_numbers(count: int) -> list[str]:
    chosen = random.Random(20)
    return [str(chosen.randrange(100_000_000, 1_000_000_000)) for _ in range(count)]


def _valid(number: str) -> str:
    """A number that passes the eleven-test, made of a random one."""
    start = number[:8]
    return next((start + last for last in "0123456789" if passes_eleven_test(start + last)), "626018158")


ORDINARY = (
    "We hebben dit jaar {} exemplaren gedrukt.",
    "De teller staat inmiddels op {}.",
    "In regel vier van het bestand staat {} en dat klopt niet.",
    "Kun je {} delen door 17?",
    "Ik kreeg de melding {} op mijn scherm, wat betekent dat?",
    "Anna stuurde me {} door, geen idee waarvan.",
    "Het archiefstuk heeft kenmerk {}.",
    "Zet {} in het tweede veld en druk op enter.",
)

LABELLED = (
    "BSN {}",
    "Het burgerservicenummer van mevrouw is {}.",
    "bsn-nummer: {}",
    "naam,bsn\nKlaassen,{}\n",
    '{{"bsn": "{}"}}',
    "{} is het bsn van mijn zoon",
    "Sofinr {} graag controleren",
    "https://voorbeeld.nl/?burgerservicenummer={}",
)


def test_random_numbers_in_ordinary_sentences(scanner: Scanner) -> None:
    """Fewer than 0.5 % of random nine-digit numbers in ordinary sentences are called a BSN."""
    texts = [ORDINARY[n % len(ORDINARY)].format(number) for n, number in enumerate(_random_numbers(3000))]
    wrong = sum(any(f.type == "NL_BSN" for f in scanner.scan(text).findings) for text in texts)
    assert wrong < len(texts) * 0.005


def test_labelled_numbers(scanner: Scanner) -> None:
    """More than 99 % of valid numbers with a label are found, whatever the label and its place."""
    numbers = [_valid(number) for number in _random_numbers(3000)]
    texts = [LABELLED[n % len(LABELLED)].format(number) for n, number in enumerate(numbers)]
    right = sum(any(f.type == "NL_BSN" for f in scanner.scan(text).findings) for text in texts)
    assert right > len(texts) * 0.99
