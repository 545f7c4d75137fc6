"""What a file is, by its content. More than one answer means: read it as each of them."""

from __future__ import annotations

import json
import re
import zipfile

from detectors.documents.charset import decode_text
from detectors.documents.document import Source
from detectors.documents.ole_file import open_ole
from detectors.documents.package import open_zip
from detectors.documents.text import delimiter_of
from detectors.errors import UnreadableError

_PDF_WINDOW = 1024
_TAIL = 64 * 1024 + 22
_HEAD = 256 * 1024
_MAIL_HEAD = 8 * 1024

_IMAGES = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*", b"\0\0\x01\0",
    b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51", b"8BPS", b"\xd7\xcd\xc6\x9a",
)  # fmt: skip
# ISO base media brands of still pictures.
_HEIF = (b"heic", b"heix", b"heif", b"mif1", b"avif", b"hevc", b"msf1")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\0": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
# Folders of a package by what it is; one with two of them is read in full all the same.
_OFFICE = {
    "docx": re.compile(r"word/", re.IGNORECASE),
    "xlsx": re.compile(r"xl/", re.IGNORECASE),
    "pptx": re.compile(r"ppt/", re.IGNORECASE),
    "ooxml": re.compile(r"$^"),
}
_OLE_KINDS = {
    "__properties_version1.0": "msg",
    "WordDocument": "doc",
    "PowerPoint Document": "ppt",
    "Workbook": "xls",
    "Book": "xls",
}
_OPEN_DOCUMENT = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
# Known, and read by nobody here: said by name instead of "binary".
_UNSUPPORTED = (
    b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"SQLite format 3\0", b"%!PS", b"ID3", b"OggS", b"fLaC",
    b"\x1aE\xdf\xa3", b"MSCF", b"!BDN", b"PAR1", b"\x7fELF", b"MZ", b"wOFF", b"wOF2", b"\0asm",
)  # fmt: skip

_HTML = frozenset(
    (
        b"head", b"body", b"table", b"div", b"p", b"br", b"span", b"script", b"meta", b"title", b"form",
        b"h1", b"h2", b"h3", b"ul", b"ol", b"a", b"b", b"i", b"img", b"section", b"article", b"main",
        b"style", b"link", b"center",
    )
)  # fmt: skip
_ELEMENT = re.compile(rb"<([A-Za-z_][\w.:-]*)")
_XML = re.compile(rb"<(?:\?xml|!--|!DOCTYPE|[A-Za-z_][\w.:-]*[\s/>])", re.IGNORECASE)
# How JSON goes on behind its first bracket; the second holds for text that stops halfway too.
_JSON = re.compile(r'[{\[]\s*(?:["{\[\]}\d-]|true|false|null)')
_JSON_OBJECT = re.compile(r'\{\s*"[^"\\]*(?:\\.[^"\\]*)*"\s*:')
_MAIL = re.compile(
    rb"^(?:From|To|Cc|Subject|Date|Received|Message-ID|MIME-Version|Return-Path|Delivered-To|Reply-To|"
    rb"Content-Type|X-[\w-]+|DKIM-Signature):",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_LINE = re.compile(rb"(?:From [^\r\n]*\r?\n)?[!-9;-~]+:[^\r\n]*\r?\n")


def kinds_of(source: Source) -> tuple[str, ...]:
    """The kinds a file can be read as, the likeliest first; never empty.

    The declared name and type are not asked: a service may go by either.
    """
    data = source.data
    found = [*_by_magic(data)]
    if not found:
        found = [_text_kind(data)]
    return tuple(dict.fromkeys(found))


def _by_magic(data: bytes) -> list[str]:
    """Kinds whose marks stand in the bytes; a file can carry several."""
    found = []
    head = data[:_PDF_WINDOW]
    if data.startswith(_OLE):
        found.append(_ole_kind(data))
    if head.lstrip()[:5] == rb"{\rtf":
        found.append("rtf")
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        found.append("image")
    if data[40:44] == b" EMF":
        found.append("image")
    if data[4:8] == b"ftyp":
        found.append("image" if data[8:12] in _HEIF else "unsupported")
    found += [kind for mark, kind in _PACKED.items() if data.startswith(mark)]
    if data[257:262] == b"ustar":
        found.append("tar")
    if data.startswith(b"PK\x03\x04") or b"PK\x05\x06" in data[-_TAIL:]:
        found.append(_zip_kind(data))
    # A PDF may begin anywhere in the first kilobyte; in an archive that is its first member.
    at = head.find(b"%PDF-")
    if at == 0 or (at > 0 and not {"tar", "zip", *_OFFICE}.intersection(found)):
        found.insert(0 if at == 0 else len(found), "pdf")
    riff = data[8:12] if data[:4] == b"RIFF" else b""
    if not found and (data.startswith(_UNSUPPORTED) or riff in {b"WAVE", b"AVI "}):
        found.append("unsupported")
    return found


def _zip_kind(data: bytes) -> str:
    """Which document format the members of a zip make."""
    try:
        with open_zip(data) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names and _small(archive) else b""
    except (
        UnreadableError,
        zipfile.BadZipFile,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        EOFError,
    ):
        return "zip"
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        kind = mimetype.decode("latin-1").strip().removesuffix("-template").rpartition(".")[2]
        return _OPEN_DOCUMENT.get(kind, "odf")
    if "[Content_Types].xml" in names:
        return next((kind for kind, folder in _OFFICE.items() if any(map(folder.match, names))), "ooxml")
    return "zip"


def _ole_kind(data: bytes) -> str:
    """Which program's file a compound file is."""
    try:
        with open_ole(data) as ole:
            names = {path[0] for path in ole.listdir()}
    except UnreadableError:
        return "ole"
    return next((kind for name, kind in _OLE_KINDS.items() if name in names), "ole")


def _small(archive: zipfile.ZipFile) -> bool:
    """The mimetype member is what it says to be: a line."""
    info = archive.getinfo("mimetype")
    return info.file_size <= _PDF_WINDOW and info.compress_type == zipfile.ZIP_STORED


def _text_kind(data: bytes) -> str:
    """Kind of a text file, or ``binary``."""
    is_cut = len(data) > _HEAD
    try:
        text = decode_text(data[:_HEAD], is_cut=is_cut)
    except UnreadableError:
        return "binary"
    head = text.lstrip("\ufeff").encode("utf-8", errors="replace").lstrip()
    if head[:1] in {b"{", b"["}:
        return "json" if _is_json(text.strip("\ufeff \t\r\n"), is_cut=is_cut) else "text"
    if head[:1] == b"<":
        return _markup_kind(head)
    if _MAIL_LINE.match(head) and len(set(_MAIL.findall(head[:_MAIL_HEAD]))) > 1:
        return "eml"
    return "csv" if delimiter_of(text) else "text"


def _markup_kind(head: bytes) -> str:
    """HTML, XML or text that happens to begin with a pointed bracket."""
    lower = head.lower()
    if b"<html" in lower and b"<!entity" not in lower:
        return "html"
    if not _XML.match(head):
        return "text"
    if lower.startswith(b"<?xml") or b"<!entity" in lower:
        return "xml"
    first = _ELEMENT.search(head)
    return "html" if first and first[1].lower() in _HTML else "xml"


def _is_json(text: str, *, is_cut: bool) -> bool:
    """The text, or its first line, is JSON; of a long text the beginning has to do."""
    if is_cut and _JSON.match(text):
        return True
    for part in (text, text.partition("\n")[0]):
        try:
            json.loads(part)
        except (ValueError, RecursionError):
            continue
        return True
    return bool(_JSON_OBJECT.match(text))
