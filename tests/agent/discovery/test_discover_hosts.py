"""The sets that a query looks in let everything through that the catalogue knows, and little else."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.discovery import discover
from agent.discovery.logs.hosts import hosts_of
from detectors.services import Catalogue, load_catalogue

OWN = """
vendor: Eigen
checked: 2026-11-22
sources: [https://ai.example]
services:
  - id: eigen-ai
    name: Eigen AI
    category: chat
    risk: {{tier: limited, reason: a chatbot, article: art. 50(1)}}
    hosts: [{hosts}]
"""


def bind(hosts: list[str]) -> str:
    start = "20-Oct-2026 10:15:30.123 client 192.0.2.1#5353"
    return "".join(f"{start} ({host}): query: {host} IN A + (::1)\n" for host in hosts)


def found_hosts(folder: Path, hosts: list[str], catalogue: Catalogue) -> set[str]:
    log = folder / "queries.log"
    log.write_text(bind(hosts))
    return {host for one in discover([log], catalogue=catalogue).services for host in one.hosts}


def test_every_host_of_the_catalogue_is_found(tmp_path: Path) -> None:
    """Each name, and a name below it, if and only if the catalogue itself knows it by name alone."""
    catalogue = load_catalogue()
    names = {
        name.replace("*", "west-1")
        for one in catalogue.services.values()
        for name in (*one.hosts, *one.passive_hosts, *one.mixed_hosts, *one.general_hosts)
    }
    asked = sorted(names | {f"a.b-c.{name}" for name in names} | {f"x{name}" for name in names})
    assert found_hosts(tmp_path, asked, catalogue) == {host for host in asked if catalogue.lookup(host)}


@settings(max_examples=60)
@given(st.sampled_from(sorted(load_catalogue().services)), st.data())
def test_no_name_is_lost_in_the_sets(service: str, data: st.DataObject) -> None:
    """A name of two labels is whole; a longer one, or one with a star, is in the pattern."""
    catalogue = load_catalogue()
    one = catalogue.services[service]
    names = [*one.hosts, *one.mixed_hosts]
    if not names:
        return
    name = data.draw(st.sampled_from(names))
    sets = hosts_of(catalogue).ai
    assert (name in sets.whole) != (name in sets.deep)
    assert (name in sets.whole) == (name.count(".") == 1 and "*" not in name)


@pytest.mark.parametrize(
    ("written", "asked", "found"),
    [
        ("llm", ["llm", "www.llm", "llm.nl"], {"llm", "www.llm"}),
        ("ai.kantoor.lan", ["ai.kantoor.lan", "x.ai.kantoor.lan", "kantoor.lan", "bi.kantoor.lan"],
         {"ai.kantoor.lan", "x.ai.kantoor.lan"}),
    ],
)  # fmt: skip
def test_names_of_ones_own(written: str, asked: list[str], found: set[str], tmp_path: Path) -> None:
    """An organisation's own names work, those of one label too."""
    own = tmp_path / "own.yaml"
    own.write_text(OWN.format(hosts=written))
    assert found_hosts(tmp_path, asked, load_catalogue(own)) == found
