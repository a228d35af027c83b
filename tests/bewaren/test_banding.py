"""
What is published: no number of too few cases can be found from it, by whatever sum.

The oracle tries all small worlds. It puts those together of which the same is published: that is
all that a reader can know, also one who knows the program. A number that is hidden must then still
be able to be any of those that are too few.
"""

from __future__ import annotations

import itertools

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import pytest

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.bewaren.certified import certificate, line
from zvhprivacy.bewaren.banding import DREMPEL, BandTooLow, Published, publish
from zvhprivacy.bewaren.certificate import Uitslag, Uitzondering
from zvhprivacy.model.bewaarplan import LineState, PlanLine, Uitkomst


BOUND = 3  # in the small worlds: one and two are hidden
LARGEST = 6  # cases in a world; of two fewer everything is checked, the rest is there to compare


class Kind(NamedTuple):
    """
    A kind of case: in which year it began, and how many items per category it has.
    """

    jaar: int
    items: tuple[tuple[str, int], ...] = ()
    held: bool = False


World: TypeAlias = tuple[Kind, ...]
Tell: TypeAlias = Callable[[World], Hashable]
KINDS = (
    *(
        Kind(2020, tuple((name, number) for name, number in items if number))
        for items in itertools.product(
            [("bsn", number) for number in range(3)], [("relaties", number) for number in range(2)]
        )
    ),
    Kind(2021, (("bsn", 1),)),
    Kind(2021, (("relaties", 1),), held=True),
)
WORLDS = [
    world
    for size in range(LARGEST + 1)
    for world in itertools.combinations_with_replacement(KINDS, size)
]


def lines(world: World) -> list[PlanLine]:
    """
    Give the lines of a plan with these cases.
    """
    state = {True: LineState.OVERGESLAGEN, False: LineState.KLAAR}
    why = {True: Uitkomst.OPGESCHORT, False: Uitkomst.VERNIETIGD}
    return [
        line(
            n,
            jaar=kind.jaar,
            aantallen=kind.items,
            state=state[kind.held],
            uitkomst=why[kind.held],
        )
        for n, kind in enumerate(world)
    ]


def secrets(world: World) -> Mapping[Hashable, int]:
    """
    Count of how many cases each number is, without the code under test.
    """
    found: defaultdict[Hashable, int] = defaultdict(int)
    for kind in world:
        found["held" if kind.held else kind.jaar] += 1
        if not kind.held:
            for categorie, _ in kind.items:
                found[kind.jaar, categorie] += 1
    return found


def given_back(tell: Tell, worlds: Sequence[World] = WORLDS, bound: int = BOUND) -> list[str]:
    """
    Say which hidden numbers a reader of what *tell* publishes can tell from others.
    """
    alike: defaultdict[Hashable, list[World]] = defaultdict(list)
    for world in worlds:
        alike[tell(world)].append(world)
    found = []
    for same in alike.values():
        known = [secrets(world) for world in same]
        for world in same:
            if len(world) > LARGEST - 2:
                continue
            for name, number in secrets(world).items():
                possible = {each.get(name, 0) for each in known}
                if number < bound and not possible >= set(range(1, bound)):
                    found.append(f"{name} of {world}: {possible}")
    return found


def text(published: Published) -> str:
    """
    Give all that is published.
    """
    return published.model_dump_json()


def tell(world: World) -> Hashable:
    """
    Publish what was done in *world*.
    """
    return text(publish(certificate(lines(world)), BOUND))


# --- all small worlds -----------------------------------------------------------------------------


def test_no_hidden_number_can_be_found() -> None:
    """
    Whoever sees what is published, and knows how it was made, finds no number that is hidden.
    """
    assert [] == given_back(tell)


def test_two_publications_of_one_plan_give_nothing_more() -> None:
    """
    Published with one bound and later with another, the same stays hidden.
    """

    def twice(world: World) -> Hashable:
        made = certificate(lines(world))
        return text(publish(made, BOUND)), text(publish(made, BOUND + 1))

    assert [] == given_back(twice)


def test_two_plans_in_a_row_give_nothing_more() -> None:
    """
    What was held in the first and went in the second is not found by laying them side by side.
    """

    def both(world: World) -> Hashable:
        later = tuple(kind._replace(held=False) for kind in world if kind.held)
        return tell(world), tell(later)

    assert [] == given_back(both)


@pytest.mark.parametrize(
    "leak",
    [
        pytest.param(len, id="total-of-lines"),
        pytest.param(lambda world: sum(not kind.held for kind in world), id="total-of-cases"),
        pytest.param(
            lambda world: sum(n for kind in world if not kind.held for _, n in kind.items),
            id="total-of-items",
        ),
        pytest.param(
            lambda world: tuple(
                (t.jaar, t.casussen, t.gegevens)
                for t in certificate(lines(world)).tellingen
                if t.categorie and t.gegevens >= BOUND
            ),
            id="bound-on-items",
        ),
        pytest.param(
            lambda world: Uitslag(
                doel="export", gelukt=sum(not kind.held for kind in world), mislukt=0, open=0
            ).model_dump_json(),
            id="counts-of-a-target",
        ),
    ],
)
def test_the_oracle_notices(leak: Tell) -> None:
    """
    A total, a bound on items instead of cases, or counts of a target give hidden numbers back.
    """
    assert given_back(lambda world: (tell(world), leak(world)))


# --- larger plans ---------------------------------------------------------------------------------

CATEGORIES = ["bsn", "gezondheid", "relaties"]
LINES = st.lists(
    st.builds(
        line,
        nummer=st.integers(0, 10**6),
        jaar=st.sampled_from([2020, 2021, 2022]),
        regel=st.sampled_from(["WGS-MAX5", "PGA-MAX5"]),
        aantallen=st.dictionaries(st.sampled_from(CATEGORIES), st.integers(1, 40), max_size=3).map(
            lambda found: tuple(sorted(found.items()))
        ),
    ),
    min_size=1,
    max_size=30,
    unique_by=lambda each: each.nummer,
)


def published(found: Sequence[PlanLine]) -> Published:
    """
    Publish a plan with these lines.
    """
    return publish(certificate(found))


def group(each: PlanLine) -> tuple[int | None, str]:
    """
    Say with which others a line is counted.
    """
    return each.jaar, each.regel


@given(LINES, st.data())
def test_a_hidden_number_of_cases_makes_no_difference(found: list[PlanLine], data: Any) -> None:
    """
    With one, two, three or four cases of a kind, exactly the same is published.
    """
    chosen = group(data.draw(st.sampled_from(found)))
    those = [each for each in found if group(each) == chosen]
    assume(len(those) < DREMPEL)
    number = data.draw(st.integers(1, DREMPEL - 1))
    copies = [each._replace(nummer=10**7 + n) for n, each in enumerate(those * DREMPEL)]
    others = [each for each in found if group(each) != chosen]

    assert published(found) == published([*others, *copies[:number]])


@given(
    st.lists(st.booleans(), min_size=DREMPEL, max_size=12),
    st.lists(st.integers(1, 40), min_size=1, max_size=DREMPEL - 1),
    st.lists(st.integers(1, 40), min_size=1, max_size=DREMPEL - 1),
)
def test_hidden_items_make_no_difference(
    others: list[bool], here: list[int], there: list[int]
) -> None:
    """
    Of a category that few of many cases have, it shows neither how many items nor of how many.
    """

    def with_items(numbers: list[int]) -> list[PlanLine]:
        found = [line(n, aantallen=(("bsn", 2),) if has else ()) for n, has in enumerate(others)]
        for n, number in enumerate(numbers):
            found[n] = found[n]._replace(aantallen=(*found[n].aantallen, ("relaties", number)))
        return found

    assert published(with_items(here)) == published(with_items(there))


@given(LINES)
def test_what_is_told_is_true(found: list[PlanLine]) -> None:
    """
    A number that is shown is the number there is, and the totals lie where they are said to.
    """
    told = published(found)
    for band in told.tellingen:
        those = [x for x in found if group(x) == (band.jaar, band.regel)]
        if band.categorie:
            those = [x for x in those if band.categorie in dict(x.aantallen)]
        items = sum(dict(x.aantallen).get(band.categorie or "", 0) for x in those)
        number = items if band.categorie else len(those)
        assert band.aantal == (number if len(those) >= DREMPEL else None)

    assert told.casussen_van <= len(found) <= told.casussen_tot_en_met
    assert told.gegevens_ten_minste <= sum(n for each in found for _, n in each.aantallen)


# --- what it looks like ---------------------------------------------------------------------------


def _keys(found: object) -> Iterator[str]:
    if isinstance(found, dict):
        for key, value in found.items():
            yield key
            yield from _keys(value)
    elif isinstance(found, list):
        for value in found:
            yield from _keys(value)


def test_nobody_and_no_line_is_published() -> None:
    """
    Who did it, the lines of the logboek, the targets and their counts are left out.
    """
    uitslag = Uitslag(doel="export", gelukt=3, mislukt=0, open=0)
    made = certificate([line(1)], doelen=[uitslag])
    keys = set(_keys(publish(made).model_dump(mode="json")))

    assert {"door", "logboek", "doelen"} <= set(_keys(made.model_dump(mode="json")))
    assert set() == keys & {
        *("door", "pseudoniem", "rol", "logboek", "checkpoint", "doelen", "gelukt"),
        *("casussen_exact", "gegevens", "opgesteld_op"),
    }


def test_few_cases_are_told_without_their_categories() -> None:
    """
    Of four cases it shows that there were some; of five how many, and their items.
    """
    few = [line(n, jaar=2020) for n in range(4)]
    many = [line(n, jaar=2021) for n in range(4, 9)]

    assert [
        (2020, None, None),
        (2021, None, 5),
        (2021, "gezondheid", 5),
        (2021, "woonsituatie", 5),
    ] == [(b.jaar, b.categorie, b.aantal) for b in published([*few, *many]).tellingen]


def test_items_of_few_cases_are_hidden_however_many() -> None:
    """
    Forty items of one case are as telling as one, also when the case itself stays.
    """
    alone = [
        line(1, soort="gegeven", zaak=1, aantallen=(("bsn", 1),))._replace(nummer=n)
        for n in range(40)
    ]

    assert [None] == [band.aantal for band in published(alone).tellingen]


def test_exceptions_are_banded_too() -> None:
    """
    Of what did not go, few cases are not told either.
    """
    unplanned = [
        Uitzondering(convenant="zvh-bno", reden=reden, casussen=casussen, gegevens=99)
        for reden, casussen in ((Uitkomst.STRIJDIG, 4), (Uitkomst.ONBEKEND, 5))
    ]
    told = publish(certificate([line(1)], niet_gepland=unplanned))

    assert [None, 5] == [each.casussen for each in told.niet_gepland]


def test_the_bound_can_be_chosen() -> None:
    """
    A higher bound hides more, and one that hides nothing is refused.
    """
    made = certificate([line(n) for n in range(6)])

    assert {6} == {band.aantal for band in publish(made, 6).tellingen}
    assert {None} == {band.aantal for band in publish(made, 7).tellingen}
    with pytest.raises(BandTooLow):
        publish(made, 1)
