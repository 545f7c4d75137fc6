"""ADDRESS: postal addresses, whole or in part."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "Ik woon op [[Kerkstraat 12, 3511 AB Utrecht]].",
    "Zij verhuist naar [[Jan van Galenstraat 14-2 hoog, Amsterdam]].",
    "Het pakket gaat naar [[Damrak 12, 1012 LP Amsterdam]].",
    "[[De Genestetlaan 12hs 2522 LL 's-Gravenhage, Nederland]]",
    "Postadres: [[Postbus 20011, 2500 EA Den Haag]]",
    "Hij woont in de [[Veldstraat 33 bus 4, 9000 Gent]].",
    "[[Sint-Pietersnieuwstraat 25 B-9000 Gent]]",
    "Adres: [[Achter de Dom 5]]",
    "hij woont op [[dorpsweg 5 in utrecht]]",
    "Zij woont aan de [[Coolsingel 40]].",
    "Mijn postcode is [[3511 AB]].",
    "Bezorgadres: [[Laan van Meerdervoort 1000]]",
    "De woning aan de [[1e Jan Steenstraat 12-III]] is leeg.",
    "J'habite [[Rue de la Loi 16, 1000 Bruxelles]].",
    "Il habite [[12 bis rue Victor Hugo, 75001 Paris]].",
    "Er wohnt [[Hauptstraße 5, 10115 Berlin]].",
    "She lives at [[221 Baker Street, London]].",
    "",
    '{"straat": "[[Lindenlaan 4]]", "postcode": "[[5611 ZX]]"}',
    "[[Brusselsesteenweg 1089/12, 9090 Melle]]",
    "Antwoord naar [[Antwoordnummer 1234, 6800 WC Arnhem]].",
    "Mevrouw Jansen, [[Vrijdagmarkt 12 te Gent]]",
    "Stuur het naar [[Burgemeester van der Veldeplein 3-bis\n1234 AB Den Haag]]",
    "naam;adres\nJan;[[Zandpad 8]]\nPiet;[[Molenweg 9]]\n",
    "[[Weerdsingel O.Z. 88 bis]]",
    "[[Stationsplein W.Z. 3, 2011 LR Haarlem]]",
    "Jan woont [[Kerkpad ZZ 5, Soest]]",
    "[[Achterdijk N.Z. 17a]], Jan Bakker",
    "[[Leidsekade t/o 39, 1075 VL Amsterdam]]",
    "[[Woonboot 'De Zwaluw', Leidsekade t/o 39\n1075 VL AMSTERDAM]]",
    "postcode [[3514 AK, huisnummer tweeënveertig]]",
    "Stamnr.: 000417\nAdres: [[Steenweg op Mol 210, 2300 Turnhout]]",
    "[[Fazantstraat 6 rood, 2042 LS Zandvoort]]",
    "[[Bevrijdingslaan 77 b 2, 9000 Gent]]",
    "[[rue de l'Étuve 40, 1000 Bruxelles]]",
    "[[Jan De Vosstraat 15 te 9100 Sint-Niklaas]]",
    "personeelsnr 4417, [[Dorpsstraat 12, 3500 AB Utrecht]]",
    '{"straat": "[[Damrak]]", "huisnummer": 12, "postcode": "[[1012 LP]]"}',
    "Naam: S. Haddad\nStraat: [[Rue Neuve]]\nNr: 14\nPostcode: [[1000]]\nStad: Brussel",
    "Klantnummer 5500923341, adres [[8921 HT 63]]",
    "het is [[8921 HT 63b]].",
    "Genodigd: Piet de Wit ([[Hoofdstraat 9 Emmen]])",
    "My postcode is [[5691 GB, number 20]].",
    "mijn postcode is [[vijf zes negen een G B]]",
    "postcode: [[zesenvijftig eenennegentig GB nummer twaalf]]",
    "my postal code is [[five six nine one, G B, number twelve]]",
    "mijn postcode is [[5691 gb]]",
    "stuur maar naar postcode [[3511lx]]",
    "Jan Bakker, [[Dorpsstraat 1\n1234 AB]]",
    "UPDATE klant SET postcode='[[3511 LX]]' WHERE id=3",
    "De postcode van Jan Bakker is [[3511 LX]], is dat een geldig formaat?",
)

NEAR_MISSES = (
    "artikel 12 lid 3 van de wet",
    "In 2024 in Utrecht waren er drie dagen feest.",
    "De weg is 12 km lang.",
    "Snelweg 12 staat vast.",
    "Stap 3 van het plan",
    "Windows 11 is uit.",
    "Hoofdstuk 4 gaat over de markt 2030.",
    "De arbeidsmarkt 2025 in cijfers",
    "Versie 2.4 van de app",
    "Kamer 2024 is bezet.",
    "De prijs is 1000 EU per stuk.",
    "Week 12 en week 13",
    "Supermarkt 24 uur open",
    "Artikelnummer 4512 XL",
    "Er zijn 64 appartementen in De Groene Werf.",
    "Bestel 12 straatstenen.",
    "Parkeerplaats 7 is vrij.",
    "De vergadering duurt van 9 tot 12 uur.",
    "Bel 0900 1234 voor vragen.",
    "Spreuken 3 vers 5",
    "De loopbaan 4 jaar later",
    "Titel 10 van boek 7 BW",
    "Ik fiets onderweg 5 minuten.",
    "Het project aan de Steenweg op Gent loopt uit",
    "vergadering oost 12 is verplaatst",
    "zie tabel t/o 39",
    "levering te 12 uur",
    "Het magazijn noord 4 is vol",
    "Straat: verplicht veld",
    "Postcode: 4 cijfers\nLand: NL",
    "straat = input()\npostcode = None",
    "straat: String\npostcode: None\nhuisnummer: Integer",
    "zie artikel 1012 AB van de regeling",
    "perceel 3511 AX 12, kadastraal",
    'def test_postcode():\n    assert normalise("3511lx") == "3511 LX"',
    'assert is_valid("1011 KL") and not is_valid("0111 KL")',
    "Postcode (formaat: 1234 AB of 1234AB)",
    "/^[1-9][0-9]{3} ?[A-Z]{2}$/ moet 3511 LX vinden",
    "Vul je postcode in, bijvoorbeeld 3511 LX",
    "expect(format('1017XR')).toBe('1017 XR')",
    "Codes als 1234 AB, 1234AB en 1234-AB",
    "de postcode twee drie weken later pas doorgegeven",
    "Jan Bakker\t12-03-1985\tfulltime",
    "Jan Bakker 12/03/1985, aangemeld",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds_address(marked: str, mark: Callable[[str, str], str]) -> None:
    """The whole address is one span, from street to country; parts count too."""
    assert mark("ADDRESS", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_address_near_misses(text: str, mark: Callable[[str, str], str]) -> None:
    """Prices, years, article numbers and references to law are no addresses."""
    assert mark("ADDRESS", text) == text
