"""
Keys come, go and do what their kind allows, whoever else is at it; none ever shows itself.
"""

from __future__ import annotations

import copy
import hmac
import os
import pickle
import subprocess
import sys
import threading

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.memory import MemoryStore
from tests.vault.people import NOW, chance
from zvhprivacy.errors import Exit, WrongUse, ZvhError
from zvhprivacy.model.stored import StoredKey
from zvhprivacy.store import KluisStore, Part, open_database
from zvhprivacy.vault import key as key_module
from zvhprivacy.vault import keys as keys_module
from zvhprivacy.vault.backend import (
    KeyFileUnsafe,
    KeyLost,
    KeysUnreachable,
    OldestOnly,
    WrongKey,
)
from zvhprivacy.vault.envelope import Place, Tampered, key_number
from zvhprivacy.vault.key import Key, KeyDestroyed, KeyKind, KeyWorn
from zvhprivacy.vault.keyfile import KeyFileExists, KeyFileUnusable
from zvhprivacy.vault.keyring import FileKeyring
from zvhprivacy.vault.keys import Keys
from zvhprivacy.vault.keystate import KeyState
from zvhprivacy.vault.keytext import KeyFileDamaged, PassphraseNeeded
from zvhprivacy.vault.passphrase import NoArgon2, WeakPassphrase
from zvhprivacy.vault.rotation import StillNeeded
from zvhprivacy.vault.transit import UnsafeTransit, VaultClientMissing


PLACE = Place("gegeven", "inhoud")("rij", "casus", 1)
MATERIAL = bytes(range(32))


def _key(soort: KeyKind, toeval: Callable[[int], bytes] | None = None) -> Key:
    return Key(MATERIAL, nummer=7, soort=soort, naam="", versie=1, toeval=toeval or chance())


# --- one key --------------------------------------------------------------------------------------


@given(st.binary(max_size=200))
def test_mac_is_hmac_sha_256(data: bytes) -> None:
    """
    A tag is the one any other program makes with the same key.
    """
    key = _key(KeyKind.DOMEIN)
    expected = hmac.digest(MATERIAL, data, "sha256")

    assert [expected] * 3 == [key.mac(data), *key.macs([data, data])]


@given(st.binary(max_size=200))
def test_a_sealed_value_is_laid_out_as_documented(plain: bytes) -> None:
    """
    Version, number, nonce, ciphertext and tag: whoever has the key opens it without us.
    """
    sealed = _key(KeyKind.CASUS).seal(plain, PLACE)

    assert b"\x01\x00\x00\x00\x07" == sealed[:5]
    assert plain == AESGCM(MATERIAL).decrypt(sealed[5:17], sealed[17:], PLACE)


def test_a_signature_is_ed25519() -> None:
    """
    Anybody verifies a signature with the public half, and no other text passes.
    """
    key = _key(KeyKind.ONDERTEKENING)
    public = Ed25519PublicKey.from_public_bytes(key.public)

    public.verify(key.sign(b"tekst"), b"tekst")
    with pytest.raises(InvalidSignature):
        public.verify(key.sign(b"tekst"), b"Tekst")


USES: dict[str, Callable[[Key], object]] = {
    "mac": lambda key: key.mac(b""),
    "macs": lambda key: key.macs([b""]),
    "seal": lambda key: key.seal(b"", PLACE),
    "decrypt": lambda key: key.decrypt,
    "sign": lambda key: key.sign(b""),
    "public": lambda key: key.public,
}
ALLOWED = {
    KeyKind.OPZOEKEN: {"mac", "macs"},
    KeyKind.DOMEIN: {"mac", "macs"},
    KeyKind.KLUIS: {"seal", "decrypt"},
    KeyKind.CASUS: {"seal", "decrypt"},
    KeyKind.ONDERTEKENING: {"sign", "public"},
}


@pytest.mark.parametrize("soort", KeyKind)
@pytest.mark.parametrize("use", USES)
def test_a_key_has_one_use(soort: KeyKind, use: str) -> None:
    """
    No key does two things, and a key that was let go does none.
    """
    key = _key(soort)
    if use in ALLOWED[soort]:
        USES[use](key)
    else:
        with pytest.raises(WrongUse):
            USES[use](key)
    key.forget()

    with pytest.raises(KeyDestroyed):
        USES[use](key)


@pytest.mark.parametrize("soort", KeyKind)
def test_a_key_does_not_show_itself(soort: KeyKind) -> None:
    """
    No repr holds bytes of a key, and it is neither copied nor sent.
    """
    key = _key(soort)

    assert f"Key({soort} 7)" == repr(key) == str(key)
    for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(WrongUse):
            attempt(key)


def test_nonces_differ_between_threads() -> None:
    """
    However many threads seal with one key, no nonce comes twice.
    """
    key = _key(KeyKind.CASUS, os.urandom)
    found: list[bytes] = []

    def work() -> None:
        found.extend(key.seal(b"", PLACE)[5:17] for _ in range(2_000))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == len(set(found)) == 8_000


FORK = """
import os, sys
from zvhprivacy.vault.key import Key, KeyKind
key = Key(bytes(32), nummer=1, soort=KeyKind.CASUS, naam="", versie=1, toeval=os.urandom)
key.seal(b"", b"")
child = os.fork()
for _ in range(80):
    os.write(1, key.seal(b"", b"")[5:17].hex().encode() + b"\\n")
if child:
    os.waitpid(child, 0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_nonces_differ_after_a_fork() -> None:
    """
    A process and its fork, that have the same key in hand, never use the same nonce.
    """
    done = subprocess.run([sys.executable, "-c", FORK], capture_output=True, check=True)
    found = done.stdout.split()

    assert len(found) == len(set(found)) == 160


def test_a_key_wears(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A run that sealed much gets a new version, and one in hand refuses before it gets dangerous.
    """
    monkeypatch.setattr(key_module, "VALUES_PER_RUN", 128)
    first = keys.active(KeyKind.KLUIS)
    sealed = [first.seal(b"x", PLACE) for _ in range(128)]
    second = keys.active(KeyKind.KLUIS)

    assert (1, 2) == (first.versie, second.versie)
    assert second.nummer == keys.active(KeyKind.KLUIS).nummer
    sealed += [first.seal(b"x", PLACE) for _ in range(128)]
    with pytest.raises(KeyWorn):
        first.seal(b"x", PLACE)
    opener = keys.opener()
    assert {b"x"} == {opener.open(each, PLACE) for each in sealed}


# --- all keys -------------------------------------------------------------------------------------


def test_the_first_use_makes_the_key(
    keys: Keys, process: Callable[[str], Keys], store: MemoryStore
) -> None:
    """
    A key is made when it is first asked for, once, and other processes then have the same.
    """
    for soort in (KeyKind.OPZOEKEN, KeyKind.DOMEIN):
        made = keys.active(soort, "x")
        other = process("twee").active(soort, "x")

        assert made.mac(b"a") == other.mac(b"a") == keys.active(soort, "x").mac(b"a")
        assert keys.active(soort, "y").mac(b"a") != made.mac(b"a")
    assert 4 == len(store.keys())


def _at_once(work: Callable[[int], object], count: int) -> None:
    failed: list[BaseException] = []
    barrier = threading.Barrier(count)

    def run(number: int) -> None:
        barrier.wait()
        try:
            work(number)
        except BaseException as error:  # noqa: BLE001 - told below, in the thread of the test
            failed.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [] == failed


def test_two_processes_make_one_key(tmp_path: Path, ring: FileKeyring) -> None:
    """
    Whoever asks first at the same moment, in a real database, one key comes out.
    """
    made: dict[int, bytes] = {}

    def work(number: int) -> None:
        database = open_database(Part.KLUIS, tmp_path / "kluis.db")
        store = KluisStore(database, os.urandom)
        keys = Keys(ring, store, klok=lambda: NOW, toeval=chance(str(number)))
        made[number] = keys.active(KeyKind.DOMEIN, "d").mac(b"x")
        database.close()

    open_database(Part.KLUIS, tmp_path / "kluis.db").close()
    _at_once(work, 4)

    assert 4 == len(made)
    assert 1 == len(set(made.values()))


def test_a_thread_in_a_transaction_does_not_wait_for_ever(keys: Keys, store: MemoryStore) -> None:
    """
    Asking for keys inside a transaction, while others ask outside it, never locks both up.
    """

    def work(number: int) -> None:
        for turn in range(20):
            if number % 2:
                with store.transaction():
                    keys.active(KeyKind.CASUS, f"{turn}")
                    keys.active(KeyKind.KLUIS)
            else:
                keys.active(KeyKind.KLUIS)
                keys.active(KeyKind.CASUS, f"{turn}")

    _at_once(work, 4)

    assert 21 == len(store.keys())


def test_an_undone_key_is_not_remembered(keys: Keys, store: MemoryStore) -> None:
    """
    A key that was made in a transaction that failed seals nothing afterwards.
    """
    lost = b""
    with suppress(ZeroDivisionError), store.transaction():
        lost = keys.active(KeyKind.CASUS, "a").seal(b"x", PLACE)
        _ = 1 // 0
    made = keys.active(KeyKind.CASUS, "a")
    row = store.key(made.nummer)

    assert row is not None
    assert ("casus", "a", 1) == (row.soort, row.naam, row.versie)
    assert b"y" == keys.opener().open(made.seal(b"y", PLACE), PLACE)
    with pytest.raises(ZvhError):
        keys.opener().open(lost, PLACE)


def test_renew(keys: Keys, process: Callable[[str], Keys], store: MemoryStore) -> None:
    """
    A new version writes, the older ones read, in every process; one is active.
    """
    other = process("twee")
    first = other.active(KeyKind.CASUS, "a")
    sealed = first.seal(b"x", PLACE)
    second = keys.renew(KeyKind.CASUS, "a")

    assert second.nummer == other.active(KeyKind.CASUS, "a").nummer != first.nummer
    assert [2, 1] == [key.versie for key in other.readable(KeyKind.CASUS, "a")]
    rows = store.keys()
    assert ["lezen", "actief"] == [row.staat for row in rows]
    assert b"x" == keys.opener().open(sealed, PLACE)


def test_keys_are_read_together(
    keys: Keys, process: Callable[[str], Keys], store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    With the numbers given the store is not asked again; who needs one that is gone, hears it then.
    """
    made = [keys.active(KeyKind.CASUS, name) for name in "abc"]
    sealed = [key.seal(b"x", PLACE) for key in made]
    gone = keys.active(KeyKind.CASUS, "d")
    lost = gone.seal(b"x", PLACE)
    keys.destroy(gone.nummer)
    damaged = keys.active(KeyKind.CASUS, "e")
    other = damaged.seal(b"x", PLACE)
    row = store.key(damaged.nummer)
    assert row is not None
    store.replace_keys([row._replace(verpakt=made[0].seal(b"x", PLACE))])
    wanted = [key.nummer for key in (*made, gone, damaged)]
    opener = process("twee").opener([*wanted, 4_000_000, keys.active(KeyKind.DOMEIN, "f").nummer])

    with monkeypatch.context() as patched:
        patched.setattr(store, "key", None)
        patched.setattr(store, "key_changes", None)
        assert {b"x"} == {opener.open(each, PLACE) for each in sealed}
    with pytest.raises(KeyDestroyed):
        opener.open(lost, PLACE)
    with pytest.raises(WrongKey):
        opener.open(other, PLACE)


def test_destroy(keys: Keys, process: Callable[[str], Keys], store: MemoryStore) -> None:
    """
    What a destroyed key sealed nobody opens, here and in other processes, and no bytes stay.
    """
    other = process("twee")
    key = keys.active(KeyKind.CASUS, "a")
    sealed = key.seal(b"x", PLACE)
    openers = [keys.opener(), other.opener()]
    assert [b"x", b"x"] == [opener.open(sealed, PLACE) for opener in openers]

    keys.destroy(key.nummer)
    keys.destroy(key.nummer)
    row = store.key(key.nummer)

    assert row is not None
    assert (KeyState.VERNIETIGD, b"") == (row.staat, row.verpakt)
    for opener in (openers[0], keys.opener(), other.opener()):
        with pytest.raises(KeyDestroyed) as caught:
            opener.open(sealed, PLACE)
        assert "gegeven.inhoud rij: de sleutel is vernietigd" in str(caught.value)
    for each in (keys, other):
        with pytest.raises(KeyDestroyed):
            each.by_number(key.nummer)
        with pytest.raises(KeyDestroyed):
            each.active(KeyKind.CASUS, "a")
        assert () == each.readable(KeyKind.CASUS, "a")
    with pytest.raises(KeyDestroyed):
        key.seal(b"x", PLACE)


@pytest.mark.parametrize("at", ["replace_keys", "commit"])
def test_a_key_that_could_not_be_destroyed(keys: Keys, store: MemoryStore, at: str) -> None:
    """
    Who has the key in hand loses it when the destruction fails too; the store says what is left.
    """
    key = keys.active(KeyKind.CASUS, "a")
    sealed = key.seal(b"x", PLACE)

    def failing(step: str) -> None:
        if step == at:
            raise ZeroDivisionError

    store.failpoint = failing
    with pytest.raises(ZeroDivisionError):
        keys.destroy(key.nummer)
    store.failpoint = lambda _: None
    with pytest.raises(KeyDestroyed):
        key.seal(b"x", PLACE)

    assert b"x" == keys.opener().open(sealed, PLACE)


def test_destroying_many_is_one_change(keys: Keys, store: MemoryStore) -> None:
    """
    All of them, once, and no others; who had one in hand, or asks for one, has none.
    """
    made = [keys.active(KeyKind.CASUS, f"c{number}") for number in range(5)]
    sealed = [key.seal(b"x", PLACE) for key in made]
    keys.destroy(made[0].nummer)
    steps: list[str] = []
    store.failpoint = steps.append
    gone = [made[number].nummer for number in (0, 1, 2, 2)]
    found = [keys.destroy_all(gone) for _ in range(2)]

    assert [2, 0] == found
    assert ["replace_keys", "commit"] == steps[:2]
    rows = store.keys()
    assert ["vernietigd"] * 3 + ["actief"] * 2 == [row.staat for row in rows]
    for number, key in enumerate(made):
        if number < 3:
            with pytest.raises(KeyDestroyed):
                key.seal(b"x", PLACE)
            with pytest.raises(KeyDestroyed):
                keys.opener().open(sealed[number], PLACE)
        else:
            assert b"x" == keys.opener().open(sealed[number], PLACE)


def test_one_key_that_is_not_there_saves_the_others(keys: Keys) -> None:
    """
    Who names a number that no key has, has the wrong list; nothing of it is destroyed.
    """
    key = keys.active(KeyKind.CASUS, "a")
    with pytest.raises(KeyLost) as caught:
        keys.destroy_all([key.nummer, 99])

    assert "sleutel 99" in str(caught.value)
    assert keys.by_number(key.nummer).seal(b"x", PLACE)


def test_forgetting_is_now_or_later(keys: Keys, store: MemoryStore) -> None:
    """
    Unless it is left to who destroys more, nothing of a key is left.
    """
    numbers = [keys.active(KeyKind.CASUS, name).nummer for name in "abc"]
    keys.destroy_all(numbers[:1])
    at_once = store.traces
    keys.destroy_all(numbers[1:], forget=False)
    later = store.traces
    store.forget()

    assert [False, True, False] == [at_once, later, store.traces]


def test_the_keys_of_cases(keys: Keys) -> None:
    """
    Of each case the numbers of its keys, the oldest first; the destroyed only when asked for.
    """
    first, second = keys.active(KeyKind.CASUS, "a"), keys.renew(KeyKind.CASUS, "a")
    other = keys.active(KeyKind.CASUS, "b")
    keys.active(KeyKind.DOMEIN, "a")
    keys.destroy(first.nummer)

    assert {"a": [second.nummer], "c": []} == keys.of_cases(["a", "c"])
    assert {"a": [first.nummer, second.nummer], "b": [other.nummer]} == keys.of_cases(
        ["a", "b"], vernietigd=True
    )


@pytest.mark.parametrize("what", ["by_number", "destroy"])
def test_an_unknown_number(keys: Keys, what: str) -> None:
    """
    A number that no key has is a lost key.
    """
    with pytest.raises(KeyLost) as caught:
        getattr(keys, what)(99)

    assert Exit.KEYS == caught.value.exit_code


def test_memory_has_an_end(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    However many cases are opened, so many keys are kept and no more; the others come back.
    """
    sealed = [keys.active(KeyKind.CASUS, f"{n}").seal(b"x", PLACE) for n in range(12)]
    monkeypatch.setattr(keys_module, "REMEMBERED", 5)
    kept = set()
    for each in sealed:
        assert b"x" == keys.opener().open(each, PLACE)
        kept.add(len(keys._memory.by_number))

    assert max(kept) <= 5


# --- what somebody with the database can do -------------------------------------------------------


FORGED: dict[str, Callable[[StoredKey, StoredKey], StoredKey]] = {
    "the key of another case": lambda one, other: one._replace(verpakt=other.verpakt),
    "another name": lambda one, _: one._replace(naam="c"),
    "another kind": lambda one, _: one._replace(soort="kluis"),
    "another version": lambda one, _: one._replace(versie=2),
    "one bit": lambda one, _: one._replace(verpakt=one.verpakt[:-1] + bytes([one.verpakt[-1] ^ 1])),
    "cut off": lambda one, _: one._replace(verpakt=one.verpakt[:12]),
    "another root version": lambda one, _: one._replace(
        verpakt=one.verpakt[:4] + b"\x09" + one.verpakt[5:]
    ),
}


@pytest.mark.parametrize("how", FORGED)
def test_a_wrapped_key_opens_in_its_own_row(
    keys: Keys, process: Callable[[str], Keys], store: MemoryStore, how: str
) -> None:
    """
    A wrapped key that was moved or changed is not used.
    """
    numbers = [keys.active(KeyKind.CASUS, name).nummer for name in "ab"]
    one, other = store.keys()
    store.replace_keys([FORGED[how](one, other)])

    with pytest.raises(KeyLost if how == "another root version" else WrongKey):
        process("twee").by_number(one.nummer)
    assert numbers[1] == process("drie").by_number(other.nummer).nummer


def test_a_public_half_that_was_changed(
    keys: Keys, process: Callable[[str], Keys], store: MemoryStore
) -> None:
    """
    A signing key whose public half in the database is not its own is not used.
    """
    keys.active(KeyKind.ONDERTEKENING)
    (row,) = store.keys()
    assert keys.active(KeyKind.ONDERTEKENING).public == row.publiek
    store.replace_keys([row._replace(publiek=_key(KeyKind.ONDERTEKENING).public)])

    with pytest.raises(WrongKey):
        process("twee").active(KeyKind.ONDERTEKENING)


@pytest.mark.parametrize(("soort", "material"), [("kluis", bytes(16)), ("nieuw", bytes(32))])
def test_a_key_that_is_none_of_ours(
    keys: Keys, store: MemoryStore, soort: str, material: bytes
) -> None:
    """
    Half a key would be weak, and a kind of later is not guessed at: neither is used.
    """
    row = StoredKey(0, soort, "", 1, KeyState.ACTIEF, b"", NOW)
    wrapped = keys.backend.wrap(material, keys_module._aad(row))
    number = store.add_key(row._replace(verpakt=wrapped)).nummer

    with pytest.raises(WrongKey):
        keys.opener().open(b"\x01" + number.to_bytes(4, "big") + bytes(40), PLACE)


@st.composite
def _read_alike(draw: st.DrawFn) -> tuple[tuple[str, str, int], tuple[str, str, int]]:
    """
    Two keys that are the same when kind, name and version are written one after the other.
    """
    text = draw(st.text(alphabet="012:a", min_size=1, max_size=9)) + str(draw(st.integers(1, 99)))
    found = []
    for _ in range(2):
        digits = draw(st.integers(1, len(text) - len(text.rstrip("0123456789"))))
        rest = text[: len(text) - digits]
        cut = draw(st.integers(0, len(rest)))
        found.append((rest[:cut], rest[cut:], int(text[len(text) - digits :])))
    return found[0], found[1]


@given(_read_alike())
def test_no_two_keys_are_bound_to_the_same(
    both: tuple[tuple[str, str, int], tuple[str, str, int]],
) -> None:
    """
    What a wrapped key is bound to tells kind, name and version apart, whatever digits they hold.
    """
    first, second = (
        keys_module._aad(StoredKey(1, soort, naam, versie, "actief", b"", NOW))
        for soort, naam, versie in both
    )

    assert (both[0] == both[1]) is (first == second)


def test_list_tells_no_secret(keys: Keys, store: MemoryStore) -> None:
    """
    What may be told about keys holds no wrapped bytes.
    """
    sealed = keys.active(KeyKind.CASUS, "a").seal(b"", PLACE)
    keys.active(KeyKind.ONDERTEKENING)
    keys.destroy(key_number(sealed))
    told = keys.list()

    assert [(1, "casus", "a", "vernietigd", 0), (2, "ondertekening", "", "actief", 1)] == [
        (each.nummer, each.soort, each.naam, each.staat, each.wortel) for each in told
    ]
    rows = store.keys()
    assert not any(row.verpakt and row.verpakt in each for row in rows for each in told)


# --- what is said about them ----------------------------------------------------------------------


ERRORS: list[ZvhError] = [
    KeyDestroyed(wat="x"),
    KeyFileDamaged(bestand="x"),
    KeyFileExists(bestand="x"),
    KeyFileUnsafe(bestand="x", reden_nl="x", reden_en="x"),
    KeyFileUnusable(bestand="x", error=OSError(28, "No space left on device")),
    KeyLost(wat="x"),
    KeyWorn(nummer=1, soort="x"),
    KeysUnreachable(reden_nl="x", reden_en="x"),
    NoArgon2(),
    OldestOnly(versie=1),
    PassphraseNeeded(bestand="x"),
    StillNeeded(),
    Tampered(plaats="x"),
    UnsafeTransit(reden_nl="x", reden_en="x"),
    VaultClientMissing(),
    WeakPassphrase(),
    WrongKey(wat="x"),
]


@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_an_error_about_keys(error: ZvhError) -> None:
    """
    It speaks two languages, leaves nothing unfilled, survives a copy and ends as key trouble.
    """
    for lang in ("nl", "en"):
        assert "{" not in error.sentence(lang)
        assert error.sentence(lang) == pickle.loads(pickle.dumps(error)).sentence(lang)  # noqa: S301
    assert error.sentence("nl") != error.sentence("en")
    assert error.exit_code is (Exit.USAGE if isinstance(error, WrongUse) else Exit.KEYS)
    assert f"{type(error).__name__}()" == repr(error)


def test_every_error_has_a_code_of_its_own() -> None:
    """
    A program tells them apart by their codes.
    """
    assert len(ERRORS) == len({error.code for error in ERRORS})
