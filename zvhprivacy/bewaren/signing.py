"""
Signed statements in JSON: made with the key of the logboek, checked with its public half alone.

What is signed is the canonical form of the statement, so a file that was indented or sorted anew
is still the same statement. The signature says that this house made it and that nothing in it was
changed since; whether it is true is for the logboek, which it points at.
"""

from __future__ import annotations

import base64
import binascii
import json

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, TypeVar

from zvhprivacy.errors import Exit, WrongUse, ZvhError
from zvhprivacy.logboek.note import Signer, Verifier
from zvhprivacy.model.casus import Register


R = TypeVar("R", bound=Register)

# Comes before what is signed, so that no signature of another kind (a checkpoint) fits here.
CONTEXT = b"zvhprivacy/bewaren/verklaring/v1\n"
MAX_BYTES = 16_777_216  # far beyond what the largest plan makes


class BadStatement(WrongUse):
    """
    A file is no signed statement.
    """

    code = "bad-statement"
    nl = (
        "dit bestand is geen ondertekende verklaring ({reden}); "
        "neem het bestand zoals het is uitgegeven"
    )
    en = "this file is no signed statement ({reden}); take the file as it was issued"


class FalseStatement(ZvhError):
    """
    No key that is trusted here signed this statement as it stands.
    """

    exit_code = Exit.FINDINGS
    code = "false-statement"
    nl = (
        "geen van de bekende sleutels heeft deze verklaring zo ondertekend: zij is veranderd, "
        "of komt van een ander; vraag de openbare sleutel en het bestand op bij wie het uitgaf"
    )
    en = (
        "none of the known keys signed this statement as it stands: it was changed, or is "
        "somebody else's; ask who issued it for the public key and the file"
    )


def canonical(statement: Any) -> bytes:
    """
    Write *statement* in the one form that is signed: RFC 8785, for text, whole numbers and null.
    """
    text = json.dumps(statement, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def fingerprint(statement: Register) -> str:
    """
    Give the SHA-256 of *statement* in the form that is signed, to say in print which one is meant.
    """
    return f"sha256:{sha256(canonical(statement.model_dump(mode='json'))).hexdigest()}"


def sign(statement: Register, signer: Signer) -> bytes:
    """
    Give the file that holds *statement* and the signature of *signer* over it.
    """
    key = Verifier(name=signer.name, public=signer.public)
    held = statement.model_dump(mode="json")
    signature = signer.sign(CONTEXT + canonical(held))
    signed = {
        "verklaring": held,
        "handtekening": {
            "sleutel": f"{key.name}+{key.key_id.hex()}",
            "waarde": base64.b64encode(signature).decode("ascii"),
        },
    }
    return json.dumps(signed, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def check(kind: type[R], file: bytes, verifiers: Iterable[Verifier]) -> R:
    """
    Give the statement in *file*, when one of *verifiers* signed it and it is of *kind*.

    The key that the file names only says which of these to try: none is taken from the file.

    Raises:
        BadStatement: it has not the form of one.
        FalseStatement: no known key signed this, or something was changed.
        NotRegistered: it is signed, and of another kind or version.
    """
    statement, name, signature = _taken_apart(file)
    try:
        message = CONTEXT + canonical(statement)
    except (ValueError, RecursionError):  # half of a pair of characters has no bytes
        raise BadStatement(reden="tekens") from None
    known = (key for key in verifiers if f"{key.name}+{key.key_id.hex()}" == name)
    if not any(key.accepts(signature, message) for key in known):
        raise FalseStatement
    # JSON has no dates and no tuples; that nothing else was taken for what it is not, shows after.
    found = kind.model_validate(statement, strict=False)
    if found.model_dump(mode="json") != statement:
        raise BadStatement(reden="vorm")
    return found


def _taken_apart(file: bytes) -> tuple[dict[str, Any], str, bytes]:
    if len(file) > MAX_BYTES:
        raise BadStatement(reden="te groot")
    try:
        read = _DECODER.decode(file.decode())
    except (ValueError, RecursionError):
        raise BadStatement(reden="geen JSON") from None
    match read:
        case {"verklaring": dict(statement), "handtekening": dict(signed), **rest} if not rest:
            pass
        case _:
            raise BadStatement(reden="opbouw")
    match signed:
        case {"sleutel": str() as name, "waarde": str() as value, **rest} if not rest:
            pass
        case _:
            raise BadStatement(reden="handtekening")
    try:
        return statement, name, base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise BadStatement(reden="handtekening") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Of a key that stands there twice one reader takes the first and another the last.
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refused(_: str) -> None:
    # Fractions and NaN have no single form, and stand in no statement.
    raise ValueError


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_float=_refused, parse_constant=_refused)
