"""
What PostgreSQL may not keep samples of.

ANALYZE, which a server does by itself, copies values of a column to `pg_statistic`, to guess how
many rows a query finds. There they would outlive the rows, and no `scrub` of ours reaches them.
"""

from __future__ import annotations

import sqlalchemy as sa

from zvhprivacy.store.database import Part
from zvhprivacy.store.tables import metadata_of


# Columns of the hoofd that say who somebody is; in the kluis any may.
PERSONAL = frozenset({"persoon", "pseudoniem"})


def take_no_samples(connection: sa.Connection, part: Part) -> None:
    """
    Let the server look at no value of *part* that may have to be forgotten.

    It guesses then; what is found by these columns is found by an index all the same.
    """
    quote = connection.dialect.identifier_preparer.quote
    for table in metadata_of(part).sorted_tables:
        columns = [column.name for column in table.c if forgettable(part, column)]
        if columns:
            changes = ", ".join(f"ALTER {quote(name)} SET STATISTICS 0" for name in columns)
            connection.exec_driver_sql(f"ALTER TABLE {quote(table.name)} {changes}")


def forgettable(part: Part, column: sa.Column[object]) -> bool:
    """
    Say whether values of *column* may have to be forgotten.
    """
    sealed = isinstance(column.type, sa.LargeBinary)
    return part is Part.KLUIS or sealed or column.name in PERSONAL
