"""Ten weeks of a made-up organisation, up to today: every page of the console has something to show."""

import random
from datetime import UTC, datetime, timedelta

from agent.policy_history import policy_event
from agent.record.append import Entry, append
from agent.record.coverage import CONNECTION, UNSCANNED
from agent.record.event import Event, FindingCount
from agent.record.pseudonym import Pseudonyms
from agent.record.schema import daily_coverage, identities
from agent.record.store import Store, upsert
from agent.register.duties import set_duty
from agent.register.incidents import list_incidents, set_incident
from agent.register.literacy import add_training
from agent.register.reveal import approve, ask, look
from agent.register.seven_steps import answer_point
from agent.register.systems import Actor, set_system
from policies.load import load_policy

HANNA, DORA, SANNE = (Actor(name, "test") for name in ("hanna", "dora", "sanne"))
GROUPS = {"beleid": 18, "communicatie": 11, "financiën": 9, "ict": 14, "personeelszaken": 7, "directie": 3}
SERVICES = {
    ("chatgpt", None): ("discovered", 30),
    ("chatgpt", "gemeente-voorbeeld"): ("allowed", 40),
    ("claude", None): ("in review", 14),
    ("microsoft-365-copilot", None): ("allowed", 25),
    ("deepl", None): ("allowed with conditions", 16),
    ("fireflies", None): ("discovered", 4),
    ("hirevue", None): ("in review", 2),
    ("affectiva", None): ("refused", 1),
}
KINDS = {
    "PERSON": ("personal-data-seen", "log"),
    "EMAIL_ADDRESS": ("personal-data-seen", "log"),
    "NL_BSN": ("bsn-never-leaves", "block"),
    "HEALTH": ("special-categories", "block"),
    "SECRET": ("secrets-never-leave", "block"),
    "CONFIDENTIAL_MARK": ("confidential-document", "coach"),
}
JUDGED = {
    "purpose": "Teksten schrijven, samenvatten en vertalen",
    "owner": "Hoofd communicatie",
    "role": "deployer",
    "gdpr_role": "controller",
    "risk": "limited",
    "risk_reason": "Geen beslissingen over mensen",
    "documents": ["Verwerkersovereenkomst 2026-14", "DPIA 2026-03"],
}
DAYS = 70
VERSION = load_policy("default").version


def fill(store: Store, key: Pseudonyms, requests: int = 2500) -> None:
    """Fill an organisation's store.

    Args:
        store: An open store.
        key: Of its pseudonyms.
        requests: How many there were.
    """
    chance = random.Random(27)
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [day for n in range(DAYS) if (day := today - timedelta(days=n)).weekday() < 5]
    known: dict[str, tuple[str, str]] = {}
    events = sorted((_prompt(chance, days, key, known) for _ in range(requests)), key=lambda one: one.time)
    with store.write() as connection:
        append(connection, [Entry.of(policy_event("test", load_policy("monitor-only")))])
        append(connection, [Entry.of(event) for event in events])
        append(connection, [Entry.of(policy_event("test", load_policy("default")))])
        rows = [
            {"pseudonym": name, "month": month, "sealed": key.seal(name, who)}
            for name, (month, who) in sorted(known.items())
        ]
        upsert(connection, identities, rows, ())
        upsert(connection, daily_coverage, _coverage(chance, days), ("count",))
    _judge(store, next(iter(known)), key)


def _prompt(
    chance: random.Random, days: list[datetime], key: Pseudonyms, known: dict[str, tuple[str, str]]
) -> Event:
    """One request of somebody, with the action that the default pack would give it."""
    group = chance.choices(list(GROUPS), list(GROUPS.values()))[0]
    who = f"{group}-{chance.randrange(GROUPS[group])}@voorbeeld.nl"
    time = chance.choice(days) + timedelta(minutes=chance.randrange(480, 1020))
    time = min(time, datetime.now(UTC) - timedelta(minutes=1))
    pseudonym = key.of(who, time)
    known[pseudonym] = (f"{time:%Y-%m}", who)
    (service, tenant), (status, _) = chance.choices(
        list(SERVICES.items()), [n for _, n in SERVICES.values()]
    )[0]
    kind = chance.choice(list(KINDS)) if chance.random() < 0.22 else None
    rule, action = KINDS[kind] if kind else (None, "allow")
    if status == "refused":
        rule, action = "refused-system", "block"
    findings = (FindingCount(kind, "messages[].content", chance.randint(1, 3), 0.95),) if kind else ()
    return Event(
        kind="decision",
        node="test",
        time=time,
        service=service,
        tenant=tenant,
        operation="send",
        method="POST",
        host="example.com",
        status=status,
        group=group,
        pseudonym=pseudonym,
        action=action,
        rule=rule,
        policy_version=VERSION,
        findings=findings,
        parts=1,
        chars=chance.randint(40, 4000),
        bytes=chance.randint(400, 9000),
        outcome="stopped" if action in ("block", "coach") else "forwarded",
    )


def _coverage(chance: random.Random, days: list[datetime]) -> list[dict[str, object]]:
    most = {
        (CONNECTION, "inspected"): 160,
        (CONNECTION, "passed"): 9000,
        (CONNECTION, "pinned"): 14,
        (UNSCANNED, "picture"): 6,
        (UNSCANNED, "encrypted"): 3,
        (UNSCANNED, "too-large"): 2,
        (UNSCANNED, "deadline"): 2,
    }
    return [
        {"day": day.date(), "node": "test", "what": what, "value": value, "count": chance.randint(0, number)}
        for day in days
        for (what, value), number in most.items()
    ]


def _judge(store: Store, pseudonym: str, key: Pseudonyms) -> None:
    """What people decided, answered and asked."""
    for (service, tenant), (status, _) in SERVICES.items():
        facts = dict(JUDGED) if status.startswith("allowed") else {}
        if status == "allowed with conditions":
            facts["conditions"] = "Geen persoonsgegevens"
        set_system(store, service, tenant, facts | {"status": status}, HANNA)
    set_duty(store, "ai-act-4", None, {"state": "in progress", "owner": "Opleidingen"}, HANNA)
    set_duty(store, "wor-27-guard", None, {"state": "done", "evidence": ["Besluit OR 2026-9"]}, HANNA)
    day = datetime.now(UTC).date()
    for days, group, people in ((12, "communicatie", 9), (30, "ict", 14), (55, "personeelszaken", 7)):
        facts = {"day": str(day - timedelta(days=days)), "group": group, "people": str(people)}
        add_training(store, facts | {"subject": "Veilig werken met AI"}, HANNA)
    answer_point(
        store, "map-suppliers", "in progress", "Salaris en verzuim gevraagd, planning nog niet", HANNA
    )
    answer_point(store, "policy-written", "done", "AI-beleid, vastgesteld op 14 september", HANNA)
    answer_point(store, "policy-told", "done", "Nieuwsbrief en intranet", HANNA)
    for incident in list_incidents(store)[3:]:
        set_incident(store, incident.id, {"state": "no breach", "reason": "Zakelijke namen"}, DORA)
    first = ask(store, pseudonym, "Mogelijk datalek: betrokkene moet worden geïnformeerd", SANNE)
    approve(store, first, DORA, 24)
    look(store, first, SANNE, key)
    ask(store, pseudonym, "Zelfde bericht opnieuw verstuurd, nu met meer gegevens", SANNE)
