"""
What the policy that decided a line says: of its grounds, its members and its bans.
"""

from __future__ import annotations

import functools

from collections.abc import Mapping
from datetime import date
from typing import Any

from zvhprivacy.audit.sources import House, Sources
from zvhprivacy.model.request import REQUIRED, Request
from zvhprivacy.policy.archive import read_archived, restored
from zvhprivacy.policy.decision import Outcome
from zvhprivacy.policy.period import Period
from zvhprivacy.policy.snapshot import Snapshot


REMEMBERED = 100_000  # answers; at less than 1 kB each this stays below 100 MB
AT_ONCE = 4  # older policies in memory: lines come as time went, so one seldom comes back

Line = Mapping[str, Any]


class Then:
    """
    The policies that decided lines of the logboek, and what they answer when asked again.

    Of a policy that is not kept so that it can be asked, nothing is known. Memory does not grow
    with the number of lines.
    """

    def __init__(self, bron: Sources) -> None:
        self._bron = bron
        self._older: dict[str, Snapshot | None] = {}
        self._periods: dict[tuple[object, ...], Period | None] = {}
        self._known: dict[tuple[object, ...], bool | None] = {}

    def of(self, line: Line) -> Snapshot | None:
        """
        Give the policy that decided *line*, as it answers when no glass is broken.
        """
        policy, huis = line.get("beleid"), self._bron.huis
        if policy == self._bron.policy.policy:
            return self._bron.policy
        if policy is None or huis is None:
            return None
        if policy not in self._older:
            if len(self._older) == AT_ONCE:
                for each in (self._older, self._periods, self._known):
                    each.clear()
            self._older[policy] = _kept(huis, policy)
        return self._older[policy]

    def banned(self, line: Line) -> bool | None:
        """
        Say whether a ban stood in the way of what *line* asked; None when that cannot be said.

        It takes the facts of the line as they stand there. With the glass broken the bans that the
        organisation chose for itself are not asked; those are no law.
        """
        get = line.get
        days = (get("beleid"), get("dag"), get("noodprocedure"))
        if days not in self._periods:
            self._periods[days] = self._period(line)
        period, facts = self._periods[days], get("feiten", ())
        if period is None:
            return None
        key = (period, *map(get, Request._fields), *facts)
        if key not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = _banned(period, line)
        return self._known[key]

    def _period(self, line: Line) -> Period | None:
        snapshot = self.of(line)
        if snapshot is None:
            return None
        if line.get("noodprocedure"):
            today = snapshot is self._bron.policy
            snapshot = self._bron.glass_broken if today else _glass_broken(snapshot)
        return snapshot.period(day_of(line))


def _banned(period: Period, line: Line) -> bool | None:
    # A word that is missing was unknown to the policy then; an allowed line has all of them.
    fields = {**dict.fromkeys(REQUIRED, "?"), **line}
    facts = frozenset(fact.partition("=")[0] for fact in line.get("feiten", ()))
    decision, _ = period.decide(Request._make(map(fields.get, Request._fields)), facts)
    return None if decision.soort is Outcome.ONGELDIG else decision.soort is Outcome.VERBODEN


def day_of(line: Line) -> date:
    """
    Give the day for which *line* was decided.
    """
    return date.fromisoformat(line.get("dag") or line["tijd"][:10])


def _kept(huis: House, policy: str) -> Snapshot | None:
    data = next((data for name, data in huis.log.policies() if name == policy), None)
    return None if data is None else _restored(policy, data)


@functools.lru_cache(maxsize=AT_ONCE)  # several checks ask for the same ones
def _restored(policy: str, data: bytes) -> Snapshot | None:
    found = read_archived(data)
    workspace = restored(found, policy) if found is not None else None
    return None if workspace is None else Snapshot(workspace, poort=True)


@functools.lru_cache(maxsize=AT_ONCE)
def _glass_broken(snapshot: Snapshot) -> Snapshot:
    return Snapshot(snapshot.workspace, eigen=False, poort=True)
