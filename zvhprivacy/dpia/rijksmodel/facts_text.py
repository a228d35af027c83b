"""
The rows of an import that are facts with us, as text that can be read beside those facts.
"""

from __future__ import annotations

from collections.abc import Iterator

from zvhprivacy.dpia.rijksmodel.cells import Cells
from zvhprivacy.dpia.rijksmodel.loss import Soort, Verliezen
from zvhprivacy.dpia.rijksmodel.shapes import Rij
from zvhprivacy.model.dpia.sections import FEITEN, ONDERDELEN, TEKSTEN, rij_van


# Answers that were copied from a list of others, and the question that the list is of.
_REFERENCES = {
    "3.1.3": "2.1.1",
    "6.1.1.4": "2.1.1",
    "6.1.1.5": "2.1.2",
    "10.1.1.2": "2.1.2",
    "10.1.1.3": "2.1.1",
    "12.1.2.1": "3.1.1",
    "12.1.2.2": "2.1.2",
    "12.1.2.3": "2.1.1",
    "12.2.2.1": "3.1.1",
    "12.2.2.2": "2.1.2",
    "12.2.2.3": "2.1.1",
    "12.3.2.1": "3.1.1",
    "12.3.2.2": "2.1.2",
    "12.3.2.3": "2.1.1",
    "13.1.1.1": "2.1.2",
    "13.1.1.2": "2.1.1",
}
_YES_NO = {"true": "ja", "false": "nee"}


def facts_text(cells: Cells, lost: Verliezen) -> dict[str, str]:
    """
    Give per number of a free text what the rows of its section said.
    """
    _references(cells, lost)
    return {
        place: "\n".join(lines)
        for section, place in FEITEN.items()
        if (lines := list(_section(section, place, cells, lost)))
    }


def _section(section: str, place: str, cells: Cells, lost: Verliezen) -> Iterator[str]:
    below = [each for number, each in ONDERDELEN.items() if number.split(".")[0] == section]
    for each in below:
        if each.nummer not in TEKSTEN and not rij_van(each.nummer) and not each.rij:
            said = cells.text(each.nummer)
            if said:
                lost.meld(each.nummer, Soort.ALS_TEKST, naar=place)
                yield f"{each.nummer} {each.titel}: {_YES_NO.get(said, said)}"
    for each in below:
        rows = cells.rows(each.nummer)
        if rows and each.nummer not in TEKSTEN:
            lost.meld(each.nummer, Soort.ALS_TEKST, naar=place, aantal=len(rows))
            if rij_van(each.nummer) or each.nummer == "5.1":
                lost.meld(each.nummer, Soort.OUDER_KWIJT, aantal=len(rows))
            yield f"{each.nummer} {each.titel}, uit de invulhulp:"
            yield from (f"- {_row(row, cells)}" for row in rows)


def _row(row: Rij, cells: Cells) -> str:
    said = {number: cells.cell(row, number) for number in row.waarden}
    return "; ".join(
        f"{ONDERDELEN[number].titel}: {_YES_NO.get(text, text)}"
        for number, text in said.items()
        if text
    )


def _references(cells: Cells, lost: Verliezen) -> None:
    known: dict[str, set[str]] = {}
    for source in set(_REFERENCES.values()):
        words = {cells.cell(row, source) for row in cells.rows(rij_van(source))}
        known[source] = words | {part.strip() for word in words for part in word.split(",")}
    for number, source in _REFERENCES.items():
        for row in cells.rows(rij_van(number)):
            for word in cells.words(row, number):
                if word not in known[source]:
                    lost.meld(number, Soort.NIET_GEVONDEN, wat=source)
