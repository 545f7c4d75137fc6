"""Naming a user takes two people, a reason and an end, and leaves its trace."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.errors import UsageError
from agent.record.event import Event, decode
from agent.record.forward import forward
from agent.record.identities import Identities
from agent.record.pseudonym import Pseudonyms
from agent.record.purge import purge
from agent.record.schema import identities as table
from agent.record.schema import reveals
from agent.record.store import Store
from agent.record.writer import Writer
from agent.register.reveal import approve, ask, decline, list_reveals, look
from agent.register.systems import Actor

KEY = Pseudonyms(b"k" * 32)
SECURITY, COUNCIL = Actor("sam", "n1"), Actor("or-lid", "n1")
WHO = "jan.jansen@voorbeeld.nl"
WHY = "data breach INC-2026-000001"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with events of one known user."""
    people = Identities(KEY)
    now = datetime.now(UTC)
    with Store.open(tmp_path / "record.db") as opened:
        with Writer(opened, "n1", identities=people) as writer:
            for _ in range(3):
                pseudonym = people.of(WHO, now)
                writer.record_now(
                    Event(kind="decision", node="n1", service="chatgpt", action="log", pseudonym=pseudonym)
                )
        yield opened


@pytest.fixture
def pseudonym() -> str:
    """The user's pseudonym this month."""
    return KEY.of(WHO, datetime.now(UTC))


def test_identity_is_nowhere_in_the_clear(store: Store) -> None:
    """No file of the store holds the name, and it is sealed once."""
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM identities").scalar() == 1
    content = b"".join(item.read_bytes() for item in store.path.parent.iterdir())
    assert b"jansen" not in content


def test_two_people_name_one(store: Store, pseudonym: str) -> None:
    """Asked by one, approved by another, looked at by the first: each step an event, no name in any."""
    request = ask(store, pseudonym, WHY, SECURITY)
    with pytest.raises(UsageError, match="not approved yet"):
        look(store, request, SECURITY, KEY)
    approve(store, request, COUNCIL, hours=1)
    assert look(store, request, SECURITY, KEY) == WHO
    (found,) = list_reveals(store)
    assert (found.asked_by, found.approved_by, found.reason) == ("sam", "or-lid", WHY)
    with store.read() as connection:
        bodies = connection.exec_driver_sql("SELECT body FROM events WHERE kind = 'reveal' ORDER BY row")
        events = [decode(row.body) for row in bodies]
    assert [(event.actor, dict(event.detail)["step"]) for event in events] == [
        ("sam", "asked"),
        ("or-lid", "approved"),
        ("sam", "looked"),
    ]
    assert {event.pseudonym for event in events} == {pseudonym}


def test_one_person_is_not_enough(store: Store, pseudonym: str) -> None:
    """Who asks cannot approve, nobody else may look, and an approval is given once, for two weeks at most."""
    request = ask(store, pseudonym, WHY, SECURITY)
    with pytest.raises(UsageError, match="another person must"):
        approve(store, request, SECURITY)
    with pytest.raises(UsageError, match="at most 14 days"):
        approve(store, request, COUNCIL, hours=24 * 15)
    approve(store, request, COUNCIL)
    with pytest.raises(UsageError, match="approved already"):
        approve(store, request, COUNCIL)
    with pytest.raises(UsageError, match="only who asked"):
        look(store, request, COUNCIL, KEY)


def test_reason_and_pseudonym_are_needed(store: Store, pseudonym: str) -> None:
    """An empty reason or an unknown pseudonym is refused."""
    with pytest.raises(UsageError, match="say why"):
        ask(store, pseudonym, " because ", SECURITY)
    with pytest.raises(UsageError, match="nobody is known"):
        ask(store, "a" * 16, WHY, SECURITY)
    with pytest.raises(UsageError, match="no such request"):
        look(store, "x", SECURITY, KEY)


def test_approval_ends(store: Store, pseudonym: str) -> None:
    """After its end the identity is closed again."""
    request = ask(store, pseudonym, WHY, SECURITY)
    approve(store, request, COUNCIL, hours=1)
    with store.write() as connection:
        connection.execute(reveals.update().values(ends=datetime.now(UTC) - timedelta(seconds=1)))
    with pytest.raises(UsageError, match="ask again"):
        look(store, request, SECURITY, KEY)


def test_identities_go_with_the_events(store: Store, pseudonym: str) -> None:
    """Retention removes identities whose events are gone, so that nobody can be named any more."""
    with store.write() as connection:
        connection.execute(table.update().values(month="2020-01"))
    purge(store, "n1")
    with pytest.raises(UsageError, match="no longer"):
        ask(store, pseudonym, WHY, SECURITY)


def test_identities_are_forwarded_sealed(store: Store, pseudonym: str, tmp_path: Path) -> None:
    """The central store of a fleet can name a user too, given the key and two people."""
    with Store.open(tmp_path / "central.db") as central:
        while forward(store, central, "n1"):
            pass
        request = ask(central, pseudonym, WHY, SECURITY)
        approve(central, request, COUNCIL)
        assert look(central, request, SECURITY, KEY) == WHO


def test_a_request_can_be_declined(store: Store, pseudonym: str) -> None:
    """By another, with a reason, once and for good; the reason is in no event."""
    request = ask(store, pseudonym, WHY, SECURITY)
    with pytest.raises(UsageError, match="why it is declined"):
        decline(store, request, "nee", COUNCIL)
    with pytest.raises(UsageError, match="another person must"):
        decline(store, request, "there is a milder way", SECURITY)
    decline(store, request, "there is a milder way", COUNCIL)
    (found,) = list_reveals(store)
    assert (found.declined_by, found.declined_why) == ("or-lid", "there is a milder way")
    assert found.approved is None
    with pytest.raises(UsageError, match="declined already"):
        approve(store, request, COUNCIL)
    with pytest.raises(UsageError, match="declined already"):
        decline(store, request, "there is a milder way", COUNCIL)
    with pytest.raises(UsageError, match="declined already"):
        look(store, request, SECURITY, KEY)
    with store.read() as connection:
        bodies = connection.exec_driver_sql(
            "SELECT body FROM events WHERE kind = 'reveal' ORDER BY row"
        ).scalars()
        told = [decode(body) for body in bodies]
    assert [dict(event.detail)["step"] for event in told] == ["asked", "declined"]
    assert told[-1].actor == "or-lid"
    assert "milder" not in str(told)


def test_what_is_approved_cannot_be_declined(store: Store, pseudonym: str) -> None:
    """One decision a request."""
    request = ask(store, pseudonym, WHY, SECURITY)
    approve(store, request, COUNCIL)
    with pytest.raises(UsageError, match="approved already"):
        decline(store, request, "there is a milder way", COUNCIL)
