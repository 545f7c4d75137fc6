"""Which header or key rules which value."""

import pytest

from detectors.tables import read_cells

LABELS = frozenset({"naam", "bsn"})


def _cells(text: str) -> list[tuple[str, str]]:
    return [
        (text[cell.header_start : cell.header_end], text[cell.start : cell.end])
        for cell in read_cells(text, lambda start, end: any(label in text[start:end] for label in LABELS)).all
    ]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("naam;bsn\nVos;1\n", [("naam", "Vos"), ("bsn", "1")]),
        ("naam,bsn\nVos,1\n", [("naam", "Vos"), ("bsn", "1")]),
        ("naam\tbsn\nVos\t1\n", [("naam", "Vos"), ("bsn", "1")]),
        ("| naam | bsn |\n|------|-----|\n| Vos | 1 |\n", [("naam", "Vos"), ("bsn", "1")]),
        ("naam      bsn\nVos       1\n", [("naam", "Vos"), ("bsn", "1")]),
        ('"naam","bsn"\n"Vos, J.","1"\n', [("naam", "Vos, J."), ("bsn", "1")]),
        (
            "Lijst:\nnaam;bsn\nVos;1\nBos;2\n\nGroet",
            [("naam", "Vos"), ("bsn", "1"), ("naam", "Bos"), ("bsn", "2")],
        ),
        ('{"bsn": "1", "leeftijd": 44}', [("bsn", "1"), ("leeftijd", "44")]),
        ("https://x.nl/?bsn=1&p=2", [("bsn", "1"), ("p", "2")]),
        ("Beste Kees,\nhoe gaat het; goed?\n", []),
        ("<rij><Naam>Vos</Naam><hr:Bsn soort='x'> 1 </hr:Bsn></rij>", [("Naam", "Vos"), ("Bsn", "1")]),
        ("<p>Beste Kees</p><b>let op</b> a < b en c > d", []),
        (
            "INSERT INTO hr.medewerker (id, `naam`) VALUES\n(1, 'van ''t Hof'),\n (2,'Bos (sr), J.');",
            [("id", "1"), ("naam", "van ''t Hof"), ("id", "2"), ("naam", "Bos (sr), J.")],
        ),
        ("insert into lijst (naam, bsn) values ('Vos');", []),
        ("A\tB\nnaam\tbsn\nVos\t1\n", [("naam", "Vos"), ("bsn", "1")]),
        ('  klant = {\n      "naam": "Vos",\n      "bsn": "1",\n  }\n', [("naam", "Vos"), ("bsn", "1")]),
        ("WHERE naam = 'Vos'\n  AND bsn = 1\n  AND a.b <> NULL;\n", []),
        ("naam      Vos\nbsn       1\n", [("naam", "Vos"), ("bsn", "1")]),
        ("naam  rol  fte\nVos   arts  1\n", [("naam", "Vos"), ("rol", "arts"), ("fte", "1")]),
        ("insert into lijst (naam, bsn) values ('Vos, 1", []),
        ("", []),
    ],
)
def test_cells(text: str, cells: list[tuple[str, str]]) -> None:
    """Tables with any delimiter, JSON and URLs give each value its header; prose gives none."""
    assert _cells(text) == cells


def test_commas_without_labels_are_prose() -> None:
    """Lines with commas are a table only when a known label stands in the header."""
    text = "rood,groen\nappel,peer\n"
    assert read_cells(text, lambda _start, _end: False).all == []
    assert len(read_cells(text, lambda _start, _end: True).all) == 2


def test_a_row_with_too_many_cells_is_passed_over() -> None:
    """A comma in an unquoted address spoils its own row, not the table."""
    text = "naam,adres,bsn\nVos,Kade 1, hoog,1\nBos,Kade 2,2\n"
    assert ("bsn", "2") in _cells(text)


def test_at_finds_the_cell_around_a_position() -> None:
    """A position inside a value gives its cell; one between values gives none."""
    text = "naam;bsn\nVos;123\n"
    cells = read_cells(text)
    inside = cells.at(text.index("23"))
    assert inside is not None
    assert text[inside.start : inside.end] == "123"
    assert cells.at(text.index(";1")) is None
    assert cells.at(len(text) + 5) is None
