"""
`register export`, `dpia prescan` and `dpia risks`: what comes out, and how they end.
"""

from __future__ import annotations

import json
import shutil

from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import CONVENANT, Run, make
from tests.workspaces import ROOT


ON = ("--on", "2026-06-01")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """
    A workspace with one convenant and the DPIA of re-integratie, which names another.
    """
    werkmap = make(tmp_path / "werkmap", CONVENANT)
    shutil.copytree(ROOT / "dpia", werkmap / "dpia")
    for path in (werkmap / "dpia").glob("*.yaml"):
        if not path.name.startswith("re-integratie"):
            path.unlink()
    return werkmap


def _changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- register export ------------------------------------------------------------------------------


def test_json_comes_out(run: Run, small: Path) -> None:
    """
    Without anything else the register comes out as JSON, called as the logboek calls it.
    """
    result = run("register", "export", "--workspace", small, *ON)
    form = json.loads(result.output)

    assert 0 == result.exit_code, result.output
    assert "2026-06-01" == form["op"]
    assert ["proef/com/complexe-casuistiek@2025-03-01"] == [
        each["id"] for each in form["verwerkingen"]
    ]


@pytest.mark.parametrize("to", ["json", "rvva", "xlsx"])
def test_a_file_is_written(run: Run, small: Path, tmp_path: Path, to: str) -> None:
    """
    With `--output` each form goes to a file, and nothing to the screen.
    """
    target = tmp_path / f"register.{to}"
    result = run("register", "export", "--workspace", small, *ON, "--to", to, "--output", target)

    assert (0, "") == (result.exit_code, result.output)
    if to == "xlsx":
        assert 4 == len(openpyxl.load_workbook(target).worksheets)
    else:
        assert json.loads(target.read_text(encoding="utf-8"))


def test_the_same_day_gives_the_same_bytes(run: Run, small: Path, tmp_path: Path) -> None:
    """
    Who keeps the register in git sees only what changed.
    """
    files = [tmp_path / name for name in ("een.xlsx", "twee.xlsx")]
    for target in files:
        run("register", "export", "--workspace", small, *ON, "--to", "xlsx", "--output", target)

    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_workbook_wants_a_file(run: Run, small: Path) -> None:
    """
    A workbook is not for the screen.
    """
    result = run("register", "export", "--workspace", small, "--to", "xlsx")

    assert 2 == result.exit_code
    assert "`--output` ontbreekt" in result.output


def test_a_register_that_would_leave_something_out_is_not_given(run: Run, small: Path) -> None:
    """
    A file that cannot be read as meant stops the export, and is named.
    """
    path = small / "dpia" / "verwerkingsregister.yaml"
    path.write_text("schema: 1\nverwerker: []\n", encoding="utf-8")
    result = run("register", "export", "--workspace", small, *ON)

    assert 1 == result.exit_code
    assert "dpia/verwerkingsregister.yaml:2" in result.output


# --- dpia prescan ---------------------------------------------------------------------------------


def test_the_prescan_gives_its_reasons(run: Run, small: Path) -> None:
    """
    The outcome comes with every reason and its source.
    """
    result = run("dpia", "prescan", "--workspace", small)

    assert 0 == result.exit_code
    assert "re-integratie-ex-gedetineerden: een DPIA is verplicht" in result.output
    assert "5 Financiële situatie (AVG 35 lid 4" in result.output
    assert "6 punten, meer dan 4" in result.output


def test_another_outcome_is_a_finding(run: Run, small: Path) -> None:
    """
    What was stated is compared with what is computed; when it differs the command ends with 1.
    """
    path = small / "dpia" / "re-integratie-ex-gedetineerden.yaml"
    _changed(path, "uitkomst: verplicht", "uitkomst: niet-nodig")
    text = run("dpia", "prescan", "--workspace", small)
    (form,) = json.loads(run("dpia", "prescan", "--workspace", small, "--format", "json").output)

    assert 1 == text.exit_code
    assert "er was opgegeven: niet-nodig" in text.output
    assert ("verplicht", "niet-nodig") == (form["uitkomst"], form["gezegd"])


def test_what_is_open_and_what_leaves_the_eea_is_told(run: Run, small: Path) -> None:
    """
    A question without an answer and a transfer each have their line.
    """
    path = small / "dpia" / "re-integratie-ex-gedetineerden.yaml"
    _changed(path, "    frequentie: maandelijks-of-vaker\n", "")
    _changed(path, "  wetgeving: nee\n", "  wetgeving: nee\n  doorgifte: ja\n")
    result = run("dpia", "prescan", "--workspace", small)

    assert "voor het hoogste geteld: frequentie" in result.output
    assert "DTIA" in result.output


def test_without_a_prescan_the_command_ends_with_findings(run: Run, small: Path) -> None:
    """
    A DPIA without a pre-scan says that it has none.
    """
    path = small / "dpia" / "re-integratie-ex-gedetineerden.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("prescan:\n"), text.index("avg-35-lid-10:")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    result = run("dpia", "prescan", "--workspace", small)

    assert 1 == result.exit_code
    assert "er is geen pre-scan ingevuld" in result.output


# --- dpia risks -----------------------------------------------------------------------------------


def test_the_map_and_the_risks_come_out(run: Run) -> None:
    """
    A risk register is named like a DPIA; the map comes first, then what each risk weighs.
    """
    result = run("dpia", "risks", "zvh-baronie-breda", "--workspace", ROOT)

    assert 0 == result.exit_code
    assert "zh zeer hoog 15–25" in result.output
    assert "gebrek-aan-interventies" in result.output


def test_all_of_them_as_json(run: Run) -> None:
    """
    Without a name all come out; each risk has its score, and whether it is high.
    """
    forms = json.loads(run("dpia", "risks", "--workspace", ROOT, "--format", "json").output)
    plan = next(each for each in forms if each["register"] == "zvh-baronie-breda")

    assert {"complexe-casuistiek", "radicalisering", "zvh-baronie-breda"} <= {
        each["register"] for each in forms
    }
    assert [20, 8, 4, 3, 9, 9, 8, 10, 20] == [risk["score"] for risk in plan["risicos"]]
    assert [20, 10, 20] == [risk["score"] for risk in plan["risicos"] if risk["hoog"]]


def test_an_unknown_scale_is_told(run: Run, small: Path) -> None:
    """
    Risks on a scale that there is not are not shown as if they weighed nothing.
    """
    path = small / "dpia" / "re-integratie-ex-gedetineerden.yaml"
    _changed(path, "schaal: model-dpia-3", "schaal: model-4")
    result = run("dpia", "risks", "--workspace", small)

    assert "de schaal `model-4` staat niet in policies/risicoschalen.yaml" in result.output


def test_an_unknown_name_is_refused(run: Run, small: Path) -> None:
    """
    Who misspells a name hears which there are.
    """
    result = run("dpia", "risks", "re-integratie", "--workspace", small)

    assert 2 == result.exit_code
    assert "re-integratie-ex-gedetineerden" in result.output
