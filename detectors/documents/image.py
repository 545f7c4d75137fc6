"""Pictures: their properties, and their text by character recognition."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from detectors.documents.budget import Budget
from detectors.documents.charset import decode_text
from detectors.documents.document import Item, Passage, Source
from detectors.documents.ocr import is_legible, recognise
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread

# Formats that Pillow reads itself: none that starts another program or follows a reference.
_WANTED = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "ICO", "JPEG2000", "AVIF")
Image.init()
_FORMATS = tuple(name for name in _WANTED if name in Image.OPEN)
_LONG = 100_000


def read_image(source: Source, budget: Budget) -> Iterator[Item]:
    """Properties and text of each frame of a picture."""
    lost = "picture" if source.is_picture else "image"
    try:
        with warnings.catch_warnings(action="ignore"):  # of damaged EXIF, which is skipped
            picture = Image.open(io.BytesIO(source.data), formats=_FORMATS)
            properties = _properties(picture)
        with picture:
            budget.characters(len(properties))
            if properties:
                yield Passage("properties", properties)
            frames = getattr(picture, "n_frames", 1)
            for number in range(frames):
                budget.page()
                place = f"page {number + 1}" if frames > 1 else ""
                picture.seek(number)
                yield from picture_text(picture, place, lost, budget)
    except Image.DecompressionBombError:
        yield Unread("", "too-large")
    except UnidentifiedImageError:
        yield Unread("", lost)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        cut = "truncated" in str(error)
        raise UnreadableError("truncated" if cut else "broken", "the picture does not decode") from error


def picture_text(picture: Image.Image, place: str, lost: str, budget: Budget) -> Iterator[Item]:
    """Recognised text of a picture, or `lost` as the reason why there is none."""
    if not is_legible(picture):
        return
    if picture.width * picture.height > budget.limits.pixels:
        yield Unread(place, "too-large")
        return
    try:
        with warnings.catch_warnings(action="ignore"):  # of damaged EXIF, which is skipped
            upright = ImageOps.exif_transpose(picture)
        text = recognise(upright, budget)
    except UnreadableError as error:
        yield Unread(place, lost if error.reason == "image" else error.reason)
        return
    if text:
        yield Passage(place or ("picture" if lost == "image" else ""), text)


def _properties(picture: Image.Image) -> str:
    """Comments, EXIF, XMP and text chunks."""
    lines = [f"{name}: {text}" for name, value in picture.info.items() for text in _texts(value)]
    exif = picture.getexif()
    tags: list[Mapping[int, object]] = [exif]
    tags += [exif.get_ifd(block) for block in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo)]
    for block in tags:
        lines += [f"{_tag(tag)}: {text}" for tag, value in block.items() for text in _texts(value)]
    kept = (line for line in lines if not line.startswith(("exif: ", "icc_profile: ")))
    return "\n".join(dict.fromkeys(kept))


def _tag(tag: object) -> str:
    """Name of an EXIF tag."""
    return ExifTags.TAGS.get(tag, str(tag)) if isinstance(tag, int) else str(tag)


def _texts(value: object) -> Iterator[str]:
    """The text in a property, when it holds any."""
    if isinstance(value, bytes) and len(value) < _LONG:
        try:
            # EXIF's UserComment begins with eight bytes naming its character set.
            value = decode_text(value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0").strip(b"\0"))
        except UnreadableError:
            return
    if isinstance(value, str) and value.strip("\0 \r\n\t"):
        yield value.strip("\0 \r\n\t")
