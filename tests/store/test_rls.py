"""
Roles and row-level security on a real server: a second defence that holds when the first is gone.
"""

from __future__ import annotations

import os

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from tests.logboek import made
from tests.logboek.keys import TestSigner
from tests.postgres import Server
from zvhprivacy.errors import WrongUse
from zvhprivacy.logboek.verify import verify
from zvhprivacy.model.stored import StoredKey, StoredPerson
from zvhprivacy.store import rls
from zvhprivacy.store.bewaarfeiten import summaries
from zvhprivacy.store.database import Database, Part, open_database
from zvhprivacy.store.errors import NotAllowed, TracesLeft, WrongDatabase
from zvhprivacy.store.kluis import KluisStore
from zvhprivacy.store.logboek import LogboekStore
from zvhprivacy.store.outliving import OUTLIVES
from zvhprivacy.store.plannen import Plannen
from zvhprivacy.store.purge import left_of, purge_cases, purged_tables
from zvhprivacy.store.scrub import scrub
from zvhprivacy.store.tables import metadata_of


pytestmark = pytest.mark.postgres
TABLES = metadata_of(Part.HOOFD).tables
CASUS = TABLES["casus"]
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """
    A database with the roles installed, and who to be in it.
    """

    server: Server
    url: str
    opened: list[Database]

    def as_(self, role: str, part: Part = Part.HOOFD) -> Database:
        """
        Log in as somebody who is only *role*.
        """
        login = f"{role}_login"
        with suppress(psycopg.errors.DuplicateObject):
            self.server.execute(f"CREATE ROLE {{}} LOGIN IN ROLE {role}", login)
        url = self.url.replace("postgres@", f"{login}@")
        return self.open(part, url)

    def open(self, part: Part, url: str | None = None) -> Database:
        """
        Open it, as superuser unless *url* says otherwise.
        """
        database = open_database(part, url or self.url)
        self.opened.append(database)
        return database


@pytest.fixture
def place(postgres: Server) -> Iterator[Place]:
    """
    Both parts in one database, with the roles installed.
    """
    made_ = Place(postgres, postgres.new_database(), [])
    for part in Part:
        rls.install(made_.open(part))
    yield made_
    for database in made_.opened:
        database.close()


def a_case(name: str) -> dict[str, Any]:
    """
    Give the row of a case; the database checks little of it.
    """
    return {
        "id": name * 32,
        "convenant": "zvh",
        "proces": "com",
        "kader": "wgs",
        "doel": "complexe-casuistiek",
        "fase": "aangemeld",
        "fase_sinds": NOW,
        "aangemeld_door": "gemeente-a",
        "eerste_verwerking": date(2026, 6, 1),
        "laatste_verwerking": date(2026, 6, 1),
        "versie": 1,
    }


def cases(database: Database, *, see: Callable[[sa.Connection], None] | None = None) -> list[str]:
    """
    Give the cases that a query without any condition finds.
    """
    with database.write() as connection:
        if see is not None:
            see(connection)
        return sorted(row[0][0] for row in connection.execute(sa.select(CASUS.c.id)))


# ------------------------------------------------------------------- row-level security


@pytest.fixture
def app(place: Place) -> Database:
    """
    The login of the case system, and two cases.
    """
    app = place.as_(rls.APP)
    with app.write() as connection:
        rls.see_all(connection)
        connection.execute(sa.insert(CASUS), [a_case("a"), a_case("b")])
    return app


def test_a_query_that_forgot_its_case_finds_nothing(app: Database) -> None:
    """
    Without a case in the transaction there are no rows; also after one with it, on the same
    connection.
    """
    first = cases(app)
    one = cases(app, see=lambda connection: rls.see(connection, "a" * 32))
    after = cases(app)

    assert ([], ["a"], []) == (first, one, after)


def test_the_transaction_sees_its_cases_and_no_others(app: Database) -> None:
    """
    One case, several, none, or all when that is said.
    """
    a, b, c = ("a" * 32, "b" * 32, "c" * 32)

    assert ["a", "b"] == cases(app, see=lambda connection: rls.see(connection, a, b, c))
    assert ["b"] == cases(app, see=lambda connection: rls.see(connection, b))
    assert [] == cases(app, see=rls.see)
    assert ["a", "b"] == cases(app, see=rls.see_all)


@pytest.mark.parametrize("casus", ["*", "a,b"])
def test_an_id_that_says_more_than_one_case_is_refused(app: Database, casus: str) -> None:
    """
    An id from outside cannot widen what is seen.
    """
    with app.write() as connection, pytest.raises(WrongUse):
        rls.see(connection, casus)


def test_a_row_of_another_case_is_not_written(app: Database) -> None:
    """
    What one may not see one may not add, change or remove either.
    """
    a, b = "a" * 32, "b" * 32

    def try_(statement: sa.Executable) -> None:
        with app.write() as connection:
            rls.see(connection, a)
            connection.execute(statement)

    with pytest.raises(NotAllowed):
        try_(sa.insert(CASUS).values(a_case("c")))
    with pytest.raises(NotAllowed):
        try_(sa.update(CASUS).values(id="c" * 32))
    with app.write() as connection:
        rls.see(connection, a)
        changed = connection.execute(sa.update(CASUS).values(versie=9)).rowcount
        removed = connection.execute(sa.delete(CASUS).where(CASUS.c.id == b)).rowcount

    assert (1, 0) == (changed, removed)
    assert ["a", "b"] == cases(app, see=rls.see_all)


def test_the_owner_is_held_to_it_too(place: Place, app: Database) -> None:
    """
    FORCE: the role that migrates does not see cases by accident.
    """
    owner = place.as_(rls.OWNER)

    assert [] == cases(owner)
    assert ["a", "b"] == cases(owner, see=rls.see_all)


def test_every_table_with_a_case_is_covered(place: Place) -> None:
    """
    Also a table that is added later: whoever has a column `casus` has the policy, forced.
    """
    wanted = {name for name, table in TABLES.items() if "casus" in table.c} | {"casus"}
    query = (
        "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid "
        "WHERE relrowsecurity AND relforcerowsecurity AND polwithcheck IS NOT NULL"
    )
    with place.open(Part.HOOFD).read() as connection:
        found = {row[0] for row in connection.exec_driver_sql(query)}

    assert wanted - set(OUTLIVES) == found
    assert len(found) > 10


def test_it_can_be_installed_again_and_taken_away(place: Place, app: Database) -> None:
    """
    Again changes nothing; afterwards the rows are there for who may read the table.
    """
    root = place.open(Part.HOOFD)
    rls.install(root)
    before = cases(app)
    rls.uninstall(root)
    owner = place.as_(rls.OWNER)

    assert ([], ["a", "b"]) == (before, cases(owner))
    with pytest.raises(NotAllowed):
        cases(app)


# --------------------------------------------------------------------------------- roles


def test_the_app_writes_the_logboek_and_cannot_change_it(place: Place) -> None:
    """
    It adds entries, checkpoints and policies; anything else is refused, before any trigger.
    """
    app = place.as_(rls.APP)
    store = LogboekStore(app)
    writer = made.writer(store)
    writer.keep_policy(made.POLICY, made.COMPILED, actor="systeem:proef")
    writer.write([made.audit(beleid=made.POLICY) for _ in range(300)])
    writer.checkpoint()
    report = verify(store, [TestSigner().verifier])
    store.close()

    assert report, report.afwijkingen
    for statement in (
        "UPDATE logboek_regel SET regel = NULL, casus = NULL, voorwerp = NULL",
        "DELETE FROM logboek_regel",
        "TRUNCATE logboek_regel",
        "UPDATE logboek_tegel SET nummer = 3",
        "DELETE FROM logboek_checkpoint",
        "UPDATE logboek_beleid SET hash = 'x'",
        "DELETE FROM logboek_stand",
        "DROP TRIGGER logboek_regel_geen_update ON logboek_regel",
        "ALTER TABLE logboek_regel DISABLE TRIGGER ALL",
        "DROP TABLE logboek_regel",
        "CREATE TABLE van_mij (id integer)",
        "ALTER TABLE casus NO FORCE ROW LEVEL SECURITY",
        "SELECT * FROM kluis_persoon",
        "SET ROLE zvh_eigenaar",
    ):
        with pytest.raises(NotAllowed), app.write() as connection:
            connection.exec_driver_sql(statement)


def test_only_the_keeper_of_the_logboek_prunes(place: Place) -> None:
    """
    The app may not; the keeper may, without leaving traces, and even he changes nothing else.
    """
    store = LogboekStore(place.as_(rls.APP))
    made.writer(store).write([made.audit() for _ in range(5)])
    keeper = place.as_(rls.LOG_KEEPER)
    kept = LogboekStore(keeper)

    def prune(log: LogboekStore) -> int:
        with log.write() as tx:
            return tx.prune(0, 3)

    with pytest.raises(NotAllowed):
        prune(store)

    assert 3 == prune(kept)
    scrub(keeper, ["logboek_regel"])
    for statement in ("UPDATE logboek_regel SET hash = hash", "DELETE FROM logboek_regel"):
        with pytest.raises(NotAllowed), keeper.write() as connection:
            connection.exec_driver_sql(statement)
    store.close()
    kept.close()


def test_the_auditor_reads_the_logboek_and_nothing_else(place: Place) -> None:
    """
    Enough to check it, and not a row of a case.
    """
    store = LogboekStore(place.as_(rls.APP))
    writer = made.writer(store)
    writer.write([made.audit() for _ in range(5)])
    writer.checkpoint()
    store.close()
    auditor = place.as_(rls.AUDITOR)
    report = verify(LogboekStore(auditor), [TestSigner().verifier])

    assert report, report.afwijkingen
    for statement in (
        "INSERT INTO logboek_beleid VALUES ('h', '')",
        "SELECT * FROM casus",
        "SELECT * FROM kluis_sleutel",
    ):
        with pytest.raises(NotAllowed), auditor.write() as connection:
            connection.exec_driver_sql(statement)


def test_the_kluis_has_a_role_of_its_own(place: Place) -> None:
    """
    It may all that the vault needs, forgetting included, and nothing of the cases.
    """
    database = place.as_(rls.KLUIS, Part.KLUIS)
    store = KluisStore(database, os.urandom)
    key = store.add_key(StoredKey(0, "casus", "c", 1, "actief", b"v", NOW))
    store.replace_keys([key._replace(staat="vernietigd", verpakt=b"")])
    store.add_persons([StoredPerson("p", b"v")])
    store.set_progress("rotatie", "p")

    assert store.remove_persons(["p"])
    for statement in ("SELECT * FROM casus", "SELECT * FROM logboek_regel", "CREATE TABLE x ()"):
        with pytest.raises(NotAllowed), database.write() as connection:
            connection.exec_driver_sql(statement)


def test_who_may_not_write_the_table_anew_is_told_of_traces(place: Place) -> None:
    """
    Without the right to VACUUM there is only a warning, which must not pass for forgetting.
    """
    with place.open(Part.KLUIS).write() as connection:
        connection.exec_driver_sql(f"REVOKE MAINTAIN ON kluis_persoon FROM {rls.KLUIS}")
    store = KluisStore(place.as_(rls.KLUIS, Part.KLUIS), os.urandom)
    store.add_persons([StoredPerson("p", b"v")])

    with pytest.raises(TracesLeft):
        store.remove_persons(["p"])

    assert store.person("p") is None


def test_the_app_destroys_cases_without_a_trace_and_no_plans(place: Place, app: Database) -> None:
    """
    What it removes it may also have forgotten; a plan and the lease only go on.
    """
    with app.write() as connection:
        rls.see(connection, "a" * 32)
        removed = purge_cases(connection, ["a" * 32, "b" * 32])["casus"]
        unseen = [left_of(connection, [each * 32]) for each in "ab"]
        Plannen(connection).take("een", NOW, NOW + timedelta(hours=1))
    scrub(app, [table.name for table in purged_tables()])
    with app.read() as connection:
        left = [each.casus for each in summaries(connection)]
    for table in ("bewaarplan", "bewaarplan_regel", "bewaardoel", "bewaarbeurt"):
        with pytest.raises(NotAllowed), app.write() as connection:
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608

    assert 1 == removed
    assert [{}, {"casus.id": 1}] == unseen
    assert ["b" * 32] == left


def test_sqlite_has_no_roles(tmp_path: Any) -> None:
    """
    There is one user of a file: its owner.
    """
    database = open_database(Part.HOOFD, tmp_path / "hoofd.db")
    with pytest.raises(WrongDatabase):
        rls.install(database)
    with database.write() as connection:
        rls.see(connection, "a")
    database.close()
