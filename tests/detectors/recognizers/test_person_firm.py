"""Firms, schools, buildings and branches that bear a family's name are no persons; who works there is."""

import pytest
from people_named import PHONE, people


@pytest.mark.parametrize(
    "text",
    [
        "Debiteur: Schildersbedrijf Verhoeven & Zn.",
        "Werkgever: Slagerij De Backer-Claes nv",
        "Klant: Timmerfabriek Jansen en Zn.",
        "Huurder: Kapsalon Van Dijk vof",
        "Aan: Drankenhandel Mertens bvba",
        "Leverancier: Kok & Engel Interieur",
        "Wij leveren aan Hoekstra Logistics, Postma Fulfilment en Van Vliet Containers.",
        "De offertes van Kuipers Vloeren, Janssens Zonwering en Claes Tuinaanleg zijn binnen.",
        "Groothandel Van Leeuwen, Garage Smits en Bakkerij Van den Berg zijn gesloten.",
        "De Boer & Bos B.V. heeft betaald, Gebr. Visser Transport niet.",
        "Rijschool De Vries, Uitgeverij De Roos en Apotheek Meijer doen mee.",
        "De leerlingen van obs De Regenboog en cbs De Hoeksteen gaan op kamp.",
        "Parkeren kan op Parking Hopmarkt of in parkeergarage De Kolk.",
        "Halte Koning Albert vervalt, bushalte Prins Hendrik ook.",
        "Sprint Lotte is klaar, milestone Bram volgt.",
        "Afhalen bij Primera Overvecht of Gamma Ypenburg.",
        "klant;plaats\nBakkerij Verhoeven;Tilburg\nGarage Smits & Zoon;Breda\n",
        "Bäckerei Schmidt GmbH und Müller & Söhne liefern.",
        "Leverancier: Van Hoorn\nmerk: Postma\nUitgever: De Bruijn",
        "De offerte van Van der Velden verhuizers en die van Bos advocaten.",
        "Onderzoek door Bureau Van Lieshout en Kartonnage De Jong.",
        "Het Heijn-filiaal en de Valk-keten gaan dicht.",
        "Baker Plumbing Ltd and Harrison & Sons are closed.",
    ],
)
def test_a_firm_is_no_person(text: str) -> None:
    """A trade, a legal form or the word for a house before or behind the name takes it away."""
    assert people(text + PHONE) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Robin van Dam werkt bij Garage Van Dam.", ["Robin van Dam"]),
        ("Sanne Bakker van Bakker Logistics belt.", ["Sanne Bakker"]),
        ("De familie De Boer woont boven Bakkerij De Boer.", ["De Boer"]),
        ("Indra Jagroep en Jacco van 't Hof zijn er.", ["Indra Jagroep", "Jacco van 't Hof"]),
        ("Verslag door E.S. Wolthuis.", ["E.S. Wolthuis"]),
        ("Partner: Merel Visser Fotografie", ["Merel Visser"]),
        ("Opdracht voor Y. Tekin Tegelwerken.", ["Y. Tekin"]),
        ("Leverancier: dhr. Postma", ["Postma"]),
        ("Contact bij leverancier Hans Groot.", ["Hans Groot"]),
        ("Uw collega Bart Markt is uitgenodigd.", ["Bart Markt"]),
        ("Aannemer: Piet de Bruijn", ["Piet de Bruijn"]),
        ("Anna de Boer advocaten bellen.", ["Anna de Boer"]),
        ("Marijke & Roel Engel verhuizen.", ["Marijke", "Roel Engel"]),
        ("Dhr. Jansen en mw. De Vries komen.", ["Jansen", "De Vries"]),
        ("Contactpersoon: Petra de Koning, werkgever: Mulder Bouw bv", ["Petra de Koning"]),
        ("Werknemer: Mulder Kees", ["Mulder Kees"]),
    ],
)
def test_who_works_there_is(text: str, names: list[str]) -> None:
    """Next to a firm's name a person's stays, also when the names are the same."""
    assert people(text + PHONE) == names
