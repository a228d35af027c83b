"""
One convenant on one day in one version of the policy, and how two versions are laid side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from zvhprivacy.model.begrippen import Begrippen
from zvhprivacy.model.workspace import Agreement, Law, Workspace
from zvhprivacy.policy.compile import compile_rules
from zvhprivacy.policy.index import Index
from zvhprivacy.policy.rule import Rule
from zvhprivacy.policy.space import (
    DIMENSIONS,
    Actors,
    Class,
    Space,
    Value,
    actors_of,
    make_space,
)


@dataclass(frozen=True)
class Version:
    """
    The rules and organisations of one convenant on one day, in one version of the policy.
    """

    rules: tuple[Rule, ...]
    law: Law | None
    actors: Actors
    is_model: bool

    @cached_property
    def index(self) -> Index:
        """
        The index of the rules.
        """
        return Index(self.rules)

    def space(self, kader: str) -> Space:
        """
        Cut the requests under *kader* into classes; nothing can be asked without a law.
        """
        if self.law is None:
            return Space(kader=kader, rules=(), dimensions=((),) * len(DIMENSIONS), alive=0)
        words = self.law.begrippen
        return make_space(self.rules, words, self.actors, kader, index=self.index)

    def speaks_as(self, other: Version) -> bool:
        """
        Say whether in both the same can be asked, and everything goes by the same names.
        """
        if self.law is None or other.law is None or self.actors != other.actors:
            return False
        return _spoken(self.law.begrippen) == _spoken(other.law.begrippen)


def _spoken(words: Begrippen) -> object:
    """
    Give of *words* what makes a difference for an answer: no names, sources or places in a file.
    """
    plain = (words.rollen, words.handelingen, words.doelen, words.fasen, words.over, words.kaders)
    return (
        [frozenset(each) for each in plain],
        {name: (soort.lid, soort.pga) for name, soort in words.deelnemersoorten.items()},
        {name: frozenset(proces.kader) for name, proces in words.processen.items()},
        words.met_ontvanger,
        words.wat,
    )


NOTHING = Version(rules=(), law=None, actors=Actors({}, {}), is_model=True)


def versions_of(workspace: Workspace, day: date) -> dict[str, Version]:
    """
    Compile every convenant of a workspace for *day*; none without a law layer.
    """
    law = workspace.law
    if law is None:
        return {}
    rules = compile_rules(workspace, law, day).rules
    return {
        name: _version(rules, law, agreement, day)
        for name, agreement in workspace.agreements.items()
    }


def version_of(workspace: Workspace, law: Law, agreement: Agreement, day: date) -> Version:
    """
    Compile one convenant of a workspace for *day*.
    """
    return _version(compile_rules(workspace, law, day).rules, law, agreement, day)


def _version(rules: tuple[Rule, ...], law: Law, agreement: Agreement, day: date) -> Version:
    convenant = agreement.convenant
    name = frozenset({convenant.convenant})
    here = tuple(rule for rule in rules if rule.convenanten.selects(name))
    actors = actors_of(convenant, law.begrippen, day)
    return Version(rules=here, law=law, actors=actors, is_model=convenant.is_model)


def joint_space(old: Version, new: Version, kader: str) -> Space:
    """
    Cut the requests under *kader* of both versions into classes for the rules of both, old first.

    Each version keeps its own words and organisations: it has no rules for a request that cannot
    be asked in it.
    """
    before, after = old.space(kader), new.space(kader)
    split = len(old.rules)
    dimensions = zip(before.dimensions, after.dimensions, strict=True)
    return Space(
        kader=kader,
        rules=old.rules + new.rules,
        dimensions=tuple(tuple(_joined(mine, theirs, split)) for mine, theirs in dimensions),
        alive=before.alive | after.alive << split,
    )


def _joined(before: Iterable[Class], after: Iterable[Class], split: int) -> Iterator[Class]:
    """
    Join the values of both versions; the rules of the later one come after *split* others.
    """
    masks: dict[tuple[tuple[str, str | None], ...], int] = {}
    known: dict[tuple[tuple[str, str | None], ...], Value] = {}
    for classes, shift in ((before, 0), (after, split)):
        for each in classes:
            for value in each.values:
                masks[value.fields] = masks.get(value.fields, 0) | each.rules << shift
                known[value.fields] = value
    groups: dict[int, list[Value]] = {}
    for fields, mask in masks.items():
        groups.setdefault(mask, []).append(known[fields])
    for mask, values in groups.items():
        yield Class(tuple(values), mask)
