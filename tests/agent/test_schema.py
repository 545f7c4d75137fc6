"""The JSON Schemas that editors use: true to the models, and up to date."""

import json
import os
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, ValidationError

from agent.schema import SCHEMAS, main
from policies.load import packs

FOLDER = Path(__file__).parents[2] / "docs" / "schema"
each_schema = pytest.mark.parametrize("name", SCHEMAS)


def schema(name: str) -> dict[str, Any]:
    """A published schema."""
    data: dict[str, Any] = json.loads((FOLDER / name).read_text("utf-8"))
    return data


def test_the_published_schemas_are_up_to_date(tmp_path: Path) -> None:
    """Whoever changes a model runs `python -m agent.schema` and commits the outcome."""
    main(tmp_path)
    assert {path.name for path in FOLDER.iterdir()} == set(SCHEMAS)
    for name in SCHEMAS:
        assert (tmp_path / name).read_text("utf-8") == (FOLDER / name).read_text("utf-8"), name


@pytest.mark.parametrize("seed", ["1", "2"])
def test_each_run_writes_the_same(tmp_path: Path, seed: str) -> None:
    """No order depends on the process that writes."""
    command = [sys.executable, "-m", "agent.schema", tmp_path]
    subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, check=True, cwd=FOLDER.parents[1])
    for name in SCHEMAS:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


@each_schema
def test_a_schema_is_one(name: str) -> None:
    """It is a valid schema that says of each field of the file what it is for."""
    Draft202012Validator.check_schema(schema(name))
    for field, facts in schema(name)["properties"].items():
        assert facts.get("description"), field


@each_schema
def test_an_unknown_field_is_an_error(name: str) -> None:
    """An editor marks a slip of the pen, as the guard would."""
    with pytest.raises(ValidationError, match="lisen"):
        Draft202012Validator(schema(name)).validate({"lisen": "127.0.0.1:1"})


@pytest.mark.parametrize("pack", packs())
def test_the_shipped_policies_fit(pack: str) -> None:
    """What the product ships has no mark in an editor."""
    text = (resources.files("policies") / "packs" / f"{pack}.yaml").read_text("utf-8")
    Draft202012Validator(schema("policy.schema.json")).validate(yaml.safe_load(text))
