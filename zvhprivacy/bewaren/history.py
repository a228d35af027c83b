"""
What happened to a case and on which days; a day that cannot be right counts as not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from zvhprivacy.model.bewaartermijn import Begin
from zvhprivacy.model.bewaren import CaseFacts, Happened


# A case in one of these phases went through what the phase is called after.
PHASES = {
    "afgesloten": Begin.AFGESLOTEN,
    "afgewezen": Begin.AFGEWEZEN,
    "overgedragen": Begin.OVERGEDRAGEN,
    "hernieuwd": Begin.HERNIEUWD,
}
_OVER = (Begin.AFGEWEZEN, Begin.OVERGEDRAGEN)  # then a case is not treated any more


class Days(NamedTuple):
    """
    The days on which something happened, in order; *zeker* when none of them is missing.
    """

    dagen: tuple[date, ...]
    zeker: bool


Happenings = Mapping[Begin, Days]


def happenings(
    events: Iterable[Happened], *, sinds: date | None, vandaag: date
) -> dict[Begin, Days]:
    """
    Give on which days each thing happened.

    Nothing can happen to data before they are there (*sinds*) or after *vandaag*.
    """
    known: dict[Begin, list[date]] = {}
    missing = set()
    for event in events:
        dagen = known.setdefault(event.begin, [])
        if event.op is None or event.op > vandaag or (sinds is not None and event.op < sinds):
            missing.add(event.begin)
        else:
            dagen.append(event.op)
    return {
        begin: Days(tuple(sorted(dagen)), begin not in missing) for begin, dagen in known.items()
    }


def both(ours: Happenings, others: Happenings) -> Happenings:
    """
    Take together what happened to an item and to its whole case.
    """
    found = dict(ours)
    for begin, days in others.items():
        if (mine := ours.get(begin)) is not None:
            dagen = tuple(sorted((*mine.dagen, *days.dagen)))
            found[begin] = Days(dagen, mine.zeker and days.zeker)
        else:
            found[begin] = days
    return found


def of_case(facts: CaseFacts) -> tuple[Happened, ...]:
    """
    Give what happened to the whole case.

    What its phase says happened, did, also when nothing tells on which day.
    """
    events = tuple(event for event in facts.happened if event.gegeven is None)
    meant = PHASES.get(facts.fase)
    if meant is None or any(event.begin is meant for event in events):
        return events
    return (*events, Happened(meant, None))


class History(NamedTuple):
    """
    When a case was closed and made available again, and on which days that left it open.
    """

    afgesloten: Days
    hernieuwd: Days
    klaar: Days  # rejected or handed over
    gesloten: bool  # as its phase says

    @classmethod
    def of(cls, happened: Happenings, fase: str) -> History:
        """
        Take it from what happened.
        """
        none = Days((), zeker=True)
        over = [happened[begin] for begin in _OVER if begin in happened]
        return cls(
            afgesloten=happened.get(Begin.AFGESLOTEN, none),
            hernieuwd=happened.get(Begin.HERNIEUWD, none),
            klaar=Days(
                tuple(dag for days in over for dag in days.dagen),
                all(days.zeker for days in over),
            ),
            gesloten=PHASES.get(fase) is Begin.AFGESLOTEN,
        )

    @property
    def zeker(self) -> bool:
        """
        Say whether no day of it is missing.
        """
        return self.afgesloten.zeker and self.hernieuwd.zeker and self.klaar.zeker

    def closed(self, dag: date) -> date | None:
        """
        Give the last day up to *dag* on which the case was closed, as far as is known.
        """
        return max((each for each in self.afgesloten.dagen if each <= dag), default=None)

    def open_at(self, dag: date) -> bool:
        """
        Say whether the case was being treated at the end of *dag*, as far as is known.

        Of a closing and a renewal on one day the renewal came last when the case was closed once
        more after that, or is not closed now.
        """
        if any(each <= dag for each in self.klaar.dagen):
            return False
        closed = self.closed(dag)
        if closed is None:
            return True
        renewed = max((each for each in self.hernieuwd.dagen if each <= dag), default=date.min)
        if renewed == closed:
            return closed != self.afgesloten.dagen[-1] or not self.gesloten
        return renewed > closed
