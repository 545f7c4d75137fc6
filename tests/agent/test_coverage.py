"""The page on wire formats says what the code does, and every row of its tables is tried."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from wire_sample import Sample, load_samples, text_places

from agent.coverage import Row, rendered, rows
from agent.examine import Examiner
from detectors.prompts.formats import load_formats
from detectors.scanner import Scanner
from detectors.services import Service, load_catalogue

PAGE = Path(__file__).parents[2] / "docs" / "wire-formats.md"
CATALOGUE = load_catalogue()
SAMPLES = load_samples()
BSN = "111222333"
SENTENCE = f"Het burgerservicenummer van Joke Zandstra is {BSN}, geloof ik."
SERVICES = sorted({service.id for service, _ in rows(CATALOGUE)})


@cache
def examiner() -> Examiner:
    return Examiner(Scanner())


def hosts(service: Service) -> list[str]:
    """Addresses of a service; a star in a name stands for a customer or region."""
    names = [*service.hosts, *service.mixed_hosts, *service.general_hosts]
    return [f"https://{name.replace('*', 'eu-1')}" for name in names] + [
        f"http://ai.intern:{port}" for port in service.ports
    ]


def fitting(row: Row) -> list[tuple[Sample, str, str]]:
    """Samples of the reader with a method and URL of one of their requests, which the row's pattern takes."""
    found = []
    for sample in SAMPLES:
        if sample.reader != row.route.operation.reader:
            continue
        for line in sample.requests:
            method, url = line.split(" ", 1)
            parts = urlsplit(url)
            if method in row.route.methods and re.search(row.route.pattern, parts.path):
                found.append((sample, method, f"{parts.path}?{parts.query}".removesuffix("?")))
    return found


def tried(row: Row) -> tuple[Sample, str, str] | None:
    """A sample, and a method and URL that the catalogue takes for this very operation of this service."""
    for sample, method, path in fitting(row):
        for host in hosts(row.service):
            request = sample.request(method, host + path)
            known = CATALOGUE.recognise(request)
            if known and known.service is row.service and known.operation == row.route.operation:
                return sample, method, host + path
    return None


@cache
def place_of(name: str) -> tuple[str | int, ...]:
    """Where in a sample a text of several words stands, else any text."""
    body = next(sample for sample in SAMPLES if sample.name == name).body
    places = list(text_places(body))
    return max(places, key=lambda place: " " in text_at(body, place))


def text_at(body: object, place: tuple[str | int, ...]) -> str:
    for step in place:
        holder = getattr(body, "value", body)
        body = holder[step] if isinstance(holder, dict | list) else holder
    return str(body)


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_is_read(service: str) -> None:
    """A request to each operation of a service, in its wire format, is recognised and its BSN is found."""
    for row in rows(CATALOGUE):
        if row.service.id != service:
            continue
        found = tried(row)
        assert found, f"no sample reaches {row.route.operation.name} {row.route.pattern}"
        sample, method, url = found
        planted = sample.planted(place_of(sample.name), SENTENCE)
        reader = row.route.operation.reader
        if sample.is_message:
            examination = examiner().message(planted.message(), reader)
        else:
            examination = examiner().request(planted.request(method, url), reader)
        types = {placed.finding.type for placed in examination.findings}
        assert "NL_BSN" in types, (url, sample.name)


def test_the_tables_are_up_to_date() -> None:
    """Tables of readers and operations are those that the code and the catalogue give.

    Mended by ``python -m agent.coverage``.
    """
    page = PAGE.read_text(encoding="utf-8")
    assert rendered(page) == page


def test_every_reader_is_on_the_page() -> None:
    """No reader is left out."""
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in load_formats() if f"| `{name}` |" not in page] == []
