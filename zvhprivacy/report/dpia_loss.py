"""
The loss report of an import or export: per number of the Model DPIA what became of the answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from zvhprivacy.dpia.rijksmodel import Verlies
from zvhprivacy.messages import text
from zvhprivacy.model.dpia.sections import ONDERDELEN
from zvhprivacy.report.text import Line, plain, table_lines


def loss_lines(lost: Sequence[Verlies], lang: str) -> Iterator[Line]:
    """
    Give the report for a terminal; one line says so when nothing was lost.
    """
    if not lost:
        yield plain(text("verlies.niets", lang))
        return
    yield plain(text("verlies.kop", lang), "bold")
    rows = [
        [each.nummer, text("verlies.aantal", lang, aantal=each.aantal), _said(each, lang)]
        for each in lost
    ]
    yield from table_lines(rows, header=False)


def loss_json(lost: Sequence[Verlies], lang: str) -> list[dict[str, Any]]:
    """
    Give the report for a program; *uitleg* is what a person reads.
    """
    return [
        {
            "nummer": each.nummer,
            "onderdeel": _title(each.nummer),
            "soort": each.soort.value,
            "wat": each.wat,
            "naar": each.naar,
            "aantal": each.aantal,
            "uitleg": text(f"verlies.soort.{each.soort}", lang),
        }
        for each in lost
    ]


def _said(each: Verlies, lang: str) -> str:
    about = _title(each.nummer)
    told = [text(f"verlies.soort.{each.soort}", lang)]
    if each.wat:
        told.append(f"`{each.wat}`")
    if each.naar:
        told.append(text("verlies.naar", lang, naar=each.naar))
    return f"{about}: {'; '.join(told)}" if about else "; ".join(told)


def _title(nummer: str) -> str:
    found = ONDERDELEN.get(nummer)
    return found.titel if found else ""
