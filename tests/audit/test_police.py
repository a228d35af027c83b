"""
What the police gave is looked at as all other data, and only what the police gave.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.audit.rijen import (
    AFTER,
    ENGINES,
    GIVEN,
    Rijen,
    a_database,
    deviates,
    fine,
    nothing,
    rijen,
    without_house,
)
from tests.audit.rijen import asked as of_checks
from tests.engine.houses import COLLEGE, GGZ, OM, POLITIE
from zvhprivacy.audit.checks.police import CHECKS
from zvhprivacy.audit.sources import Sources, Watch
from zvhprivacy.model.audit import Found, Onbekend
from zvhprivacy.model.casus import Beperking, Betrokkene, Over, Voorwaarde
from zvhprivacy.model.registers import Correctie, Onderwerp, Weigering
from zvhprivacy.store.database import Database
from zvhprivacy.store.purge import purge_items


SCHOOL, ELDERS = "onderwijs", "zvh-zuidoost"
GEGEVENS = "politiegegevens-8-13"

asked = partial(of_checks, CHECKS)


@pytest.fixture(scope="module", params=ENGINES)
def hoofd(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """
    A database for all tests of this module.
    """
    with a_database(request, tmp_path_factory.mktemp("hoofd")) as database:
        yield database


@pytest.fixture
def h(hoofd: Database, tmp_path: Path) -> Iterator[Rijen]:
    """
    A house with one designated person and no case.
    """
    with rijen(hoofd, tmp_path) as found:
        yield found


def origin(bron: Sources, *told: str) -> Found:
    """
    Ask where items are from, after lines of the logboek that tell of these.
    """
    each = CHECKS["politie-gegeven-met-herkomst"](bron)
    assert isinstance(each, Watch)
    for number, item in enumerate(told):
        each.see(number, {"resultaat": "gelukt", "voorwerp": {"rij": item}})
    each.see(len(told), {"resultaat": "gelukt"})
    return each.end()


def given(h: Rijen, casus: str, *items: str, grondslag: str = "Wpg 20 lid 3", **more: Any) -> str:
    """
    Write how the police brought items in.
    """
    return h.gegeven_aan(
        casus, "verstrekken", None, items, van=POLITIE, grondslag=grondslag, **more
    )


def found_of(bron: Sources, name: str) -> Found:
    """
    Carry out any check of this module.
    """
    return origin(bron) if name == "politie-gegeven-met-herkomst" else asked(name, bron)


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_without_police_data_nothing_can_be_established(h: Rijen, name: str) -> None:
    """
    A house with data of others alone gives no good answer about the police; without one neither.
    """
    casus = h.casus()
    mild = Voorwaarde(beperking=Beperking.TOT, tot=date(2027, 1, 1))
    item = h.gegeven(casus, "gezondheid", (GGZ,), date(2026, 1, 1), mild)
    for handeling, aan in (("derde-verstrekken", SCHOOL), ("zvh-verstrekken", ELDERS)):
        h.gegeven_aan(casus, handeling, aan, [item])
    h.add(Correctie(id=h.uid(), gegeven=item, gemeld_door=GGZ, gemeld_op=GIVEN))

    for _, looked in found_of(h.bron, name):
        nothing(looked)
    for _, looked in found_of(without_house(), name):
        nothing(looked, Onbekend.GEEN_DATABASE)


# --- where it comes from


def test_under_the_wgs_police_data_come_by_wpg_20_3(h: Rijen) -> None:
    """
    Another ground and none deviate; that the authority agreed shows the ground where none is named.
    """
    name, casus = "politie-met-grondslag", h.casus()
    genoemd, akkoord = h.gegeven(casus, GEGEVENS, (POLITIE,)), h.gegeven(casus, bronnen=(POLITIE,))
    given(h, casus, genoemd)
    h.zegt(
        "bevoegd-gezag-akkoord", Onderwerp.VERSTREKKING, given(h, casus, akkoord, grondslag=""), OM
    )
    given(h, casus, h.gegeven(casus))  # of another, whatever the police says
    fine(asked(name, h.bron).bestaan, of=2)

    ander = h.gegeven(casus, GEGEVENS, (POLITIE,))
    given(h, casus, ander, grondslag="Wpg 20 lid 1")
    deviates(asked(name, h.bron).bestaan, ander, of=3, why="andere-grondslag")

    geen, los = (h.gegeven(casus, GEGEVENS, (POLITIE,)) for _ in range(2))
    zonder = given(h, casus, geen, grondslag="")
    h.zegt("bevoegd-gezag-akkoord", Onderwerp.VERSTREKKING, zonder, COLLEGE)
    found = asked(name, h.bron).bestaan
    assert found is not None
    assert (("andere-grondslag", 1), ("zonder-grondslag", 2)) == found.tellingen
    assert {ander, geen, los} == {each.kenmerk for each in found.verwijzingen}


def test_a_report_names_what_it_brings_in_by_kind(h: Rijen) -> None:
    """
    When it is prepared there are no items yet: of that case and kind they are the items of it.
    """
    casus, ander = h.casus(), h.casus()
    for each in (casus, ander):
        h.gegeven(each, "aanmeldmotivering", (POLITIE,))
    given(h, casus, categorieen=("aanmeldmotivering",))
    found = asked("politie-met-grondslag", h.bron).bestaan

    assert found is not None
    assert (2, 1) == (found.onderzocht, found.afwijkend)


def test_who_works_there_and_what_is_only_announced_are_no_police_data(h: Rijen) -> None:
    """
    Wpg 20 is about people in the case, and an announced item holds nothing.
    """
    casus = h.casus()
    h.gegeven(casus, GEGEVENS, (POLITIE,), inhoud=b"")
    collega = Betrokkene(
        id=h.uid(), casus=casus, over=Over.MEDEWERKER, pseudoniem="zvh1_b", persoon=b"verzegeld"
    )
    h.add(collega)
    h.gegeven(casus, "medewerker-contact", (POLITIE,), betrokkene=collega.id)

    nothing(asked("politie-met-grondslag", h.bron).bestaan)


def test_as_the_law_can_be_read_wide_only_its_categories_are_police_data(h: Rijen) -> None:
    """
    Under the wide reading other data of the police are as anybody's.
    """
    casus = h.casus()
    h.gegeven(casus, bronnen=(POLITIE,))
    ruim = tuple(
        each.model_copy(update={"gekozen": "ruim"})
        if each.lezing == "alles-van-de-politie"
        else each
        for each in h.bron.law.lezingen
    )

    nothing(
        asked(
            "politie-met-grondslag", replace(h.bron, law=replace(h.bron.law, lezingen=ruim))
        ).bestaan
    )


@pytest.mark.parametrize(
    "how",
    [{"grondslag": "Wpg 20 lid 4"}, {"grondslag": "PGA-wet 6"}, {"doel": "pga-radicalisering"}],
    ids=str,
)
def test_what_is_of_the_casusoverleg_stays_out_of_a_case_under_the_wgs(
    h: Rijen, how: dict[str, str]
) -> None:
    """
    Police data that came on the ground or for the purpose of the PGA-wet deviate there.
    """
    name, casus = "politie-pga-gescheiden", h.casus()
    given(h, casus, h.gegeven(casus, GEGEVENS, (POLITIE,)))
    fine(asked(name, h.bron).werking, of=1)

    item = h.gegeven(casus, GEGEVENS, (POLITIE,))
    given(h, casus, item, **how)
    deviates(asked(name, h.bron).werking, item, of=2, why="uit-het-casusoverleg")


def test_what_the_police_gave_is_in_the_register(h: Rijen) -> None:
    """
    An item of the police that no disclosure of the police names, deviates.
    """
    name, casus = "politieverstrekking-vastgelegd", h.casus()
    item = h.gegeven(casus, GEGEVENS, (POLITIE,))
    given(h, casus, item)
    fine(asked(name, h.bron).bestaan, of=1)

    los = h.gegeven(casus, GEGEVENS, (POLITIE,))
    h.gegeven_aan(casus, "verstrekken", None, [los], van=OM)
    deviates(asked(name, h.bron).bestaan, los, of=2, why="niet-in-register")


def test_police_data_say_where_they_are_from_and_the_logboek_when(h: Rijen) -> None:
    """
    An item of the period that no line tells of deviates, and one without a ground.
    """
    casus = h.casus()
    item, oud = (
        h.gegeven(casus, GEGEVENS, (POLITIE,)),
        h.gegeven(casus, GEGEVENS, (POLITIE,), date(2025, 1, 1)),
    )
    given(h, casus, item, oud)
    found = origin(h.bron, item)
    fine(found.bestaan, of=2)
    fine(found.werking, of=1)

    los = h.gegeven(casus, GEGEVENS, (POLITIE,))
    found = origin(h.bron, item)
    deviates(found.bestaan, los, of=3, why="zonder-grondslag")
    deviates(found.werking, los, of=2, why="zonder-logregel")


@pytest.mark.parametrize(
    ("why", "more"),
    [
        ("zonder-datum", {"op": date(2026, 6, 2)}),
        ("onbekende-categorie", {"categorie": "politiegeruchten"}),
    ],
)
def test_a_day_ahead_or_a_kind_that_is_none_is_no_origin(
    h: Rijen, why: str, more: dict[str, Any]
) -> None:
    """
    What cannot be so says nothing of where an item is from.
    """
    casus = h.casus()
    item = h.gegeven(casus, **{"categorie": GEGEVENS, "bronnen": (POLITIE,), **more})
    given(h, casus, item)

    deviates(origin(h.bron).bestaan, item, of=1, why=why)


# --- given on, refused, corrected


def test_only_refusals_of_the_police_are_looked_at(h: Rijen) -> None:
    """
    One of another without a reason is not for this check.
    """
    casus, name = h.casus(), "politie-weigering-met-reden"

    def weigering(van: str, reden: bytes) -> str:
        line = Weigering(
            id=h.uid(), casus=casus, organisatie=van, categorie=GEGEVENS, reden=reden, op=GIVEN
        )
        h.add(line)
        return line.id

    weigering(OM, b"")
    weigering(POLITIE, b"verzegeld")
    fine(asked(name, h.bron).werking, of=1)

    wrong = weigering(POLITIE, b"")
    deviates(asked(name, h.bron).werking, wrong, of=2, why="zonder-reden")


def test_the_police_hears_of_corrections_of_its_data(h: Rijen) -> None:
    """
    Of an item that is gone nobody knows whose it was, so then all is well is not said.
    """
    casus, name = h.casus(), "politie-correctie-bericht"

    def correctie(item: str, *, bericht: bool) -> str:
        line = Correctie(
            id=h.uid(),
            gegeven=item,
            gemeld_door=OM,
            gemeld_op=GIVEN,
            bron_geinformeerd_op=GIVEN if bericht else None,
        )
        h.add(line)
        return line.id

    item, ander = h.gegeven(casus, GEGEVENS, (POLITIE,)), h.gegeven(casus)
    correctie(ander, bericht=False)
    correctie(item, bericht=True)
    fine(asked(name, h.bron).bestaan, of=1)

    weg = h.gegeven(casus)
    correctie(weg, bericht=False)
    purge_items(h.registers.connection, [weg])
    nothing(asked(name, h.bron).bestaan, Onbekend.ONVOLLEDIG)

    fout = correctie(item, bericht=False)
    deviates(asked(name, h.bron).bestaan, fout, of=2, why="zonder-bericht")


@pytest.mark.parametrize(
    ("name", "handeling", "aan"),
    [
        ("politie-derde-na-instemming", "derde-verstrekken", SCHOOL),
        ("politie-derde-na-instemming", "aan-incidentele-derde-verstrekken", SCHOOL),
        ("politie-huis-na-instemming", "zvh-verstrekken", ELDERS),
    ],
)
def test_police_data_go_when_the_police_agreed(
    h: Rijen, name: str, handeling: str, aan: str
) -> None:
    """
    That another source did not agree is not for this check; afterwards is too late, and data that
    are not special or criminal need no agreement.
    """
    casus = h.casus()
    item, ander = h.gegeven(casus, GEGEVENS, (POLITIE,)), h.gegeven(casus, "gezondheid", (GGZ,))
    samen = h.gegeven(casus, "plan-van-aanpak", (COLLEGE, POLITIE))
    h.gegeven_aan(casus, handeling, aan, [h.gegeven(casus, bronnen=(POLITIE,)), ander])
    h.stemt_in(h.gegeven_aan(casus, handeling, aan, [item, ander, samen]), POLITIE)
    fine(asked(name, h.bron).werking, of=1)

    wrong = h.gegeven_aan(casus, handeling, aan, [samen])
    h.stemt_in(wrong, COLLEGE)
    h.stemt_in(wrong, POLITIE, op=AFTER)
    deviates(asked(name, h.bron).werking, wrong, of=2, why="zonder-instemming")


def test_what_is_called_police_data_and_is_of_another_is_his_to_agree_to(h: Rijen) -> None:
    """
    Without an organisation of the police among its sources, all of those have to.
    """
    casus, name = h.casus(), "politie-derde-na-instemming"
    item = h.gegeven(casus, GEGEVENS, (OM,))
    h.stemt_in(h.gegeven_aan(casus, "derde-verstrekken", SCHOOL, [item]), OM)
    fine(asked(name, h.bron).werking, of=1)

    wrong = h.gegeven_aan(casus, "derde-verstrekken", SCHOOL, [item])
    deviates(asked(name, h.bron).werking, wrong, of=2, why="zonder-instemming")


def test_only_conditions_on_police_data_are_looked_at(h: Rijen) -> None:
    """
    What goes past a condition of another deviates elsewhere.
    """
    casus, name = h.casus(), "politie-voorwaarden-nageleefd"
    niet, mild = (
        Voorwaarde(beperking=Beperking.NIET_DOOR),
        Voorwaarde(beperking=Beperking.TOT, tot=date(2027, 1, 1)),
    )

    def item(bron: str, voorwaarde: Voorwaarde) -> str:
        return h.gegeven(casus, "woonsituatie", (bron,), date(2026, 1, 1), voorwaarde)

    h.gegeven_aan(casus, "resultaat-verstrekken", OM, [item(COLLEGE, niet), item(POLITIE, mild)])
    fine(asked(name, h.bron).werking, of=1)

    wrong = h.gegeven_aan(casus, "resultaat-verstrekken", OM, [item(POLITIE, niet)])
    deviates(asked(name, h.bron).werking, wrong, of=2, why="buiten-voorwaarden")
