"""
The sample: anybody who has the list of cases draws the same, by a method that is written down.
"""

from __future__ import annotations

import hashlib

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit.dossiers import HERKOMST
from tests.audit.rijen import Rijen, rijen, without_house
from zvhprivacy.audit.sample import METHOD, draw, populations, seed
from zvhprivacy.model.audit import Getrokken
from zvhprivacy.store.database import Part, open_database


CASES = {
    "com/casusoverleg": [f"c{number:03}" for number in range(60)],
    "com/triage": [f"t{number:03}" for number in range(25)],
    "radicalisering/casusoverleg": ["r000"],
}
LAYERS = st.dictionaries(
    st.sampled_from([f"laag-{letter}" for letter in "abcdefgh"]), st.integers(0, 40), max_size=8
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def h(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rijen]:
    """
    A house without cases.
    """
    target = str(tmp_path / "hoofd.db")
    if request.param == "postgres":
        target = request.getfixturevalue("postgres").new_database()
    database = open_database(Part.HOOFD, target)
    with rijen(database, tmp_path) as found:
        yield found
    database.close()


def cases_of(sizes: dict[str, int]) -> dict[str, list[str]]:
    """
    Give so many cases in each layer.
    """
    return {laag: [f"{laag}-{number}" for number in range(size)] for laag, size in sizes.items()}


def by_hand(cases: dict[str, list[str]], zaad: str, aantal: int) -> list[Getrokken]:
    """
    Draw as the docstring of the module says it, all quotients at once and all cases sorted.

    The places that are dealt out in turns are together those with the highest quotients.
    """
    filled = {laag: all_ for laag, all_ in cases.items() if all_}
    turns = sorted(
        (-Fraction(len(all_), 2 * had + 1), laag)
        for laag, all_ in filled.items()
        for had in range(1, len(all_))
    )
    places = Counter(dict.fromkeys(filled, 1))
    places.update(laag for _, laag in turns[: max(0, aantal - len(filled))])
    drawn = []
    for laag in sorted(filled):
        order = sorted(
            filled[laag], key=lambda casus: hashlib.sha256(f"{zaad}|{casus}".encode()).hexdigest()
        )
        drawn += [Getrokken(casus, laag) for casus in order[: places[laag]]]
    return drawn


@settings(max_examples=50)
@given(sizes=LAYERS, aantal=st.integers(0, 120), zaad=st.text(max_size=8))
def test_the_sample_is_what_the_method_says(sizes: dict[str, int], aantal: int, zaad: str) -> None:
    """
    The method worked out in another way gives the same cases.
    """
    zaad = zaad.encode("utf-8", "replace").decode()
    cases = cases_of(sizes)

    assert list(draw(cases, zaad=zaad, aantal=aantal).getrokken) == by_hand(cases, zaad, aantal)


@settings(max_examples=50)
@given(sizes=LAYERS, aantal=st.integers(0, 120), shuffle=st.randoms(use_true_random=False))
def test_the_order_of_the_cases_makes_no_difference(
    sizes: dict[str, int], aantal: int, shuffle: Random
) -> None:
    """
    The same cases give the same sample, however a database gives them.
    """
    cases = cases_of(sizes)
    mixed = {laag: list(all_) for laag, all_ in sorted(cases.items(), reverse=True)}
    for all_ in mixed.values():
        shuffle.shuffle(all_)

    assert draw(cases, zaad="z", aantal=aantal) == draw(mixed, zaad="z", aantal=aantal)


@settings(max_examples=50)
@given(sizes=LAYERS, aantal=st.integers(0, 120))
def test_every_layer_is_drawn_from_and_no_case_twice(sizes: dict[str, int], aantal: int) -> None:
    """
    As many as was asked, at least one of each layer, at most all.
    """
    cases = cases_of(sizes)
    found = draw(cases, zaad="z", aantal=aantal)
    filled = [laag for laag, size in sizes.items() if size]
    names = [each.casus for each in found.getrokken]

    assert len(set(names)) == len(names) == min(max(aantal, len(filled)), sum(sizes.values()))
    assert {each.laag for each in found.getrokken} == set(filled)
    assert all(each.casus in cases[each.laag] for each in found.getrokken)
    assert found.populatie == sum(sizes.values())


@settings(max_examples=50)
@given(sizes=LAYERS, aantal=st.integers(0, 60))
def test_a_larger_sample_holds_the_smaller_one(sizes: dict[str, int], aantal: int) -> None:
    """
    Who looks at a few more cases loses none that he looked at.
    """
    cases = cases_of(sizes)
    small, large = (set(draw(cases, zaad="z", aantal=n).getrokken) for n in (aantal, aantal + 1))

    assert small <= large


def test_places_go_by_the_size_of_the_layer() -> None:
    """
    Ten of 86: six, three, and the one that every layer gets.
    """
    found = draw(CASES, zaad="2026-1|w", aantal=10)

    assert Counter(each.laag for each in found.getrokken) == {
        "com/casusoverleg": 6,
        "com/triage": 3,
        "radicalisering/casusoverleg": 1,
    }
    assert (found.methode, found.zaad, found.populatie) == (METHOD, "2026-1|w", 86)


def test_another_seed_draws_others() -> None:
    """
    Who can choose the seed can choose the cases; therefore it is made of what nobody chooses.
    """
    first, second = (draw(CASES, zaad=zaad, aantal=10).getrokken for zaad in ("a", "b"))

    assert first != second
    assert seed("2026-1", HERKOMST) == "2026-1|w"


def test_of_no_cases_there_is_no_sample() -> None:
    """
    An empty house has nothing to check by hand.
    """
    assert draw({}, zaad="z", aantal=10).getrokken == ()
    assert draw({"com/triage": []}, zaad="z", aantal=10).getrokken == ()


def test_the_cases_of_a_house_stand_by_process_and_phase(h: Rijen) -> None:
    """
    Every case once, under the name that it has in the audit.
    """
    assert populations(h.bron, lambda _soort, each: each) == {}

    cases = [h.casus(fase=fase) for fase in ("triage", "casusoverleg", "triage")]
    other = h.casus(proces="mda", fase="triage")

    assert populations(h.bron, lambda soort, each: f"{soort}:{each}") == {
        "com/triage": [f"casus:{cases[0]}", f"casus:{cases[2]}"],
        "com/casusoverleg": [f"casus:{cases[1]}"],
        "mda/triage": [f"casus:{other}"],
    }


def test_without_a_house_there_are_no_cases() -> None:
    """
    The files alone hold nobody.
    """
    assert populations(without_house(), lambda _soort, each: each) == {}
