"""Ctrl-C while the demo runs: the first stops it, those that follow do not disturb the cleaning up."""

import contextlib
import signal
import threading
from types import FrameType
from typing import Self

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopping:
    """Turns the first signal to stop into `KeyboardInterrupt`; terminals, make and uv each send their own."""

    def __init__(self) -> None:
        """Listen from `with` on."""
        self._closed = False
        self._before: list[tuple[signal.Signals, signal._HANDLER]] = []

    def __enter__(self) -> Self:
        self._before = [(number, signal.signal(number, self._stop)) for number in SIGNALS]
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before:
            signal.signal(number, handler)

    def close(self) -> None:
        """From here on no signal interrupts."""
        self._closed = True

    def wait(self) -> None:
        """Until somebody stops the demo."""
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        if not self._closed:
            self._closed = True
            raise KeyboardInterrupt
