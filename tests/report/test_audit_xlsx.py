"""
Workbooks to fill in: locked where the program wrote, and read back as they stand.
"""

from __future__ import annotations

import io
import zipfile

from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from hypothesis import example, given, settings
from hypothesis import strategies as st

from zvhprivacy.report import xlsx
from zvhprivacy.report.xlsx import (
    Fill,
    Formula,
    Sheet,
    WorkbookUnreadable,
    rows_of,
    safe,
    workbook,
)


FORM = Sheet(
    title="Form",
    rows=[("a", "b", "c"), ("x", "", ""), ("lang " * 400, "", "")],
    widths=(20, 20, 12),
    marks={'ja "zo"': "C6EFCE"},
    fill={1: Fill(choices=("ja", "nee")), 2: Fill(day=True)},
)
CELL = st.one_of(st.text(max_size=30), st.integers(-(10**9), 10**9), st.dates(date(1950, 1, 1)))


def opened(*sheets: Sheet) -> Any:
    """
    Give a workbook of *sheets* as openpyxl reads it.
    """
    return openpyxl.load_workbook(io.BytesIO(workbook(sheets)))


def saved(book: Any) -> bytes:
    """
    Give the bytes of *book*.
    """
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


@settings(max_examples=40)
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=4))
@example([["_x0041_", "=1+1"], ["_x005F_x0041_", date(2026, 1, 2)]])
def test_what_was_written_is_read_back(rows: list[list[str | int | date]]) -> None:
    """
    Texts, numbers and days come back as they were, also those that look like something else.
    """

    def kept(value: str | int | date) -> object:
        if not isinstance(value, str):
            return value
        said = safe(value).replace("_x005F_x", "_x")
        return said.replace("\r\n", "\n").replace("\r", "\n") or None

    read = rows_of("x", workbook([Sheet(title="x", rows=[("k", "l"), *rows])]))

    assert [("k", "l"), *(tuple(map(kept, row)) for row in rows)] == read["x"]


def test_a_formula_is_read_as_one() -> None:
    """
    A formula is no text and no number, whatever it gives, and it does not show itself.
    """
    book = opened(FORM)
    book["Form"]["B2"] = "=1+1"
    read = rows_of("x", saved(book))["Form"]

    assert Formula("=1+1") == read[1][1]
    assert "1" not in repr(read[1][1])


def test_other_values() -> None:
    """
    A moment and a yes are texts, an error is one too, so that nobody takes them for what they say.
    """
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append([datetime(2026, 1, 2, 3, 4), True, 1.5, datetime(2026, 1, 2)])  # noqa: DTZ001
    sheet["E1"] = "#N/A"
    read = rows_of("x", saved(book))["Sheet"]

    assert [("2026-01-02 03:04:00", "True", 1.5, date(2026, 1, 2), "#N/A")] == read


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 stuk", b"<html>", workbook([FORM])[:900]])
def test_what_is_no_workbook(data: bytes) -> None:
    """
    A file that is no workbook gives our own exception.
    """
    with pytest.raises(WorkbookUnreadable) as caught:
        rows_of("a.xlsx", data)

    assert "`a.xlsx` kan niet worden gelezen" in str(caught.value)


def test_a_zip_that_is_no_workbook() -> None:
    """
    Nor is any other ZIP one.
    """
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as book:
        book.writestr("a", "b")

    with pytest.raises(WorkbookUnreadable):
        rows_of("a.xlsx", raw.getvalue())


def test_a_workbook_that_unpacks_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What would take all memory when it is unpacked is not unpacked.
    """
    monkeypatch.setattr(xlsx, "MAX_READ", 100)

    with pytest.raises(WorkbookUnreadable):
        rows_of("a.xlsx", workbook([FORM]))


def test_only_what_is_to_be_filled_in_is_open() -> None:
    """
    The cells to fill in are open and coloured, the others locked; filtering stays possible.
    """
    sheet = opened(FORM)["Form"]

    assert sheet.protection.sheet
    assert not sheet.protection.autoFilter
    assert [True, False, False] == [cell.protection.locked for cell in sheet[2]]
    assert sheet["A1"].protection.locked
    assert sheet["B1"].protection.locked
    assert "00FFFFE5" == sheet["B2"].fill.fgColor.rgb


def test_what_may_be_filled_in() -> None:
    """
    A spreadsheet offers the words there are, and takes days where a day is asked.
    """
    rules = {str(r.sqref): r for r in opened(FORM)["Form"].data_validations.dataValidation}

    assert ('"ja,nee"', "list") == (rules["B2:B3"].formula1, rules["B2:B3"].type)
    assert "date" == rules["C2:C3"].type
    assert "dd-mm-yyyy" == opened(FORM)["Form"]["C2"].number_format


def test_a_form_has_a_row_for_each_row() -> None:
    """
    A long text in a form is not cut into rows, and its row is not higher than Excel can show.
    """
    sheet = opened(FORM)["Form"]

    assert 3 == sheet.max_row
    assert 0 < sheet.row_dimensions[3].height <= 409


def test_marks_colour_what_is_put_there_later() -> None:
    """
    A mark is a rule on all cells, not a colour of one.
    """
    (found,) = opened(FORM)["Form"].conditional_formatting
    (rule,) = found.rules

    assert "A1:C3" == str(found.sqref)
    assert ("equal", ['"ja ""zo"""']) == (rule.operator, rule.formula)
    assert "00C6EFCE" == rule.dxf.fill.bgColor.rgb


def test_every_sheet_prints_on_pages() -> None:
    """
    Every sheet prints in landscape on A4, as wide as the page, with heads and page numbers.
    """
    for sheet in opened(FORM, Sheet(title="y", rows=[("a", "b"), ("c", "d")], frozen=1)).worksheets:
        assert ("landscape", 9, 0) == (
            sheet.page_setup.orientation,
            sheet.page_setup.paperSize,
            sheet.page_setup.fitToHeight,
        )
        assert "$1:$1" == sheet.print_title_rows
        assert "&P/&N" in (sheet.oddFooter.center.text or "")


def test_equal_input_gives_equal_bytes() -> None:
    """
    Marks, locks and rules add nothing that differs from one time to the next.
    """
    assert workbook([FORM]) == workbook([FORM])
