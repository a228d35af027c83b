"""
What a processing activity is: how it is called, and what AVG 30 lid 1 asks of it, per version.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zvhprivacy.dpia.roles import CONTROLLERS, Rol
from zvhprivacy.model.bewaartermijn import Actie, Begin
from zvhprivacy.model.dpia.facts import BewaartermijnFeit, Partij
from zvhprivacy.model.termijn import Termijn


# What can count as "how long": a term that every case has, from the hardest begin on.
_ALWAYS = (Begin.EERSTE_VERWERKING, Begin.LAATSTE_VERWERKING, Begin.AFGESLOTEN)
_ANY_DAY = date(2024, 1, 1)  # to compare two terms by


@dataclass(frozen=True, slots=True, kw_only=True)
class Inhoud:
    """
    What AVG 30 lid 1 asks of an activity, as far as it follows from the rules.

    *gegevens* are categories with their kind; *grondslagen* articles with that of the AVG they give
    effect to; *uitzonderingen* articles that lift the ban on special data.
    """

    kaders: tuple[str, ...]
    handelingen: tuple[str, ...]
    betrokkenen: tuple[str, ...]
    gegevens: tuple[tuple[str, str], ...]
    partijen: tuple[Partij, ...]
    grondslagen: tuple[tuple[str, str], ...]
    uitzonderingen: tuple[str, ...]
    bewaartermijnen: tuple[BewaartermijnFeit, ...]

    @property
    def verantwoordelijken(self) -> tuple[Partij, ...]:
        """
        Give who is controller of it.
        """
        return tuple(each for each in self.partijen if each.rol in CONTROLLERS)

    @property
    def gezamenlijk(self) -> bool:
        """
        Say whether they are that jointly (AVG 26).
        """
        return any(each.rol == Rol.GEZAMENLIJK for each in self.partijen)

    @property
    def ontvangers(self) -> tuple[Partij, ...]:
        """
        Give who gets data without being controller (AVG 30 lid 1 d).
        """
        return tuple(each for each in self.partijen if each.rol not in CONTROLLERS)

    @property
    def bewaartermijn(self) -> Termijn | None:
        """
        Give the term within which everything goes, whatever happens to the case.

        Of several from the same begin that is the shortest: they are maxima.
        """
        for begin in _ALWAYS:
            found = [
                term.termijn
                for term in self.bewaartermijnen
                if term.vanaf is begin and term.dan is not Actie.AFSCHERMEN
            ]
            if found:
                return min(found, key=lambda term: term.na(_ANY_DAY))
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Versie:
    """
    What an activity was from *vanaf* until the next version, or since ever.
    """

    nummer: int
    vanaf: date | None
    inhoud: Inhoud


@dataclass(frozen=True, slots=True, kw_only=True)
class Activiteit:
    """
    One processing activity with all its versions, the oldest first.

    *actief*: on the day asked for there are rules, and the process can begin there: it has a
    protocol, or somebody may start a case. What is not active can still stand in old lines.
    *dpia* is the one that was adopted for it, if there is one.
    """

    id: str
    convenant: str
    proces: str
    doel: str
    versies: tuple[Versie, ...]
    actief: bool
    dpia: str | None

    @property
    def nu(self) -> Inhoud:
        """
        Give what it is in its last version.
        """
        return self.versies[-1].inhoud
