"""
`zvhprivacy convenant matrix`: the authorisation matrix, on the terminal and as a workbook.
"""

from __future__ import annotations

import shutil
import sys

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.convenant import Convenant
    from zvhprivacy.report.matrix import Matrix
    from zvhprivacy.report.text import Line


@click.command(cls=Command)
@click.argument("name", metavar="[NAAM]", required=False)
@click.option("--xlsx", cls=OwnOption, metavar="FILE")
@click.option("--proces", cls=OwnOption, metavar="PROCES")
@click.option("--fase", cls=OwnOption, metavar="FASE")
@options.day
@options.workspace
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    name: str | None,
    xlsx: str | None,
    proces: str | None,
    fase: str | None,
    day: date | None,
    workspace: str | None,
    output: str,
) -> Exit:
    """
    Show the matrix of a convenant, of all of it or of one process or phase.
    """
    from zvhprivacy.cli._errors import UnknownWord
    from zvhprivacy.cli._files import write_whole
    from zvhprivacy.cli._output import waiting, write_json, write_lines
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.policy.read import read_workspace
    from zvhprivacy.report.matrix import matrix

    read = read_workspace(options.root_of(workspace))
    law = options.usable(read)
    agreement = options.agreement_of(read, name)
    known = {"proces": law.begrippen.processen, "fase": law.begrippen.fasen}
    only = {"proces": proces, "fase": fase}
    for field, word in only.items():
        if word is not None and word not in known[field]:
            raise UnknownWord(word, known[field])
    on = options.or_today(day)
    with waiting(text("bezig.matrix", lang)):
        found = matrix(read, law, agreement, on, only=only)
    if xlsx is not None:
        content = _workbook(found, agreement.convenant, on, only, read.policy, lang)
        write_whole(Path(xlsx), content)
    if output == "json":
        write_json(
            [
                {
                    "rol": rol,
                    "handeling": handeling,
                    "gegevens": gegevens,
                    "mag": _word(found.cells.get((rol, handeling, gegevens))),
                    "feiten": found.cells.get((rol, handeling, gegevens)),
                }
                for rol, handeling in found.rows
                for gegevens in found.columns
            ]
        )
    elif xlsx is None:
        write_lines(_lines(found, lang))
    return Exit.OK


def _word(count: int | None) -> str:
    return "nee" if count is None else "mits" if count else "ja"


def _lines(found: Matrix, lang: str) -> Iterator[Line]:
    """
    Show the matrix with numbered columns, so that they fit; below stands what they are.
    """
    from zvhprivacy.messages import text
    from zvhprivacy.report.text import plain

    label = max((len(f"{rol} {handeling}") for rol, handeling in found.rows), default=0)
    cell = max(3, len(text("matrix.ja", lang)) + 1)
    room = shutil.get_terminal_size().columns if sys.stdout and sys.stdout.isatty() else 10_000
    fit = max(1, (room - label - 1) // cell)
    columns = list(enumerate(found.columns, start=1))
    for start in range(0, len(columns), fit):
        part = columns[start : start + fit]
        yield [(" " * label, ""), ("".join(f"{number:>{cell}}" for number, _ in part), "bold")]
        for rol, handeling in found.rows:
            pieces = [(f"{rol} {handeling}".ljust(label), "")]
            for _, gegevens in part:
                count = found.cells.get((rol, handeling, gegevens))
                shown = (
                    "·" if count is None else text("matrix.ja", lang) if count == 0 else str(count)
                )
                pieces.append((f"{shown:>{cell}}", "dim" if count is None else "green"))
            yield pieces
        yield []
    for number, gegevens in columns:
        yield [(f"{number:>{cell}}", "bold"), (f"  {gegevens}", "")]
    yield plain(text("matrix.legenda", lang), "dim")


def _workbook(
    found: Matrix,
    convenant: Convenant,
    day: date,
    only: dict[str, str | None],
    policy: str,
    lang: str,
) -> bytes:
    from zvhprivacy.messages import text
    from zvhprivacy.report.xlsx import Sheet, workbook

    def said(count: int | None) -> str:
        return text(f"matrix.cel.{_word(count)}", lang, aantal=count or 0)

    cells = [
        (rol, handeling, *(said(found.cells.get((rol, handeling, g))) for g in found.columns))
        for rol, handeling in found.rows
    ]
    heads = (text("matrix.rol", lang), text("matrix.handeling", lang), *found.columns)
    about = [
        (text("matrix.onderwerp", lang), text("matrix.waarde", lang)),
        (text("matrix.convenant", lang), f"{convenant.titel} ({convenant.convenant})"),
        (text("matrix.status", lang), convenant.status),
        (text("matrix.dag", lang), day.isoformat()),
        *((field, word) for field, word in only.items() if word),
        (text("matrix.beleid", lang), policy),
        (text("matrix.uitleg", lang), text("matrix.legenda", lang)),
    ]
    colours = {said(None): "F2F2F2", said(0): "C6EFCE"}
    return workbook(
        [
            Sheet(title=text("matrix.blad", lang), rows=[heads, *cells], frozen=2, colours=colours),
            Sheet(title=text("matrix.over", lang), rows=about),
        ]
    )
