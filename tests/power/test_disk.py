"""
The disk loses what it says it loses, and nothing else.
"""

from __future__ import annotations

import random

from pathlib import Path

import apsw
import pytest

from tests.power.disk import SECTOR, Delete, Disk, Loss, Sync, Truncate, Write, losses, read_files
from tests.power.driver import Connection
from tests.power.vfs import mounted


SEEDS = range(200)


def left(disk: Disk, at: int = -1) -> list[Loss]:
    """
    What may be left after a loss at operation *at*; at the end when it is not given.
    """
    end = len(disk.events) if at == -1 else at
    return [
        loss
        for seed in SEEDS
        for loss in losses(disk, lambda each: [random.Random(seed)] if each == end else [])  # noqa: B023, S311
    ]


def test_what_was_synced_stays(tmp_path: Path) -> None:
    """
    After a sync the whole of a file is there, whatever the chances.
    """
    disk = Disk(tmp_path / "d", {"f": b"oud"})
    disk.record(Write("f", 0, b"nieuw" * SECTOR))
    disk.record(Sync("f"))

    assert {b"nieuw" * SECTOR} == {loss.files["f"] for loss in left(disk)}


def test_what_was_not_synced_is_torn(tmp_path: Path) -> None:
    """
    Of four sectors every combination is left at some chance: all, none, and any in between.
    """
    old, new = b"o" * SECTOR, b"n" * SECTOR
    disk = Disk(tmp_path / "d", {"f": old * 4})
    disk.record(Write("f", 0, new * 4))
    found = {
        tuple(loss.files["f"][at] for at in range(0, 4 * SECTOR, SECTOR))
        for loss in left(disk)
        if all(loss.files["f"][at : at + SECTOR] in {old, new} for at in range(0, 2048, SECTOR))
    }

    assert 2**4 == len(found)


def test_a_later_write_may_stay_without_an_earlier_one(tmp_path: Path) -> None:
    """
    Writes that were not synced reach the disk in any order.
    """
    disk = Disk(tmp_path / "d", {"f": b"o" * SECTOR, "g": b"o" * SECTOR})
    disk.record(Write("f", 0, b"n" * SECTOR))
    disk.record(Write("g", 0, b"n" * SECTOR))
    found = {(loss.files["f"][:1], loss.files["g"][:1]) for loss in left(disk)}

    assert {(b"o", b"n"), (b"n", b"o"), (b"n", b"n"), (b"o", b"o")} <= found


def test_garbage_stays_within_what_was_written(tmp_path: Path) -> None:
    """
    A sector that is half written keeps its other half: storage has powersafe overwrite.
    """
    disk = Disk(tmp_path / "d", {"f": b"o" * SECTOR})
    disk.record(Write("f", 100, b"n" * 100))
    found = {loss.files["f"] for loss in left(disk)}

    assert {b"o" * 100} == {each[:100] for each in found}
    assert {b"o" * (SECTOR - 200)} == {each[200:] for each in found}
    assert 2 < len({each[100:200] for each in found})  # old, new, and neither


def test_a_sync_that_did_not_finish_guarantees_nothing(tmp_path: Path) -> None:
    """
    A loss during the sync itself is one before it.
    """
    disk = Disk(tmp_path / "d", {"f": b"o"})
    disk.record(Write("f", 0, b"n"))
    disk.record(Sync("f"))

    assert {b"o", b"n"} <= {loss.files["f"] for loss in left(disk, at=1)}


def test_a_new_size_may_be_lost(tmp_path: Path) -> None:
    """
    A file that was cut off may have its old size, until it is synced.
    """
    disk = Disk(tmp_path / "d", {"f": b"oud"})
    disk.record(Truncate("f", 0))

    assert {b"oud", b""} == {loss.files["f"] for loss in left(disk)}


def test_after_a_failed_sync_the_next_one_is_not_enough(tmp_path: Path) -> None:
    """
    What a failed sync dropped is not on the disk after one that succeeds.
    """
    disk = Disk(tmp_path / "d", {"f": b"o" * SECTOR * 64})
    disk.record(Write("f", 0, b"n" * SECTOR * 64))
    disk.fault = _refuse
    with pytest.raises(OSError, match="vol"):
        disk.record(Sync("f"))
    disk.fault = lambda _: None
    disk.record(Sync("f"))
    [found] = {loss.files["f"] for loss in left(disk, at=2)}

    assert {b"o"[0], b"n"[0]} == set(found)


def _refuse(_: object) -> None:
    raise OSError("vol")


def test_a_deleted_file_is_gone(tmp_path: Path) -> None:
    """
    Deletion is durable at once, which is kinder than a real disk.
    """
    disk = Disk(tmp_path / "d", {"f": b"oud"})
    disk.record(Delete("f"))

    assert [{}] * len(SEEDS) == [loss.files for loss in left(disk)]


def test_only_what_was_told_before_counts(tmp_path: Path) -> None:
    """
    What is told after an operation is not known at a loss during it.
    """
    disk = Disk(tmp_path / "d", {})
    disk.record(Write("f", 0, b"n"))
    disk.tell("regel", "1")
    disk.record(Sync("f"))
    told = [len(loss.told) for loss in losses(disk, lambda _: [random.Random(1)])]  # noqa: S311

    assert [0, 1, 1] == told


def test_everything_that_sqlite_does_is_recorded(tmp_path: Path) -> None:
    """
    Played again with nothing lost, the recording gives the files that SQLite made.
    """
    disk = Disk(tmp_path / "d", {})
    with mounted(disk) as name:
        connection = apsw.Connection(str(disk.folder / "f"), vfs=name)
        connection.execute("PRAGMA journal_mode = wal; CREATE TABLE t (a); INSERT INTO t SELECT 1")
        now = read_files(disk.folder)
        for file in now:
            disk.record(Sync(file))
        end = len(disk.events)
        connection.close()
    [loss] = losses(disk, lambda at: [random.Random(1)] if at == end else [])  # noqa: S311

    assert now == loss.files


def test_an_error_of_the_driver_is_one_of_sqlite3(tmp_path: Path) -> None:
    """
    What APSW raises comes out as Python's driver would raise it, with its code and name.
    """
    disk = Disk(tmp_path / "d", {})
    with mounted(disk) as name:
        connection = Connection(str(disk.folder / "f"), name, 1.0, 1_000)
        connection.execute("CREATE TABLE t (a UNIQUE)")
        connection.execute("INSERT INTO t VALUES (1)")
        with pytest.raises(Exception, match="UNIQUE") as caught:
            connection.execute("INSERT INTO t VALUES (1)")
        connection.close()

    assert "IntegrityError" == type(caught.value).__name__
    assert "SQLITE_CONSTRAINT_UNIQUE" == getattr(caught.value, "sqlite_errorname", "")
