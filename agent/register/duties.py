"""Where each obligation stands: state, owner, note and evidence, for a system or the organisation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.event import Event
from agent.record.schema import obligations as table
from agent.record.store import Store, insert
from agent.register.facts import as_choice, as_items, as_text, for_event
from agent.register.law import Language, Obligation, Organisation, applicable, obligations
from agent.register.system import ServiceFacts, System
from agent.register.systems import Actor, list_systems


class State(StrEnum):
    """How far an obligation is."""

    OPEN = "open"
    IN_PROGRESS = "in progress"
    DONE = "done"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """An obligation of one system, or of the organisation.

    Attributes:
        obligation: What the law asks.
        service: The system's service; None for the organisation as a whole.
        tenant: Its tenant.
        state: How far it is.
        owner: Who sees to it.
        note: What there is to say.
        evidence: Where the proof is.
        changed: Last change.
        changed_by: By whom.
    """

    obligation: Obligation
    service: str | None = None
    tenant: str | None = None
    state: State = State.OPEN
    owner: str | None = None
    note: str | None = None
    evidence: tuple[str, ...] = field(default=())
    changed: datetime | None = None
    changed_by: str | None = None

    def in_force(self, today: date) -> bool:
        """Whether the law asks it today."""
        return self.obligation.applies_from is None or self.obligation.applies_from <= today

    def as_dict(self, language: Language = "en") -> dict[str, Any]:
        """Fit for JSON."""
        law = self.obligation
        return {
            "service": self.service,
            "tenant": self.tenant,
            "obligation": law.id,
            "law": law.law,
            "law_name": law.short.in_language(language) if law.short else law.law,
            "article": law.article.in_language(language),
            "title": law.title.in_language(language),
            "duty": law.duty.in_language(language),
            "who": law.who,
            "from": law.applies_from.isoformat() if law.applies_from else None,
            "before_use": law.before_use,
            "state": self.state,
            "owner": self.owner,
            "note": self.note,
            "evidence": list(self.evidence),
            "changed": self.changed.isoformat(timespec="seconds") if self.changed else None,
            "changed_by": self.changed_by,
            "sources": [law.source, *law.sources],
            "checked": law.checked.isoformat() if law.checked else None,
        }


def list_duties(
    store: Store,
    organisation: Organisation,
    catalogue: Mapping[str, ServiceFacts] | None = None,
    systems: Iterable[System] | None = None,
) -> list[Duty]:
    """The organisation's own obligations, then those of each system.

    Args:
        store: An open store.
        organisation: Whose they are.
        catalogue: `Catalogue.services`.
        systems: Systems that were read already; None is every system of the register.
    """
    with store.read() as connection:
        rows = connection.execute(sa.select(table)).mappings().all()
    kept = {(row["service"], row["tenant"], row["obligation"]): row for row in rows}
    found = [_duty(item, None, None, kept) for item in applicable(organisation)]
    for system in list_systems(store, catalogue) if systems is None else systems:
        found += [
            _duty(item, system.service, system.tenant, kept) for item in applicable(organisation, system)
        ]
    return found


def set_duty(
    store: Store,
    obligation: str,
    system: tuple[str, str | None] | None,
    facts: Mapping[str, Any],
    actor: Actor,
) -> None:
    """Set state, owner, note or evidence of an obligation; an event keeps who changed what.

    Args:
        store: An open store.
        obligation: Its id.
        system: Service and tenant; None for the organisation.
        facts: Any of state, owner, note, evidence.
        actor: Who decides.

    Raises:
        UsageError: An unknown obligation, field or state, or "not applicable" without a note.
    """
    if obligation not in obligations():
        raise UsageError(f"{obligation}: no such obligation; `register show` lists them")
    if (system is None) != (obligations()[obligation].per == "organisation"):
        per = obligations()[obligation].per
        where = "the console sets it" if per == "organisation" else "name the system"
        raise UsageError(f"{obligation}: this is an obligation per {per}: {where}")
    changes = {name: _checked(name, value) for name, value in facts.items()}
    if not changes:
        raise UsageError(f"{obligation}: nothing to set")
    service, tenant = system or ("", None)
    key = {"service": service, "tenant": tenant or "", "obligation": obligation}
    values = changes | {"changed": datetime.now(UTC), "changed_by": actor.name}
    with store.write() as connection:
        statement = insert(connection.dialect.name, table).values(**key, **({"state": State.OPEN} | values))
        connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))
        row = connection.execute(sa.select(table).filter_by(**key)).one()
        if row.state == State.NOT_APPLICABLE and not row.note:
            raise UsageError(f"{obligation}: not applicable: say why: give a note too")
        event = Event(
            kind="obligation",
            node=actor.node,
            service=service or None,
            tenant=tenant,
            actor=actor.name,
            detail=(("obligation", obligation), *sorted((n, for_event(v)) for n, v in changes.items())),
        )
        append(connection, [Entry.of(event)])


def _checked(name: str, value: Any) -> Any:  # noqa: ANN401 - a value from outside
    if name == "state":
        return as_choice(name, value, State)
    if name == "evidence":
        return as_items(value)
    if name in ("owner", "note"):
        return as_text(name, value)
    raise UsageError(f"{name}: no such field; choose from state, owner, note, evidence")


def _duty(
    item: Obligation, service: str | None, tenant: str | None, kept: Mapping[tuple[str, str, str], Any]
) -> Duty:
    row = kept.get((service or "", tenant or "", item.id))
    if row is None:
        return Duty(obligation=item, service=service, tenant=tenant)
    return Duty(
        obligation=item,
        service=service,
        tenant=tenant,
        state=State(row["state"]),
        owner=row["owner"],
        note=row["note"],
        evidence=tuple(row["evidence"]),
        changed=row["changed"],
        changed_by=row["changed_by"],
    )
