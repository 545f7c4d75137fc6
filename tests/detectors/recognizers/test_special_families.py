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
            "Op 3 april belt Jan de Vries.",
            "Lisa installeert MS-Office en MS-Teams.",
            "Fatima schrijft een handleiding over leiderschap.",
            "Schrijf een folder over spierziekten.",
            "Welke bijwerkingen heeft rivaroxaban?",
            "Karel werkt aan burn-out-preventie op school.",
        ),
    ),
}


@pytest.mark.parametrize(
    ("kind", "marked"), [(kind, marked) for kind, (found, _) in CASES.items() for marked in found]
)
def test_finds_a_member_of_a_family(kind: str, marked: str, check: Callable[[str, str], None]) -> None:
    """A word made by the rule of a family is found when it is said of a person."""
    check(kind, marked)


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, (_, misses) in CASES.items() for text in misses]
)
def test_leaves_words_that_only_look_like_it(kind: str, text: str, check: Callable[[str, str], None]) -> None:
    """An ordinary word with the same end, or a text about nobody, is no finding."""
    check(kind, text)
