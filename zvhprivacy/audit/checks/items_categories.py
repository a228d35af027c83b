"""
Checks of kinds of data: which the policy lets a process hold, and in which phase.

The policy itself is asked what may come in (`Holding`); there is no table of kinds here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from zvhprivacy.audit.holding import Holding, Place, forbidden_kind, phases_up_to, selects
from zvhprivacy.audit.period import NO_HOUSE
from zvhprivacy.audit.sources import Check, Sources, Watch
from zvhprivacy.dpia.context import ENTERS
from zvhprivacy.model.audit import SHOWN, Found, Looked, Onbekend, Reference, Tally
from zvhprivacy.policy.rule import Rule
from zvhprivacy.store.inspecting import gegevens
from zvhprivacy.store.inspecting.gegevens import Kind


CRIMINAL = "soort:strafrechtelijk"

Judge = Callable[[Kind], bool | None]  # None: it is not about that kind


def categorie_binnen_proces(bron: Sources) -> Watch:
    """
    Look whether a process holds only kinds of data that its convenant and the law let in.

    Of the answers, only those that the law itself bans for everybody and always deviate: what a
    convenant allowed at the time is for who plays the decisions again.
    """
    holding, forbidden, werking = _holding(bron), _Forbidden(bron), Tally()

    def see(nummer: int, line: Mapping[str, Any]) -> None:
        if line["resultaat"] == "toegestaan" and "gegevens" in line and "proces" in line:
            werking.look()
            if forbidden.line(line):
                werking.deviates("logregel", str(nummer))

    def end() -> Found:
        bestaan = _held(bron, lambda kind: bool(holding.fasen(_place(kind))))
        opzet = _limited(bron, holding)
        return Found(
            opzet=opzet,
            bestaan=bestaan,
            werking=NO_HOUSE if bron.huis is None else werking.looked(),
        )

    return Watch(see=see, end=end, gebeurtenissen=frozenset({"besluit"}))


def strafrechtelijk_binnen_proces(bron: Sources) -> Found:
    """
    Look whether data on crime are only where the process may hold them.

    By design: whether each permission to bring them in rests on a ground that is an exception of
    AVG 10. A composite text counts as such data.
    """
    holding, words = _holding(bron), bron.law.begrippen
    tally = Tally()
    for rule in holding.lets_in(lambda names: CRIMINAL in names):
        tally.look()
        ground = bron.law.grondslag(rule.artikel)
        if ground is None or not ground.uitzondering_strafrechtelijk:
            tally.deviates("regel", rule.id)

    def judge(kind: Kind) -> bool | None:
        if CRIMINAL not in words.wat.get(kind.categorie, frozenset()):
            return None
        return bool(holding.fasen(_place(kind)))

    return Found(opzet=tally.looked(), bestaan=_held(bron, judge))


def gegevens_per_fase(bron: Sources) -> Found:
    """
    Look whether cases hold no kinds of data that only a later phase lets in.

    A phase may hold what it or a phase before it lets in. What the process may not hold in any
    phase is told elsewhere and left out here.
    """
    holding = _holding(bron)

    def judge(kind: Kind) -> bool | None:
        fasen = holding.fasen(_place(kind))
        return bool(fasen & phases_up_to(kind.kader, kind.fase)) if fasen else None

    return Found(bestaan=_held(bron, judge))


def _holding(bron: Sources) -> Holding:
    return Holding(bron.policy, bron.op.date())


def _place(kind: Kind) -> Place:
    return Place(kind.convenant, kind.proces, kind.kader, kind.over, kind.categorie)


def _held(bron: Sources, judge: Judge) -> Looked:
    """
    Judge every kind once and count its items; of a convenant that cannot be read nothing is said.
    """
    if bron.huis is None:
        return NO_HOUSE
    seen = bad = 0
    wrong: list[Kind] = []
    onbekend = None
    for kind, aantal in gegevens.kinds(bron.huis.connection):
        if kind.convenant not in bron.workspace.agreements:
            onbekend = Onbekend.ONVOLLEDIG
            continue
        good = judge(kind)
        if good is None:
            continue
        seen += aantal
        if not good:
            wrong.append(kind)
            bad += aantal
    which = gegevens.items_of(bron.huis.connection, wrong, SHOWN)
    tellingen: dict[str, int] = {}
    if wrong:
        tellingen["soorten"] = len({kind.categorie for kind in wrong})
    return Looked(
        onderzocht=seen,
        afwijkend=bad,
        verwijzingen=tuple(Reference("gegeven", each) for each in which),
        tellingen=tuple(sorted(tellingen.items())),
        onbekend=onbekend,
    )


def _limited(bron: Sources, holding: Holding) -> Looked:
    """
    Look whether the law layer keeps some kinds of data out of every process that is there.
    """
    forbidden, tally = _Forbidden(bron), Tally()
    words = bron.law.begrippen
    for proces in sorted(holding.processen()):
        for kader in words.processen[proces].kader:
            tally.look()
            kinds = (
                forbidden.kind(bron.op.date(), handeling, each, over, proces, kader)
                for each in words.gegevens
                for over in words.over
                for handeling in sorted(ENTERS)
            )
            if not any(kinds):
                tally.deviates("proces", proces)
    return tally.looked()


class _Forbidden:
    """
    The bans of the law on kinds of data, for everybody and always; it remembers its answers.
    """

    def __init__(self, bron: Sources) -> None:
        self._policy = bron.policy
        self._words = bron.law.begrippen
        self._bans: dict[object, list[Rule]] = {}
        self._known: dict[tuple[object, ...], bool] = {}

    def line(self, line: Mapping[str, Any]) -> bool:
        """
        Say whether what a line of the logboek allowed was banned on its day.
        """
        proces = self._words.processen.get(line["proces"])
        kader = line.get("kader") or (proces.kader[0] if proces else "")
        day = date.fromisoformat(line["dag"] if "dag" in line else line["tijd"][:10])
        handeling, over = line.get("handeling", ""), line.get("over", "")
        return self.kind(day, handeling, line["gegevens"], over, line["proces"], kader)

    def kind(
        self, day: date, handeling: str, categorie: str, over: str, proces: str, kader: str
    ) -> bool:
        """
        Say whether data of this kind are banned on *day*.
        """
        period = self._policy.period(day)
        key = (period, handeling, categorie, over, proces, kader)
        found = self._known.get(key)
        if found is None:
            if period not in self._bans:
                self._bans[period] = [rule for rule in period.rules if forbidden_kind(rule)]
            about = {
                "handeling": frozenset({handeling}),
                "gegevens": self._words.wat.get(categorie, frozenset({categorie})),
                "over": frozenset({over}),
                "proces": frozenset({proces}),
                "kader": frozenset({kader}),
            }
            found = any(selects(ban, about) for ban in self._bans[period])
            self._known[key] = found
        return found


CHECKS: Mapping[str, Check] = {
    "categorie-binnen-proces": categorie_binnen_proces,
    "strafrechtelijk-binnen-proces": strafrechtelijk_binnen_proces,
    "gegevens-per-fase": gegevens_per_fase,
}
