"""
Roles and row-level security on PostgreSQL: a second defence, off until somebody installs it.

The first defence is that nobody reaches a row without a grant. This is for the query that forgets
its case, and for the login that should do less than another. Superusers pass by all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from zvhprivacy.errors import WrongUse
from zvhprivacy.store.database import Database, Part
from zvhprivacy.store.errors import NoRoles
from zvhprivacy.store.outliving import OUTLIVES
from zvhprivacy.store.tables import metadata_of
from zvhprivacy.store.tables._guards import GUARDS


OWNER = "zvh_eigenaar"  # owns the tables and migrates them
APP = "zvh_app"  # cases and registers, and adds to the logboek
LOG_WRITER = "zvh_logschrijver"  # adds to the logboek, and changes nothing in it
LOG_KEEPER = "zvh_logbeheer"  # may prune it, too
AUDITOR = "zvh_auditor"  # reads the logboek and nothing else
KLUIS = "zvh_kluis"  # the kluis, for the program that has the keys

SETTING = "zvh.casus"
EVERY_CASE = "*"
POLICY = "zvh_casus"
# Unset is NULL, and on a connection that was used before it is an empty text: both show nothing.
_NOW = f"nullif(current_setting('{SETTING}', true), '')"
_VACUUM_BY_OTHERS = 170_000  # server_version_num from which MAINTAIN exists


def install(database: Database) -> None:
    """
    Make the roles, give them their rights on *database*, and turn row-level security on.

    Log in as a superuser, or as a role that may make roles and owns the tables. Doing it again
    changes nothing; after a migration it has to be done again. The roles cannot log in:
    `GRANT zvh_app TO …` makes a login one of them.

    Raises:
        NoRoles: It is not PostgreSQL.
        NotAllowed: The role may not do this; nothing was changed.
    """
    _only_postgresql(database)
    with database.write() as connection:
        for role in _roles(database.part):
            known = sa.text("SELECT 1 FROM pg_roles WHERE rolname = :role")
            if connection.execute(known, {"role": role}).first() is None:
                connection.exec_driver_sql(f"CREATE ROLE {role} NOLOGIN")
        version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
        for statement in statements(database.part, maintain=version >= _VACUUM_BY_OTHERS):
            connection.exec_driver_sql(statement)


def uninstall(database: Database) -> None:
    """
    Turn row-level security off and take the rights away; the tables stay with their owner.

    Raises:
        NoRoles: It is not PostgreSQL.
        NotAllowed: The role may not do this; nothing was changed.
    """
    _only_postgresql(database)
    tables = sorted(metadata_of(database.part).tables)
    with database.write() as connection:
        for name in _by_case(database.part):
            connection.exec_driver_sql(f"DROP POLICY IF EXISTS {POLICY} ON {name}")
            connection.exec_driver_sql(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY")
            connection.exec_driver_sql(f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY")
        for role in _roles(database.part):
            if role != OWNER:
                connection.exec_driver_sql(f"REVOKE ALL ON {', '.join(tables)} FROM {role}")


def see(connection: sa.Connection, *casussen: str) -> None:
    """
    Let the rest of this transaction see the rows of *casussen*, and no others.

    Without row-level security, and on SQLite, this changes nothing.

    Raises:
        WrongUse: One of them is no id of a case, but could be taken for several.
    """
    if any("," in each or each == EVERY_CASE for each in casussen):
        raise WrongUse(reden="casus")
    _set(connection, ",".join(casussen))


def see_all(connection: sa.Connection) -> None:
    """
    Let the rest of this transaction see the rows of every case: for lists and for jobs over all.
    """
    _set(connection, EVERY_CASE)


def statements(part: Part, *, maintain: bool = True) -> Iterator[str]:
    """
    Give what `install` executes after making the roles, for who wants to read it first.

    *maintain*: the server knows the right to `VACUUM FULL` a table of somebody else.
    """
    names = sorted(metadata_of(part).tables)
    everything = ", ".join([*names, f"versie_{part}"])
    roles = ", ".join(role for role in _roles(part) if role != OWNER)
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}"
    yield f"GRANT USAGE ON SCHEMA public TO {roles}"
    for name in [*names, f"versie_{part}"]:
        yield f"ALTER TABLE {name} OWNER TO {OWNER}"
    yield f"REVOKE ALL ON {everything} FROM PUBLIC, {roles}"
    yield f"GRANT SELECT ON versie_{part} TO {roles}"
    if part is Part.KLUIS:
        rights = "SELECT, INSERT, UPDATE, DELETE" + (", MAINTAIN" if maintain else "")
        yield f"GRANT {rights} ON {', '.join(names)} TO {KLUIS}"
        yield f"GRANT USAGE ON SEQUENCE kluis_sleutel_nummer_seq TO {KLUIS}"
        return
    yield from _rights_on_the_logboek([name for name in names if name.startswith("logboek_")])
    if maintain:
        yield f"GRANT MAINTAIN ON logboek_regel TO {LOG_KEEPER}"  # nothing of what he pruned stays
    data = [name for name in names if not name.startswith("logboek_")]
    # Of what only goes on, such as a plan of destruction, nothing is removed.
    removable = ", ".join(name for name in data if name not in GUARDS)
    yield f"GRANT SELECT, INSERT, UPDATE ON {', '.join(data)} TO {APP}"
    yield f"GRANT DELETE{', MAINTAIN' if maintain else ''} ON {removable} TO {APP}"
    for name, column in _by_case(part).items():
        # A row that belongs to no case is there for every case.
        seen = f"{_NOW} = '{EVERY_CASE}' OR {column} = ANY (string_to_array({_NOW}, ','))"
        if metadata_of(part).tables[name].c[column].nullable:
            seen = f"{column} IS NULL OR {seen}"
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS {POLICY} ON {name}"
        yield f"CREATE POLICY {POLICY} ON {name} USING ({seen}) WITH CHECK ({seen})"


def _rights_on_the_logboek(names: Iterable[str]) -> Iterator[str]:
    log = ", ".join(names)
    yield f"GRANT SELECT, INSERT ON {log} TO {LOG_WRITER}"
    yield f"GRANT UPDATE (omvang, toppen) ON logboek_stand TO {LOG_WRITER}"
    yield f"GRANT USAGE ON SEQUENCE logboek_checkpoint_id_seq TO {LOG_WRITER}"
    yield f"GRANT {LOG_WRITER} TO {APP}, {LOG_KEEPER}"
    yield f"GRANT UPDATE (regel, casus, voorwerp) ON logboek_regel TO {LOG_KEEPER}"
    yield f"GRANT SELECT ON {log} TO {AUDITOR}"


def _roles(part: Part) -> tuple[str, ...]:
    if part is Part.KLUIS:
        return (OWNER, KLUIS)
    return (OWNER, APP, LOG_WRITER, LOG_KEEPER, AUDITOR)


def _by_case(part: Part) -> dict[str, str]:
    """
    Give the tables with rows of a case, and the column that says which.

    What outlives a case is left out: the logboek and the plans are read by other rules, and as a
    whole. Who sees half of a plan would take it for done.
    """
    found = {}
    for name, table in sorted(metadata_of(part).tables.items()):
        column = "id" if name == "casus" else "casus"
        if name not in OUTLIVES and column in table.c:
            found[name] = column
    return found


def _set(connection: sa.Connection, value: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.set_config(SETTING, value, True)))


def _only_postgresql(database: Database) -> None:
    if database.sqlite:
        raise NoRoles(reden="SQLite")
