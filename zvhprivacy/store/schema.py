"""
Which version the tables have, and how they get the version of this program.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from zvhprivacy.store.database import Database, Part
from zvhprivacy.store.errors import (
    DatabaseMissing,
    ForeignDatabase,
    SchemaTooNew,
    SchemaTooOld,
)
from zvhprivacy.store.unsampled import take_no_samples


FOLDER = Path(__file__).parent / "migrations"
# The last revision of each branch; kept here so that opening a database needs no Alembic.
NEWEST = {Part.HOOFD: "0002", Part.KLUIS: "0001"}
BASE = "base"  # before the first revision, as Alembic calls it
LOCK = int.from_bytes(b"zvhmigre")  # one process at a time makes the tables


def make_ready(database: Database, *, create: bool = True) -> None:
    """
    See to it that *database* has the tables of this version; make them when it is empty.

    Raises:
        SchemaTooOld: They must be migrated first.
        SchemaTooNew: They are of a newer version of this program.
        ForeignDatabase: It holds something else.
        DatabaseMissing: It is empty, and *create* is off.
    """
    with database.read() as connection:
        if _is_current(connection, database):
            return
        if not create:
            raise DatabaseMissing(database=database.label, soort=f"{database.part}, leeg")
    with database.write(alone=LOCK) as connection:
        # Another process may have been first.
        if not _is_current(connection, database):
            _run(connection, database.part, "head")


def upgrade(database: Database, revision: str = "head") -> None:
    """
    Bring the tables of *database* up to *revision*, this version unless given; all or nothing.

    Raises:
        SchemaTooNew: They are of a newer version of this program.
        ForeignDatabase: It holds something else.
    """
    with database.write(alone=LOCK) as connection:
        version = _version(connection, database)
        if version is not None and version not in _known(database.part):
            raise SchemaTooNew(database=database.label, soort=version)
        _run(connection, database.part, revision)


def downgrade(database: Database) -> None:
    """
    Remove every table of *database* with what is in it; for tests and for starting anew.
    """
    with database.write(alone=LOCK) as connection:
        _run(connection, database.part, BASE)


def _is_current(connection: sa.Connection, database: Database) -> bool:
    version = _version(connection, database)
    if version is None or version == NEWEST[database.part]:
        return version is not None
    kind = SchemaTooOld if version in _known(database.part) else SchemaTooNew
    raise kind(database=database.label, soort=version)


def _version(connection: sa.Connection, database: Database) -> str | None:
    names = set(sa.inspect(connection).get_table_names())
    table = sa.table(f"versie_{database.part}", sa.column("version_num", sa.String))
    if table.name in names:
        return connection.execute(sa.select(table.c.version_num)).scalar()
    if names and database.sqlite:
        raise ForeignDatabase(database=database.label, soort=min(names))
    return None


def _known(part: Part) -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory(str(FOLDER / part)).walk_revisions()}


def _run(connection: sa.Connection, part: Part, goal: str) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(FOLDER / part).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)

    def steps(revision: str, _: object) -> list[object]:
        # What `alembic.command.upgrade` does, without the configuration file it asks for.
        plan = script._downgrade_revs if goal == BASE else script._upgrade_revs  # noqa: SLF001
        return list(plan(goal, revision))

    with EnvironmentContext(config, script, fn=steps) as context:
        context.configure(
            connection=connection,
            version_table=f"versie_{part}",
            render_as_batch=connection.dialect.name == "sqlite",
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    if connection.dialect.name == "postgresql" and goal == "head":
        take_no_samples(connection, part)
