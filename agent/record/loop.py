"""A thread that does a step again and again, slower while it fails, and tells when that begins and ends."""

import logging
import threading
from collections.abc import Callable

from agent.errors import FailureError

LONGEST_PAUSE = 30.0

_log = logging.getLogger(__name__)


class Loop:
    """Runs a step until it is closed."""

    def __init__(self, name: str, step: Callable[[], bool], idle: float = 0.5) -> None:
        """Start the thread.

        Args:
            name: Named in the log.
            step: Does some work; returns whether there is more at once.
            idle: Seconds to wait when there is not.
        """
        self.problem: str | None = None
        self._name = name
        self._step = step
        self._idle = idle
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        """Whether the thread has ended: nothing but the caller does a step any more."""
        return not self._thread.is_alive()

    def close(self) -> None:
        """Stop after the present step."""
        self._stop.set()
        self._thread.join(timeout=15)

    def _run(self) -> None:
        pause = self._idle
        while not self._stop.is_set():
            try:
                more = self._step()
            except Exception as error:  # noqa: BLE001 - the thread must live; what it sends is safe in the store
                self._tell(str(error) if isinstance(error, FailureError) else type(error).__name__)
                self._stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            self._tell(None)
            pause = self._idle
            if not more:
                self._stop.wait(self._idle)

    def _tell(self, problem: str | None) -> None:
        if problem and not self.problem:
            _log.warning("%s: events wait on this node: %s", self._name, problem)
        elif self.problem and not problem:
            _log.warning("%s: events are sent on again", self._name)
        self.problem = problem
