"""Policy files: what is wrong with one is said with file, line and field."""

import subprocess
import sys
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
import yaml

from policies.errors import PolicyError
from policies.extend import extended
from policies.load import load_policy, packs
from policies.model import Action, Policy

ROOT = Path(__file__).parents[2]

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
        ("name: x\nrules: " + "[" * 200, r"policy.yaml:2: nested deeper than 100 levels"),
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


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (RULE + "extends: defautl\n", r"policy.yaml:9: extends: no such pack; packs are belgium, default"),
        (RULE + "without: [x]\n", r"policy.yaml:9: without: x: it needs `extends`"),
        (
            RULE + "extends: default\nwithout: [no-such-rule]\n",
            r"policy.yaml:10: without: no-such-rule: the pack default has no such rule",
        ),
        (RULE.replace("no-bsn", "default"), r"policy.yaml:3: rules\[0\].id: default is a name of our own"),
        (RULE + RULE.partition("rules:\n")[2], r"policy.yaml:9: rules\[1\].id: rule id used twice"),
        (
            RULE + "    unless: {groups: [hr]}\n",
            r"policy.yaml:9: rules\[0\].unless.groups: no such group: hr; define it",
        ),
        (
            RULE + "groups:\n  - id: hr\n",
            r"policy.yaml:10: groups\[0\]: nobody can be in this group",
        ),
        (
            RULE + "groups:\n  - {id: hr, users: [a]}\n  - {id: hr, users: [b]}\n",
            r"policy.yaml:11: groups\[1\].id: group id used twice: hr",
        ),
        (RULE + "groups:\n  - {id: none, users: [a]}\n", r"policy.yaml:10: groups\[0\].id: `none` means"),
        (
            RULE + "groups:\n  - {id: hr, networks: [10.0.0.1/8]}\n",
            r"policy.yaml:10: groups\[0\].networks.*is not a network",
        ),
        (
            RULE + "always_list:\n  - words: [Zilvermeeuw]\n",
            r"policy.yaml:10: always_list\[0\].type: no rule coaches, redacts or blocks CONFIDENTIAL_MARK",
        ),
        (
            RULE + "allow_list:\n  - {words: [a], groups: [x]}\n",
            r"policy.yaml:10: allow_list\[0\].groups: no",
        ),
    ],
)
def test_what_does_not_fit_together_is_explained(tmp_path: Path, text: str, message: str) -> None:
    """Parts of a file, and of the pack it extends, are held against each other; the line is named."""
    with pytest.raises(PolicyError, match=message):
        load_policy(write(tmp_path, text))


EXTENDED = """\
name: ours
extends: default
without: [personal-data-in-answer]
on_failure: coach
always_list:
  - words: [Zilvermeeuw]
rules:
  - id: bsn-never-leaves
    action: log
    message: {nl: nee, en: no}
  - id: of-our-own
    action: block
    when: {services: {ids: [chatgpt]}}
    message: {nl: nee, en: no}
"""


def test_a_file_may_extend_a_pack(tmp_path: Path) -> None:
    """Rules of the file take the place of the pack's or come after them; the rest is the pack's."""
    base = load_policy().policy
    policy = load_policy(write(tmp_path, EXTENDED)).policy
    ids = [rule.id for rule in policy.rules]
    assert ids == [rule.id for rule in base.rules if rule.id != "personal-data-in-answer"] + ["of-our-own"]
    assert policy.rules[0].action is Action.LOG
    assert (policy.name, policy.on_failure, policy.unreadable) == ("ours", Action.COACH, base.unreadable)
    assert policy.description == base.description


def test_the_version_follows_from_the_pack_too(tmp_path: Path) -> None:
    """A file that extends another pack is another policy, though its own text is as long."""
    first = load_policy(write(tmp_path, EXTENDED)).version
    assert load_policy(write(tmp_path, EXTENDED.replace("default", "belgium"))).version != first


def test_groups_and_lists_of_a_pack_are_added_to() -> None:
    """The file's own groups come first, so that they win."""
    group = {"id": "hr", "users": ["a"]}
    base = Policy.model_validate(
        {
            "name": "b",
            "groups": [group, {"id": "it", "users": ["b"]}],
            "allow_list": [{"words": ["Philips"]}],
        }
    )
    own = Policy.model_validate(
        {
            "name": "o",
            "groups": [{"id": "sales", "users": ["c"]}, group | {"users": ["d"]}],
            "allow_list": [{"words": ["ASML"]}],
        }
    )
    merged = extended(base, own)
    assert [(one.id, *one.users) for one in merged.groups] == [("sales", "c"), ("hr", "d"), ("it", "b")]
    assert [*merged.allow_list] == [*own.allow_list, *base.allow_list]


def test_hours_need_no_quotes(tmp_path: Path) -> None:
    """`22:00` is an hour, not the number 1320 that YAML 1.1 makes of it."""
    text = RULE.replace("when:\n", "when:\n      times: [{after: 22:00, before: 06:00}]\n")
    (window,) = load_policy(write(tmp_path, text)).policy.rules[0].when.times
    assert (window.after, window.before) == ("22:00", "06:00")


def test_the_schema_tells_editors_everything() -> None:
    """Every field has a description, unknown fields are refused, and it is the same each time."""
    schema = Policy.model_json_schema()
    models = [schema, *(model for model in schema["$defs"].values() if model["type"] == "object")]
    for model in models:
        assert model["additionalProperties"] is False
        assert model["description"]
        for name, field in model["properties"].items():
            assert field.get("description"), f"{model['title']}.{name}"
    jsonschema.Draft202012Validator.check_schema(schema)
    code = "import json; from policies.model import Policy; print(json.dumps(Policy.model_json_schema()))"
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "12"
    }
    assert len(made) == 1


@pytest.mark.parametrize("name", packs())
def test_packs_fit_the_schema(name: str) -> None:
    """What the product reads, an editor with the schema finds right too."""
    text = (resources.files("policies") / "packs" / f"{name}.yaml").read_text("utf-8")
    jsonschema.validate(yaml.safe_load(text), Policy.model_json_schema())
