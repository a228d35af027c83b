"""
`zvhprivacy convenant` and `wet`: reading back, testing, comparing, printing.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess

from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import CONVENANT, TOETSEN, Run, make


DAY = ("--on", "2026-06-01")


def test_list(run: Run, workspace: Path) -> None:
    """
    The list names every convenant; as JSON it is a list.
    """
    said = run("convenant", "list", "--workspace", workspace, *DAY)
    (form,) = json.loads(
        run("convenant", "list", "--workspace", workspace, *DAY, "--format", "json").stdout
    )

    assert "Proefconvenant" in said.stdout
    assert {
        "convenant": "proef",
        "titel": "Proefconvenant",
        "soort": "samenwerkingsconvenant",
        "status": "reconstructie",
        "geldig": True,
        "bouwt-op": [],
        "deelnemers": 3,
        "regels": 1,
        "toetsen": 1,
        "gestopt": None,
    } == form


def test_list_shows_what_is_stopped(run: Run, tmp_path: Path) -> None:
    """
    A convenant that cannot be used is listed with the finding that stops it.
    """
    folder = make(tmp_path / "x", CONVENANT + "sleutle: 1\n")
    (form,) = json.loads(run("convenant", "list", "--workspace", folder, "--format", "json").stdout)

    assert "gestopt" == form["status"]
    assert form["gestopt"].startswith("ZVH101 convenants/proef/convenant.yaml:")
    assert "proef" in run("convenant", "list", "--workspace", folder).stdout


def test_show(run: Run, workspace: Path) -> None:
    """
    A rule is read back as a sentence, with its file and line.
    """
    result = run("convenant", "show", "proef", "--workspace", workspace, *DAY)

    assert (
        """\
Proefconvenant

convenants/proef/convenant.yaml:14 inzien-eigen-casus
  Procesregisseur en procesondersteuner van deelnemers van lid 1 (lid-1) mogen voor complexe \
casuïstiek (proces com) onder kader wgs in fase casusoverleg of uitvoering inzien: \
identificatie-contact en woonsituatie over de betrokkene, mits persoon-aangewezen, \
vog-of-screening, deelnemer-in-casus, persoon-in-casus en criteria-vastgesteld; verplicht: \
motiveren; op grond van WGS 2.31 lid 5.
Regels: 1.
"""
        == result.stdout
    )


def test_show_says_when_a_rule_sleeps(run: Run, tmp_path: Path) -> None:
    """
    A rule whose ground is not in force is shown and said not to work.
    """
    early = CONVENANT.replace("geldig: {vanaf: 2025-03-01}", "geldig: {vanaf: 2020-01-01}")
    folder = make(tmp_path / "x", early)
    args = ("convenant", "show", "--workspace", folder, "--on", "2024-06-01")
    (form,) = json.loads(run(*args, "--format", "json").stdout)

    assert form["werkt"] is False
    assert "werkt op deze dag niet" in run(*args).stdout


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["proeff"], "er is geen convenant `proeff`; bedoelde u `proef`?"),
        ([], None),
    ],
)
def test_naming_a_convenant(
    run: Run, workspace: Path, args: list[str], sentence: str | None
) -> None:
    """
    The name may be left out where there is one; a misspelt name gets a hint.
    """
    result = run("convenant", "show", *args, "--workspace", workspace, *DAY)

    assert (2 if sentence else 0) == result.exit_code
    assert (f"zvhprivacy: {sentence}\n" if sentence else "") == result.stderr


def test_with_two_convenants_one_is_named(run: Run, workspace: Path) -> None:
    """
    Where there are several, none is taken by chance.
    """
    other = workspace / "convenants" / "ander"
    other.mkdir()
    text = CONVENANT.replace("convenant: proef", "convenant: ander")
    (other / "convenant.yaml").write_text(text, encoding="utf-8")
    result = run("convenant", "show", "--workspace", workspace)

    assert "zvhprivacy: noem het convenant; er is `ander`, `proef`\n" == result.stderr
    assert 2 == result.exit_code


def test_toetsen_that_hold(run: Run, workspace: Path) -> None:
    """
    Toetsen that come out as written exit with 0.
    """
    result = run("convenant", "test", "proef", "--workspace", workspace)

    assert "Toetsen: 1, gefaald: 0.\n" == result.stdout
    assert 0 == result.exit_code


def test_toetsen_that_fail(run: Run, tmp_path: Path) -> None:
    """
    A toets that fails is a finding at its line, and exits with 1.
    """
    folder = make(tmp_path / "x", toetsen=TOETSEN.replace("toegestaan", "geweigerd"))
    result = run("convenant", "test", "proef", "--workspace", folder)
    forms = json.loads(
        run("convenant", "test", "proef", "--workspace", folder, "--format", "json").stdout
    )

    assert "convenants/proef/toetsen.yaml:9:15: ZVH501 " in result.stdout
    assert "Toetsen: 1, gefaald: 1.\n" in result.stdout
    assert 1 == result.exit_code
    assert [False] == [each["geslaagd"] for each in forms]


def test_coverage(run: Run, workspace: Path) -> None:
    """
    The rules that toetsen exercise are counted, and a minimum can be asked.
    """
    result = run("convenant", "coverage", "--workspace", workspace)
    form = json.loads(
        run("convenant", "coverage", "--workspace", workspace, "--format", "json").stdout
    )

    assert 0 == result.exit_code
    assert "Afspraken die een toets raakt: 1 van 1 (100.0%)." in result.stdout
    assert 1.0 == form["afspraken"]["aandeel"]
    expected = 1 if form["verboden"]["aandeel"] < 1 else 0
    low = run("convenant", "coverage", "--workspace", workspace, "--fail-under", "100")
    assert expected == low.exit_code
    assert 0 == run("convenant", "coverage", "--workspace", workspace, "--fail-under", 0).exit_code


def test_matrix(run: Run, workspace: Path) -> None:
    """
    The matrix has the roles and actions that can do anything, with how many facts it takes.
    """
    args = ("convenant", "matrix", "--workspace", workspace, *DAY)
    forms = json.loads(run(*args, "--format", "json").stdout)

    assert (
        """\
                           1  2
procesregisseur inzien     5  5
procesondersteuner inzien  5  5

  1  identificatie-contact
  2  woonsituatie
"""
        in run(*args).stdout
    )
    assert {
        "rol": "procesregisseur",
        "handeling": "inzien",
        "gegevens": "woonsituatie",
        "mag": "mits",
        "feiten": 5,
    } in forms


def test_matrix_of_a_phase(run: Run, workspace: Path) -> None:
    """
    Narrowed to a phase in which nothing can be done, it is empty; a misspelt phase gets a hint.
    """
    args = ("convenant", "matrix", "--workspace", workspace, *DAY, "--fase")

    assert [] == json.loads(run(*args, "signaal", "--format", "json").stdout)
    assert "bedoelde u `signaal`?" in run(*args, "signal").stderr


def test_matrix_as_a_workbook(run: Run, workspace: Path, tmp_path: Path) -> None:
    """
    The workbook holds the matrix and what it is about, and is the same every time.
    """
    target = tmp_path / "matrix.xlsx"
    args = ("convenant", "matrix", "--workspace", workspace, *DAY, "--xlsx", target)
    first = run(*args)
    before = target.read_bytes()
    run(*args)
    book = openpyxl.load_workbook(io.BytesIO(before))
    sheet = book["autorisatiematrix"]

    assert 0 == first.exit_code, first.stderr
    assert before == target.read_bytes()
    assert [("rol", "handeling", "identificatie-contact", "woonsituatie")] == list(
        sheet.iter_rows(max_row=1, values_only=True)
    )
    assert "mits 5 feiten" == sheet["C2"].value
    assert "C2" == sheet.freeze_panes
    assert ["matrix.xlsx", "werkmap"] == sorted(path.name for path in tmp_path.iterdir())


def test_a_workbook_that_cannot_be_written(run: Run, workspace: Path, tmp_path: Path) -> None:
    """
    A file that cannot be written is one sentence and 2, and leaves nothing behind.
    """
    target = tmp_path / "nergens" / "matrix.xlsx"
    result = run("convenant", "matrix", "--workspace", workspace, "--xlsx", target)

    assert 2 == result.exit_code
    assert "kan niet worden geschreven" in result.stderr


def test_annex(run: Run, workspace: Path, tmp_path: Path) -> None:
    """
    The annex has the members, the rules, the bans, the readings, the hash and room to sign.
    """
    args = ("convenant", "text", "--workspace", workspace, *DAY)
    said = run(*args).stdout
    policy = json.loads(run(*args, "--format", "json").stdout)["policy"]
    target = tmp_path / "bijlage.md"
    run(*args, "--output", target)

    assert said == target.read_text(encoding="utf-8")
    assert f"Beleid: `{policy}`." in said
    for part in (
        "# Proefconvenant",
        "| College van gemeente A | gemeente-a | college | 2019-01-01 |",
        "### Proces: com",
        "`inzien-eigen-casus`",
        "## Wat de wet verbiedt",
        "- **WGS 1.8 lid 2**:",
        "## Gekozen lezingen van de wet",
        "- `persoon-in-casus`: ",
        "## Ondertekening",
        "reconstructie uit openbare stukken",
    ):
        assert part in said


def test_what_is_kept_shorter_is_read_back(run: Run, tmp_path: Path) -> None:
    """
    A term that the partners made shorter stands in the annex and in what `show` reads back.
    """
    text = CONVENANT + (
        "bewaartermijnen:\n  - {id: PROEF-MAX3, verkort: WGS-MAX5, artikel: WGS 1.8 lid 7,"
        " soort: maximum, vanaf: eerste-verwerking, termijn: P3Y}\n"
    )
    args = ("--workspace", make(tmp_path / "korter", text), *DAY)
    annex = run("convenant", "text", *args).stdout
    shown = run("convenant", "show", *args).stdout
    without = run("convenant", "text", "--workspace", make(tmp_path / "gewoon"), *DAY).stdout

    assert "## Wat korter wordt bewaard dan de wet toestaat" in annex
    assert "P3Y" in annex
    assert "P3Y" in shown
    assert "wordt bewaard" not in without


def test_annex_shows_markup_as_it_was_written(run: Run, tmp_path: Path) -> None:
    """
    What a person wrote is text in the annex, never a table, a link or HTML.
    """
    text = CONVENANT.replace("naam: Politie A", 'naam: "Politie | <b>A</b> [x](y)"')
    said = run("convenant", "text", "--workspace", make(tmp_path / "x", text), *DAY).stdout

    assert r"| Politie \| \<b\>A\</b\> \[x\](y) | politie-a |" in said


# --- diff -----------------------------------------------------------------------------------------


@pytest.fixture
def wider(tmp_path: Path) -> Path:
    """
    The same workspace with one word more.
    """
    text = CONVENANT.replace("woonsituatie]", "woonsituatie, relaties]")
    return make(tmp_path / "nieuw", text)


SENTENCE = (
    "+ College van gemeente A (gemeente-a) en Politie A (politie-a) mogen als procesregisseur of "
    "procesondersteuner voor complexe casuïstiek (proces com) onder kader wgs in fase "
    "casusoverleg of uitvoering inzien: relaties over de betrokkene, als criteria-vastgesteld, "
    "deelnemer-in-casus, persoon-aangewezen, persoon-in-casus en vog-of-screening."
)


def test_a_gain_is_a_sentence(run: Run, workspace: Path, wider: Path) -> None:
    """
    Who gains what is said in a sentence, with the rule that causes it.
    """
    result = run("convenant", "diff", workspace, wider, *DAY)
    lines = result.stdout.splitlines()

    assert SENTENCE == lines[0]
    assert (
        "  = door (proef): convenants/proef/convenant.yaml:14:5 inzien-eigen-casus (WGS 2.31 lid 5)"
        == lines[1]
    )
    assert 0 == result.exit_code


def test_a_loss_is_the_same_the_other_way(run: Run, workspace: Path, wider: Path) -> None:
    """
    What one direction gains the other loses.
    """
    there = json.loads(run("convenant", "diff", workspace, wider, *DAY, "--format", "json").stdout)
    back = json.loads(run("convenant", "diff", wider, workspace, *DAY, "--format", "json").stdout)

    assert there["erbij"]
    assert [] == there["eraf"]
    assert [] == back["erbij"]
    assert [each["velden"] for each in there["erbij"]] == [each["velden"] for each in back["eraf"]]


def test_the_same_is_no_difference(run: Run, workspace: Path) -> None:
    """
    A version compared with itself: nobody gains or loses.
    """
    result = run("convenant", "diff", workspace, workspace, *DAY, "--fail-on-gain")

    assert 0 == result.exit_code
    assert result.stdout.startswith("Niemand wint of verliest iets")


def _approval(tmp_path: Path, *, wie: str, wat: str, regel: str = "inzien-eigen-casus") -> Path:
    path = tmp_path / "goedgekeurd.yaml"
    entry = f"{{regel: {regel}, wie: '{wie}', wat: '{wat}', reden: besluit 12, door: stuurgroep}}"
    path.write_text(f"schema: 1\nwinst:\n  - {entry}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("wie", "wat"),
    [
        ("gemeente-a, politie-a", "inzien: relaties"),
        ("college, politie", "inzien van relaties"),
        ("College van gemeente A, Politie A", "inzien relaties en nog iets"),
        ("alle", "alle"),
    ],
)
def test_an_approved_gain_passes(
    run: Run, workspace: Path, wider: Path, tmp_path: Path, wie: str, wat: str
) -> None:
    """
    A gain that is approved by rule, by who and by what is no reason to stop.
    """
    approved = _approval(tmp_path, wie=wie, wat=wat)
    options = ("--fail-on-gain", "--approved", approved)

    assert 0 == run("convenant", "diff", workspace, wider, *DAY, *options).exit_code


@pytest.mark.parametrize(
    ("wie", "wat", "regel"),
    [
        ("gemeente-a", "inzien: relaties", "inzien-eigen-casus"),
        ("gemeente-a, politie-a", "inzien: woonsituatie", "inzien-eigen-casus"),
        ("gemeente-a, politie-a", "relaties", "inzien-eigen-casus"),
        ("gemeente-a, politie-a", "inzien: relaties", "andere-regel"),
        ("gemeente-a, politie-ander", "inzien: relaties", "inzien-eigen-casus"),
    ],
)
def test_a_gain_that_is_not_approved_stops(
    run: Run, workspace: Path, wider: Path, tmp_path: Path, wie: str, wat: str, regel: str
) -> None:
    """
    Less than all that is gained, or another rule, approves nothing; what would is shown.
    """
    approved = _approval(tmp_path, wie=wie, wat=wat, regel=regel)
    options = ("--fail-on-gain", "--approved", approved)
    result = run("convenant", "diff", workspace, wider, *DAY, *options)

    assert 1 == result.exit_code
    assert (
        "  - {regel: inzien-eigen-casus, wie: 'gemeente-a, politie-a', wat: 'inzien: relaties', "
        "reden: '', door: ''}"
    ) in result.stderr


def test_an_approval_that_cannot_be_read(
    run: Run, workspace: Path, wider: Path, tmp_path: Path
) -> None:
    """
    An approval file that is not in order approves nothing and is wrong use.
    """
    path = tmp_path / "goedgekeurd.yaml"
    path.write_text("schema: 1\nwinst: [{regel: x}]\n", encoding="utf-8")
    result = run("convenant", "diff", workspace, wider, "--approved", path)

    assert 2 == result.exit_code
    assert "ZVH102" in result.stderr


def test_a_version_with_errors_is_not_compared(run: Run, workspace: Path, tmp_path: Path) -> None:
    """
    A convenant that cannot be read would seem to have lost everything, so that is an error.
    """
    broken = make(tmp_path / "kapot", CONVENANT + "sleutle: 1\n")
    result = run("convenant", "diff", workspace, broken)

    assert 1 == result.exit_code
    assert "ZVH101" in result.stderr


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_a_revision_of_git(run: Run, workspace: Path, wider: Path) -> None:
    """
    `git:REV` is the workspace as it was, also in a folder below the root of the repository.
    """
    root = workspace.parent / "repo"
    root.mkdir()
    below = root / "onder"
    shutil.copytree(workspace, below)
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")

    def git(*args: str) -> None:
        subprocess.run(["git", *who, *args], cwd=root, check=True, capture_output=True)  # noqa: S607

    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "begin")
    shutil.copytree(wider, below, dirs_exist_ok=True)
    result = run("convenant", "diff", "git:HEAD", below, "--workspace", below, *DAY)
    same = run("convenant", "diff", "git:HEAD", "git:HEAD", "--workspace", below, *DAY)

    assert 0 == result.exit_code, result.stderr
    assert SENTENCE == result.stdout.splitlines()[0]
    assert same.stdout.startswith("Niemand wint")
    for name in ("git:nergens", "git:--help", "git:"):
        wrong = run("convenant", "diff", name, below, "--workspace", below)
        assert 2 == wrong.exit_code
        assert "is hier geen versie in git" in wrong.stderr


def test_no_repository(run: Run, workspace: Path) -> None:
    """
    Where there is no repository there is no revision.
    """
    result = run("convenant", "diff", "git:HEAD", workspace, "--workspace", workspace)

    assert 2 == result.exit_code


# --- wet ------------------------------------------------------------------------------------------


def test_the_shipped_law_is_the_shipped_law(run: Run, workspace: Path) -> None:
    """
    A workspace without a law layer has the shipped one, so there is no difference.
    """
    result = run("wet", "diff", "--workspace", workspace)

    assert "De wetslaag is die van het pakket.\n" == result.stdout
    assert 0 == result.exit_code


def test_a_weakened_ban_is_shown(run: Run, tmp_path: Path) -> None:
    """
    A ban that was dropped or changed is shown as it ships and as it is here.
    """
    folder = tmp_path / "x"
    run("init", folder)
    path = folder / "policies" / "wet" / "wvggz.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("goed-hulpverlenerschap", "toetsaanleiding"), encoding="utf-8")
    result = run("wet", "diff", "--workspace", folder)
    forms = json.loads(run("wet", "diff", "--workspace", folder, "--format", "json").stdout)

    assert 0 == result.exit_code
    assert "is hier anders bij tenzij" in result.stdout
    assert "= meegeleverd: Verboden voor" in result.stdout
    assert "= hier: Verboden voor" in result.stdout
    assert {"anders"} == {each["soort"] for each in forms}


def test_a_lengthened_term_is_shown(run: Run, tmp_path: Path) -> None:
    """
    A term that differs is shown as it ships and as it is here; a shorter one is no finding.
    """
    folder = tmp_path / "x"
    run("init", folder)
    path = folder / "policies" / "bewaartermijnen.yaml"
    text = path.read_text(encoding="utf-8")
    longer = text.replace("termijn: P5Y", "termijn: P6Y", 1).replace("P2Y", "P1Y", 1)
    path.write_text(longer, encoding="utf-8")
    shown = run("wet", "diff", "--workspace", folder).stdout
    checked = run("check", folder).stdout

    assert "WGS-MAX5 is hier anders bij termijn (P5Y → P6Y)" in shown
    assert "= meegeleverd: Uiterlijk P5Y na eerste-verwerking vernietigen" in shown
    assert "= hier: In geval a ten hoogste P1Y hernieuwen" in shown
    assert "ZVH707 bewaartermijn `WGS-MAX5`" in checked
    assert "WGS-EXT-A" not in checked
