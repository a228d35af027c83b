"""
The kluis in a database: keys, persons, domains and approvals, and removal that leaves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from zvhprivacy.errors import StoreFailed
from zvhprivacy.model.stored import StoredApproval, StoredKey, StoredPerson
from zvhprivacy.store.database import Database
from zvhprivacy.store.tables import KLUIS
from zvhprivacy.store.tables import kluis as _kluis  # noqa: F401 -- puts the tables in KLUIS
from zvhprivacy.store.together import Together


LOCK = int.from_bytes(b"zvhkluis")  # one writer at a time, on PostgreSQL
TAGS_AT_ONCE = 500  # parameters of one statement; SQLite allows some thousands
TOKEN_BYTES = 8

_SLEUTEL = KLUIS.tables["kluis_sleutel"]
_STAND = KLUIS.tables["kluis_stand"]
_PERSOON = KLUIS.tables["kluis_persoon"]
_DOMEIN = KLUIS.tables["kluis_domein"]
_VOORTGANG = KLUIS.tables["kluis_voortgang"]
_GOEDKEURING = KLUIS.tables["kluis_goedkeuring"]


class KluisStore:
    """
    The rows of the vault in *database*; *toeval* gives random bytes.

    A key that is replaced and a person that is removed leave no bytes in the files of SQLite and
    in the tables of PostgreSQL.
    They may remain in the write-ahead log of PostgreSQL until it is used again, and in back-ups.
    """

    def __init__(self, database: Database, toeval: Callable[[int], bytes]) -> None:
        self._label = database.label
        self._toeval = toeval
        together = Together(database, LOCK)
        self._write, self._rows = together.write, together.rows

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

    def replace_key(self, key: StoredKey) -> None:
        """
        Overwrite the key with the same number, leaving nothing of what it held.

        Raises:
            TracesLeft: It was overwritten, but others keep the database from forgetting.
        """
        with self._write(forget=_SLEUTEL) as connection:
            statement = sa.update(_SLEUTEL).where(_SLEUTEL.c.nummer == key.nummer)
            self._expect(connection.execute(statement.values(key._asdict())).rowcount, 1)
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

    def persons_by_tags(self, tags: Collection[bytes]) -> Sequence[StoredPerson]:
        """
        Give the persons with one of these tags, in any order.
        """
        found: list[StoredPerson] = []
        for some in _batched(tags, TAGS_AT_ONCE):
            query = _select(_PERSOON, StoredPerson).where(_PERSOON.c.tag.in_(some))
            found += [StoredPerson._make(row) for row in self._rows(query)]
        return found

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

    def remove_person(self, person_id: str) -> bool:
        """
        Remove without a trace; say whether there was one.

        Raises:
            TracesLeft: It was removed, but others keep the database from forgetting; calling
                again mends it.
        """
        with self._write(forget=_PERSOON) as connection:
            statement = sa.delete(_PERSOON).where(_PERSOON.c.id == person_id)
            return connection.execute(statement).rowcount > 0

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

    # --- four eyes

    def add_approval(self, approval: StoredApproval) -> None:
        """
        Keep a request for approval.

        Raises:
            AlreadyThere: The id is taken.
        """
        with self._write() as connection:
            connection.execute(sa.insert(_GOEDKEURING).values(approval._asdict()))

    def approval(self, approval_id: str) -> StoredApproval | None:
        """
        Give it.
        """
        query = _select(_GOEDKEURING, StoredApproval).where(_GOEDKEURING.c.id == approval_id)
        return next((StoredApproval._make(row) for row in self._rows(query)), None)

    def replace_approval(self, approval: StoredApproval, *, expected: StoredApproval) -> bool:
        """
        Overwrite it when it still is *expected*; say whether it was.
        """
        with self._write() as connection:
            # Alone, so nothing changes between the question and the answer.
            if self.approval(approval.id) != expected:
                return False
            statement = sa.update(_GOEDKEURING).where(_GOEDKEURING.c.id == approval.id)
            connection.execute(statement.values(approval._asdict()))
            return True

    def count_approvals(self, vrager: str, sinds: datetime) -> int:
        """
        Count what *vrager* asked at or after *sinds*, whatever came of it.
        """
        query = sa.select(sa.func.count()).where(
            _GOEDKEURING.c.vrager == vrager, _GOEDKEURING.c.gevraagd_op >= sinds
        )
        return int(self._rows(query)[0][0])

    def open_reviews(self) -> Sequence[StoredApproval]:
        """
        Give the uses of the noodprocedure that nobody reviewed yet, the oldest first.
        """
        query = _select(_GOEDKEURING, StoredApproval).where(
            _GOEDKEURING.c.noodprocedure,
            _GOEDKEURING.c.gebruikt_op.is_not(None),
            _GOEDKEURING.c.beoordeeld_door.is_(None),
        )
        rows = self._rows(query.order_by(_GOEDKEURING.c.gevraagd_op, _GOEDKEURING.c.id))
        return [StoredApproval._make(row) for row in rows]

    # --- inside

    def _keys_changed(self, connection: sa.Connection) -> None:
        # Signed 64 bits, as both engines have them.
        number = int.from_bytes(self._toeval(TOKEN_BYTES), signed=True)
        if not connection.execute(sa.update(_STAND).values(sleutels=number)).rowcount:
            connection.execute(sa.insert(_STAND).values(id=1, sleutels=number))

    def _expect(self, found: int, wanted: int) -> None:
        if found != wanted:
            raise StoreFailed(database=self._label, soort="onbekende rij")


def _select(
    table: sa.Table, kind: type[StoredKey | StoredPerson | StoredApproval]
) -> sa.Select[Any]:
    return sa.select(*(table.c[name] for name in kind._fields))


def _batched(values: Collection[bytes], size: int) -> Iterator[list[bytes]]:
    rest = list(dict.fromkeys(values))
    return (rest[start : start + size] for start in range(0, len(rest), size))
