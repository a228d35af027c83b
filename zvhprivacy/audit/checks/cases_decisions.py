"""
Checks of what the deelnemers decide together about a case (WGS 2.31 and 2.32).

Who was a deelnemer of lid 1 is looked up on the day of the decision. Of a convenant that cannot be
read nobody knows its deelnemers, so of its cases nothing is said and nothing counts as good.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from zvhprivacy.audit.period import NO_HOUSE, moments, within
from zvhprivacy.audit.sources import Check, Sources
from zvhprivacy.feiten import Members, members_of
from zvhprivacy.model.audit import Found, Onbekend, Tally
from zvhprivacy.model.request import WGS
from zvhprivacy.model.said import standing, still_said
from zvhprivacy.store.days import dutch_day
from zvhprivacy.store.inspecting import besluiten
from zvhprivacy.store.inspecting.besluiten import Decided, Joined, Judged, Moved, OnList


TREATED = "in-behandeling"
RUNNING = frozenset({TREATED, "casusoverleg", "uitvoering"})  # WGS 2.31 lid 3 to 6
ENDED = frozenset({"afgewezen", "afgesloten", "overgedragen", "vernietigd"})
LIST = "geprioriteerde-lijst"  # the process and the purpose of WGS 2.32


def criteria_voor_behandeling(bron: Sources) -> Found:
    """
    Look whether the four criteria were established when a case was taken up, and stand now.

    Only under the WGS: the criteria are of BGS 2.20. The stricter reading: established before the
    moment of the phase, not before what is done in it first; by deelnemers of lid 1 together, as
    the policy asks. A case that was renewed may rest on its special case instead (BGS 1.16 lid 3).
    """
    if bron.huis is None:
        return Found(bestaan=NO_HOUSE, werking=NO_HOUSE)
    connection, deelnemers = bron.huis.connection, _Deelnemers(bron)
    bestaan, werking = Tally(), Tally()
    for case in _each(besluiten.moved(connection, WGS, TREATED, RUNNING)):
        if deelnemers.known(case.convenant, bestaan):
            bestaan.look()
            why = _missing(case.criteria, deelnemers, case.convenant, bron.op)
            if why:
                bestaan.deviates("casus", case.casus, why)
    for case in besluiten.moved(connection, WGS, TREATED):
        if within(bron, case.op) and deelnemers.known(case.convenant, werking):
            werking.look()
            why = _missing(case.criteria, deelnemers, case.convenant, case.op or bron.op)
            if why:
                werking.deviates("casus", case.casus, why)
    return Found(bestaan=bestaan.looked(), werking=werking.looked())


def besluit_door_publieke_deelnemer(bron: Sources) -> Found:
    """
    Look whether deelnemers of lid 1, and nobody else, decided to take each case up.

    One is enough here, as the law says "een of meer"; that more must agree is for the policy. One
    that voted against makes it no decision of theirs.
    """
    if bron.huis is None:
        return Found(bestaan=NO_HOUSE, werking=NO_HOUSE)
    connection, deelnemers = bron.huis.connection, _Deelnemers(bron)
    bestaan, werking = Tally(), Tally()
    found = besluiten.moved(connection, WGS, TREATED, RUNNING)
    for casus, steps in groupby(found, attrgetter("casus")):
        whys = [_taken_up(step, deelnemers, bestaan) for step in steps]
        if None in whys:
            continue
        bestaan.look()
        if all(whys):
            bestaan.deviates("casus", casus, whys[0] or "")
    for convenant, decided in besluiten.decided(connection, WGS, "beoordelen", *moments(bron)):
        if deelnemers.known(convenant, werking):
            werking.look()
            why = deelnemers.not_public(convenant, decided)
            if why and why != "stem-tegen":  # that a report was rejected is a decision too
                werking.deviates("besluit", decided.id, why)
    return Found(bestaan=bestaan.looked(), werking=werking.looked())


def deelname_door_publieke_deelnemer(bron: Sources) -> Found:
    """
    Look whether deelnemers of lid 1 decided on everybody who takes part, also for once.

    That a decision serves one organisation only is not looked at.
    """
    if bron.huis is None:
        return Found(bestaan=NO_HOUSE, werking=NO_HOUSE)
    deelnemers, bestaan, werking = _Deelnemers(bron), Tally(), Tally()
    for each in besluiten.joined(bron.huis.connection, WGS):
        if not deelnemers.known(each.convenant, bestaan, werking):
            continue
        bestaan.look()
        why = _let_in(each, deelnemers)
        if why:
            bestaan.deviates("deelname", each.id, why)
        if each.van is None or bron.vanaf <= each.van < bron.tot:
            werking.look()
            decided = dutch_day(each.besluit.op) if each.besluit else None
            if each.van is None or decided is None or decided > each.van:
                werking.deviates("deelname", each.id)
    return Found(bestaan=bestaan.looked(), werking=werking.looked())


def lijst_voldoet(bron: Sources) -> Found:
    """
    Look whether cases on the list were found to meet the criteria, and still do.

    On the list are the cases of its own process or purpose, and those that were put there by a
    decision, until somebody lays down that they are off it, or takes back all that was said of
    them: that is how a case is taken off. How long one that no longer met stayed, stands nowhere.
    """
    if bron.huis is None:
        return Found(opzet=NO_HOUSE, bestaan=NO_HOUSE, werking=NO_HOUSE)
    connection, deelnemers = bron.huis.connection, _Deelnemers(bron)
    opzet, bestaan, werking = Tally(), Tally(), Tally()
    convenanten: set[str] = set()
    for each in besluiten.on_list(connection, WGS, LIST, ENDED):
        if _taken_off(each, bron.op) or not deelnemers.known(each.convenant, bestaan, werking):
            continue
        convenanten.add(each.convenant)
        bestaan.look()
        if not _ever_met(each, deelnemers):
            bestaan.deviates("casus", each.casus)
            continue
        werking.look()
        missing = _missing(each.criteria, deelnemers, each.convenant, bron.op)
        said = standing(each.gezegd, bron.op)
        if missing or not deelnemers.among(each.convenant, said, bron.op):
            werking.deviates("casus", each.casus, missing or "lijstcriteria")
    public = besluiten.published(connection, "lijstcriteria", bron.op.date())
    for convenant in sorted(convenanten):
        opzet.look()
        if convenant not in public:
            opzet.deviates("convenant", convenant, "criteria-niet-openbaar")
    return Found(opzet=opzet.looked(), bestaan=bestaan.looked(), werking=werking.looked())


CHECKS: Mapping[str, Check] = {
    "criteria-voor-behandeling": criteria_voor_behandeling,
    "besluit-door-publieke-deelnemer": besluit_door_publieke_deelnemer,
    "deelname-door-publieke-deelnemer": deelname_door_publieke_deelnemer,
    "lijst-voldoet": lijst_voldoet,
}


class _Deelnemers:
    """
    The members of each convenant under the WGS, by the day.
    """

    def __init__(self, bron: Sources) -> None:
        self._agreements = bron.workspace.agreements
        self._words = bron.law.begrippen
        self._found: dict[tuple[str, date | None], Members] = {}

    def known(self, convenant: str, *tallies: Tally) -> bool:
        """
        Say whether *convenant* can be read; when not, *tallies* say nothing good.
        """
        if convenant in self._agreements:
            return True
        for tally in tallies:
            tally.onbekend = Onbekend.ONVOLLEDIG
        return False

    def on(self, convenant: str, op: datetime) -> Members:
        """
        Give the members of *convenant* on the day of *op*.
        """
        day = dutch_day(op) or date.min
        key = (convenant, day)
        if key not in self._found:
            agreed = self._agreements[convenant].convenant
            self._found[key] = members_of(agreed, self._words, WGS, day)
        return self._found[key]

    def among(self, convenant: str, organisaties: Iterable[str], op: datetime) -> bool:
        """
        Say whether enough of *organisaties* are of lid 1; what others say has no weight.
        """
        members = self.on(convenant, op)
        return members.together(members.of_lid_1(organisaties), ())

    def not_public(self, convenant: str, decided: Decided) -> str:
        """
        Say why *decided* is no decision of deelnemers of lid 1; empty when it is one.
        """
        voted = {stem.organisatie for stem in decided.stemmen}
        if not voted or decided.op is None:
            return "zonder-stemmen"
        if self.on(convenant, decided.op).of_lid_1(voted) != voted:
            return "stem-van-een-ander"
        return "" if all(stem.voor for stem in decided.stemmen) else "stem-tegen"


def _each(found: Iterable[Moved]) -> Iterator[Moved]:
    """
    Give every case once.
    """
    for _, steps in groupby(found, attrgetter("casus")):
        yield next(steps)


def _missing(
    judged: Iterable[Judged], deelnemers: _Deelnemers, convenant: str, nu: datetime
) -> str:
    """
    Say why the criteria were not established at *nu*; empty when they were.

    The last judgement counts, and of several at one moment each.
    """
    known = [(each.op, each) for each in judged if each.op is not None]
    before = [(op, each) for op, each in known if op <= nu]
    if not before:
        return "later-vastgesteld" if known else "niet-vastgesteld"
    newest = max(op for op, _ in before)
    last = [each for op, each in before if op == newest]
    if not all(each.alle_vier for each in last):
        return "niet-alle-vier"
    if any(each.vervallen_op is not None and each.vervallen_op <= nu for each in last):
        return "vervallen"
    together = all(deelnemers.on(convenant, newest).together(each.door, ()) for each in last)
    return "" if together else "niet-door-lid-1"


def _taken_up(step: Moved, deelnemers: _Deelnemers, tally: Tally) -> str | None:
    """
    Say why nobody who may decided on this step; empty when it was, None when that is not known.
    """
    if not deelnemers.known(step.convenant, tally):
        return None
    decided = step.besluit
    if decided is None or (decided.waarover, decided.naar) != ("beoordelen", TREATED):
        return "zonder-besluit"
    if step.op is None or decided.op is None or decided.op > step.op:
        return "later-besloten"
    return deelnemers.not_public(step.convenant, decided)


def _let_in(each: Joined, deelnemers: _Deelnemers) -> str:
    waarover = "derde-toelaten" if each.als_derde else "betrekken"
    decided = each.besluit
    if decided is None or (decided.waarover, decided.naar) != (waarover, each.organisatie):
        return "zonder-besluit"
    return deelnemers.not_public(each.convenant, decided)


def _taken_off(each: OnList, nu: datetime) -> bool:
    withdrawn = [said for said in each.gezegd if said.ingetrokken_op is not None]
    return not each.eigen and bool(withdrawn) and not still_said(each.gezegd, nu)


def _ever_met(each: OnList, deelnemers: _Deelnemers) -> bool:
    """
    Say whether it was once found to meet both the criteria of BGS 2.20 and those of the list.
    """
    moments = [judged.op for judged in each.criteria if judged.op is not None]
    judged = any(not _missing(each.criteria, deelnemers, each.convenant, op) for op in moments)
    said = {one.wie for one in each.gezegd}
    last = max((one.op for one in each.gezegd), default=None)
    return judged and last is not None and deelnemers.among(each.convenant, said, last)
