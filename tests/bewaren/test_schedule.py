"""
A house that plans every week, waits a week and runs: what it keeps, day by day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bewaren.law import HUIS, term, terms
from tests.bewaren.worlds import NUMBERS, Draw
from zvhprivacy.bewaren import verdicts
from zvhprivacy.model.bewaartermijn import Begin, Geval, Grond
from zvhprivacy.model.bewaren import (
    CaseFacts,
    Extension,
    Happened,
    Hold,
    ItemFacts,
    State,
    Verdict,
)


START = date(2024, 2, 20)
TERMS = terms(
    START,
    shipped_too=False,
    wet=[
        term("MAX", termijn="P3M"),
        term("LAST", vanaf="laatste-verwerking", termijn="P2M", gegevens=["gezondheid"]),
        term("NEED", vanaf="niet-meer-nodig", termijn="P0D", respijt="P14D"),
        term("WRONG", vanaf="onjuist-of-onrechtmatig", termijn="P0D", respijt="P14D"),
        term("EXT-A", soort="verlenging", vanaf="hernieuwd", termijn="P2M", geval="a"),
        term("HOLD", soort="opschorting", vanaf=None, gronden=["rechtsvordering"]),
    ],
)
END = date(2024, 5, 20)  # three months after the start
WEEK = timedelta(days=7)


def _after(days: int) -> date:
    return START + timedelta(days=days)


class Life(NamedTuple):
    """
    All that will ever happen to a case, each thing on its day; *touched* are days of processing.
    """

    items: tuple[ItemFacts, ...]
    touched: tuple[tuple[str, date], ...]
    happened: tuple[Happened, ...]
    holds: tuple[Hold, ...]
    extensions: tuple[Extension, ...]

    def on(self, day: date, gone: set[str]) -> CaseFacts:
        """
        Give what is known on *day* of what is still there.
        """
        items = []
        for item in self.items:
            touched = [at for name, at in self.touched if name == item.gegeven and at <= day]
            if item.gegeven not in gone and item.eerste and item.eerste <= day:
                items.append(item._replace(laatste=max([item.eerste, *touched])))
        return CaseFacts(
            casus="c1",
            convenant=HUIS,
            proces="com",
            kader="wgs",
            fase="uitvoering",
            eerste=START,
            laatste=START,
            items=tuple(items),
            happened=tuple(event for event in self.happened if event.op and event.op <= day),
            holds=tuple(
                hold._replace(tot=hold.tot if hold.tot and hold.tot <= day else None)
                for hold in self.holds
                if hold.van <= day
            ),
            extensions=tuple(
                each for each in self.extensions if each.besloten_op and each.besloten_op <= day
            ),
        )


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """
    Any life of a case of a few months.
    """
    choose = Draw(lambda: draw(NUMBERS))
    items, touched, happened, holds = [], [], [], []
    for number in range(choose.one(range(1, 4))):
        name, begins = f"g{number}", _after(choose.one([0, 1, 9, 30]))
        categorie = choose.one(["woonsituatie", "gezondheid"])
        bronnen = (choose.one(["om", "politie"]),)
        items.append(ItemFacts(name, categorie, begins, begins, bronnen))
        touched += [(name, begins + timedelta(days=5 * choose.one(range(20)))) for _ in range(2)]
    names = [None, *(item.gegeven for item in items)]
    if choose.one([True, False]):
        happened.append(Happened(Begin.NIET_MEER_NODIG, _after(40 + choose.one(range(60))), None))
    for begin in choose.one([[], [Begin.ONJUIST], [Begin.NIET_MEER_NODIG]]):
        day, about = _after(31 + choose.one(range(60))), choose.one(names[1:])
        happened.append(Happened(begin, day, about))
    for number in range(choose.one([0, 1, 1, 2])):
        van = _after(choose.one(range(100)))
        tot = van + timedelta(days=choose.one(range(80)))
        holds.append(Hold(f"h{number}", Grond.RECHTSVORDERING, van, tot, choose.one(names)))
    extensions = []
    if choose.one([True, True, False]):
        agreed = frozenset(choose.one([("om",), ("om", "politie")]))
        order = END - timedelta(days=choose.one(range(25)))
        last = END + timedelta(days=choose.one([30, 61, 5]))
        extensions.append(Extension("v1", Geval.A, END, last, agreed, besloten_op=order))
    return Life(tuple(items), tuple(touched), tuple(happened), tuple(holds), tuple(extensions))


def _lived(life: Life, first: int) -> Iterator[tuple[date, tuple[Verdict, ...]]]:
    """
    Go through the days of a house; each morning it runs what was planned a week ago.
    """
    gone: set[str] = set()
    planned: dict[date, tuple[date, set[str | None]]] = {}
    for number in range(200):
        today = _after(number)
        facts = life.on(today, gone)
        if today in planned:
            horizon, meant = planned[today]
            due = {
                verdict.gegeven
                for verdict in verdicts(facts, TERMS, horizon, vandaag=today)
                if verdict.state is State.VERVALLEN
            }
            if None in due & meant:
                return
            gone |= {name for name in due & meant if name}
            facts = life.on(today, gone)
        if number % 7 == first:
            horizon = TERMS.uitvoering.horizon(today)
            found = verdicts(facts, TERMS, horizon, vandaag=today)
            due = {verdict.gegeven for verdict in found if verdict.state is State.VERVALLEN}
            planned[today + WEEK] = (horizon, due)
        yield today, verdicts(facts, TERMS, today)


@settings(max_examples=150)
@given(lives(), st.integers(0, 6))
def test_on_schedule_nothing_is_ever_past_its_day(life: Life, first: int) -> None:
    """
    What has a term is gone before its day is over, and what has none within wait and interval.

    The exception is what a hold kept: that goes within wait and interval of its release.
    """
    releases = [hold.tot for hold in life.holds if hold.tot]
    for today, found in _lived(life, first):
        for verdict in found:
            assert verdict.laat_na is not None
            if today > verdict.laat_na and verdict.state is not State.OPGESCHORT:
                assert any(timedelta(0) <= today - day <= 2 * WEEK for day in releases)


@settings(max_examples=50)
@given(lives(), st.integers(0, 6))
def test_on_schedule_everything_goes(life: Life, first: int) -> None:
    """
    When all terms, renewals and holds are over the case is gone.
    """
    days = [today for today, _ in _lived(life, first)]

    assert days[-1] < _after(199)
