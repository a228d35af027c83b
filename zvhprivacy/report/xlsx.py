"""
Workbooks that hold text and numbers and nothing that runs; equal input gives equal bytes.

What people fill in is read back as it stands, formulas as what they are.
The only module that imports openpyxl, and only when a workbook is asked for.
"""

from __future__ import annotations

import io
import re
import zipfile

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, TypeAlias

from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.report.wrapping import MAX_LINES, lines_of, pieces


if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


MAX_CELL = 32_767  # UTF-16 code units in one cell, the limit of Excel
MAX_TITLE = 31  # characters in the name of a sheet, the limit of Excel
MAX_WIDTH = 60  # of a column, in characters
POINTS_PER_LINE = 13  # of ten points of type
_POINTS_PER_LETTER = 7  # of eleven points of bold type
_HIGHEST = 409  # points of a row, the limit of Excel
_MARGIN = 0.4  # inch, of a page; most printers can do with 0.25
FONT = "Arial"  # or what stands in for it: its widths are those of Liberation Sans

MAX_READ = 64 * 1024 * 1024  # 64 MiB, of a workbook that is unpacked
MAX_CHOICES = 255  # characters of a list to choose from, the limit of Excel
FILLED = "FFFFE5"  # the colour of a cell to fill in
_DAYS_1900 = 36_526  # 1 January 2000 as Excel counts days

Cell: TypeAlias = "str | int | date"
Read: TypeAlias = "str | int | float | date | Formula | None"

_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl takes no zone, and no day is meant
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can hold
_STAMPED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
# What XML cannot hold, and halves of a character pair.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads `_x0041_` as a letter.
_UNESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class WorkbookUnreadable(ZvhError):
    """
    A file is no workbook that can be read back.
    """

    exit_code = Exit.USAGE
    code = "workbook-unreadable"
    nl = "`{bestand}` kan niet worden gelezen: het is geen werkboek (xlsx), of het is te groot"
    en = "`{bestand}` cannot be read: it is no workbook (xlsx), or it is too large"


@dataclass(frozen=True, slots=True)
class Formula:
    """
    What stands in a cell that computes something; its text is kept, its outcome is not looked at.
    """

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """
    A column that people fill in: with one of *choices*, with a *day*, or with a text.

    What a program other than a spreadsheet puts there is not held back by it.
    """

    choices: tuple[str, ...] = ()
    day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """
    A sheet with a header row; *frozen* columns at the left stay in view beside it.

    *colours* gives per text of a cell its background as RRGGBB; *marks* does so too, and goes on
    doing it when the text changes.
    *fill* are the columns to fill in, counted from 0; with any, the other cells are locked, without
    a password: that keeps from slips and not from intent.
    With *widths*, in characters per column, texts wrap and the sheet prints on pages in landscape;
    a text that is higher than a row can be goes on in the rows below it.
    """

    title: str
    rows: Sequence[Sequence[Cell]]
    frozen: int = 0
    colours: dict[str, str] = field(default_factory=dict)
    widths: tuple[int, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    fill: Mapping[int, Fill] = field(default_factory=dict)


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """
    Make a workbook of *sheets*.

    A text stays text, whatever it starts with; what a cell cannot hold is replaced or cut.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for sheet in sheets:
        _fill(book.create_sheet(_title(sheet.title)), sheet)
    book.properties.creator = "zvhprivacy"
    book.properties.created = _MOMENT
    raw = io.BytesIO()
    book.save(raw)
    return _timeless(raw.getvalue())


def rows_of(bestand: str, data: bytes) -> dict[str, list[tuple[Read, ...]]]:
    """
    Give the cells of every sheet of a workbook, row by row; *bestand* is what it is called.

    A text is what `workbook` was given. Outcomes of formulas, colours and notes are not read, and
    nothing is run.

    Raises:
        WorkbookUnreadable: it is none, or it is too large.
    """
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(each.file_size for each in parts.infolist())
        if size > MAX_READ:
            raise WorkbookUnreadable(bestand=bestand)  # noqa: TRY301 - one way out for both
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        return {
            sheet.title: [tuple(map(_value, row)) for row in sheet.iter_rows()]
            for sheet in book.worksheets
        }
    except WorkbookUnreadable:
        raise
    except Exception:  # noqa: BLE001 - what is in a broken file can break openpyxl anywhere
        raise WorkbookUnreadable(bestand=bestand) from None


def _value(cell: Any) -> Read:
    value = cell.value
    if cell.data_type == "f":
        return Formula(str(value))
    if isinstance(value, datetime):
        whole = value.time() == datetime.min.time()
        return value.date() if whole else value.isoformat(" ")
    if isinstance(value, str):
        return _UNESCAPED.sub("_", value)
    known = isinstance(value, (int, float, date)) and not isinstance(value, bool)
    return value if known or value is None else str(value)


def safe(text: str) -> str:
    """
    Make *text* fit for a cell: no character that Excel refuses or interprets, and not too long.
    """
    clean = _ESCAPED.sub("_x005F_", _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text))
    units = clean.encode("utf-16-le")
    if len(units) // 2 <= MAX_CELL:
        return clean
    # Half of a pair at the cut is dropped.
    return units[: (MAX_CELL - 1) * 2].decode("utf-16-le", "ignore") + "…"


def _title(text: str) -> str:
    return re.sub(r"[\[\]:*?/\\]|^'|'$", "-", safe(text))[:MAX_TITLE] or "-"


def _fill(worksheet: Worksheet, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    if sheet.widths:
        _fill_wrapped(worksheet, sheet)
        widths = dict(enumerate(sheet.widths, start=1))
    else:
        widths = _fill_plain(worksheet, sheet)
    for place, width in sorted(widths.items()):
        worksheet.column_dimensions[get_column_letter(place)].width = width
    worksheet.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}2"
    worksheet.auto_filter.ref = worksheet.dimensions
    _printable(worksheet)
    for text, colour in sheet.marks.items():
        _mark(worksheet, text, colour)
    if sheet.fill:
        _open(worksheet, sheet.fill)


def _mark(worksheet: Worksheet, text: str, colour: str) -> None:
    """
    Colour each cell in which *text* stands, also when it is put there later.
    """
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import PatternFill

    quoted = safe(text).replace('"', '""')
    fill = PatternFill(bgColor=colour, fill_type="solid")
    rule = CellIsRule(  # type: ignore[no-untyped-call]
        operator="equal", formula=[f'"{quoted}"'], fill=fill
    )
    worksheet.conditional_formatting.add(worksheet.dimensions, rule)


def _open(worksheet: Worksheet, columns: Mapping[int, Fill]) -> None:
    """
    Let people fill in *columns*, and lock the rest; filtering and resizing stay possible.
    """
    from openpyxl.styles import PatternFill, Protection
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    last = max(2, worksheet.max_row)
    for place, fill in sorted(columns.items()):
        letter = get_column_letter(place + 1)
        for number in range(2, last + 1):
            cell = worksheet.cell(row=number, column=place + 1)
            cell.protection = Protection(locked=False)
            cell.fill = PatternFill("solid", fgColor=FILLED)
            if fill.day:
                cell.number_format = "dd-mm-yyyy"
        rule: DataValidation | None = None
        if fill.choices:
            listed = ",".join(fill.choices)
            rule = DataValidation(type="list", formula1=f'"{listed[:MAX_CHOICES]}"')
        elif fill.day:
            rule = DataValidation(type="date", operator="greaterThan", formula1=str(_DAYS_1900))
        if rule is not None:
            rule.showErrorMessage = True
            rule.allow_blank = True
            rule.add(f"{letter}2:{letter}{last}")
            worksheet.add_data_validation(rule)
    protection = worksheet.protection
    protection.sheet = True
    # What is False here is not locked.
    protection.autoFilter = protection.formatColumns = protection.formatRows = False


def _fill_plain(worksheet: Worksheet, sheet: Sheet) -> dict[int, int]:
    """
    Put each text on one line, below heads that are turned; give the widths that this takes.
    """
    from openpyxl.styles import Alignment, Font

    widths: dict[int, int] = {}
    if sheet.frozen and sheet.rows:
        longest = max(len(str(head)) for head in sheet.rows[0])
        worksheet.row_dimensions[1].height = min(longest * _POINTS_PER_LETTER + 10, _HIGHEST)
    for number, row in enumerate(sheet.rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = _write(worksheet, number, place, value, sheet)
            if number == 1:
                cell.font = Font(name=FONT, bold=True)
                turned = place > sheet.frozen > 0
                cell.alignment = Alignment(text_rotation=90 if turned else 0, vertical="bottom")
            elif isinstance(value, str):
                wanted = min(len(cell.value) + 2, MAX_WIDTH)
                widths[place] = max(widths.get(place, 0), wanted)
    return widths


def _fill_wrapped(worksheet: Worksheet, sheet: Sheet) -> None:
    """
    Wrap each text in its column, on rows as high as that takes.

    The heights are estimated: LibreOffice works out none of its own for a workbook of others.
    """
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    wrapped = Alignment(wrap_text=True, vertical="top", horizontal="left")
    line = Side(style="thin", color="BFBFBF")
    border = Border(top=line, bottom=line, left=line, right=line)
    head, body = Font(name=FONT, size=10, bold=True), Font(name=FONT, size=10)
    shade = PatternFill("solid", fgColor="D9E1F2")
    looks: dict[tuple[Any, ...], Any] = {}  # comparing styles cell by cell takes most of the time
    for number, row in enumerate(_laid_out(sheet), start=1):
        height = 1
        for place, (value, width) in enumerate(zip(row, sheet.widths, strict=True), start=1):
            cell = _write(worksheet, number, place, value, sheet)
            look = (number == 1, *(cell._style or ()))  # noqa: SLF001 - what openpyxl says to copy
            if look not in looks:
                cell.alignment, cell.border = wrapped, border
                cell.font = head if number == 1 else body
                if number == 1:
                    cell.fill = shade
                looks[look] = cell._style  # noqa: SLF001
            cell._style = copy(looks[look])  # noqa: SLF001
            height = max(height, lines_of(str(value), width))
        shown = min(height, MAX_LINES)
        worksheet.row_dimensions[number].height = shown * POINTS_PER_LINE + 3


def _write(worksheet: Worksheet, number: int, place: int, value: Cell, sheet: Sheet) -> Any:
    from openpyxl.styles import PatternFill

    cell: Any = worksheet.cell(row=number, column=place)
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd-mm-yyyy"
        return cell
    cell.value = safe(value)
    cell.data_type = "s"  # openpyxl takes `=1+1` for a formula and `#N/A` for an error.
    if cell.value.startswith(_FORMULA):
        cell.quotePrefix = True  # so that it stays text when somebody edits it
    if number > 1 and cell.value in sheet.colours:
        cell.fill = PatternFill("solid", fgColor=sheet.colours[cell.value])
    return cell


def _printable(worksheet: Worksheet) -> None:
    """
    Print as wide as a page, with the header on each.
    """
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
    from openpyxl.worksheet.properties import PageSetupProperties

    margins = worksheet.page_margins
    margins.left = margins.right = margins.top = _MARGIN
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = 9  # A4
    worksheet.page_setup.fitToHeight = 0  # as many pages as it takes
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.print_title_rows = "1:1"
    worksheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("&A  &P/&N"))


def _laid_out(sheet: Sheet) -> Iterator[Sequence[Cell]]:
    """
    Give the rows, with what is too high for one row in as many as it needs.
    """
    if sheet.fill:  # to be read back row by row
        yield from sheet.rows
        return
    for row in sheet.rows:
        columns = [
            pieces(value, width) if isinstance(value, str) else [value]
            for value, width in zip(row, sheet.widths, strict=True)
        ]
        yield from zip_longest(*columns, fillvalue="")


def _timeless(data: bytes) -> bytes:
    """
    Take the moment of writing out of a workbook.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _STAMPED.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, _ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content)
    return made.getvalue()
