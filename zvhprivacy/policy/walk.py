"""
Go through a whole space of requests once, meeting equal sets of rules only once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Protocol

from zvhprivacy.policy.index import bits, mask_of
from zvhprivacy.policy.rule import Effect
from zvhprivacy.policy.space import Box, Space


Key = Hashable


class Walk:
    """
    Goes through a space once and gives, per kind of cell, the cells as few boxes.

    *judge* says of the rules alive in a cell what kind it is; None is of no interest.
    *versions* are sets of rules judged apart; one without a permission alive, or under a ban that
    nothing lifts, allows nothing, and its rules are dropped as soon as that is certain.
    """

    def __init__(self, space: Space, sorts: Sorts, judge: Judging, versions: Sequence[int]) -> None:
        self._dimensions = space.dimensions
        self._judge = judge
        self._versions = versions
        self._sorts = sorts
        self._known: dict[tuple[int, int], Boxes] = {}

    def boxes(self, alive: int, depth: int = 0) -> Boxes:
        """
        Give the kinds of cells with their boxes, from dimension *depth* on.
        """
        state = (depth, alive)
        known = self._known.get(state)
        if known is None:
            less = self._sorts.reduce(alive, depth, self._versions)
            if less == alive:
                known = self._below(alive, depth)
            else:
                known = self.boxes(less, depth) if less else ()
            self._known[state] = known
        return known

    def _below(self, alive: int, depth: int) -> Boxes:
        if not alive:
            return ()
        if depth == len(self._dimensions):
            kind = self._judge(alive)
            return () if kind is None else ((kind, ()),)
        permits = self._sorts.permits
        groups: dict[Boxes, list[int]] = {}
        for number, each in enumerate(self._dimensions[depth]):
            left = alive & each.rules
            below = self.boxes(left, depth + 1) if left & permits else ()
            if below:
                groups.setdefault(below, []).append(number)
        return tuple(
            _merged(
                (kind, (tuple(numbers), *box))
                for below, numbers in groups.items()
                for kind, box in below
            )
        )


class Sorts:
    """
    Knows from which dimension on a rule can no longer drop out, and which rules are alike.

    *telling* are rules that are told apart; of the others only effect, facts and version matter,
    and of those that are certain to stay alive one of each sort is kept.
    With *only_telling* cells in which all versions may allow and none of *telling* is alive are
    of no interest: the versions do the same there.
    """

    def __init__(
        self, space: Space, versions: Sequence[int], telling: int, *, only_telling: bool = False
    ) -> None:
        rules = space.rules
        self._size = len(rules)
        self._told_apart = telling
        self._telling = telling if only_telling else -1
        permits = (n for n, rule in enumerate(rules) if rule.effect is Effect.ALLOW)
        self.permits = mask_of(permits, len(rules))
        absolute = (n for n, r in enumerate(rules) if r.effect is Effect.DENY and not r.feiten)
        self._absolute = mask_of(absolute, len(rules))
        self._certain = [space.alive]
        for classes in reversed(space.dimensions):
            everywhere = self._certain[-1]
            for each in classes:
                everywhere &= each.rules
            self._certain.append(everywhere)
        self._certain.reverse()
        self._sorts: list[Hashable] = []
        for number, rule in enumerate(rules):
            version = next((i for i, v in enumerate(versions) if v >> number & 1), -1)
            own = number if telling >> number & 1 else -1
            self._sorts.append((version, rule.effect, rule.feiten, own))

    def reduce(self, alive: int, depth: int, versions: Sequence[int]) -> int:
        """
        Drop of *alive* what makes no difference from dimension *depth* on.

        Of a version that allows nothing only the ban stays that tells it from the others.
        """
        kept = working = banning = 0
        certain = self._certain[depth]
        for version in versions:
            part = alive & version
            if absolute := part & self._absolute & certain:
                telling = absolute & self._told_apart
                banning |= telling & -telling
            elif part & self.permits:
                kept |= part
                working += 1
        if not kept or (working == len(versions) and not kept & self._telling):
            return 0
        kept |= banning
        sure = kept & certain
        kept ^= sure
        first: dict[Hashable, int] = {}
        for number in bits(sure):
            first.setdefault(self._sorts[number], number)
        return kept | mask_of(first.values(), self._size)


Boxes = tuple[tuple[Key, Box], ...]


class Judging(Protocol):
    """
    Says of the rules alive in a cell what kind it is.
    """

    def __call__(self, alive: int) -> Key | None:
        """
        Give the kind, or None when it is of no interest.
        """


def _merged(found: Iterable[tuple[Key, Box]]) -> Iterator[tuple[Key, Box]]:
    """
    Join boxes of one kind that differ in their first dimension only.
    """
    joined: dict[tuple[Key, Box], set[int]] = {}
    for kind, box in found:
        joined.setdefault((kind, box[1:]), set()).update(box[0])
    for (kind, rest), first in joined.items():
        yield kind, (tuple(sorted(first)), *rest)
