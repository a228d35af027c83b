"""
Sections 1, 7, 8 and 15 of an import: pictures, interests, places, and the rights of betrokkenen.
"""

from __future__ import annotations

from collections.abc import Iterator

from zvhprivacy.dpia.rijksmodel.exporting import CONSULTATIE
from zvhprivacy.dpia.rijksmodel.images import read_image
from zvhprivacy.dpia.rijksmodel.loss import Soort
from zvhprivacy.dpia.rijksmodel.marks import unmarked
from zvhprivacy.dpia.rijksmodel.reading import Reading, as_day
from zvhprivacy.model.dpia.advice import Consultatie
from zvhprivacy.model.dpia.dossier import (
    Afbeelding,
    Antwoord,
    Belang,
    Locatie,
    Recht,
    Rechtsuitoefening,
)


_ANSWERS = {
    "true": Antwoord.JA,
    "ja": Antwoord.JA,
    "false": Antwoord.NEE,
    "nee": Antwoord.NEE,
    "": Antwoord.NVT,
    "null": Antwoord.NVT,
    "nvt": Antwoord.NVT,
    "niet van toepassing": Antwoord.NVT,
}


def pictures(reading: Reading, stem: str) -> Iterator[tuple[Afbeelding, bytes]]:
    """
    Give the pictures with their bytes; their names start with *stem*.
    """
    for number, row in enumerate(reading.cells.rows("1.2"), start=1):
        said = reading.cells.image(row, "1.2.1")
        read = read_image(said.data) if said else None
        if said is None or read is None:
            reading.lost.meld("1.2.1", Soort.GEEN_BEELD)
            continue
        content, ending = read
        reading.lost.meld("1.2.1", Soort.BIJLAGE)
        made = Afbeelding(
            bestand=f"{stem}-{number}.{ending}",
            titel=said.titel,
            beschrijving=said.beschrijving,
            bron=said.bron,
        )
        yield made, content


def interests(reading: Reading) -> tuple[tuple[Belang, ...], Consultatie | None]:
    """
    Give the interests, and what came of asking betrokkenen.

    Whose interest it is, the form says only by the place of its row among those of the parties.
    """
    cells = reading.cells
    parties = {row.index: cells.cell(row, "6.1.1.1") for row in cells.rows("6.1.1")}
    found: list[Belang] = []
    asked: dict[str, str] = {}
    for row in cells.rows("7.1"):
        shown = cells.cell(row, "7.1.1")
        if not shown:
            continue
        text, about = unmarked(shown, "consultatie")
        if about in CONSULTATIE and (about != "datum" or as_day(text)):
            asked[about] = text
            continue
        text, party = unmarked(shown, "van")
        if not party:
            party = parties.get(row.index, "")
            reading.lost.meld("7.1", Soort.OP_VOLGORDE if party else Soort.OUDER_KWIJT)
        found.append(Belang(van=reading.filled("7.1", party), belang=text))
    if not asked:
        return tuple(found), None
    consultatie = Consultatie(
        datum=as_day(asked.get("datum", "")),
        wijze=asked.get("wijze", ""),
        uitkomst=asked.get("uitkomst", ""),
        afgezien=asked.get("afgezien", ""),
    )
    return tuple(found), consultatie


def locations(reading: Reading) -> Iterator[Locatie]:
    """
    Give the places where data are processed.
    """
    cells = reading.cells
    for row in cells.rows("8.1.1"):
        text, party = unmarked(cells.cell(row, "8.1.1.1"), "partij")
        if not party:
            reading.lost.meld("8.1.1", Soort.OUDER_KWIJT)
        yield Locatie(
            partij=reading.filled("8.1.1", party),
            locatie=reading.filled("8.1.1.1", text),
            doorgiftemechanisme=cells.cell(row, "8.1.1.2"),
            maatregelen=cells.cell(row, "8.1.1.3"),
        )


def rights(reading: Reading) -> Iterator[tuple[Recht, Rechtsuitoefening]]:
    """
    Give what was answered about each right; one without an answer is left out.
    """
    cells = reading.cells
    for place, recht in enumerate(Recht, start=1):
        numbers = [f"15.{place}.{part}" for part in range(1, 5)]
        if not any(map(cells.has, numbers)):
            continue
        procedure = _answer(reading, numbers[0])
        if procedure is None:  # Then nobody said that there is one.
            reading.lost.meld(numbers[0], Soort.AANGENOMEN, wat="nee")
        yield (
            recht,
            Rechtsuitoefening(
                procedure=procedure or Antwoord.NEE,
                toelichting=cells.text(numbers[1]),
                beperking=_answer(reading, numbers[2]) or Antwoord.NEE,
                beperking_toelichting=cells.text(numbers[3]),
            ),
        )


def _answer(reading: Reading, number: str) -> Antwoord | None:
    if not reading.cells.has(number):
        return None
    said = reading.cells.text(number).casefold()
    if said not in _ANSWERS:
        reading.lost.meld(number, Soort.ONBEGREPEN)
    return _ANSWERS.get(said)
