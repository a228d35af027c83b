"""
What must become of one item, or of the rest of a case, when all terms and holds are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product

from zvhprivacy.bewaren.ends import End, maxima, minima
from zvhprivacy.bewaren.limits import after, next_plan
from zvhprivacy.bewaren.prepared import Case, Unit
from zvhprivacy.model.bewaartermijn import Actie, Begin, Grond
from zvhprivacy.model.bewaren import Hold, State, Verdict, Vindplaats, Waarom


# What decides about an item that no term is about: that there has to be one.
NO_TERM = Vindplaats("GEEN-TERMIJN", "AVG 5 lid 1 e", "policies/bewaartermijnen.yaml:1")
NO_BEGIN = "geen-termijn"

_ENDED = {State.VERVALLEN: Waarom.VERVALLEN, State.STRIJDIG: Waarom.STRIJDIG}


def judge(case: Case, unit: Unit) -> Verdict:
    """
    Say what must become of *unit*; the verdict names no item yet.
    """
    ends, floors = tuple(maxima(case, unit)), tuple(minima(unit))
    if not ends:
        return _unknown(NO_TERM, NO_BEGIN, Actie.VERNIETIGEN)
    end = min(ends, key=lambda e: (e.dag, e.limit.dan is not Actie.VERNIETIGEN, e.plaats))
    floor = max(floors, key=lambda e: (e.vroegst, e.plaats), default=None)
    least = date.min if floor is None else floor.vroegst
    state = _state(case, end.dag, least)
    if not _certain(case, state, ends, floors):
        doubtful = min((e for e in (*ends, *floors) if not e.zeker), key=lambda e: e.plaats)
        return _unknown(doubtful.plaats, doubtful.reden.value, doubtful.limit.dan)
    verdict = Verdict(
        gegeven=None,
        state=state,
        actie=end.limit.dan,
        uiterlijk=end.dag,
        regel=end.plaats.regel,
        artikel=end.plaats.artikel,
        plek=end.plaats.plek,
        reden=end.reden.value,
        onverwijld=end.limit.onverwijld,
        afschermen=_ENDED.get(state) if end.dag <= case.vandaag else None,
        laat_na=after(end.limit.respijt, end.dag),
    )
    if floor is not None and least > end.dag:
        # What only the minimum kept goes as soon as that is over, so with the next plan.
        verdict = verdict._replace(
            uiterlijk=least,
            onverwijld=True,
            tegen=floor.plaats,
            laat_na=next_plan(case.terms.uitvoering, least),
        )
    if unit.holds:
        verdict = _held(case, unit, verdict)
    if verdict.afschermen is None and _closed(case, unit, ends):
        return verdict._replace(afschermen=Waarom.AFGESLOTEN)
    return verdict


def _unknown(plaats: Vindplaats, reden: str, actie: Actie) -> Verdict:
    """
    Say that it cannot be said, and which term is the reason.
    """
    return Verdict(None, State.ONBEKEND, actie, None, *plaats, reden, afschermen=Waarom.ONBEKEND)


def _state(case: Case, dag: date, least: date) -> State:
    """
    Say how it stands with what may be there up to *dag* and has to be there up to *least*.

    That the two contradict each other is told from the beginning, while it can still be mended.
    """
    if dag <= case.op and least <= case.vandaag:
        return State.VERVALLEN
    return State.STRIJDIG if least > dag else State.LOOPT


def _certain(case: Case, state: State, ends: Sequence[End], floors: Sequence[End]) -> bool:
    """
    Say whether it is *state* wherever the terms end: at the extremes, then also in between.
    """
    if all(each.zeker for each in (*ends, *floors)):
        return True
    days = (min(end.vroegst for end in ends), min(end.dag for end in ends))
    least = (
        max((floor.vroegst for floor in floors), default=date.min),
        max((floor.dag for floor in floors), default=date.min),
    )
    return {state} == {_state(case, *both) for both in product(days, least)}


def _held(case: Case, unit: Unit, verdict: Verdict) -> Verdict:
    """
    Let a hold keep what would have to go; what is under restriction is shielded in any case.
    """
    holds = sorted((hold for hold in unit.holds if _counts(case, unit, hold)), key=lambda h: h.id)
    if holds and verdict.state is State.VERVALLEN:
        hold = holds[0]
        shield = verdict.afschermen and Waarom.OPGESCHORT
        verdict = verdict._replace(
            state=State.OPGESCHORT,
            afschermen=shield,
            hold=hold.id,
            tegen=unit.limits.suspending(hold.grond),
        )
    for hold in holds:
        # AVG 18 lid 2: until then they are stored and nothing else.
        if hold.grond is Grond.BEPERKING and hold.van <= case.vandaag and not verdict.afschermen:
            return verdict._replace(
                afschermen=Waarom.OPGESCHORT,
                hold=hold.id,
                tegen=verdict.tegen or unit.limits.suspending(hold.grond),
            )
    return verdict


def _counts(case: Case, unit: Unit, hold: Hold) -> bool:
    """
    Say whether a hold is there on some day from now to the one asked about, on a ground of the law.
    """
    there = hold.van <= case.op and (hold.tot is None or hold.tot > case.vandaag)
    return there and unit.limits.suspending(hold.grond) is not None


def _closed(case: Case, unit: Unit, ends: Sequence[End]) -> bool:
    """
    Say whether *unit* is shielded because the case is closed, or over in another way.
    """
    for limit in unit.limits.shields:
        days = unit.days(limit.begin)
        if days is None or (limit.begin is Begin.AFGESLOTEN and _reopened(case, ends)):
            continue
        if not days.zeker or after(limit.termijn, days.dagen[0]) <= case.vandaag:
            return True
    return False


def _reopened(case: Case, ends: Sequence[End]) -> bool:
    """
    Say whether it is available again since the case was closed.

    That the case is treated again is not enough: data come back by a renewal that counts for them.
    """
    history, dag = case.history, case.vandaag
    closed = history.closed(dag) or date.max
    return (
        history.zeker
        and history.open_at(dag)
        and all(
            end.sinds is not None and end.sinds >= closed
            for end in ends
            if end.limit.begin is Begin.EERSTE_VERWERKING
        )
    )
