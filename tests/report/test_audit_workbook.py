"""
An audit as a workbook: all sheets, in words as well as colours, and a form that comes back.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile

from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.audit.dossiers import PEOPLE, dossier
from tests.report.audits import NASTY, OP, report
from tests.report.audits import dossier as large
from zvhprivacy.audit.checklist_form import checklist_form, read_checklist_form
from zvhprivacy.audit.form import HEADS, read_answer_form
from zvhprivacy.audit.leak import Known, leaks
from zvhprivacy.audit.read import read_checklists
from zvhprivacy.model.audit import Antwoord
from zvhprivacy.policy.templates import templates
from zvhprivacy.report.audit_view import SIGNS, Report
from zvhprivacy.report.audit_workbook import audit_workbook, checklist_workbook, filled_in
from zvhprivacy.report.xlsx import rows_of


SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
VERSIONS = pytest.mark.parametrize("buiten", [False, True])


@cache
def made(lang: str = "nl", *, buiten: bool = False) -> bytes:
    """
    Give the workbook.
    """
    return audit_workbook(report(buiten=buiten), lang)


@cache
def sheets(lang: str = "nl", *, buiten: bool = False) -> dict[str, list[tuple[Any, ...]]]:
    """
    Give the rows of every sheet.
    """
    return rows_of("x", made(lang, buiten=buiten))


def small() -> Any:
    """
    Give the workbook of a small audit as openpyxl opens it.
    """
    return openpyxl.load_workbook(
        io.BytesIO(audit_workbook(Report(dossier=dossier(), op=OP), "nl"))
    )


def saved(book: Any) -> bytes:
    """
    Give the bytes of *book*.
    """
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


# --- what is in it --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "first", "last"),
    [
        (
            "nl",
            "Samenvatting Onderwerpen Stellingen Invullen Bewijs Bevindingen Maatregelen",
            "Wijzigingen Steekproef,Besluiten per maand,landelijk-model,mensenhandel,Herkomst",
        ),
        (
            "en",
            "Summary,Subjects,Statements,To fill in,Evidence,Findings,Measures",
            "Changes,Sample,Decisions per month,landelijk-model,mensenhandel,Provenance",
        ),
    ],
)
def test_the_sheets(lang: str, first: str, last: str) -> None:
    """
    The workbook has a sheet for each part.
    """
    assert re.split(r"[ ,]", f"{first},{last}") == re.split(r"[ ,]", ",".join(sheets(lang)))


def test_outside_the_house() -> None:
    """
    Outside there are no references, no sample, no form and no texts of people.
    """
    found = sheets(buiten=True)
    cells = {str(cell) for rows in found.values() for row in rows for cell in row}

    assert not {"Invullen", "Bewijs", "Steekproef"} & set(found)
    assert not [cell for cell in cells if "zvh1-" in cell or "proefzaak" in cell]
    assert [cell for cell in cells if "Deze versie is voor buiten het huis." in cell]
    assert "20 – 29" in cells


def test_it_says_that_pseudonyms_are_personal_data() -> None:
    """
    The summary says what the references are.
    """
    (said,) = [row[1] for row in sheets()["Samenvatting"] if row[0] == "Over dit verslag"]

    assert "Ook dat zijn persoonsgegevens" in said


def test_a_point_says_where_it_stands_in_words() -> None:
    """
    Every colour goes with a sign and a word, and each word has a sign of its own.
    """
    book = openpyxl.load_workbook(io.BytesIO(made()))
    (ranges,) = book["Stellingen"].conditional_formatting
    marked = {rule.formula[0].strip('"') for rule in ranges.rules}

    assert {each[:1] for each in marked} == set(SIGNS.values())
    assert all(len(each) > 4 for each in marked)


def test_what_contradicts_shows_both() -> None:
    """
    Where a person does not see the deviation, both answers stand there, and that they differ.
    """
    (row,) = [row for row in sheets()["Stellingen"] if str(row[4]).startswith("◊")]

    assert "▲ afwijking" == row[5]
    assert "– niet van toepassing" == row[9]


def test_findings_and_measures() -> None:
    """
    A finding names its measures or that there are none; a measure its owner and how it stands.
    """
    found = {row[0]: row for row in sheets()["Bevindingen"]}
    measures = {row[0]: row for row in sheets()["Maatregelen"]}

    assert "m1" == found["interne-audit-zvh/A8"][5]
    assert NASTY == found["interne-audit-zvh/A8"][4]
    assert "nog geen maatregel" == found["interne-audit-zvh/A1"][5]
    assert ["▲ te laat", "○ loopt", "√ klaar"] == [measures[m][5] for m in ("m1", "m2", "m3")]
    assert ["manager@gemeente-a", "nog geen eigenaar"] == [measures[m][3] for m in ("m1", "m3")]


def test_evidence_is_counted_when_it_is_not_all_named() -> None:
    """
    Every reference stands on a row of its own, and how many more there are on the last.
    """
    found = {row[0]: row[2] for row in sheets()["Bevindingen"]}
    named = [row for row in sheets()["Bewijs"] if row[0] == "interne-audit-zvh/A2"]

    assert "werking: 65 van 3.000" == found["interne-audit-zvh/A2"]
    assert 11 == len(named)
    assert "en nog 55" == named[-1][4]


def test_no_formula_and_no_leak() -> None:
    """
    There is not one formula in the file, nor anything that looks like a BSN.
    """
    for buiten in (False, True):
        with zipfile.ZipFile(io.BytesIO(made(buiten=buiten))) as book:
            parts = [book.read(name) for name in book.namelist() if "worksheets/" in name]
        assert not [part for part in parts if b"<f>" in part]
        assert () == leaks(made(buiten=buiten), Known())


def test_equal_input_gives_equal_bytes() -> None:
    """
    The same audit gives the same bytes.
    """
    assert made(buiten=True) == audit_workbook(report(buiten=True), "nl")


# --- the form -------------------------------------------------------------------------------------


def test_an_empty_form_comes_back_empty() -> None:
    """
    What was not filled in is no answer, and nothing is wrong with it.
    """
    rows = filled_in("x", made(), "nl")
    assert rows is not None

    assert ((), ()) == read_answer_form(large(), PEOPLE, rows, "x")


def test_a_form_that_was_filled_in() -> None:
    """
    What a person fills in comes back as an answer.
    """
    book = small()
    sheet = book["Invullen"]
    place = [cell.value for cell in sheet[1]].index("antwoord") + 1
    row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 2).value == "eigen/E3")
    values = ("voldoet", "notulen", "=geen formule", "privacy-officer@gemeente-a", "03-06-2026")
    for number, value in enumerate(values):
        cell = sheet.cell(row, place + number)
        cell.value = value
        cell.data_type = "s"
    rows = filled_in("x", saved(book), "nl")
    assert rows is not None
    (answer,), found = read_answer_form(dossier(), PEOPLE, rows, "x")

    assert () == found
    assert (Antwoord.VOLDOET, ("notulen",)) == (answer.antwoord, answer.bewijs)
    assert "=geen formule" == answer.toelichting


@pytest.mark.parametrize(
    ("head", "value", "code"),
    [
        ("afwijkend", "=1-1", "ZVH916"),
        ("antwoord", '="voldoet"', "ZVH916"),
        ("programma", "voldoet", "ZVH917"),
        ("afwijkend", 0, "ZVH917"),
    ],
)
def test_a_form_that_was_tampered_with(head: str, value: object, code: str) -> None:
    """
    A formula, or another value in what the machine filled in, is reported with its place.
    """
    book = small()
    book["Invullen"].cell(2, HEADS.index(head) + 1).value = value
    rows = filled_in("x", saved(book), "nl")
    assert rows is not None
    answers, found = read_answer_form(dossier(), PEOPLE, rows, "x")

    assert () == answers
    assert [(code, 2, HEADS.index(head) + 1)] == [
        (each.code, each.span.line, each.span.column) for each in found
    ]


def test_a_workbook_without_a_form() -> None:
    """
    A workbook in which there is nothing to fill in gives no rows.
    """
    assert filled_in("x", made(buiten=True), "nl") is None


def test_a_checklist_as_a_workbook(tmp_path: Path) -> None:
    """
    A checklist goes into a workbook and comes back as it was.
    """
    lists = read_checklists(templates()).checklists
    form = checklist_form(lists["wpg-verstrekkingen"])
    book = rows_of("x", checklist_workbook(form))
    file, found = read_checklist_form(tmp_path, book, "x")

    assert () == found
    assert file is not None
    assert "policies/checklists/wpg-verstrekkingen.yaml" == file.naam


# --- in an office program -------------------------------------------------------------------------


@pytest.mark.skipif(SOFFICE is None, reason="there is no LibreOffice")
def test_libreoffice_prints_it(tmp_path: Path) -> None:
    """
    An office program makes pages in landscape of it, with what matters on them.
    """
    book = tmp_path / "audit.xlsx"
    whole = Report(dossier=dossier(), op=OP, toegang=report().toegang[:1])
    book.write_bytes(audit_workbook(whole, "nl"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, book],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pdf = tmp_path / "audit.pdf"
    assert pdf.read_bytes().startswith(b"%PDF")
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("there is no pdftotext to read the pages with")
    said = subprocess.run(
        [reader, "-layout", pdf, "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode()

    assert 12 <= said.count("\f") <= 15
    for expected in ("▲ afwijking", "○ nog te beantwoorden", "Ook dat zijn persoonsgegevens"):
        assert expected in said, expected
    assert "justitieel-strafvorderlijk" in re.sub(r"\s", "", said) or "strafvorderlijk" in said
