"""
Checks of what has to be told after something was given: what it was good for, and that it is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from zvhprivacy.audit.checks.giving_seen import day_of, in_period, neither
from zvhprivacy.audit.sources import Check, Sources
from zvhprivacy.model.audit import Found, Onbekend, Tally
from zvhprivacy.model.request import WGS
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.store.inspecting.verstrekken import Wrong, corrections, results


RESULTS = ("resultaat-verstrekken", "derde-verstrekken")
YEAR = Termijn(jaren=1)  # WGS 1.7 lid 4
PROMPT = Termijn(dagen=14)  # what is no longer onverwijld, where the terms do not say
LONGEST = "langste-dagen"


def terugkoppeling_jaarlijks(bron: Sources) -> Found:
    """
    Look whether of every result something was heard within a year (WGS 1.7 lid 4).

    Only results of which that year is over are looked at, and as *werking* those of which it ended
    in the period. That somebody was reminded is kept nowhere: who did, says so himself.
    """
    if bron.huis is None:
        return neither()
    bestaan, werking = Tally(), Tally()
    for each in results(bron.huis.connection, RESULTS, WGS, bron.op):
        end = YEAR.na(day_of(each.gedaan_op))
        if end >= day_of(bron.op):
            continue
        heard = day_of(each.terugkoppeling_op) if each.terugkoppeling_op else None
        _count(bestaan, each.id, "" if heard else "zonder-terugkoppeling")
        if in_period(bron, end):
            late = "te-laat" if heard and heard > end else ""
            _count(werking, each.id, late if heard else "zonder-terugkoppeling")
    return Found(bestaan=bestaan.looked(), werking=werking.looked())


def _count(tally: Tally, verstrekking: str, why: str) -> None:
    tally.look()
    if why:
        tally.deviates("verstrekking", verstrekking, why)


def bron_over_correctie_bericht(bron: Sources) -> Found:
    """
    Look whether the source heard of every correction, and how soon (BGS 1.7).
    """
    return corrected(bron, lambda _: True)


def corrected(bron: Sources, ours: Callable[[Wrong], bool | None]) -> Found:
    """
    Look at the corrections that are *ours*; with one of which that is not known, and of which
    nobody was told, nothing can be said of the whole.

    *Onverwijld* has no number in the law. What took longer than the grace that the terms give to
    the correction itself is late; what is within it still, is not looked at. Who reported it
    himself is told as well: the register keeps when its source knew.
    """
    if bron.huis is None:
        return neither()
    bestaan, werking, grace = Tally(), Tally(), _grace(bron)
    for each in corrections(bron.huis.connection, WGS):
        reported, mine = day_of(each.gemeld_op), ours(each)
        told = day_of(each.bron_geinformeerd_op) if each.bron_geinformeerd_op else None
        limit = grace.na(reported)
        if mine is False or (told is None and limit >= day_of(bron.op)):
            continue
        for tally in (bestaan, *([werking] if in_period(bron, reported) else [])):
            if mine is None:
                tally.onbekend = Onbekend.ONVOLLEDIG if told is None else tally.onbekend
            else:
                _tell(tally, each.id, reported, told, limit if tally is werking else date.max)
    return Found(bestaan=bestaan.looked(), werking=werking.looked())


def _tell(tally: Tally, correctie: str, reported: date, told: date | None, limit: date) -> None:
    tally.look()
    if told is None:
        tally.deviates("correctie", correctie, "zonder-bericht")
        return
    tally.tellingen[LONGEST] = max(tally.tellingen.get(LONGEST, 0), (told - reported).days)
    if told > limit:
        tally.deviates("correctie", correctie, "te-laat")


def _grace(bron: Sources) -> Termijn:
    terms = bron.law.bewaartermijnen
    term = terms.term("BGS-CORRECT") if terms else None
    return term.respijt if term and term.respijt != Termijn() else PROMPT


CHECKS: Mapping[str, Check] = {
    "terugkoppeling-jaarlijks": terugkoppeling_jaarlijks,
    "bron-over-correctie-bericht": bron_over_correctie_bericht,
}
