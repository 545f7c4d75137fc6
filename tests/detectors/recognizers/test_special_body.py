"""Injuries, illnesses and treatments in everyday words, in four languages."""

from collections.abc import Callable

import pytest

from detectors.scanner import Scanner

CASES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "HEALTH": (
        (
            "Sanne Bakker ligt thuis met een [[gebroken enkel]].",
            "Sanne Bakker [[brak haar linker enkel]] bij het hockey.",
            "Mevrouw Kok is gevallen, [[heup kapot]].",
            "Dhr. Visser: [[open breuk rechterscheenbeen]].",
            "Onze magazijnier Tarik is [[door zijn rug gegaan]].",
            "Els Jacobs zit met haar [[arm in het gips]].",
            "Bart Peeters had zijn [[schouder uit de kom]].",
            "Koen heeft [[last van zijn knie]], mailt Jan de Vries.",
            "Piet Bakker wordt [[geopereerd aan zijn linkerschouder]].",
            "Anouk de Jong is [[aan haar knie geopereerd]].",
            "Karin Mulder krijgt een [[nieuwe knie]].",
            "Opa Henk heeft een [[zwak hart]], schrijft Els Jacobs.",
            "Tom Baker is out for [[hernia surgery]].",
            "Sarah Jones [[broke her wrist]] while skiing.",
            "Tom Baker had [[his appendix removed]].",
            "Sarah Jones needs [[heart valve replacement]].",
            "Herr Weber hat sich den [[Arm gebrochen]].",
            "Frau Vogel wurde [[am Knie operiert]].",
            "Herr Schmidt hatte eine [[Bandscheiben-OP]].",
            "Paul Lefèvre a été [[opéré du genou]].",
            "Sophie Lambert a la [[jambe cassée]].",
            "Madame Dupont souffre d'une [[sclérose en plaques]].",
            "Bram Vos heeft een [[fibrosarcoom]].",
            "Noor Smit kreeg een [[bloedvatvernauwing]].",
            "Dhr. Smit heeft [[retinopathie]].",
            "Jan de Vries heeft een [[aortastenose]].",
            "Mw. Kok, VG: [[DM2]] en [[COPD]].",
            "Mw. Kok gebruikt [[tamsulosine]] en [[bisoprolol]].",
            "Dhr. Visser kreeg [[clonazepam]] erbij.",
            "Mevrouw Maes slikt [[Sipralexa]].",
            "Geert Bos drinkt: hij is [[verslaafd aan alcohol]].",
            "Dennis Mulder [[gebruikt cocaïne]].",
            "Oma Bakker heeft [[suiker]], zegt Els Jacobs.",
            "Jan de Vries loopt bij een [[psychiater]].",
            "Fatima is onder behandeling bij de [[oncoloog]].",
            "Lotte Kuiper heeft het [[syndroom van Ehlers-Danlos]].",
            "Wim Bos heeft de [[ziekte van Ménière]].",
            "Sarah Jones has [[Hashimoto's disease]].",
            "Sanne Bakker is [[uitgerekend]] op 3 mei.",
            "Naam: Kees Smit\nAllergie: [[noten]]",
            "Patiënt Jan de Vries, ICD-10: [[F32.1]]",
            "Monique de Boer zit [[op de mutualiteit]].",
            "Kevin de Graaf is [[mindervalide]].",
            "Petra de Graaf heeft een [[zenuwinzinking]] gehad.",
            "Jolanda Vermeer heeft [[spataderen]].",
            "Emma de Boer (6) heeft [[windpokken]].",
            "Herr Krause ist [[Diabetiker]].",
            "Tom Baker is a [[recovering addict]].",
            "Bilal El Amrani heeft zijn [[enkel zwaar verstuikt]].",
            "Ria Smit heeft een [[hersenschudding]] en een [[gekneusde rib]].",
            "Marc Dubois heeft een [[burn-out]].",
            "Ann Claes: [[burn out]] sinds mei.",
            "Rolf Bakker heeft [[ALS]] en een [[beenprothese]].",
            "Mevrouw De Vries heeft [[dementie]] en [[suiker]], dus graag opletten.",
            "Jan de Vries heeft last van zijn [[suiker]].",
            "Piet Bakker heeft al jaren [[COPD]] en [[suiker]].",
        ),
        (
            "Sanne Bakker brak haar hoofd over de planning en brak zijn hart.",
            "Naam: Kees Smit\nAllergie: geen",
            "Jan de Vries heeft de poot van de stoel gebroken.",
            "De koffiemachine van Jan de Vries is kapot.",
            "Jan de Vries heeft suiker gekocht.",
            "Fatima zoekt uitgerekend op maandag contact.",
            "Jan de Vries toont sympathie en empathie voor het plan.",
            "De prognose en de diagnose van de storing stuurt Jan de Vries door.",
            "Jan de Vries is autonoom, econoom en astronoom.",
            "Piet Bakker doet een stap terug en geeft er een hand aan.",
            "Het heeft geen hand of voet, zegt Jan de Vries.",
            "Jan de Vries koopt glucose, lactose en cellulose in.",
            "Jan de Vries ziet de kritiek als ziekte van deze tijd.",
            "Tom Baker had the printer removed and the toner replaced.",
            "Sarah Jones broke her promise and her laptop.",
            "Jan de Vries is door zijn geld heen.",
            "Wat helpt tegen een gebroken enkel?",
            "Hoe lang herstel je van een knieoperatie?",
            "Welke bijwerkingen heeft clonazepam?",
            "Jan de Vries heeft schouder aan schouder gewerkt met het team.",
            "De leverancier van Jan de Vries heeft een eigen bedrijfsarts.",
            "Jan de Vries loopt bij de receptie langs.",
            "Schrijf een folder over spataderen.",
            "Jan de Vries werkt in de overgang naar het nieuwe systeem.",
            "Fatima rijdt met de hand op het hart naar Breda.",
            "Mevrouw Turner belt morgen.",
            "Het team van Jan de Vries heeft het aan de stok met de planning.",
            "De pen in de hand van Jan de Vries is leeg.",
            "Mevrouw De Vries heeft koffie en suiker besteld.",
            "Jan de Vries heeft suiker nodig voor de taart.",
            "Overzicht arbeidsongeschiktheden september, voor Jan de Vries",
            "Roos Kindt: progressieve tewerkstelling 50% tot juni",
            "Registratie arbeidsongeschiktheden: zie bijlage, mvg Jan de Vries.",
            'Jan de Vries zet in cel B2 de formule =ALS(A2<5;"bestellen";"").',
            "ALS je dit leest, bel Jan de Vries.",
            "Jan de Vries vraagt in welke cel van Excel ALS moet staan in plaats van IF.",
            "Jan de Vries sloeg zijn arm om de schouder van het team.",
        ),
    ),
}


@pytest.mark.parametrize(
    ("kind", "marked"), [(kind, marked) for kind, (found, _) in CASES.items() for marked in found]
)
def test_finds_health_in_everyday_words(kind: str, marked: str, mark: Callable[[str, str], str]) -> None:
    """What is wrong with somebody is found as people say it, with its borders."""
    assert mark(kind, marked) == marked


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, (_, misses) in CASES.items() for text in misses]
)
def test_leaves_things_and_general_questions(kind: str, text: str, mark: Callable[[str, str], str]) -> None:
    """Broken things, idioms, empty fields and general questions are no finding."""
    assert mark(kind, text) == text


def test_links_an_absence_in_a_cv_to_its_person(scanner: Scanner) -> None:
    """Without a subject, far from the name, it is of the person of the text; said of many it is not."""
    duties = "Planner bij een groothandel, met lange dagen en klanten. " * 8
    for said, count in (("Half jaar afwezig door een burn-out", 1), ("Mensen afwezig door een burn-out", 0)):
        findings = scanner.scan(f"CV van Ann Claes\n\n{duties}\n\n{said}.").findings
        assert sum(finding.type == "HEALTH" for finding in findings) == count
