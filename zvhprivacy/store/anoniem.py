"""
What is left of anonymised cases, in a database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa

from zvhprivacy.model.bewaren import AnonymousRow
from zvhprivacy.store.database import Part
from zvhprivacy.store.tables import metadata_of
from zvhprivacy.store.tables.anoniem import GONE


ANONIEM = metadata_of(Part.HOOFD).tables["anoniem"]

_NAMES = AnonymousRow._fields
_ADD = sa.text(
    f"INSERT INTO anoniem ({', '.join(_NAMES)}, aantal) "  # noqa: S608 - names of our own
    f"VALUES ({', '.join(f':{name}' for name in _NAMES)}, :aantal) "
    f"ON CONFLICT ({', '.join(_NAMES)}) "
    "DO UPDATE SET aantal = anoniem.aantal + excluded.aantal"
)


def classes(connection: sa.Connection) -> dict[AnonymousRow, int]:
    """
    Give of every kind how many are left.
    """
    columns = [ANONIEM.c[name] for name in (*_NAMES, "aantal")]
    return {_read(row[:-1]): row[-1] for row in connection.execute(sa.select(*columns))}


def add(connection: sa.Connection, rows: Iterable[AnonymousRow]) -> None:
    """
    Add *rows* to those that are left; that each kind then has enough is for the caller to know.
    """
    counts = Counter(rows)
    if counts:
        connection.execute(
            _ADD,
            [
                {**_written(row), "aantal": number}
                for row, number in sorted(counts.items(), key=str)
            ],
        )


def _written(row: AnonymousRow) -> dict[str, str]:
    categorieen = None if row.categorieen is None else ",".join(row.categorieen)
    values = row._replace(categorieen=categorieen)  # type: ignore[arg-type]
    return {
        name: GONE if value is None else str(value)
        for name, value in zip(_NAMES, values, strict=True)
    }


def _read(values: Iterable[str]) -> AnonymousRow:
    convenant, proces, *rest = values
    jaar, fase, betrokkenen, kinds, duur = (None if each == GONE else each for each in rest)
    return AnonymousRow(
        convenant=convenant,
        proces=proces,
        jaar=jaar,
        fase=fase,
        betrokkenen=betrokkenen,
        categorieen=None if kinds is None else tuple(kinds.split(",")) if kinds else (),
        duur=None if duur is None else int(duur),
    )
