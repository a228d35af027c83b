"""
The root in HashiCorp Vault or OpenBao: its transit engine wraps, and never gives the key out.
"""

from __future__ import annotations

import base64
import ipaddress
import re

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from zvhprivacy.errors import Exit, WrongUse, ZvhError
from zvhprivacy.vault.backend import (
    KeyLost,
    KeysUnreachable,
    OldestOnly,
    RootVersion,
    WrongKey,
)


TIMEOUT_SECONDS = 10
KEY_TYPE = "aes256-gcm96"

_WRAPPED = re.compile(rb"vault:v([1-9][0-9]{0,8}):[A-Za-z0-9+/=]+")
# What the server says, with status 400, of a version or key that is gone.
_GONE = ("disallowed by policy (too old)", "version is too new", "encryption key not found")


class VaultClientMissing(WrongUse):
    """
    The library that speaks with the server is not installed.
    """

    code = "vault-client-missing"
    nl = "het pakket `hvac` ontbreekt; installeer `zvhprivacy[vault]`"
    en = "the package `hvac` is missing; install `zvhprivacy[vault]`"


class UnsafeTransit(ZvhError):
    """
    The server, or the key on it, does not give the protection that is counted on.
    """

    exit_code = Exit.KEYS
    code = "unsafe-transit"
    nl = "de sleutelserver is zo niet te gebruiken: {reden_nl}"
    en = "the key server cannot be used like this: {reden_en}"

    def __init__(self, *, reden_nl: str, reden_en: str) -> None:
        super().__init__(reden_nl=reden_nl, reden_en=reden_en)


class TransitBackend:
    """
    A `KeyBackend` that asks a server for each wrap and unwrap; `open_transit` makes it.

    What wraps keys never leaves the server, but the keys it unwraps come to this process.
    """

    def __init__(self, transit: Any, *, naam: str, koppelpunt: str) -> None:
        self._transit = transit
        self._where = {"name": naam, "mount_point": koppelpunt}

    def wrap(self, key: bytes, aad: bytes) -> bytes:
        """
        Encrypt *key* under the newest version, bound to *aad*.
        """
        answer = self._ask(
            self._transit.encrypt_data, plaintext=_text(key), associated_data=_text(aad)
        )
        with _understood():
            wrapped: bytes = answer["ciphertext"].encode()
        self.version_of(wrapped)
        return wrapped

    def unwrap(self, wrapped: bytes, aad: bytes) -> bytes:
        """
        Decrypt what `wrap` gave for the same *aad*.

        Raises:
            KeyLost: the server has the key, or the version it was wrapped under, no more.
            WrongKey: it was changed, belongs elsewhere, or was wrapped by another root.
        """
        self.version_of(wrapped)
        answer = self._ask(
            self._transit.decrypt_data, ciphertext=wrapped.decode(), associated_data=_text(aad)
        )
        with _understood():
            return base64.b64decode(answer["plaintext"], validate=True)

    def version_of(self, wrapped: bytes) -> int:
        """
        Tell under which version *wrapped* was made.
        """
        found = _WRAPPED.fullmatch(wrapped)
        if found is None:
            raise WrongKey(wat="een verpakte sleutel")
        return int(found[1])

    def rotate(self) -> int:
        """
        Let the server make a version.
        """
        self._ask(self._transit.rotate_key)
        return self.versions()[-1].versie

    def versions(self) -> Sequence[RootVersion]:
        """
        Give the versions that the server still decrypts with, the oldest first.
        """
        answer = self._ask(self._transit.read_key)
        with _understood():
            oldest = int(answer["min_decryption_version"])
            return tuple(
                RootVersion(versie, datetime.fromtimestamp(int(sinds), UTC))
                for versie, sinds in sorted((int(n), at) for n, at in answer["keys"].items())
                if versie >= oldest
            )

    def destroy(self, versie: int) -> None:
        """
        Let the server trim *versie* and every older one.

        Raising its lowest version alone would do nothing that cannot be undone.
        A back-up or snapshot of the server may still have them.

        Raises:
            OldestOnly: it is no older version.
        """
        if not 0 < versie < self.versions()[-1].versie:
            raise OldestOnly(versie=versie)
        left = versie + 1
        # Trimming is allowed up to the lowest of these two; the client does not set both alike.
        self._ask(self._transit.update_key_configuration, min_encryption_version=left)
        self._ask(self._transit.update_key_configuration, min_decryption_version=left)
        self._ask(self._transit.trim_key, min_version=left)

    def health(self) -> None:
        """
        Wrap and unwrap something, and see that it does not open in another place.

        Raises:
            UnsafeTransit: the key is of another type, or the server ignores what a value is bound
                to, as servers before 1.13 do.
        """
        answer = self._ask(self._transit.read_key)
        kind = answer.get("type") if isinstance(answer, dict) else None
        if kind != KEY_TYPE or answer.get("derived"):
            raise UnsafeTransit(
                reden_nl=f"de sleutel moet van het type `{KEY_TYPE}` zijn, zonder afleiding",
                reden_en=f"the key must be of type `{KEY_TYPE}`, without derivation",
            )
        if answer.get("exportable") or answer.get("allow_plaintext_backup"):
            raise UnsafeTransit(
                reden_nl="de sleutel mag de server verlaten (`exportable`); maak een andere",
                reden_en="the key may leave the server (`exportable`); make another one",
            )
        wrapped = self.wrap(bytes(32), b"hier")
        if self.unwrap(wrapped, b"hier") != bytes(32):
            raise WrongKey(wat="de hoofdsleutel")
        try:
            self.unwrap(wrapped, b"elders")
        except WrongKey:
            return
        raise UnsafeTransit(
            reden_nl="hij let niet op `associated_data`; neem Vault 1.13, OpenBao 2 of nieuwer",
            reden_en="it ignores `associated_data`; take Vault 1.13, OpenBao 2 or newer",
        )

    def _ask(self, call: Callable[..., Any], **values: Any) -> Any:
        """
        Call the server and give the data of its answer.
        """
        from hvac import exceptions

        try:
            answer = call(**self._where, **values)
        except exceptions.InvalidRequest as error:
            said = " ".join(str(each) for each in error.errors or ())
            if any(words in said for words in _GONE):
                raise KeyLost(wat="de hoofdsleutel, of de gevraagde versie ervan,") from None
            raise WrongKey(wat="een verpakte sleutel") from None
        except exceptions.InvalidPath:
            raise KeyLost(wat=f"de hoofdsleutel `{self._where['name']}`") from None
        except (exceptions.Forbidden, exceptions.Unauthorized):
            raise KeysUnreachable(
                reden_nl="de sleutelserver weigert (geen of verlopen toegang)",
                reden_en="the key server refuses (no access, or expired)",
            ) from None
        except exceptions.VaultDown:
            raise KeysUnreachable(
                reden_nl="de sleutelserver is verzegeld; een beheerder moet hem openen",
                reden_en="the key server is sealed; an operator must unseal it",
            ) from None
        except (exceptions.VaultError, OSError, ValueError):  # requests raises OSErrors
            raise KeysUnreachable(
                reden_nl="de sleutelserver antwoordt niet",
                reden_en="the key server does not answer",
            ) from None
        if not isinstance(answer, dict):  # an empty answer, which some calls have
            return {}
        return answer.get("data")

    def __repr__(self) -> str:
        return "TransitBackend()"


def open_transit(
    adres: str,
    token: str,
    *,
    naam: str = "zvhprivacy",
    koppelpunt: str = "transit",
    naamruimte: str | None = None,
    certificaten: str | None = None,
) -> TransitBackend:
    """
    Use key *naam* of the transit engine at *koppelpunt* of the server at *adres*.

    The key must be there: it is not made here, for a missing one means a wrong server.
    *certificaten* is a file with the authorities that the server's certificate may come from.
    Neither variables of the environment nor proxies are looked at, and no redirect is followed.

    Raises:
        VaultClientMissing: `hvac` is not installed.
        KeysUnreachable: the server does not answer, is sealed, or refuses.
        KeyLost: it has no such key.
        UnsafeTransit: the connection is not encrypted, or see `TransitBackend.health`.
    """
    try:
        import hvac
    except ImportError:
        raise VaultClientMissing from None
    if not _private(adres):
        raise UnsafeTransit(
            reden_nl="de verbinding is niet versleuteld; geef een adres met `https://`",
            reden_en="the connection is not encrypted; give an address with `https://`",
        )
    client = hvac.Client(
        url=adres,
        token=token,
        namespace=naamruimte,
        verify=certificaten or True,
        timeout=TIMEOUT_SECONDS,
        allow_redirects=False,
    )
    client.session.trust_env = False
    backend = TransitBackend(client.secrets.transit, naam=naam, koppelpunt=koppelpunt)
    backend.health()
    return backend


def _private(adres: str) -> bool:
    """
    Say whether nobody can listen in: it is encrypted, or does not leave this machine.
    """
    try:
        parts = urlsplit(adres)
        if parts.scheme == "https":
            return bool(parts.hostname)
        return parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


@contextmanager
def _understood() -> Iterator[None]:
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError):
        raise KeysUnreachable(
            reden_nl="de sleutelserver antwoordt iets anders dan verwacht",
            reden_en="the key server answers something else than expected",
        ) from None


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
