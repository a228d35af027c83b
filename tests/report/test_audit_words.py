"""
An audit in words and as JSON, and what goes outside the house.
"""

from __future__ import annotations

import json

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.audit.dossiers import answer, audit, dossier, measure, said, statement
from tests.report.audits import OP, report
from zvhprivacy.audit.answers import Dossier
from zvhprivacy.audit.compare import compare
from zvhprivacy.messages import text
from zvhprivacy.model.audit import (
    Getrokken,
    Looked,
    Maand,
    Onbekend,
    Reference,
    Steekproef,
)
from zvhprivacy.model.checklist import Soort
from zvhprivacy.report.audit_json import audit_json
from zvhprivacy.report.audit_page import audit_page
from zvhprivacy.report.audit_tables import evidence, sample
from zvhprivacy.report.audit_view import BAND, Report, Stand, asks_a_person, stand, stands
from zvhprivacy.report.audit_words import SHOWN, audit_lines, words
from zvhprivacy.report.audit_workbook import audit_workbook


def shown(whole: Report, lang: str = "nl") -> list[str]:
    """
    Give the lines of the terminal.
    """
    return ["".join(piece for piece, _ in line) for line in audit_lines(whole, lang)]


# --- where a point stands -------------------------------------------------------------------------


def test_where_points_stand() -> None:
    """
    A point stands where the person says, else the machine; what nobody answered is open.
    """
    whole = dossier(
        "antwoorden:\n"
        + answer("eigen/E1", "voldoet", aspect="werking", toelichting="proefzaak")
        + answer("eigen/E3", "voldoet")
    )

    assert [
        ("eigen/E1", Stand.WEERSPROKEN),
        ("eigen/E2", Stand.GEEN_AFWIJKING),
        ("eigen/E3", Stand.VOLDOET),
        ("eigen/E3", Stand.OPEN),
        ("eigen/E3", Stand.OPEN),
    ] == [(each.getoetst.sleutel, stand(each)) for each in whole.oordelen()]


def test_when_a_person_is_asked() -> None:
    """
    A person is asked where the machine says nothing or not alone, until there is an answer.
    """
    mixed = replace(statement("E4", werking=Looked(onderzocht=1)), soort=Soort.GEMENGD)
    whole = dossier("antwoorden:\n" + answer("eigen/E3", "voldoet"), statement("E3"), mixed)

    assert [False, True, True, True] == [asks_a_person(each) for each in whole.oordelen()]


def test_nothing_looked_at_is_no_good_answer() -> None:
    """
    A point of which nothing was found is never among what is in order.
    """
    empty = dossier("", *(statement(f"E{n}", werking=Looked()) for n in range(1, 4)))

    assert {Stand.NIET_VAST_TE_STELLEN: 3} == stands(empty.oordelen())


# --- on a terminal --------------------------------------------------------------------------------


def test_what_is_wrong_comes_first() -> None:
    """
    The terminal names counts, then the statements that deviate, then what people must answer.
    """
    found = shown(Report(dossier=dossier(), op=OP))

    assert "Interne audit 2026-1" == found[0]
    assert "1  ▲ afwijking" == found[3]
    assert "eigen/E1 Stelling E1 geldt." == found[11]
    assert "  ▲ afwijking: werking: 2 van 4" == found[12]
    assert found[14].startswith("Punten die afwijken: 1 van de 5, in 1 van de 3 stellingen.")
    assert "Punten waar een mens nog moet antwoorden: 3." in found
    assert "Maatregelen: 0; uitgevoerd: 0; te laat: 0. Bevindingen zonder maatregel: 1." in found


def test_a_contradiction_is_told() -> None:
    """
    The words say at how many points a person does not see what the machine found.
    """
    entry = answer("eigen/E1", "voldoet", aspect="werking", toelichting="proefzaak")
    found = list(words(Report(dossier=dossier("antwoorden:\n" + entry), op=OP), "nl"))

    assert "die het programma vond: 1. Beide antwoorden staan erbij." in found[1]


def test_without_deviations() -> None:
    """
    Without deviations the words say what that is worth, and when all is answered, that.
    """
    whole = Report(dossier=dossier("", statement("E1", werking=Looked(onderzocht=3))), op=OP)
    found = list(words(whole, "nl"))

    assert "Dat zegt alleen iets over wat kon worden bekeken." in found[0]
    assert "Alles wat een mens moet beantwoorden, is beantwoord." == found[1]


def test_a_long_list_is_cut() -> None:
    """
    Of many statements that deviate the first are named, and how many more there are.
    """
    bad = Looked(onderzocht=2, afwijkend=1)
    whole = dossier("", *(statement(f"E{n}", werking=bad) for n in range(1, SHOWN + 4)))

    assert "… en nog 3" in shown(Report(dossier=whole, op=OP))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_everything_that_can_be_said_has_words(lang: str) -> None:
    """
    Every reason and every place where a point can stand has a text, in each language.
    """
    for each in Onbekend:
        assert text(f"audit.onbekend.{each.value}", lang)
    for where in Stand:
        assert text(f"audit.stand.{where.value}", lang)
        assert text(f"audit.kop.{where.value}", lang)
    assert shown(report(), lang)


# --- measures -------------------------------------------------------------------------------------


def test_what_is_late_in_the_earlier_audit_is_named_too() -> None:
    """
    A measure of the audit that this one is compared with, and that is late, is counted here.
    """
    before = dossier("maatregelen:\n" + measure("oud", voor="2026-02-01"), name="2025-1")
    now = dossier("maatregelen:\n" + measure("nieuw", voor="2026-12-01"))
    whole = Report(dossier=now, op=OP, vergelijking=compare(before, now, OP))

    assert ["oud"] == [each.id for each in whole.te_laat]
    assert ["oud"] == audit_json(whole)["te-laat"]


# --- JSON -----------------------------------------------------------------------------------------


def test_json() -> None:
    """
    A program gets where each point stands with its counts, and no references.
    """
    found = audit_json(Report(dossier=dossier(), op=OP))

    assert 1 == found["stand"]["afwijking"]
    assert ["eigen/E1"] == found["bevindingen"] == found["zonder-maatregel"]
    assert {
        "stelling": "eigen/E1",
        "aspect": "werking",
        "stand": "afwijking",
        "machine": "afwijking",
        "reden": None,
        "onderzocht": 4,
        "afwijkend": 2,
        "mens": None,
        "door": None,
    } == found["punten"][0]
    assert "c1" not in json.dumps(found)


# --- outside the house ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "told"),
    [(0, 0), (1, "1 – 9"), (9, "1 – 9"), (10, "10 – 19"), (3000, "3000 – 3009")],
)
def test_bands(number: int, told: int | str) -> None:
    """
    Outside a count is its band of ten; nothing at all is told as such: the answer says it already.
    """
    assert told == Report(dossier=dossier(), op=OP, buiten=True).counted(number)
    assert number == Report(dossier=dossier(), op=OP).counted(number)


def test_tables_that_stay_inside_are_empty() -> None:
    """
    What refers to people or was written by them is not even put in a table for outside.
    """
    outside = report(buiten=True)

    assert [] == evidence(outside, "nl").rijen
    assert [] == sample(outside, "nl").rijen


BANDED = st.integers(0, 3).map(lambda band: band * BAND)


@st.composite
def alike(draw: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """
    Give two rows of counts that lie in the same bands; in each the second is part of the first.
    """
    pairs = []
    for _ in range(2):
        whole, part = draw(BANDED) + 40, draw(BANDED)
        for least in (whole, part or 1):
            top = (least // BAND + 1) * BAND - 1
            pairs.append((draw(st.integers(least, top)), draw(st.integers(least, top))))
    first, second = zip(*pairs, strict=True)
    return first, second


def told(counts: tuple[int, ...]) -> Report:
    """
    Give the report for outside of an audit with these counts in all places where there are any.
    """
    looked = [
        Looked(
            onderzocht=counts[at],
            afwijkend=counts[at + 1],
            verwijzingen=tuple(Reference("casus", f"c{n}") for n in range(counts[at + 1])),
            tellingen=(("zonder-doel", counts[at + 1]),),
        )
        for at in (0, 2)
    ]
    made = audit(statement("E1", werking=looked[0]), statement("E2", bestaan=looked[1]))
    made = replace(
        made,
        maanden=(Maand("2026-05", counts[0], counts[1]), Maand("2026-06", counts[2], counts[3])),
        herkomst=replace(made.herkomst, regels=counts[0], checkpoint=f"x\n{counts[0]}\n"),
        steekproef=Steekproef(
            zaad="z", methode="m", populatie=counts[0], getrokken=(Getrokken("c1", "x"),)
        ),
    )
    answers = said("antwoorden:\n" + answer("eigen/E1", "afwijking", aspect="werking"))
    return Report(dossier=Dossier(audit=made, gezegd=answers), op=OP, buiten=True)


@cache
def before() -> Dossier:
    """
    Give the audit of a year before.
    """
    return told((45, 5, 45, 5)).dossier


@settings(max_examples=8)
@given(alike())
@example(((45, 3, 45, 15), (45, 7, 45, 12)))  # fewer and more than the year before
def test_outside_nothing_follows_but_the_band(
    counts: tuple[tuple[int, ...], tuple[int, ...]],
) -> None:
    """
    Two audits of which the counts lie in the same bands give the same bytes in every form.

    So nobody can work out a count from what is told: not from a total, a difference, the height of
    a bar, the number of rows, or whether it grew.
    """
    first, second = (
        replace(each, vergelijking=compare(before(), each.dossier, OP))
        for each in map(told, counts)
    )

    assert audit_page(first, "nl") == audit_page(second, "nl")
    assert audit_json(first) == audit_json(second)
    assert shown(first) == shown(second)
    assert audit_workbook(first, "nl") == audit_workbook(second, "nl")
