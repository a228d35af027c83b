"""
The registers that facts come from: who is designated, what was decided, agreed, objected to, given.

Each value is one line of a register. Reasons and motivations are sealed; what is in the clear says
that there is one, by which organisation, and when.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field, model_validator

from zvhprivacy.model.casus import Periode, PersonRef, Register, Uid, Version, Word


# Part a to f of BGS 1.17.
Opleiding = Annotated[str, Field(pattern=r"^[a-f]$")]
# An article of a law, such as `WGS 1.7 lid 2`; no room for a reason, which may be about somebody.
Grond = Annotated[str, Field(max_length=100, pattern=r"^[A-Za-z0-9 .:,-]*$")]


class Medewerker(Periode):
    """
    A person designated by his organisation (WGS 1.8 lid 2), under an id without meaning.

    *persoon* tells two accounts of one person: four eyes need two persons, not two accounts.
    *commerciele_taak* is unknown when nobody said; only a clear no counts (WGS 1.4 lid 3).
    """

    id: Uid
    persoon: PersonRef
    organisatie: Word
    rollen: tuple[Word, ...]
    vog_of_screening: date | None = None  # at indiensttreding; the law gives it no end (BGS 1.11)
    opleidingen: tuple[tuple[Opleiding, date], ...] = ()
    geheimhouding: date | None = None
    commerciele_taak: bool | None = None
    versie: Version = 1


class Mandaat(Periode):
    """
    An organ lets a person act on its behalf (Awb 10:3).
    """

    id: Uid
    medewerker: Uid
    namens: Word


class Criteria(Register):
    """
    The four criteria of BGS 2.20 lid 1 for one case: met or not, with a sealed motivation.
    """

    id: Uid
    casus: Uid
    meervoudige_problematiek: bool
    leefgebieden_criminogeen: bool
    overlast_criminaliteit_onveilig: bool
    meerdere_domeinen_nodig: bool
    motivering: bytes
    door: tuple[Word, ...]
    op: AwareDatetime
    vervallen_op: AwareDatetime | None = None

    @property
    def alle_vier(self) -> bool:
        """
        Say whether all four are met.
        """
        return (
            self.meervoudige_problematiek
            and self.leefgebieden_criminogeen
            and self.overlast_criminaliteit_onveilig
            and self.meerdere_domeinen_nodig
        )


class Stem(Register):
    """
    What one deelnemer said, through a person, who had mandate where the organ needs one.
    """

    organisatie: Word
    medewerker: Uid
    voor: bool


class Besluit(Register):
    """
    A decision the lid-1 deelnemers took together about one thing (*waarover*, a handeling).

    It serves one act: *gebruikt_op* is when it did.
    """

    id: Uid
    casus: Uid
    waarover: Word
    naar: Word | None = None  # the phase it leads to, or the organisation it is about
    stemmen: tuple[Stem, ...]
    motivering: bytes
    op: AwareDatetime
    gebruikt_op: AwareDatetime | None = None


class Verstrekking(Register):
    """
    A disclosure, from its preparation on: what, from whom, to whom, on which ground.

    Facts about a disclosure are about one of these and serve no other.
    """

    id: Uid
    casus: Uid
    handeling: Word
    van: Word
    aan: Word | None = None
    gegevens: tuple[Uid, ...]
    categorieen: tuple[Word, ...]
    doel: Word
    grondslag: Grond = ""
    voorbereid_op: AwareDatetime
    gedaan_op: AwareDatetime | None = None


class Toestemming(Register):
    """
    Explicit consent for one disclosure, by the person it is about or who represents him.
    """

    id: Uid
    verstrekking: Uid
    betrokkene: Uid
    vertegenwoordiger: bool = False
    gegeven_op: AwareDatetime
    ingetrokken_op: AwareDatetime | None = None


class Instemming(Register):
    """
    A source deelnemer agrees to one disclosure (WGS 1.7 lid 3 and 8, 2.28 lid 4, 1.8 lid 7).
    """

    id: Uid
    verstrekking: Uid
    organisatie: Word
    op: AwareDatetime
    ingetrokken_op: AwareDatetime | None = None


class Bezwaar(Register):
    """
    What a deelnemer answered when asked about one disclosure (WGS 1.7 lid 1 and 2).

    Silence is no answer: *bezwaar* false is said by somebody too.
    """

    id: Uid
    verstrekking: Uid
    organisatie: Word
    bezwaar: bool
    zwaarwegend: bool = False
    reden: bytes = b""
    op: AwareDatetime


class Weigering(Register):
    """
    A deelnemer does not provide, for weighty reasons (WGS 1.5 lid 1).
    """

    id: Uid
    casus: Uid
    organisatie: Word
    categorie: Word
    reden: bytes
    op: AwareDatetime


class Oordeel(StrEnum):
    """
    What the rechtmatigheidsadviescommissie said.
    """

    RECHTMATIG = "rechtmatig"
    ONDER_VOORWAARDEN = "onder-voorwaarden"
    ONRECHTMATIG = "onrechtmatig"


class RacAdvies(Register):
    """
    An advice about one disclosure (WGS 1.7 lid 2, 1.8 lid 6).

    *voorwaarden_vervuld_op*: an advice with conditions counts from then on.
    """

    id: Uid
    verstrekking: Uid
    kenmerk: Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9./-]*$")]
    oordeel: Oordeel
    op: AwareDatetime
    voorwaarden_vervuld_op: AwareDatetime | None = None


class Onderwerp(StrEnum):
    """
    What a declared fact or a judgement is about.
    """

    PERSOON = "persoon"
    ORGANISATIE_IN_CASUS = "organisatie-in-casus"
    CASUS = "casus"
    GEGEVEN = "gegeven"
    VERSTREKKING = "verstrekking"


class Verklaring(Register):
    """
    Somebody declares a fact, or judges it, about exactly one thing, for one source organisation.

    *onderwerp* is the id of that thing; *organisatie* is whose declaration it is, and for a data
    item or disclosure of several sources each has to make its own.
    """

    id: Uid
    feit: Word
    over: Onderwerp
    onderwerp: Uid
    organisatie: Word
    medewerker: Uid
    op: AwareDatetime
    tot: AwareDatetime | None = None
    ingetrokken_op: AwareDatetime | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Verklaring:
        if self.tot is not None and self.tot <= self.op:
            raise ValueError
        return self


class Terugkoppeling(Register):
    """
    A receiver says what a result was good for, or why nothing followed (WGS 1.7 lid 4).
    """

    id: Uid
    verstrekking: Uid
    organisatie: Word
    bruikbaar: bool
    toelichting: bytes
    op: AwareDatetime


class Correctie(Register):
    """
    A data item proved wrong (BGS 1.7): told to its source, and mended or destroyed.
    """

    id: Uid
    gegeven: Uid
    gemeld_door: Word
    gemeld_op: AwareDatetime
    bron_geinformeerd_op: AwareDatetime | None = None
    afgehandeld_op: AwareDatetime | None = None


class Aanleiding(Register):
    """
    A registered reason to test lawfulness or to handle a request of a betrokkene.
    """

    id: Uid
    soort: Word
    casus: Uid | None = None
    op: AwareDatetime
    tot: AwareDatetime


class Publicatie(Periode):
    """
    Something that must be public, and where it is: criteria of the list, contactpunt, werkgebied.
    """

    id: Uid
    wat: Word
    convenant: Word
    waar: Annotated[str, Field(max_length=300)]
