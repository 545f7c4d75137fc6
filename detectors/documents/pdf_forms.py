"""Notes, links and form fields of a PDF, through pdfium's C functions."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from detectors.documents.budget import Budget
from detectors.documents.document import Source

_ANNOTATION_KEYS = ("Contents", "T", "Subj", "RC", "TU", "V", "DV")


def annotation_texts(pdf: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[str]:
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


def xfa_packets(pdf: pdfium.PdfDocument, budget: Budget) -> Iterator[Source]:
    """XML of an XFA form, in which some government forms keep what was filled in."""
    for index in range(max(0, pdfium_c.FPDF_GetXFAPacketCount(pdf))):
        size = ctypes.c_ulong()
        if not pdfium_c.FPDF_GetXFAPacketContent(pdf, index, None, 0, ctypes.byref(size)) or not size.value:
            continue
        budget.expand(size.value)
        buffer = ctypes.create_string_buffer(size.value)
        pdfium_c.FPDF_GetXFAPacketContent(pdf, index, buffer, size.value, ctypes.byref(size))
        yield Source(f"form data {index + 1}", "", "application/xml", buffer.raw)
