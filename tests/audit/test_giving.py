"""
What was given is held against what came before it: each check sees its own deviation and no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from tests.audit.rijen import (
    AFTER,
    BEFORE,
    ENGINES,
    GIVEN,
    LONG_AGO,
    Rijen,
    a_database,
    deviates,
    fine,
    nothing,
    rijen,
    without_house,
)
from tests.audit.rijen import asked as of_checks
from tests.engine.houses import COLLEGE, GGZ, OM, POLITIE, RVDK
from zvhprivacy.audit.checks.giving import CHECKS
from zvhprivacy.model.audit import Antwoord, Onbekend, Reference
from zvhprivacy.model.casus import Beperking, NotRegistered, Voorwaarde
from zvhprivacy.model.registers import (
    Correctie,
    Onderwerp,
    Oordeel,
    Terugkoppeling,
    Weigering,
)
from zvhprivacy.store.database import Database
from zvhprivacy.store.purge import purge_items


RIEC, SCHOOL, ELDERS = "riec-oost-brabant", "onderwijs", "zvh-zuidoost"


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


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_of_an_empty_house_nothing_can_be_established(h: Rijen, name: str) -> None:
    """
    Where nothing was given no check gives a good answer; without a database neither.
    """
    found, files = asked(name, h.bron), asked(name, without_house())

    assert {Antwoord.NIET_VAST_TE_STELLEN} == {looked.antwoord for _, looked in found}
    assert {Onbekend.GEEN_GEVALLEN} == {looked.reden for _, looked in found}
    assert {Onbekend.GEEN_DATABASE} == {looked.reden for _, looked in files}


# --- refusing


def weigering(h: Rijen, casus: str, reden: bytes = b"verzegeld", van: str = GGZ) -> str:
    """
    Write a refusal.
    """
    line = Weigering(
        id=h.uid(), casus=casus, organisatie=van, categorie="gezondheid", reden=reden, op=GIVEN
    )
    h.add(line)
    return line.id


def test_who_refuses_gives_a_reason(h: Rijen) -> None:
    """
    A refusal without a reason deviates; under another law than the WGS it is not looked at.
    """
    casus, ander = h.casus(), h.casus(kader="pga-wet", proces="pga-radicalisering")
    weigering(h, casus)
    weigering(h, ander, reden=b"")
    fine(asked("weigering-met-reden", h.bron).werking, of=1)

    zonder = weigering(h, casus, reden=b"")
    found = asked("weigering-met-reden", h.bron)

    deviates(found.bestaan, zonder, of=2, why="zonder-reden")
    deviates(found.werking, zonder, of=2, why="zonder-reden")
    assert found.bestaan is not None
    assert (Reference("weigering", zonder),) == found.bestaan.verwijzingen


# --- conditions


@pytest.mark.parametrize(
    "voorwaarde",
    [
        Voorwaarde(beperking=Beperking.NIET_AAN, waarden=(POLITIE,)),
        Voorwaarde(beperking=Beperking.NIET_AAN, waarden=("lid-1",)),
        Voorwaarde(beperking=Beperking.ALLEEN_AAN, waarden=(RVDK,)),
        Voorwaarde(beperking=Beperking.ALLEEN_VOOR, waarden=("re-integratie",)),
        Voorwaarde(beperking=Beperking.NIET_DOOR),
        Voorwaarde(beperking=Beperking.NA_INSTEMMING),
        Voorwaarde(beperking=Beperking.TOT, tot=GIVEN.date()),
    ],
    ids=lambda each: str(each.beperking.value),
)
def test_conditions_of_the_source_are_kept(h: Rijen, voorwaarde: Voorwaarde) -> None:
    """
    What goes past a condition deviates; what nobody put a condition on is not counted.
    """
    casus, mild = h.casus(), Voorwaarde(beperking=Beperking.TOT, tot=date(2027, 1, 1))
    h.gegeven_aan(casus, "resultaat-verstrekken", POLITIE, [h.gegeven(casus)])
    item = h.gegeven(casus, "woonsituatie", (COLLEGE,), date(2026, 1, 1), mild)
    h.gegeven_aan(casus, "resultaat-verstrekken", POLITIE, [item])
    fine(asked("voorwaarden-nageleefd", h.bron).bestaan, of=1)

    item = h.gegeven(casus, "woonsituatie", (COLLEGE,), date(2026, 1, 1), voorwaarde)
    given = h.gegeven_aan(casus, "resultaat-verstrekken", POLITIE, [item])
    h.gegeven_aan(casus, "resultaat-verstrekken", POLITIE, [item], op=None)  # only prepared

    found = asked("voorwaarden-nageleefd", h.bron)
    deviates(found.bestaan, given, of=2, why="buiten-voorwaarden")
    deviates(found.werking, given, of=2, why="buiten-voorwaarden")


def test_what_is_of_before_the_period_is_no_werking(h: Rijen) -> None:
    """
    What stands in the register counts there, and as working only what was done in the period.
    """
    casus = h.casus()
    item = h.gegeven(
        casus,
        "woonsituatie",
        (COLLEGE,),
        date(2025, 1, 1),
        Voorwaarde(beperking=Beperking.NIET_DOOR),
    )
    given = h.gegeven_aan(casus, "resultaat-verstrekken", POLITIE, [item], op=LONG_AGO)
    found = asked("voorwaarden-nageleefd", h.bron)

    deviates(found.bestaan, given, of=1, why="buiten-voorwaarden")
    nothing(found.werking)


def test_a_disclosure_of_which_no_item_is_left_is_not_judged(h: Rijen) -> None:
    """
    Who the sources were is gone with the items: then it is neither well nor wrong.
    """
    casus = h.casus()
    item = h.gegeven(casus)
    h.gegeven_aan(casus, "resultaat-verstrekken", POLITIE, [item])
    purge_items(h.registers.connection, [item])
    found = asked("resultaat-zonder-bezwaar", h.bron)

    nothing(found.bestaan)


# --- results


def test_a_result_goes_when_no_source_objects(h: Rijen) -> None:
    """
    A weighty objection, and a source that was not asked or answered only after it, deviate.
    """
    casus = h.casus()
    item = h.gegeven(casus, bronnen=(COLLEGE, OM))

    def result() -> str:
        return h.gegeven_aan(casus, "resultaat-verstrekken", POLITIE, [item])

    h.antwoord(result(), COLLEGE, OM)
    licht = result()
    h.antwoord(licht, COLLEGE, OM, bezwaar=True)
    fine(asked("resultaat-zonder-bezwaar", h.bron).werking, of=2)

    zwaar = result()
    h.antwoord(zwaar, COLLEGE)
    h.antwoord(zwaar, OM, bezwaar=True, zwaarwegend=True)
    found = asked("resultaat-zonder-bezwaar", h.bron)
    deviates(found.werking, zwaar, of=3, why="bezwaar")

    later = result()
    h.antwoord(later, COLLEGE)
    h.antwoord(later, OM, op=AFTER)
    found = asked("resultaat-zonder-bezwaar", h.bron)
    assert found.werking is not None
    assert (2, (("bezwaar", 1), ("niet-gevraagd", 1))) == (
        found.werking.afwijkend,
        found.werking.tellingen,
    )


# --- third parties


def derde(h: Rijen, casus: str, categorie: str = "gezondheid") -> str:
    """
    Write a disclosure to a third party that has all it needs.
    """
    item = h.gegeven(casus, categorie, (OM,))
    given = h.gegeven_aan(casus, "derde-verstrekken", SCHOOL, [item], categorieen=(categorie,))
    h.getoetst(given)
    h.antwoord(given, COLLEGE, OM)
    h.stemt_in(given, OM)
    return given


def test_what_goes_to_a_third_party_came_after_test_silence_and_agreement(h: Rijen) -> None:
    """
    With all of it before it is in order; of data that are not special nobody has to agree.
    """
    casus = h.casus()
    derde(h, casus)
    item = h.gegeven(casus)
    given = h.gegeven_aan(casus, "derde-verstrekken", SCHOOL, [item])
    h.getoetst(given)
    h.antwoord(given, COLLEGE, OM)

    fine(asked("derde-na-toets-en-instemming", h.bron).bestaan, of=2)


def _unlawful(h: Rijen, given: str) -> None:
    h.getoetst(given, Oordeel.ONRECHTMATIG, GIVEN)


def _objects(h: Rijen, given: str) -> None:
    h.antwoord(given, COLLEGE, op=GIVEN, bezwaar=True)


@pytest.mark.parametrize(("wrong", "why"), [(_unlawful, "zonder-toets"), (_objects, "bezwaar")])
def test_what_was_said_last_before_it_counts(
    h: Rijen, wrong: Callable[[Rijen, str], None], why: str
) -> None:
    """
    A later advice against it, or an objection without any weight, makes it deviate.
    """
    casus = h.casus()
    derde(h, casus)
    given = derde(h, casus)
    wrong(h, given)

    deviates(asked("derde-na-toets-en-instemming", h.bron).werking, given, of=2, why=why)


def test_agreement_after_it_is_none(h: Rijen) -> None:
    """
    Special data that went before their source agreed deviate, and so do those that go to a third
    party who joins, unless that reading is wide.
    """
    casus = h.casus()
    derde(h, casus)
    item = h.gegeven(casus, "gezondheid", (GGZ,))
    handeling = "aan-incidentele-derde-verstrekken"
    given = h.gegeven_aan(casus, handeling, SCHOOL, [item], categorieen=("gezondheid",))
    h.stemt_in(given, GGZ, op=AFTER)
    found = asked("derde-na-toets-en-instemming", h.bron)
    deviates(found.werking, given, of=2, why="zonder-instemming")

    lezingen = tuple(
        each.model_copy(update={"gekozen": "ruim"})
        if each.lezing == "incidentele-derde-is-derde"
        else each
        for each in h.bron.law.lezingen
    )
    wide = replace(h.bron, law=replace(h.bron.law, lezingen=lezingen))
    fine(asked("derde-na-toets-en-instemming", wide).werking, of=1)


def test_everybody_in_the_case_is_asked(h: Rijen) -> None:
    """
    A deelnemer of the case that gave no answer makes it deviate.
    """
    casus = h.casus()
    item = h.gegeven(casus)
    given = h.gegeven_aan(casus, "derde-verstrekken", SCHOOL, [item])
    h.getoetst(given)
    h.antwoord(given, COLLEGE)

    found = asked("derde-na-toets-en-instemming", h.bron)
    deviates(found.bestaan, given, of=1, why="niet-gevraagd")


# --- another house, another verband


def test_another_house_is_asked_first(h: Rijen) -> None:
    """
    A hit there, or the need for it, comes before; and special data go when their source agreed.
    """
    casus, over = h.casus(), Onderwerp.VERSTREKKING
    gewoon, bijzonder = h.gegeven(casus), h.gegeven(casus, "gezondheid", (GGZ,))

    def given(*items: str) -> str:
        return h.gegeven_aan(casus, "zvh-verstrekken", ELDERS, items)

    h.zegt("bekend-bij-ontvanger", over, hit := given(gewoon, bijzonder), ELDERS)
    h.stemt_in(hit, GGZ, COLLEGE)
    h.zegt("noodzaak-uit-feiten", over, given(gewoon))
    fine(asked("ander-huis-na-bekendheid", h.bron).werking, of=2)

    h.zegt("bekend-bij-ontvanger", over, te_vroeg := given(gewoon), ELDERS, op=AFTER)
    deviates(asked("ander-huis-na-bekendheid", h.bron).werking, te_vroeg, of=3, why="niet-bekend")

    h.zegt("bekend-bij-ontvanger", over, zonder := given(bijzonder), ELDERS)
    found = asked("ander-huis-na-bekendheid", h.bron)
    assert found.werking is not None
    assert (("niet-bekend", 1), ("zonder-instemming", 1)) == found.werking.tellingen
    assert Reference("verstrekking", zonder) in found.werking.verwijzingen


def riec(h: Rijen, casus: str, item: str, *feiten: str, categorie: str = "woonsituatie") -> str:
    """
    Write a disclosure to the RIEC for which its source agreed and these facts were declared.
    """
    given = h.gegeven_aan(casus, "verband-verstrekken", RIEC, [item], categorieen=(categorie,))
    h.stemt_in(given, COLLEGE)
    for feit in feiten:
        sayer = RIEC if feit == "bekend-bij-ontvanger" else COLLEGE
        h.zegt(feit, Onderwerp.VERSTREKKING, given, sayer)
    return given


def test_another_verband_gets_what_it_may(h: Rijen) -> None:
    """
    A hit, the agreement of every source, and no secrecy come before.
    """
    casus, feiten = h.casus(), ("bekend-bij-ontvanger", "betrokkenheid-of-afstemming")
    vrij, geheim = h.gegeven(casus), h.gegeven(casus)
    h.zegt("geen-beroepsgeheim", Onderwerp.GEGEVEN, vrij)
    riec(h, casus, vrij, *feiten)
    for name in ("ander-verband-na-instemming", "riec-alleen-afstemming"):
        fine(asked(name, h.bron).werking, of=1)

    given = riec(h, casus, geheim, *feiten)
    for name in ("ander-verband-na-instemming", "riec-alleen-afstemming"):
        looked = asked(name, h.bron).werking
        deviates(looked, given, of=2, why="beroepsgeheim-niet-uitgesloten")


def test_a_verband_without_a_hit_or_without_agreement_deviates(h: Rijen) -> None:
    """
    Agreement is needed of every source and for all data, and the answer of the verband comes first.
    """
    casus = h.casus()
    item, samen = h.gegeven(casus), h.gegeven(casus, bronnen=(COLLEGE, OM))
    for each, wie in ((item, COLLEGE), (samen, COLLEGE), (samen, OM)):
        h.zegt("geen-beroepsgeheim", Onderwerp.GEGEVEN, each, wie)
    given = riec(h, casus, item)
    found = asked("ander-verband-na-instemming", h.bron)
    deviates(found.werking, given, of=1, why="niet-bekend")

    h.zegt("bekend-bij-ontvanger", Onderwerp.VERSTREKKING, given, RIEC)
    fine(asked("ander-verband-na-instemming", h.bron).werking, of=1)

    given = riec(h, casus, samen, "bekend-bij-ontvanger")
    found = asked("ander-verband-na-instemming", h.bron)
    deviates(found.werking, given, of=2, why="zonder-instemming")


def test_the_riec_gets_what_is_agreed_for_it_and_nothing_else(h: Rijen) -> None:
    """
    Another kind of data, no judgement that it is to coordinate, and another act deviate; what goes
    to another receiver is not looked at.
    """
    casus = h.casus()
    gewoon, gezond = h.gegeven(casus), h.gegeven(casus, "gezondheid")
    for item in (gewoon, gezond):
        h.zegt("geen-beroepsgeheim", Onderwerp.GEGEVEN, item)
    who = h.gegeven(casus, "identificatie-contact")
    h.gegeven_aan(casus, "bekendheid-toetsen", RIEC, [who], categorieen=("bsn",))
    h.gegeven_aan(casus, "zvh-verstrekken", ELDERS, [gewoon])
    fine(asked("riec-alleen-afstemming", h.bron).bestaan, of=1)

    soort = riec(h, casus, gezond, "betrokkenheid-of-afstemming", categorie="gezondheid")
    deviates(
        asked("riec-alleen-afstemming", h.bron).bestaan, soort, of=2, why="ander-soort-gegeven"
    )
    riec(h, casus, gewoon)
    h.gegeven_aan(casus, "derde-verstrekken", RIEC, [gewoon])
    h.gegeven_aan(casus, "bekendheid-toetsen", RIEC, [gewoon])
    found = asked("riec-alleen-afstemming", h.bron)
    assert found.bestaan is not None
    assert (("ander-soort-gegeven", 2), ("andere-handeling", 1), ("geen-oordeel", 1)) == (
        found.bestaan.tellingen
    )


# --- afterwards


def test_of_a_result_something_is_heard_within_a_year(h: Rijen) -> None:
    """
    Only results of more than a year old count; nothing heard, or too late, deviates.
    """
    casus = h.casus(date(2024, 1, 1))
    item = h.gegeven(casus)

    def result(heard: date | None = None, wie: str = POLITIE, jaar: int = 2025) -> str:
        at = GIVEN.replace(year=jaar)
        given = h.gegeven_aan(casus, "resultaat-verstrekken", POLITIE, [item], op=at)
        if heard is not None:
            h.add(
                Terugkoppeling(
                    id=h.uid(),
                    verstrekking=given,
                    organisatie=wie,
                    bruikbaar=True,
                    toelichting=b"verzegeld",
                    op=GIVEN.replace(year=heard.year, month=heard.month, day=heard.day),
                )
            )
        return given

    result(jaar=2026)
    result(date(2026, 3, 10))
    fine(asked("terugkoppeling-jaarlijks", h.bron).werking, of=1)

    laat = result(date(2026, 3, 11))
    found = asked("terugkoppeling-jaarlijks", h.bron)
    fine(found.bestaan, of=2)
    deviates(found.werking, laat, of=2, why="te-laat")

    geen, ander, oud = result(), result(date(2025, 6, 1), wie=OM), result(jaar=2024)
    found = asked("terugkoppeling-jaarlijks", h.bron)
    deviates(found.bestaan, geen, ander, oud, of=5, why="zonder-terugkoppeling")
    assert found.werking is not None
    assert (3, 4) == (found.werking.afwijkend, found.werking.onderzocht)


def test_a_result_has_the_whole_year(h: Rijen) -> None:
    """
    On the last day of the year there is still time to say something.
    """
    casus = h.casus(date(2024, 1, 1))
    given = h.gegeven_aan(casus, "derde-verstrekken", SCHOOL, op=GIVEN.replace(year=2025))
    nothing(asked("terugkoppeling-jaarlijks", replace(h.bron, op=GIVEN)).bestaan)

    found = asked("terugkoppeling-jaarlijks", replace(h.bron, op=GIVEN.replace(day=11)))
    deviates(found.bestaan, given, of=1, why="zonder-terugkoppeling")


def test_what_a_third_party_says_somebody_else_writes_down(h: Rijen) -> None:
    """
    A third party has no access, so what another organisation writes down counts as heard.
    """
    casus = h.casus(date(2024, 1, 1))
    given = h.gegeven_aan(casus, "derde-verstrekken", SCHOOL, op=GIVEN.replace(year=2025))
    line = Terugkoppeling(
        id=h.uid(),
        verstrekking=given,
        organisatie=COLLEGE,
        bruikbaar=False,
        toelichting=b"verzegeld",
        op=BEFORE,
    )
    h.add(line)

    fine(asked("terugkoppeling-jaarlijks", h.bron).werking, of=1)


def correctie(h: Rijen, casus: str, item: str, dag: int, bericht: int | None) -> str:
    """
    Write a correction reported on a day of March, of which the source heard on another.
    """
    line = Correctie(
        id=h.uid(),
        gegeven=item,
        gemeld_door=OM,
        gemeld_op=GIVEN.replace(day=dag),
        bron_geinformeerd_op=None if bericht is None else GIVEN.replace(day=bericht),
    )
    h.add(line)
    return line.id


def test_the_source_hears_of_every_correction_and_soon(h: Rijen) -> None:
    """
    A correction that the source never heard of deviates, and as working one that took too long.
    """
    casus = h.casus()
    item = h.gegeven(casus)
    correctie(h, casus, item, 1, 15)
    fine(asked("bron-over-correctie-bericht", h.bron).werking, of=1)

    laat = correctie(h, casus, item, 1, 16)
    found = asked("bron-over-correctie-bericht", h.bron)
    fine(found.bestaan, of=2)
    deviates(found.werking, laat, of=2, why="te-laat")
    assert found.werking is not None
    assert ("langste-dagen", 15) in found.werking.tellingen

    geen = correctie(h, casus, item, 2, None)
    found = asked("bron-over-correctie-bericht", h.bron)
    deviates(found.bestaan, geen, of=3, why="zonder-bericht")
    assert ("zonder-bericht", 1) in (found.werking.tellingen if found.werking else ())


def test_what_was_reported_just_now_is_not_late_yet(h: Rijen) -> None:
    """
    Within the grace of the terms there is still time to tell the source.
    """
    casus = h.casus()
    correctie(h, casus, h.gegeven(casus), 10, None)
    soon = replace(h.bron, op=GIVEN.replace(day=24))
    found = asked("bron-over-correctie-bericht", soon)

    nothing(found.bestaan)
    late = asked("bron-over-correctie-bericht", replace(h.bron, op=GIVEN.replace(day=25)))
    assert late.bestaan is not None
    assert 1 == late.bestaan.afwijkend


def test_a_damaged_row_gives_no_good_answer(h: Rijen) -> None:
    """
    A list that is none stops the check with an error of our own.
    """
    casus = h.casus()
    given = h.gegeven_aan(casus, "resultaat-verstrekken", POLITIE, [h.gegeven(casus)])
    change = f"UPDATE verstrekking SET gegevens = '[7]' WHERE id = '{given}'"  # noqa: S608
    h.registers.connection.exec_driver_sql(change)
    with pytest.raises(NotRegistered):
        asked("resultaat-zonder-bezwaar", h.bron)
