"""For who runs the guard: is it there, is it fast, does it have room, and is it up to date."""

from dashboards.generator import words
from dashboards.generator.queries import REQUESTS, UP, by, in_step, once, quantile
from dashboards.generator.spec import Board, Kind, Panel, Query, Row, Text

SLOW = "job:schaduwwacht_decisions_slow:ratio_rate"
FAILED = "job:schaduwwacht_decisions_failed:ratio_rate"
UNCOVERED = "job:schaduwwacht_connections_uncovered:ratio_rate"
NO_TRAFFIC = Text("nog geen verkeer", "no traffic yet")

AT_A_GLANCE = (
    Panel(
        title=Text("Bewakers", "Guards"),
        about=Text("Hoeveel bewakers antwoorden.", "How many guards answer."),
        kind=Kind.STAT,
        queries=(Query(UP),),
        width=3,
        height=4,
        steps=((None, words.RED), (1.0, words.GREEN)),
        empty=Text("geen", "none"),
    ),
    Panel(
        title=Text("Problemen", "Problems"),
        about=Text("Wat /readyz als probleem noemt.", "What /readyz lists as wrong."),
        kind=Kind.STAT,
        queries=(Query(by("", "schaduwwacht_problems")),),
        width=3,
        height=4,
        steps=words.OK,
    ),
    Panel(
        title=Text("Beleid van kracht", "Policy in force"),
        about=Text(
            "Versie van het beleid. Meer dan een: niet alle bewakers hebben hetzelfde.",
            "Version of the policy. More than one: not all guards have the same.",
        ),
        kind=Kind.STAT,
        queries=(Query("count by (version) (schaduwwacht_policy_info)", "{{version}}"),),
        width=5,
        height=4,
        names=True,
        steps=words.PLAIN,
        link="/policy",
    ),
    Panel(
        title=Text("Beleid actueel", "Policy current"),
        about=Text(
            "Ja, als het beleid dat geldt is wat in de bestanden staat; nee, als gewijzigde "
            "bestanden fout waren.",
            "Yes when the policy in force is what its files say; no when changed files were wrong.",
        ),
        kind=Kind.STAT,
        queries=(
            Query("min(schaduwwacht_policy_current) == 1", Text("ja", "yes")),
            Query("min(schaduwwacht_policy_current) == 0", Text("nee", "no")),
        ),
        width=3,
        height=4,
        names=True,
        steps=words.PLAIN,
        link="/policy",
        empty=Text("onbekend", "unknown"),
    ),
    Panel(
        title=Text("Certificaat geldig", "Certificate valid for"),
        about=Text(
            "Hoe lang het eerste certificaat nog geldt dat verloopt.",
            "How long the first certificate to end is still valid.",
        ),
        kind=Kind.STAT,
        queries=(Query("min(schaduwwacht_certificate_expiry_timestamp_seconds) - time()"),),
        width=4,
        height=4,
        unit="dtdurations",
        steps=((None, words.RED), (7 * 86400.0, words.ORANGE), (30 * 86400.0, words.GREEN)),
        empty=Text("geen certificaat", "no certificate"),
    ),
    Panel(
        title=Text("Versie", "Version"),
        about=Text("Welke versie van de bewaker draait.", "Which version of the guard runs."),
        kind=Kind.STAT,
        queries=(Query("count by (version) (schaduwwacht_build_info)", "{{version}}"),),
        width=3,
        height=4,
        names=True,
        steps=words.PLAIN,
    ),
    Panel(
        title=Text("Draait sinds", "Running for"),
        about=Text(
            "Hoe lang de bewaker die het laatst is gestart al draait.",
            "How long the guard that was started last has been running.",
        ),
        kind=Kind.STAT,
        queries=(Query(f"time() - {once('schaduwwacht_start_timestamp_seconds')}"),),
        width=3,
        height=4,
        unit="dtdurations",
        steps=words.PLAIN,
    ),
)

SPEED = (
    Panel(
        title=Text("Verzoeken per seconde", "Requests per second"),
        about=Text(
            "Alle verzoeken aan AI-diensten, en die waarover is geoordeeld.",
            "All requests to AI services, and those that were judged.",
        ),
        kind=Kind.LINES,
        queries=(
            Query(f"{by('', in_step(REQUESTS))} / ($__interval_ms / 1000)", Text("alle", "all")),
            Query(
                by("", "rate(schaduwwacht_decision_seconds_count[$__rate_interval])"),
                Text("beoordeeld", "judged"),
            ),
        ),
        width=8,
        unit="reqps",
        empty=NO_TRAFFIC,
    ),
    Panel(
        title=Text("Toegevoegde tijd", "Added latency"),
        about=Text(
            "Van een volledig verzoek tot het besluit, vastleggen inbegrepen. Doel: 99 % binnen een seconde.",
            "From a complete request to its decision, recording included. Objective: 99 % within a second.",
        ),
        kind=Kind.LINES,
        queries=tuple(
            Query(quantile(share, "schaduwwacht_decision_seconds"), f"p{round(share * 100)}")
            for share in (0.5, 0.95, 0.99)
        ),
        width=8,
        unit="s",
        empty=NO_TRAFFIC,
    ),
    Panel(
        title=Text("Lezen en scannen", "Reading and scanning"),
        about=Text(
            "De tijd die een scanproces nodig had.",
            "The time that a scan process took.",
        ),
        kind=Kind.LINES,
        queries=tuple(
            Query(quantile(share, "schaduwwacht_scan_seconds"), f"p{round(share * 100)}")
            for share in (0.5, 0.95, 0.99)
        ),
        width=8,
        unit="s",
        empty=NO_TRAFFIC,
    ),
)

ROOM = (
    Panel(
        title=Text("Scanprocessen en wachtrij", "Scan processes and queue"),
        about=Text(
            "Bezige en vrije scanprocessen, en verzoeken die op een vrij proces wachten.",
            "Busy and idle scan processes, and requests that wait for one.",
        ),
        kind=Kind.LINES,
        queries=(
            Query(by("state", "schaduwwacht_workers"), "{{state}}"),
            Query(by("", "schaduwwacht_scans_waiting"), "waiting"),
        ),
        width=8,
        values=words.WORKERS,
    ),
    Panel(
        title=Text("Geheugen", "Memory"),
        about=Text(
            "Geheugen van de proxy en van elk scanproces met de programma's die het startte.",
            "Memory of the proxy, and of each scan process with the programs that it started.",
        ),
        kind=Kind.LINES,
        queries=(Query("sum by (process) (schaduwwacht_memory_bytes)", "{{process}}"),),
        width=8,
        unit="bytes",
        empty=Text("alleen op Linux", "on Linux only"),
    ),
    Panel(
        title=Text("Open bestanden en verbindingen", "Open files and connections"),
        about=Text(
            "Hoeveel er open zijn, als deel van wat mag.",
            "How many are open, as a share of what is allowed.",
        ),
        kind=Kind.LINES,
        queries=(Query("schaduwwacht_open_files / schaduwwacht_open_files_limit", "{{instance}}"),),
        width=8,
        unit="percentunit",
        high=1,
        empty=Text("alleen op Linux", "on Linux only"),
    ),
)

RECORDING = (
    Panel(
        title=Text("Gebeurtenissen in de wachtrij", "Events pending"),
        about=Text(
            "Wachten op de schijf of op de database van de vloot.",
            "Waiting for the disk or for the fleet's database.",
        ),
        kind=Kind.LINES,
        queries=(Query("schaduwwacht_events_pending", "{{instance}}"),),
        width=8,
    ),
    Panel(
        title=Text("Herladen van beleid en catalogus", "Reloads of policy and catalogue"),
        about=Text(
            "Gewijzigde bestanden van het beleid en de eigen catalogus: van kracht geworden, geweigerd omdat "
            "ze fout zijn, of weg.",
            "Changed files of the policy and the own catalogue: in force, refused since they are wrong, or "
            "missing.",
        ),
        kind=Kind.BARS,
        queries=(
            Query(by("result", "increase(schaduwwacht_policy_reloads_total[$__interval])"), "{{result}}"),
            Query(
                by("result", "increase(schaduwwacht_catalogue_reloads_total[$__interval])"),
                "catalogue {{result}}",
            ),
        ),
        width=8,
        values=words.RELOADS,
        link="/policy",
    ),
    Panel(
        title=Text("Opslag", "Store"),
        about=Text(
            "Bewakers die hun database kunnen lezen, en bewakers die haar tellingen vertellen: een "
            "per database.",
            "Guards that can read their database, and guards that tell its numbers: one for each database.",
        ),
        kind=Kind.GAUGE,
        queries=(
            Query(by("", "schaduwwacht_store_readable"), Text("leesbaar", "readable")),
            Query(by("", "schaduwwacht_store_told"), Text("vertelt", "tells")),
        ),
        width=8,
        steps=((None, words.RED), (1.0, words.GREEN)),
    ),
)

LEVELS = (
    Panel(
        title=Text("Dienstniveau: trager dan een seconde", "Service level: slower than a second"),
        about=Text(
            "Deel van de verzoeken; 1 % mag. Onder de streep is het goed.",
            "Share of the requests; 1 % is allowed. Below the line all is well.",
        ),
        kind=Kind.LINES,
        queries=(
            Query(f"{SLOW}1h", Text("een uur", "an hour")),
            Query(f"{SLOW}3d", Text("drie dagen", "three days")),
        ),
        width=8,
        unit="percentunit",
        steps=((None, words.GREEN), (0.01, words.RED)),
        empty=NO_TRAFFIC,
    ),
    Panel(
        title=Text("Dienstniveau: niet te beoordelen", "Service level: could not be judged"),
        about=Text(
            "Deel van de verzoeken; 0,5 % mag. Ze zijn tegengehouden, tenzij het beleid anders zegt.",
            "Share of the requests; 0.5 % is allowed. They were stopped, unless the policy says otherwise.",
        ),
        kind=Kind.LINES,
        queries=(
            Query(f"{FAILED}1h", Text("een uur", "an hour")),
            Query(f"{FAILED}3d", Text("drie dagen", "three days")),
        ),
        width=8,
        unit="percentunit",
        steps=((None, words.GREEN), (0.005, words.RED)),
        empty=NO_TRAFFIC,
    ),
    Panel(
        title=Text("Dienstniveau: niet in te zien", "Service level: not looked into"),
        about=Text(
            "Deel van de verbindingen met AI-diensten; 5 % mag.",
            "Share of the connections to AI services; 5 % is allowed.",
        ),
        kind=Kind.LINES,
        queries=(
            Query(f"{UNCOVERED}1h", Text("een uur", "an hour")),
            Query(f"{UNCOVERED}3d", Text("drie dagen", "three days")),
        ),
        width=8,
        unit="percentunit",
        steps=((None, words.GREEN), (0.05, words.RED)),
        link="/coverage",
        empty=NO_TRAFFIC,
    ),
)

BOARD = Board(
    "operations",
    Text("Schaduwwacht - Beheer", "Schaduwwacht - Operations"),
    Text(
        "Of de bewaker er is, snel is, ruimte heeft en bij de tijd is.",
        "Whether the guard is there, is fast, has room and is up to date.",
    ),
    (
        Row(Text("In een oogopslag", "At a glance"), AT_A_GLANCE),
        Row(Text("Snelheid", "Speed"), SPEED),
        Row(Text("Ruimte", "Room"), ROOM),
        Row(Text("Vastleggen en beleid", "Recording and policy"), RECORDING),
        Row(Text("Dienstniveaus", "Service levels"), LEVELS),
    ),
    (("/overview", Text("Overzicht", "Overview")), ("/policy", Text("Beleid", "Policy"))),
)
