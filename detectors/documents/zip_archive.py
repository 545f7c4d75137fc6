"""Zip archives: each file in them is a document of its own."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.documents.budget import Budget
from detectors.documents.document import Item, Passage, Source
from detectors.documents.package import members, open_zip, read_member
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread


def read_zip(source: Source, budget: Budget) -> Iterator[Item]:
    """Files of the archive, the comment, and the bytes before the archive when it has any."""
    with open_zip(source.data) as archive:
        infos = members(archive)
        start = min((info.header_offset for info in archive.infolist()), default=0)
        names = "\n".join(info.filename for info in infos)
        budget.characters(len(names))
        yield Passage("file names", names)
        if archive.comment:
            yield Source("archive comment", "", "", archive.comment)
        if start:
            yield Source("before archive", "", "", source.data[:start])
        for info in infos:
            place = f"archive:{info.filename}"
            budget.member()
            try:
                data = read_member(archive, info, budget)
            except UnreadableError as error:
                yield Unread(place, error.reason)
                if error.reason in {"bomb", "timeout", "too-large"}:
                    return
                continue
            yield Source(place, info.filename, "", data)
