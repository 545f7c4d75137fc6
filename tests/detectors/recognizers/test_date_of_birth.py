"""DATE_OF_BIRTH: dates of birth."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "geboren op [[12-03-1985]]",
    "geboortedatum: [[12/03/1985]]",
    "Geb. [[12.03.1985]] te Gouda",
    "geb.dat. [[12-3-85]]",
    "geboren [[12 maart 1985]] in Utrecht",
    "geboren op [[1 april '90]]",
    "Geboortedatum\n[[1985-03-12]]",
    "geboren: [[12 mrt. 1985]]",
    "Hij is geboren in het ziekenhuis te Nieuwegein op [[12 maart 1985]].",
    "dob [[03/12/1985]]",
    "date of birth: [[March 12, 1985]]",
    "born on [[12 March 1985]]",
    "She was born [[12th of March 1985]]",
    "geboren am [[12. März 1985]]",
    "Geburtsdatum [[12.03.1985]]",
    "né le [[12 mars 1985]]",
    "née à Namur le [[14 février 1991]]",
    "date de naissance : [[12/03/1985]]",
    "°[[12/03/1985]]",
    "naam;geboortedatum\nVos;[[12-03-1985]]\n",
    "naam,geb.datum,plaats\nVos,[[12-03-1985]],Ede\n",
    '{"geboortedatum": "[[19850312]]"}',
    "geboren twaalf maart: [[twaalf maart negentienhonderdvijfentachtig]]",
    "[[12-03-1985]] (geboortedatum)",
    "Jan Bakker ([[12-03-1985]]) heeft gebeld",
    "Mevrouw S. de Graaf, [[12 maart 1985]], wonende te Ede",
    "wat is uw geboortedatum?\nKLANT: [[12-03-1985]]",
    "Mevrouw S. de Graaf ([[3 nov '41]]) komt langs",
    "Jan Bakker, * [[14/02/'68]] te Ede",
    "Jan Bakker - b. [[3rd of June, 1984]] - welder",
    "Jan Bakker ([[12-03-85]]) heeft gebeld",
    "geb./dob   [[19 MEI/MAY 1990]]",
    "date de naissance [[04 AVR/APR 1977]]",
    "birthday: [[June the 3rd, 1984]]",
    "born [[June 3, '84]]",
    "En uw geboortedatum?\nKLANT: [[negen tien zesentachtig]]",
    "geboren op [[vijf nul acht tachtig]]",
    "geboren [[drie april vijfenzeventig]]",
    "date of birth: the [[third of June nineteen eighty-four]]",
    "INSERT INTO personeel (naam, geb) VALUES ('Vos', '[[1985-03-12]]');",
    "Oma is jarig op [[12 maart]]",
    "mijn collega Kees verjaart op [[3 mei]]",
    "Anna (geb. [[14 maart]])",
    "Hij is op [[5 april]] jarig",
    "verjaardag Tom: [[12/3]]",
    "Sara's birthday is [[4th of July]]",
    "naam;geb.datum\nJan Bakker;[[12.3.1985]]\nEls Mol;[[1-11-1979]]\n",
    "Born [[12th February 1990]] in Leeds",
    '=DATUMVERSCHIL("[[12-3-1985]]";VANDAAG();"y") geboortedatum van Jan Bakker',
    "Mw. De Wit (kamer 114), [[12-01-1938]]",
    "Kind: Sem, [[3-4-2019]], school: De Regenboog",
)

NEAR_MISSES = (
    "vergadering op 12-03-2024",
    "factuurdatum 12-03-2024",
    "in dienst sinds 01-02-2010",
    "geboren in Utrecht, in dienst per 01-02-2010",
    "Het bedrijf is opgericht op 12 maart 1985.",
    "ingangsdatum: 01-01-2025",
    "geldig tot 12-03-2030",
    "van 01-09-2024 tot 30-06-2025",
    "versie 12.03.1985",
    "geboren 45-13-1985",
    "overleden op 12 maart 2010",
    "getrouwd op 12-03-2010",
    "op 12 maart is er taart",
    "12-03-1985",
    "Jan Bakker, 12-03-2024 14:05",
    "deadline 12 maart 2025",
    "De wet van 12 maart 1985 is ingetrokken.",
    "Rembrandt (15 juli 1606 - 4 oktober 1669)",
    "prijs 12.03 en 19.85",
    "geboortecijfer 2024: 164.000",
    "geboren in een arm gezin",
    "datum ondertekening 12-03-1985",
    "paspoort afgegeven 12-03-2020",
    "telefoon 12031985",
    "Jan Bakker (12-03-24) heeft gebeld",
    "Jan Bakker, 12-03-85-04",
    "a. huur per 1-1-2024\nb. 12-03-1985 is een voorbeeld",
    "- * 12-03-1985 losse notitie",
    "Mevrouw S. de Graaf (3 nov '24) sprak hierover",
    "geboren elf twaalf negentien mensen",
    "twee drie tachtig",
    "We tellen tien elf negentig in dit spel",
    "one two ninety",
    "3rd of June, 1984",
    "MEI/MAY 1990",
    "verjaardagstaart bestellen voor 12 maart 2025",
    "De koning is jarig op 27 april",
    "Ons bedrijf is jarig op 3 mei",
    "deadline 12 maart",
    "uitnodiging verjaardag: feest op 3 mei om 19.00",
    "De geb. kosten zijn 12/34 betaald",
    "Jan Bakker (zie bijlage), 12-01-2024",
    "het contract verjaart na 5 jaar",
    "Project: Sem, 3-4-2019, opgeleverd",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds(mark: Callable[[str, str], str], marked: str) -> None:
    """Finds the marked values with exactly these borders, and nothing else of this type."""
    assert mark("DATE_OF_BIRTH", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_alone(mark: Callable[[str, str], str], text: str) -> None:
    """What looks like it and is something else is not found."""
    assert mark("DATE_OF_BIRTH", text) == text
