"""
One version of the policy, ready to answer: immutable, and swapped whole when the files change.
"""

from __future__ import annotations

import bisect

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property, partial

from zvhprivacy.errors import PolicyUnusable
from zvhprivacy.model.request import Request
from zvhprivacy.model.workspace import Law, Workspace
from zvhprivacy.policy.compile import compile_rules
from zvhprivacy.policy.decision import Decision
from zvhprivacy.policy.period import Period
from zvhprivacy.policy.rule import Rule


# Answers remembered over all days; at some 2 kB each, request included, this stays below 250 MB.
REMEMBERED = 100_000


class Snapshot:
    """
    The policy as it was read at one moment.

    *eigen* includes the bans of `policies/organisatie.yaml` that are active, *poort* those that ask
    whether a process may run at all.
    Several threads may ask at once.

    Raises:
        PolicyUnusable: the law layer cannot be read as meant.
    """

    def __init__(self, workspace: Workspace, *, eigen: bool = True, poort: bool = False) -> None:
        if workspace.law is None:
            raise PolicyUnusable(workspace.fouten)
        self.workspace = workspace
        self.law: Law = workspace.law
        self.policy = workspace.policy
        self._compile = partial(compile_rules, workspace, workspace.law, eigen=eigen, poort=poort)
        self._days = workspace.grenzen()
        self._periods: dict[int, Period] = {}
        self._known: dict[tuple[Request, frozenset[str], date], Decision] = {}

    def decide(self, request: Request, facts: frozenset[str], day: date) -> Decision:
        """
        Answer *request* on *day* given *facts*; never raises for what a caller asks.
        """
        key = (request, facts, day)
        try:
            decision = self._known.get(key)
        except TypeError:  # Facts that are no frozenset; the answer will be that they are wrong.
            decision = None
        return self._first(key) if decision is None else decision

    def period(self, day: date) -> Period:
        """
        Give the rules of *day*, and of all days around it on which nothing changes.
        """
        number = bisect.bisect_right(self._days, day)
        period = self._periods.get(number)
        if period is None:
            period = Period(self.workspace, self.law, self._compile(day), day)
            self._periods[number] = period
        return period

    def all_rules(self) -> Iterator[tuple[date | None, tuple[Rule, ...]]]:
        """
        Go through the stretches of days: the first day of each (none for the first) and its rules.
        """
        for first in (None, *self._days):
            # Before the first boundary nothing changes either.
            day = first or (self._days[0] - timedelta(days=1) if self._days else date.max)
            yield first, self._compile(day).rules

    def without_unknown_words(
        self, request: Request, facts: frozenset[str]
    ) -> tuple[Request, frozenset[str]]:
        """
        Put `?` for what is no word of this policy, and leave out facts that are none.
        """
        known = self._words
        fields = (v if v is None or _is_word(v, known) else "?" for v in request)
        return Request._make(fields), frozenset(f for f in facts if _is_word(f, known))

    @cached_property
    def _words(self) -> frozenset[str]:
        words, workspace = self.law.begrippen, self.workspace
        parties = (
            names
            for agreement in workspace.agreements.values()
            for names in (agreement.convenant.deelnemers, agreement.convenant.ontvangers)
        )
        tables = (words.handelingen, words.gegevens, words.doelen, words.processen, words.feiten)
        lists = (words.rollen, words.over, words.kaders, words.fasen, words.deelnemersoorten)
        return frozenset(workspace.agreements).union(workspace.stopped, *tables, *lists, *parties)

    def _first(self, key: tuple[Request, frozenset[str], date]) -> Decision:
        request, facts, day = key
        decision, remember = self.period(day).decide(request, facts)
        if remember:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = decision
        return decision


def _is_word(value: object, known: frozenset[str]) -> bool:
    return isinstance(value, str) and value in known


def request_of(fields: Mapping[str, object]) -> tuple[Request | None, tuple[str, ...]]:
    """
    Make a request of *fields*; without one, the names of the fields that are missing or too much.
    """
    required, known = Request._fields[:8], Request._fields
    wrong = [name for name in required if not isinstance(fields.get(name), str)]
    wrong += [n for n in fields if n not in known or not isinstance(fields[n], (str, type(None)))]
    if wrong:
        return None, tuple(dict.fromkeys(name if name in known else "-" for name in wrong))
    return Request(**{name: fields.get(name) for name in known}), ()  # type: ignore[arg-type]
