"""File bytes to passages of text with their place; what cannot be read is said, never passed over."""

from detectors.documents.document import Document, Limits, Passage, Reader, Source, cell_at, place_at
from detectors.documents.html import read_html
from detectors.documents.ooxml import read_ooxml
from detectors.documents.pdf import read_pdf
from detectors.documents.reading import read_with
from detectors.documents.text import read_csv, read_json, read_text
from detectors.documents.xml_text import read_xml
from detectors.documents.zip_archive import read_zip

READERS: dict[str, Reader] = {
    "csv": read_csv,
    "html": read_html,
    "json": read_json,
    "docx": read_ooxml,
    "ooxml": read_ooxml,
    "pptx": read_ooxml,
    "xlsx": read_ooxml,
    "pdf": read_pdf,
    "text": read_text,
    "xml": read_xml,
    "zip": read_zip,
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


__all__ = ["READERS", "Document", "Limits", "Passage", "cell_at", "place_at", "read_document"]
