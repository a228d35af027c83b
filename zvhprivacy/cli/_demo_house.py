"""
The house of the demo, and who works there; everybody is made up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from secrets import token_bytes
from typing import NamedTuple

from zvhprivacy.engine import Engine
from zvhprivacy.engine.clock import AMSTERDAM
from zvhprivacy.engine.house import House
from zvhprivacy.model.about import About
from zvhprivacy.model.casus import Register
from zvhprivacy.model.convenant import Convenant
from zvhprivacy.model.registers import Mandaat, Medewerker
from zvhprivacy.model.request import Request
from zvhprivacy.vault.keyring import create_keyring


class Ticking:
    """
    A clock that goes on a second each time that somebody looks at it, from ten o'clock on *day*.
    """

    def __init__(self, day: date) -> None:
        self._now = datetime.combine(day, time(10), AMSTERDAM)

    def __call__(self) -> datetime:
        """
        Give the time.
        """
        self._now += timedelta(seconds=1)
        return self._now

    def goes(self, days: int) -> None:
        """
        Let some days pass.
        """
        self._now += timedelta(days=days)


class Player(NamedTuple):
    """
    Somebody of a kind of organisation, in a role, designated by another.
    """

    soort: str
    rol: str
    door: str | None


PLAYERS = {
    "beheer": Player("college", "functioneel-beheerder", None),  # the first of all
    "beheer-om": Player("om", "functioneel-beheerder", "beheer"),
    "beheer-ggz": Player("ggz", "functioneel-beheerder", "beheer"),
    "regisseur": Player("college", "procesregisseur", "beheer"),
    "melder": Player("om", "aanmelder", "beheer-om"),
    "behandelaar": Player("ggz", "casusdeelnemer", "beheer-ggz"),
    "fg": Player("college", "fg", "beheer"),
    "privacy-officer": Player("om", "privacy-officer", "beheer-om"),
    "bewaarder": Player("college", "bewaarbeheerder", "beheer"),
    "bewaarder-2": Player("college", "bewaarbeheerder", "beheer"),
}
VOTERS = {"regisseur": "beheer", "melder": "beheer-om"}  # who gives each the mandate of his organ

_LONG_AGO = date(2025, 3, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """
    Who works in the house *huis* of *engine*, by the name that the demo gives them.
    """

    engine: Engine
    klok: Ticking
    convenant: str
    organisaties: Mapping[str, str]  # kind: the deelnemer of that kind
    medewerkers: dict[str, str] = field(default_factory=dict)

    @property
    def huis(self) -> House:
        """
        What the engine keeps.
        """
        return self.engine.huis

    @property
    def voters(self) -> tuple[str, ...]:
        """
        The organisations that decide together.
        """
        return tuple(self.organisaties[PLAYERS[naam].soort] for naam in VOTERS)

    def arrive(self) -> int:
        """
        Let everybody be designated by another, and two organs give a mandate; say how many.
        """
        for naam, player in PLAYERS.items():
            designated = Medewerker(
                id=self.new(),
                persoon=self.huis.storage.persons.enrol(),
                organisatie=self.organisaties[player.soort],
                rollen=(player.rol,),
                vog_of_screening=_LONG_AGO,
                commerciele_taak=False,
                van=_LONG_AGO,
            )
            self.write(designated, player.door)
            self.medewerkers[naam] = designated.id
        for naam, door in VOTERS.items():
            mandate = Mandaat(
                id=self.new(),
                medewerker=self.medewerkers[naam],
                namens=self.organisaties[PLAYERS[naam].soort],
                van=_LONG_AGO,
            )
            self.write(mandate, door)
        return len(PLAYERS)

    def request(self, naam: str, handeling: str, gegevens: str, *, fase: str, doel: str) -> Request:
        """
        Make a request of somebody.
        """
        return Request(
            convenant=self.convenant,
            deelnemer=self.organisaties[PLAYERS[naam].soort],
            rol=PLAYERS[naam].rol,
            handeling=handeling,
            gegevens=gegevens,
            over="betrokkene",
            doel=doel,
            proces="com",
            fase=fase,
        )

    def about(self, naam: str | None, **more: str | None) -> About:
        """
        Say who asks or writes, and about what.
        """
        return About(medewerker=self.medewerkers[naam] if naam else None, **more)

    def write(self, line: Register, naam: str | None, **about: str | None) -> None:
        """
        Let somebody write *line* in its register.
        """
        self.huis.registratie.add(line, self.about(naam, **about))

    def new(self) -> str:
        """
        Give an id without meaning.
        """
        return self.huis.storage.new_id()


@contextmanager
def opened(folder: Path, convenant: Convenant, day: date) -> Iterator[Cast]:
    """
    Open a house in the workspace *folder*, with its key file beside that and nobody in it yet.

    Raises:
        ZvhError: there is a key file already, or something cannot be made.
    """
    klok = Ticking(day)
    sleutels = create_keyring(
        keys_beside(folder), wachtwoord=None, zonder_wachtwoord=True, klok=klok, toeval=token_bytes
    )
    first = {each.soort: name for name, each in reversed(list(convenant.deelnemers.items()))}
    with Engine.open(folder, sleutels=sleutels, niet_ondertekend=True, klok=klok) as engine:
        yield Cast(
            engine=engine,
            klok=klok,
            convenant=convenant.convenant,
            organisaties={each.soort: first[each.soort] for each in PLAYERS.values()},
        )


def keys_beside(folder: Path) -> Path:
    """
    Say where the key file of a house in *folder* stands: outside it, or who has one has both.
    """
    place = folder.resolve()
    return place.with_name(f"{place.name}.sleutels.json")
