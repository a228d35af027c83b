"""
Sections 16 and 17 of an import: risks, and the measures that point at them by what they are called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zvhprivacy.dpia.rijksmodel.loss import Soort
from zvhprivacy.dpia.rijksmodel.marks import is_id, unmarked
from zvhprivacy.dpia.rijksmodel.reading import UNKNOWN_ID, Reading, as_day
from zvhprivacy.dpia.rijksmodel.scale import level
from zvhprivacy.dpia.rijksmodel.shapes import Rij
from zvhprivacy.model.dpia.risks import Maatregel, Risico


def risks(reading: Reading) -> tuple[tuple[Risico, ...], Mapping[str, str]]:
    """
    Give the risks, and the id of each by what the form calls it.
    """
    cells = reading.cells
    found: dict[str, Risico] = {}
    called: dict[str, str] = {}
    for row in cells.rows("16.1"):
        shown = cells.cell(row, "16.1.1")
        text, given = unmarked(shown, "risico")
        name = _unique(given, f"r{len(found) + 1}", found)
        if given and not is_id(given):
            text = shown
        if called.setdefault(shown, name) != name:
            reading.lost.meld("16.1.1", Soort.ONBEGREPEN, wat="dubbel")
        called.setdefault(text, name)
        found[name] = Risico(
            id=name,
            beschrijving=reading.filled("16.1.1", text),
            oorsprong=cells.cell(row, "16.1.2"),
            kans=_level(reading, row, "16.1.3"),
            kans_motivatie=cells.cell(row, "16.1.4"),
            impact=_level(reading, row, "16.1.5"),
            impact_motivatie=cells.cell(row, "16.1.6"),
            niveau=_level(reading, row, "16.1.7"),
            niveau_motivatie=cells.cell(row, "16.1.8"),
        )
    return tuple(found.values()), called


def measures(reading: Reading, called: Mapping[str, str]) -> tuple[Maatregel, ...]:
    """
    Give the measures.

    One that points at no risk of the file gets a risk that no register has, so that it is found.
    """
    cells = reading.cells
    found: dict[str, Maatregel] = {}
    for row in cells.rows("17.1"):
        shown = cells.cell(row, "17.1.3")
        text, given = unmarked(shown, "maatregel")
        if given and not is_id(given):
            text = shown
        text, uiterlijk = _dated(text, "uiterlijk")
        text, gereed = _dated(text, "gereed")
        name = _unique(given, f"m{len(found) + 1}", found)
        found[name] = Maatregel(
            id=name,
            risicos=tuple(dict.fromkeys(_pointed(reading, row, called))) or (UNKNOWN_ID,),
            maatregel=reading.filled("17.1.3", text),
            oorsprong=cells.cell(row, "17.1.2"),
            restrisico=_level(reading, row, "17.1.4"),
            advies_ap=cells.cell(row, "17.1.5"),
            land=cells.cell(row, "17.1.6"),
            beheerder=reading.word("17.1.7", cells.cell(row, "17.1.7")),
            uiterlijk=as_day(uiterlijk),
            gereed=as_day(gereed),
        )
    return tuple(found.values())


def _pointed(reading: Reading, row: Rij, called: Mapping[str, str]) -> Iterator[str]:
    for shown in reading.cells.words(row, "17.1.1"):
        if shown in called:
            yield called[shown]
        elif is_id(shown):  # as we write a risk that was not in the register either
            reading.lost.meld("17.1.1", Soort.NIET_GEVONDEN, wat="16.1.1")
            yield shown
        else:
            reading.lost.meld("17.1.1", Soort.NIET_GEVONDEN, wat="16.1.1")


def _unique(given: str, made: str, taken: Mapping[str, object]) -> str:
    name = given if is_id(given) else made
    number, found = 2, name
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found


def _dated(text: str, label: str) -> tuple[str, str]:
    before, said = unmarked(text, label)
    return (before, said) if as_day(said) else (text, "")


def _level(reading: Reading, row: Rij, number: str) -> str | None:
    said = reading.cells.cell(row, number)
    found = level(said)
    if said and found is None:
        reading.lost.meld(number, Soort.ONBEGREPEN, wat="schaal")
    return found
