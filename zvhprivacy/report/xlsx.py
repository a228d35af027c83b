"""
Workbooks that hold text and numbers and nothing that runs; equal input gives equal bytes.

The only module that imports openpyxl, and only when a workbook is asked for.
"""

from __future__ import annotations

import io
import re
import zipfile

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING, Any, TypeAlias


if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


MAX_CELL = 32_767  # UTF-16 code units in one cell, the limit of Excel
MAX_TITLE = 31  # characters in the name of a sheet, the limit of Excel
MAX_WIDTH = 60  # of a column, in characters
MAX_LINES = 30  # of a cell that wraps: a row is at most 409 points high, the limit of Excel
POINTS_PER_LINE = 13  # of ten points of type
_PART_LINES = 4  # of a long text that go to the next row together
FONT = "Arial"  # or what stands in for it: its widths are those of Liberation Sans

Cell: TypeAlias = "str | int | date"

_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl takes no zone, and no day is meant
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can hold
_STAMPED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
# What XML cannot hold, and halves of a character pair.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads `_x0041_` as a letter.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """
    A sheet with a header row; *frozen* columns at the left stay in view beside it.

    *colours* gives per text of a cell its background as RRGGBB.
    With *widths*, in characters per column, texts wrap and the sheet prints on pages in landscape;
    a text that is higher than a row can be goes on in the rows below it.
    """

    title: str
    rows: Sequence[Sequence[Cell]]
    frozen: int = 0
    colours: dict[str, str] = field(default_factory=dict)
    widths: tuple[int, ...] = ()


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


def _fill_plain(worksheet: Worksheet, sheet: Sheet) -> dict[int, int]:
    """
    Put each text on one line, below heads that are turned; give the widths that this takes.
    """
    from openpyxl.styles import Alignment, Font

    widths: dict[int, int] = {}
    for number, row in enumerate(sheet.rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = _write(worksheet, number, place, value, sheet)
            if number == 1:
                cell.font = Font(bold=True)
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
    for number, row in enumerate(_laid_out(sheet), start=1):
        height = 1
        for place, (value, width) in enumerate(zip(row, sheet.widths, strict=True), start=1):
            cell = _write(worksheet, number, place, value, sheet)
            cell.alignment, cell.border = wrapped, border
            cell.font = head if number == 1 else body
            if number == 1:
                cell.fill = shade
            height = max(height, lines_of(str(value), width))
        worksheet.row_dimensions[number].height = height * POINTS_PER_LINE + 3
    _printable(worksheet)


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
    for row in sheet.rows:
        columns = [
            pieces(value, width) if isinstance(value, str) else [value]
            for value, width in zip(row, sheet.widths, strict=True)
        ]
        yield from zip_longest(*columns, fillvalue="")


def pieces(text: str, width: int) -> list[str]:
    """
    Cut *text* into pieces that each fit a cell of *width* characters that wraps.

    Nothing is lost: put together, with spaces or line ends between them, they are the text.
    """
    found: list[str] = []
    piece, height = "", 0
    for number, line in enumerate(text.split("\n")):
        glue = "\n" if number else ""
        for part, space in _parts(line, width * _PART_LINES):
            between = glue if space is None else space
            needs = lines_of(part, width)
            if height and height + needs > MAX_LINES:
                found.append(piece)
                piece, height = part, needs
            else:
                piece, height = f"{piece}{between}{part}", height + needs
    return [*found, piece]


def lines_of(text: str, width: int) -> int:
    """
    Estimate how many lines *text* takes in a column of *width*.

    A letter of a wide script counts for one, so of such a text the last lines can be hidden.
    """
    return sum(max(1, len(wrap(line, max(1, width)))) for line in text.split("\n"))


def _parts(line: str, most: int) -> Iterator[tuple[str, str | None]]:
    """
    Cut a line where it is longer than *most*, at a space if it has one.

    With each part comes what stood before it: a space, nothing, or None at the start of the line.
    """
    space = None
    while len(line) > most:
        cut = line.rfind(" ", 1, most + 1)
        cut = cut if cut > 0 else most
        yield line[:cut], space
        space = " " if line[cut] == " " else ""
        line = line[cut:].removeprefix(" ")
    yield line, space


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
