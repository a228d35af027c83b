"""
The processing activities of AVG 30: per convenant, process and purpose, as the rules of each day.

An activity is called as the lines of the logboek call it, so that each line leads to its place
here. A line about a case whose convenant is gone is of no activity, and of none here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from zvhprivacy.dpia.activity import Activiteit, Inhoud, Versie
from zvhprivacy.dpia.context import Context, Processed
from zvhprivacy.dpia.facts import Facts
from zvhprivacy.dpia.gate import adopted
from zvhprivacy.dpia.read import Register
from zvhprivacy.dpia.roles import CONTROLLERS, Rol
from zvhprivacy.dpia.sections import sections
from zvhprivacy.dpia.starting import started
from zvhprivacy.model.dpia.dossier import Aanleiding, Dpia, Status
from zvhprivacy.model.dpia.facts import DpiaFeiten, Partij, Verwerking
from zvhprivacy.model.request import PGA, WGS
from zvhprivacy.model.workspace import Workspace


def activities(workspace: Workspace, register: Register, op: date) -> tuple[Activiteit, ...]:
    """
    Give the activities up to and including *op*, by convenant, process and purpose.

    Raises:
        PolicyUnusable: the law layer cannot be read as meant.
    """
    found: dict[tuple[str, str, str], list[tuple[date | None, Inhoud | None]]] = {}
    begun: set[tuple[str, str]] = set()
    for first in _days(workspace, op):
        facts = Facts(workspace, first or date.min)
        begun = set(started(workspace, facts))
        here = dict(_contents(workspace, facts))
        for key in found.keys() | here.keys():
            past = found.setdefault(key, [])
            content = here.get(key)
            if (past[-1][1] if past else None) != content:
                past.append((first, content))
    return tuple(
        _activity(workspace, register, op, key, found[key], begun=key[:2] in begun)
        for key in sorted(found)
    )


def _days(workspace: Workspace, op: date) -> Iterator[date | None]:
    """
    Go through the days up to *op* on which anything can have changed; None is before all of them.
    """
    since = [each.convenant.geldig.vanaf for each in workspace.agreements.values()]
    known = [day for day in since if day is not None]
    begin = date.min if len(known) < len(since) else min(known, default=op)
    if begin == date.min:
        yield None
    yield from (day for day in workspace.grenzen() if begin <= day <= op)


def _activity(
    workspace: Workspace,
    register: Register,
    op: date,
    key: tuple[str, str, str],
    past: list[tuple[date | None, Inhoud | None]],
    *,
    begun: bool,
) -> Activiteit:
    convenant, proces, _ = key
    contents = [(first, content) for first, content in past if content is not None]
    return Activiteit(
        id=workspace.activity(*key),
        convenant=convenant,
        proces=proces,
        doel=key[2],
        versies=tuple(
            Versie(nummer=number, vanaf=first, inhoud=content)
            for number, (first, content) in enumerate(contents, start=1)
        ),
        actief=begun and past[-1][1] is not None,
        dpia=adopted(register.dpias.values(), convenant, proces, op),
    )


def _contents(workspace: Workspace, facts: Facts) -> Iterator[tuple[tuple[str, str, str], Inhoud]]:
    """
    Go through what each activity is on the day of *facts*.
    """
    for name, agreement in workspace.agreements.items():
        if agreement.convenant.is_model:
            continue
        for proces in facts.law.begrippen.processen:
            about = _about(name, proces)
            context = facts.context(about)
            whole = facts.of(about)
            # What a purpose such as destroying is about came in for another.
            there = Processed(context, whole.verwerkingen)
            per_doel: dict[str, list[Verwerking]] = {}
            for each in whole.verwerkingen:
                for doel in context.chosen("doel", each.doel):
                    per_doel.setdefault(doel, []).append(each)
            for doel, verwerkingen in per_doel.items():
                made = sections(context, tuple(verwerkingen), there)
                yield (name, proces, doel), _content(context, whole, made)


def _content(context: Context, whole: DpiaFeiten, made: Mapping[str, Any]) -> Inhoud:
    def used(field: str) -> tuple[str, ...]:
        words = (context.chosen(field, getattr(each, field)) for each in made["verwerkingen"])
        return tuple(sorted(frozenset().union(*words)))

    kaders = used("kader")
    over = (context.chosen("over", each.over) for each in made["persoonsgegevens"])
    return Inhoud(
        kaders=kaders,
        handelingen=used("handeling"),
        betrokkenen=tuple(sorted(frozenset().union(*over))),
        gegevens=tuple((each.gegevens, each.soort) for each in made["persoonsgegevens"]),
        partijen=_parties(whole, made["partijen"], kaders),
        grondslagen=tuple((each.grondslag, each.rechtsgrond) for each in made["rechtsgronden"]),
        uitzonderingen=tuple(sorted({each.uitzondering for each in made["uitzonderingen"]})),
        bewaartermijnen=made["bewaartermijnen"],
    )


def _parties(
    whole: DpiaFeiten, made: Iterable[Partij], kaders: Iterable[str]
) -> tuple[Partij, ...]:
    """
    Give the parties of one purpose, with those who are controllers whoever does the work.

    Joint controllers are that of the whole process (WGS 2.27 lid 3, PGA-wet 12 lid 1).
    """
    here = {each.partij: each for each in made}
    there = [each for each in whole.partijen if each.rol in CONTROLLERS]
    if not {WGS, PGA}.isdisjoint(kaders):
        here |= {each.partij: each for each in there if each.rol == Rol.GEZAMENLIJK}
    if not any(each.rol in CONTROLLERS for each in here.values()):
        here |= {each.partij: each for each in there}
    return tuple(here[name] for name in sorted(here))


def _about(convenant: str, proces: str) -> Dpia:
    # The facts of an activity are made as those of a DPIA about that process alone.
    return Dpia(
        schema_="1",
        dpia=proces,
        titel=proces,
        status=Status.GEPLAND,
        aanleiding=Aanleiding.NIEUW,
        convenanten=(convenant,),
        processen=(proces,),
        verwerkingsverantwoordelijken=(convenant,),
        opsteller="-",
        documentbeheerder="-",
    )
