"""The errors of the record.

FailureError
├── RecordError    an event or a change could not be written or read: the policy's `on_failure` applies
└── StoreError     the database cannot be opened: wrong path, newer schema, no driver
"""

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from agent.errors import FailureError


class RecordError(FailureError):
    """Something could not be written to, or read from, the record."""


class StoreError(FailureError):
    """The store cannot be opened; the message says what to do."""


def explain(error: SQLAlchemyError, where: str) -> str:
    """One line for a database error: what, where and what to do. Never the statement or its values."""
    cause = str(error.orig) if isinstance(error, DBAPIError) else type(error).__name__
    first_line = cause.strip().splitlines()[0] if cause.strip() else type(error).__name__
    for sign, advice in _ADVICE.items():
        if sign in cause.lower():
            return f"{where}: {first_line}: {advice}"
    return f"{where}: {first_line}"


_ADVICE = {
    "disk is full": "make room on its disk; recording goes on by itself",
    "no space left": "make room on its disk; recording goes on by itself",
    "is locked": "another program holds it; recording goes on when that is done",
    "unable to open": "check that the file and its directory exist and belong to this user",
    "readonly": "the file or its directory cannot be written by this user",
    "malformed": "the file is damaged; restore it from a backup",
    "not a database": "this file is no database; choose another one, or move it away",
    "connection": "check that the server runs and can be reached; recording goes on when it does",
}
