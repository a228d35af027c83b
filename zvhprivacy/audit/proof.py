"""
Whether what had to be said before data came in, was said: by whom it had to be, and in time.
"""

from __future__ import annotations

from datetime import date

from zvhprivacy.audit.holding import lifted_by, selects
from zvhprivacy.audit.sources import Sources
from zvhprivacy.dpia.context import ENTERS
from zvhprivacy.policy.rule import Rule
from zvhprivacy.store.inspecting.inbreng import Item, Said


class Proof:
    """
    The bans on bringing data in that the fact *feit* lifts, held against the registers.

    What lifts such a ban beside it counts as well. What was said counts when it stood on the day
    that the item came in: taking it back later makes that no wrong (AVG 7 lid 3). The order within
    one day is not known, so it is not held against anybody. What the host said of it by a
    `FeitenBron` of its own stands in no register and does not count.
    """

    def __init__(self, bron: Sources, feit: str) -> None:
        self._policy = bron.policy
        self._words = bron.law.begrippen
        self._agreements = bron.workspace.agreements
        self._op = bron.op.date()
        self._feit = feit
        self._bans: dict[object, list[Rule]] = {}

    def failing(self, item: Item) -> bool:
        """
        Say whether a source of *item* did not say what the law wants of it.
        """
        return any(self.given(item, each) is False for each in item.bronnen)

    def given(self, item: Item, organisatie: str) -> bool | None:
        """
        Say whether *organisatie* could bring *item* in; None when it needed to say nothing.

        By which act it came stands nowhere: one that asked nothing, or got what it asked, will do.
        """
        day = item.verstrekt_op or self._op
        ways = [self._asked(item, organisatie, handeling, day) for handeling in sorted(ENTERS)]
        if not all(ways):
            return None
        said = {each.feit for each in item.gezegd if each.wie == organisatie and stood(each, day)}
        return any(all(ban.feiten & said for ban in bans) for bans in ways)

    def bound(self) -> frozenset[str]:
        """
        Give the organisations that such a ban names by their kind, of all convenants.
        """
        rules = self._lifted(self._op)
        return frozenset(
            name
            for agreement in self._agreements.values()
            for name, each in agreement.convenant.deelnemers.items()
            if any(
                ban.keuze("deelnemer").selects(self._words.namen(name, each.soort, kader))
                for ban in rules
                for kader in self._words.kaders
            )
        )

    def _asked(self, item: Item, organisatie: str, handeling: str, day: date) -> list[Rule]:
        about = {
            "deelnemer": self._names(item, organisatie),
            "handeling": frozenset({handeling}),
            "gegevens": self._words.wat.get(item.categorie, frozenset({item.categorie})),
            "over": frozenset({item.over}),
            "proces": frozenset({item.proces}),
            "kader": frozenset({item.kader}),
        }
        return [ban for ban in self._lifted(day) if selects(ban, about)]

    def _names(self, item: Item, organisatie: str) -> frozenset[str]:
        agreement = self._agreements.get(item.convenant)
        known = agreement.convenant.deelnemers.get(organisatie) if agreement else None
        if known is None:
            return frozenset({organisatie})
        return self._words.namen(organisatie, known.soort, item.kader)

    def _lifted(self, day: date) -> list[Rule]:
        period = self._policy.period(day)
        found = self._bans.get(period)
        if found is None:
            found = [rule for rule in period.rules if lifted_by(rule, self._feit)]
            self._bans[period] = found
        return found


def stood(said: Said, day: date) -> bool:
    """
    Say whether *said* stood on *day*.
    """
    begun = said.van is not None and said.van <= day
    return begun and (said.tot is None or day <= said.tot)
