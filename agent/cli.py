"""The command line. Results go to standard output, everything else to standard error.

Exit codes: 0 clean, 1 findings or a decision that says stop, 2 usage, 3 failure.
"""

import asyncio
import json
import logging
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from agent.config import load_config, make_data_dir
from agent.errors import AgentError, UsageError, describe
from agent.knowledge import read_catalogue, read_policy
from detectors.services import Catalogue

app = typer.Typer(
    name="schaduwwacht",
    help="Shadow-AI discovery and data-leak guard. Self-hosted; nothing of a prompt is stored.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
services_app = typer.Typer(no_args_is_help=True, help="The catalogue of AI services.")
register_app = typer.Typer(no_args_is_help=True, help="The AI register.")
policy_app = typer.Typer(no_args_is_help=True, help="Policies.")
ca_app = typer.Typer(no_args_is_help=True, help="The certificate authority that clients must trust.")
for name, group in (
    ("services", services_app),
    ("register", register_app),
    ("policy", policy_app),
    ("ca", ca_app),
):
    app.add_typer(group, name=name)

FOUND = 1
FAILURE = 3
REGISTER_COLUMNS = ("service", "tenant", "name", "category", "risk", "status", "requests", "last_seen")


def _option(*names: str, text: str, **more: Any) -> Any:  # noqa: ANN401 - typer's own type
    """An option that is an environment variable too: `--data-dir` is `SCHADUWWACHT_DATA_DIR`."""
    variable = "SCHADUWWACHT_" + names[0].removeprefix("--").replace("-", "_").upper()
    return typer.Option(*names, help=text, envvar=variable, show_default=False, **more)


ConfigFile = Annotated[
    Path | None, _option("--config", text="Settings; default: schaduwwacht.yaml here, if any.")
]
DataDir = Annotated[Path | None, _option("--data-dir", text="Database, keys and CA.")]
Catalogues = Annotated[
    list[Path] | None, _option("--catalogue", text="Your own services; may be given more than once.")
]
Json = Annotated[bool, _option("--json", text="One JSON object a line.")]
ShowText = Annotated[bool, _option("--show-text", text="Print the text that was found as well.")]


@app.command()
def run(  # noqa: PLR0913 - the options of the command
    *,
    config: ConfigFile = None,
    data_dir: DataDir = None,
    listen: Annotated[str | None, _option("--listen", text="Proxy address. [127.0.0.1:8080]")] = None,
    console: Annotated[str | None, _option("--console", text="Console address. [127.0.0.1:8081]")] = None,
    metrics: Annotated[str | None, _option("--metrics", text="Metrics address. [127.0.0.1:9464]")] = None,
    mode: Annotated[
        list[str] | None,
        _option("--mode", text="mitmproxy mode, e.g. transparent, upstream:http://host:port."),
    ] = None,
    policy: Annotated[str | None, _option("--policy", text="Pack name or policy file. [default]")] = None,
    settings: Annotated[
        list[str] | None, _option("--set", text="mitmproxy option as KEY=VALUE; may be given more than once.")
    ] = None,
) -> None:
    """Start the guard: proxy, console and metrics."""
    from agent.serve import run as serve  # noqa: PLC0415 - mitmproxy takes a second to import
    from agent.serve import set_up_logging  # noqa: PLC0415 - the same

    loaded = load_config(
        config,
        data_dir=data_dir,
        listen=listen,
        console=console,
        metrics=metrics,
        mode=tuple(mode) if mode else None,
        policy=policy,
        set=_pairs(settings) if settings else None,
    )
    set_up_logging()
    asyncio.run(serve(loaded))


@app.command()
def demo() -> None:
    """Show the whole job on this machine, without internet."""
    from agent.demo.show import demo as play  # noqa: PLC0415 - mitmproxy takes a second to import

    for text in play():
        _print(text)


@app.command()
def scan(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, directories, or - for standard input.")
    ],
    *,
    as_json: Json = False,
    show_text: ShowText = False,
    explain: Annotated[
        bool, _option("--explain", text="Say why: pattern, checksum, context, model.")
    ] = False,
) -> None:
    """Find personal data and secrets in text and documents."""
    from agent.scan import scan_all  # noqa: PLC0415 - the detectors take a second to import
    from detectors.scanner import Scanner  # noqa: PLC0415 - the same

    found = unread = False
    for result in scan_all(paths, Scanner(), show_text=show_text, explain=explain):
        if as_json:
            _print_json(result)
        else:
            _print_findings(result)
        if result["unread"]:
            _warn(f"{result['source']}: not (fully) read: {result['unread']}")
        found = found or bool(result["findings"])
        unread = unread or bool(result["unread"])
    raise typer.Exit(FOUND if found else FAILURE if unread else 0)


@app.command()
def replay(
    paths: Annotated[
        list[Path], typer.Argument(metavar="HAR...", help="HTTP archives, as browsers export them.")
    ],
    *,
    policy: Annotated[str, _option("--policy", text="Pack name or policy file. [default]")] = "default",
    catalogue: Catalogues = None,
    as_json: Json = False,
    show_text: ShowText = False,
) -> None:
    """Tell what the guard would have done with recorded traffic."""
    from agent.replay import replay_all  # noqa: PLC0415 - the detectors take a second to import

    services, rules = _catalogue(catalogue), read_policy(policy)
    stopped = False
    for result in replay_all(paths, services, rules.policy, show_text=show_text):
        decision = result.get("decision") or {}
        stopped = stopped or decision.get("action") == "block"
        if as_json:
            _print_json(result)
        elif result["service"]:
            kinds = ", ".join(sorted({finding["type"] for finding in result["findings"]})) or "-"
            line = f"{result['n']:>5}  {decision['action']:<5}  {result['service']:<20} {kinds}"
            _print(f"{line}  [{decision['rule']}]")
    raise typer.Exit(FOUND if stopped else 0)


@services_app.command("list")
def services_list(*, catalogue: Catalogues = None, as_json: Json = False) -> None:
    """All services of the catalogue."""
    rows = (
        {"service": one.id, "name": one.name, "category": one.category, "risk": one.risk}
        for one in _catalogue(catalogue).services.values()
    )
    _print_rows(rows, as_json=as_json)


@services_app.command("lookup")
def services_lookup(
    hosts: Annotated[
        list[str], typer.Argument(metavar="HOST...", help="Hosts or URLs, or - for standard input.")
    ],
    *,
    catalogue: Catalogues = None,
) -> None:
    """Which AI service a host or URL belongs to; one JSON object a line, in the order given."""
    from agent.lookup import look_up  # noqa: PLC0415 - keep the module's imports next to their use

    known = _catalogue(catalogue)
    for host in _lines(hosts):
        _print_json(look_up(known, host))


@services_app.command("show")
def services_show(service: str, *, catalogue: Catalogues = None) -> None:
    """Everything the catalogue knows about one service."""
    from agent.lookup import describe  # noqa: PLC0415 - keep the module's imports next to their use

    _print(json.dumps(describe(_catalogue(catalogue), service), indent=2, ensure_ascii=False))


@register_app.command("list")
def register_list(
    *,
    config: ConfigFile = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """The AI systems seen, with what is known of them."""
    from agent.record.store import Store  # noqa: PLC0415 - the database takes half a second to import
    from agent.register.systems import list_systems  # noqa: PLC0415 - the same

    loaded = load_config(config, data_dir=data_dir)
    make_data_dir(loaded.data_dir)
    services = read_catalogue(loaded)
    with Store.open(loaded.database_location) as store:
        rows = [system.as_dict() for system in list_systems(store, services.services)]
    shown = rows if as_json else [{name: row[name] for name in REGISTER_COLUMNS} for row in rows]
    _print_rows(shown, as_json=as_json)


@policy_app.command("check")
def policy_check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Policy files.")],
) -> None:
    """Say whether policy files are valid."""
    for file in files:
        loaded = read_policy(str(file))
        _print(f"{file}: valid: {len(loaded.policy.rules)} rules, mode {loaded.policy.mode}")


@ca_app.command("show")
def ca_show(*, config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Path, name, fingerprint and end date of the CA's certificate."""
    from agent.ca import describe_ca  # noqa: PLC0415 - mitmproxy takes a second to import

    loaded = load_config(config, data_dir=data_dir)
    make_data_dir(loaded.data_dir)
    _print_rows([describe_ca(loaded.ca_folder)], as_json=False)


@ca_app.command("export")
def ca_export(*, config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """The CA's certificate (never its key), as PEM."""
    from agent.ca import read_certificate  # noqa: PLC0415 - mitmproxy takes a second to import

    loaded = load_config(config, data_dir=data_dir)
    make_data_dir(loaded.data_dir)
    _print(read_certificate(loaded.ca_folder).rstrip())


@app.command()
def pac(
    *,
    config: ConfigFile = None,
    proxy: Annotated[str | None, _option("--proxy", text="Address for clients. [the proxy's own]")] = None,
) -> None:
    """A proxy auto-configuration file: AI services through the guard, everything else direct."""
    from agent.pac import pac_file  # noqa: PLC0415 - keep the module's imports next to their use

    loaded = load_config(config)
    _print(pac_file(read_catalogue(loaded), proxy or loaded.listen).rstrip())


@app.callback(invoke_without_command=True)
def _top(
    *, show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    if show_version:
        _print(version("schaduwwacht"))
        raise typer.Exit


def main() -> None:
    """Entry point: errors become one line and an exit code here, and nowhere else."""
    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    try:
        app()
    except AgentError as error:
        _warn(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        sys.exit(FAILURE)
    except Exception as error:  # noqa: BLE001 - the last edge
        _warn(f"internal error: {describe(error)}; please report it with this line")
        sys.exit(FAILURE)


def _catalogue(files: list[Path] | None) -> Catalogue:
    return read_catalogue(load_config(None, catalogue=tuple(files) if files else None))


def _pairs(settings: Iterable[str]) -> Mapping[str, str]:
    """``{"ssl_insecure": "true"}`` of ``ssl_insecure=true``."""
    pairs = [setting.partition("=") for setting in settings]
    for key, sign, _ in pairs:
        if not sign:
            raise UsageError(f"--set {key}: write it as KEY=VALUE")
    return {key: value for key, _, value in pairs}


def _lines(arguments: Iterable[str]) -> Iterable[str]:
    """The arguments; a ``-`` stands for the lines of standard input."""
    for argument in arguments:
        if argument == "-":
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            yield argument


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")


def _print_json(data: Mapping[str, Any]) -> None:
    _print(json.dumps(data, ensure_ascii=False))


def _print_rows(rows: Iterable[Mapping[str, Any]], *, as_json: bool) -> None:
    """JSON lines, or a table for a person."""
    if as_json:
        for row in rows:
            _print_json(row)
        return
    listed = list(rows)
    if listed:
        table = Table(*listed[0], box=None, pad_edge=False, header_style="bold")
        for row in listed:
            table.add_row(*("-" if value is None else str(value) for value in row.values()))
        Console(width=None if sys.stdout.isatty() else 500).print(table)  # a pipe loses nothing


def _print_findings(result: Mapping[str, Any]) -> None:
    for finding in result["findings"]:
        place = f" {finding['place']}" if finding.get("place") else ""
        why = f"  ({'; '.join(finding['reasons'])})" if "reasons" in finding else ""
        text = f"  {finding['text']!r}" if "text" in finding else ""
        span = f"{finding['start']}-{finding['end']}"
        _print(f"{result['source']}:{place} {span} {finding['type']} {finding['score']:.2f}{text}{why}")


def _warn(line: str) -> None:
    sys.stderr.write(f"schaduwwacht: {line}\n")


if __name__ == "__main__":
    main()
