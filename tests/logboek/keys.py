"""
Keys that sign in tests.
"""

from __future__ import annotations

from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zvhprivacy.logboek.note import Verifier


class TestSigner:
    """
    A signing key made from a word; the same word is the same key.
    """

    __test__ = False

    def __init__(self, word: str = "een", name: str = "zvh.example/logboek") -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(sha256(word.encode()).digest())
        self.name = name
        self.public = self._key.public_key().public_bytes_raw()
        self.broken = False

    def sign(self, message: bytes) -> bytes:
        """
        Sign, unless the key is *broken*.
        """
        if self.broken:
            raise OSError(5, "no key", "secret of a person")
        return self._key.sign(message)

    @property
    def verifier(self) -> Verifier:
        """
        The public half.
        """
        return Verifier(name=self.name, public=self.public)
