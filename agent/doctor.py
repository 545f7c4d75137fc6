"""`schaduwwacht doctor`: whether this machine has what the guard needs. Each check says what to do."""

import asyncio
import ctypes
import shutil
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from cryptography import x509

from agent.config import Config, host_and_port
from agent.detection import detection_of
from agent.errors import AgentError
from agent.knowledge import read_catalogue, read_policy
from agent.record.schema import events
from agent.record.store import Store
from agent.workers import Workers
from detectors.documents.ocr import engine

LEAST_ROOM = 2**30
"""Bytes: below this a burst of events, or a large upload on its way to OCR, can fill the disk."""
SOON = timedelta(days=60)
_AHEAD = timedelta(minutes=2)
_TIME_ERROR = 5
"""What adjtimex(2) returns while the clock is not synchronised."""
_TIMEX_BYTES = 512


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found.

    Attributes:
        name: Of the check.
        ok: Nothing needs to be done.
        text: What was found, and what to do when it is not ok.
    """

    name: str
    ok: bool
    text: str


def examine(config: Config) -> Iterator[Check]:
    """All checks, in order; a fault of one does not keep the others away."""
    running = _is_running(config)
    for name, check in _CHECKS:
        try:
            yield from (Check(name, ok, text) for ok, text in check(config, running))
        except (AgentError, OSError, ValueError) as error:
            yield Check(name, ok=False, text=str(error))


Found = Iterator[tuple[bool, str]]


def _ports(config: Config, running: bool) -> Found:  # noqa: FBT001 - the same for all checks
    for option in ("listen", "console", "metrics"):
        address = getattr(config, option)
        if running:
            yield True, f"{address} ({option}): in use by the guard that runs here"
            continue
        host, port = host_and_port(address)
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                yield (
                    False,
                    f"{address} ({option}): {error.strerror}; choose another with --{option} HOST:PORT",
                )
            else:
                yield True, f"{address} ({option}): free"


def _certificates(config: Config, _: bool) -> Found:  # noqa: FBT001 - the same for all checks
    paths = sorted(config.ca_folder.glob("*-ca-cert.pem"))
    if not paths:
        yield True, "none yet; the first run makes one"
    for path in paths:
        end = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
        left = end - datetime.now(UTC)
        if left < SOON:
            yield False, f"{path}: ends {end:%Y-%m-%d}: roll out a new one (docs/how-to/trust-the-ca.md)"
        else:
            yield True, f"{path}: until {end:%Y-%m-%d}"
    for path in config.ca_folder.glob("*-ca.pem"):
        if path.stat().st_mode & 0o077:
            yield False, f"{path}: others can read the CA's key: chmod 600 it, and make a new CA if they did"


def _policy(config: Config, _: bool) -> Found:  # noqa: FBT001 - the same for all checks
    loaded = read_policy(config.policy)
    yield (
        True,
        f"{loaded.policy.name} {loaded.version}, {loaded.policy.mode}, {len(loaded.policy.rules)} rules",
    )


def _catalogue(config: Config, _: bool) -> Found:  # noqa: FBT001 - the same for all checks
    yield True, f"{len(read_catalogue(config).services)} services"


def _database(config: Config, _: bool) -> Found:  # noqa: FBT001 - the same for all checks
    location = config.database_location
    if isinstance(location, Path) and not location.exists():
        yield True, f"{location}: none yet; the first run makes one"
        return
    with Store.open(location) as store, store.read() as connection:
        number, newest = connection.execute(sa.select(sa.func.count(), sa.func.max(events.c.time))).one()
        yield True, f"{store.where}: {number} events"
    if newest and newest > datetime.now(UTC) + _AHEAD:
        yield (
            False,
            f"the newest event is of {newest:%Y-%m-%d %H:%M} UTC, after now: set this machine's clock",
        )


def _time(_: Config, __: bool) -> Found:  # noqa: FBT001 - the same for all checks
    """Deadlines of 72 hours and one-time codes need the right time."""
    if not sys.platform.startswith("linux"):
        yield True, "not checked on this system"
        return
    state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    if state == _TIME_ERROR:  # so it is too where a hypervisor sets the clock: a hint, not a fault
        yield True, f"{now}; the kernel does not know it to be synchronised: see that NTP runs on the host"
    else:
        yield True, f"{now}, synchronised" if state >= 0 else f"{now} (this system does not tell more)"


def _ocr(_: Config, __: bool) -> Found:  # noqa: FBT001 - the same for all checks
    command = engine()
    languages = command[command.index("-l") + 1] if command else None
    if languages is None:
        yield False, "no tesseract: text in pictures is not read; install tesseract-ocr and tesseract-ocr-nld"
    elif "nld" not in languages:
        yield False, f"tesseract without Dutch ({languages}): install tesseract-ocr-nld"
    else:
        yield True, f"tesseract reads {languages}"


def _room(config: Config, _: bool) -> Found:  # noqa: FBT001 - the same for all checks
    folder = config.data_dir
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    text = f"{config.data_dir}: {free / 2**30:.1f} GiB free"
    yield (True, text) if free >= LEAST_ROOM else (False, f"{text}: make room, or shorten retention_months")


def _workers(config: Config, _: bool) -> Found:  # noqa: FBT001 - the same for all checks
    """One scan process, for the detectors of these settings."""
    workers = Workers(1, config.deadline, config.max_body, detection_of(config))
    try:
        asyncio.run(workers.start())
    finally:
        workers.stop()
    yield True, f"a scan process starts and scans; the guard uses {config.workers}"


def _is_running(config: Config) -> bool:
    """Whether a guard answers at the console's address."""
    try:
        with urllib.request.urlopen(f"http://{config.console}/readyz", timeout=3) as answer:
            return b'"policy"' in answer.read(4096)
    except urllib.error.HTTPError as error:
        return b'"ready"' in error.read(4096)
    except (OSError, ValueError):
        return False


_CHECKS: tuple[tuple[str, Callable[[Config, bool], Found]], ...] = (
    ("ports", _ports),
    ("certificates", _certificates),
    ("policy", _policy),
    ("catalogue", _catalogue),
    ("database", _database),
    ("time", _time),
    ("ocr", _ocr),
    ("disk", _room),
    ("workers", _workers),
)
