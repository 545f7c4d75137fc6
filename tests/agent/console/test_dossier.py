"""The dossier says what is recorded, completely, and what is in force, truly."""

import dataclasses
import re

import pytest

from agent.config import Config
from agent.console.dossier.fill import drafts_for, fill
from agent.console.dossier.in_force import in_force
from agent.console.dossier.texts import drafts, recorded, setting_texts
from agent.console.roles import Role
from agent.record.event import Event
from agent.record.schema import metadata
from agent.register.law import Organisation
from policies.load import load_policy, parse_policy

VALUES = {
    "organisation": "Voorbeeld B.V.",
    "systems": 12,
    "undecided": 3,
    "least": 5,
    "months": 7,
    "naming_days": 14,
}


def settings(config: Config, source: str = "default", language: str = "nl") -> dict[str, str]:
    """The settings in force by name."""
    return {item.id: item.value for item in in_force(config, load_policy(source), 400, {}, language)}


def test_every_field_of_an_event_is_explained() -> None:
    """Nothing is recorded that does not stand in `recorded.yaml`: neither a field nor a table."""
    assert list(recorded().event) == [field.name for field in dataclasses.fields(Event)]
    assert set(recorded().tables) == set(metadata.tables)


def test_settings_follow_configuration_and_policy() -> None:
    """What is said is what is set."""
    usual = settings(Config())
    assert set(usual) == set(setting_texts().settings)
    assert usual["mode"].startswith("Handhaven")
    assert usual["retention"].startswith("7 maanden")
    assert "400" in usual["decrypted"]
    assert usual["streams"] == usual["shared"] == "Geen."
    other = Config.model_validate(
        {
            "retention_months": 12,
            "inspect_shared": ["github.com"],
            "streams": [{"name": "siem", "file": "events.jsonl"}],
            "central": "postgresql://host/name",
        }
    )
    found = settings(other, "monitor-only", "en")
    assert found["mode"].startswith("Watching")
    assert found["retention"].startswith("12 months")
    assert found["shared"] == "github.com"
    assert "siem" in found["streams"]
    assert "central" in found["place"]


def test_users_are_numbers_by_role() -> None:
    """The works council reads how many people look at the record, and no names."""
    policy = parse_policy("{name: ours, groups: [{id: hr, networks: [10.0.0.0/8]}]}", "test")
    found = {item.id: item for item in in_force(Config(), policy, 1, {Role.HR: 2, Role.DPO: 1}, "nl")}
    assert found["console"].value == "HR: 2, functionaris gegevensbescherming: 1"
    assert found["groups"].value == "hr"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", list(drafts()))
def test_drafts_are_filled(name: str, language: str) -> None:
    """Each draft has every name filled in, says who it is for, and leaves judgements to people."""
    document = fill(name, drafts()[name], language, VALUES)
    blocks = [block for section in document.sections for block in section.blocks]
    texts = [block.text for block in blocks] + [item for block in blocks for item in block.items]
    assert not any(re.search(r"[{}]", text) for text in texts)
    assert any("Voorbeeld B.V." in text for text in texts)
    assert any(block.kind == "ask" for block in blocks)
    assert {block.table for block in blocks if block.kind == "show"} >= {"settings", "recorded"}


def test_drafts_follow_the_countries() -> None:
    """A Belgian employer gets CAO 81 and no WOR; a DPIA is for everybody."""
    belgian = Organisation(countries=frozenset({"BE"}))
    assert list(drafts_for(belgian)) == ["cao-81", "dpia"]
    assert list(drafts_for(Organisation())) == ["wor-27", "dpia"]


def test_no_draft_mixes_its_languages() -> None:
    """Both languages name the same values in the same place."""
    for draft in drafts().values():
        for section in draft.sections:
            for block in section.blocks:
                for words in (block.text, block.ask, *block.items):
                    if words:
                        names = [re.findall(r"\{(\w+)\}", text) for text in (words.nl, words.en)]
                        assert names[0] == names[1], words.nl
