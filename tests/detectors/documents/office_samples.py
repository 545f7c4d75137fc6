"""Office documents and PDF, made by the libraries people make them with."""

import datetime as dt
import io

import docx
import fpdf
import odfdo
import openpyxl
import pikepdf
import pptx
import xlwt
from docx.oxml import parse_xml
from openpyxl.comments import Comment

from tests.detectors.documents.sample import BSN, Sample

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def make_pdf() -> Sample:
    pdf = fpdf.FPDF()
    pdf.set_font("helvetica", size=12)
    pdf.add_page()
    pdf.cell(text=f"Het BSN van de werknemer is {BSN}.")
    pdf.add_page()
    with pdf.table() as table:
        for line in (("Naam", "BSN"), ("Janssen", BSN)):
            row = table.row()
            for text in line:
                row.cell(text)
    pdf.text_annotation(20, 20, f"BSN nog nakijken: {BSN}")
    pdf.embed_file(bytes=f"naam;bsn\nJanssen;{BSN}\n".encode(), basename="lijst.csv")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(bytes(pdf.output()))) as whole:
        field = whole.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx,
                T=pikepdf.String("bsn"), V=pikepdf.String(BSN), Rect=[10, 10, 100, 30],
            )
        )  # fmt: skip
        whole.pages[0].Annots = pikepdf.Array([field])
        form = whole.make_indirect(
            pikepdf.Stream(whole, f"<xdp><data><nummer>{BSN}</nummer></data></xdp>".encode())
        )
        packets = pikepdf.Array([pikepdf.String("datasets"), form])
        whole.Root.AcroForm = pikepdf.Dictionary(Fields=[field], XFA=packets)
        with whole.open_metadata() as metadata:
            metadata["dc:subject"] = [f"Dossier {BSN}"]
        whole.docinfo["/Title"] = f"Dossier {BSN}"
        whole.save(out)
    places = (
        "page 1", "page 2", "page 1 annotation", "page 2 annotation", "properties",
        "form data 1 xdp/data/nummer", "properties XMP xmpmeta/RDF/Description/subject/Bag/li",
        "attachment:lijst.csv cell B2",
    )  # fmt: skip
    return Sample("pdf", out.getvalue(), places)


def make_docx() -> Sample:
    document = docx.Document()
    document.core_properties.subject = f"Dossier {BSN}"
    first = document.add_paragraph("Geachte mevrouw Janssen,")
    document.add_paragraph(f"Uw BSN is {BSN}.")
    table = document.add_table(2, 2)
    for at, text in enumerate(("Naam", "BSN", "Janssen", BSN)):
        table.cell(at // 2, at % 2).text = text
    document.add_page_break()
    document.add_paragraph(f"Tweede blad met {BSN}.")
    box = f"<w:p><w:r><w:t>In een kader: {BSN}</w:t></w:r></w:p>"
    document.element.body.insert(
        0,
        parse_xml(
            f'<w:p xmlns:w="{_WORD}" xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict>'
            f"<v:shape><v:textbox><w:txbxContent>{box}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
        ),
    )
    document.sections[0].header.paragraphs[0].text = f"Kop {BSN}"
    document.sections[0].footer.paragraphs[0].text = f"Voet {BSN}"
    document.add_comment(first.runs, f"Klopt {BSN} wel?", author="P. de Vries")
    places = ("body paragraph 1", "body paragraph 3", "body paragraph 5", "body table 1!B2", "header",
              "footer", "comment", "properties")  # fmt: skip
    return Sample("docx", _saved(document), places)


def make_xlsx() -> Sample:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Lonen"
    sheet.append(["Naam", "BSN", "Geboren", "Nummer"])
    sheet.append(["Janssen", int(BSN), dt.date(1980, 5, 1), 12345])
    sheet["D2"].number_format = "000000000"
    sheet["A2"].comment = Comment(f"Let op: {BSN}", "P. de Vries")
    sheet.oddHeader.center.text = BSN
    hidden = book.create_sheet("Verborgen")
    hidden.sheet_state = "hidden"
    hidden["C7"] = BSN
    hidden["A1"] = f'="BSN "&"{BSN}"'
    book.properties.subject = f"Dossier {BSN}"
    places = ("sheet Lonen!B2", "sheet Lonen comment A2", "sheet Lonen header or note", "sheet Verborgen!C7",
              "sheet Verborgen formula A1", "properties")  # fmt: skip
    return Sample("xlsx", _saved(book), places)


def make_pptx() -> Sample:
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = f"Titel {BSN}"
    first.notes_slide.notes_text_frame.text = f"Notitie {BSN}"
    second = deck.slides.add_slide(deck.slide_layouts[5])
    table = second.shapes.add_table(2, 2, 0, 0, 5_000_000, 500_000).table
    for at, text in enumerate(("Naam", "BSN", "Janssen", BSN)):
        table.cell(at // 2, at % 2).text = text
    deck.core_properties.subject = f"Dossier {BSN}"
    return Sample("pptx", _saved(deck), ("slide 1", "slide 1 note", "slide 2 table 1!B2", "properties"))


def make_odt() -> Sample:
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(1, "Dossier"))
    paragraph = odfdo.Paragraph(f"Het BSN is {BSN}.")
    paragraph.insert_annotation(body=f"Klopt {BSN}?", creator="P. de Vries", after="Het")
    paragraph.insert_note(note_id="n1", citation="1", body=f"Noot {BSN}", after="Het")
    document.body.append(paragraph)
    table = odfdo.Table("Lijst")
    for values in (["Naam", "BSN"], ["Janssen", BSN]):
        row = odfdo.Row()
        row.set_values(values)
        table.append_row(row)
    document.body.append(table)
    places = ("body paragraph 2", "table Lijst!B2", "comment", "footnote")
    return Sample("odt", _saved(document), places)


def make_ods() -> Sample:
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    for name, at in (("Lonen", 1), ("Tweede", 4)):
        table = odfdo.Table(name, width=2, height=at + 1)
        table.set_values([["Naam", "BSN"]], (0, 0))
        table.set_values([["Janssen", int(BSN)]], (0, at))
        document.body.append(table)
    return Sample("ods", _saved(document), ("sheet Lonen!B2", "sheet Tweede!B5"))


def make_odp() -> Sample:
    document = odfdo.Document("presentation")
    document.body.clear()
    for number in (1, 2):
        page = odfdo.DrawPage(f"p{number}", name=f"Blad {number}")
        page.append(odfdo.Frame.text_frame(f"Tekst {BSN}", size=("7cm", "5cm"), position=("11cm", "8cm")))
        document.body.append(page)
    return Sample("odp", _saved(document), ("slide 1", "slide 2"))


def make_xls() -> Sample:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Lonen")
    for row, values in enumerate((("Naam", "BSN"), ("Janssen", int(BSN)))):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    sheet.header_str = f"&C{BSN}".encode()
    other = book.add_sheet("Tweede")
    other.write(6, 2, f"BSN {BSN}")
    return Sample("xls", _saved(book), ("sheet Lonen!B2", "sheet Tweede!C7", "text box or header"))
