"""
What can be planted in a finished house: each a kind of violation, and the check that must find it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bench.audit_house import (
    planted_cases,
    planted_files,
    planted_given,
    planted_items,
    planted_lines,
)
from bench.audit_house.planting import Planter


class Planted(NamedTuple):
    """
    A violation: *plant* brings it about and says how many there are.

    *toets* and *aspect* say where that number must come out. What else it breaks, rightly, is in
    *ook*.
    """

    toets: str
    aspect: str
    plant: Callable[[Planter], int]
    ook: frozenset[str] = frozenset()


PLANTED: Mapping[str, Planted] = {
    name: Planted(toets, aspect, plant, frozenset(ook))
    for name, (toets, aspect, plant, *ook) in {
        **planted_cases.ROWS,
        **planted_items.ROWS,
        **planted_given.ROWS,
        **planted_lines.ROWS,
        **planted_files.ROWS,
    }.items()
}
