"""Churches, feasts, partners and further illnesses: as colleagues speak of them."""

from collections.abc import Callable

import pytest

CASES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "HEALTH": (
        (
            "Mevrouw Bakker is bekend met [[boezemfibrilleren]] en [[jicht]].",
            "Dhr. Jansen kreeg vorige week een [[herseninfarct]].",
            "Sven heeft [[COPD]] Gold 3, zegt Jan de Vries.",
            "Mijn vrouw Ingrid heeft [[borstkanker]] met [[uitzaaiingen in de lever]].",
            "Pieter de Groot zit in een [[depressie]].",
            "Lisa Smit heeft een [[postnatale depressie]].",
            "Joost heeft zijn [[kruisband gescheurd]], schrijft Piet Bakker.",
            "Karel Peeters heeft een [[tennisarm]] en [[RSI]].",
            "Noor Smit is [[allergisch]] voor pinda's.",
            "Tom Willems gebruikt [[Ritalin]] en [[melatonine]].",
            "Sarah Jones has stage 3 [[breast cancer]].",
            "Tom Baker suffers from [[PTSD]] after his service.",
            "Sarah Jones is six months [[pregnant]].",
            "Herr Weber leidet an [[Depressionen]].",
            "Frau Vogel hatte einen [[Schlaganfall]].",
            "Madame Dupont est [[en arrêt maladie]] pour un [[burn-out]].",
            "Paul Lefèvre souffre d'[[asthme]].",
            "Els Jacobs moet onder het mes voor een [[liesbreuk]].",
            "Fatima had vorige maand een [[miskraam]].",
            "Bram Vos is [[kleurenblind]].",
            "Anouk de Jong moet [[bestraald]] worden.",
            "Geert Bos heeft een [[pacemaker]].",
            "Petra de Graaf zit met een [[hernia]] thuis.",
            "Onze collega Dirk is [[overspannen]].",
            "Kevin de Graaf heeft [[dyslexie]] en [[dyscalculie]].",
            "Oma Bakker is [[dementerend]], zegt Els Jacobs.",
            "De heer Claes heeft [[hoge bloeddruk]] en cholesterol.",
            "Jan de Vries had een [[hartinfarct]] en kreeg een [[stent]].",
            "Jan de Vries is [[hartpatiënt]].",
            "Ria Smit heeft [[last van haar schouder]].",
            "Ria Smit: [[schouderklachten]], [[rugpijn]].",
            "Marc Dubois is ziek door de [[griep]].",
            "Wim Bos ([[diabeet]]) eet later.",
            "Sanne Bakker heeft [[endometriose]].",
            "Monique de Boer zit [[in de WIA]].",
            "Mw. Maes heeft een [[totale heupprothese]] rechts.",
            "Jan de Vries heeft [[nierstenen]] gehad.",
            "Emma (4) heeft [[waterpokken]], mailt Lisa Smit.",
        ),
        (
            "Jan de Vries haalt d'Artagnan en l'Oréal door elkaar.",
            "Wat verandert er in de WIA?",
            "Hoeveel cholesterol zit er in een ei?",
        ),
    ),
    "RELIGION": (
        (
            "Onze collega Samira draagt een [[hoofddoek]].",
            "Jan de Vries is [[katholiek]] opgevoed.",
            "Mohammed vast vanwege de [[ramadan]].",
            "David Cohen eet [[koosjer]].",
            "Piet Bakker is ouderling in de [[gereformeerde kerk]].",
            "Sarah Jones is a [[Jehovah's Witness]].",
            "Fatima wil vrij voor het [[Suikerfeest]].",
            "Tesfay gaat naar de [[Eritrees-orthodoxe kerk]].",
            "Els Jacobs zingt in het koor van de [[evangelische gemeente]].",
            "Ravi is vrijwilliger in de [[hindoetempel]].",
            "Herr Weber ist [[evangelisch]].",
        ),
        (
            "Jan de Vries zet het orgel van de orthodoxe kerk op de planning.",
            "De evangelische gemeente huurt de zaal, mailt Jan de Vries.",
            "Jan de Vries is lid van de gemeente Utrecht en de bond.",
            "Wanneer is het Suikerfeest dit jaar?",
            "Jan de Vries maakt een rooster rond het Suikerfeest.",
            "Fatima verft de voordeur van de moskeestraat.",
        ),
    ),
    "ETHNICITY": (
        (
            "Ali is [[van Turkse komaf]], zegt Jan de Vries.",
            "Mijn buurman Winston is [[Surinamer]].",
            "Fatima is geboren in Marokko, haar ouders zijn [[Berbers]].",
            "Jan de Vries: [[Roma-afkomst]]",
            "Sarah Jones is [[African American]].",
            "Dilnaz is [[Oeigoerse]].",
            "Tom is [[half Indonesisch]], zijn vader Karel is Nederlander.",
        ),
        ("Jan de Vries eet op vrijdag African food.",),
    ),
    "SEXUAL_ORIENTATION": (
        (
            "Piet Bakker is [[homo]] en getrouwd met Karel.",
            "Sanne Bakker is [[lesbisch]].",
            "Bram Vos [[valt op mannen]].",
            "Kim is [[non-binair]], schrijft Jan de Vries.",
            "Sarah Jones [[came out as]] [[bisexual]].",
            "Karel Peeters woont samen met [[zijn man]] Tom.",
            "Lotte Kuiper heeft een vriendin, zij is [[lesbienne]].",
            "Alex de Boer [[is trans]].",
        ),
        (
            "Er zijn man en vrouw nodig, schrijft Jan de Vries.",
            "Jan de Vries komt met zijn vrouw, Els Jacobs met haar man.",
            "Fatima praat met zijn manager Karel Peeters.",
            "Tom Baker brings his wife and Sarah Jones her husband.",
        ),
    ),
    "CRIMINAL_RECORD": (
        (
            "Tom Willems zit een [[celstraf]] van acht maanden uit.",
            "Piet Bakker is [[vrijgesproken]] van [[diefstal]].",
            "Karel Peeters heeft een [[strafblad]].",
            "Sven de Groot moet een [[enkelband]] dragen.",
            "Geert Bos werd betrapt op [[winkeldiefstal]].",
            "Dirk zit [[in de gevangenis]], vertelt Els Jacobs.",
            "Bram Vos: [[taakstraf]] 80 uur, [[rijden onder invloed]]",
            "Herr Schmidt ist [[vorbestraft]].",
            "Sarah Jones has a [[criminal record]] for theft.",
        ),
        (),
    ),
}


@pytest.mark.parametrize(
    ("kind", "marked"), [(kind, marked) for kind, (found, _) in CASES.items() for marked in found]
)
def test_finds_what_colleagues_tell(kind: str, marked: str, mark: Callable[[str, str], str]) -> None:
    """What somebody believes, has or is, as it is told at work."""
    assert mark(kind, marked) == marked


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, (_, misses) in CASES.items() for text in misses]
)
def test_leaves_buildings_feasts_and_couples(kind: str, text: str, mark: Callable[[str, str], str]) -> None:
    """A church that rents a room, the date of a feast, a man and his wife tell nothing of the kind."""
    assert mark(kind, text) == text
