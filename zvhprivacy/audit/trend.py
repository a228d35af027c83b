"""
How many decisions there were in each month, and how many were a no.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from zvhprivacy.audit.sources import Watch
from zvhprivacy.logboek.line import Gebeurtenis, Resultaat
from zvhprivacy.model.audit import Found, Maand


class Trend:
    """
    Counts per month of the moments in the lines; shown to `examine` beside the checks.
    """

    def __init__(self) -> None:
        self._counts = Counter[tuple[str, bool]]()
        self.watch = Watch(
            see=self._see, end=Found, gebeurtenissen=frozenset({Gebeurtenis.BESLUIT.value})
        )

    def _see(self, _: int, line: Mapping[str, Any]) -> None:
        self._counts[line["tijd"][:7], line["resultaat"] == Resultaat.TOEGESTAAN] += 1

    def months(self) -> tuple[Maand, ...]:
        """
        Give the months in which there were decisions, in order.
        """
        months = sorted({month for month, _ in self._counts})
        counts = self._counts
        return tuple(Maand(each, counts[each, True], counts[each, False]) for each in months)
