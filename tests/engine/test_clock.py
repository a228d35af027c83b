"""
Times and days: a register counts the days of the Netherlands.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from zvhprivacy.engine.clock import AMSTERDAM, moment
from zvhprivacy.errors import WrongUse


@pytest.mark.parametrize(
    ("told", "day"),
    [
        (datetime(2026, 6, 1, 21, 59, tzinfo=UTC), date(2026, 6, 1)),
        (datetime(2026, 6, 1, 22, 0, tzinfo=UTC), date(2026, 6, 2)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (date(2026, 6, 1), date(2026, 6, 1)),
    ],
)
def test_the_day_is_that_of_the_netherlands(told: date, day: date) -> None:
    """
    A time belongs to the day it is then in the Netherlands, summer time included.
    """
    assert day == moment(told).dag


def test_of_a_bare_day_it_is_noon() -> None:
    """
    A clock that tells only the day means noon.
    """
    assert datetime(2026, 6, 1, 12, tzinfo=AMSTERDAM) == moment(date(2026, 6, 1)).tijd


def test_a_time_needs_a_zone() -> None:
    """
    A time without a time zone is refused: it could be another day.
    """
    with pytest.raises(WrongUse):
        moment(datetime(2026, 6, 1, 12))  # noqa: DTZ001 - that is the point
