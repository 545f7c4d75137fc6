"""AI services in the logs of other systems: `discover`."""

import getpass
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from agent.cli.options import Catalogues, ConfigFile, DataDir, Json, catalogue_of, option, prepared
from agent.cli.output import print_json, print_rows, warn
from agent.discovery import Discovery, Engine, discover
from agent.discovery.logs.source import Progress, total_size
from agent.errors import UsageError

app = typer.Typer()

_HELP = (
    "Logs: files, directories, glob patterns, or - for standard input; plain, gzip or zstd. Formats: "
    "bind, unbound, dnsmasq (Pi-hole too), windows-dns, zeek-ssl, zeek-http, zeek-dns, w3c, squid, combined, "
    "haproxy, zscaler, suricata, fortigate, paloalto, umbrella, dnstap, windows-dns-analytic, coredns, "
    "technitium, powerdns, mikrotik, meraki, barracuda, tinyproxy, csv, json, pairs."
)


@app.command("discover")
def discover_command(  # noqa: PLR0913 - the options of the command
    logs: Annotated[list[str], typer.Argument(metavar="LOG", help=_HELP)],
    *,
    log_format: Annotated[
        str, option("--format", text="Name of a format; auto tells by content. [auto]")
    ] = "auto",
    columns: Annotated[
        list[str] | None,
        option("--columns", text="For csv, json and pairs: host=NAME,client=NAME,time=NAME,bytes=NAME."),
    ] = None,
    timezone: Annotated[
        str | None, option("--timezone", text="Of logs that do not say; default: this machine's.")
    ] = None,
    engine: Annotated[
        Engine, option("--engine", text="duckdb, or spark on a cluster. [duckdb]")
    ] = Engine.DUCKDB,
    register: Annotated[bool, option("--register", text="Add what is found to the AI register.")] = False,
    catalogue: Catalogues = None,
    config: ConfigFile = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """AI services in DNS, proxy, TLS and firewall logs; clients are counted, never named."""
    known = catalogue_of(catalogue, config)
    with _bar(logs, wanted=engine is Engine.DUCKDB) as progress:
        found = discover(
            logs,
            log_format,
            catalogue=known,
            columns=_columns(columns or ()),
            timezone=timezone,
            engine=engine,
            progress=progress,
        )
    _print(found, as_json=as_json)
    if register:
        _register(found, config, data_dir)


def _columns(maps: Iterable[str]) -> Mapping[str, str]:
    """``{"host": "domain"}`` of ``host=domain``; several with commas, or options."""
    pairs = [pair.partition("=") for text in maps for pair in text.split(",")]
    for name, sign, column in pairs:
        if not sign or not column:
            raise UsageError(f"--columns {name}: write it as host=NAME,client=NAME")
    return {name.strip(): column.strip() for name, _, column in pairs}


@contextmanager
def _bar(logs: list[str], *, wanted: bool) -> Iterator[Progress | None]:
    """A progress bar on a terminal; nothing anywhere else."""
    if not wanted or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - only for a terminal
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn  # noqa: PLC0415

    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("logs", total=total_size(logs))
        yield lambda size: bar.advance(task, size)


def _print(found: Discovery, *, as_json: bool) -> None:
    if as_json:
        for one in found.services:
            print_json(one.as_dict())
        print_json(found.summary.as_dict())
    else:
        rows = [one.as_dict() | {"hosts": ", ".join(one.hosts)} for one in found.services]
        print_rows(rows, as_json=False)
        warn(_summary_line(found))
    for log, read_as in found.formats.items():
        if read_as is None:
            warn(f"{log}: in no format we know; skipped. See `schaduwwacht discover --help`")
    if found.summary.lines and not found.summary.read:
        warn(_nothing_read(found))


def _nothing_read(found: Discovery) -> str:
    from agent.discovery.logs.layout import NO_HOST  # noqa: PLC0415 - Ibis takes a second to import

    if NO_HOST in found.summary.reasons:
        return "no line names a host: where there are only addresses, AI cannot be told from the rest"
    return "no line could be read: was --format right? See `schaduwwacht discover --help`"


def _summary_line(found: Discovery) -> str:
    counts = found.summary
    reasons = "; ".join(f"{reason}: {number}" for reason, number in counts.reasons.items())
    skipped = f", {counts.skipped} skipped ({reasons})" if counts.skipped else ""
    services = _counted(len(found.services), "AI service")
    return f"{services} in {_counted(counts.lines, 'line')}: {counts.read} read{skipped}"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _register(found: Discovery, config: Path | None, data_dir: Path | None) -> None:
    from agent.discovery.enter import enter_in_register  # noqa: PLC0415 - the database takes half a second to import
    from agent.record.store import Store  # noqa: PLC0415 - the same
    from agent.register.systems import Actor  # noqa: PLC0415 - the same

    loaded = prepared(config, data_dir)
    with Store.open(loaded.database_location) as store:
        number = enter_in_register(store, found, Actor(getpass.getuser(), loaded.node))
    warn(f"{_counted(number, 'system')} in the register; see `schaduwwacht register list`")
