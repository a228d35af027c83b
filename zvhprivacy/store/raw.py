"""
The driver below SQLAlchemy, for the few statements that must be fast.

Values are always bound; a statement is a constant with `?` where they go.
"""

from __future__ import annotations

import functools

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa


def run(raw: Any, query: str, values: tuple[object, ...], *, sqlite: bool) -> Any:
    """
    Execute *query* on *raw*, the connection of the driver, and give its cursor.
    """
    if sqlite:
        return raw.execute(query, values)
    # Binary spares the hashes a way through hexadecimal.
    return raw.cursor(binary=True).execute(_for_psycopg(query), values)


def run_many(raw: Any, query: str, rows: Iterable[tuple[object, ...]], *, sqlite: bool) -> None:
    """
    Execute *query* once for each of *rows*.
    """
    if sqlite:
        raw.executemany(query, rows)
    else:
        raw.cursor().executemany(_for_psycopg(query), rows)


def driver(connection: sa.Connection) -> Any:
    """
    Give the connection of the driver, which knows nothing of errors of ours.
    """
    return connection.connection.driver_connection


@functools.cache
def _for_psycopg(query: str) -> str:
    return query.replace("?", "%s")
