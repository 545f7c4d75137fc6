"""Word, Excel and PowerPoint files of today: one zip with XML parts, each read by what it is.

A part is known by its declared content type, the way Office itself does; parts of an unknown type are read
as XML of any kind or as files of their own, so that nothing in the package goes unread.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from detectors.documents.budget import Budget
from detectors.documents.content_types import content_types, slide_places
from detectors.documents.document import STOPS, Item, Source
from detectors.documents.office_text import OfficeText
from detectors.documents.package import members, open_zip, stream_member
from detectors.documents.xlsx import read_workbook
from detectors.documents.xml_stream import parse
from detectors.documents.xml_text import xml_lines
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread

_TYPES = "[Content_Types].xml"
# Endings of content types, with the place their text stands in.
_PLACES = (
    ("document.main+xml", "body"),
    ("template.main+xml", "body"),
    (".header+xml", "header"),
    (".footer+xml", "footer"),
    (".footnotes+xml", "footnote"),
    (".endnotes+xml", "endnote"),
    (".comments+xml", "comment"),
    (".threadedcomments+xml", "comment"),
    (".notesslide+xml", "note"),
    (".slide+xml", "slide"),
    (".commentauthors+xml", "comment author"),
    (".person+xml", "comment author"),
    (".drawing+xml", "drawing"),
    (".diagramdata+xml", "diagram"),
    (".diagramdrawing+xml", "diagram"),
    (".chart+xml", "chart"),
    (".glossary+xml", "building block"),
    ("core-properties+xml", "properties"),
    ("extended-properties+xml", "properties"),
    ("custom-properties+xml", "properties"),
)
# Parts that hold looks, not words: fonts, colours, list styles, printer settings, the picture of page one.
_LOOKS = re.compile(
    r"\.(?:theme|themeoverride|fonttable|websettings|tablestyles|presprops|viewprops|calcchain|"
    r"printersettings|stylesWithEffects|colorsstyle|style|chartcolorstyle|chartstyle|diagramcolors|"
    r"diagramstyle|diagramlayout|obfuscatedfont)(?:\+xml)?$",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"officedocument|openxmlformats|ms-(?:word|excel|powerpoint|office)|svg")
_THUMBNAIL = re.compile(r"^docProps/thumbnail\.(?:jpe?g|png|emf|wmf)$", re.IGNORECASE)
_WORKBOOK = re.compile(r"spreadsheetml|ms-excel|\.threadedcomments\+xml", re.IGNORECASE)


def read_ooxml(source: Source, budget: Budget) -> Iterator[Item]:
    """Every part of an Office Open XML package."""
    with open_zip(source.data) as archive:
        type_of = content_types(archive, budget)
        parts = [(info, type_of(info.filename)) for info in members(archive) if info.filename != _TYPES]
        sheets = [part for part in parts if _WORKBOOK.search(part[1])]
        if sheets:
            yield from read_workbook(archive, sheets, budget)
        slides = slide_places(archive, parts, budget)
        for info, kind in parts:
            if _WORKBOOK.search(kind):
                continue
            budget.member()
            try:
                yield from _part(archive, info, kind, slides.get(info.filename, ""), budget)
            except UnreadableError as error:
                yield Unread(info.filename, error.reason)
                if error.reason in STOPS:
                    return


def _part(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, kind: str, slide: str, budget: Budget
) -> Iterator[Item]:
    """One part, read by its content type."""
    name = info.filename
    if _LOOKS.search(kind) or _THUMBNAIL.match(name):
        return
    chunks = stream_member(archive, info, budget)
    place = slide or next((place for ending, place in _PLACES if kind.endswith(ending)), "")
    if place == "properties" or kind.endswith(("/xml", "vmldrawing")):
        yield from xml_lines(chunks, place or f"part {name}", budget, attributes=kind.endswith("/xml"))
    elif kind.endswith("+xml") and not place and not _OFFICE.search(kind):
        yield from xml_lines(chunks, f"part {name}", budget)
    elif place or kind.endswith("+xml"):
        yield from _text(chunks, place or f"part {name}", budget)
    else:
        is_picture = kind.startswith("image/")
        place = f"{'picture' if is_picture else 'file'} {name}"
        yield Source(place, name.rpartition("/")[2], "", budget.gather(chunks), is_picture)


def _text(chunks: Iterator[bytes], place: str, budget: Budget) -> Iterator[Item]:
    """Text of a part of paragraphs."""
    if place.startswith("slide"):
        budget.page()
    handler = OfficeText(place, "paragraph" if place == "body" else "", budget)
    try:
        yield from parse(chunks, handler, budget)
    except UnreadableError:
        yield from handler.finish()
        raise
    yield from handler.finish()
