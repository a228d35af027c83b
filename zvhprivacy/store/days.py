"""
Days as they stand in a table, also where something stands there that is none.
"""

from __future__ import annotations

import functools

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa


HERE = ZoneInfo("Europe/Amsterdam")  # a day is a day in the Netherlands


def as_text(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """
    Ask for a day or a moment as it stands there: one that is none may not stop all others.
    """
    return sa.cast(column, sa.String)


@functools.lru_cache(maxsize=10_000)  # days in some ten years, time after time
def day(text: str | None) -> date | None:
    """
    Read a day; None when it is none.
    """
    try:
        read = date.fromisoformat(text or "")
    except ValueError:
        return None
    return read if read.isoformat() == text else None  # `20260301` is read too


def dutch_day(moment: str | datetime | None) -> date | None:
    """
    Give the day in the Netherlands on which a moment falls; None when it is none.
    """
    try:
        read = datetime.fromisoformat(moment or "") if not isinstance(moment, datetime) else moment
        return None if read.tzinfo is None else read.astimezone(HERE).date()
    except (ValueError, OverflowError):
        return None
