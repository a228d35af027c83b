"""
What can go wrong with a database, and the error of a driver turned into one of ours.

The errors of SQLAlchemy and the drivers quote rows and keep the values of a statement; none of
them leaves the store, not even as the context of one of ours.
"""

from __future__ import annotations

import sqlite3

import sqlalchemy.exc

from zvhprivacy.errors import AlreadyThere, StoreFailed, WrongUse


class DatabaseUnreachable(StoreFailed):
    """
    There is no database there, or it went away.

    When it went away while a change was being made durable, only the database knows whether it
    still was; nobody was told that it was.
    """

    code = "database-unreachable"
    nl = "de database {database} is niet te bereiken ({soort}); controleer of hij er is en draait"
    en = "the database {database} cannot be reached ({soort}); see that it is there and runs"


class DatabaseBusy(StoreFailed):
    """
    Others kept the database locked for longer than we wait.
    """

    code = "database-busy"
    nl = "de database {database} bleef bezet ({soort}); er is niets bewaard, probeer het opnieuw"
    en = "the database {database} stayed busy ({soort}); nothing was kept, try again"


class DiskFull(StoreFailed):
    """
    There is no room.
    """

    code = "database-disk-full"
    nl = "de schijf van de database {database} is vol ({soort}); er is niets bewaard, maak ruimte"
    en = "the disk of the database {database} is full ({soort}); nothing was kept, make room"


class ReadOnly(StoreFailed):
    """
    The database can be read and not written.
    """

    code = "database-read-only"
    nl = "de database {database} is alleen te lezen ({soort}); geef schrijfrecht op bestand en map"
    en = "the database {database} is read-only ({soort}); allow writing to the file and its folder"


class NotAllowed(StoreFailed):
    """
    The role we log in with may not do this.
    """

    code = "database-not-allowed"
    nl = "de rol waarmee wordt ingelogd op {database} mag dit niet ({soort}); er is niets bewaard"
    en = "the role used to log in to {database} may not do this ({soort}); nothing was kept"


class Guarded(StoreFailed):
    """
    A guard of the database itself refused: what is kept there cannot be changed or removed.
    """

    code = "database-guarded"
    nl = "de database {database} weigert dit ({soort}): wat daar staat, wordt niet veranderd"
    en = "the database {database} refuses this ({soort}): what stands there is not changed"


class Damaged(StoreFailed):
    """
    The file is no database, or a damaged one.
    """

    code = "database-damaged"
    nl = "{database} is geen database of is beschadigd ({soort}); zet een reservekopie terug"
    en = "{database} is not a database or is damaged ({soort}); restore a back-up"


class UnsafeDatabase(StoreFailed):
    """
    The database does not take a setting without which something could be lost or left behind.
    """

    code = "database-unsafe"
    nl = "de database {database} is niet veilig ingesteld ({soort}); er wordt niets bewaard"
    en = "the database {database} is not set up safely ({soort}); nothing is kept"


class SchemaTooNew(StoreFailed):
    """
    A newer version of this program made the tables.
    """

    code = "schema-too-new"
    nl = (
        "de tabellen van {database} zijn van een nieuwere versie ({soort}) dan dit programma; "
        "er is niets gewijzigd, werk het programma bij"
    )
    en = (
        "the tables of {database} are of a newer version ({soort}) than this program; "
        "nothing was changed, update the program"
    )


class SchemaTooOld(StoreFailed):
    """
    The tables have to be migrated first, which is left to a person with a back-up.
    """

    code = "schema-too-old"
    nl = (
        "de tabellen van {database} zijn van een oudere versie ({soort}); "
        "maak een reservekopie en migreer daarna"
    )
    en = "the tables of {database} are of an older version ({soort}); make a back-up and migrate"


class ForeignDatabase(StoreFailed):
    """
    The file is a database of something else, or our other one.
    """

    code = "foreign-database"
    nl = "in {database} staan andere tabellen ({soort}); neem een eigen bestand"
    en = "{database} has other tables in it ({soort}); take a file of its own"


class DatabaseMissing(StoreFailed):
    """
    A database that should be there is not, and making an empty one would hide that.
    """

    code = "database-missing"
    nl = "er is geen database {database} ({soort}); controleer de naam"
    en = "there is no database {database} ({soort}); check the name"


class TracesLeft(StoreFailed):
    """
    Something was removed, but the database still holds bytes of it; removing again mends it.
    """

    code = "traces-left"
    nl = (
        "het is verwijderd, maar in {database} staan nog sporen ({soort}); "
        "sluit andere programma's en verwijder opnieuw"
    )
    en = (
        "it was removed, but {database} still holds traces ({soort}); "
        "close other programs and remove again"
    )


class WrongDatabase(WrongUse):
    """
    What was given as a database is not a path or an address that we can use.
    """

    code = "wrong-database"
    nl = (
        "dit is geen database die hier past ({reden}); "
        "geef een pad naar een bestand of `postgresql+psycopg://…`"
    )
    en = (
        "this is no database that fits here ({reden}); "
        "give a path to a file or `postgresql+psycopg://…`"
    )


class NoRoles(WrongDatabase):
    """
    Roles are asked of a file: they are there on PostgreSQL only.
    """

    code = "no-roles"
    nl = "{reden} kent geen rollen en geen rijbeveiliging; die zijn er op PostgreSQL"
    en = "{reden} knows no roles and no row-level security; they are there on PostgreSQL"


GUARD = "ZV001"  # the SQLSTATE of our triggers
_SQLITE: dict[int, type[StoreFailed]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_CANTOPEN: DatabaseUnreachable,
    sqlite3.SQLITE_CORRUPT: Damaged,
    sqlite3.SQLITE_NOTADB: Damaged,
    sqlite3.SQLITE_PERM: ReadOnly,
}
_SQLITE_CONSTRAINT: dict[int, type[StoreFailed]] = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE: AlreadyThere,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: AlreadyThere,
    sqlite3.SQLITE_CONSTRAINT_ROWID: AlreadyThere,
    sqlite3.SQLITE_CONSTRAINT_TRIGGER: Guarded,
}
# By the whole SQLSTATE or its class, https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL: dict[str, type[StoreFailed]] = {
    "08": DatabaseUnreachable,
    "23505": AlreadyThere,
    "25006": ReadOnly,
    "25P03": DatabaseUnreachable,  # idle in a transaction for too long
    "28": NotAllowed,
    "3D000": DatabaseUnreachable,
    "40P01": DatabaseBusy,
    "42501": NotAllowed,
    "53100": DiskFull,
    "53300": DatabaseBusy,
    "55P03": DatabaseBusy,
    "57P": DatabaseUnreachable,
    "XX001": Damaged,
    "XX002": Damaged,
    GUARD: Guarded,
}


class ours:  # noqa: N801 - it is used as a word: `with ours(…)`
    """
    Turn every error of SQLAlchemy and the *driver* into one of ours, without what it quotes.

    Raises:
        StoreFailed: Something went wrong in *database*.
    """

    # No generator: around an entry of the logboek that would take as long as writing it down.
    __slots__ = ("_database", "_driver")

    def __init__(self, database: str, driver: type[Exception] = sqlite3.Error) -> None:
        self._database = database
        self._driver = driver

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        if not isinstance(problem, (sqlalchemy.exc.SQLAlchemyError, sqlite3.Error, self._driver)):
            return
        error = _ours(problem, self._database)
        try:
            raise error
        finally:
            # `from None` only hides it: the values of the statement would travel along unseen.
            error.__context__ = None


def _ours(problem: Exception, database: str) -> StoreFailed:
    if isinstance(problem, sqlalchemy.exc.DBAPIError) and isinstance(problem.orig, Exception):
        problem = problem.orig
    if isinstance(problem, sqlalchemy.exc.TimeoutError):
        return DatabaseBusy(database=database, soort="pool")
    if isinstance(problem, sqlite3.Error):
        return _of_sqlite(problem, database)
    state = getattr(problem, "sqlstate", None)
    if isinstance(state, str):
        found = (_POSTGRESQL.get(state[:length]) for length in (5, 3, 2))
        return next((kind for kind in found if kind), StoreFailed)(
            database=database, soort=_constraint(problem) or state
        )
    lost = type(problem).__name__ in {"OperationalError", "ConnectionTimeout", "InterfaceError"}
    kind = DatabaseUnreachable if lost else StoreFailed
    return kind(database=database, soort=type(problem).__name__)


def _of_sqlite(problem: sqlite3.Error, database: str) -> StoreFailed:
    code = getattr(problem, "sqlite_errorcode", 0)
    name = getattr(problem, "sqlite_errorname", type(problem).__name__)
    kind = _SQLITE_CONSTRAINT.get(code) or _SQLITE.get(code & 0xFF) or StoreFailed
    return kind(database=database, soort=name)


def _constraint(problem: Exception) -> str | None:
    # The name of a constraint is ours; the detail beside it quotes the row.
    name = getattr(getattr(problem, "diag", None), "constraint_name", None)
    return name if isinstance(name, str) else None
