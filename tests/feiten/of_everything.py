"""
All cases of all facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tests.feiten import (
    of_cases,
    of_conditions,
    of_consent,
    of_disclosures,
    of_items,
    of_organisations,
    of_persons,
)
from tests.feiten.registers import World, world
from tests.feiten.ways import Fact


class Case(NamedTuple):
    """
    Whether *feit* holds in a world, and what about that world makes it so.
    """

    feit: str
    because: str
    world: World
    holds: bool


FACTS: tuple[Fact, ...] = (
    *of_persons.facts(),
    *of_organisations.facts(),
    *of_cases.facts(),
    *of_items.facts(),
    *of_consent.facts(),
    *of_disclosures.facts(),
    *of_conditions.facts(),
)


def cases() -> Iterator[Case]:
    """
    Go through all of them.
    """
    for fact in FACTS:
        made = fact.made(world())
        yield Case(fact.feit, "it is as it should be", made, holds=True)
        for because, change in fact.fails.items():
            yield Case(fact.feit, because, change(made), holds=False)
        for because, change in fact.still.items():
            yield Case(fact.feit, because, change(made), holds=True)
