"""
The defences that the page about security claims and that no other test shows; and the page itself.
"""

from __future__ import annotations

import ast
import importlib.metadata
import re

from datetime import date
from pathlib import Path

import pytest

from tests import workspaces
from tests.docs import pages
from zvhprivacy.engine import Engine
from zvhprivacy.errors import ForeignCasbin, PolicyUnusable
from zvhprivacy.policy.check import check
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.templates import templates


RULES = """\
regels:
  - {id: alles, grondslag: WGS 2.31}
"""
BAN = """\
verboden:
  - id: geen-zorg
    artikel: WGS 2.30
    gegevens: [gezondheid]
    tenzij: [toestemming]
    reden: Zorg is geheim.
"""
PAGE = (pages.DOCS / "security.md").read_text(encoding="utf-8")
SECRET = "jan-jansen-123456782"

_ALL = re.MULTILINE | re.DOTALL
_TEST = re.compile(r"`(tests/[a-z_/]+\.py)::(test_\w+)`")


@pytest.fixture
def werkmap(tmp_path: Path) -> Path:
    """
    A small workspace with one convenant that permits everything and one ban.
    """
    return _written(tmp_path)


def test_a_weakened_law_is_reported(tmp_path: Path) -> None:
    """
    A shipped ban that is gone, changed or read widely is a finding.
    """
    source, target = templates() / "policies", tmp_path / "policies"
    for path in sorted(source.rglob("*.yaml")):
        (target / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
        (target / path.relative_to(source)).write_bytes(path.read_bytes())
    (target / "toetsen.yaml").unlink()
    _edit(target / "wet" / "awb.yaml", "tenzij: [mandaat-verleend]", "tenzij: [vier-ogen]")
    _edit(target / "wet" / "bgs.yaml", "id: bgs-1.9\n", "id: bgs-1.9-anders\n")
    _edit(target / "lezingen.yaml", "gekozen: streng", "gekozen: ruim")

    assert {"ZVH301", "ZVH302", "ZVH303"} <= _codes(tmp_path)


@pytest.mark.parametrize(
    ("code", "tot", "expected"),
    [("ZVH504", "2026-01-01", "ZVH602"), ("ZVH011", "2027-01-01", "ZVH603")],
)
def test_an_acceptance_is_limited(werkmap: Path, code: str, tot: str, expected: str) -> None:
    """
    It ends, and it never hides an error.
    """
    (werkmap / "policies" / "wgs.yml").touch()
    plaats = "policies/wgs.yml" if code == "ZVH011" else "convenants/huis/convenant.yaml"
    (werkmap / "aanvaard.yaml").write_text(
        "schema: 1\naanvaard:\n"
        f"  - {{code: {code}, plaats: {plaats}, reden: Later, door: FG, tot: {tot}}}\n",
        encoding="utf-8",
    )
    if code == "ZVH504":
        (werkmap / "policies" / "wgs.yml").unlink()

    assert expected in _codes(werkmap)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("policies/wet/wgs.yaml~", "schema: 1\n", "ZVH011"),
        ("policies/wet/wgs.yaml", None, "ZVH014"),
        ("policies/model.conf", "[matchers]\nm = True\n", "ZVH209"),
    ],
)
def test_a_tampered_law_layer_decides_nothing(
    werkmap: Path, name: str, text: str | None, expected: str
) -> None:
    """
    With a file under another name, without a file or with another model no engine opens.
    """
    path = werkmap / name
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")

    with pytest.raises(PolicyUnusable) as refused:
        Engine.open(werkmap, zonder_logboek=True)

    assert expected in {found.code for found in refused.value.findings}


@pytest.mark.parametrize("field", workspaces.VRAAG._fields)
@pytest.mark.parametrize("value", ["", SECRET, 7])
def test_a_wrong_value_is_refused_and_not_repeated(
    werkmap: Path, field: str, value: object
) -> None:
    """
    Whatever the field, a value that is empty, unknown or no text is refused, and no voice says it.
    """
    engine = Engine.open(werkmap, zonder_logboek=True, klok=lambda: workspaces.DAY)

    decision = engine.decide(workspaces.VRAAG._replace(**{field: value}))  # type: ignore[arg-type]

    assert not decision
    assert decision.soort == "ongeldig"
    assert SECRET not in f"{decision} {decision.voor_toezicht} {decision.redenen}"


def test_an_unknown_fact_is_refused_and_not_repeated(werkmap: Path) -> None:
    """
    The same holds for a fact.
    """
    engine = Engine.open(werkmap, zonder_logboek=True, klok=lambda: workspaces.DAY)

    decision = engine.decide(workspaces.VRAAG, verklaard={SECRET})

    assert not decision
    assert SECRET not in f"{decision} {decision.voor_toezicht} {decision.redenen}"


def test_what_is_not_signed_needs_saying_so(tmp_path: Path) -> None:
    """
    A draft is enforced only by an engine that was opened for it.
    """
    werkmap = _written(tmp_path, RULES + "status: concept\n")

    answers = [
        bool(
            Engine.open(
                werkmap, zonder_logboek=True, niet_ondertekend=said, klok=lambda: workspaces.DAY
            ).decide(workspaces.VRAAG)
        )
        for said in (False, True)
    ]

    assert [False, True] == answers


def test_the_voice_for_workers_is_no_recipe(werkmap: Path) -> None:
    """
    A worker hears the reason; only supervision hears what would lift it.
    """
    engine = Engine.open(werkmap, zonder_logboek=True, klok=lambda: workspaces.DAY)

    decision = engine.decide(workspaces.vraag(gegevens="gezondheid"))

    assert "Zorg is geheim." in str(decision)
    assert "toestemming" not in str(decision)
    assert "toestemming" in decision.voor_toezicht


def test_nothing_opens_beside_the_other_casbin(
    werkmap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    With the distribution `casbin` installed, opening an engine fails.
    """
    real = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata, "version", lambda name: "1.43.0" if name == "casbin" else real(name)
    )

    with pytest.raises(ForeignCasbin):
        Engine.open(werkmap, zonder_logboek=True)


# ------------------------------------------------------------------ the page itself


def test_every_guarantee_is_shown_by_tests_that_are_there() -> None:
    """
    Each numbered row names at least one test, and every test that the page names exists.
    """
    rows = re.findall(r"^\| (N\d+) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
    named = _TEST.findall(PAGE)
    there = {path: _tests(path) for path, _ in named}

    assert [] == [number for number, _, shown in rows if not _TEST.search(shown)]
    assert [] == [(path, name) for path, name in named if name not in there[path]]


def test_guarantees_are_numbered_on() -> None:
    """
    Numbers run from 1 without a gap, so that one can be cited; no row of a table is without.
    """
    rows = [line for line in PAGE.splitlines() if re.match(r"\| [^|]", line)]

    assert len(rows) > 50
    assert [f"| N{number} " for number in range(1, len(rows) + 1)] == [
        row[: row.index("|", 1)] for row in rows
    ]


def test_of_every_attacker_it_is_told_what_remains() -> None:
    """
    Who only reads what is impossible knows half; of code inside nothing is impossible.
    """
    sections = re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]
    inside = [each for each in sections if each.startswith("Somebody with code")]

    assert 1 == len(inside)
    assert "| N" not in inside[0]
    assert [] == [
        each.partition("\n")[0]
        for each in sections
        if each not in inside and not re.search(r"^\| N.*^Remains possible:\n\n- ", each, _ALL)
    ]


def test_it_says_that_pseudonyms_are_personal_data() -> None:
    """
    Nobody may think that what is pseudonymised is free to use.
    """
    assert "## Pseudonyms are personal data\n" in PAGE


def _tests(path: str) -> set[str]:
    tree = ast.parse((pages.ROOT / path).read_text(encoding="utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def _written(folder: Path, convenant: str = RULES) -> Path:
    files = {"convenants/huis/convenant.yaml": convenant, "policies/wet/wgs.yaml": BAN}
    return workspaces.write(folder, files)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _codes(werkmap: Path) -> set[str]:
    return {found.code for found in check(read_workspace(werkmap), date(2026, 6, 1)).findings}
