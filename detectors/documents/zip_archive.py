"""Zip archives: each file in them is a document of its own."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.documents.budget import Budget
from detectors.documents.charset import is_text
from detectors.documents.document import STOPS, Item, Passage, Source
from detectors.documents.package import EMPTY_ZIP, members, open_zip, read_member, salvage
from detectors.errors import UnreadableError
from detectors.prompts.part import Unread


def read_zip(source: Source, budget: Budget) -> Iterator[Item]:
    """Files of the archive, the comment, and the bytes before the archive when it has any."""
    try:
        archive = open_zip(source.data)
    except UnreadableError as error:
        yield Unread("", error.reason)
        if error.reason == "truncated" and (saved := salvage(source.data, budget)) != EMPTY_ZIP:
            yield Source("", source.name, "", saved)
        return
    with archive:
        infos = members(archive)
        start = min((info.header_offset for info in archive.infolist()), default=0)
        names = "\n".join(info.filename for info in infos)
        budget.characters(len(names))
        yield Passage("file names", names)
        if archive.comment:
            yield Source("archive comment", "", "", archive.comment)
        if start and is_text(source.data[:start]):
            yield Source("before archive", "", "", source.data[:start])
        for info in infos:
            place = f"archive:{info.filename}"
            try:
                data = read_member(archive, info, budget)
            except UnreadableError as error:
                yield Unread(place, error.reason)
                if error.reason in STOPS:
                    return
                continue
            yield Source(place, info.filename, "", data)
