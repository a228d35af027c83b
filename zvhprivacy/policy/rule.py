"""
A rule as it is judged: what the officer wrote, with everything that depends on the day resolved.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from zvhprivacy.errors import Span
from zvhprivacy.model.request import SELECTED
from zvhprivacy.model.selection import ALLES, Selection


class Effect(StrEnum):
    """
    What a rule that matches does; the value is Casbin's word for it.
    """

    DENY = "deny"
    ALLOW = "allow"


class Question(NamedTuple):
    """
    A valid request as the rules see it: the names that each asked value goes by, and the facts.

    *aan* is None when there is no receiver.
    """

    convenant: frozenset[str]
    deelnemer: frozenset[str]
    rol: frozenset[str]
    handeling: frozenset[str]
    gegevens: frozenset[str]
    over: frozenset[str]
    doel: frozenset[str]
    proces: frozenset[str]
    kader: frozenset[str]
    fase: frozenset[str]
    aan: frozenset[str] | None
    feiten: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """
    One rule of a file, one rule of Casbin, with the same *id*.

    *keuzes* are the selections in the order of `SELECTED`, *convenanten* in which convenants it
    holds (bans: all), *feiten* the facts of `tenzij` (a ban) or `mits` (a permission).
    """

    id: str
    effect: Effect
    artikel: str
    keuzes: tuple[Selection, ...]
    convenanten: Selection
    feiten: frozenset[str]
    verplicht: tuple[str, ...] = ()
    reden: str = ""
    span: Span
    lezing: str | None = None

    def keuze(self, field: str) -> Selection:
        """
        Say what the rule selects of *field*.
        """
        return self.keuzes[SELECTED.index(field)]

    @property
    def row(self) -> tuple[str, ...]:
        """
        The rule as a line of Casbin policy.
        """
        facts = "|".join(sorted(self.feiten))
        selections = map(str, (self.convenanten, *self.keuzes))
        return (self.id, *selections, facts, self.effect.value)

    def selects(self, question: Question) -> bool:
        """
        Say whether the rule is about *question*, whatever the facts.
        """
        return self.convenanten.selects(question.convenant) and all(
            selects(keuze, names) for keuze, names in zip(self.keuzes, question[1:-1], strict=True)
        )

    def applies(self, question: Question) -> bool:
        """
        Say whether the rule bans or permits *question* given its facts.
        """
        return self.selects(question) and meets(self.effect, self.feiten, question.feiten)


def selects(keuze: Selection, names: frozenset[str] | None) -> bool:
    """
    Say whether *keuze* selects a value; no value (no receiver) is only selected by everything.
    """
    return keuze == ALLES if names is None else keuze.selects(names)


def meets(effect: Effect, conditions: frozenset[str], facts: frozenset[str]) -> bool:
    """
    Say whether *facts* let the rule work: a ban when none of `tenzij` is there, else all of `mits`.
    """
    if effect is Effect.DENY:
        return conditions.isdisjoint(facts)
    return conditions <= facts
