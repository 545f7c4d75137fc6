"""Policy files: what is wrong with one is said with file, line and field."""

from pathlib import Path

import pytest

from policies.errors import PolicyError
from policies.load import load_policy, packs

RULE = """\
name: ours
rules:
  - id: no-bsn
    action: block
    when:
      finds:
        - types: [NL_BSN]
    message: {nl: nee, en: no}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "policy.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_valid_file_is_loaded_with_its_version(tmp_path: Path) -> None:
    """The version follows from the content alone."""
    first = load_policy(write(tmp_path, RULE))
    assert first.policy.rules[0].id == "no-bsn"
    assert load_policy(write(tmp_path, RULE)).version == first.version
    assert load_policy(write(tmp_path, RULE + "# changed\n")).version != first.version


def test_every_pack_loads() -> None:
    """Packs that come with the product are valid."""
    assert "default" in packs()
    for name in packs():
        assert load_policy(name).source == f"pack:{name}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: [", r"policy.yaml:\d+: not valid YAML"),
        (RULE.replace("action: block", "action: blok"), r"policy.yaml:4: rules\[0\].action: "),
        (RULE.replace("    action", "    akshun"), r"policy.yaml:4: rules\[0\].akshun: unknown field"),
        (RULE.replace("NL_BSN", "NL_BNS"), r"policy.yaml:7: .*no such entity type: NL_BNS"),
        (RULE.replace("{nl: nee, en: no}", "{nl: nee}"), r"policy.yaml:8: rules\[0\].message.en"),
        (RULE + RULE.partition("rules:\n")[2], r"policy.yaml:\d+: .*rule id used twice: no-bsn"),
        (RULE + "    unless: {}\n", r"policy.yaml:\d+: .*empty `unless`"),
        (RULE + "name: again\n", r"policy.yaml:9: not valid YAML: key 'name' is there twice"),
        ("- a list", "policy.yaml:1: document: "),
        ("name: x\nmode: off", r"policy.yaml:2: mode: "),
    ],
)
def test_a_wrong_file_is_explained(tmp_path: Path, text: str, message: str) -> None:
    """Broken YAML, unknown fields and wrong values name file, line and field."""
    with pytest.raises(PolicyError, match=message):
        load_policy(write(tmp_path, text))


def test_a_missing_file_names_the_packs(tmp_path: Path) -> None:
    """A typing error in the name of a pack shows the names there are."""
    with pytest.raises(PolicyError, match=r"no such policy file or pack \(packs: .*default"):
        load_policy(tmp_path / "defautl")


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    """Bytes that are no text give a message, not a traceback."""
    path = tmp_path / "policy.yaml"
    path.write_bytes(b"\xff\xfe\x00\x81" * 10)
    with pytest.raises(PolicyError, match="cannot be read as a policy file"):
        load_policy(path)
