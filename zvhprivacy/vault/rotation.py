"""
New keys for old, whatever happens in between.

Every rotation is a job whose beginning stands in the kluis: called again after a crash it goes on,
and only when it is done does the next call make another key.
No old key is destroyed here unless it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from zvhprivacy.errors import WrongUse
from zvhprivacy.model.stored import StoredPerson
from zvhprivacy.vault.backend import KeyLost
from zvhprivacy.vault.envelope import key_number
from zvhprivacy.vault.key import Key, KeyKind
from zvhprivacy.vault.keys import Keys
from zvhprivacy.vault.keystate import KeyState
from zvhprivacy.vault.needs import VaultStore


CHUNK = 500  # rows in one transaction; others wait for it, some tens of milliseconds

# Called with how many steps more are done.
Step: TypeAlias = Callable[[int], object]
Pairs: TypeAlias = Sequence[tuple[str, str]]


class StillNeeded(WrongUse):
    """
    The older versions of the root cannot go: keys are still wrapped under them.
    """

    code = "still-needed"
    nl = "oudere versies van de hoofdsleutel zijn nog nodig; maak eerst de rotatie af"
    en = "older versions of the root are still needed; finish the rotation first"


def rotate_root(keys: Keys, store: VaultStore, *, stap: Step = lambda _: None) -> int:
    """
    Make a new version of the key-encryption key, wrap every key under it, and tell its number.

    What is sealed stays as it is.
    """
    job = _job("hoofdsleutel")
    backend = keys.backend
    with store.transaction():
        before = store.progress(job)
        if before is None:
            before = str(backend.versions()[-1].versie)
            store.set_progress(job, before)
    newest = backend.versions()[-1].versie
    if newest == int(before):
        newest = backend.rotate()
    with store.transaction():  # after who is wrapping under the old version at this moment
        rows = store.keys()
    for numbers in _chunks([row.nummer for row in rows]):
        with store.transaction():
            for number in numbers:
                keys.rewrap(number, newest)
        stap(len(numbers))
    store.set_progress(job, None)
    return newest


def rotate_persons(
    keys: Keys,
    store: VaultStore,
    soort: KeyKind,
    renewed: Callable[[Sequence[StoredPerson]], Sequence[StoredPerson]],
    *,
    stap: Step = lambda _: None,
) -> None:
    """
    Make a new lookup key or vault key, and let *renewed* tag and seal the persons with it.

    *renewed* gives the rows that change, and is called inside the transaction that keeps them.
    Pseudonyms stay as they are.
    """
    job = _job(soort)
    _begin(keys, store, job, soort)
    while True:
        with store.transaction():
            at = store.progress(job)
            if at is None:  # another process went on with it, and was first
                return
            number, _, after = at.partition(":")
            rows = store.persons(after, CHUNK)
            if rows:
                store.replace_persons(renewed(rows))
            store.set_progress(job, f"{number}:{rows[-1].id}" if rows else None)
        if not rows:
            return
        stap(len(rows))


def rotate_case(
    keys: Keys,
    store: VaultStore,
    casus: str,
    reseal: Callable[[Key], int],
    *,
    stap: Step = lambda _: None,
) -> None:
    """
    Make a new key for a case and let *reseal* seal its content with it.

    *reseal* is called until it says 0: it seals at most a chunk of values that another key than
    the one given sealed, durable, and says how many.

    Raises:
        KeyLost: the case has no key.
    """
    job = _job(KeyKind.CASUS, casus)
    key = keys.by_number(_begin(keys, store, job, KeyKind.CASUS, casus))
    while done := reseal(key):
        stap(done)
    store.set_progress(job, None)


def rotate_domain(
    keys: Keys,
    store: VaultStore,
    domein: str,
    pairs: Callable[[int], Iterable[Pairs]],
    move: Callable[[Pairs], object],
    *,
    stap: Step = lambda _: None,
) -> None:
    """
    Begin a new tijdvak of a domain: everybody gets another pseudonym in it.

    *pairs* gives, for the number of the tijdvak that ends, the (old, new) of everybody in chunks;
    *move* replaces them wherever they are stored, durable.
    After a crash it begins with the first chunk again, so *move* must not mind an old pseudonym
    that is not there any more.
    What is written under an old pseudonym meanwhile is not found under the new one before this
    ends; and whatever was given out under the old one is joined no more.

    Raises:
        KeyLost: the domain has no key.
    """
    job = _job(KeyKind.DOMEIN, domein)
    number = _begin(keys, store, job, KeyKind.DOMEIN, domein)
    new = next(row for row in store.keys(KeyKind.DOMEIN, domein) if row.nummer == number)
    for chunk in pairs(new.versie - 1):
        move(chunk)
        stap(len(chunk))
    store.set_progress(job, None)


def rotate_signing(keys: Keys) -> Key:
    """
    Make a new signing key; the old one still verifies what it signed.
    """
    return keys.renew(KeyKind.ONDERTEKENING)


def unfinished(store: VaultStore, soort: str, naam: str = "") -> bool:
    """
    Say whether a rotation was begun and not ended.
    """
    return store.progress(_job(soort, naam)) is not None


def destroy_old_root(keys: Keys, store: VaultStore) -> int:
    """
    Destroy the older versions of the key-encryption key; say how many.

    Nothing that is in the kluis now needs them, but a back-up of it may: that cannot be opened any
    more.

    Raises:
        StillNeeded: a rotation is going on, or a key is wrapped under an older version.
    """
    with store.transaction():  # nobody wraps meanwhile
        older = keys.backend.versions()[:-1]
        newest = keys.backend.versions()[-1].versie
        rows = store.keys()
        if unfinished(store, "hoofdsleutel") or any(
            row.verpakt and keys.backend.version_of(row.verpakt) < newest for row in rows
        ):
            raise StillNeeded
        if newest > 1:  # also when it was begun before and none can be seen any more
            keys.backend.destroy(newest - 1)
    return len(older)


def destroy_old_keys(keys: Keys, store: VaultStore, soort: KeyKind) -> int:
    """
    Destroy the older lookup or vault keys that no person or open review needs; say how many.

    A back-up of the kluis from before the rotation still has them.
    """
    destroyed = 0
    with store.transaction():  # nobody is enrolled meanwhile
        needed = set()
        after = ""
        while rows := store.persons(after, CHUNK):
            for row in rows:
                needed |= {row.tagsleutel, key_number(row.verzegeld)}
            after = rows[-1].id
        # Who used the noodprocedure is still to be judged on what he asked.
        needed |= {key_number(row.vraag) for row in store.open_reviews()}
        for key in store.keys(soort):
            if key.staat == KeyState.LEZEN and key.nummer not in needed:
                keys.destroy(key.nummer)
                destroyed += 1
    return destroyed


def _job(soort: str, naam: str = "") -> str:
    return f"rotatie:{soort}:{naam}"


def _begin(keys: Keys, store: VaultStore, job: str, soort: KeyKind, naam: str = "") -> int:
    """
    Make the new key, unless the job was begun before; give the number of it.
    """
    with store.transaction():
        at = store.progress(job)
        if at is None:
            # A name that was never used is a typing error, and a shredded case stays shredded.
            if naam and not keys.readable(soort, naam):
                raise KeyLost(wat=f"een sleutel voor {soort} `{naam}`")
            at = f"{keys.renew(soort, naam).nummer}:"
            store.set_progress(job, at)
    return int(at.partition(":")[0])


def _chunks(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    return (numbers[at : at + CHUNK] for at in range(0, len(numbers), CHUNK))
