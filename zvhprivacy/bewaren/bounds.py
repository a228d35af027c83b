"""
A quick look at many cases: which of them have nothing to do, so that a plan need not open them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from zvhprivacy.bewaren.history import PHASES
from zvhprivacy.bewaren.limits import DAYS, after, limits_of, remembered
from zvhprivacy.model.bewaartermijn import Begin
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.policy.terms import Terms


if TYPE_CHECKING:  # whoever only asks the calculus needs no database
    from zvhprivacy.store.bewaarfeiten import CaseSummary


_PROCESSED = (Begin.EERSTE_VERWERKING, Begin.LAATSTE_VERWERKING)


class _Bound(NamedTuple):
    """
    Nothing ends up to a horizon when all these days are over before what begins a term.
    """

    eerste: date
    laatste: date
    fasen: Mapping[str, date]


def nothing_due(
    summary: CaseSummary, terms: Terms, horizon: date, *, vandaag: date | None = None
) -> bool:
    """
    Say whether surely every verdict about this case on *horizon* is LOOPT.

    Then nothing in it is shielded either but for being closed or handed over, which its phase says
    already: shielding such cases is a step of its own. False says nothing; then `verdicts` tells.
    It trusts *summary* to call *bijzonder* what is held, renewed, no longer needed or declared, and
    an item of which a day is missing or the last processing lies before the first.
    """
    vandaag = horizon if vandaag is None else min(horizon, vandaag)
    case_eerste, case_laatste, eerste = summary.case_eerste, summary.case_laatste, summary.eerste
    if summary.bijzonder or case_eerste is None or case_laatste is None or eerste is None:
        return False
    last, latest = case_laatste, case_laatste
    if summary.aantal:
        if summary.laatste_min is None or summary.laatste_max is None:
            return False
        last, latest = min(last, summary.laatste_min), max(last, summary.laatste_max)
    if not eerste <= case_eerste <= case_laatste or latest > vandaag:
        return False  # a day that cannot be right
    here = (summary.convenant, summary.proces, summary.kader, summary.categorieen, horizon)
    known = remembered(terms)
    if here not in known:
        known[here] = _bound(terms, here)
    bound: _Bound | None = known[here]
    if bound is None or eerste <= bound.eerste or last <= bound.laatste:
        return False
    fase, sinds = summary.fase, summary.fase_sinds
    if fase not in PHASES:
        return True
    limit = bound.fasen.get(fase)
    if limit is None or sinds is None:
        return False
    return eerste <= sinds <= vandaag and limit < sinds


def _bound(terms: Terms, here: tuple[str, str, str, tuple[str, ...], date]) -> _Bound | None:
    """
    Give the bound of a case with data of these categories; None when each has to be looked at.
    """
    convenant, proces, kader, categorieen, horizon = here
    latest = dict.fromkeys(Begin, date.min)
    for categorie in (None, *categorieen):
        limits = limits_of(terms, (convenant, proces, kader, categorie))
        begins = [limit.begin for limit in limits.maxima]
        if limits.minima or not any(begin in _PROCESSED for begin in begins):
            return None
        for limit in limits.maxima:
            day = _latest(limit.termijn, horizon)
            latest[limit.begin] = max(latest[limit.begin], day)
    return _Bound(
        eerste=latest[Begin.EERSTE_VERWERKING],
        laatste=latest[Begin.LAATSTE_VERWERKING],
        # A renewed case has a past; that is for the calculus.
        fasen={
            fase: latest[begin] for fase, begin in PHASES.items() if begin is not Begin.HERNIEUWD
        },
    )


@lru_cache(maxsize=DAYS)
def _latest(termijn: Termijn, horizon: date) -> date:
    """
    Give the latest day on which a term begins that is over on *horizon*.
    """
    days = range(date.min.toordinal(), horizon.toordinal() + 1)
    found = bisect_right(days, horizon, key=lambda day: after(termijn, date.fromordinal(day)))
    return date.fromordinal(max(found, date.min.toordinal()))
