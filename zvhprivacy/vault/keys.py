"""
The keys of one kluis: which there are, which one writes now, and how they come and go.
"""

from __future__ import annotations

import contextlib

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from zvhprivacy.model.stored import StoredKey
from zvhprivacy.vault.backend import KeyBackend, KeyLost, WrongKey
from zvhprivacy.vault.envelope import Decrypt, Opener
from zvhprivacy.vault.key import KEY_BYTES, Key, KeyDestroyed, KeyKind
from zvhprivacy.vault.keystate import KeyInfo, KeyState, info_of


if TYPE_CHECKING:
    from zvhprivacy.vault.needs import VaultStore


REMEMBERED = 10_000  # keys in memory at once, about 2 kB each


class _Memory:
    """
    The keys that were unwrapped while the store had the keys that *seen* stands for.
    """

    def __init__(self, seen: int | None) -> None:
        self.seen = seen
        self.by_number: dict[int, Key] = {}
        self.active: dict[tuple[str, str], Key] = {}
        self.decrypts: dict[bytes, Decrypt] = {}


class Keys:
    """
    The keys of one kluis, unwrapped when they are first needed and then kept in memory.

    Each call asks the store whether any process added, changed or destroyed a key, and if so starts
    with an empty memory. What a caller has in hand is taken back only by the process that destroys.
    There is no lock: a thread that holds a transaction of the store may call this too.
    """

    def __init__(
        self,
        backend: KeyBackend,
        store: VaultStore,
        *,
        klok: Callable[[], datetime],
        toeval: Callable[[int], bytes],
    ) -> None:
        self.backend = backend
        self._store = store
        self._klok = klok
        self._toeval = toeval
        self._memory = _Memory(None)
        # By wrapped key, so that one key has one object however often the memory is emptied.
        self._in_hand: WeakValueDictionary[bytes, Key] = WeakValueDictionary()

    def active(self, soort: KeyKind, naam: str = "") -> Key:
        """
        Give the key that writes for *soort* and *naam*; the first one is made when it is needed.

        Inside a transaction of the store the answer holds until its end.

        Raises:
            KeyDestroyed: there were keys and none is left to write with; `renew` makes one.
        """
        memory = self._fresh()
        key = memory.active.get((soort, naam))
        if key is None:
            row = self._writing(self._store.keys(soort, naam), soort, naam)
            if row is None:
                return self._first(soort, naam)
            key = memory.active[soort, naam] = self._unwrap(row, memory)
        return self._renew(soort, naam, key.versie) if key.worn else key

    def by_number(self, nummer: int) -> Key:
        """
        Give the key with this number, whether it writes still or not.

        Raises:
            KeyLost: there is none.
            KeyDestroyed: it was destroyed.
        """
        memory = self._fresh()
        return memory.by_number.get(nummer) or self._unwrap(self._row(nummer), memory)

    def readable(self, soort: KeyKind, naam: str = "") -> tuple[Key, ...]:
        """
        Give all keys of *soort* and *naam* that are not destroyed, the newest first.
        """
        memory = self._fresh()
        rows = [row for row in self._store.keys(soort, naam) if row.staat != KeyState.VERNIETIGD]
        rows.sort(key=attrgetter("versie"), reverse=True)
        return tuple(memory.by_number.get(row.nummer) or self._unwrap(row, memory) for row in rows)

    def opener(self, nummers: Collection[int] = ()) -> Opener:
        """
        Give what opens sealed values, with the keys as they are now.

        Those with *nummers* are read together, for who is going to need them all.
        """
        memory = self._fresh()
        for row in self._store.keys_numbered(nummers) if nummers else ():
            # Who needs one that cannot be used, hears it then.
            with contextlib.suppress(KeyDestroyed, KeyLost, WrongKey):
                key = memory.by_number.get(row.nummer) or self._unwrap(row, memory)
                if key.soort.seals:
                    memory.decrypts[key.prefix] = key.decrypt
        return Opener(self.by_number, memory.decrypts)

    def renew(self, soort: KeyKind, naam: str = "") -> Key:
        """
        Make a new version that writes from now on; the older one only reads.
        """
        return self._renew(soort, naam, None)

    def destroy(self, nummer: int) -> None:
        """
        Destroy a key for good: what was sealed with it, nobody can open again.

        It reaches no copy of the kluis made before: what is destroyed lives on in a back-up until
        that is gone too. Destroying it again does nothing.

        Raises:
            KeyLost: there is none with this number.
        """
        self.destroy_all([nummer])

    def destroy_all(self, nummers: Collection[int], *, forget: bool = True) -> int:
        """
        Destroy keys for good, all or none; give how many were not destroyed yet.

        With *forget* off the files of the kluis still hold them until `forget` of the store.

        Raises:
            KeyLost: there is none with one of these numbers; nothing is destroyed.
        """
        rows: Sequence[StoredKey] = ()
        try:
            with self._store.transaction():
                rows = self._store.keys_numbered(nummers)
                lost = set(nummers) - {row.nummer for row in rows}
                if lost:
                    raise KeyLost(wat=f"sleutel {min(lost)}")
                alive = [row for row in rows if row.staat != KeyState.VERNIETIGD]
                gone = (row._replace(staat=KeyState.VERNIETIGD, verpakt=b"") for row in alive)
                self._store.replace_keys(gone, forget=forget)
        finally:
            # Whatever went wrong, the store may have done it: from here on it has to say so.
            memory, self._memory = self._memory, _Memory(None)
            memory.decrypts.clear()
            for row in rows:
                if key := self._in_hand.pop(row.verpakt, None):
                    key.forget()
        return len(alive)

    def of_cases(
        self, casussen: Collection[str], *, vernietigd: bool = False
    ) -> dict[str, list[int]]:
        """
        Give the numbers of the keys of each of *casussen*; with *vernietigd* also the destroyed.
        """
        found: dict[str, list[int]] = {casus: [] for casus in casussen}
        for row in self._store.keys_named(KeyKind.CASUS, casussen):
            if vernietigd or row.staat != KeyState.VERNIETIGD:
                found[row.naam].append(row.nummer)
        return found

    def rewrap(self, nummer: int, versie: int) -> bool:
        """
        Wrap a key under the newest version of the root, unless it is under *versie* or newer.

        Say whether it was done.
        """
        with self._store.transaction():
            row = self._row(nummer)
            if not row.verpakt or self.backend.version_of(row.verpakt) >= versie:
                return False
            wrapped = self.backend.wrap(self._opened(row), _aad(row))
            self._store.replace_keys([row._replace(verpakt=wrapped)])
            return True

    def list(self) -> Sequence[KeyInfo]:
        """
        Tell about every key there ever was, in order of number.
        """
        rows = self._store.keys()
        version = self.backend.version_of
        return [info_of(row, wortel=version(row.verpakt) if row.verpakt else 0) for row in rows]

    def _fresh(self) -> _Memory:
        # The answer is asked first: what is read after it can only be newer than it says.
        seen = self._store.key_changes()
        memory = self._memory
        if memory.seen != seen or len(memory.by_number) >= REMEMBERED:
            memory = self._memory = _Memory(seen)
        return memory

    def _row(self, nummer: int) -> StoredKey:
        row = self._store.key(nummer)
        if row is None:
            raise KeyLost(wat=f"sleutel {nummer}")
        return row

    def _writing(self, rows: Sequence[StoredKey], soort: KeyKind, naam: str) -> StoredKey | None:
        """
        Find the key that writes among *rows*; None when there never was any.
        """
        for row in rows:
            if row.staat == KeyState.ACTIEF:
                return row
        if rows:
            raise KeyDestroyed(wat=f"{soort} {naam}".rstrip())
        return None

    def _first(self, soort: KeyKind, naam: str) -> Key:
        with self._store.transaction():  # of two processes the second finds what the first made
            row = self._writing(self._store.keys(soort, naam), soort, naam)
            return self._unwrap(row or self._add(soort, naam, 1))

    def _renew(self, soort: KeyKind, naam: str, instead_of: int | None) -> Key:
        """
        Make a new version, unless another one than *instead_of* writes by now.
        """
        with self._store.transaction():
            rows = self._store.keys(soort, naam)
            for row in rows:
                if row.staat == KeyState.ACTIEF:
                    if instead_of not in {None, row.versie}:
                        return self._unwrap(row)
                    self._store.replace_keys([row._replace(staat=KeyState.LEZEN)])
            versie = max((row.versie for row in rows), default=0) + 1
            return self._unwrap(self._add(soort, naam, versie))

    def _add(self, soort: KeyKind, naam: str, versie: int) -> StoredKey:
        material = self._toeval(KEY_BYTES)
        row = StoredKey(
            nummer=0,
            soort=soort,
            naam=naam,
            versie=versie,
            staat=KeyState.ACTIEF,
            verpakt=b"",
            sinds=self._klok(),
        )
        row = row._replace(
            verpakt=self.backend.wrap(material, _aad(row)),
            publiek=self._key(material, row).public if soort.signs else b"",
        )
        return self._store.add_key(row)

    def _unwrap(self, row: StoredKey, memory: _Memory | None = None) -> Key:
        """
        Make the key of *row*, and remember it in *memory*.

        What was made in a transaction that may still be undone is not remembered.
        """
        if not row.verpakt:
            raise KeyDestroyed(wat=f"{row.soort} {row.nummer}")
        key = self._in_hand.get(row.verpakt)
        if key is None or _aad(row) != _aad(key):
            key = self._in_hand[row.verpakt] = self._key(self._opened(row), row)
        if key.soort.signs and key.public != row.publiek:
            raise WrongKey(wat=f"sleutel {row.nummer}")
        return memory.by_number.setdefault(row.nummer, key) if memory else key

    def _opened(self, row: StoredKey) -> bytes:
        try:
            return self.backend.unwrap(row.verpakt, _aad(row))
        except WrongKey:
            raise WrongKey(wat=f"sleutel {row.nummer}") from None

    def _key(self, material: bytes, row: StoredKey) -> Key:
        if len(material) != KEY_BYTES or row.soort not in set(KeyKind):
            raise WrongKey(wat=f"sleutel {row.nummer}")
        return Key(
            material,
            nummer=row.nummer,
            soort=KeyKind(row.soort),
            naam=row.naam,
            versie=row.versie,
            toeval=self._toeval,
        )

    def __repr__(self) -> str:
        return "Keys()"


def _aad(row: StoredKey | Key) -> bytes:
    # Each part is preceded by its length, so that no two keys read the same.
    soort, naam = row.soort, row.naam
    return f"zvh/sleutel/v1{len(soort)}:{soort}{len(naam)}:{naam}{row.versie}".encode()
