"""
Every number of the Model DPIA has a place, and every place exists.
"""

from __future__ import annotations

import types
import typing

from typing import Any

import pytest

from tests.docs.made import rijksmodel
from zvhprivacy.messages import text
from zvhprivacy.model.dpia.dossier import Dpia, Recht
from zvhprivacy.model.dpia.facts import DpiaFeiten
from zvhprivacy.model.dpia.sections import (
    FEITEN,
    ONDERDELEN,
    PERSOONSNAMEN,
    RECHTEN,
    TEKSTEN,
    rij_van,
)
from zvhprivacy.model.written import Written


# How many questions each section has, by group, written down apart from the table: `12.1: 5` is a
# group with a question 12.1.1 and rows 12.1.2.1 to .5, counted below as it is numbered.
QUESTIONS = {
    "2.1": 9,
    "3.1": 3,
    "3.3": 1,
    "5.1": 1,
    "6.1.1": 5,
    "7.1": 1,
    "8.1.1": 3,
    "9.1.1": 2,
    "10.1.1": 5,
    "11.1.1": 2,
    "12.1.2": 5,
    "12.2.2": 4,
    "12.3.2": 4,
    "13.1.1": 6,
    "16.1": 8,
    "17.1": 7,
    "19.1": 3,
    "19.3.2": 4,
    "19.4": 6,
    "19.5": 8,
    "20.1": 7,
} | {f"15.{right}": 4 for right in range(1, 9)}
ALONE = (
    *("0", "1.1", "1.2.1", "2.3", "3.2", "4", "5.2", "6.2", "7.2", "8.2", "9.2", "10.2", "11.2"),
    *("12.1.1", "12.2.1", "12.3.1", "12.4", "13.2", "14.1", "14.2", "16.2", "17.2", "17.3", "18"),
    *("19.2", "19.3.1"),
)
NUMBERS = sorted(
    {*ALONE, *(f"{g}.{n}" for g, many in QUESTIONS.items() for n in range(1, many + 1))}
)


@pytest.mark.parametrize("number", NUMBERS)
def test_every_question_has_a_place(number: str) -> None:
    """
    No question of the model is without a place with us.
    """
    assert () != ONDERDELEN[number].plaatsen


def test_there_are_no_other_questions() -> None:
    """
    The table has no question that the model does not have.
    """
    parts = {number.rpartition(".")[0] for number in ONDERDELEN}
    leaves = {number for number in ONDERDELEN if number not in parts}

    assert set(NUMBERS) == leaves


@pytest.mark.parametrize(
    "place", sorted({place for each in ONDERDELEN.values() for place in each.plaatsen})
)
def test_every_place_exists(place: str) -> None:
    """
    A place is a field of the values, or the number of a free text.
    """
    where, _, path = place.partition(":")
    if where == "teksten":
        assert ONDERDELEN[path].plaatsen == (place,) or path == "17.3"
        return
    models: dict[str, type[Written]] = {"dpia": Dpia, "feiten": DpiaFeiten}
    model = models[where]
    for name in path.split("."):
        assert name in model.model_fields, place
        model = next(_models(model.model_fields[name].annotation), Written)


def _models(annotation: Any) -> typing.Iterator[type[Written]]:
    if isinstance(annotation, type) and issubclass(annotation, Written):
        yield annotation
    elif typing.get_origin(annotation) in {tuple, dict, types.UnionType, typing.Union}:
        for argument in typing.get_args(annotation):
            yield from _models(argument)


def test_the_table_of_rights_follows_the_model() -> None:
    """
    The eight rights stand in the order of their numbers.
    """
    assert len(Recht) == len(RECHTEN)
    assert [ONDERDELEN[f"15.{number}"].titel for number in range(1, 9)] == list(RECHTEN)


def test_facts_have_a_free_text_beside_them() -> None:
    """
    Each section of facts has a number under which what an import said can stand.
    """
    assert set(FEITEN.values()) <= TEKSTEN
    assert ["2", "3", "5", "6", "9", "10", "11", "12", "13"] == list(FEITEN)


@pytest.mark.parametrize(
    ("number", "around"),
    [
        ("2.1.1", "2.1"),
        ("5.1.1", "5.1"),
        ("6.1.1.1", "6.1.1"),
        ("12.1.2.4", "12.1.2"),
        ("15.1.1", ""),
        ("1.1", ""),
        ("19.3.2.1", "19.3.2"),
    ],
)
def test_the_row_around_a_question(number: str, around: str) -> None:
    """
    A question stands in the rows of the nearest part around it that can be repeated.
    """
    assert around == rij_van(number)


def test_titles_in_reports_are_those_of_the_model() -> None:
    """
    A section is called in a Dutch report what the model calls it.
    """
    numbers = [*map(str, range(21)), *TEKSTEN]

    assert {n: ONDERDELEN[n].titel for n in numbers} == {
        n: text(f"stuk.deel.{n}", "nl") for n in numbers
    }
    assert list(RECHTEN) == [text(f"stuk.recht.{recht}", "nl") for recht in Recht]


def test_where_the_model_asks_for_a_person() -> None:
    """
    The three questions for a name are known, and lead to a function.
    """
    assert {"Naam"} == {ONDERDELEN[number].titel for number in PERSOONSNAMEN}


def test_the_page_has_a_row_for_each() -> None:
    """
    The page in docs/ is made of this table, one row per number.
    """
    assert len(ONDERDELEN) == rijksmodel().count("\n| ") - 1
