"""
What the parts of an import share: the answers, the names of the workspace, and what is lost.
"""

from __future__ import annotations

import re

from dataclasses import dataclass
from datetime import date

from zvhprivacy.dpia.rijksmodel.cells import Cells
from zvhprivacy.dpia.rijksmodel.loss import Soort, Verliezen
from zvhprivacy.dpia.rijksmodel.names import Namen


UNKNOWN = "niet vermeld"
UNKNOWN_ID = "niet-vermeld"  # which the checks of the register do not know

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?", re.ASCII)
_DUTCH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    An import while it goes on.
    """

    cells: Cells
    names: Namen
    lost: Verliezen

    def filled(self, number: str, said: str) -> str:
        """
        Give *said*, or words that say that nothing was said.
        """
        if said:
            return said
        self.lost.meld(number, Soort.AANGENOMEN, wat=UNKNOWN)
        return UNKNOWN

    def word(self, number: str, name: str) -> str:
        """
        Give the id of the organisation or role called *name*.
        """
        if not name:
            self.lost.meld(number, Soort.AANGENOMEN, wat=UNKNOWN_ID)
            return UNKNOWN_ID
        if self.names.find(name) is None:
            self.lost.meld(number, Soort.NIET_GEVONDEN)
        return self.names.or_made(name, default=UNKNOWN_ID)

    def day(self, number: str, said: str) -> date | None:
        """
        Read a day as a form writes it; None, and counted, when it is none.
        """
        found = as_day(said)
        if said and found is None:
            self.lost.meld(number, Soort.ONBEGREPEN, wat="datum")
        return found


def as_day(said: str) -> date | None:
    """
    Read a day with the year in front or behind; None when it is none.
    """
    if match := _ISO.fullmatch(said):
        year, month, day = match.groups()
    elif match := _DUTCH.fullmatch(said):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def joined(*parts: str) -> str:
    """
    Put the parts that say something behind each other, each once.
    """
    return ", ".join(dict.fromkeys(filter(None, parts)))
