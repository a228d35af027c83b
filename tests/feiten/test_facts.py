"""
Every fact holds when the registers show it, and in no other case.

The sentence in the name of a test is what differs from the world in which the fact holds.
"""

from __future__ import annotations

import pytest

from tests.feiten.changes import declared
from tests.feiten.of_everything import FACTS, Case, cases
from tests.feiten.registers import (
    BETROKKEN,
    BRONNEN,
    CASUS,
    GEGEVEN,
    VERSTREKKING,
    bare,
    facts,
    rows,
    world,
)
from zvhprivacy.feiten.derive import ACT, CASE, DERIVED, DISCLOSURE, ITEM, PERSON
from zvhprivacy.model.registers import Onderwerp


@pytest.mark.parametrize("case", tuple(cases()), ids=lambda case: f"{case.feit}: {case.because}")
def test_a_fact_holds_or_not(case: Case) -> None:
    """
    A fact holds exactly when the registers show it for this request, now.
    """
    assert case.holds is (case.feit in facts(case.world))


def test_no_fact_is_left_out() -> None:
    """
    Every fact that registers can show is tested here.
    """
    shown = {*PERSON, *CASE, *ITEM, *DISCLOSURE, *ACT}

    assert shown == {fact.feit for fact in FACTS}


@pytest.mark.parametrize("feit", ["bewaartermijn-verstreken", "geen-blokkade"])
@pytest.mark.parametrize("over", list(Onderwerp))
def test_nobody_declares_that_data_may_be_destroyed(feit: str, over: Onderwerp) -> None:
    """
    That a term is over and nothing keeps the data is reckoned, whoever says it of whatever.
    """
    given = world()
    for what in (GEGEVEN, CASUS, VERSTREKKING):
        given = declared(feit, over, what, *BRONNEN, *BETROKKEN)(given)

    assert feit not in facts(given)
    assert feit in DERIVED


def test_without_rows_there_are_no_facts() -> None:
    """
    Of what no register says anything nothing holds.
    """
    assert frozenset() == facts(bare(world()))


def test_the_world_has_a_row_of_everything() -> None:
    """
    What a store is given to keep are the lines the facts come from.
    """
    names = {type(row).__name__ for row in rows(world())}

    assert {"Medewerker", "Casus", "Deelname", "Gegeven", "Verstrekking", "Besluit"} <= names
    assert len(BETROKKEN) == sum(type(row).__name__ == "Deelname" for row in rows(world()))
