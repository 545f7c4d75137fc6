"""OpenDocument text, sheets and slides (LibreOffice)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from detectors.documents.budget import Budget
from detectors.documents.document import STOPS, Item, Source
from detectors.documents.odf_content import OdfContent
from detectors.documents.package import members, open_zip, read_member, stream_member
from detectors.documents.xml_stream import parse
from detectors.documents.xml_text import xml_lines
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread

# Pictures of page one, window positions, and lists of what is in the package.
_LOOKS = re.compile(
    r"^(?:Thumbnails/|mimetype$|settings\.xml$|Configurations2/|ObjectReplacements/|Pictures/TablePreview\d+\.svm$|layout-cache$)"
)
_MANIFEST = "META-INF/manifest.xml"
_PICTURE = re.compile(r"^(?:.*/)?(?:Pictures|media)/", re.IGNORECASE)


def read_odf(source: Source, budget: Budget) -> Iterator[Item]:
    """Every part of an OpenDocument package."""
    with open_zip(source.data) as archive:
        if _MANIFEST in archive.namelist():
            manifest = read_member(archive, archive.getinfo(_MANIFEST), budget)
            if b"encryption-data" in manifest:
                raise UnreadableError("encrypted", "the OpenDocument file has a password")
        for info in members(archive):
            if _LOOKS.match(info.filename) or info.filename == _MANIFEST:
                continue
            budget.member()
            try:
                yield from _part(archive, info, budget)
            except UnreadableError as error:
                yield Unread(info.filename, error.reason)
                if error.reason in STOPS:
                    return


def _part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Iterator[Item]:
    """One part, by its name."""
    folder, _, name = info.filename.rpartition("/")
    chunks = stream_member(archive, info, budget)
    if name in {"content.xml", "styles.xml"}:
        place = "header" if name == "styles.xml" else folder
        handler = OdfContent(place, budget)
        try:
            yield from parse(chunks, handler, budget)
        except UnreadableError:
            yield from handler.finish()
            raise
        yield from handler.finish()
    elif name == "meta.xml":
        yield from xml_lines(chunks, "properties", budget)
    elif name.endswith((".xml", ".rdf")):
        yield from xml_lines(chunks, f"part {info.filename}", budget)
    else:
        is_picture = bool(_PICTURE.match(info.filename))
        place = f"{'picture' if is_picture else 'file'} {info.filename}"
        yield Source(place, name, "", budget.gather(chunks), is_picture)
