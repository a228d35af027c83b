"""
Make a file of the register of what somebody filled in in the invulhulp of the Rijksmodel.

An adoption is never taken over: with us it is one of facts, which such a file does not have. So an
import opens no gate, whatever its status says.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from dataclasses import dataclass

from zvhprivacy.dpia.emit import Plain, plain_of, yaml_of
from zvhprivacy.dpia.rijksmodel import import_document, import_risks, import_sections
from zvhprivacy.dpia.rijksmodel.cells import Cells
from zvhprivacy.dpia.rijksmodel.errors import TooMuchText, UnfitName
from zvhprivacy.dpia.rijksmodel.facts_text import facts_text
from zvhprivacy.dpia.rijksmodel.load import parse
from zvhprivacy.dpia.rijksmodel.loss import Soort, Verlies, Verliezen
from zvhprivacy.dpia.rijksmodel.marks import is_id
from zvhprivacy.dpia.rijksmodel.names import Namen
from zvhprivacy.dpia.rijksmodel.reading import Reading
from zvhprivacy.dpia.rijksmodel.shapes import answers_of
from zvhprivacy.model.dpia.dossier import Aanleiding, Dpia, Status
from zvhprivacy.model.dpia.sections import ONDERDELEN, PERSOONSNAMEN, TEKSTEN
from zvhprivacy.model.written import read_as
from zvhprivacy.source import parse as parse_yaml


_COMMENT = "Overgenomen uit de invulhulp van het Rijksmodel DPIA."
_FILE = re.compile(r"(?!risicoregister-|verwerkingsregister$)[a-z][a-z0-9-]{0,59}")
# Where an answer that stands on a heading, as some exports have it, is kept.
_HEADINGS = {"1": "1.1", "7": "7.2", "8": "8.2", "14": "14.1", "16": "16.2", "17": "17.2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingelezen:
    """
    The DPIA, the text of its file, its pictures by name, and what was lost on the way.
    """

    dpia: Dpia
    tekst: str
    bijlagen: Mapping[str, bytes]
    verlies: tuple[Verlies, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """
    What the file does not say and who reads it in does.

    *bijlagen* is the folder in which the DPIA says that its pictures stand.
    """

    dpia: str
    convenanten: tuple[str, ...]
    processen: tuple[str, ...]
    titel: str = ""
    bijlagen: str = "bijlagen"


def import_dpia(data: bytes, over: Over, *, namen: Mapping[str, str]) -> Ingelezen:
    """
    Make a DPIA of *data*; *namen* are those of organisations and roles by id.

    Raises:
        NoRijksmodel: it is no DPIA of the invulhulp, or too large for a file of ours.
        UnfitName: the id, or the word for a convenant or a process, is none.
    """
    _fit(over)
    lost = Verliezen()
    cells = Cells(answers_of(parse(data), lost), lost)
    reading = Reading(cells=cells, names=Namen(namen), lost=lost)
    dpia, images = _dpia(reading, over)
    text = yaml_of(dict(_mapping(dpia)), _COMMENT)
    node, found = parse_yaml(text, over.dpia)
    if node is None or found or read_as(Dpia, node)[1]:
        raise TooMuchText
    return Ingelezen(dpia=dpia, tekst=text, bijlagen=images, verlies=lost.lijst())


def _fit(over: Over) -> None:
    if not _FILE.fullmatch(over.dpia):
        raise UnfitName(naam=over.dpia)
    for words in (over.convenanten, over.processen):
        unfit = [word for word in words if not is_id(word)]
        if unfit or not words or len(set(words)) != len(words):
            raise UnfitName(naam=", ".join(unfit or words))


def _dpia(reading: Reading, over: Over) -> tuple[Dpia, Mapping[str, bytes]]:
    found = list(import_sections.pictures(reading, f"{over.bijlagen}/{over.dpia}"))
    belangen, consultatie = import_sections.interests(reading)
    risicos, called = import_risks.risks(reading)
    controllers, author = import_document.controllers(reading)
    _assumed(reading, over)
    made = Dpia(
        schema_="1",
        dpia=over.dpia,
        titel=over.titel.strip() or f"DPIA {over.dpia}",
        status=Status.CONCEPT,
        aanleiding=Aanleiding.NIEUW,
        convenanten=over.convenanten,
        processen=over.processen,
        verwerkingsverantwoordelijken=controllers,
        opsteller=author,
        documentbeheerder=import_document.keeper(reading),
        afbeeldingen=tuple(image for image, _ in found),
        belangen=belangen,
        consultatie=consultatie,
        locaties=tuple(import_sections.locations(reading)),
        rechten=dict(import_sections.rights(reading)),
        risicos=risicos,
        maatregelen=import_risks.measures(reading, called),
        versies=tuple(import_document.versions(reading)),
        dossier=tuple(import_document.documents(reading)),
        adviezen=tuple(import_document.advice(reading)),
        teksten=_texts(reading),
    )
    _rest(reading)
    return made, {image.bestand: content for image, content in found}


def _assumed(reading: Reading, over: Over) -> None:
    """
    Count what every DPIA of ours says and the form does not ask.
    """
    reading.lost.meld("-", Soort.AANGENOMEN, wat="aanleiding")
    if not over.titel.strip():
        reading.lost.meld("-", Soort.AANGENOMEN, wat="titel")
    if reading.cells.text("19.2") == "definitief":
        reading.lost.meld("19.2", Soort.VERVALLEN, wat="status")


def _texts(reading: Reading) -> dict[str, str]:
    """
    Give the free texts, each with what else of its section had to become text below it.
    """
    cells = reading.cells
    said = {number: [cells.text(number)] for number in TEKSTEN}
    said["3.3"] += [cells.cell(row, "3.3.1") for row in cells.rows("3.3")]
    for number, place in _HEADINGS.items():
        if text := cells.text(number):
            reading.lost.meld(number, Soort.ALS_TEKST, naar=place)
            said[place].append(text)
    for place, text in facts_text(cells, reading.lost).items():
        said[place].append(text)
    filled = {number: "\n\n".join(filter(None, parts)) for number, parts in said.items()}
    return {number: filled[number] for number in ONDERDELEN if filled.get(number)}


def _rest(reading: Reading) -> None:
    for number in reading.cells.rest():
        name = number in PERSOONSNAMEN
        reading.lost.meld(number, Soort.NAAM if name else Soort.VERVALLEN)


def _mapping(dpia: Dpia) -> list[tuple[str, Plain]]:
    plain = plain_of(dpia)
    return list(plain.items()) if isinstance(plain, dict) else []
