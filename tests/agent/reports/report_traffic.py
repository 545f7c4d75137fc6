"""Two months of an organisation's AI use, made up and the same at each run."""

import random
from datetime import UTC, datetime, timedelta

from agent.record.append import Entry, append
from agent.record.event import Event, FindingCount
from agent.record.schema import daily_coverage
from agent.record.store import Store, upsert
from agent.register.duties import set_duty
from agent.register.incidents import list_incidents, set_incident
from agent.register.law import Organisation
from agent.register.literacy import add_training
from agent.register.seven_steps import answer_point
from agent.register.systems import Actor, set_system
from agent.reports.facts import PolicyInForce, Setting
from detectors.services import load_catalogue

ANN = Actor("ann", "n1")
MADE = datetime(2026, 11, 5, 9, tzinfo=UTC)
SIZES = {"financiën": 9, "ict": 14, "personeelszaken": 7, "directie": 3, "juridisch": 2, None: 4}
SERVICES = (
    ("chatgpt", None, "discovered", 30),
    ("chatgpt", "acme", "allowed", 40),
    ("claude", None, "discovered", 12),
    ("deepl", None, "allowed with conditions", 10),
    ("fireflies", None, "in review", 4),
    ("hirevue", None, "discovered", 2),
    ("affectiva", None, "refused", 1),
)
TRAININGS = (("2026-09-10", "ict", 12), ("2026-10-06", "ict", 6), ("2026-10-20", "directie", 3))
STATES = ("notified", "no breach", "in assessment")
KINDS = ("PERSON", "EMAIL_ADDRESS", "NL_BSN", "HEALTH", "SECRET", "IBAN_CODE")
SETTING = Setting(
    Organisation(name="Voorbeeld & Zn. <Zwolle>", contact="ai@voorbeeld.nl"),
    load_catalogue().services,
    PolicyInForce("default", "0123456789ab", "enforce", 9),
    7,
)


def decide(chance: random.Random, status: str) -> tuple[str, str, str | None]:
    """Action, outcome, and what enforcing would have done, for a request with a finding."""
    if status == "refused":
        return "block", "stopped", None
    dice = chance.random()
    if dice < 0.45:
        return "block", "stopped", None
    if dice < 0.6:
        return "coach", "stopped" if dice < 0.55 else "forwarded", None
    if dice < 0.8:
        return "redact", "forwarded", None
    return "log", "forwarded", "block" if status == "discovered" and dice < 0.9 else None


def make_event(chance: random.Random, day: datetime) -> Event:
    """One request of somebody."""
    people = [(group, n) for group, size in SIZES.items() for n in range(size)]
    group, number = chance.choice(people)
    service, tenant, status, _ = chance.choices(SERVICES, [weight for *_, weight in SERVICES])[0]
    found = chance.random() < 0.3
    action, outcome, would = decide(chance, status) if found else ("allow", "forwarded", None)
    if status == "refused":
        action, outcome, would = "block", "stopped", None
    findings = (FindingCount(chance.choice(KINDS), "messages[].content", chance.randint(1, 3), 0.95),)
    return Event(
        kind="decision",
        node="n1",
        time=day + timedelta(minutes=chance.randrange(600)),
        service=service,
        tenant=tenant,
        operation="chat",
        method="POST",
        host="example.com",
        status=status,
        group=group,
        pseudonym=f"{day:%m}{group}{number}",
        action=action,
        would=would,
        rule="rule" if found else None,
        findings=findings if found else (),
        chars=500,
        bytes=900,
        outcome=outcome,
    )


def fill(store: Store, requests: int = 900) -> None:
    """September (from the 7th) and October 2026, and what people entered."""
    chance = random.Random(9)
    first = datetime(2026, 9, 7, 8, tzinfo=UTC)
    days = [first + timedelta(days=n) for n in range(55)]
    events = sorted(
        (make_event(chance, chance.choice(days)) for _ in range(requests)), key=lambda event: event.time
    )
    with store.write() as connection:
        append(connection, [Entry.of(event) for event in events])
        rows = [
            {
                "day": day.date(),
                "node": "n1",
                "what": what,
                "value": value,
                "count": chance.randrange(1, most),
            }
            for day in days
            for what, value, most in (
                ("connection", "inspected", 60),
                ("connection", "passed", 4000),
                ("connection", "pinned", 6),
                ("unscanned", "encrypted", 3),
                ("unscanned", "too-large", 2),
            )
        ]
        upsert(connection, daily_coverage, rows, ("count",))
    _judge(store)


def _judge(store: Store) -> None:
    for service, tenant, status, _ in SERVICES:
        facts: dict[str, object] = {"status": status}
        if status == "allowed with conditions":
            facts |= {"conditions": "geen persoonsgegevens", "owner": "J. Inkoop", "expires": "2026-10-01"}
        if status == "allowed":
            facts |= {
                "purpose": "Concepten schrijven en samenvatten",
                "owner": "HR-directeur",
                "documents": ["verwerkersovereenkomst.pdf"],
                "expires": "2027-06-30",
                "role": "deployer",
                "gdpr_role": "controller",
            }
        set_system(store, service, tenant, facts, ANN)
    odd = {"name": '=HYPERLINK("http://x")', "category": "hr", "purpose": "+31 salaris", "risk": "high"}
    set_system(store, "payroll", None, odd | {"risk_reason": "beslist over mensen"}, ANN)
    set_duty(store, "ai-act-4", None, {"state": "in progress", "owner": "Opleidingen"}, ANN)
    for day, group, people in (
        ("2026-09-10", "ict", 12),
        ("2026-10-06", "ict", 6),
        ("2026-10-20", "directie", 3),
    ):
        facts = {"day": day, "group": group, "people": str(people), "subject": "Veilig werken met AI"}
        add_training(store, {name: str(value) for name, value in facts.items()}, ANN, MADE.date())
    answer_point(store, "policy-written", "done", "intranet", ANN)
    for incident, state in zip(
        list_incidents(store), ("notified", "no breach", "in assessment"), strict=False
    ):
        set_incident(store, incident.id, {"state": state, "reason": "beoordeeld", "owner": "FG"}, ANN)
