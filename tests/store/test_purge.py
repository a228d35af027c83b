"""
What is destroyed leaves no row behind in any table, and nothing else goes with it.
"""

from __future__ import annotations

import re

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import sqlalchemy as sa

from tests.store.values import add_parents, changed, fill, one_of, uid
from zvhprivacy.errors import StoreFailed
from zvhprivacy.model.bewaren import Afscherming, Opschorting, Vernietigingsgrond
from zvhprivacy.model.casus import Casus, Gegeven, Register, Uid
from zvhprivacy.model.registers import Verstrekking
from zvhprivacy.store import purge
from zvhprivacy.store.batches import AT_ONCE
from zvhprivacy.store.changing import Missing
from zvhprivacy.store.database import Database, Part, open_database
from zvhprivacy.store.outliving import GOES_ON_NAMING, OUTLIVES
from zvhprivacy.store.purge import (
    left_of,
    naming_columns,
    purge_cases,
    purge_items,
    purged_tables,
)
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rls import see_all
from zvhprivacy.store.rows import TABLES, shape_of
from zvhprivacy.store.tables import HOOFD
from zvhprivacy.store.tables._checks import kinds


OTHER = 1_000  # how far the ids of another case are from those of the first
CASE, ITEM = uid(1), uid(4)
PURGED = [table.name for table in purged_tables()]


@pytest.fixture
def registers(shared: Database) -> Iterator[Registers]:
    """
    Two cases with a line in every register, in a transaction that keeps nothing.
    """
    with shared.read() as connection:
        see_all(connection)
        found = Registers(connection)
        fill(found)
        fill(found, OTHER)
        yield found


def rows(connection: sa.Connection) -> dict[str, set[tuple[Any, ...]]]:
    """
    Read every row of every table, as the catalogue of the database names them.
    """
    reflected = sa.MetaData()
    reflected.reflect(connection)
    return {
        name: {tuple(map(str, row)) for row in connection.execute(sa.select(table))}
        for name, table in reflected.tables.items()
    }


def about(rows: dict[str, set[tuple[Any, ...]]], *ids: str) -> dict[str, set[tuple[Any, ...]]]:
    """
    Give the rows that name one of *ids* anywhere in them; it knows nothing of columns.
    """
    found = {
        name: {row for row in held if any(each in "\0".join(row) for each in ids)}
        for name, held in rows.items()
    }
    return {name: held for name, held in found.items() if held}


# --- whole cases ----------------------------------------------------------------------------------


def test_every_row_of_a_case_goes_and_no_other(registers: Registers) -> None:
    """
    Looked for in every column of every table of the database, and not only where we think.
    """
    before = rows(registers.connection)
    counted = purge_cases(registers.connection, [CASE])
    after = rows(registers.connection)

    assert set(PURGED) == about(before, CASE).keys() == counted.keys()
    assert {} == about(after, CASE, ITEM)
    for name, held in before.items():
        assert after[name] <= held
        assert len(held - after[name]) == counted.get(name, 0)
        assert about({name: held}, uid(1 + OTHER)) == about({name: after[name]}, uid(1 + OTHER))


def test_doing_it_again_removes_nothing_more(registers: Registers) -> None:
    """
    Who was cut off begins again without harm.
    """
    purge_cases(registers.connection, [CASE])

    assert {0} == set(purge_cases(registers.connection, [CASE, uid(99)]).values())
    assert {0} == set(purge_cases(registers.connection, []).values())


def test_more_cases_than_one_statement_takes(registers: Registers) -> None:
    """
    They all go, and a case that is named twice goes once.
    """
    casus = registers.one(Casus, CASE)
    many = [uid(5_000 + number) for number in range(AT_ONCE + 7)]
    for each in many:
        registers.add(changed(casus, id=each))
    counted = purge_cases(registers.connection, [*many, *many])

    assert len(many) == counted["casus"]
    assert {} == left_of(registers.connection, many)
    assert registers.one(Casus, CASE) == casus


# --- items ----------------------------------------------------------------------------------------


def test_an_item_goes_with_what_hangs_on_it(registers: Registers) -> None:
    """
    Declarations, holds, reasons and shields of the item go; those of the case and others stay.
    """
    connection = registers.connection
    about_items: tuple[type[Register], ...] = (Opschorting, Vernietigingsgrond, Afscherming)
    for number, kind in enumerate(about_items):
        registers.add(changed(one_of(kind), id=uid(80 + number), gegeven=None))
    before = rows(connection)
    gone = [purge_items(connection, [ITEM, uid(99)]), purge_items(connection, [ITEM])]
    after = rows(connection)
    lost = {name: held - after[name] for name, held in before.items() if held != after[name]}

    assert [1, 0] == gone
    assert {"gegeven", "verklaring", "opschorting", "vernietigingsgrond", "afscherming"} == set(
        lost
    )
    assert lost == about(lost, ITEM)
    assert {} == left_of(connection, [], [ITEM])


def test_what_has_to_be_shown_goes_on_naming_the_item(registers: Registers) -> None:
    """
    That an item was wrong, and that it was given to somebody, stays known as long as the case.
    """
    connection = registers.connection
    purge_items(connection, [ITEM])

    assert {"correctie", "verstrekking"} == about(rows(connection), ITEM).keys()
    assert {table for table, _ in GOES_ON_NAMING} == {"correctie", "verstrekking"}
    assert all(GOES_ON_NAMING.values())


def test_an_item_with_a_line_about_it_does_not_go_by_itself(
    shared: Database, registers: Registers
) -> None:
    """
    Past this package the database does not let go of an item that a hold names.
    """
    table = shape_of(Gegeven).table

    with pytest.raises(StoreFailed), shared.ours():
        registers.connection.execute(sa.delete(table).where(table.c.id == ITEM))


@pytest.mark.parametrize("kind", [Opschorting, Vernietigingsgrond, Afscherming])
@pytest.mark.parametrize("item", [uid(4 + OTHER), uid(99)], ids=["other-case", "nowhere"])
def test_a_line_about_an_item_is_about_an_item_of_its_case(
    registers: Registers, kind: Any, item: str
) -> None:
    """
    A hold on an item of another case would hold nothing, so it is refused.
    """
    with pytest.raises(Missing):
        registers.add(changed(one_of(kind), id=uid(70), gegeven=item))


# --- looking again --------------------------------------------------------------------------------


def test_what_is_left_is_found_wherever_it_stands(registers: Registers) -> None:
    """
    Before anything is removed, every column that may name a case or item is told of.
    """
    found = left_of(registers.connection, [CASE], [ITEM])

    assert {f"{column.table.name}.{column.name}" for column in naming_columns()} == found.keys()
    assert {} == left_of(registers.connection, [uid(98)], [uid(99)])
    assert {} == left_of(registers.connection, [])


@pytest.mark.parametrize("forgotten", [name for name in PURGED if name != "casus"])
def test_a_table_that_is_forgotten_is_found(
    registers: Registers, monkeypatch: pytest.MonkeyPatch, forgotten: str
) -> None:
    """
    Planted: the purge passes over one table, and over those that its rows hang on.
    """
    table = HOOFD.tables[forgotten]
    held = {key.column.table.name for key in table.foreign_keys} | {forgotten}
    for name in [name for name in PURGED if name in held]:
        held |= {key.column.table.name for key in HOOFD.tables[name].foreign_keys}
    left = tuple(each for each in purged_tables() if each.name not in held)
    monkeypatch.setattr(purge, "purged_tables", lambda: left)
    purge_cases(registers.connection, [CASE])

    assert f"{forgotten}.casus" in left_of(registers.connection, [CASE])


# --- the catalogue --------------------------------------------------------------------------------


def test_every_table_is_purged_or_outlives_a_case_for_a_reason() -> None:
    """
    A new table is one or the other; who adds one says here which.
    """
    by_case = {name for name, table in HOOFD.tables.items() if "casus" in table.c} | {"casus"}

    assert set(HOOFD.tables) == set(PURGED) | set(OUTLIVES)
    assert set() == set(PURGED) & set(OUTLIVES)
    assert {"bewaarplan_regel", "logboek_regel"} == by_case & set(OUTLIVES)
    assert set(TABLES.values()) - set(PURGED) == {"mandaat", "medewerker", "publicatie"}
    assert all(OUTLIVES.values())


def test_a_new_table_with_a_column_casus_turns_this_red() -> None:
    """
    Planted: a table about cases that nobody thought of is purged, and is missed in the tests above.
    """
    new = sa.Table("nieuw", HOOFD, sa.Column("casus", sa.String, sa.ForeignKey("casus.id")))
    purged_tables.cache_clear()
    try:
        assert new in purged_tables()
        with pytest.raises(AssertionError):
            test_every_table_is_purged_or_outlives_a_case_for_a_reason()
    finally:
        HOOFD.remove(new)
        purged_tables.cache_clear()


def test_nothing_that_stays_hangs_on_what_goes() -> None:
    """
    Else a purge would be refused, or leave a row that points at nothing.
    """
    for name in OUTLIVES:
        pointed = {key.column.table.name for key in HOOFD.tables[name].foreign_keys}

        assert set() == pointed & set(PURGED)


def test_children_go_before_their_parents() -> None:
    """
    Nothing is removed that something still hangs on.
    """
    for number, name in enumerate(PURGED):
        pointed = {key.column.table.name for key in HOOFD.tables[name].foreign_keys} - {name}

        assert set() == pointed & set(PURGED[:number])


def test_lists_of_ids_are_thought_of() -> None:
    """
    A list that may name an item is no column that a statement finds it in.
    """
    listed = {
        (TABLES[kind], name)
        for kind in TABLES
        for name, each in kinds(kind).items()
        if Uid in get_args(each)
    }

    assert listed == {(TABLES[Verstrekking], "gegevens")}
    assert listed <= set(GOES_ON_NAMING)


def _leading(table: sa.Table) -> set[str]:
    """
    Give the columns that an index of *table* begins with.
    """
    keys = [each for each in table.constraints if isinstance(each, sa.UniqueConstraint)]
    every = [[*index.columns] for index in table.indexes] + [[*key.columns] for key in keys]
    return {columns[0].name for columns in (*every, [*table.primary_key.columns])}


def test_an_index_leads_from_every_parent_to_its_children() -> None:
    """
    Else every row that is removed makes the database read a table from begin to end.
    """
    without = [
        key.name
        for table in HOOFD.tables.values()
        for key in table.foreign_key_constraints
        if {column.name for column in key.columns}.isdisjoint(_leading(table))
    ]

    assert [] == without
    assert [] == [each for each in naming_columns() if each.name not in _leading(each.table)]


def test_sqlite_removes_without_reading_a_whole_table(tmp_path: Path) -> None:
    """
    As it says itself of every statement, those that look after foreign keys excepted.
    """
    database, said = open_database(Part.HOOFD, tmp_path / "hoofd.db"), list[str]()
    with database.read() as connection:
        add_parents(Registers(connection))
        raw: Any = connection.connection.driver_connection
        statements: list[str] = []
        raw.set_trace_callback(statements.append)
        purge_cases(connection, [CASE])
        purge_items(connection, [ITEM])
        left_of(connection, [CASE], [ITEM])
        raw.set_trace_callback(None)
        for each in statements:
            if re.match(r"DELETE|SELECT", each):
                said += [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {each}")]
    database.close()

    assert len(said) > 2 * len(PURGED)
    assert [] == [each for each in said if each.startswith("SCAN")]
