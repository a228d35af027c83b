"""
Triggers that refuse to change or remove rows which are there to stay.

A second defence: whoever owns the database can remove them.
"""

from __future__ import annotations

import sqlalchemy as sa

from zvhprivacy.store.errors import GUARD


# Per table and engine the statements that make them; the migrations take them from here.
GUARDS: dict[str, dict[str, tuple[str, ...]]] = {}
# What the triggers call on PostgreSQL.
REFUSE = f"""
CREATE OR REPLACE FUNCTION zvh_bewaakt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'zvh: bewaakt' USING ERRCODE = '{GUARD}'; END $$
""".strip()


def guard(model: type, *, forgettable: tuple[str, ...] = (), growing: str = "") -> None:
    """
    Let the rows of *model* stay as they are: no update, no delete, no truncate.

    Columns that are *forgettable* may become NULL, all of them at once.
    Of a table with a *growing* number, a row may change when that number grows.
    """
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    name = table.name
    sqlite = [_sqlite(name, "delete", "")]
    postgresql = [
        _postgresql(name, "delete", "FOR EACH ROW"),
        _postgresql(name, "truncate", "FOR EACH STATEMENT"),
    ]
    if growing:
        sqlite.append(_sqlite(name, "update", f"WHEN new.{growing} <= old.{growing}"))
        when = f"FOR EACH ROW WHEN (new.{growing} <= old.{growing})"
        postgresql.append(_postgresql(name, "update", when))
    elif forgettable:
        kept = [column.name for column in table.columns if column.name not in forgettable]
        gone = " AND ".join(f"new.{column} IS NULL" for column in forgettable)
        same = " AND ".join(f"new.{column} IS old.{column}" for column in kept)
        sqlite.append(_sqlite(name, "update", f"WHEN NOT ({same} AND {gone})"))
        same = " AND ".join(f"new.{column} IS NOT DISTINCT FROM old.{column}" for column in kept)
        when = f"FOR EACH ROW WHEN (NOT ({same} AND {gone}))"
        postgresql.append(_postgresql(name, "update", when))
    else:
        sqlite.append(_sqlite(name, "update", ""))
        postgresql.append(_postgresql(name, "update", "FOR EACH ROW"))
    GUARDS[name] = {"sqlite": tuple(sqlite), "postgresql": tuple(postgresql)}


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
