"""
Workbooks: text stays text, nothing that Excel cannot hold, the same bytes every time.
"""

from __future__ import annotations

import io
import time
import zipfile

from typing import Any

import openpyxl
import pytest

from hypothesis import given
from hypothesis import strategies as st

from zvhprivacy.report.xlsx import MAX_CELL, Sheet, safe, workbook


def _cells(*values: str | int, title: str = "x") -> list[Any]:
    data = workbook([Sheet(title=title, rows=[("kop",) * len(values), values], frozen=1)])
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [cell for row in book.worksheets[0].iter_rows(min_row=2) for cell in row]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        '=HYPERLINK("http://x")',
        "#N/A",
        "12",
        "2026-06-01",
    ],
)
def test_a_text_is_never_a_formula(text: str) -> None:
    """
    Whatever a text starts with, the cell is a text, also when somebody edits it.
    """
    (cell,) = _cells(text)

    assert "s" == cell.data_type
    assert text == cell.value
    assert cell.quotePrefix is text.startswith(("=", "+", "-", "@", "\t"))


def test_no_formula_is_in_the_file() -> None:
    """
    There is not one formula in the file itself.
    """
    data = workbook([Sheet(title="x", rows=[("=1+1",), ("=2+2",)])])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")

    assert b"<f>" not in sheet


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x1b[31m", "a\ufffdb\ufffd[31m"),
        ("\ud800", "\ufffd"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x0041", "_x0041"),
        ("\ufffe", "\ufffd"),
        ("a\nb", "a\nb"),
    ],
)
def test_what_a_cell_cannot_hold_is_replaced(text: str, shown: str) -> None:
    """
    Control characters and half letters are replaced; what Excel would decode is escaped.
    """
    assert shown == safe(text)


@pytest.mark.parametrize("letter", ["a", "\U0001f600"])
def test_a_long_text_is_cut(letter: str) -> None:
    """
    A cell holds 32,767 units of UTF-16 and no more; a letter is never cut in half.
    """
    text = safe(letter * 40_000)

    assert MAX_CELL - 1 <= len(text.encode("utf-16-le")) // 2 <= MAX_CELL
    assert text.endswith("…")
    assert letter * 100 == safe(letter * 100)


@given(st.text(st.characters(codec=None), max_size=60))
def test_every_text_can_be_written(text: str) -> None:
    """
    No text at all makes a workbook fail, and it holds what was made safe.
    """
    (cell,) = _cells(text, title=text)

    # XML knows one kind of line end.
    assert safe(text).replace("\r\n", "\n").replace("\r", "\n") == (cell.value or "")


def test_equal_input_gives_equal_bytes() -> None:
    """
    The moment of writing is not in the file.
    """
    sheets = [Sheet(title="x", rows=[("a", "b"), ("c", 1)], colours={"c": "FF0000"})]
    first = workbook(sheets)
    time.sleep(2.1)  # a ZIP counts in steps of two seconds

    assert first == workbook(sheets)


def test_the_header_stays_in_view() -> None:
    """
    The header row and the first columns are frozen; numbers are numbers.
    """
    data = workbook([Sheet(title="a/b:c", rows=[("x", "y", "z"), ("1", "2", 3)], frozen=2)])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]

    assert "C2" == sheet.freeze_panes
    assert "a-b-c" == sheet.title
    assert [("1", "2", 3)] == list(sheet.iter_rows(min_row=2, values_only=True))
