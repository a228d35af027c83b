"""
What the audit finds of cases: their purpose, how they came and went, and who decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.audit.access_house import Looking, built, opened
from tests.audit.rijen import LONG_AGO, OP, without_house
from tests.audit.zaken import (
    DAG,
    LATER,
    LID_1,
    Line,
    Zaken,
    a_hoofd,
    besloten,
    gedaan,
    good,
    looked,
    wrong,
    zaken,
)
from tests.engine.houses import COLLEGE, GGZ, HUIS, OM
from zvhprivacy.audit.checks.cases import CHECKS
from zvhprivacy.audit.checks.items import CHECKS as ITEMS
from zvhprivacy.errors import Level, Span, finding
from zvhprivacy.model.audit import Antwoord, Aspect, Onbekend
from zvhprivacy.model.bewaartermijn import Begin, Grond
from zvhprivacy.model.bewaren import Opschorting, Vernietigingsgrond
from zvhprivacy.model.registers import Onderwerp
from zvhprivacy.store.database import Database
from zvhprivacy.store.inspecting.reading import moment, votes, words


DERDE = "zorgkantoor-noordoost"


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def hoofd(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """
    One database for all tests, which keep nothing in it.
    """
    with a_hoofd(request, tmp_path_factory) as database:
        yield database


@pytest.fixture
def z(hoofd: Database, tmp_path: Path) -> Iterator[Zaken]:
    """
    An empty house.
    """
    with zaken(hoofd, tmp_path) as made:
        yield made


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_of_an_empty_house_nothing_is_good(z: Zaken, name: str) -> None:
    """
    Where there is nothing of the kind, the rows and lines establish nothing.
    """
    for aspect, found in z.found(name):
        if aspect is not Aspect.OPZET or name == "lijst-voldoet":
            assert found.antwoord is Antwoord.NIET_VAST_TE_STELLEN
            assert found.reden is Onbekend.GEEN_GEVALLEN


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_without_a_house_only_the_files_say_something(name: str) -> None:
    """
    What needs a database says that there is none.
    """
    found = dict(looked(without_house(), name))

    assert found[Aspect.WERKING if name != "aanmelding-met-controle" else Aspect.BESTAAN].reden is (
        Onbekend.GEEN_DATABASE
    )


# --- purpose


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ({"proces": "pga-radicalisering"}, "zonder-proces"),
        ({"proces": "bestaat-niet"}, "zonder-proces"),
        ({"doel": "bestaat-niet"}, "zonder-doel"),
        ({"doel": "preventie-jeugd"}, "zonder-grondslag"),
        ({"doel": "systeembeheer"}, "zonder-grondslag"),
        ({"convenant": "bestaat-niet"}, "zonder-grondslag"),
    ],
)
def test_a_case_has_a_purpose_a_process_and_a_ground(
    z: Zaken, case: dict[str, Any], why: str
) -> None:
    """
    Each case is one that its convenant lets data come in for.
    """
    z.casus()
    assert good(z.found("casus-met-doel").bestaan) == 1

    bad = z.casus(**case)

    assert wrong(z.found("casus-met-doel").bestaan, ("casus", bad)) == {why: 1}


def test_of_a_convenant_that_is_stopped_nothing_is_said(z: Zaken) -> None:
    """
    Its cases take the good answer away, as nobody knows what is agreed.
    """
    z.casus()
    z.casus(convenant="gestopt")
    stopped = {"gestopt": finding("ZVH001", Span.whole("x"), level=Level.FOUT)}
    z.bron = replace(z.bron, workspace=replace(z.bron.workspace, stopped=stopped))

    found = z.found("casus-met-doel").bestaan

    assert found is not None
    assert (found.onderzocht, found.reden) == (1, Onbekend.ONVOLLEDIG)


def test_an_answer_is_for_the_purpose_of_its_case(z: Zaken) -> None:
    """
    An allowed answer for a purpose that other cases have deviates; oversight goes beside it.
    """
    casus = z.casus()
    usual = [
        besloten(casus),
        besloten(casus, doel="rechtmatigheidstoezicht"),
        besloten(casus, doel="preventie-jeugd", resultaat="verboden"),
        besloten(z.uid(), doel="preventie-jeugd"),
    ]
    assert good(z.found("casus-met-doel", *usual).werking) == 1

    found = z.found("casus-met-doel", *usual, besloten(casus, doel="preventie-jeugd"))

    assert wrong(found.werking, ("logregel", "4")) == {}


def test_answers_are_compared_however_many_there_are(z: Zaken) -> None:
    """
    Lines are compared in parts, and none is left over or counted twice.
    """
    casus = z.casus()
    lines = [besloten(casus)] * 1_200 + [besloten(casus, doel="preventie-jeugd")] * 3

    found = z.found("casus-met-doel", *lines).werking

    assert found is not None
    assert (found.onderzocht, found.afwijkend) == (1_203, 3)


def test_every_process_names_its_purposes() -> None:
    """
    By design each permission to bring data in names what for.
    """
    assert good(looked(without_house(), "casus-met-doel").opzet) > 1


# --- criteria and decisions


@pytest.mark.parametrize(
    ("criteria", "why"),
    [
        ({"is_er": False}, "niet-vastgesteld"),
        ({"op": LATER + timedelta(days=1)}, "later-vastgesteld"),
        ({"met": False}, "niet-alle-vier"),
        ({"door": (COLLEGE,)}, "niet-door-lid-1"),
        ({"door": (COLLEGE, GGZ)}, "niet-door-lid-1"),
        ({"vervallen_op": LATER}, "vervallen"),
    ],
)
def test_the_criteria_come_before_the_treatment(
    z: Zaken, criteria: dict[str, Any], why: str
) -> None:
    """
    All four are established, by deelnemers of lid 1, before a case is taken up.
    """
    z.behandeld()
    z.behandeld(kader="pga-wet", proces="pga-radicalisering", criteria={"is_er": False})
    name = "criteria-voor-behandeling"
    assert good(z.found(name).werking) == good(z.found(name).bestaan) == 1

    bad = z.behandeld(criteria=criteria)

    assert wrong(z.found(name).werking, ("casus", bad)) == {why: 1}
    if why == "later-vastgesteld":
        assert good(z.found(name).bestaan) == 2
    else:
        assert wrong(z.found(name).bestaan, ("casus", bad)) == {why: 1}


def test_the_last_judgement_counts(z: Zaken) -> None:
    """
    Criteria that were found not to be met since, are not there now.
    """
    casus = z.behandeld()
    z.criteria(casus, LATER + timedelta(days=3), met=False)

    found = z.found("criteria-voor-behandeling")

    assert wrong(found.bestaan, ("casus", casus)) == {"niet-alle-vier": 1}
    assert good(found.werking) == 1


def test_what_was_taken_up_before_the_period_was_audited_before(z: Zaken) -> None:
    """
    Only the order of the period is looked at; that they stand, of every running case.
    """
    z.behandeld(op=LONG_AGO)

    found = z.found("criteria-voor-behandeling")

    assert good(found.bestaan) == 1
    assert found.werking is not None
    assert found.werking.onderzocht == 0


@pytest.mark.parametrize(
    ("besluit", "why"),
    [
        ({"is_er": False}, "zonder-besluit"),
        ({"naar": "afgewezen"}, "zonder-besluit"),
        ({"waarover": "betrekken"}, "zonder-besluit"),
        ({"op": LATER + timedelta(minutes=1)}, "later-besloten"),
        ({"stemmers": ()}, "zonder-stemmen"),
        ({"stemmers": (COLLEGE, GGZ)}, "stem-van-een-ander"),
        ({"voor": False}, "stem-tegen"),
    ],
)
def test_public_deelnemers_take_a_case_up(z: Zaken, besluit: dict[str, Any], why: str) -> None:
    """
    Of each running case there is a decision of one or more deelnemers of lid 1, and no others.
    """
    z.behandeld(besluit={"stemmers": (OM,)})
    name = "besluit-door-publieke-deelnemer"
    assert good(z.found(name).bestaan) == good(z.found(name).werking) == 1

    bad = z.behandeld(besluit=besluit)

    assert wrong(z.found(name).bestaan, ("casus", bad)) == {why: 1}


def test_no_private_deelnemer_decides(z: Zaken) -> None:
    """
    Each decision of the period on a report deviates when somebody else voted, whatever it was.
    """
    casus = z.casus()
    z.besluit(casus, "beoordelen", "afgewezen", voor=False)
    z.besluit(casus, "beoordelen", "afgewezen", (GGZ,), LONG_AGO)
    bad = z.besluit(casus, "beoordelen", "afgewezen", (COLLEGE, GGZ))

    found = z.found("besluit-door-publieke-deelnemer").werking

    assert wrong(found, ("besluit", bad)) == {"stem-van-een-ander": 1}
    assert found is not None
    assert found.onderzocht == 2


@pytest.mark.parametrize(
    ("besluit", "why"),
    [
        (None, "zonder-besluit"),
        ({"naar": OM}, "zonder-besluit"),
        ({"waarover": "derde-toelaten"}, "zonder-besluit"),
        ({"stemmers": (COLLEGE, GGZ)}, "stem-van-een-ander"),
    ],
)
def test_public_deelnemers_decide_who_takes_part(
    z: Zaken, besluit: dict[str, Any] | None, why: str
) -> None:
    """
    Who takes part, also for once, does so by a decision about him of before.
    """
    casus, name = z.casus(deelnemers=False), "deelname-door-publieke-deelnemer"
    z.doet_mee(casus, GGZ, z.besluit(casus, "betrekken", GGZ))
    z.doet_mee(casus, DERDE, z.besluit(casus, "derde-toelaten", DERDE), als_derde=True)
    assert good(z.found(name).bestaan) == good(z.found(name).werking) == 2

    decided = None
    if besluit is not None:
        decided = z.besluit(casus, **{"waarover": "betrekken", "naar": GGZ, **besluit})
    bad = z.doet_mee(casus, GGZ, decided)

    assert wrong(z.found(name).bestaan, ("deelname", bad)) == {why: 1}


def test_nobody_takes_part_before_it_is_decided(z: Zaken) -> None:
    """
    A decision of a later day is too late.
    """
    casus = z.casus(deelnemers=False)
    decided = z.besluit(casus, "betrekken", GGZ, op=LATER + timedelta(days=1))
    bad = z.doet_mee(casus, GGZ, decided)

    found = z.found("deelname-door-publieke-deelnemer")

    assert good(found.bestaan) == 1
    assert wrong(found.werking, ("deelname", bad)) == {}


def test_of_a_convenant_that_cannot_be_read_nobody_knows_the_deelnemers(z: Zaken) -> None:
    """
    What was decided in its cases takes the good answers away and deviates not.
    """
    z.behandeld()
    casus = z.behandeld(convenant="bestaat-niet")
    z.doet_mee(casus, GGZ, z.besluit(casus, "betrekken", GGZ))

    for name in ("criteria-voor-behandeling", "besluit-door-publieke-deelnemer"):
        for _, found in z.found(name):
            assert (found.onderzocht, found.reden) == (1, Onbekend.ONVOLLEDIG)
    for _, found in z.found("deelname-door-publieke-deelnemer"):
        assert (found.onderzocht, found.reden) == (0, Onbekend.ONVOLLEDIG)


# --- the list


def _listed(z: Zaken, *, said: bool = True, judged: bool = True, **more: Any) -> str:
    casus = z.behandeld(criteria={"is_er": judged})
    z.besluit(casus, "lijst-plaatsen", None)
    for each in LID_1 if said else ():
        z.verklaard("lijstcriteria-voldaan", casus, each, **more)
    return casus


def test_a_case_on_the_list_was_found_to_meet_both_sets_of_criteria(z: Zaken) -> None:
    """
    It needs the four criteria and the word of the deelnemers of lid 1 about those of the list.
    """
    z.openbaar("lijstcriteria", HUIS)
    _listed(z)
    z.behandeld(criteria={"is_er": False})  # on no list
    found = z.found("lijst-voldoet")
    assert (good(found.opzet), good(found.bestaan), good(found.werking)) == (1, 1, 1)

    bad = [_listed(z, said=False), _listed(z, judged=False)]

    assert wrong(z.found("lijst-voldoet").bestaan, *(("casus", each) for each in bad)) == {}


def test_a_case_that_no_longer_meets_them_is_off_the_list(z: Zaken) -> None:
    """
    What ended is told; taking the words back, or laying it down, takes a case off the list.
    """
    ended = _listed(z, tot=LATER + timedelta(days=1))
    _listed(z, ingetrokken_op=LATER + timedelta(days=1))
    z.add(
        Vernietigingsgrond(
            id=z.uid(),
            casus=_listed(z, said=False),
            grond=Begin.VAN_DE_LIJST,
            medewerker=z.medewerker,
            op=LATER,
        )
    )

    found = z.found("lijst-voldoet")

    assert good(found.bestaan) == 1
    assert wrong(found.werking, ("casus", ended)) == {"lijstcriteria": 1}
    assert wrong(found.opzet, ("convenant", HUIS)) == {"criteria-niet-openbaar": 1}


# --- reports


def _reported(z: Zaken, **more: Any) -> str:
    casus = z.casus(fase="triage", fase_sinds=LATER, deelnemers=False, **more)
    z.ging(casus, "aangemeld")
    return casus


def _report(casus: str, trace: str, *, checked: bool = True) -> list[Line]:
    said = ["aanmelding-gemotiveerd=vrager", *(["kwaliteit-getoetst=vrager"] if checked else [])]
    asked = {"handeling": "aanmelden", "trace": trace}
    return [besloten(feiten=said, **asked), gedaan("verzamelen", casus, **asked)]


def test_of_a_report_it_is_known_who_made_it_when_and_that_he_checked(z: Zaken) -> None:
    """
    Each report of the period deviates for what is missing of it.
    """
    name, fine = "aanmelding-met-controle", _reported(z)
    z.casus(fase="signaal")
    lines = _report(fine, "a")
    assert good(z.found(name, *lines).bestaan) == 1

    unchecked, unknown, silent = _reported(z), _reported(z, aangemeld_door="niemand"), _reported(z)
    lines += [*_report(unchecked, "b", checked=False), *_report(unknown, "c")]
    undated = z.casus(fase="triage")

    bad = sorted([unchecked, unknown, silent, undated])
    found = z.found(name, *lines).bestaan
    assert wrong(found, *(("casus", each) for each in bad)) == {
        "zonder-aanmelder": 1,
        "zonder-controle": 2,
        "zonder-datum": 1,
    }


def test_one_part_of_a_report_that_nobody_checked_makes_it_deviate(z: Zaken) -> None:
    """
    What was added to a report later has to be checked too.
    """
    casus = _reported(z)
    lines = [*_report(casus, "a"), *_report(casus, "b", checked=False)]

    found = z.found("aanmelding-met-controle", *lines).bestaan

    assert wrong(found, ("casus", casus)) == {"zonder-controle": 1}


def _rejected(z: Zaken, days: int, **more: Any) -> str:
    since = OP - timedelta(days=days)
    casus = z.casus(fase="afgewezen", fase_sinds=since, deelnemers=False, **more)
    z.ging(casus, "afgewezen", since)
    return casus


def test_a_rejected_report_is_gone_after_the_term(z: Zaken) -> None:
    """
    What is still there when it should be destroyed deviates; what waits or is held does not.
    """
    name = "afgewezen-zonder-inhoud"
    z.gegeven(_rejected(z, 10))
    held = _rejected(z, 40)
    z.gegeven(held)
    z.add(
        Opschorting(
            id=z.uid(),
            casus=held,
            grond=Grond.RECHTSVORDERING,
            kenmerk="C-1",
            motivering=b"verzegeld",
            eigenaar=z.medewerker,
            op=LATER,
            herzien_voor=DAG + timedelta(days=300),
        )
    )
    found = z.found(name)
    assert good(found.opzet) > 1
    assert found.werking is not None
    assert found.werking.onderzocht == 0

    full, empty = _rejected(z, 40), _rejected(z, 40)
    z.gegeven(full)

    found = z.found(name)
    bad = (("casus", full), ("casus", empty))
    assert wrong(found.werking, *bad) == {"met-gegevens": 1, "met-personen": 1}


def test_a_rejected_report_of_which_nobody_can_say_when_it_ends(z: Zaken) -> None:
    """
    It takes the good answer away.
    """
    z.destroyed("afgewezen", LATER)
    _rejected(z, -3)  # rejected on a day that is still to come

    found = z.found("afgewezen-zonder-inhoud").werking

    assert found is not None
    assert (found.afwijkend, found.reden) == (0, Onbekend.ONVOLLEDIG)


def test_a_rejected_report_that_a_plan_destroyed_is_in_order(z: Zaken) -> None:
    """
    What went in the period was looked at; what went before, or was passed over, was not.
    """
    z.destroyed("afgewezen", LATER, LATER, datetime(2025, 5, 1, tzinfo=UTC), None)
    z.destroyed("afgesloten", LATER)

    assert good(z.found("afgewezen-zonder-inhoud").werking) == 2


def test_without_a_term_for_rejected_reports_the_design_deviates() -> None:
    """
    Each process under the WGS has to end what was rejected.
    """
    bron = without_house()
    terms = bron.law.bewaartermijnen
    assert terms is not None
    left = tuple(each for each in terms.termijnen if each.vanaf is not Begin.AFGEWEZEN)
    law = replace(bron.law, bewaartermijnen=terms.model_copy(update={"termijnen": left}))
    without = replace(bron, law=law, workspace=replace(bron.workspace, law=law))

    found = looked(without, "afgewezen-zonder-inhoud").opzet

    assert found is not None
    assert found.afwijkend == found.onderzocht > 1


# --- handed over


def _handed_over(z: Zaken, *, told: bool = True) -> str:
    casus = z.casus(fase="overgedragen", fase_sinds=LATER)
    z.ging(casus, "overgedragen")
    if told:
        z.besluit(casus, "overdragen", "overgedragen")
    return casus


def test_what_was_handed_over_was_reported_and_is_treated_no_more(z: Zaken) -> None:
    """
    A case deviates when nothing tells of reporting it, and when treatment went on after it.
    """
    name, fine = "overdracht-radicalisering", _handed_over(z)
    before = LATER - timedelta(days=1)
    allowed = [
        gedaan("verstrekken", fine, handeling="overdragen"),
        gedaan("raadplegen", fine, handeling="rechtmatigheid-toetsen"),
        gedaan("raadplegen", fine, tijd=before.strftime("%Y-%m-%dT%H:%M:%S.000Z")),
        besloten(fine, resultaat="verboden"),
        gedaan("raadplegen", z.casus()),
    ]
    found = z.found(name, *allowed)
    assert good(found.bestaan) == good(found.werking) == 1

    untold = _handed_over(z, told=False)
    found = z.found(name, *allowed, besloten(fine), gedaan("raadplegen", fine))

    assert wrong(found.bestaan, ("casus", untold)) == {"zonder-melding": 1}
    assert wrong(found.werking, ("casus", fine)) == {"logregels": 2}


def test_what_was_done_in_a_case_that_is_gone_still_shows(z: Zaken) -> None:
    """
    The line that handed it over begins the time after which nothing may be done in it.
    """
    name, gone = "overdracht-radicalisering", z.uid()
    at = {"tijd": (LATER + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S.000Z")}
    lines = [
        gedaan("raadplegen", gone, tijd="2026-01-01T00:00:00.000Z"),
        gedaan("verstrekken", gone, handeling="overdragen", **at),
    ]
    assert good(z.found(name, *lines).werking) == 1

    found = z.found(name, *lines, gedaan("raadplegen", gone)).werking

    assert wrong(found, ("casus", gone)) == {"logregels": 1}


# --- persons


def test_who_is_of_a_circle_belongs_to_a_betrokkene_as_somebody_said(z: Zaken) -> None:
    """
    He deviates without a betrokkene, and without the word of each source of what is about him.
    """
    casus, name = z.casus(), "kring-van-betrokkene"
    fine = z.kring(casus, f"b{casus[1:]}")
    item = z.gegeven(casus, "relaties", op=DAG, betrokkene=fine)
    z.zegt("gezinslid-of-direct-contact", Onderwerp.GEGEVEN, item)
    z.gegeven(casus, "relaties", inhoud=b"", betrokkene=z.kring(casus, f"b{casus[1:]}"))
    found = z.found(name)
    assert good(found.bestaan) == good(found.werking) == 2

    unsaid, loose = z.kring(casus, f"b{casus[1:]}"), z.kring(casus, fine)
    z.zegt(
        "gezinslid-of-direct-contact",
        Onderwerp.GEGEVEN,
        z.gegeven(casus, "relaties", op=DAG, betrokkene=unsaid),
        OM,
    )

    found = z.found(name)
    bad = (("betrokkene", unsaid), ("betrokkene", loose))
    assert wrong(found.bestaan, *bad) == {"zonder-aard": 1, "zonder-betrokkene": 1}
    assert wrong(found.werking, ("betrokkene", loose)) == {}


def test_an_advice_is_about_nobody(z: Zaken) -> None:
    """
    It deviates with what says who it is, and with what nobody declared anonymous.
    """
    name = "advies-anoniem"
    fine = z.casus(proces="advies", fase="signaal")
    item = z.gegeven(fine, "casusmetadata", op=DAG)
    z.zegt("gegevens-anoniem", Onderwerp.GEGEVEN, item)
    assert good(z.found(name).werking) == 1
    assert good(z.found(name).opzet) > 0

    named, doubtful = (z.casus(proces="advies", fase="signaal") for _ in range(2))
    z.zegt("gegevens-anoniem", Onderwerp.GEGEVEN, z.gegeven(named, "bsn", op=DAG))
    z.gegeven(doubtful, "woonsituatie")

    assert wrong(z.found(name).werking, ("casus", named), ("casus", doubtful)) == {
        "identificerend": 1,
        "niet-anoniem-verklaard": 1,
    }


# --- all at once


def test_of_a_house_in_order_nothing_deviates(tmp_path: Path) -> None:
    """
    Of a case that the engine itself brought to the casusoverleg all that is there is in order.
    """
    checks = {*CHECKS, *ITEMS}
    (tmp_path / "huis").mkdir()
    with opened(built(tmp_path / "huis"), tmp_path / "kopie") as zaak:
        looking = Looking(zaak.h)
        found = {name: looking.found(name) for name in checks}

    answers = {
        (name, aspect): each.antwoord for name, found_ in found.items() for aspect, each in found_
    }
    assert Antwoord.AFWIJKING not in answers.values()
    assert {
        (name, aspect)
        for (name, aspect), antwoord in answers.items()
        if antwoord is Antwoord.GEEN_AFWIJKING
    } >= {
        ("casus-met-doel", Aspect.WERKING),
        ("criteria-voor-behandeling", Aspect.WERKING),
        ("aanmelding-met-controle", Aspect.BESTAAN),
        ("besluit-door-publieke-deelnemer", Aspect.BESTAAN),
        ("deelname-door-publieke-deelnemer", Aspect.WERKING),
        ("gegeven-met-herkomst", Aspect.WERKING),
        ("categorie-binnen-proces", Aspect.WERKING),
        ("gegevens-per-fase", Aspect.BESTAAN),
        ("bsn-versleuteld", Aspect.BESTAAN),
    }


def test_a_damaged_cell_stops_nothing() -> None:
    """
    What stands in a row and cannot be read is nothing, and no error.
    """
    assert (words("["), words('{"a": 1}'), words("[1]"), words(None)) == ((), (), (), ())
    assert (votes("[1]"), votes('[{"organisatie": "a"}]'), votes("x")) == ((), (), ())
    assert (moment("gisteren"), moment("2026-01-01T00:00:00"), moment(None)) == (None, None, None)
