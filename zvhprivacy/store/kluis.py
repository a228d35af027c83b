"""
The kluis in a database: keys, persons, domains and approvals, and removal that leaves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from zvhprivacy.errors import StoreFailed
from zvhprivacy.model.stored import StoredKey, StoredPerson
from zvhprivacy.store.batches import batched
from zvhprivacy.store.database import Database
from zvhprivacy.store.goedkeuringen import Approvals
from zvhprivacy.store.tables import KLUIS
from zvhprivacy.store.tables import kluis as _kluis  # noqa: F401 -- puts the tables in KLUIS
from zvhprivacy.store.together import Together


LOCK = int.from_bytes(b"zvhkluis")  # one writer at a time, on PostgreSQL
TOKEN_BYTES = 8

_SLEUTEL = KLUIS.tables["kluis_sleutel"]
_STAND = KLUIS.tables["kluis_stand"]
_PERSOON = KLUIS.tables["kluis_persoon"]
_DOMEIN = KLUIS.tables["kluis_domein"]
_VOORTGANG = KLUIS.tables["kluis_voortgang"]


class KluisStore(Approvals):
    """
    The rows of the vault in *database*; *toeval* gives random bytes.

    A key that is replaced and a person that is removed leave no bytes in the files of SQLite and
    in the tables of PostgreSQL.
    They may remain in the write-ahead log of PostgreSQL until it is used again, and in back-ups.
    """

    def __init__(self, database: Database, toeval: Callable[[int], bytes]) -> None:
        self._database = database
        self._toeval = toeval
        super().__init__(Together(database, LOCK))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """
        Hold several calls of this thread together: all or nothing, and alone.

        Inside an open transaction of the same thread it joins that one.

        Raises:
            StoreFailed: Nothing of it was kept; except `TracesLeft`, which comes after.
        """
        with self._write():
            yield

    # --- keys

    def keys(self, soort: str | None = None, naam: str | None = None) -> Sequence[StoredKey]:
        """
        Give the keys in order of number, optionally only those of *soort* and *naam*.
        """
        query = _select(_SLEUTEL, StoredKey).order_by(_SLEUTEL.c.nummer)
        if soort is not None:
            query = query.where(_SLEUTEL.c.soort == soort)
        if naam is not None:
            query = query.where(_SLEUTEL.c.naam == naam)
        return [StoredKey._make(row) for row in self._rows(query)]

    def key(self, nummer: int) -> StoredKey | None:
        """
        Give the key with this number.
        """
        query = _select(_SLEUTEL, StoredKey).where(_SLEUTEL.c.nummer == nummer)
        return next((StoredKey._make(row) for row in self._rows(query)), None)

    def keys_numbered(self, nummers: Collection[int]) -> Sequence[StoredKey]:
        """
        Give the keys with these numbers, in order of number.
        """
        return self._keys(_SLEUTEL.c.nummer, nummers)

    def keys_named(self, soort: str, namen: Collection[str]) -> Sequence[StoredKey]:
        """
        Give the keys of *soort* with one of these names, in order of number.
        """
        return self._keys(_SLEUTEL.c.naam, namen, _SLEUTEL.c.soort == soort)

    def key_changes(self) -> int:
        """
        Give a number that every change of a key renews.
        """
        return next((int(row[0]) for row in self._rows(sa.select(_STAND.c.sleutels))), 0)

    def add_key(self, key: StoredKey) -> StoredKey:
        """
        Keep *key* under the next number, which is never given out again.

        Raises:
            AlreadyThere: There is one of that kind, name and version, or another active one.
        """
        values = key._asdict()
        del values["nummer"]
        with self._write() as connection:
            statement = sa.insert(_SLEUTEL).values(values).returning(_SLEUTEL.c.nummer)
            number = connection.execute(statement).scalar_one()
            self._keys_changed(connection)
        return key._replace(nummer=number)

    def replace_keys(self, keys: Iterable[StoredKey], *, forget: bool = True) -> None:
        """
        Overwrite the keys with the same numbers, all or none, leaving nothing of what they held.

        With *forget* off something may be left until `forget`.

        Raises:
            TracesLeft: They were overwritten, but others keep the database from forgetting.
        """
        rows = [{"oud": key.nummer, "staat": key.staat, "verpakt": key.verpakt} for key in keys]
        if not rows:
            return
        statement = sa.update(_SLEUTEL).where(_SLEUTEL.c.nummer == sa.bindparam("oud"))
        # Of a key nothing else changes, and an index is written only for what is named here.
        values: dict[str, Any] = {name: sa.bindparam(name) for name in ("staat", "verpakt")}
        with self._write(forget=_SLEUTEL if forget else None) as connection:
            done = connection.execute(statement.values(values), rows)
            self._expect(done.rowcount, len(rows))
            self._keys_changed(connection)

    # --- persons

    def add_persons(self, persons: Iterable[StoredPerson]) -> None:
        """
        Keep *persons*, all or none.

        Raises:
            AlreadyThere: An id or a tag is taken.
        """
        rows = [person._asdict() for person in persons]
        if rows:
            with self._write() as connection:
                connection.execute(sa.insert(_PERSOON), rows)

    def person(self, person_id: str) -> StoredPerson | None:
        """
        Give the person with this id.
        """
        query = _select(_PERSOON, StoredPerson).where(_PERSOON.c.id == person_id)
        return next((StoredPerson._make(row) for row in self._rows(query)), None)

    def persons_by_ids(self, person_ids: Collection[str]) -> Sequence[StoredPerson]:
        """
        Give the persons with one of these ids, in any order.
        """
        return self._persons_with(_PERSOON.c.id, person_ids)

    def persons_by_tags(self, tags: Collection[bytes]) -> Sequence[StoredPerson]:
        """
        Give the persons with one of these tags, in any order.
        """
        return self._persons_with(_PERSOON.c.tag, tags)

    def persons(self, after: str, limit: int) -> Sequence[StoredPerson]:
        """
        Give at most *limit* persons with an id above *after*, in order of id.
        """
        query = _select(_PERSOON, StoredPerson).where(_PERSOON.c.id > after)
        rows = self._rows(query.order_by(_PERSOON.c.id).limit(limit))
        return [StoredPerson._make(row) for row in rows]

    def replace_persons(self, persons: Iterable[StoredPerson]) -> None:
        """
        Overwrite persons with the same ids, all or none.
        """
        rows = [{**person._asdict(), "oud": person.id} for person in persons]
        if not rows:
            return
        statement = sa.update(_PERSOON).where(_PERSOON.c.id == sa.bindparam("oud"))
        values: dict[str, Any] = {name: sa.bindparam(name) for name in StoredPerson._fields}
        with self._write() as connection:
            done = connection.execute(statement.values(values), rows)
            self._expect(done.rowcount, len(rows))

    def remove_persons(self, person_ids: Collection[str], *, forget: bool = True) -> int:
        """
        Remove without a trace, all or none; say how many there were.

        With *forget* off something may be left until `forget`.

        Raises:
            TracesLeft: They were removed, but others keep the database from forgetting; calling
                again mends it.
        """
        removed = 0
        with self._write(forget=_PERSOON if forget else None) as connection:
            for some in batched(person_ids):
                statement = sa.delete(_PERSOON).where(_PERSOON.c.id.in_(some))
                removed += connection.execute(statement).rowcount
        return removed

    def forget(self) -> None:
        """
        Leave nothing of the keys and persons that were overwritten or removed up to now.

        Raises:
            TracesLeft: Others keep the database from forgetting; calling again mends it.
        """
        # A job that was under way may have named who was removed, too.
        with (
            self._write(forget=_SLEUTEL),
            self._write(forget=_PERSOON),
            self._write(forget=_VOORTGANG),
        ):
            pass  # at the end of the outermost transaction

    # --- domains and progress

    def domains(self) -> Sequence[tuple[str, str]]:
        """
        Give the (name, short code) of every domain.
        """
        query = sa.select(_DOMEIN.c.naam, _DOMEIN.c.code).order_by(_DOMEIN.c.naam)
        return [(str(row.naam), str(row.code)) for row in self._rows(query)]

    def add_domain(self, naam: str, code: str) -> None:
        """
        Keep a domain.

        Raises:
            AlreadyThere: The name or the code is taken.
        """
        with self._write() as connection:
            connection.execute(sa.insert(_DOMEIN).values(naam=naam, code=code))

    def progress(self, job: str) -> str | None:
        """
        Give how far a resumable *job* came.
        """
        query = sa.select(_VOORTGANG.c.stand).where(_VOORTGANG.c.taak == job)
        return next((str(row[0]) for row in self._rows(query)), None)

    def set_progress(self, job: str, at: str | None) -> None:
        """
        Keep how far *job* came, or forget it.
        """
        with self._write() as connection:
            connection.execute(sa.delete(_VOORTGANG).where(_VOORTGANG.c.taak == job))
            if at is not None:
                connection.execute(sa.insert(_VOORTGANG).values(taak=job, stand=at))

    # --- inside

    def _persons_with(
        self, column: sa.Column[Any], values: Collection[str] | Collection[bytes]
    ) -> Sequence[StoredPerson]:
        found: list[StoredPerson] = []
        for some in batched(values):
            query = _select(_PERSOON, StoredPerson).where(column.in_(some))
            found += [StoredPerson._make(row) for row in self._rows(query)]
        return found

    def _keys(
        self, column: sa.Column[Any], values: Collection[Any], *where: sa.ColumnElement[bool]
    ) -> Sequence[StoredKey]:
        found: list[StoredKey] = []
        for some in batched(values):
            query = _select(_SLEUTEL, StoredKey).where(column.in_(some), *where)
            found += [StoredKey._make(row) for row in self._rows(query)]
        return sorted(found)

    def _keys_changed(self, connection: sa.Connection) -> None:
        # Signed 64 bits, as both engines have them.
        number = int.from_bytes(self._toeval(TOKEN_BYTES), signed=True)
        if not connection.execute(sa.update(_STAND).values(sleutels=number)).rowcount:
            connection.execute(sa.insert(_STAND).values(id=1, sleutels=number))

    def _expect(self, found: int, wanted: int) -> None:
        if found != wanted:
            raise StoreFailed(database=self._database.label, soort="onbekende rij")


def _select(table: sa.Table, kind: type[StoredKey | StoredPerson]) -> sa.Select[Any]:
    return sa.select(*(table.c[name] for name in kind._fields))
