"""
What holds in the workspace on the day of the audit, for the checks that look at files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from zvhprivacy.audit.sources import Sources
from zvhprivacy.dpia.facts import Facts
from zvhprivacy.dpia.starting import started
from zvhprivacy.model.audit import Onbekend, Tally
from zvhprivacy.model.convenant import Deelnemer
from zvhprivacy.model.dpia.dossier import Dpia
from zvhprivacy.model.workspace import Agreement
from zvhprivacy.policy.rule import Effect, Rule


def day(bron: Sources) -> date:
    """
    Give the day of the audit.
    """
    return bron.op.date()


def agreed(bron: Sources) -> Iterator[tuple[str, Agreement]]:
    """
    Go through the convenants in force; a model is only there to be built on.
    """
    for name, agreement in bron.workspace.agreements.items():
        if not agreement.convenant.is_model and agreement.convenant.geldig.op(day(bron)):
            yield name, agreement


def unread(bron: Sources) -> Onbekend | None:
    """
    Say that nothing can be said of all convenants while one of them cannot be read.
    """
    return Onbekend.ONVOLLEDIG if bron.workspace.stopped else None


def members(bron: Sources, agreement: Agreement) -> Iterator[tuple[str, Deelnemer]]:
    """
    Go through the deelnemers of today.
    """
    for name, member in agreement.convenant.deelnemers.items():
        if member.lidmaatschap.op(day(bron)):
            yield name, member


def permissions(bron: Sources) -> tuple[Rule, ...]:
    """
    Give the permissions of all convenants and models.
    """
    rules = bron.policy.period(day(bron)).rules
    return tuple(rule for rule in rules if rule.effect is Effect.ALLOW)


def works_under(bron: Sources, convenant: str, kader: str) -> bool:
    """
    Say whether *convenant* permits anything under *kader*.
    """
    return any(
        convenant in rule.convenanten.waarden and rule.keuze("kader").selects(frozenset({kader}))
        for rule in permissions(bron)
    )


def running(bron: Sources) -> list[tuple[str, str]]:
    """
    Give the convenants in force with the processes that can begin there, in order.
    """
    here = {name for name, _ in agreed(bron)}
    found = started(bron.workspace, Facts(bron.workspace, day(bron)))
    return sorted({each for each in found if each[0] in here})


def is_sound(bron: Sources, dpia: Dpia) -> bool:
    """
    Say whether *dpia* can be laid beside the rules: all that it is about is there.
    """
    known = bron.workspace.agreements.keys() >= set(dpia.convenanten)
    return known and bron.law.begrippen.processen.keys() >= set(dpia.processen)


def answered_for(bron: Sources, code: str, place: str) -> bool:
    """
    Say whether somebody answers for finding *code* at *place*: with a reason, and until a day.
    """
    aanvaard = bron.workspace.aanvaard
    return any(
        (entry.code, entry.plaats) == (code, place) and day(bron) < entry.tot
        for entry in (aanvaard.aanvaard if aanvaard else ())
    )


def frame(bron: Sources, line: Mapping[str, Any]) -> str | None:
    """
    Give the kader of a line: who asked without one got the usual one of the process.
    """
    kader = line.get("kader")
    if kader is None:
        proces = bron.law.begrippen.processen.get(line.get("proces") or "")
        kader = proces.kader[0] if proces else None
    return kader


def deviates(tally: Tally, soort: str, kenmerk: str, reasons: Iterable[str]) -> None:
    """
    Count one thing that deviates for one or several *reasons*, each of which is counted too.
    """
    first, *others = reasons
    tally.deviates(soort, kenmerk, first)
    for reason in others:
        tell(tally, reason)


def tell(tally: Tally, word: str) -> None:
    """
    Count something that explains and is no deviation by itself.
    """
    tally.tellingen[word] = tally.tellingen.get(word, 0) + 1
