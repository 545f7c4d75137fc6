"""Whole families of words of the special categories: made by rule, so no list holds them one by one."""

from collections.abc import Callable

import pytest

CASES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "HEALTH": (
        (
            "Jan de Vries slikt [[edoxaban]].",
            "Mevrouw Kok krijgt [[rituximab]].",
            "Piet Bakker gebruikt [[empagliflozine]].",
            "Fatima krijgt iedere maand een [[ocrelizumab-infusie]].",
            "Dhr. Visser neemt [[sumatriptan]].",
            "Herr Schmidt nimmt [[Atorvastatin]].",
            "Sanne gebruikt [[ADHD-medicatie]].",
            "Naam: Lisa Smit\nDiagnose: [[STEMI]]",
            "Kees heeft een [[HNP]].",
            "Anouk heeft een [[polsbreuk]] opgelopen.",
            "Bram zit thuis met een [[linkerknieblessure]].",
            "Tom heeft [[hartspierziekte]].",
            "Karel kampt met [[alcoholproblematiek]].",
            "Herr Weber hat eine [[Handgelenksverletzung]].",
            "Frau Vogel hat eine [[Lungenerkrankung]].",
            "Matthias hat starke [[Rückenschmerzen]].",
            "Frau Klein hat einen [[Schlüsselbeinbruch]].",
            "Kees slikt [[bloedverdunners]].",
            "Tom takes [[blood thinners]].",
            "Paul Lefèvre souffre d'une [[dépression nerveuse]].",
            "Madame Dupont prend un [[antidépresseur]].",
            "Lisa is [[in verwachting]].",
            "Noor heeft een [[Wajong]].",
            "Sanne kwam terug met een [[gebroken middenvoetsbeentje]].",
            "Tom has a [[torn ligament]] and a [[knee injury]].",
            "Herr Weber hat sich das [[Handgelenk gebrochen]].",
            "Paul Lefèvre a une [[fracture de la clavicule]].",
            "Onze magazijnier zit thuis met een [[longontsteking]].",
            "Geachte heer Visser,\n\nIn de brief over uw [[hernia]] staat een fout.",
        ),
        (
            "Jan de Vries tekende voor contractbreuk.",
            "Piet Bakker meldde een leidingbreuk en een inbreuk.",
            "Mevrouw Kok leidt de zorgcoöperatie.",
            "Kees stond weer in het verkeersinfarct.",
            "Sanne lost de netwerkproblemen en de spoorproblemen op.",
            "Anouk somde de hoofdproblemen op.",
            "Tom meldt botaanvallen op de site.",
            "Bram oefent met microscopie.",
            "Jan de Vries typt ADD COLUMN en opent MS Teams.",
            "Jan de Vries meldt een broken link en gescheurde dozen.",
            "Op 3 april belt Jan de Vries.",
            "Lisa installeert MS-Office en MS-Teams.",
            "Fatima schrijft een handleiding over leiderschap.",
            "Schrijf een folder over spierziekten.",
            "Welke bijwerkingen heeft rivaroxaban?",
            "Karel werkt aan burn-out-preventie op school.",
        ),
    ),
    "TRADE_UNION": (
        (
            "Jan de Vries is [[lid van FNV Bouwen & Wonen]].",
            "Mevrouw Kok is [[kaderlid bij CNV Vakmensen]].",
            "Piet Bakker en zijn vakbond ([[VCP]]) komen morgen.",
            "Mijn collega Wim staat op de [[lijst van de ACLVB]].",
            "Naam: Lisa Smit\nVakbond: [[aob]]",
            '{"naam": "Jan Smit", "vakbond": "[[fnv]]"}',
            "<Naam>Sofie Peeters</Naam><Vakbondspremie>[[ABVV]]</Vakbondspremie>",
            "Madame Dupont est [[affiliée à la FGTB]].",
            "Herr Weber und seine Gewerkschaft [[ver.di]] klagen.",
        ),
        (
            "Jan de Vries leest het nieuws over de FNV.",
            "De Europese Unie schrijft Jan de Vries een brief.",
            "Is een vakbond (FNV of CNV) verplicht?",
            "De SQL-query van Jan de Vries gebruikt union all.",
        ),
    ),
    "POLITICAL_OPINION": (
        (
            "Jan de Vries zit in de raad van Ede en is [[lid van de ChristenUnie]].",
            "Mevrouw Kok zit al jaren in de gemeenteraad van Ede voor [[GroenLinks]].",
            "Piet Bakker heeft op [[JA21]] gestemd.",
            "Fatima staat voor [[Leefbaar Rotterdam]] op de kandidatenlijst en is daar actief.",
            "Karel zit al jaren in de gemeenteraad van Ede voor [[Forum voor Democratie]].",
            "Naam: Lisa Smit\nPolitieke voorkeur: [[SP]]",
            "Tom is a [[member of the Green Party]].",
        ),
        (
            "De VVD stemde tegen de motie over zorg.",
            "Jan de Vries zit op afd. 3 en denkt mee.",
            "Het forum van Jan de Vries bespreekt democratie.",
            "Jan de Vries stemt in met het voorstel van GroenLinks.",
            "Hoeveel zetels heeft Forum voor Democratie in de gemeenteraad?",
        ),
    ),
    "RELIGION": (
        (
            "Jan de Vries is [[gereformeerd vrijgemaakt]].",
            "Mijn collega Mina is [[koptisch]] opgevoed.",
            "Tom is [[Mormon]] and does not drink coffee.",
        ),
        (
            "Jan de Vries heeft tijd vrijgemaakt.",
            "Piet Bakker huurt een zaal in de Protestantse Kerk.",
            "Mevrouw Kok hervormde de afdeling.",
        ),
    ),
    "SEXUAL_ORIENTATION": (
        (
            "Onze stagiair Noa is [[genderfluïde]].",
            "Karlijn zegt dat zij [[op vrouwen valt]].",
            "Tom is [[pansexual]].",
        ),
        (
            "The report of Jan de Vries came out on Monday.",
            "Jan de Vries bakt een pan vis en een pot soep.",
        ),
    ),
    "CRIMINAL_RECORD": (
        (
            "Kees heeft een [[contactverbod]] gekregen.",
            "Tom is [[on parole]] until May.",
            "Herr Weber sitzt in [[Untersuchungshaft]].",
        ),
        (
            "Jan de Vries hangt een verbod op roken op.",
            "Op zondag geldt voor de vrachtwagen van Jan de Vries een rijverbod.",
        ),
    ),
    "ETHNICITY": (
        (
            'Ali Demir wordt op de afdeling "die [[Turk]]" genoemd.',
            "Onze chauffeur Kofi is een [[Ghanees]].",
            "Chantal is [[half Surinaams]].",
            "Priya heeft een [[Indiase moeder]].",
            "Karel is boos op zijn [[Marokkaanse collega]].",
            "Tom is [[Nigerian]] and lives in Breda.",
        ),
        (
            "Jan de Vries spreekt vloeiend Turks en Koerdisch.",
            "Fatima volgt een cursus Arabisch.",
            "Jan de Vries kookt Surinaams eten voor het feest.",
            "De moedertaal van Piet Bakker is Turks.",
            "Mevrouw Kok vliegt naar de Chinese leverancier.",
            "Anna schrijft dat het restaurant Syrisch is.",
            "Een Chinese firma mailde Jan de Vries.",
        ),
    ),
}


@pytest.mark.parametrize(
    ("kind", "marked"), [(kind, marked) for kind, (found, _) in CASES.items() for marked in found]
)
def test_finds_a_member_of_a_family(kind: str, marked: str, mark: Callable[[str, str], str]) -> None:
    """A word made by the rule of a family is found when it is said of a person."""
    assert mark(kind, marked) == marked


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, (_, misses) in CASES.items() for text in misses]
)
def test_leaves_words_that_only_look_like_it(kind: str, text: str, mark: Callable[[str, str], str]) -> None:
    """An ordinary word with the same end, or a text about nobody, is no finding."""
    assert mark(kind, text) == text
