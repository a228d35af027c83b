"""
How long data may be kept, as a person writes it: `policies/bewaartermijnen.yaml`.
"""

from __future__ import annotations

import re

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from zvhprivacy.model.citation import Artikel
from zvhprivacy.model.selection import ALLES, Keuze
from zvhprivacy.model.termijn import Termijn, waarom_geen_termijn
from zvhprivacy.model.validity import ALTIJD, Geldig
from zvhprivacy.model.written import Id, Schema, Words, Written


class Begin(StrEnum):
    """
    What starts a term.
    """

    EERSTE_VERWERKING = "eerste-verwerking"
    LAATSTE_VERWERKING = "laatste-verwerking"
    AFGESLOTEN = "afgesloten"
    AFGEWEZEN = "afgewezen"
    OVERGEDRAGEN = "overgedragen"
    NIET_MEER_NODIG = "niet-meer-nodig"
    GEEN_AANWIJZINGEN = "geen-aanwijzingen"
    VAN_DE_LIJST = "van-de-lijst"
    ONJUIST = "onjuist-of-onrechtmatig"
    WISSING = "wissing-toegewezen"
    HERNIEUWD = "hernieuwd"


class Soort(StrEnum):
    """
    What a term does: of maxima the shortest wins, of minima the longest.
    """

    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    VERLENGING = "verlenging"
    OPSCHORTING = "opschorting"


class Actie(StrEnum):
    """
    What happens when a term ends.
    """

    VERNIETIGEN = "vernietigen"
    ANONIMISEREN = "anonimiseren"
    AFSCHERMEN = "afschermen"


class Grond(StrEnum):
    """
    Why destruction is suspended; there is no other ground (WGS 1.8 lid 7, AVG 18).
    """

    WETTELIJK_VOORSCHRIFT = "wettelijk-voorschrift"
    RECHTSVORDERING = "rechtsvordering"
    BEPERKING = "beperking"


class Geval(StrEnum):
    """
    The two special cases of BGS 1.16 lid 2: still running, or closed less than a year before.
    """

    A = "a"
    B = "b"


_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*", re.ASCII)  # as the law's own rules are called


def _id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise PydanticCustomError("ZVH117", "not the id of a term", {"waarde": value})
    return value


def _termijn(value: object) -> object:
    if isinstance(value, Termijn):
        return value
    if not isinstance(value, str):
        shape = "lijst" if isinstance(value, (list, tuple)) else "groep"
        raise PydanticCustomError("ZVH104", "kind", {"verwacht": "tekst", "gekregen": shape})
    read = Termijn.parse(value)
    if read is None:
        said = {"waarde": value, "reden": f"termijn-{waarom_geen_termijn(value)}"}
        raise PydanticCustomError("ZVH116", "not a term", said)
    return read


def _drempel(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch("[1-9][0-9]{0,3}", value, re.ASCII):
        value = 0
    if str(value) in {"0", "1"} or not isinstance(value, (str, int)):
        said = {"verwacht": "getal-vanaf-2", "gekregen": "iets-anders"}
        raise PydanticCustomError("ZVH104", "number", said)
    return int(value)


TermijnId = Annotated[str, AfterValidator(_id)]
Duur = Annotated[
    Termijn,
    BeforeValidator(_termijn),
    WithJsonSchema({"type": "string", "pattern": r"^P(\d+W|(?=\d)(\d+Y)?(\d+M)?(\d+D)?)$"}),
]
NUL = Termijn()

# What a term of each soort cannot do without; a renewal of case b neither without *binnen*.
_NEEDED = {
    Soort.MAXIMUM: ("vanaf", "termijn"),
    Soort.MINIMUM: ("vanaf", "termijn"),
    Soort.VERLENGING: ("geval", "termijn"),
    Soort.OPSCHORTING: ("gronden",),
}


class Bewaartermijn(Written):
    """
    One term; it is about the processes, frames and categories that it selects, the rest not.

    A *maximum* or *minimum* begins *vanaf* an event and lasts *termijn*; a *verlenging* is of one
    *geval* and lasts at most that long; an *opschorting* has *gronden* and no length.
    *onverwijld*: what starts it makes the data go at once; within *respijt* it is not called late.
    *binnen*: a verlenging of case b wants that the case was closed no longer before the end.
    *selectielijst* is the number in a selectielijst of the Archiefwet, where one applies.
    *verkort* names the term of the law that a convenant makes shorter.
    """

    id: TermijnId
    artikel: Artikel
    soort: Soort
    vanaf: Begin | None = None
    termijn: Duur | None = None
    dan: Actie = Actie.VERNIETIGEN
    kader: Keuze = ALLES
    proces: Keuze = ALLES
    gegevens: Keuze = ALLES
    gronden: tuple[Grond, ...] = ()
    geval: Geval | None = None
    binnen: Duur | None = None
    respijt: Duur = NUL
    selectielijst: str | None = None
    verkort: TermijnId | None = None
    lezing: Id | None = None
    geldig: Geldig = ALTIJD
    toelichting: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        needed = _NEEDED[self.soort] + (("binnen",) if self.geval is Geval.B else ())
        for name in needed:
            if not getattr(self, name):
                raise PydanticCustomError("ZVH102", "needed", {"sleutel": name})
        return self

    @property
    def onverwijld(self) -> bool:
        """
        Say whether it leaves no time at all.
        """
        return self.termijn == NUL


class Uitvoering(Written):
    """
    How destruction is carried out: waiting time, how often a plan is made, how long approval holds.
    """

    wachttijd: Duur = Termijn(dagen=7)
    interval: Duur = Termijn(dagen=7)
    goedkeuring_geldt: Duur = Termijn(dagen=14)
    aankondigen: tuple[Duur, ...] = (Termijn(maanden=6), Termijn(maanden=3))
    drempel: Annotated[int, BeforeValidator(_drempel)] = 10  # k, of what is anonymised

    def horizon(self, op: date) -> date:
        """
        Give the last day of which a plan made on *op* takes the items along.

        Who plans every interval and waits that long, so destroys before the day itself.
        """
        return self.interval.na(self.wachttijd.na(op))


class Bewaartermijnen(Written):
    """
    The file `policies/bewaartermijnen.yaml`.
    """

    schema_: Schema = Field(alias="schema")
    titel: Words = "Bewaartermijnen"
    uitvoering: Uitvoering = Uitvoering()
    termijnen: tuple[Bewaartermijn, ...]

    def term(self, naam: str) -> Bewaartermijn | None:
        """
        Give the term with this id.
        """
        return next((term for term in self.termijnen if term.id == naam), None)
