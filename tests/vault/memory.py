"""
A kluis in memory, for tests: it keeps the promises of `VaultStore` and can be made to fail.
"""

from __future__ import annotations

import itertools
import threading

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from zvhprivacy.errors import AlreadyThere
from zvhprivacy.model.stored import StoredApproval, StoredKey, StoredPerson


P = ParamSpec("P")
T = TypeVar("T")


def _waiting(
    method: Callable[Concatenate[MemoryStore, P], T],
) -> Callable[Concatenate[MemoryStore, P], T]:
    """
    Let a reader wait for the transaction of another thread: nobody sees what may be undone.
    """

    @wraps(method)
    def read(self: MemoryStore, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self._lock:
            return method(self, *args, **kwargs)

    return read


class MemoryStore:
    """
    A store whose transactions are undone when they raise, as a database undoes them.

    *failpoint* is called with the name of each step just before it counts, of a commit too; what
    it raises is the crash, and nothing of the open transaction stays.
    """

    def __init__(self, failpoint: Callable[[str], None] = lambda _: None) -> None:
        self.failpoint = failpoint
        self.traces = False  # of what was removed, and is not forgotten yet
        self._lock = threading.RLock()
        self._depth = 0
        self._keys: dict[int, StoredKey] = {}
        self._numbers = 0
        self._changes = 0
        self._tokens = itertools.count(1)
        self._persons: dict[str, StoredPerson] = {}
        self._tags: dict[bytes, str] = {}
        self._domains: dict[str, str] = {}
        self._progress: dict[str, str] = {}
        self._approvals: dict[str, StoredApproval] = {}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """
        Hold calls together; inside an open transaction it joins that one.
        """
        with self._lock:
            if self._depth:
                yield
                return
            kept = {name: value for name, value in vars(self).items() if name not in _NOT_KEPT}
            before = {
                name: value.copy() if isinstance(value, dict) else value
                for name, value in kept.items()
            }
            self._depth = 1
            try:
                yield
                self.failpoint("commit")
            except BaseException:
                vars(self).update(before)
                raise
            finally:
                self._depth = 0

    # --- keys

    @_waiting
    def keys(self, soort: str | None = None, naam: str | None = None) -> Sequence[StoredKey]:
        """
        Give the keys in order of number, optionally only those of *soort* and *naam*.
        """
        return [
            key
            for _, key in sorted(self._keys.items())
            if soort in {None, key.soort} and naam in {None, key.naam}
        ]

    @_waiting
    def key(self, nummer: int) -> StoredKey | None:
        """
        Give the key with this number.
        """
        return self._keys.get(nummer)

    @_waiting
    def keys_numbered(self, nummers: Collection[int]) -> Sequence[StoredKey]:
        """
        Give the keys with these numbers, in order of number.
        """
        return [self._keys[number] for number in sorted(set(nummers)) if number in self._keys]

    @_waiting
    def keys_named(self, soort: str, namen: Collection[str]) -> Sequence[StoredKey]:
        """
        Give the keys of *soort* with one of these names, in order of number.
        """
        return [key for key in self.keys(soort) if key.naam in set(namen)]

    @_waiting
    def key_changes(self) -> int:
        """
        Give a number that every change renews, also one that is undone.
        """
        return self._changes

    def add_key(self, key: StoredKey) -> StoredKey:
        """
        Keep *key* under the next number.
        """
        with self._step("add_key"):
            same = self.keys(key.soort, key.naam)
            if any(
                each.versie == key.versie or each.staat == key.staat == "actief" for each in same
            ):
                raise AlreadyThere
            self._numbers += 1
            added = key._replace(nummer=self._numbers)
            self._keys[added.nummer] = added
            self._changes = next(self._tokens)
            return added

    def replace_keys(self, keys: Iterable[StoredKey], *, forget: bool = True) -> None:
        """
        Overwrite the keys with the same numbers, all or none.
        """
        with self._step("replace_keys"):
            for key in keys:
                assert key.nummer in self._keys
                if self._keys[key.nummer] != key and not forget:
                    self.traces = True
                self._keys[key.nummer] = key
                self._changes = next(self._tokens)

    # --- persons

    def add_persons(self, persons: Iterable[StoredPerson]) -> None:
        """
        Keep *persons*, whose ids and tags must be new, all or none.
        """
        with self._step("add_persons"):
            for person in persons:
                if person.id in self._persons or person.tag in self._tags:
                    raise AlreadyThere
                self._persons[person.id] = person
                self._index(person)

    @_waiting
    def person(self, person_id: str) -> StoredPerson | None:
        """
        Give the person with this id.
        """
        return self._persons.get(person_id)

    @_waiting
    def persons_by_ids(self, person_ids: Collection[str]) -> Sequence[StoredPerson]:
        """
        Give the persons with one of these ids.
        """
        return [self._persons[each] for each in person_ids if each in self._persons]

    @_waiting
    def persons_by_tags(self, tags: Collection[bytes]) -> Sequence[StoredPerson]:
        """
        Give the persons with one of these tags.
        """
        return [self._persons[self._tags[tag]] for tag in tags if tag in self._tags]

    @_waiting
    def persons(self, after: str, limit: int) -> Sequence[StoredPerson]:
        """
        Give at most *limit* persons with an id above *after*, in order of id.
        """
        return [self._persons[name] for name in sorted(self._persons) if name > after][:limit]

    def replace_persons(self, persons: Iterable[StoredPerson]) -> None:
        """
        Overwrite persons with the same ids, all or none.
        """
        with self._step("replace_persons"):
            for person in persons:
                self._tags.pop(self._persons[person.id].tag or b"", None)
                self._persons[person.id] = person
                self._index(person)

    def remove_persons(self, person_ids: Collection[str], *, forget: bool = True) -> int:
        """
        Remove persons; say how many there were.
        """
        with self._step("remove_persons"):
            gone = [self._persons.pop(each) for each in set(person_ids) if each in self._persons]
            for person in gone:
                self._tags.pop(person.tag or b"", None)
            self.traces |= bool(gone) and not forget
            return len(gone)

    def forget(self) -> None:
        """
        Leave nothing of what was removed.
        """
        with self._step("forget"):
            self.traces = False

    def _index(self, person: StoredPerson) -> None:
        if person.tag and self._tags.setdefault(person.tag, person.id) != person.id:
            raise AlreadyThere

    # --- domains and progress

    @_waiting
    def domains(self) -> Sequence[tuple[str, str]]:
        """
        Give the (name, short code) of every domain.
        """
        return sorted(self._domains.items())

    def add_domain(self, naam: str, code: str) -> None:
        """
        Keep a domain, whose name and code must be new.
        """
        with self._step("add_domain"):
            if naam in self._domains or code in self._domains.values():
                raise AlreadyThere
            self._domains[naam] = code

    @_waiting
    def progress(self, job: str) -> str | None:
        """
        Give how far *job* came.
        """
        return self._progress.get(job)

    def set_progress(self, job: str, at: str | None) -> None:
        """
        Keep how far *job* came, or forget it.
        """
        with self._step("set_progress"):
            if at is None:
                self._progress.pop(job, None)
            else:
                self._progress[job] = at

    # --- four eyes

    def add_approval(self, approval: StoredApproval) -> None:
        """
        Keep a request for approval.
        """
        with self._step("add_approval"):
            if approval.id in self._approvals:
                raise AlreadyThere
            self._approvals[approval.id] = approval

    @_waiting
    def approval(self, approval_id: str) -> StoredApproval | None:
        """
        Give it.
        """
        return self._approvals.get(approval_id)

    def replace_approval(self, approval: StoredApproval, *, expected: StoredApproval) -> bool:
        """
        Overwrite it when it still is *expected*.
        """
        with self._step("replace_approval"):
            if self._approvals.get(approval.id) != expected:
                return False
            self._approvals[approval.id] = approval
            return True

    @_waiting
    def count_approvals(self, vrager: str, sinds: datetime) -> int:
        """
        Count what *vrager* asked at or after *sinds*.
        """
        mine = (each for each in self._approvals.values() if each.vrager == vrager)
        return sum(each.gevraagd_op >= sinds for each in mine)

    @_waiting
    def open_reviews(self) -> Sequence[StoredApproval]:
        """
        Give the uses of the noodprocedure that nobody reviewed yet, the oldest first.
        """
        return sorted(
            (
                each
                for each in self._approvals.values()
                if each.noodprocedure and each.gebruikt_op and each.beoordeeld_door is None
            ),
            key=lambda each: (each.gevraagd_op, each.id),
        )

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        with self.transaction():
            self.failpoint(name)
            yield


_NOT_KEPT = frozenset({"failpoint", "_lock", "_depth", "_tokens"})
