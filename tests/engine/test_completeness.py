"""
What is stored and what the logboek tells are the same; whatever is done to a row is found.
"""

from __future__ import annotations

import sqlite3

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engine.everything import everything
from tests.engine.intruder import Intruder, deviations
from tests.engine.zaken import LID_1, Bouw, Zaak
from zvhprivacy.engine.rows import stored_rows
from zvhprivacy.logboek.reconcile import RowKind
from zvhprivacy.logboek.verify import verify
from zvhprivacy.store.rows import TABLES


def test_every_row_is_as_its_last_line_says(zaak: Zaak) -> None:
    """
    After any sequence of calls, every row of every register is what the logboek says of it.
    """
    everything(zaak)
    zaak.naar("uitvoering", "vastleggen")
    zaak.naar("afgesloten", "afsluiten", zaak.besluit("afsluiten", "afgesloten", LID_1))
    rows = list(stored_rows(zaak.h.huis.storage.hoofd))

    assert [] == deviations(zaak)
    assert len(rows) > 50
    assert verify(zaak.h.huis.storage.log, zaak.h.huis.storage.verifiers())


# ------------------------------------------------------------- behind our back


@pytest.fixture(scope="module")
def filled(bouw: Bouw, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Zaak, Intruder]]:
    """
    A house with a row in every table, and somebody inside; a test leaves it as it was.
    """
    folder = tmp_path_factory.mktemp("gevuld")
    with bouw.kopie(folder) as zaak:
        everything(zaak)
        intruder = Intruder(folder / "db" / "huis.sqlite")
        yield zaak, intruder
        intruder.connection.close()


def _other(value: Any, others: list[Any]) -> Iterator[Any]:
    """
    Give what could stand there instead: what stands in another row, nothing, something damaged.
    """
    yield from {each for each in others if each != value}
    if value is not None:
        yield None
    if isinstance(value, bytes):
        yield value[:-1] + bytes([value[-1] ^ 1]) if value else b"\0"
    elif isinstance(value, int):
        yield 1 - value if value in {0, 1} else value + 1  # a truth value has no third
    else:
        yield value[:-1] + chr(ord(value[-1]) ^ 1) if value else "2031-01-01"


@pytest.mark.parametrize("table", sorted(TABLES.values()))
def test_every_change_of_any_field_is_found(filled: tuple[Zaak, Intruder], table: str) -> None:
    """
    Change one field of one row to anything else: the row is named, and no other.
    """
    zaak, intruder = filled
    names, rows = intruder.columns(table), intruder.rows(table)
    assert rows
    row = rows[-1]
    key = row[names.index("id")]
    for index, name in enumerate(names):
        for value in _other(row[index], [each[index] for each in rows]):
            if name == "id" and (value is None or value in {each[index] for each in rows}):
                continue  # the table itself refuses a second row with an id
            try:
                intruder.set(table, key, **{name: value})
            except sqlite3.IntegrityError:
                continue  # a NOT NULL that cannot be switched off
            found = {each.rij for each in deviations(zaak)}
            intruder.set(table, value if name == "id" else key, **{name: row[index]})

            assert key in found, (name, row[index], value)
    assert [] == deviations(zaak)


@pytest.mark.parametrize("table", sorted(TABLES.values()))
def test_a_row_that_is_gone_or_new_is_found(filled: tuple[Zaak, Intruder], table: str) -> None:
    """
    Remove a row, or add one: it is named.
    """
    zaak, intruder = filled
    names, row = intruder.columns(table), intruder.rows(table)[-1]
    key = row[names.index("id")]
    other = {"id": "f" * 32, "volgnummer": 99}  # no two renewals of a case have one number
    added = tuple(other.get(name, each) for name, each in zip(names, row, strict=True))

    intruder.remove(table, key)
    gone = deviations(zaak)
    intruder.add(table, row)
    intruder.add(table, added)
    new = deviations(zaak)
    intruder.remove(table, "f" * 32)

    assert (RowKind.VERDWENEN, key) in [(each.soort, each.rij) for each in gone]
    assert (RowKind.ZONDER_REGEL, "f" * 32) in [(each.soort, each.rij) for each in new]
    assert [] == deviations(zaak)


def test_an_older_state_that_is_put_back_is_found(huisje: Zaak, tmp_path: Path) -> None:
    """
    Put a row back as it once was, whole and sealed as ever: it is named.
    """
    intruder = Intruder(tmp_path / "db" / "huis.sqlite")
    before = intruder.rows("casus")[0]
    names = intruder.columns("casus")
    huisje.naar("uitvoering", "vastleggen")

    intruder.set("casus", huisje.id, **dict(zip(names, before, strict=True)))
    intruder.connection.close()

    assert [(RowKind.ANDERS, huisje.id)] == [(each.soort, each.rij) for each in deviations(huisje)]
