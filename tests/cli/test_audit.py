"""
`zvhprivacy audit`: looking, answering, comparing and reporting, from the command line.
"""

from __future__ import annotations

import json
import shutil

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from click.testing import Result

from tests.cli.conftest import Run, make
from tests.engine import houses
from tests.engine.houses import WORKSPACE, Clock, shipped
from tests.engine.zaken import Bouw, bouw
from zvhprivacy.cli._audit_at import Days, last_year
from zvhprivacy.engine import clock, controleren, core
from zvhprivacy.policy import read


LIST = ("--checklist", "wgs-privacy-audit")
STATEMENT = "wgs-privacy-audit/S3"


@pytest.fixture(scope="module")
def gebouwd(tmp_path_factory: pytest.TempPathFactory) -> Bouw:
    """
    A house with a case, closed.
    """
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(core, "Policy", lambda _: shipped())
        return bouw(tmp_path_factory.mktemp("huis"))


@dataclass(slots=True)
class Plek:
    """
    A workspace with a house beside it, and the program to run in it.
    """

    root: Path
    folder: Path
    bouw: Bouw
    run: Run

    def doe(self, *args: object, code: int = 0, wie: str = "fg") -> Result:
        """
        Run a command with the keys, as *wie*; it ends with *code*.
        """
        result = self.run(
            *("audit", *args, "--workspace", self.root),
            *("--database", self.folder / "db" / "huis.sqlite"),
            *("--sleutels", self.folder / "sleutels" / "sleutels.json", "--niet-ondertekend"),
            *(("--door", self.bouw.zaak.h.mensen[wie]) if args[0] != "report" else ()),
        )
        assert code == result.exit_code, result.output
        return result

    def kijk(self, *args: object, code: int = 0) -> Result:
        """
        Run a command that takes no keys.
        """
        result = self.run("audit", *args, "--workspace", self.root)
        assert code == result.exit_code, result.output
        return result


@pytest.fixture
def plek(
    gebouwd: Bouw, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Plek]:
    """
    A copy of the house, the day after, and a workspace with the shipped policies.
    """
    policy = shipped()
    for module in (core, controleren):
        monkeypatch.setattr(module, "Policy", lambda _: policy)
    monkeypatch.setattr(read, "read_workspace", lambda _: policy.usual.workspace)
    was = gebouwd.zaak.h.klok.nu
    klok = Clock(was)
    klok.goes(days=1)
    monkeypatch.setattr(clock, "now", klok)
    shutil.copytree(gebouwd.folder, tmp_path / "huis")
    root = tmp_path / "werkmap"
    for name in ("policies", "dpia"):
        shutil.copytree(WORKSPACE / name, root / name)
    monkeypatch.setattr(policy, "werkmap", root)
    yield Plek(root, tmp_path / "huis", gebouwd, run)
    assert houses.shipped() is policy


POLICE = ("--checklist", "wpg-verstrekkingen")  # takes the database and the logboek
PERIOD = ("--period", "2026-05-01..2026-06-01", "--on", "2026-06-02")


def test_an_audit_of_a_house_from_looking_to_a_signed_report(plek: Plek, tmp_path: Path) -> None:
    """
    The FG looks, finds the cases of the sample, reports and signs; whoever gets it can check it.
    """
    plek.doe("run", *LIST, *PERIOD, "--name", "een", code=1)
    first = (plek.root / "audits/een/audit.json").read_bytes()
    made = json.loads(first)["audit"]
    assert made["herkomst"]["regels"] > 0
    assert made["herkomst"]["checkpoint"]
    assert plek.bouw.zaak.id not in first.decode()

    sample = json.loads(plek.doe("sample", "een", "--format", "json").stdout)
    assert [plek.bouw.zaak.id] == list(sample["kenmerken"].values())
    (pseudonym,) = sample["kenmerken"]
    traced = plek.doe("trace", pseudonym.upper())
    assert traced.stdout == f"{pseudonym}\tcasus {plek.bouw.zaak.id}\n"
    plek.doe("trace", pseudonym[:-1] + "?", code=1)

    report = tmp_path / "een.html"
    plek.doe("report", "een", "--html", report, "--sign")
    vkeys = plek.folder / "db" / "huis.vkeys"
    plek.run("audit", "verify", report, "--vkey", vkeys)
    checked = plek.run("audit", "verify", report, "--vkey", vkeys)
    assert checked.exit_code == 0, checked.output
    report.write_bytes(report.read_bytes() + b" ")
    assert plek.run("audit", "verify", report, "--vkey", vkeys).exit_code != 0


def test_the_same_inputs_give_the_same_bytes(plek: Plek, tmp_path: Path) -> None:
    """
    Carried out again, the audit and its reports are the same to the last byte.
    """
    kept = []
    for _ in range(2):
        shutil.rmtree(plek.root / "audits", ignore_errors=True)
        plek.doe("run", *POLICE, *PERIOD, "--name", "een")
        for form in ("xlsx", "html"):
            plek.kijk("report", "een", f"--{form}", tmp_path / f"een.{form}")
        files = [plek.root / "audits/een/audit.json", tmp_path / "een.xlsx", tmp_path / "een.html"]
        kept.append([each.read_bytes() for each in files])
    assert kept[0] == kept[1]


def test_whoever_may_not_look_gets_no_audit(plek: Plek) -> None:
    """
    A case worker is refused with exit code 3, and nothing is written.
    """
    plek.doe("run", *LIST, *PERIOD, wie="regisseur", code=3)
    assert not (plek.root / "audits").exists()


def test_a_database_without_keys_is_not_looked_at_in_silence(plek: Plek) -> None:
    """
    Whoever names a database and no keys is told so; the files alone would look like the house.
    """
    database = plek.folder / "db" / "huis.sqlite"
    refused = plek.kijk("run", *POLICE, *PERIOD, "--database", database, code=2)
    assert "--sleutels" in refused.output


# --- from the files alone


@pytest.fixture
def klein(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Plek:
    """
    A small workspace without a house, on a known day.
    """
    klok = Clock()
    monkeypatch.setattr(clock, "now", klok)
    return Plek(make(tmp_path / "werkmap"), tmp_path, None, run)  # type: ignore[arg-type]


def _looked(klein: Plek, name: str = "een", code: int = 1) -> dict[str, Any]:
    made = klein.kijk("run", *LIST, "--name", name, "--format", "json", code=code)
    found: dict[str, Any] = json.loads(made.stdout)
    return found


def test_without_a_database_only_the_files_are_looked_at(klein: Plek) -> None:
    """
    What takes a database is then not established, and what the files show is.
    """
    _looked(klein)
    made = json.loads((klein.root / "audits/een/audit.json").read_bytes())["audit"]
    assert made["herkomst"]["regels"] == 0
    reasons = {
        looked["onbekend"]
        for each in made["getoetst"]
        for looked in each["found"].values()
        if looked
    }
    assert "geen-database" in reasons


def test_an_answer_is_kept_and_shown(klein: Plek) -> None:
    """
    What a person answers stands behind what others did, and in the next report.
    """
    _looked(klein)
    said = (STATEMENT, "werking", "voldoet", "--who", "fg@gemeente-a")
    klein.kijk("answer", "een", *said, "--proof", "de regeling", "--remark", "gezien")
    text = (klein.root / "audits/een/antwoorden.yaml").read_text(encoding="utf-8")
    assert "de regeling" in text
    assert "fg@gemeente-a" in text
    shown = json.loads(klein.kijk("list", "een", "--format", "json").stdout)
    (point,) = (
        each
        for each in shown["punten"]
        if (each["stelling"], each["aspect"]) == (STATEMENT, "werking")
    )
    assert (point["mens"], point["door"]) == ("voldoet", "fg@gemeente-a")


@pytest.mark.parametrize(
    "said",
    [
        (STATEMENT, "werking", "goed", "--who", "fg@gemeente-a"),
        (STATEMENT, "opzett", "voldoet", "--who", "fg@gemeente-a"),
        ("wgs-privacy-audit/Z9", "opzet", "voldoet", "--who", "fg@gemeente-a"),
        (STATEMENT, "werking", "voldoet", "--who", "Jan Jansen"),
        (STATEMENT, "werking", "voldoet"),
        (STATEMENT, "werking"),
        (),
    ],
)
def test_a_wrong_answer_is_refused_and_nothing_is_kept(klein: Plek, said: tuple[str, ...]) -> None:
    """
    It says what is wrong and how to mend it, and writes no file.
    """
    _looked(klein)
    result = klein.run("audit", "answer", "een", *said, "--workspace", klein.root)
    assert result.exit_code in {1, 2}
    assert "Traceback" not in result.output
    assert not (klein.root / "audits/een/antwoorden.yaml").exists()


def test_a_workbook_that_was_filled_in_is_read_and_a_changed_one_refused(
    klein: Plek, tmp_path: Path
) -> None:
    """
    Answers filled in count; an edited column of the machine, or a formula, does not.
    """
    import openpyxl

    _looked(klein)
    path = tmp_path / "een.xlsx"
    klein.kijk("report", "een", "--xlsx", path)
    book = openpyxl.load_workbook(path)
    sheet = next(
        each
        for each in book
        if "toelichting" in [cell.value for cell in each[1]]
        and "stelling" in [cell.value for cell in each[1]]
        and "door" in [c.value for c in each[1]]
    )
    heads = {str(cell.value): number for number, cell in enumerate(sheet[1], start=1)}
    row = next(
        number
        for number in range(2, sheet.max_row + 1)
        if sheet.cell(number, heads["stelling"]).value == STATEMENT
        and sheet.cell(number, heads["aspect"]).value == "werking"
    )
    for head, value in {
        "antwoord": "voldoet",
        "bewijs": "gezien",
        "door": "fg@gemeente-a",
        "op": "2026-06-01",
    }.items():
        sheet.cell(row, heads[head]).value = value
    book.save(tmp_path / "goed.xlsx")
    klein.kijk("answer", "een", "--form", tmp_path / "goed.xlsx")
    kept = (klein.root / "audits/een/antwoorden.yaml").read_text(encoding="utf-8")
    assert "gezien" in kept

    sheet.cell(row, heads["bewijs"]).value = '=HYPERLINK("http://x")'
    book.save(tmp_path / "formule.xlsx")
    refused = klein.kijk("answer", "een", "--form", tmp_path / "formule.xlsx", code=1)
    assert f"{row}:" in refused.output
    assert "= waarom: " in refused.output
    assert "= herstel: " in refused.output
    sheet.cell(row, heads["bewijs"]).value = "gezien"
    sheet.cell(row, heads["stelling"]).value = "wgs-privacy-audit/S4"
    book.save(tmp_path / "anders.xlsx")
    klein.kijk("answer", "een", "--form", tmp_path / "anders.xlsx", code=1)
    assert (klein.root / "audits/een/antwoorden.yaml").read_text(encoding="utf-8") == kept


def test_an_audit_is_never_written_over(klein: Plek) -> None:
    """
    The same again is in order; something else under the same name is refused.
    """
    _looked(klein)
    _looked(klein)
    path = klein.root / "convenants/proef/convenant.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Proefconvenant", "Anders"), "utf-8")
    again = klein.run("audit", "run", *LIST, "--name", "een", "--workspace", klein.root)
    assert again.exit_code == 2
    assert "--name" in again.output


def test_two_audits_are_compared(klein: Plek) -> None:
    """
    What deviates in both is found again, which ends with 1; the list names both.
    """
    _looked(klein)
    _looked(klein, "twee")
    klein.kijk("compare", "een", "twee", code=1)
    text = (klein.root / "audits/twee/audit.json").read_text(encoding="ascii")
    assert "--name twee --previous een" in text
    rows = json.loads(klein.kijk("list", "--format", "json").stdout)
    assert [each["id"] for each in rows] == ["een", "twee"]
    agenda = json.loads(klein.kijk("agenda", "--format", "json").stdout)
    assert {"privacyteam", "interne-audit"} <= {each["soort"] for each in agenda}


def test_a_report_that_would_name_somebody_is_not_written(klein: Plek, tmp_path: Path) -> None:
    """
    A name on the list that stands in an answer stops the report; the name itself is not repeated.
    """
    _looked(klein)
    said = (STATEMENT, "werking", "voldoet", "--who", "fg@gemeente-a", "--proof", "brief")
    klein.kijk("answer", "een", *said, "--remark", "besproken met Jip Kanarievogel")
    names = tmp_path / "namen.txt"
    names.write_text("Jip Kanarievogel\n", encoding="utf-8")
    path = tmp_path / "een.html"
    refused = klein.kijk("report", "een", "--html", path, "--names", names, code=1)
    assert "Kanarievogel" not in refused.output
    assert not path.exists()
    klein.kijk("report", "een", "--html", path, "--names", names, "--public")
    assert b"Kanarievogel" not in path.read_bytes()


def test_a_checklist_goes_to_a_workbook_and_back_as_a_new_file(klein: Plek, tmp_path: Path) -> None:
    """
    A form under another id becomes a new checklist beside those there were; none is written over.
    """
    import openpyxl

    form = tmp_path / "lijst.xlsx"
    klein.kijk("form", "wpg-verstrekkingen", "--output", form)
    klein.kijk("form", "--from", form, code=2)  # there is no policies/ to put it in
    shutil.copytree(WORKSPACE / "policies", klein.root / "policies")
    shutil.rmtree(klein.root / "policies/checklists")
    klein.kijk("form", "--from", form, code=1)
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    heads = {str(cell.value): number for number, cell in enumerate(sheet[1], start=1)}
    sheet.cell(2, heads["checklist"]).value = "eigen-lijst"
    book.save(form)
    klein.kijk("form", "--from", form)
    folder = klein.root / "policies/checklists"
    # The folder is new here: the lists that were shipped stay available.
    assert {"eigen-lijst.yaml", "wpg-verstrekkingen.yaml"} <= {x.name for x in folder.iterdir()}


@pytest.mark.parametrize("name", ["../weg", "Groot", "", "a/b"])
def test_a_name_that_is_no_name_is_refused(klein: Plek, name: str) -> None:
    """
    The name of an audit is a folder and nothing else.
    """
    result = klein.run("audit", "run", *LIST, "--name", name, "--workspace", klein.root)
    assert result.exit_code == 2 or name == ""
    assert not (klein.root.parent / "weg").exists()


def test_a_year_of_days() -> None:
    """
    Without a period it is the twelve months before today, also on 29 February.
    """
    assert last_year(date(2028, 2, 29)) == Days(date(2027, 2, 28), date(2028, 2, 29))
    assert str(Days(date(2026, 1, 1), date(2027, 1, 1))) == "2026-01-01..2026-12-31"


@pytest.mark.parametrize(
    "period", ["2026-02-30..2026-03-01", "2026", "x", "2026-01-02..2026-01-01", "9999"]
)
def test_a_period_is_two_days_or_a_year(klein: Plek, period: str) -> None:
    """
    What is none is refused with an example.
    """
    result = klein.run(
        "audit", "run", *LIST, "--period", period, "--name", "p", "--workspace", klein.root
    )
    assert result.exit_code == (1 if period == "2026" else 2), result.output
