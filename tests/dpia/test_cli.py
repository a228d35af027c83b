"""
`zvhprivacy dpia list|show|facts|check|agenda` as somebody runs them.
"""

from __future__ import annotations

import json

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from click.testing import CliRunner, Result
from icalendar import Calendar

from tests.dpia import huis
from tests.logboek.keys import TestSigner
from tests.logboek.made import COMPILED, POLICY, Klok, audit, writer
from zvhprivacy.cli._program import program
from zvhprivacy.dpia.read import read_register
from zvhprivacy.logboek.line import Gebeurtenis, Resultaat
from zvhprivacy.store.database import Part, open_database
from zvhprivacy.store.logboek import LogboekStore


Run = Callable[..., Result]
VKEY = TestSigner().verifier.text


@pytest.fixture
def run(werkmap: Path) -> Run:
    """
    Run `zvhprivacy dpia` in the house on its day.
    """

    def invoke(*args: object) -> Result:
        said = [str(arg) for arg in args]
        day = [] if said[0] == "show" else ["--on", str(huis.DAY)]
        return CliRunner().invoke(program, ["dpia", *said, "--workspace", str(werkmap), *day])

    return invoke


def test_a_register_in_order_ends_with_zero(run: Run) -> None:
    """
    `check` says that nothing is open.
    """
    result = run("check")

    assert result.exit_code == 0
    assert "In orde." in result.output


def test_an_open_finding_ends_with_one_and_shows_the_line(run: Run, werkmap: Path) -> None:
    """
    It points at the line, says why it matters and how to mend it.
    """
    huis.change(werkmap, huis.DPIA, "uiterlijk: 2028-12-01", "uiterlijk: 2026-05-31")
    result = run("check")

    assert result.exit_code == 1
    assert "dpia/com.yaml:73:25: ZVH806" in result.output
    assert "herziening: {uiterlijk: 2026-05-31}" in result.output
    assert "= herstel:" in result.output


def test_findings_are_there_for_programs_too(run: Run, werkmap: Path) -> None:
    """
    As JSON: a list, each with its code, place and texts; in English when asked.
    """
    huis.change(werkmap, huis.DPIA, "uiterlijk: 2028-12-01", "uiterlijk: 2026-05-31")
    result = run("check", "--format", "json", "--lang", "en")
    (found,) = json.loads(result.output)

    assert (found["code"], found["plaats"]) == ("ZVH806", "dpia/com.yaml#herziening")
    assert found["wat"] == "the DPIA `com` should have been reviewed by 2026-05-31"


def test_what_is_accepted_is_shown_when_asked(run: Run, werkmap: Path) -> None:
    """
    An accepted finding does not count, and does not disappear.
    """
    huis.change(werkmap, huis.DPIA, "uiterlijk: 2028-12-01", "uiterlijk: 2026-05-31")
    (werkmap / "aanvaard.yaml").write_text(
        "schema: 1\naanvaard:\n  - {code: ZVH806, plaats: 'dpia/com.yaml#herziening', "
        "reden: Staat gepland., door: manager, tot: 2026-12-01}\n",
        encoding="utf-8",
    )

    assert run("check").exit_code == 0
    assert "ZVH806" not in run("check").output
    assert "Staat gepland." in run("check", "--all").output


def test_list_names_every_dpia(run: Run, werkmap: Path) -> None:
    """
    Also one that cannot be read, with the finding that stops it.
    """
    (werkmap / "dpia/kapot.yaml").write_text("schema: 2\n", encoding="utf-8")
    listed = json.loads(run("list", "--format", "json").output)

    assert [each["dpia"] for each in listed] == ["com", "kapot"]
    assert listed[0] | {"titel": ""} == {
        "dpia": "com",
        "titel": "",
        "status": "vastgesteld",
        "voorbeeld": False,
        "versie": "1.0",
        "convenanten": ["huis"],
        "processen": ["com"],
        "vastgesteld": "2025-12-01",
        "herziening": "2028-12-01",
        "te-laat": False,
        "risicos": 2,
        "hoog": 0,
        "maatregelen": 1,
        "gestopt": None,
    }
    assert listed[1]["status"] == "gestopt"
    assert "dpia/kapot.yaml:1:" in listed[1]["gestopt"]
    assert "kapot" in run("list").output


def test_show_tells_where_a_dpia_stands(run: Run) -> None:
    """
    Status and what it can become, advice, risks with what is left of them, and measures.
    """
    said = run("show", "com").output

    for part in (
        "vastgesteld; kan worden: herziening, vervallen",
        "feiten: 4 verwerkingen, 3 categorieën gegevens, 4 partijen",
        "fg politie-a: 2025-10-01 positief",
        "te-breed gemiddeld: Te veel mensen zien het.",
        "rollen (manager, ✓ 2025-09-01): Rollen per casus.",
    ):
        assert part in said


def test_show_gives_programs_the_whole_file(run: Run) -> None:
    """
    What the author wrote and the facts beside it.
    """
    found = json.loads(run("show", "com", "--format", "json").output)

    assert found["prescan"]["ap-lijst"] == ["samenwerkingsverbanden"]
    assert found["feiten"]["feiten-van"] == "com"


@pytest.mark.parametrize("command", ["show", "facts"])
def test_a_dpia_that_is_not_there_is_wrong_use(run: Run, command: str) -> None:
    """
    With the name that was probably meant.
    """
    result = run(command, "co")

    assert result.exit_code == 2
    assert "bedoelde u `com`?" in result.output


@pytest.mark.parametrize("command", ["show", "facts"])
def test_a_dpia_that_cannot_be_read_says_so(run: Run, werkmap: Path, command: str) -> None:
    """
    It is there, and has to be mended first.
    """
    huis.change(werkmap, huis.DPIA, "schema: 1\n", "schema: 2\n")
    result = run(command, "com")

    assert result.exit_code == 1
    assert "ZVH012 (dpia/com.yaml:1:9)" in result.output


def test_facts_that_are_the_same_are_left_alone(run: Run, werkmap: Path) -> None:
    """
    Not even the day in the file changes.
    """
    before = (werkmap / huis.FEITEN).stat().st_mtime_ns
    result = run("facts")

    assert result.exit_code == 0
    assert "niets veranderd" in result.output
    assert (werkmap / huis.FEITEN).stat().st_mtime_ns == before


def test_facts_over_which_was_adopted_stay(run: Run, werkmap: Path) -> None:
    """
    What changed is told in words; the file only changes when somebody says so.
    """
    huis.change(werkmap, huis.CONVENANT, "[woonsituatie, gezondheid]", "[woonsituatie, bsn]")
    before = (werkmap / huis.FEITEN).read_text("utf-8")
    result = run("facts")

    assert result.exit_code == 1
    assert "verwerkingen inzien ruimer: gegevens +bsn −gezondheid" in result.output
    assert "inzien: woonsituatie en bsn over de betrokkene" in result.output
    assert (werkmap / huis.FEITEN).read_text("utf-8") == before

    assert run("facts", "--overwrite").exit_code == 0
    assert huis.codes(huis.found(werkmap)) == ["ZVH816"]


def test_facts_that_are_not_there_are_made(run: Run, werkmap: Path) -> None:
    """
    `--check` writes nothing and ends with 1; without it the file is written, as it was before.
    """
    before = (werkmap / huis.FEITEN).read_bytes()
    (werkmap / huis.FEITEN).unlink()

    assert run("facts", "--check").exit_code == 1
    assert not (werkmap / huis.FEITEN).exists()

    result = run("facts", "com")

    assert result.exit_code == 0
    assert "nieuw, 4 verwerkingen" in result.output
    assert (werkmap / huis.FEITEN).read_bytes() == before
    adoption = read_register(werkmap).dpias["com"].vaststelling
    assert adoption is not None
    assert adoption.feiten in run("facts", "--format", "json").output


def test_the_author_s_file_is_never_written(run: Run, werkmap: Path) -> None:
    """
    Whatever is run, every byte of it stays.
    """
    before = (werkmap / huis.DPIA).read_bytes()
    huis.change(werkmap, huis.CONVENANT, "[woonsituatie, gezondheid]", "[woonsituatie, bsn]")
    for args in (("facts", "--overwrite"), ("check",), ("list",), ("show", "com"), ("agenda",)):
        run(*args)

    assert (werkmap / huis.DPIA).read_bytes() == before


def test_facts_of_an_unknown_convenant_are_not_made(run: Run, werkmap: Path) -> None:
    """
    Nothing follows from what is not there.
    """
    huis.change(werkmap, huis.DPIA, "convenanten: [huis]", "convenanten: [huiz]")
    result = run("facts")

    assert result.exit_code == 2
    assert "`huis`?" in result.output


def test_the_agenda_is_shown_and_written(run: Run, werkmap: Path, tmp_path: Path) -> None:
    """
    On the screen, for programs, and for a calendar.
    """
    huis.change(werkmap, huis.DPIA, "uiterlijk: 2026-12-31", "uiterlijk: 2026-05-31")
    shown = run("agenda").output
    listed = json.loads(run("agenda", "--format", "json").output)
    written = run("agenda", "--ical", tmp_path / "agenda.ics")
    calendar = Calendar.from_ical((tmp_path / "agenda.ics").read_text("utf-8"))
    events: list[Any] = list(calendar.walk("VEVENT"))

    assert "2026-05-31 (te laat)  maatregel klaar" in shown
    assert listed[0]["te-laat"] is True
    assert len(listed) == len(events) == 6
    assert written.exit_code == 0
    assert str(events[0]["SUMMARY"]) == "maatregel klaar: com/opruimen"


def test_the_logboek_of_the_past_year_is_laid_beside_it(run: Run, tmp_path: Path) -> None:
    """
    Only what was allowed counts, in the year up to and including the day.
    """
    path = tmp_path / "zvh.db"
    opened = open_database(Part.HOOFD, path)
    ours = writer(LogboekStore(opened), klok=Klok())
    ours.keep_policy(POLICY, COMPILED, actor="systeem:proef")
    for number, (who, regel) in enumerate(
        [("politie-a", "aanmelden"), ("ggz-b", "inzien"), ("ggz-a", "inbrengen-zorg")]
    ):
        for resultaat in (Resultaat.TOEGESTAAN, Resultaat.VERBODEN):
            denied = resultaat is Resultaat.VERBODEN
            line = audit(
                gebeurtenis=Gebeurtenis.BESLUIT,
                beleid=POLICY,
                casus=f"c{number}",
                convenant="huis",
                deelnemer="school-a" if denied else who,
                regel="doorgeven" if denied else regel,
                resultaat=resultaat,
                dag="2026-05-01",
            )
            ours.write([line])
    year = ours.checkpoint().tijd.date()
    opened.close()
    asked = ["dpia", "check", "--workspace", str(tmp_path / "werkmap"), "--database", str(path)]
    said = [*asked, "--on", year.isoformat(), "--format", "json"]
    result = CliRunner().invoke(program, said)
    found = {each["code"]: each["wat"] for each in json.loads(result.output)}

    assert "`ggz-b`" in found["ZVH804"]
    assert found["ZVH802"].endswith("nooit gebruikt: doorgeven")
    assert "school-a" not in result.output


def test_a_database_that_is_not_there_is_said(run: Run, tmp_path: Path) -> None:
    """
    Without a logboek nothing is told of it, and none is made.
    """
    result = run("check", "--database", tmp_path / "nergens.db")

    assert result.exit_code not in {0, 1}
    assert not (tmp_path / "nergens.db").exists()
