"""
The shipped register: in order, and one change in a copy of it is the one finding that says so.
"""

from __future__ import annotations

import shutil

from datetime import date
from pathlib import Path

import pytest

from tests.dpia import huis
from zvhprivacy.dpia.checks import check_register
from zvhprivacy.dpia.read import read_register
from zvhprivacy.policy.read import read_workspace


ROOT = Path(__file__).resolve().parent.parent.parent
DAY = date(2026, 11, 1)
HOOFDPROCES = "dpia/complexe-casuistiek.yaml"


@pytest.fixture(scope="session")
def meegeleverd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A copy that nobody changes.
    """
    folder = tmp_path_factory.mktemp("meegeleverd") / "werkmap"
    for name in ("policies", "convenants", "dpia"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "aanvaard.yaml", folder)
    return folder


@pytest.fixture
def kopie(meegeleverd: Path, tmp_path: Path) -> Path:
    """
    A copy of its own.
    """
    shutil.copytree(meegeleverd, tmp_path / "werkmap")
    return tmp_path / "werkmap"


def test_the_shipped_register_is_in_order(meegeleverd: Path) -> None:
    """
    Nothing is open; what the annual plans left undone is accepted by name, with a reason.
    """
    checked = check_register(read_workspace(meegeleverd), read_register(meegeleverd), DAY)

    assert checked.findings == ()
    assert {found.code for found, _ in checked.accepted} == {"ZVH805", "ZVH817"}


def first(folder: Path, file: str, after: str, old: str, new: str) -> None:
    """
    Replace the first *old* that stands *after* some text in *file*.
    """
    text = (folder / file).read_text("utf-8")
    start = text.index(old, text.index(after))
    (folder / file).write_text(text[:start] + new + text[start + len(old) :], encoding="utf-8")


def test_one_permission_is_one_finding(kopie: Path) -> None:
    """
    A category more for one rule of the main process.
    """
    first(
        kopie,
        "convenants/landelijk-model/convenant.yaml",
        "- id: aanmelding-inzien-eigen-publiek",
        "gegevens: [",
        "gegevens: [gezondheid, ",
    )
    (found,) = huis.found(kopie, DAY)

    assert found.code == "ZVH801"
    assert dict(found.values) == {
        "dpia": "complexe-casuistiek",
        "id": "aanmelding-inzien-eigen-publiek",
        "wat": "gegevens +gezondheid",
    }


def test_one_term_is_one_finding(kopie: Path) -> None:
    """
    A year longer than the DPIA assessed.
    """
    first(kopie, "policies/bewaartermijnen.yaml", "- id: WGS-MAX5", "P5Y", "P6Y")
    (found,) = huis.found(kopie, DAY)

    assert (found.code, dict(found.values)["dpia"]) == ("ZVH803", "complexe-casuistiek")


def test_one_date_is_one_finding(kopie: Path) -> None:
    """
    A review that should have been.
    """
    date_ = read_register(kopie).dpias["complexe-casuistiek"].herziening
    assert date_ is not None
    first(kopie, HOOFDPROCES, "\nherziening:", str(date_.uiterlijk), "2026-10-31")
    (found,) = huis.found(kopie, DAY)

    assert (found.code, found.span.file) == ("ZVH806", HOOFDPROCES)


def test_what_is_adopted_are_the_facts_that_are_there(meegeleverd: Path) -> None:
    """
    Every adopted DPIA was adopted over the file that stands beside it.
    """
    assert "ZVH816" not in huis.codes(huis.found(meegeleverd, date(2026, 1, 1)))
