"""
The driver below SQLAlchemy, for the few statements that must be fast.

Values are always bound; a statement is a constant with `?` where they go.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa


def run(connection: sa.Connection, query: str, values: tuple[object, ...]) -> Any:
    """
    Execute *query* and give the cursor of the driver.
    """
    raw = driver(connection)
    if connection.dialect.name == "sqlite":
        return raw.execute(query, values)
    # Binary spares the hashes a way through hexadecimal.
    return raw.cursor(binary=True).execute(_for_psycopg(query), values)


def run_many(connection: sa.Connection, query: str, rows: Iterable[tuple[object, ...]]) -> None:
    """
    Execute *query* once for each of *rows*.
    """
    raw = driver(connection)
    if connection.dialect.name == "sqlite":
        raw.executemany(query, rows)
    else:
        raw.cursor().executemany(_for_psycopg(query), rows)


def driver(connection: sa.Connection) -> Any:
    """
    Give the connection of the driver, which knows nothing of errors of ours.
    """
    return connection.connection.driver_connection


def _for_psycopg(query: str) -> str:
    return query.replace("?", "%s")
