"""
The root in a file: versions of the key-encryption key, locked with a passphrase.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zvhprivacy.errors import WrongUse
from zvhprivacy.vault import keyfile
from zvhprivacy.vault.backend import KeyLost, OldestOnly, RootVersion, WrongKey
from zvhprivacy.vault.key import KEY_BYTES, NONCE_BYTES
from zvhprivacy.vault.keytext import (
    Lock,
    Root,
    as_text,
    find_lock,
    new_lock,
    read_root,
    seal,
    unseal,
)
from zvhprivacy.vault.passphrase import ARGON2ID, NONE, Derivation, strong_enough


WRAPPED = b"\x01"  # the first byte of what is wrapped: version ‖ root version ‖ nonce ‖ ciphertext
VERSION_BYTES = 4
_HEAD = len(WRAPPED) + VERSION_BYTES


class FileKeyring:
    """
    A `KeyBackend` in a file; `create_keyring` and `open_keyring` make it.

    Other processes may rotate: every call looks whether another file took its place.
    Whoever has the file and the passphrase has everything; what was destroyed here may live on in
    a copy of the file.
    """

    def __init__(
        self,
        path: Path,
        lock: Lock,
        *,
        klok: Callable[[], datetime],
        toeval: Callable[[int], bytes],
    ) -> None:
        self.path = path
        self._lock = lock
        self._klok = klok
        self._toeval = toeval
        self._root = read_root(path, lock)

    def wrap(self, key: bytes, aad: bytes) -> bytes:
        """
        Encrypt *key* under the newest version, bound to *aad*.
        """
        version, material = self._current().versions[-1]
        head = WRAPPED + version.versie.to_bytes(VERSION_BYTES, "big")
        return head + seal(AESGCM(material), key, head + aad, self._toeval)

    def unwrap(self, wrapped: bytes, aad: bytes) -> bytes:
        """
        Decrypt what `wrap` gave for the same *aad*.

        Raises:
            KeyLost: the version it was wrapped under is not in the file any more.
            WrongKey: it was changed, belongs elsewhere, or was wrapped by another root.
        """
        versie = self.version_of(wrapped)
        for version, material in self._current().versions:
            if version.versie == versie:
                opened = unseal(AESGCM(material), wrapped[_HEAD:], wrapped[:_HEAD] + aad)
                if opened is None:
                    raise WrongKey(wat="een verpakte sleutel")
                return opened
        raise KeyLost(wat=f"versie {versie} van de hoofdsleutel")

    def version_of(self, wrapped: bytes) -> int:
        """
        Tell under which version *wrapped* was made.
        """
        if len(wrapped) <= _HEAD + NONCE_BYTES or wrapped[: len(WRAPPED)] != WRAPPED:
            raise WrongKey(wat="een verpakte sleutel")
        return int.from_bytes(wrapped[len(WRAPPED) : _HEAD], "big")

    def rotate(self) -> int:
        """
        Add a version to the file, durable before this returns.
        """
        with keyfile.alone(self.path):
            versions = read_root(self.path, self._lock).versions
            newest = versions[-1][0].versie + 1
            added = (RootVersion(newest, self._klok()), self._toeval(KEY_BYTES))
            self._write((*versions, added), self._lock)
        return newest

    def versions(self) -> Sequence[RootVersion]:
        """
        Give the versions in the file, the oldest first.
        """
        return tuple(version for version, _ in self._current().versions)

    def destroy(self, versie: int) -> None:
        """
        Take *versie* and every older one out of the file.

        The blocks where they stood on the disk, and copies of the file, may keep them.

        Raises:
            OldestOnly: it is no older version.
        """
        with keyfile.alone(self.path):
            versions = read_root(self.path, self._lock).versions
            if not 0 < versie < versions[-1][0].versie:
                raise OldestOnly(versie=versie)
            self._write([each for each in versions if each[0].versie > versie], self._lock)

    def change_passphrase(self, wachtwoord: str, afleiding: Derivation = ARGON2ID) -> None:
        """
        Lock the file with another passphrase; programs that have it open must be started again.

        A copy of the old file still opens with the old one: after a leak rotate the root as well.

        Raises:
            WeakPassphrase: it is too short.
        """
        lock = new_lock(strong_enough(wachtwoord), afleiding, self._toeval)
        with keyfile.alone(self.path):
            self._write(read_root(self.path, self._lock).versions, lock)
        self._lock = lock

    def health(self) -> None:
        """
        Read the file again, and wrap and unwrap something.
        """
        self._root = read_root(self.path, self._lock)
        if self.unwrap(self.wrap(bytes(KEY_BYTES), b"proef"), b"proef") != bytes(KEY_BYTES):
            raise WrongKey(wat="de hoofdsleutel")

    def _current(self) -> Root:
        if keyfile.stamp(self.path) != self._root.stamp:
            self._root = read_root(self.path, self._lock)
        return self._root

    def _write(self, versions: Sequence[tuple[RootVersion, bytes]], lock: Lock) -> None:
        keyfile.write(self.path, as_text(versions, lock, self._toeval))
        self._root = read_root(self.path, lock)

    def __repr__(self) -> str:
        return "FileKeyring()"


def create_keyring(
    path: Path,
    *,
    wachtwoord: str | None,
    zonder_wachtwoord: bool = False,
    afleiding: Derivation = ARGON2ID,
    niet_in: Iterable[Path] = (),
    klok: Callable[[], datetime],
    toeval: Callable[[int], bytes],
) -> FileKeyring:
    """
    Make a key file with one version, and open it.

    *niet_in* are the folders that a back-up takes along; the file may not stand in them.
    Without a passphrase only the rights on the file protect it, which must be said on purpose.

    Raises:
        KeyFileExists: there is a file already.
        KeyFileUnsafe: it would stand in one of *niet_in*.
        WeakPassphrase: the passphrase is too short.
        WrongUse: neither a passphrase nor *zonder_wachtwoord*, or both.
    """
    keyfile.refuse_inside(path, niet_in)
    if (wachtwoord is None) is not zonder_wachtwoord:
        raise WrongUse(reden="geef een wachtwoord, of zeg uitdrukkelijk `zonder_wachtwoord`")
    if wachtwoord is None:
        lock = new_lock("", NONE, toeval)
    else:
        lock = new_lock(strong_enough(wachtwoord), afleiding, toeval)
    first = (RootVersion(1, klok()), toeval(KEY_BYTES))
    keyfile.write(path, as_text([first], lock, toeval), new=True)
    return FileKeyring(path, lock, klok=klok, toeval=toeval)


def open_keyring(
    path: Path,
    *,
    wachtwoord: str | None,
    niet_in: Iterable[Path] = (),
    klok: Callable[[], datetime],
    toeval: Callable[[int], bytes],
) -> FileKeyring:
    """
    Open a key file.

    Raises:
        KeyLost: there is no file.
        KeyFileUnsafe: others can read or replace it, or it stands in one of *niet_in*.
        KeyFileDamaged: it is not as it was written.
        PassphraseNeeded: it is locked and *wachtwoord* is None.
        WrongKey: the passphrase is another one.
        WrongUse: there is a passphrase and the file has none.
    """
    keyfile.refuse_inside(path, niet_in)
    return FileKeyring(path, find_lock(path, wachtwoord), klok=klok, toeval=toeval)
