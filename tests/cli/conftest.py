"""
A small workspace on the shipped law layer, and a way to run the program in it.
"""

from __future__ import annotations

import json

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from click.testing import CliRunner, Result

from zvhprivacy.cli import program


Run: TypeAlias = Callable[..., Result]

CONVENANT = """\
schema: 1
convenant: proef
titel: Proefconvenant
soort: samenwerkingsconvenant
status: reconstructie
geldig: {vanaf: 2025-03-01}
deelnemers:
  gemeente-a: {naam: College van gemeente A, soort: college, sinds: 2019-01-01}
  politie-a: {naam: Politie A, soort: politie, sinds: 2019-01-01}
  ggz-a: {naam: GGZ A, soort: ggz, sinds: 2019-01-01}
ontvangers:
  halt-a: {naam: Halt A, soort: halt}
regels:
  - id: inzien-eigen-casus
    deelnemer: [lid-1]
    rol: [procesregisseur, procesondersteuner]
    handeling: [inzien]
    gegevens: [identificatie-contact, woonsituatie]
    over: [betrokkene]
    doel: [complexe-casuistiek]
    proces: [com]
    kader: [wgs]
    fase: [casusoverleg, uitvoering]
    mits: [persoon-aangewezen, vog-of-screening, deelnemer-in-casus, persoon-in-casus,
           criteria-vastgesteld]
    verplicht: [motiveren]
    grondslag: WGS 2.31 lid 5
"""
TOETSEN = """\
schema: 1
op: 2026-06-01
toetsen:
  - toets: de procesregisseur ziet de woonsituatie
    vraag: {deelnemer: gemeente-a, rol: procesregisseur, handeling: inzien, gegevens: woonsituatie,
            over: betrokkene, doel: complexe-casuistiek, proces: com, fase: casusoverleg}
    feiten: [persoon-aangewezen, vog-of-screening, deelnemer-in-casus, persoon-in-casus,
             criteria-vastgesteld]
    verwacht: toegestaan
"""
VRAAG = {
    "deelnemer": "gemeente-a",
    "rol": "procesregisseur",
    "handeling": "inzien",
    "gegevens": "woonsituatie",
    "over": "betrokkene",
    "doel": "complexe-casuistiek",
    "proces": "com",
    "fase": "casusoverleg",
}
FEITEN = [
    "persoon-aangewezen",
    "vog-of-screening",
    "deelnemer-in-casus",
    "persoon-in-casus",
    "criteria-vastgesteld",
]


def make(folder: Path, convenant: str = CONVENANT, toetsen: str = TOETSEN) -> Path:
    """
    Write a workspace with one convenant.
    """
    home = folder / "convenants" / "proef"
    home.mkdir(parents=True)
    (home / "convenant.yaml").write_text(convenant, encoding="utf-8")
    (home / "toetsen.yaml").write_text(toetsen, encoding="utf-8")
    return folder


def line(**changes: Any) -> str:
    """
    A line of a requests file that is allowed, with *changes*; None takes a key out.
    """
    data: dict[str, Any] = {"id": "een", "vraag": VRAAG, "feiten": FEITEN, "datum": "2026-06-01"}
    data |= changes
    return json.dumps({key: value for key, value in data.items() if value is not None})


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """
    A workspace in which one thing is allowed.
    """
    return make(tmp_path / "werkmap")


@pytest.fixture
def run() -> Run:
    """
    Run the program with these arguments, in this process.
    """

    def invoke(*args: object, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(program, [str(arg) for arg in args], input=stdin)

    return invoke
