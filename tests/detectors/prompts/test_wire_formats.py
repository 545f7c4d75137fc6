"""Every wire format: what is planted anywhere in a request in that format is found, where it stands."""

import json
import re
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wire_sample import Place, Sample, expected_path, load_samples, text_places

from detectors.prompts import Reading, reader_names
from detectors.request import Request
from detectors.services import Reader, load_catalogue
from detectors.services.model import Route

SAMPLES = load_samples()
CATALOGUE = load_catalogue()
BSN = "111222333"
SENTENCE = f"Het burgerservicenummer van Joke Zandstra is {BSN}, geloof ik."
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


def _is_read(reading: Reading, text: str, path: str | None) -> bool:
    """Whether a text came out whole: as a part, as (the name of) a file; at its path where that is known."""
    parts = [part for part in reading.parts if text in part.text]
    coded = (text.encode(), json.dumps(text)[1:-1].encode())  # a file may be JSON itself
    files = [file for file in reading.files if any(c in file.data for c in coded) or text in file.name]
    if path is None:
        return bool(parts or files)
    whole = [part.path for part in parts if part.text[part.label :] == text]
    return any(found.startswith(path) for found in [*whole, *(file.path for file in files)])


def _routes() -> list[Route]:
    """Every operation of the catalogue that carries text, each pattern once."""
    routes = (route for service in CATALOGUE.services.values() for route in service.routes)
    return list({(r.operation.reader, r.pattern): r for r in routes if r.operation.kind != "other"}.values())


@every_sample
def test_a_bsn_is_found_at_every_place_that_holds_text(sample: Sample) -> None:
    """A sentence with a BSN, and a bare BSN, come out at the path where each string of the sample stands."""
    for text in (SENTENCE, BSN):
        for place in text_places(sample.body):
            reading = sample.planted(place, text).reading()
            assert _is_read(reading, text, expected_path(sample, place)), (place, text)


@every_sample
def test_a_sample_says_nothing_by_itself(sample: Sample) -> None:
    """Without a BSN nothing in a sample looks like one; what cannot be read is named, and nothing else is."""
    reading = sample.reading()
    assert not [part for part in reading.parts if re.search(r"(?<!\d)\d{8,9}(?!\d)", part.text)]
    assert {item.reason for item in reading.unread} == set(sample.unread)


@every_sample
def test_roles_follow_the_format(sample: Sample) -> None:
    """System prompts, users, assistants and tools are told apart."""
    roles = {part.path: part.role for part in sample.reading().parts}
    assert {path: roles.get(path) for path in sample.roles} == sample.roles


@every_sample
def test_the_catalogue_chooses_the_reader(sample: Sample) -> None:
    """Each request that a sample stands for is recognised, with the sample's reader."""
    for line in sample.requests:
        method, url = line.split(" ", 1)
        found = CATALOGUE.recognise(Request(method, url, tuple(sample.headers.items())))
        assert found is not None
        assert found.operation is not None
        assert found.operation.reader == sample.reader


@pytest.mark.parametrize("route", _routes(), ids=lambda route: f"{route.operation.reader} {route.pattern}")
def test_every_operation_has_a_sample(route: Route) -> None:
    """Each path pattern of the catalogue that carries text is met by a sample of its reader."""
    assert any(
        sample.reader == route.operation.reader
        and line.split(" ")[0] in route.methods
        and re.search(route.pattern, urlsplit(line.split(" ", 1)[1]).path)
        for sample in SAMPLES
        for line in sample.requests
    )


def test_the_catalogue_and_the_readers_know_the_same_names() -> None:
    """No operation names a reader that is not there, and no reader is without samples."""
    assert set(Reader.__args__) <= set(reader_names())
    assert {sample.reader for sample in SAMPLES} == set(reader_names())


PLACES = [(sample, place) for sample in SAMPLES for place in text_places(sample.body)]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
def test_any_text_comes_out_as_it_went_in(planted: tuple[Sample, Place], text: str) -> None:
    """Quotes, backslashes, braces, emoji and separators survive every notation, nested ones included."""
    sample, place = planted
    text = f"Vraag {text} van {BSN}."
    if sample.encoding == "multipart" and place[-1] in {"filename", "name"}:
        text = re.sub(r'["\\\\]', "", text)  # browsers percent-encode these in a name
    assert _is_read(sample.planted(place, text).reading(), text, expected_path(sample, place))
