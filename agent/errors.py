"""The errors of this package; `agent.cli` turns each into one line and an exit code.

AgentError
├── UsageError     what was asked cannot be done as asked: exit code 2
└── FailureError   the machine or a file stands in the way: exit code 3
"""

import re
import traceback
from pathlib import Path


class AgentError(Exception):
    """Base of every error that `agent` raises on purpose."""

    exit_code = 3


class UsageError(AgentError):
    """Wrong options, configuration or policy; the message says where and what to do."""

    exit_code = 2


class FailureError(AgentError):
    """A port in use, a directory that cannot be written, a file that cannot be read."""

    exit_code = 3


def describe(error: BaseException) -> str:
    """``KeyError in scanner.py:48``: enough to find a fault, and nothing of what was scanned.

    The message of an unexpected exception may hold the prompt, so it is left out. An exception that came
    from a worker process brings its traceback as text.
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown place"
    if remote := re.findall(r'File "([^"]+)", line (\d+)', str(getattr(error, "traceback", ""))):
        file, line = remote[-1]
        place = f"{Path(file).name}:{line}"
    return f"{type(error).__name__} in {place}"
