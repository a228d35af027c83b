"""
Statements that an audit tests: what must be so, on what that rests, and how it is shown.
"""

from __future__ import annotations

import re

from enum import StrEnum
from typing import Annotated, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from zvhprivacy.model.bewaartermijn import Duur
from zvhprivacy.model.citation import Artikel, parse_citation
from zvhprivacy.model.validity import ALTIJD, Geldig
from zvhprivacy.model.written import Id, Schema, Words, Written, YesNo


T = TypeVar("T")

_GROEP = re.compile(r"[A-Z]{1,3}")
_NUMMER = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,2}")
_BIO2 = re.compile(r"[5-8]\.[0-9]{2}(\.[0-9]{2})?")  # a control, or a measure of the government


class Soort(StrEnum):
    """
    Who answers a statement: the machine, a person, or both a part.
    """

    AUTOMATISCH = "automatisch"
    MENS = "mens"
    GEMENGD = "gemengd"


def _like(form: re.Pattern[str]) -> AfterValidator:
    def check(value: str) -> str:
        if not form.fullmatch(value):
            raise PydanticCustomError("ZVH905", "number", {"waarde": value})
        return value

    return AfterValidator(check)


def _bio2(value: str) -> str:
    if not _BIO2.fullmatch(value):
        raise _other_norm(value, "bio2")
    return value


def _of(wet: str) -> AfterValidator:
    def check(value: str) -> str:
        citation = parse_citation(value)
        if citation is None or citation.sleutel != wet:
            raise _other_norm(value, wet)
        return value

    return AfterValidator(check)


def _other_norm(value: str, norm: str) -> PydanticCustomError:
    return PydanticCustomError("ZVH904", "other norm", {"waarde": value, "norm": norm})


def _filled(value: T) -> T:
    if not value:
        raise PydanticCustomError("ZVH109", "empty", {})
    return value


Groep = Annotated[str, _like(_GROEP)]
Nummer = Annotated[str, _like(_NUMMER)]


class Normen(Written):
    """
    What a statement answers to, by norm, so that one answer serves several auditors.

    *nen7513* says in words what the norm asks: its text is not public, so neither are its numbers.
    """

    avg: tuple[Annotated[str, _of("avg")], ...] = ()
    wgs: tuple[Annotated[str, _of("wgs")], ...] = ()
    bgs: tuple[Annotated[str, _of("bgs")], ...] = ()
    bio2: tuple[Annotated[str, AfterValidator(_bio2)], ...] = ()
    nen7513: tuple[Words, ...] = ()


class Bewijs(Written):
    """
    The evidence wanted: that it was thought out, that it is there, and that it works (BGS 1.18).

    What is left out is not asked; nothing at all is no statement to test.
    """

    opzet: Words | None = None
    bestaan: Words | None = None
    werking: Words | None = None

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not (self.opzet or self.bestaan or self.werking):
            raise PydanticCustomError("ZVH109", "no evidence", {"sleutel": "bewijs"})
        return self


class Stelling(Written):
    """
    One statement, such as `A1`, where the letters are its group.

    *toets* is the automatic check that looks, *formeel* whether its answer may be "voldoet".
    Without a *frequentie* it is tested on the occasion that the checklist is for.
    """

    id: Nummer
    stelling: Words
    artikelen: tuple[Artikel, ...] = ()
    bron: Words | None = None
    normen: Normen = Normen()
    soort: Soort
    toets: Id | None = None
    formeel: YesNo = False
    bewijs: Bewijs
    frequentie: Duur | None = None
    toelichting: Words | None = None

    @property
    def groep(self) -> str:
        """
        The letters in front of the number.
        """
        return self.id.rstrip("0123456789")

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if not self.artikelen and self.bron is None:
            raise PydanticCustomError("ZVH901", "no source", {"id": self.id})
        return self

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        reason = ""
        if self.soort is Soort.MENS and self.toets:
            reason = "stelling-mens-met-toets"
        elif self.soort is not Soort.MENS and not self.toets:
            reason = "stelling-zonder-toets"
        elif self.formeel and self.soort is not Soort.AUTOMATISCH:
            # Where a person must look as well, the machine alone never says that all is well.
            reason = "stelling-formeel-met-mens"
        if reason:
            said = {"id": self.id, "soort": self.soort.value, "reden": reason}
            raise PydanticCustomError("ZVH902", "kind", said)
        return self


class Checklist(Written):
    """
    A file `policies/checklists/<id>.yaml`.

    *groepen* names the letters of the statements, in the order in which a report shows them.
    """

    schema_: Schema = Field(alias="schema")
    checklist: Id
    titel: Words
    bron: Words
    geldig: Geldig = ALTIJD
    toelichting: Words | None = None
    groepen: Annotated[dict[Groep, Words], AfterValidator(_filled)]
    stellingen: Annotated[tuple[Stelling, ...], AfterValidator(_filled)]

    def stelling(self, nummer: str) -> Stelling | None:
        """
        Give the statement with this number.
        """
        return next((each for each in self.stellingen if each.id == nummer), None)
