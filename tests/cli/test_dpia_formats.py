"""
`zvhprivacy dpia import` and `export`: to and from the invulhulp, and for people.
"""

from __future__ import annotations

import json

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run


PNG = "data:image/png;base64,iVBORw0KGgo="
ANSWERS: dict[str, Any] = {
    "0": {"value": "<p>Inleiding</p>"},
    "1.2": [{"_index": 0, "1.2.1": {"value": {"data": PNG}}}],
    "16.1": [{"_index": 0, "16.1.1": {"value": "Inzage"}}, {"_index": 5}],
    "20.1": [{"_index": 0, "20.1.1": {"value": "College van gemeente A"}}],
}
ABOUT = ("--id", "terug", "--convenant", "proef", "--proces", "com")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """
    Give an export of the invulhulp.
    """
    path = tmp_path / "invulhulp.json"
    path.write_text(json.dumps({"answers": ANSWERS}), encoding="utf-8")
    return path


def test_import_writes_a_new_file_and_says_what_was_lost(
    run: Run, workspace: Path, file: Path
) -> None:
    """
    The author's file and the picture are there, and the report names each number.
    """
    result = run("dpia", "import", file, *ABOUT, "--workspace", workspace)
    text = (workspace / "dpia/terug.yaml").read_text(encoding="utf-8")

    assert 0 == result.exit_code
    assert "verwerkingsverantwoordelijken: [gemeente-a]" in text
    assert "bestand: bijlagen/terug-1.png" in text
    assert b"\x89PNG\r\n\x1a\n" == (workspace / "bijlagen/terug-1.png").read_bytes()
    for said in ("Verliesverslag", "lege rijen overgeslagen", "opmaak (HTML)"):
        assert said in result.stdout


def test_import_never_writes_over_a_file(run: Run, workspace: Path, file: Path) -> None:
    """
    A second import of the same id changes nothing and says what to do.
    """
    run("dpia", "import", file, *ABOUT, "--workspace", workspace)
    made = workspace / "dpia/terug.yaml"
    made.write_text("mine\n", encoding="utf-8")
    result = run("dpia", "import", file, *ABOUT, "--workspace", workspace)

    assert 2 == result.exit_code
    assert "bestaat al" in result.stderr
    assert "mine\n" == made.read_text(encoding="utf-8")


def test_import_as_json_and_with_a_report(run: Run, workspace: Path, file: Path) -> None:
    """
    A program gets the same report on stdout and in the file asked.
    """
    report = workspace / "verlies.json"
    said = run(
        *("dpia", "import", file, *ABOUT, "--workspace", workspace),
        *("--format", "json", "--report", report, "--lang", "en"),
    )
    form = json.loads(said.stdout)

    assert json.loads(report.read_text(encoding="utf-8")) == form
    assert {"nummer", "onderdeel", "soort", "wat", "naar", "aantal", "uitleg"} == set(
        form["verlies"][0]
    )
    assert "empty rows skipped" in {each["uitleg"] for each in form["verlies"]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--id", "../x", "--convenant", "proef", "--proces", "com"), "`../x` kan hier niet"),
        (("--id", "x", "--convenant", "preof", "--proces", "com"), "bedoelde u `proef`?"),
        (("--id", "x", "--convenant", "proef", "--proces", "cmo"), "bedoelde u `com`?"),
    ],
)
def test_import_with_a_wrong_word(
    run: Run, workspace: Path, file: Path, words: tuple[str, ...], said: str
) -> None:
    """
    An id that is none and a word that the workspace does not have are refused with a hint.
    """
    result = run("dpia", "import", file, *words, "--workspace", workspace)

    assert 2 == result.exit_code
    assert said in result.stderr
    assert not (workspace / "bijlagen").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"pia": {}}', "PIA-software van de CNIL"),
        (b'{"answers": {"0"', "geen JSON, of het is afgebroken"),
        (b"\xff", "geen tekst in UTF-8"),
    ],
)
def test_import_of_another_file(run: Run, workspace: Path, content: bytes, said: str) -> None:
    """
    A file of another program is refused with what it is, and nothing is written.
    """
    file = workspace / "ander.json"
    file.write_bytes(content)
    result = run("dpia", "import", file, *ABOUT, "--workspace", workspace)

    assert 2 == result.exit_code
    assert said in result.stderr
    assert not (workspace / "dpia/terug.yaml").exists()


def test_import_of_what_is_not_there(run: Run, workspace: Path) -> None:
    """
    A file that cannot be opened is named.
    """
    result = run("dpia", "import", "weg.json", *ABOUT, "--workspace", workspace)

    assert 2 == result.exit_code
    assert "`weg.json` kan niet worden gelezen" in result.stderr


def test_there_and_back(run: Run, workspace: Path, file: Path) -> None:
    """
    What was imported goes out again, picture and all, and comes back the same.
    """
    out = workspace / "uit.json"
    again = ("--id", "terug", "--convenant", "proef", "--proces", "com", "--titel", "DPIA terug")
    run("dpia", "import", file, *ABOUT, "--workspace", workspace)
    first = (workspace / "dpia/terug.yaml").read_text(encoding="utf-8")
    sent = run(
        "dpia", "export", "terug", "--to", "rijksmodel", "--output", out, "--workspace", workspace
    )
    (workspace / "dpia/terug.yaml").unlink()
    (workspace / "bijlagen/terug-1.png").unlink()
    run("dpia", "import", out, *again, "--workspace", workspace)

    assert 0 == sent.exit_code
    assert "College van gemeente A" in out.read_text(encoding="utf-8")
    assert first == (workspace / "dpia/terug.yaml").read_text(encoding="utf-8")
    assert (workspace / "bijlagen/terug-1.png").exists()


def test_a_picture_outside_the_workspace_is_not_sent(
    run: Run, workspace: Path, file: Path, tmp_path: Path
) -> None:
    """
    A path that leads out of the workspace is not followed; the report says that it is missing.
    """
    run("dpia", "import", file, *ABOUT, "--workspace", workspace)
    (tmp_path / "geheim.png").write_bytes(b"\x89PNG\r\n\x1a\ngeheim")
    made = workspace / "dpia/terug.yaml"
    text = made.read_text(encoding="utf-8")
    made.write_text(text.replace("bijlagen/terug-1.png", "../geheim.png"), encoding="utf-8")
    out = workspace / "uit.json"
    said = run(
        "dpia", "export", "terug", "--to", "rijksmodel", "--output", out, "--workspace", workspace
    )

    assert "data:image" not in out.read_text(encoding="utf-8")
    assert "afbeelding ontbreekt" in said.stdout


@pytest.mark.parametrize(("form", "start"), [("markdown", b"# DPIA terug"), ("xlsx", b"PK")])
def test_export_for_people(run: Run, workspace: Path, file: Path, form: str, start: bytes) -> None:
    """
    A DPIA is written as Markdown or as a workbook.
    """
    run("dpia", "import", file, *ABOUT, "--workspace", workspace)
    out = workspace / "uit"
    result = run("dpia", "export", "terug", "--to", form, "--output", out, "--workspace", workspace)

    assert 0 == result.exit_code
    assert out.read_bytes().startswith(start)


def test_export_of_what_is_not_there(run: Run, workspace: Path, file: Path) -> None:
    """
    An unknown DPIA is refused with the one that was meant; an unreadable one by its findings.
    """
    run("dpia", "import", file, *ABOUT, "--workspace", workspace)
    ask = ("--to", "markdown", "--output", workspace / "uit", "--workspace", workspace)
    unknown = run("dpia", "export", "treug", *ask)
    (workspace / "dpia/terug.yaml").write_text("schema: 1\n", encoding="utf-8")
    stopped = run("dpia", "export", "terug", *ask)

    assert (2, 1) == (unknown.exit_code, stopped.exit_code)
    assert "bedoelde u `terug`?" in unknown.stderr
    assert "dpia/terug.yaml" in stopped.stderr
    assert not (workspace / "uit").exists()
