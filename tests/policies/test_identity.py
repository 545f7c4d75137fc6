"""The group of a request: by network, proxy user, trusted header and CSV file."""

from pathlib import Path
from typing import Any

import pytest

from policies.errors import PolicyError
from policies.identity import group_of, read_members
from policies.load import load_policy
from policies.model import Policy

GROUPS: list[dict[str, Any]] = [
    {"id": "board", "users": ["A.Bestuur"]},
    {
        "id": "hr",
        "networks": ["10.20.0.0/16", "2001:db8:20::/48"],
        "headers": [{"name": "X-Groups", "values": ["HR", "CN=HR,OU=Groups"]}],
    },
    {"id": "office", "networks": ["10.0.0.0/8"]},
]
POLICY = Policy.model_validate({"name": "test", "groups": GROUPS})


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("10.20.1.2", "hr"),
        ("10.30.1.2", "office"),
        ("::ffff:10.20.1.2", "hr"),
        ("2001:db8:20::1", "hr"),
        ("2001:db8:30::1", None),
        ("192.0.2.1", None),
        ("", None),
        ("/run/proxy.sock", None),
        (None, None),
    ],
)
def test_networks(address: str | None, group: str | None) -> None:
    """The first group in the file whose network holds the client; IPv4 inside IPv6 is IPv4."""
    assert group_of(POLICY, address) == group


@pytest.mark.parametrize("user", ["a.bestuur", "A.Bestuur", " A.BESTUUR "])
def test_users(user: str) -> None:
    """Capitals do not matter, and the first group in the file wins from a network of another."""
    assert group_of(POLICY, "10.20.1.2", user) == "board"


def test_a_user_of_no_group_is_judged_by_the_network() -> None:
    """Somebody unknown on a known network is in that network's group."""
    assert group_of(POLICY, "10.20.1.2", "nobody") == "hr"


@pytest.mark.parametrize("value", ["HR", "hr", "it, HR ,sales", "it;hr", "cn=hr,ou=groups"])
def test_headers(value: str) -> None:
    """A value counts whole or as an item of a list, from a trusted proxy only."""
    headers = [("x-groups", value)]
    assert group_of(POLICY, "192.0.2.1", headers=headers, trusted=True) == "hr"
    assert group_of(POLICY, "192.0.2.1", headers=headers) is None


@pytest.mark.parametrize("value", ["hrm", "h r", "", "it"])
def test_other_values_are_no_group(value: str) -> None:
    """Part of a value is not the value."""
    assert group_of(POLICY, headers=[("X-Groups", value)], trusted=True) is None


def test_a_header_may_come_twice() -> None:
    """Proxies repeat a header as well as write a list."""
    headers = [("X-Groups", "it"), ("X-Groups", "hr")]
    assert group_of(POLICY, headers=headers, trusted=True) == "hr"


MEMBERS_POLICY = """\
name: ours
members: people.csv
groups:
  - id: hr
  - id: office
    networks: [10.0.0.0/8]
"""


def with_members(folder: Path, csv: str, policy: str = MEMBERS_POLICY) -> Path:
    (folder / "people.csv").write_text(csv, "utf-8")
    path = folder / "policy.yaml"
    path.write_text(policy, "utf-8")
    return path


@pytest.mark.parametrize(
    "csv",
    [
        "user,group\nj.jansen,hr\np.pieters,office\n",
        "group;user;since\nHR;J.Jansen;2024\n",
        "\ufeffUser,Group\r\nj.jansen,HR\r\n",
        'user,group\n"j.jansen",hr\nx,unused\n',
    ],
)
def test_members(tmp_path: Path, csv: str) -> None:
    """Comma or semicolon, any order of columns, with or without a byte order mark."""
    loaded = load_policy(with_members(tmp_path, csv))
    assert group_of(loaded.policy, None, "J.Jansen") == "hr"
    assert loaded.files == (tmp_path / "policy.yaml", tmp_path / "people.csv")


def test_members_are_part_of_the_version(tmp_path: Path) -> None:
    """Another group for somebody is another policy."""
    before = load_policy(with_members(tmp_path, "user,group\nj.jansen,hr\n")).version
    assert load_policy(with_members(tmp_path, "user,group\nk.klaas,hr\n")).version != before


@pytest.mark.parametrize(
    ("csv", "message"),
    [
        ("", r"people.csv:1: the first line must name the columns"),
        ("name,team\nj.jansen,hr\n", r"people.csv:1: the first line must name the columns"),
        ("user,group\nj.jansen,hr\nk.klaas,\n", r"people.csv:3: a user or a group is missing"),
        ("user,group\nj.jansen\n", r"people.csv:2: a user or a group is missing"),
        ("user,group\nj.jansen,hrm\n", r"people.csv: nobody is in group hr"),
    ],
)
def test_wrong_members_are_explained(tmp_path: Path, csv: str, message: str) -> None:
    """The line is named, the person is not."""
    with pytest.raises(PolicyError, match=message) as caught:
        load_policy(with_members(tmp_path, csv))
    assert "jansen" not in str(caught.value)
    assert "klaas" not in str(caught.value)


def test_missing_members_are_explained(tmp_path: Path) -> None:
    """A file that is not there makes the policy invalid: nobody would be in a group."""
    path = with_members(tmp_path, "")
    (tmp_path / "people.csv").unlink()
    with pytest.raises(PolicyError, match=r"members: .*people.csv cannot be read"):
        load_policy(path)


def test_a_broken_csv_is_explained() -> None:
    """What the CSV reader refuses names the line."""
    with pytest.raises(PolicyError, match=r"people.csv:\d+: not valid CSV"):
        read_members("user,group\n" + "x" * 200_000 + ",hr\n", "people.csv")
