"""
The register that ships: whole, with the dates of the annual plans, and an example throughout.
"""

from __future__ import annotations

import shutil

from datetime import date
from pathlib import Path

import pytest

from tests.workspaces import ROOT, faultless
from zvhprivacy.cli.init import copy_to
from zvhprivacy.dpia.hashing import facts_hash
from zvhprivacy.dpia.prescan import Uitkomst, prescan, tegenspraak
from zvhprivacy.dpia.read import DUTY, SCALES, Register, read_register
from zvhprivacy.dpia.risks import band, is_hoog
from zvhprivacy.model.dpia.advice import Adviseur
from zvhprivacy.model.dpia.dossier import Recht, Status
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.policy.read import read_workspace


# The free text of the Model DPIA that an author fills, by its official number.
TEXTS = frozenset(
    """
    0 1.1 2.3 3.2 3.3 4 5.2 6.2 7.2 8.2 9.2 10.2 11.2 12.4 13.2 14.1 14.2 16.2 17.2 18
    """.split()  # noqa: SIM905 - numbers read better as a line
)
NAMES = (
    "complexe-casuistiek",
    "levensloopaanpak",
    "nieuw-casussysteem",
    "radicalisering",
    "re-integratie-ex-gedetineerden",
)


def test_it_is_read_without_findings(register: Register) -> None:
    """
    Nothing in the files is other than it should be, and all of it is there.
    """
    assert () == register.findings
    assert NAMES == tuple(sorted(register.dpias))
    assert NAMES == tuple(sorted(register.feiten))
    assert register.verwerkingsregister is not None


@pytest.mark.parametrize("name", NAMES)
def test_a_dpia_is_filled(register: Register, name: str) -> None:
    """
    Everything that an author fills is filled, and says that it is an example.
    """
    dpia = register.dpias[name]

    assert dpia.voorbeeld
    assert TEXTS == set(dpia.teksten)
    assert set(Recht) == set(dpia.rechten)
    assert all((dpia.belangen, dpia.locaties, dpia.consultatie, dpia.versies, dpia.dossier))
    assert dpia.prescan is not None
    assert register.plicht is not None
    assert Uitkomst.VERPLICHT is prescan(dpia.prescan, register.plicht).uitkomst
    assert tegenspraak(dpia.prescan, register.plicht) is None


@pytest.mark.parametrize("name", NAMES)
def test_every_risk_is_motivated_and_met(register: Register, name: str) -> None:
    """
    Kans and impact are motivated; each risk has a measure with an owner, a day and what is left.
    """
    dpia = register.dpias[name]
    assert register.schalen is not None
    schaal = register.schalen.schaal(dpia.schaal)
    assert schaal is not None
    bands = {each.id: each for each in schaal.banden}
    met = {risico for each in dpia.maatregelen for risico in each.risicos}

    assert met == {each.id for each in dpia.risicos}
    for risico in dpia.risicos:
        assert risico.kans_motivatie
        assert risico.impact_motivatie
        assert band(risico, schaal) is not None
    for maatregel in dpia.maatregelen:
        assert maatregel.uiterlijk is not None
        assert "fg" not in maatregel.beheerder.split("-")  # AVG 38 lid 6
        assert not is_hoog(register.schalen, bands[maatregel.restrisico or ""])


@pytest.mark.parametrize("name", NAMES)
def test_the_controllers_are_those_of_the_law(
    workspace: Workspace, register: Register, name: str
) -> None:
    """
    Controllers take part; under the WGS they are of lid 1, and all who are of lid 1 are named.
    """
    dpia, law = register.dpias[name], workspace.law
    assert law is not None
    members = {
        each: law.begrippen.deelnemersoorten[who.soort].lid
        for convenant in dpia.convenanten
        for each, who in workspace.agreements[convenant].convenant.deelnemers.items()
    }

    assert set(dpia.verwerkingsverantwoordelijken) <= set(members)
    if name in {"complexe-casuistiek", "levensloopaanpak", "nieuw-casussysteem"}:
        assert set(dpia.verwerkingsverantwoordelijken) == {
            each for each, lid in members.items() if lid == "lid-1"
        }


def test_the_dates_of_the_annual_plans(register: Register) -> None:
    """
    What the plans of 2023 and 2024 say of a DPIA is what the register says.
    """
    planned = {name: dpia.gepland for name, dpia in register.dpias.items()}
    main = register.dpias["complexe-casuistiek"]
    (advice,) = (a for a in main.adviezen if a.van is Adviseur.REGIONAAL_FG_OVERLEG)
    versions = {each.versie: each.datum for each in main.versies}

    assert date(2024, 12, 31) == planned["complexe-casuistiek"]  # to be finished in 2024
    assert date(2024, 9, 30) == planned["re-integratie-ex-gedetineerden"]  # the third quarter
    assert date(2024, 12, 31) == planned["levensloopaanpak"]  # the fourth quarter
    assert date(2023, 12, 31) == planned["nieuw-casussysteem"]  # before the old one ends
    assert (date(2022, 9, 30), date(2023, 1, 31)) == (advice.ingediend, advice.datum)
    assert date(2024, 6, 30) == versions["0.95"]  # reviewed in the second quarter


def test_what_is_adopted_was_adopted_over_its_facts(register: Register) -> None:
    """
    An adopted DPIA names its facts file, every controller signed, and advice came before.
    """
    adopted = [each for each in register.dpias.values() if each.status is Status.VASTGESTELD]

    assert {"complexe-casuistiek", "radicalisering"} == {each.dpia for each in adopted}
    for dpia in adopted:
        assert dpia.vaststelling is not None
        assert facts_hash(register.feiten[dpia.dpia]) == dpia.vaststelling.feiten
        assert set(dpia.verwerkingsverantwoordelijken) == {
            each.organisatie for each in dpia.vaststelling.ondertekeningen
        }
        assert all(a.datum and a.datum <= dpia.vaststelling.datum for a in dpia.adviezen)


# --- the lists of `policies/` ---------------------------------------------------------------------


@pytest.mark.parametrize("name", [SCALES, DUTY])
def test_the_lists_are_no_part_of_the_policy(tmp_path: Path, name: str) -> None:
    """
    A workspace may have its own scales and lists; no decision rests on them.
    """
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    before = faultless(tmp_path)
    path = tmp_path / "policies" / name
    path.write_text(path.read_text("utf-8").replace("schema: 1", "schema: 1 # de onze"), "utf-8")
    path.write_text(path.read_text("utf-8").replace("naam: Hoog,", "naam: Groot,"), "utf-8")

    assert () == before.findings
    assert before.policy == read_workspace(tmp_path).policy


# --- what a new workspace gets --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, []),
        ({"everything": True}, list(NAMES)),
        ({"only": "radicalisering-en-extremisme"}, ["radicalisering"]),
        ({"only": "mensenhandel"}, []),
    ],
)
def test_a_new_workspace_gets_only_what_is_about_it(
    tmp_path: Path, asked: dict[str, object], found: list[str]
) -> None:
    """
    Assessments of houses that were not copied stay behind; the registers come only with all.
    """
    copy_to(tmp_path / "nieuw", **asked)  # type: ignore[arg-type]
    register = read_register(tmp_path / "nieuw")

    assert found == sorted(register.dpias)
    assert found == sorted(register.feiten)
    assert ("everything" in asked) is (register.verwerkingsregister is not None)
