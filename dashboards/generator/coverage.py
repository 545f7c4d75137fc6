"""What the guard sees and what it does not: said openly, since what is not seen is not guarded."""

from dashboards.generator import words
from dashboards.generator.queries import by, once, seen
from dashboards.generator.spec import Board, Kind, Panel, Query, Row, Text

CONNECTIONS = "schaduwwacht_connections_total"
UNCOVERED = "job:schaduwwacht_connections_uncovered:ratio_rate"


def _connections(handling: str) -> str:
    return by("", f'increase({CONNECTIONS}{{handling=~"{handling}"}}[$__range])')


def _number(title: Text, about: Text, handling: str, steps: tuple[tuple[float | None, str], ...]) -> Panel:
    return Panel(
        title=title,
        about=about,
        kind=Kind.STAT,
        queries=(Query(_connections(handling)),),
        width=4,
        height=4,
        steps=steps,
        link="/coverage",
        empty=Text("0", "0"),
    )


AT_A_GLANCE = (
    Panel(
        title=Text("Dekking", "Coverage"),
        about=Text(
            "Deel van de verbindingen met AI-diensten dat kon worden ingezien. Doel: 95 %.",
            "Share of the connections to AI services that could be looked into. Objective: 95 %.",
        ),
        kind=Kind.STAT,
        queries=(
            Query(
                f"1 - {_connections('pinned|refused')} / ({_connections('inspected|refused')} > 0)",
            ),
        ),
        width=4,
        height=4,
        unit="percentunit",
        steps=((None, words.RED), (0.8, words.ORANGE), (0.95, words.GREEN)),
        link="/coverage",
        empty=Text("nog geen verkeer", "no traffic yet"),
    ),
    _number(
        Text("Ingezien", "Inspected"),
        Text(
            "Verbindingen met AI-diensten die zijn ontsleuteld en gelezen.",
            "Connections to AI services that were decrypted and read.",
        ),
        "inspected",
        words.PLAIN,
    ),
    _number(
        Text("Ongemoeid", "Passed untouched"),
        Text(
            "Verbindingen die niet met AI te maken hebben: niet ontsleuteld, alleen geteld.",
            "Connections that have nothing to do with AI: not decrypted, only counted.",
        ),
        "passed",
        words.PLAIN,
    ),
    _number(
        Text("Certificaat geweigerd", "Certificate refused"),
        Text(
            "Programma's die ons certificaat niet vertrouwen of hun eigen certificaat eisen. Zij "
            "komen niet bij "
            "de dienst.",
            "Programs that do not trust our certificate or insist on their own. They do not reach "
            "the service.",
        ),
        "pinned",
        words.WARN,
    ),
    _number(
        Text("Geweigerd", "Refused"),
        Text(
            "Verbindingen met een AI-dienst in een protocol dat niet kan worden gelezen.",
            "Connections to an AI service in a protocol that cannot be read.",
        ),
        "refused",
        words.WARN,
    ),
    Panel(
        title=Text("Niet gescand", "Not scanned"),
        about=Text(
            "Verzoeken, of delen daarvan, die niet konden worden gelezen of gescand. Het beleid "
            "besliste erover.",
            "Requests or parts of them that could not be read or scanned. The policy decided about them.",
        ),
        kind=Kind.STAT,
        queries=(Query(by("", "increase(schaduwwacht_unscanned_total[$__range])")),),
        width=4,
        height=4,
        steps=words.WARN,
        link="/coverage",
        empty=Text("0", "0"),
    ),
)

CONNECTING = (
    Panel(
        title=Text("Verbindingen", "Connections"),
        about=Text(
            "Verbindingen per tijdvak, naar wat ermee is gedaan. Een geweigerd certificaat telt ook "
            "bij ingezien.",
            "Connections in each step of time, by what was done. A refused certificate is among the "
            "inspected too.",
        ),
        kind=Kind.BARS,
        queries=(Query(by("handling", f"increase({CONNECTIONS}[$__interval])"), "{{handling}}"),),
        width=12,
        values=words.HANDLING,
        link="/coverage",
    ),
    Panel(
        title=Text("Niet in te zien", "Could not be looked into"),
        about=Text(
            "Deel van de verbindingen met AI-diensten dat niet kon worden ingezien, over vijf "
            "minuten, een uur "
            "en zes uur. Boven de 5 % raakt het doel uit zicht.",
            "Share of the connections to AI services that could not be looked into, over five "
            "minutes, an hour "
            "and six hours. Above 5 % the objective is missed.",
        ),
        kind=Kind.LINES,
        queries=(
            Query(f"{UNCOVERED}5m", Text("vijf minuten", "five minutes")),
            Query(f"{UNCOVERED}1h", Text("een uur", "an hour")),
            Query(f"{UNCOVERED}6h", Text("zes uur", "six hours")),
        ),
        width=12,
        unit="percentunit",
        steps=((None, words.GREEN), (0.05, words.RED)),
        link="/coverage",
        empty=Text("nog geen verkeer", "no traffic yet"),
    ),
)

READING = (
    Panel(
        title=Text("Waarom niet gescand", "Why not scanned"),
        about=Text(
            "Onleesbaar (versleuteld, te groot, kapot) of mislukt (te traag, fout). De redenen staan in "
            "docs/dashboards.md.",
            "Unreadable (encrypted, too large, broken) or failed (too slow, an error). docs/dashboards.md "
            "explains the reasons.",
        ),
        kind=Kind.GAUGE,
        queries=(
            Query(seen(by("reason", "increase(schaduwwacht_unscanned_total[$__range])")), "{{reason}}"),
        ),
        width=12,
        values=words.REASONS,
        steps=words.WARN,
        link="/coverage",
        empty=Text("alles is gescand", "everything was scanned"),
    ),
    Panel(
        title=Text("Niet gescand in de tijd", "Not scanned over time"),
        about=Text(
            "Dezelfde redenen, per tijdvak.",
            "The same reasons, in each step of time.",
        ),
        kind=Kind.BARS,
        queries=(
            Query(seen(by("reason", "increase(schaduwwacht_unscanned_total[$__interval])")), "{{reason}}"),
        ),
        width=12,
        values=words.REASONS,
        link="/coverage",
        empty=Text("alles is gescand", "everything was scanned"),
    ),
)

KNOWING = (
    Panel(
        title=Text("Bekende AI-diensten", "AI services known"),
        about=Text(
            "Zoveel diensten kent de catalogus. Wat zij niet kent, gaat ongemoeid door.",
            "So many services the catalogue knows. What it does not know passes untouched.",
        ),
        kind=Kind.STAT,
        queries=(Query(once("schaduwwacht_catalogue_services")),),
        width=12,
        height=4,
        steps=words.PLAIN,
        link="/coverage",
    ),
    Panel(
        title=Text("Laatste gebeurtenis", "Last event"),
        about=Text(
            "Hoe lang geleden een verzoek is vastgelegd. Lang geleden op een werkdag: het verkeer "
            "gaat eromheen.",
            "How long ago a request was recorded. Long ago on a working day: traffic goes around the guard.",
        ),
        kind=Kind.STAT,
        queries=(Query(f"time() - {once('schaduwwacht_last_event_timestamp_seconds')}"),),
        width=12,
        height=4,
        unit="s",
        steps=((None, words.GREEN), (86400.0, words.ORANGE)),
        empty=Text("nog niets", "nothing yet"),
    ),
)

BOARD = Board(
    "coverage",
    Text("Schaduwwacht - Dekking", "Schaduwwacht - Coverage"),
    Text(
        "Wat de bewaker ziet, en wat niet.",
        "What the guard sees, and what it does not.",
    ),
    (
        Row(Text("In een oogopslag", "At a glance"), AT_A_GLANCE),
        Row(Text("Verbindingen", "Connections"), CONNECTING),
        Row(Text("Lezen en scannen", "Reading and scanning"), READING),
        Row(Text("Kennis", "Knowledge"), KNOWING),
    ),
    (("/coverage", Text("Dekking", "Coverage")), ("/register", Text("Register", "Register"))),
)
