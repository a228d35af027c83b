"""
The root of all keys: what wraps them, and what can be wrong with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from zvhprivacy.errors import Exit, WrongUse, ZvhError


class RootVersion(NamedTuple):
    """
    A version of the key-encryption key; the newest wraps, the others only unwrap.
    """

    versie: int
    sinds: datetime


class KeyBackend(Protocol):
    """
    Holds the key-encryption key (KEK) and never gives it out.

    Whoever has what `wrap` gave, without the backend, has nothing.
    Every method raises `KeysUnreachable` when the backend does not answer.
    """

    def wrap(self, key: bytes, aad: bytes) -> bytes:
        """
        Encrypt *key* under the newest version, bound to *aad*; the outcome names the version.
        """

    def unwrap(self, wrapped: bytes, aad: bytes) -> bytes:
        """
        Decrypt what `wrap` gave for the same *aad*.

        Raises:
            KeyLost: the version it was wrapped under is not there any more.
            WrongKey: it was changed, belongs elsewhere, or was wrapped by another root.
        """

    def version_of(self, wrapped: bytes) -> int:
        """
        Tell under which version *wrapped* was made.

        Raises:
            WrongKey: it was not made by this kind of backend.
        """

    def rotate(self) -> int:
        """
        Make a new version, durable before this returns, and tell its number.
        """

    def versions(self) -> Sequence[RootVersion]:
        """
        Give the versions that can unwrap, the oldest first.
        """

    def destroy(self, versie: int) -> None:
        """
        Forget *versie* and every older one for good; what they wrapped nobody can open again.

        Doing it again does nothing.

        Raises:
            OldestOnly: it is no older version than the newest.
        """

    def health(self) -> None:
        """
        Wrap and unwrap something; raises what is wrong, returns when all is in order.
        """


class WrongKey(ZvhError):
    """
    The root does not open what it is asked to open.
    """

    exit_code = Exit.KEYS
    code = "wrong-key"
    nl = "{wat} gaat niet open: het wachtwoord of de sleutel is een andere, of het is veranderd"
    en = "{wat} does not open: the passphrase or key is another one, or it was changed"

    def __init__(self, *, wat: str) -> None:
        super().__init__(wat=wat)


class KeyLost(ZvhError):
    """
    A key that is needed is not there; without it nothing under it can be read, by anybody.
    """

    exit_code = Exit.KEYS
    code = "key-lost"
    nl = "{wat} is er niet (meer); zet een reservekopie terug die deze sleutel nog heeft"
    en = "{wat} is not there (any more); restore a back-up that still has this key"

    def __init__(self, *, wat: str) -> None:
        super().__init__(wat=wat)


class KeysUnreachable(ZvhError):
    """
    The place where the root is kept does not answer, or not to us; nothing was read or changed.
    """

    exit_code = Exit.KEYS
    code = "keys-unreachable"
    nl = "de sleutels zijn niet bereikbaar: {reden_nl}; er is niets gelezen of veranderd"
    en = "the keys cannot be reached: {reden_en}; nothing was read or changed"

    def __init__(self, *, reden_nl: str, reden_en: str) -> None:
        super().__init__(reden_nl=reden_nl, reden_en=reden_en)


class OldestOnly(WrongUse):
    """
    A version of the root is to be destroyed that still wraps, or that there never was.
    """

    code = "oldest-only"
    nl = "versie {versie} van de hoofdsleutel is geen oudere versie; alleen die gaan weg"
    en = "version {versie} of the root is no older version; only those can go"

    def __init__(self, *, versie: int) -> None:
        super().__init__(versie=versie)


class KeyFileUnsafe(ZvhError):
    """
    The key file stands where, or in a way that, others may read or replace it.
    """

    exit_code = Exit.KEYS
    code = "key-file-unsafe"
    nl = "het sleutelbestand `{bestand}` is niet veilig: {reden_nl}"
    en = "the key file `{bestand}` is not safe: {reden_en}"

    def __init__(self, *, bestand: object, reden_nl: str, reden_en: str) -> None:
        super().__init__(bestand=bestand, reden_nl=reden_nl, reden_en=reden_en)
