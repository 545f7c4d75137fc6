"""Policies: `policy`."""

from pathlib import Path
from typing import Annotated

import typer

from agent.cli.output import say
from agent.knowledge import read_policy

app = typer.Typer()
policy_app = typer.Typer(no_args_is_help=True, help="Policies.")
app.add_typer(policy_app, name="policy")


@policy_app.command("check")
def policy_check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Policy files.")],
) -> None:
    """Say whether policy files are valid."""
    for file in files:
        loaded = read_policy(str(file))
        say(f"{file}: valid: {len(loaded.policy.rules)} rules, mode {loaded.policy.mode}")
