"""Special categories in tables and records, and more frames that tie them to a person."""

from collections.abc import Callable

import pytest

CASES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "TRADE_UNION": (
        (
            "Naam;Vakbond\nJan de Vries;[[FNV]]\nPiet Bakker;geen",
            "Naam;Vakbond\nJan de Vries;[[FNV]]\nPiet Bakker;[[CNV]]",
            '{"naam": "Jan de Vries", "vakbond": "[[FNV Zorg & Welzijn]]"}',
            "Els Jacobs wil dat [[haar vakbond]] meekijkt.",
            "Bart Peeters is [[delegee van het ABVV]].",
            "Inhouding [[vakbondscontributie CNV]] op de loonstrook van Piet Bakker",
            "Karel Peeters, [[kaderlid van de FNV]], was erbij.",
            "Ann Claes heeft zich verkiesbaar gesteld voor het CPBW op de [[lijst van ACV]].",
            "Piet Bakker wordt in de ontslagzaak vertegenwoordigd door [[CNV Vakmensen]].",
            "Tom Baker, our [[Unite]] rep, called in.",
            "Herr Weber ist im Betriebsrat für [[ver.di]].",
        ),
        ("Naam;Vakbond\nJan de Vries;nee",),
    ),
    "RELIGION": (
        ('{"naam": "Jan de Vries", "religie": "[[Gereformeerd (GKv)]]"}',),
        ('{"name": "string", "religion": "string"}',),
    ),
    "HEALTH": (
        (
            '{"client": "Jan de Vries", "diagnose": "[[diabetes mellitus type 2]]"}',
            "Naam;BSN;Allergie\nJan de Vries;626018158;[[schaaldieren]]\nPiet Bakker;;geen",
            "naam | reden ziekmelding\nJan de Vries | [[rugpijn]]",
            "Mw. Bakker: [[DM type 2]], [[CVA]].",
            "Naam;Reden verzuim\nJan de Vries;[[hernia]]\nPiet Bakker;[[griep]]",
            '{"client": "Jan de Vries", "diagnose": "[[diabetes mellitus type 2]]"}',
            "Bart Peeters is uitgevallen met [[rugklachten]].",
            "Els Jacobs heeft een [[gescheurde meniscus]].",
            "Karel Peeters gebruikt [[insuline]] en [[metoprolol]].",
            "Onze Fatima is [[hoogzwanger]].",
            "Ria Smit was dronken, ze is [[alcoholist]].",
            "Jan de Vries heeft [[staar]] en wacht op een operatie.",
            "mw. Bakker, 82 jr, [[CVA]] links, [[afasie]], [[DM type 2]]",
            "Dhr. Visser valt vaak, [[Parkinson]], [[incontinent]].",
            "Lisa Smit heeft een [[eetstoornis]] gehad.",
            "Sven de Groot zit in een [[rolstoel]].",
        ),
        (
            '{"apparaat": "pomp 4", "diagnose": "lager versleten"}',
            '{"naam": "Jan de Vries", "diagnose": ""}',
        ),
    ),
    "POLITICAL_OPINION": (
        (
            '{"name": "Jan de Vries", "political_party": "[[Lokaal Sterk]]"}',
            "Sanne Bakker staat op nummer 3 voor [[GroenLinks-PvdA]] bij de verkiezingen.",
            "Jan de Vries hangt posters op voor [[Forum voor Democratie]].",
            "Piet Bakker heeft een [[lidmaatschap van de PvdD]].",
            "Karin Mulder is [[fractievoorzitter van BIJ1]] in de stad.",
            "Kevin is fan van [[Wilders]] en zegt dat hardop, klaagt Els Jacobs.",
            "Mijn buurman Henk is een overtuigd [[communist]].",
            "Tom Baker is a [[registered Republican]].",
            "Els Jacobs kwam op voor [[CD&V]] in 2018.",
            "Noor Smit is [[bestuurslid van de Jonge Democraten]].",
            "Bram Vos was in zijn jeugd [[actief bij de JOVD]].",
            "Dirk Claes is burgemeester voor [[Open Vld]].",
        ),
        ('{"naam": "Jan de Vries", "partij": "verkoper"}',),
    ),
    "ETHNICITY": (
        ("Naam\\tAfkomst\nJan de Vries\\t[[Hindoestaans]]\nPiet Bakker\\t-",),
        (),
    ),
    "CRIMINAL_RECORD": (
        (
            "Jan de Vries heeft in 2015 [[vastgezeten]].",
            "Piet Bakker moet in juni voor de politierechter komen wegens [[belediging]].",
            "Dirk Claes verloor zijn rijbewijs: [[rijden onder invloed]], zitting op 4 mei",
            "Bram Vos is [[ex-tbs'er]].",
            "Geert Bos staat terecht voor [[drugshandel]].",
            "Sanne Bakker kreeg 30 [[dagen cel]].",
            "Tom Willems: [[strafblad]]: ja",
            "Ann Claes heeft een [[gerechtelijk verleden]].",
            "Tom Baker served two years [[in prison]].",
            "Sarah Jones was [[arrested for shoplifting]].",
            "Herr Weber wurde wegen Betrugs [[verurteilt]].",
            "Madame Dupont a un [[casier judiciaire]].",
        ),
        (),
    ),
}


@pytest.mark.parametrize(
    ("kind", "marked"), [(kind, marked) for kind, (found, _) in CASES.items() for marked in found]
)
def test_finds_what_a_record_says(kind: str, marked: str, mark: Callable[[str, str], str]) -> None:
    """The cell under a header that gives a category away, and words that tie one to a person."""
    assert mark(kind, marked) == marked


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, (_, misses) in CASES.items() for text in misses]
)
def test_leaves_empty_and_other_cells(kind: str, text: str, mark: Callable[[str, str], str]) -> None:
    """Cells that say that there is nothing, types of fields, and tables without a person are no finding."""
    assert mark(kind, text) == text
