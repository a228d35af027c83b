"""
Houses for the tests of the engine: built once per run and per kind of database, copied for each.
"""

from __future__ import annotations

import itertools

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine import houses, zaken
from tests.engine.houses import Huis
from tests.engine.zaken import Bouw, Zaak
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
def bouw(tmp_path_factory: pytest.TempPathFactory) -> Bouw:
    """
    A house on SQLite with a case in the casusoverleg, closed.
    """
    return _built(tmp_path_factory.mktemp("bouw"), None)


@pytest.fixture(scope="session")
def bouw_postgres(tmp_path_factory: pytest.TempPathFactory, postgres_server: Server) -> Bouw:
    """
    The same on PostgreSQL.
    """
    return _built(tmp_path_factory.mktemp("bouw"), postgres_server.new_database(kept=True))


@pytest.fixture(params=ENGINES)
def zaak(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Zaak]:
    """
    A case in the casusoverleg, in a house of this test alone.
    """
    if request.param == "sqlite":
        with request.getfixturevalue("bouw").kopie(tmp_path) as zaak:
            yield zaak
        return
    bouw: Bouw = request.getfixturevalue("bouw_postgres")
    target = copied(request.getfixturevalue("postgres_server"), bouw)
    with bouw.kopie(tmp_path, target) as zaak:
        yield zaak


@pytest.fixture
def huisje(bouw: Bouw, tmp_path: Path) -> Iterator[Zaak]:
    """
    The same, on SQLite only.
    """
    with bouw.kopie(tmp_path) as zaak:
        yield zaak


@pytest.fixture(params=ENGINES)
def leeg(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Huis]:
    """
    A house where nobody works yet.
    """
    target = None
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        target = server.new_database()
    with houses.huis(tmp_path, target) as h:
        yield h


def copied(server: Server, bouw: Bouw) -> str:
    """
    Copy the database of *bouw*, and give the address of the copy.
    """
    assert bouw.target is not None
    original = bouw.target.split("@/")[1].split("?")[0]
    name = f"kopie{next(_numbers)}"
    server.execute("CREATE DATABASE {} STRATEGY FILE_COPY TEMPLATE " + original, name)
    return server.url(name)


def _built(folder: Path, target: str | None) -> Bouw:
    with pytest.MonkeyPatch.context() as monkeypatch:
        _once(monkeypatch)
        return zaken.bouw(folder, target)
