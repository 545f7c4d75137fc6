"""File bytes to passages of text with their place; what cannot be read is said, never passed over."""

from detectors.documents.archive import read_bzip2, read_gzip, read_tar, read_xz, read_zstd
from detectors.documents.document import REASONS, Document, Limits, Passage, Reader, Source, cell_at, place_at
from detectors.documents.eml import read_eml
from detectors.documents.html import read_html
from detectors.documents.image import read_image
from detectors.documents.odf import read_odf
from detectors.documents.ole import read_ole
from detectors.documents.ooxml import read_ooxml
from detectors.documents.pdf import read_pdf
from detectors.documents.reading import read_with
from detectors.documents.rtf import read_rtf
from detectors.documents.text import read_csv, read_json, read_text
from detectors.documents.xml_text import read_xml
from detectors.documents.zip_archive import read_zip

READERS: dict[str, Reader] = {
    "bzip2": read_bzip2,
    "csv": read_csv,
    "docx": read_ooxml,
    "eml": read_eml,
    "gzip": read_gzip,
    "html": read_html,
    "image": read_image,
    "json": read_json,
    "odf": read_odf,
    "odp": read_odf,
    "ods": read_odf,
    "odt": read_odf,
    "doc": read_ole,
    "msg": read_ole,
    "ole": read_ole,
    "ppt": read_ole,
    "xls": read_ole,
    "ooxml": read_ooxml,
    "pdf": read_pdf,
    "pptx": read_ooxml,
    "rtf": read_rtf,
    "tar": read_tar,
    "text": read_text,
    "xlsx": read_ooxml,
    "xml": read_xml,
    "xz": read_xz,
    "zip": read_zip,
    "zstd": read_zstd,
}


def read_document(
    data: bytes, name: str = "", media_type: str = "", limits: Limits | None = None
) -> Document:
    """Text of a file, with the place of each passage.

    Args:
        data: The file.
        name: Its name as given, used for nothing but the names of files inside it.
        media_type: As declared; only its charset is used. What the file is, its content says.
        limits: What reading may cost.

    Returns:
        The document; never raises. A file that is read in part has passages and `unread`.
    """
    return read_with(READERS, Source("", name, media_type, data), limits or Limits())


__all__ = ["READERS", "REASONS", "Document", "Limits", "Passage", "cell_at", "place_at", "read_document"]
