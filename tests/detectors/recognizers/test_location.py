"""LOCATION: places that say something about a person."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "Jan de Vries woont in [[Zwolle]].",
    "Fatima is geboren in [[Rotterdam]].",
    "Mijn collega Piet komt uit [[Paramaribo]].",
    "Sanne verhuist van [[Breda]] naar [[Den Bosch]].",
    "",
    "Mevrouw Yilmaz uit [[Enschede]] belde.",
    "Tomasz gaat terug naar [[Polen]].",
    "Hendrik Maes werkt in [[Antwerpen]].",
    "mijn collega marieke woont in [[utrecht]]",
    "Anna Kowalska, [[Tilburg]]",
    "Peter lives in [[Eindhoven]].",
    "Herr Schmidt wohnt in [[Köln]].",
    "Madame Dupont habite à [[Namur]].",
    "Zijn moeder Aicha woont in [[Bergen op Zoom]].",
    "De heer Kuipers, geboren te [[Hoogeveen]], is overleden.",
    "Lisa reist met Tom naar [[Parijs]].",
    "Ahmed vluchtte uit [[Aleppo]].",
    "Bram studeert in [[Groningen]].",
    "Geboorteplaats van Noor: [[Kortrijk]]",
    "Naam: Piet Bakker\nWoonplaats: [[Deventer]]",
    "Naam;Woonplaats\nJan Smit;[[Alkmaar]]\nEls Mol;[[Leiden]]\n",
    "INSERT INTO klant (naam, plaats) VALUES ('Jan Smit', '[[Alkmaar]]');",
    "De sollicitante, Maria Pérez, pendelt dagelijks vanuit [[Roermond]].",
    "Patiënt: mw. J. Bakker, geboren 12-03-1950 te [[Ouagadougou]]",
    "Naam: Selam Haile\nGeboorteplaats: [[Keren]]",
    "M. Dupont, né à [[Ouarzazate]] le 3 mars 1980, demande un congé.",
    "Karin Jansen, ° [[Ninove]], 19/04/1990",
    "Deelnemers:\n- Karin Jansen ([[Heerlen]])\n- Piet Smit ([[Goes]])\n- Ahmed El Amrani ([[Tiel]])",
    "| naam | woonplaats |\n|---|---|\n| Jan Bakker | [[Horst]] |\n| Els Smit | [[Bergen]] |",
    '{"name": "Jan Bakker", "placeOfBirth": "[[Tirana]]"}',
    "Petra de Wit\n[[Nijmegen]], Nederland\n06-12345678",
    "Kees Mol belde. Hij rijdt elke dag vanuit [[Bergen op Zoom]].",
    "Tomasz Nowak is back in [[Gdańsk]] with his family.",
    "Cliënt Dyon Smit was eerder dakloos in [[Middelburg]].",
    "Kandidaat 1: Gwendolyn Smit, [[Almere]], mbo 4, drie jaar Van der Valk.",
    "naam | lives in\nJan Bakker | [[Horst]]\nEls Mol | [[Bergen]]",
    "Jan de Vries woont in [[Wijk bij Duurstede]].",
    "Jan Bakker | HR-adviseur | [[Utrecht]] | 06-12345678",
    "Naam: S. Haddad\nStraat: Rue Neuve\nStad: [[Brussel]]",
    "Sprekers: Eva ([[Gent]]), Tom ([[Brussel]]) en Lien ([[Leuven]]).",
    "Contact: Jan Bakker | monteur | [[Utrecht]] | 06-12345678",
    "Jan Bakker;monteur;[[Utrecht]];06-12345678",
    "Jan Bakker\tmonteur\t[[Utrecht]]\t06-12345678",
)

NEAR_MISSES = (
    "Wat is de hoofdstad van Frankrijk?",
    "Plan een weekend Antwerpen met kinderen.",
    "De trein naar Utrecht is te laat.",
    "Het weer in Gent is zonnig.",
    "Hoeveel inwoners heeft Almere?",
    "Wat zijn leuke musea in Parijs?",
    "De winkel in Breda sluit.",
    "Ons kantoor staat in Eindhoven.",
    "In Zwolle en Deventer wordt gebouwd.",
    "Vertaal: I love New York.",
    "Schrijf een blog over Maastricht.",
    "De rechtbank Den Haag deed uitspraak.",
    "Wat kost een vlucht naar Istanbul?",
    "Vergelijk de huurprijzen in Leiden en Delft.",
    "De gemeente Tilburg heeft nieuw beleid.",
    "Universiteit Utrecht publiceerde het rapport.",
    "Best practices voor een webshop in België",
    "Hoe ver is Brussel van Luik?",
    "De fabriek in Genk ging dicht.",
    "Where is Amsterdam?",
    "Kim de Vries gaat per 1 mei werken bij onze vestiging in Breda.",
    "Mark Peters bezoekt morgen de klant in Tilburg.",
    "Kun je voor Jan Bakker een trein boeken van Zwolle naar Groningen?",
    "Onze kantoren: Amsterdam, Rotterdam, Utrecht en Eindhoven. Contact: Jan Bakker.",
    "Jan Bakker rijdt de route Breda - Tilburg - Eindhoven - Weert.",
    "Rapport door Jan Bakker. Het inkomen in Almere steeg. In Utrecht bleef het gelijk.",
    "Leverancier: De Jong BV, Zwolle. Contactpersoon: Anja Mol.",
    "Jan van Leiden werd in 1536 terechtgesteld in Münster.",
    "filiaal;manager;omzet\nBreda;Jan Bakker;1200000\nTilburg;Els Smit;900000\n",
    "Breda, 3 april 2025\n\nGeachte mevrouw Smit,",
    "Aanwezig: Jan Bakker, Els Smit. Locatie: Amersfoort",
    "Zet de lijst om. De bijeenkomst met Petra de Wit is in Nijmegen.",
    "Project Zaandam loopt uit, zegt Kees Mol.",
    "Sent by Kees Mol. The server in Frankfurt is down.",
    "Artikel 4: de heer Smit levert de auto in bij de vestiging Hoofddorp.",
    "Bakkerij Van Dam, Assen\nVraag: stuur dit naar Jan Bakker.",
    "De lading van Piet Smit gaat met de vrachtwagen naar Venlo.",
    "Plan deze stops: Zeist, Bunnik, Houten, Culemborg. Chauffeur: Piet Smit",
    "Onze klanten: Van Dam, Bakker Barendrecht, Slager Joris.",
    "datum;winkel;artikel\n04/10;Aalst;Marie Jo kniekous\n05/10;Ninove;Ken Maverick boots\n",
    "dag 2: Franeker (planetarium Eise Eisinga), daarna via Assen terug",
    "Spa Reine 6 x 1,5 l voor Marie Jansen",
    "Excursie: Lange Voorhout met gids Anna Mol.",
    "Standplaats: Zwolle. Leidinggevende: Erik Blom.",
    "Etappe 4: Lille - Brugge, 182 km, winnaar Van der Poel",
    "Reis van Jan Bakker: Zeist / Arnhem",
    "Bakkerij Jansen;Utrecht;1200\nSlagerij de Wit;Gouda;1300",
    "Vervoerders: Van den Bosch, Erp / Van Rooijen, Tiel",
    "Jan Bakker kocht appels; Utrecht; en peren.",
    "vervoerder;laadplaats;leverdatum\nVan den Bosch;Erp;2025-09-12\nNedcargo;Tiel;2025-09-12",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds_location(marked: str, mark: Callable[[str, str], str]) -> None:
    """A place in a sentence or record about a person is found."""
    assert mark("LOCATION", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_location_near_misses(text: str, mark: Callable[[str, str], str]) -> None:
    """A place without a person is no personal data."""
    assert mark("LOCATION", text) == text
