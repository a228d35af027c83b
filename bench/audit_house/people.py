"""
Who works in the invented house, and the clock that it lives by.
"""

from __future__ import annotations

import itertools

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from bench.audit_house.workspace import CONVENANT
from zvhprivacy.engine import Engine
from zvhprivacy.engine.clock import AMSTERDAM
from zvhprivacy.engine.house import House
from zvhprivacy.model.about import About
from zvhprivacy.model.casus import Periode, Register
from zvhprivacy.model.registers import Mandaat, Medewerker, Publicatie
from zvhprivacy.model.request import Request
from zvhprivacy.store.registers import Registers


COLLEGE, OM, POLITIE, RVDK, GGZ = (
    f"{each}-{place}"
    for each, place in (
        ("college", "voorbeeldstad"),
        ("om", "voorbeeld"),
        ("politie", "voorbeeld"),
        ("rvdk", "voorbeeld"),
        ("ggz", "voorbeeld"),
    )
)
DERDE, ELDERS, RIEC = "corporatie-voorbeeld", "zvh-elders", "riec-voorbeeld"
SINDS = date(2025, 6, 2)
TRAINED = date(2025, 6, 16)


class Player(NamedTuple):
    """
    Somebody of an organisation in some roles, designated by another; of a team there are several.
    """

    organisatie: str
    rollen: tuple[str, ...]
    door: str | None


KEEPER = ("functioneel-beheerder",)
_KEPT = {"college": COLLEGE, "om": OM, "politie": POLITIE, "rvdk": RVDK, "ggz": GGZ}
# Who is there once: `beheer-college` is the first of all. Two keep the registers of each, because
# nobody changes what stands there of himself.
STAFF = {
    **{
        f"beheer-{name}": Player(each, KEEPER, None if each == COLLEGE else "beheer-college")
        for name, each in _KEPT.items()
    },
    **{f"beheer-{name}-2": Player(each, KEEPER, f"beheer-{name}") for name, each in _KEPT.items()},
    "fg": Player(COLLEGE, ("coordinerend-fg", "fg"), "beheer-college"),
    "toetser": Player(OM, ("privacy-officer",), "beheer-om"),
    "adviseur": Player(RVDK, ("rac-lid",), "beheer-rvdk"),
    "bewaarder": Player(COLLEGE, ("bewaarbeheerder",), "beheer-college"),
    "goedkeurder": Player(COLLEGE, ("bewaarbeheerder",), "beheer-college"),
    "contact": Player(COLLEGE, ("contactpunt",), "beheer-college"),
}
# Who works on cases: one of each in every team.
TEAM = {
    "regisseur": Player(COLLEGE, ("procesregisseur", "casusdeelnemer"), "beheer-college"),
    "officier": Player(OM, ("aanmelder", "casusdeelnemer"), "beheer-om"),
    "agent": Player(POLITIE, ("casusdeelnemer",), "beheer-politie"),
    "raadsonderzoeker": Player(RVDK, ("casusdeelnemer",), "beheer-rvdk"),
    "behandelaar": Player(GGZ, ("casusdeelnemer",), "beheer-ggz"),
}
VOTERS = {COLLEGE: "regisseur", OM: "officier", POLITIE: "agent", RVDK: "raadsonderzoeker"}


@dataclass(slots=True)
class Clock:
    """
    A clock that goes on a second each time that somebody looks, and stands on days that are told.
    """

    nu: datetime = field(default_factory=lambda: at(SINDS))

    def __call__(self) -> datetime:
        """
        Give the time.
        """
        self.nu += timedelta(milliseconds=40)
        return self.nu

    def to(self, day: date, hour: int = 10) -> None:
        """
        Let it be that day, at that hour.
        """
        self.nu = at(day, hour)


def at(day: date, hour: int = 10) -> datetime:
    """
    Give a moment in the Netherlands.
    """
    return datetime.combine(day, time(hour), AMSTERDAM)


@dataclass(slots=True)
class Staff:
    """
    Who works in the house of *engine*: ids of designated persons and persons of the vault, by name.
    """

    engine: Engine
    klok: Clock
    mensen: dict[str, str] = field(default_factory=dict)
    personen: dict[str, str] = field(default_factory=dict)
    nummers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def huis(self) -> House:
        """
        What the engine keeps.
        """
        return self.engine.huis

    def uid(self) -> str:
        """
        Give an id that nothing has yet.
        """
        return f"{next(self.nummers):032x}"

    def about(self, naam: str | None, **more: str | None) -> About:
        """
        Say who asks, and about what.
        """
        return About(
            medewerker=self.mensen[naam] if naam else None, **{"oorsprong": "casussysteem"} | more
        )

    def add(self, line: Register, door: str | None, **about: str | None) -> None:
        """
        Let somebody write a line in a register.
        """
        self.huis.registratie.add(line, self.about(door, **about))

    def read(self, kind: type[Any], row: str) -> Any:
        """
        Read one line back.
        """
        with self.huis.storage.hoofd.read() as connection:
            return Registers(connection).one(kind, row)

    def end(self, line: Periode, door: str, tot: date, **about: str | None) -> None:
        """
        Let a line hold no longer than up to *tot*.
        """
        self.huis.registratie.end(line, self.about(door, **about), tot)

    def player(self, naam: str) -> Player:
        """
        Say what somebody is; of who works in a team the number is left out.
        """
        return STAFF.get(naam) or TEAM[naam.partition("@")[0]]

    def request(self, naam: str, handeling: str, gegevens: str, **more: Any) -> Request:
        """
        Make a request of somebody, in his first role unless told otherwise.
        """
        player = self.player(naam)
        base: dict[str, Any] = {
            "convenant": CONVENANT,
            "deelnemer": player.organisatie,
            "rol": player.rollen[0],
            "handeling": handeling,
            "gegevens": gegevens,
            "over": "betrokkene",
            "doel": "complexe-casuistiek",
            "proces": "com",
            "fase": "casusoverleg",
        }
        return Request(**base | more)

    def arrive(self, teams: int) -> None:
        """
        Let everybody be designated by another, and each organ give its mandates.
        """
        for naam in STAFF:
            self._designate(naam)
        for team in range(teams):
            for naam in TEAM:
                self._designate(f"{naam}@{team}")
            for organisatie, naam in VOTERS.items():
                line = Mandaat(
                    id=self.uid(),
                    medewerker=self.mensen[f"{naam}@{team}"],
                    namens=organisatie,
                    van=SINDS,
                )
                self.add(line, TEAM[naam].door)
        for wat in ("contactpunt", "werkgebied", "lijstcriteria"):
            public = Publicatie(
                id=self.uid(), wat=wat, convenant=CONVENANT, waar=f"huis.invalid/{wat}", van=SINDS
            )
            self.add(public, "beheer-college")

    def train(self, day: date) -> None:
        """
        Let everybody follow all six subjects again.
        """
        for naam, row in self.mensen.items():
            was = self.read(Medewerker, row)
            fields = {name: getattr(was, name) for name in Medewerker.model_fields}
            line = Medewerker(**fields | {"opleidingen": _all_six(day), "versie": was.versie + 1})
            door = f"{naam}-2" if f"{naam}-2" in STAFF else self.player(naam).door
            self.huis.registratie.replace(line, self.about(door))

    def _designate(self, naam: str) -> None:
        player = self.player(naam)
        self.personen[naam] = self.huis.storage.persons.enrol()
        row = self.uid()
        line = Medewerker(
            id=row,
            persoon=self.personen[naam],
            organisatie=player.organisatie,
            rollen=player.rollen,
            vog_of_screening=SINDS,
            opleidingen=_all_six(TRAINED),
            geheimhouding=SINDS,
            commerciele_taak=False,
            van=SINDS,
        )
        self.klok.to(TRAINED)
        self.add(line, player.door)
        self.mensen[naam] = row


def _all_six(day: date) -> tuple[tuple[str, date], ...]:
    return tuple((part, day) for part in "abcdef")
