"""
What the rules do as a whole: which allow nothing, which promise more than the law lets, which add
nothing, and where the agreement falls short of the duty.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zvhprivacy.errors import Finding, Level, finding
from zvhprivacy.model.request import WGS
from zvhprivacy.model.workspace import Agreement, Law, Workspace
from zvhprivacy.policy.cells import Cells, sides_of
from zvhprivacy.policy.index import bits, mask_of
from zvhprivacy.policy.rule import Effect, Rule
from zvhprivacy.policy.space import Space
from zvhprivacy.policy.version import Version, versions_of


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
    The rules of a space by kind, and its classes for looking at one permission after another.

    *gone* are permissions that were found to add nothing.
    """

    def __init__(self, space: Space) -> None:
        rules = space.rules
        deny = [n for n, rule in enumerate(rules) if rule.effect is Effect.DENY]
        bans = mask_of(deny, len(rules))
        self.rules = rules
        self.sides = sides_of(space)
        self.bans = space.alive & bans
        self.permits = space.alive & ~bans
        self.absolute = mask_of((n for n in deny if not rules[n].feiten), len(rules))
        self.gone = 0


def _look(survey: _Survey, number: int) -> Iterator[Finding]:
    rule = survey.rules[number]
    cells = Cells(survey.sides, number)
    if cells.empty:  # Nobody can ask for what it is about: a kind that does not take part.
        yield _finding("ZVH404", rule, id=rule.id)
        return
    bans = cells.overlapping(survey.bans)
    absolute = bans & survey.absolute
    if absolute and cells.covered(absolute):
        yield _void(survey, rule, cells, absolute)
        return
    yield from _partly(survey, rule, cells, absolute)
    yield from _needs(survey, rule, cells, bans)
    yield from _adds_nothing(survey, number, cells)


def _void(survey: _Survey, rule: Rule, cells: Cells, absolute: int) -> Finding:
    alone = absolute & cells.everywhere_alone
    ban = survey.rules[next(bits(alone or absolute))]
    return _finding("ZVH401", rule, id=rule.id, regel=ban.id, artikel=ban.artikel)


def _partly(survey: _Survey, rule: Rule, cells: Cells, absolute: int) -> Iterator[Finding]:
    """
    Name a cell of the permission under an absolute ban, of somebody who acts for himself.
    """
    for number in bits(absolute):
        cell = cells.example(number)
        if cell:
            said, artikel = ", ".join(cell), survey.rules[number].artikel
            yield _finding("ZVH402", rule, id=rule.id, voorbeeld=said, artikel=artikel)
            return


def _needs(survey: _Survey, rule: Rule, cells: Cells, bans: int) -> Iterator[Finding]:
    """
    Name the facts that a ban demands in every cell that is not banned outright.
    """
    by_lift: dict[frozenset[str], list[int]] = {}
    for number in bits(bans & ~survey.absolute):
        by_lift.setdefault(survey.rules[number].feiten, []).append(number)
    missing = {
        lift: numbers
        for lift, numbers in by_lift.items()
        if lift.isdisjoint(rule.feiten)
        and cells.covered(bans & survey.absolute | mask_of(numbers, len(survey.rules)))
    }
    if missing:
        facts = sorted(" of ".join(sorted(lift)) for lift in missing)
        demanding = sorted(number for numbers in missing.values() for number in numbers)
        where = dict.fromkeys(survey.rules[number].artikel for number in demanding)
        said = {"feiten": ", ".join(facts), "artikel": ", ".join(where)}
        yield _finding("ZVH403", rule, id=rule.id, **said)


def _adds_nothing(survey: _Survey, number: int, cells: Cells) -> Iterator[Finding]:
    rules = survey.rules
    rule = rules[number]
    duties = frozenset(rule.verplicht)
    wider = [
        other
        for other in bits(cells.overlapping(survey.permits & ~survey.gone))
        if other != number
        and rules[other].feiten <= rule.feiten
        and duties <= frozenset(rules[other].verplicht)
    ]
    for other in wider:
        if cells.everywhere >> other & 1:
            yield _finding("ZVH405", rule, id=rule.id, ander=rules[other].id)
            return
    if wider and cells.covered(mask_of(wider, len(rules))):
        yield _finding("ZVH404", rule, id=rule.id)


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
