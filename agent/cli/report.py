"""The HR report: `report`."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from agent.cli.options import ConfigFile, DataDir, option, prepared
from agent.errors import FailureError

app = typer.Typer()


@app.command()
def report(  # noqa: PLR0913 - the options of the command
    *,
    since: Annotated[
        datetime | None,
        option("--from", text="First day; default: of the last month.", formats=["%Y-%m-%d"]),
    ] = None,
    until: Annotated[
        datetime | None,
        option("--to", text="Last day, included; default: of the last month.", formats=["%Y-%m-%d"]),
    ] = None,
    lang: Annotated[Literal["nl", "en"], option("--lang", text="Language; default: nl.")] = "nl",
    form: Annotated[
        Literal["html", "pdf", "xlsx", "json"], option("--format", text="html (default), pdf, xlsx or json.")
    ] = "html",
    output: Annotated[
        Path | None, option("--output", "-o", text="File to write; default: standard output.")
    ] = None,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """The HR report over some days: AI in use, leaks, obligations, literacy; small groups merged."""
    from agent.reports.build import build  # noqa: PLC0415 - the database takes half a second to import
    from agent.reports.period import period  # noqa: PLC0415 - the same
    from agent.reports.render import render  # noqa: PLC0415 - the same
    from agent.reports.source import open_store, read_setting  # noqa: PLC0415 - the same

    loaded = prepared(config, data_dir)
    made = datetime.now(UTC)
    days = period(_day(since), _day(until), made.date())
    with open_store(loaded) as store:
        found = build(store, read_setting(loaded), days, made)
    _write(render(found, form, lang), output)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _write(data: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(data)
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise FailureError(f"{output}: {error.strerror}: choose another file with -o") from error
