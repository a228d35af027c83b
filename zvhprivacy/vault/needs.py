"""
What the vault needs stored; the store fulfils it, and neither knows the other.

The rows stand in a database of their own (the *kluis*) with a backup cycle of its own: an old
backup of it revives what was shredded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from zvhprivacy.model.stored import StoredApproval, StoredKey, StoredPerson


class VaultStore(Protocol):
    """
    Every call outside `transaction` is its own durable transaction.
    """

    def transaction(self) -> AbstractContextManager[None]:
        """
        Hold several calls of this thread together: all or nothing, and alone.

        It is the only writer of the kluis and sees what others made durable before it began.
        Inside an open transaction of the same thread it joins that one.
        """

    # --- keys

    def keys(self, soort: str | None = None, naam: str | None = None) -> Sequence[StoredKey]:
        """
        Give the keys in order of number, optionally only those of *soort* and *naam*.
        """

    def key(self, nummer: int) -> StoredKey | None:
        """
        Give the key with this number.
        """

    def keys_numbered(self, nummers: Collection[int]) -> Sequence[StoredKey]:
        """
        Give the keys with these numbers, in order of number; the fewest questions to the database.
        """

    def keys_named(self, soort: str, namen: Collection[str]) -> Sequence[StoredKey]:
        """
        Give the keys of *soort* with one of these names, in order of number; the fewest questions.
        """

    def key_changes(self) -> int:
        """
        Give a number that two moments share only when they have the same keys; cheap to ask.

        A random number that every change of a key renews does; a counter does not, for after a
        change that was rolled back another change would give the same number.
        """

    def add_key(self, key: StoredKey) -> StoredKey:
        """
        Keep *key*; its number is given out here, counts up and is never used again.

        Raises `AlreadyThere` when there is one of that *soort*, *naam* and *versie*, or when it is
        `actief` and another one of that *soort* and *naam* is.
        """

    def replace_keys(self, keys: Iterable[StoredKey], *, forget: bool = True) -> None:
        """
        Overwrite the keys with the same numbers, all or none, leaving nothing of what they held.

        With *forget* off something may be left until `forget`.
        """

    # --- persons

    def add_persons(self, persons: Iterable[StoredPerson]) -> None:
        """
        Keep *persons*; raises `AlreadyThere`, and keeps none, when an id or a tag is taken.
        """

    def person(self, person_id: str) -> StoredPerson | None:
        """
        Give the person with this id.
        """

    def persons_by_ids(self, person_ids: Collection[str]) -> Sequence[StoredPerson]:
        """
        Give the persons with one of these ids, in any order; in few questions to the database.
        """

    def persons_by_tags(self, tags: Collection[bytes]) -> Sequence[StoredPerson]:
        """
        Give the persons with one of these tags, in any order; the fewest questions to the database.
        """

    def persons(self, after: str, limit: int) -> Sequence[StoredPerson]:
        """
        Give at most *limit* persons with an id above *after*, in order of id.
        """

    def replace_persons(self, persons: Iterable[StoredPerson]) -> None:
        """
        Overwrite persons with the same ids, in one transaction.
        """

    def remove_persons(self, person_ids: Collection[str], *, forget: bool = True) -> int:
        """
        Remove without a trace, all or none; say how many there were.

        With *forget* off something may be left until `forget`.
        """

    def forget(self) -> None:
        """
        Leave nothing of the keys and persons that were overwritten or removed up to now.
        """

    # --- domains and progress

    def domains(self) -> Sequence[tuple[str, str]]:
        """
        Give the (name, short code) of every domain.
        """

    def add_domain(self, naam: str, code: str) -> None:
        """
        Keep a domain; raises `AlreadyThere` when the name or the code is taken.
        """

    def progress(self, job: str) -> str | None:
        """
        Give how far a resumable *job* (a rotation) came.
        """

    def set_progress(self, job: str, at: str | None) -> None:
        """
        Keep how far *job* came, or forget it.
        """

    # --- four eyes

    def add_approval(self, approval: StoredApproval) -> None:
        """
        Keep a request for approval.
        """

    def approval(self, approval_id: str) -> StoredApproval | None:
        """
        Give it.
        """

    def replace_approval(self, approval: StoredApproval, *, expected: StoredApproval) -> bool:
        """
        Overwrite it when it still is *expected*; say whether it was.
        """

    def count_approvals(self, vrager: str, sinds: datetime) -> int:
        """
        Count what *vrager* asked at or after *sinds*, whatever came of it.
        """

    def open_reviews(self) -> Sequence[StoredApproval]:
        """
        Give the uses of the noodprocedure that nobody reviewed yet, the oldest first.
        """
