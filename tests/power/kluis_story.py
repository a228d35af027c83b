"""
A program that keeps keys and persons in the kluis, and destroys and removes some of them.

What the kluis must hold after each step is written down here beside the step.
"""

from __future__ import annotations

import functools
import itertools
import sqlite3
import tempfile

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.logboek import made
from tests.power.disk import Files, Told, read_files
from tests.power.driver import WAL_PAGES
from tests.power.story import Step, Tell, damage, look, whats
from zvhprivacy.model.stored import StoredKey, StoredPerson
from zvhprivacy.store.database import Database, Part, open_database
from zvhprivacy.store.kluis import KluisStore


FILE = "kluis.db"
KEYS = "SELECT nummer, soort, naam, versie, staat, verpakt FROM kluis_sleutel"
PERSONS = "SELECT id, verzegeld, tag, tagsleutel FROM kluis_persoon"


def secret(name: str, size: int = 60) -> bytes:
    """
    Give bytes that stand nowhere else, so that they can be searched for.
    """
    return b"".join(sha256(f"{name} {n}".encode()).digest() for n in range(size // 32 + 1))[:size]


def key(nummer: int, naam: str, versie: int = 1, staat: str = "actief") -> StoredKey:
    """
    Make a key.
    """
    wrapped = b"" if staat == "vernietigd" else secret(f"{naam}/{versie}")
    return StoredKey(nummer, "casus", naam, versie, staat, wrapped, made.START, b"")


def person(number: int, tagsleutel: int = 1) -> StoredPerson:
    """
    Make a person.
    """
    tag = secret(f"tag {number} {tagsleutel}", 16)
    return StoredPerson(f"p{number:025}", secret(f"persoon {number} {tagsleutel}"), tag, tagsleutel)


@dataclass(frozen=True)
class State:
    """
    What the kluis holds.
    """

    keys: frozenset[StoredKey] = frozenset()
    persons: frozenset[StoredPerson] = frozenset()


class Change:
    """
    A step on the *store*, what the kluis holds after it, and bytes that are nowhere any more.
    """

    def __init__(
        self,
        do: Callable[[KluisStore], object],
        *,
        keys: Sequence[StoredKey] | None = None,
        persons: Sequence[StoredPerson] | None = None,
        forgets: Sequence[StoredKey | StoredPerson] = (),
    ) -> None:
        self.do = do
        self.forgets = [_secret(each) for each in forgets]
        self._keys = keys
        self._persons = persons

    def after(self, before: State) -> State:
        """
        Give what the kluis holds after it.
        """
        return State(
            before.keys if self._keys is None else frozenset(self._keys),
            before.persons if self._persons is None else frozenset(self._persons),
        )


def _secret(each: StoredKey | StoredPerson) -> bytes:
    return each.verpakt if isinstance(each, StoredKey) else each.verzegeld


A, B = key(1, "a"), key(2, "b")
OLD_A, NEW_A = key(1, "a", 1, "lezen"), key(3, "a", 2)
NO_A, NO_B = key(1, "a", 1, "vernietigd"), key(2, "b", 1, "vernietigd")
NO_NEW_A = key(3, "a", 2, "vernietigd")
EVERYBODY = [person(number) for number in range(8)]
RETAGGED = [person(number, 2) for number in range(8)]


def _renew(store: KluisStore) -> None:
    with store.transaction():
        store.replace_keys([OLD_A])
        # It may be done again because traces were left, with the new key already there.
        if store.key(NEW_A.nummer) is None:
            store.add_key(NEW_A)


def _destroy_case(store: KluisStore) -> None:
    with store.transaction():
        store.replace_keys([NO_B])
        store.remove_persons([person(2).id])


def _destroy_batch(store: KluisStore) -> None:
    with store.transaction():
        store.replace_keys([NO_NEW_A], forget=False)
        store.remove_persons([person(3).id, person(4).id], forget=False)


CHANGES = (
    Change(lambda store: store.add_key(A), keys=[A]),
    Change(lambda store: store.add_key(B), keys=[A, B]),
    Change(lambda store: store.add_persons(EVERYBODY), persons=EVERYBODY),
    Change(
        lambda store: store.remove_persons([person(0).id]),
        persons=EVERYBODY[1:],
        forgets=EVERYBODY[:1],
    ),
    Change(_renew, keys=[OLD_A, B, NEW_A]),
    Change(lambda store: store.replace_persons(RETAGGED[1:]), persons=RETAGGED[1:]),
    Change(lambda store: store.replace_keys([NO_A]), keys=[NO_A, B, NEW_A], forgets=[A]),
    Change(
        lambda store: store.remove_persons([person(1).id]),
        persons=RETAGGED[2:],
        forgets=[EVERYBODY[1], RETAGGED[1]],
    ),
    Change(
        _destroy_case,
        keys=[NO_A, NO_B, NEW_A],
        persons=RETAGGED[3:],
        forgets=[B, EVERYBODY[2], RETAGGED[2]],
    ),
    Change(_destroy_batch, keys=[NO_A, NO_B, NO_NEW_A], persons=RETAGGED[5:]),
    Change(lambda store: store.forget(), forgets=[NEW_A, *EVERYBODY[3:5], *RETAGGED[3:5]]),
)
STATES = tuple(
    itertools.accumulate(CHANGES, lambda before, change: change.after(before), initial=State())
)


@dataclass(frozen=True, kw_only=True)
class KluisStory:
    """
    The changes above, in order.
    """

    name: str = "kluis"
    wal_pages: int = WAL_PAGES

    def start(self) -> Files:
        """
        Give an empty kluis.
        """
        return _empty()

    @contextmanager
    def steps(self, folder: Path, tell: Tell) -> Iterator[Iterator[Step]]:
        """
        Open the kluis in *folder* and give what is done with it.
        """
        with _opened(folder) as database:
            store = KluisStore(database, made.toeval())
            yield (functools.partial(_step, each, store, tell) for each in range(len(CHANGES)))

    def at_rest(self, files: Files, told: Sequence[Told]) -> Iterator[str]:
        """
        What was destroyed or removed, and told to be, is in no file.
        """
        for change in CHANGES[: len(whats(told, "stap"))]:
            for secret_bytes in change.forgets:
                yield from (f"traces in {name}" for name in files if secret_bytes in files[name])

    def recover(self, folder: Path, told: Sequence[Told], tell: Tell, attempt: int) -> None:
        """
        Read everything, and write something.
        """
        with _opened(folder) as database:
            store = KluisStore(database, made.toeval())
            assert all(store.key(each.nummer) == each for each in store.keys("casus"))
            assert all(store.person(each.id) == each for each in store.persons("", 100))
            store.set_progress("herstel", str(attempt))
            tell("herstel", str(attempt))

    def judge(self, folder: Path, told: Sequence[Told]) -> Iterator[str]:
        """
        Say what is wrong: it is as after the last step that was told, or as after the next one.
        """
        done = len(whats(told, "stap"))
        with look(folder / FILE) as connection:
            yield from damage(connection)
            found = _state(connection)
        if found not in STATES[done : done + 2]:
            earlier = found in STATES[:done]
            yield "acknowledged change undone" if earlier else "change halved"


def _step(number: int, store: KluisStore, tell: Tell) -> None:
    CHANGES[number].do(store)
    tell("stap", str(number))


@contextmanager
def _opened(folder: Path) -> Iterator[Database]:
    database = open_database(Part.KLUIS, folder / FILE)
    try:
        yield database
    finally:
        database.close()


def _state(connection: sqlite3.Connection) -> State:
    return State(
        frozenset(StoredKey._make((*row, made.START, b"")) for row in connection.execute(KEYS)),
        frozenset(StoredPerson(*row) for row in connection.execute(PERSONS)),
    )


@functools.cache
def _empty() -> Files:
    with tempfile.TemporaryDirectory(prefix="zvh-stroom-") as name:
        with _opened(Path(name)):
            pass
        return read_files(Path(name))


KLUIS = KluisStory()
STORIES = (KLUIS, KluisStory(name="kluis-kleine-wal", wal_pages=6))
