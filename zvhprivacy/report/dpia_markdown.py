"""
A whole DPIA in Markdown, to read and to print.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Iterator
from datetime import date

from zvhprivacy.messages import text
from zvhprivacy.model.dpia.dossier import Dpia
from zvhprivacy.model.dpia.facts import DpiaFeiten
from zvhprivacy.model.dpia.scores import Risicoschalen
from zvhprivacy.report.dpia_document import document, register
from zvhprivacy.report.dpia_parts import Cell, Deel, Tabel


# What Markdown would take for markup; a dash or a number at the start of a line may stay a list.
_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")
_RULE = re.compile(r"^(\s*)([-=+])(?=[-=\s+]*$)", re.MULTILINE)  # a line under a text makes a head


def dpia_markdown(
    dpia: Dpia, feiten: DpiaFeiten | None, lang: str, *, schalen: Risicoschalen | None = None
) -> str:
    """
    Give *dpia* and its *feiten* as one text.

    What an author wrote shows as it was written: none of it is markup, nor HTML.
    """
    lines = [f"# {_line(dpia.titel)}", ""]
    if dpia.voorbeeld:
        lines += [f"*{text('stuk.voorbeeld', lang)}*", ""]
    for deel in (register(dpia, lang), *document(dpia, feiten, lang, schalen=schalen)):
        lines += _section(deel, lang)
    return "\n".join(lines).rstrip() + "\n"


def _section(deel: Deel, lang: str) -> Iterator[str]:
    yield f"## {deel.nummer}. {deel.titel}" if deel.nummer else f"## {deel.titel}"
    yield ""
    if deel.leeg:
        yield f"*{text('stuk.leeg', lang)}*"
        yield ""
    for tabel in deel.tabellen:
        if len(deel.tabellen) > 1:
            yield f"### {text(f'stuk.tabel.{tabel.naam}', lang)}"
            yield ""
        yield from _table(tabel)
        yield ""
    for number, said in deel.teksten:
        if number != deel.nummer:
            yield f"### {number} {text(f'stuk.deel.{number}', lang)}"
            yield ""
        yield _paragraphs(said)
        yield ""


def _table(tabel: Tabel) -> Iterator[str]:
    yield _row(tabel.kop)
    yield "|" + " --- |" * len(tabel.kop)
    for row in tabel.rijen:
        yield _row(row)


def _row(cells: Iterable[Cell]) -> str:
    return f"| {' | '.join(_line(_shown(cell)) for cell in cells)} |"


def _shown(cell: Cell) -> str:
    return f"{cell:%d-%m-%Y}" if isinstance(cell, date) else str(cell)


def _line(said: str) -> str:
    return "<br>".join(_MARKS.sub(r"\\\1", part) for part in said.split("\n"))


def _paragraphs(said: str) -> str:
    escaped = _RULE.sub(r"\1\\\2", _MARKS.sub(r"\\\1", said))
    # Spaces at the start would make a block of code of it.
    return "\n".join(line.strip() for line in escaped.split("\n"))
