"""
One at a time: who works keeps all others out, and who was overtaken changes nothing any more.
"""

from __future__ import annotations

import threading

from datetime import timedelta

import pytest

from tests.bewaren.huis import FRESH, Bewaarhuis
from tests.bewaren.test_run import Cut, alive
from zvhprivacy.bewaren import batch, carrying, turn
from zvhprivacy.bewaren.outcome import RunReport
from zvhprivacy.model.bewaarplan import PlanState, Uitkomst
from zvhprivacy.model.casus import Casus
from zvhprivacy.store.lease import LeaseHeld, LeaseLost
from zvhprivacy.store.plannen import Plannen


def test_a_second_worker_is_told_who_works(b: Bewaarhuis) -> None:
    """
    While one carries out, another is refused by name, and may come when it is done.
    """
    b.zaak()
    b.goedgekeurd()
    said: list[str] = []

    def stap(_: int) -> None:
        with pytest.raises(LeaseHeld) as refused:
            b.bewaren.run(houder="ander:2")
        said.append(refused.value.sentence())

    b.bewaren.run(houder="een:1", stap=stap)

    assert "een:1" in said[0]
    assert () == b.bewaren.run(houder="ander:2", if_due=True).plannen


def test_two_that_start_together_destroy_once(b: Bewaarhuis) -> None:
    """
    One does all of it, the other hears why not or finds nothing to do.
    """
    for _ in range(4):
        b.zaak()
    b.goedgekeurd()
    together = threading.Barrier(2)
    ended: list[RunReport | LeaseHeld] = []

    def work(naam: str) -> None:
        together.wait()
        try:
            ended.append(b.bewaren.run(houder=naam, if_due=True))
        except LeaseHeld as held:
            ended.append(held)

    threads = [threading.Thread(target=work, args=(naam,)) for naam in ("een:1", "twee:2")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    counts = [
        sum(p.zaken for p in each.plannen) for each in ended if not isinstance(each, LeaseHeld)
    ]
    assert 4 == sum(counts)
    assert 2 == len(ended)
    assert set() == b.er_zijn(Casus)
    assert [] == b.afwijkingen()


def test_others_go_on_working(b: Bewaarhuis, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Who enrols people and stores cases meanwhile waits a moment, and neither waits for the other.
    """
    monkeypatch.setattr(carrying, "BATCH", 1)
    for _ in range(3):
        b.zaak()
    b.goedgekeurd()
    stored, stop = list[str](), threading.Event()

    def work() -> None:
        while not stop.is_set():
            stored.append(b.zaak(FRESH).id)

    other = threading.Thread(target=work)
    other.start()
    try:
        [report] = b.bewaren.run().plannen
    finally:
        stop.set()
        other.join(timeout=60)

    assert not other.is_alive()
    assert 3 == report.zaken
    assert set(stored) == b.er_zijn(Casus)
    assert [] == b.afwijkingen()


def test_who_was_overtaken_changes_nothing_any_more(
    b: Bewaarhuis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    He slept past his lease and another took it: his next batch is refused whole.
    """
    monkeypatch.setattr(carrying, "BATCH", 1)
    first, second = b.zaak(), b.zaak()
    b.goedgekeurd()
    hoofd = b.rooms.storage.hoofd

    def stap(_: int) -> None:
        b.h.klok.goes(seconds=int(turn.LEASE / timedelta(seconds=1)))
        now = b.h.klok()
        with hoofd.write() as connection:
            Plannen(connection).take("ander:2", now, now + turn.LEASE)

    with pytest.raises(LeaseLost, match="ander:2"):
        b.bewaren.run(houder="een:1", stap=stap)

    assert [False, True] == [alive(b, each) for each in (first, second)]
    assert {second.id} == b.er_zijn(Casus)


def test_who_dies_is_waited_for_and_then_succeeded(
    b: Bewaarhuis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Until his lease is over nobody works; then the next one goes on where he was.
    """
    zaak = b.zaak()
    b.goedgekeurd()

    def dies(*_: object) -> None:
        raise Cut

    with monkeypatch.context() as patched:
        patched.setattr(batch, "purge_cases", dies)
        patched.setattr(Plannen, "release", dies)
        with pytest.raises(Cut):
            b.bewaren.run(houder="een:1")
    with pytest.raises(LeaseHeld):
        b.bewaren.run(houder="ander:2")
    b.h.klok.goes(minutes=16)
    [report] = b.bewaren.run(houder="ander:2").plannen

    assert PlanState.KLAAR is report.state
    assert set() == b.er_zijn(Casus)
    assert [Uitkomst.VERNIETIGD] == [
        line.uitkomst for plan in b.bewaren.plannen() for line in b.regels(plan)
    ]
    assert not alive(b, zaak)
