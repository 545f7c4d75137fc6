"""The organisation's own people: `match build`, `match check`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from agent.cli.options import ConfigFile, DataDir, Json, option, prepared
from agent.cli.output import FAILURE, FOUND, print_json, say, warn
from agent.config import Config, load_config

app = typer.Typer()
match_app = typer.Typer(
    no_args_is_help=True, help="Exact match: an index of your own people that holds no readable value."
)
app.add_typer(match_app, name="match")

Index = Annotated[
    Path | None, option("--known-index", text="The index; default: known.index in the data dir.")
]


@match_app.command("build")
def match_build(  # noqa: PLR0913 - the options of the command
    table: Annotated[
        Path, typer.Argument(metavar="CSV", help="Personnel file; its first line holds headers.")
    ],
    *,
    columns: Annotated[
        list[str] | None,
        option(
            "--columns",
            text="HEADER=KIND,...; default: by the words of the headers.",
        ),
    ] = None,
    config: ConfigFile = None,
    data_dir: DataDir = None,
    known_index: Index = None,
    as_json: Json = False,
) -> None:
    """Make the index, or replace it: running guards follow at their next scan."""
    from agent.people import build  # noqa: PLC0415 - the detectors take a second to import

    settings = _settings(prepared(config, data_dir), known_index)
    index = settings.known_index_file
    made = build(table, columns or (), index, settings.known_key_file)
    if as_json:
        result: dict[str, Any] = {"index": str(index), "people": made.people, "values": made.values}
        print_json(result | {"columns": dict(made.columns)})
        return
    for header, kind in made.columns.items():
        say(f"{header}: {kind}")
    say(f"{index}: {made.people} people, {made.values} values; the key is in {settings.known_key_file}")


@match_app.command("check")
def match_check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Texts and documents to compare, or - for standard input."),
    ] = None,
    *,
    config: ConfigFile = None,
    data_dir: DataDir = None,
    known_index: Index = None,
    as_json: Json = False,
) -> None:
    """Tell what the index is, and where in a text a known person stands; never who."""
    from agent.detection import detection_of, make_scanner  # noqa: PLC0415 - see above
    from agent.people import known_entries, state  # noqa: PLC0415 - see above
    from agent.scan import scan_all  # noqa: PLC0415 - see above

    settings = _settings(load_config(config, data_dir=data_dir), known_index)
    found = state(settings.known_index_file, settings.known_key_file)
    days = found.age_days(datetime.now(UTC))
    if as_json:
        head = {"index": str(settings.known_index_file), "people": found.people, "values": found.values}
        print_json(head | {"built": found.built.isoformat(timespec="seconds"), "age_days": days})
    else:
        say(f"{settings.known_index_file}: {found.people} people, {found.values} values, {days} days old")
    hits = unread = 0
    scanner = make_scanner(detection_of(settings)) if paths else None
    for result in scan_all(paths or (), scanner, show_text=False, explain=True) if scanner else ():
        known = known_entries(result)
        hits += len(known)
        unread += bool(result["unread"])
        if result["unread"]:
            warn(f"{result['source']}: not (fully) read: {result['unread']}")
        if as_json:
            print_json({"source": result["source"], "known": known, "unread": result["unread"]})
            continue
        for entry in known:
            say(f"{result['source']}: {entry['start']}-{entry['end']} {entry['type']}")
    raise typer.Exit(FOUND if hits else FAILURE if unread else 0)


def _settings(config: Config, known_index: Path | None) -> Config:
    return config.model_copy(update={"known_index": known_index}) if known_index else config
