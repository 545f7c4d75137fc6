import io

import docx
import pytest
from needs import needs
from PIL import Image

from detectors.documents import Document, read_document
from detectors.prompts.part import Unread
from tests.detectors.documents.sample import BSN

needs_tesseract = needs("tesseract", "tesseract-ocr tesseract-ocr-nld")


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without tesseract."""
    monkeypatch.setattr("detectors.documents.ocr.engine", lambda: None)
    monkeypatch.setattr("detectors.documents.pdf.engine", lambda: None)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of a picture in some format."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def scanned_pdf(picture: Image.Image) -> bytes:
    """A PDF of two pages that are pictures."""
    return saved(picture, "PDF", save_all=True, append_images=[picture])


def letter_with(picture: Image.Image) -> bytes:
    """A Word file with a picture in its text."""
    document = docx.Document()
    document.add_paragraph("Zie de bijlage.")
    document.add_picture(io.BytesIO(saved(picture, "PNG")))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def places(document: Document) -> set[str]:
    """Places where the number stands."""
    return {passage.place for passage in document.passages if BSN in passage.text}


@needs_tesseract
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_text_in_a_picture(picture: Image.Image, kind: str) -> None:
    """The number in a picture is recognised."""
    document = read_document(saved(picture, kind))

    assert document.kind == "image"
    assert places(document) == {"picture"}
    assert document.unread == ()


@needs_tesseract
def test_pages_that_are_pictures(picture: Image.Image) -> None:
    """A scanned PDF and a TIFF of many pages are recognised page by page."""
    assert places(read_document(scanned_pdf(picture))) == {"page 1 picture", "page 2 picture"}
    tiff = saved(picture, "TIFF", save_all=True, append_images=[picture])
    assert places(read_document(tiff)) == {"page 1", "page 2"}


@needs_tesseract
def test_picture_in_a_letter(picture: Image.Image) -> None:
    """A picture in a Word file is recognised under its own place."""
    assert places(read_document(letter_with(picture))) == {"picture word/media/image1.png"}


@needs_tesseract
def test_see_through_picture(picture: Image.Image) -> None:
    """Black letters on nothing are letters on white paper."""
    letters = picture.convert("RGBA")
    letters.putalpha(picture.convert("L").point(lambda value: 255 - value))

    assert places(read_document(saved(letters, "PNG"))) == {"picture"}


@pytest.mark.usefixtures("no_tesseract")
def test_without_tesseract_pictures_are_unread(picture: Image.Image) -> None:
    """Without tesseract a picture and a scanned page are `image`, a picture beside text is `picture`."""
    assert read_document(saved(picture, "PNG")).unread == (Unread("", "image"),)
    assert read_document(scanned_pdf(picture)).unread == (
        Unread("page 1", "image"),
        Unread("page 2", "image"),
    )
    letter = read_document(letter_with(picture))
    assert letter.unread == (Unread("picture word/media/image1.png", "picture"),)
    assert any("Zie de bijlage." in passage.text for passage in letter.passages)


def test_properties_of_a_picture() -> None:
    """Comments, text chunks and EXIF are text that leaves."""
    small = Image.new("L", (4, 4))
    exif = Image.Exif()
    exif[0x010E] = f"BSN {BSN}"

    assert places(read_document(saved(small, "JPEG", comment=f"BSN {BSN}".encode()))) == {"properties"}
    assert places(read_document(saved(small, "JPEG", exif=exif))) == {"properties"}


def test_dots_and_lines_hold_no_text() -> None:
    """A picture too small for a letter is read in full by looking at its size."""
    assert read_document(saved(Image.new("L", (400, 2)), "PNG")).unread == ()


def test_huge_picture_is_not_decoded() -> None:
    """A picture over the limit of pixels is refused by its header."""
    assert read_document(saved(Image.new("1", (20_000, 20_000)), "PNG")).unread == (Unread("", "too-large"),)


def test_vector_picture_is_unread() -> None:
    """A Windows metafile cannot be drawn here."""
    assert read_document(b"\xd7\xcd\xc6\x9a" + bytes(100)).unread == (Unread("", "image"),)
