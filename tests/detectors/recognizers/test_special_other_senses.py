"""Other senses of the words of the special categories, in sentences that do name a person."""

from collections.abc import Callable

import pytest

NEAR_MISSES: dict[str, tuple[str, ...]] = {
    "HEALTH": (
        "Jan de Vries zegt dat het project op sterven na dood is.",
        "Fatima boekt de dotterbloem en de stentor voor het feest.",
        "Het plan van Jan de Vries is ziekelijk ambitieus.",
        "Piet Bakker: de patch is toegepast, geen injectie mogelijk.",
        "Sanne Bakker leest het rapport Zorg in cijfers.",
        "Jan de Vries bespreekt de symptomen van de storing.",
        "Els Jacobs maakt een rooster voor de poli oogheelkunde.",
        "Jan de Vries heeft de handen vol aan de planning.",
        "Piet Bakker nam het heft in handen en stak zijn nek uit.",
        "Het ziekenhuis van Sanne Bakker zoekt een verpleegkundige oncologie.",
        "Jan de Vries werkt als psychiater in Breda.",
        "Anouk de Jong volgt de opleiding tot cardioloog.",
        "Jan de Vries schrijft over de overgang naar het nieuwe pensioenstelsel.",
        "De hartslag van het bedrijf, zegt Jan de Vries, is de klant.",
        "Jan de Vries: de server ligt op zijn rug en de printer is kapot.",
        "Sanne Bakker maakt een analyse van de operatie in het magazijn.",
        "Tom Baker leads operations; his team handles returns.",
        "Sarah Jones is head of customer care.",
        "Tom Baker had the back door replaced and the lock removed.",
        "Piet Bakker kreeg een injectie van kapitaal voor zijn bedrijf.",
        "Jan de Vries heeft een afspraak bij de bedrijfsarts geregeld voor het team.",
        "De kwaal van het systeem, aldus Jan de Vries, is de traagheid.",
        "Jan de Vries brak het record en Piet Bakker brak de vergadering af.",
        "Jan de Vries leest Dr. House en Grey's Anatomy.",
        "Fatima presenteert de cijfers over ziekteverzuim in Nederland.",
        "Jan de Vries test de pomp: de zuiger is versleten en de kop gescheurd.",
        "Jan de Vries heeft zijn arm om Els geslagen op de foto.",
        "Bart Peeters leverde de scharnieren, de voet van de lamp is gebroken.",
        "Jan de Vries kocht een blinde muur en een dove brander.",
        "Herr Weber arbeitet im Krankenhaus.",
        "Frau Vogel leitet die Operation Kundenservice.",
        "Paul Lefèvre travaille à l'hôpital.",
        "Madame Dupont a cassé la vitre du bureau.",
        "Jan de Vries bestelt krukken en stoelen voor de kantine.",
        "Jan de Vries verkoopt scootmobielen.",
        "Sanne Bakker ontwerpt een folder over long covid.",
        "Karel Peeters heeft het virus uit de laptop verwijderd.",
        "De kabel van Jan de Vries heeft een breuk.",
        "Jan de Vries betaalt de premie van de zorgverzekering.",
    ),
    "CRIMINAL_RECORD": (
        "Jan de Vries wil fraude voorkomen met een nieuwe procedure.",
        "Els Jacobs schrijft het plan tegen diefstal en inbraak in het magazijn.",
        "Jan de Vries heeft een boete gekregen voor te laat betalen.",
        "Jan de Vries levert de batterij jaar effectief gebruik.",
        "Het contract van Jan de Vries kent een proeftijd van een maand.",
        "Piet Bakker meldt een inbraak, de politie heeft proces-verbaal opgemaakt.",
        "Bij de inbraak bij Sanne Bakker is een verdachte aangehouden.",
        "Jan de Vries werkt bij de rechtbank als griffier.",
        "Piet Bakker kreeg een boete voor te hard rijden met de leaseauto.",
        "Els Jacobs geeft een training over fraude en witwassen.",
        "Sanne Bakker is jurist bij de reclassering.",
        "Jan de Vries meldt diefstal van zijn laptop bij de politie.",
        "Fatima vroeg Jan de Vries naar het boek over moord en doodslag.",
        "De straf van Jan de Vries: taart trakteren.",
        "Tom Baker is on trial for the new software until May.",
        "Jan de Vries staat voor de zitting van de ondernemingsraad.",
        "Paul Lefèvre a réservé un vol pour Nice.",
        "Paul Lefèvre prend un vol, le juge Martin aussi.",
        "Jan de Vries vraagt een VOG aan voor de vrijwilligers.",
        "Piet Bakker zat vast in de file.",
        "Jan de Vries zit vast met de module, kan Els Jacobs helpen?",
    ),
    "TRADE_UNION": (
        "Het syndicaat van financiers mailde Jan de Vries.",
        "Jan de Vries vertelt over zijn reis naar de European Union.",
        "Karel Peeters stuurt de lijst van aanwezigen naar het ACV.",
        "Jan de Vries is lid van de sportbond en de tennisvereniging.",
        "Jan de Vries overlegt via FNV.nl.",
        "Piet Bakker onderhandelt met FNV en CNV over de cao.",
        "Sanne Bakker zit bij de directie, FNV was er ook.",
    ),
    "POLITICAL_OPINION": (
        "Jan de Vries staat op nummer 3 van de wachtlijst.",
        "Jan de Vries is fan van Ajax en zit op plaats 4.",
        "De heer Anders staat op plaats 3 van de lijst.",
        "Jan de Vries stemt anders dan Piet Bakker.",
        "Op plek 2 van Anders kijken komt Jan de Vries.",
        "Jan de Vries vraagt naar posters voor de PS5.",
        "Sanne Bakker stuurt de lijst van groene producten door.",
        "Jan de Vries is kandidaat voor de functie van teamleider Volt-laders.",
        "Jan de Vries schrijft een brief aan de fractie van de VVD.",
        "Piet Bakker mailt de wethouder over de SP-wachtlijst.",
        "Jan de Vries spreekt met de wethouder van D66.",
    ),
    "RELIGION": ("Jan de Vries viert vrijdag zijn verjaardag in de kerk die nu restaurant is.",),
    "SEXUAL_ORIENTATION": ("Jan de Vries en zijn vriendin komen samen.",),
    "ETHNICITY": ("Jan de Vries is Nederlander en woont in Turkije.",),
}
POSITIVES = (
    ("HEALTH", "De vragen over de [[epilepsie]] van Jan de Vries staan open."),
    ("HEALTH", "Piet Bakker gaf een presentatie over zijn [[burn-out]]."),
    ("CRIMINAL_RECORD", "Piet Bakker [[zit vast]] [[in de gevangenis]] van Vught."),
    ("CRIMINAL_RECORD", "Jan de Vries staat onder toezicht van de [[reclassering]]."),
)


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in NEAR_MISSES.items() for text in texts]
)
def test_leaves_work_idioms_and_topics(kind: str, text: str, mark: Callable[[str, str], str]) -> None:
    """What somebody works on, works at, or says by way of speaking is not about him."""
    assert mark(kind, text) == text


@pytest.mark.parametrize(("kind", "marked"), POSITIVES)
def test_finds_the_subject_when_it_is_somebodys(
    kind: str, marked: str, mark: Callable[[str, str], str]
) -> None:
    """A topic that is somebody's own is a finding."""
    assert mark(kind, marked) == marked
