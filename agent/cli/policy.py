"""Policies: `policy`."""

from pathlib import Path
from typing import Annotated

import typer

from agent.cli.output import FOUND, say
from agent.errors import UsageError
from agent.knowledge import read_policy
from policies.errors import PolicyError

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


@policy_app.command("test")
def policy_test(
    sources: Annotated[
        list[str], typer.Argument(metavar="FILE|PACK...", help="Policy files, or names of packs.")
    ],
) -> None:
    """Run a policy's own cases; exit code 1 when one fails."""
    from detectors.scanner import Scanner  # noqa: PLC0415 - the detectors take a second to import
    from policies.cases import load_cases  # noqa: PLC0415 - only this command needs it
    from policies.testing import run_cases  # noqa: PLC0415 - the same

    scanner = Scanner()
    failed = 0
    for source in sources:
        try:
            cases = load_cases(source)
        except PolicyError as error:
            raise UsageError(str(error)) from error
        results = run_cases(read_policy(source).policy, cases, lambda text: scanner.scan(text).findings)
        for result in results:
            for problem in result.problems:
                say(f"{source}: {result.name}: {problem}")
        wrong = sum(not result.passed for result in results)
        say(f"{source}: {len(results) - wrong} cases passed, {wrong} failed")
        failed += wrong
    raise typer.Exit(FOUND if failed else 0)
