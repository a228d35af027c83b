"""
What does not count is told, with the reason and for which item.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pytest

from hypothesis import given

from tests.bewaren.law import casus, gebeurd, gegeven, hold, term, terms, verlengd
from tests.bewaren.worlds import World, worlds
from zvhprivacy import bewaren
from zvhprivacy.bewaren import Obstacle, Remark, remarks, verdicts
from zvhprivacy.model.bewaartermijn import Begin, Geval, Grond
from zvhprivacy.model.bewaren import CaseFacts, Extension, Hold


OP = date(2029, 2, 20)
A = verlengd("2029-03-01", "2031-03-01", besloten_op="2029-02-12")
B = A._replace(geval=Geval.B)
OPEN = casus(gegeven("g1"), gegeven("g2"))
CLOSED = OPEN._replace(fase="afgesloten", happened=(gebeurd("afgesloten", "2028-01-10"),))
OTHERS = OPEN._replace(items=(gegeven("g1"), gegeven("g2", "2024-03-01", "2026-05-01", "ggz")))
ONLY_MAX: dict[str, Any] = {"shipped_too": False, "wet": [term("MAX", termijn="P5Y")]}


class Hindered(NamedTuple):
    """
    What is remarked of a case under a policy.
    """

    facts: CaseFacts
    remarks: list[Remark]
    beleid: dict[str, Any] = {}  # noqa: RUF012 - of a value that nobody changes


def _one(
    facts: CaseFacts, extension: Extension, obstacle: Obstacle, item: str | None = None
) -> Hindered:
    return Hindered(facts._replace(extensions=(extension,)), [Remark("v1", obstacle, item)])


def _held(placed: Hold, *obstacles: Obstacle) -> Hindered:
    remarked = [Remark("h1", obstacle, None) for obstacle in obstacles]
    return Hindered(OPEN._replace(holds=(placed,)), remarked, ONLY_MAX)


TABLE = {
    "it counts": Hindered(OPEN._replace(extensions=(A,)), []),
    "a second without a first": _one(OPEN, A._replace(volgnummer=2), Obstacle.VOLGNUMMER),
    "no order": _one(OPEN, A._replace(opdracht=False), Obstacle.GEEN_OPDRACHT),
    "no motivation": _one(OPEN, A._replace(gemotiveerd=False), Obstacle.GEEN_MOTIVERING),
    "nobody agreed": _one(OPEN, A._replace(instemmingen=frozenset()), Obstacle.GEEN_INSTEMMING),
    "one provider did not agree": _one(OTHERS, A, Obstacle.GEEN_INSTEMMING, "g2"),
    "ordered late": _one(OPEN, A._replace(besloten_op=date(2029, 3, 2)), Obstacle.TE_LAAT),
    "a day between": _one(OPEN, A._replace(van=date(2029, 3, 3)), Obstacle.TE_LAAT),
    "a of a closed case": _one(CLOSED, A, Obstacle.NIET_OPEN),
    "b of an open case": _one(OPEN, B, Obstacle.NIET_PAS_GESLOTEN),
    "b of a case that was closed long before": _one(CLOSED, B, Obstacle.NIET_PAS_GESLOTEN),
    "closed, nobody knows when": _one(CLOSED._replace(happened=()), A, Obstacle.ONBEKEND),
    "begun, nobody knows when": _one(OPEN._replace(eerste=None), A, Obstacle.ONBEKEND),
    "a day more than two years": _one(
        OPEN, A._replace(laatste_dag=date(2031, 3, 2)), Obstacle.TE_LANG
    ),
    "a law without renewal": _one(
        OPEN._replace(kader="eigen-wet", proces="mda"), A, Obstacle.GEEN_GEVAL
    ),
    "two, in a fixed order": Hindered(
        OPEN._replace(
            extensions=(
                A._replace(id="v2", opdracht=False, volgnummer=2),
                A._replace(gemotiveerd=False),
            )
        ),
        [
            Remark("v1", Obstacle.GEEN_MOTIVERING, None),
            Remark("v2", Obstacle.GEEN_OPDRACHT, None),
        ],
    ),
    "a hold without a ground here": _held(hold("2029-01-01"), Obstacle.GEEN_GROND),
    "the same on one item": _held(hold("2029-01-01", item="g1"), Obstacle.GEEN_GROND),
    "a hold that counts": _held(hold("2029-01-01"))._replace(beleid={}),
    "restriction": _held(hold("2029-01-01", grond=Grond.BEPERKING))._replace(beleid={}),
}


def remarked(hindered: Hindered, package: Any = bewaren) -> list[Remark]:
    """
    Give what *package* remarks.
    """
    return list(package.remarks(hindered.facts, terms(OP, **hindered.beleid), OP))


@pytest.mark.parametrize("hindered", TABLE.values(), ids=TABLE)
def test_what_does_not_count_says_why(hindered: Hindered) -> None:
    """
    Each obstacle is named, once when it is the same for all items.
    """
    assert hindered.remarks == remarked(hindered)


@given(worlds(known=True))
def test_a_renewal_moves_a_day_only_when_nothing_is_remarked(world: World) -> None:
    """
    Of what moved the day of an item no remark says that it does not count for it.
    """
    facts, found = world.facts, remarks(world.facts, world.terms(), world.vandaag)
    for verdict in verdicts(facts, world.terms(), world.op, vandaag=world.vandaag):
        if verdict.gegeven is not None and verdict.reden == Begin.HERNIEUWD:
            refused = {
                each.over
                for each in found
                if each.gegeven in {None, verdict.gegeven} and each.obstacle != Obstacle.TE_LANG
            }

            assert {each.id for each in facts.extensions} - refused
