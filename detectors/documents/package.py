"""Zip containers: members under a cap, encrypted and lying ones told apart."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator

from detectors.documents.budget import Budget
from detectors.errors import UnreadableError

_CHUNK = 64 * 1024
_ENCRYPTED = 0x1
_LOCAL = b"PK\x03\x04"
_LOCAL_SIZE = 30
# Of a local header: flags, method, packed size, lengths of name and extra field.
_LOCAL_FIELDS = struct.Struct("<6x2H8xI4x2H")
_DIRECTORY_ENTRY = b"PK\x01\x02"
EMPTY_ZIP = b"PK\x05\x06" + bytes(18)
_MAX_ENTRIES = 100_000


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The zip file in the bytes, which may have other bytes before it.

    Raises:
        UnreadableError: ``truncated`` without a central directory, ``bomb`` when members overlap.
    """
    if data.count(_DIRECTORY_ENTRY) > _MAX_ENTRIES:
        raise UnreadableError("bomb", "the zip directory alone would fill the memory")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, EOFError, NotImplementedError) as error:
        whole = b"PK\x05\x06" in data[-(64 * 1024 + 22) :]
        raise UnreadableError("broken" if whole else "truncated", "the zip directory is not whole") from error


def members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Its files in their order, folders left out."""
    return [info for info in archive.infolist() if not info.is_dir() or info.file_size]


def stream_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    """The bytes of a member in chunks, counted against the budget as they come out.

    Raises:
        UnreadableError: ``encrypted``, ``unsupported`` (an unknown method), ``truncated``, ``broken``, or
            over the budget.
    """
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableError("encrypted", "a member of the archive has a password")
    try:
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                budget.expand(len(chunk))
                yield chunk
    except NotImplementedError as error:
        raise UnreadableError("unsupported", "packed with a method that Python does not know") from error
    except EOFError as error:
        raise UnreadableError("truncated", "a member of the archive stops halfway") from error
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, ValueError) as error:
        reason = "bomb" if "verlap" in str(error) else "broken"
        raise UnreadableError(reason, "a member of the archive does not unpack") from error
    except RuntimeError as error:
        raise UnreadableError("encrypted", "a member of the archive has a password") from error


def salvage(data: bytes, budget: Budget) -> bytes:
    """A whole zip of the members that a cut-off one still holds, the last of them perhaps cut off itself."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        at = data.find(_LOCAL)
        while at >= 0 and at + _LOCAL_SIZE <= len(data):
            flags, method, packed, name_size, extra_size = _LOCAL_FIELDS.unpack_from(data, at)
            start = at + _LOCAL_SIZE + name_size + extra_size
            name = data[at + _LOCAL_SIZE : start - extra_size].decode("utf-8", errors="replace")
            body = data[start : start + packed] if packed else data[start:]
            if method == zipfile.ZIP_DEFLATED and not flags & _ENCRYPTED:
                body, used = _inflate(data[start:], budget)
                packed = packed or used
            if name and not name.endswith("/"):
                budget.member()
                archive.writestr(zipfile.ZipInfo(name), body)
            at = data.find(_LOCAL, start + packed)
    return out.getvalue()


def _inflate(data: bytes, budget: Budget) -> tuple[bytes, int]:
    """As much as unpacks of a deflated member, and how many packed bytes that took."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces: list[bytes] = []
    rest = data
    while rest and not unpacker.eof:
        try:
            pieces.append(unpacker.decompress(rest, _CHUNK))
        except zlib.error:
            break
        budget.expand(len(pieces[-1]))
        rest = unpacker.unconsumed_tail
    return b"".join(pieces), len(data) - len(unpacker.unused_data) - len(rest)


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    """All bytes of a member; raises as `stream_member` does."""
    return budget.gather(stream_member(archive, info, budget))
