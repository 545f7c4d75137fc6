"""One report, four forms."""

from collections.abc import Callable, Mapping
from typing import Literal, get_args

from agent.errors import UsageError
from agent.register.law import Language
from agent.reports.data import to_json
from agent.reports.model import Report
from agent.reports.page import to_html
from agent.reports.paper import to_pdf
from agent.reports.sheets import to_xlsx
from agent.reports.texts import Texts

type Form = Literal["html", "pdf", "xlsx", "json"]
FORMS: Mapping[str, Callable[[Report, Texts], bytes]] = {
    "html": to_html,
    "pdf": to_pdf,
    "xlsx": to_xlsx,
    "json": to_json,
}


def render(report: Report, form: str, language: Language) -> bytes:
    """A report as a file.

    Args:
        report: The report.
        form: ``html``, ``pdf``, ``xlsx`` or ``json``.
        language: ``nl`` or ``en``.

    Raises:
        UsageError: No such form or language.
        FailureError: It cannot be made.
    """
    if form not in FORMS:
        raise UsageError(f"--format {form}: choose from {', '.join(FORMS)}")
    if language not in get_args(Language):
        raise UsageError(f"--lang {language}: choose from {', '.join(get_args(Language))}")
    return FORMS[form](report, Texts(language))
