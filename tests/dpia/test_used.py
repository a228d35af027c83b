"""
What the logboek tells of the register: what was never used, and who should not be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from hypothesis import given
from hypothesis import strategies as st

from tests.dpia import huis
from zvhprivacy.dpia.used import Used, period
from zvhprivacy.errors import Finding


REGELS = ("aanmelden", "inbrengen-zorg", "inzien", "doorgeven")


def everything(*without: str) -> Used:
    """
    A year in which every permission was used by the police, but those *without*.
    """
    used = Used(vanaf=date(2025, 6, 2), tot=date(2026, 6, 2))
    for regel in REGELS:
        if regel not in without:
            used.add("huis", regel, huis.DAY, "politie-a", "riec-a", None)
    return used


def told(findings: Iterator[Finding] | tuple[Finding, ...]) -> list[tuple[str, dict[str, str]]]:
    """
    Give code and values of *findings*.
    """
    return [(each.code, dict(each.values)) for each in findings]


def test_what_was_used_by_members_is_in_order(werkmap: Path) -> None:
    """
    A logboek in which all was used by who may is no finding.
    """
    assert huis.found(werkmap, used=everything()) == ()


def test_what_was_never_used_is_named(werkmap: Path) -> None:
    """
    A permission that was assessed and never used is asked about, once per DPIA.
    """
    found = huis.found(werkmap, used=everything("inzien", "doorgeven"))

    assert told(found) == [
        (
            "ZVH802",
            {
                "dpia": "com",
                "aantal": "2",
                "welke": "doorgeven; inzien",
                "vanaf": "2025-06-02",
                "tot": "2026-06-02",
            },
        )
    ]


def test_what_is_no_longer_permitted_is_not_called_unused(werkmap: Path) -> None:
    """
    It cannot be used, and that it went is a finding already.
    """
    text = (werkmap / huis.CONVENANT).read_text("utf-8")
    start = text.index("  - id: doorgeven")
    (werkmap / huis.CONVENANT).write_text(text[:start], encoding="utf-8")

    assert huis.codes(huis.found(werkmap, used=everything("doorgeven"))) == ["ZVH811"]


def test_use_in_another_convenant_does_not_count(werkmap: Path) -> None:
    """
    A rule of that name elsewhere is another rule.
    """
    used = everything("inzien")
    used.add("elders", "inzien", huis.DAY)

    assert huis.codes(huis.found(werkmap, used=used)) == ["ZVH802"]


@pytest.mark.parametrize("who", ["politie-b", "ggz-z"])
def test_who_is_not_in_the_convenant_is_named(werkmap: Path, who: str) -> None:
    """
    An organisation that processed data and is no member or receiver is a finding.
    """
    used = everything()
    used.add("huis", "inzien", date(2026, 3, 1), who)
    used.add("huis", "inzien", date(2026, 2, 1), who)

    (found,) = huis.found(werkmap, used=used)

    assert told((found,)) == [
        (
            "ZVH804",
            {"wie": who, "convenant": "huis", "eerst": "2026-02-01", "laatst": "2026-03-01"},
        )
    ]
    assert found.span.file == huis.CONVENANT


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2025, 12, 31), []), (date(2026, 1, 1), ["ZVH804"]), (date(2026, 5, 1), ["ZVH804"])],
)
def test_a_member_counts_on_its_days_only(werkmap: Path, day: date, expected: list[str]) -> None:
    """
    Who had left already was no member any more, and who was one then is no finding now.
    """
    huis.change(werkmap, huis.CONVENANT, _MEMBER, _LEFT)
    used = everything()
    used.add("huis", "inzien", day, "ggz-a")
    found = [each for each in huis.found(werkmap, used=used) if each.code != "ZVH811"]

    assert [each.code for each in found] == expected


_MEMBER = "ggz-a: {naam: GGZ A, soort: ggz, sinds: 2025-03-01}"
_LEFT = "ggz-a: {naam: GGZ A, soort: ggz, sinds: 2025-03-01, tot: 2026-01-01}"


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.dates(), st.sampled_from("pq"))
    )
)
def test_it_holds_no_more_than_the_words(lines: list[tuple[str, str, date, str]]) -> None:
    """
    However many lines: each pair of words is kept once, with the first and the last day.
    """
    used = Used(vanaf=date.min, tot=date.max)
    for convenant, regel, day, who in lines:
        used.add(convenant, regel, day, who, "?", None)

    assert used.regels == {(convenant, regel) for convenant, regel, _, _ in lines}
    assert used.partijen == {
        (convenant, who): (min(days), max(days))
        for convenant, _, _, who in lines
        if (days := [day for c, _, day, w in lines if (c, w) == (convenant, who)])
    }


@given(st.dates(min_value=date(1999, 1, 1), max_value=date(2100, 1, 1)))
def test_a_period_is_the_year_up_to_and_including_a_day(day: date) -> None:
    """
    The day itself counts, and so do the 364 or 365 before it.
    """
    vanaf, tot = period(day)

    assert tot == day + timedelta(days=1)
    assert (tot - vanaf).days in {365, 366}
