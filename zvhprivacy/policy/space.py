"""
The space of all requests of a convenant on a day, cut into pieces that no rule tells apart.

Under one frame a request is a choice along a few dimensions, and a rule is a set of values along
each. Values that the same rules select form one class; walking dimension by dimension with the
set of rules still alive, and meeting equal sets only once, covers billions of cells in little
time. Facts stay out of it: they are positive, so what matters per cell is which rules are alive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod
from typing import NamedTuple

from zvhprivacy.model.begrippen import Begrippen
from zvhprivacy.model.convenant import Convenant
from zvhprivacy.model.request import NAMENS
from zvhprivacy.policy.index import Index
from zvhprivacy.policy.rule import Rule


# The dimensions, those that leave the fewest rules alive first. What is done and to whom is one
# choice: only some handelingen have a receiver. So is who acts and for whom.
DIMENSIONS = ("handeling", "gegevens", "fase", "rol", "deelnemer", "doel", "proces", "over")

Names = frozenset[str] | None


class Value(NamedTuple):
    """
    One choice along a dimension: the fields it fills in, and the names each goes by.
    """

    fields: tuple[tuple[str, str | None], ...]
    names: tuple[tuple[str, Names], ...]


class Class(NamedTuple):
    """
    Values that no rule tells apart, with the rules that select them.
    """

    values: tuple[Value, ...]
    rules: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """
    All requests under one frame, per dimension in classes.
    """

    kader: str
    rules: tuple[Rule, ...]
    dimensions: tuple[tuple[Class, ...], ...]
    alive: int  # the rules of this frame

    @property
    def cells(self) -> int:
        """
        The number of requests.
        """
        return prod(sum(len(c.values) for c in classes) for classes in self.dimensions)


class Actors(NamedTuple):
    """
    The organisations that may act, and those that may receive, each with its kind.
    """

    members: Mapping[str, str]
    receivers: Mapping[str, str]


def actors_of(convenant: Convenant, words: Begrippen, day: date) -> Actors:
    """
    Who may act and receive in *convenant* on *day*; in a model, one organisation of each kind.
    """
    kinds = {kind: kind for kind in words.deelnemersoorten}
    if not convenant.deelnemers:
        return Actors(kinds, kinds)
    members = {n: d.soort for n, d in convenant.deelnemers.items() if d.lidmaatschap.op(day)}
    outside = {name: party.soort for name, party in convenant.ontvangers.items()}
    return Actors(members, {**kinds, **outside, **members})


def make_space(
    rules: Sequence[Rule],
    words: Begrippen,
    actors: Actors,
    kader: str,
    *,
    index: Index | None = None,
) -> Space:
    """
    Cut the requests under *kader* into classes for *rules*.

    *index* is that of *rules*, for who makes more than one space of them.
    """
    values = {
        "handeling": _doing(words, actors.receivers, kader, _mentioned(rules, "aan")),
        "gegevens": _plain("gegevens", words.wat),
        "deelnemer": _acting(words, actors.members, kader, _mentioned(rules, "deelnemer")),
        "fase": _plain("fase", words.fasen),
        "rol": _plain("rol", words.rollen),
        "doel": _plain("doel", list(words.doelen)),
        "proces": _plain("proces", (n for n, p in words.processen.items() if kader in p.kader)),
        "over": _plain("over", words.over),
    }
    index = index or Index(rules)
    alive = index.rules_for("kader", frozenset({kader}))
    dimensions = tuple(tuple(_classes(values[name], index)) for name in DIMENSIONS)
    return Space(kader=kader, rules=tuple(rules), dimensions=dimensions, alive=alive)


def _classes(values: Iterable[Value], index: Index) -> Iterator[Class]:
    groups: dict[int, list[Value]] = {}
    for value in values:
        rules = -1
        for field, names in value.names:
            rules &= index.rules_for(field, names)
        groups.setdefault(rules, []).append(value)
    for rules, members in groups.items():
        yield Class(tuple(members), rules)


def _plain(field: str, words: Iterable[str] | Mapping[str, frozenset[str]]) -> list[Value]:
    names = words if isinstance(words, Mapping) else {word: frozenset({word}) for word in words}
    return [Value(((field, word),), ((field, called),)) for word, called in names.items()]


def _doing(
    words: Begrippen, receivers: Mapping[str, str], kader: str, mentioned: frozenset[str]
) -> list[Value]:
    to: list[tuple[str | None, Names]] = [
        (name, words.namen(name, kind, kader) & mentioned) for name, kind in receivers.items()
    ]
    values = []
    for handeling in words.handelingen:
        does = frozenset({handeling})
        for name, called in to if handeling in words.met_ontvanger else [(None, None)]:
            fields = (("handeling", handeling), ("aan", name))
            values.append(Value(fields, (("handeling", does), ("aan", called))))
    return values


def _acting(
    words: Begrippen, members: Mapping[str, str], kader: str, mentioned: frozenset[str]
) -> list[Value]:
    called = {name: words.namen(name, kind, kader) & mentioned for name, kind in members.items()}
    mandated = mentioned & {NAMENS}
    values = []
    for name, names in called.items():
        acts: list[tuple[str | None, frozenset[str]]] = [(None, names)]
        acts += [(other, names | also | mandated) for other, also in called.items()]
        for other, both in acts:
            fields = (("deelnemer", name), ("namens", other))
            values.append(Value(fields, (("deelnemer", both),)))
    return values


def _mentioned(rules: Iterable[Rule], field: str) -> frozenset[str]:
    return frozenset().union(*(rule.keuze(field).waarden for rule in rules))


Box = tuple[tuple[int, ...], ...]  # per dimension the numbers of the classes


Fields = dict[str, tuple[str, ...] | None]  # per field the values, None for all


def fields_of(space: Space, box: Box) -> Iterator[tuple[Fields, int]]:
    """
    Say which values of each field *box* holds, and how many requests that are.

    A choice along a dimension of two fields is not always every combination of values; then it
    takes more than one answer.
    """
    parts = [
        list(_parts(classes, numbers))
        for classes, numbers in zip(space.dimensions, box, strict=True)
    ]
    for combination in product(*parts):
        fields: Fields = {}
        for part, _ in combination:
            fields.update(part)
        yield fields, prod(size for _, size in combination)


def _parts(classes: Sequence[Class], numbers: Sequence[int]) -> Iterator[tuple[Fields, int]]:
    values = [value.fields for number in numbers for value in classes[number].values]
    (field, _), *second = values[0]
    everything = {value.fields[0][1] for each in classes for value in each.values}
    groups: dict[str | None, list[str]] = {}
    for (_, first), *others in values:
        other = others[0][1] if others else None
        groups.setdefault(other, []).append(str(first))
    alike: dict[tuple[tuple[str, ...], bool], list[str]] = {}
    for other, firsts in groups.items():
        seconds = alike.setdefault((tuple(sorted(firsts)), other is None), [])
        if other is not None:
            seconds.append(other)
    for (chosen, _), seconds in alike.items():
        fields: Fields = {field: None if set(chosen) == everything else chosen}
        fields.update({name: tuple(sorted(seconds)) for name, _ in second})
        yield fields, len(chosen) * (len(seconds) or 1)
