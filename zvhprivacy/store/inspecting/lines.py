"""
Lines of registers as checking reads them: as they come, and without what is sealed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, TypeVar

import sqlalchemy as sa

from zvhprivacy.model.casus import NotRegistered, Register
from zvhprivacy.store.batches import batched
from zvhprivacy.store.rows import from_row, shape_of


R = TypeVar("R", bound=Register)

ROWS_AT_ONCE = 1_000  # read ahead by what streams
PAGE = 500  # lines that are looked at with all that hangs on them
SEALED = sa.LargeBinary  # content that nobody here opens, and that is not fetched either


def lines_of(
    connection: sa.Connection,
    kind: type[R],
    column: str,
    wanted: Collection[str],
    *where: sa.ColumnElement[bool],
) -> Iterator[R]:
    """
    Go through the lines of a register with one of *wanted* in *column*, without what is sealed.

    Raises:
        NotRegistered: A row is damaged.
    """
    table, columns = shape_of(kind)
    # What is sealed is not opened here, so it need not come along either.
    light = [sa.literal(b"", SEALED) if _is_sealed(each) else each for each in columns]
    for some in batched(wanted):
        query = sa.select(*light).where(table.c[column].in_(some), *where).order_by(table.c.id)
        yield from values(connection, kind, query)


def _is_sealed(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, SEALED)


def values(connection: sa.Connection, kind: type[R], query: sa.Select[Any]) -> list[R]:
    """
    Give the lines of a register that *query* asks for.

    Raises:
        NotRegistered: A row is damaged.
    """
    return [from_row(kind, row) for row in stream(connection, query, kind.__name__)]


def stream(connection: sa.Connection, query: sa.Select[Any], register: str) -> Iterator[Any]:
    """
    Give the rows as they come.

    Raises:
        NotRegistered: A day or a moment is none; what says so would quote it.
    """
    try:
        with connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE}) as found:
            yield from found
        return
    except ValueError:
        damaged = NotRegistered(register=register, veld="-")
    raise damaged


def by(name: str, rows: Iterator[Any]) -> defaultdict[str, list[Any]]:
    """
    Give *rows* by what they have as *name*.
    """
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
