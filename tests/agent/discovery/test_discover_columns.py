"""Which column is which: names of all makes, and values that fit."""

import pytest

from agent.discovery.logs.columns import Columns, find_columns

HOSTS = ["chatgpt.com", "www.nieuws.example", "claude.ai", "10.1.2.3", "nu.example", "mail.example"]
ADDRESSES = ["192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.3", "192.0.2.1", "192.0.2.9"]


def found(**columns: list[str]) -> Columns | None:
    return find_columns(list(columns), {}, lambda name: columns[name])


@pytest.mark.parametrize(
    "name",
    [
        "QueryName",
        "query_name",
        "Query Name",
        "properties.QueryName",
        "jsonPayload.queryName",
        "cs-host",
        "dhost",
    ],
)
def test_marks_and_capitals_do_not_count(name: str) -> None:
    """One name in our list stands for the ways in which makes write it, and for the end of a nested one."""
    assert found(**{name: HOSTS, "src_ip": ADDRESSES}) == Columns(name, "src_ip")


@pytest.mark.parametrize(
    "name", ["Client IP Address", "SrcIpAddr", "client_ip_address", "IPAddress", "sourceIp"]
)
def test_ways_to_say_who(name: str) -> None:
    """An address is an IP in whatever words."""
    assert found(**{"domain": HOSTS, name: ADDRESSES}) == Columns("domain", name)


def test_values_tell_a_host_from_other_things() -> None:
    """A column of that name with numbers, machines or addresses is not the one."""
    columns = found(domain=["1"] * 6, hostname=["W12", "W13"] * 3, dest=HOSTS, srcip=ADDRESSES)
    assert columns == Columns("dest", "srcip")
    assert found(domain=["KANTOOR"] * 6, dst=ADDRESSES, srcip=ADDRESSES) is None


def test_the_machine_that_keeps_the_log_is_not_the_host() -> None:
    """A name that is always the same gives way to one that is not; a lone one is taken."""
    own = ["proxy1.kantoor.example"] * 6
    assert found(fqdn=own, destination=HOSTS) == Columns("destination")
    assert found(fqdn=own) == Columns("fqdn")
    assert found(**{"agent.hostname": own, "host.name": own, "observer.hostname": own}) is None


def test_a_header_without_lines_goes_by_names() -> None:
    """An empty table is understood; an empty column is not taken."""
    assert found(domain=[], client_ip=[]) == Columns("domain", "client_ip")
    assert found(sni=[""] * 6, domain=HOSTS, client_ip=["-"] * 6, user=ADDRESSES) == Columns("domain", "user")


def test_date_and_time_in_two_columns() -> None:
    """Two columns make a time; one that has both is enough."""
    both = found(host=HOSTS, date=["2026-10-20"] * 6, time=["10:15:30"] * 6)
    assert both == Columns("host", time="time", day="date")
    one = found(host=HOSTS, date=["2026-10-20"] * 6, timestamp=["2026-10-20T10:15:30Z"] * 6)
    assert one == Columns("host", time="timestamp")


def test_paths_and_sizes() -> None:
    """A URL, or only its path, tells AI on shared hosts; sizes are numbers."""
    columns = found(**{"cs-host": HOSTS, "cs-uri-path": ["/a"] * 6, "cs-bytes": ["9"] * 6, "sent": ["-"] * 6})
    assert columns == Columns("cs-host", bytes="cs-bytes", url="cs-uri-path")
    assert found(url=["https://chatgpt.com/a"] * 6) == Columns("url", url="url")
