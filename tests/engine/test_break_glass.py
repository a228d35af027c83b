"""
The noodprocedure: what it lifts, what it never lifts, and what it leaves behind.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import workspaces
from tests.workspaces import DAY, vraag
from zvhprivacy.engine import Engine
from zvhprivacy.errors import AccessDenied
from zvhprivacy.testing import Remembered


def _open(werkmap: Path, journaal: Remembered) -> Engine:
    return Engine.open(werkmap, journaal=journaal, niet_ondertekend=True, klok=lambda: DAY)


@pytest.mark.parametrize("noodprocedure", [True, False])
def test_it_lifts_what_the_organisation_forbids(werkmap: Path, *, noodprocedure: bool) -> None:
    """
    A ban that the organisation gave itself falls in the noodprocedure, and only there.
    --- policies/organisatie.yaml
    verboden:
      - {id: eigen, actief: ja, tenzij: [vier-ogen], reden: Met zijn tweeën.}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    engine = _open(werkmap, Remembered())

    try:
        allowed = bool(engine.require(vraag(), noodprocedure=noodprocedure))
    except AccessDenied:
        allowed = False

    assert noodprocedure == allowed


def test_it_never_lifts_what_a_law_forbids(werkmap: Path) -> None:
    """
    A ban of a law holds in the noodprocedure too.
    --- policies/wet/avg.yaml
    verboden:
      - {id: avg-5, artikel: AVG 5, tenzij: [vier-ogen], reden: Nee.}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    engine = _open(werkmap, Remembered())

    with pytest.raises(AccessDenied) as caught:
        engine.require(vraag(), noodprocedure=True)

    assert "avg-5" == caught.value.decision.regel  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("mits", "allowed"), [("persoon-in-casus", True), ("toestemming", False), ("vier-ogen", False)]
)
def test_it_stands_in_for_the_assignment_only(tmp_path: Path, mits: str, *, allowed: bool) -> None:
    """
    Of what a permission needs it supplies that the person is on the case, and nothing else.
    """
    text = f"regels:\n  - {{id: een, mits: [{mits}], grondslag: WGS 2.31}}\n"
    engine = _open(
        workspaces.write(tmp_path, {"convenants/huis/convenant.yaml": text}), Remembered()
    )

    try:
        found = bool(engine.require(vraag(), noodprocedure=True))
    except AccessDenied:
        found = False

    assert allowed == found


def test_it_is_marked_in_the_journal(werkmap: Path) -> None:
    """
    The entry of a noodprocedure says so, and where the assignment came from.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, mits: [persoon-in-casus], grondslag: WGS 2.31}
    """
    journaal = Remembered()
    _open(werkmap, journaal).require(vraag(), noodprocedure=True)

    assert [(True, {"persoon-in-casus": "noodprocedure"})] == [
        (entry.noodprocedure, dict(entry.herkomst)) for entry in journaal.entries
    ]
