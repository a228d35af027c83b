"""
Which facts a cell needs: the smallest sets of facts under which it is allowed.

Facts are positive, so a cell is allowed under a set of facts exactly when the set includes one of
these; two cells are equal when they are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zvhprivacy.policy.index import bits
from zvhprivacy.policy.rule import Effect, Rule


Needs = frozenset[frozenset[str]]


class NeedsOf:
    """
    Computes the needs of cells of one set of rules, each combination once.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._known: dict[tuple[frozenset[frozenset[str]], frozenset[frozenset[str]]], Needs] = {}

    def __call__(self, alive: int) -> Needs:
        """
        Give the smallest sets of facts under which the rules *alive* allow; none if never.
        """
        lifts: set[frozenset[str]] = set()
        mits: set[frozenset[str]] = set()
        for number in bits(alive):
            rule = self._rules[number]
            (lifts if rule.effect is Effect.DENY else mits).add(rule.feiten)
        key = (frozenset(lifts), frozenset(mits))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _needs(lifts, mits)
        return known


def _needs(lifts: Iterable[frozenset[str]], mits: Iterable[frozenset[str]]) -> Needs:
    sets = minimal(mits)
    for lift in sorted(lifts, key=len):
        grown: set[frozenset[str]] = set()
        for needed in sets:
            if needed.isdisjoint(lift):
                grown.update(needed | {fact} for fact in lift)
            else:
                grown.add(needed)
        sets = minimal(grown)
        if not sets:
            break
    return frozenset(sets)


def minimal(sets: Iterable[frozenset[str]]) -> set[frozenset[str]]:
    """
    Keep the sets that include no other.
    """
    kept: list[frozenset[str]] = []
    for each in sorted(set(sets), key=len):
        if not any(small <= each for small in kept):
            kept.append(each)
    return set(kept)
