"""
Workbooks that hold text and numbers and nothing that runs; equal input gives equal bytes.

The only module that imports openpyxl, and only when a workbook is asked for.
"""

from __future__ import annotations

import io
import re
import zipfile

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any


if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


MAX_CELL = 32_767  # UTF-16 code units in one cell, the limit of Excel
MAX_TITLE = 31  # characters in the name of a sheet, the limit of Excel
MAX_WIDTH = 60  # of a column, in characters

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
    """

    title: str
    rows: Sequence[Sequence[str | int]]
    frozen: int = 0
    colours: dict[str, str] = field(default_factory=dict)


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
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    fills = {word: PatternFill("solid", fgColor=code) for word, code in sheet.colours.items()}
    widths: dict[int, int] = {}
    for number, row in enumerate(sheet.rows, start=1):
        for place, value in enumerate(row, start=1):
            cell: Any = worksheet.cell(row=number, column=place)
            if isinstance(value, int):
                cell.value = value
                continue
            text = safe(value)
            cell.value = text
            cell.data_type = "s"  # openpyxl takes `=1+1` for a formula and `#N/A` for an error.
            if text.startswith(_FORMULA):
                cell.quotePrefix = True  # so that it stays text when somebody edits it
            if number == 1:
                cell.font = Font(bold=True)
                turned = place > sheet.frozen > 0
                cell.alignment = Alignment(text_rotation=90 if turned else 0, vertical="bottom")
            else:
                widths[place] = max(widths.get(place, 0), len(text))
                if text in fills:
                    cell.fill = fills[text]
    for place, width in sorted(widths.items()):
        worksheet.column_dimensions[get_column_letter(place)].width = min(width + 2, MAX_WIDTH)
    worksheet.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}2"
    worksheet.auto_filter.ref = worksheet.dimensions


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
