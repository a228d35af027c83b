"""
Shadow mode: for introduction in a running system, answers are written and enforced by nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zvhprivacy.engine.lines import Operation
from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Resultaat
from zvhprivacy.model.about import About


if TYPE_CHECKING:
    from zvhprivacy.engine.clock import Moment
    from zvhprivacy.engine.house import House


FG_ROLES = frozenset({"fg", "coordinerend-fg"})
CISO_ROLES = frozenset({"ciso"})


class ShadowOver(ZvhError):
    """
    The trial is over.
    """

    exit_code = Exit.REFUSED
    code = "shadow-over"
    nl = "de proefperiode in de schaduw eindigde op {tot}; handhaaf, of spreek een nieuwe af"
    en = "the trial in the shadow ended on {tot}; enforce, or agree on a new one"


class ShadowUnanswered(ZvhError):
    """
    Nobody answers for the shadow: its FG or CISO is not in the register as such.
    """

    exit_code = Exit.REFUSED
    code = "shadow-unanswered"
    nl = "noem voor de schaduw een aangewezen FG en een aangewezen CISO uit het register"
    en = "name for the shadow a designated FG and a designated CISO of the register"


class ShadowOnly(ZvhError):
    """
    Something is to be opened or written by an engine that only shadows.
    """

    exit_code = Exit.REFUSED
    code = "shadow-only"
    nl = "in de schaduw wordt niets geopend of geschreven; gebruik `decide`"
    en = "in the shadow nothing is opened or written; use `decide`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schaduw:
    """
    Decide and write down, up to the day *tot*, without enforcing.

    *fg* and *ciso* are the designated persons, by their ids in the register, who answer for it.
    What was decided in the shadow is marked so in the logboek and proves no working.
    """

    tot: date
    fg: str
    ciso: str

    def begins(self, house: House, at: Moment) -> None:
        """
        Write down that it begins, and who answers for it.

        Raises:
            ShadowOver: it is over.
            ShadowUnanswered: one of the two is not designated as such.
        """
        self.holds(at)
        for medewerker, roles in ((self.fg, FG_ROLES), (self.ciso, CISO_ROLES)):
            lines = house.facts.lines(About(medewerker=medewerker))
            person = lines.medewerker
            if person is None or not person.geldt(at.dag) or roles.isdisjoint(person.rollen):
                raise ShadowUnanswered
            operation = Operation.new(house.storage.toeval)
            line = AuditLine(
                gebeurtenis=Gebeurtenis.SYSTEEM,
                actor=house.journaal.actor(lines, medewerker),
                resultaat=Resultaat.GELUKT,
                trace=operation.trace,
                operatie=operation.span,
                object="schaduw",
                dag=self.tot.isoformat(),
                schaduw=True,
            )
            house.storage.writer.write([line])

    def holds(self, at: Moment) -> None:
        """
        Check that it is not over.

        Raises:
            ShadowOver: it is.
        """
        if at.dag >= self.tot:
            raise ShadowOver(tot=self.tot)
