"""
What becomes of a line of an approved plan, when its case is looked at again: a pure function.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from zvhprivacy.bewaren.plan import KEPT, WHOLE, Judged, first_of
from zvhprivacy.model.bewaarplan import PlanLine, Uitkomst
from zvhprivacy.model.bewaartermijn import Actie
from zvhprivacy.model.bewaren import State, Verdict


class Fate(NamedTuple):
    """
    What becomes of *line*: it *goes*, because of *verdict*, or is passed over with *uitkomst*.

    With neither it stays open, to be looked at once more.
    """

    line: PlanLine
    goes: bool = False
    verdict: Verdict | None = None
    uitkomst: Uitkomst | None = None

    @property
    def open(self) -> bool:
        """
        Say whether nothing becomes of it yet.
        """
        return not self.goes and self.uitkomst is None


def decide(
    line: PlanLine,
    case: Judged | None,
    *,
    zelfde_beleid: bool,
    mag: Callable[[], bool | None],
) -> Fate:
    """
    Say what becomes of *line*, of which the case is as in *case* now; None when it is not there.

    What was approved goes when it still has to. What came into a case since goes along when it has
    to go itself; what does not have to go keeps the case. Under another policy than was approved
    (*zelfde_beleid* is not so) a line goes only when the same rule makes it. *mag* asks whether the
    policy allows it, and gives None when that was not asked yet.
    """
    about = None if case is None else _about(line, case)
    if about is None:
        return Fate(line, uitkomst=Uitkomst.GEWIJZIGD)
    staying = [each for each in about if each.state is not State.VERVALLEN]
    if staying:
        return Fate(line, uitkomst=_why(staying, case))
    verdict = first_of(about)
    actie = case.actie if case is not None and line.soort == WHOLE else Actie.VERNIETIGEN
    other = not zelfde_beleid and verdict.regel != line.regel
    if other or actie is not line.actie:
        return Fate(line, uitkomst=Uitkomst.GEWIJZIGD)
    allowed = mag()
    if allowed is None:
        return Fate(line)
    if not allowed:
        return Fate(line, uitkomst=Uitkomst.GEWEIGERD)
    return Fate(line, goes=True, verdict=verdict)


def _about(line: PlanLine, case: Judged) -> tuple[Verdict, ...] | None:
    if line.soort == WHOLE:
        return case.verdicts
    found = tuple(each for each in case.verdicts if each.gegeven == line.gegeven is not None)
    return found or None


def _why(staying: Collection[Verdict], case: Judged | None) -> Uitkomst:
    states = {each.state for each in staying}
    for state, reason in KEPT.items():
        if state in states:
            return reason
    renewed = case is not None and case.facts.extensions
    return Uitkomst.HERNIEUWD if renewed else Uitkomst.GEWIJZIGD
