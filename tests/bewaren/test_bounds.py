"""
A case that is said to have nothing due has nothing due.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bewaren.law import casus, gebeurd, gegeven, term, terms
from tests.bewaren.worlds import World, worlds
from zvhprivacy import bewaren
from zvhprivacy.bewaren import nothing_due, verdicts
from zvhprivacy.model.bewaren import CaseFacts, State, Waarom
from zvhprivacy.store.bewaarfeiten import CaseSummary


def summed(facts: CaseFacts) -> CaseSummary:
    """
    Sum up a case.
    """
    firsts = [day for day in (facts.eerste, *(item.eerste for item in facts.items)) if day]
    lasts = [item.laatste for item in facts.items if item.laatste]
    since = [event.op for event in facts.happened if event.begin.value == facts.fase]
    odd = [
        item
        for item in facts.items
        if item.eerste is None or item.laatste is None or item.laatste < item.eerste
    ]
    told = [event for event in facts.happened if event.begin.value != facts.fase]
    return CaseSummary(
        casus=facts.casus,
        convenant=facts.convenant,
        proces=facts.proces,
        kader=facts.kader,
        fase=facts.fase,
        fase_sinds=min((day for day in since if day), default=None),
        case_eerste=facts.eerste,
        case_laatste=facts.laatste,
        eerste=min(firsts, default=None),
        laatste_min=min(lasts, default=None),
        laatste_max=max(lasts, default=None),
        aantal=len(facts.items),
        categorieen=tuple(sorted({item.categorie for item in facts.items})),
        bijzonder=bool(odd or told or len(since) > 1 or facts.holds or facts.extensions),
    )


def _ordinary(world: World) -> World:
    """
    Leave out what a store calls special.
    """
    facts = world.facts
    events = [event for event in facts.happened if event.begin.value == facts.fase][:1]
    facts = facts._replace(happened=tuple(events), holds=(), extensions=())
    return world._replace(facts=facts, wet=tuple(t for t in world.wet if t.soort != "minimum"))


@settings(max_examples=600)
@given(st.one_of(worlds(), worlds(renewals=False).map(_ordinary)))
def test_where_nothing_is_due_every_verdict_is_that_it_runs(world: World) -> None:
    """
    When it says so, all of the case is running, and shielded for no reason but its phase.
    """
    terms, op, vandaag = world.terms(), world.op, world.vandaag
    if nothing_due(summed(world.facts), terms, op, vandaag=vandaag):
        found = verdicts(world.facts, terms, op, vandaag=vandaag)

        assert {State.LOOPT} == {verdict.state for verdict in found}
        assert {None, Waarom.AFGESLOTEN} >= {verdict.afschermen for verdict in found}


ITEMS = (gegeven("g1"), gegeven("g2", "2024-04-01", "2026-05-02", categorie="gezondheid"))
RUNNING = casus(*ITEMS)
CLOSED = RUNNING._replace(fase="afgesloten", happened=(gebeurd("afgesloten", "2026-05-20"),))
TODAY = date(2026, 6, 1)


class Quiet(NamedTuple):
    """
    Whether nothing is due up to a horizon in a case in short.
    """

    summary: CaseSummary
    horizon: str
    quiet: bool
    beleid: dict[str, Any] = {}  # noqa: RUF012 - of a value that nobody changes
    vandaag: date | None = TODAY


def _until(facts: CaseFacts, last: str, day_before: str) -> list[Quiet]:
    return [Quiet(summed(facts), day_before, True), Quiet(summed(facts), last, False)]


def _special(**changed: object) -> Quiet:
    return Quiet(summed(RUNNING)._replace(**changed), "2026-06-15", False)  # type: ignore[arg-type]


def _closed(since: date | None, *, quiet: bool = False) -> Quiet:
    summary = summed(CLOSED)._replace(fase_sinds=since)
    return Quiet(summary, "2026-06-15", quiet)


MINIMUM = term("MIN", soort="minimum", termijn="P1Y")
CARE_ONLY = term("CARE", termijn="P5Y", gegevens=["gezondheid"])
EVERY = term("EVERY", termijn="P9Y")
PROTO = term("PROTO", vanaf="afgesloten", termijn="P1M")
TABLE = [
    *_until(RUNNING, "2029-03-01", "2029-02-28"),
    *_until(RUNNING._replace(items=()), "2029-03-01", "2029-02-28"),
    *_until(CLOSED, "2029-03-01", "2029-02-28"),
    *_until(RUNNING._replace(laatste=date(2024, 3, 1)), "2029-03-01", "2029-02-28"),
    # Without a day of today it is the horizon.
    Quiet(summed(RUNNING), "2026-05-02", quiet=True, vandaag=None),
    Quiet(summed(RUNNING), "2026-05-01", quiet=False, vandaag=None),
    *_until(
        RUNNING._replace(kader="pga-wet", proces="pga-radicalisering"), "2031-05-01", "2031-04-30"
    ),
    *_until(
        RUNNING._replace(kader="pga-wet", proces="pga-radicalisering", laatste=date(2026, 4, 29)),
        "2031-04-29",
        "2031-04-28",
    ),
    *_until(RUNNING._replace(eerste=date(2024, 2, 29)), "2029-02-28", "2029-02-27"),
    *_until(RUNNING._replace(kader="eigen-wet", proces="facilitair"), "2029-03-01", "2029-02-28"),
    *[
        each._replace(beleid={"wet": [PROTO]})
        for each in _until(CLOSED, "2026-06-20", "2026-06-19")
    ],
    # A missing or impossible day, or something that only the calculus can tell.
    _special(bijzonder=True),
    _special(case_eerste=None),
    _special(case_laatste=None),
    _special(eerste=None),
    _special(laatste_min=None),
    _special(laatste_max=None),
    _special(laatste_max=date(2026, 6, 2)),
    _special(case_laatste=date(2026, 6, 2)),
    _special(case_laatste=date(2024, 2, 28)),
    _special(eerste=date(2024, 3, 2)),
    _special(fase="hernieuwd", fase_sinds=date(2026, 5, 1)),
    _special(fase="afgewezen", fase_sinds=date(2026, 5, 1)),
    _special(fase="overgedragen", fase_sinds=date(2026, 5, 1)),
    # Without items there is no day of them.
    Quiet(summed(RUNNING._replace(items=())), "2026-06-15", quiet=True),
    # Of today, of the first day, and not of a day outside these.
    _closed(None),
    _closed(TODAY, quiet=True),
    _closed(date(2026, 6, 2)),
    _closed(date(2024, 3, 1), quiet=True),
    _closed(date(2024, 2, 29)),
    Quiet(
        summed(RUNNING)._replace(case_laatste=TODAY, laatste_max=TODAY), "2026-06-15", quiet=True
    ),
    # A minimum may contradict a maximum, and what no maximum is about nobody can tell of.
    Quiet(summed(RUNNING), "2026-06-15", False, {"wet": [MINIMUM]}),
    Quiet(summed(RUNNING), "2026-06-15", True, {"shipped_too": False, "wet": [EVERY]}),
    Quiet(summed(RUNNING), "2026-06-15", False, {"shipped_too": False, "wet": [EVERY, MINIMUM]}),
    Quiet(summed(RUNNING), "2026-06-15", False, {"shipped_too": False, "wet": [CARE_ONLY]}),
    Quiet(summed(CLOSED), "2026-06-15", False, {"shipped_too": False, "wet": [PROTO]}),
]


def quiet(each: Quiet, package: Any = bewaren) -> bool:
    """
    Say whether *package* sees nothing due.
    """
    horizon = date.fromisoformat(each.horizon)
    found = package.nothing_due(
        each.summary, terms(TODAY, **each.beleid), horizon, vandaag=each.vandaag
    )
    assert isinstance(found, bool)
    return found


@pytest.mark.parametrize("each", TABLE)
def test_an_ordinary_case_is_quiet_until_the_day_before(each: Quiet) -> None:
    """
    It says so up to the first day on which something has to go, and never of what is special.
    """
    assert each.quiet == quiet(each)
