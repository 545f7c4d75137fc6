"""The table of contents of an Office Open XML package: content types and relationships."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterable, Mapping
from itertools import islice

from detectors.documents.budget import Budget
from detectors.documents.package import stream_member
from detectors.documents.xml_stream import parse
from detectors.errors import UnreadableError

type Part = tuple[zipfile.ZipInfo, str]

_MAX_ELEMENTS = 200_000
_TYPES = "[Content_Types].xml"


def content_types(archive: zipfile.ZipFile, budget: Budget) -> Callable[[str], str]:
    """A function that gives the content type of a part, lower case; empty when unknown."""
    table: dict[str, str] = {}
    for attributes in elements(archive, _TYPES, budget):
        kind = attributes.get("ContentType", "").lower()
        if "PartName" in attributes:
            table[attributes["PartName"].lstrip("/").lower()] = kind
        elif "Extension" in attributes:
            table["." + attributes["Extension"].lower()] = kind

    def type_of(name: str) -> str:
        lower = name.lower()
        extension = "." + lower.rpartition(".")[2]
        return table.get(lower) or table.get(extension) or ("application/xml" if extension == ".xml" else "")

    return type_of


def relations(archive: zipfile.ZipFile, part: str, budget: Budget) -> dict[str, str]:
    """Relationship ids of a part with the names of the parts they lead to."""
    folder, _, name = part.rpartition("/")
    found = {}
    for attributes in elements(archive, f"{folder}/_rels/{name}.rels".lstrip("/"), budget):
        if "Id" in attributes and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[attributes["Id"]] = posixpath.normpath(path)
    return found


def slide_places(archive: zipfile.ZipFile, parts: Iterable[Part], budget: Budget) -> dict[str, str]:
    """``slide 3`` for each slide's part, in the order of the presentation; ``slide 3 note`` for its note."""
    places: dict[str, str] = {}
    for info, kind in parts:
        if "presentationml" not in kind or not kind.endswith(".main+xml"):
            continue
        targets = relations(archive, info.filename, budget)
        for row in elements(archive, info.filename, budget):
            if row[""] == "sldId":
                slides = [targets[value] for value in row.values() if value in targets]
                places.update((part, f"slide {len(places) + 1}") for part in slides)
    for part, place in list(places.items()):
        for target in relations(archive, part, budget).values():
            if "notesslide" in target.lower():
                places.setdefault(target, f"{place} note")
            elif "comment" in target.lower():
                places.setdefault(target, f"{place} comment")
    return places


def elements(archive: zipfile.ZipFile, part: str, budget: Budget) -> list[Mapping[str, str]]:
    """Attributes of every element of a small XML part; none when the part is missing or broken.

    A broken table of contents hides nothing: parts of unknown type are read as what they are.
    """
    try:
        info = archive.getinfo(part)
        return list(islice(parse(stream_member(archive, info, budget), _Attributes(), budget), _MAX_ELEMENTS))
    except (KeyError, UnreadableError):
        return []


class _Attributes:
    """Handler that keeps the attributes of each element, with its name under an empty key."""

    def __init__(self) -> None:
        self._found: list[Mapping[str, str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._found.append({**attributes, "": name})

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Text says nothing here."""

    def taken(self) -> list[Mapping[str, str]]:
        """The elements since the last call."""
        found, self._found = self._found, []
        return found
