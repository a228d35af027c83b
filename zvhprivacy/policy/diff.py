"""
Who gains and who loses what between two versions of a policy, exactly, over all requests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias, cast

from zvhprivacy.errors import Span
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.policy.index import bits, mask_of
from zvhprivacy.policy.needs import Needs, NeedsOf
from zvhprivacy.policy.rule import Effect, Rule
from zvhprivacy.policy.space import Box, Space, fields_of
from zvhprivacy.policy.version import NOTHING, Version, joint_space, versions_of
from zvhprivacy.policy.walk import Key, Sorts, Walk


Cause: TypeAlias = tuple[int, Needs]  # the rule that causes it, and the facts it takes
Found: TypeAlias = dict[Cause, list[Box]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    Requests that were refused and are allowed (or the other way round), given all of *feiten*.

    Where that is not enough, one of *alternatieven* is needed besides.
    *regel* is the rule that causes it; *fields* gives per field the values, None for all.
    """

    convenant: str
    kader: str
    regel: str
    artikel: str
    span: Span
    fields: tuple[tuple[str, tuple[str, ...] | None], ...]
    feiten: tuple[str, ...]
    alternatieven: tuple[tuple[str, ...], ...]
    cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """
    What two versions answer differently; *cells* is the number of requests that were compared.
    """

    gained: tuple[Change, ...]
    lost: tuple[Change, ...]
    cells: int


def diff(old: Workspace, new: Workspace, day: date, convenant: str | None = None) -> Diff:
    """
    Compare what *old* and *new* allow on *day*, in *convenant* or in all that are not models.
    """
    olds, news = versions_of(old, day), versions_of(new, day)
    names = sorted({*olds, *news}) if convenant is None else [convenant]
    gained: list[Change] = []
    lost: list[Change] = []
    cells = 0
    for name in names:
        before, after = olds.get(name, NOTHING), news.get(name, NOTHING)
        if convenant is None and before.is_model and after.is_model:
            continue
        more, less, compared = compare(name, before, after)
        gained += more
        lost += less
        cells += compared
    return Diff(gained=_sorted(gained), lost=_sorted(lost), cells=cells)


def compare(name: str, old: Version, new: Version) -> tuple[list[Change], list[Change], int]:
    """
    Compare two versions of convenant *name*: gains, losses, and how many requests there are.
    """
    laws = [version.law for version in (old, new) if version.law is not None]
    gained: list[Change] = []
    lost: list[Change] = []
    cells = 0
    same_words = old.speaks_as(new)
    for kader in dict.fromkeys(kader for law in laws for kader in law.begrippen.kaders):
        space = joint_space(old, new, kader)
        cells += space.cells
        more, less = _compare(name, space, len(old.rules), same_words=same_words)
        gained += more
        lost += less
    return gained, lost, cells


def _compare(
    name: str, space: Space, split: int, *, same_words: bool
) -> tuple[list[Change], list[Change]]:
    rules = space.rules
    older = mask_of(range(split), len(rules))
    newer = ((1 << len(rules)) - 1) ^ older
    differing = _differing(rules, split)
    if same_words and not differing & space.alive:
        return [], []
    needs = NeedsOf(rules)

    def judge(alive: int) -> Key | None:
        before, after = needs(alive & older), needs(alive & newer)
        more = _beyond(after, before)
        less = _beyond(before, after)
        if not more and not less:
            return None
        gains = _Causes(rules, alive & newer, alive & older, differing)
        losses = _Causes(rules, alive & older, alive & newer, differing)
        return gains.of(more), losses.of(less)

    found: tuple[Found, Found] = ({}, {})
    sorts = Sorts(space, (older, newer), differing, only_telling=same_words)
    for kind, box in Walk(space, sorts, judge, (older, newer)).boxes(space.alive):
        both = cast("tuple[frozenset[Cause], frozenset[Cause]]", kind)
        for direction, causes in zip(found, both, strict=True):
            for cause in causes:
                direction.setdefault(cause, []).append(box)
    gained, lost = found
    return list(_changes(name, space, gained)), list(_changes(name, space, lost))


def _beyond(these: Needs, those: Needs) -> list[frozenset[str]]:
    """
    Give the sets of facts under which *these* allow and *those* do not.
    """
    return [facts for facts in these if not any(other <= facts for other in those)]


class _Causes(NamedTuple):
    """
    Finds the rules that make sets of facts work *here* and not *there*.
    """

    rules: tuple[Rule, ...]
    here: int
    there: int
    differing: int

    def of(self, sets: Iterable[frozenset[str]]) -> frozenset[Cause]:
        """
        Per rule that causes something the sets of facts it takes.
        """
        found: dict[int, set[frozenset[str]]] = {}
        for facts in sets:
            found.setdefault(self._cause(facts), set()).add(facts)
        return frozenset((number, frozenset(needs)) for number, needs in found.items())

    def _cause(self, facts: frozenset[str]) -> int:
        """
        Find a permission that only exists here, a ban that only exists there, or what allows.

        Where a permission works that both have, only a ban can have kept it from working there.
        """
        working = [n for n in bits(self.here) if self._permits(n, facts)]
        only_here = [n for n in working if self.differing >> n & 1]
        banning = [n for n in bits(self.there & self.differing) if self._bans(n, facts)]
        first, second = (
            (only_here, banning) if len(only_here) == len(working) else (banning, only_here)
        )
        return (first or second or working)[0]

    def _permits(self, number: int, facts: frozenset[str]) -> bool:
        rule = self.rules[number]
        return rule.effect is Effect.ALLOW and rule.feiten <= facts

    def _bans(self, number: int, facts: frozenset[str]) -> bool:
        rule = self.rules[number]
        return rule.effect is Effect.DENY and rule.feiten.isdisjoint(facts)


def _changes(name: str, space: Space, found: Found) -> Iterator[Change]:
    for (number, needs), boxes in found.items():
        rule = space.rules[number]
        always = frozenset.intersection(*needs)
        others = sorted(tuple(sorted(facts - always)) for facts in needs)
        for fields, cells in (f for box in _fewest(boxes) for f in fields_of(space, box)):
            yield Change(
                convenant=name,
                kader=space.kader,
                regel=rule.id,
                artikel=rule.artikel,
                span=rule.span,
                fields=(("kader", (space.kader,)), *fields.items()),
                feiten=tuple(sorted(always)),
                alternatieven=tuple(others) if others != [()] else (),
                cells=cells,
            )


def _fewest(boxes: list[Box]) -> list[Box]:
    """
    Join boxes that differ in one dimension, until none do.
    """
    current = [tuple(frozenset(part) for part in box) for box in boxes]
    joined = True
    while joined:
        joined = False
        for axis in range(len(current[0]) if current else 0):
            groups: dict[tuple[frozenset[int], ...], frozenset[int]] = {}
            for box in current:
                rest = (*box[:axis], *box[axis + 1 :])
                groups[rest] = groups.get(rest, frozenset()) | box[axis]
            if len(groups) < len(current):
                joined = True
                current = [(*rest[:axis], part, *rest[axis:]) for rest, part in groups.items()]
    return [tuple(tuple(sorted(part)) for part in box) for box in current]


def _differing(rules: tuple[Rule, ...], split: int) -> int:
    """
    Give the rules that only one of the versions has, whatever they are called.
    """
    meanings = [(rule.keuzes, rule.feiten, rule.effect) for rule in rules]
    before, after = Counter(meanings[:split]), Counter(meanings[split:])
    numbers = (n for n, each in enumerate(meanings) if (before[each] > 0) is not (after[each] > 0))
    return mask_of(numbers, len(rules))


def _sorted(changes: Iterable[Change]) -> tuple[Change, ...]:
    def key(change: Change) -> tuple[str, str, int, str, tuple[str, ...]]:
        span = change.span
        return (change.convenant, span.file, span.line, str(change.fields), change.feiten)

    return tuple(sorted(changes, key=key))
