"""
Whether a DPIA is needed: the lists that say so, and what somebody answered about a processing.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from zvhprivacy.model.dpia.scores import Getal
from zvhprivacy.model.written import Day, Id, Ids, Schema, Words, Written, YesNo


class Onderdeel(Written):
    """
    One kind of processing on the list of the AP, or one criterion of WP248.

    *criteria* are the numbers of WP248 that an item of the list of the AP meets.
    """

    nummer: Getal
    naam: Words
    criteria: tuple[Getal, ...] = ()


class Vraag(Written):
    """
    A question of the pre-scan of the Rijk whose answers carry points.
    """

    id: Id
    vraag: Words
    antwoorden: dict[Id, Getal]


class DpiaPlicht(Written):
    """
    The file `policies/dpia-plicht.yaml`: AVG 35 lid 3 and 4, WP248 and the pre-scan of the Rijk.

    A DPIA is needed with one item of the AP, with *criteria_nodig* of WP248, with more than
    *punten_meer_dan* points, or when new legislation asks for the processing.
    """

    schema_: Schema = Field(alias="schema")
    ap_lijst: dict[Id, Onderdeel]
    criteria: dict[Id, Onderdeel]
    vragen: tuple[Vraag, ...] = ()
    criteria_nodig: Getal = 2
    criteria_aanbevolen: Getal = 1
    punten_meer_dan: Getal = 4


class Prescan(Written):
    """
    What was answered: items of the AP, criteria of WP248, and the answers of the pre-scan.

    *uitkomst* is what another program made of it; it is never believed, only compared.
    """

    datum: Day
    ap_lijst: Ids = ()
    criteria: Ids = ()
    antwoorden: dict[Id, Id] = Field(default_factory=dict)
    wetgeving: YesNo = False
    doorgifte: YesNo = False
    uitkomst: Annotated[str, Field(pattern="^(verplicht|aanbevolen|niet-nodig|)$")] = ""
    toelichting: str = ""
