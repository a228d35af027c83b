"""
`zvhprivacy database migrate`, `secure` and `unsecure`: for who runs the databases.
"""

from __future__ import annotations

import os
import sqlite3

from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from click.testing import Result

from tests.cli.conftest import Run
from tests.postgres import Server
from tests.store.values import MOMENT, uid
from zvhprivacy.store import rls
from zvhprivacy.store.database import Part, open_database


PARTS = pytest.mark.parametrize("part", ["hoofd", "kluis"])


def dump(path: Path) -> list[str]:
    """
    Give all that stands in a file of SQLite.
    """
    with sqlite3.connect(path) as raw:
        found = list(raw.iterdump())
    raw.close()
    return found


def said(result: Result) -> str:
    """
    Give what the program told, on one line.
    """
    return " ".join((result.stdout + result.stderr).split())


@pytest.fixture
def database(tmp_path: Path, part: str) -> Path:
    """
    A database of this version, as a file.
    """
    path = tmp_path / f"{part}.db"
    open_database(Part(part), path).close()
    return path


# ------------------------------------------------------------------------------ migrate


@PARTS
def test_a_current_database_stays_as_it_is(run: Run, database: Path, part: str) -> None:
    """
    Migrating what is of this version changes nothing and says what is now the case.
    """
    before = dump(database)
    result = run("database", "migrate", part, database)

    assert (0, before) == (result.exit_code, dump(database))
    assert f"{part} zijn van deze versie" in said(result)


@PARTS
@pytest.mark.parametrize("verb", ["migrate", "secure", "unsecure"])
def test_a_newer_schema_is_left_alone(run: Run, database: Path, part: str, verb: str) -> None:
    """
    Tables that a newer version made: 4, in one sentence, and not a byte of them changes.
    """
    with sqlite3.connect(database) as raw:
        raw.execute(f"UPDATE versie_{part} SET version_num = '9999'")  # noqa: S608 - hoofd or kluis
    raw.close()
    before = dump(database)
    result = run("database", verb, part, database)

    assert (4, before) == (result.exit_code, dump(database))
    assert "nieuwere versie (9999)" in said(result)
    assert "Traceback" not in said(result)


@pytest.mark.parametrize("verb", ["migrate", "secure", "unsecure"])
def test_a_misspelt_name_makes_no_database(run: Run, tmp_path: Path, verb: str) -> None:
    """
    What is not there is said to be missing, and is not made.
    """
    result = run("database", verb, "hoofd", tmp_path / "zhv.db")

    assert 4 == result.exit_code
    assert [] == list(tmp_path.iterdir())


def test_there_are_two_parts(run: Run, tmp_path: Path) -> None:
    """
    Another part than the hoofd and the kluis is wrong use.
    """
    assert 2 == run("database", "migrate", "archief", tmp_path / "zvh.db").exit_code


# ----------------------------------------------------------------------- secure, unsecure


@PARTS
@pytest.mark.parametrize("verb", ["secure", "unsecure"])
@pytest.mark.parametrize(
    ("lang", "expected"), [("nl", "SQLite kent geen rollen"), ("en", "SQLite knows no roles")]
)
def test_a_file_has_no_roles(
    run: Run, database: Path, part: str, verb: str, lang: str, expected: str
) -> None:
    """
    On SQLite it says that roles are something of PostgreSQL, and changes nothing.
    """
    before = dump(database)
    result = run("database", verb, part, database, "--lang", lang)

    assert (2, before) == (result.exit_code, dump(database))
    assert expected in said(result)


@pytest.fixture
def server(postgres: Server) -> tuple[Server, str]:
    """
    A server with both parts in one database, and a case in it; nobody installed anything.
    """
    url = postgres.new_database()
    for part in Part:
        open_database(part, url).close()
    with psycopg.connect(url.replace("+psycopg", "")) as raw:
        raw.execute(
            "INSERT INTO casus (id, convenant, proces, kader, doel, fase, fase_sinds,"
            " aangemeld_door, eerste_verwerking, laatste_verwerking, versie)"
            " VALUES (%s, 'zvh', 'com', 'wgs', 'complexe-casuistiek', 'aangemeld', %s,"
            " 'gemeente-a', '2026-06-01', '2026-06-01', 1)",
            (uid(0), MOMENT),
        )
    return postgres, url


def seen(server: Server, url: str, context: str = "") -> int:
    """
    Count the cases that the login of a case system finds, after saying *context*.
    """
    login = "zvh_app_login"
    with suppress(psycopg.errors.DuplicateObject):
        server.execute(f"CREATE ROLE {{}} LOGIN IN ROLE {rls.APP}", login)
    address = url.replace("+psycopg", "").replace("postgres@", f"{login}@")
    with psycopg.connect(address) as raw:
        raw.execute("SELECT set_config(%s, %s, true)", (rls.SETTING, context))
        row = raw.execute("SELECT count(*) FROM casus").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.postgres
def test_the_app_sees_no_case_that_it_did_not_name(run: Run, server: tuple[Server, str]) -> None:
    """
    After `secure` a query without a case finds none, with its case one; again is no trouble.
    """
    results = [run("database", "secure", part, server[1]) for part in ("hoofd", "kluis", "hoofd")]

    assert [0, 0, 0] == [result.exit_code for result in results]
    assert "na elke migratie opnieuw" in said(results[0])
    assert [0, 1, 0] == [seen(*server, each) for each in ("", uid(0), uid(1))]


@pytest.mark.postgres
def test_unsecure_takes_it_all_back(run: Run, server: tuple[Server, str]) -> None:
    """
    After `unsecure` the role has no right to anything, and whoever owns the tables sees all rows.
    """
    run("database", "secure", "hoofd", server[1])
    result = run("database", "unsecure", "hoofd", server[1])
    with psycopg.connect(server[1].replace("+psycopg", "")) as raw:
        query = "SELECT relname FROM pg_class WHERE relrowsecurity OR relforcerowsecurity"
        guarded = raw.execute(query).fetchall()

    assert (0, []) == (result.exit_code, guarded)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        seen(*server, uid(0))


@pytest.mark.postgres
def test_who_may_not_is_told_so(run: Run, server: tuple[Server, str]) -> None:
    """
    A login without the right to make roles: 4, one sentence, and no password in it.
    """
    login = "zvh_niemand"
    with suppress(psycopg.errors.DuplicateObject):
        server[0].execute("CREATE ROLE {} LOGIN", login)
    with psycopg.connect(server[1].replace("+psycopg", "")) as raw:
        raw.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {login}")
    secret = "geheim-" + os.urandom(4).hex()
    url = server[1].replace("postgres@", f"{login}:{secret}@")
    result = run("database", "secure", "hoofd", url)

    assert 4 == result.exit_code
    assert secret not in said(result)
    assert "Traceback" not in said(result)


@pytest.mark.postgres
def test_a_server_is_migrated_too(run: Run, server: tuple[Server, str]) -> None:
    """
    On PostgreSQL a current database stays as it is, and a newer one gives 4.
    """
    current = run("database", "migrate", "hoofd", server[1])
    with psycopg.connect(server[1].replace("+psycopg", "")) as raw:
        raw.execute("UPDATE versie_hoofd SET version_num = '9999'")
    newer = run("database", "migrate", "hoofd", server[1])

    assert (0, 4) == (current.exit_code, newer.exit_code)
    assert "nieuwere versie (9999)" in said(newer)
