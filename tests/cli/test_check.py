"""
`zvhprivacy check`, `explain`, `init` and `schema`.
"""

from __future__ import annotations

import json
import re

from pathlib import Path

import pytest

from tests.cli.conftest import CONVENANT, Run, make
from zvhprivacy.messages import LANGUAGES, codes
from zvhprivacy.report.schema import KINDS


WRONG = CONVENANT.replace("woonsituatie]", "woonsitautie]")


def test_a_finding_shows_its_line(run: Run, tmp_path: Path) -> None:
    """
    A finding has its place, code, line with carets, why and mend.
    """
    result = run("check", make(tmp_path / "x", WRONG), "--on", "2026-06-01")
    expected = """\
convenants/proef/convenant.yaml:18:39: ZVH103 `woonsitautie` is geen gegevenscategorie
   |
18 |     gegevens: [identificatie-contact, woonsitautie]
   |                                       ^^^^^^^^^^^^
   = waarom:  Alleen wat in de begrippenlijst of in deze werkmap is vastgelegd, heeft hier een \
betekenis.
   = herstel: Kies een waarde die hier bestaat, of leg deze eerst vast. Bedoelde u `woonsituatie`?
"""

    assert expected in result.stdout
    assert 1 == result.exit_code


def test_json_lists_the_same(run: Run, tmp_path: Path) -> None:
    """
    A program gets every finding with code, level, place and the three texts.
    """
    result = run("check", make(tmp_path / "x", WRONG), "--format", "json", "--lang", "en")
    found = [each for each in json.loads(result.stdout) if each["code"] == "ZVH103"]

    assert [
        {
            "code": "ZVH103",
            "niveau": "fout",
            "bestand": "convenants/proef/convenant.yaml",
            "regel": 18,
            "kolom": 39,
            "plaats": found[0]["plaats"],
            "wat": found[0]["wat"],
            "waarom": found[0]["waarom"],
            "herstel": found[0]["herstel"],
        }
    ] == found
    assert "did you mean" in found[0]["herstel"].lower()
    assert 1 == result.exit_code


def test_what_is_accepted_is_counted_and_shown_on_request(run: Run, workspace: Path) -> None:
    """
    An accepted finding is not open; `--all` shows it with who accepted it and why.
    """
    (workspace / "convenants" / "proef" / "toetsen.yaml").unlink()
    plain = run("check", workspace, "--on", "2026-06-01", "--format", "json")
    open_ = [each for each in json.loads(plain.stdout) if each["niveau"] == "bevinding"]
    entries = "".join(
        f"  - {{code: {each['code']}, plaats: '{each['plaats']}', reden: omdat het zo is, "
        f"door: de privacy officer, tot: 2027-01-01}}\n"
        for each in {each["code"] + each["plaats"]: each for each in open_}.values()
    )
    (workspace / "aanvaard.yaml").write_text(f"schema: 1\naanvaard:\n{entries}", encoding="utf-8")
    quiet = run("check", workspace, "--on", "2026-06-01")
    everything = run("check", workspace, "--on", "2026-06-01", "--all")
    forms = json.loads(
        run("check", workspace, "--on", "2026-06-01", "--all", "--format", "json").stdout
    )

    assert f"aanvaard: {len(open_)}." in quiet.stdout
    assert "omdat het zo is (de privacy officer, tot 2027-01-01)" in everything.stdout
    assert {"reden": "omdat het zo is", "door": "de privacy officer", "tot": "2027-01-01"} in [
        each.get("aanvaard") for each in forms
    ]


@pytest.mark.parametrize("name", ["nergens", "leeg"])
def test_what_is_no_workspace_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    """
    A folder without law and agreements is not in order: it is the wrong folder.
    """
    (tmp_path / "leeg").mkdir()
    result = run("check", tmp_path / name)

    assert 2 == result.exit_code
    assert "is geen werkmap" in result.stderr


def test_two_folders_are_one_too_many(run: Run, workspace: Path, tmp_path: Path) -> None:
    """
    The folder is given once; giving the same one twice does no harm.
    """
    assert 2 == run("check", workspace, "--workspace", tmp_path).exit_code
    assert 2 != run("check", workspace, "--workspace", workspace).exit_code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_is_explained(run: Run, lang: str) -> None:
    """
    Each code has an explanation, however it is typed, with nothing left that looks like a program.
    """
    for code in codes():
        result = run("explain", code.lower(), "--lang", lang)

        assert 0 == result.exit_code
        assert result.stdout.startswith(f"{code} ")
        assert ":woord" not in result.stdout
        assert "{suggestie}" not in result.stdout


def test_explain_as_json(run: Run) -> None:
    """
    A program gets the three texts.
    """
    form = json.loads(run("explain", "ZVH101", "--format", "json").stdout)

    assert {"code", "wat", "waarom", "herstel"} == form.keys()
    assert "`<sleutel>` is hier geen bekende sleutel" == form["wat"]


def test_an_unknown_code_is_wrong_use(run: Run) -> None:
    """
    A code that does not exist exits with 2.
    """
    result = run("explain", "ZVH999")

    assert 2 == result.exit_code
    assert "`ZVH999` is geen code van een bevinding" in result.stderr


def test_init_makes_a_workspace_that_decides(run: Run, tmp_path: Path) -> None:
    """
    A new workspace has the law layer and the model, and says what to do next.
    """
    folder = tmp_path / "mijn-zvh"
    result = run("init", folder)

    assert 0 == result.exit_code, result.stderr
    assert f"zvhprivacy check {folder}" in result.stdout
    assert (folder / "policies" / "begrippen.yaml").is_file()
    assert (folder / "convenants").is_dir()
    assert 0 == run("convenant", "list", "--workspace", folder).exit_code
    assert 0 == run("wet", "diff", "--workspace", folder).exit_code


def test_init_leaves_what_is_there_alone(run: Run, tmp_path: Path) -> None:
    """
    A folder that holds anything, or is a file, is refused and not touched.
    """
    (tmp_path / "brief.txt").write_text("van mij", encoding="utf-8")
    for target in (tmp_path, tmp_path / "brief.txt"):
        result = run("init", target)

        assert 2 == result.exit_code
        assert "is niet leeg" in result.stderr
    assert ["brief.txt"] == [path.name for path in tmp_path.iterdir()]


def test_init_fills_an_empty_folder(run: Run, tmp_path: Path) -> None:
    """
    An empty folder is as good as a new one.
    """
    assert 0 == run("init", tmp_path, "--format", "json").exit_code


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_for_every_kind(run: Run, workspace: Path, kind: str) -> None:
    """
    Each kind of file has a schema that is closed and names `schema: 1`.
    """
    result = run("schema", kind, "--workspace", workspace)
    schema = json.loads(result.stdout)

    assert 0 == result.exit_code
    assert schema["additionalProperties"] is False
    assert [1, "1"] == schema["properties"]["schema"]["enum"]
    assert "plek" not in result.stdout


def test_a_schema_knows_the_words_of_the_workspace(run: Run, workspace: Path) -> None:
    """
    Where a word of the vocabulary or an organisation fits, an editor can complete it.
    """
    schema = json.loads(run("schema", "convenant", "--workspace", workspace).stdout)
    regel = schema["$defs"]["Regel"]["properties"]
    who = regel["deelnemer"]["anyOf"]

    assert {"const": "alle"} in who
    assert "ggz-a" in who[1]["enum"]
    assert "lid-1" in who[1]["enum"]
    assert {"behalve"} == who[3]["properties"].keys()
    assert "soort:bijzonder" in regel["gegevens"]["anyOf"][1]["enum"]
    assert "persoon-in-casus" in regel["mits"]["items"]["enum"]
    assert "motiveren" in regel["verplicht"]["items"]["enum"]
    assert "college" in schema["$defs"]["Deelnemer"]["properties"]["soort"]["enum"]


def test_a_schema_knows_how_a_term_is_written(run: Run, workspace: Path) -> None:
    """
    A term of a convenant has a length of years, months or days, and names one of the law.
    """
    schema = json.loads(run("schema", "protocol", "--workspace", workspace).stdout)
    term = schema["$defs"]["Bewaartermijn"]["properties"]
    length = re.compile(term["termijn"]["pattern"])

    assert all(length.search(text) for text in ("P5Y", "P1Y6M", "P42D", "P6W", "P0D"))
    assert not any(length.search(text) for text in ("5Y", "P", "PT5H", "P1Y2W", "P1.5Y", "p5y"))
    assert "WGS-MAX5" in term["verkort"]["enum"]
    assert "com" in term["proces"]["anyOf"][1]["enum"]
    assert "eerste-verwerking" in schema["$defs"]["Begin"]["enum"]


def test_schemas_at_large(run: Run, workspace: Path) -> None:
    """
    Without a name there is a list, or all schemas for a program; a misspelt name gets a hint.
    """
    assert "protocol-*.yaml" in run("schema", "--workspace", workspace).stdout
    assert KINDS.keys() == json.loads(run("schema", "--format", "json").stdout).keys()
    assert "bedoelde u `toetsen`?" in run("schema", "toets").stderr
