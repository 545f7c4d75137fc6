"""PDF, by pdfium: text, annotations, form fields, attachments, properties, outline.

pdfium is C++ and cannot be interrupted; the time is looked at before each page, and streams that unpack
without end are found before pdfium sees them.
"""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Callable, Iterator

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from detectors.documents.budget import Budget
from detectors.documents.document import Item, Passage, Source
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread

_PASSWORD = pdfium_c.FPDF_ERR_PASSWORD
_ANNOTATION_KEYS = ("Contents", "T", "Subj", "RC", "TU", "V", "DV")
_STREAM = re.compile(rb"stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_CHUNK = 256 * 1024
_TAIL = 2048
# A page with fewer characters than this and a picture over a good part of it is a scan.
_SCAN_CHARACTERS = 40
_SCAN_SHARE = 0.3


def read_pdf(source: Source, budget: Budget) -> Iterator[Item]:
    """Everything in a PDF that says something."""
    _refuse_bomb(source.data, budget)
    start = source.data.find(b"%PDF-")
    if source.data[:start].strip():
        yield Source("before the PDF", "", "", source.data[:start])
    pdf = _open(source.data)
    try:
        pdf.init_forms()
        yield from _properties(pdf)
        for number in range(len(pdf)):
            budget.page()
            yield from _page(pdf, number, budget)
        yield from _attachments(pdf, budget)
    finally:
        pdf.close()
    end = source.data.rfind(b"%%EOF")
    if end < 0:
        yield Unread("", "truncated")
    elif len(source.data) - end > _TAIL and source.data[end + 5 :].strip(b"\0\r\n\t "):
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
        notes = "\n".join(_annotations(pdf, page))
        budget.characters(len(notes))
        if notes:
            yield Passage(f"{place} annotation", notes)
        if len(text.strip()) < _SCAN_CHARACTERS and _picture_share(page) > _SCAN_SHARE:
            yield Unread(place, "image")
    finally:
        page.close()


def _annotations(pdf: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[str]:
    """Notes, form fields and link targets of a page, a line each."""
    for index in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            yield from _annotation(pdf, annotation)
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)


def _annotation(pdf: pdfium.PdfDocument, annotation: object) -> Iterator[str]:
    """Lines of one annotation."""
    form = pdf.formenv
    label = ""
    if form:
        label = _wide(pdfium_c.FPDFAnnot_GetFormFieldAlternateName, form, annotation) or _wide(
            pdfium_c.FPDFAnnot_GetFormFieldName, form, annotation
        )
        value = _wide(pdfium_c.FPDFAnnot_GetFormFieldValue, form, annotation)
        if value:
            yield f"{label}: {value}" if label else value
        for option in range(max(0, pdfium_c.FPDFAnnot_GetOptionCount(form, annotation))):
            if choice := _wide(pdfium_c.FPDFAnnot_GetOptionLabel, form, annotation, option):
                yield choice
    for key in _ANNOTATION_KEYS:
        if text := _wide(pdfium_c.FPDFAnnot_GetStringValue, annotation, key.encode()):
            yield text
    link = pdfium_c.FPDFAnnot_GetLink(annotation)
    action = pdfium_c.FPDFLink_GetAction(link) if link else None
    if action:
        size = pdfium_c.FPDFAction_GetURIPath(pdf, action, None, 0)
        buffer = ctypes.create_string_buffer(max(size, 1))
        pdfium_c.FPDFAction_GetURIPath(pdf, action, buffer, size)
        if buffer.value:
            yield buffer.value.decode("utf-8", errors="replace")


def _wide(function: Callable[..., int], *arguments: object) -> str:
    """Result of a pdfium function that fills a UTF-16 buffer."""
    size = function(*arguments, None, 0)
    if size <= 2:  # noqa: PLR2004 - the closing zero alone
        return ""
    buffer = ctypes.create_string_buffer(size)
    function(*arguments, ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", errors="replace").strip()


def _properties(pdf: pdfium.PdfDocument) -> Iterator[Item]:
    """Title, author and the like, and the outline."""
    lines = [f"{key}: {value}" for key, value in pdf.get_metadata_dict().items() if value]
    if lines:
        yield Passage("properties", "\n".join(lines))
    titles = [bookmark.get_title() for bookmark in pdf.get_toc()]
    if titles:
        yield Passage("outline", "\n".join(titles))


def _attachments(pdf: pdfium.PdfDocument, budget: Budget) -> Iterator[Item]:
    """Files attached to the document."""
    for index in range(pdf.count_attachments()):
        budget.member()
        attachment = pdf.get_attachment(index)
        name = attachment.get_name()
        data = bytes(attachment.get_data())
        budget.expand(len(data))
        yield Source(f"attachment:{name}", name, "", data)


def _picture_share(page: pdfium.PdfPage) -> float:
    """Part of the page that pictures cover, at most 1."""
    width, height = page.get_size()
    area = 0.0
    for picture in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        area += max(0.0, right - left) * max(0.0, top - bottom)
    return float(min(1.0, area / max(width * height, 1.0)))


def _refuse_bomb(data: bytes, budget: Budget) -> None:
    """Unpack every deflated stream piece by piece, count, and throw away."""
    for match in _STREAM.finditer(data):
        head = data[max(0, match.start() - 512) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        filters = len(_FLATE.findall(head))
        if not filters:
            continue
        if filters > 1:
            raise UnreadableError("bomb", "a stream packed more than once")
        _count(data, match.end(), budget)


def _count(data: bytes, start: int, budget: Budget) -> None:
    """Count what one stream unpacks to."""
    unpacker = zlib.decompressobj()
    view = memoryview(data)
    piece: bytes | memoryview = view[start : start + _CHUNK]
    at = start + _CHUNK
    while not unpacker.eof and len(piece):
        try:
            budget.expand(len(unpacker.decompress(piece, _CHUNK)))
        except zlib.error:
            return
        piece = unpacker.unconsumed_tail
        if not piece:
            piece = view[at : at + _CHUNK]
            at += _CHUNK
