"""
Whoever mends a file sees everything that is wrong in it, and nothing of it is used meanwhile.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from zvhprivacy.policy.read import read_workspace


CONVENANT = """
schema: 1
convenant: huis
titel: Convenant van het huis
soort: samenwerkingsconvenant
status: concept
geldig: {vanaf: 2025-02-30}
bouwt-op: [er-niet]
deelnemers:
  college-x: {naam: College X, soort: colege, sinds: gisteren}
regels:
  - id: een
    handelng: [inzien]
    gegevens: [gezondhied]
    grondslag: WGS 2.31 lid 5
  - id: twee
    rol: [procesregiseur]
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """
    A workspace with one convenant that has mistakes of every sort.
    """
    folder = tmp_path / "convenants" / "huis"
    folder.mkdir(parents=True)
    (folder / "convenant.yaml").write_text(CONVENANT.lstrip(), encoding="utf-8")
    return tmp_path


def test_a_wrong_date_does_not_hide_an_unknown_word(workspace: Path) -> None:
    """
    Findings about form and about words come together, each mistake once, in order of the file.
    """
    found = [(f.span.line, f.code) for f in read_workspace(workspace).findings]

    assert [
        (6, "ZVH105"),
        (7, "ZVH202"),
        (9, "ZVH103"),
        (9, "ZVH105"),
        (12, "ZVH101"),
        (13, "ZVH103"),
        (15, "ZVH102"),
    ] == found


def test_what_is_left_of_a_file_with_findings_is_never_used(workspace: Path) -> None:
    """
    A convenant with a fout is stopped, also when part of it could be read.
    """
    read = read_workspace(workspace)

    assert {} == dict(read.agreements)
    assert ["huis"] == list(read.stopped)


def test_what_is_left_of_a_law_with_findings_is_never_used(tmp_path: Path) -> None:
    """
    A law layer in which one ban cannot be read decides nothing.
    """
    wet = tmp_path / "policies" / "wet"
    wet.mkdir(parents=True)
    ban = "{id: x, artikel: WGS 1, reden: R, doel: []}"
    text = f"schema: 1\nwet: wgs\ntitel: T\nverboden:\n  - {ban}\n"
    (wet / "wgs.yaml").write_text(text, encoding="utf-8")

    assert read_workspace(tmp_path).law is None
