"""
Nothing to look at is never a good answer: an audit of a house where nothing happened yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.engine import houses
from zvhprivacy.audit.checks import CHECKS
from zvhprivacy.audit.run import examine
from zvhprivacy.engine import controleren, core
from zvhprivacy.engine.controleren import bronnen_zonder_huis
from zvhprivacy.model.audit import Antwoord, Found


VANAF, TOT = date(2026, 5, 1), date(2026, 6, 1)
SLOW = {"verwerkingsregister-volledig"}  # of files alone, and the same with and without a house

# What a house has that nobody used yet: people who were designated, keys, and the lines of both;
# and advice about DPIAs, of which the files alone do not show that it was all there was.
THERE = {
    "bsn-versleuteld",
    "derde-zonder-account",
    "gebruiker-met-rol",
    "handeling-met-besluit",
    "log-zonder-namen",
    "logboek-ongewijzigd",
    "logregel-volledig",
    "loginzage-gelogd",
    "rac-advies-vooraf",
    "sleutels-apart",
    "vog-bekend",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[str, Found], ...]:
    """
    What is found in a house without cases, and from the files alone.
    """
    policy = houses.shipped()
    names = CHECKS.keys() - SLOW
    with pytest.MonkeyPatch.context() as monkeypatch:
        for module in (core, controleren):
            monkeypatch.setattr(module, "Policy", lambda _: policy)
        with houses.huis(tmp_path_factory.mktemp("leeg")) as h:
            h.mensen_komen()
            looking = h.huis.controleren.bronnen(h.van("fg"), vanaf=VANAF, tot=date(2026, 6, 2))
            h.klok.goes(days=1)
            with looking as bron:
                inside = examine(bron, names)
        files = bronnen_zonder_huis(
            Path(houses.WORKSPACE), vanaf=VANAF, tot=TOT, klok=lambda: date(2026, 6, 2)
        )
        return inside, examine(files, names)


def good(found: Mapping[str, Found]) -> set[tuple[str, str]]:
    """
    Name the aspects of which all is well.
    """
    return {
        (name, aspect.value)
        for name, each in found.items()
        for aspect, looked in each
        if looked.antwoord in {Antwoord.GEEN_AFWIJKING, Antwoord.VOLDOET}
    }


def test_an_empty_table_gives_no_good_answer(found: tuple[Mapping[str, Found], ...]) -> None:
    """
    In a house without cases only what the files show is well, and what there is before any case.
    """
    inside, files = found

    assert {name for name, _ in good(inside) - good(files)} <= THERE


def test_every_good_answer_counts_something(found: tuple[Mapping[str, Found], ...]) -> None:
    """
    Behind every good answer stands how much was looked at, and it is not nothing.
    """
    for each in found:
        for name, aspect in good(each):
            looked = getattr(each[name], aspect)
            assert looked.onderzocht > 0, name
            assert looked.afwijkend == 0, name


def test_without_a_database_nothing_that_takes_one_is_answered(
    found: tuple[Mapping[str, Found], ...],
) -> None:
    """
    From the files alone no check says that something worked which only a house can show.
    """
    _, files = found

    assert {name for name, aspect in good(files) if aspect == "werking"} <= {
        "beleid-toetsen-slagen",
        "convenant-actueel",
        "dpia-maatregel-op-tijd",
        "dpia-vastgesteld-en-actueel",
        "fg-advies-voor-vaststelling",
        "hoog-risico-geraadpleegd",
        "verwerkersovereenkomst-loopt",
    }
