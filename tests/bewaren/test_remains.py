"""
What is left in the files of the databases after destruction: nothing of what went.

The files are read as bytes, free pages and logs included; what is looked for was read from the
tables before, with plain SQL.
"""

from __future__ import annotations

import contextlib

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import sqlalchemy as sa

from tests.bewaren.huis import DUE, FRESH, KANARIE, Bewaarhuis, Zaak, bewaarhuis
from tests.postgres import Server
from zvhprivacy.bewaren.ending import Ending
from zvhprivacy.engine.vernieuwen import vernieuw_casussleutel
from zvhprivacy.model.bewaarplan import PlanState
from zvhprivacy.model.bewaartermijn import Begin
from zvhprivacy.model.bewaren import Vernietigingsgrond
from zvhprivacy.store.database import Database


GOING = 10  # cases; enough for pages to be split and joined
KINDS = ("woonsituatie", "relaties", "financieel")
SLICE = 12  # bytes that say which value it was
PAGE = 8_192  # bytes, of PostgreSQL; no row lies in two
HEADER = 8  # bytes that values have in common: a version and the number of a key

# What may be nowhere, of cases by id, and of the people in them.
IN_HOOFD = {
    "content": "SELECT inhoud FROM gegeven WHERE casus IN :ids",
    "who it is about": "SELECT persoon FROM betrokkene WHERE casus IN :ids",
    "pseudonyms": "SELECT pseudoniem FROM betrokkene WHERE casus IN :ids",
}
IN_KLUIS = {
    "keys": "SELECT verpakt FROM kluis_sleutel WHERE naam IN :ids",
    "persons": "SELECT verzegeld FROM kluis_persoon WHERE id IN :ids",
    "tags": "SELECT tag FROM kluis_persoon WHERE id IN :ids",
    "ids of persons": "SELECT id FROM kluis_persoon WHERE id IN :ids",
}

Secrets = Mapping[str, list[bytes]]


def secrets(b: Bewaarhuis, zaken: Iterable[Zaak]) -> Secrets:
    """
    Read from the tables what may be nowhere when *zaken* are gone.
    """
    storage, cases, people = b.rooms.storage, list[str](), list[str]()
    for zaak in zaken:
        cases.append(zaak.id)
        people += zaak.personen
    return _read(storage.hoofd, IN_HOOFD, cases) | _read(storage.kluis, IN_KLUIS, cases + people)


def _read(
    database: Database, queries: Mapping[str, str], ids: Collection[str]
) -> dict[str, list[bytes]]:
    given: sa.BindParameter[str] = sa.bindparam("ids", list(ids), expanding=True)
    with database.connect() as connection:
        if not database.sqlite:
            connection.exec_driver_sql("SELECT set_config('zvh.alles', 'ja', true)")
        return {
            kind: [
                value.encode() if isinstance(value, str) else bytes(value)
                for value in connection.scalars(sa.text(query).bindparams(given))
            ]
            for kind, query in queries.items()
        }


def left(content: bytes, *wanted: Secrets) -> list[dict[str, int]]:
    """
    Count, for each of *wanted*, of how many secrets a fragment stands in *content*.
    """
    parts = {
        part for each in wanted for values in each.values() for v in values for part in _parts(v)
    }
    there = parts.intersection(content[at : at + SLICE] for at in range(len(content)))
    return [
        {
            kind: number
            for kind, values in each.items()
            if (number := sum(not there.isdisjoint(_parts(value)) for value in values))
        }
        for each in wanted
    ]


def _parts(value: bytes) -> Iterator[bytes]:
    start = HEADER if len(value) >= HEADER + SLICE else 0
    for at in range(start, len(value) - SLICE + 1, SLICE):
        yield value[at : at + SLICE]


def begun(b: Bewaarhuis) -> tuple[Secrets, Secrets, Secrets, Secrets]:
    """
    Fill the house, approve, and give the secrets of what goes, of what stood there before in its
    place, of an item that goes, and of what stays.

    Some cases got a new key, so older values may be about.
    """
    numbers = iter(range(1, 10_000))
    cases: dict[bool, list[Zaak]] = {True: [], False: []}
    for number in range(GOING * 2):
        goes = number % 2 == 0  # among each other in the tables
        day = DUE if goes else FRESH
        gegevens = [(each, day) for each in KINDS]
        cases[goes].append(b.zaak(day, nummers=[next(numbers)], gegevens=gegevens))
    before = secrets(b, cases[True])
    for zaak in cases[True][::10]:
        vernieuw_casussleutel(b.rooms.storage, zaak.id, actor="systeem")
    deel = cases[False].pop()
    now, item = b.h.klok(), deel.gegevens[0]
    ground = Vernietigingsgrond(
        id=b.uid(),
        casus=deel.id,
        gegeven=item,
        grond=Begin.NIET_MEER_NODIG,
        medewerker=b.een.medewerker or "",
        op=now,
    )
    b.schrijf([ground], deel.id)
    of_item = secrets(b, [deel])
    single = {"content": of_item["content"][:1], "keys": of_item["keys"]}
    b.goedgekeurd()
    return secrets(b, cases[True]), before, single, secrets(b, cases[False])


def files_in(folder: Path) -> bytes:
    """
    Give the databases in *folder* with their logs.
    """
    return b"\0".join(path.read_bytes() for path in sorted((folder / "db").glob("huis*")))


def carried_out(b: Bewaarhuis) -> None:
    """
    Carry out to the end.
    """
    [report] = b.bewaren.run().plannen

    assert PlanState.KLAAR is report.state
    assert (GOING, 1, GOING) == (report.zaken, report.gegevens, report.personen)


def counts(wanted: Secrets) -> dict[str, int]:
    """
    Count the secrets.
    """
    return {kind: len(values) for kind, values in wanted.items()}


# ------------------------------------------------------------------------ SQLite


def test_nothing_is_in_the_files_of_sqlite(tmp_path: Path) -> None:
    """
    Of content, keys, pseudonyms and persons no fragment is in the databases, their logs or free
    pages, as soon as the run is over; all that stays is there.
    """
    with bewaarhuis(tmp_path) as b:
        goes, earlier, item, stays = begun(b)
        [before] = left(files_in(tmp_path), goes)
        carried_out(b)
        while_open = left(files_in(tmp_path), goes, earlier, item)
    found = left(files_in(tmp_path), goes, earlier, item, stays)

    assert counts(goes) == before
    assert [{}, {}, {}] == while_open
    assert [{}, {}, {}, counts(stays)] == found
    assert not any(KANARIE.encode() in path.read_bytes() for path in tmp_path.rglob("*.*"))


def test_the_search_finds_what_is_left(tmp_path: Path) -> None:
    """
    Without writing the files anew it finds something, so it can fail.
    """
    with (
        mock.patch.object(Ending, "forget", return_value=None),
        pytest.raises(AssertionError),
    ):
        test_nothing_is_in_the_files_of_sqlite(tmp_path)


# ------------------------------------------------------------------------ PostgreSQL


@contextmanager
def on_postgres(postgres: Server, folder: Path) -> Iterator[Bewaarhuis]:
    """
    Open a house with both databases on the server, apart from each other.
    """
    places: dict[str, Any] = {
        "kluis": postgres.new_database(),
        "vernietigingsregister": folder / "register.jsonl",
    }
    with bewaarhuis(folder, postgres.new_database(), **places) as b:
        yield b


def alone(database: Database, statement: str) -> None:
    """
    Run a statement outside a transaction.
    """
    with database.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(statement)


def heap(postgres: Server, b: Bewaarhuis) -> bytes:
    """
    Give all tables of the server, after what is in memory was written.

    A page that every database has from the beginning says nothing, and is left out.
    """
    alone(b.rooms.storage.hoofd, "CHECKPOINT")
    data = postgres.folder / "data"
    found = _pages(data / "base") | _pages(data / "global")
    return b"".join(found - _pages(data / "base" / "1"))


def _pages(folder: Path) -> set[bytes]:
    found = set[bytes]()
    for path in sorted(folder.rglob("*")):
        with contextlib.suppress(FileNotFoundError, IsADirectoryError):  # it cleans up meanwhile
            content = path.read_bytes()
            found.update(content[at : at + PAGE] for at in range(0, len(content), PAGE))
    return found


@pytest.mark.postgres
def test_nothing_is_in_the_tables_of_postgresql(postgres: Server, tmp_path: Path) -> None:
    """
    Nor in indexes, nor in what the server wrote down about columns when it analysed the tables.
    """
    with on_postgres(postgres, tmp_path) as b:
        goes, earlier, item, stays = begun(b)
        for database in (b.rooms.storage.hoofd, b.rooms.storage.kluis):
            alone(database, "ANALYZE")
        [before] = left(heap(postgres, b), goes)
        carried_out(b)
        found = left(heap(postgres, b), goes, earlier, item, stays)

    assert counts(goes) == before
    assert [{}, {}, {}, counts(stays)] == found
