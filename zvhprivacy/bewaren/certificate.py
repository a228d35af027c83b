"""
The certificate of destruction: what went, on which ground, by which method, and what remains.

It counts and names no case, item or person. Who planned, approved and carried out stands in it by
role and pseudonym, and a pseudonym is a personal datum: the certificate is for who answers for the
destruction and for who checks it. `certify` makes it, `banding` makes of it what may be published.
"""

from __future__ import annotations

import re

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from zvhprivacy.logboek import fields
from zvhprivacy.logboek.note import NOTE_CHARACTERS, read_checkpoint
from zvhprivacy.model.bewaarplan import Uitkomst
from zvhprivacy.model.bewaartermijn import Actie, TermijnId
from zvhprivacy.model.casus import Register, Word
from zvhprivacy.model.citation import Artikel


MEDEDELING = (
    "Pseudoniemen zijn persoonsgegevens (AVG 4 onder 5); maak deze verklaring niet openbaar."
)

_name = re.compile(fields.NAME, re.ASCII).fullmatch


def _named(value: str) -> str:
    if not _name(value):
        raise ValueError
    return value


Name = Annotated[str, AfterValidator(_named)]  # a pseudonym or an id, never a bare number
Hash = Annotated[str, Field(pattern=r"^(sha256:)?[0-9a-f]{64}$")]
Place = Annotated[str, Field(pattern=r"^[A-Za-z0-9._/-]{1,200}:[0-9]+(:[0-9]+)?$")]
Said = Annotated[str, Field(max_length=200, pattern=r"^\P{C}+$")]
Count = Annotated[int, Field(ge=0)]


class Methode(StrEnum):
    """
    How it was done; the report says it in a sentence.
    """

    SLEUTEL_VERNIETIGD = "sleutel-vernietigd"  # keys destroyed, rows removed, file written anew
    SLEUTEL_VERNIEUWD = "sleutel-vernieuwd"  # rows removed, what stays sealed under another key


class Stap(StrEnum):
    """
    What somebody did.
    """

    OPGESTELD = "opgesteld"
    GOEDGEKEURD = "goedgekeurd"
    UITGEVOERD = "uitgevoerd"


class Waar(StrEnum):
    """
    Where something of what was destroyed can still be.
    """

    KOPIE_KLUIS = "reservekopie-kluis"  # keys: until then copies of content can be opened with them
    KOPIE_HOOFD = "reservekopie-hoofd"  # what is in the clear; the content without its key
    SERVER_WAL = "server-wal"  # on PostgreSQL


class Verantwoordelijke(Register):
    """
    For which convenant, and where the deelnemers who answer for it jointly can be reached.
    """

    convenant: Word
    titel: Said
    contactpunt: Said | None


class Actor(Register):
    """
    Who did a step, by role and by pseudonym of the log domain.
    """

    stap: Stap
    rol: Word
    pseudoniem: Name


class Cel(Register):
    """
    What is counted together; without a *categorie*, cases with all that was in them.

    *jaar* is that of the first processing, *plek* is file and line of the rule.
    """

    convenant: Word
    proces: Word
    jaar: int | None
    categorie: Word | None
    regel: TermijnId
    artikel: Artikel
    plek: Place
    selectielijst: Said | None
    actie: Actie
    methode: Methode


class Telling(Cel):
    """
    How many items went, and from how many cases.
    """

    casussen: Count
    gegevens: Count


class Uitzondering(Register):
    """
    What was due and did not go, with the reason.
    """

    convenant: Word
    reden: Uitkomst
    casussen: Count
    gegevens: Count


class Uitslag(Register):
    """
    How it went with a target of the host: exports, attachments, a search index.
    """

    doel: Word
    gelukt: Count
    mislukt: Count
    open: Count


class Logbereik(Register):
    """
    Which lines of the logboek tell of it, and a checkpoint over them.
    """

    van: Count
    tot_en_met: Count
    checkpoint: Annotated[str, Field(max_length=NOTE_CHARACTERS)]

    @model_validator(mode="after")
    def _covered(self) -> Logbereik:
        if not self.van <= self.tot_en_met < read_checkpoint(self.checkpoint)[0].size:
            raise ValueError
        return self


class Rest(Register):
    """
    Where something remains and the last day of that; None when nobody can say.
    """

    waar: Waar
    tot_en_met: date | None


class Certificate(Register):
    """
    The certificate as it is signed.
    """

    soort: Literal["verklaring-van-vernietiging"] = "verklaring-van-vernietiging"
    versie: Literal[1] = 1
    plan: Name
    hash: Hash
    beleid: Hash
    op: date
    horizon: date
    opgesteld_op: AwareDatetime
    goedgekeurd_op: AwareDatetime
    uit_te_voeren_vanaf: AwareDatetime
    begonnen_op: AwareDatetime
    klaar_op: AwareDatetime
    verantwoordelijken: tuple[Verantwoordelijke, ...]
    door: tuple[Actor, ...]
    tellingen: tuple[Telling, ...]
    overgeslagen: tuple[Uitzondering, ...]
    niet_gepland: tuple[Uitzondering, ...]
    doelen: tuple[Uitslag, ...]
    logboek: Logbereik
    resten: tuple[Rest, ...]
    mededeling: Said = MEDEDELING

    @model_validator(mode="after")
    def _as_it_must_go(self) -> Certificate:
        moments = (self.opgesteld_op, self.goedgekeurd_op, self.begonnen_op, self.klaar_op)
        if list(moments) != sorted(moments) or self.begonnen_op < self.uit_te_voeren_vanaf:
            raise ValueError
        planned, approved = (
            {actor.pseudoniem for actor in self.door if actor.stap is stap}
            for stap in (Stap.OPGESTELD, Stap.GOEDGEKEURD)
        )
        if not planned or not approved or planned & approved:  # two pairs of eyes
            raise ValueError
        return self
