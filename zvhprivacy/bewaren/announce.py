"""
Which running cases come to their end, so that there is time to decide about a renewal.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from zvhprivacy.bewaren.calculus import verdicts
from zvhprivacy.bewaren.limits import after
from zvhprivacy.model.bewaren import CaseFacts, Vindplaats
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.policy.terms import Terms


# What is closed can be renewed too (BGS 1.16 lid 2 b), but nobody works in it who needs a warning.
_NOT_RUNNING = {"afgesloten", "afgewezen", "overgedragen", "vernietigd"}


class Announcement(NamedTuple):
    """
    Data of a running case will have to go on *uiterlijk*, which is within *binnen* from now.

    *gegevens* counts the items. *plaats* is the term that decides.
    """

    casus: str
    uiterlijk: date
    binnen: Termijn
    gegevens: int
    plaats: Vindplaats


def announcements(facts: CaseFacts, terms: Terms, op: date) -> tuple[Announcement, ...]:
    """
    Give the ends of a running case that lie within the times to announce them, the first first.

    Of those times the shortest counts. What has to go at once is not announced: nothing can be
    decided about that any more. An end that was not announced comes all the same.
    """
    if facts.fase in _NOT_RUNNING:
        return ()
    times = sorted((after(binnen, op), binnen) for binnen in terms.uitvoering.aankondigen)
    counted: dict[tuple[date, Vindplaats], int] = {}
    for verdict in verdicts(facts, terms, op):
        if verdict.uiterlijk is not None and not verdict.onverwijld and verdict.uiterlijk >= op:
            end = (verdict.uiterlijk, Vindplaats(verdict.regel, verdict.artikel, verdict.plek))
            counted[end] = counted.get(end, 0) + (verdict.gegeven is not None)
    return tuple(
        Announcement(facts.casus, dag, binnen, number, plaats)
        for (dag, plaats), number in sorted(counted.items())
        for binnen in [next((binnen for last, binnen in times if dag <= last), None)]
        if binnen is not None
    )
