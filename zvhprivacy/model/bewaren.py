"""
What retention is about: lines of its registers, the facts of one case, and what must become of it.

The lines stand in the store; the facts are read from it for the calculus; a `Verdict` comes out.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pydantic import AwareDatetime, model_validator

from zvhprivacy.model.bewaartermijn import Actie, Begin, Geval, Grond
from zvhprivacy.model.casus import Register, Uid, Version, Word
from zvhprivacy.model.registers import Grond as Kenmerk


class Opschorting(Register):
    """
    Destruction of a case, or of one item of it, is suspended; the term itself runs on.

    *eigenaar* is the designated person who reviews it before *herzien_voor*; when nobody does, it
    escalates and goes on. *kenmerk* is an article or a reference, never a story.
    """

    id: Uid
    casus: Uid
    gegeven: Uid | None = None
    grond: Grond
    kenmerk: Kenmerk
    motivering: bytes  # sealed under the key of the case
    eigenaar: Uid
    op: AwareDatetime
    herzien_voor: date
    opgeheven_op: AwareDatetime | None = None
    versie: Version = 1


class Hernieuwing(Register):
    """
    A case is available again for at most two years, in a special case (BGS 1.16 lid 2 and 3).

    *besluit* is the order of the deelnemers, *verstrekking* the one that each provider agreed to.
    *volgnummer* counts: the Raad van State found repeated renewal hard to defend.
    """

    id: Uid
    casus: Uid
    geval: Geval
    besluit: Uid
    verstrekking: Uid
    instemmingen: tuple[Word, ...]
    motivering: bytes  # sealed; a fresh one each time
    gesloten_op: date | None = None
    volgnummer: Version
    van: date
    tot: date
    versie: Version = 1  # goes up when the key of the case is renewed

    @model_validator(mode="after")
    def _in_order(self) -> Hernieuwing:
        if self.tot <= self.van:
            raise ValueError
        return self


class Vernietigingsgrond(Register):
    """
    A reason to destroy besides the term, of a whole case or of one item.

    It is one of `niet-meer-nodig`, `geen-aanwijzingen` and `van-de-lijst`; that a report was
    rejected stands in the phase of the case, that an item is wrong or was erased in a declaration.
    """

    id: Uid
    casus: Uid
    gegeven: Uid | None = None
    grond: Begin
    medewerker: Uid
    op: AwareDatetime
    ingetrokken_op: AwareDatetime | None = None

    @model_validator(mode="after")
    def _one_of_these(self) -> Vernietigingsgrond:
        if self.grond not in {
            Begin.NIET_MEER_NODIG,
            Begin.GEEN_AANWIJZINGEN,
            Begin.VAN_DE_LIJST,
        }:
            raise ValueError
        return self


class Waarom(StrEnum):
    """
    Why a case or an item is shielded.
    """

    AFGESLOTEN = "afgesloten"
    OPGESCHORT = "opgeschort"
    STRIJDIG = "strijdig"  # a statutory minimum ends after the maximum
    ONBEKEND = "onbekend"  # a fact is missing
    VERVALLEN = "vervallen"  # it waits for its destruction


class Afscherming(Register):
    """
    A case, or one item of it, is shielded: it is there for tests, rights and destruction only.
    """

    id: Uid
    casus: Uid
    gegeven: Uid | None = None
    waarom: Waarom
    op: AwareDatetime
    opgeheven_op: AwareDatetime | None = None


# --- facts, as the calculus wants them


class ItemFacts(NamedTuple):
    """
    What is known of one item; a day is None when it is not known or cannot be right.
    """

    gegeven: str
    categorie: str
    eerste: date | None
    laatste: date | None
    bronnen: tuple[str, ...] = ()


class Happened(NamedTuple):
    """
    Something that starts a term, about the whole case when *gegeven* is None.

    *op* is None when it is known that it happened and not when. Of a case that was closed, renewed
    and closed again all three are there: what counts as open on a day is read from them.
    """

    begin: Begin
    op: date | None
    gegeven: str | None = None


class Hold(NamedTuple):
    """
    A suspension; it holds from *van* up to and not including *tot*.
    """

    id: str
    grond: Grond
    van: date
    tot: date | None = None
    gegeven: str | None = None
    herzien_voor: date | None = None


class Extension(NamedTuple):
    """
    A renewal; *instemmingen* are the providers that agreed and did not take that back.

    *laatste_dag* is the last day on which the data may be there because of it. *besloten_op* is the
    day of the order; when it is not given, *van* counts as that day.
    """

    id: str
    geval: Geval
    van: date
    laatste_dag: date
    instemmingen: frozenset[str]
    volgnummer: int = 1
    gesloten_op: date | None = None
    opdracht: bool = True
    gemotiveerd: bool = True
    besloten_op: date | None = None


class CaseFacts(NamedTuple):
    """
    All that decides how long the data of one case may be kept. Days are days in the Netherlands.
    """

    casus: str
    convenant: str
    proces: str
    kader: str
    fase: str
    eerste: date | None
    laatste: date | None
    items: tuple[ItemFacts, ...] = ()
    happened: tuple[Happened, ...] = ()
    holds: tuple[Hold, ...] = ()
    extensions: tuple[Extension, ...] = ()


# --- what comes out


class State(StrEnum):
    """
    How it stands with one item on a day.
    """

    LOOPT = "loopt"  # its day is still to come
    VERVALLEN = "vervallen"  # it has to go
    OPGESCHORT = "opgeschort"  # it would have to go, and a hold keeps it
    STRIJDIG = "strijdig"
    ONBEKEND = "onbekend"


class Vindplaats(NamedTuple):
    """
    Where a term stands: its id, its article, and file and line.
    """

    regel: str
    artikel: str
    plek: str


class Verdict(NamedTuple):
    """
    What must become of one item, or of what a case holds besides items when *gegeven* is None.

    *uiterlijk* is the last day on which it may be there; None when that cannot be said. *regel*,
    *artikel* and *plek* (file and line) are of the term that decides, *reden* what started it.
    *onverwijld*: it has to go at once, there is no term to wait for. *afschermen* says why it is
    shielded meanwhile, if it is. *tegen* is the term that keeps it for all that, or shields it: the
    statutory minimum, or else the suspension that *hold* is one of. It is late when it is still
    there after *laat_na*, which is *uiterlijk* unless it had to go onverwijld.
    """

    gegeven: str | None
    state: State
    actie: Actie
    uiterlijk: date | None
    regel: str
    artikel: str
    plek: str
    reden: str
    onverwijld: bool = False
    afschermen: Waarom | None = None
    hold: str | None = None
    tegen: Vindplaats | None = None
    laat_na: date | None = None


# --- what is left when a case is anonymised


class AnonymousRow(NamedTuple):
    """
    What is left of a case: no id, no day, no organisation but the house; None is generalised away.

    *jaar* is that of the first processing, or a stretch of years. *betrokkenen* is a band, *duur*
    counts whole years between first and last processing.
    """

    convenant: str
    proces: str
    jaar: str | None
    fase: str | None
    betrokkenen: str | None
    categorieen: tuple[str, ...] | None
    duur: int | None
