"""
Reading the logboek, for one of the four purposes for which that is allowed.

That it may be read, and that it was, is decided and written down by the engine; here nothing is
given without a purpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from zvhprivacy.errors import WrongUse
from zvhprivacy.logboek import canonical
from zvhprivacy.logboek.errors import UnreadableLine
from zvhprivacy.logboek.line import AuditLine, Line, Logdoel, as_time
from zvhprivacy.logboek.needs import LogStore
from zvhprivacy.model.stored import Checkpoint, Leaf


HERE = ZoneInfo("Europe/Amsterdam")  # a day is a day in the Netherlands


class Entry(NamedTuple):
    """
    A line with its number; no line when what stands there cannot be read (see `verify`).
    """

    nummer: int
    line: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """
    Which lines; what is left out does not narrow.

    *betrokkene* finds the data lines about one pseudonym, *actor* the audit lines of one.
    The period is from *vanaf* up to but not including *tot*.
    """

    casus: str | None = None
    voorwerp: str | None = None
    actor: str | None = None
    betrokkene: str | None = None
    vanaf: datetime | None = None
    tot: datetime | None = None


def lees(store: LogStore, query: Query, *, doel: Logdoel) -> Iterator[Entry]:
    """
    Give the lines that *query* asks for, in order, for the purpose *doel*.

    What was pruned is not there any more. A line that was damaged is given without content when
    it could be among those asked for.

    Raises:
        WrongUse: *doel* is not one of the purposes of WGS 1.8 lid 4.
    """
    if not isinstance(doel, Logdoel):
        raise WrongUse(reden="een logboek wordt alleen gelezen voor een van de vier doelen")
    return _found(store, query)


def _found(store: LogStore, query: Query) -> Iterator[Entry]:
    for leaf in _candidates(store, query):
        if leaf.regel is None:
            continue
        try:
            line = canonical.read(leaf.regel)
        except UnreadableLine:
            yield Entry(leaf.nummer, None)
            continue
        if _fits(line, query):
            yield Entry(leaf.nummer, line)


def _candidates(store: LogStore, query: Query) -> Iterator[Leaf]:
    if query.casus is not None or query.voorwerp is not None:
        return store.leaves_of(casus=query.casus, voorwerp=query.voorwerp)
    size = store.head().size
    start = 0 if query.vanaf is None else first_from(store, size, query.vanaf)
    stop = size if query.tot is None else first_from(store, size, query.tot)
    return store.leaves(start, stop)


def _fits(line: Line, query: Query) -> bool:
    stamp = line.tijd if isinstance(line, AuditLine) else line.end_time
    wanted = [
        (query.vanaf is None or (stamp or "") >= as_time(query.vanaf)),
        (query.tot is None or (stamp or "") < as_time(query.tot)),
    ]
    if isinstance(line, AuditLine):
        wanted += [query.betrokkene is None, query.actor in {None, line.actor}]
    else:
        wanted += [query.actor is None, query.betrokkene in {None, line.attributes.betrokkene}]
    return all(wanted)


def first_from(store: LogStore, size: int, moment: datetime) -> int:
    """
    Give the number of the first entry at or after *moment*, among the first *size*.

    It halves, because times go up with the numbers; a pruned entry counts as earlier.
    """
    wanted, low, high = as_time(moment), 0, size
    while low < high:
        middle = (low + high) // 2
        if any(
            canonical.time_of(leaf.regel) >= wanted for leaf in store.leaves(middle, middle + 1)
        ):
            high = middle
        else:
            low = middle + 1
    return low


def readable_from(store: LogStore, size: int) -> date | None:
    """
    Give the first day of which no entry was pruned, among the first *size*; None when none was.

    It halves, because what is pruned is the beginning of the logboek.
    """
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if any(leaf.regel is None for leaf in store.leaves(middle, middle + 1)):
            low = middle + 1
        else:
            high = middle
    if low == 0:
        return None
    stamp = next((canonical.time_of(leaf.regel) for leaf in store.leaves(low, low + 1)), "")
    began = datetime.fromisoformat(stamp).astimezone(HERE).date() if stamp else date.max
    return began + timedelta(days=1) if began < date.max else began


def checkpoint_of(store: LogStore, day: date) -> Checkpoint | None:
    """
    Give the last checkpoint that there was at the end of *day*.
    """
    end = datetime.combine(day + timedelta(days=1), datetime.min.time(), HERE)
    return max(
        (each for each in store.checkpoints() if each.tijd < end),
        key=lambda each: (each.size, each.tijd),
        default=None,
    )


def day_file(day: date) -> str:
    """
    Name the file in which the checkpoint of *day* is handed to the FGs.
    """
    return f"logboek-{day.isoformat()}.txt"
