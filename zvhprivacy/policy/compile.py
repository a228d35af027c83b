"""
Turn what was written into the rules of one day: bans first, then permissions, in a fixed order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

from zvhprivacy.model.convenant import Regel
from zvhprivacy.model.request import SELECTED
from zvhprivacy.model.selection import ALLES, Mode, Selection, only
from zvhprivacy.model.wet import Selecting, Verbod, Wet
from zvhprivacy.model.workspace import Agreement, Law, Workspace
from zvhprivacy.policy.rule import Effect, Rule


KADER = SELECTED.index("kader")
PROCES = SELECTED.index("proces")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """
    The rules of one day.

    *sleeping* are permissions whose ground is not listed, not in force, or of another frame than
    the rule selects: they allow nothing and only serve to explain a refusal.
    """

    rules: tuple[Rule, ...]
    sleeping: tuple[Rule, ...] = ()


def compile_rules(
    workspace: Workspace, law: Law, day: date, *, eigen: bool = True, poort: bool = False
) -> Compiled:
    """
    Compile the rules in force on *day*; *eigen* includes the organisation's own active bans.

    *poort* includes the bans that ask whether a process may run at all, not whether a request is
    right. What the rules say of requests is the same whatever the answer, so only who really
    processes asks that.
    """
    bans = tuple(each for each in _bans(law, day, eigen=eigen) if poort or not is_gate(each, law))
    awake: list[Rule] = []
    sleeping: list[Rule] = []
    for written in _permissions(workspace, day):
        rule, works = _permission(law, written, day)
        (awake if works else sleeping).append(rule)
    return Compiled(rules=(*bans, *awake), sleeping=tuple(sleeping))


def ban_rule(verbod: Verbod, wet: Wet | None = None) -> Rule:
    """
    Compile one ban of *wet* (None: of the organisation itself), whatever the day.
    """
    keuzes = list(_selections(verbod))
    if wet is not None and wet.kader:
        keuzes[KADER] = keuzes[KADER].and_(only(*wet.kader))
    return Rule(
        id=verbod.id,
        effect=Effect.DENY,
        artikel=verbod.artikel,
        keuzes=tuple(keuzes),
        convenanten=ALLES,
        feiten=frozenset(verbod.tenzij),
        reden=verbod.reden,
        span=verbod.span,
        lezing=verbod.lezing,
    )


def is_gate(ban: Rule, law: Law) -> bool:
    """
    Say whether *ban* is lifted by facts about the process alone.
    """
    known = law.begrippen.feiten
    return bool(ban.feiten) and all(
        name in known and known[name].geldt_voor == "proces" for name in ban.feiten
    )


def _bans(law: Law, day: date, *, eigen: bool) -> Iterator[Rule]:
    for wet in law.wetten:
        for verbod in wet.verboden if wet.geldig.op(day) else ():
            if verbod.geldig.op(day) and verbod.lezing not in law.ruim:
                yield ban_rule(verbod, wet)
    for verbod in law.organisatie.verboden if eigen else ():
        if verbod.actief and verbod.geldig.op(day) and verbod.lezing not in law.ruim:
            yield ban_rule(verbod)


@dataclass(slots=True, kw_only=True)
class _Written:
    """
    A rule as written, the process it belongs to by default, and the convenants it holds in.
    """

    regel: Regel
    proces: str | None
    convenanten: set[str]


def _permissions(workspace: Workspace, day: date) -> Iterator[_Written]:
    effective = _Effective(workspace, day)
    collected: dict[int, _Written] = {}
    blocks: list[list[_Written]] = []
    for name in inheritance_order(workspace.agreements.values()):
        own = []
        for regel, proces in effective.own(name):
            written = _Written(regel=regel, proces=proces, convenanten=set())
            collected[id(regel)] = written
            own.append(written)
        blocks.append(own)
    for name in workspace.agreements:
        for regel, _ in effective.all(name):
            collected[id(regel)].convenanten.add(name)
    for block in blocks:
        for written in block:
            if written.convenanten and written.regel.geldig.op(day):
                yield written


class _Effective:
    """
    Which rules hold in a convenant on a day, after inheriting, replacing and dropping.

    A rule that is replaced stays replaced when the new one has expired: what somebody narrowed
    does not become wide again by itself.
    """

    def __init__(self, workspace: Workspace, day: date) -> None:
        self._agreements = workspace.agreements
        self._day = day
        self._addenda = [a for a in workspace.addenda if a.geldig.op(day)]

    def own(self, name: str) -> list[tuple[Regel, str | None]]:
        """
        Give the rules that stand in *name*, its protocols and the addenda that change it.
        """
        agreement = self._agreements[name]
        rules: dict[str, tuple[Regel, str | None]] = {}
        for regel in agreement.convenant.regels:
            rules[regel.id] = (regel, None)
        for protocol in agreement.protocollen:
            if protocol.geldig.op(self._day):
                rules.update({r.id: (r, protocol.protocol) for r in protocol.regels})
        for addendum in self._addenda:
            if name in addendum.wijzigt:
                for dropped in addendum.vervalt:
                    rules.pop(dropped, None)
                rules.update({r.id: (r, None) for r in addendum.regels})
        return list(rules.values())

    def all(self, name: str) -> list[tuple[Regel, str | None]]:
        """
        Give the rules of *name* followed by what it inherits; none while it is not in force.
        """
        agreement = self._agreements[name]
        if not agreement.convenant.geldig.op(self._day):
            return []
        rules = {regel.id: (regel, proces) for regel, proces in self.own(name)}
        dropped = set(agreement.convenant.vervalt).union(
            *(a.vervalt for a in self._addenda if name in a.wijzigt)
        )
        for base in agreement.bouwt_op:
            for regel, proces in self.all(base) if base in self._agreements else ():
                if regel.id not in dropped:
                    rules.setdefault(regel.id, (regel, proces))
        return list(rules.values())


def inheritance_order(agreements: Iterable[Agreement]) -> list[str]:
    """
    Order convenants so that each comes before what it builds on, in the order it names them.

    When two name them in opposite orders only the first demand holds.

    Raises:
        CycleError: a convenant builds on itself.
    """
    builds_on = {a.convenant.convenant: a.bouwt_op for a in agreements}
    strict: TopologicalSorter[str] = TopologicalSorter()
    wished: TopologicalSorter[str] = TopologicalSorter()
    for name in sorted(builds_on, reverse=True):
        strict.add(name)
        wished.add(name)
        before = name
        for base in builds_on[name]:
            strict.add(base, name)
            wished.add(base, name, before)
            before = base
    try:
        order = list(wished.static_order())
    except CycleError:
        order = list(strict.static_order())
    return [name for name in order if name in builds_on]


def _permission(law: Law, written: _Written, day: date) -> tuple[Rule, bool]:
    regel = written.regel
    keuzes = list(_selections(regel))
    if written.proces and keuzes[PROCES] == ALLES:
        keuzes[PROCES] = only(written.proces)
    ground = law.grondslag(regel.grondslag)
    works = ground is not None and ground.geldig.op(day)
    if ground is not None:
        keuzes[KADER] = keuzes[KADER].and_(only(ground.kader))
        works = works and bool(keuzes[KADER].waarden)
    rule = Rule(
        id=regel.id,
        effect=Effect.ALLOW,
        artikel=regel.grondslag,
        keuzes=tuple(keuzes),
        convenanten=Selection(Mode.ALLEEN, frozenset(written.convenanten)),
        feiten=frozenset(regel.mits),
        verplicht=regel.verplicht,
        span=regel.span,
    )
    return rule, works


def _selections(written: Selecting) -> tuple[Selection, ...]:
    return tuple(getattr(written, name) for name in SELECTED)
