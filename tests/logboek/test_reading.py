"""
Lines are found by case, row, actor, betrokkene and period, and only for a lawful purpose.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from hypothesis import given
from hypothesis import strategies as st

from tests.logboek.made import START, Klok, audit, data, writer
from tests.logboek.memory import MemoryStore
from zvhprivacy.errors import WrongUse
from zvhprivacy.logboek import reading
from zvhprivacy.logboek.line import (
    AuditLine,
    Gebeurtenis,
    Logdoel,
    Resultaat,
    Subject,
    Voorwerp,
    as_time,
)
from zvhprivacy.logboek.reading import Query
from zvhprivacy.logboek.reconcile import (
    Reference,
    RowDeviation,
    RowKind,
    compare_rows,
    reconcile,
)


ZEGEL = "ab" * 32


def kept() -> MemoryStore:
    """
    Ten minutes of a case `a` and a case `b`, one line and one data line a minute.
    """
    store, klok = MemoryStore(), Klok(timedelta(minutes=1))
    ours = writer(store, klok=klok)
    for number in range(10):
        subject = Subject(f"betrokkene-{number % 3}", "pseudoniem", "a/b/c@2026-01-01")
        line = audit(
            casus="ab"[number % 2],
            actor=f"actor-{number % 3}",
            voorwerp=Voorwerp(f"rij-{number % 2}", number, ZEGEL),
        )
        ours.write([line, data(attributes=subject)])
    return store


STORE = kept()


def numbers(**query: Any) -> list[int]:
    """
    The numbers of the lines that a query gives.
    """
    found = reading.lees(STORE, Query(**query), doel=Logdoel.RECHTMATIGHEID)
    return [entry.nummer for entry in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [*range(20)]),
        ({"casus": "a"}, [0, 4, 8, 12, 16]),
        ({"voorwerp": "rij-1"}, [2, 6, 10, 14, 18]),
        ({"casus": "a", "voorwerp": "rij-1"}, []),
        ({"actor": "actor-1"}, [2, 8, 14]),
        ({"betrokkene": "betrokkene-1"}, [3, 9, 15]),
        ({"actor": "actor-1", "betrokkene": "betrokkene-1"}, []),
        ({"vanaf": START + timedelta(minutes=9)}, [16, 17, 18, 19]),
        ({"tot": START + timedelta(minutes=2)}, [0, 1]),
        ({"casus": "a", "vanaf": START + timedelta(minutes=9)}, [16]),
        ({"casus": "niemand"}, []),
    ],
)
def test_lines_are_found(query: dict[str, Any], expected: list[int]) -> None:
    """
    Each part of a query narrows what is given.
    """
    assert expected == numbers(**query)


@given(st.integers(-1, 700), st.integers(-1, 700))
def test_a_period_is_what_looking_at_every_line_gives(start: int, stop: int) -> None:
    """
    Halving gives the lines of a period, as looking at all of them would.
    """
    van, tot = START + timedelta(seconds=start), START + timedelta(seconds=stop)
    times = {
        entry.nummer: entry.line.tijd if isinstance(entry.line, AuditLine) else entry.line.end_time
        for entry in reading.lees(STORE, Query(), doel=Logdoel.INTERNE_CONTROLE)
        if entry.line
    }

    assert [n for n, time in times.items() if as_time(van) <= (time or "") < as_time(tot)] == (
        numbers(vanaf=van, tot=tot)
    )


def test_a_purpose_is_asked_before_anything_is_read() -> None:
    """
    Without one of the four purposes there is not even an iterator.
    """
    with pytest.raises(WrongUse):
        reading.lees(STORE, Query(), doel=cast("Logdoel", "nieuwsgierigheid"))


def test_a_damaged_line_is_not_left_out_in_silence() -> None:
    """
    Who reads learns that there is a line he cannot read.
    """
    store = STORE.copy()
    store.rows.leaves[4] = store.rows.leaves[4]._replace(regel=b"{}")
    found = reading.lees(store, Query(casus="a"), doel=Logdoel.RECHTMATIGHEID)

    assert [(0, True), (4, False), (8, True)] == [(n, line is not None) for n, line in found][:3]


def test_pruned_lines_are_passed_over() -> None:
    """
    A period that begins before what was pruned gives what is left.
    """
    store = STORE.copy()
    with store.write() as tx:
        tx.prune(0, 7)
    found = reading.lees(store, Query(vanaf=START), doel=Logdoel.RECHTMATIGHEID)

    assert [*range(7, 20)] == [entry.nummer for entry in found]


# --- the checkpoint of a day


def test_the_checkpoint_of_a_day_is_the_last_one() -> None:
    """
    It is that of the end of the day in the Netherlands; a quiet day has that of the day before.
    """
    store, klok = MemoryStore(), Klok(timedelta(0))
    ours = writer(store, klok=klok)
    for moment in (
        datetime(2026, 6, 1, 10, tzinfo=UTC),
        datetime(2026, 6, 1, 21, 59, tzinfo=UTC),
        datetime(2026, 6, 1, 22, tzinfo=UTC),  # midnight in the Netherlands
    ):
        klok.now = moment
        ours.write([audit()])
    found = {day: reading.checkpoint_of(store, date(2026, 6, day)) for day in (1, 2, 3)}

    assert {1: 2, 2: 3, 3: 3} == {day: each.size for day, each in found.items() if each}
    assert reading.checkpoint_of(store, date(2026, 5, 31)) is None
    assert "logboek-2026-06-01.txt" == reading.day_file(date(2026, 6, 1))


# --- completeness


def test_every_grant_has_its_line() -> None:
    """
    A Grant without a line, and a line that allows without a Grant, are both found.
    """
    store = MemoryStore()
    writer(store).write(
        [
            audit(operatie="1" * 16),
            audit(operatie="2" * 16),
            audit(operatie="3" * 16, resultaat=Resultaat.VERBODEN),
            data(),
        ]
    )
    entries = list(reading.lees(store, Query(), doel=Logdoel.INTERNE_CONTROLE))
    one, two, three = (Reference(n, audit().trace, str(n + 1) * 16) for n in range(3))

    assert reconcile([one, two], entries)
    assert ((), (two,)) == reconcile([one], entries)
    assert ((three,), ()) == reconcile([one, two, three], entries)
    assert ((one._replace(nummer=1),), (one,)) == reconcile([one._replace(nummer=1), two], entries)


def test_an_old_version_of_a_row_is_found() -> None:
    """
    Each stored row must be what its last line sealed; what was destroyed is not expected.
    """
    store = MemoryStore()
    first, second = Voorwerp("rij", 1, "01" * 32), Voorwerp("rij", 2, "02" * 32)
    other, gone = Voorwerp("ander", 1, "03" * 32), Voorwerp("weg", 1, "04" * 32)
    writer(store).write(
        [
            audit(voorwerp=first),
            audit(voorwerp=second),
            audit(voorwerp=second._replace(versie=3), resultaat=Resultaat.MISLUKT),
            audit(voorwerp=other),
            audit(
                voorwerp=other, gebeurtenis=Gebeurtenis.VERNIETIGEN, resultaat=Resultaat.VERBODEN
            ),
            audit(voorwerp=gone),
            audit(voorwerp=gone, gebeurtenis=Gebeurtenis.VERNIETIGEN),
        ]
    )
    strange = Voorwerp("vreemd", 1, "05" * 32)

    assert [] == compare_rows(store, [second, other])
    assert [RowDeviation(RowKind.ANDERS, "rij", 1)] == compare_rows(store, [first, other])
    assert [RowDeviation(RowKind.VERDWENEN, "ander", 3)] == compare_rows(store, [second])
    assert [
        RowDeviation(RowKind.ZONDER_REGEL, "vreemd", -1),
        RowDeviation(RowKind.ZONDER_REGEL, "weg", -1),
    ] == compare_rows(store, [second, other, gone, strange])


def test_the_line_that_a_case_went_is_about_all_of_its_rows() -> None:
    """
    No row of it is expected any more, and one that is there again is found; others are as before.
    """
    store = MemoryStore()
    casus = Voorwerp("zaak", 1, "01" * 32)
    of_it, of_another = Voorwerp("rij", 1, "02" * 32), Voorwerp("ander", 1, "03" * 32)
    writer(store).write(
        [
            audit(voorwerp=casus, casus="zaak"),
            audit(voorwerp=of_it, casus="zaak"),
            audit(voorwerp=of_another, casus="andere-zaak"),
            audit(voorwerp=casus, casus="zaak", gebeurtenis=Gebeurtenis.VERNIETIGEN),
        ]
    )

    assert [] == compare_rows(store, [of_another])
    assert [RowDeviation(RowKind.ZONDER_REGEL, "rij", -1)] == compare_rows(
        store, [of_it, of_another]
    )
    assert [RowDeviation(RowKind.VERDWENEN, "ander", 2)] == compare_rows(store, [])
