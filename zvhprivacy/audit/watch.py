"""
One pass over the logboek for all checks that have to see its lines.
"""

from __future__ import annotations

import json

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from zvhprivacy.audit.sources import House, Watch
from zvhprivacy.logboek import canonical
from zvhprivacy.logboek.line import Gebeurtenis, as_time
from zvhprivacy.logboek.reading import HERE


See = Callable[[int, Mapping[str, Any]], object]
_DATA = b'{"attributes"'
_EVENTS = tuple(each.value for each in Gebeurtenis)


def watch(
    huis: House,
    watches: Iterable[Watch],
    vanaf: date,
    tot: date,
    progress: Callable[[int], object] = lambda _: None,
) -> int:
    """
    Show each of *watches* the lines it wants; give how many entries could not be read.

    A pruned entry says nothing and is passed over; a damaged one is counted here, and told of by
    the check of the logboek itself. *progress* gets how many entries were seen since it was called
    before. Memory does not grow with the number of entries.
    """
    watches = tuple(watches)
    within, early = defaultdict[str, list[See]](list), defaultdict[str, list[See]](list)
    for each in watches:
        for event in each.gebeurtenissen or _EVENTS:
            within[event].append(each.see)
            if each.before:
                early[event].append(each.see)
    raw = [each.raw for each in watches if each.raw is not None]
    start, stop = (as_time(datetime.combine(day, time.min, HERE)) for day in (vanaf, tot))
    begin, end = start.encode(), stop.encode()
    damaged = seen = 0
    for nummer, _, entry, _, _ in huis.log.leaves(0, huis.regels):
        seen += 1
        if not seen % 10_000:
            progress(10_000)
        if entry is None:
            continue
        for look in raw:
            look(nummer, entry)
        if entry.startswith(_DATA):
            continue
        scanned = canonical.scan(entry)
        if scanned is None:
            damaged += 1
            continue
        stamp = scanned[2]
        if stamp >= end:
            continue
        wanted = within if stamp >= begin else early
        if not wanted:
            continue
        line = json.loads(entry)
        for see in wanted.get(line["gebeurtenis"], ()):
            see(nummer, line)
    progress(seen % 10_000)
    return damaged
