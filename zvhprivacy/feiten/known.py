"""
What the registers hold that bears on one request, gathered before anything is concluded from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from zvhprivacy.feiten.members import Members
from zvhprivacy.model.about import About
from zvhprivacy.model.casus import Deelname, Dossier, Gegeven, Overgang, Periode
from zvhprivacy.model.registers import (
    Aanleiding,
    Besluit,
    Bezwaar,
    Correctie,
    Criteria,
    Instemming,
    Mandaat,
    Medewerker,
    Onderwerp,
    Publicatie,
    RacAdvies,
    Toestemming,
    Verklaring,
    Verstrekking,
)
from zvhprivacy.model.request import Request
from zvhprivacy.model.said import Said, standing


Day = TypeVar("Day", date, datetime)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """
    What stands in the registers about *about*.

    *overgangen* and *correcties* end facts; they have no default, so that nobody forgets them.
    """

    about: About
    overgangen: tuple[Overgang, ...]
    correcties: tuple[Correctie, ...]
    dossier: Dossier | None = None
    medewerker: Medewerker | None = None
    mandaten: tuple[Mandaat, ...] = ()
    gegevens: tuple[Gegeven, ...] = ()
    verstrekking: Verstrekking | None = None
    toestemmingen: tuple[Toestemming, ...] = ()
    instemmingen: tuple[Instemming, ...] = ()
    bezwaren: tuple[Bezwaar, ...] = ()
    adviezen: tuple[RacAdvies, ...] = ()
    besluit: Besluit | None = None
    criteria: tuple[Criteria, ...] = ()
    verklaringen: tuple[Verklaring, ...] = ()
    aanleiding: Aanleiding | None = None
    publicaties: tuple[Publicatie, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Registered):
    """
    The lines of the registers for *request*, at the time *nu*.

    *gegevens* are the items it is about: the one named, those of the disclosure, or all of its
    category in the case. Of an act that writes a line, the line as it will be is among them.
    """

    request: Request
    op: date
    nu: datetime
    members: Members

    @property
    def orgaan(self) -> str:
        """
        The organisation whose act it is: the organ acted for, else who asks.
        """
        return self.request.namens or self.request.deelnemer

    @property
    def bronnen(self) -> frozenset[str]:
        """
        Every organisation that any of the items comes from.
        """
        return frozenset(bron for gegeven in self.gegevens for bron in gegeven.bronnen)

    def deelnames(self, *, als_derde: bool) -> Iterator[Deelname]:
        """
        Go through the organisations that take part in the case today.
        """
        for deelname in self.dossier.deelnames if self.dossier else ():
            if deelname.als_derde is als_derde and deelname.geldt(self.op):
                yield deelname

    @property
    def betrokken(self) -> frozenset[str]:
        """
        The deelnemers that take part in the case today; a third party is none.

        They have a say, also after the case was closed; whether one may act is for `loopt`.
        """
        return frozenset(each.organisatie for each in self.deelnames(als_derde=False))

    def laatst(self, fase: str) -> datetime | None:
        """
        Say when the case last came into *fase*, if it ever did.
        """
        moments = (each.op for each in self.overgangen if each.naar == fase and each.op <= self.nu)
        return max(moments, default=None)

    @property
    def gesloten_op(self) -> datetime | None:
        """
        When the case was last closed: what ends with that, has to be established again after it.
        """
        return self.laatst("afgesloten")

    def loopt(self, periode: Periode) -> bool:
        """
        Say whether *periode* holds today and no closing of the case ended it.
        """
        closed = self.gesloten_op
        ended = closed is not None and periode.van <= closed.astimezone(self.nu.tzinfo).date()
        return periode.geldt(self.op) and not ended

    def verklaard(
        self, feit: str, over: Onderwerp, onderwerp: str | None, *, sinds: datetime | None = None
    ) -> frozenset[str]:
        """
        Give the organisations that declared *feit* about *onderwerp*, after *sinds*, and still do.
        """
        return standing(
            (
                Said(each.organisatie, each.op, each.tot, each.ingetrokken_op)
                for each in self.verklaringen
                if (each.feit, each.over, each.onderwerp) == (feit, over, onderwerp)
            ),
            self.nu,
            sinds=sinds,
        )


def two_years_before(day: Day) -> Day:
    """
    Give the same day two years earlier; of 29 February that is 1 March, so that no term is longer.
    """
    try:
        return day.replace(year=day.year - 2)
    except ValueError:
        return day.replace(year=day.year - 2, month=3, day=1)
