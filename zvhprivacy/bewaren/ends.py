"""
On which day the maxima and minima of an item end, at the earliest and at the latest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from zvhprivacy.bewaren.history import Days
from zvhprivacy.bewaren.limits import Limit, after
from zvhprivacy.bewaren.prepared import FIRST, Case, Unit, one
from zvhprivacy.bewaren.renewals import moved
from zvhprivacy.model.bewaartermijn import Begin
from zvhprivacy.model.bewaren import Vindplaats


class End(NamedTuple):
    """
    The end of one term: between *vroegst* and *dag*, which are one day when all days are known.

    *plaats* and *reden* are of what set it: the term, or the renewal that moved it. *sinds* is
    from when it is available again.
    """

    vroegst: date
    dag: date
    limit: Limit
    plaats: Vindplaats
    reden: Begin
    sinds: date | None = None

    @property
    def zeker(self) -> bool:
        """
        Say whether its day is known.
        """
        return self.vroegst == self.dag


def maxima(case: Case, unit: Unit) -> Iterator[End]:
    """
    Go through the ends of the maxima that began: the first time, when they did so twice.
    """
    for limit in unit.limits.maxima:
        if limit.begin is FIRST:
            yield _renewed(case, unit, limit)
        elif (days := unit.days(limit.begin)) is not None:
            yield _first_time(limit, days)


def minima(unit: Unit) -> Iterator[End]:
    """
    Go through the ends of the minima that began: the last time, when they did so twice.
    """
    for limit in unit.limits.minima:
        if (days := unit.days(limit.begin)) is not None:
            dag = after(limit.termijn, days.dagen[-1]) if days.dagen else date.min
            yield End(dag, dag if days.zeker else date.max, limit, limit.plaats, limit.begin)


def _first_time(limit: Limit, days: Days) -> End:
    dag = after(limit.termijn, days.dagen[0]) if days.dagen else date.max
    return End(dag if days.zeker else date.min, dag, limit, limit.plaats, limit.begin)


def of_first(case: Case, unit: Unit, limit: Limit) -> End:
    """
    Give the end of a term that begins at the first processing, before renewals.
    """
    return _first_time(limit, case.begin if case.per_casus else one(unit.eerste))


def _renewed(case: Case, unit: Unit, limit: Limit) -> End:
    """
    Give the end of a term that begins at the first processing, which renewals move.
    """
    end = of_first(case, unit, limit)
    if not case.extensions:
        return end
    if not end.zeker:  # Whether a renewal was in time is not known either.
        return end._replace(dag=max(end.dag, *(each.laatste_dag for each in case.extensions)))
    last = moved(end.dag, unit.bronnen, case.extensions, unit.limits.renewals, case.history)
    if last.door is not None:
        end = end._replace(plaats=last.door, reden=Begin.HERNIEUWD)
    vroegst = last.dag if last.zeker else date.min
    return end._replace(vroegst=vroegst, dag=last.dag, sinds=last.sinds)
