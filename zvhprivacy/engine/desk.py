"""
Where a request becomes an answer: policy, facts and clock together, nothing written yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from zvhprivacy.engine.clock import Klok, Moment, moment
from zvhprivacy.engine.evidence import Evidence, Source
from zvhprivacy.engine.journal import Entry
from zvhprivacy.engine.poort import Poort
from zvhprivacy.errors import PolicyUnusable
from zvhprivacy.model.about import About
from zvhprivacy.model.request import Request
from zvhprivacy.policy.decision import Cause, Decision, Outcome
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.snapshot import Snapshot


if TYPE_CHECKING:
    from zvhprivacy.engine.registers import Lines
    from zvhprivacy.engine.schaduw import Schaduw


# What break-glass may supply: that this person is on the case. Never what a law asks else.
BREAK_GLASS = Evidence(feiten={"persoon-in-casus": "noodprocedure"})


class Policy:
    """
    One version of the policy: as it usually answers, and with the glass broken.

    Raises:
        PolicyUnusable: the law layer cannot be read as meant.
    """

    def __init__(self, werkmap: Path) -> None:
        self.werkmap = werkmap
        workspace = read_workspace(werkmap)
        if workspace.law is None:
            raise PolicyUnusable(workspace.fouten)
        self.usual = Snapshot(workspace, poort=True)
        self.glass_broken = Snapshot(workspace, eigen=False, poort=True)
        self.poort = Poort(werkmap)


class Desk:
    """
    Answers requests by the *policy* of now, on the facts of all *sources*.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        sources: tuple[Source, ...],
        niet_ondertekend: bool,
        afgeleide_feiten: frozenset[str],
        klok: Klok,
        schaduw: Schaduw | None = None,
    ) -> None:
        self.policy = policy
        self._sources = sources
        self._niet_ondertekend = niet_ondertekend
        self._afgeleid = afgeleide_feiten
        self._klok = klok
        self._schaduw = schaduw

    def enforces(self) -> None:
        """
        Check that answers here are enforced.

        Raises:
            ShadowOnly: they are only written down.
        """
        if self._schaduw is not None:
            from zvhprivacy.engine.schaduw import ShadowOnly

            raise ShadowOnly

    def now(self) -> Moment:
        """
        Give the time it is.
        """
        return moment(self._klok())

    def entry(
        self,
        request: Request,
        about: About,
        verklaard: Iterable[str] = (),
        *,
        noodprocedure: bool = False,
        lines: Lines | None = None,
        vastgesteld: Evidence | None = None,
    ) -> Entry:
        """
        Answer *request*: give what has to be written down before the answer may be given.

        *lines* are what the registers hold, when they were read already. *vastgesteld* is what the
        engine itself established, and never what a caller says.

        Raises:
            FactsFailed: a source of facts failed.
            ShadowOver: it only shadows, and may no longer.
        """
        at = self.now()
        if self._schaduw is not None:
            self._schaduw.holds(at)
        snapshot = self.policy.glass_broken if noodprocedure else self.policy.usual
        evidence = replace(vastgesteld or Evidence(), lines=lines)
        evidence = evidence.joined(self.policy.poort.evidence(snapshot, request, at))
        for source in self._sources:
            found = source.gather(snapshot, request, about, at, evidence.lines)
            evidence = evidence.joined(found)
        if noodprocedure:
            evidence = evidence.joined(BREAK_GLASS)
        decision, known = self._judged(snapshot, request, evidence, verklaard, at)
        # What somebody typed by mistake may be about a person: only known words are written.
        asked, facts = snapshot.without_unknown_words(request, frozenset(known))
        return Entry(
            dag=at.dag,
            tijd=at.tijd,
            request=asked,
            feiten=facts,
            decision=decision,
            about=about,
            herkomst={fact: known[fact] for fact in facts},
            noodprocedure=noodprocedure,
            schaduw=self._schaduw is not None,
            lines=evidence.lines,
        )

    def _judged(
        self,
        snapshot: Snapshot,
        request: Request,
        evidence: Evidence,
        verklaard: Iterable[str],
        at: Moment,
    ) -> tuple[Decision, dict[str, str]]:
        """
        Decide on what is known and what the caller says; also give where each fact comes from.
        """
        declared = _set_of(verklaard)
        known = dict.fromkeys(declared or (), "vrager") | dict(evidence.feiten)
        if evidence.oorzaak is not None:
            return _refused(snapshot, evidence.oorzaak), known
        if declared is None:
            return _refused(snapshot, Cause(reden="onbekend-feit", veld="feiten")), known
        if declared & (self._afgeleid | evidence.afgeleid):
            return _refused(snapshot, Cause(reden="feit-niet-te-claimen", veld="feiten")), known
        decision = snapshot.decide(request, frozenset(known), at.dag)
        if not self._niet_ondertekend and decision.status not in {None, "ondertekend"}:
            cause = Cause(reden="convenant-niet-ondertekend", veld="convenant")
            return _refused(snapshot, cause, decision.status), known
        if self._schaduw is not None:
            decision = replace(decision, schaduw=True)
        return decision.rests_on(known), known


def _set_of(names: Iterable[str]) -> frozenset[str] | None:
    try:
        return frozenset(names)
    except TypeError:
        return None


def _refused(snapshot: Snapshot, cause: Cause, status: str | None = None) -> Decision:
    return Decision(
        toegestaan=False,
        soort=Outcome.ONGELDIG,
        status=status,
        policy=snapshot.policy,
        explain=lambda: (cause,),
    )
