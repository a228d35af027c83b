"""
From when until when something holds, and how days are written.
"""

from __future__ import annotations

from datetime import date

import pytest

from zvhprivacy.model.validity import ALTIJD, Geldig
from zvhprivacy.model.written import read_as
from zvhprivacy.source import parse


def _codes(text: str) -> list[str]:
    node, _ = parse(text, "geldig")
    assert node is not None
    return [found.code for found in read_as(Geldig, node)[1]]


def test_the_first_day_counts() -> None:
    """
    `vanaf` is the first day on which it holds.
    """
    geldig = Geldig(vanaf=date(2025, 3, 1))

    assert [False, True] == [geldig.op(date(2025, 2, 28)), geldig.op(date(2025, 3, 1))]


def test_the_end_is_exclusive() -> None:
    """
    `tot` is the first day on which it no longer holds.
    """
    geldig = Geldig(tot=date(2030, 1, 1))

    assert [True, False] == [geldig.op(date(2029, 12, 31)), geldig.op(date(2030, 1, 1))]


@pytest.mark.parametrize("day", [date.min, date(2026, 6, 1), date.max])
def test_left_out_is_always(day: date) -> None:
    """
    What has no bounds holds on every day.
    """
    assert ALTIJD.op(day)


def test_the_days_of_change_are_its_bounds() -> None:
    """
    The days on which something changes are the bounds that were written.
    """
    geldig = Geldig(vanaf=date(2025, 3, 1), tot=date(2030, 1, 1))

    assert (date(2025, 3, 1), date(2030, 1, 1)) == geldig.grenzen


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ZVH106", "{vanaf: 2025-03-01, tot: 2025-03-01}"),
        ("ZVH106", "{vanaf: 2025-03-01, tot: 2025-02-01}"),
        ("ZVH105", "{vanaf: 2025-02-30}"),
        ("ZVH105", "{vanaf: 2025-3-1}"),
        ("ZVH105", "{vanaf: 20250301}"),
        ("ZVH105", "{vanaf: 01-03-2025}"),
        ("ZVH105", "{vanaf: 2025-W09-6}"),
        ("ZVH105", "{vanaf: ''}"),
        ("ZVH101", "{van: 2025-03-01}"),
    ],
)
def test_bounds_that_mean_nothing(code: str, text: str) -> None:
    """
    A day that does not exist, another way of writing one, or an end before the beginning is a
    finding.
    """
    codes = _codes(text)

    assert [code] == codes
