"""
What the rules do as a whole: which allow nothing, which promise more than the law lets, which add
nothing, and where the agreement falls short of the duty.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from typing import cast

from zvhprivacy.errors import Finding, Level, finding
from zvhprivacy.model.request import WGS
from zvhprivacy.model.workspace import Agreement, Law, Workspace
from zvhprivacy.policy.index import bits, mask_of
from zvhprivacy.policy.rule import Effect, Rule
from zvhprivacy.policy.space import DIMENSIONS, Space, Value
from zvhprivacy.policy.version import Version, versions_of
from zvhprivacy.policy.walk import Sorts, Walk


def analyse(workspace: Workspace, law: Law, day: date) -> list[Finding]:
    """
    Look at every permission in the convenant (or addendum) where it stands.
    """
    found: dict[tuple[str, str], Finding] = {}
    for name, version in versions_of(workspace, day).items():
        for each in _analyse(version, law, workspace.agreements[name]):
            found.setdefault((each.code, each.place), each)
    return list(found.values())


def _analyse(version: Version, law: Law, agreement: Agreement) -> Iterator[Finding]:
    name = agreement.convenant.convenant
    own = [
        number
        for number, rule in enumerate(version.rules)
        if rule.effect is Effect.ALLOW and _stands_in(rule, name)
    ]
    for kader in law.begrippen.kaders:
        frame = frozenset({kader})
        here = [n for n in own if version.rules[n].keuze("kader").selects(frame)]
        if here:
            space = version.space(kader)
            survey = _Survey(space)
            # The last one first, and without those found to add nothing: of two rules that do the
            # same one is named, and all that are named can be removed together.
            for number in reversed(here):
                for found in _look(survey, number):
                    if found.code in _ADDS_NOTHING:
                        survey.gone |= 1 << number
                    yield found
    if not agreement.convenant.is_model:
        yield from _narrower(version, law, agreement)


_ADDS_NOTHING = frozenset({"ZVH404", "ZVH405"})


def _stands_in(rule: Rule, name: str) -> bool:
    """
    Say whether *rule* is looked at in convenant *name*: it stands there, or in an addendum in the
    folder of a convenant where it does not hold.
    """
    _, folder, *_ = *rule.span.file.split("/"), name
    return folder == name or folder not in rule.convenanten.waarden


class _Survey:
    """
    Looks at the cells of one permission among the rules that matter to it.

    *gone* are permissions that were found to add nothing.
    """

    def __init__(self, space: Space) -> None:
        self.space = space
        rules = space.rules
        size = len(rules)
        deny = [n for n, rule in enumerate(rules) if rule.effect is Effect.DENY]
        self.bans = mask_of(deny, size)
        self.permits = ((1 << size) - 1) ^ self.bans
        self.absolute = mask_of((n for n in deny if not rules[n].feiten), size)
        self.gone = 0
        self._sorts = Sorts(space, (), self.permits)

    def demands(self, number: int, bans: int) -> frozenset[frozenset[str]] | None:
        """
        Say what the law demands in every cell of permission *number* that is not banned outright:
        of each set one fact. None when every cell is banned outright.
        """
        rules = self.space.rules
        among = bans | 1 << number

        def judge(alive: int) -> Hashable:
            return frozenset(rules[n].feiten for n in bits(alive & bans))

        boxes = Walk(self.space, self._sorts, judge, (among,)).boxes(self.space.alive & among)
        kinds = [cast("frozenset[frozenset[str]]", kind) for kind, _ in boxes]
        return frozenset.intersection(*kinds) if kinds else None

    def example(self, number: int, ban: int) -> tuple[str, ...]:
        """
        Name a request that permission *number* and ban *ban* are both about, made by somebody who
        acts for himself; nothing when there is none.
        """
        found: list[str] = []
        for classes in self.space.dimensions:
            shared = (c for c in classes if c.rules >> number & 1 and c.rules >> ban & 1)
            values = (value for each in shared for value in each.values)
            value = next((value for value in values if not _for_another(value)), None)
            if value is None:
                return ()
            found += [word for _, word in value.fields if word is not None]
        return tuple(found)

    def overlapping(self, number: int, among: int) -> int:
        """
        Give the rules of *among* that share a cell with permission *number*.
        """
        for classes in self.space.dimensions:
            shared = 0
            for each in classes:
                if each.rules >> number & 1:
                    shared |= each.rules
            among &= shared
        return among

    def covers(self, wide: int, narrow: int, *, plain: bool = False) -> bool:
        """
        Say whether rule *wide* is about every cell that rule *narrow* is about.

        With *plain* only about those of somebody who acts for himself.
        """
        return all(
            each.rules >> wide & 1
            for classes in self.space.dimensions
            for each in classes
            if each.rules >> narrow & 1 and not (plain and all(map(_for_another, each.values)))
        )


def _for_another(value: Value) -> bool:
    return any(field == "namens" and word is not None for field, word in value.fields)


def _look(survey: _Survey, number: int) -> Iterator[Finding]:
    bans = survey.overlapping(number, survey.space.alive & survey.bans)
    demands = survey.demands(number, bans)
    if demands is None and bans & survey.absolute:
        yield _void(survey, number, bans)
        return
    if demands is None:  # Nobody can ask for what it is about: a kind that does not take part.
        rule = survey.space.rules[number]
        yield _finding("ZVH404", rule, id=rule.id)
        return
    if bans & survey.absolute:
        yield from _partly(survey, number, bans)
    yield from _needs(survey, number, bans, demands)
    yield from _adds_nothing(survey, number)


def _void(survey: _Survey, number: int, bans: int) -> Finding:
    rules = survey.space.rules
    absolute = list(bits(bans & survey.absolute))
    ban = next((n for n in absolute if survey.covers(n, number, plain=True)), absolute[0])
    return _finding(
        "ZVH401",
        rules[number],
        id=rules[number].id,
        regel=rules[ban].id,
        artikel=rules[ban].artikel,
    )


def _partly(survey: _Survey, number: int, bans: int) -> Iterator[Finding]:
    """
    Name a cell of the permission under an absolute ban, of somebody who acts for himself.
    """
    rules = survey.space.rules
    rule = rules[number]
    for ban in bits(bans & survey.absolute):
        cell = survey.example(number, ban)
        if cell:
            said = ", ".join(cell)
            yield _finding("ZVH402", rule, id=rule.id, voorbeeld=said, artikel=rules[ban].artikel)
            return


def _needs(
    survey: _Survey, number: int, bans: int, demands: frozenset[frozenset[str]]
) -> Iterator[Finding]:
    rules = survey.space.rules
    rule = rules[number]
    missing = {lift for lift in demands if lift.isdisjoint(rule.feiten)}
    if missing:
        facts = sorted(" of ".join(sorted(lift)) for lift in missing)
        where = dict.fromkeys(rules[n].artikel for n in bits(bans) if rules[n].feiten in missing)
        said = {"feiten": ", ".join(facts), "artikel": ", ".join(where)}
        yield _finding("ZVH403", rule, id=rule.id, **said)


def _adds_nothing(survey: _Survey, number: int) -> Iterator[Finding]:
    rules = survey.space.rules
    rule = rules[number]
    duties = frozenset(rule.verplicht)
    wider = [
        other
        for other in bits(
            survey.overlapping(number, survey.space.alive & survey.permits & ~survey.gone)
        )
        if other != number
        and rules[other].feiten <= rule.feiten
        and duties <= frozenset(rules[other].verplicht)
    ]
    for other in wider:
        if survey.covers(other, number):
            yield _finding("ZVH405", rule, id=rule.id, ander=rules[other].id)
            return
    if wider and _all_covered(survey, number, mask_of(wider, len(rules))):
        yield _finding("ZVH404", rule, id=rule.id)


def _all_covered(survey: _Survey, number: int, among: int) -> bool:
    """
    Say whether in every cell of the permission that can be allowed another one of *among* is alive.
    """
    known: dict[tuple[int, int], bool] = {}

    def covered(alive: int, depth: int) -> bool:
        if not alive & among:
            return False
        if depth == len(DIMENSIONS):
            return True
        state = (depth, alive)
        if state not in known:
            known[state] = all(
                covered(alive & each.rules, depth + 1)
                for each in survey.space.dimensions[depth]
                if each.rules >> number & 1
            )
        return known[state]

    return covered(survey.space.alive & among, 0)


# What every participant must provide as far as needed (WGS 2.30 lid 1), where it can have it.
_DUTY = (
    "identificatie-contact",
    "woonsituatie",
    "relaties",
)


def _narrower(version: Version, law: Law, agreement: Agreement) -> Iterator[Finding]:
    """
    Find members that no permission lets provide what WGS 1.5 lid 1 obliges them to.
    """
    convenant = agreement.convenant
    provide, wgs = frozenset({"verstrekken"}), frozenset({WGS})
    rules = [
        rule
        for rule in version.rules
        if rule.effect is Effect.ALLOW
        and rule.keuze("handeling").selects(provide)
        and rule.keuze("kader").selects(wgs)
    ]
    if not rules:
        return  # It makes nothing of the WGS; the duty is for a convenant that does.
    for name, kind in version.actors.members.items():
        if law.begrippen.deelnemersoorten[kind].lid not in {"lid-1", "lid-2"}:
            continue
        who = law.begrippen.namen(name, kind, WGS)
        given = [rule for rule in rules if rule.keuze("deelnemer").selects(who)]
        missing = [
            each
            for each in _DUTY
            if each in law.begrippen.wat
            and not any(rule.keuze("gegevens").selects(law.begrippen.wat[each]) for rule in given)
        ]
        if missing:
            yield finding(
                "ZVH408",
                convenant.span_of("deelnemers", name),
                level=Level.BEVINDING,
                place=f"{convenant.plek.span.file}#{name}",
                deelnemer=name,
                gegevens=", ".join(missing),
            )


def _finding(code: str, rule: Rule, **values: object) -> Finding:
    place = f"{rule.span.file}#{rule.id}"
    return finding(code, rule.span, level=Level.BEVINDING, place=place, **values)
