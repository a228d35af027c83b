"""
Every test of the store runs on both engines, each time in a database of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.postgres import Server
from zvhprivacy.store.database import Database, Part, open_database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def new_target(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """
    Give the target of a database that is not there yet, a new one at every call.
    """
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        return server.new_database
    paths = (str(tmp_path / f"{number}.db") for number in range(100))
    return lambda: next(paths)


@pytest.fixture
def target(new_target: Callable[[], str]) -> str:
    """
    Where one database comes to stand.
    """
    return new_target()


@pytest.fixture
def hoofd(target: str) -> Iterator[Database]:
    """
    An empty hoofd.
    """
    database = open_database(Part.HOOFD, target)
    yield database
    database.close()


@pytest.fixture
def kluis(new_target: Callable[[], str]) -> Iterator[Database]:
    """
    An empty kluis.
    """
    database = open_database(Part.KLUIS, new_target())
    yield database
    database.close()


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """
    A hoofd for all tests of a module, which leave nothing in it.
    """
    if request.param == "postgresql":
        target = request.getfixturevalue("postgres_server").new_database(kept=True)
    else:
        target = str(tmp_path_factory.mktemp("hoofd") / "hoofd.db")
    database = open_database(Part.HOOFD, target)
    yield database
    database.close()
