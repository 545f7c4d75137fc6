"""Text in pictures, by the tesseract program when this machine has it."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache

from PIL import Image

from detectors.documents.budget import Budget
from detectors.errors import UnreadableError

# Dutch first; tesseract reads a picture in both at once.
_LANGUAGES = ("nld", "eng")
_LIST_SECONDS = 10
# Tesseract reads best from letters of 20 to 30 pixels; small pictures are enlarged, large ones reduced.
_SMALL_SIDE = 1_000
_LARGE_SIDE = 4_000
# Smaller than this no letter is legible.
_LEGIBLE_SIDE = 8


@cache
def engine() -> tuple[str, ...] | None:
    """Command line of tesseract with the languages it has, or None when it is not there."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        listed = subprocess.run(  # noqa: S603 - a program of the system, with fixed arguments
            [program, "--list-langs"], capture_output=True, check=True, timeout=_LIST_SECONDS, text=True
        ).stdout.split()
    except (OSError, subprocess.SubprocessError):
        return None
    languages = [language for language in _LANGUAGES if language in listed]
    if not languages:
        return None
    # Mode 1 also turns pages that were scanned sideways; it needs the `osd` data.
    mode = "1" if "osd" in listed else "3"
    return (program, "stdin", "stdout", "-l", "+".join(languages), "--psm", mode)


def is_legible(picture: Image.Image) -> bool:
    """Large enough to hold letters at all; lines and dots are not."""
    return min(picture.size) >= _LEGIBLE_SIDE


def recognise(picture: Image.Image, budget: Budget) -> str:
    """The text in a picture.

    Raises:
        UnreadableError: ``image`` without tesseract or when it fails, ``timeout``.
    """
    command = engine()
    if command is None:
        raise UnreadableError("image", "no tesseract on this machine")
    budget.check_time()
    grey = _sized(_on_white(picture).convert("L"))
    header = f"P5 {grey.width} {grey.height} 255\n".encode()
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments; the picture is plain grey pixels by now
            command,
            input=header + grey.tobytes(),
            capture_output=True,
            check=True,
            timeout=min(budget.limits.ocr_seconds, budget.seconds_left),
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableError("timeout", "tesseract took too long") from error
    except (OSError, subprocess.SubprocessError) as error:
        raise UnreadableError("image", "tesseract failed") from error
    text = done.stdout.decode("utf-8", errors="replace").replace("\f", "").strip()
    budget.characters(len(text))
    return text


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture without see-through parts, which would turn black behind black letters."""
    if not picture.has_transparency_data:
        return picture
    layer = picture.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    paper.alpha_composite(layer)
    return paper


def _sized(picture: Image.Image) -> Image.Image:
    """The picture at a size that tesseract reads well."""
    longest = max(picture.size)
    if longest < _SMALL_SIDE:
        return picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.BICUBIC)
    if longest > _LARGE_SIDE:
        picture.thumbnail((_LARGE_SIDE, _LARGE_SIDE))
    return picture
