"""The special categories: health, religion, ethnicity, politics, union, sexuality, criminal record."""

from collections.abc import Callable

import pytest

from detectors.scanner import Scanner

CASES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "HEALTH": (
        (
            "Mijn collega is ziek gemeld met een [[burn-out]].",
            "Jan de Vries heeft [[diabetes]].",
            "Fatima slikt [[sertraline]].",
            "Mevrouw Kok kreeg een [[hartinfarct]].",
            "Ik heb [[ADHD]] en kan me slecht concentreren.",
            "Mijn dochter is [[zwanger]].",
            "Piet Bakker krijgt [[chemotherapie]].",
            "Dhr. Visser lijdt aan [[dementie]].",
            "Onze medewerker Thea is [[hiv-positief]].",
            "Sanne heeft haar [[heup gebroken]].",
            "De heer Maes heeft [[MS]].",
            "Naam: Lisa Smit\nDiagnose: [[depressie]]",
            "Mijn zoon heeft [[autisme]].",
            "Bram krijgt een [[knieprothese]].",
            "Anouk heeft een [[eetstoornis]].",
            "Tom was diagnosed with [[cancer]].",
            "Herr Schmidt hatte einen [[Schlaganfall]].",
            "Madame Dupont est [[enceinte]].",
            "Kees is [[verslaafd]] aan pillen.",
            "Noor gebruikt [[metoprolol]].",
        ),
        (
            "Wat zijn symptomen van burn-out?",
            "Leg uit wat diabetes is.",
            "Schrijf een folder over depressie.",
            "Hoe herken je een hartinfarct?",
            "Wat is het verschil tussen griep en corona?",
            "Mag een werkgever vragen naar een zwangerschap?",
            "Wat betekenen de afkortingen ALS en MS?",
            "Welke medicijnen helpen tegen migraine?",
            "Hoe werkt chemotherapie?",
            "Cijfers over ziekteverzuim in Nederland",
            "Ik schrijf een artikel over autisme.",
            "De timeout is 300 ms.",
            "Als de printer stuk is, bel dan de helpdesk.",
            "Het beleid rond verslaving op het werk",
            "What are the symptoms of cancer?",
            "Explain how insulin works.",
            "Was ist Diabetes?",
            "Presentatie over dementie voor de ouderenbond",
            "Tips tegen stress",
            "Onderzoek naar astma bij kinderen",
        ),
    ),
    "RELIGION": (
        (
            "Onze stagiair Yassin is [[moslim]].",
            "Fatima draagt een [[hoofddoek]].",
            "David Cohen is [[joods]].",
            "Piet is [[gereformeerd]].",
            "Mijn buurvrouw is [[Jehova's getuige]].",
            "Priya is [[hindoe]].",
            "Jan de Vries is [[atheïst]].",
            "Mevrouw Kok is [[katholiek]].",
            "Ahmed bidt in de [[moskee]].",
            "Peter is [[Catholic]].",
        ),
        (
            "Wat is het verschil tussen katholiek en protestants?",
            "Wanneer begint de ramadan dit jaar?",
            "Hoe werkt de sabbat?",
            "Welke feestdagen vieren moslims?",
            "De kerk staat op het plein.",
            "Leg uit wat een hindoe gelooft.",
            "Christelijke feestdagen in de cao",
            "Schrijf een artikel over een synagoge.",
            "What is a Buddhist temple?",
            "Wat is een joodse begraafplaats?",
        ),
    ),
    "ETHNICITY": (
        (
            "Samira is [[van Marokkaanse afkomst]].",
            "Dominggus is [[Molukker]].",
            "Anil is [[Hindoestaan]].",
            "Rojin is [[Koerd]].",
            "Jan heeft een [[Surinaamse achtergrond]].",
            "Ludmila hoort bij de [[Sinti]].",
            "Mevrouw Yilmaz heeft [[Turkse roots]].",
            "Jermaine is [[Antilliaan]].",
            "Peter Obi is of [[Nigerian descent]].",
            "Naam: Ana Lopez\nEtniciteit: [[creools]]",
        ),
        (
            "Wat is de Marokkaanse keuken?",
            "Hoeveel Molukkers wonen er in Nederland?",
            "De Turkse lira daalt.",
            "Surinaamse gerechten voor een feest",
            "Leg uit wie de Sinti zijn.",
            "Wat is een migratieachtergrond?",
            "Statistiek van herkomst per gemeente",
            "De Franse slag",
            "Koerdische geschiedenis in het kort",
            "Beleid tegen discriminatie op afkomst",
        ),
    ),
    "POLITICAL_OPINION": (
        (
            "Jan [[stemt op de PVV]].",
            "Fatima is [[lid van de PvdA]].",
            "Mijn collega Piet is [[communist]].",
            "Els Maes is [[kandidaat voor de N-VA]].",
            "Mevrouw Kok is [[raadslid voor D66]].",
            "Bram is [[VVD-lid]].",
            "Tom [[voted for Trump]].",
            "Kees is [[actief bij het CDA]].",
            "Lisa was [[penningmeester van de SP]].",
            "Sven is [[anarchist]].",
        ),
        (
            "Wat vindt de VVD van kernenergie?",
            "De PVV wil de belasting verlagen.",
            "Vergelijk het CDA met D66.",
            "Wie is de leider van GroenLinks?",
            "Leg uit wat een communist is.",
            "De verkiezingen zijn in maart.",
            "Wat is een republikein?",
            "Hoe word je lid van een politieke partij?",
            "Het partijprogramma van de N-VA",
            "What do the Tories want?",
        ),
    ),
    "TRADE_UNION": (
        (
            "Jan is [[lid van de FNV]].",
            "Fatima is [[vakbondslid]].",
            "Els Maes is [[syndicaal afgevaardigde]].",
            "Bram is [[lid bij het ACV]].",
            "Rudy ([[ABVV]]) belde.",
            "Mijn collega Piet is [[kaderlid]].",
            "Mevrouw Kok is [[lid van een vakbond]].",
            "Tom is a [[union member]].",
            "Kees is [[FNV-kaderlid]].",
            "Herr Schmidt ist [[Gewerkschaftsmitglied]].",
        ),
        (
            "De FNV roept op tot staking.",
            "Wat doet een vakbond?",
            "Hoe meld ik mij aan bij het CNV?",
            "Het ABVV en het ACV onderhandelen.",
            "Wat kost het lidmaatschap van een vakbond?",
            "De cao is gesloten met de bonden.",
            "Leg uit wat een kaderlid is.",
            "Welke rechten heeft een vakbondsafgevaardigde?",
            "Is de syndicale premie belast?",
            "What is a trade union?",
        ),
    ),
    "SEXUAL_ORIENTATION": (
        (
            "Jan is [[homo]].",
            "Fatima is [[lesbisch]].",
            "Mijn zoon is [[transgender]].",
            "Sanne is [[biseksueel]].",
            "Piet is [[uit de kast gekomen]].",
            "Tom is [[gay]].",
            "Bram [[valt op mannen]].",
            "Mijn collega Els is [[lesbienne]].",
            "Alex is [[non-binair]].",
            "Herr Schmidt ist [[schwul]].",
        ),
        (
            "Wanneer werd het homohuwelijk ingevoerd?",
            "Wat betekent non-binair?",
            "Leg uit wat transgender betekent.",
            "Hoe steun je een collega die uit de kast komt?",
            "De Gay Pride is in augustus.",
            "Schrijf een blog over seksuele geaardheid.",
            "Wat is het verschil tussen homo en biseksueel?",
            "Beleid voor transgender medewerkers",
            "What does queer mean?",
            "Statistiek over lesbische stellen",
        ),
    ),
    "CRIMINAL_RECORD": (
        (
            "Jan heeft een [[strafblad]].",
            "Piet is [[veroordeeld voor diefstal]].",
            "Mijn collega Kees zit in de [[gevangenis]].",
            "Fatima kreeg een [[taakstraf]].",
            "Dhr. Visser draagt een [[enkelband]].",
            "Bram heeft [[geen VOG]].",
            "Tom has a [[criminal record]].",
            "Herr Schmidt ist [[vorbestraft]].",
            "Mijn zoon is [[aangehouden wegens inbraak]].",
            "Mevrouw Kok zat in [[voorarrest]].",
        ),
        (
            "Hoe vraag ik een VOG aan?",
            "Wat is een taakstraf?",
            "Hoe lang blijft een strafblad bestaan?",
            "Leg uit wat voorarrest is.",
            "De gevangenis in Veenhuizen is een museum.",
            "Welke straf staat op diefstal?",
            "Beleid bij een veroordeling van een werknemer",
            "Wat doet de reclassering?",
            "What is probation?",
            "Cijfers over winkeldiefstal",
        ),
    ),
}


@pytest.mark.parametrize(
    ("kind", "marked"), [(kind, marked) for kind, (found, _) in CASES.items() for marked in found]
)
def test_finds_special_category_of_a_person(
    kind: str, marked: str, scanner: Scanner, expected: Callable[[str], tuple[str, list[tuple[int, int]]]]
) -> None:
    """What is said of a person is found, at the words that say it."""
    text, [(start, end)] = expected(marked)
    found = [f for f in scanner.scan(text).findings if f.type == kind]
    assert any(f.start < end and start < f.end for f in found), found


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, (_, misses) in CASES.items() for text in misses]
)
def test_leaves_general_text(kind: str, text: str, scanner: Scanner) -> None:
    """A general question or statement about nobody in particular is no finding."""
    assert [f for f in scanner.scan(text).findings if f.type == kind] == []
