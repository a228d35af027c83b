"""
Whether a DPIA is needed: the published rule, and the strictest answer where it is unclear.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from tests.workspaces import ROOT
from zvhprivacy.dpia.prescan import Grondslag, Uitkomst, prescan, tegenspraak
from zvhprivacy.dpia.read import read_register
from zvhprivacy.model.dpia.duty import DpiaPlicht, Prescan


DAY = date(2026, 6, 1)


def _duty() -> DpiaPlicht:
    found = read_register(ROOT).plicht
    assert found is not None
    return found


PLICHT = _duty()
LOWEST = {v.id: min(v.antwoorden, key=lambda word: v.antwoorden[word]) for v in PLICHT.vragen}
HIGHEST = {v.id: max(v.antwoorden, key=lambda word: v.antwoorden[word]) for v in PLICHT.vragen}


def _answered(**said: Any) -> Prescan:
    """
    Give a pre-scan in which nothing speaks for a DPIA, but for what is *said*.
    """
    return Prescan(datum=DAY, **{"antwoorden": LOWEST, **said})


def _subset(words: Any) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(words)), unique=True, max_size=4).map(tuple)


ANSWERS = st.fixed_dictionaries(
    {}, optional={v.id: st.sampled_from(sorted(v.antwoorden)) for v in PLICHT.vragen}
)
PRESCANS = st.builds(
    Prescan.model_construct,
    datum=st.just(DAY),
    ap_lijst=_subset(PLICHT.ap_lijst),
    criteria=_subset(PLICHT.criteria),
    antwoorden=ANSWERS,
    wetgeving=st.booleans(),
    doorgifte=st.booleans(),
    uitkomst=st.sampled_from(["", *Uitkomst]),
)


# --- the lists ------------------------------------------------------------------------------------


def test_the_lists_are_whole() -> None:
    """
    The list of the AP has its 17 items and WP248 its nine criteria, numbered without a gap.
    """
    assert list(range(1, 18)) == [each.nummer for each in PLICHT.ap_lijst.values()]
    assert list(range(1, 10)) == [each.nummer for each in PLICHT.criteria.values()]


def test_a_house_is_on_the_list_of_the_ap() -> None:
    """
    Item 8 names veiligheidshuizen; it rests on the criteria 6, 7 and 8.
    """
    item = PLICHT.ap_lijst["samenwerkingsverbanden"]

    assert (8, (6, 7, 8)) == (item.nummer, item.criteria)


def test_an_item_rests_on_criteria_that_there_are() -> None:
    """
    Each item of the list meets at least two criteria of WP248: that is why it is on it.
    """
    numbers = {each.nummer for each in PLICHT.criteria.values()}

    assert [] == [name for name, each in PLICHT.ap_lijst.items() if len(each.criteria) < 2]
    assert all(numbers.issuperset(each.criteria) for each in PLICHT.ap_lijst.values())


# --- a table worked out by hand -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "outcome", "reasons"),
    [
        ({}, "niet-nodig", []),
        ({"criteria": ("kwetsbaren",)}, "aanbevolen", ["criteria"]),
        ({"criteria": ("kwetsbaren", "koppelen")}, "verplicht", ["criteria"]),
        ({"ap_lijst": ("cameratoezicht",)}, "verplicht", ["ap-lijst"]),
        ({"wetgeving": True}, "verplicht", ["wetgeving"]),
        ({"wetgeving": True, "criteria": ("kwetsbaren",)}, "verplicht", ["wetgeving"]),
        # 2 + 2 points are four, and four is not more than four.
        ({"antwoorden": LOWEST | {"bijzondere-gegevens": "meer-dan-zes",
                                  "gevoelige-gegevens": "meer-dan-zes"}}, "niet-nodig", []),
        ({"antwoorden": LOWEST | {"bijzondere-gegevens": "meer-dan-zes",
                                  "gevoelige-gegevens": "meer-dan-zes",
                                  "basisregistratie": "ja"}}, "verplicht", ["punten"]),
        ({"antwoorden": {}}, "verplicht", ["punten"]),
        ({"ap_lijst": ("iets-nieuws",)}, "verplicht", ["ap-lijst"]),
        ({"criteria": ("iets-nieuws",)}, "aanbevolen", ["criteria"]),
    ],
)  # fmt: skip
def test_the_outcome(said: dict[str, Any], outcome: str, reasons: list[str]) -> None:
    """
    What was answered leads to this outcome, for these reasons.
    """
    found = prescan(_answered(**said), PLICHT)

    assert (outcome, reasons) == (found.uitkomst, [each.op for each in found.redenen])


def test_a_question_that_is_open_counts_for_the_most() -> None:
    """
    Nothing answered gives all points there are, and names every question.
    """
    found = prescan(_answered(antwoorden={}), PLICHT)

    assert sum(max(v.antwoorden.values()) for v in PLICHT.vragen) == found.punten
    assert tuple(v.id for v in PLICHT.vragen) == found.open


def test_an_answer_that_is_none_is_no_answer() -> None:
    """
    A word that the question does not know leaves it open.
    """
    found = prescan(_answered(antwoorden=LOWEST | {"frequentie": "soms"}), PLICHT)

    assert (("frequentie",), 1) == (found.open, found.punten)


def test_a_reason_names_only_what_gave_points() -> None:
    """
    A question that gave no points is no reason.
    """
    (reason,) = prescan(
        _answered(antwoorden=HIGHEST | {"bewaren": LOWEST["bewaren"]}), PLICHT
    ).redenen

    assert "bewaren" not in reason.wat
    assert set(HIGHEST) - {"bewaren"} == set(reason.wat)


# --- what is said of the outcome ------------------------------------------------------------------


@pytest.mark.parametrize("said", ["verplicht", "aanbevolen", "niet-nodig"])
def test_another_outcome_is_a_contradiction(said: str) -> None:
    """
    What another program made of the answers is compared, and only another outcome is told.
    """
    found = tegenspraak(_answered(criteria=("kwetsbaren",), uitkomst=said), PLICHT)

    assert (said == "aanbevolen") is (found is None)


def test_no_outcome_contradicts_nothing() -> None:
    """
    Who says no outcome is not contradicted.
    """
    assert tegenspraak(_answered(), PLICHT) is None


# --- properties -----------------------------------------------------------------------------------


@given(PRESCANS)
def test_the_published_rule(asked: Prescan) -> None:
    """
    The outcome is that of the published rule, worked out in another way.
    """
    points = 0
    for vraag in PLICHT.vragen:
        if vraag.id in asked.antwoorden:
            points += vraag.antwoorden[asked.antwoorden[vraag.id]]
        else:
            points += max(vraag.antwoorden.values())
    expected = "niet-nodig"
    if len(asked.criteria) == 1:
        expected = "aanbevolen"
    if asked.wetgeving or points > 4 or asked.ap_lijst or len(asked.criteria) > 1:
        expected = "verplicht"

    assert expected == prescan(asked, PLICHT).uitkomst


@given(PRESCANS, st.sampled_from(["", *Uitkomst]))
def test_what_was_said_changes_nothing(asked: Prescan, said: str) -> None:
    """
    The outcome that somebody states has no influence on the one that is computed.
    """
    again = asked.model_copy(update={"uitkomst": said})

    assert prescan(asked, PLICHT) == prescan(again, PLICHT)


@given(PRESCANS, PRESCANS)
def test_more_answers_never_make_it_less_needed(asked: Prescan, other: Prescan) -> None:
    """
    Ticking more items and criteria never lowers the outcome.
    """
    order = [Uitkomst.NIET_NODIG, Uitkomst.AANBEVOLEN, Uitkomst.VERPLICHT]
    more = asked.model_copy(
        update={
            "ap_lijst": tuple({*asked.ap_lijst, *other.ap_lijst}),
            "criteria": tuple({*asked.criteria, *other.criteria}),
            "wetgeving": asked.wetgeving or other.wetgeving,
        }
    )
    before, after = prescan(asked, PLICHT).uitkomst, prescan(more, PLICHT).uitkomst

    assert order.index(before) <= order.index(after)


@given(PRESCANS)
def test_answering_never_adds_points(asked: Prescan) -> None:
    """
    Who answers an open question gets no more points than who leaves it open.
    """
    fewer = asked.model_copy(update={"antwoorden": {}})

    assert prescan(asked, PLICHT).punten <= prescan(fewer, PLICHT).punten


@given(PRESCANS)
def test_there_is_a_reason_for_what_is_needed(asked: Prescan) -> None:
    """
    Every outcome but that it is not needed has a reason with a source, and leads to just that.
    """
    found = prescan(asked, PLICHT)

    assert (found.uitkomst is Uitkomst.NIET_NODIG) is (not found.redenen)
    assert {found.uitkomst} >= {each.leidt_tot for each in found.redenen}
    assert all(each.bron and each.op in Grondslag for each in found.redenen)
