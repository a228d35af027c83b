"""
When what of which case happens.
"""

from __future__ import annotations

import heapq

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bench.audit_house.acting import DAY0
from bench.audit_house.copying import Copy
from bench.audit_house.recording import Block


END = date(2030, 7, 1)  # exclusive
WEEKS = (END - DAY0).days // 7
# Out of five cases; what is rejected or handed over goes within weeks.
MIX = ("treated", "rejected", "treated", "held", "handed-over")
# The first cases are old enough to be renewed before the house is audited.
FIRST_OF_ALL = ("renewed", "renewed")
SOON_GONE = {"rejected", "handed-over"}
TOGETHER = 26  # weeks
ENTRIES_AT_ONCE = 20_000
HOURS = timedelta(hours=3)  # within which copies of one moment are spread


@dataclass(order=True, slots=True)
class Turn:
    """
    A block of a copy whose turn comes at *moment*, *later* than that of the original.
    """

    moment: datetime
    number: int
    copy: Copy = field(compare=False)
    block: Block = field(compare=False)
    later: timedelta = field(compare=False)


def begins(number: int, cases: int, life: str) -> timedelta:
    """
    Spread cases over the years; a few have just been reported when the house is audited.

    What has to be destroyed comes together, since each run of that goes over all the files.
    """
    old = len(FIRST_OF_ALL)
    week = max(0, number - old) * (WEEKS - 4) // max(1, cases - old - 1)
    return timedelta(weeks=week - week % TOGETHER if life in SOON_GONE else week)


def lived(copy: Copy) -> list[Block]:
    """
    Give what happens to *copy* before the house is audited.
    """
    last = END - timedelta(days=1)
    return [
        block
        for block in copy.life.blocks
        if DAY0 + timedelta(days=block.day + copy.shift.days) < last
    ]


def lines_of(block: Block) -> int:
    """
    Count the entries that *block* leaves.
    """
    return sum(len(unit.lines) for unit in block.units)


def until(turns: list[Turn], day: date) -> list[Turn]:
    """
    Take the turns of before *day* from *turns*, which is a heap.
    """
    found: list[Turn] = []
    while turns and turns[0].moment.date() < day:
        found.append(heapq.heappop(turns))
    return found


def some_of(turns: Sequence[Turn]) -> Iterator[list[Turn]]:
    """
    Cut *turns* where a day ends, so that what is done in one day stays in order.
    """
    some: list[Turn] = []
    count = 0
    for turn in turns:
        if count > ENTRIES_AT_ONCE and turn.moment.date() > some[-1].moment.date():
            yield some
            some, count = [], 0
        some.append(turn)
        count += lines_of(turn.block)
    if some:
        yield some


def in_ms(span: timedelta) -> timedelta:
    """
    Round *span* as the times in the logboek are.
    """
    return timedelta(milliseconds=round(span.total_seconds() * 1000))
