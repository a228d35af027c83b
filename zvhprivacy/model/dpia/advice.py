"""
What others say about a DPIA, and who adopted it: advice, consultation, the AP, signatures.

People are named by organisation and function, never by name.
"""

from __future__ import annotations

from enum import StrEnum

from zvhprivacy.model.written import Day, Id, Words, Written, YesNo


class Adviseur(StrEnum):
    """
    Who advises: the FG of a controller, their coördinerend FG or regional meeting, the RAC.
    """

    FG = "fg"
    COORDINEREND_FG = "coordinerend-fg"
    REGIONAAL_FG_OVERLEG = "regionaal-fg-overleg"
    RAC = "rac"


class Conclusie(StrEnum):
    """
    What the advice comes down to.
    """

    POSITIEF = "positief"
    VOORWAARDEN = "positief-onder-voorwaarden"
    NEGATIEF = "negatief"


class Advies(Written):
    """
    An advice that was asked for (AVG 35 lid 2, BGS 1.13 and 1.15; Model DPIA 19.5).

    *organisatie* is the controller whose FG advises; a meeting, the coördinerend FG and the RAC
    advise all controllers.
    Without *datum* it has not come yet. Who deviates says how and why (BGS 1.13 lid 6).
    """

    van: Adviseur
    organisatie: Id | None = None
    functie: str = ""
    ingediend: Day | None = None
    datum: Day | None = None
    document: str = ""
    conclusie: Conclusie | None = None
    afgeweken: YesNo = False
    motivatie: str = ""
    verwerkt_in: str = ""


class Consultatie(Written):
    """
    The views of betrokkenen or who speaks for them (AVG 35 lid 9; Model DPIA 7.1).

    *afgezien* says why they were not sought.
    """

    datum: Day | None = None
    wijze: str = ""
    uitkomst: str = ""
    afgezien: str = ""


class Raadpleging(Written):
    """
    The prior consultation of the AP about a high risk that is left (AVG 36).
    """

    ingediend: Day
    antwoord_op: Day | None = None
    antwoord: str = ""


class Ondertekening(Written):
    """
    The decision of one joint controller (Model DPIA 20).
    """

    organisatie: Id
    functie: Words
    afdeling: str = ""
    datum: Day


class Vaststelling(Written):
    """
    The adoption: when, of which version, over which facts, and by whom.

    *feiten* is the hash of the file of facts that was adopted; *policy* that of the policy then.
    """

    datum: Day
    versie: Words
    feiten: Words
    policy: str = ""
    ondertekeningen: tuple[Ondertekening, ...] = ()
