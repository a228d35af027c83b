"""
From a passphrase to keys, slowly on purpose.
"""

from __future__ import annotations

import unicodedata

from enum import StrEnum
from typing import NamedTuple

from cryptography.exceptions import UnsupportedAlgorithm

from zvhprivacy.errors import Exit, WrongUse, ZvhError


SALT_BYTES = 16  # 128 bits, RFC 9106 §3.1
DERIVED_BYTES = 64  # a key to wrap with and a key to authenticate with
SHORTEST = 12  # characters; the derivation slows guessing down, it does not make it hopeless
# A file that asks for more than this wants to break something.
MOST_MEMORY = 4 << 20  # KiB
MOST_LANES = 64
MOST_PASSES = 100


class Method(StrEnum):
    """
    How a key comes out of a passphrase.
    """

    ARGON2ID = "argon2id"
    SCRYPT = "scrypt"
    GEEN = "geen"  # without a passphrase: the secret stands in the file


class Derivation(NamedTuple):
    """
    A method and what it costs; the numbers stand in the file, so they may change later.

    *werk* is the number of passes of Argon2id, or the N of scrypt; *geheugen* is in KiB, or the r
    of scrypt.
    """

    methode: Method
    werk: int
    geheugen: int
    banen: int

    @property
    def sane(self) -> bool:
        """
        Whether it can be run without harm to the machine.
        """
        # scrypt takes 128·N·r bytes (RFC 7914 §2), Argon2id what it is given.
        scrypt = self.methode is Method.SCRYPT
        memory = self.werk * self.geheugen // 8 if scrypt else self.geheugen
        power = not scrypt or (self.werk > 1 and self.werk & (self.werk - 1) == 0)
        return (
            power
            and min(self.werk, self.geheugen, self.banen) > 0
            and memory <= MOST_MEMORY
            and self.banen <= MOST_LANES
            and (scrypt or (self.werk <= MOST_PASSES and self.geheugen >= 8 * self.banen))
        )


ARGON2ID = Derivation(Method.ARGON2ID, 3, 65_536, 4)  # RFC 9106 §4, second recommendation
SCRYPT = Derivation(Method.SCRYPT, 1 << 17, 8, 1)  # 128 MiB
NONE = Derivation(Method.GEEN, 1, 8, 1)


class NoArgon2(ZvhError):
    """
    The OpenSSL underneath does not know Argon2id.
    """

    exit_code = Exit.KEYS
    code = "no-argon2"
    nl = "de OpenSSL op deze machine kent Argon2id niet (nodig: 3.2); kies `scrypt`"
    en = "the OpenSSL of this machine does not know Argon2id (needed: 3.2); choose `scrypt`"


class WeakPassphrase(WrongUse):
    """
    A new passphrase is so short that trying them all is feasible.
    """

    code = "weak-passphrase"
    nl = f"het wachtwoord is te kort; neem ten minste {SHORTEST} tekens, liefst een paar woorden"
    en = f"the passphrase is too short; take at least {SHORTEST} characters, best a few words"


def derive(derivation: Derivation, salt: bytes, passphrase: str) -> bytes:
    """
    Make `DERIVED_BYTES` out of *passphrase*; the work is the same for a wrong one.

    How an accented letter was typed makes no difference.
    """
    secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    if derivation.methode is Method.SCRYPT:
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        n, r, p = derivation.werk, derivation.geheugen, derivation.banen
        return Scrypt(salt=salt, length=DERIVED_BYTES, n=n, r=r, p=p).derive(secret)
    try:
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

        return Argon2id(
            salt=salt,
            length=DERIVED_BYTES,
            iterations=derivation.werk,
            lanes=derivation.banen,
            memory_cost=derivation.geheugen,
        ).derive(secret)
    except (UnsupportedAlgorithm, ImportError):
        raise NoArgon2 from None


def strong_enough(passphrase: str) -> str:
    """
    Give *passphrase* back.

    Raises:
        WeakPassphrase: it is too short to protect anything.
    """
    if len(passphrase) < SHORTEST:
        raise WeakPassphrase
    return passphrase
