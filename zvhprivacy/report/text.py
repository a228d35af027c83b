"""
Text for a terminal: findings with the line they stand on, and tables that fit.

Styles are only words beside a piece of text; rich is loaded when there is colour to show.
"""

from __future__ import annotations

import re
import unicodedata

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO, TypeAlias

from zvhprivacy.errors import Finding, Level, Span, visible
from zvhprivacy.messages import render, text


Line: TypeAlias = Sequence[tuple[str, str]]  # pieces of text, each with a style of rich

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LEVELS = {Level.FOUT: "bold red", Level.BEVINDING: "bold yellow"}


def show(lines: Iterable[Line], stream: TextIO, *, colour: bool) -> None:
    """
    Write *lines* to *stream*, with styles when *colour*.

    Nothing in the text is taken for markup.
    """
    if not colour:
        stream.writelines("".join(piece for piece, _ in line) + "\n" for line in lines)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*line), soft_wrap=True)


def plain(said: str, style: str = "") -> Line:
    """
    One piece of text as a line.
    """
    return [(said, style)]


def emphasised(markdown: str, indent: str = "") -> Line:
    """
    Turn the `**bold**` of *markdown* into style.
    """
    pieces: list[tuple[str, str]] = [(indent, "")]
    for number, piece in enumerate(_BOLD.split(markdown)):
        pieces.append((piece, "bold" if number % 2 else ""))
    return [(piece, style) for piece, style in pieces if piece]


def finding_lines(
    found: Finding, lang: str, source: Callable[[Span], str], *, note: str = ""
) -> Iterator[Line]:
    """
    Show *found* with its line from *source*, carets below it, why it matters and how to mend it.

    *note* comes last, for a finding that was accepted.
    """
    said = render(found, lang)
    span = found.span
    yield [(f"{span}: ", "bold"), (found.code, _LEVELS[found.level]), (f" {said.wat}", "")]
    line = source(span) if span.end_column > span.column else ""
    margin = " " * len(str(span.line)) if line else " "
    if line:
        under = _carets(line, span)
        yield [(f"{margin} |", "blue")]
        yield [(f"{span.line} |", "blue"), (f" {line}", "")]
        if under:
            yield [(f"{margin} |", "blue"), (f" {under}", _LEVELS[found.level])]
    rows = [("waarom", said.waarom), ("herstel", said.herstel), ("aanvaard", note)]
    names = {name: text(f"check.{name}", lang) for name, _ in rows}
    width = max(len(name) for key, name in names.items() if key != "aanvaard" or note)
    for key, sentence in rows:
        if sentence:
            label = f"{names[key]}:".ljust(width + 1)
            yield [(f"{margin} = ", "blue"), (label, "dim"), (f" {sentence}", "")]
    yield []


def _carets(line: str, span: Span) -> str:
    before, marked = line[: span.column - 1], line[span.column - 1 : span.end_column - 1]
    if not marked:
        return ""
    return " " * _width(before) + "^" * max(1, _width(marked))


def _width(said: str) -> int:
    # Columns on a terminal: some letters take two, combining marks take none.
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in said
    )


def thousands(number: int, lang: str) -> str:
    """
    Write *number* with its thousands apart, as one does in *lang*.
    """
    said = f"{number:,}"
    return said if lang == "en" else said.replace(",", ".")


def table_lines(rows: Sequence[Sequence[str]], *, header: bool = True) -> Iterator[Line]:
    """
    Lay *rows* out in columns; the first row is the header.
    """
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(_width(cell) for cell in column) for column in zip(*shown, strict=True)]
    for number, row in enumerate(shown):
        cells = [
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        yield [("  ".join(cells).rstrip(), "bold" if header and number == 0 else "")]
