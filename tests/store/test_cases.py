"""
A case begins and goes on as the law has it, and is read back whole or only in part.
"""

from __future__ import annotations

import itertools
import threading

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.values import DAY, MOMENT, PARENTS, add_parents, uid
from zvhprivacy.errors import AlreadyThere
from zvhprivacy.model import levensloop
from zvhprivacy.model.casus import (
    Betrokkene,
    Casus,
    Deelname,
    NotRegistered,
    Over,
    Overgang,
    Toewijzing,
)
from zvhprivacy.model.levensloop import TransitionRefused
from zvhprivacy.store.cases import begin, move
from zvhprivacy.store.changing import Conflict, Missing
from zvhprivacy.store.database import Database
from zvhprivacy.store.registers import Registers


PHASES = (
    "signaal",
    "aangemeld",
    "triage",
    "afgewezen",
    "overgedragen",
    "in-behandeling",
    "casusoverleg",
    "uitvoering",
    "afgesloten",
    "hernieuwd",
    "vernietigd",
)


@pytest.fixture
def registers(shared: Database) -> Iterator[Registers]:
    """
    The registers of one transaction that keeps nothing.
    """
    with shared.read() as connection:
        yield Registers(connection)


def a_case(fase: str = "aangemeld", kader: str = "wgs") -> Casus:
    """
    Give a new case.
    """
    found: Casus = _with(PARENTS[0], fase=fase, kader=kader)
    return found


def change(number: int, van: str | None, naar: str) -> Overgang:
    """
    Give the change of phase number *number*.
    """
    moment = MOMENT + timedelta(days=number)
    return Overgang(id=uid(1000 + number), casus=uid(1), van=van, naar=naar, op=moment)


def _with(value: Any, **fields: Any) -> Any:
    return type(value)(**{name: getattr(value, name) for name in type(value).model_fields} | fields)


# --- the life of a case ---------------------------------------------------------------------------


def test_a_case_goes_from_report_to_closing_and_leaves_a_trail(registers: Registers) -> None:
    """
    Each step is one line, and the case has the phase and the moment of the last.
    """
    way = ("aangemeld", "triage", "in-behandeling", "casusoverleg", "uitvoering", "afgesloten")
    begin(registers, a_case(), change(0, None, way[0]))
    for number, (van, naar) in enumerate(itertools.pairwise(way), start=1):
        moved = move(registers, change(number, van, naar))

    assert moved == registers.one(Casus, uid(1))
    assert ("afgesloten", MOMENT + timedelta(days=5), 6) == (
        moved.fase,
        moved.fase_sinds,
        moved.versie,
    )
    assert way == tuple(each.naar for each in registers.all_of(Overgang, casus=uid(1)))
    assert a_case().eerste_verwerking == moved.eerste_verwerking


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kader=st.sampled_from(["wgs", "pga-wet", "eigen-wet"]),
    wanted=st.lists(st.sampled_from(PHASES), max_size=12),
)
def test_a_case_is_always_where_its_steps_led(
    registers: Registers, kader: str, wanted: list[str]
) -> None:
    """
    Whatever is tried, only steps that the law knows are taken, and a refused one changes nothing.
    """
    with registers.connection.begin_nested() as kept:
        begin(registers, a_case(kader=kader), change(0, None, "aangemeld"))
        at, taken = "aangemeld", 1
        for number, naar in enumerate(wanted, start=1):
            known = any(each.naar == naar for each in levensloop.steps(kader, at))
            try:
                move(registers, change(number, at, naar))
            except TransitionRefused:
                assert not known
                continue
            assert known
            at, taken = naar, taken + 1
        found = registers.one(Casus, uid(1))
        trail = registers.all_of(Overgang, casus=uid(1))
        kept.rollback()

    assert found is not None
    assert (at, taken, taken) == (found.fase, found.versie, len(trail))


@pytest.mark.parametrize("fase", [f for f in PHASES if f not in {"signaal", "aangemeld"}])
def test_no_case_begins_half_way(registers: Registers, fase: str) -> None:
    """
    Under the WGS a case begins with a report, or as an anonymous signal.
    """
    with pytest.raises(TransitionRefused):
        begin(registers, a_case(fase), change(0, None, fase))

    assert registers.one(Casus, uid(1)) is None


def test_the_first_step_belongs_to_the_case(registers: Registers) -> None:
    """
    It names the same case, phase and moment.
    """
    for wrong in (
        change(0, "signaal", "aangemeld"),
        change(0, None, "signaal"),
        change(1, None, "aangemeld"),
        _with(change(0, None, "aangemeld"), casus=uid(9)),
    ):
        with pytest.raises(NotRegistered):
            begin(registers, a_case(), wrong)


def test_a_step_from_a_phase_that_was_left_is_refused(registers: Registers) -> None:
    """
    Of two who judge the same report, the second hears that it was judged.
    """
    begin(registers, a_case(), change(0, None, "aangemeld"))
    move(registers, change(1, "aangemeld", "afgewezen"))

    with pytest.raises(Conflict) as conflict:
        move(registers, change(2, "aangemeld", "in-behandeling"))

    assert {"register": "casus", "rij": uid(1)} == dict(conflict.value.values)


def test_of_two_steps_at_once_one_is_taken(hoofd: Database) -> None:
    """
    Two transactions that saw the same phase do not both leave it.
    """
    with hoofd.write() as connection:
        begin(Registers(connection), a_case(), change(0, None, "aangemeld"))

    outcomes = _at_once(
        hoofd, change(1, "aangemeld", "afgewezen"), change(2, "aangemeld", "triage")
    )

    assert {None, Conflict} == set(outcomes)
    with hoofd.read() as connection:
        found = Registers(connection).one(Casus, uid(1))
        trail = Registers(connection).all_of(Overgang, casus=uid(1))
    assert found is not None
    assert (2, found.fase, 2) == (found.versie, trail[-1].naar, len(trail))


def _at_once(database: Database, *changes: Overgang) -> list[type[Exception] | None]:
    """
    Take each step in a thread; on PostgreSQL none changes the case before all have read it.
    """
    outcomes: list[type[Exception] | None] = []
    together = threading.Barrier(1 if database.sqlite else len(changes), timeout=30)

    def take(overgang: Overgang) -> None:
        try:
            with database.write() as connection:
                sa.event.listen(
                    connection, "after_cursor_execute", lambda *_: together.wait(), once=True
                )
                move(Registers(connection), overgang)
        except Conflict:
            outcomes.append(Conflict)
        else:
            outcomes.append(None)

    threads = [threading.Thread(target=take, args=(each,)) for each in changes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_case_that_is_not_there_goes_nowhere(registers: Registers) -> None:
    """
    Moving it says so.
    """
    with pytest.raises(Missing):
        move(registers, change(1, "aangemeld", "triage"))


def test_a_case_begins_once(shared: Database) -> None:
    """
    The same id again is refused.
    """
    with pytest.raises(AlreadyThere):
        _begin_twice(shared)


def _begin_twice(database: Database) -> None:
    with database.write() as connection:
        for _ in range(2):
            begin(Registers(connection), a_case(), change(0, None, "aangemeld"))


# --- reading --------------------------------------------------------------------------------------


def test_a_dossier_is_all_of_a_case_but_its_items(registers: Registers) -> None:
    """
    And nothing of another case, in four queries.
    """
    add_parents(registers)
    mine = (
        Betrokkene(id=uid(30), casus=uid(1), over=Over.MEDEWERKER, pseudoniem="p", persoon=b""),
        Deelname(id=uid(31), casus=uid(1), organisatie="ggz", van=DAY + timedelta(days=1)),
        Toewijzing(id=uid(32), casus=uid(1), medewerker=uid(2), rol="fg", van=DAY),
    )
    other = (
        _with(PARENTS[0], id=uid(40)),
        *(_with(value, id=uid(41 + n), casus=uid(40)) for n, value in enumerate(mine)),
    )
    for value in (*mine, *other):
        registers.add(value)
    with _queries(registers) as seen:
        found = registers.dossier(uid(1))

    assert found is not None
    assert PARENTS[0] == found.casus
    assert {PARENTS[2], mine[0]} == set(found.betrokkenen)
    assert (PARENTS[6], mine[1]) == found.deelnames
    assert (mine[2],) == found.toewijzingen
    assert 4 == len(seen)
    assert registers.dossier(uid(404)) is None


def test_only_the_categories_asked_are_read(registers: Registers) -> None:
    """
    Of the rest not one row reaches this program, and without a category none at all.
    """
    add_parents(registers)
    for number, categorie in enumerate(("gezondheid", "gezondheid", "financieel")):
        registers.add(_with(PARENTS[3], id=uid(60 + number), categorie=categorie))
    with _queries(registers) as seen:
        found = registers.gegevens(uid(1), ["gezondheid", "inkomen"])

    assert {uid(60), uid(61)} == {each.id for each in found}
    assert [2] == [_rows(registers, *each) for each in seen]
    assert () == registers.gegevens(uid(1), [])
    assert () == registers.gegevens(uid(404), ["gezondheid"])
    assert 4 == len(registers.gegevens(uid(1)))


@contextmanager
def _queries(registers: Registers) -> Iterator[list[tuple[str, Any]]]:
    """
    Collect the statements with their values.
    """
    seen: list[tuple[str, Any]] = []
    connection = registers.connection

    def note(*given: Any) -> None:
        seen.append(given[2:4])

    sa.event.listen(connection, "after_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(connection, "after_cursor_execute", note)


def _rows(registers: Registers, statement: str, values: Any) -> int:
    """
    Count the rows that the database has to give for *statement*.
    """
    found = registers.connection.exec_driver_sql(
        f"SELECT count(*) FROM ({statement}) AS t",  # noqa: S608 -- a statement of ours
        values,
    )
    return int(found.scalar_one())
