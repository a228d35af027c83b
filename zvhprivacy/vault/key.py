"""
One key: what it can do, without ever showing itself.
"""

from __future__ import annotations

import os
import threading
import weakref

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NoReturn

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from zvhprivacy.errors import Exit, WrongUse, ZvhError


KEY_BYTES = 32  # AES-256, HMAC-SHA-256 and the seed of Ed25519 alike
NONCE_BYTES = 12  # 96 bits, SP 800-38D §5.2.1.1
SEALED = b"\x01"  # the first byte of a sealed value: version ‖ number ‖ nonce ‖ ciphertext ‖ tag
NUMBER_BYTES = 4
NONCES_AT_ONCE = 64

# Random nonces are safe for 2³² values under one key (SP 800-38D §8.3).  What other runs of the
# program sealed is not counted, so that one run takes a new version after a 4096th part of it, and
# an operation that had the old one in hand by then may do as much again.
VALUES_PER_RUN = 1 << 20


class KeyKind(StrEnum):
    """
    What a key is for; no key does two things.
    """

    OPZOEKEN = "opzoeken"  # tag of a BSN
    KLUIS = "kluis"  # seals the records of persons
    DOMEIN = "domein"  # makes the pseudonyms of one domain
    CASUS = "casus"  # seals the content of one case
    ONDERTEKENING = "ondertekening"  # signs the logboek

    @property
    def seals(self) -> bool:
        """
        Whether values are sealed with it.
        """
        return self in {KeyKind.KLUIS, KeyKind.CASUS}

    @property
    def signs(self) -> bool:
        """
        Whether it signs.
        """
        return self is KeyKind.ONDERTEKENING


class KeyWorn(ZvhError):
    """
    One run sealed as much as it may with one version of a key; a new version must be made.
    """

    exit_code = Exit.KEYS
    code = "key-worn"
    nl = "sleutel {nummer} ({soort}) heeft genoeg waarden verzegeld; vernieuw hem"
    en = "key {nummer} ({soort}) has sealed enough values; renew it"

    def __init__(self, *, nummer: int, soort: str) -> None:
        super().__init__(nummer=nummer, soort=soort)


class KeyDestroyed(ZvhError):
    """
    The key was destroyed on purpose; nobody can read what it sealed, and that was the intention.
    """

    exit_code = Exit.KEYS
    code = "key-destroyed"
    nl = "{wat}: de sleutel is vernietigd; dit kan niemand meer lezen"
    en = "{wat}: the key was destroyed; nobody can read this any more"

    def __init__(self, *, wat: str) -> None:
        super().__init__(wat=wat)


class Key:
    """
    An unwrapped key, in memory only: it does what its kind allows and shows no byte of itself.

    It cannot be copied, pickled or compared, and its repr names it only.
    The memory it stood in is not wiped: Python cannot promise that.
    """

    __slots__ = (
        "__weakref__",
        "_aead",
        "_context",
        "_lock",
        "_nonces",
        "_sealed",
        "_signer",
        "_toeval",
        "naam",
        "nummer",
        "prefix",
        "soort",
        "versie",
    )

    def __init__(
        self,
        material: bytes,
        *,
        nummer: int,
        soort: KeyKind,
        naam: str,
        versie: int,
        toeval: Callable[[int], bytes],
    ) -> None:
        self.nummer = nummer
        self.soort = soort
        self.naam = naam
        self.versie = versie
        self.prefix = SEALED + nummer.to_bytes(NUMBER_BYTES, "big")
        self._toeval = toeval
        self._lock = threading.Lock()
        self._nonces: list[bytes] = []
        self._sealed = 0
        self._context: HMAC | None = None
        self._aead: AESGCM | None = None
        self._signer: Ed25519PrivateKey | None = None
        if soort.seals:
            self._aead = AESGCM(material)
            _SEALING.add(self)
        elif soort.signs:
            self._signer = Ed25519PrivateKey.from_private_bytes(material)
        else:
            self._context = HMAC(material, SHA256())

    def mac(self, data: bytes) -> bytes:
        """
        Give HMAC-SHA-256 of *data*.
        """
        if self._context is None:
            self._refuse()
        context = self._context.copy()
        context.update(data)
        return context.finalize()

    def macs(self, values: Iterable[bytes]) -> list[bytes]:
        """
        Give HMAC-SHA-256 of each of *values*: the same as `mac`, with less around it.
        """
        if self._context is None:
            self._refuse()
        copied = self._context.copy
        found = []
        for value in values:
            context = copied()
            context.update(value)
            found.append(context.finalize())
        return found

    def seal(self, plain: bytes, aad: bytes) -> bytes:
        """
        Encrypt *plain* with AES-256-GCM, bound to *aad*; `Opener` opens it.

        Raises:
            KeyWorn: this run sealed too many values with this version.
        """
        if self._aead is None:
            self._refuse()
        try:
            nonce = self._nonces.pop()
        except IndexError:
            nonce = self._fresh_nonce()
        return self.prefix + nonce + self._aead.encrypt(nonce, plain, aad)

    def sign(self, data: bytes) -> bytes:
        """
        Sign *data* with Ed25519.
        """
        if self._signer is None:
            self._refuse()
        return self._signer.sign(data)

    @property
    def public(self) -> bytes:
        """
        The 32 bytes that verify what this key signs.
        """
        if self._signer is None:
            self._refuse()
        return self._signer.public_key().public_bytes_raw()

    @property
    def worn(self) -> bool:
        """
        Whether it is time for a new version: this run sealed enough with it.
        """
        return self._sealed >= VALUES_PER_RUN

    @property
    def decrypt(self) -> Callable[[bytes, bytes, bytes], bytes]:
        """
        The bare AES-GCM decryption of nonce, ciphertext and aad; `Opener` is the one to call it.
        """
        if self._aead is None:
            self._refuse()
        return self._aead.decrypt

    def forget(self) -> None:
        """
        Let go of the key; every later use raises `KeyDestroyed`.
        """
        self._context = self._aead = self._signer = None
        self._toeval = _destroyed

    def _fresh_nonce(self) -> bytes:
        with self._lock:
            if self._sealed >= 2 * VALUES_PER_RUN:
                raise KeyWorn(nummer=self.nummer, soort=self.soort)
            self._sealed += NONCES_AT_ONCE
            block = self._toeval(NONCE_BYTES * NONCES_AT_ONCE)
        nonces = [block[at : at + NONCE_BYTES] for at in range(0, len(block), NONCE_BYTES)]
        last = nonces.pop()
        self._nonces.extend(nonces)
        return last

    def _refuse(self) -> NoReturn:
        if self._toeval is _destroyed:
            raise KeyDestroyed(wat=f"{self.soort} {self.nummer}")
        raise WrongUse(reden=f"sleutel {self.nummer} ({self.soort}) is daar niet voor")

    def __repr__(self) -> str:
        return f"Key({self.soort} {self.nummer})"

    def __reduce__(self) -> NoReturn:
        raise WrongUse(reden="een sleutel kan niet worden gekopieerd of verstuurd")


_SEALING: weakref.WeakSet[Key] = weakref.WeakSet()


def _destroyed(_: int) -> bytes:
    return b""


def _after_fork() -> None:
    # Parent and child have the same nonces in store; using one twice gives both texts away.
    for key in tuple(_SEALING):
        key._nonces.clear()  # noqa: SLF001 - the same module
        key._lock = threading.Lock()  # noqa: SLF001 - another thread of the parent may hold it


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
