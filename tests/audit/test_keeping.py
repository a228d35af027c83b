"""
How long data are kept is judged as the run of retention judges it; nothing late is called in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.audit.rijen import (
    ENGINES,
    OP,
    Rijen,
    a_database,
    deviates,
    fine,
    nothing,
    rijen,
    without_house,
)
from tests.audit.rijen import asked as of_checks
from tests.engine.houses import COLLEGE, OM, POLITIE
from zvhprivacy.audit.checks.keeping import CHECKS
from zvhprivacy.audit.checks.keeping_overdue import terms_of, view_of
from zvhprivacy.bewaren.status import status
from zvhprivacy.model.audit import Antwoord, Onbekend, Reference
from zvhprivacy.model.bewaarplan import LineState, Plan, PlanLine, PlanState
from zvhprivacy.model.bewaartermijn import Actie, Geval, Grond
from zvhprivacy.model.bewaren import AnonymousRow, Hernieuwing, Opschorting
from zvhprivacy.model.casus import Overgang
from zvhprivacy.model.registers import Besluit, Medewerker, Stem, Verstrekking
from zvhprivacy.store import anoniem
from zvhprivacy.store.database import Database
from zvhprivacy.store.plannen import Plannen
from zvhprivacy.store.registers import Registers


DUE, LATE = date(2021, 6, 1), date(2021, 5, 31)  # five years before today, and a day more
VIJF = "niet-ouder-dan-vijf-jaar"

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
    Where there is no case no check says that all is well in it; without a database neither.
    """
    found, files = asked(name, h.bron), asked(name, without_house())

    for looked in (found.bestaan, found.werking):
        if looked is not None:
            nothing(looked)
    for looked in (files.bestaan, files.werking):
        if looked is not None:
            nothing(looked, Onbekend.GEEN_DATABASE)
    assert found.opzet == files.opzet


# --- beyond the last day


def test_on_its_last_day_an_item_may_be_there_and_not_after(h: Rijen) -> None:
    """
    Every item of a case that is late counts, and the case besides; the reckoning is that of status.
    """
    due = h.casus(DUE)
    h.gegeven(due, op=DUE)
    found = asked(VIJF, h.bron)
    fine(found.bestaan, of=1)
    fine(found.werking, of=2)

    late = h.casus(LATE)
    items = [h.gegeven(late, op=LATE), h.gegeven(late, "relaties", op=DUE)]
    found = asked(VIJF, h.bron)

    deviates(found.werking, late, *items, of=5, why="eerste-verwerking")
    assert found.werking is not None
    assert found.werking.verwijzingen[-1] == Reference("casus", late)


def test_what_the_audit_calls_late_is_what_status_calls_late(h: Rijen, monkeypatch: Any) -> None:
    """
    Of a house with all sorts of cases both count the same.
    """
    for eerste in (LATE, DUE, date(2025, 1, 1), date(2019, 1, 1)):
        h.gegeven(h.casus(eerste), op=eerste)
    pga = h.casus(LATE, kader="pga-wet", proces="pga-radicalisering", doel="pga-radicalisering")
    h.gegeven(pga, op=LATE)
    afgewezen = h.casus(date(2026, 5, 1), fase="afgewezen")
    h.gegeven(afgewezen, op=date(2026, 5, 1))
    terms, huis = terms_of(h.bron), h.bron.huis
    assert terms is not None
    assert huis is not None
    view = view_of(h.bron, huis, terms)
    monkeypatch.setattr(type(view.hoofd), "read", lambda _: _Lent(h.registers.connection))
    found = [asked(name, h.bron).werking for name in (VIJF, "pga-eigen-termijn")]

    assert 8 == sum(each.afwijkend for each in found if each)
    assert status(view).laat == sum(each.afwijkend for each in found if each)


class _Lent:
    """
    The connection of a test, where a transaction of its own is asked for.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __enter__(self) -> Any:
        return self._connection

    def __exit__(self, *_: object) -> None:
        """
        Leave it to the test.
        """


def test_a_rejected_report_has_its_grace(h: Rijen) -> None:
    """
    What has to go at once is late after the grace of its term.
    """
    at = datetime(2026, 5, 18, 12, tzinfo=UTC)
    h.casus(date(2026, 5, 1), fase="afgewezen", fase_sinds=at)
    fine(asked(VIJF, h.bron).werking, of=1)

    later = replace(h.bron, op=OP + timedelta(days=1))
    found = asked(VIJF, later)
    assert found.werking is not None
    assert (1, (("afgewezen", 1),)) == (found.werking.afwijkend, found.werking.tellingen)


def opgeschort(h: Rijen, casus: str, **more: Any) -> str:
    """
    Write a hold that is in order.
    """
    base: dict[str, Any] = {
        "id": h.uid(),
        "casus": casus,
        "grond": Grond.RECHTSVORDERING,
        "kenmerk": "BW 3:310",
        "motivering": b"verzegeld",
        "eigenaar": h.medewerker,
        "op": datetime(2026, 4, 1, 12, tzinfo=UTC),
        "herzien_voor": date(2026, 9, 1),
    }
    line = Opschorting(**base | more)
    h.add(line)
    return line.id


def test_a_hold_keeps_what_is_beyond_its_day(h: Rijen) -> None:
    """
    It is no deviation, and counted apart.
    """
    casus = h.casus(LATE)
    h.gegeven(casus, op=LATE)
    opgeschort(h, casus)
    found = asked(VIJF, h.bron)

    fine(found.werking, of=2)
    assert found.werking is not None
    assert (("opgeschort", 2),) == found.werking.tellingen


def test_a_day_that_is_not_known_takes_the_good_answer_away(h: Rijen) -> None:
    """
    A case of which the first processing lies ahead cannot be judged.
    """
    h.gegeven(h.casus())
    casus = h.casus(date(2027, 1, 1))
    found = asked(VIJF, h.bron)

    deviates(found.bestaan, casus, of=2, why="zonder-dag")
    nothing(found.werking, Onbekend.ONVOLLEDIG)


def test_a_damaged_row_hides_nothing_else(h: Rijen) -> None:
    """
    Of a case that cannot be read nothing is said, and of the whole that it is not complete.
    """
    late, stuk = h.casus(LATE), h.casus(LATE)
    opgeschort(h, stuk)
    change = f"UPDATE opschorting SET kenmerk = 'é' WHERE casus = '{stuk}'"  # noqa: S608
    h.registers.connection.exec_driver_sql(change)
    found = asked(VIJF, h.bron)

    deviates(found.werking, late, of=2, why="eerste-verwerking")
    assert found.werking is not None
    assert Onbekend.ONVOLLEDIG is found.werking.onbekend


def test_under_the_pga_wet_the_last_processing_counts(h: Rijen) -> None:
    """
    A case of that law is not looked at with the others, and the other way round.
    """
    words: dict[str, Any] = {
        "kader": "pga-wet",
        "proces": "pga-radicalisering",
        "doel": "pga-radicalisering",
    }
    h.casus(date(2019, 1, 1), laatste_verwerking=DUE, **words)
    h.casus(LATE)
    fine(asked("pga-eigen-termijn", h.bron).werking, of=1)

    late = h.casus(date(2019, 1, 1), laatste_verwerking=LATE, **words)
    found = asked("pga-eigen-termijn", h.bron)
    deviates(found.werking, late, of=2, why="laatste-verwerking")
    assert found.bestaan is None
    werking = asked(VIJF, h.bron).werking
    assert werking is not None
    assert 1 == werking.onderzocht


def test_of_the_police_only_its_own_items_count(h: Rijen) -> None:
    """
    An item of its own, of its category, or of which it is one of the sources.
    """
    name = "politie-niet-ouder-dan-vijf-jaar"
    nothing(asked(name, h.bron).werking)
    casus = h.casus()
    h.gegeven(casus, bronnen=(POLITIE,))
    fine(asked(name, h.bron).werking, of=1)

    late = h.casus(LATE)
    items = [
        h.gegeven(late, bronnen=(POLITIE,), op=LATE),
        h.gegeven(late, "politiegegevens-8-13", (OM,), LATE),
        h.gegeven(late, "plan-van-aanpak", (COLLEGE, POLITIE), LATE),
    ]
    h.gegeven(late, op=LATE)
    found = asked(name, h.bron)
    deviates(found.werking, *items, of=4, why="eerste-verwerking")


def test_a_term_that_is_left_out_or_too_long_is_seen_in_the_files(h: Rijen) -> None:
    """
    For every process the terms of the law end all data within five years.
    """
    opzet = asked(VIJF, h.bron).opzet
    processes = h.bron.law.begrippen.processen
    fine(opzet, of=sum("wgs" in each.kader for each in processes.values()))

    known = h.bron.law.bewaartermijnen
    assert known is not None
    kept = tuple(term for term in known.termijnen if term.id != "WGS-MAX5")
    law = replace(h.bron.law, bewaartermijnen=known.model_copy(update={"termijnen": kept}))
    workspace = replace(h.bron.workspace, law=law)
    opzet = asked(VIJF, replace(h.bron, law=law, workspace=workspace)).opzet
    assert opzet is not None
    assert opzet.onderzocht == opzet.afwijkend > 0

    without = replace(h.bron.law, bewaartermijnen=None)
    bron = replace(h.bron, law=without, workspace=replace(h.bron.workspace, law=without))
    for name in CHECKS:
        found = asked(name, bron)
        assert Antwoord.GEEN_AFWIJKING not in {looked.antwoord for _, looked in found}


# --- renewals


RENEWED = date(2026, 5, 1)


def hernieuwd(
    h: Rijen, casus: str, *, stemmen: tuple[str, ...] = (COLLEGE, OM), **more: Any
) -> str:
    """
    Write a renewal in case a of a case of which the term ends on 1 June 2026.
    """
    at = datetime.combine(RENEWED, datetime.min.time(), UTC) + timedelta(hours=8)
    besluit = Besluit(
        id=h.uid(),
        casus=casus,
        waarover=more.pop("waarover", "hernieuwen"),
        stemmen=tuple(Stem(organisatie=e, medewerker=h.medewerker, voor=True) for e in stemmen),
        motivering=b"verzegeld",
        op=at,
        gebruikt_op=at,
    )
    given = Verstrekking(
        id=h.uid(),
        casus=casus,
        handeling="hernieuwen",
        van=COLLEGE,
        gegevens=(),
        categorieen=(),
        doel="complexe-casuistiek",
        voorbereid_op=at,
        gedaan_op=at,
    )
    base: dict[str, Any] = {
        "id": h.uid(),
        "casus": casus,
        "geval": Geval.A,
        "besluit": besluit.id,
        "verstrekking": given.id,
        "instemmingen": (COLLEGE,),
        "motivering": b"verzegeld",
        "volgnummer": 1,
        "van": RENEWED,
        "tot": date(2028, 5, 1),
    }
    line = Hernieuwing(**base | more)
    step = Overgang(id=h.uid(), casus=casus, van="uitvoering", naar="hernieuwd", op=at)
    h.add(besluit, given, line, step)
    return line.id


def a_case(h: Rijen) -> str:
    """
    Write a case that is still being treated on the last day of its term.
    """
    casus = h.casus(DUE, fase="uitvoering")
    h.gegeven(casus, op=DUE)
    return casus


def test_a_renewal_as_the_law_has_it_is_in_order(h: Rijen) -> None:
    """
    It is in the register and of the period, and the case is counted as renewed once.
    """
    hernieuwd(h, a_case(h))
    found = asked("verlenging-geldig", h.bron)

    fine(found.bestaan, of=1)
    fine(found.werking, of=1)
    assert found.werking is not None
    assert (("casussen-eenmaal", 1),) == found.werking.tellingen


@pytest.mark.parametrize(
    ("why", "wrong"),
    [
        ("te-lang", {"tot": date(2029, 5, 1)}),
        ("te-lang", {"tot": date(2028, 5, 3)}),
        ("geen-motivering", {"motivering": b""}),
        ("geen-instemming", {"instemmingen": (OM,)}),
        ("geen-opdracht", {"waarover": "afsluiten"}),
        ("geen-opdracht", {"stemmen": (COLLEGE,)}),
        ("niet-pas-gesloten", {"geval": Geval.B}),
        ("volgnummer", {"volgnummer": 2}),
        ("te-laat", {"van": date(2026, 6, 3), "tot": date(2027, 1, 1)}),
    ],
    ids=lambda each: each if isinstance(each, str) else "-".join(each),
)
def test_a_renewal_that_the_law_does_not_let_be_deviates(
    h: Rijen, why: str, wrong: dict[str, Any]
) -> None:
    """
    Too long, without motivation, agreement or order, of no case of the law, or too late.
    """
    hernieuwd(h, a_case(h))
    line = hernieuwd(h, a_case(h), **wrong)
    found = asked("verlenging-geldig", h.bron)

    deviates(found.bestaan, line, of=2, why=why)


def test_an_item_of_which_the_source_did_not_agree_is_left_out(h: Rijen) -> None:
    """
    The renewal is valid for the others, and that item is late by itself when its day is over.
    """
    casus = h.casus(LATE, fase="uitvoering")
    h.gegeven(casus, op=LATE)
    ander = h.gegeven(casus, "relaties", (OM,), LATE)
    hernieuwd(h, casus)

    fine(asked("verlenging-geldig", h.bron).bestaan, of=1)
    deviates(asked(VIJF, h.bron).werking, ander, of=3, why="eerste-verwerking")


def test_a_renewal_of_nothing_cannot_be_judged(h: Rijen) -> None:
    """
    When no item is left nobody knows whose agreement it took.
    """
    hernieuwd(h, h.casus(DUE, fase="uitvoering"))

    nothing(asked("verlenging-geldig", h.bron).bestaan, Onbekend.ONVOLLEDIG)


# --- holds


@pytest.mark.parametrize(
    ("why", "wrong"),
    [
        ("zonder-kenmerk", {"kenmerk": " "}),
        ("zonder-motivering", {"motivering": b""}),
        ("zonder-eigenaar", {"eigenaar": None}),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_hold_has_a_ground_and_an_owner(h: Rijen, why: str, wrong: dict[str, Any]) -> None:
    """
    Without what it rests on, why, or somebody who is still designated, it deviates.
    """
    casus = h.casus()
    opgeschort(h, casus)
    if "eigenaar" in wrong:
        gone = Medewerker(
            id=h.uid(),
            persoon="b" * 28,
            organisatie=OM,
            rollen=("fg",),
            van=date(2020, 1, 1),
            tot=date(2026, 6, 1),
        )
        h.add(gone)
        wrong = {"eigenaar": gone.id}
        opgeschort(h, casus, **wrong, opgeheven_op=OP)  # it is over, and so was he
        hold = opgeschort(h, casus, **wrong)
        deviates(asked("opschorting-met-grond", h.bron).bestaan, hold, of=3, why=why)
        return
    hold = opgeschort(h, casus, **wrong)

    deviates(asked("opschorting-met-grond", h.bron).bestaan, hold, of=2, why=why)


def test_a_ground_is_one_that_the_terms_of_the_case_know(h: Rijen) -> None:
    """
    Under terms without suspensions no hold has a ground.
    """
    hold = opgeschort(h, h.casus())
    fine(asked("opschorting-met-grond", h.bron).bestaan, of=1)

    known = h.bron.law.bewaartermijnen
    assert known is not None
    kept = tuple(term for term in known.termijnen if term.id != "LEGAL-HOLD")
    law = replace(h.bron.law, bewaartermijnen=known.model_copy(update={"termijnen": kept}))
    bron = replace(h.bron, law=law, workspace=replace(h.bron.workspace, law=law))
    deviates(asked("opschorting-met-grond", bron).bestaan, hold, of=1, why="geen-grond")


def test_a_hold_is_reviewed_in_time(h: Rijen) -> None:
    """
    One in force that nobody reviewed before its day is overdue; one that was released is not.
    """
    casus = h.casus()
    opgeschort(h, casus, herzien_voor=date(2026, 6, 2))
    opgeschort(h, casus, herzien_voor=date(2026, 5, 1), opgeheven_op=OP)
    fine(asked("opschorting-met-grond", h.bron).werking, of=1)

    hold = opgeschort(h, casus, herzien_voor=date(2026, 6, 1))
    deviates(asked("opschorting-met-grond", h.bron).werking, hold, of=2, why="voorbij-einde")


# --- anonymous


def test_a_group_of_what_is_anonymous_is_not_small(h: Rijen) -> None:
    """
    A group smaller than the limit deviates; what was kept of each is counted.
    """
    row = AnonymousRow(
        convenant="huis",
        proces="com",
        jaar="2020",
        fase=None,
        betrokkenen=None,
        categorieen=None,
        duur=None,
    )
    anoniem.add(h.registers.connection, [row] * 10)
    found = asked("anoniem-niet-herleidbaar", h.bron)
    fine(found.werking, of=1)
    assert found.bestaan is not None
    assert (("met-convenant", 1), ("met-jaar", 1), ("met-proces", 1)) == found.bestaan.tellingen

    anoniem.add(h.registers.connection, [row._replace(jaar="2021")] * 9)
    found = asked("anoniem-niet-herleidbaar", h.bron)
    deviates(found.werking, "huis/com/2021/None/None/None/None", of=2, why="te-klein")
    fine(found.opzet, of=1)


# --- runs


AT = datetime(2026, 5, 1, 12, tzinfo=UTC)


def plan(h: Rijen, state: PlanState = PlanState.KLAAR, *lines: PlanLine, **more: Any) -> str:
    """
    Write a plan of 1 May 2026 that was approved, and as far as its *state* says carried out.
    """
    begun = state in {PlanState.BEZIG, PlanState.OPRUIMEN, PlanState.KLAAR}
    other = Medewerker(
        id=h.uid(), persoon="c" * 28, organisatie=OM, rollen=("bewaarbeheerder",), van=DUE
    )
    Registers(h.registers.connection).add(other)
    base: dict[str, Any] = {
        "id": h.uid(),
        "hash": "a" * 64,
        "op": AT.date(),
        "horizon": date(2026, 5, 15),
        "beleid": "b" * 64,
        "opgesteld_door": h.medewerker,
        "opgesteld_op": AT,
        "state": state,
        "goedgekeurd_door": other.id,
        "goedgekeurd_op": AT,
        "uit_te_voeren_vanaf": AT + timedelta(days=7),
        "verloopt_op": AT + timedelta(days=14),
        "begonnen_op": AT + timedelta(days=7) if begun else None,
        "klaar_op": AT + timedelta(days=7) if state is PlanState.KLAAR else None,
    }
    made = Plan(**base | more)
    Plannen(h.registers.connection).add(made, lines)
    return made.id


def went(nummer: int = 1, uiterlijk: date = date(2026, 5, 10), **more: Any) -> PlanLine:
    """
    Make a line that was carried out on 8 May 2026.
    """
    base: dict[str, Any] = {
        "nummer": nummer,
        "soort": "casus",
        "casus": None,
        "gegeven": None,
        "convenant": "huis",
        "proces": "com",
        "kader": "wgs",
        "fase": "uitvoering",
        "jaar": 2021,
        "aantallen": (),
        "actie": Actie.VERNIETIGEN,
        "uiterlijk": uiterlijk,
        "regel": "WGS-MAX5",
        "artikel": "WGS 1.8 lid 7",
        "plek": "policies/bewaartermijnen.yaml:12",
        "reden": "eerste-verwerking",
        "state": LineState.KLAAR,
        "uitkomst": "vernietigd",
        "gedaan_op": AT + timedelta(days=7),
        "logregel": 7,
    }
    return PlanLine(**base | more)


def test_a_plan_that_was_carried_out_is_in_order(h: Rijen) -> None:
    """
    It is through, in time, and told; what nobody had to do yet is not looked at.
    """
    plan(h, PlanState.KLAAR, went(), went(2, date(2026, 5, 8)))
    plan(h, PlanState.GOEDGEKEURD, verloopt_op=OP + timedelta(days=1))
    open_plan = {"goedgekeurd_door": None, "goedgekeurd_op": None, "verloopt_op": None}
    plan(h, PlanState.OPGESTELD, uit_te_voeren_vanaf=None, **open_plan)
    plan(h, PlanState.VERVALLEN, uit_te_voeren_vanaf=None, **open_plan)
    found = asked("bewaren-uitgevoerd", h.bron)

    fine(found.bestaan, of=1)
    fine(found.werking, of=1)


@pytest.mark.parametrize(
    ("why", "state", "line"),
    [
        ("niet-afgemaakt", PlanState.BEZIG, {}),
        ("niet-afgemaakt", PlanState.OPRUIMEN, {}),
        ("niet-uitgevoerd", PlanState.VERVALLEN, {}),
        ("niet-uitgevoerd", PlanState.GOEDGEKEURD, {}),
        ("te-laat", PlanState.KLAAR, {"uiterlijk": date(2026, 5, 7)}),
    ],
)
def test_a_plan_that_was_not_carried_out_deviates(
    h: Rijen, why: str, state: PlanState, line: dict[str, Any]
) -> None:
    """
    What was approved is carried out, to the end, and what was planned in time goes in time.
    """
    plan(h)
    wrong = plan(h, state, went(**line))

    deviates(asked("bewaren-uitgevoerd", h.bron).werking, wrong, of=2, why=why)


def test_what_was_late_when_it_was_planned_is_counted_and_no_deviation(h: Rijen) -> None:
    """
    A hold may have kept it until then, and went with its case.
    """
    plan(h, PlanState.KLAAR, went(uiterlijk=date(2026, 4, 30)))
    found = asked("bewaren-uitgevoerd", h.bron)

    fine(found.werking, of=1)
    assert found.werking is not None
    assert (("plannen-achteraf", 1),) == found.werking.tellingen


def test_what_must_go_at_once_has_its_grace(h: Rijen) -> None:
    """
    The day of such a term is when it began; it is late after the grace.
    """
    plan(h, PlanState.KLAAR, went(uiterlijk=date(2026, 4, 24), regel="WGS-REJECT"))
    fine(asked("bewaren-uitgevoerd", h.bron).werking, of=1)

    wrong = plan(
        h,
        PlanState.KLAAR,
        went(
            uiterlijk=date(2026, 4, 24),
            regel="WGS-REJECT",
            gedaan_op=datetime(2026, 5, 9, 12, tzinfo=UTC),
        ),
    )
    deviates(asked("bewaren-uitgevoerd", h.bron).werking, wrong, of=2, why="te-laat")


def test_a_target_that_did_not_follow_is_named(h: Rijen) -> None:
    """
    A plan that waits for a target of the host says so.
    """
    wrong = plan(h, PlanState.OPRUIMEN, went(state=LineState.UITGEVOERD, casus=h.uid()))
    plannen = Plannen(h.registers.connection)
    plannen.add_targets(wrong, [1], ["archief"])
    plannen.target_failed(wrong, 1, "archief", uitkomst="onbereikbaar")

    deviates(asked("bewaren-uitgevoerd", h.bron).werking, wrong, of=1, why="doel-mislukt")


def test_a_run_that_somebody_is_at_is_not_judged(h: Rijen) -> None:
    """
    While the lease is held, what is under way is no failure.
    """
    plan(h, PlanState.BEZIG)
    Plannen(h.registers.connection).take("huis:1", OP, OP + timedelta(minutes=15))
    found = asked("bewaren-uitgevoerd", h.bron)

    nothing(found.bestaan)
    nothing(found.werking)


def test_of_what_was_carried_out_the_logboek_tells(h: Rijen) -> None:
    """
    A line that no line of the logboek tells of cannot stand in a certificate.
    """
    plan(h, PlanState.KLAAR, went())
    wrong = plan(h, PlanState.KLAAR, went(), went(2, logregel=None))

    deviates(asked("bewaren-uitgevoerd", h.bron).bestaan, wrong, of=2, why="zonder-logregel")


def test_what_is_left_behind_shows_since_when_nothing_ran(h: Rijen) -> None:
    """
    However much is late, it is one time without a run: since the oldest had to be gone.
    """
    plan(h, PlanState.KLAAR, went())
    h.casus(LATE)
    h.casus(date(2021, 5, 1))
    found = asked("bewaren-uitgevoerd", h.bron)

    deviates(found.werking, "2026-05-01", of=2, why="niet-uitgevoerd-sinds")
    assert found.werking is not None
    assert ("te-laat-en-er-nog", 2) in found.werking.tellingen
