"""Mail, web pages, tables, JSON, XML and archives."""

import csv
import email.message
import io
import json
import tarfile
import zipfile

from tests.detectors.documents.office_samples import make_docx, make_pdf
from tests.detectors.documents.sample import BSN, Sample


def make_eml() -> Sample:
    message = email.message.EmailMessage()
    message["From"] = "P. de Vries <p.devries@bedrijf.example>"
    message["To"] = "hr@bedrijf.example"
    message["Subject"] = f"Ziekmelding mevrouw Jansén, BSN {BSN}"
    message.set_content(f"Beste collega,\n\nHet BSN is {BSN}.\n")
    message.add_alternative(f"<html><body><p>Beste collega</p><p>BSN {BSN}</p></body></html>", subtype="html")
    message.add_attachment(make_docx().data, "application", "octet-stream", filename="brief.docx")
    places = ("header", "body line 3", "body", "attachment:brief.docx > body table 1!B2")
    return Sample("eml", message.as_bytes(), places)


def make_html() -> Sample:
    page = f"""<!doctype html><html><head><title>BSN {BSN}</title><meta name=description content="BSN {BSN}">
    <script>var bsn = "{BSN}";</script></head><body><p>Mevrouw <b>Jans&eacute;n</b></p><p hidden>BSN {BSN}</p>
    <table><tr><th>Naam<th>BSN<tr><td>Janssen<td>{BSN}</table><!-- BSN {BSN} -->
    <img alt="scan {BSN}"><input value="{BSN}"></body></html>"""
    return Sample("html", page.encode(), ("", "table 1!B2", "script", "comment", "attribute"))


def make_csv() -> Sample:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(
        [["Naam", "BSN"], ['Janssen; "P."\nregel 2', "1"], ["De Vries", BSN]]
    )
    return Sample("csv", out.getvalue().encode("cp1252"), ("cell B3",))


def make_tsv() -> Sample:
    return Sample("csv", f"Naam\tBSN\nJanssen\t{BSN}\n".encode("utf-16"), ("cell B2",))


def make_json() -> Sample:
    data = {"afdeling": "HR", "mensen": [{"naam": "Janssen"}, {"naam": "De Vries", "bsn": BSN}]}
    return Sample("json", json.dumps(data, indent=1).encode(), ("mensen[1].bsn",))


def make_json_lines() -> Sample:
    lines = [{"naam": "Jansén"}, {"bsn": f"regel\n{BSN}"}, {"in": json.dumps({"diep": [BSN]})}]
    data = "\n".join(map(json.dumps, lines)).encode()
    return Sample("json", data, ("[1].bsn", "[2].in"))


def make_xml() -> Sample:
    person = f'<p nummer="{BSN}"><bsn>{BSN}</bsn></p>'
    text = f'<?xml version="1.0"?><m>{person}<q>Mevrouw <b>J</b>anssen {BSN}</q></m>'
    return Sample("xml", text.encode(), ("m/p@nummer", "m/p/bsn", "m/q"))


def make_zip() -> Sample:
    inner, out = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cv.docx", make_docx().data)
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", f"BSN {BSN}")
        archive.writestr("diep/twee.zip", inner.getvalue())
        archive.comment = f"BSN {BSN}".encode()
    places = (
        "archive:a.txt line 1",
        "archive:diep/twee.zip > archive:cv.docx > header",
        "archive comment line 1",
    )
    return Sample("zip", out.getvalue(), places)


def make_tar_gz() -> Sample:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        data = make_pdf().data
        info = tarfile.TarInfo("map/dossier.pdf")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return Sample("gzip", out.getvalue(), ("archive:map/dossier.pdf > page 2",))


def make_text() -> Sample:
    return Sample("text", f"Beste collega,\n\nHet BSN van Jansén is {BSN}.\n".encode("cp1252"), ("line 3",))
