"""Read and change the AI register."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.event import Event
from agent.record.schema import system_counts, systems
from agent.record.shown import SHOWN
from agent.record.store import Store, insert
from agent.register.facts import checked, for_event
from agent.register.law import Language
from agent.register.system import ServiceFacts, Status, System, from_row
from detectors.services import found_service


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes something, and on which machine.

    Attributes:
        name: User name of the console or the command line.
        node: Name of the machine, whose chain keeps the event.
    """

    name: str
    node: str


def list_systems(
    store: Store, catalogue: Mapping[str, ServiceFacts] | None = None, language: Language = "en"
) -> list[System]:
    """Every system of the register, the busiest first.

    Args:
        store: An open store.
        catalogue: `Catalogue.services`; gives names, categories and default tiers.
        language: Of the names of AI outside the catalogue.
    """
    with store.read() as connection:
        return _systems(connection, catalogue or {}, sa.true(), sa.true(), language)


def get_system(
    store: Store,
    service: str,
    tenant: str | None = None,
    catalogue: Mapping[str, ServiceFacts] | None = None,
    language: Language = "en",
) -> System | None:
    """One system, or None when the register does not have it."""
    which = sa.and_(systems.c.service == service, systems.c.tenant == (tenant or ""))
    counts_of = sa.and_(system_counts.c.service == service, system_counts.c.tenant == (tenant or ""))
    with store.read() as connection:
        found = _systems(connection, catalogue or {}, which, counts_of, language)
    return found[0] if found else None


def given_names(store: Store) -> dict[tuple[str, str | None], str]:
    """Names that people gave, by service and tenant."""
    query = sa.select(systems.c.service, systems.c.tenant, systems.c.name).where(systems.c.name != "")
    with store.read() as connection:
        return {(row.service, row.tenant or None): row.name for row in connection.execute(query)}


def set_system(
    store: Store, service: str, tenant: str | None, facts: Mapping[str, Any], actor: Actor
) -> None:
    """Set people's facts of a system; an event keeps who changed which fields.

    A system without traffic (AI inside a supplier's product, say) is added.

    Args:
        store: An open store.
        service: Service id.
        tenant: Its tenant, or None.
        facts: Any of name, category, owner, purpose, status, conditions, role, gdpr_role, risk, risk_reason,
            expires, documents. None empties a field.
        actor: Who decides.

    Raises:
        UsageError: An unknown field, or a value that does not fit.
    """
    changes = {name: checked(name, value) for name, value in facts.items()}
    if not changes:
        raise UsageError(f"{service}: nothing to set")
    with store.write() as connection:
        _store_changes(connection, service, tenant, changes, actor)
        _check_reasons(connection, service, tenant)
        event = Event(
            kind="register",
            node=actor.node,
            service=service,
            tenant=tenant,
            actor=actor.name,
            detail=tuple(sorted((name, for_event(value)) for name, value in changes.items())),
        )
        append(connection, [Entry.of(event)])


def _check_reasons(connection: Connection, service: str, tenant: str | None) -> None:
    """A judgement needs its reason. Raised inside the transaction, so that nothing is kept."""
    key = (systems.c.service == service, systems.c.tenant == (tenant or ""))
    row = connection.execute(sa.select(systems).where(*key)).one()
    if row.risk and not row.risk_reason:
        raise UsageError("risk: a tier set by people needs a reason: give risk_reason too")
    if row.status == Status.CONDITIONAL and not row.conditions:
        raise UsageError("status: allowed with conditions: say which: give conditions too")


def statuses(store: Store) -> dict[tuple[str, str | None], Status]:
    """Status of every system, for policy and metrics."""
    query = sa.select(systems.c.service, systems.c.tenant, systems.c.status)
    with store.read() as connection:
        return {(row.service, row.tenant or None): Status(row.status) for row in connection.execute(query)}


def _store_changes(
    connection: Connection, service: str, tenant: str | None, changes: dict[str, Any], actor: Actor
) -> None:
    values = {**changes, "changed": datetime.now(UTC), "changed_by": actor.name}
    statement = insert(connection.dialect.name, systems).values(
        service=service, tenant=tenant or "", **values
    )
    connection.execute(
        statement.on_conflict_do_update(index_elements=["service", "tenant"], set_=values),
    )


def _systems(
    connection: Connection,
    catalogue: Mapping[str, ServiceFacts],
    which: sa.ColumnElement[bool],
    counts_of: sa.ColumnElement[bool],
    language: Language,
) -> list[System]:
    counts: dict[tuple[str, str], dict[str, dict[str, int]]] = {}
    of_register = system_counts.c.dimension.notin_((SHOWN, "rule"))
    query = sa.select(system_counts).where(counts_of, of_register).order_by(sa.desc("count"), "value")
    for service, tenant, dimension, value, count in connection.execute(query):
        counts.setdefault((service, tenant), {}).setdefault(dimension, {})[value] = count
    order = (sa.desc(systems.c.requests), systems.c.service, systems.c.tenant)
    rows = connection.execute(sa.select(systems).where(which).order_by(*order)).mappings()
    return [
        from_row(
            row,
            counts.get((row["service"], row["tenant"]), {}),
            catalogue.get(row["service"]) or found_service(row["service"], language),
        )
        for row in rows
    ]
