"""
Carrying out an audit: every check once, every line of the logboek once, every statement answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from zvhprivacy.audit.checks import CHECKS
from zvhprivacy.audit.sources import Check, Sources, Watch
from zvhprivacy.audit.watch import watch
from zvhprivacy.errors import ZvhError
from zvhprivacy.model.audit import (
    FILES,
    Aspect,
    Audit,
    Found,
    Getoetst,
    Herkomst,
    Looked,
    Onbekend,
    Reference,
    unknown,
)
from zvhprivacy.model.checklist import Checklist, Stelling


Alias = Callable[[str, str], str]

# What says where to look and is about nobody: files, and the number of an entry of the logboek.
OPEN = FILES | {"logregel"}


def examine(
    bron: Sources,
    names: Iterable[str],
    *,
    checks: Mapping[str, Check] = CHECKS,
    also: Iterable[Watch] = (),
    progress: Callable[[int], object] = lambda _: None,
) -> dict[str, Found]:
    """
    Carry out the checks with these *names*, each once, with one pass over the logboek for all.

    *also* are shown the lines too and find nothing. A check that nobody made, or that fails on
    what it reads, establishes nothing; a line of the logboek that cannot be read takes a good
    answer from every check that looks at lines.
    """
    found: dict[str, Found] = {}
    watches: dict[str, Watch] = {}
    for name in dict.fromkeys(names):
        result = _begun(checks.get(name), bron)
        if isinstance(result, Watch):
            watches[name] = result
        else:
            found[name] = result
    damaged = 0
    if bron.huis is not None:
        shown = (*watches.values(), *also)
        damaged = watch(bron.huis, shown, bron.vanaf, bron.tot, progress)
    for name, each in watches.items():
        told = _ended(each)
        found[name] = _uncertain(told) if damaged else told
    return found


def conclude(
    audit_id: str,
    checklists: Sequence[Checklist],
    found: Mapping[str, Found],
    herkomst: Herkomst,
    *,
    alias: Alias,
) -> Audit:
    """
    Answer every statement of *checklists* that is asked on that day with what was *found*.

    *alias* gives the pseudonym under which a record leaves the machine.
    """
    asked = [each for each in checklists if each.geldig.op(herkomst.op)]
    named: dict[str, Found] = {}
    for name, each in found.items():
        named[name] = _aliased(each, alias)
    return Audit(
        id=audit_id,
        herkomst=herkomst,
        checklists={each.checklist: each.titel for each in asked},
        groepen={
            f"{each.checklist}/{letters}": titel
            for each in asked
            for letters, titel in each.groepen.items()
        },
        getoetst=tuple(
            _tested(checklist, stelling, named)
            for checklist in asked
            for stelling in checklist.stellingen
        ),
    )


def names_in(checklists: Iterable[Checklist]) -> Iterator[str]:
    """
    Give the checks that *checklists* ask for.
    """
    for checklist in checklists:
        for stelling in checklist.stellingen:
            if stelling.toets is not None:
                yield stelling.toets


def _begun(check: Check | None, bron: Sources) -> Found | Watch:
    if check is None:
        return unknown(Onbekend.GEEN_REGISTER)
    try:
        result = check(bron)
    except ZvhError:
        # It says what it could not read; that is no reason to leave the other answers out.
        return unknown(Onbekend.MISLUKT)
    if isinstance(result, Watch) and bron.huis is None:
        return _ended(result)
    return result


def _ended(each: Watch) -> Found:
    try:
        return each.end()
    except ZvhError:
        return unknown(Onbekend.MISLUKT)


def _uncertain(found: Found) -> Found:
    werking = found.werking and replace(found.werking, onbekend=Onbekend.ONVOLLEDIG)
    return replace(found, werking=werking)


def _tested(checklist: Checklist, stelling: Stelling, found: Mapping[str, Found]) -> Getoetst:
    toets = stelling.toets
    return Getoetst(
        checklist=checklist.checklist,
        nummer=stelling.id,
        stelling=stelling.stelling,
        soort=stelling.soort,
        formeel=stelling.formeel,
        gevraagd=tuple(each for each in Aspect if getattr(stelling.bewijs, each) is not None),
        toets=toets,
        found=Found() if toets is None else found.get(toets, unknown(Onbekend.GEEN_REGISTER)),
    )


def _aliased(found: Found, alias: Alias) -> Found:
    def named(looked: Looked | None) -> Looked | None:
        if looked is None:
            return None
        references = tuple(
            each if each.soort in OPEN else Reference(each.soort, alias(*each))
            for each in looked.verwijzingen
        )
        return replace(looked, verwijzingen=references)

    return Found(**{aspect: named(found.of(aspect)) for aspect in Aspect})
