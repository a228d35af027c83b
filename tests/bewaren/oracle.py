"""
How long data may be kept once more, as plain as can be and slow: an oracle for the calculus.

It was written from the law and shares no code with the calculus, not even its reckoning with terms.
A day that is not known it fills in with very different days, and looks whether that matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from zvhprivacy.model.bewaartermijn import Begin, Bewaartermijn
from zvhprivacy.model.bewaren import CaseFacts, Extension, Happened, ItemFacts
from zvhprivacy.model.selection import Selection


EARLY, FAR = date(1900, 1, 1), date(2200, 1, 1)
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
IMPLIED = ("afgesloten", "afgewezen", "overgedragen", "hernieuwd")


class Answer(NamedTuple):
    """
    What must become of one item, or of the rest of the case.
    """

    state: str
    uiterlijk: date | None
    afschermen: str | None


class Asked(NamedTuple):
    """
    The question: terms of the law, shorter ones of the convenant, the days, and the reading.

    *life_known*: no day is missing on which the case was closed, renewed or over.
    """

    facts: CaseFacts
    wet: Sequence[Bewaartermijn]
    convenant: Sequence[Bewaartermijn]
    op: date
    vandaag: date
    per_casus: bool
    life_known: bool = True


def expected(asked: Asked) -> dict[str | None, Answer]:
    """
    Give the answer for each item, and under None for the rest.
    """
    facts = _possible(asked)
    life = [e.op for e in facts.happened if e.gegeven is None and e.begin.value in IMPLIED]
    asked = asked._replace(facts=facts, life_known=None not in life)
    worlds = [asked._replace(facts=facts) for facts in _filled_in(asked)]
    names = [item.gegeven for item in asked.facts.items]
    items = [_answer(asked, worlds, name) for name in names]
    rest = _rest(_answer(asked, worlds, None), items)
    return dict(zip([*names, None], [*items, rest], strict=True))


# --- days


def plus(day: date, term: Bewaartermijn | None) -> date:
    """
    Add the years, months and days of a term.
    """
    assert term is not None
    assert term.termijn is not None
    return add(day, *term.termijn)


def add(day: date, years: int, months: int, days: int) -> date:
    """
    Add years, months and days.
    """
    year, month = day.year + years, day.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    length = 29 if month == 2 and leap else LENGTHS[month - 1]
    return date(year, month, min(day.day, length)) + timedelta(days=days)


# --- what can be right, and what is filled in where it is not


def _possible(asked: Asked) -> CaseFacts:
    """
    Take out the days that cannot be right, and put in what the phase says happened.
    """
    facts, vandaag = asked.facts, asked.vandaag
    items = tuple(
        item._replace(eerste=first, laatste=last)
        for item in facts.items
        for first, last in [_in_order(item.eerste, item.laatste, vandaag)]
    )
    first, last = _in_order(facts.eerste, facts.laatste, vandaag)
    known = [day for day in (first, *(item.eerste for item in items)) if day]
    begun: dict[str | None, date | None] = {item.gegeven: item.eerste for item in items}
    begun[None] = min(known) if known else None
    happened = list(facts.happened)
    if facts.fase in IMPLIED and not any(
        event.begin.value == facts.fase and event.gegeven is None for event in happened
    ):
        happened.append(Happened(Begin(facts.fase), None))
    possible = []
    for event in happened:
        start = begun.get(event.gegeven)
        wrong = event.op is None or event.op > vandaag or (start is not None and event.op < start)
        possible.append(event._replace(op=None) if wrong else event)
    return facts._replace(eerste=first, laatste=last, items=items, happened=tuple(possible))


def _in_order(
    first: date | None, last: date | None, vandaag: date
) -> tuple[date | None, date | None]:
    if first and last and last < first:
        return None, None
    return (
        None if first and first > vandaag else first,
        None if last and last > vandaag else last,
    )


def _filled_in(asked: Asked) -> Iterator[CaseFacts]:
    """
    Go through the facts with each missing day filled in, with the extremes and some in between.
    """
    facts = asked.facts
    known = {day for day in (facts.eerste, *(item.eerste for item in facts.items)) if day}
    extremes: list[date | None] = [EARLY, *sorted(known), FAR]
    of_case = [[day] if day else extremes for day in (facts.eerste, facts.laatste)]
    of_items = [
        [
            item._replace(eerste=first, laatste=last)
            for first in ([item.eerste] if item.eerste else extremes)
            for last in ([item.laatste] if item.laatste else extremes)
        ]
        for item in facts.items
    ]
    renewed = [add(e.van, 0, 0, days) for e in facts.extensions for days in (-400, -100, 0, 100)]
    others = {"afgesloten": renewed, "hernieuwd": renewed}
    of_events = [
        [
            event._replace(op=day)
            for day in (EARLY, *others.get(event.begin, []), asked.vandaag, FAR)
        ]
        if event.op is None
        else [event]
        for event in facts.happened
    ]
    for (first, last), items, events in product(
        product(*of_case), product(*of_items), product(*of_events)
    ):
        yield facts._replace(eerste=first, laatste=last, items=items, happened=events)


# --- one answer from all worlds


class World(NamedTuple):
    """
    How it is when all days are known.
    """

    state: str
    einde: date
    minimum: date
    restricted: bool
    closed: bool


def _answer(asked: Asked, worlds: Sequence[Asked], gegeven: str | None) -> Answer:
    found = [_in_world(world, gegeven) for world in worlds]
    states = {world.state if world else "onbekend" for world in found}
    known = [world for world in found if world]
    if len(states) > 1 or len(known) < len(found):
        return Answer("onbekend", None, "onbekend")
    (state,) = states
    last = max(world.einde for world in known)
    days = [max(world.einde, world.minimum) for world in known]
    day = min(days) if state == "strijdig" else max(days)
    shield = None
    if state != "loopt" and last <= asked.vandaag:
        shield = state
    elif known[0].restricted:
        shield = "opgeschort"
    elif any(world.closed for world in known) or _closed_once(asked, gegeven):
        shield = "afgesloten"
    return Answer(state, day, shield)


def _closed_once(asked: Asked, gegeven: str | None) -> bool:
    """
    Say whether it was closed on a day that nobody knows, which shields it whatever came after.
    """
    missing = {event.begin for event in asked.facts.happened if event.op is None}
    categorie = next((i.categorie for i in asked.facts.items if i.gegeven == gegeven), None)
    return any(
        term.dan == "afschermen" and term.vanaf in missing for term in _about(asked, categorie)
    )


def _rest(own: Answer, items: list[Answer]) -> Answer:
    """
    Give what becomes of the rest: it goes when all items can.
    """
    if own.state == "onbekend":
        return own
    for states in ({"loopt", "strijdig"}, {"onbekend"}, {"opgeschort"}, {"vervallen"}):
        here = [each for each in (own, *items) if each.state in states]
        if here:
            keeper = max(here, key=lambda each: each.uiterlijk or EARLY)
            break
    shielded = all(each.afschermen for each in (own, *items))
    return keeper._replace(afschermen=keeper.afschermen if shielded else None)


# --- one world


def _in_world(asked: Asked, gegeven: str | None) -> World | None:
    """
    Say how it is with an item when all days are known; None when no maximum is about it.
    """
    facts, op, vandaag = asked.facts, asked.op, asked.vandaag
    item = next((each for each in facts.items if each.gegeven == gegeven), None)
    categorie = item.categorie if item else None
    listed = list(_about(asked, categorie))
    maxima = [each for each in listed if each.soort == "maximum" and each.dan != "afschermen"]
    ends, renewed = [], []
    for term in maxima:
        for start in _starts(asked, item, term, "maximum"):
            end = plus(start, term)
            if term.vanaf == "eerste-verwerking":
                end, since = _renewals(facts, listed, item, end)
                renewed.append(since)
            ends.append(end)
    if not ends:
        return None
    minima = [
        plus(start, term)
        for term in listed
        if term.soort == "minimum"
        for start in _starts(asked, item, term, "minimum")
    ]
    end, least = min(ends), max(minima, default=EARLY)
    grounds = {grond for term in listed if term.soort == "opschorting" for grond in term.gronden}
    holds = [
        hold
        for hold in facts.holds
        if hold.gegeven in {None, gegeven}
        and hold.grond in grounds
        and hold.van <= op
        and not (hold.tot and hold.tot <= vandaag)
    ]
    if end <= op and least <= vandaag:
        state = "opgeschort" if holds else "vervallen"
    else:
        state = "strijdig" if least > end else "loopt"
    return World(
        state=state,
        einde=end,
        minimum=least,
        restricted=any(hold.grond == "beperking" and hold.van <= vandaag for hold in holds),
        closed=_closed(asked, item, listed, renewed),
    )


def _about(asked: Asked, categorie: str | None) -> Iterator[Bewaartermijn]:
    """
    Go through the terms about data of a category; of a convenant those that shorten one of them.
    """
    here = [term for term in asked.wet if _selects(asked.facts, term, categorie)]
    yield from here
    names = {term.id for term in here}
    for term in asked.convenant:
        if term.verkort in names and _selects(asked.facts, term, categorie):
            yield term


def _selects(facts: CaseFacts, term: Bewaartermijn, categorie: str | None) -> bool:
    return (
        _takes(term.kader, facts.kader)
        and _takes(term.proces, facts.proces)
        and _takes(term.gegevens, categorie)
    )


def _takes(selection: Selection, name: str | None) -> bool:
    if selection.mode == "*" or name is None:
        return selection.mode == "*"
    return (name in selection.waarden) == (selection.mode == "+")


def _starts(asked: Asked, item: ItemFacts | None, term: Bewaartermijn, soort: str) -> list[date]:
    """
    Give the day on which a term begins, in a list; empty when it does not.
    """
    facts = asked.facts
    here = item or facts
    days: list[date | None]
    match term.vanaf:
        case "eerste-verwerking" if asked.per_casus and soort == "maximum":
            days = [min(day for day in (facts.eerste, *(i.eerste for i in facts.items)) if day)]
        case "eerste-verwerking":
            days = [here.eerste]
        case "laatste-verwerking":
            days = [here.laatste]
        case _:
            about = {None, item.gegeven if item else None}
            days = [
                event.op
                for event in facts.happened
                if event.begin == term.vanaf and event.gegeven in about
            ]
    known = [day for day in days if day]
    return [(max if soort == "minimum" else min)(known)] if known else []


# --- renewals


def _renewals(
    facts: CaseFacts, listed: list[Bewaartermijn], item: ItemFacts | None, end: date
) -> tuple[date, date | None]:
    """
    Give the last day after the renewals, and from when the last that counts made it available.
    """
    since = None
    number = 1
    while True:
        here = [each for each in facts.extensions if each.volgnummer == number]
        if len(here) != 1:
            return end, since
        (each,) = here
        number += 1
        rules = [t for t in listed if t.soort == "verlenging" and t.geval == each.geval]
        if rules and item and _counts(facts, rules, each, item, end):
            since = each.van
            end = max(end, min(each.laatste_dag, *(plus(each.van, rule) for rule in rules)))


def _counts(
    facts: CaseFacts, rules: list[Bewaartermijn], each: Extension, item: ItemFacts, end: date
) -> bool:
    agreed = all(bron in each.instemmingen for bron in item.bronnen) and len(item.bronnen) > 0
    in_time = (each.besloten_op or each.van) <= end and each.van <= end + timedelta(days=1)
    if not (each.opdracht and each.gemotiveerd and agreed and in_time):
        return False
    if each.geval == "a":
        return _phase(facts, end) == "open"
    for event in facts.happened:
        closed = event.op
        if (
            event.begin == "afgesloten"
            and event.gegeven is None
            and closed
            and closed <= end
            and closed <= each.van
            and each.gesloten_op in {None, closed}
            and all(rule.binnen is None or add(closed, *rule.binnen) > end for rule in rules)
        ):
            return True
    return False


def _phase(facts: CaseFacts, day: date) -> str:
    """
    Play the life of a case up to and including *day*.
    """
    events = [e for e in facts.happened if e.gegeven is None and e.begin.value in IMPLIED and e.op]
    phase = "open"
    for moment in sorted({e.op for e in events if e.op and e.op <= day}):
        today = [e.begin.value for e in events if e.op == moment]
        if phase == "over" or "afgewezen" in today or "overgedragen" in today:
            phase = "over"
            continue
        both = "afgesloten" in today and "hernieuwd" in today
        later = any(e.begin == "afgesloten" and e.op and e.op > moment for e in events)
        if both:
            phase = "open" if later or facts.fase != "afgesloten" else "closed"
        else:
            phase = "closed" if "afgesloten" in today else "open"
    return phase


def _closed(
    asked: Asked,
    item: ItemFacts | None,
    listed: list[Bewaartermijn],
    renewed: list[date | None],
) -> bool:
    """
    Say whether something shields it: a closing after which it was not made available again.
    """
    facts, vandaag = asked.facts, asked.vandaag
    for term in listed:
        if term.soort != "maximum" or term.dan != "afschermen":
            continue
        for start in _starts(asked, item, term, "maximum"):
            back = False
            if term.vanaf == "afgesloten":
                closings = [e.op for e in facts.happened if e.begin == "afgesloten" and e.op]
                last = max((day for day in closings if day <= vandaag), default=FAR)
                back = (
                    asked.life_known
                    and _phase(facts, vandaag) == "open"
                    and all(since and since >= last for since in renewed)
                )
            if plus(start, term) <= vandaag and not back:
                return True
    return False
