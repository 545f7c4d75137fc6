"""EMPLOYEE_NUMBER: employee numbers."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "personeelsnummer [[100482]]",
    "Personeelsnummer: [[P-004512]]",
    "personeelsnr. [[77204]]",
    "pers.nr. [[4512]]",
    "Pers.nr\tNaam\n[[10023]]\tHaverkamp\n[[10024]]\tBoer\n",
    "medewerkernummer [[M00123]]",
    "medewerker-id: [[88-1203]]",
    "mdw nr [[12345]]",
    "werknemersnummer [[345678]]",
    "stamnummer [[45.123]]",
    "loonnummer: [[901234]]",
    "employee number [[E10045]]",
    "Employee ID: [[20456]]",
    "emp_id=[[99812]]",
    "staff no. [[7781]]",
    "Personalnummer [[004711]]",
    "Mitarbeiternummer: [[55012]]",
    "matricule [[A12345]]",
    "numéro de matricule : [[88231]]",
    "naam;personeelsnummer\nVos;[[100482]]\n",
    "naam,personeelsnummer\nVos,[[100483]]\n",
    '{"personeelsnummer": "[[100484]]"}',
    "[[100519]] (personeelsnummer)",
    "Sjef Rademakers ([[100482]]) heeft te weinig uren",
    "wnr [[7719]], ziek sinds maandag",
    "werknr. [[20455]]",
    "mw.nr. [[88120]]",
    "step=import emp=[[441029]] gross=1",
    "employee #[[20456]] was late",
    "medewerker [[100482]] meldt zich ziek",
    "collega [[M00123]] is vrij",
    "- [[P004512]], contract 32 uur, team oost",
    "[[M100482]], 0,8 fte, magazijn",
    "Stamnr.: [[000417]]\nAdres: Kerkstraat 210, 2300 Turnhout",
    "Personeelsnummer [[4471]], Kerkstraat 12, 3500 AB Utrecht",
    "personeelsnummers: [[1001]], [[1002]] en [[1003]]",
    "id\tname\tteam\n[[E1179]]\tJan Bakker\tA\n[[E1180]]\tEls Mol\tB",
    "medewerker | nr | uren\nJan Bakker | [[E1179]] | 32",
    "Werknemer [[100482]] en [[100517]] hebben hun uren niet ingevuld.",
    "medewerkers [[E1179]], [[E1180]] zijn ziek",
)

NEAR_MISSES = (
    "the employee number is unknown and the gross salary is EUR 3,215",
    "medewerker van de maand",
    "We hebben 1250 medewerkers.",
    "personeelsbestand 2024",
    "ordernummer 100482",
    "klantnummer 77204",
    "100482",
    "medewerker sinds 2019",
    "personeelszaken, kamer 4512",
    "employee handbook 2024",
    "factuur P-004512",
    "vacaturenummer 12345",
    "artikel M00123",
    "loonstrook van 12-03-2024",
    "personeelskosten € 345.678",
    "staff meeting om 14:30",
    "project 901234",
    "medewerkerstevredenheid 7,8",
    "stamboom 12345",
    "werknemers met 40 uur",
    "kostenplaats 20456",
    "personeelsnummer onbekend",
    "De Vries (2019) beschrijft dit",
    "worker 12345 exited with code 1",
    "emp: 2500, omzet: 4500000",
    "per medewerker 10000 euro budget",
    "elke medewerker: 12500 punten",
    "medewerker 10000 euro toegezegd",
    "beste collega: 2024 was een goed jaar",
    "employee: 2023/2024",
    "de collega 12345,67 overmaken",
    "artikel P004512, doos van 12",
    "team=100482 queue=55123",
    "id;klant;plaats\nC1001;Jan Bakker;Ede\nC1002;Els Mol;Goes",
    "fout E1179 bij Jan Bakker van de afdeling",
    "kamer;naam;afdeling\nB1179;Jan Bakker;Zorg\nB1180;Els Mol;Zorg",
    "Adres personeelslid: Kerkstraat 210, 2300 Turnhout",
    "medewerkers 2023 en 2024 vergeleken",
    "werknemers 12500 en 13400 euro bijgedragen",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds(mark: Callable[[str, str], str], marked: str) -> None:
    """Finds the marked values with exactly these borders, and nothing else of this type."""
    assert mark("EMPLOYEE_NUMBER", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_alone(mark: Callable[[str, str], str], text: str) -> None:
    """What looks like it and is something else is not found."""
    assert mark("EMPLOYEE_NUMBER", text) == text
