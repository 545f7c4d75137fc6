"""SALARY: what a person earns."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "Zijn salaris is [[€ 3.450]] bruto per maand.",
    "Mijn salaris: [[€ 3.450,00]]",
    "Ik verdien [[4200 euro]] bruto",
    "Jan de Vries verdient [[€ 52.000]] per jaar",
    "Haar bruto maandloon is [[3.450,50]]",
    "Ze krijgt een uurloon van [[€ 18,50]]",
    "hij verdient [[€65k]]",
    "my salary is [[€ 55,000]]",
    "She earns [[€ 4,100]] a month",
    "Werknemer ontvangt een loon van [[€ 2.895,-]] bruto",
    "De medewerker kreeg een bonus van [[€ 5.000]]",
    "Sein Gehalt: [[4.200 €]] brutto",
    "Son salaire est de [[3.200 €]]",
    "mijn netto loon is [[2.571,12]]",
    "Naam;Salaris\nJan de Vries;[[3450]]\nPiet Bakker;[[4100]]\n",
    "Naam,Salaris\nJan de Vries,[[3450]]\nPiet Bakker,[[4100]]\n",
    "Salarissen:\n- Pieter Overbeek, ontwikkelaar, [[€ 74k]]\n- Anna Smit, tester, [[€ 58.400]]\n",
    "Mijn bruto salaris gaat naar [[3.400 euro]], klopt dat?",
    "Uw laatstverdiende salaris bedraagt [[€ 3.912,00]] per maand.",
    "Zij heeft een jaarsalaris van [[48.000 euro]].",
    "De werknemer heeft recht op een transitievergoeding van [[€ 12.345,67]]",
    "haar wedde bedraagt [[€ 2.750]] bruto",
    '{"name": "Anna Smit",\n "salary": [[2610.50]]}',
    '{"name": "Anna Smit",\n "salary": {"currency": "EUR", "amount": [[3120.00]]}}',
    '{"naam": "Anna Smit", "loon": {"bruto": [[2980]]}}',
    '{"name": "Anna Smit", "pay": {"gross": [[3410.25]], "period": "month"}}',
    "INSERT INTO personeel (naam, uurloon) VALUES ('Anna Smit', [[17.40]]);",
    "<Werknemer><Naam>Anna Smit</Naam>\n<Brutoloon>[[2840.75]]</Brutoloon></Werknemer>",
    "payroll-run#5512 emp=100482 name='A. Smit' gross=[[3980.12]]",
    "Anna Smit, salary expectation [[62k]]/year",
    "Zij verdient [[€ 19,50]]/uur",
    "Hij verdient nu [[4.2k]] bruto",
    "Mijn salariswens is [[€ 3.600]]/mnd",
    "Rank candidates\nname | expected | notice\nAda Smith | [[€3,400]] | none\nTom Jones | [[€3,100]] | no",
    "Kandidaten\nnaam;eis;start\nJan Bakker;[[€ 3.400]];mei\nEls Mol;[[€ 2.950]];juni",
    "Loonfiche 04/2025\nWerknemer: Jan Bakker\nBrutomaandloon   [[€ 3.102,77]]\nNetto   [[€ 2.063,26]]",
    "Payslip for Mary Jones\nGross pay   [[3,250.00]]\nNet pay     [[2,410.55]]",
    "name | salary\nJohn Smith | [[€3,400]]\nJane Doe | [[$82,500]]",
    "medewerker;uurloon\nJan Bakker;[[17,85]]\nEls Mol;[[16,20]]",
    "brutomaandsalaris van Jan Bakker: [[€ 3.250]]",
    "Medewerker Jan Bakker (personeelsnummer P-4711)\n"
    + "Hij werkt goed samen. " * 20
    + "\n\nSalaris: [[€ 3.105]]",
    "Vos, Pim;E1179;Magazijn;[[€ 2.275,00]];J\nMol, Els;E1180;Kantoor;[[€ 4.020,00]];N\nafdeling personeel",
)

NEAR_MISSES = (
    "Mevrouw Fleur Bakker heeft € 1.800 overgemaakt. Haar loon is een ander verhaal.",
    "Medewerker Jan Bakker (personeelsnummer P-4711)\n\n"
    + "Dit is lang. " * 30
    + "Het minimumloon is € 2.191.",
    "Het minimumloon is € 14,06 per uur.",
    "We bieden een salaris tussen € 3.000 en € 4.000.",
    "Wat is een modaal salaris?",
    "De omzet was € 345.000.",
    "De laptop kost € 1.299.",
    "salarisschaal 10 van de cao",
    "Het gemiddelde salaris in Nederland is € 3.300.",
    "De huur is 1.200 euro per maand.",
    "Vacature: salaris € 3.200 bruto",
    "mijn salaris is in 2024 gestegen",
    "Hij werkt 36 uur en verdient te weinig",
    "loonsverhoging van 3 procent",
    "budget € 50.000 voor het project",
    "De boete is 450 euro.",
    "Ik zoek een baan met een goed salaris.",
    "salarisadministratie, kamer 1200",
    "Het wettelijk minimumloon bedraagt € 2.070 per maand.",
    "netto gewicht 1200 kg",
    "bruto vloeroppervlak 3450 m2",
    "Hoe bereken ik bruto naar netto?",
    "the average salary is € 44,000",
    "verkoopprijs € 425.000",
    "payroll-run#55123 van Anna Smit is klaar",
    "Anna Smit: payroll job 55123 crashed",
    "loonstrook nr. 55123 van Anna Smit",
    "payroll server=10443 user='A. Smit'",
    "loonrun pid 20811 voor Anna Smit",
    '{"vacature": "kok", "salaris": 3200, "contact": "Anna Smit"}',
    '{"name": "Anna Smit", "invoice": {"amount": 2875.00}}',
    "Anna Smit rijdt 20k/dag",
    "Vacature\nklant | omzet | regio\nJan Bakker | € 34.000 | zuid",
    "Kandidaat-leveranciers\nnaam | prijs | levertijd\nJan Bakker | € 3.400 | mei",
    "Subtotaal € 3.400 netto, btw € 714, bruto € 4.114",
    "Brutogewicht 3.102,77 kg, netto 2.063,26 kg",
    "Contract met Van Dam\nartikel | prijs | aantal\nJan Bakker stoel | € 3.400 | 2",
    "Hoe lees ik een loonstrook? Bruto € 3.000 wordt netto € 2.400 in het voorbeeld.",
    "Vos, Pim;A1179;offerte;€ 2.275,00;J\nMol, Els;A1180;offerte;€ 4.020,00;N",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds(mark: Callable[[str, str], str], marked: str) -> None:
    """Finds the marked values with exactly these borders, and nothing else of this type."""
    assert mark("SALARY", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_alone(mark: Callable[[str, str], str], text: str) -> None:
    """What looks like it and is something else is not found."""
    assert mark("SALARY", text) == text
