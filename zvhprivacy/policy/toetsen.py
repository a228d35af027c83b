"""
Run the scenario tests that stand beside the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zvhprivacy.errors import Finding, finding
from zvhprivacy.model.citation import covers
from zvhprivacy.model.convenant import Convenant, Deelnemer, Regel
from zvhprivacy.model.toets import Toets, Toetsen
from zvhprivacy.model.workspace import Agreement, Law, Workspace
from zvhprivacy.policy.decision import Ban, Cause, Decision, Outcome
from zvhprivacy.policy.snapshot import Snapshot


EVERYTHING = "alle-soorten"  # the built-in convenant under which the law is tested


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """
    How one toets came out.

    *convenant* is None for the toetsen of the law; *finding* is None when it was as expected;
    *applied* are the rules that decided or were among the reasons.
    """

    convenant: str | None
    toets: Toets
    decision: Decision
    finding: Finding | None
    applied: frozenset[str]


def run(workspace: Workspace) -> tuple[Result, ...]:
    """
    Run all toetsen: those of the law under the built-in convenant, the others under their own.

    Without a law layer nothing is run: its findings say why.
    """
    law = workspace.law
    if law is None:
        return ()
    results: list[Result] = []
    if law.toetsen is not None:
        lawful = replace(
            workspace, agreements={EVERYTHING: _everything(law)}, addenda=(), stopped={}
        )
        results += _run(_Asked(lawful), law.toetsen, EVERYTHING, None)
    own = _Asked(workspace)
    for name, agreement in workspace.agreements.items():
        if agreement.toetsen is not None:
            results += _run(own, agreement.toetsen, name, name)
    return tuple(results)


class _Asked:
    """
    A workspace that is asked with or without the organisation's own bans.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._snapshots: dict[bool, Snapshot] = {}

    def decide(self, toets: Toets, convenant: str, day: date) -> Decision:
        """
        Ask what *toets* asks.
        """
        own = toets.organisatie
        if own not in self._snapshots:
            self._snapshots[own] = Snapshot(self._workspace, eigen=own)
        request = toets.vraag.as_request(convenant)
        return self._snapshots[own].decide(request, frozenset(toets.feiten), day)


def _run(asked: _Asked, toetsen: Toetsen, convenant: str, shown: str | None) -> Iterator[Result]:
    for toets in toetsen.toetsen:
        decision = asked.decide(toets, convenant, toetsen.op)
        # The permissions that came near, reasons too, cost much to find and matter to no toets.
        banned = decision.redenen if decision.soort is Outcome.VERBODEN else ()
        bans = [reason for reason in banned if isinstance(reason, Ban)]
        yield Result(
            convenant=shown,
            toets=toets,
            decision=decision,
            finding=_judge(toets, decision, bans),
            applied=_applied(decision, bans),
        )


def _judge(toets: Toets, decision: Decision, bans: Sequence[Ban]) -> Finding | None:
    place = f"{toets.plek.span.file}#{toets.toets}"
    if decision.soort is Outcome.ONGELDIG:
        causes = [reason for reason in decision.redenen if isinstance(reason, Cause)]
        said = ", ".join(f"{cause.reden} ({cause.veld})" for cause in causes)
        return finding("ZVH503", toets.span_of("vraag"), place=place, redenen=said)
    if decision.toegestaan is not (toets.verwacht == "toegestaan"):
        by = f"{decision.soort} ({decision.regel})" if decision.regel else str(decision.soort)
        span = toets.span_of("verwacht")
        return finding("ZVH501", span, place=place, verwacht=toets.verwacht, antwoord=by)
    articles = [ban.artikel for ban in bans]
    if toets.artikel and not any(covers(toets.artikel, artikel) for artikel in articles):
        span, said = toets.span_of("artikel"), ", ".join(articles) or "-"
        return finding("ZVH502", span, place=place, artikel=toets.artikel, redenen=said)
    return None


def _applied(decision: Decision, bans: Sequence[Ban]) -> frozenset[str]:
    deciding = {decision.regel} if decision.regel else set()
    return decision.permissions | deciding | {ban.regel for ban in bans}


def _everything(law: Law) -> Agreement:
    """
    Give a convenant with one member per kind, named as the kind, that permits everything.
    """
    grounds = {ground.kader: ground.grondslag for ground in law.grondslagen}
    convenant = Convenant(
        schema_="1",
        convenant=EVERYTHING,
        titel="Alle soorten, alles toegestaan",
        soort="samenwerkingsconvenant",
        status="reconstructie",
        deelnemers={
            name: Deelnemer(naam=soort.naam, soort=name)
            for name, soort in law.begrippen.deelnemersoorten.items()
        },
        regels=tuple(
            Regel(id=f"alles-{kader}", grondslag=ground)
            for kader, ground in sorted(grounds.items())
        ),
    )
    return Agreement(convenant=convenant)
