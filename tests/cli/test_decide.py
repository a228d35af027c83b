"""
`zvhprivacy decide`: one answer per request, in order, and nothing of what was typed.
"""

from __future__ import annotations

import json

from pathlib import Path
from typing import Any

import pytest

from click.testing import CliRunner

from tests.cli.conftest import FEITEN, VRAAG, Run, line, make
from zvhprivacy.cli import program


SECRET = "Jansen-123456782"


def _answers(run: Run, workspace: Path, *lines: str | bytes, code: int) -> list[dict[str, Any]]:
    raw = b"\n".join(each.encode() if isinstance(each, str) else each for each in lines)
    result = run(
        "decide", "--workspace", workspace, "--requests", "-", "--format", "json", stdin=raw
    )

    assert code == result.exit_code, result.output
    assert SECRET not in result.output
    return [json.loads(each) for each in result.stdout.splitlines()]


def test_an_answer_is_a_line(run: Run, workspace: Path) -> None:
    """
    An answer has the keys of the file formats, the id first, and says that it is a what-if.
    """
    (answer,) = _answers(run, workspace, line(), code=0)

    assert {
        "id": "een",
        "toegestaan": True,
        "soort": "toegestaan",
        "regel": "inzien-eigen-casus",
        "artikel": "WGS 2.31 lid 5",
        "redenen": [],
        "verplichtingen": ["motiveren"],
        "bestand": "convenants/proef/convenant.yaml",
        "regelnummer": 14,
        "status": "reconstructie",
        "wat-als": True,
    }.items() <= answer.items()
    assert answer["policy"].startswith("sha256:")


def test_answers_come_in_order(run: Run, workspace: Path) -> None:
    """
    Line by line, whatever is in between; an empty line is no request.
    """
    lines = [line(id=1), "geen json", line(id="twee", feiten=[]), "", line(id=3)]
    answers = _answers(run, workspace, *lines, code=1)

    assert [1, None, "twee", 3] == [each["id"] for each in answers]
    assert ["toegestaan", "ongeldig", "verboden", "toegestaan"] == [a["soort"] for a in answers]


MALFORMED: list[tuple[str | bytes, str]] = [
    (SECRET, "vraag"),
    ("[" * 100_000, "vraag"),
    (b"\xff\xfe{}", "vraag"),
    ("null", "vraag"),
    ("[]", "vraag"),
    ('{"id": "a", "id": "b"}', "vraag"),
    ('{"id": 1, "vraag": NaN}', "vraag"),
    (f'{{"id": 1, "x": "{"y" * 1_100_000}"}}', "vraag"),
    (line(vraag=None), "vraag"),
    (line(vraag=SECRET), "vraag"),
    (line(vraag={**VRAAG, "rol": 7}), "rol"),
    (line(vraag={**VRAAG, "kader": [SECRET]}), "kader"),
    (line(vraag={k: v for k, v in VRAAG.items() if k != "fase"}), "fase"),
    (line(feiten=SECRET), "feiten"),
    (line(feiten=[1]), "feiten"),
    (line(feiten=[[SECRET]]), "feiten"),
    (line(id={"naam": SECRET}), "id"),
    (line(id=True), "id"),
]
INVALID: list[tuple[str, str, str | None]] = [
    (line(vraag={**VRAAG, "naam": SECRET}), "veld-te-veel", None),
    (line(vraag={**VRAAG, SECRET: "x"}), "veld-te-veel", None),
    (line(feitn=[]), "veld-te-veel", None),
    (line(datum="1 juni"), "onbekende-waarde", "datum"),
    (line(datum="20260601"), "onbekende-waarde", "datum"),
    (line(datum="2026-W23-1"), "onbekende-waarde", "datum"),
    (line(datum=20260601), "onbekende-waarde", "datum"),
    (line(vraag={**VRAAG, "deelnemer": SECRET}), "onbekende-waarde", "deelnemer"),
    (line(vraag={**VRAAG, "rol": ""}), "onbekende-waarde", "rol"),
    (line(vraag={**VRAAG, "convenant": SECRET}), "onbekende-waarde", "convenant"),
    (line(feiten=[*FEITEN, SECRET]), "onbekend-feit", "feiten"),
]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """
    The answers to all lines above, each followed by a good one, asked at once.
    """
    workspace = make(tmp_path_factory.mktemp("decide") / "werkmap")
    bad = [*(each for each, _ in MALFORMED), *(each for each, _, _ in INVALID)]
    lines = [each if isinstance(each, bytes) else each.encode() for each in bad]
    raw = b"\n".join(part for each in lines for part in (each, line().encode()))
    options = ["decide", "--workspace", str(workspace), "--requests", "-", "--format", "json"]
    result = CliRunner().invoke(program, options, input=raw)

    assert 1 == result.exit_code
    assert SECRET not in result.output
    return [json.loads(each) for each in result.stdout.splitlines()]


@pytest.mark.parametrize("number", range(len(MALFORMED)))
def test_a_malformed_line_is_refused(answers: list[dict[str, Any]], number: int) -> None:
    """
    What cannot be read as a request is invalid, says which field, and stops nothing.
    """
    bad, good = answers[2 * number : 2 * number + 2]

    assert ["ongeldig", "toegestaan"] == [bad["soort"], good["soort"]]
    assert bad["toegestaan"] is False
    assert {"reden": "veld-ontbreekt", "veld": MALFORMED[number][1]} in bad["redenen"]


@pytest.mark.parametrize("number", range(len(INVALID)))
def test_an_invalid_line_says_why(answers: list[dict[str, Any]], number: int) -> None:
    """
    An unknown or superfluous value is invalid, and is not repeated.
    """
    _, reden, veld = INVALID[number]
    answer = answers[2 * (len(MALFORMED) + number)]
    causes = [(each["reden"], each.get("veld")) for each in answer["redenen"]]

    assert "ongeldig" == answer["soort"]
    assert (reden, veld) in causes


def test_a_key_that_is_not_ours_is_left_alone(run: Run, workspace: Path) -> None:
    """
    A remark on a line is no mistake.
    """
    _answers(run, workspace, line(opmerking="van de jurist"), code=0)


def test_an_id_comes_back_as_it_was(run: Run, workspace: Path) -> None:
    """
    Whatever letters an id has, it is read back the same.
    """
    ids = ["é", "\ud800", "\U0001f600", "a\nb", "\x1b[31m", 12345678901234567890]
    answers = _answers(run, workspace, *(line(id=each) for each in ids), code=0)

    assert ids == [each["id"] for each in answers]


EXPECTED: list[dict[str, Any]] = [
    {"verwacht": "toegestaan"},
    {"verwacht": "toegestaan", "artikel": None, "soort": None},
    {"verwacht": "toegestaan", "artikel": [], "soort": []},
    {"soort": "toegestaan"},
    {"soort": ["verboden", "toegestaan"]},
    {"artikel": "WGS 2.31 lid 5"},
    {"artikel": ["AVG 9", "WGS 2.31"]},
    {"feiten": [], "verwacht": "geweigerd", "artikel": "BGS 1.11"},
    {"feiten": [], "verwacht": "geweigerd", "artikel": ["AVG 9", "WGS 1.8 lid 2"]},
    {"feiten": ["onzin"], "verwacht": "geweigerd", "soort": ["ongeldig"]},
]


def test_what_is_as_expected_is_quiet(run: Run, workspace: Path) -> None:
    """
    Answers that meet what their lines expect print nothing besides themselves and exit with 0.
    """
    lines = "\n".join(line(**each) for each in EXPECTED)
    options = ["--requests", "-", "--format", "json"]
    result = run("decide", "--workspace", workspace, *options, stdin=lines)

    assert "" == result.stderr
    assert 0 == result.exit_code
    assert len(EXPECTED) == len(result.stdout.splitlines())


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        (
            {"verwacht": "geweigerd"},
            "regel 1 (id een): bij `verwacht` is verwacht geweigerd, het antwoord is toegestaan",
        ),
        (
            {"soort": ["verboden", "ongeldig"]},
            (
                "regel 1 (id een): bij `soort` is verwacht verboden, ongeldig, "
                "het antwoord is toegestaan"
            ),
        ),
        (
            {"artikel": "AVG 9"},
            "regel 1 (id een): bij `artikel` is verwacht AVG 9, het antwoord is WGS 2.31 lid 5",
        ),
        (
            {"verwacht": SECRET},
            "regel 1 (id een): wat bij `verwacht` staat, is geen antwoord dat kan worden verwacht",
        ),
        (
            {"verwacht": [SECRET]},
            "regel 1 (id een): wat bij `verwacht` staat, is geen antwoord dat kan worden verwacht",
        ),
        (
            {"soort": ["geweigerd"]},
            "regel 1 (id een): wat bij `soort` staat, is geen antwoord dat kan worden verwacht",
        ),
    ],
)
def test_a_difference_is_told(
    run: Run, workspace: Path, expected: dict[str, Any], sentence: str
) -> None:
    """
    What differs from what a line expects is told on stderr, and exits with 1.
    """
    result = run("decide", "--workspace", workspace, "--requests", "-", stdin=line(**expected))

    assert sentence == result.stderr.splitlines()[0]
    assert SECRET not in result.output
    assert 1 == result.exit_code


def _fields(**changes: str) -> list[str]:
    fields = {**VRAAG, **changes}
    return [word for name, value in fields.items() for word in ("--vraag", f"{name}={value}")]


def test_a_single_request(run: Run, workspace: Path) -> None:
    """
    One request by options: 0 for a yes and 3 for a no, with the line that decided.
    """
    facts = [word for fact in FEITEN for word in ("--feit", fact)]
    options = ["decide", "--workspace", workspace, "--on", "2026-06-01", *_fields()]
    yes, no = run(*options, *facts), run(*options)

    assert 0 == yes.exit_code
    assert "TOEGESTAAN" in yes.stdout
    assert "convenants/proef/convenant.yaml:14 inzien-eigen-casus" in yes.stdout
    assert 3 == no.exit_code
    assert "VERBODEN" in no.stdout
    assert "policies/wet/" in no.stdout


def test_the_fields_of_a_single_request_may_follow_one_another(run: Run, workspace: Path) -> None:
    """
    `--vraag a=b c=d` is understood too.
    """
    words = [f"{name}={value}" for name, value in VRAAG.items()]
    result = run("decide", "--workspace", workspace, "--format", "json", "--vraag", *words)

    assert 3 == result.exit_code
    assert "verboden" == json.loads(result.stdout)["soort"]


def test_an_invalid_single_request_is_refused(run: Run, workspace: Path) -> None:
    """
    Invalid is refused: 3, without the value that was typed.
    """
    result = run("decide", "--workspace", workspace, *_fields(deelnemer=SECRET))

    assert 3 == result.exit_code
    assert "ONGELDIG" in result.stdout
    assert SECRET not in result.output


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["--requests", "-", "--vraag", "rol=fg"],
        ["--vraag", SECRET],
        ["--vraag", f"naam={SECRET}"],
        ["--vraag", "rol=fg", "--vraag", f"rol={SECRET}"],
        ["--requests", "/nergens/vragen.jsonl"],
        ["--requests", "/"],
    ],
)
def test_wrong_use_exits_with_2(run: Run, workspace: Path, args: list[str]) -> None:
    """
    Nothing to ask, two ways to ask, or a request that is none: wrong use, and no value repeated.
    """
    result = run("decide", "--workspace", workspace, *args)

    assert 2 == result.exit_code
    assert SECRET not in result.output


def test_without_a_law_nothing_is_answered(run: Run, workspace: Path) -> None:
    """
    A workspace whose law has errors answers nothing and exits with 1.
    """
    (workspace / "policies").mkdir()
    (workspace / "policies" / "wgs.yml").write_text("schema: 1\n", encoding="utf-8")
    result = run("decide", "--workspace", workspace, "--requests", "-", stdin=line())

    assert 1 == result.exit_code
    assert "" == result.stdout
    assert "dit beleid kan niet worden gebruikt" in result.stderr


def test_a_stopped_convenant_refuses(run: Run, workspace: Path) -> None:
    """
    A convenant with an error stops its own answers, not the program.
    """
    path = workspace / "convenants" / "proef" / "convenant.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "sleutle: 1\n", encoding="utf-8")
    result = run(
        "decide",
        "--workspace",
        workspace,
        "--requests",
        "-",
        "--format",
        "json",
        stdin=line(vraag={**VRAAG, "convenant": "proef"}),
    )

    assert 1 == result.exit_code
    assert "convenant-gestopt" in result.stdout


def test_without_a_date_on_the_line_the_option_counts(run: Run, workspace: Path) -> None:
    """
    Before the WGS was in force nothing runs under it.
    """
    result = run(
        "decide",
        "--workspace",
        workspace,
        "--requests",
        "-",
        "--on",
        "2025-02-28",
        "--format",
        "json",
        stdin=line(datum=None),
    )

    assert "niet-toegestaan" == json.loads(result.stdout)["soort"]
