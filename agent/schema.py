"""JSON Schemas of the files people write and of the report: `python -m agent.schema` renews `docs/schema`."""

import json
import re
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from agent.config import Config
from agent.reports.data import ReportData
from policies.model import Policy

SCHEMAS: dict[str, type[BaseModel]] = {
    "config.schema.json": Config,
    "policy.schema.json": Policy,
    "report.schema.json": ReportData,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)


def schema_text(model: type[BaseModel]) -> str:
    """The schema of a model, the same text at every run."""
    schema = {"$schema": DIALECT} | model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        _describe(part)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _describe(part: dict[str, Any]) -> None:
    """Give each property its line of the docstring's ``Attributes``, and sets their default in order."""
    summary, _, attributes = part.get("description", "").partition("\n\nAttributes:\n")
    if summary:
        part["description"] = " ".join(summary.split())
    described = dict(_ATTRIBUTE.findall(attributes))
    for name, field in part.get("properties", {}).items():
        field.pop("title", None)  # the name again, in capitals
        if name in described:
            field.setdefault("description", " ".join(described[name].split()))
        if field.get("uniqueItems") and "default" in field:
            field["default"] = sorted(field["default"])


def main(folder: Path = Path("docs/schema")) -> None:
    """Write all schemas."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in SCHEMAS.items():
        (folder / name).write_text(schema_text(model), "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
