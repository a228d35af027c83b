"""
What a check looked at, one record after another, counted for the register and for the period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

from zvhprivacy.audit.sources import House, Sources
from zvhprivacy.logboek.reading import HERE
from zvhprivacy.model.audit import Found, Looked, Onbekend, Tally


class Seen(NamedTuple):
    """
    A record that was looked at, of which day it is, and in a word why it deviates, if it does.
    """

    dag: date
    soort: str
    kenmerk: str
    waarom: str = ""


def counted(bron: Sources, look: Callable[[House], Iterable[Seen]]) -> Found:
    """
    Count all that *look* sees as *bestaan*, and what is of the days of the period as *werking*.

    Without a house neither can be established.
    """
    if bron.huis is None:
        return neither()
    bestaan, werking = Tally(), Tally()
    for each in look(bron.huis):
        _count(bestaan, each)
        if in_period(bron, each.dag):
            _count(werking, each)
    return Found(bestaan=bestaan.looked(), werking=werking.looked())


def neither(reden: Onbekend = Onbekend.GEEN_DATABASE) -> Found:
    """
    Say that what takes a house can be established of neither aspect, by default without one.
    """
    looked = Looked(onbekend=reden)
    return Found(bestaan=looked, werking=looked)


def in_period(bron: Sources, dag: date) -> bool:
    """
    Say whether *dag* lies in the period that is audited.
    """
    return bron.vanaf <= dag < bron.tot


def day_of(moment: datetime) -> date:
    """
    Give the day in the Netherlands on which *moment* falls.
    """
    return moment.astimezone(HERE).date()


def _count(tally: Tally, each: Seen) -> None:
    tally.look()
    if each.waarom:
        tally.deviates(each.soort, each.kenmerk, each.waarom)
