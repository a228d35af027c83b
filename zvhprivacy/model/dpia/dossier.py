"""
A DPIA as its author writes it: what needs judgement, with the numbers of the Model DPIA.

What follows from policies and convenants stands beside it, in a file of facts (`facts.py`).
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from zvhprivacy.model.dpia.advice import (
    Advies,
    Consultatie,
    Raadpleging,
    Vaststelling,
)
from zvhprivacy.model.dpia.duty import Prescan
from zvhprivacy.model.dpia.risks import Aanvaardbaar, Maatregel, Risico
from zvhprivacy.model.written import Day, Id, Ids, Schema, Words, Written, YesNo


class Status(StrEnum):
    """
    Where a DPIA is on its way; which step may follow which is in `zvhprivacy.dpia.status`.
    """

    GEPLAND = "gepland"
    CONCEPT = "concept"
    FG_ADVIES = "fg-advies"
    RAC_ADVIES = "rac-advies"
    VASTGESTELD = "vastgesteld"
    HERZIENING = "herziening"
    VERVALLEN = "vervallen"


class Aanleiding(StrEnum):
    """
    Why a DPIA is made or looked at again.
    """

    NIEUW = "nieuw"
    HERZIENING = "herziening"
    WIJZIGING_CONVENANT = "wijziging-convenant"
    NIEUWE_GEGEVENS = "nieuwe-gegevens"
    NIEUW_DOEL = "nieuw-doel"
    NIEUWE_DEELNEMER = "nieuwe-deelnemer"
    NIEUW_SYSTEEM = "nieuw-systeem"
    NIEUWE_LEVERANCIER = "nieuwe-leverancier"
    NIEUWE_WET = "nieuwe-wet"
    DATALEK = "datalek"
    RAC_ADVIES = "rac-advies"
    AUDITBEVINDING = "auditbevinding"
    TERMIJN = "termijn"


class Recht(StrEnum):
    """
    The rights of Model DPIA 15.1 to 15.8, in that order.
    """

    INZAGE = "inzage"
    RECTIFICATIE = "rectificatie"
    VERGETELHEID = "vergetelheid"
    BEPERKING = "beperking"
    DATAPORTABILITEIT = "dataportabiliteit"
    GEAUTOMATISEERD = "geautomatiseerde-besluitvorming"
    BEZWAAR = "bezwaar"
    INFORMATIE = "informatie"


class Antwoord(StrEnum):
    """
    Yes, no, or not applicable.
    """

    JA = "ja"
    NEE = "nee"
    NVT = "nvt"


class Afbeelding(Written):
    """
    A picture with the proposal (1.2); *bestand* lies beside the register, never in it.
    """

    bestand: Words
    titel: str = ""
    beschrijving: str = ""
    bron: str = ""


class Belang(Written):
    """
    An interest in the processing (7.1), of a deelnemer, of betrokkenen or of society.
    """

    van: Words
    belang: Words


class Locatie(Written):
    """
    Where data are processed (8.1), by whom, and on what ground they leave the EEA.
    """

    partij: Words
    locatie: Words
    doorgiftemechanisme: str = ""
    maatregelen: str = ""


class Rechtsuitoefening(Written):
    """
    How one right is given effect, and whether a law limits it (15.x).
    """

    procedure: Antwoord
    toelichting: str = ""
    beperking: Antwoord = Antwoord.NEE
    beperking_toelichting: str = ""


class Versie(Written):
    """
    A version of the document (19.1).
    """

    versie: Words
    datum: Day
    toelichting: str = ""


class Document(Written):
    """
    A document of the file (19.3).
    """

    naam: Words
    verwijzing: str = ""


class Herziening(Written):
    """
    By when the DPIA is reviewed (AVG 35 lid 11), and what leads to a review before that.
    """

    uiterlijk: Day
    aanleidingen: tuple[Aanleiding, ...] = ()


class Overweging(Written):
    """
    Whether the assessment made with the law itself is enough (AVG 35 lid 10), and why.
    """

    volstaat: YesNo
    motivatie: Words


class Dpia(Written):
    """
    A file `dpia/<id>.yaml`.

    *convenanten* and *processen* say what it is about; a process of a convenant counts as assessed
    only through a DPIA that names both.
    *teksten* holds the free text of a section under its official number.
    *voorbeeld* says that it is an example and nobody's own assessment.
    """

    schema_: Schema = Field(alias="schema")
    dpia: Id
    titel: Words
    voorbeeld: YesNo = False
    status: Status
    aanleiding: Aanleiding
    aanleiding_toelichting: str = ""
    bron: str = ""
    convenanten: Ids
    processen: Ids
    verwerkingsverantwoordelijken: Ids
    opsteller: Words
    documentbeheerder: Words
    gepland: Day | None = None  # the day by which it should be adopted

    prescan: Prescan | None = None
    avg_35_lid_10: Overweging | None = None
    teksten: dict[str, Words] = Field(default_factory=dict)
    afbeeldingen: tuple[Afbeelding, ...] = ()
    belangen: tuple[Belang, ...] = ()
    consultatie: Consultatie | None = None
    locaties: tuple[Locatie, ...] = ()
    rechten: dict[Recht, Rechtsuitoefening] = Field(default_factory=dict)

    schaal: Id = "model-dpia-3"
    risicos: tuple[Risico, ...] = ()
    maatregelen: tuple[Maatregel, ...] = ()
    aanvaarde_restrisicos: tuple[Aanvaardbaar, ...] = ()

    versies: tuple[Versie, ...] = ()
    dossier: tuple[Document, ...] = ()
    adviezen: tuple[Advies, ...] = ()
    voorafgaande_raadpleging: Raadpleging | None = None
    vaststelling: Vaststelling | None = None
    herziening: Herziening | None = None
