"""The report of the last month, once it can be complete, as files in a folder."""

import tempfile
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

from agent.config import Config
from agent.errors import FailureError
from agent.record.groups import DAYS_TO_CLOSE, month_of
from agent.reports.build import build
from agent.reports.period import period
from agent.reports.render import render
from agent.reports.settings import ReportSettings
from agent.reports.source import open_store, read_setting


def make_due(config: Config, now: datetime | None = None) -> list[Path]:
    """Write the files of the last month that are not there yet.

    A month is closed some days after its end: only then are its departments named for good. A file that is
    there stays as it is, so nothing that HR was given changes.

    Args:
        config: The settings; without `reports` there is nothing to make.
        now: None is now.

    Returns:
        The files that were made.

    Raises:
        AgentError: The store cannot be read or the folder cannot be written.
    """
    wanted = config.reports
    if wanted is None:
        return []
    moment = now or datetime.now(UTC)
    days = period(None, None, (moment - timedelta(days=DAYS_TO_CLOSE)).date())
    names = {
        wanted.folder / f"schaduwwacht-{month_of(days.first)}-{language}.{form}": (form, language)
        for language, form in product(wanted.languages, wanted.formats)
    }
    missing = {path: how for path, how in names.items() if not path.exists()}
    if not missing:
        return []
    with open_store(config) as store:
        report = build(store, read_setting(config), days, moment)
    for path, (form, language) in missing.items():
        _write(wanted, path, render(report, form, language))
    return list(missing)


def _write(wanted: ReportSettings, path: Path, data: bytes) -> None:
    """Whole or not at all: a reader of the folder never sees half a file."""
    try:
        wanted.folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        with tempfile.NamedTemporaryFile(dir=wanted.folder, prefix=".", delete=False) as file:
            file.write(data)
        made = Path(file.name)
        made.chmod(0o640)
        made.replace(path)
    except OSError as error:
        raise FailureError(f"{path}: {error.strerror}: choose another folder under `reports`") from error
