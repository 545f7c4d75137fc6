"""For DPO, HR and compliance: the AI register, its obligations, the clocks, and what people learned."""

from dashboards.generator import words
from dashboards.generator.queries import STATUSES, by, in_step, once
from dashboards.generator.spec import Board, Kind, Panel, Query, Row, Text

SYSTEMS = "max by (risk, status) (schaduwwacht_register_systems)"
IN_USE = 'max by (risk, status) (schaduwwacht_register_systems{status!~"refused|retired"})'

AT_A_GLANCE = (
    Panel(
        title=Text("AI-systemen in gebruik", "AI systems in use"),
        about=Text(
            "Systemen in het register die niet zijn geweigerd en niet buiten gebruik zijn.",
            "Systems in the register that are neither refused nor retired.",
        ),
        kind=Kind.STAT,
        queries=(Query(by("", IN_USE)),),
        width=4,
        height=4,
        steps=words.PLAIN,
        link="/register",
    ),
    Panel(
        title=Text("Verboden of hoog risico", "Prohibited or high risk"),
        about=Text(
            "Systemen in gebruik van een verboden soort of met een hoog risico onder de AI-verordening.",
            "Systems in use of a prohibited kind or with a high risk under the AI Act.",
        ),
        kind=Kind.STAT,
        queries=(
            Query(
                by(
                    "",
                    "max by (risk, status) (schaduwwacht_register_systems"
                    '{risk=~"prohibited|high", status!~"refused|retired"})',
                )
            ),
        ),
        width=4,
        height=4,
        steps=words.OK,
        link="/register",
    ),
    Panel(
        title=Text("Verplichtingen te laat", "Obligations late"),
        about=Text(
            "Verplichtingen die nu al gelden en niet zijn gedaan.",
            "Obligations that the law asks now and that are not done.",
        ),
        kind=Kind.STAT,
        queries=(Query(by("", "max by (law) (schaduwwacht_obligations_late)")),),
        width=4,
        height=4,
        steps=words.OK,
        link="/register",
    ),
    Panel(
        title=Text("Datalekken te laat", "Breaches overdue"),
        about=Text(
            "Mogelijke datalekken waarover na 72 uur nog niet is beslist (AVG art. 33).",
            "Possible data breaches without a decision after 72 hours (GDPR art. 33).",
        ),
        kind=Kind.STAT,
        queries=(Query(once('schaduwwacht_incidents_open{age="overdue"}')),),
        width=4,
        height=4,
        steps=words.OK,
        link="/incidents",
    ),
    Panel(
        title=Text("Besluiten verlopen", "Decisions expired"),
        about=Text(
            "Besluiten over systemen waarvan de einddatum voorbij is.",
            "Decisions about systems whose end date has passed.",
        ),
        kind=Kind.STAT,
        queries=(Query(once('schaduwwacht_register_expiring{within="overdue"}')),),
        width=4,
        height=4,
        steps=words.OK,
        link="/register",
    ),
    Panel(
        title=Text("Mensen geschoold", "People trained"),
        about=Text(
            "Deelnames aan AI-scholing in het afgelopen jaar, zoals HR ze invoerde.",
            "Attendances of AI training in the last year, as HR entered them.",
        ),
        kind=Kind.STAT,
        queries=(Query(once("schaduwwacht_trained_people")),),
        width=4,
        height=4,
        steps=words.PLAIN,
        link="/literacy",
    ),
)

REGISTER = (
    Panel(
        title=Text("Systemen naar risico en status", "Systems by risk and status"),
        about=Text(
            "Het AI-register in een tabel: risicoklasse van de AI-verordening tegen wat is besloten.",
            "The AI register in one table: tier of the AI Act against what was decided.",
        ),
        kind=Kind.MATRIX,
        queries=(Query(SYSTEMS),),
        columns=(("risk", Text("risico", "risk")), ("status", Text("status", "status"))),
        width=16,
        values=words.RISKS | words.STATUSES,
        link="/register",
    ),
    Panel(
        title=Text("Besluiten die aflopen", "Decisions that end"),
        about=Text(
            "Over hoeveel systemen opnieuw moet worden besloten, en hoe snel.",
            "About how many systems must be decided anew, and how soon.",
        ),
        kind=Kind.GAUGE,
        queries=(Query("max by (within) (schaduwwacht_register_expiring)", "{{within}}"),),
        width=8,
        values=words.WITHIN,
        link="/register",
    ),
)

DUTIES = (
    Panel(
        title=Text("Verplichtingen naar stand", "Obligations by state"),
        about=Text(
            "Alle verplichtingen van de organisatie en haar systemen samen.",
            "All obligations of the organisation and its systems together.",
        ),
        kind=Kind.GAUGE,
        queries=(Query("max by (state) (schaduwwacht_obligations)", "{{state}}"),),
        width=8,
        values=words.STATES,
        link="/register",
    ),
    Panel(
        title=Text("Te laat, naar wet", "Late, by law"),
        about=Text(
            "Verplichtingen die nu gelden en niet zijn gedaan, naar de wet die ze stelt.",
            "Obligations in force and not done, by the law that asks them.",
        ),
        kind=Kind.GAUGE,
        queries=(Query("max by (law) (schaduwwacht_obligations_late)", "{{law}}"),),
        width=8,
        values=words.LAWS,
        steps=words.WARN,
        link="/register",
    ),
    Panel(
        title=Text("Mogelijke datalekken naar leeftijd", "Possible breaches by age"),
        about=Text(
            "Hoe lang de klok van 72 uur al loopt bij incidenten zonder besluit.",
            "How long the 72-hour clock has run for incidents without a decision.",
        ),
        kind=Kind.GAUGE,
        queries=(Query("max by (age) (schaduwwacht_incidents_open)", "{{age}}"),),
        width=8,
        values=words.AGES,
        link="/incidents",
    ),
)

OVER_TIME = (
    Panel(
        title=Text("Gebruik naar status", "Use by status"),
        about=Text(
            "Verzoeken naar de status die het systeem toen had: hoe meer `toegestaan`, hoe minder "
            "schaduw-AI.",
            "Requests by the status that the system had then: the more `allowed`, the less shadow AI.",
        ),
        kind=Kind.BARS,
        queries=(Query(in_step(STATUSES), "{{status}}"),),
        width=12,
        values=words.STATUSES,
        empty=Text("nog geen verkeer", "no traffic yet"),
    ),
    Panel(
        title=Text("Register in de tijd", "Register over time"),
        about=Text(
            "Hoeveel systemen het register heeft, naar status.",
            "How many systems the register has, by status.",
        ),
        kind=Kind.LINES,
        queries=(Query(by("status", SYSTEMS) + " > 0", "{{status}}"),),
        width=12,
        values=words.STATUSES,
        empty=Text("nog geen systemen", "no systems yet"),
    ),
)

LEARNING = (
    Panel(
        title=Text("Uitleg gekregen", "Explanations given"),
        about=Text(
            "Verzoeken waarbij de gebruiker uitleg kreeg in plaats van alleen een weigering.",
            "Requests whose user was given an explanation instead of a refusal only.",
        ),
        kind=Kind.STAT,
        queries=(Query(by("", 'increase(schaduwwacht_coach_total{outcome="shown"}[$__range])')),),
        width=8,
        height=4,
        steps=words.PLAIN,
        link="/literacy",
        empty=Text("0", "0"),
    ),
    Panel(
        title=Text("Mensen die AI gebruiken", "People who use AI"),
        about=Text(
            "In de drukste van deze maand en de vorige; onder de vijf wordt niets getoond.",
            "In the busier of this month and the last; nothing is shown under five.",
        ),
        kind=Kind.STAT,
        queries=(Query(once("schaduwwacht_people")),),
        width=8,
        height=4,
        steps=words.PLAIN,
        link="/literacy",
        empty=Text("minder dan vijf", "fewer than five"),
    ),
    Panel(
        title=Text("Vastgelegd tot", "Recorded until"),
        about=Text(
            "Wanneer de laatste gebeurtenis is vastgelegd. Loopt dit achter terwijl er wordt "
            "gewerkt, dan gaat "
            "het verkeer niet langs de bewaker.",
            "When the last event was recorded. When this lags while people work, traffic goes around "
            "the guard.",
        ),
        kind=Kind.STAT,
        queries=(Query(once("schaduwwacht_last_event_timestamp_seconds") + " * 1000"),),
        width=8,
        height=4,
        unit="dateTimeFromNow",
        steps=words.PLAIN,
        empty=Text("nog niets", "nothing yet"),
    ),
)

BOARD = Board(
    "compliance",
    Text("Schaduwwacht - Naleving", "Schaduwwacht - Compliance inventory"),
    Text(
        "Het AI-register, de verplichtingen, de klokken en de scholing.",
        "The AI register, its obligations, the clocks and the training.",
    ),
    (
        Row(Text("In een oogopslag", "At a glance"), AT_A_GLANCE),
        Row(Text("Register", "Register"), REGISTER),
        Row(Text("Verplichtingen en klokken", "Obligations and clocks"), DUTIES),
        Row(Text("In de tijd", "Over time"), OVER_TIME),
        Row(Text("AI-geletterdheid", "AI literacy"), LEARNING),
    ),
    (
        ("/register", Text("Register", "Register")),
        ("/incidents", Text("Incidenten", "Incidents")),
        ("/literacy", Text("AI-geletterdheid", "AI literacy")),
        ("/council", Text("Ondernemingsraad", "Works council")),
    ),
    "now-7d",
)
