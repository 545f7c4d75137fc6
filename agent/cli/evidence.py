"""What is kept: `register`, `incident`, `audit`."""

import getpass
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from agent.cli.options import ConfigFile, DataDir, Json, check_period, option, prepared
from agent.cli.output import FOUND, print_rows, say, warn
from agent.errors import FailureError, UsageError
from agent.knowledge import read_catalogue

if TYPE_CHECKING:
    from agent.register.incidents import Incident

app = typer.Typer()
register_app = typer.Typer(no_args_is_help=True, help="The AI register.")
incident_app = typer.Typer(no_args_is_help=True, help="Possible data breaches.")
audit_app = typer.Typer(no_args_is_help=True, help="Evidence: verify, export and purge the record.")
for name, group in (("register", register_app), ("incident", incident_app), ("audit", audit_app)):
    app.add_typer(group, name=name)

REGISTER_COLUMNS = ("service", "tenant", "name", "category", "risk", "status", "requests", "last_seen")
DAY = ("%Y-%m-%d",)
INCIDENT_COLUMNS = ("id", "service", "state", "requests", "first", "last", "owner")
Tenant = Annotated[
    str | None, option("--tenant", text="The contracted tenant; none means consumer accounts.")
]
Facts = Annotated[
    list[str], typer.Argument(metavar="NAME=VALUE", help="What to set; an empty value empties.")
]
Output = Annotated[Path | None, option("--output", "-o", text="File to write; default: standard output.")]
Lang = Annotated[Literal["nl", "en"], option("--lang", text="Language. [nl]")]


@register_app.command("list")
def register_list(*, config: ConfigFile = None, data_dir: DataDir = None, as_json: Json = False) -> None:
    """The AI systems seen, with what is known of them."""
    from agent.record.store import Store  # noqa: PLC0415 - the database takes half a second to import
    from agent.register.privacy import with_shown_groups  # noqa: PLC0415 - the same
    from agent.register.systems import list_systems  # noqa: PLC0415 - the same

    loaded = prepared(config, data_dir)
    services = read_catalogue(loaded)
    with Store.open(loaded.database_location) as store:
        listed = with_shown_groups(store, list_systems(store, services.services))
        rows = [system.as_dict() for system in listed]
    shown = rows if as_json else [{name: row[name] for name in REGISTER_COLUMNS} for row in rows]
    print_rows(shown, as_json=as_json)


@register_app.command("show")
def register_show(
    service: str, *, tenant: Tenant = None, config: ConfigFile = None, data_dir: DataDir = None
) -> None:
    """One AI system with its obligations."""
    from agent.record.store import Store  # noqa: PLC0415 - the database takes half a second to import
    from agent.register.duties import list_duties  # noqa: PLC0415 - the same
    from agent.register.privacy import with_shown_groups  # noqa: PLC0415 - the same
    from agent.register.systems import get_system  # noqa: PLC0415 - the same

    loaded = prepared(config, data_dir)
    services = read_catalogue(loaded).services
    with Store.open(loaded.database_location) as store:
        system = get_system(store, service, tenant, services)
        if system is None:
            raise UsageError(f"{service}: not in the register; see `schaduwwacht register list`")
        duties = list_duties(store, loaded.organisation, services)
        (system,) = with_shown_groups(store, [system])
    own = [duty.as_dict() for duty in duties if (duty.service, duty.tenant) == (service, tenant)]
    say(json.dumps(system.as_dict() | {"obligations": own}, indent=2, ensure_ascii=False))


@register_app.command("set")
def register_set(  # noqa: PLR0913 - the options of the command
    service: str,
    facts: Facts,
    *,
    tenant: Tenant = None,
    obligation: Annotated[
        str | None, option("--obligation", text="Set an obligation of the system instead.")
    ] = None,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Set what people know or decide: status, owner, purpose, risk, risk_reason, expires, documents ..."""
    from agent.record.store import Store  # noqa: PLC0415 - the database takes half a second to import
    from agent.register.duties import set_duty  # noqa: PLC0415 - the same
    from agent.register.systems import Actor, get_system, set_system  # noqa: PLC0415 - the same

    loaded = prepared(config, data_dir)
    actor = Actor(getpass.getuser(), loaded.node)
    known = read_catalogue(loaded).services
    system = None
    with Store.open(loaded.database_location) as store:
        if obligation:
            set_duty(store, obligation, (service, tenant), _facts(facts), actor)
        else:
            set_system(store, service, tenant, _facts(facts), actor)
            system = get_system(store, service, tenant, known)
    if not obligation and service not in known and not (system and system.requests):
        warn(
            f"{service}: in the register by hand; no traffic of that name was seen and the catalogue lacks it"
        )


@register_app.command("export")
def register_export(
    *,
    form: Annotated[
        str, option("--format", text="csv, xlsx, json, algoritmeregister, annex-viii-c, gdpr-30 ...")
    ] = "csv",
    lang: Lang = "nl",
    output: Output = None,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """The register as a file. What people have still to judge says so."""
    from agent.record.store import Store  # noqa: PLC0415 - the database takes half a second to import
    from agent.register.exports import export_register, read_register  # noqa: PLC0415 - the same

    loaded = prepared(config, data_dir)
    services = read_catalogue(loaded).services
    with Store.open(loaded.database_location) as store:
        register = read_register(store, loaded.organisation, services, lang)
    _write(export_register(register, form), output)


@incident_app.command("list")
def incident_list(*, config: ConfigFile = None, data_dir: DataDir = None, as_json: Json = False) -> None:
    """Possible data breaches, the newest first."""
    from agent.record.store import Store  # noqa: PLC0415 - the database takes half a second to import
    from agent.register.incidents import list_incidents  # noqa: PLC0415 - the same

    with Store.open(prepared(config, data_dir).database_location) as store:
        rows = [_incident(incident) for incident in list_incidents(store)]
    shown = rows if as_json else [{name: row[name] for name in INCIDENT_COLUMNS} for row in rows]
    print_rows(shown, as_json=as_json)


@incident_app.command("show")
def incident_show(
    incident: str, *, lang: Lang = "nl", config: ConfigFile = None, data_dir: DataDir = None
) -> None:
    """One incident, with a draft of the notification to the authority."""
    from agent.record.store import Store  # noqa: PLC0415 - the database takes half a second to import
    from agent.register.incidents import get_incident  # noqa: PLC0415 - the same
    from agent.register.notification import draft  # noqa: PLC0415 - the same

    loaded = prepared(config, data_dir)
    with Store.open(loaded.database_location) as store:
        found = get_incident(store, incident)
    if found is None:
        raise UsageError(f"{incident}: no such incident; see `schaduwwacht incident list`")
    service = read_catalogue(loaded).services.get(found.service)
    fields = [
        {"section": item.section, "label": item.label, "value": item.value}
        for item in draft(found, loaded.organisation, service, lang)
    ]
    say(json.dumps(_incident(found) | {"notification": fields}, indent=2, ensure_ascii=False))


@incident_app.command("set")
def incident_set(incident: str, facts: Facts, *, config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Set what people know or decide: state, reason, owner, people, country, measures, aware, notified."""
    from agent.record.store import Store  # noqa: PLC0415 - the database takes half a second to import
    from agent.register.incidents import set_incident  # noqa: PLC0415 - the same
    from agent.register.systems import Actor  # noqa: PLC0415 - the same

    loaded = prepared(config, data_dir)
    with Store.open(loaded.database_location) as store:
        set_incident(store, incident, _facts(facts), Actor(getpass.getuser(), loaded.node))


@incident_app.command("export")
def incident_export(*, output: Output = None, config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """All incidents as JSON lines."""
    from agent.record.store import Store  # noqa: PLC0415 - the database takes half a second to import
    from agent.register.incidents import list_incidents  # noqa: PLC0415 - the same

    with Store.open(prepared(config, data_dir).database_location) as store:
        lines = [json.dumps(_incident(item), ensure_ascii=False) for item in list_incidents(store)]
    _write("".join(f"{line}\n" for line in lines).encode(), output)


@audit_app.command("export")
def audit_export(  # noqa: PLR0913 - the options of the command
    *,
    since: Annotated[datetime | None, option("--from", text="First day.", formats=DAY)] = None,
    until: Annotated[datetime | None, option("--to", text="Last day, included.", formats=DAY)] = None,
    parquet: Annotated[Path | None, option("--parquet", text="Write Parquet to this file instead.")] = None,
    output: Output = None,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """The record as JSON lines, ending with a signature; whole segments, so that it can be verified."""
    from agent.record.export import export, left_out  # noqa: PLC0415 - the database takes half a second to import
    from agent.record.keys import load_signer, signing_key  # noqa: PLC0415 - the same
    from agent.record.store import Store  # noqa: PLC0415 - the same

    check_period(since, until)
    loaded = prepared(config, data_dir)
    signer = load_signer(signing_key(loaded.data_dir))
    limits = {"since": since, "until": until + timedelta(days=1) if until else None}
    moments = {name: moment.replace(tzinfo=UTC) for name, moment in limits.items() if moment}
    with Store.open(loaded.database_location) as store:
        lines = export(store, signer, loaded.node, **moments)
        if parquet is not None:
            from agent.record.parquet import write_parquet  # noqa: PLC0415 - needs the extra `parquet`

            warn(f"{parquet}: {write_parquet(lines, parquet)} events; to verify, export without it")
        else:
            _write(b"".join(lines), output)
        for node, count in left_out(store, **moments).items():
            warn(
                f"{count} events of {node} came after its last signature and are left out: a node signs "
                "every hour, and at each export on its own machine"
            )


@audit_app.command("key")
def audit_key(*, config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """The public key that verifies this machine's record."""
    from agent.record.keys import load_signer, signing_key  # noqa: PLC0415 - the database takes half a second to import

    say(load_signer(signing_key(prepared(config, data_dir).data_dir)).public_pem().decode().rstrip())


@audit_app.command("verify")
def audit_verify(
    record: Annotated[Path, typer.Argument(metavar="EXPORT", help="A file of `audit export`.")],
    keys: Annotated[list[Path], typer.Argument(metavar="KEY", help="Public keys of the nodes, as PEM.")],
    *,
    partial: Annotated[bool, option("--partial", text="Allow that earlier events are missing.")] = False,
) -> None:
    """Check every hash and signature, with the export and the public key alone. Exit 1: it does not hold."""
    from agent.record.keys import load_keyring  # noqa: PLC0415 - the database takes half a second to import
    from agent.record.verify import verify  # noqa: PLC0415 - the same

    try:
        with record.open("rb") as lines:
            report = verify(lines, load_keyring(keys), partial=partial)
    except OSError as error:
        raise FailureError(f"{record}: {error.strerror}") from error
    if report.problem:
        warn(f"{record}: {report.problem}")
        raise typer.Exit(FOUND)
    say(f"{record}: holds: {report.events} events of {len(report.chains)} nodes")
    for chain in report.chains.values():
        when = chain.signed_at.isoformat(timespec="seconds") if chain.signed_at else "never"
        say(f"  {chain.node}: events {chain.first} to {chain.number}, the last signature is of {when}")


@audit_app.command("purge")
def audit_purge(
    *,
    months: Annotated[int, option("--months", text="How long events are kept. [7]")] = 7,
    reason: Annotated[str, option("--reason", text="Needed for less than six months; goes on record.")] = "",
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Remove old events, whole signed segments at a time; the rest still verifies."""
    from agent.record.purge import purge  # noqa: PLC0415 - the database takes half a second to import
    from agent.record.store import Store  # noqa: PLC0415 - the same

    loaded = prepared(config, data_dir)
    with Store.open(loaded.database_location) as store:
        done = purge(store, loaded.node, months, reason, getpass.getuser())
    say(f"removed {done.events} events from before {done.before.date().isoformat()}")


def _incident(incident: "Incident") -> dict[str, Any]:
    """Fit for JSON, and without groups: an incident may be one person's."""
    return replace(incident, groups={}).as_dict()


def _facts(pairs: list[str]) -> Mapping[str, Any]:
    """``{"owner": "HR"}`` of ``owner=HR``; an empty value is None."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise UsageError(f"{pair}: write it as NAME=VALUE")
        found[name] = value or None
    return found


def _write(data: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(data)
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise FailureError(f"{output}: {error.strerror}") from error
