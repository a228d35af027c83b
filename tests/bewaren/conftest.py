"""
Houses for the tests of retention: built once per kind of database, copied for each test.
"""

from __future__ import annotations

import itertools

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bewaren import huis
from tests.bewaren.huis import Bewaarhuis, Bouw
from tests.engine import houses
from tests.postgres import Server
from zvhprivacy.engine import core, desk


ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
_numbers = itertools.count()


@pytest.fixture(autouse=True)
def _policy_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _once(monkeypatch)


def _once(monkeypatch: pytest.MonkeyPatch) -> None:
    def policy(werkmap: Path) -> desk.Policy:
        return houses.shipped() if werkmap == houses.WORKSPACE else desk.Policy(werkmap)

    monkeypatch.setattr(core, "Policy", policy)


@pytest.fixture(scope="session")
def bewaarbouw(tmp_path_factory: pytest.TempPathFactory) -> Bouw:
    """
    A house on SQLite with people who keep the terms, closed.
    """
    return _built(tmp_path_factory.mktemp("bouw"), None)


@pytest.fixture(scope="session")
def bewaarbouw_postgres(tmp_path_factory: pytest.TempPathFactory, postgres_server: Server) -> Bouw:
    """
    The same on PostgreSQL.
    """
    return _built(tmp_path_factory.mktemp("bouw"), postgres_server.new_database(kept=True))


@pytest.fixture(params=ENGINES)
def b(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bewaarhuis]:
    """
    A house of this test alone, with nothing in it but people who keep the terms.
    """
    if request.param == "sqlite":
        with request.getfixturevalue("bewaarbouw").kopie(tmp_path) as here:
            yield here
        return
    built: Bouw = request.getfixturevalue("bewaarbouw_postgres")
    server: Server = request.getfixturevalue("postgres_server")
    assert built.target is not None
    original = built.target.split("@/")[1].split("?")[0]
    name = f"bewaren{next(_numbers)}"
    server.execute("CREATE DATABASE {} STRATEGY FILE_COPY TEMPLATE " + original, name)
    with built.kopie(tmp_path, server.url(name)) as here:
        yield here


@pytest.fixture
def s(bewaarbouw: Bouw, tmp_path: Path) -> Iterator[Bewaarhuis]:
    """
    The same, on SQLite only.
    """
    with bewaarbouw.kopie(tmp_path) as here:
        yield here


def _built(folder: Path, target: str | None) -> Bouw:
    with pytest.MonkeyPatch.context() as monkeypatch:
        _once(monkeypatch)
        return huis.bouw(folder, target)
