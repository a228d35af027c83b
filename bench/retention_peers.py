"""
What destruction is compared with: the same cases deleted by an ORM, and by bare statements.

None of them looks at a term, a hold or a lease again, writes a line or destroys a key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from sqlmodel import Session, SQLModel, select

from zvhprivacy.store.database import Database
from zvhprivacy.store.purge import purge_cases, purged_tables
from zvhprivacy.store.tables import HoofdTabel


def orm(database: Database, cases: Sequence[str], batch: int) -> None:
    """
    Delete each case with what hangs on it as a cascade of an ORM does: loaded, then one by one.
    """
    for some in _batched(cases, batch):
        with _session(database) as session:
            for casus in some:
                _delete(session, [casus])


def orm_by_batch(database: Database, cases: Sequence[str], batch: int) -> None:
    """
    As `orm`, but what hangs on the cases of a batch is loaded together.
    """
    for some in _batched(cases, batch):
        with _session(database) as session:
            _delete(session, some)


def statements(database: Database, cases: Sequence[str], batch: int) -> None:
    """
    Delete the rows with one statement per table and batch, and nothing else.
    """
    for some in _batched(cases, batch):
        with database.write() as connection:
            purge_cases(connection, some)


def _delete(session: Session, cases: Sequence[str]) -> None:
    for model in _models():
        column = model.__table__.c["id" if model.__tablename__ == "casus" else "casus"]  # type: ignore[attr-defined]
        found = session.exec(select(model).where(column.in_(cases))).all()
        # Of a row that points to another one of its table, that other one goes later.
        pointing = {id(row) for row in found if getattr(row, "kring_van", None)}
        for first in (True, False):
            for row in found:
                if (id(row) in pointing) is first:
                    session.delete(row)
            # Between tables without relationships an ORM knows no order.
            session.flush()


@cache
def _models() -> tuple[type[SQLModel], ...]:
    known = {model.__tablename__: model for model in HoofdTabel.__subclasses__()}
    return tuple(known[table.name] for table in purged_tables())


@contextmanager
def _session(database: Database) -> Iterator[Session]:
    # With *write* it takes the lock of the only writer at its beginning, as ours do.
    with database.connect(write=True) as connection, Session(connection) as session:
        yield session
        session.commit()


def _batched(cases: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (cases[start : start + size] for start in range(0, len(cases), size))
