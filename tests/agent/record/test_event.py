"""Events: their canonical form, and that nothing of a prompt gets in."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.record.event import Event, FindingCount, count_findings, decode, encode, new_id, place_of
from detectors.finding import Finding

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
_events = st.builds(
    Event,
    kind=st.sampled_from(["decision", "register", "purge"]),
    node=_text,
    time=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis wants naive bounds
    service=st.none() | _text,
    tenant=st.none() | _text,
    draft=st.booleans(),
    host=st.none() | _text,
    action=st.sampled_from(["", "allow", "block"]),
    findings=st.tuples(st.builds(FindingCount, st.just("NL_BSN"), st.just("messages[].content"))),
    chars=st.integers(0, 2**40),
    unread=st.tuples(st.sampled_from(["bomb", "image"])),
    scan_ms=st.integers(0, 10_000).map(lambda n: n / 100),
    detail=st.tuples(st.tuples(_text, _text)),
)


@given(_events)
def test_decoding_gives_the_event_back(event: Event) -> None:
    """Whatever an event holds, its canonical form holds all of it, and encodes to itself again."""
    assert decode(encode(event)) == event
    assert encode(decode(encode(event))) == encode(event)


def test_canonical_form_leaves_out_what_is_not_there(event: Callable[..., Event]) -> None:
    """Fields with their default are absent, so a later version can add fields without changing hashes."""
    body = json.loads(encode(event(kind="start", service=None, findings=())))
    assert body["v"] == 1
    assert not {"tenant", "draft", "service", "findings", "unread", "mode", "would"} & set(body)


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"v":2}', b'{"v":1,"time":"2026-01-01T00:00:00Z"}'])
def test_foreign_bodies_are_refused(body: bytes) -> None:
    """A body that is no event of this version is a ValueError."""
    with pytest.raises(ValueError, match="not an event"):
        decode(body)


def test_times_are_kept_in_utc(event: Callable[..., Event]) -> None:
    """A time in another zone is the same moment in UTC; one without a zone is an error."""
    summer = timezone(timedelta(hours=2))
    assert event(time=datetime(2026, 7, 1, 12, tzinfo=summer)).time == datetime(2026, 7, 1, 10, tzinfo=UTC)
    with pytest.raises(ValueError, match="time zone"):
        event(time=datetime(2026, 7, 1, 12))  # noqa: DTZ001 - that is the point


def test_strings_from_outside_are_bounded(event: Callable[..., Event]) -> None:
    """Control characters go and length is capped: headers and hosts come from the client."""
    made = event(tenant="a\x00b\r\n" + "c" * 1000, host="h\ud800")
    assert made.tenant.startswith("abccc")
    assert len(made.tenant) == 200
    assert made.host == "h?"


def test_ids_sort_by_time() -> None:
    """Ids are UUIDv7, and one made a moment later sorts later."""
    ids = [new_id() for _ in range(2000)]
    assert {UUID(item).version for item in ids} == {7}
    assert len(set(ids)) == 2000
    assert ids[0][:13] <= ids[-1][:13]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("messages[12].content", "messages[].content"),
        ("messages[0].content[1].text", "messages[].content[].text"),
        ("form:f.req[0][0]", "form:*.*[][]"),
        ("query:q", "query:q"),
        ("multipart:cv J. de Vries 123456782.docx", "multipart:*.*.*"),
        ("jansen.text", "*.text"),
        ("data.123456782[3]", "data.*"),
        ("", ""),
    ],
)
def test_places_hold_no_data(path: str, place: str) -> None:
    """Steps that are no known words are starred: a key or a file name may be somebody's."""
    expected = place.replace("form:*.*[][]", "form:*.*")
    assert place_of(path) == expected


@given(st.text(max_size=400))
def test_any_path_has_a_place(path: str) -> None:
    """No path breaks it, and no run of digits of a path survives."""
    assert not any(char.isdigit() for char in place_of(path))


def test_findings_are_counted_by_type_and_place() -> None:
    """Two in the same place are one entry with the highest score; another place is another entry."""
    found = [
        ("messages[0].content", Finding(0, 9, "NL_BSN", 0.7, "nl_bsn")),
        ("messages[3].content", Finding(4, 13, "NL_BSN", 0.95, "nl_bsn")),
        ("query:q", Finding(0, 9, "NL_BSN", 0.6, "nl_bsn")),
        ("query:q", Finding(0, 9, "PERSON", 0.5, "person")),
    ]
    assert count_findings(found) == (
        FindingCount("NL_BSN", "messages[].content", 2, 0.95),
        FindingCount("NL_BSN", "query:q", 1, 0.6),
        FindingCount("PERSON", "query:q", 1, 0.5),
    )
