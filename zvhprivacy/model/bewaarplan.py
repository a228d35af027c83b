"""
A plan of destruction as it is kept: its lines, who made and approved it, and how far it came.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from zvhprivacy.model.bewaartermijn import Actie


class PlanState(StrEnum):
    """
    How far a plan is; it only goes on, never back.
    """

    OPGESTELD = "opgesteld"
    GOEDGEKEURD = "goedgekeurd"
    BEZIG = "bezig"
    OPRUIMEN = "opruimen"  # everything is gone, the files have still to forget it
    KLAAR = "klaar"
    VERVALLEN = "vervallen"  # not approved in time, or another plan came in its place


class LineState(StrEnum):
    """
    How far a line is; it only goes on, never back.
    """

    GEPLAND = "gepland"
    UITGEVOERD = "uitgevoerd"  # gone here, and recorded; targets of the host may have to follow
    KLAAR = "klaar"  # gone everywhere; the line names no case any more
    OVERGESLAGEN = "overgeslagen"  # no longer due, held, or not allowed: *uitkomst* says which


class Uitkomst(StrEnum):
    """
    What became of a line that was carried out, or why one was passed over.
    """

    VERNIETIGD = "vernietigd"
    GEANONIMISEERD = "geanonimiseerd"
    OPGESCHORT = "opgeschort"  # a hold came after the plan
    HERNIEUWD = "hernieuwd"
    GEWIJZIGD = "gewijzigd"  # it is not what was approved: other items, other facts, another rule
    GEWEIGERD = "geweigerd"  # the policy said no
    VERLOPEN = "verlopen"  # the approval ended before its turn came
    STRIJDIG = "strijdig"
    ONBEKEND = "onbekend"


class PlanLine(NamedTuple):
    """
    One case as a whole (*gegeven* is None), or one item of a case that stays.

    *aantallen* are the items per category when the plan was made. *jaar* is that of the first
    processing. Once the line is KLAAR, *casus* and *gegeven* are None: what is left is enough
    to count and finds nobody. *soort* is `casus` or `gegeven`. *uitkomst* is an `Uitkomst`, or
    empty while it is GEPLAND. *zaak* counts the cases of the plan from 1: lines of one case share
    it, so that cases can be counted when no line names one any more; 0 is unknown, and counts as
    one and the same case.
    """

    nummer: int
    soort: str
    casus: str | None
    gegeven: str | None
    convenant: str
    proces: str
    kader: str
    fase: str
    jaar: int | None
    aantallen: tuple[tuple[str, int], ...]
    actie: Actie
    uiterlijk: date | None
    regel: str
    artikel: str
    plek: str
    reden: str
    state: LineState = LineState.GEPLAND
    uitkomst: str = ""
    gedaan_op: datetime | None = None
    logregel: int | None = None  # number of the line in the logboek that tells of it
    zaak: int = 0


class Plan(NamedTuple):
    """
    A plan without its lines. *hash* is over the lines, the day, the horizon and the policy.

    People are designated persons (ids of `Medewerker`), so that two accounts of one are found.
    """

    id: str
    hash: str
    op: date
    horizon: date
    beleid: str
    opgesteld_door: str
    opgesteld_op: datetime
    state: PlanState = PlanState.OPGESTELD
    goedgekeurd_door: str | None = None
    goedgekeurd_op: datetime | None = None
    uit_te_voeren_vanaf: datetime | None = None
    verloopt_op: datetime | None = None
    begonnen_op: datetime | None = None
    klaar_op: datetime | None = None


class Lease(NamedTuple):
    """
    Who carries out a plan now; *token* goes up with each new holder, so a late one is recognised.
    """

    houder: str  # host and process, never a person
    token: int
    tot: datetime
