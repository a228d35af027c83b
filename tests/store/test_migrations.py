"""
The migrations make exactly the tables that the code has, on both engines, and undo them again.
"""

from __future__ import annotations

import ast

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.store import renew_migrations
from tests.store.values import PARENTS, add_parents, changed, one_of, uid
from zvhprivacy.errors import StoreFailed
from zvhprivacy.model.bewaren import Opschorting
from zvhprivacy.store import schema
from zvhprivacy.store.bewaarfeiten import summaries
from zvhprivacy.store.connect import engine_of
from zvhprivacy.store.database import Database, Part, open_database
from zvhprivacy.store.database import migrate as migrate_database
from zvhprivacy.store.errors import (
    DatabaseMissing,
    ForeignDatabase,
    SchemaTooNew,
    SchemaTooOld,
)
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rows import TABLES
from zvhprivacy.store.tables import metadata_of


PARTS = pytest.mark.parametrize("part", list(Part))
# The revisions before the newest, and those of databases that are in use.
RAN = {
    (Part.HOOFD, "0001"): "ae2ab7a3639c7a71cdf88b6d237a35eb4544953bca0fe6c4c6be01356719ebe7",
    (Part.KLUIS, "0001"): "916b61c7833b595e9b7e160f739a7b4d41cb70533d32d88480b65722c7bc3a3e",
}
# The registers that came with the second revision.
NEW = {"opschorting", "hernieuwing", "vernietigingsgrond", "afscherming"}
LOG_LINE = {"nummer": 0, "hash": bytes(32), "regel": b"{}", "casus": uid(1), "voorwerp": None}


@PARTS
def test_the_newest_migration_is_made_from_the_tables(part: Part) -> None:
    """
    Who changes a table renews the migration: `python -m tests.store.renew_migrations`.
    """
    file = renew_migrations.newest_file(part)

    assert _tree(renew_migrations.migration(part)) == _tree(file.read_text("utf-8"))


@pytest.mark.parametrize(("part", "revision"), RAN)
def test_a_revision_that_somebody_ran_never_changes(part: Part, revision: str) -> None:
    """
    Databases have its tables; what must be different is a revision of its own.
    """
    file = schema.FOLDER / part / "versions" / f"r{revision}.py"

    assert RAN[part, revision] == sha256(file.read_bytes()).hexdigest()


def test_older_tables_migrate_with_what_is_in_them(target: str) -> None:
    """
    Every row of the first revision is there afterwards, and what is new works beside it.
    """
    old = _at(Part.HOOFD, target, "0001")
    kinds = [kind for kind in TABLES if TABLES[kind] not in NEW]
    with old.write() as connection:
        registers = Registers(connection)
        add_parents(registers)
        for number, kind in enumerate(kinds):
            if kind not in {type(parent) for parent in PARENTS}:
                registers.add(changed(one_of(kind), id=uid(200 + number)))
        connection.execute(sa.insert(metadata_of(Part.HOOFD).tables["logboek_regel"]), LOG_LINE)
    before = {name: rows for name, rows in _dump(old.engine).items() if name in TABLES.values()}
    with pytest.raises(SchemaTooOld):
        open_database(Part.HOOFD, target)
    old.close()
    migrate_database(Part.HOOFD, target)
    database = open_database(Part.HOOFD, target)
    after = _dump(database.engine)
    with database.write() as connection:
        Registers(connection).add(changed(one_of(Opschorting), id=uid(90), gegeven=uid(4)))
        short = list(summaries(connection))
    database.close()

    assert len(kinds) == len(before)
    assert all(before.values())
    assert before == {name: after[name] for name in before}
    assert 1 == len(after["logboek_regel"])
    assert [(uid(1), 1, True)] == [(each.casus, each.aantal, each.bijzonder) for each in short]


@PARTS
def test_the_code_knows_the_newest_revision(part: Part) -> None:
    """
    Opening a database needs no Alembic, because the code knows the last revision.
    """
    script = ScriptDirectory(str(schema.FOLDER / part))

    assert [schema.NEWEST[part]] == script.get_heads()


@PARTS
def test_a_migrated_database_has_the_tables_of_the_code(part: Part, target: str) -> None:
    """
    Alembic finds no difference between what was migrated and what the code has.
    """
    database = open_database(part, target)
    try:
        with database.read() as connection:
            context = MigrationContext.configure(
                connection,
                opts={"version_table": f"versie_{part}", "compare_server_default": True},
            )
            found = compare_metadata(context, metadata_of(part))
            inspected = sa.inspect(connection)
            checks = {
                name: {each["name"] for each in inspected.get_check_constraints(name)}
                for name in metadata_of(part).tables
            }
    finally:
        database.close()

    assert found == []
    assert checks == {  # Alembic does not compare these
        name: {str(each.name) for each in table.constraints if isinstance(each, sa.CheckConstraint)}
        for name, table in metadata_of(part).tables.items()
    }


@PARTS
def test_down_and_up_again_with_rows_in_it(part: Part, target: str) -> None:
    """
    A downgrade removes every table with what is in it; an upgrade makes them anew.
    """
    database = open_database(part, target)
    try:
        with database.write() as connection:
            for table in metadata_of(part).sorted_tables:
                _fill(connection, table)
        schema.downgrade(database)
        with database.read() as connection:
            left = set(sa.inspect(connection).get_table_names())
        schema.upgrade(database)
        with database.read() as connection:
            made = set(sa.inspect(connection).get_table_names())
    finally:
        database.close()

    assert left == {f"versie_{part}"}
    assert made == {f"versie_{part}", *metadata_of(part).tables}


@PARTS
@pytest.mark.parametrize(
    ("version", "kind"), [("9999", SchemaTooNew), (None, DatabaseMissing)], ids=["newer", "empty"]
)
def test_what_is_no_schema_of_ours_is_left_alone(
    part: Part, target: str, version: str | None, kind: type[StoreFailed]
) -> None:
    """
    Tables of a newer version are not touched, and none are made where they should be already.
    """
    open_database(part, target).close()
    engine = sa.create_engine(target if "://" in target else f"sqlite:///{target}")
    table = sa.table(f"versie_{part}", sa.column("version_num"))
    with engine.begin() as connection:
        if version is None:
            connection.execute(sa.delete(table))
        else:
            connection.execute(sa.update(table).values(version_num=version))
    before = _dump(engine)

    with pytest.raises(kind):
        open_database(part, target, create=False)
    if version is not None:
        with pytest.raises(kind):
            open_database(part, target)
        with pytest.raises(kind):
            migrate_database(part, target)

    assert before == _dump(engine)
    engine.dispose()


@PARTS
def test_an_older_schema_waits_for_a_person(
    part: Part, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Opening does not migrate tables with data in them: first comes a back-up.
    """
    open_database(part, target).close()
    monkeypatch.setitem(schema.NEWEST, part, "9998")

    with pytest.raises(SchemaTooOld):
        open_database(part, target)


def test_one_file_does_not_hold_both(tmp_path: Path) -> None:
    """
    The kluis does not come in the file of the hoofd, nor in that of another program.
    """
    open_database(Part.HOOFD, tmp_path / "een.db").close()

    with pytest.raises(ForeignDatabase):
        open_database(Part.KLUIS, tmp_path / "een.db")


@pytest.mark.postgres
def test_one_postgresql_database_may_hold_both(postgres: Any) -> None:
    """
    On PostgreSQL the tables of the two stand beside each other without touching.
    """
    url = postgres.new_database()
    for part in Part:
        open_database(part, url).close()
    kluis = open_database(Part.KLUIS, url)
    schema.downgrade(kluis)
    with kluis.read() as connection:
        names = set(sa.inspect(connection).get_table_names())
    kluis.close()

    assert set(metadata_of(Part.HOOFD).tables) <= names
    assert not names & set(metadata_of(Part.KLUIS).tables)


def _at(part: Part, target: str, revision: str) -> Database:
    """
    Make a database with the tables of *revision*.
    """
    engine, label = engine_of(target)
    database = Database(part, engine, label)
    schema.upgrade(database, revision)
    return database


def _tree(text: str) -> str:
    return ast.dump(ast.parse(text))


def _fill(connection: sa.Connection, table: sa.Table) -> None:
    """
    Put one row in *table* that meets its checks.
    """
    row = ROWS.get(table.name)
    if row is not None:
        connection.execute(sa.insert(table).values(row))


ROWS: dict[str, dict[str, Any]] = {
    "logboek_regel": {"nummer": 0, "hash": bytes(32), "regel": b"{}", "casus": "c"},
    "logboek_stand": {"id": 1, "omvang": 1, "toppen": bytes(32)},
    "kluis_domein": {"naam": "d", "code": "x"},
    "kluis_persoon": {"id": "p", "verzegeld": b"v", "tag": None, "tagsleutel": 0},
}


def _dump(engine: sa.Engine) -> dict[str, Any]:
    found = sa.MetaData()
    with engine.connect() as connection:
        found.reflect(connection)
        return {
            name: [tuple(row) for row in connection.execute(sa.select(table))]
            for name, table in found.tables.items()
        }
