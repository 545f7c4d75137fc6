"""More cases of the special categories, with exact borders; `test_special.py` has the first ten of each."""

from collections.abc import Callable

import pytest

CASES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "RELIGION": (
        (
            "Mijn collega Aicha is [[moslima]] en bidt op kantoor.",
            "Sara is [[joods]] en werkt niet op zaterdag.",
            "Onze stagiair Ravi is [[hindoe]].",
            "Jan is [[gereformeerd]] opgevoed en wil zondags vrij.",
            "De heer Singh is [[sikh]].",
            "Mevrouw De Wit is [[jehova's getuige]].",
            "Tom is a [[muslim]] and prays at noon.",
            "Frau Schneider ist [[katholisch]].",
            "Madame Benali est [[musulmane]].",
            "Mijn zoon is [[boeddhist]] geworden.",
            "Bram is [[atheist]], hij komt niet naar de dienst.",
        ),
        (
            "Wat is het verschil tussen sjiieten en soennieten?",
            "Schrijf een quiz over het boeddhisme.",
            "Hoe laat begint het suikerfeest?",
            "Leg de Reformatie uit in tien zinnen.",
            "De kerk aan het plein wordt gerestaureerd.",
            "Mag een school een kruis ophangen?",
            "Welke christelijke feestdagen zijn vrije dagen?",
            "Maak een kalender met joodse en islamitische feestdagen.",
            "What do Hindus celebrate at Diwali?",
            "Is halal vlees duurder?",
        ),
    ),
    "ETHNICITY": (
        (
            "Özlem is [[van Turkse afkomst]] en spreekt drie talen.",
            "Mijn collega Glenn is [[Antilliaan]].",
            "Fatima heeft [[Marokkaanse roots]].",
            "Jan is [[van Molukse afkomst]].",
            "Mijn buurman Kwame is [[van Ghanese afkomst]].",
            "Ebru is een dochter van [[Turkse ouders]].",
            "Priya is of [[Indian descent]].",
            "Mevrouw Pinas is [[van Surinaamse afkomst]].",
            "Azad is [[Koerdisch]] en woont hier tien jaar.",
            "Onze chauffeur Dragan heeft [[Servische ouders]].",
            "De heer Soekarman is [[Hindoestaans]].",
        ),
        (
            "Hoe groot is de Turkse gemeenschap in Nederland?",
            "Schrijf over de geschiedenis van de Molukkers.",
            "Geef een recept voor Surinaamse roti.",
            "Wat is etnisch profileren?",
            "Wij zoeken een tolk Koerdisch.",
            "De Marokkaanse ambassade is gesloten.",
            "Welke talen spreekt men in Ghana?",
            "Leg uit wat discriminatie op afkomst is.",
            "Is er een Antilliaans restaurant in de buurt?",
            "Cijfers over arbeidsmarkt en migratieachtergrond",
        ),
    ),
    "POLITICAL_OPINION": (
        (
            "Lex is [[gemeenteraadslid voor de PVV]].",
            "Mijn baas Karel is [[lid van de VVD]].",
            "Anna is [[raadslid voor GroenLinks]].",
            "Mijn collega Bart [[stemt Vlaams Belang]].",
            "Piet is een [[communist]], zegt hij zelf.",
            "Hugo is [[lid van D66]] sinds 2010.",
            "Els was [[lijsttrekker van de SP]] in haar dorp.",
            "Kees is [[penningmeester van het CDA]].",
            "Tom is a [[member of the Labour Party]].",
            "Mijn vader is [[SGP-lid]].",
            "Mevrouw Maes is [[schepen voor N-VA]].",
        ),
        (
            "Wat zijn de standpunten van de PVV over zorg?",
            "Vergelijk de programma's van VVD en D66.",
            "Hoe word je raadslid?",
            "Hoeveel zetels heeft de SP?",
            "Wie mag er stemmen bij de gemeenteraad?",
            "Schrijf een neutrale uitleg over het liberalisme.",
            "Leg uit hoe een coalitie wordt gevormd.",
            "De fractie vergadert op dinsdag.",
            "What is the role of the European Parliament?",
            "Mag politieke reclame op het werk?",
        ),
    ),
    "TRADE_UNION": (
        (
            "Gerda is [[kaderlid bij FNV Metaal]].",
            "Mijn collega Wim is [[lid van het CNV]].",
            "Nadia is [[vakbondsafgevaardigde]] bij ons.",
            "Jan is [[aangesloten bij de vakbond]].",
            "Mevrouw Claes is [[ACV-delegee]].",
            "De heer Peeters is [[lid van het ABVV]].",
            "Tom is a [[union member]] and a welder.",
            "Herr Vogel ist [[Mitglied der IG Metall]].",
            "Mijn monteur Joris is [[lid van de FNV]].",
            "Fatima betaalt [[vakbondscontributie]] via haar loon.",
            "Kees is [[vakbondslid]] sinds 1998.",
        ),
        (
            "Wat doet een vakbond?",
            "Vergelijk FNV en CNV.",
            "Mag een vakbond flyeren op het terrein?",
            "De onderhandelingen over de cao beginnen maandag.",
            "Hoeveel leden heeft het ACV?",
            "Leg uit wat sociaal overleg is.",
            "Hoe werkt een staking juridisch?",
            "Schrijf een brief aan de vakbonden over de reorganisatie.",
            "What is collective bargaining?",
            "De syndicale premie wordt in december betaald.",
        ),
    ),
    "SEXUAL_ORIENTATION": (
        (
            "Mijn collega Daan is [[biseksueel]].",
            "Karlijn is [[lesbisch]], zegt ze open.",
            "Tom is [[gay]] and married.",
            "Kees is [[homoseksueel]] en wordt gepest.",
            "Sanne is [[non-binair]] en heet voortaan Sam.",
            "Mijn zoon is [[homo]].",
            "Onze stagiair Noa is [[panseksueel]].",
            "Mevrouw Bos is een [[transvrouw]].",
            "Herr Weber ist [[schwul]].",
            "Femke is [[queer]], vertelde ze het team.",
            "Jeroen [[valt op mannen]].",
        ),
        (
            "Wat betekent de afkorting lhbti?",
            "Wanneer is Coming Out Day?",
            "Schrijf een beleid tegen discriminatie van homo's.",
            "Leg uit wat aseksualiteit is.",
            "Hoe maken we formulieren genderneutraal?",
            "De film gaat over twee mannen die samen een boerderij beginnen.",
            "Welke landen kennen het homohuwelijk?",
            "Mag je in een enquete naar geaardheid vragen?",
            "Write guidelines for inclusive language.",
            "De regenboogvlag hangt uit in juni.",
        ),
    ),
    "CRIMINAL_RECORD": (
        (
            "Kees is [[veroordeeld voor mishandeling]].",
            "Mijn collega Rob zit in [[detentie]].",
            "Anna heeft een [[strafblad]], bleek gisteren.",
            "De heer Smit is [[verdacht van fraude]].",
            "Onze chauffeur Ali reed onder invloed en kreeg een [[taakstraf]].",
            "Mevrouw Bakker is [[veroordeeld wegens valsheid]].",
            "Glenn zat in [[voorlopige hechtenis]].",
            "Tom was [[convicted of theft]].",
            "Mijn huurder Piet draagt een [[enkelband]].",
            "Mo heeft [[tbs]] gehad.",
            "Jan kreeg een [[gevangenisstraf]] van een jaar.",
        ),
        (
            "Wat staat er op een VOG?",
            "Hoe lang duurt voorarrest hoogstens?",
            "Leg het verschil uit tussen hechtenis en gevangenisstraf.",
            "Schrijf een beleid over diefstal in de winkel.",
            "Welke functies vragen een VOG?",
            "Wat is een sepot?",
            "Maak een folder over reclassering.",
            "De rechtbank behandelt strafzaken op dinsdag.",
            "What is a suspended sentence?",
            "Hoeveel winkeldiefstallen waren er in 2025?",
        ),
    ),
}


@pytest.mark.parametrize(
    ("kind", "marked"), [(kind, marked) for kind, (found, _) in CASES.items() for marked in found]
)
def test_finds_exactly_the_words(kind: str, marked: str, mark: Callable[[str, str], str]) -> None:
    """What is said of a person is found, with exactly these borders and nothing else of this type."""
    assert mark(kind, marked) == marked


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, (_, misses) in CASES.items() for text in misses]
)
def test_leaves_what_speaks_of_nobody(kind: str, text: str, mark: Callable[[str, str], str]) -> None:
    """A general question or statement about the subject is no finding."""
    assert mark(kind, text) == text
