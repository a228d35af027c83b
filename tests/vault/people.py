"""
A kluis with keys in memory, the same on every run.
"""

from __future__ import annotations

import hashlib
import itertools

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.vault.memory import MemoryStore
from zvhprivacy.vault.backend import RootVersion
from zvhprivacy.vault.domain import Domain
from zvhprivacy.vault.keys import Keys
from zvhprivacy.vault.needs import VaultStore
from zvhprivacy.vault.persons import Persons


NOW = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
ZORG = Domain.of(samenwerkingsverband="zvh", proces="casusoverleg", ontvanger="zorg-a")
POLITIE = Domain.of(samenwerkingsverband="zvh", proces="casusoverleg", ontvanger="politie-a")


def chance(seed: str = "") -> Callable[[int], bytes]:
    """
    Give a source of bytes that looks random and is the same for the same *seed*.
    """
    calls = itertools.count()

    def toeval(count: int) -> bytes:
        return hashlib.shake_256(f"{seed}|{next(calls)}".encode()).digest(count)

    return toeval


class Root:
    """
    A key-encryption key in memory, with versions.

    *wrapped* is what an attacker with the root can unwrap.
    """

    def __init__(self) -> None:
        self._keys = {1: b"\1" * 32}
        self.wrapped: dict[bytes, bytes] = {}

    def wrap(self, key: bytes, aad: bytes) -> bytes:
        """
        Encrypt under the newest version.
        """
        version = max(self._keys)
        nonce = hashlib.sha256(key + aad + bytes([version])).digest()[:12]
        wrapped = bytes([version]) + nonce + AESGCM(self._keys[version]).encrypt(nonce, key, aad)
        self.wrapped[wrapped] = key
        return wrapped

    def unwrap(self, wrapped: bytes, aad: bytes) -> bytes:
        """
        Decrypt.
        """
        return AESGCM(self._keys[wrapped[0]]).decrypt(wrapped[1:13], wrapped[13:], aad)

    def version_of(self, wrapped: bytes) -> int:
        """
        Tell the version.
        """
        return wrapped[0]

    def rotate(self) -> int:
        """
        Make a new version.
        """
        version = max(self._keys) + 1
        self._keys[version] = bytes([version]) * 32
        return version

    def versions(self) -> Sequence[RootVersion]:
        """
        Give the versions.
        """
        return [RootVersion(version, NOW) for version in self._keys]

    def destroy(self, versie: int) -> None:
        """
        Forget a version and the older ones.
        """
        self._keys = {number: key for number, key in self._keys.items() if number > versie}

    def health(self) -> None:
        """
        Be in order.
        """


@dataclass(kw_only=True)
class Kluis:
    """
    A store, the keys in it and its persons; `again` is another process on the same store.
    """

    store: VaultStore = field(default_factory=MemoryStore)
    root: Root = field(default_factory=Root)
    seed: str = ""

    def __post_init__(self) -> None:
        toeval = chance(self.seed)
        self.keys = Keys(self.root, self.store, klok=lambda: NOW, toeval=toeval)
        self.persons = Persons(self.keys, self.store, toeval=toeval)

    def again(self, seed: str = "another process") -> Kluis:
        """
        Open the same kluis once more.
        """
        return Kluis(store=self.store, root=self.root, seed=seed)
