"""
What must hold of every case under any terms, and the oracle for all of it.
"""

from __future__ import annotations

import re

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bewaren import oracle
from tests.bewaren.worlds import World, agreed, holds, maxima, worlds
from zvhprivacy.bewaren import verdicts
from zvhprivacy.model.bewaartermijn import Begin, Bewaartermijn
from zvhprivacy.model.bewaren import State, Verdict, Waarom
from zvhprivacy.model.citation import parse_citation


T = TypeVar("T")

MANY = settings(max_examples=200)
REASONS = {begin.value for begin in Begin} | {"geen-termijn"}


def _verdicts(world: World) -> dict[str | None, Verdict]:
    found = verdicts(world.facts, world.terms(), world.op, vandaag=world.vandaag)
    return {verdict.gegeven: verdict for verdict in found}


def _answers(world: World) -> dict[str | None, oracle.Answer]:
    return {
        name: oracle.Answer(each.state, each.uiterlijk, each.afschermen)
        for name, each in _verdicts(world).items()
    }


def _without_minima(world: World) -> World:
    return world._replace(wet=tuple(each for each in world.wet if each.soort != "minimum"))


# --- the oracle


@MANY
@given(worlds(known=True))
def test_when_all_days_are_known_the_oracle_says_the_same(world: World) -> None:
    """
    State, day and shielding of every item and of the rest are what a plain reading gives.
    """
    assert oracle.expected(oracle.Asked(**world._asdict())) == _answers(world)


@MANY
@given(worlds(renewals=False).map(_without_minima))
def test_what_is_so_on_any_missing_day_is_said_and_nothing_else(world: World) -> None:
    """
    Whatever day is missing or wrong, the state is told if and only if it is the same on all days.
    """
    assert oracle.expected(oracle.Asked(**world._asdict())) == _answers(world)


@MANY
@given(worlds())
def test_nothing_is_said_that_depends_on_a_missing_day(world: World) -> None:
    """
    With renewals and minima too, what is told of an item is so on all days that can be meant.
    """
    expected = oracle.expected(oracle.Asked(**world._asdict()))

    assert [] == [
        name
        for name, answer in _answers(world).items()
        if name is not None and answer.state not in {State.ONBEKEND, expected[name].state}
    ]


# --- what a maximum, a hold, a convenant can do


@MANY
@given(worlds(), maxima())
def test_adding_a_maximum_never_moves_a_day_later(world: World, extra: Bewaartermijn) -> None:
    """
    One more maximum leaves every day where it was or makes it earlier, and saves nothing.
    """
    _never_later(world, world._replace(wet=(*world.wet, extra)))


@MANY
@given(worlds(), st.data())
def test_a_convenant_never_lengthens(world: World, data: st.DataObject) -> None:
    """
    Whatever a convenant says of a term of the law, nothing stays longer for it.
    """
    extra = data.draw(agreed(world.wet))

    _never_later(world, world._replace(convenant=(*world.convenant, extra)))


def _never_later(before: World, after: World) -> None:
    then, now = _verdicts(before), _verdicts(after)
    both = [(then[name].uiterlijk, now[name].uiterlijk) for name in then]

    assert [] == [(was, day) for was, day in both if was and day and day > was]
    assert _gone(then) <= _gone(now)


def _gone(found: dict[str | None, Verdict]) -> set[str | None]:
    return {name for name, each in found.items() if each.state is State.VERVALLEN}


@MANY
@given(worlds(), st.data())
def test_a_hold_makes_nothing_go_and_moves_no_day(world: World, data: st.DataObject) -> None:
    """
    With one more hold nothing has to go that had not to, and all days stay.
    """
    facts = world.facts
    hold = data.draw(holds(facts))._replace(id="h9")
    held = world._replace(facts=facts._replace(holds=(*facts.holds, hold)))
    before, now = _verdicts(world), _verdicts(held)

    assert _gone(now) <= _gone(before)
    for name in before.keys() - {None}:  # the rest may have to wait for an item that is held
        assert before[name].uiterlijk == now[name].uiterlijk

    released = facts._replace(holds=(*facts.holds, hold._replace(tot=world.vandaag)))
    assert before == _verdicts(world._replace(facts=released))


# --- what is told


@MANY
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(world: World, chance: Random) -> None:
    """
    However items, events, holds, renewals and terms are ordered, the verdicts are the same.
    """

    def mixed(things: Sequence[T]) -> tuple[T, ...]:
        return tuple(chance.sample(things, len(things)))

    facts = world.facts
    other = world._replace(
        facts=facts._replace(
            items=mixed(facts.items),
            happened=mixed(facts.happened),
            holds=mixed(facts.holds),
            extensions=mixed(facts.extensions),
        ),
        wet=mixed(world.wet),
    )

    assert _verdicts(world) == _verdicts(other)


@MANY
@given(worlds())
def test_nothing_is_without_a_day_or_a_reason(world: World) -> None:
    """
    Every item has one verdict and the case one, each with a rule, an article, a line and a reason.

    What has no day is ONBEKEND and shielded; what only a minimum or a hold keeps names it.
    """
    found = verdicts(world.facts, world.terms(), world.op, vandaag=world.vandaag)

    assert [*(item.gegeven for item in world.facts.items), None] == [v.gegeven for v in found]
    for each in found:
        assert (each.uiterlijk is None) == (each.state is State.ONBEKEND)
        assert each.state is not State.ONBEKEND or each.afschermen is Waarom.ONBEKEND
        assert each.regel
        assert parse_citation(each.artikel)
        assert re.fullmatch(r".+:[0-9]+", each.plek)
        assert each.reden in REASONS
        assert each.tegen or each.state not in {State.STRIJDIG, State.OPGESCHORT}
        assert each.hold or each.state is not State.OPGESCHORT
        assert each.laat_na is None or each.uiterlijk is None or each.laat_na >= each.uiterlijk


@MANY
@given(worlds(), st.integers(0, 900).map(lambda number: timedelta(days=number)))
def test_what_has_to_go_has_to_go_later_too(world: World, later: timedelta) -> None:
    """
    With the same facts and no hold that is still to come, looking farther ahead loses nothing.
    """
    here = world._replace(facts=world.facts._replace(holds=()))

    assert _gone(_verdicts(here)) <= _gone(_verdicts(here._replace(op=here.op + later)))


@MANY
@given(worlds())
def test_an_item_is_never_judged_by_another(world: World) -> None:
    """
    Read wide, the verdict on an item is the same when it is the only one in a case as old.
    """
    facts = world.facts
    begins = [day for day in (facts.eerste, *(item.eerste for item in facts.items)) if day]
    wide = world._replace(per_casus=False, facts=facts._replace(eerste=min(begins, default=None)))
    found = _verdicts(wide)
    for item in facts.items:
        alone = wide._replace(facts=wide.facts._replace(items=(item,)))

        assert found[item.gegeven] == _verdicts(alone)[item.gegeven]
