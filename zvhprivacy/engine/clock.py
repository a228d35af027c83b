"""
What time it is: below the engine nobody asks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from zvhprivacy.errors import WrongUse


AMSTERDAM = ZoneInfo("Europe/Amsterdam")

Klok = Callable[[], date]  # a datetime is a date too


class Moment(NamedTuple):
    """
    A time, and the day that it is then in the Netherlands.
    """

    tijd: datetime
    dag: date


def now() -> datetime:
    """
    Give the time.
    """
    return datetime.now(AMSTERDAM)


def today() -> date:
    """
    Give the day it is in the Netherlands.
    """
    return now().date()


def moment(told: date) -> Moment:
    """
    Make a moment of what a clock told; of a bare day it is noon.

    Raises:
        WrongUse: a time without a time zone.
    """
    if not isinstance(told, datetime):
        return Moment(datetime.combine(told, time(12), AMSTERDAM), told)
    if told.tzinfo is None:
        raise WrongUse(reden="de klok geeft een tijd zonder tijdzone")
    return Moment(told, told.astimezone(AMSTERDAM).date())
