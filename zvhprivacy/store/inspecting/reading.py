"""
What stands in a row, also where it is damaged: for who checks and must not stop at it.
"""

from __future__ import annotations

import functools
import json

from datetime import datetime
from typing import Any, NamedTuple


class Vote(NamedTuple):
    """
    What one organisation said when it was decided.
    """

    organisatie: str
    voor: bool


def moment(text: str | None) -> datetime | None:
    """
    Read a moment as `days.as_text` gives it; None when it is none.
    """
    try:
        read = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return None if read.tzinfo is None else read


@functools.lru_cache(maxsize=10_000)  # the same few, time after time
def words(text: str | None) -> tuple[str, ...]:
    """
    Read a list of words; empty when it is none.
    """
    read = _list(text)
    return tuple(read) if all(isinstance(each, str) for each in read) else ()


def votes(text: str | None) -> tuple[Vote, ...]:
    """
    Read who voted what; empty when that cannot be read.
    """
    try:
        return tuple(Vote(each["organisatie"], each["voor"] is True) for each in _list(text))
    except (TypeError, KeyError):
        return ()


def _list(text: str | None) -> list[Any]:
    try:
        read = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return []
    return read if isinstance(read, list) else []
