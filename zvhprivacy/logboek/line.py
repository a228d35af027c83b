"""
The two kinds of lines in the logboek.

The audit line says who did what (NEN 7513; BIO2 8.15.01: Actie is *gebeurtenis* and *handeling*,
Object is *object*, *casus* and *voorwerp*, and further Resultaat, Oorsprong, Actor and *tijd*).
The data line tells a betrokkene what was done with data about him (Logboek Dataverwerkingen) and
says nothing about who did it. They share the trace and operation ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple


class Gebeurtenis(StrEnum):
    """
    What kind of event a line tells of; the first six are those of Wpg 32a.
    """

    VERZAMELEN = "verzamelen"
    WIJZIGEN = "wijzigen"
    RAADPLEGEN = "raadplegen"
    VERSTREKKEN = "verstrekken"
    COMBINEREN = "combineren"
    VERNIETIGEN = "vernietigen"
    BESLUIT = "besluit"
    HERLEIDEN = "herleiden"
    LOGBOEK_INZIEN = "logboek-inzien"
    LOGBOEK_OPSCHONEN = "logboek-opschonen"
    BELEID = "beleid"
    SLEUTEL = "sleutel"
    SYSTEEM = "systeem"


class Resultaat(StrEnum):
    """
    How it ended: the four kinds of answers to a request, or whether an act succeeded.
    """

    TOEGESTAAN = "toegestaan"
    VERBODEN = "verboden"
    NIET_TOEGESTAAN = "niet-toegestaan"
    ONGELDIG = "ongeldig"
    GELUKT = "gelukt"
    MISLUKT = "mislukt"


class Logdoel(StrEnum):
    """
    What a logboek may be read for (WGS 1.8 lid 4); there is no other purpose.
    """

    RECHTMATIGHEID = "rechtmatigheid"
    INTERNE_CONTROLE = "interne-controle"
    INTEGRITEIT_EN_BEVEILIGING = "integriteit-en-beveiliging"
    GERECHTELIJKE_PROCEDURE = "gerechtelijke-procedure"


class Status(StrEnum):
    """
    How a data operation ended, in the words of the standard.
    """

    UNSET = "STATUS_CODE_UNSET"
    OK = "STATUS_CODE_OK"
    ERROR = "STATUS_CODE_ERROR"


class Voorwerp(NamedTuple):
    """
    The stored row that was written: its id, its version, and the SHA-256 of what is stored.

    So an older state of the row, put back later, does not match its last line.
    """

    rij: str
    versie: int
    zegel: str


class Subject(NamedTuple):
    """
    Whose data, as a pseudonym of the log domain, and for which processing activity.
    """

    betrokkene: str
    soort: str
    activiteit: str  # <convenant>/<proces>/<doel>@<valid from>


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AuditLine:
    """
    Who did or asked what, on which ground, and how it ended.

    Feiten are `feit=oorsprong`; what is absent was not the case or does not apply.
    *tijd* is given by the logboek.
    """

    gebeurtenis: Gebeurtenis
    actor: str
    resultaat: Resultaat
    trace: str
    operatie: str
    deelnemer: str | None = None
    rol: str | None = None
    handeling: str | None = None
    gegevens: str | None = None
    over: str | None = None
    doel: str | None = None
    proces: str | None = None
    fase: str | None = None
    kader: str | None = None
    aan: str | None = None
    namens: str | None = None
    convenant: str | None = None
    dag: str | None = None  # the day the policy was asked about
    feiten: tuple[str, ...] = ()
    regel: str | None = None
    artikel: str | None = None
    grondslag: str | None = None
    reden: str | None = None
    verplichtingen: tuple[str, ...] = ()
    status: str | None = None  # of the convenant
    beleid: str | None = None
    object: str | None = None  # what kind of thing
    casus: str | None = None
    voorwerp: Voorwerp | None = None
    oorsprong: str | None = None  # access point: application, device or network
    logdoel: Logdoel | None = None
    goedgekeurd_door: str | None = None  # the second pair of eyes
    noodprocedure: bool = False
    schaduw: bool = False  # decided and written down, not enforced
    aantal: int | None = None
    tot: int | None = None
    tijd: str | None = None

    def __repr__(self) -> str:
        return f"<AuditLine {self.gebeurtenis}>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DataLine:
    """
    What was done with data about one betrokkene; the names are those of the standard.

    *end_time* is given by the logboek.
    """

    attributes: Subject
    name: str
    trace_id: str
    span_id: str
    start_time: str
    status_code: Status = Status.UNSET
    parent_span_id: str | None = None
    end_time: str | None = None

    def __repr__(self) -> str:
        return f"<DataLine {self.name}>"


Line = AuditLine | DataLine


def as_time(moment: datetime) -> str:
    """
    Write *moment* as the time in a line: UTC, in milliseconds, which sorts as time passes.
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
