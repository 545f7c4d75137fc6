"""The errors of this package; `agent.cli` turns each into one line and an exit code.

AgentError
├── UsageError     what was asked cannot be done as asked: exit code 2
└── FailureError   the machine or a file stands in the way: exit code 3
"""


class AgentError(Exception):
    """Base of every error that `agent` raises on purpose."""

    exit_code = 3


class UsageError(AgentError):
    """Wrong options, configuration or policy; the message says where and what to do."""

    exit_code = 2


class FailureError(AgentError):
    """A port in use, a directory that cannot be written, a file that cannot be read."""

    exit_code = 3
