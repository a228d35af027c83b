"""
The cells that one permission is about, and which of the other rules are alive in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from zvhprivacy.policy.space import Space, Value


class Side(NamedTuple):
    """
    A class of a dimension: the rules alive in it, and one value by which somebody acts for himself.
    """

    rules: int
    alone: Value | None


Sides = tuple[tuple[Side, ...], ...]  # per dimension


def sides_of(space: Space) -> Sides:
    """
    Give the classes of all dimensions of *space*, made once for all its permissions.
    """
    return tuple(
        tuple(Side(each.rules, next(_alone(each.values), None)) for each in classes)
        for classes in space.dimensions
    )


def _alone(values: tuple[Value, ...]) -> Iterator[Value]:
    for value in values:
        if not any(field == "namens" and word is not None for field, word in value.fields):
            yield value


class Cells:
    """
    The cells of permission *number*; nobody can ask for it when they are *empty*.
    """

    def __init__(self, sides: Sides, number: int) -> None:
        bit = 1 << number
        self._sides = [[side for side in classes if side.rules & bit] for classes in sides]
        self.empty = not all(self._sides)
        # The rules that are alive whatever is chosen along the dimensions from here on.
        self._certain = [-1]
        for classes in reversed(self._sides):
            self._certain.append(_common(classes, self._certain[-1]))
        self._certain.reverse()

    def overlapping(self, among: int) -> int:
        """
        Give the rules of *among* that share a cell with the permission.
        """
        for classes in self._sides:
            shared = 0
            for side in classes:
                shared |= side.rules
            among &= shared
        return among

    @property
    def everywhere(self) -> int:
        """
        The rules that are about every cell.
        """
        return self._certain[0]

    @property
    def everywhere_alone(self) -> int:
        """
        The rules that are about every cell of somebody who acts for himself.
        """
        rules = -1
        for classes in self._sides:
            rules = _common([side for side in classes if side.alone is not None], rules)
        return rules

    def example(self, other: int) -> tuple[str, ...]:
        """
        Name a request that rule *other* is about too, made by somebody who acts for himself;
        nothing when there is none.
        """
        found: list[str] = []
        for classes in self._sides:
            shared = (side.alone for side in classes if side.rules >> other & 1)
            value = next((value for value in shared if value is not None), None)
            if value is None:
                return ()
            found += [word for _, word in value.fields if word is not None]
        return tuple(found)

    def covered(self, among: int) -> bool:
        """
        Say whether in every cell a rule of *among* is alive.
        """
        return self._covered(among, 0, {})

    def _covered(self, alive: int, depth: int, known: dict[tuple[int, int], bool]) -> bool:
        if alive & self._certain[depth]:
            return True
        if not alive or depth == len(self._sides):
            return False
        state = (depth, alive)
        answer = known.get(state)
        if answer is None:
            below = {alive & side.rules for side in self._sides[depth]}
            answer = all(self._covered(left, depth + 1, known) for left in below)
            known[state] = answer
        return answer


def _common(classes: list[Side], rules: int) -> int:
    for side in classes:
        rules &= side.rules
    return rules
