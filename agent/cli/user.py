"""Accounts of the console: `user add`, `user list`, `user disable`, `user reset`."""

import getpass
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from agent.cli.options import ConfigFile, DataDir, Json, option, prepared
from agent.cli.output import print_rows, say
from agent.console.roles import Role

app = typer.Typer()
user_app = typer.Typer(no_args_is_help=True, help="Accounts of the console.")
app.add_typer(user_app, name="user")

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name that they sign in with.")]


@user_app.command("add")
def user_add(  # noqa: PLR0913 - the options of the command
    name: Name,
    *,
    role: Annotated[list[Role], option("--role", text="What they may see; may be given more than once.")],
    password_stdin: Annotated[
        bool, option("--password-stdin", text="Read the password from standard input.")
    ] = False,
    external: Annotated[
        bool, option("--external", text="They sign in by OpenID Connect or a reverse proxy: no link.")
    ] = False,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Make an account. Prints a one-time link at which its owner chooses a password."""
    from agent.console.links import password_link  # noqa: PLC0415 - the database takes half a second to import
    from agent.console.users import add_account  # noqa: PLC0415 - the same
    from agent.record.store import Store  # noqa: PLC0415 - the same
    from agent.register.systems import Actor  # noqa: PLC0415 - the same

    loaded = prepared(config, data_dir)
    actor = Actor(getpass.getuser(), loaded.node)
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    with Store.open(loaded.database_location) as store:
        made = add_account(store, name, role, actor, password=password)
        if password is None and not external:
            say(password_link(store, made.name, loaded, datetime.now(UTC), actor))


@user_app.command("list")
def user_list(*, config: ConfigFile = None, data_dir: DataDir = None, as_json: Json = False) -> None:
    """All accounts."""
    from agent.console.users import list_accounts  # noqa: PLC0415 - the database takes half a second to import
    from agent.record.store import Store  # noqa: PLC0415 - the same

    with Store.open(prepared(config, data_dir).database_location) as store:
        accounts = list_accounts(store)
    rows = [
        {
            "name": account.name,
            "roles": sorted(account.roles) if as_json else " ".join(sorted(account.roles)),
            "password": account.password is not None,
            "codes": account.totp is not None,
            "disabled": account.disabled,
            "created": account.created.isoformat(timespec="seconds").replace("+00:00", "Z"),
            "created_by": account.created_by,
        }
        for account in accounts
    ]
    print_rows(rows, as_json=as_json)


@user_app.command("disable")
def user_disable(name: Name, *, config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Close an account: its sessions end at once."""
    from agent.console.users import set_disabled, user_name  # noqa: PLC0415 - the database takes half a second to import
    from agent.record.store import Store  # noqa: PLC0415 - the same
    from agent.register.systems import Actor  # noqa: PLC0415 - the same

    loaded = prepared(config, data_dir)
    with Store.open(loaded.database_location) as store:
        set_disabled(store, user_name(name), Actor(getpass.getuser(), loaded.node))


@user_app.command("reset")
def user_reset(name: Name, *, config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Void an account's password and one-time codes; prints a one-time link to choose a new password."""
    from agent.console.links import password_link  # noqa: PLC0415 - the database takes half a second to import
    from agent.console.users import user_name  # noqa: PLC0415 - the same
    from agent.record.store import Store  # noqa: PLC0415 - the same
    from agent.register.systems import Actor  # noqa: PLC0415 - the same

    loaded = prepared(config, data_dir)
    with Store.open(loaded.database_location) as store:
        actor = Actor(getpass.getuser(), loaded.node)
        say(password_link(store, user_name(name), loaded, datetime.now(UTC), actor))
