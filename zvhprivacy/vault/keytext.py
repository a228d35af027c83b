"""
What stands in a key file, and what locks it.
"""

from __future__ import annotations

import base64
import hmac
import json

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zvhprivacy.errors import Exit, WrongUse, ZvhError
from zvhprivacy.vault import keyfile
from zvhprivacy.vault.backend import RootVersion, WrongKey
from zvhprivacy.vault.key import KEY_BYTES, NONCE_BYTES
from zvhprivacy.vault.passphrase import DERIVED_BYTES, SALT_BYTES, Derivation, Method, derive


SOORT = "zvhprivacy-sleutelbestand"
SCHEMA = 1


class KeyFileDamaged(ZvhError):
    """
    The key file opens with its passphrase but is not as it was written, or is no key file.
    """

    exit_code = Exit.KEYS
    code = "key-file-damaged"
    nl = "het sleutelbestand `{bestand}` is beschadigd of veranderd; zet een reservekopie terug"
    en = "the key file `{bestand}` is damaged or was changed; restore a back-up"

    def __init__(self, *, bestand: object) -> None:
        super().__init__(bestand=bestand)


class PassphraseNeeded(ZvhError):
    """
    The key file is locked and nobody gave the passphrase.
    """

    exit_code = Exit.KEYS
    code = "passphrase-needed"
    nl = "het sleutelbestand `{bestand}` heeft een wachtwoord nodig"
    en = "the key file `{bestand}` needs a passphrase"

    def __init__(self, *, bestand: object) -> None:
        super().__init__(bestand=bestand)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Lock:
    """
    What the passphrase opens: a cipher for the versions and a key that authenticates the file.
    """

    derivation: Derivation
    salt: bytes
    secret: bytes  # in the file itself, when there is no passphrase
    cipher: AESGCM
    mac_key: bytes

    def form(self) -> dict[str, Any]:
        """
        Give what of it stands in the file.
        """
        return {
            **self.derivation._asdict(),
            "zout": _base64(self.salt),
            "geheim": _base64(self.secret),
        }


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Root:
    """
    The versions of the key-encryption key, as they stand in the file with this stamp.
    """

    stamp: keyfile.Stamp
    versions: tuple[tuple[RootVersion, bytes], ...]


def new_lock(wachtwoord: str, derivation: Derivation, toeval: Callable[[int], bytes]) -> Lock:
    """
    Make a lock with a salt of its own.
    """
    secret = toeval(DERIVED_BYTES) if derivation.methode is Method.GEEN else b""
    return _lock(wachtwoord, derivation, toeval(SALT_BYTES), secret)


def find_lock(path: Path, wachtwoord: str | None) -> Lock:
    """
    Find the lock of the file at *path* and open it.

    Raises:
        KeyFileDamaged: it is no key file.
        PassphraseNeeded: it is locked and *wachtwoord* is None.
        WrongKey: the passphrase is another one.
        WrongUse: there is a passphrase and the file has none.
    """
    with _damage(path):
        form = _form(keyfile.read(path)[0])
        written = form["afleiding"]
        salt, secret = _bytes(written["zout"]), _bytes(written["geheim"])
        numbers = [int(written[name]) for name in ("werk", "geheugen", "banen")]
        derivation = Derivation(Method(written["methode"]), *numbers)
        proof = _bytes(form["proef"])
        bare = derivation.methode is Method.GEEN
        if not derivation.sane or (bare and len(secret) != DERIVED_BYTES):
            raise KeyFileDamaged(bestand=path)
    if wachtwoord is None and not bare:
        raise PassphraseNeeded(bestand=path)
    if wachtwoord is not None and bare:
        raise WrongUse(reden=f"`{path}` heeft geen wachtwoord")
    lock = _lock(wachtwoord or "", derivation, salt, secret)
    if unseal(lock.cipher, proof, _proof_aad(lock)) is None:
        raise WrongKey(wat=f"het sleutelbestand `{path}`")
    return lock


def as_text(
    versions: Iterable[tuple[RootVersion, bytes]], lock: Lock, toeval: Callable[[int], bytes]
) -> bytes:
    """
    Give the text of a file with *versions*, locked with *lock*.
    """
    form: dict[str, Any] = {
        "soort": SOORT,
        "schema": SCHEMA,
        "afleiding": lock.form(),
        "proef": _base64(seal(lock.cipher, b"", _proof_aad(lock), toeval)),
        "versies": [
            {
                "versie": version.versie,
                "sinds": version.sinds.isoformat(),
                "verpakt": _base64(seal(lock.cipher, material, _version_aad(version), toeval)),
            }
            for version, material in versions
        ],
    }
    form["zegel"] = _base64(_tag(lock, form))
    return json.dumps(form, indent=1).encode() + b"\n"


def read_root(path: Path, lock: Lock) -> Root:
    """
    Read the versions in the file at *path*.

    Raises:
        KeyFileDamaged: it is not as it was written.
        WrongKey: it has another lock by now.
    """
    content, stamp = keyfile.read(path)
    with _damage(path):
        form = _form(content)
        if form["afleiding"] != lock.form():
            raise WrongKey(wat=f"het sleutelbestand `{path}`")
        tag = _bytes(form.pop("zegel"))
        if not hmac.compare_digest(tag, _tag(lock, form)):
            raise KeyFileDamaged(bestand=path)
        versions = []
        for each in form["versies"]:
            version = RootVersion(each["versie"], datetime.fromisoformat(each["sinds"]))
            material = unseal(lock.cipher, _bytes(each["verpakt"]), _version_aad(version))
            if material is None:
                raise KeyFileDamaged(bestand=path)
            versions.append((version, material))
    return Root(stamp=stamp, versions=tuple(versions))


def seal(cipher: AESGCM, plain: bytes, aad: bytes, toeval: Callable[[int], bytes]) -> bytes:
    """
    Encrypt *plain*: nonce ‖ ciphertext ‖ tag.
    """
    nonce = toeval(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, aad)


def unseal(cipher: AESGCM, sealed: bytes, aad: bytes) -> bytes | None:
    """
    Decrypt what `seal` gave for the same *aad*; None when it is something else.
    """
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
    except (InvalidTag, ValueError):
        return None


def _lock(wachtwoord: str, derivation: Derivation, salt: bytes, secret: bytes) -> Lock:
    bare = derivation.methode is Method.GEEN
    derived = secret if bare else derive(derivation, salt, wachtwoord)
    return Lock(
        derivation=derivation,
        salt=salt,
        secret=secret,
        cipher=AESGCM(derived[:KEY_BYTES]),
        mac_key=derived[KEY_BYTES:],
    )


def _proof_aad(lock: Lock) -> bytes:
    return b"proef" + _canonical(lock.form())


def _version_aad(version: RootVersion) -> bytes:
    return b"versie" + version.versie.to_bytes(4, "big")


def _tag(lock: Lock, form: dict[str, Any]) -> bytes:
    return hmac.digest(lock.mac_key, _canonical(form), "sha256")


def _canonical(form: dict[str, Any]) -> bytes:
    return json.dumps(form, sort_keys=True, separators=(",", ":")).encode()


def _form(content: bytes) -> dict[str, Any]:
    form = json.loads(content)
    if not isinstance(form, dict) or (form.get("soort"), form.get("schema")) != (SOORT, SCHEMA):
        raise ValueError
    return form


@contextmanager
def _damage(path: Path) -> Iterator[None]:
    # What a damaged file can do to a reader that expects its own text.
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise KeyFileDamaged(bestand=path) from None


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
