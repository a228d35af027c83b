"""
From when until when something holds.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from zvhprivacy.model.written import Day, Written


class Geldig(Written):
    """
    A stretch of days: *vanaf* is the first, *tot* the first day after it; both may be open.
    """

    vanaf: Day | None = None
    tot: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.vanaf and self.tot and self.tot <= self.vanaf:
            raise PydanticCustomError(
                "ZVH106", "order", {"vanaf": str(self.vanaf), "tot": str(self.tot)}
            )
        return self

    def op(self, day: date) -> bool:
        """
        Say whether *day* lies within.
        """
        return (self.vanaf is None or self.vanaf <= day) and (self.tot is None or day < self.tot)

    @property
    def grenzen(self) -> tuple[date, ...]:
        """
        Name the days on which something changes.
        """
        return tuple(day for day in (self.vanaf, self.tot) if day is not None)


ALTIJD = Geldig()
