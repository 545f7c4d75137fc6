"""Scan processes: the event loop never scans.

A process that dies or overruns its deadline is replaced by the pool; a request whose process died is tried
once more. Whatever goes wrong ends as a `ScanFailure`, which the policy answers.
"""

import asyncio
import logging
import multiprocessing
import secrets
from collections.abc import Callable
from concurrent.futures import Future

from pebble import ProcessExpired, ProcessPool

from agent.config import check_temporary_folder
from agent.detection import PLAIN, Detection
from agent.errors import FailureError, describe
from agent.examination import Examination
from detectors.request import Request
from policies.lists import Lists

WARM_UP = Request(
    "POST",
    "https://api.openai.com/v1/chat/completions",
    (("content-type", "application/json"),),
    b'{"messages": [{"role": "user", "content": "Beste Sanne, mijn telefoonnummer is 06 12345678."}]}',
)
START_SECONDS = 60.0

logger = logging.getLogger(__name__)
_MOST_TRIES = 2


class ScanFailure(Exception):  # noqa: N818 - it is an outcome that the policy judges, not a fault of the caller
    """A request could not be examined.

    Attributes:
        reason: ``deadline``, ``worker-died``, ``scanner-error`` or ``pool-stopped``; used as a metric label.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Workers:
    """A pool of processes that examine requests.

    Args:
        count: Number of processes.
        deadline: Seconds that one examination may take, waiting for a free process included.
        max_body: Bytes of a body, on the wire and decoded.
        detection: What scanners are made with.
    """

    def __init__(self, count: int, deadline: float, max_body: int, detection: Detection = PLAIN) -> None:
        self.count = count
        self.busy = 0
        self._deadline = deadline
        self._max_body = max_body
        self._detection = detection
        self._key = secrets.token_bytes(32)
        self._pool = self._new_pool()

    async def start(self) -> None:
        """Load the detectors in every process, so that the first prompt is as fast as the next.

        Raises:
            FailureError: The processes do not start, or the detectors do not load.
        """
        check_temporary_folder()
        warm = [self._schedule(START_SECONDS, examine_request, WARM_UP, None) for _ in range(self.count)]
        try:
            await asyncio.gather(*map(asyncio.wrap_future, warm))
        except Exception as error:
            why = error.__cause__ or error
            raise FailureError(f"the scan processes do not start: {type(why).__name__}: {why}") from error

    async def request(
        self, request: Request, reader: str | None, lists: Lists | None = None, group: str | None = None
    ) -> Examination:
        """Examine an HTTP request; findings are what the lists leave of them for this group.

        Raises:
            ScanFailure: It could not be done; the request must not be called clean.
        """
        return await self._run(examine_request, request, reader, lists, group)

    async def message(
        self, data: bytes | str, reader: str | None, lists: Lists | None = None, group: str | None = None
    ) -> Examination:
        """Examine a WebSocket message.

        Raises:
            ScanFailure: It could not be done; the message must not be called clean.
        """
        return await self._run(examine_message, data, reader, lists, group)

    async def answer(
        self, body: bytes, codings: tuple[str, ...], lists: Lists | None = None, group: str | None = None
    ) -> Examination:
        """Examine a service's answer.

        Raises:
            ScanFailure: It could not be done.
        """
        return await self._run(examine_answer, body, codings, lists, group)

    async def call[T](self, work: Callable[..., T], *arguments: object) -> T:
        """Run any function of the product in a worker, under the same deadline.

        Raises:
            ScanFailure: It could not be done.
        """
        return await self._run(work, *arguments)

    def stop(self) -> None:
        """End all processes."""
        self._pool.stop()
        self._pool.join()

    async def _run[T](self, work: Callable[..., T], *arguments: object) -> T:
        self.busy += 1
        try:
            async with asyncio.timeout(self._deadline):
                return await self._try(work, *arguments)
        except TimeoutError as error:
            raise ScanFailure("deadline") from error
        finally:
            self.busy -= 1

    async def _try[T](self, work: Callable[..., T], *arguments: object) -> T:
        for attempt in range(1, _MOST_TRIES + 1):
            try:
                return await asyncio.wrap_future(self._schedule(self._deadline, work, *arguments))
            except ProcessExpired as error:
                if attempt == _MOST_TRIES:
                    raise ScanFailure("worker-died") from error
            except TimeoutError:
                raise
            except Exception as error:
                logger.error("scanning failed: %s", describe(error))  # noqa: TRY400 - a traceback may hold the prompt
                raise ScanFailure("scanner-error") from error
        raise ScanFailure("worker-died")

    def _schedule[T](self, seconds: float, work: Callable[..., T], *arguments: object) -> Future[T]:
        if not self._pool.active:  # a pool that broke stays broken: build another
            self._pool.stop()
            self._pool = self._new_pool()
        future: Future[T] = self._pool.schedule(work, args=arguments, timeout=seconds)
        return future

    def _new_pool(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__, "agent.examine"])
        return ProcessPool(
            max_workers=self.count,
            initializer=_load,
            initargs=(self._max_body, self._deadline, self._key, self._detection),
            context=context,
        )


# These run in the workers. The detectors are imported there only: they take seconds and a hundred megabytes,
# and this process never needs them.


def examine_request(
    request: Request, reader: str | None, lists: Lists | None = None, group: str | None = None
) -> Examination:
    """Examine an HTTP request, in a worker."""
    from agent.examine import loaded  # noqa: PLC0415 - see above

    return loaded().request(request, reader, lists, group)


def examine_message(
    data: bytes | str, reader: str | None, lists: Lists | None = None, group: str | None = None
) -> Examination:
    """Examine a WebSocket message, in a worker."""
    from agent.examine import loaded  # noqa: PLC0415 - see above

    return loaded().message(data, reader, lists, group)


def examine_answer(
    body: bytes, codings: tuple[str, ...], lists: Lists | None = None, group: str | None = None
) -> Examination:
    """Examine a service's answer, in a worker."""
    from agent.examine import loaded  # noqa: PLC0415 - see above

    return loaded().answer(body, codings, lists, group)


def find_kinds(text: str) -> frozenset[str]:
    """The types of what is found in a text of our own asking, in a worker."""
    from agent.examine import loaded  # noqa: PLC0415 - see above

    return frozenset(finding.type for finding in loaded().text(text).findings)


def _load(max_body: int, deadline: float, key: bytes, detection: Detection) -> None:
    from agent.examine import load  # noqa: PLC0415 - see above

    load(max_body, deadline, key, detection)
