"""
What changed between two audits, per statement and aspect.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from zvhprivacy.audit.answers import Dossier, Oordeel
from zvhprivacy.audit.measures import follow_up
from zvhprivacy.model.audit import Antwoord, Aspect
from zvhprivacy.model.audit_answers import Maatregel


_IN_ORDER = frozenset({Antwoord.VOLDOET, Antwoord.GEEN_AFWIJKING})


class Verandering(StrEnum):
    """
    What became of an aspect; the first that fits.

    *niet-meer-getoetst* was answered, and now nothing is: then nothing was solved either.
    """

    NIEUW = "nieuw"  # it deviates and did not, or nobody knew
    HERHAALD = "herhaald"  # it deviated and does so again
    OPGELOST = "opgelost"  # it deviated, and now somebody looked and it does not
    NIET_MEER_GETOETST = "niet-meer-getoetst"
    EERST_GETOETST = "eerst-getoetst"  # it is in order, and before nobody could say
    ONGEWIJZIGD = "ongewijzigd"  # in order as it was, or as unknown as it was


class Richting(StrEnum):
    """
    Whether it went better or worse.
    """

    BETER = "beter"
    SLECHTER = "slechter"
    GELIJK = "gelijk"


class Verschil(NamedTuple):
    """
    One aspect of a statement in both audits; what is not in one of them is None there.

    *herzien* says that the words of the statement are not the same, so that two answers may be to
    two questions.
    """

    stelling: str
    aspect: Aspect
    eerst: Oordeel | None
    nu: Oordeel | None
    verandering: Verandering
    richting: Richting

    @property
    def herzien(self) -> bool:
        """
        Say whether the words of the statement changed.
        """
        if self.eerst is None or self.nu is None:
            return False
        return self.eerst.getoetst.stelling != self.nu.getoetst.stelling


@dataclass(frozen=True, slots=True, kw_only=True)
class Vergelijking:
    """
    Two audits beside each other: every aspect of either, and the measures of both that are late.
    """

    eerst: str
    nu: str
    verschillen: tuple[Verschil, ...]
    te_laat: tuple[Maatregel, ...]

    def van(self, verandering: Verandering) -> tuple[Verschil, ...]:
        """
        Give the aspects of which this became.
        """
        return tuple(each for each in self.verschillen if each.verandering is verandering)


def compare(eerst: Dossier, nu: Dossier, day: date) -> Vergelijking:
    """
    Lay the audit *eerst* beside the later *nu*, in the order of the later, what it left out behind.

    What a person answered counts where one did. Measures of either that had to be carried out
    before *day* and were not are named.
    """
    return Vergelijking(
        eerst=eerst.audit.id,
        nu=nu.audit.id,
        verschillen=tuple(_differences(eerst, nu)),
        te_laat=(*follow_up(eerst, day).te_laat, *follow_up(nu, day).te_laat),
    )


def _differences(eerst: Dossier, nu: Dossier) -> Iterator[Verschil]:
    old, new = (
        {(each.getoetst.sleutel, each.aspect): each for each in dossier.oordelen()}
        for dossier in (eerst, nu)
    )
    for key in (*new, *(key for key in old if key not in new)):
        first, last = old.get(key), new.get(key)
        yield Verschil(*key, first, last, change(first, last), direction(first, last))


def change(eerst: Oordeel | None, nu: Oordeel | None) -> Verandering:
    """
    Say what became of an aspect.
    """
    before, now = _answer(eerst), _answer(nu)
    if now is Antwoord.AFWIJKING:
        return Verandering.HERHAALD if before is Antwoord.AFWIJKING else Verandering.NIEUW
    if before is Antwoord.AFWIJKING and now in _IN_ORDER:
        return Verandering.OPGELOST
    known_before, known = _established(eerst), _established(nu)
    # Who says that a deviation does not apply any more, does not say that it was solved.
    if before is Antwoord.AFWIJKING or (known_before and not known):
        return Verandering.NIET_MEER_GETOETST
    if known and not known_before:
        return Verandering.EERST_GETOETST
    return Verandering.ONGEWIJZIGD


def direction(eerst: Oordeel | None, nu: Oordeel | None) -> Richting:
    """
    Say whether an aspect went better or worse.

    Of two deviations the one with more of them is worse, or with a larger share: when the two say
    the opposite it is worse. Of answers of which one says nothing, only a deviation is worse.
    """
    before, now = _answer(eerst), _answer(nu)
    if before is now is Antwoord.AFWIJKING:
        return _counted(eerst, nu)
    if now is Antwoord.AFWIJKING:
        return Richting.SLECHTER
    if before is Antwoord.AFWIJKING and now in _IN_ORDER:
        return Richting.BETER
    return Richting.GELIJK


def _answer(oordeel: Oordeel | None) -> Antwoord | None:
    return oordeel.antwoord if oordeel else None


def _established(oordeel: Oordeel | None) -> bool:
    return oordeel is not None and oordeel.vastgesteld


def _counted(eerst: Oordeel | None, nu: Oordeel | None) -> Richting:
    before, now = _counts(eerst), _counts(nu)
    if before is None or now is None or before == now:
        return Richting.GELIJK
    worse = now[0] > before[0] or now[1] > before[1]
    return Richting.SLECHTER if worse else Richting.BETER


def _counts(oordeel: Oordeel | None) -> tuple[int, Fraction] | None:
    """
    Give how many deviate and which share; nothing where the machine did not count deviations.
    """
    looked = oordeel.getoetst.found.of(oordeel.aspect) if oordeel else None
    if looked is None or not looked.afwijkend:
        return None
    return looked.afwijkend, Fraction(looked.afwijkend, max(looked.onderzocht, looked.afwijkend))
