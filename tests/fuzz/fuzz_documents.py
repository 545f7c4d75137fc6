"""Fuzz the readers of documents; see README.md.

Bytes changed in a ZIP file are noise to its decompressor, so half of the inputs that are one have a file
inside changed instead. Recognition of pictures is another program, and is left out.
"""

import io
import os
import random
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).parents[2])]
with atheris.instrument_imports(include=["detectors"]):
    from detectors.documents import REASONS, place_at, read_document

from fuzzing import fuzz  # noqa: E402 - the readers come first, to be instrumented

from tests.detectors.documents.conftest import all_samples  # noqa: E402

LONGEST = 256 * 1024


def one(data: bytes) -> None:
    """Read a document, with the limits of a real one."""
    document = read_document(data)
    for passage in document.passages:
        place_at(passage, len(passage.text) // 2).encode()
        passage.text.encode()
    if not {item.reason for item in document.unread} <= REASONS:
        raise RuntimeError("a reason that no policy knows")


def mutate(data: bytes, longest: int, seed: int) -> bytes:
    """Change an input, or a file inside it."""
    if data.startswith(b"PK") and seed % 2:
        try:
            return _with_changed_file(data, longest, random.Random(seed))
        except Exception:  # noqa: BLE001 - an archive that is broken by now, in any way
            pass
    return bytes(atheris.Mutate(data, longest))


def _with_changed_file(data: bytes, longest: int, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as before:
        files = {info.filename: before.read(info) for info in before.infolist() if info.file_size < longest}
    name = chance.choice(sorted(files))
    files[name] = bytes(atheris.Mutate(files[name], len(files[name]) + 4096))
    changed = _zip(files)
    if len(changed) > longest:
        raise ValueError("too long")
    return changed


def _zip(files: dict[str, bytes]) -> bytes:
    """An archive whose files are stored as they are, so that changes of single bytes mean something."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as after:
        for name, content in files.items():
            after.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def seeds() -> Iterator[bytes]:
    """Every document of the tests; one that is a ZIP file once more without compression."""
    for sample in all_samples().values():
        yield sample.data
        if sample.data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(sample.data)) as whole:
                yield _zip({name: whole.read(name) for name in whole.namelist()})


if __name__ == "__main__":
    os.environ["PATH"] = ""
    fuzz(one, seeds, LONGEST, mutate)
