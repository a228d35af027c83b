"""
What happens when keys, disk or server are not as they should be: a clear error, and nothing else.
"""

from __future__ import annotations

import shutil
import sqlite3

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests import postgres
from tests.engine import houses
from tests.engine.calls import NAMES, calls
from tests.engine.intruder import deviations
from tests.engine.zaken import Bouw, Zaak, bouw
from zvhprivacy.engine.rows import stored_rows
from zvhprivacy.engine.storage import Storage
from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.store.errors import SchemaTooNew


READS = frozenset({"decide", "decide no", "require"})  # what only writes in the logboek


def _clear(error: ZvhError, *words: str) -> None:
    """
    Check that a person can read what is wrong, in both languages.
    """
    for language in ("nl", "en"):
        assert len(error.sentence(language)) > 30
        assert "{" not in error.sentence(language)
    for word in words:
        assert word in str(error)


@pytest.mark.parametrize("name", ["wrong", "lost", "damaged"])
def test_without_the_right_key_file_nothing_opens(bouw: Bouw, tmp_path: Path, name: str) -> None:
    """
    Another key file, none, or a damaged one: the house stays shut and as it was.
    """
    with bouw.kopie(tmp_path):
        pass
    path = tmp_path / "sleutels" / "sleutels.json"
    before = _bytes(tmp_path / "db")
    key = partial(houses.opened, path)
    if name == "wrong":
        key = partial(houses.keyfile, tmp_path / "andere")
    elif name == "damaged":
        path.write_bytes(path.read_bytes()[:-40])
    else:
        shutil.rmtree(tmp_path / "sleutels")
        (tmp_path / "sleutels").mkdir(mode=0o700)

    with pytest.raises(ZvhError) as caught, bouw.open(tmp_path, sleutels=key()):
        pass

    _clear(caught.value)
    assert caught.value.exit_code in {Exit.KEYS, Exit.USAGE}
    assert before == _bytes(tmp_path / "db")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if not path.name.endswith(("-shm", "-wal"))
    }


# ------------------------------------------------------------- the disk


@contextmanager
def _told(storage: Storage, pragma: str) -> Iterator[None]:
    """
    Tell every connection to the hoofd that is taken from now on *pragma*.
    """

    def taken(connection: Any, *_: object) -> None:
        # Below SQLAlchemy, as the logboek begins its transactions.
        connection.execute(pragma)

    engine = storage.hoofd.engine
    storage.log.close()
    sa.event.listen(engine.pool, "checkout", taken)
    try:
        yield
    finally:
        sa.event.remove(engine.pool, "checkout", taken)
        storage.log.close()
        engine.dispose()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_only_gives_nothing(huisje: Zaak, name: str) -> None:
    """
    When the hoofd cannot be written, a call says so, gives nothing and leaves nothing half done.
    """
    storage = huisje.h.huis.storage
    call = calls(huisje)[name]
    before = sorted(stored_rows(storage.hoofd)), storage.log.head()
    with _told(storage, "PRAGMA query_only = ON"), pytest.raises(ZvhError) as caught:
        call()

    _clear(caught.value)
    assert "read-only" in str(caught.value) + caught.value.sentence("en")
    assert Exit.KEYS == caught.value.exit_code
    assert before == (sorted(stored_rows(storage.hoofd)), storage.log.head())
    assert [] == deviations(huisje)


def test_a_full_disk_keeps_a_call_whole(huisje: Zaak) -> None:
    """
    With no page left, each call is done and told as a whole, or says that the disk is full.
    """
    storage, refused = huisje.h.huis.storage, list[ZvhError]()
    prepared = calls(huisje)
    with _told(storage, "PRAGMA max_page_count = 1"):
        for name in (*["decide"] * 8, *NAMES):
            before = sorted(stored_rows(storage.hoofd)), storage.log.head()
            error = _error_of(prepared[name])
            if error is not None:
                refused.append(error)
                assert before == (sorted(stored_rows(storage.hoofd)), storage.log.head())
            assert [] == deviations(huisje)
    prepared["decide"]()

    assert len(refused) > len(NAMES) / 2
    for each in refused:
        _clear(each, "disk-full")
    assert {Exit.KEYS} == {each.exit_code for each in refused}


def _error_of(call: Callable[[], object]) -> ZvhError | None:
    try:
        call()
    except ZvhError as error:
        return error
    return None


def test_an_empty_disk_that_is_full_leaves_no_house(tmp_path: Path) -> None:
    """
    A folder that cannot be made is said so.
    """
    (tmp_path / "db").write_text("een bestand", encoding="utf-8")

    with pytest.raises(ZvhError) as caught, houses.huis(tmp_path):
        pass

    _clear(caught.value)


# ------------------------------------------------------------- versions


@pytest.mark.parametrize("part", ["hoofd", "kluis"])
def test_tables_of_a_newer_version_are_left_alone(bouw: Bouw, tmp_path: Path, part: str) -> None:
    """
    What a newer program made is not opened by this one, and not changed.
    """
    with bouw.kopie(tmp_path):
        pass
    name = {"hoofd": "huis.sqlite", "kluis": "huis-kluis.sqlite"}[part]
    connection = sqlite3.connect(tmp_path / "db" / name)
    connection.execute(f"UPDATE versie_{part} SET version_num = '9999'")  # noqa: S608 - our own table
    connection.commit()
    connection.close()
    before = _bytes(tmp_path / "db")

    with pytest.raises(SchemaTooNew) as caught, bouw.open(tmp_path):
        pass

    _clear(caught.value, "9999")
    assert before == _bytes(tmp_path / "db")


# ------------------------------------------------------------- the server


@pytest.mark.postgres
def test_a_server_that_is_gone_gives_nothing(tmp_path: Path) -> None:
    """
    PostgreSQL stops in the middle: every call says so; when it is back all is as it was.
    """
    try:
        running = postgres.Server()
    except postgres.NoPostgres as reason:
        pytest.skip(str(reason))
    try:
        built = bouw(tmp_path, running.new_database())
        with built.open(tmp_path, built.target) as zaak:
            storage = zaak.h.huis.storage
            prepared = calls(zaak)
            before = sorted(stored_rows(storage.hoofd)), storage.log.head()
            running.stop(immediate=True)
            codes = {}
            for name in NAMES:
                with pytest.raises(ZvhError) as caught:
                    prepared[name]()
                _clear(caught.value)
                codes[name] = caught.value.exit_code
            running.start()
            after = sorted(stored_rows(storage.hoofd)), storage.log.head()
            prepared["open"]()

            assert before == after
            assert {Exit.KEYS} == set(codes.values())
            assert [] == deviations(zaak)
    finally:
        running.close()
