"""The HR report of the demo, in two forms."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from agent.config import Config
from agent.record.store import Store

WEEKS = timedelta(weeks=4)


def write_reports(config: Config, store: Store, folder: Path, now: datetime) -> Sequence[Path]:
    """Write the report of the last four weeks; they are compared with the four before.

    Args:
        config: Settings of the guard.
        store: Its store.
        folder: Where the files go.
        now: The last day is today.

    Returns:
        The files.

    Raises:
        RecordError: The store cannot be read.
        FailureError: The report cannot be made.
    """
    from agent.reports.build import build  # noqa: PLC0415 - charts and typst, which nothing before needs
    from agent.reports.period import period  # noqa: PLC0415 - the same
    from agent.reports.render import render  # noqa: PLC0415 - the same
    from agent.reports.source import read_setting  # noqa: PLC0415 - the same

    days = period((now - WEEKS + timedelta(days=1)).date(), now.date(), now.date())
    report = build(store, read_setting(config), days, now.replace(microsecond=0))
    name = "hr-rapport" if config.language == "nl" else "hr-report"
    made = []
    for form in ("pdf", "html"):
        path = folder / f"{name}.{form}"
        path.write_bytes(render(report, form, config.language))
        made.append(path)
    return made
