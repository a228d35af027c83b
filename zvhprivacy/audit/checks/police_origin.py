"""
Checks of where police data came from: on which ground, in which register, told by which line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from zvhprivacy.audit.checks.giving_seen import Seen, counted, day_of, in_period, neither
from zvhprivacy.audit.checks.police_data import Police, items_of, police_of
from zvhprivacy.audit.sources import Check, House, Sources, Watch
from zvhprivacy.logboek.line import Gebeurtenis, Resultaat
from zvhprivacy.model.audit import Found, Tally
from zvhprivacy.model.citation import covers, parse_citation
from zvhprivacy.model.request import PGA, WGS
from zvhprivacy.store.inspecting.ingebracht import Brought, Provided


WPG_WGS, WPG_PGA = "Wpg 20 lid 3", "Wpg 20 lid 4"
PGA_DOEL, PGA_SIGNAAL = "pga-radicalisering", "signaal-radicalisering"


def politie_met_grondslag(bron: Sources) -> Found:
    """
    Look whether police data under the WGS came by Wpg 20 lid 3.

    Where a disclosure names no ground, that its authority agreed to it shows which one it was.
    """
    police = police_of(bron)

    def look(huis: House) -> Iterator[Seen]:
        for each in items_of(huis, police, WGS):
            grounds = {_ground(each_in, police, WPG_WGS) for each_in in each.ingebracht}
            right = any(covers(WPG_WGS, ground) for ground in grounds)
            why = "andere-grondslag" if any(grounds) else "zonder-grondslag"
            yield Seen(each.verstrekt_op, "gegeven", each.id, "" if right else why)

    return _there(bron, look)


def politie_pga_gescheiden(bron: Sources) -> Found:
    """
    Look whether a case under the WGS holds police data of the casusoverleg over radicalisering.

    They are known by their category, or by the ground or purpose of how they were brought in.
    """
    police = police_of(bron)

    def look(huis: House) -> Iterator[Seen]:
        for each in items_of(huis, police, WGS):
            there = each.categorie == PGA_SIGNAAL or any(map(_of_pga, each.ingebracht))
            why = "uit-het-casusoverleg" if there else ""
            yield Seen(each.verstrekt_op, "gegeven", each.id, why)

    return Found(werking=_there(bron, look).bestaan)


def politieverstrekking_vastgelegd(bron: Sources) -> Found:
    """
    Look whether what the police gave stands in the register of disclosures (Bpg 6:4 lid 4).

    For every item there is a disclosure by its source, which says what it is, since when and what
    for. It is the house that asked; which person did, and whether the register of the police says
    the same, is for a person to lay beside it.
    """
    police = police_of(bron)

    def look(huis: House) -> Iterator[Seen]:
        for each in items_of(huis, police, WGS, PGA):
            why = "" if each.ingebracht else "niet-in-register"
            yield Seen(each.verstrekt_op, "gegeven", each.id, why)

    return _there(bron, look)


def politie_gegeven_met_herkomst(bron: Sources) -> Watch:
    """
    Look whether every item of the police says where, when and on which ground it is from, and for
    those of the period whether the logboek tells that they came (WGS 2.30 lid 1 a).

    The ids of what came in the period are in memory, those of all other items are not.
    """
    police, came = police_of(bron), dict[str, None]()
    bestaan = Tally()
    if bron.huis is not None:
        for each in items_of(bron.huis, police, WGS, PGA):
            bestaan.look()
            if why := _origin(bron, police, each):
                bestaan.deviates("gegeven", each.id, why)
            if in_period(bron, each.verstrekt_op):
                came[each.id] = None
    total = len(came)

    def see(_: int, line: Mapping[str, Any]) -> None:
        if line["resultaat"] == Resultaat.GELUKT.value and "voorwerp" in line:
            came.pop(line["voorwerp"]["rij"], None)

    def end() -> Found:
        if bron.huis is None:
            return neither()
        werking = Tally(onderzocht=total)
        for item in came:
            werking.deviates("gegeven", item, "zonder-logregel")
        return Found(bestaan=bestaan.looked(), werking=werking.looked())

    return Watch(see=see, end=end, gebeurtenissen=frozenset({Gebeurtenis.VERZAMELEN.value}))


def _origin(bron: Sources, police: Police, each: Provided) -> str:
    if not each.bronnen:
        return "zonder-verstrekker"
    if each.categorie not in bron.law.begrippen.gegevens:
        return "onbekende-categorie"
    if each.verstrekt_op > day_of(bron.op):
        return "zonder-datum"
    grounded = any(_ground(each_in, police, WPG_WGS) for each_in in each.ingebracht)
    return "" if grounded else "zonder-grondslag"


def _ground(each: Brought, police: Police, otherwise: str) -> str:
    """
    Give the ground that a disclosure names; *otherwise* when the authority agreed to it.
    """
    return each.grondslag or ("" if police.gezag.isdisjoint(each.akkoord) else otherwise)


def _of_pga(each: Brought) -> bool:
    citation = parse_citation(each.grondslag)
    of_law = citation is not None and citation.sleutel == PGA
    return of_law or covers(WPG_PGA, each.grondslag) or each.doel == PGA_DOEL


def _there(bron: Sources, look: Callable[[House], Iterable[Seen]]) -> Found:
    """
    Count what is there; whether it works, another check or a person says.
    """
    return Found(bestaan=counted(bron, look).bestaan)


CHECKS: Mapping[str, Check] = {
    "politieverstrekking-vastgelegd": politieverstrekking_vastgelegd,
    "politie-met-grondslag": politie_met_grondslag,
    "politie-pga-gescheiden": politie_pga_gescheiden,
    "politie-gegeven-met-herkomst": politie_gegeven_met_herkomst,
}
