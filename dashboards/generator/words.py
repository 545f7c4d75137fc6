"""How values of labels are shown, and in which colour. The same everywhere, so that eyes learn them."""

from collections.abc import Iterable
from typing import get_args

from agent.metrics import NOT_JUDGED, UNREADABLE
from agent.register.codes import code_words
from agent.register.law import obligations
from dashboards.generator.spec import Text, Value
from detectors.finding import ENTITY_TYPES
from detectors.services import Category

GREY, BLUE, GREEN, YELLOW, ORANGE, RED, PURPLE = (
    "#8e9aab",
    "#3274d9",
    "#37872d",
    "#e0b400",
    "#ff780a",
    "#c4162a",
    "#8f3bb8",
)

ACTIONS = {
    "allow": Value(Text("doorgelaten", "let through"), GREY),
    "log": Value(Text("doorgelaten en genoteerd", "let through and noted"), BLUE),
    "redact": Value(Text("geanonimiseerd", "redacted"), GREEN),
    "coach": Value(Text("gewaarschuwd", "coached"), YELLOW),
    "block": Value(Text("geblokkeerd", "blocked"), RED),
}
COACHED = {
    "shown": Value(Text("uitleg getoond", "explanation shown"), BLUE),
    "passed": Value(Text("reden gegeven", "reason given"), GREEN),
    "used": Value(Text("alsnog verstuurd", "sent after all"), YELLOW),
    "refused": Value(Text("reden geweigerd", "reason refused"), RED),
    "expired": Value(Text("verlopen", "expired"), GREY),
}
HANDLING = {
    "inspected": Value(Text("ingezien", "inspected"), GREEN),
    "passed": Value(Text("ongemoeid doorgelaten", "passed untouched"), GREY),
    "pinned": Value(Text("certificaat geweigerd", "certificate refused"), ORANGE),
    "refused": Value(Text("geweigerd", "refused"), RED),
}
RISKS = {
    "prohibited": Value(Text("verboden", "prohibited"), RED),
    "high": Value(Text("hoog", "high"), ORANGE),
    "limited": Value(Text("beperkt", "limited"), YELLOW),
    "minimal": Value(Text("minimaal", "minimal"), GREEN),
    "unknown": Value(Text("nog niet beoordeeld", "not yet judged"), GREY),
}
STATUSES = {
    "discovered": Value(Text("ontdekt", "discovered"), ORANGE),
    "in review": Value(Text("in beoordeling", "in review"), YELLOW),
    "allowed": Value(Text("toegestaan", "allowed"), GREEN),
    "allowed with conditions": Value(Text("toegestaan met voorwaarden", "allowed with conditions"), BLUE),
    "refused": Value(Text("geweigerd", "refused"), RED),
    "retired": Value(Text("buiten gebruik", "retired"), GREY),
}
STATES = {
    "open": Value(Text("open", "open"), ORANGE),
    "in progress": Value(Text("bezig", "in progress"), YELLOW),
    "done": Value(Text("gedaan", "done"), GREEN),
    "not applicable": Value(Text("niet van toepassing", "not applicable"), GREY),
}
AGES = {
    "24h": Value(Text("tot 24 uur", "up to 24 hours"), YELLOW),
    "48h": Value(Text("24 tot 48 uur", "24 to 48 hours"), ORANGE),
    "72h": Value(Text("48 tot 72 uur", "48 to 72 hours"), RED),
    "overdue": Value(Text("meer dan 72 uur", "more than 72 hours"), PURPLE),
}
WITHIN = {
    "overdue": Value(Text("verlopen", "expired"), RED),
    "30d": Value(Text("binnen 30 dagen", "within 30 days"), ORANGE),
    "90d": Value(Text("30 tot 90 dagen", "30 to 90 days"), YELLOW),
}
RELOADS = {
    "loaded": Value(Text("van kracht", "in force"), GREEN),
    "refused": Value(Text("geweigerd", "refused"), RED),
    "missing": Value(Text("weg", "missing"), ORANGE),
    "catalogue loaded": Value(Text("catalogus: van kracht", "catalogue: in force"), BLUE),
    "catalogue refused": Value(Text("catalogus: geweigerd", "catalogue: refused"), PURPLE),
    "catalogue missing": Value(Text("catalogus: weg", "catalogue: missing"), YELLOW),
}
WORKERS = {
    "busy": Value(Text("bezig", "busy"), BLUE),
    "idle": Value(Text("vrij", "idle"), GREY),
    "waiting": Value(Text("verzoeken in de wachtrij", "requests that wait"), RED),
}
GROUPS = {"other": Value(Text("overige groepen", "other groups"), GREY)}


def _said(vocabulary: str, values: Iterable[str]) -> dict[str, Value]:
    """Values as reports and exports say them, so that nobody reads two words for one thing."""
    return {
        value: Value(Text(code_words(vocabulary, value, "nl"), code_words(vocabulary, value, "en")))
        for value in sorted(values)
    }


KINDS = _said("entity", ENTITY_TYPES)
CATEGORIES = _said("category", (*get_args(Category), "other"))
REASONS = _said("reason", (*NOT_JUDGED, *UNREADABLE))
LAWS = {item.law: Value(Text(item.short.nl, item.short.en)) for item in obligations().values() if item.short}

OK = ((None, GREEN), (1.0, RED))
"""Green at 0, red from 1 on."""
WARN = ((None, GREEN), (1.0, ORANGE))
PLAIN = ((None, BLUE),)
