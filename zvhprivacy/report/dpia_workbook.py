"""
A whole DPIA as a workbook: the register, the texts, a sheet per table, and the risks on a map.
"""

from __future__ import annotations

from collections.abc import Iterator

from zvhprivacy.dpia.risks import kaart
from zvhprivacy.messages import text
from zvhprivacy.model.dpia.dossier import Dpia
from zvhprivacy.model.dpia.facts import DpiaFeiten
from zvhprivacy.model.dpia.scores import NIVEAUS, Band, Risicoschalen, Schaal
from zvhprivacy.report.dpia_document import document, register
from zvhprivacy.report.dpia_parts import Deel, Tabel
from zvhprivacy.report.xlsx import Cell, Sheet, workbook


_COLOURS = dict(zip(NIVEAUS, ("C6EFCE", "FFEB9C", "FFC7CE"), strict=True))
_PAGE = 170  # characters that fit beside each other on a page in landscape
_NARROW, _WIDE = 13, 110  # characters of a column


def dpia_workbook(
    dpia: Dpia, feiten: DpiaFeiten | None, lang: str, *, schalen: Risicoschalen | None = None
) -> bytes:
    """
    Give *dpia* and its *feiten* as a workbook; a section without anything shows as such.
    """
    parts = document(dpia, feiten, lang, schalen=schalen)
    sheets = [_register(dpia, lang), _texts(parts, lang)]
    for deel in parts:
        sheets += [_sheet(deel, tabel, lang) for tabel in deel.tabellen]
    schaal = schalen.schaal(dpia.schaal) if schalen else None
    if schaal is not None and dpia.risicos:
        sheets.append(_map(dpia, schaal, lang))
    return workbook(sheets)


def _register(dpia: Dpia, lang: str) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for tabel in register(dpia, lang).tabellen:
        title = text(f"stuk.tabel.{tabel.naam}", lang)
        rows += [(title if place == 0 else "", *row) for place, row in enumerate(tabel.rijen)]
    heads = ("stuk.kop.onderdeel", "stuk.kop.onderwerp", "stuk.kop.waarde")
    return Sheet(
        title=text("stuk.register", lang),
        rows=[tuple(text(each, lang) for each in heads), *rows],
        widths=(26, 30, 90),
    )


def _texts(parts: tuple[Deel, ...], lang: str) -> Sheet:
    heads = tuple(text(f"stuk.kop.{name}", lang) for name in ("nummer", "onderdeel", "tekst"))
    return Sheet(
        title=text("stuk.teksten", lang),
        rows=[heads, *(row for deel in parts for row in _rows(deel, lang))],
        widths=(10, 36, 100),
    )


def _rows(deel: Deel, lang: str) -> Iterator[tuple[Cell, ...]]:
    for number, said in deel.teksten:
        yield number, text(f"stuk.deel.{number}", lang), said
    if deel.leeg:
        yield deel.nummer, deel.titel, text("stuk.leeg", lang)


def _sheet(deel: Deel, tabel: Tabel, lang: str) -> Sheet:
    name = text(f"stuk.tabel.{tabel.naam}", lang)
    return Sheet(
        title=f"{deel.nummer} {name}",
        rows=[tabel.kop, *tabel.rijen],
        frozen=1,
        widths=_widths(tabel),
    )


def _widths(tabel: Tabel) -> tuple[int, ...]:
    """
    Divide a page among the columns by how long their texts are.
    """
    columns = list(zip(tabel.kop, *tabel.rijen, strict=True))
    wanted = [max(_needs(cell) for cell in column) for column in columns]
    spare = max(0, _PAGE - _NARROW * len(wanted))
    more = [max(0, width - _NARROW) for width in wanted]
    share = min(1.0, spare / (sum(more) or 1))
    return tuple(_NARROW + int(width * share) for width in more)


def _needs(cell: Cell) -> int:
    # A head of one word is not broken; a text may be.
    return min(_WIDE, max((len(line) for line in str(cell).split("\n")), default=0) + 2)


def _map(dpia: Dpia, schaal: Schaal, lang: str) -> Sheet:
    """
    Count the risks per kans (down) and impact (across), coloured by band.
    """
    found = kaart(dpia.risicos, schaal)
    corner = f"{text('stuk.kop.kans', lang)} \\ {text('stuk.kop.impact', lang)}"
    colours: dict[str, str] = {}
    rows: list[tuple[Cell, ...]] = [
        (corner, *(text("stuk.impact", lang, stap=step.naam) for step in schaal.waarden))
    ]
    for kans in reversed(schaal.waarden):
        row: list[Cell] = [text("stuk.kans", lang, stap=kans.naam)]
        for impact in schaal.waarden:
            band = schaal.band(kans.getal * impact.getal)
            said = _counted(found.aantallen[kans.id, impact.id], band, lang)
            colours[said] = _COLOURS.get(band.niveau, _COLOURS["hoog"])
            row.append(said)
        rows.append(tuple(row))
    if found.ongewogen:
        rows.append((text("stuk.ongewogen", lang), str(found.ongewogen)))
    return Sheet(
        title=text("stuk.kaart", lang),
        rows=[(*row, *[""] * (len(rows[0]) - len(row))) for row in rows],
        frozen=1,
        colours=colours,
        widths=(20, *[18] * len(schaal.waarden)),
    )


def _counted(count: int, band: Band, lang: str) -> str:
    return text("stuk.vak", lang, aantal=count, band=band.naam) if count else band.naam
