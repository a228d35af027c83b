"""
A heat map says everything in numbers and words: on paper, without colour, in a small window.
"""

from __future__ import annotations

import io

from collections.abc import Iterable

import pytest

from tests.workspaces import ROOT
from zvhprivacy.dpia.read import Register, read_register
from zvhprivacy.dpia.risks import band, kaart, weging
from zvhprivacy.messages import LANGUAGES
from zvhprivacy.model.dpia.risks import Risico
from zvhprivacy.model.dpia.scores import Schaal
from zvhprivacy.report.heatmap import heatmap_lines, risk_lines
from zvhprivacy.report.text import Line, show


WINDOW = 100  # columns; a usual terminal shows as many
MAP = """\
             impact
kans         Geen 1       Matig 2      Gemiddeld 3  Hoog 4       Zeer Hoog 5
Zeer Hoog 5   5 g  ·      10 h  ·      15 zh ·      20 zh 1×     25 zh ·
Hoog 4        4 l  ·       8 g  ·      12 h  ·      16 zh ·      20 zh 1×
Gemiddeld 3   3 l  ·       6 g  ·       9 g  2×     12 h  ·      15 zh ·
Matig 2       2 l  ·       4 l  1×      6 g  ·       8 g  2×     10 h  1×
Geen 1        1 l  ·       2 l  ·       3 l  1×      4 l  ·       5 g  ·
l laag 1–4; g gemiddeld 5–9; h hoog 10–14; zh zeer hoog 15–25
"""


@pytest.fixture(scope="module")
def register() -> Register:
    """
    Read the register that ships.
    """
    return read_register(ROOT)


def _shown(lines: Iterable[Line]) -> str:
    out = io.StringIO()
    show(lines, out, colour=False)
    return out.getvalue()


def _scale(register: Register, name: str) -> Schaal:
    assert register.schalen is not None
    found = register.schalen.schaal(name)
    assert found is not None
    return found


def test_the_map_of_the_annual_plan(register: Register) -> None:
    """
    The nine risks of Baronie Breda lie where the plan puts them, with the band in letters.
    """
    plan = register.risicoregisters["zvh-baronie-breda"]
    schaal = _scale(register, plan.schaal)
    counted = kaart(plan.risicos, schaal)

    assert MAP == _shown(heatmap_lines(schaal, counted.aantallen, counted.ongewogen, "nl"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["zvh-5x5", "gradatie-3", "model-dpia-3"])
def test_it_fits_and_explains_its_letters(register: Register, name: str, lang: str) -> None:
    """
    Every map fits in a window, and each band of the scale is told in its legend, once.
    """
    schaal = _scale(register, name)
    lines = _shown(heatmap_lines(schaal, {}, 0, lang)).splitlines()
    initials = [each.split()[0] for each in lines[-1].split("; ")]

    assert max(map(len, lines)) <= WINDOW
    assert len(schaal.waarden) + 3 == len(lines)
    assert len(schaal.banden) == len(set(initials))
    assert all(each.naam in lines[-1] for each in schaal.banden)


def test_what_is_not_weighed_is_told(register: Register) -> None:
    """
    A risk without kans or impact is not lost: a line says how many there are.
    """
    shown = _shown(heatmap_lines(_scale(register, "gradatie-3"), {}, 3, "nl"))

    assert "zonder kans of impact: 3" == shown.splitlines()[-1]


def test_the_heaviest_risk_comes_first(register: Register) -> None:
    """
    Risks stand from heavy to light with their words; one without a band comes last.
    """
    schaal = _scale(register, "model-dpia-3")
    risicos = [
        Risico(id=name, beschrijving="iets", kans=kans, impact=impact)
        for name, kans, impact in (
            ("licht", "laag", "laag"),
            ("onbekend", None, "hoog"),
            ("fors", "midden", "hoog"),
            ("zwaar", "hoog", "hoog"),
            ("half", "midden", "midden"),
        )
    ]
    found = [(each, weging(each, schaal), band(each, schaal)) for each in risicos]
    rows = [(each, weighed.score if weighed else None, lies) for each, weighed, lies in found]
    _, *lines = _shown(risk_lines(rows, schaal, "nl")).splitlines()

    assert ["9", "6", "4", "1", "–"] == [line.split()[0] for line in lines]
    assert ["hoog", "hoog", "gemiddeld", "laag", "–"] == [line.split()[1] for line in lines]
    assert "onbekend: iets" in lines[-1]


def test_what_somebody_wrote_cannot_move_the_cursor(register: Register) -> None:
    """
    A control character in a description is shown and not obeyed.
    """
    schaal = _scale(register, "model-dpia-3")
    risico = Risico.model_construct(id="een", beschrijving="a\x1b[2Jb", kans=None, impact=None)

    assert "\x1b" not in _shown(risk_lines([(risico, None, None)], schaal, "nl"))
