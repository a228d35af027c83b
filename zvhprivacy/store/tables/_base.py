"""
What all tables share: names for constraints, columns for moments and numbers, a silent repr.
"""

from __future__ import annotations

import importlib
import pkgutil

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from sqlmodel import SQLModel

from zvhprivacy.store.database import Part


# Without names of our own SQLite cannot drop a constraint in a later migration.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
HOOFD = sa.MetaData(naming_convention=_NAMES)
KLUIS = sa.MetaData(naming_convention=_NAMES)


class _Tabel(SQLModel):
    """
    A row that shows its type only: what it holds may be about a person.
    """

    def __repr_args__(self) -> Sequence[tuple[str | None, Any]]:
        return ()

    def __str__(self) -> str:
        return repr(self)


class HoofdTabel(_Tabel):
    """
    A table of the hoofd.
    """

    metadata = HOOFD


class KluisTabel(_Tabel):
    """
    A table of the kluis.
    """

    metadata = KLUIS


NO_ZONE = "a moment needs a time zone"


class Moment(sa.types.TypeDecorator[datetime]):
    """
    A moment with its time zone: `timestamptz`, and on SQLite a text in UTC that sorts.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """
        Choose the column for *dialect*.
        """
        return dialect.type_descriptor(MOMENT.dialect_impl(dialect))

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> Any:
        """
        Write *value*; a moment without a zone would silently mean something else elsewhere.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(NO_ZONE)
        value = value.astimezone(UTC)
        return value.isoformat(timespec="microseconds") if dialect.name == "sqlite" else value

    def process_result_value(
        self,
        value: Any,
        dialect: sa.Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """
        Read *value* back, in UTC.
        """
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return None if value is None else value.astimezone(UTC)


# As migrations write the two columns.
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
# On SQLite only INTEGER is the number that a table is ordered by itself.
NUMMER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def metadata_of(part: Part) -> sa.MetaData:
    """
    Give all tables of *part*; every module beside this one is imported for it.
    """
    package = __package__ or ""
    for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
        importlib.import_module(f"{package}.{module.name}")
    return HOOFD if part is Part.HOOFD else KLUIS
