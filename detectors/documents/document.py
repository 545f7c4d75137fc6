"""What a document reader gives: passages of text with their place, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detectors.documents.layout import Grid, Layout, Verbatim, Whole
from detectors.prompts.part import Unread

if TYPE_CHECKING:
    from detectors.documents.budget import Budget

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Passage:
    """One stretch of text from a document.

    Attributes:
        place: Where it stands: ``page 3``, ``sheet Lonen``, ``header``, ``archive:cv.docx > page 1``;
            empty for the plain text of a text file.
        text: The text. That of a table has a row a line and a tab between cells, its header row first.
        layout: What the lines and columns of the text are in the document; see `place_at`.
    """

    place: str
    text: str
    layout: Layout = field(default=Whole(), compare=False)

    @property
    def is_table(self) -> bool:
        """The first line names the columns of the lines below it."""
        return self.layout.is_table

    @property
    def is_verbatim(self) -> bool:
        """The text is that of the whole document as given, so offsets in it are offsets in the document."""
        return self.layout.is_verbatim and not self.place


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one document may cost; a file that goes over is read in part and says so.

    Attributes:
        input_bytes: Size of the file as given.
        expanded_bytes: Everything unpacked from it together, archives in archives included.
        held_bytes: What is unpacked and held in memory at one time; parts that are read as a stream are not.
        characters: Text taken out of it.
        pages: Pages, slides and images in multi-page pictures.
        cells: Filled cells of sheets.
        members: Files in archives, attachments and parts of packages, all levels together.
        depth: Levels of files in files.
        pixels: Size of one picture, and of one rendered page.
        seconds: Time for the whole document. Readers in C are not interrupted in the middle of a page.
        ocr_seconds: Time for the recognition of one picture.
    """

    input_bytes: int = 64 * MIB
    expanded_bytes: int = 512 * MIB
    held_bytes: int = 160 * MIB
    characters: int = 16 * MIB
    pages: int = 2_000
    cells: int = 2_000_000
    members: int = 2_000
    depth: int = 8
    pixels: int = 40_000_000
    seconds: float = 20.0
    ocr_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Document:
    """One document as read.

    Attributes:
        kind: What it is by its content: ``pdf``, ``docx``, ``csv``, ``image`` ...; ``binary`` when unknown.
        passages: Its text, in reading order.
        unread: What could not be read, each with a reason. Empty means: all of it was read.
    """

    kind: str
    passages: tuple[Passage, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to read: the document itself, or a file found inside it.

    Attributes:
        place: Where it stands in the file around it; empty for the document itself.
        name: File name, or an empty string.
        media_type: As declared; only used where content cannot tell.
        data: The bytes.
        is_picture: A picture in a document that has text of its own: unread, it is a lesser loss.
    """

    place: str
    name: str
    media_type: str
    data: bytes
    is_picture: bool = False


# Why something was not read. `docs/documents.md` tells what each means.
REASONS = frozenset(
    (
        "binary", "bomb", "broken", "encrypted", "image", "picture", "timeout", "too-deep", "too-large",
        "truncated", "unsupported", "xml-entities",
    )
)  # fmt: skip
# Reasons after which the rest of the document is not read either.
STOPS = frozenset(("bomb", "timeout", "too-large"))

type Item = Passage | Unread | Source
type Reader = Callable[[Source, "Budget"], Iterator[Item]]


def place_at(passage: Passage, offset: int) -> str:
    """The place of one character of a passage: ``sheet Lonen!B7``, ``paragraph 12``, ``page 3``.

    Args:
        passage: As given by `read_document`.
        offset: Code point in `passage.text`, such as a finding's start.
    """
    return passage.layout.locate(passage.place, passage.text, offset)


def cell_at(passage: Passage, offset: int) -> str | None:
    """The cell that holds one character of a table, e.g. ``B7``, or None when it is no table."""
    if not isinstance(passage.layout, Grid | Verbatim):
        return None
    return passage.layout.cell(passage.text, offset)
