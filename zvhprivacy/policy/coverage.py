"""
Which bans and permissions the toetsen exercise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from zvhprivacy.errors import Span
from zvhprivacy.model.workspace import Law, Workspace
from zvhprivacy.policy.compile import compile_rules
from zvhprivacy.policy.rule import Effect, Rule
from zvhprivacy.policy.toetsen import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """
    A rule, and in how many toetsen it decided or was among the reasons.
    """

    id: str
    artikel: str
    span: Span
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """
    What the toetsen exercise: *bans* of `policies/wet/` and *permissions* of the convenants.

    *guards* are bans that are about words nobody has added yet: no request can reach them today.
    """

    bans: tuple[Covered, ...]
    permissions: tuple[Covered, ...]
    guards: tuple[Covered, ...] = ()

    @property
    def bans_share(self) -> float:
        """
        The part of the bans that some toets exercises, 0 to 1.
        """
        return _share(self.bans)

    @property
    def permissions_share(self) -> float:
        """
        The part of the permissions that some toets exercises, 0 to 1.
        """
        return _share(self.permissions)

    @property
    def articles_missing(self) -> tuple[str, ...]:
        """
        The articles of which no ban is exercised.
        """
        seen = {ban.artikel for ban in self.bans if ban.times}
        return tuple(sorted({ban.artikel for ban in self.bans} - seen))


def coverage(workspace: Workspace, results: Sequence[Result]) -> Coverage:
    """
    Count per ban and permission the toetsen that exercise it.

    A rule counts when it is in force on a day that some toets is set on, a permission when a
    convenant that is not a model has it.
    """
    law = workspace.law
    if law is None:
        return Coverage(bans=(), permissions=())
    banned: Counter[str] = Counter()
    permitted: Counter[tuple[str, str]] = Counter()
    for result in results:
        banned.update(result.applied)
        permitted.update((result.convenant or "", rule) for rule in result.applied)
    bans: dict[str, Covered] = {}
    guards: dict[str, Covered] = {}
    permissions: dict[Span, Covered] = {}
    for day in sorted(_days(workspace)):
        for rule in compile_rules(workspace, law, day, eigen=False).rules:
            if rule.effect is Effect.DENY:
                kept = bans if _reachable(rule, law) else guards
                kept[rule.id] = _covered(rule.id, rule.artikel, rule.span, banned[rule.id])
                continue
            times = sum(permitted[name, rule.id] for name in rule.convenanten.waarden)
            if any(
                not workspace.agreements[n].convenant.is_model for n in rule.convenanten.waarden
            ):
                permissions[rule.span] = _covered(rule.id, rule.artikel, rule.span, times)
    return Coverage(
        bans=tuple(bans.values()),
        permissions=tuple(permissions.values()),
        guards=tuple(guards.values()),
    )


def _reachable(ban: Rule, law: Law) -> bool:
    """
    Say whether the words there are today can make a request that *ban* is about.
    """
    words = law.begrippen
    plain = {
        "rol": words.rollen,
        "handeling": words.handelingen,
        "over": words.over,
        "doel": words.doelen,
        "fase": words.fasen,
    }
    fits = all(
        any(ban.keuze(field).selects(frozenset({word})) for word in known)
        for field, known in plain.items()
    ) and any(ban.keuze("gegevens").selects(names) for names in words.wat.values())
    return fits and any(
        ban.keuze("kader").selects(frozenset({kader}))
        and any(
            kader in proces.kader and ban.keuze("proces").selects(frozenset({name}))
            for name, proces in words.processen.items()
        )
        for kader in words.kaders
    )


def _days(workspace: Workspace) -> set[date]:
    files = [agreement.toetsen for agreement in workspace.agreements.values()]
    if workspace.law is not None:
        files.append(workspace.law.toetsen)
    return {file.op for file in files if file is not None}


def _covered(name: str, artikel: str, span: Span, times: int) -> Covered:
    return Covered(id=name, artikel=artikel, span=span, times=times)


def _share(covered: Iterable[Covered]) -> float:
    counts = [rule.times > 0 for rule in covered]
    return sum(counts) / len(counts) if counts else 1.0
