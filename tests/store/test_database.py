"""
Opening a database: safe settings or none at all, and only errors of ours that quote nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import sqlite3
import stat
import sys
import traceback

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sqlalchemy import event

from tests.postgres import Server
from zvhprivacy.errors import AlreadyThere, Exit, StoreFailed, WrongUse, ZvhError, placeholders
from zvhprivacy.store import connect, errors
from zvhprivacy.store.database import Database, Part, kluis_beside, open_database
from zvhprivacy.store.raw import driver, run
from zvhprivacy.store.tables import KLUIS
from zvhprivacy.store.tables.kluis import KluisDomein


CANARY = "Truus Verzonnen 123456782"
DOMEIN = KLUIS.tables["kluis_domein"]


def test_a_row_survives_closing(target: str) -> None:
    """
    What was written is there for who opens the database again.
    """
    first = open_database(Part.KLUIS, target)
    with first.write() as connection:
        connection.execute(sa.insert(DOMEIN).values(naam="a", code="b"))
    first.close()
    again = open_database(Part.KLUIS, target, create=False)
    with again.read() as connection:
        rows = connection.execute(sa.select(DOMEIN)).all()
    again.close()

    assert [("a", "b")] == [tuple(row) for row in rows]


def test_what_raises_inside_keeps_nothing(kluis: Database) -> None:
    """
    A transaction is kept as a whole or not at all.
    """

    def interrupted() -> None:
        with kluis.write() as connection:
            connection.execute(sa.insert(DOMEIN).values(naam="a", code="b"))
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        interrupted()
    with kluis.read() as connection:
        rows = connection.execute(sa.select(DOMEIN)).all()

    assert not rows


# ---------------------------------------------------------------------------- SQLite


def test_the_files_are_for_the_owner_only(tmp_path: Path) -> None:
    """
    The database and the files beside it cannot be read by others on the machine.
    """
    mask = os.umask(0)
    try:
        database = open_database(Part.KLUIS, tmp_path / "kluis.db")
        modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        names = {path.name for path in tmp_path.iterdir()}
        database.close()
    finally:
        os.umask(mask)

    assert {0o600} == modes
    assert {"kluis.db", "kluis.db-wal", "kluis.db-shm"} == names


def test_every_connection_has_the_settings(tmp_path: Path) -> None:
    """
    The settings hold on each connection, not only on the first.
    """
    database = open_database(Part.KLUIS, tmp_path / "kluis.db")
    found = []
    with database.connect() as one, database.connect() as two:
        for connection in (one, two):
            raw: Any = connection.connection.driver_connection
            found.append(
                {
                    name: raw.execute(f"PRAGMA {name}").fetchone()[0]
                    for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
                }
            )
    database.close()

    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
    assert [wanted, wanted] == found


@pytest.mark.parametrize(
    ("name", "value"), [("foreign_keys", 2), ("journal_mode", "nee"), ("secure_delete", 7)]
)
def test_a_setting_that_does_not_take_stops_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    """
    SQLite ignores a setting it does not know or cannot do, in silence; we read it back.
    """
    monkeypatch.setitem(connect.SQLITE_SETTINGS, name, value)

    with pytest.raises(errors.UnsafeDatabase) as caught:
        open_database(Part.KLUIS, tmp_path / "kluis.db")

    assert f"{name}=" in str(caught.value)


@pytest.mark.parametrize(
    "target",
    [
        "",
        ":memory:",
        "sqlite://",
        "sqlite:///x.db?mode=ro",
        "mysql://u:geheim@h/d",
        "postgresql://h:poort/d",
    ],
)
def test_only_a_file_or_postgresql_is_a_database(target: str) -> None:
    """
    Anything else is refused, and a password in it is not repeated.
    """
    with pytest.raises(errors.WrongDatabase) as caught:
        open_database(Part.KLUIS, target)

    assert "geheim" not in str(caught.value)
    assert Exit.USAGE == caught.value.exit_code


def test_a_misspelt_name_does_not_begin_anew(tmp_path: Path) -> None:
    """
    Who expects a database to be there is told when it is not, and none is made.
    """
    with pytest.raises(errors.DatabaseMissing):
        open_database(Part.HOOFD, tmp_path / "hoofdd.db", create=False)

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda path: path.write_bytes(b"dit is geen database" * 100), errors.Damaged),
        (lambda path: path.mkdir(), errors.DatabaseUnreachable),
    ],
    ids=["garbage", "folder"],
)
def test_what_stands_there_may_be_no_database(
    tmp_path: Path, make: Callable[[Path], object], kind: type[StoreFailed]
) -> None:
    """
    A file of something else is left as it is.
    """
    path = tmp_path / "kluis.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None

    with pytest.raises(kind):
        open_database(Part.KLUIS, path)

    assert before == (path.read_bytes() if path.is_file() else None)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """
    The file cannot be made where there is no folder.
    """
    with pytest.raises(errors.DatabaseUnreachable):
        open_database(Part.KLUIS, tmp_path / "weg" / "kluis.db")


def test_a_full_disk(tmp_path: Path) -> None:
    """
    Without room nothing is kept, and what was there stays readable.
    """
    database = open_database(Part.KLUIS, tmp_path / "kluis.db")
    rows = [{"naam": f"{number}" * 200, "code": str(number)} for number in range(1_000)]
    with _on_connect(database, "PRAGMA max_page_count = 40"):
        with pytest.raises(errors.DiskFull), database.write() as connection:
            connection.execute(sa.insert(DOMEIN), rows)
        with database.read() as connection:
            kept = connection.execute(sa.select(DOMEIN)).all()
    database.close()

    assert not kept


def test_a_read_only_database(tmp_path: Path) -> None:
    """
    Who may not write is told so.
    """
    database = open_database(Part.KLUIS, tmp_path / "kluis.db")
    with (
        _on_connect(database, "PRAGMA query_only = 1"),
        pytest.raises(errors.ReadOnly),
        database.write() as connection,
    ):
        connection.execute(sa.insert(DOMEIN).values(naam="a", code="b"))
    database.close()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root may be nobody")
def test_a_read_only_file(tmp_path: Path) -> None:
    """
    A file that we may read and not write is refused at once, in one sentence.
    """
    path = tmp_path / "kluis.db"
    open_database(Part.KLUIS, path).close()
    path.chmod(0o444)
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents:
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o011)
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    process = context.Process(target=_open_as_nobody, args=(path, queue))
    process.start()
    found = queue.get(timeout=30)
    process.join()

    assert isinstance(found, errors.ReadOnly)


def test_processes_may_open_the_same_new_database(tmp_path: Path) -> None:
    """
    Whoever is first makes the tables; the others find them.
    """
    context = multiprocessing.get_context("spawn")
    with context.Pool(4) as pool:
        found = pool.map(_open, [str(tmp_path / "hoofd.db")] * 4)

    assert [None] * 4 == found


# ------------------------------------------------------------------------ PostgreSQL


@pytest.mark.postgres
def test_a_server_that_does_not_flush_is_refused(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A server that says *kept* before it is, is no place for a logboek.
    """
    monkeypatch.setitem(connect.POSTGRESQL_SETTINGS, "synchronous_commit", {"remote_apply"})

    with pytest.raises(errors.UnsafeDatabase) as caught:
        open_database(Part.KLUIS, postgres.new_database())

    assert "synchronous_commit=on" in str(caught.value)


@pytest.mark.postgres
def test_a_role_cannot_weaken_the_settings(postgres: Server) -> None:
    """
    What an administrator set for the database does not count above what we ask.
    """
    url = postgres.new_database()
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        name = connection.exec_driver_sql("SELECT current_database()").scalar()
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET synchronous_commit = off")
    engine.dispose()
    database = open_database(Part.KLUIS, url)
    with database.read() as connection:
        found = connection.exec_driver_sql("SHOW synchronous_commit").scalar()
    database.close()

    assert found == "on"


@pytest.mark.postgres
def test_a_server_that_goes_away_and_comes_back(postgres: Server) -> None:
    """
    While it is away nothing is kept; once it is back the same object works again.
    """
    database = open_database(Part.KLUIS, postgres.new_database())

    def interrupted() -> None:
        with database.write() as connection:
            connection.execute(sa.insert(DOMEIN).values(naam="a", code="b"))
            postgres.stop(immediate=True)

    try:
        with pytest.raises(errors.DatabaseUnreachable):
            interrupted()
        with pytest.raises(errors.DatabaseUnreachable), database.read():
            pass
    finally:
        postgres.start()
    with database.read() as connection:
        rows = connection.execute(sa.select(DOMEIN)).all()
    database.close()

    assert not rows


@pytest.mark.postgres
def test_what_is_logged_of_a_lost_connection_holds_no_error(
    postgres: Server, caplog: pytest.LogCaptureFixture
) -> None:
    """
    The pool says that a connection was lost; the error itself could quote a row.
    """
    database = open_database(Part.KLUIS, postgres.new_database())
    try:
        with database.connect() as connection:
            run(driver(connection), "SELECT 1", (), sqlite=False)
            postgres.stop(immediate=True)
        database.close()
    finally:
        postgres.start()
    records = [record for record in caplog.records if record.levelname == "ERROR"]

    assert 1 == len(records)
    assert [] == [record for record in records if record.exc_info]


@pytest.mark.postgres
def test_a_password_is_in_no_message(postgres: Server) -> None:
    """
    A database is called by its host and name.
    """
    url = f"postgresql://wie:geheim@localhost:1/niets?host={postgres.folder}"

    with pytest.raises(StoreFailed) as caught:
        open_database(Part.KLUIS, url)

    assert "geheim" not in _everything(caught.value)
    assert "niets" in str(caught.value)


# ------------------------------------------------------------------------------ both


def test_a_writer_waits_and_then_gives_up(new_target: Callable[[], str]) -> None:
    """
    A lock that another holds on to is waited for, not for ever.
    """
    target = new_target()
    holder = open_database(Part.KLUIS, target)
    waiter = open_database(Part.KLUIS, target, patience=0.2)
    try:
        with (
            holder.write(alone=1),
            pytest.raises(errors.DatabaseBusy),
            waiter.write(alone=1),
        ):
            pass
    finally:
        holder.close()
        waiter.close()


def test_an_error_carries_nothing_of_what_was_stored(kluis: Database) -> None:
    """
    Neither the message nor anything that hangs on the error holds a value of the statement.
    """
    statement = sa.insert(DOMEIN).values(naam=CANARY, code=CANARY)
    with kluis.write() as connection:
        connection.execute(statement)

    with pytest.raises(AlreadyThere) as caught, kluis.write() as connection:
        connection.execute(statement)

    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    assert CANARY not in _everything(caught.value)
    assert CANARY.encode() not in pickle.dumps(caught.value)


@pytest.mark.parametrize(
    "statement",
    [
        lambda: sa.insert(DOMEIN).values(naam=CANARY, code=None),
        lambda: sa.select(sa.literal(CANARY), sa.column("bestaat_niet")),
        lambda: sa.insert(DOMEIN).values(naam=CANARY, code=object()),
        lambda: sa.text(f"SELECT '{CANARY}"),
    ],
    ids=["not-null", "no-column", "no-type", "no-end"],
)
def test_a_wrong_statement_is_ours_too(
    kluis: Database, statement: Callable[[], sa.Executable]
) -> None:
    """
    What SQLAlchemy or the driver raises, whatever it is, becomes a `StoreFailed` without content.
    """
    with pytest.raises(StoreFailed) as caught, kluis.write() as connection:
        connection.execute(statement())

    assert CANARY not in _everything(caught.value)
    assert caught.value.__context__ is None


def test_a_fork_may_not_use_the_connections(kluis: Database) -> None:
    """
    A forked process on the connections of its parent would mix two transactions.
    """
    kluis._process += 1

    with pytest.raises(errors.DatabaseUnreachable), kluis.read():
        pass


def test_a_row_shows_nothing_of_itself() -> None:
    """
    A row in a log or a traceback shows its type only.
    """
    row = KluisDomein(naam=CANARY, code=CANARY)

    assert "KluisDomein()" == repr(row) == str(row) == f"{row}"


def test_the_kluis_stands_beside_the_hoofd() -> None:
    """
    One target is enough: the second file is beside the first, the second tables in the same place.
    """
    assert Path("map/zvh-kluis.db") == kluis_beside("map/zvh.db")
    assert Path("/map/zvh-kluis.db") == kluis_beside("sqlite:////map/zvh.db")
    assert "postgresql://h/d" == kluis_beside("postgresql://h/d")


def test_the_sentences_say_the_same_in_both_languages() -> None:
    """
    Every error of the store has a sentence in two languages, a code of its own and an exit code.
    """
    kinds = {
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, ZvhError)
    }
    for kind in kinds:
        assert placeholders(kind.nl) == placeholders(kind.en), kind
        assert issubclass(kind, WrongUse) or kind.exit_code is Exit.KEYS

    assert len(kinds) == len({kind.code for kind in kinds})


@contextmanager
def _on_connect(database: Database, pragma: str) -> Iterator[None]:
    def do(raw: sqlite3.Connection, _: object) -> None:
        raw.execute(pragma)

    database.engine.dispose()
    event.listen(database.engine, "connect", do)
    yield
    event.remove(database.engine, "connect", do)


def _open(target: str) -> str | None:
    try:
        open_database(Part.HOOFD, target).close()
    except ZvhError as error:
        return str(error)
    return None


def _open_as_nobody(path: Path, queue: Any) -> None:
    os.setuid(65534)
    try:
        open_database(Part.KLUIS, path)
    except ZvhError as error:
        queue.put(error)
    else:
        queue.put(None)


def _everything(error: BaseException) -> str:
    """
    Give all that an error reporter could find by following the error, without local variables.
    """
    return "".join(traceback.format_exception(error)) + repr(vars(error)) + repr(error.args)
