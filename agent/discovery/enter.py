"""Put what logs show into the AI register, and on record who did so."""

from dataclasses import replace
from datetime import UTC, datetime

from agent.discovery.result import Discovery
from agent.record.append import Entry, append
from agent.record.observe import Tally, apply, traffic_events
from agent.record.store import Store
from agent.register.systems import Actor


def enter_in_register(store: Store, found: Discovery, actor: Actor) -> int:
    """Add the services to the register, as discovered systems with consumer accounts.

    A log does not show accounts, and its lines are not requests that the guard judged: they are counted as
    traffic that was not looked into, with how the service was recognised. A log that is given twice counts
    twice.

    Args:
        store: An open store.
        found: What `discover` found.
        actor: Who gave the logs.

    Returns:
        How many systems were seen.
    """
    tally = Tally()
    now = datetime.now(UTC)
    for one in found.services:
        system = (one.service, "")
        last = min(one.last_seen or now, now)
        tally.see(system, min(one.first_seen or last, last), one.events, one.bytes_out or 0)
        tally.see(system, last, 0, 0)
        tally.count(system, "evidence", one.evidence, one.events)
        for host, events in one.host_events.items():
            tally.count(system, "host", host, events)
    entries = [Entry.of(replace(event, actor=actor.name)) for event in traffic_events(actor.node, tally)]
    with store.write() as connection:
        append(connection, entries)
        apply(connection, tally)
    return len(found.services)
