"""Options that several commands have, and what they stand for."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from agent.config import Config, load_config, make_data_dir
from agent.errors import UsageError
from agent.knowledge import read_catalogue
from detectors.services import Catalogue


def option(*names: str, text: str, **more: Any) -> Any:  # noqa: ANN401 - typer's own type
    """An option that is an environment variable too: `--data-dir` is `SCHADUWWACHT_DATA_DIR`."""
    name = names[0].partition("/")[0]  # of `--keep/--no-keep`
    variable = "SCHADUWWACHT_" + name.removeprefix("--").replace("-", "_").upper()
    return typer.Option(*names, help=escape(text), envvar=variable, show_default=False, **more)


def check_period(since: datetime | None, until: datetime | None) -> None:
    """See that a period does not end before it begins: nothing would be in it.

    Raises:
        UsageError: It does.
    """
    if since and until and until < since:
        raise UsageError(f"--to {until:%Y-%m-%d} is before --from {since:%Y-%m-%d}")


ConfigFile = Annotated[
    Path | None, option("--config", text="Settings; default: schaduwwacht.yaml here, if any.")
]
DataDir = Annotated[Path | None, option("--data-dir", text="Database, keys and CA.")]
Catalogues = Annotated[
    list[Path] | None, option("--catalogue", text="Your own services; may be given more than once.")
]
Json = Annotated[bool, option("--json", text="One JSON object a line.")]
ShowText = Annotated[bool, option("--show-text", text="Print the text that was found as well.")]


def prepared(config: Path | None, data_dir: Path | None) -> Config:
    """The settings, with a data directory that is there."""
    loaded = load_config(config, data_dir=data_dir)
    make_data_dir(loaded.data_dir)
    return loaded


def catalogue_of(files: list[Path] | None, config: Path | None = None) -> Catalogue:
    """The catalogue with these files of the organisation's own, or else with those of the settings."""
    return read_catalogue(load_config(config, catalogue=tuple(files) if files else None))
