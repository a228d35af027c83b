"""
Signed statements about the tree: c2sp.org/signed-note with c2sp.org/tlog-checkpoint in it.

Only Ed25519 (signature type 0x01). Signatures of other keys are passed over, as the specification
asks, so a note may also carry those of witnesses and of the next key.
"""

from __future__ import annotations

import base64
import binascii
import re

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from zvhprivacy.logboek.errors import BadNote, NotSigned
from zvhprivacy.logboek.merkle import HASH_BYTES


ED25519 = b"\x01"  # the signature type in key ids and verifier keys
PUBLIC_BYTES = 32  # RFC 8032
KEY_ID_BYTES = 4
NOTE_CHARACTERS = 65_536  # more than a hundred signatures, also of post-quantum witnesses

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_DASH = "\N{EM DASH} "


class Signer(Protocol):
    """
    A key that signs checkpoints; the private half stays where it is kept.
    """

    @property
    def name(self) -> str:
        """
        The name of the log, which is also the origin of its checkpoints.
        """

    @property
    def public(self) -> bytes:
        """
        The public half, 32 bytes.
        """

    def sign(self, message: bytes) -> bytes:
        """
        Give the Ed25519 signature over *message*.
        """


class Statement(NamedTuple):
    """
    What a checkpoint says: which log, how many entries, and the root over these.
    """

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """
    The public half of a key that signs checkpoints, and the name of the log it signs for.

    Raises:
        BadNote: the name or the key cannot be one.
    """

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not _is_name(self.name):
            raise BadNote(wat="sleutel", reden="naam")
        if len(self.public) != PUBLIC_BYTES:
            raise BadNote(wat="sleutel", reden="lengte")

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """
        Read a verifier key: `name+hash+key`.

        Raises:
            BadNote: it is not one, or the hash is of another name or key.
        """
        # The key is base64, which may hold a plus itself.
        name, _, rest = text.partition("+")
        hint, _, encoded = rest.partition("+")
        key = _decoded(encoded, "sleutel")
        if key[:1] != ED25519:
            raise BadNote(wat="sleutel", reden="soort")
        found = cls(name=name, public=key[1:])
        if hint != found.key_id.hex():
            raise BadNote(wat="sleutel", reden="controlegetal")
        return found

    @property
    def key_id(self) -> bytes:
        """
        Four bytes that tell keys apart; not a fingerprint to trust.
        """
        told = self.name.encode() + b"\n" + ED25519 + self.public
        return sha256(told).digest()[:KEY_ID_BYTES]

    @property
    def text(self) -> str:
        """
        The form in which it is handed over: `name+hash+key`.
        """
        return f"{self.name}+{self.key_id.hex()}+{_encoded(ED25519 + self.public)}"

    def accepts(self, signature: bytes, message: bytes) -> bool:
        """
        Say whether *signature* is that of this key over *message*.
        """
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def sign(statement: Statement, signer: Signer) -> str:
    """
    Give the signed checkpoint that says *statement*.
    """
    text = f"{statement.origin}\n{statement.size}\n{_encoded(statement.root)}\n"
    key = Verifier(name=signer.name, public=signer.public)
    signature = key.key_id + signer.sign(text.encode())
    return f"{text}\n{_DASH}{key.name} {_encoded(signature)}\n"


def open_checkpoint(note: str, verifiers: Iterable[Verifier]) -> Statement:
    """
    Read *note* and give what it says, when one of *verifiers* signed it for its own log.

    Raises:
        BadNote: it has not the form of a checkpoint.
        NotSigned: no known key signed it, or a signature of a known key is false.
    """
    statement, signatures = read_checkpoint(note)
    message = note[: note.rindex("\n\n") + 1].encode()
    known = {(key.name, key.key_id): key for key in verifiers if key.name == statement.origin}
    found = [
        known[name, signature[:KEY_ID_BYTES]].accepts(signature[KEY_ID_BYTES:], message)
        for name, signature in signatures
        if (name, signature[:KEY_ID_BYTES]) in known
    ]
    if not found or not all(found):
        raise NotSigned
    return statement


def read_checkpoint(note: str) -> tuple[Statement, list[tuple[str, bytes]]]:
    """
    Read *note* without trusting it: what it says, and (name, key id and signature) of each line.

    Raises:
        BadNote: it has not the form of a checkpoint.
    """
    text, signatures = _split(note)
    lines = text.split("\n")
    if len(lines) != len(("origin", "size", "root", "")):
        # Extension lines are allowed by the specification and audited by nobody.
        raise BadNote(wat="checkpoint", reden="regels")
    origin, size, root, _ = lines
    if not origin:
        raise BadNote(wat="checkpoint", reden="herkomst")
    if not _SIZE.fullmatch(size):
        raise BadNote(wat="checkpoint", reden="aantal")
    decoded = _decoded(root, "checkpoint")
    if len(decoded) != HASH_BYTES:
        raise BadNote(wat="checkpoint", reden="wortel")
    return Statement(origin, int(size), decoded), signatures


def _split(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    if len(note) > NOTE_CHARACTERS:
        raise BadNote(wat="checkpoint", reden="lengte")
    if any(char < " " and char != "\n" for char in note) or not _encodes(note):
        raise BadNote(wat="checkpoint", reden="teken")
    text, gap, tail = note.rpartition("\n\n")
    if not gap or not text or not tail.endswith("\n"):
        raise BadNote(wat="checkpoint", reden="handtekeningen")
    return text + "\n", [_signature(line) for line in tail[:-1].split("\n")]


def _signature(line: str) -> tuple[str, bytes]:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not _is_name(name):
        raise BadNote(wat="checkpoint", reden="handtekeningregel")
    signature = _decoded(encoded, "checkpoint")
    if len(signature) <= KEY_ID_BYTES:
        raise BadNote(wat="checkpoint", reden="handtekening")
    return name, signature


def _is_name(name: str) -> bool:
    # Spaces of all of Unicode: what looks like one name must be one name.
    return (
        bool(name)
        and "+" not in name
        and _encodes(name)
        and not any(char.isspace() or char < " " for char in name)
    )


def _encodes(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decoded(text: str, what: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = None
    # One text per value: unused bits in the last letter would make a second one.
    if data is None or _encoded(data) != text:
        raise BadNote(wat=what, reden="base64")
    return data
