"""
Who writes in the registers, and what stands around the line that he writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from zvhprivacy.feiten.members import Members
from zvhprivacy.model.casus import Dossier, Toewijzing
from zvhprivacy.model.registers import Besluit, Mandaat, Medewerker, Verstrekking


# Who runs a case, and so assigns people to it.
RUNNERS = frozenset({"procesregisseur", "manager", "agendahouder"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """
    What stands in the registers around a line that *door* wants to write now, on the day *op*.

    *dossier* is the case he writes in, with its *gegevens* and *besluiten*; *verstrekking* is the
    disclosure at hand. *personen* are the designated persons whom the line names, *mandaten* the
    mandates of all of them.
    """

    door: Medewerker | None
    op: date
    nu: datetime
    dossier: Dossier | None = None
    gegevens: Mapping[str, str] = field(default_factory=dict)  # id: category
    besluiten: tuple[Besluit, ...] = ()
    members: Members | None = None
    personen: Mapping[str, Medewerker] = field(default_factory=dict)
    mandaten: tuple[Mandaat, ...] = ()
    verstrekking: Verstrekking | None = None
    leeg: bool = False  # nobody was ever designated
    onbeheerd: bool = False  # nobody of the organisation in the line keeps its registers today

    @property
    def schrijver(self) -> Medewerker | None:
        """
        Who writes, when he is designated today.
        """
        return self.door if self.door and self.door.geldt(self.op) else None

    @property
    def casus(self) -> str | None:
        """
        The case he writes in.
        """
        return self.dossier.casus.id if self.dossier else None

    def has(self, roles: frozenset[str]) -> bool:
        """
        Say whether who writes has one of *roles*.
        """
        return self.schrijver is not None and not roles.isdisjoint(self.schrijver.rollen)

    def of(self, organisatie: str) -> bool:
        """
        Say whether who writes is of *organisatie*, or acts for it by mandate.
        """
        person = self.schrijver
        return person is not None and (
            person.organisatie == organisatie or self.mandated(person, organisatie)
        )

    def mandated(self, person: Medewerker, organisatie: str) -> bool:
        """
        Say whether *organisatie* gave *person* a mandate that holds today (Awb 10:3).
        """
        return any(
            each.medewerker == person.id and each.namens == organisatie and each.geldt(self.op)
            for each in self.mandaten
        )

    def designated(self, medewerker: str) -> Medewerker | None:
        """
        Give whom the line names, when he is designated today.
        """
        person = self.personen.get(medewerker)
        return person if person and person.geldt(self.op) else None

    def himself(self, person: Medewerker | None) -> bool:
        """
        Say whether *person* is who writes, under whatever account.
        """
        return self.door is not None and person is not None and person.persoon == self.door.persoon

    def in_case(self, roles: frozenset[str]) -> bool:
        """
        Say whether who writes is assigned to the case today, in one of *roles* that he has.
        """
        return self.has(roles) and any(
            self.schrijver is not None and each.medewerker == self.schrijver.id
            for each in self._assigned(roles)
        )

    def runs(self) -> bool:
        """
        Say whether who writes runs the case, or takes it on while nobody runs it.
        """
        nobody = self.dossier is not None and not any(self._assigned(RUNNERS))
        return self.in_case(RUNNERS) or (nobody and self.has(RUNNERS))

    def _assigned(self, roles: frozenset[str]) -> list[Toewijzing]:
        there = self.dossier.toewijzingen if self.dossier else ()
        return [each for each in there if each.rol in roles and each.geldt(self.op)]
