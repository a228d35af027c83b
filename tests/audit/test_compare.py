"""
Two audits beside each other: what is new, repeated, solved, or not looked at any more.
"""

from __future__ import annotations

import itertools

from datetime import date

import pytest

from tests.audit.dossiers import BAD, GOOD, UNKNOWN, answer, dossier, measure, statement
from zvhprivacy.audit.answers import Dossier
from zvhprivacy.audit.compare import Richting, Verandering, Vergelijking, compare
from zvhprivacy.model.audit import Looked


LATER = date(2027, 6, 1)
SAID = {
    "voldoet": ("voldoet", None),
    "n.v.t.": ("niet-van-toepassing", "vervallen"),
    "onbekend": ("niet-vast-te-stellen", None),
    "afwijking": ("afwijking", None),
}


def one(state: str, name: str = "2026-1", op: date = date(2026, 6, 1)) -> Dossier:
    """
    Give an audit of statement E1 and an E9 that is always in order; of E1 what *state* says.
    """
    always = statement("E9", opzet=GOOD)
    machine = {"goed": GOOD, "fout": BAD, "niets": UNKNOWN}
    if state == "weg":
        return dossier("", always, name=name, op=op)
    if state in machine:
        return dossier("", statement("E1", opzet=machine[state]), always, name=name, op=op)
    antwoord, why = SAID[state]
    text = "antwoorden:\n" + answer("eigen/E1", antwoord, toelichting=why)
    return dossier(text, statement("E1", opzet=UNKNOWN), always, name=name, op=op)


def compared(before: str, now: str) -> Vergelijking:
    """
    Compare statement E1 in two states.
    """
    return compare(one(before), one(now, "2027-1", LATER), LATER)


def of_e1(before: str, now: str) -> tuple[str, str] | None:
    """
    Say what became of E1.
    """
    found = [each for each in compared(before, now).verschillen if each.stelling == "eigen/E1"]
    return (found[0].verandering.value, found[0].richting.value) if found else None


BAD_STATES = ("fout", "afwijking")
GOOD_STATES = ("goed", "voldoet")
UNKNOWN_STATES = ("niets", "onbekend", "weg")


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        *itertools.product(BAD_STATES, BAD_STATES, [("herhaald", "gelijk")]),
        *itertools.product(BAD_STATES, GOOD_STATES, [("opgelost", "beter")]),
        *itertools.product(BAD_STATES, UNKNOWN_STATES, [("niet-meer-getoetst", "gelijk")]),
        *itertools.product(BAD_STATES, ["n.v.t."], [("niet-meer-getoetst", "gelijk")]),
        *itertools.product(GOOD_STATES, BAD_STATES, [("nieuw", "slechter")]),
        *itertools.product(UNKNOWN_STATES, BAD_STATES, [("nieuw", "slechter")]),
        *itertools.product(GOOD_STATES, GOOD_STATES, [("ongewijzigd", "gelijk")]),
        *itertools.product(GOOD_STATES, UNKNOWN_STATES, [("niet-meer-getoetst", "gelijk")]),
        *itertools.product(UNKNOWN_STATES, GOOD_STATES, [("eerst-getoetst", "gelijk")]),
        ("n.v.t.", "goed", ("ongewijzigd", "gelijk")),
        ("niets", "onbekend", ("ongewijzigd", "gelijk")),
        ("niets", "weg", ("ongewijzigd", "gelijk")),
        ("weg", "n.v.t.", ("eerst-getoetst", "gelijk")),
    ],
)
def test_what_became_of_an_aspect(before: str, now: str, expected: tuple[str, str]) -> None:
    """
    Only who looked and found nothing solved a deviation; what nobody knew is new when it deviates.
    """
    assert of_e1(before, now) == expected


def counted(onderzocht: int, afwijkend: int) -> Looked:
    """
    Give a deviation with these counts.
    """
    return Looked(onderzocht=onderzocht, afwijkend=afwijkend)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (counted(10, 4), counted(10, 4), Richting.GELIJK),
        (counted(10, 4), counted(10, 5), Richting.SLECHTER),
        (counted(10, 4), counted(10, 3), Richting.BETER),
        (counted(10, 4), counted(100, 5), Richting.SLECHTER),
        (counted(10, 4), counted(5, 3), Richting.SLECHTER),
        (counted(10, 4), counted(20, 4), Richting.BETER),
        (counted(0, 4), counted(0, 4), Richting.GELIJK),
        (counted(0, 4), counted(0, 3), Richting.BETER),
    ],
)
def test_of_two_deviations_more_or_a_larger_share_is_worse(
    before: Looked, now: Looked, expected: Richting
) -> None:
    """
    When number and share say the opposite it is worse.
    """
    first = dossier("", statement("E1", werking=before))
    second = dossier("", statement("E1", werking=now), name="2027-1", op=LATER)
    (found,) = compare(first, second, LATER).verschillen

    assert (found.verandering, found.richting) == (Verandering.HERHAALD, expected)


def test_every_aspect_of_either_audit_is_there_once() -> None:
    """
    In the order of the later audit, what it left out behind.
    """
    first = dossier("", statement("E1", opzet=GOOD), statement("E2", opzet=BAD, werking=GOOD))
    second = dossier(
        "", statement("E3", opzet=BAD), statement("E2", opzet=BAD), name="2027-1", op=LATER
    )
    found = compare(first, second, LATER)

    assert [
        (each.stelling, each.aspect.value, each.verandering.value) for each in found.verschillen
    ] == [
        ("eigen/E3", "opzet", "nieuw"),
        ("eigen/E2", "opzet", "herhaald"),
        ("eigen/E1", "opzet", "niet-meer-getoetst"),
        ("eigen/E2", "werking", "niet-meer-getoetst"),
    ]
    assert [each.stelling for each in found.van(Verandering.HERHAALD)] == ["eigen/E2"]
    assert (found.eerst, found.nu) == ("2026-1", "2027-1")


def test_a_statement_with_other_words_says_so() -> None:
    """
    Two answers can be to two questions.
    """
    first = dossier("", statement("E1", opzet=GOOD), statement("E2", opzet=GOOD))
    second = dossier(
        "",
        statement("E1", opzet=GOOD, tekst="Iets anders geldt."),
        statement("E2", opzet=GOOD),
        statement("E3", opzet=GOOD),
        name="2027-1",
        op=LATER,
    )

    assert [each.herzien for each in compare(first, second, LATER).verschillen] == [
        True,
        False,
        False,
    ]


def test_measures_of_both_that_are_late_are_named() -> None:
    """
    What the previous audit asked for and was not done is told again.
    """
    first = dossier("maatregelen:\n" + measure("oud") + measure("klaar", afgerond_op="2026-08-01"))
    second = dossier(
        "maatregelen:\n" + measure("nieuw", voor="2027-09-01"), name="2027-1", op=LATER
    )

    assert [each.id for each in compare(first, second, LATER).te_laat] == ["oud"]
    assert [each.id for each in compare(first, second, date(2027, 9, 2)).te_laat] == [
        "oud",
        "nieuw",
    ]


def test_an_audit_beside_itself_changes_nothing_for_the_better() -> None:
    """
    The same deviations are repeated, and the rest is unchanged.
    """
    found = compare(dossier(), dossier(), LATER)

    assert {each.verandering for each in found.verschillen} == {
        Verandering.HERHAALD,
        Verandering.ONGEWIJZIGD,
    }
    assert {each.richting for each in found.verschillen} == {Richting.GELIJK}
