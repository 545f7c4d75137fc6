"""PERSON: names, whole or in part."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "",
    "Ik sprak vanmorgen met [[G.A. Brouwer-de Wit]] over de planning.",
    "Mijn collega [[Jan van 't Hoff]] is op vakantie.",
    "De heer [[P. de Boer]] heeft bezwaar gemaakt.",
    "Mevrouw [[El Amrani]] belde gisteren.",
    "Dhr. [[Visser]] en mw. [[Kok]] zijn het eens.",
    "",
    "Naam: [[Pietje Puk]]",
    "Werknemer: [[Ayşe Yilmaz]]",
    "Aanwezig: [[Sanne]], [[Piet]] en [[Fatima]]",
    "",
    "[[Selamawit Tesfaye]] begint maandag bij ons.",
    "[[Nguyễn Thị Lan]] en [[Tomasz Wiśniewski]] delen een kamer.",
    "De beoordeling van [[Radjesh Ramautar]] is klaar.",
    "Zij heet [[Roos de Bos]] en werkt hier twee jaar.",
    "Mail aan prof. dr. [[J. van der Heijden]] over het onderzoek.",
    "",
    '{"voornaam": "[[Mohamed]]", "achternaam": "[[Van den Broeck]]"}',
    "",
    "[[Fatima El Idrissi]] gaat weg. Heb jij [[Fatima]] nog gesproken?",
    "Dear Ms. [[Okafor]], thank you for your message.",
    "Sehr geehrter Herr [[Müller]], anbei die Unterlagen.",
    "Bonjour [[Thérèse]], pouvez-vous m'aider ?",
    "GEACHTE MEVROUW [[JANSEN]], UW AANVRAAG IS AFGEWEZEN",
    "mijn collega [[marieke]] is ziek",
    "Het dossier van [[Kwame Boateng-Mensah]] is compleet.",
    "[[Jansen, P. de]]",
    "Aldus [[Wouter Op den Kelder]], die de klacht indiende.",
    "Beste [[Fatima]],\n\nDe vergadering is verplaatst.",
    "Bedankt voor je hulp.\n\nMet vriendelijke groet,\n[[Sanne]]",
    "Hoi [[Wil]],\n\nKun jij dit nakijken?",
    "naam;afdeling\n[[Bram Claessens]];inkoop\n[[Els Goossens]];verkoop\n",
    "| Naam | Functie |\n|---|---|\n| [[Lieke Smulders]] | planner |\n| [[Ivo Kranenburg]] | kok |\n",
)

NEAR_MISSES = (
    "Beste collega's,",
    "Met vriendelijke groet, het team van Rabobank",
    "Geachte heer/mevrouw,",
    "Maak een Terraform-module voor S3 en EKS.",
    "Wat is het verschil tussen Python en Java?",
    "In mei en juni is het kantoor dicht.",
    "De Tweede Kamer stemt maandag over de Arbowet.",
    "Roos, lelie en tulp zijn mooie bloemen.",
    "De kok en de bakker staan op de markt.",
    "Jansen BV levert morgen de stenen.",
    "Stichting De Regenboog zoekt vrijwilligers.",
    "Het Van Gogh Museum is vandaag gesloten.",
    "Wie schilderde de Nachtwacht, Rembrandt of Vermeer?",
    "Leg de stelling van Pythagoras uit.",
    "Hotel Van der Valk ligt aan de snelweg.",
    "Naam: Productieserver",
    "Hoi ChatGPT, vat deze tekst samen.",
    "Schrijf een blog over thuiswerken in Utrecht.",
    "Open Outlook, klik op Bestand en kies Opslaan als.",
    "Verwarm de oven voor op 180 graden.",
    "Wat betekenen de afkortingen ALS, COPD en PTSS?",
    "De Burgemeester de Vlugtlaan is afgesloten.",
    "Beste [voornaam], bedankt voor uw bestelling.",
    "A. Inleiding\nB. Methode\nC. Resultaten",
    "from typing import Iterable\nclass OrderLine(BaseModel): ...",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds_person(marked: str, mark: Callable[[str, str], str]) -> None:
    """Names are found with exactly their borders, titles left out."""
    assert mark("PERSON", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_person_near_misses(text: str, mark: Callable[[str, str], str]) -> None:
    """Products, firms, streets, works and words that look like names are left alone."""
    assert mark("PERSON", text) == text
