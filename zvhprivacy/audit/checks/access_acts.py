"""
What people did in cases, taken from the lines of the logboek and judged many at a time.
"""

from __future__ import annotations

import functools

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from zvhprivacy.audit.sources import House, Watch
from zvhprivacy.bewaren.telling import SYSTEM
from zvhprivacy.logboek.line import Gebeurtenis, Resultaat
from zvhprivacy.logboek.reading import HERE
from zvhprivacy.model.audit import Found, Tally
from zvhprivacy.store.inspecting.access import Designated, designated


AT_ONCE = 25_000  # acts that are judged together: a few queries for all of their cases
DONE = frozenset(each.value for each in Gebeurtenis) - {Gebeurtenis.BESLUIT.value}
ALLOWED = frozenset({Resultaat.TOEGESTAAN.value, Resultaat.GELUKT.value})

Line = Mapping[str, Any]


class Act(NamedTuple):
    """
    Something that was done in a case, with the entry that tells of it.
    """

    nummer: int
    casus: str
    actor: str
    rol: str | None
    handeling: str
    dag: date
    tijd: str
    doel: str | None
    noodprocedure: bool


def of_people(line: Line) -> bool:
    """
    Say whether *line* tells of something that a person did, and that succeeded.
    """
    done: bool = line["resultaat"] == Resultaat.GELUKT and line["gebeurtenis"] in DONE
    return done and line["actor"] != SYSTEM


def day_of(line: Line) -> date:
    """
    Give the day that *line* is about: the one that was decided on, or else that of its time.
    """
    dag = line.get("dag")
    # All of an hour falls on one day, so that few are worked out.
    return date.fromisoformat(dag) if dag is not None else _day(line["tijd"][:13])


def watch_acts(
    judge: Callable[[Sequence[Act]], object],
    found: Callable[[], Found],
    wanted: Callable[[Line], bool] = lambda _: True,
) -> Watch:
    """
    Hand the acts of people in cases to *judge*, some thousands at a time; *found* ends it.

    An act that wrote several rows, and so has several lines, is one act.
    """
    waiting: list[Act] = []
    last = ""

    def see(nummer: int, line: Line) -> None:
        nonlocal last
        casus, handeling = line.get("casus"), line.get("handeling")
        if casus is None or handeling is None or not of_people(line) or not wanted(line):
            return
        if line["operatie"] == last:
            return
        last = line["operatie"]
        waiting.append(
            Act(
                nummer=nummer,
                casus=casus,
                actor=line["actor"],
                rol=line.get("rol"),
                handeling=handeling,
                dag=day_of(line),
                tijd=line["tijd"],
                doel=line.get("doel"),
                noodprocedure=bool(line.get("noodprocedure")),
            )
        )
        if len(waiting) == AT_ONCE:
            flush()

    def flush() -> None:
        judge(waiting)
        waiting.clear()

    def end() -> Found:
        flush()
        return found()

    return Watch(see=see, end=end, gebeurtenissen=DONE)


def count(tally: Tally, word: str) -> None:
    """
    Count something that explains and is no deviation.
    """
    tally.tellingen[word] = tally.tellingen.get(word, 0) + 1


class Known(NamedTuple):
    """
    Somebody's designation, and under which pseudonym he acts in the logboek.
    """

    actor: str
    aanwijzing: Designated


def known_people(huis: House) -> Iterator[Known]:
    """
    Give all designations there ever were, in order of id.

    Who wrote himself down as the first of all did so under the id of that very line.
    """
    people = designated(huis.connection)
    actors = huis.actoren([each.persoon for each in people])
    for each in people:
        yield Known(actors[each.persoon], each)


@functools.lru_cache(maxsize=1_000)
def _day(hour: str) -> date:
    return datetime.fromisoformat(f"{hour}:00:00+00:00").astimezone(HERE).date()
