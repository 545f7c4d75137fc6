"""Zip containers: members under a cap, encrypted and lying ones told apart."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator

from detectors.documents.budget import Budget
from detectors.errors import UnreadableError

_CHUNK = 64 * 1024
_ENCRYPTED = 0x1


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The zip file in the bytes, which may have other bytes before it.

    Raises:
        UnreadableError: ``truncated`` without a central directory, ``bomb`` when members overlap.
    """
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


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    """All bytes of a member; raises as `stream_member` does."""
    return b"".join(stream_member(archive, info, budget))
