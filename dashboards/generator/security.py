"""For security: what leaves, what is stopped, by whom as a group, and which services are new."""

from dashboards.generator import words
from dashboards.generator.queries import (
    FINDINGS,
    GROUPS,
    LEAKED,
    MONITORED,
    REQUESTS,
    RULES,
    SERVICES,
    STOPPED,
    by,
    in_range,
    in_step,
    once,
    seen,
)
from dashboards.generator.spec import Board, Kind, Panel, Query, Row, Text

SERVICE = ("service", Text("dienst", "service"))
CATEGORY = ("category", Text("soort", "category"))

AT_A_GLANCE = (
    Panel(
        title=Text("Verzoeken aan AI", "Requests to AI"),
        about=Text(
            "Alle verzoeken aan AI-diensten in de getoonde periode, ook die zonder inhoud.",
            "All requests to AI services in the time shown, those without content too.",
        ),
        kind=Kind.STAT,
        queries=(Query(by("", in_range(REQUESTS))),),
        width=4,
        height=4,
        steps=words.PLAIN,
        link="/overview",
        empty=Text("0", "0"),
    ),
    Panel(
        title=Text("Tegengehouden", "Stopped"),
        about=Text(
            "Verzoeken die zijn geblokkeerd, of waarbij de gebruiker eerst uitleg kreeg.",
            "Requests that were blocked, or whose user was given an explanation first.",
        ),
        kind=Kind.STAT,
        queries=(Query(by("", in_range(REQUESTS + STOPPED))),),
        width=4,
        height=4,
        steps=words.WARN,
        link="/overview",
        empty=Text("0", "0"),
    ),
    Panel(
        title=Text("Geanonimiseerd", "Redacted"),
        about=Text(
            "Verzoeken die zonder persoonsgegevens zijn verstuurd: er stonden plaatshouders voor in "
            "de plaats.",
            "Requests that were sent without personal data: placeholders stood in their place.",
        ),
        kind=Kind.STAT,
        queries=(Query(by("", in_range(REQUESTS + '{action="redact"}'))),),
        width=4,
        height=4,
        steps=words.PLAIN,
        empty=Text("0", "0"),
    ),
    Panel(
        title=Text("Gegevens naar buiten", "Data that left"),
        about=Text(
            "Vondsten (persoonsgegevens en geheimen) in verzoeken die zijn doorgelaten.",
            "Findings (personal data and secrets) in requests that were let through.",
        ),
        kind=Kind.STAT,
        queries=(Query(by("", in_range(FINDINGS + LEAKED))),),
        width=4,
        height=4,
        steps=words.OK,
        link="/incidents",
        empty=Text("0", "0"),
    ),
    Panel(
        title=Text("Mogelijke datalekken", "Possible data breaches"),
        about=Text(
            "Incidenten waarover nog niemand heeft beslist. De klok van 72 uur loopt.",
            "Incidents that nobody has decided about yet. The 72-hour clock runs.",
        ),
        kind=Kind.STAT,
        queries=(Query(by("", "max by (age) (schaduwwacht_incidents_open)")),),
        width=4,
        height=4,
        steps=words.OK,
        link="/incidents",
    ),
    Panel(
        title=Text("Zonder besluit", "Without a decision"),
        about=Text(
            "AI-systemen die zijn ontdekt en waarover nog niet is besloten.",
            "AI systems that were discovered and that nobody has decided about.",
        ),
        kind=Kind.STAT,
        queries=(
            Query(
                by(
                    "",
                    'max by (risk, status) (schaduwwacht_register_systems{status=~"discovered|in review"})',
                )
            ),
        ),
        width=4,
        height=4,
        steps=words.WARN,
        link="/register",
    ),
)

FLOW = (
    Panel(
        title=Text("Verzoeken naar wat ermee gebeurde", "Requests by what was done"),
        about=Text(
            "Aantal verzoeken per tijdvak. Alleen met inhoud wordt geoordeeld; de rest telt als doorgelaten.",
            "Requests in each step of time. Only those with content are judged; the rest count as "
            "let through.",
        ),
        kind=Kind.BARS,
        queries=(Query(in_step(REQUESTS), "{{action}}"),),
        width=12,
        values=words.ACTIONS,
        empty=Text("nog geen verkeer", "no traffic yet"),
    ),
    Panel(
        title=Text("Wat is gevonden", "What was found"),
        about=Text(
            "Vondsten naar soort: wat is tegengehouden of vervangen, en wat is doorgelaten.",
            "Findings by kind: what was stopped or replaced, and what was let through.",
        ),
        kind=Kind.TABLE,
        queries=(
            Query(seen(by("type", in_range(FINDINGS + '{action!~"allow|log"}'))), Text("gestopt", "stopped")),
            Query(seen(by("type", in_range(FINDINGS + LEAKED))), Text("doorgelaten", "let through")),
        ),
        columns=(("type", Text("soort gegeven", "kind of data")),),
        width=12,
        values=words.KINDS,
        link="/overview",
        empty=Text("niets gevonden", "nothing found"),
    ),
)

WHERE = (
    Panel(
        title=Text("Diensten", "Services"),
        about=Text(
            "Welke AI-diensten worden gebruikt, en hoe vaak daar iets is tegengehouden.",
            "Which AI services are used, and how often something was stopped there.",
        ),
        kind=Kind.TABLE,
        queries=(
            Query(seen(by("service, category", in_range(SERVICES))), Text("verzoeken", "requests")),
            Query(
                seen(by("service, category", in_range(SERVICES + STOPPED))),
                Text("tegengehouden", "stopped"),
            ),
        ),
        columns=(SERVICE, CATEGORY),
        width=12,
        values=words.CATEGORIES,
        link="/register",
        empty=Text("nog geen verkeer", "no traffic yet"),
    ),
    Panel(
        title=Text("Groepen", "Groups"),
        about=Text(
            "Verzoeken per groep. Een groep van minder dan vijf mensen staat bij de overige: zij wordt nooit "
            "apart getoond.",
            "Requests by group. A group of fewer than five people is among the others: it is never "
            "shown apart.",
        ),
        kind=Kind.GAUGE,
        queries=(Query(seen(by("group", in_range(GROUPS))), "{{group}}"),),
        width=6,
        values=words.GROUPS,
        link="/council",
        empty=Text("nog geen verkeer", "no traffic yet"),
    ),
    Panel(
        title=Text("Tegengehouden per groep", "Stopped by group"),
        about=Text(
            "Hier helpt uitleg of een goedgekeurd hulpmiddel het meest.",
            "Here an explanation or an approved tool helps most.",
        ),
        kind=Kind.GAUGE,
        queries=(Query(seen(by("group", in_range(GROUPS + STOPPED))), "{{group}}"),),
        width=6,
        values=words.GROUPS,
        link="/literacy",
        empty=Text("niets tegengehouden", "nothing stopped"),
    ),
)

WHY = (
    Panel(
        title=Text("Regels die beslisten", "Rules that decided"),
        about=Text(
            "Welke regel van het beleid besliste, en hoe vaak; `default` is geen regel.",
            "Which rule of the policy decided, and how often; `default` is no rule.",
        ),
        kind=Kind.TABLE,
        queries=(Query(seen(by("rule, action", in_range(RULES))), Text("verzoeken", "requests")),),
        columns=(("rule", Text("regel", "rule")), ("action", Text("wat er gebeurde", "what was done"))),
        width=10,
        values=words.ACTIONS,
        link="/policy",
        empty=Text("nog niets beslist", "nothing decided yet"),
    ),
    Panel(
        title=Text("Waarschuwen", "Coaching"),
        about=Text(
            "Wat er van een waarschuwing kwam: uitleg getoond, reden gegeven, alsnog verstuurd, geweigerd, "
            "verlopen.",
            "What came of coaching: explanation shown, reason given, sent after all, refused, expired.",
        ),
        kind=Kind.GAUGE,
        queries=(Query(by("outcome", "increase(schaduwwacht_coach_total[$__range])"), "{{outcome}}"),),
        width=7,
        values=words.COACHED,
        link="/literacy",
    ),
    Panel(
        title=Text("Zou zijn tegengehouden", "Would have been stopped"),
        about=Text(
            "In meekijkstand gaat alles door. Dit had het beleid gedaan als het handhaafde.",
            "Monitor mode lets everything pass. This is what the policy would have done when enforcing.",
        ),
        kind=Kind.GAUGE,
        queries=(Query(in_range(MONITORED), "{{would}}"),),
        width=7,
        values=words.ACTIONS,
        link="/policy",
    ),
)

NEW = (
    Panel(
        title=Text("Nieuwe diensten", "New services"),
        about=Text(
            "Diensten die een week geleden nog niet waren gezien, met hun verzoeken tot nu toe.",
            "Services that had not been seen a week ago, with their requests so far.",
        ),
        kind=Kind.TABLE,
        queries=(
            Query(
                f"{by('service, category', SERVICES)} unless "
                f"{by('service, category', f'last_over_time({SERVICES}[1h] offset 7d)')}",
                Text("verzoeken", "requests"),
            ),
        ),
        columns=(SERVICE, CATEGORY),
        width=12,
        values=words.CATEGORIES,
        height=7,
        link="/register",
        empty=Text("geen nieuwe diensten", "no new services"),
    ),
    Panel(
        title=Text("Risicovol en zonder besluit", "Risky and without a decision"),
        about=Text(
            "Verboden AI en AI met een hoog risico waarover nog niet is besloten.",
            "Prohibited and high-risk AI that nobody has decided about.",
        ),
        kind=Kind.GAUGE,
        queries=(
            Query(
                by(
                    "risk",
                    "max by (risk, status) (schaduwwacht_register_systems"
                    '{risk=~"prohibited|high", status=~"discovered|in review"})',
                ),
                "{{risk}}",
            ),
        ),
        width=6,
        height=7,
        values=words.RISKS,
        link="/register",
    ),
    Panel(
        title=Text("Beleid", "Policy"),
        about=Text(
            "Of het beleid handhaaft, of alleen meekijkt.",
            "Whether the policy acts, or only looks on.",
        ),
        kind=Kind.STAT,
        queries=(
            Query(once("schaduwwacht_policy_enforcing") + " == 1", Text("handhaaft", "enforcing")),
            Query(once("schaduwwacht_policy_enforcing") + " == 0", Text("kijkt mee", "monitoring")),
        ),
        width=6,
        height=7,
        names=True,
        steps=words.PLAIN,
        link="/policy",
        empty=Text("onbekend", "unknown"),
    ),
)

BOARD = Board(
    "security",
    Text("Schaduwwacht - Beveiliging", "Schaduwwacht - Security"),
    Text(
        "Wat er naar AI-diensten gaat, wat is tegengehouden en wat is doorgelaten.",
        "What goes to AI services, what was stopped and what was let through.",
    ),
    (
        Row(Text("In een oogopslag", "At a glance"), AT_A_GLANCE),
        Row(Text("Verkeer", "Traffic"), FLOW),
        Row(Text("Waar", "Where"), WHERE),
        Row(Text("Waarom", "Why"), WHY),
        Row(Text("Nieuw", "New"), NEW),
    ),
    (
        ("/overview", Text("Overzicht", "Overview")),
        ("/incidents", Text("Incidenten", "Incidents")),
        ("/policy", Text("Beleid", "Policy")),
    ),
)
