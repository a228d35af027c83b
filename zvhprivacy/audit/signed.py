"""
A signature beside a report: which bytes this house gave out, under which name.
"""

from __future__ import annotations

import hashlib

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from zvhprivacy.bewaren.signing import BadStatement, check, sign
from zvhprivacy.logboek.note import Signer, Verifier
from zvhprivacy.model.casus import Register


class Uitgegeven(Register):
    """
    The file *bestand* was given out with these bytes. It says nothing of whether they are true.
    """

    soort: Literal["auditrapport"] = "auditrapport"
    bestand: Annotated[str, Field(min_length=1, max_length=255)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def signed(bestand: str, data: bytes, signer: Signer) -> bytes:
    """
    Give the file that says that *data* was given out as *bestand*, and the signature of *signer*.
    """
    told = Uitgegeven(bestand=bestand, sha256=hashlib.sha256(data).hexdigest())
    return sign(told, signer)


def check_signed(data: bytes, statement: bytes, verifiers: Iterable[Verifier]) -> Uitgegeven:
    """
    Give what *statement* says, when one of *verifiers* signed it and it is about *data*.

    Raises:
        BadStatement: it has not the form of one, or is about other bytes.
        FalseStatement: no known key signed this.
        NotRegistered: it is signed, and of another kind.
    """
    told = check(Uitgegeven, statement, verifiers)
    if told.sha256 != hashlib.sha256(data).hexdigest():
        raise BadStatement(reden="ander bestand")
    return told
