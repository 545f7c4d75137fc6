"""Looking at files, recorded traffic and the catalogue: `scan`, `replay`, `services`."""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from agent.cli.options import Catalogues, ConfigFile, DataDir, Json, ShowText, catalogue_of, option
from agent.cli.output import FAILURE, FOUND, print_json, print_rows, say, warn
from agent.config import load_config
from agent.knowledge import read_policy

app = typer.Typer()
services_app = typer.Typer(no_args_is_help=True, help="The catalogue of AI services.")
app.add_typer(services_app, name="services")


@app.command()
def scan(  # noqa: PLR0913 - the options of the command
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files, directories, or - for standard input.")
    ],
    *,
    as_json: Json = False,
    show_text: ShowText = False,
    explain: Annotated[bool, option("--explain", text="Say why: pattern, checksum, context, model.")] = False,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Find personal data and secrets in text and documents."""
    from agent.detection import detection_of, make_scanner  # noqa: PLC0415 - the same
    from agent.scan import scan_all  # noqa: PLC0415 - the detectors take a second to import

    found = unread = False
    scanner = make_scanner(detection_of(load_config(config, data_dir=data_dir)))
    for result in scan_all(paths, scanner, show_text=show_text, explain=explain):
        if as_json:
            print_json(result)
        else:
            _print_findings(result)
        if result["unread"]:
            warn(f"{result['source']}: not (fully) read: {result['unread']}")
        found = found or bool(result["findings"])
        unread = unread or bool(result["unread"])
    raise typer.Exit(FOUND if found else FAILURE if unread else 0)


@app.command()
def replay(  # noqa: PLR0913 - the options of the command
    paths: Annotated[
        list[Path], typer.Argument(metavar="HAR", help="HTTP archives, as browsers export them.")
    ],
    *,
    policy: Annotated[
        str | None, option("--policy", text="Pack name or policy file. [that of the settings]")
    ] = None,
    catalogue: Catalogues = None,
    as_json: Json = False,
    show_text: ShowText = False,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Tell what the guard would have done with recorded traffic."""
    from agent.detection import detection_of  # noqa: PLC0415 - the same
    from agent.replay import replay_all  # noqa: PLC0415 - the detectors take a second to import

    settings = load_config(config, data_dir=data_dir)
    services, rules = catalogue_of(catalogue, config), read_policy(policy or settings.policy)
    stopped = False
    detection = detection_of(settings)
    for result in replay_all(paths, services, rules.policy, show_text=show_text, detection=detection):
        decision = result.get("decision") or {}
        stopped = stopped or decision.get("action") == "block"
        if as_json:
            print_json(result)
        elif result["service"]:
            kinds = ", ".join(sorted({finding["type"] for finding in result["findings"]})) or "-"
            line = f"{result['n']:>5}  {decision['action']:<5}  {result['service']:<20} {kinds}"
            say(f"{line}  [{decision['rule']}]")
    raise typer.Exit(FOUND if stopped else 0)


@services_app.command("list")
def services_list(*, catalogue: Catalogues = None, as_json: Json = False) -> None:
    """All services of the catalogue."""
    rows = (
        {"service": one.id, "name": one.name, "category": one.category, "risk": one.risk}
        for one in catalogue_of(catalogue).services.values()
    )
    print_rows(rows, as_json=as_json)


@services_app.command("lookup")
def services_lookup(
    hosts: Annotated[
        list[str], typer.Argument(metavar="HOST", help="Hosts or URLs, or - for standard input.")
    ],
    *,
    catalogue: Catalogues = None,
) -> None:
    """Which AI service a host or URL belongs to; one JSON object a line, in the order given."""
    from agent.lookup import look_up  # noqa: PLC0415 - keep the module's imports next to their use

    known = catalogue_of(catalogue)
    for host in _lines(hosts):
        print_json(look_up(known, host))


@services_app.command("show")
def services_show(service: str, *, catalogue: Catalogues = None) -> None:
    """Everything the catalogue knows about one service."""
    from agent.lookup import describe  # noqa: PLC0415 - keep the module's imports next to their use

    say(json.dumps(describe(catalogue_of(catalogue), service), indent=2, ensure_ascii=False))


def _print_findings(result: Mapping[str, Any]) -> None:
    for finding in result["findings"]:
        place = f" {finding['place']}" if finding.get("place") else ""
        why = f"  ({'; '.join(finding['reasons'])})" if "reasons" in finding else ""
        text = f"  {finding['text']!r}" if "text" in finding else ""
        span = f"{finding['start']}-{finding['end']}"
        say(f"{result['source']}:{place} {span} {finding['type']} {finding['score']:.2f}{text}{why}")


def _lines(arguments: Iterable[str]) -> Iterable[str]:
    """The arguments; a ``-`` stands for the lines of standard input."""
    for argument in arguments:
        if argument == "-":
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            yield argument
