"""`python -m agent.reports`: make the files that are due. The settings come on standard input, as JSON."""

import sys

from agent.config import Config
from agent.errors import AgentError, describe
from agent.priority import step_back
from agent.reports.monthly import make_due


def main() -> int:
    """Make them; returns the exit code."""
    step_back()
    try:
        for path in make_due(Config.model_validate_json(sys.stdin.buffer.read())):
            sys.stderr.write(f"schaduwwacht: made {path}\n")
    except AgentError as error:
        sys.stderr.write(f"schaduwwacht: report: {error}\n")
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - the last edge of this process
        sys.stderr.write(f"schaduwwacht: report: internal error: {describe(error)}\n")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
