"""
What an organisation is for the AVG in a frame: controller, processor, or one of the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from zvhprivacy.model.begrippen import Soort
from zvhprivacy.model.citation import covers
from zvhprivacy.model.request import PGA, WGS


class Rol(StrEnum):
    """
    The roles of Model DPIA 6.1 that can follow from the rules, the heaviest first.
    """

    GEZAMENLIJK = "gezamenlijk-verwerkingsverantwoordelijke"
    VERANTWOORDELIJK = "verwerkingsverantwoordelijke"
    VERWERKER = "verwerker"
    VERSTREKKER = "verstrekker"
    ONTVANGER = "ontvanger"
    DERDE = "derde"


CONTROLLERS = frozenset({Rol.GEZAMENLIJK, Rol.VERANTWOORDELIJK})
_HEAVIEST = tuple(Rol)


def role_in(soort: Soort, kader: str) -> Rol:
    """
    Say what an organisation of this *soort* is as a deelnemer under *kader*.

    Under the WGS only the deelnemers of lid 1 are joint controllers (WGS 2.27 lid 3), under the
    PGA-wet all its deelnemers (PGA-wet 12); elsewhere each is one for what it does itself.
    """
    if covers("AVG 28", soort.bron):
        return Rol.VERWERKER
    if soort.lid == "ondersteunend":
        return Rol.DERDE
    if kader == WGS:
        lid = {"lid-1": Rol.GEZAMENLIJK, "lid-2": Rol.VERSTREKKER}
        return lid.get(soort.lid, Rol.DERDE)
    if kader == PGA:
        return Rol.GEZAMENLIJK if soort.pga == "deelnemer" else Rol.DERDE
    return Rol.VERANTWOORDELIJK


def heaviest(roles: Iterable[Rol]) -> Rol:
    """
    Give the one that weighs most; a third party when there is none.
    """
    return min(roles, key=_HEAVIEST.index, default=Rol.DERDE)
