"""PDF, by pdfium: text, annotations, form fields, attachments, properties, outline.

pdfium is C++ and cannot be interrupted; the time is looked at before each page, and streams that unpack
without end are found before pdfium sees them.
"""

from __future__ import annotations

import logging
import math
import re
import zlib
from collections.abc import Iterator
from itertools import islice

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from detectors.documents.budget import Budget
from detectors.documents.charset import is_text
from detectors.documents.document import Item, Passage, Source
from detectors.documents.image import picture_text
from detectors.documents.ocr import engine
from detectors.documents.pdf_forms import annotation_texts, xfa_packets
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread

_PASSWORD = pdfium_c.FPDF_ERR_PASSWORD
_STREAM = re.compile(rb"stream\r?\n")
# Pictures are not unpacked to read text, and their pixels are bounded when a page is rendered.
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
# Properties as RDF, of the document and of the pictures in it; nearly always left unpacked.
_XMP, _XMP_END = b"<x:xmpmeta", b"</x:xmpmeta>"
_CHUNK = 256 * 1024
_TAIL = 2048
# A page with fewer characters than this is a scan when it has a picture at all; one with more characters
# and a picture over nearly all of it is a scan that was recognised before.
_SCAN_CHARACTERS = 40
_SCAN_SHARE = 0.85
# Pictures over less of the page than this are logos and lines.
_PICTURE_SHARE = 0.04
_DOTS_PER_POINT = 200 / 72
_PAGE_PIXELS = 16_000_000
_FORM_DEPTH = 5
_PICTURES_MAX = 200


# It tells each XFA form that scripts in it will not run, which is as it should be.
logging.getLogger("pypdfium2").setLevel(logging.ERROR)


def read_pdf(source: Source, budget: Budget) -> Iterator[Item]:
    """Everything in a PDF that says something."""
    _refuse_bomb(source.data, budget)
    start = source.data.find(b"%PDF-")
    if start > 0 and is_text(source.data[:start]):
        yield Source("before the PDF", "", "", source.data[:start])
    yield from _xmp(source.data)
    pdf = _open(source.data)
    try:
        pdf.init_forms()
        yield from _properties(pdf)
        for number in range(len(pdf)):
            budget.page()
            yield from _page(pdf, number, budget)
        yield from xfa_packets(pdf, budget)
        yield from _attachments(pdf, budget)
    finally:
        pdf.close()
    end = source.data.rfind(b"%%EOF")
    if end < 0:
        yield Unread("", "truncated")
    elif is_text(source.data[end + 5 :]):
        yield Source("after the PDF", "", "", source.data[end + 5 :])


def _open(data: bytes) -> pdfium.PdfDocument:
    """The document, or why not."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise UnreadableError("encrypted", "the PDF has a password") from error
        reason = "broken" if b"%%EOF" in data[-_TAIL:] else "truncated"
        raise UnreadableError(reason, "pdfium cannot open the PDF") from error


def _page(pdf: pdfium.PdfDocument, number: int, budget: Budget) -> Iterator[Item]:
    """Text and annotations of one page."""
    place = f"page {number + 1}"
    try:
        page = pdf[number]
    except pdfium.PdfiumError:
        yield Unread(place, "broken")
        return
    try:
        textpage = page.get_textpage()
        try:
            text = textpage.get_text_range().replace("\r\n", "\n").replace("\ufffe", "")
        finally:
            textpage.close()
        budget.characters(len(text))
        if text.strip():
            yield Passage(place, text)
        notes = "\n".join(dict.fromkeys(annotation_texts(pdf, page)))
        budget.characters(len(notes))
        if notes:
            yield Passage(f"{place} annotation", notes)
        yield from _pictures(page, place, len(text.strip()), budget)
    finally:
        page.close()


def _properties(pdf: pdfium.PdfDocument) -> Iterator[Item]:
    """Title, author and the like, and the outline."""
    lines = [f"{key}: {value}" for key, value in pdf.get_metadata_dict().items() if value]
    if lines:
        yield Passage("properties", "\n".join(lines))
    titles = [bookmark.get_title() for bookmark in pdf.get_toc()]
    if titles:
        yield Passage("outline", "\n".join(titles))


def _xmp(data: bytes) -> Iterator[Item]:
    """Properties that stand in the file as XML."""
    start = data.find(_XMP)
    while start >= 0 and (end := data.find(_XMP_END, start)) >= 0:
        yield Source("properties XMP", "", "application/xml", data[start : end + len(_XMP_END)])
        start = data.find(_XMP, end)


def _attachments(pdf: pdfium.PdfDocument, budget: Budget) -> Iterator[Item]:
    """Files attached to the document."""
    for index in range(pdf.count_attachments()):
        attachment = pdf.get_attachment(index)
        name = attachment.get_name()
        data = bytes(attachment.get_data())
        budget.expand(len(data))
        yield Source(f"attachment:{name}", name, "", data)


def _pictures(page: pdfium.PdfPage, place: str, characters: int, budget: Budget) -> Iterator[Item]:
    """Recognised text of a page that shows pictures, when its own text does not say it all."""
    pictures = [
        (share, picture) for picture in _objects(page) if (share := _share(page, picture)) >= _PICTURE_SHARE
    ]
    is_scan = characters < _SCAN_CHARACTERS
    lost = "image" if is_scan else "picture"
    if not pictures or (not is_scan and max(share for share, _ in pictures) > _SCAN_SHARE):
        return
    if engine() is None:
        yield Unread(place, lost)
    elif is_scan:
        width, height = page.get_size()
        scale = min(_DOTS_PER_POINT, math.sqrt(_PAGE_PIXELS / max(width * height, 1.0)))
        yield from _recognised(page.render(scale=scale, grayscale=True), f"{place} picture", lost, budget)
    else:
        for number, (_, picture) in enumerate(pictures, start=1):
            inner = f"{place} picture {number}"
            # As stored, not as shown: what the page crops off still leaves.
            if math.prod(picture.get_px_size()) > budget.limits.pixels:
                yield Unread(inner, "too-large")
                continue
            yield from _recognised(picture.get_bitmap(), inner, lost, budget)


def _recognised(bitmap: pdfium.PdfBitmap, place: str, lost: str, budget: Budget) -> Iterator[Item]:
    """Recognised text of one bitmap; pypdfium2 frees it with its last reference."""
    yield from picture_text(bitmap.to_pil(), place, lost, budget)


def _objects(page: pdfium.PdfPage) -> list[pdfium.PdfImage]:
    """The pictures of a page, those in its form objects included."""
    found = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH)
    return list(islice(found, _PICTURES_MAX))


def _share(page: pdfium.PdfPage, picture: pdfium.PdfImage) -> float:
    """Part of the page that a picture covers."""
    width, height = page.get_size()
    left, bottom, right, top = picture.get_bounds()
    area = max(0.0, min(right, width) - max(left, 0)) * max(0.0, min(top, height) - max(bottom, 0))
    return float(area / max(width * height, 1.0))


def _refuse_bomb(data: bytes, budget: Budget) -> None:
    """Unpack every deflated stream piece by piece, count, and throw away."""
    for match in _STREAM.finditer(data):
        head = data[max(0, match.start() - 512) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        filters = len(_FLATE.findall(head))
        if not filters or _PICTURE.search(head):
            continue
        if filters > 1:
            raise UnreadableError("bomb", "a stream packed more than once")
        _count(data, match.end(), budget)


def _count(data: bytes, start: int, budget: Budget) -> None:
    """Count what one stream unpacks to."""
    unpacker = zlib.decompressobj()
    view = memoryview(data)
    piece: bytes | memoryview = view[start : start + _CHUNK]
    at, total = start + _CHUNK, 0
    while not unpacker.eof and len(piece):
        try:
            out = len(unpacker.decompress(piece, _CHUNK))
        except zlib.error:
            return
        budget.expand(out)
        total += out
        if total > budget.limits.held_bytes:
            raise UnreadableError("bomb", "one stream of the PDF would fill the memory")
        piece = unpacker.unconsumed_tail
        if not piece:
            piece = view[at : at + _CHUNK]
            at += _CHUNK
