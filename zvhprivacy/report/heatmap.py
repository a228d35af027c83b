"""
Risks on a terminal: how many lie where, and what each weighs, readable without colour too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from zvhprivacy.messages import text
from zvhprivacy.model.dpia.risks import Risico
from zvhprivacy.model.dpia.scores import NIVEAUS, Band, Schaal
from zvhprivacy.report.text import Line, plain, table_lines


_STYLES = ("green", "yellow", "bold red")  # of the levels, from low to high
_GAP = "  "


def heatmap_lines(
    schaal: Schaal, counts: Mapping[tuple[str, str], int], unweighed: int, lang: str
) -> Iterator[Line]:
    """
    Show a map of *schaal*: in each cell the score, the initials of its band, and how many risks.

    *counts* are by kans and impact; the highest kans stands on top, the highest impact at the
    right. A legend says what the initials mean; *unweighed* risks stand below it.
    """
    cells = {
        (kans.id, impact.id): _cell(
            schaal, kans.getal * impact.getal, counts.get((kans.id, impact.id), 0)
        )
        for kans in schaal.waarden
        for impact in schaal.waarden
    }
    label = max(len(_step(each.naam, each.getal)) for each in schaal.waarden)
    width = max(
        *(len(said) for said, _ in cells.values()),
        *(len(_step(each.naam, each.getal)) for each in schaal.waarden),
    )
    yield [(" " * label + _GAP, ""), (text("risico.impact", lang), "bold")]
    heads = [_step(each.naam, each.getal).ljust(width) for each in schaal.waarden]
    yield [(text("risico.kans", lang).ljust(label) + _GAP + _GAP.join(heads).rstrip(), "bold")]
    for kans in reversed(schaal.waarden):
        row = [(_step(kans.naam, kans.getal).ljust(label), "bold")]
        for impact in schaal.waarden:
            said, style = cells[kans.id, impact.id]
            last = impact is schaal.waarden[-1]
            row += [(_GAP, ""), (said if last else said.ljust(width), style)]
        yield row
    yield plain(_legend(schaal), "dim")
    if unweighed:
        yield plain(text("risico.ongewogen", lang, aantal=unweighed))


def risk_lines(
    weighed: Iterable[tuple[Risico, int | None, Band | None]], schaal: Schaal, lang: str
) -> Iterator[Line]:
    """
    Show each risk with what it weighs and in which band, the heaviest first.
    """
    rows = [
        (
            text("risico.score", lang),
            text("risico.band", lang),
            text("risico.kans", lang),
            text("risico.impact", lang),
            text("risico.risico", lang),
        )
    ]
    ordered = sorted(
        weighed,
        key=lambda each: (-schaal.banden.index(each[2]) if each[2] else 1, -(each[1] or 0)),
    )
    for risico, score, band in ordered:
        rows.append(
            (
                "–" if score is None else str(score),
                band.naam if band else "–",
                _named(schaal, risico.kans),
                _named(schaal, risico.impact),
                f"{risico.id}: {risico.beschrijving}",
            )
        )
    yield from table_lines(rows)


def _cell(schaal: Schaal, score: int, count: int) -> tuple[str, str]:
    band = schaal.band(score)
    style = _STYLES[NIVEAUS.index(band.niveau)] if band.niveau in NIVEAUS else _STYLES[-1]
    shown = f"{count}×" if count else "·"
    return f"{score:>2} {_initials(band):<2} {shown}", f"{style} reverse" if count else style


def _initials(band: Band) -> str:
    return "".join(word[0] for word in band.naam.split())


def _legend(schaal: Schaal) -> str:
    most = schaal.waarden[-1].getal ** 2
    ends = [after.vanaf - 1 for _, after in pairwise(schaal.banden)]
    return "; ".join(
        f"{_initials(band)} {band.naam} {band.vanaf}–{end}"
        for band, end in zip(schaal.banden, [*ends, most], strict=True)
    )


def _step(name: str, number: int) -> str:
    return f"{name} {number}"


def _named(schaal: Schaal, step: str | None) -> str:
    found = schaal.waarde(step or "")
    return found.naam if found else step or "–"
