"""
Which lines of the registers are about the same as the request: all others are left out first.

The facts are derived from what is left, so that a fact about one case, person, item or disclosure
never serves another, whatever was gathered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from zvhprivacy.feiten.known import Known
from zvhprivacy.model.about import About
from zvhprivacy.model.casus import Dossier, Gegeven
from zvhprivacy.model.registers import (
    Aanleiding,
    Besluit,
    Bezwaar,
    Instemming,
    RacAdvies,
    Toestemming,
    Verstrekking,
)
from zvhprivacy.model.request import Request


Line = TypeVar("Line", Toestemming, Instemming, Bezwaar, RacAdvies)
Named = TypeVar("Named", Verstrekking, Besluit)


def scoped(known: Known) -> Known:
    """
    Leave out of *known* every line that is about something else than the request is.

    Declarations, corrections and publications name what they are about where they are used.
    """
    about = known.about
    dossier = _dossier(known.dossier, known.request, about)
    person = known.medewerker
    disclosure = _named(known.verstrekking, about.verstrekking, about)
    return replace(
        known,
        dossier=dossier,
        medewerker=person if person and person.id == about.medewerker else None,
        mandaten=tuple(each for each in known.mandaten if each.medewerker == about.medewerker),
        gegevens=tuple(
            each for each in known.gegevens if _at_hand(each, known, dossier, disclosure)
        ),
        verstrekking=disclosure,
        toestemmingen=_of_this(known.toestemmingen, about),
        instemmingen=_of_this(known.instemmingen, about),
        bezwaren=_of_this(known.bezwaren, about),
        adviezen=_of_this(known.adviezen, about),
        besluit=_named(known.besluit, about.besluit, about),
        criteria=tuple(each for each in known.criteria if each.casus == about.casus),
        overgangen=tuple(each for each in known.overgangen if each.casus == about.casus),
        aanleiding=_occasion(known.aanleiding, about),
    )


def _dossier(dossier: Dossier | None, asked: Request, about: About) -> Dossier | None:
    """
    Give the case, with those of its persons that the request is about.
    """
    if dossier is None or dossier.casus.id != about.casus:
        return None
    casus = dossier.casus
    # None of these is the caller's to choose.
    kept = ((asked.convenant, casus.convenant), (asked.kader, casus.kader))
    if any(chosen not in {None, registered} for chosen, registered in kept):
        return None
    return dossier.model_copy(
        update={
            "betrokkenen": tuple(
                each
                for each in dossier.betrokkenen
                if each.casus == about.casus
                and each.over == asked.over
                and about.betrokkene in {None, each.id}
            ),
            "deelnames": tuple(each for each in dossier.deelnames if each.casus == about.casus),
            "toewijzingen": tuple(
                each
                for each in dossier.toewijzingen
                if each.casus == about.casus and each.medewerker == about.medewerker
            ),
        }
    )


def _at_hand(
    item: Gegeven, known: Known, dossier: Dossier | None, disclosure: Verstrekking | None
) -> bool:
    persons = {each.id for each in dossier.betrokkenen} if dossier else set()
    return (
        item.casus == known.about.casus
        and item.betrokkene in persons
        and item.categorie == known.request.gegevens
        and known.about.gegeven in {None, item.id}
        and (disclosure is None or item.id in disclosure.gegevens)
    )


def _named(line: Named | None, named: str | None, about: About) -> Named | None:
    ours = line is not None and line.id == named and line.casus == about.casus
    return line if ours else None


def _occasion(line: Aanleiding | None, about: About) -> Aanleiding | None:
    # One without a case is for what is asked outside any case, and never for all of them.
    ours = line is not None and line.id == about.aanleiding and line.casus == about.casus
    return line if ours else None


def _of_this(lines: Iterable[Line], about: About) -> tuple[Line, ...]:
    return tuple(each for each in lines if each.verstrekking == about.verstrekking)
