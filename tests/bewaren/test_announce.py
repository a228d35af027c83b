"""
Running cases are announced in time to decide about a renewal.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pytest

from tests.bewaren.law import casus, gebeurd, gegeven, terms, verlengd
from zvhprivacy import bewaren
from zvhprivacy.model.bewaren import CaseFacts


RUNNING = casus(gegeven("g1"), gegeven("g2"))
RENEWED = RUNNING._replace(
    items=(gegeven("g1"), gegeven("g2", "2024-03-01", "2026-05-01", "ggz")),
    fase="hernieuwd",
    happened=(gebeurd("hernieuwd", "2029-01-02"),),
    extensions=(verlengd("2029-03-01", "2029-06-30", besloten_op="2029-01-02"),),
)
UNNEEDED = RUNNING._replace(happened=(gebeurd("niet-meer-nodig", "2029-01-02"),))


class Told(NamedTuple):
    """
    What is announced of a case on a day: until when, how near, how many items, by which term.
    """

    waarom: str
    facts: CaseFacts
    op: str
    announced: list[tuple[str, str, int, str]]


TABLE = [
    Told("a day more than six months", RUNNING, "2028-08-31", []),
    Told("six months", RUNNING, "2028-09-01", [("2029-03-01", "P6M", 2, "WGS-MAX5")]),
    Told("a day more than three", RUNNING, "2028-11-30", [("2029-03-01", "P6M", 2, "WGS-MAX5")]),
    Told("three months", RUNNING, "2028-12-01", [("2029-03-01", "P3M", 2, "WGS-MAX5")]),
    Told("the last day", RUNNING, "2029-03-01", [("2029-03-01", "P3M", 2, "WGS-MAX5")]),
    Told("the day after", RUNNING, "2029-03-02", []),
    *[
        Told(f"nobody works in what is {fase}", RUNNING._replace(fase=fase), "2029-01-01", [])
        for fase in ("afgesloten", "afgewezen", "overgedragen", "vernietigd")
    ],
    Told(
        "what was not renewed at its old day, what was at its new one",
        RENEWED,
        "2029-01-02",
        [("2029-03-01", "P3M", 1, "WGS-MAX5"), ("2029-06-30", "P6M", 1, "WGS-EXT-A")],
    ),
    Told("about what goes at once nothing can be decided", UNNEEDED, "2029-01-02", []),
    Told("what nobody knows the end of", RUNNING._replace(eerste=None), "2029-01-02", []),
    Told("the rest alone", casus(), "2029-01-02", [("2029-03-01", "P3M", 0, "WGS-MAX5")]),
]


def announced(told: Told, package: Any = bewaren) -> list[tuple[str, str, int, str]]:
    """
    Give what *package* announces.
    """
    day = date.fromisoformat(told.op)
    return [
        (str(each.uiterlijk), str(each.binnen), each.gegevens, each.plaats.regel)
        for each in package.announcements(told.facts, terms(day), day)
    ]


@pytest.mark.parametrize("told", TABLE, ids=lambda told: told.waarom)
def test_the_end_of_a_running_case_is_told_six_and_three_months_before(told: Told) -> None:
    """
    Until its last day, as near as it is, for each day on which something of the case ends.
    """
    assert told.announced == announced(told)
