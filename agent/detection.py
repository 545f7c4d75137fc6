"""What the settings say about detection: the organisation's own people, and its own spaCy pipeline.

Light to import, as the proxy's process takes it to its workers; the detectors are loaded when a scanner is
made.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.config import Config
from agent.errors import FailureError

if TYPE_CHECKING:
    from detectors.scanner import Scanner

logger = logging.getLogger(__name__)

type Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Detection:
    """Settings that a scanner is made with.

    Attributes:
        known_index: Where the index of known people is, or will be; None for no exact match.
        known_key: File with its key.
        index_required: Whether a missing index is an error: it is when the settings name one.
        spacy_model: An organisation's own spaCy pipeline, asked beside our model.
    """

    known_index: Path | None = None
    known_key: Path | None = None
    index_required: bool = False
    spacy_model: str | None = None


PLAIN = Detection()
"""No exact match, no model but ours."""


def detection_of(config: Config) -> Detection:
    """The part of the settings that detection needs."""
    return Detection(
        known_index=config.known_index_file,
        known_key=config.known_key_file,
        index_required=config.known_index is not None,
        spacy_model=config.spacy_model,
    )


def make_scanner(detection: Detection) -> "Scanner":
    """A scanner by these settings.

    Raises:
        FailureError: The index, its key or the spaCy pipeline cannot be used; the message says what to do.
    """
    from detectors.errors import DetectorsError  # noqa: PLC0415 - see the module's docstring
    from detectors.scanner import Scanner, ScanSettings  # noqa: PLC0415 - the same

    index = detection.known_index
    if index is not None and not detection.index_required and not index.exists():
        index = None
    try:
        key = _key(detection) if index is not None else b""
        return Scanner(ScanSettings(known_index=index, known_key=key, spacy_model=detection.spacy_model))
    except DetectorsError as error:
        raise FailureError(str(error)) from error


class ScannerSource:
    """Gives a new scanner whenever the index of known people was made or replaced.

    An index that disappears leaves the last scanner in place, which then refuses to scan: nobody is told that
    a text is clean when the index could not be asked.
    """

    def __init__(self, detection: Detection) -> None:
        self._detection = detection
        self._stamp = _stamp(detection.known_index)

    def scanner(self) -> "Scanner":
        """A scanner as the files are now.

        Raises:
            FailureError: See `make_scanner`.
        """
        self._stamp = _stamp(self._detection.known_index)
        return make_scanner(self._detection)

    def renewed(self) -> "Scanner | None":
        """A new scanner when the index is another file than the last time, else None.

        Raises:
            FailureError: See `make_scanner`.
        """
        stamp = _stamp(self._detection.known_index)
        if stamp is None or stamp == self._stamp:
            return None
        scanner = self.scanner()
        logger.info("the index of known people was replaced: texts are compared with the new one")
        return scanner


def _stamp(path: Path | None) -> Stamp | None:
    """What changes when a file is replaced; None when there is no file."""
    try:
        status = path.stat() if path else None
    except OSError:
        return None
    return (status.st_ino, status.st_mtime_ns, status.st_size) if status else None


def _key(detection: Detection) -> bytes:
    path = detection.known_key
    if path is None:
        return b""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FailureError(
            f"{path}: {error.strerror}: the key of the index of known people cannot be read; "
            "restore it, or make key and index again with `match build`"
        ) from error
