"""
Scales on which a risk is weighed, and what one scale says in another.

The bands and the mapping are policy (`policies/risicoschalen.yaml`); nothing here knows them.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from zvhprivacy.model.written import Id, Ids, Schema, Words, Written


def _whole(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise PydanticCustomError("ZVH104", "number", _NUMBER)
    if isinstance(value, str):
        if not (value.isascii() and value.isdigit()) or len(value) > _DIGITS:
            raise PydanticCustomError("ZVH104", "number", _NUMBER)
        return int(value)
    return value


_DIGITS = 4
_NUMBER = {"verwacht": "getal", "gekregen": "iets-anders"}

Getal = Annotated[int, BeforeValidator(_whole)]


class Waarde(Written):
    """
    One step of a scale: the word that people use, and the number that is multiplied.
    """

    id: Id
    naam: Words
    getal: Getal


class Band(Written):
    """
    The scores from *vanaf* up to the next band; *niveau* is one of `NIVEAUS`.
    """

    id: Id
    naam: Words
    vanaf: Getal
    niveau: Id


# What the levels of every scale come down to, from low to high (Model DPIA Rijksdienst 3.0, 16).
NIVEAUS = ("laag", "midden", "hoog")


class Schaal(Written):
    """
    A scale: the steps of kans and impact, and the bands of their product.

    Steps and bands stand from low to high.
    """

    schaal: Id
    naam: Words
    bron: Words
    waarden: tuple[Waarde, ...] = Field(min_length=2)
    banden: tuple[Band, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _rising(self) -> Self:
        for each in (
            [waarde.getal for waarde in self.waarden],
            [band.vanaf for band in self.banden],
            [NIVEAUS.index(band.niveau) for band in self.banden if band.niveau in NIVEAUS],
        ):
            if sorted(each) != each:
                raise PydanticCustomError("ZVH850", "not rising", {"schaal": self.schaal})
        return self

    def waarde(self, naam: str) -> Waarde | None:
        """
        Give the step with this id.
        """
        return next((waarde for waarde in self.waarden if waarde.id == naam), None)

    def band(self, score: int) -> Band:
        """
        Give the band that *score* lies in; what is below the first lies in it.
        """
        return next((band for band in reversed(self.banden) if band.vanaf <= score), self.banden[0])


class Vertaling(Written):
    """
    What a step of one scale is called in another; several may become one, none may be left out.
    """

    van: Id
    naar: Id
    waarden: dict[Id, Id]


class Risicoschalen(Written):
    """
    The file `policies/risicoschalen.yaml`.
    """

    schema_: Schema = Field(alias="schema")
    schalen: tuple[Schaal, ...]
    vertalingen: tuple[Vertaling, ...] = ()
    hoog: Ids  # bands that count as a high risk (AVG 36 lid 1)

    def schaal(self, naam: str) -> Schaal | None:
        """
        Give the scale with this id.
        """
        return next((schaal for schaal in self.schalen if schaal.schaal == naam), None)
