"""
A term as ISO 8601 writes one: years, months and days, and the day on which it ends.
"""

from __future__ import annotations

import calendar
import re

from datetime import date
from typing import NamedTuple


MONTHS = 12  # in a year
MOST = (999, 9_999, 9_999)  # years, months and days; a longer term is a slip of the pen

_PART = r"(?:([0-9]{1,9})%s)?"
_DATES = re.compile("P(?=[0-9])" + "".join(_PART % unit for unit in "YMD"))
_WEEKS = re.compile("P([0-9]{1,9})W")

# Why a text is no term: the first that fits is the reason.
_REASONS = tuple(
    (re.compile(pattern), reason)
    for pattern, reason in (
        (r"\s*", "niets"),
        (
            r"(?i)geen|none|null|nihil|onbepaald.*|permanent|altijd|blijvend.*|bewaren",
            "zonder-einde",
        ),
        (r"[+−-].*|P.*[+−-].*", "teken"),
        (r"P.*[0-9][.,][0-9].*", "breuk"),
        (r"(?i)P.*T.*", "uren"),
        (r"P([0-9]+[YMWD])+", "volgorde"),
        (r"(?i)P([0-9]+[YMWD])+", "kleine-letters"),
    )
)

# After 400 years the calendar is the same. From a leap year on, so that an example is a near one.
_CYCLE = (*range(2024, 2400), *range(2000, 2024))


class Termijn(NamedTuple):
    """
    So many years, months and days, which are added in that order.
    """

    jaren: int = 0
    maanden: int = 0
    dagen: int = 0

    @classmethod
    def parse(cls, text: str) -> Termijn | None:
        """
        Read `P5Y`, `P1Y6M`, `P42D`, `P6W` or `P0D`; None when it is nothing of the kind.

        Hours, fractions, signs and lower case are refused: a term in a law has none. So are weeks
        with anything else, which ISO 8601 has not.
        """
        if found := _WEEKS.fullmatch(text):
            read = cls(dagen=int(found[1]) * 7)
        elif found := _DATES.fullmatch(text):
            read = cls(*(int(part or 0) for part in found.groups()))
        else:
            return None
        return read if all(part <= most for part, most in zip(read, MOST, strict=True)) else None

    def na(self, dag: date) -> date:
        """
        Give the day on which the term ends that begins on *dag*, which is the last allowed one.

        Where a month has no such day it is the last of that month: "uiterlijk" makes no term
        longer, so five years after 29 February is 28 February.

        Raises:
            OverflowError: it ends after the year 9999.
        """
        months = dag.year * MONTHS + dag.month - 1 + self.jaren * MONTHS + self.maanden
        year, month = divmod(months, MONTHS)
        if year > date.max.year:
            raise OverflowError
        last = calendar.monthrange(year, month + 1)[1]
        moved = date(year, month + 1, min(dag.day, last))
        ordinal = moved.toordinal() + self.dagen
        if ordinal > date.max.toordinal():
            raise OverflowError
        return date.fromordinal(ordinal)

    def langer_dan(self, other: Termijn) -> date | None:
        """
        Give a day on which a term of this length begins and ends later than *other*; None if none.

        It is exact: P1Y is longer than P365D only from a day on which it takes in a 29 February.
        """
        if self._maanden <= other._maanden and self.dagen <= other.dagen:
            return None
        # The first days of all months tell: from the end of a month, where days are cut off, it is
        # as far to the end of another as from the first of the next month to the first after that.
        firsts = (date(year, month, 1) for year in _CYCLE for month in range(1, MONTHS + 1))
        return next((day for day in firsts if self.na(day) > other.na(day)), None)

    @property
    def _maanden(self) -> int:
        return self.jaren * MONTHS + self.maanden

    def __str__(self) -> str:
        units = zip((self.jaren, self.maanden, self.dagen), "YMD", strict=True)
        return "P" + ("".join(f"{number}{unit}" for number, unit in units if number) or "0D")


def waarom_geen_termijn(text: str) -> str:
    """
    Name why *text* is no term: one of the words of `_REASONS`, `te-lang` or `anders`.
    """
    for pattern, reason in _REASONS:
        if pattern.fullmatch(text):
            return _of_units(text) if reason == "volgorde" else reason
    return "anders"


def _of_units(text: str) -> str:
    units = re.findall("[YMWD]", text)
    if "W" in units and len(units) > 1:
        return "weken-gemengd"
    if units != sorted(set(units), key="YMWD".index):
        return "volgorde"
    return "te-lang"
