"""The report as one HTML file: no scripts, nothing from elsewhere, light and dark, and it prints."""

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from agent.reports.model import Report
from agent.reports.shown import shown
from agent.reports.texts import Texts


def to_html(report: Report, texts: Texts) -> bytes:
    """The file."""
    style = (resources.files("agent.reports") / "report.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    content = shown(report, texts, on_page=True)
    for section in content["sections"]:
        for table in section["tables"]:
            table["chart"] = Markup(table["chart"])  # noqa: S704 - our own drawing, its texts escaped there
    return _template().render(**content, style=Markup(style), digest=digest).encode()  # noqa: S704 - our own file


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("agent.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")
