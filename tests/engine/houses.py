"""
A house with people of several organisations, all brought there by the real calls.

Everybody in it is invented.
"""

from __future__ import annotations

import functools
import itertools
import random

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from zvhprivacy.engine import Engine
from zvhprivacy.engine.desk import Policy
from zvhprivacy.engine.house import House
from zvhprivacy.model.about import About
from zvhprivacy.model.casus import Register
from zvhprivacy.model.registers import (
    Mandaat,
    Medewerker,
)
from zvhprivacy.model.request import Request
from zvhprivacy.store.registers import Registers
from zvhprivacy.vault.backend import KeyBackend
from zvhprivacy.vault.keyring import create_keyring, open_keyring


WORKSPACE = Path(__file__).parents[2]
BEGIN = datetime(2026, 6, 1, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
LONG_AGO = date(2020, 1, 1)

HUIS = "zvh-brabant-noordoost"
COLLEGE, OM, POLITIE, RVDK, GGZ = (
    "college-shertogenbosch",
    "om-oost-brabant",
    "politie-oost-brabant",
    "rvdk-oost-brabant",
    "ggz-noordoost",
)

# Who works there: an organisation and roles. `beheer` is the first of all.
PEOPLE: dict[str, tuple[str, tuple[str, ...]]] = {
    "beheer": (COLLEGE, ("functioneel-beheerder",)),
    "beheer-om": (OM, ("functioneel-beheerder",)),
    "beheer-politie": (POLITIE, ("functioneel-beheerder",)),
    "beheer-rvdk": (RVDK, ("functioneel-beheerder",)),
    "beheer-ggz": (GGZ, ("functioneel-beheerder",)),
    "regisseur": (COLLEGE, ("procesregisseur", "casusdeelnemer")),
    "fg": (COLLEGE, ("fg",)),
    "ciso": (POLITIE, ("ciso",)),
    "toetser": (OM, ("privacy-officer",)),
    "officier": (OM, ("aanmelder", "casusdeelnemer")),
    "griffier": (OM, ("casusdeelnemer",)),
    "agent": (POLITIE, ("casusdeelnemer",)),
    "rechercheur": (POLITIE, ("casusdeelnemer",)),
    "raadsonderzoeker": (RVDK, ("casusdeelnemer",)),
    "adviseur": (RVDK, ("rac-lid",)),
    "behandelaar": (GGZ, ("casusdeelnemer",)),
    "bewaarder": (COLLEGE, ("bewaarbeheerder",)),
    "contact": (COLLEGE, ("contactpunt",)),
}
VOTERS = {COLLEGE: "regisseur", OM: "officier", POLITIE: "agent", RVDK: "raadsonderzoeker"}


@dataclass(slots=True)
class Clock:
    """
    A clock that stands still until a test moves it.
    """

    nu: datetime = BEGIN

    def __call__(self) -> datetime:
        """
        Give the time.
        """
        return self.nu

    def goes(self, **by: int) -> None:
        """
        Let time pass.
        """
        self.nu += timedelta(**by)


@functools.cache
def shipped() -> Policy:
    """
    Give the policy of the shipped workspace, read once: it is the same for every test.
    """
    return Policy(WORKSPACE)


@functools.cache
def _randomness() -> Callable[[int], bytes]:
    return random.Random("huizen").randbytes  # noqa: S311 - test keys guard nothing


def keyfile(folder: Path) -> KeyBackend:
    """
    Make a key file without a passphrase in *folder*, or open the one that is there.
    """
    path = folder / "sleutels.json"
    clock = Clock()
    if path.exists():
        return opened(path)
    folder.mkdir(mode=0o700, exist_ok=True)
    return create_keyring(
        path, wachtwoord=None, zonder_wachtwoord=True, klok=clock, toeval=_randomness()
    )


def opened(path: Path) -> KeyBackend:
    """
    Open the key file *path*.
    """
    return open_keyring(path, wachtwoord=None, klok=Clock(), toeval=_randomness())


@dataclass(slots=True)
class Huis:
    """
    An engine with its *klok*, and by name who works there.
    """

    engine: Engine
    klok: Clock
    mensen: dict[str, str] = field(default_factory=dict)  # name: id of the Medewerker
    personen: dict[str, str] = field(default_factory=dict)  # name: person in the vault
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

    def van(self, naam: str, **about: str | None) -> About:
        """
        Say who asks, and about what.
        """
        return About(medewerker=self.mensen.get(naam), **about)

    def add(self, line: Register, door: str, **about: str | None) -> None:
        """
        Let somebody write a line in a register, a moment later.
        """
        self.klok.goes(seconds=1)
        self.huis.registratie.add(line, self.van(door, **about))

    def stored(self, kind: type[Any], row: str) -> Any:
        """
        Read one line back.
        """
        with self.huis.storage.hoofd.read() as connection:
            return Registers(connection).one(kind, row)

    def vraag(self, naam: str, handeling: str, gegevens: str, **more: Any) -> Request:
        """
        Make the request of somebody, in his first role that is not for reporting.
        """
        organisatie, rollen = PEOPLE[naam]
        base: dict[str, Any] = {
            "convenant": HUIS,
            "deelnemer": organisatie,
            "rol": rollen[0],
            "handeling": handeling,
            "gegevens": gegevens,
            "over": "betrokkene",
            "doel": "complexe-casuistiek",
            "proces": "com",
            "fase": "casusoverleg",
        }
        return Request(**base | more)

    # --- people

    def mensen_komen(self) -> None:
        """
        Let everybody be designated by his own organisation, and each organ give its mandate.
        """
        for naam in PEOPLE:
            keeper = next(
                (
                    each
                    for each, (organisatie, _) in PEOPLE.items()
                    if each in self.mensen
                    and each.startswith("beheer")
                    and organisatie == PEOPLE[naam][0]
                ),
                "beheer",
            )
            self.add(self.aanwijzing(naam), keeper)
            line = self.mensen[naam]
            assert self.stored(Medewerker, line) is not None
        for organisatie, naam in VOTERS.items():
            keeper = next(
                k for k in PEOPLE if k.startswith("beheer") and PEOPLE[k][0] == organisatie
            )
            self.add(
                Mandaat(
                    id=self.uid(), medewerker=self.mensen[naam], namens=organisatie, van=LONG_AGO
                ),
                keeper,
            )

    def aanwijzing(self, naam: str) -> Medewerker:
        """
        Make the line that designates somebody.
        """
        organisatie, rollen = PEOPLE[naam]
        self.personen[naam] = self.huis.storage.persons.enrol()
        self.mensen[naam] = self.uid()
        return Medewerker(
            id=self.mensen[naam],
            persoon=self.personen[naam],
            organisatie=organisatie,
            rollen=rollen,
            vog_of_screening=LONG_AGO,
            commerciele_taak=False,
            van=LONG_AGO,
        )


@contextmanager
def huis(folder: Path, target: str | None = None, **options: Any) -> Iterator[Huis]:
    """
    Open a house in *folder*, with its database at *target*; nobody works there yet.
    """
    klok = options.pop("klok", None) or Clock()
    given: dict[str, Any] = {
        "sleutels": options.pop("sleutels", None) or keyfile(folder / "sleutels"),
        "database": target or folder / "db" / "huis.sqlite",
        "niet_ondertekend": True,
    }
    with Engine.open(WORKSPACE, klok=klok, **given | options) as engine:
        yield Huis(engine, klok)
