"""
What is left of anonymised cases: rows that at least k cases share, and nothing that finds one.
"""

from __future__ import annotations

import re

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from random import Random
from typing import TypeAlias

import pytest

from hypothesis import given
from hypothesis import strategies as st

from zvhprivacy.bewaren.anonymous import ThresholdTooLow, generalise, row_of
from zvhprivacy.model.bewaren import AnonymousRow, CaseFacts, ItemFacts


Left: TypeAlias = tuple[AnonymousRow | None, ...]
Generalise: TypeAlias = Callable[[Sequence[AnonymousRow], Mapping[AnonymousRow, int], int], Left]

WHOLE = AnonymousRow("zvh-bno", "com", "2021", "afgesloten", "2-4", ("gezondheid",), 2)
# The free columns and what may stand there; None where it is not known.
ROWS = st.builds(
    AnonymousRow,
    convenant=st.sampled_from(["zvh-a", "zvh-b"]),
    proces=st.sampled_from(["com", "isd"]),
    jaar=st.sampled_from(["2019", "2020", "2021", "2024", None]),
    fase=st.sampled_from(["afgesloten", "afgewezen"]),
    betrokkenen=st.sampled_from(["1", "2-4"]),
    categorieen=st.sampled_from([(), ("bsn",), ("bsn", "gezondheid")]),
    duur=st.sampled_from([0, 1, 2, None]),
)
BATCHES = st.lists(st.lists(ROWS, max_size=12), min_size=1, max_size=4)


def told(row: AnonymousRow, whole: AnonymousRow) -> bool:
    """
    Say whether *row* may stand for *whole*: each value the same, wider, or gone.
    """

    def wider(name: str) -> bool:
        value, exact = getattr(row, name), getattr(whole, name)
        if value is None or value == exact:
            return True
        if name != "jaar" or exact is None:
            return False
        first, last = re.fullmatch(r"(\d{4})-(\d{4})", value).groups()  # type: ignore[union-attr]
        return bool(first <= exact <= last)

    kept = (row.convenant, row.proces) == (whole.convenant, whole.proces)
    return kept and all(wider(name) for name in AnonymousRow._fields)


def small_class(batches: Sequence[Sequence[AnonymousRow]], k: int, how: Generalise) -> bool:
    """
    Say whether after some batch a class is left with fewer than *k* members.
    """
    kept: Counter[AnonymousRow] = Counter()
    for batch in batches:
        kept.update(row for row in how(batch, kept, k) if row is not None)
        if any(size < k for size in kept.values()):
            return True
    return False


# --- a table of cases -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("others", "left"),
    [
        # as many alike as asked: nothing is lost
        ([WHOLE, WHOLE], WHOLE),
        # other durations: the duration goes
        ([WHOLE._replace(duur=n) for n in (0, 5)], WHOLE._replace(duur=None)),
        # other categories: these go too
        (
            [WHOLE._replace(categorieen=c) for c in ((), ("bsn",))],
            WHOLE._replace(duur=None, categorieen=None),
        ),
        # other years: the five years that they fall in
        (
            [WHOLE._replace(jaar=y) for y in ("2020", "2024")],
            WHOLE._replace(duur=None, categorieen=None, betrokkenen=None, jaar="2020-2024"),
        ),
        # years apart: only house and process are left
        (
            [WHOLE._replace(jaar=y) for y in ("2019", "2026")],
            AnonymousRow("zvh-bno", "com", None, None, None, None, None),
        ),
        # another house, another process: never together, so it is destroyed
        ([WHOLE._replace(convenant="zvh-x"), WHOLE._replace(proces="isd")], None),
        ([WHOLE], None),
    ],
)
def test_as_little_is_lost_as_it_takes(
    others: list[AnonymousRow], left: AnonymousRow | None
) -> None:
    """
    A row loses a value only when too few share it, and what never has enough is destroyed.
    """
    assert left == generalise([WHOLE, *others], {}, 3)[0]


def test_what_was_left_before_counts() -> None:
    """
    Two alike of before and one of now make three; what was left before is not changed.
    """
    existing = {WHOLE: 2}

    assert (WHOLE,) == generalise([WHOLE], existing, 3)
    assert {WHOLE: 2} == existing


def test_what_is_left_of_the_same_batch_counts() -> None:
    """
    A row that loses a value joins those that never had it.
    """
    bare = WHOLE._replace(duur=None)

    assert (bare, bare, bare, bare) == generalise([bare, bare, WHOLE, bare], {}, 3)


@pytest.mark.parametrize("k", [1, 0, -1])
def test_a_class_of_one_is_refused(k: int) -> None:
    """
    A threshold below two makes nothing anonymous.
    """
    with pytest.raises(ThresholdTooLow):
        generalise([WHOLE], {}, k)


# --- for all batches ------------------------------------------------------------------------------


@given(BATCHES, st.integers(2, 5))
def test_every_class_has_k_members(batches: list[list[AnonymousRow]], k: int) -> None:
    """
    After every batch each class that is left has at least k members.
    """
    assert not small_class(batches, k, generalise)


@given(st.lists(ROWS, max_size=15), st.integers(2, 5), st.randoms(use_true_random=False))
def test_the_order_makes_no_difference(batch: list[AnonymousRow], k: int, chance: Random) -> None:
    """
    However the cases are ordered, the same is left of each.
    """
    order = list(range(len(batch)))
    chance.shuffle(order)
    left, mixed = generalise(batch, {}, k), generalise([batch[n] for n in order], {}, k)

    assert [left[n] for n in order] == list(mixed)


@given(st.lists(ROWS, max_size=15), st.integers(2, 5))
def test_nothing_is_said_that_was_not_so(batch: list[AnonymousRow], k: int) -> None:
    """
    What is left of a case is true of it, and of its own house and process.
    """
    left = generalise(batch, {}, k)

    assert len(batch) == len(left)
    assert all(told(row, whole) for row, whole in zip(left, batch, strict=True) if row is not None)


# --- these properties notice a fault --------------------------------------------------------------


def _counts_one_short(
    batch: Sequence[AnonymousRow], existing: Mapping[AnonymousRow, int], k: int
) -> Left:
    return generalise(batch, existing, max(2, k - 1))


def _asks_nothing(
    batch: Sequence[AnonymousRow], existing: Mapping[AnonymousRow, int], k: int
) -> Left:
    return tuple(batch)


@pytest.mark.parametrize("how", [_counts_one_short, _asks_nothing])
def test_a_class_that_is_too_small_is_noticed(how: Generalise) -> None:
    """
    Whoever counts wrong is found out.
    """
    batches = [[WHOLE] * 3, [WHOLE._replace(duur=1)] * 2]

    assert small_class(batches, 4, how)
    assert not small_class(batches, 4, generalise)


# --- from a case ----------------------------------------------------------------------------------


CASE = CaseFacts(
    casus="0f" * 16,
    convenant="zvh-bno",
    proces="com",
    kader="wgs",
    fase="afgesloten",
    eerste=date(2021, 3, 15),
    laatste=date(2023, 3, 14),
    items=(
        ItemFacts("1a" * 16, "woonsituatie", date(2021, 3, 15), None, ("politie-oost",)),
        ItemFacts("2b" * 16, "bsn", None, None, ("ggd-noord",)),
        ItemFacts("3c" * 16, "woonsituatie", None, None),
    ),
)


def test_a_row_has_no_id_no_day_and_no_source() -> None:
    """
    A row says in which house, process and year, and what kinds of data; no day, id or source.
    """
    row = row_of(CASE, betrokkenen=3)

    assert ("zvh-bno", "com", "2021", "afgesloten", "2-4", ("bsn", "woonsituatie"), 1) == row
    held = str(row)
    days = [str(day) for day in (CASE.eerste, CASE.laatste)]
    ids = [CASE.casus, *(item.gegeven for item in CASE.items)]
    sources = [source for item in CASE.items for source in item.bronnen]
    assert [] == [told for told in (*days, *ids, *sources) if told in held]


@pytest.mark.parametrize(
    ("eerste", "laatste", "duur"),
    [
        (date(2021, 3, 15), date(2023, 3, 15), 2),
        (date(2021, 3, 15), date(2023, 3, 14), 1),
        (date(2020, 2, 29), date(2021, 2, 28), 0),
        (date(2021, 1, 1), date(2021, 1, 1), 0),
        (None, date(2021, 1, 1), None),
        (date(2021, 1, 1), None, None),
    ],
)
def test_duration_counts_whole_years(
    eerste: date | None, laatste: date | None, duur: int | None
) -> None:
    """
    A year counts when it is full; what is not known is not said.
    """
    assert duur == row_of(CASE._replace(eerste=eerste, laatste=laatste), betrokkenen=1).duur


@pytest.mark.parametrize(
    ("number", "band"), [(0, "0"), (1, "1"), (2, "2-4"), (4, "2-4"), (5, "5+"), (50, "5+")]
)
def test_people_are_counted_in_bands(number: int, band: str) -> None:
    """
    How many people a case was about is said roughly.
    """
    assert band == row_of(CASE, betrokkenen=number).betrokkenen
