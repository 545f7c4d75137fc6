"""Every export opens in its consumer and holds the register, odd characters and formulas included."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import UsageError
from agent.record.append import Entry, append
from agent.record.event import Event, FindingCount
from agent.record.store import Store
from agent.register.exports import FORMATS, Register, export_register, read_register
from agent.register.exports.algorithm_register import entry
from agent.register.exports.tables import csv_bytes, neutral
from agent.register.law import Organisation
from agent.register.systems import Actor, set_system
from detectors.services import load_catalogue

ANN = Actor("ann", "n1")
ODD = 'Zoë "Ж" 漢字 <b>&amp; ; , \u202e\U0001f600\nnew line'
FORMULA = "=cmd|'/c calc'!A1"
SCHEMA = Path(__file__).with_name("algoritmeregister-1.0.schema.json")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """ChatGPT by a group of six and one of one, HireVue refused, and a supplier's AI with odd names."""
    with Store.open(tmp_path / "record.db") as store:
        events = [
            Event(
                kind="decision",
                node="n1",
                service="chatgpt",
                time=datetime(2026, 7, 1 + n, 9, tzinfo=UTC),
                action="block",
                outcome="stopped",
                group="hr" if n < 6 else "board",
                pseudonym=f"p{n}",
                host="chatgpt.com",
                findings=(FindingCount("NL_BSN", "messages[].content"),),
            )
            for n in range(7)
        ]
        with store.write() as connection:
            append(connection, [Entry.of(event) for event in events])
        refused = {"status": "refused", "risk": "high", "risk_reason": "selects people"}
        set_system(store, "hirevue", None, refused, ANN)
        odd = {
            "name": ODD,
            "owner": FORMULA,
            "purpose": "@SUM(1+1)",
            "documents": ["https://x.nl/a b", FORMULA],
        }
        set_system(store, "payroll", "acme", odd, ANN)
        organisation = Organisation(name="Voorbeeld B.V.", contact="ai@voorbeeld.nl")
        yield read_register(store, organisation, load_catalogue().services)


def rows(content: bytes) -> list[dict[str, str]]:
    """CSV as Python's reader has it."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv(register: Register) -> None:
    """The register as CSV has a row a system, and asks people for what is theirs to judge."""
    chatgpt, hirevue, payroll = rows(export_register(register, "csv"))
    assert (chatgpt["Naam"], chatgpt["Verzoeken"], chatgpt["Eerst gezien"]) == (
        "ChatGPT",
        "7",
        "2026-07-01T09:00:00Z",
    )
    assert chatgpt["Gevonden gegevens"] == "burgerservicenummer (BSN): 7"
    assert (chatgpt["Tenant"], chatgpt["Soort"], chatgpt["Status"]) == ("", "Chat", "Ontdekt")
    assert chatgpt["Eigenaar"] == "nog in te vullen"
    assert (hirevue["Status"], hirevue["Niveau bepaald door"], hirevue["Eerst gezien"]) == (
        "Geweigerd",
        "mensen",
        "",
    )
    assert payroll["Naam"] == ODD
    assert payroll["Eigenaar"] == f"'{FORMULA}"
    assert payroll["Doel"] == "'@SUM(1+1)"


def test_what_vendors_say_of_data(register: Register) -> None:
    """With the page that says it and the day it was read; what nobody read is left to people."""
    column = "Traint met invoer (publieke versie, volgens leverancier)"
    chatgpt, hirevue, _ = rows(export_register(register, "csv"))
    fact = dict(load_catalogue().services["chatgpt"].facts)["trains_on_input"]
    assert chatgpt[column] == f"ja ({fact.source}, {fact.checked})"
    assert hirevue[column] == "nog in te vullen"
    first = json.loads(export_register(register, "json"))["systems"][0]
    assert first["data_facts"]["trains_on_input"] == {
        "value": True,
        "source": fact.source,
        "checked": fact.checked,
    }


def test_small_groups_are_merged(register: Register) -> None:
    """No export names a group of one person."""
    for form in FORMATS:
        assert b"board" not in export_register(register, form)
    assert register.systems[0].groups == {"other": 7}


def test_xlsx(register: Register) -> None:
    """The workbook opens, holds both sheets, and no cell is a formula."""
    book = openpyxl.load_workbook(io.BytesIO(export_register(register, "xlsx")))
    assert book.sheetnames == ["AI-register", "Verplichtingen"]
    sheet = book["AI-register"]
    heads = [cell.value for cell in sheet[1]]
    payroll = {head: cell for head, cell in zip(heads, sheet[4], strict=True)}  # noqa: C416 - a mapping of cells
    assert payroll["Naam"].value == ODD
    assert payroll["Eigenaar"].value == FORMULA
    assert payroll["Eigenaar"].quotePrefix
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}
    assert sheet[2][heads.index("Verzoeken")].value == 7
    duties = book["Verplichtingen"]
    assert duties.max_row == len(register.duties) + 1


def test_json(register: Register) -> None:
    """The JSON holds systems and obligations."""
    data = json.loads(export_register(register, "json"))
    assert [system["service"] for system in data["systems"]] == ["chatgpt", "hirevue", "payroll"]
    assert data["systems"][2]["name"] == ODD
    assert {"ai-act-4", "uavg-46"} <= {duty["obligation"] for duty in data["obligations"]}


def test_algoritmeregister(register: Register) -> None:
    """Every entry fits the standard's field list, in JSON and in CSV, however long the texts are."""
    entries = json.loads(export_register(register, "algoritmeregister-json"))
    jsonschema.validate(entries, json.loads(SCHEMA.read_text()))
    chatgpt, hirevue, payroll = entries
    assert (chatgpt["status"], chatgpt["begin_date"], chatgpt["provider"]) == (
        "In gebruik",
        "2026-07",
        "OpenAI",
    )
    assert chatgpt["source_data"] == "Waargenomen in het verkeer: burgerservicenummer (BSN)."
    assert chatgpt["publication_category"] == ""
    assert chatgpt["proportionality"] == "nog in te vullen"
    assert (hirevue["status"], hirevue["publication_category"]) == (
        "Buiten gebruik",
        "Hoog-risico AI-systeem",
    )
    assert payroll["name"].endswith("new line")
    table = rows(export_register(register, "algoritmeregister"))
    assert [row["source_id"] for row in table] == ["chatgpt", "hirevue", "payroll/acme"]
    assert list(table[0]) == list(chatgpt)
    assert export_register(register, "algoritmeregister").count(b'"\r\n') == 4


def test_long_texts_are_cut(tmp_path: Path) -> None:
    """A description longer than 350 characters ends in an ellipsis at 350."""
    with Store.open(tmp_path / "record.db") as store:
        set_system(store, "x", None, {"name": "n" * 300, "purpose": "p" * 1999}, ANN)
        register = read_register(store, Organisation(name="o" * 200))
    made = entry(register, register.systems[0])
    assert [len(made[name]) for name in ("name", "description_short", "organization")] == [100, 350, 100]
    jsonschema.validate([made], json.loads(SCHEMA.read_text()))


def test_laws_own_tables(register: Register) -> None:
    """GDPR art. 30 has the systems with personal data, Annex VIII C the high-risk ones."""
    (chatgpt,) = rows(export_register(register, "gdpr-30"))
    assert chatgpt["Categorieën persoonsgegevens (waargenomen)"] == "burgerservicenummer (BSN)"
    assert chatgpt["Categorieën ontvangers"] == "ChatGPT (OpenAI)"
    assert chatgpt["Bewaartermijnen"] == "nog in te vullen"
    (hirevue,) = rows(export_register(register, "annex-viii-c"))
    values = list(hirevue.values())
    assert values[0] == "Voorbeeld B.V., ai@voorbeeld.nl"
    assert values[1:5] == ["nog in te vullen"] * 4
    assert hirevue["AI-systeem"] == "HireVue"


def test_cyclonedx(register: Register) -> None:
    """The bill of materials is valid CycloneDX 1.7 and holds each system as a service."""
    text = export_register(register, "cyclonedx").decode()
    assert JsonStrictValidator(SchemaVersion.V1_7).validate_str(text) is None
    services = {item["bom-ref"]: item for item in json.loads(text)["services"]}
    assert set(services) == {"chatgpt", "hirevue", "payroll/acme"}
    assert services["chatgpt"]["data"] == [{"flow": "outbound", "classification": "NL_BSN"}]
    assert services["chatgpt"]["endpoints"] == ["https://chatgpt.com/"]
    assert services["payroll/acme"]["name"] == ODD


def test_languages_differ_in_words_only(tmp_path: Path) -> None:
    """An English export has English headings and the same rows; an empty register exports headings."""
    with Store.open(tmp_path / "record.db") as store:
        for language in ("nl", "en"):
            register = read_register(store, Organisation(), language=language)
            assert len(export_register(register, "csv").splitlines()) == 1
            for form in FORMATS:
                assert export_register(register, form)
    with pytest.raises(UsageError, match="choose from csv, xlsx"):
        export_register(register, "pdf")


@given(st.text())
def test_no_text_begins_a_formula(text: str) -> None:
    """Whatever a field holds, its first character is none that a spreadsheet computes."""
    field = next(csv.reader(io.StringIO(csv_bytes([[text]]).decode("utf-8-sig"), newline="")), [""])[0]
    assert not field.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert field in (text, f"'{text}")
    assert neutral(neutral(text)) == neutral(text)
