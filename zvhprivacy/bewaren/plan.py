"""
What has to go: from the facts of all cases to the lines of a plan, with nothing done yet.
"""

from __future__ import annotations

import json

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import NamedTuple, TypeVar

from zvhprivacy.bewaren.announce import Announcement, announcements
from zvhprivacy.bewaren.bounds import nothing_due
from zvhprivacy.bewaren.calculus import verdicts
from zvhprivacy.bewaren.limits import after
from zvhprivacy.model.bewaarplan import Plan, PlanLine, Uitkomst
from zvhprivacy.model.bewaartermijn import Actie
from zvhprivacy.model.bewaren import CaseFacts, State, Verdict
from zvhprivacy.policy.terms import Terms
from zvhprivacy.store.bewaarfeiten import CaseSummary


WHOLE, ITEM = "casus", "gegeven"  # what `PlanLine.soort` says
CASES_AT_ONCE = 500  # of which all facts are in memory

# What is due and stays, and why.
KEPT = {
    State.OPGESCHORT: Uitkomst.OPGESCHORT,
    State.STRIJDIG: Uitkomst.STRIJDIG,
    State.ONBEKEND: Uitkomst.ONBEKEND,
}
# Of a line these stand in its hash: what was approved, and not how far it came.
_HASHED = PlanLine._fields[: PlanLine._fields.index("state")]

Busy = Collection[tuple[str, str | None]]
_T = TypeVar("_T")


class NotPlanned(NamedTuple):
    """
    How much is due and is not in the plan, in cases of *convenant*, for one reason.
    """

    convenant: str
    reden: Uitkomst
    zaken: int
    gegevens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """
    What has to go up to *horizon*, seen on the day *op* under the policy *beleid*.

    It has lines in order of case, what is due and stays, and which running cases come to their
    end. *hash* is over the lines, both days and the policy: who approves says which list he saw.
    """

    op: date
    horizon: date
    beleid: str
    regels: tuple[PlanLine, ...]
    niet_gepland: tuple[NotPlanned, ...] = ()
    aankondigingen: tuple[Announcement, ...] = ()

    @property
    def hash(self) -> str:
        """
        Give the hash.
        """
        return hash_of(self, self.regels)


class Judged(NamedTuple):
    """
    A case with what must become of all that is in it.
    """

    facts: CaseFacts
    verdicts: tuple[Verdict, ...]

    @property
    def whole(self) -> bool:
        """
        Say whether all of it has to go.
        """
        return all(each.state is State.VERVALLEN for each in self.verdicts)

    @property
    def actie(self) -> Actie:
        """
        Say what happens to all of it: it may be anonymised when no term wants it destroyed.
        """
        acts = {each.actie for each in self.verdicts}
        return Actie.ANONIMISEREN if acts == {Actie.ANONIMISEREN} else Actie.VERNIETIGEN


def first_of(due: Iterable[Verdict]) -> Verdict:
    """
    Give, of what has to go, the verdict that makes it go first.
    """
    return min(due, key=lambda each: (each.uiterlijk or date.min, each.gegeven or ""))


def judged(facts: CaseFacts, terms: Terms, horizon: date, vandaag: date) -> Judged:
    """
    Ask the calculus about a case.
    """
    return Judged(facts, verdicts(facts, terms, horizon, vandaag=vandaag))


def plan(
    summaries: Iterable[CaseSummary],
    facts_of: Callable[[Sequence[str]], Iterable[CaseFacts]],
    terms: Terms,
    *,
    op: date,
    beleid: str,
    bezig: Busy = (),
) -> Planning:
    """
    Plan, on the day *op*, the destruction of what has to go in all cases.

    *facts_of* reads some hundreds of them at a time, and leaves out those that cannot be read;
    those that surely have nothing due are not read, so memory grows with what has to go and not
    with what there is. *bezig* are the cases (and items) that an approved plan has still to
    destroy: they are not planned twice.
    """
    uitvoering = terms.uitvoering
    horizon = uitvoering.horizon(op)
    far = max(horizon, *(after(binnen, op) for binnen in uitvoering.aankondigen))
    lines, announced = _Lines(bezig), list[Announcement]()
    rest = _not_quiet(summaries, terms, far, op)
    while some := {each.casus: each for each in islice(rest, CASES_AT_ONCE)}:
        for facts in facts_of(list(some)):
            del some[facts.casus]
            lines.add(judged(facts, terms, horizon, op))
            announced += announcements(facts, terms, op)
        for damaged in some.values():
            lines.damaged(damaged)
    return Planning(
        op=op,
        horizon=horizon,
        beleid=beleid,
        regels=tuple(lines.found),
        niet_gepland=lines.kept(),
        aankondigingen=tuple(sorted(announced, key=lambda each: (each.uiterlijk, each.casus))),
    )


def _not_quiet(
    summaries: Iterable[CaseSummary], terms: Terms, far: date, vandaag: date
) -> Iterator[CaseSummary]:
    for each in summaries:
        if not nothing_due(each, terms, far, vandaag=vandaag):
            yield each


def hash_of(header: Plan | Planning, lines: Iterable[PlanLine]) -> str:
    """
    Give the hash over the day, horizon and policy of *header* and over *lines*, in their order.
    """
    found = sha256(_text([header.op, header.horizon, header.beleid]))
    for line in lines:
        found.update(_text([getattr(line, name) for name in _HASHED] + [line.zaak]))
    return found.hexdigest()


class _Lines:
    """
    The lines found so far; equal words and counts are kept once.
    """

    def __init__(self, bezig: Busy) -> None:
        self.found: list[PlanLine] = []
        self._busy = bezig
        self._cases = 0
        self._kept: defaultdict[tuple[str, Uitkomst], list[int]] = defaultdict(lambda: [0, 0])
        self._once: dict[object, object] = {}

    def add(self, case: Judged) -> None:
        self._keep(case)
        if (case.facts.casus, None) in self._busy:
            return
        lines = list(self._of(case))
        self._cases += bool(lines)
        for line in lines:
            self.found.append(line._replace(nummer=len(self.found) + 1, zaak=self._cases))

    def damaged(self, case: CaseSummary) -> None:
        counts = self._kept[case.convenant, Uitkomst.ONBEKEND]
        counts[0] += 1
        counts[1] += case.aantal

    def kept(self) -> tuple[NotPlanned, ...]:
        return tuple(NotPlanned(*key, *counts) for key, counts in sorted(self._kept.items()))

    def _keep(self, case: Judged) -> None:
        for state, reason in KEPT.items():
            here = [each for each in case.verdicts if each.state is state]
            if here:
                counts = self._kept[case.facts.convenant, reason]
                counts[0] += 1
                counts[1] += sum(each.gegeven is not None for each in here)

    def _of(self, case: Judged) -> Iterator[PlanLine]:
        if case.whole:
            yield self._line(case, first_of(case.verdicts), None)
            return
        # The last verdict is about the rest of the case, which stays as long as an item does.
        for item, verdict in zip(case.facts.items, case.verdicts, strict=False):
            if verdict.state is State.VERVALLEN and (
                (case.facts.casus, item.gegeven) not in self._busy
            ):
                yield self._line(case, verdict, item.gegeven)

    def _line(self, case: Judged, verdict: Verdict, gegeven: str | None) -> PlanLine:
        facts, once = case.facts, self._same
        items = [item for item in facts.items if gegeven in {None, item.gegeven}]
        counts: defaultdict[str, int] = defaultdict(int)
        for item in items:
            counts[once(item.categorie)] += 1
        days = [item.eerste for item in items] + ([facts.eerste] if gegeven is None else [])
        first = min((day for day in days if day is not None), default=None)
        return PlanLine(
            nummer=0,
            soort=WHOLE if gegeven is None else ITEM,
            casus=facts.casus,
            gegeven=gegeven,
            convenant=once(facts.convenant),
            proces=once(facts.proces),
            kader=once(facts.kader),
            fase=once(facts.fase),
            jaar=first.year if first else None,
            aantallen=once(tuple(sorted(counts.items()))),
            # An item by itself leaves nothing behind that could be anonymous.
            actie=case.actie if gegeven is None else Actie.VERNIETIGEN,
            uiterlijk=once(verdict.uiterlijk),
            regel=verdict.regel,
            artikel=verdict.artikel,
            plek=verdict.plek,
            reden=verdict.reden,
        )

    def _same(self, value: _T) -> _T:
        return self._once.setdefault(value, value)  # type: ignore[return-value]


def _text(values: Sequence[object]) -> bytes:
    return json.dumps(values, default=str, separators=(",", ":")).encode()
