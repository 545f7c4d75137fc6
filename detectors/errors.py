"""The errors of this package.

DetectorsError
├── CatalogueError    a service file is wrong: says file, line and field
├── HarError          a HAR file is corrupt: says file, place and what is wrong
├── UnreadableError   a body, file or archive could not be read; `reason` is one of a short fixed list
├── CannotRewriteError a request cannot be sent with some of its texts changed; `reason` as above
└── ModelError        a packaged or configured model is missing or does not load

No message ever holds text that was scanned.
"""


class DetectorsError(Exception):
    """Base of every error that `detectors` raises on purpose."""


class CatalogueError(DetectorsError):
    """A service catalogue file is invalid."""


class HarError(DetectorsError):
    """A HAR file is corrupt or no HAR file at all."""


class ModelError(DetectorsError):
    """A language model is missing or does not load."""


class UnreadableError(DetectorsError):
    """A body or file cannot be read, so it cannot be said to be clean.

    Attributes:
        reason: Machine-readable, from a short fixed list, e.g. ``encrypted``, ``too-large``, ``bomb``,
            ``unknown-coding``, ``truncated``, ``image``, ``binary``; used as a metric label.
    """

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(message or reason)
        self.reason = reason


class CannotRewriteError(DetectorsError):
    """A request cannot be sent with some of its texts changed, so it must not be sent at all.

    Attributes:
        reason: Machine-readable, from a short fixed list: ``signed``, ``file``, ``path``, ``coding``,
            ``charset``, ``not-found``, ``label``, ``mismatch``, ``vault-full``, ``busy``; used as a metric
            label.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
