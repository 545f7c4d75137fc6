"""The command line. Results go to standard output, everything else to standard error.

Exit codes: 0 clean, 1 findings or a decision that says stop, 2 usage, 3 failure.
"""

import logging
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from agent.cli import discover, doctor, evidence, guarding, looking, match, policy, report, user
from agent.cli.output import FAILURE, say, warn
from agent.errors import AgentError, describe

app = typer.Typer(
    name="schaduwwacht",
    help="Shadow-AI discovery and data-leak guard. Self-hosted; nothing of a prompt is stored.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for part in (guarding, looking, discover, match, evidence, report, policy, user, doctor):
    app.add_typer(part.app)


@app.callback(invoke_without_command=True)
def _top(
    *, show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    if show_version:
        say(version("schaduwwacht"))
        raise typer.Exit


def main() -> None:
    """Entry point: errors become one line and an exit code here, and nowhere else."""
    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    try:
        app()
    except AgentError as error:
        warn(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        sys.exit(FAILURE)
    except Exception as error:  # noqa: BLE001 - the last edge
        warn(f"internal error: {describe(error)}; please report it with this line")
        sys.exit(FAILURE)
