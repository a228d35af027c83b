"""
Whether data may now be kept longer than the terms that were assessed say.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from zvhprivacy.model.bewaartermijn import Actie
from zvhprivacy.model.dpia.facts import BewaartermijnFeit
from zvhprivacy.model.selection import Mode, Selection


class Verschil(StrEnum):
    """
    What came of a term; LANGER also when that cannot be ruled out.
    """

    LANGER = "langer"
    KORTER = "korter"
    ANDERS = "anders"


def longer(was: Sequence[BewaartermijnFeit], now: Sequence[BewaartermijnFeit]) -> Verschil:
    """
    Compare the terms of one id: those that were assessed and those of now.

    A term that is gone, begins at something else or shields where it destroyed ends nothing at the
    same day any more, so it counts as longer; so does one that leaves out data that it was about.
    """
    if not was:
        return Verschil.KORTER
    if len(was) != 1 or len(now) != 1:
        return Verschil.LANGER
    old, new = was[0], now[0]
    if (
        old.vanaf is not new.vanaf
        or (new.dan is Actie.AFSCHERMEN and old.dan is not Actie.AFSCHERMEN)
        or new.termijn.langer_dan(old.termijn)
        or not _within(old.gegevens, new.gegevens)
        or not _within(old.kader, new.kader)
    ):
        return Verschil.LANGER
    if old.termijn.langer_dan(new.termijn) or (old.gegevens, old.kader) != (
        new.gegevens,
        new.kader,
    ):
        return Verschil.KORTER
    return Verschil.ANDERS


def _within(inner: Selection, outer: Selection) -> bool:
    """
    Say whether all that *inner* selects *outer* selects too, as far as the words themselves tell.
    """
    match inner.mode, outer.mode:
        case _, Mode.ALLE:
            return True
        case Mode.ALLEEN, Mode.ALLEEN:
            return inner.waarden <= outer.waarden
        case Mode.ALLEEN, Mode.BEHALVE:
            return inner.waarden.isdisjoint(outer.waarden)
        case Mode.BEHALVE, Mode.BEHALVE:
            return inner.waarden >= outer.waarden
        case _:
            return False
