"""
Risks and what is done about them, in a DPIA (for betrokkenen) and of an organisation.
"""

from __future__ import annotations

from pydantic import Field

from zvhprivacy.model.written import Day, Id, Ids, Schema, Words, Written


class Risico(Written):
    """
    A risk, weighed on the scale of its register (Model DPIA 16.1).

    *niveau* is what the author calls the level, where he says one; it is checked against
    kans x impact.
    """

    id: Id
    beschrijving: Words
    oorsprong: str = ""
    onderdeel: str = ""  # in an organisational register: the pillar of the annual plan
    kans: Id | None = None  # None: not stated in the source
    kans_motivatie: str = ""
    impact: Id | None = None
    impact_motivatie: str = ""
    niveau: Id | None = None
    niveau_motivatie: str = ""


class Maatregel(Written):
    """
    What is done about *risicos*, by whom and until when, and what is left (Model DPIA 17.1).

    *beheerder* is a rol or a deelnemer, never the FG (AVG 38 lid 6).
    *restrisico* is a band of the scale; *gereed* the day on which it was carried out.
    """

    id: Id
    risicos: Ids
    maatregel: Words
    oorsprong: str = ""
    restrisico: Id | None = None
    advies_ap: str = ""
    land: str = ""
    beheerder: Id
    uiterlijk: Day | None = None
    gereed: Day | None = None


class Aanvaardbaar(Written):
    """
    Why a risk that is left is accepted, and by whom (Model DPIA 17.3).
    """

    risico: Id
    motivatie: Words
    door: Words
    datum: Day


class Risicoregister(Written):
    """
    A file `dpia/risicoregister-<naam>.yaml`: risks of an organisation, not of betrokkenen.
    """

    schema_: Schema = Field(alias="schema")
    risicoregister: Id
    titel: Words
    bron: str = ""
    schaal: Id
    risicos: tuple[Risico, ...]
    maatregelen: tuple[Maatregel, ...] = ()
