"""
Which renewals and holds do not do what whoever wrote them down may think, and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from zvhprivacy.bewaren.ends import of_first
from zvhprivacy.bewaren.prepared import Case, Unit, of_item, of_rest, prepared
from zvhprivacy.bewaren.renewals import Obstacle, tried
from zvhprivacy.model.bewaartermijn import Begin
from zvhprivacy.model.bewaren import CaseFacts
from zvhprivacy.policy.terms import Terms


class Remark(NamedTuple):
    """
    The renewal or hold *over* is hindered for the item *gegeven*, or wholly when that is None.
    """

    over: str
    obstacle: Obstacle
    gegeven: str | None


def remarks(facts: CaseFacts, terms: Terms, op: date) -> tuple[Remark, ...]:
    """
    Give what does not count of the renewals and holds of a case, in a fixed order.
    """
    case = prepared(facts, terms, op, op)
    counted = {each.id for each in case.extensions}
    found = {
        Remark(each.id, Obstacle.VOLGNUMMER, None)
        for each in facts.extensions
        if each.id not in counted
    }
    about: dict[str, set[str | None]] = {}
    hindered: dict[tuple[str, Obstacle], set[str | None]] = {}
    for gegeven, unit in _units(case):
        for over, obstacle in _of_unit(case, unit):
            about.setdefault(over, set()).add(gegeven)
            if obstacle is not None:
                hindered.setdefault((over, obstacle), set()).add(gegeven)
    for (over, obstacle), items in hindered.items():
        where = {None} if items == about[over] else items
        found.update(Remark(over, obstacle, gegeven) for gegeven in where)
    return tuple(sorted(found, key=lambda each: (each.over, each.obstacle, str(each.gegeven))))


def _units(case: Case) -> Iterator[tuple[str | None, Unit]]:
    for item, processed in zip(case.facts.items, case.processed[1:], strict=True):
        yield item.gegeven, of_item(case, item, processed)
    yield None, of_rest(case)


def _of_unit(case: Case, unit: Unit) -> Iterator[tuple[str, Obstacle | None]]:
    """
    Go through the renewals and holds that are about *unit*, with what stands in their way.
    """
    for hold in unit.holds:
        suspends = unit.limits.suspending(hold.grond) is not None
        yield hold.id, None if suspends else Obstacle.GEEN_GROND
    if not unit.bronnen:
        return  # renewals are about what somebody provided
    for limit in unit.limits.maxima:
        if limit.begin is Begin.EERSTE_VERWERKING:
            end, renewals = of_first(case, unit, limit), unit.limits.renewals
            for each in tried(end.dag, unit.bronnen, case.extensions, renewals, case.history):
                yield each.extension.id, each.obstacle if end.zeker else Obstacle.ONBEKEND
