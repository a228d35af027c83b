"""
Sections 19 and 20 of an import: versions, file, advice of the FG, and who is responsible.

The names of persons in it are not taken over: with us a function stands there.
"""

from __future__ import annotations

from collections.abc import Iterator

from zvhprivacy.dpia.rijksmodel.loss import Soort
from zvhprivacy.dpia.rijksmodel.reading import UNKNOWN_ID, Reading, joined
from zvhprivacy.model.dpia.advice import Advies, Adviseur
from zvhprivacy.model.dpia.dossier import Document, Versie


def versions(reading: Reading) -> Iterator[Versie]:
    """
    Give the versions of the document; one without a day is not taken over.
    """
    cells = reading.cells
    for row in cells.rows("19.1"):
        day = reading.day("19.1.2", cells.cell(row, "19.1.2"))
        name = cells.cell(row, "19.1.1")
        said = cells.cell(row, "19.1.3")
        if day is None or not name:
            reading.lost.meld("19.1", Soort.VERVALLEN, wat="datum" if name else "versie")
            continue
        yield Versie(versie=name, datum=day, toelichting=said)


def documents(reading: Reading) -> Iterator[Document]:
    """
    Give the documents of the file, and where the DPIA itself is kept.
    """
    cells = reading.cells
    cells.text("19.3.1")  # how many there are, which one can count
    for row in cells.rows("19.3.2"):
        kind, version = cells.cell(row, "19.3.2.1"), cells.cell(row, "19.3.2.3")
        name = joined(cells.cell(row, "19.3.2.2"), kind, version and f"versie {version}")
        yield Document(
            naam=reading.filled("19.3.2.2", name), verwijzing=cells.cell(row, "19.3.2.4")
        )
    if place := cells.text("19.4.6"):
        yield Document(naam="Opslaglocatie van de DPIA", verwijzing=place)


def keeper(reading: Reading) -> str:
    """
    Give the function, department and organisation that keeps the document.
    """
    said = (reading.cells.text(f"19.4.{part}") for part in (5, 3, 2, 1))
    return reading.filled("19.4", joined(*said))


def advice(reading: Reading) -> Iterator[Advies]:
    """
    Give the advice of the FG, of which the form has room for one.
    """
    cells = reading.cells
    organisation = cells.text("19.5.1")
    function = joined(*(cells.text(f"19.5.{part}") for part in (5, 3, 2)))
    day = reading.day("19.5.6", cells.text("19.5.6"))
    document, version = cells.text("19.5.7"), cells.text("19.5.8")
    if organisation or function or day or document or version:
        yield Advies(
            van=Adviseur.FG,
            organisatie=reading.word("19.5.1", organisation) if organisation else None,
            functie=function,
            datum=day,
            document=document,
            verwerkt_in=version,
        )


def controllers(reading: Reading) -> tuple[tuple[str, ...], str]:
    """
    Give the joint controllers, and who drew the DPIA up.

    That they signed is not taken over: what they signed is not what stands here.
    """
    cells = reading.cells
    found: list[str] = []
    authors: list[str] = []
    for row in cells.rows("20.1"):
        if name := cells.cell(row, "20.1.1"):
            found.append(reading.word("20.1.1", name))
        authors.append(cells.cell(row, "20.1.7"))
        signed = [cells.cell(row, f"20.1.{part}") for part in (2, 3, 5, 6)]
        reading.lost.meld("20.1", Soort.VERVALLEN, wat="ondertekening", aantal=int(any(signed)))
    if not found:
        reading.lost.meld("20.1.1", Soort.AANGENOMEN, wat=UNKNOWN_ID)
    names = tuple(dict.fromkeys(found)) or (UNKNOWN_ID,)
    return names, reading.filled("20.1.7", joined(*authors))
