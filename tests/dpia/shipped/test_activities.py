"""
The processing activities follow from the rules, and are called as the logboek calls them.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.workspaces import DAY, DEELNEMERS, faultless, write
from zvhprivacy.dpia.activities import activities
from zvhprivacy.dpia.activity import Activiteit, Inhoud
from zvhprivacy.dpia.read import read_register
from zvhprivacy.engine.rooms import Rooms
from zvhprivacy.model.bewaartermijn import Actie, Begin
from zvhprivacy.model.dpia.facts import BewaartermijnFeit
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.model.workspace import Workspace


CONVENANT = f"""\
schema: 1
convenant: huis
titel: Huis
soort: samenwerkingsconvenant
status: concept
geldig: {{vanaf: 2025-04-01}}
{DEELNEMERS}
regels:
  - id: zien
    deelnemer: [lid-1]
    rol: [procesregisseur]
    handeling: [vastleggen]
    gegevens: [woonsituatie]
    over: [betrokkene]
    doel: [complexe-casuistiek]
    kader: [wgs]
    proces: [com]
    fase: [casusoverleg]
    grondslag: WGS 2.31
"""
LATER = """\
schema: 1
addendum: later
titel: Later
geldig: {vanaf: 2026-01-01}
wijzigt: [huis]
regels:
  - id: ook-zorg
    deelnemer: [ggz]
    rol: [casusdeelnemer]
    handeling: [verstrekken]
    gegevens: [gezondheid]
    over: [betrokkene, directe-kring]
    doel: [complexe-casuistiek]
    kader: [wgs]
    proces: [com]
    fase: [casusoverleg]
    grondslag: WGS 2.31
"""


def _made(folder: Path, op: date = DAY, **files: str) -> list[Activiteit]:
    paths = {"convenant": "convenants/huis/convenant.yaml",
             "addendum": "convenants/huis/addendum-later.yaml"}  # fmt: skip
    write(folder, {paths[name]: text for name, text in {"convenant": CONVENANT, **files}.items()})
    return list(activities(faultless(folder), read_register(folder), op))


# --- how they are called --------------------------------------------------------------------------


def test_they_are_called_as_the_engine_calls_them(
    workspace: Workspace, found: dict[str, Activiteit]
) -> None:
    """
    The id of each is the one that the engine writes in the lines of the logboek.
    """
    usual = SimpleNamespace(workspace=workspace)
    rooms = cast(
        "Rooms", SimpleNamespace(desk=SimpleNamespace(policy=SimpleNamespace(usual=usual)))
    )

    assert [] == [
        each.id
        for each in found.values()
        if each.id != Rooms.activity(rooms, each.convenant, each.proces, each.doel)
    ]


def test_what_is_allowed_is_an_activity(workspace: Workspace, found: dict[str, Activiteit]) -> None:
    """
    Whatever a toets of a convenant says is allowed, has an activity to be logged under.
    """
    asked = {
        (name, toets.vraag.proces, toets.vraag.doel)
        for name, agreement in workspace.agreements.items()
        if agreement.toetsen and not agreement.convenant.is_model
        for toets in agreement.toetsen.toetsen
        if toets.verwacht == "toegestaan"
    }
    known = {(each.convenant, each.proces, each.doel) for each in found.values() if each.actief}

    assert len(asked) > 20
    assert set() == asked - known


def test_a_model_has_none(found: dict[str, Activiteit]) -> None:
    """
    Nobody works with a model, so nothing is processed under it.
    """
    assert "landelijk-model" not in {each.convenant for each in found.values()}


# --- what they are --------------------------------------------------------------------------------


def test_everything_that_lid_1_asks_is_there(found: dict[str, Activiteit]) -> None:
    """
    No active activity lacks controllers, people, data, a ground or a term.
    """

    def lacks(now: Inhoud) -> bool:
        return not all(
            (now.verantwoordelijken, now.betrokkenen, now.gegevens, now.grondslagen,
             now.handelingen, now.kaders, now.bewaartermijn)
        )  # fmt: skip

    assert [] == [each.id for each in found.values() if each.actief and lacks(each.nu)]


def test_under_the_wgs_only_lid_1_is_controller(
    workspace: Workspace, found: dict[str, Activiteit]
) -> None:
    """
    All deelnemers of lid 1 are joint controllers of whatever the house does, and nobody else.
    """
    law = workspace.law
    assert law is not None
    kinds = law.begrippen.deelnemersoorten
    for each in found.values():
        if each.nu.kaders == ("wgs",):
            members = workspace.agreements[each.convenant].convenant.deelnemers
            expected = {name for name, who in members.items() if kinds[who.soort].lid == "lid-1"}

            assert expected == {party.partij for party in each.nu.verantwoordelijken}, each.id
            assert each.nu.gezamenlijk


def test_destroying_is_about_all_there_is(found: dict[str, Activiteit]) -> None:
    """
    Data that came in for one purpose are in the activity that destroys them.
    """
    house = "zvh-brabant-noordoost/com"
    work = {name for name, _ in found[f"{house}/complexe-casuistiek@2025-03-01"].nu.gegevens}
    gone = {name for name, _ in found[f"{house}/bewaren-en-vernietigen@2025-03-01"].nu.gegevens}

    assert work - {"medewerker-contact"} <= gone
    assert {"gezondheid", "politiegegevens-8-13"} <= gone


def test_a_process_without_a_way_in_is_not_active(found: dict[str, Activiteit]) -> None:
    """
    The model speaks of processes that a house has no protocol for; those cannot begin there.
    """
    processes = {each.proces for each in found.values()
                 if each.convenant == "zvh-brabant-noordoost" and each.actief}  # fmt: skip

    assert "com" in processes
    assert {"pga-jeugd", "isd", "re-integratie"}.isdisjoint(processes)


def test_the_adopted_dpia_is_named(found: dict[str, Activiteit]) -> None:
    """
    An activity says by which adopted DPIA it was assessed; a draft is none.
    """
    house = "zvh-baronie-breda"

    assert found[f"{house}/com/complexe-casuistiek@2025-03-01"].dpia == "complexe-casuistiek"
    assert found[f"{house}/levensloop/complexe-casuistiek@2025-03-01"].dpia is None


def test_a_convenant_that_says_no_beginning_is_active(tmp_path: Path) -> None:
    """
    The register rather says too much than too little: without any way in all counts as in use.
    """
    (activity,) = _made(tmp_path)

    assert activity.actief


# --- versions -------------------------------------------------------------------------------------


def test_a_change_of_the_rules_is_a_version(tmp_path: Path) -> None:
    """
    What an activity was stays to be seen, with the day from which it was different.
    """
    (activity,) = _made(tmp_path, addendum=LATER)

    assert "huis/com/complexe-casuistiek@2025-04-01" == activity.id
    assert [(1, date(2025, 4, 1)), (2, date(2026, 1, 1))] == [
        (each.nummer, each.vanaf) for each in activity.versies
    ]
    first, last = (each.inhoud for each in activity.versies)
    assert (("woonsituatie", "gewoon"),) == first.gegevens
    assert {"woonsituatie", "gezondheid"} == {name for name, _ in last.gegevens}
    assert ("betrokkene", "directe-kring") == last.betrokkenen
    assert ["ggz-a"] == [party.partij for party in last.ontvangers]


def test_what_is_still_to_come_is_no_version(tmp_path: Path) -> None:
    """
    On a day the register knows nothing of later changes.
    """
    (activity,) = _made(tmp_path, date(2025, 12, 31), addendum=LATER)

    assert [1] == [each.nummer for each in activity.versies]


def test_before_the_convenant_there_is_nothing(tmp_path: Path) -> None:
    """
    What has not begun is not in the register.
    """
    assert [] == _made(tmp_path, date(2025, 3, 31))


def test_without_a_beginning_it_was_ever_so(tmp_path: Path) -> None:
    """
    A convenant that does not say since when is called by the first day there is, as in the logboek.
    """
    undated = CONVENANT.replace("geldig: {vanaf: 2025-04-01}\n", "")
    (activity,) = _made(tmp_path, convenant=undated)

    assert "huis/com/complexe-casuistiek@0001-01-01" == activity.id


def test_what_ended_is_kept_and_not_active(tmp_path: Path) -> None:
    """
    Lines of a convenant that ended still lead somewhere.
    """
    ended = CONVENANT.replace("2025-04-01}", "2025-04-01, tot: 2026-01-01}")
    (activity,) = _made(tmp_path, convenant=ended)

    assert (1, False) == (len(activity.versies), activity.actief)


# --- how long -------------------------------------------------------------------------------------


def _term(vanaf: str, termijn: str, dan: str = "vernietigen") -> BewaartermijnFeit:
    length = Termijn.parse(termijn)
    assert length is not None
    return BewaartermijnFeit(
        id="T", artikel="AVG 5", vanaf=Begin(vanaf), termijn=length, dan=Actie(dan)
    )


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([("eerste-verwerking", "P5Y"), ("afgesloten", "P1Y")], "P5Y"),
        ([("eerste-verwerking", "P5Y"), ("eerste-verwerking", "P18M")], "P18M"),
        ([("eerste-verwerking", "P1Y", "afschermen"), ("laatste-verwerking", "P5Y")], "P5Y"),
        ([("afgesloten", "P6W"), ("niet-meer-nodig", "P0D")], "P42D"),
        ([("niet-meer-nodig", "P0D")], "None"),
        ([], "None"),
    ],
)
def test_how_long_at_most(terms: list[tuple[str, ...]], expected: str) -> None:
    """
    The term that every case has counts, of several the shortest; shielding is no end.
    """
    empty: dict[str, Any] = dict.fromkeys(
        ("kaders", "handelingen", "betrokkenen", "gegevens", "partijen", "grondslagen",
         "uitzonderingen"), ()
    )  # fmt: skip
    said = Inhoud(**empty, bewaartermijnen=tuple(_term(*term) for term in terms))

    assert expected == str(said.bewaartermijn)
