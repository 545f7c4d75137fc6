"""Compound files and RTF, written by hand: no living library writes them."""

import struct

from tests.detectors.documents.compound_file import Tree, compound_file
from tests.detectors.documents.sample import BSN, Sample


def make_rtf() -> Sample:
    text = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\subject Dossier %s}}"
        r"{\header Kop %s\par}{\footer Voet %s\par}"
        r"\pard Mevrouw Jans\'e9n\par Het BSN is \u49?23456782.\par "
        r"Een noot{\footnote Noot %s}{\*\annotation Klopt %s?}\par "
        r"\trowd\cellx100\cellx200\intbl Naam\cell BSN\cell\row\trowd Janssen\cell %s\cell\row"
        r"\pard\page Tweede blad %s\par}"
    ) % ((BSN,) * 7)
    places = (
        "body paragraph 2",
        "header",
        "footer",
        "footnote",
        "comment",
        "properties",
        "table!B2",
        "body paragraph 5",
    )
    return Sample("rtf", text.encode("ascii"), places)


def make_msg() -> Sample:
    def wide(text: str) -> bytes:
        return text.encode("utf-16-le")

    attachment = {
        "__substg1.0_3707001F": wide("lijst.csv"),
        "__substg1.0_37010102": f"naam;bsn\nJanssen;{BSN}\n".encode(),
    }
    recipient = {
        "__substg1.0_3001001F": wide(f"Janssen {BSN}"),
        "__substg1.0_39FE001F": wide("hr@bedrijf.example"),
    }
    tree: Tree = {
        "__properties_version1.0": bytes(32),
        "__substg1.0_0037001F": wide(f"Dossier {BSN}"),
        "__substg1.0_1000001F": wide(f"Beste collega,\r\nHet BSN is {BSN}.\r\n" * 200),
        "__substg1.0_10130102": f"<html><body><p>BSN {BSN}</p></body></html>".encode(),
        "__recip_version1.0_#00000000": recipient,
        "__attach_version1.0_#00000000": attachment,
    }
    return Sample(
        "msg", compound_file(tree), ("message", "body", "recipient", "attachment:lijst.csv cell B2")
    )


def make_doc() -> Sample:
    stories = [
        f"Geachte\rUw BSN is {BSN}.\r",
        f"Noot {BSN}\r",
        f"Kop {BSN}\r",
        "",
        f"Klopt {BSN}?\r",
        "",
        "",
        "",
    ]
    text = "".join(stories)
    main = bytearray(0x600 + len(text) * 2)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<8i", main, 0x4C, *map(len, stories))
    half = len(stories[0])
    main[0x400 : 0x400 + half] = text[:half].encode("cp1252")
    main[0x600 : 0x600 + 2 * len(text[half:])] = text[half:].encode("utf-16-le")
    table = struct.pack("<3I", 0, half, len(text))
    table += struct.pack("<HIH", 0, 0x400 * 2 | 0x40000000, 0) + struct.pack("<HIH", 0, 0x600, 0)
    clx = b"\x01\x02\x00ab" + b"\x02" + struct.pack("<I", len(table)) + table
    struct.pack_into("<II", main, 0x01A2, 0, len(clx))
    data = compound_file({"WordDocument": bytes(main), "0Table": clx})
    return Sample("doc", data, ("body paragraph 2", "footnote", "header", "comment"))


def make_ppt() -> Sample:
    def record(kind: int, body: bytes, version: int = 0) -> bytes:
        return struct.pack("<HHI", version, kind, len(body)) + body

    slide = record(0x03EE, record(0x0FA0, f"Titel {BSN}".encode("utf-16-le")), 0xF)
    second = record(0x03EE, record(0x0FA8, f"Tekst {BSN}".encode("latin-1")), 0xF)
    note = record(0x03F0, record(0x0FA0, f"Notitie {BSN}".encode("utf-16-le")), 0xF)
    data = compound_file({"PowerPoint Document": slide + second + note, "Current User": bytes(20)})
    return Sample("ppt", data, ("slide 1", "slide 2", "note"))
