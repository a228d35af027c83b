"""
What the partners agreed: a convenant with its members and rules, its protocols and addenda.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from zvhprivacy.model.bewaartermijn import Bewaartermijn
from zvhprivacy.model.citation import Artikel
from zvhprivacy.model.validity import ALTIJD, Geldig
from zvhprivacy.model.wet import Selecting
from zvhprivacy.model.written import Day, Id, Ids, Schema, Words, Written


class Regel(Selecting):
    """
    A permission: what it selects is allowed when all of *mits* are facts and no ban applies.
    """

    id: Id
    grondslag: Artikel
    mits: Ids = ()
    verplicht: Ids = ()
    geldig: Geldig = ALTIJD
    toelichting: str = ""


class Deelnemer(Written):
    """
    An organisation that takes part, from *sinds* until *tot* (exclusive).
    """

    naam: Words
    soort: Id
    sinds: Day | None = None
    tot: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.sinds and self.tot and self.tot <= self.sinds:
            raise PydanticCustomError(
                "ZVH106", "order", {"vanaf": str(self.sinds), "tot": str(self.tot)}
            )
        return self

    @property
    def lidmaatschap(self) -> Geldig:
        """
        The days on which it is a member.
        """
        return Geldig(vanaf=self.sinds, tot=self.tot)


class Ontvanger(Written):
    """
    An organisation that may receive and never takes part.
    """

    naam: Words
    soort: Id


class Evaluatie(Written):
    """
    By when the agreement is evaluated.
    """

    uiterlijk: Day


class Protocol(Written):
    """
    A file `protocol-<proces>.yaml`: rules of one process, for the convenant of its folder.
    """

    schema_: Schema = Field(alias="schema")
    protocol: Id
    titel: Words
    soort: Literal["privacyprotocol"]
    geldig: Geldig = ALTIJD
    regels: tuple[Regel, ...] = ()
    bewaartermijnen: tuple[Bewaartermijn, ...] = ()


class Addendum(Written):
    """
    A file `addendum-<naam>.yaml`: changes the convenants it names, and all that build on those.
    """

    schema_: Schema = Field(alias="schema")
    addendum: Id
    titel: Words
    geldig: Geldig = ALTIJD
    wijzigt: Ids
    regels: tuple[Regel, ...] = ()
    vervalt: Ids = ()


class Convenant(Written):
    """
    A file `convenants/<id>/convenant.yaml`.
    """

    schema_: Schema = Field(alias="schema")
    convenant: Id
    titel: Words
    soort: Literal["samenwerkingsconvenant", "model"]
    status: Literal["ondertekend", "concept", "reconstructie"]
    ondertekend_op: Day | None = None
    bron: str = ""
    verband: str = ""
    geldig: Geldig = ALTIJD
    bouwt_op: Ids = ()
    vervalt: Ids = ()
    evaluatie: Evaluatie | None = None
    contactpunt: Id | None = None
    coordinerend_fg: Id | None = None
    deelnemers: dict[Id, Deelnemer] = Field(default_factory=dict)
    ontvangers: dict[Id, Ontvanger] = Field(default_factory=dict)
    regels: tuple[Regel, ...] = ()
    bewaartermijnen: tuple[Bewaartermijn, ...] = ()
    toelichting: str = ""

    @model_validator(mode="after")
    def _signed(self) -> Self:
        if self.status == "ondertekend" and (self.ondertekend_op is None or not self.bron):
            missing = "bron" if self.ondertekend_op else "ondertekend-op"
            raise PydanticCustomError("ZVH102", "signed", {"sleutel": missing})
        return self

    @property
    def is_model(self) -> bool:
        """
        Say whether it is only there to be built on.
        """
        return self.soort == "model"
