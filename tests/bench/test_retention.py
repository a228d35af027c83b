"""
The benchmark of retention in a short form: ours and its peers remove the same rows.
"""

from __future__ import annotations

import sqlite3

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa


pytest.importorskip("cedarpy")
pytest.importorskip("vakt")

from bench import retention, retention_plan, retention_shred
from bench.retention_house import House, fill
from bench.retention_run import PEERS, Ran, Took, approved, ours, peer
from zvhprivacy.engine.content import GEGEVEN
from zvhprivacy.model.casus import Betrokkene, Casus, Gegeven
from zvhprivacy.store.purge import purged_tables
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rows import shape_of


CASES = 60


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """
    A house with some cases.
    """
    return fill(tmp_path_factory.mktemp("bench") / "huis", CASES)


def _rows(house: House) -> Counter[str]:
    """
    Count the rows of each table that belong to cases.
    """
    with closing(sqlite3.connect(house.hoofd)) as raw:
        names = [table.name for table in purged_tables()]
        return Counter({n: raw.execute(f"SELECT count(*) FROM {n}").fetchone()[0] for n in names})  # noqa: S608 - our own tables


def test_house_is_as_the_store_would_have_it(house: House) -> None:
    """
    Every row of the invented house passes the checks of the database, and points to one in it.
    """
    with closing(sqlite3.connect(house.hoofd)) as hoofd, closing(sqlite3.connect(house.kluis)) as k:
        checked = [hoofd.execute("PRAGMA integrity_check").fetchone()[0]]
        checked += k.execute("PRAGMA integrity_check").fetchone()
        dangling = hoofd.execute("PRAGMA foreign_key_check").fetchall()

    assert (["ok", "ok"], []) == (checked, dangling)
    assert 27 * CASES == _rows(house)["gegeven"]


def test_house_opens(house: House) -> None:
    """
    Everybody and everything in it opens with the key of its case.
    """
    with house.open() as engine:
        storage = engine.huis.storage
        with storage.hoofd.read() as connection:
            registers = Registers(connection)
            cases = connection.scalars(sa.select(shape_of(Casus).table.c.id)).all()
            people = [row for each in cases for row in registers.all_of(Betrokkene, casus=each)]
            items = [row for each in cases for row in registers.all_of(Gegeven, casus=each)]
        opener = storage.keys.opener()
        texts = {opener.open(i.inhoud, GEGEVEN(i.id, i.casus, i.versie))[:8] for i in items}
        known = engine.huis._rooms.content.everybody(people)

    assert (CASES, 27 * CASES) == (len(cases), len(items))
    assert None not in known
    assert {b"Wat een "} == texts


def test_made_once(house: House) -> None:
    """
    Asked again, the same house is given.
    """
    before = house.hoofd.stat().st_mtime_ns

    assert house == fill(house.folder, CASES)
    assert before == house.hoofd.stat().st_mtime_ns


def test_peers_leave_the_same(house: House, tmp_path: Path) -> None:
    """
    The run of a plan and each peer remove the same rows, and some.
    """
    copy = house.copy(tmp_path / "ons")
    with house.copy(tmp_path / "plan").open() as engine:
        cases = approved(engine)

    ran = ours(copy)
    left = _rows(copy)
    others = {}
    for name in PEERS:
        deleted = house.copy(tmp_path / "ander")
        peer(deleted, name, cases)
        others[name] = _rows(deleted)

    assert len(cases) == ran.cases > 0
    assert dict.fromkeys(PEERS, left) == others
    assert _rows(house)["casus"] - len(cases) == left["casus"]


def test_plan_reads_everything(house: House) -> None:
    """
    The plan has the lines that are due, and what it is compared with reads every item.
    """
    planned = retention_plan.measure(house)

    assert 27 * CASES == planned.items
    assert planned.lines > 0
    assert planned.peak is None or planned.peak < retention.PLAN_MB


def test_keys_go_faster_together(house: House, tmp_path: Path) -> None:
    """
    Several keys in one transaction take less than each in its own. Measured: fifty times.
    """
    shredded = retention_shred.measure(house.copy(tmp_path / "sleutels"))

    assert shredded.batch < shredded.single < shredded.forgotten


def test_every_figure_has_its_limit() -> None:
    """
    A run that is exactly as wanted meets every goal, and one that takes longer misses some.
    """
    planned = retention_plan.Planned(27, 1, 3.0, 1.0, 2.0, 300.0, 100.0)
    ran = Ran(1, Took(1.0, 1.0), Took(1.0, 1.0))
    figures = retention.Figures(
        (1, 1),
        (planned, planned),
        (ran, ran),
        dict.fromkeys(PEERS, Took(4.0, 4.0)),
        retention_shred.Shredded(1.0, 20.0, 40.0),
    )
    slow = figures._replace(ran=(ran._replace(batches=Took(1.1, 0.5)), ran))

    assert {True} == {goal.met for goal in figures.goals()}
    assert 2 == sum(not goal.met for goal in slow.goals())
    assert "ORM, case by case" in retention.as_text(figures)
