"""
Triggers that refuse to change or remove rows which are there to stay.

A second defence: whoever owns the database can remove them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

import sqlalchemy as sa

from zvhprivacy.store.errors import GUARD


S = TypeVar("S", bound=StrEnum)

# Per table and engine the statements that make them; the migrations take them from here.
GUARDS: dict[str, dict[str, tuple[str, ...]]] = {}
# What the triggers call on PostgreSQL.
REFUSE = f"""
CREATE OR REPLACE FUNCTION zvh_bewaakt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'zvh: bewaakt' USING ERRCODE = '{GUARD}'; END $$
""".strip()
# How each engine compares what may be NULL.
SAME = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}


def guard(
    model: type, *, forgettable: tuple[str, ...] = (), growing: str = "", unless: str = ""
) -> None:
    """
    Let the rows of *model* stay as they are: no update, no delete, no truncate.

    Columns that are *forgettable* may become NULL, all of them at once.
    Of a table with a *growing* number, a row may change when that number grows.
    A row may change too when *unless* holds of its `old` and `new` columns; `{same}` in it
    compares two that may be NULL.
    """
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    if growing:
        refused = f"new.{growing} <= old.{growing}"
    elif forgettable:
        kept = unchanged(column.name for column in table.columns if column.name not in forgettable)
        gone = " AND ".join(f"new.{column} IS NULL" for column in forgettable)
        refused = f"NOT ({kept} AND {gone})"
    elif unless:
        refused = f"NOT ({unless})"
    else:
        refused = ""
    name = table.name
    GUARDS[name] = {
        "sqlite": (
            _sqlite(name, "delete", ""),
            _sqlite(name, "update", refused and f"WHEN {refused.format(same=SAME['sqlite'])}"),
        ),
        "postgresql": (
            _postgresql(name, "delete", "FOR EACH ROW"),
            _postgresql(name, "truncate", "FOR EACH STATEMENT"),
            _postgresql(
                name,
                "update",
                "FOR EACH ROW" + (refused and f" WHEN ({refused.format(same=SAME['postgresql'])})"),
            ),
        ),
    }


def unchanged(columns: Iterable[str]) -> str:
    """
    Say that *columns* are as they were.
    """
    return " AND ".join(f"new.{column} {{same}} old.{column}" for column in columns)


def forwards(column: str, steps: Mapping[S, frozenset[S]]) -> str:
    """
    Say that *column* stays, or takes one of *steps*: from each value to those that may follow.
    """
    ways = [f"new.{column} = old.{column}"]
    for old, followers in steps.items():
        new = ", ".join(f"'{each}'" for each in sorted(followers))
        ways.append(f"old.{column} = '{old}' AND new.{column} IN ({new})")
    return "(" + " OR ".join(ways) + ")"


def _sqlite(table: str, what: str, when: str) -> str:
    return (
        f"CREATE TRIGGER {table}_geen_{what} BEFORE {what.upper()} ON {table} {when} "
        "BEGIN SELECT RAISE(ABORT, 'zvh bewaakt'); END"
    )


def _postgresql(table: str, what: str, when: str) -> str:
    return (
        f"CREATE TRIGGER {table}_geen_{what} BEFORE {what.upper()} ON {table} {when} "
        "EXECUTE FUNCTION zvh_bewaakt()"
    )
