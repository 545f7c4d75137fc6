"""The report as PDF, set by Typst. PDF/UA-1: tagged, with a title, a language and texts for the charts.

The fonts are those in Typst itself (Libertinus, OFL), so that the file is the same on every machine.
"""

import json
from importlib import resources

import typst

from agent.errors import FailureError
from agent.reports.model import Report
from agent.reports.shown import shown
from agent.reports.texts import Texts

FONT = "Libertinus Serif"
_SMALL = str.maketrans({"\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}"})
"""The font lacks the narrow space."""


def to_pdf(report: Report, texts: Texts) -> bytes:
    """The file.

    Raises:
        FailureError: Typst cannot set it.
    """
    template = (resources.files("agent.reports") / "templates" / "report.typ").read_bytes()
    content = json.dumps(shown(report, texts, on_page=False, font=FONT), ensure_ascii=False)
    made = report.made
    inputs = {"report": content.translate(_SMALL)}
    inputs |= {"year": str(made.year), "month": str(made.month), "day": str(made.day)}
    try:
        found = typst.compile(
            template,
            format="pdf",
            sys_inputs=inputs,
            ignore_system_fonts=True,
            font_paths=[],
            pdf_standards=["ua-1"],
            timestamp=int(made.timestamp()),  # it refuses parts of a second
        )
    except typst.TypstError as error:
        raise FailureError(f"the PDF cannot be set: {error.message}: please report it") from error
    if not isinstance(found, bytes):
        raise FailureError("the PDF cannot be set: Typst gave no file: please report it")
    return found
