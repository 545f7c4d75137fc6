"""Settings of the reports that the guard makes by itself."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from detectors.yaml_file import StrictModel


class ReportSettings(StrictModel):
    """Reports of each month, made by the guard two days after it has ended.

    Attributes:
        folder: Where they go; made when it is not there. HR reads it, so choose who may.
        languages: In which languages.
        formats: In which forms.
    """

    folder: Path
    languages: tuple[Literal["nl", "en"], ...] = Field(default=("nl",), min_length=1)
    formats: tuple[Literal["html", "pdf", "xlsx", "json"], ...] = Field(default=("pdf", "xlsx"), min_length=1)
