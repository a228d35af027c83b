"""
Forms in rows of cells, for people who answer in a spreadsheet, and reading them back.

What is a workbook is known elsewhere: here a form is a list of rows, and a cell is a text, a
number, a day or nothing. Anything else is taken for a formula.
"""

from __future__ import annotations

import re
import unicodedata

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple, TypeAlias

from zvhprivacy.audit.answers import Dossier, Oordeel, People, aspects_of, check_answers
from zvhprivacy.errors import Finding, Span, finding
from zvhprivacy.model.audit_answers import Beantwoord
from zvhprivacy.model.written import read_as
from zvhprivacy.policy.references import unknown
from zvhprivacy.source import Entry, Node, Scalar, suggest
from zvhprivacy.source import Mapping as Keys
from zvhprivacy.source import Sequence as Items


Row: TypeAlias = "Sequence[object]"

# What the program fills in and compares; then what was answered before; then what people fill in.
ASKED = ("audit", "stelling", "aspect", "tekst", "programma", "onderzocht", "afwijkend")
EARLIER = ("eerder",)
TO_FILL = ("antwoord", "bewijs", "toelichting", "door", "op")
HEADS = (*ASKED, *EARLIER, *TO_FILL)

_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")  # as a sheet shows it: 31-12-2026
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # what no file may hold either
_LINES = re.compile(r"\s*\n\s*")


class Cell(NamedTuple):
    """
    What stands in a cell, as text, and where.
    """

    text: str
    span: Span
    formula: bool = False

    def scalar(self) -> Scalar:
        """
        Give it as what it would be in a file.
        """
        return Scalar(self.text, self.span, plain=False)

    def day(self) -> Scalar:
        """
        Give it as a day in a file; a text that is no day stays as it is.
        """
        text = _DAY.fullmatch(self.text)
        said = f"{text[3]}-{text[2]:0>2}-{text[1]:0>2}" if text else self.text
        return Scalar(said, self.span, plain=True)

    def items(self, apart: re.Pattern[str] = _LINES) -> Items:
        """
        Give its lines as a list in a file.
        """
        parts = [part for part in apart.split(self.text) if part]
        return Items(tuple(Scalar(part, self.span, plain=False) for part in parts), self.span)


Cells: TypeAlias = "Mapping[str, Cell]"

_READ_AS: Mapping[str, Callable[[Cell], Node]] = {"bewijs": Cell.items, "op": Cell.day}


# --- the form for answers -------------------------------------------------------------------------


def answer_form(dossier: Dossier) -> list[tuple[str | int, ...]]:
    """
    Give the form for answers to an audit: the heads, and a row for every aspect that can be asked.

    The columns to fill in are empty: what was answered before stands beside them.
    """
    empty = ("",) * len(TO_FILL)
    rows = [(*_asked(dossier, each), _earlier(each), *empty) for each in dossier.oordelen()]
    return [HEADS, *rows]


def read_answer_form(
    dossier: Dossier, people: People, rows: Sequence[Row], place: str
) -> tuple[tuple[Beantwoord, ...], tuple[Finding, ...]]:
    """
    Read what people filled in; findings point at row and column of *place*, the name of the sheet.

    A row in which nothing was filled in is no answer. Rows may be left out and sorted, columns may
    be moved. With a finding there is no answer at all: a form that was half read is half an answer.
    """
    table, findings = cells_in(rows, place, HEADS)
    expected = {(each.getoetst.sleutel, each.aspect.value): each for each in dossier.oordelen()}
    seen: dict[tuple[str, str], Span] = {}
    answers: list[Beantwoord] = []
    for cells in table:
        key = (cells["stelling"].text, cells["aspect"].text)
        if key not in expected:
            findings.append(_nothing_asked(dossier, cells))
            continue
        if key in seen:
            span = cells["stelling"].span
            findings.append(finding("ZVH108", span, id="/".join(key), eerder=seen[key]))
        seen.setdefault(key, cells["stelling"].span)
        findings += _changed(cells, _asked(dossier, expected[key]))
        if any(cells[head].text for head in TO_FILL):
            answer, wrong = read_as(Beantwoord, _answer(cells))
            answers += [answer] if answer else []
            findings += wrong
    findings += check_answers(dossier.audit, answers, people)
    if findings:
        return (), tuple(sorted(set(findings)))
    return tuple(answers), ()


def _asked(dossier: Dossier, oordeel: Oordeel) -> tuple[str | int, ...]:
    looked = oordeel.getoetst.found.of(oordeel.aspect)
    return (
        dossier.audit.id,
        oordeel.getoetst.sleutel,
        oordeel.aspect.value,
        oordeel.getoetst.stelling,
        oordeel.machine.value if oordeel.machine else "",
        looked.onderzocht if looked else "",
        looked.afwijkend if looked else "",
    )


def _earlier(oordeel: Oordeel) -> str:
    mens = oordeel.mens
    return f"{mens.antwoord.value} ({mens.door}, {mens.op})" if mens else ""


def _nothing_asked(dossier: Dossier, cells: Cells) -> Finding:
    stelling, aspect = cells["stelling"], cells["aspect"]
    asked = {each.sleutel: each for each in dossier.audit.getoetst}
    if stelling.text not in asked:
        return unknown(stelling.span, "stelling-van-audit", stelling.text, asked)
    wanted = ", ".join(f"`{each.value}`" for each in aspects_of(asked[stelling.text]))
    said: dict[str, Any] = {"stelling": stelling.text, "aspect": aspect.text}
    return finding("ZVH913", aspect.span, gevraagd=wanted, **said)


def _changed(cells: Cells, asked: Iterable[str | int]) -> Iterator[Finding]:
    for head, value in zip(ASKED, asked, strict=True):
        # A spreadsheet ends lines its own way.
        if cells[head].text.split() != str(value).split():
            yield finding("ZVH917", cells[head].span, kolom=head, waarde=value)


def _answer(cells: Cells) -> Keys:
    said: dict[str, Node] = {head: cells[head].scalar() for head in ("stelling", "aspect")}
    for head in TO_FILL:
        cell = cells[head]
        if cell.text:
            said[head] = _READ_AS.get(head, Cell.scalar)(cell)
    return keys(said, cells["antwoord"].span)


# --- cells ----------------------------------------------------------------------------------------


def cells_in(
    rows: Sequence[Row], place: str, heads: Sequence[str]
) -> tuple[list[Cells], list[Finding]]:
    """
    Give the rows under the first by the names in it; findings for heads that are not *heads*.

    Empty rows are left out, and so are those with a formula or a character that does not show,
    with a finding.
    """
    first = rows[0] if rows else ()
    head_cells = [_cell(value, place, 1, number) for number, value in enumerate(first)]
    named = [cell for cell in head_cells if cell.text or cell.formula]
    findings = list(_heads(named, place, heads))
    if findings:
        return [], findings
    columns = {cell.text: cell.span.column - 1 for cell in named}
    found: list[Cells] = []
    for number, row in enumerate(rows[1:], start=2):
        cells = {
            head: _cell(row[at] if at < len(row) else None, place, number, at)
            for head, at in columns.items()
        }
        wrong = [found for head, cell in cells.items() for found in _unreadable(head, cell)]
        findings += wrong
        if not wrong and any(cell.text for cell in cells.values()):
            found.append(cells)
    return found, findings


def keys(said: Mapping[str, Node], span: Span) -> Keys:
    """
    Give what is *said* by key, as a group in a file that stands at *span*.
    """
    entries = tuple(Entry(Scalar(key, node.span, plain=True), node) for key, node in said.items())
    return Keys(entries, span)


def _unreadable(head: str, cell: Cell) -> Iterator[Finding]:
    if cell.formula:
        yield finding("ZVH916", cell.span, kolom=head)
    for char in cell.text:
        if unicodedata.category(char) in _INVISIBLE and char not in "\n\t":
            yield finding("ZVH004", cell.span, teken=f"U+{ord(char):04X}")
            return


def _heads(named: Sequence[Cell], place: str, heads: Sequence[str]) -> Iterator[Finding]:
    there = {cell.text for cell in named}
    missing = [head for head in heads if head not in there]
    seen: set[str] = set()
    for cell in named:
        said: dict[str, Any] = {"kolom": cell.text}
        if cell.formula:
            yield finding("ZVH916", cell.span, **said)
        elif cell.text not in heads:
            meant = suggest(cell.text, missing) or ""
            yield finding("ZVH918", cell.span, reden="kolom-onbekend", suggestie=meant, **said)
            missing = [head for head in missing if head != meant]  # One slip is one finding.
        elif cell.text in seen:
            yield finding("ZVH918", cell.span, reden="kolom-dubbel", **said)
        seen.add(cell.text)
    if missing:
        span = Span(place, 1, 1, 2)
        yield finding("ZVH918", span, kolom=", ".join(missing), reden="kolom-ontbreekt")


def _cell(value: object, place: str, row: int, column: int) -> Cell:
    span = Span(place, row, column + 1, column + 2)
    match value:
        case None:
            return Cell("", span)
        case str():
            return Cell(value.replace("\r\n", "\n").strip(), span)
        case float() if value.is_integer():
            return Cell(str(int(value)), span)
        case int() | float():
            return Cell(str(value), span)
        case datetime() if value.time() == time():
            return Cell(value.date().isoformat(), span)
        case date():
            return Cell(value.isoformat(), span)
        case _:
            return Cell("", span, formula=True)
