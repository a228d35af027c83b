"""
What a risk weighs, in which band it lies, and what that is on another scale.
"""

from __future__ import annotations

from itertools import product

import pytest

from hypothesis import given
from hypothesis import strategies as st

from tests.workspaces import ROOT
from zvhprivacy.dpia.read import read_register
from zvhprivacy.dpia.risks import band, band_op, is_hoog, kaart, vertaal, weging
from zvhprivacy.model.dpia.risks import Risico
from zvhprivacy.model.dpia.scores import NIVEAUS, Band, Risicoschalen, Schaal


def _scales() -> Risicoschalen:
    found = read_register(ROOT).schalen
    assert found is not None
    return found


SCHALEN = _scales()
NAMES = [each.schaal for each in SCHALEN.schalen]
RISKS = st.builds(
    Risico.model_construct,
    id=st.just("een"),
    kans=st.sampled_from([None, "laag", "midden", "hoog", "onzin"]),
    impact=st.sampled_from([None, "laag", "midden", "hoog", "onzin"]),
    niveau=st.sampled_from([None, "laag", "midden", "hoog", "onzin"]),
)


def _scale(name: str) -> Schaal:
    found = SCHALEN.schaal(name)
    assert found is not None
    return found


def _risk(kans: str | None, impact: str | None, niveau: str | None = None) -> Risico:
    return Risico(id="een", beschrijving="iets", kans=kans, impact=impact, niveau=niveau)


# --- tables worked out by hand --------------------------------------------------------------------


def test_the_scale_of_the_annual_plan_has_its_words() -> None:
    """
    The five steps are called as the legend of the annual plan calls them.
    """
    legend = {each.naam: each.getal for each in _scale("zvh-5x5").waarden}

    assert {"Geen": 1, "Matig": 2, "Gemiddeld": 3, "Hoog": 4, "Zeer Hoog": 5} == legend


@pytest.mark.parametrize(
    ("name", "table"),
    [
        # One row per kans from low to high, one word per impact.
        ("zvh-5x5", "l l l l g / l l g g h / l g g h z / l g h z z / g h z z z"),
        ("model-dpia-3", "l l m / l m h / m h h"),
        ("gradatie-3", "l l m / l m h / m h h"),
    ],
)
def test_the_band_of_every_cell(name: str, table: str) -> None:
    """
    Every cell of the map lies in the band that it should.
    """
    schaal = _scale(name)
    steps = [each.id for each in schaal.waarden]
    found = [weging(_risk(kans, impact), schaal) for kans, impact in product(steps, steps)]

    assert table.replace("/", "").split() == [each.band.id[0] for each in found if each]


def test_the_nine_risks_of_the_annual_plan() -> None:
    """
    The register of Baronie Breda weighs what the plan says it weighs.
    """
    register = read_register(ROOT).risicoregisters["zvh-baronie-breda"]
    schaal = _scale(register.schaal)
    found = []
    for risico in register.risicos:
        weighed = weging(risico, schaal)
        steps = [schaal.waarde(risico.kans or ""), schaal.waarde(risico.impact or "")]
        numbers = [step.getal for step in steps if step]
        found.append((risico.onderdeel, *numbers, weighed.score if weighed else None))

    assert [
        ("I", 5, 4, 20),
        ("I", 2, 4, 8),
        ("II", 2, 2, 4),
        ("II", 1, 3, 3),
        ("II", 3, 3, 9),
        ("III", 3, 3, 9),
        ("III", 2, 4, 8),
        ("III", 2, 5, 10),
        ("III", 4, 5, 20),
    ] == found


@pytest.mark.parametrize(("kans", "impact"), [(None, "hoog"), ("hoog", None), ("hoog", "onzin")])
def test_without_kans_or_impact_nothing_is_weighed(kans: str | None, impact: str | None) -> None:
    """
    A plan that gives only a grade is not weighed; the grade says the band.
    """
    schaal = _scale("gradatie-3")

    assert weging(_risk(kans, impact), schaal) is None
    assert band(_risk(kans, impact, "middel"), schaal) == schaal.banden[1]
    assert band(_risk(kans, impact), schaal) is None


@pytest.mark.parametrize(
    ("said", "found"), [("laag", "midden"), ("hoog", "hoog"), (None, "midden")]
)
def test_a_lower_level_lowers_nothing(said: str | None, found: str) -> None:
    """
    What the author calls lower than kans times impact stays what it weighs; higher counts.
    """
    lies = band(_risk("midden", "midden", said), _scale("model-dpia-3"))

    assert lies is not None
    assert found == lies.id


def test_what_is_high() -> None:
    """
    The two upper bands of the plan are a high risk, and of three the upper one.
    """
    high = {(each.schaal, one.id) for each in SCHALEN.schalen for one in each.banden
            if is_hoog(SCHALEN, one)}  # fmt: skip

    assert {
        ("zvh-5x5", "hoog"),
        ("zvh-5x5", "zeer-hoog"),
        ("gradatie-3", "hoog"),
        ("model-dpia-3", "hoog"),
    } == high


def test_the_highest_level_is_high_also_when_no_list_names_it() -> None:
    """
    A file that forgets a band does not make what lies in it harmless.
    """
    forgetful = SCHALEN.model_copy(update={"hoog": ("anders",)})

    assert is_hoog(forgetful, Band(id="ernstig", naam="ernstig", vanaf=6, niveau="hoog"))
    assert is_hoog(forgetful, Band(id="ernstig", naam="ernstig", vanaf=6, niveau="onbekend"))
    assert not is_hoog(forgetful, Band(id="klein", naam="klein", vanaf=1, niveau="midden"))


# --- from one scale to another --------------------------------------------------------------------


@pytest.mark.parametrize(("van", "naar"), [*product(NAMES, NAMES)])
def test_every_step_has_a_word_on_every_scale(van: str, naar: str) -> None:
    """
    A translation leaves out no step, keeps their order, and gives a step of the other scale.
    """
    there = [each.id for each in _scale(naar).waarden]
    found = [vertaal(SCHALEN, each.id, van=van, naar=naar) for each in _scale(van).waarden]
    places = [there.index(word) for word in found if word is not None]

    assert len(found) == len(places)
    assert sorted(places) == places


def test_an_unknown_step_or_scale_has_no_word() -> None:
    """
    What no translation says is not guessed.
    """
    assert vertaal(SCHALEN, "onzin", van="zvh-5x5", naar="gradatie-3") is None
    assert vertaal(SCHALEN, "laag", van="gradatie-3", naar="onzin") is None


@pytest.mark.parametrize("naar", NAMES)
@pytest.mark.parametrize("van", NAMES)
def test_a_risk_is_never_lower_on_another_scale(van: str, naar: str) -> None:
    """
    The level that was weighed is kept or raised, also where the product of the words is lower.
    """
    for each in _scale(van).banden:
        there = band_op(_scale(naar), each)

        assert NIVEAUS.index(each.niveau) <= NIVEAUS.index(there.niveau)


def test_the_words_alone_can_lower_a_risk() -> None:
    """
    Matig times Zeer Hoog is 10 and high; laag times hoog is 3 and not. So levels are kept apart.
    """
    weighed = weging(_risk("matig", "zeer-hoog"), _scale("zvh-5x5"))
    words = [
        vertaal(SCHALEN, w, van="zvh-5x5", naar="model-dpia-3") for w in ("matig", "zeer-hoog")
    ]
    by_words = weging(_risk(*words), _scale("model-dpia-3"))

    assert weighed is not None
    assert by_words is not None
    assert ("hoog", "midden") == (weighed.band.niveau, by_words.band.niveau)
    assert "hoog" == band_op(_scale("model-dpia-3"), weighed.band).id


@pytest.mark.parametrize("through", [name for name in NAMES if name != "model-dpia-3"])
def test_there_and_back_is_never_less(through: str) -> None:
    """
    Who translates a step and back gets the same or a higher one.
    """
    steps = [each.id for each in _scale(through).waarden]
    for step in steps:
        there = vertaal(SCHALEN, step, van=through, naar="model-dpia-3")
        back = vertaal(SCHALEN, there or "", van="model-dpia-3", naar=through)

        assert back is not None
        assert steps.index(step) <= steps.index(back)


# --- properties -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_more_kans_or_impact_never_weighs_less(name: str) -> None:
    """
    The band rises with kans and with impact.
    """
    schaal = _scale(name)
    steps = [each.id for each in schaal.waarden]
    places = {}
    for kans, impact in product(range(len(steps)), range(len(steps))):
        weighed = weging(_risk(steps[kans], steps[impact]), schaal)
        assert weighed is not None
        places[kans, impact] = schaal.banden.index(weighed.band)

    for (kans, impact), place in places.items():
        assert place <= places.get((kans + 1, impact), place)
        assert place <= places.get((kans, impact + 1), place)


@given(st.lists(RISKS, max_size=30))
def test_the_map_loses_no_risk(risicos: list[Risico]) -> None:
    """
    Every risk is in one cell, or among those that were not weighed.
    """
    found = kaart(risicos, _scale("model-dpia-3"))

    assert len(risicos) == found.aantallen.total() + found.ongewogen
    assert found.ongewogen == sum(
        not {risico.kans, risico.impact} <= {"laag", "midden", "hoog"} for risico in risicos
    )


@given(RISKS)
def test_a_band_is_at_least_what_was_weighed(risico: Risico) -> None:
    """
    Whatever the author says, a risk does not lie lower than it weighs.
    """
    schaal = _scale("model-dpia-3")
    weighed = weging(risico, schaal)
    lies = band(risico, schaal)

    if weighed is not None:
        assert lies is not None
        assert schaal.banden.index(weighed.band) <= schaal.banden.index(lies)
