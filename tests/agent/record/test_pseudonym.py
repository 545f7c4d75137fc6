"""Pseudonyms: stable within a month, useless without the key, and sealed identities."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.record.errors import RecordError, StoreError
from agent.record.pseudonym import Pseudonyms, load_pseudonyms

JULY = datetime(2026, 7, 3, tzinfo=UTC)
AUGUST = datetime(2026, 8, 1, tzinfo=UTC)
KEY = Pseudonyms(b"k" * 32)


def test_same_user_same_month_same_pseudonym() -> None:
    """However the proxy spells the user, a month has one pseudonym; the next month another."""
    assert KEY.of("Jan.Jansen@Voorbeeld.nl", JULY) == KEY.of(" jan.jansen@voorbeeld.nl", JULY)
    assert KEY.of("José", JULY) == KEY.of("José", JULY)
    assert KEY.of("jan", JULY) != KEY.of("jan", AUGUST)
    assert KEY.of("jan", JULY) != KEY.of("piet", JULY)


def test_another_key_gives_other_pseudonyms() -> None:
    """Trying out names needs the key."""
    assert KEY.of("jan", JULY) != Pseudonyms(b"x" * 32).of("jan", JULY)


@given(st.text())
def test_any_identity_has_a_plain_pseudonym(identity: str) -> None:
    """Whatever a header holds, the pseudonym is 16 letters and digits."""
    pseudonym = KEY.of(identity, JULY)
    assert len(pseudonym) == 16
    assert pseudonym.isalnum()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_sealed_identity_opens_under_its_pseudonym_only(identity: str) -> None:
    """The identity comes back with the key and its pseudonym, not with another."""
    pseudonym = KEY.of(identity, JULY)
    sealed = KEY.seal(pseudonym, identity)
    assert KEY.open(pseudonym, sealed) == identity
    with pytest.raises(RecordError, match="sealed with another key"):
        KEY.open("other", sealed)
    with pytest.raises(RecordError):
        Pseudonyms(b"x" * 32).open(pseudonym, sealed)


def test_key_file(tmp_path: Path) -> None:
    """The key is made once, for this user alone; a file of another size is refused."""
    path = tmp_path / "pseudonym.key"
    assert load_pseudonyms(path).of("jan", JULY) == load_pseudonyms(path).of("jan", JULY)
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(b"short")
    with pytest.raises(StoreError, match="not a key of 32 bytes"):
        load_pseudonyms(path)
