"""
The law: its bans, the grounds a permission may rest on, and the readings that were chosen.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zvhprivacy.model.citation import Artikel
from zvhprivacy.model.selection import ALLES, Keuze
from zvhprivacy.model.validity import ALTIJD, Geldig
from zvhprivacy.model.written import Id, Ids, Schema, Words, Written, YesNo


class Selecting(Written):
    """
    What a rule selects; a field left out selects everything.
    """

    deelnemer: Keuze = ALLES
    rol: Keuze = ALLES
    handeling: Keuze = ALLES
    gegevens: Keuze = ALLES
    over: Keuze = ALLES
    doel: Keuze = ALLES
    proces: Keuze = ALLES
    kader: Keuze = ALLES
    fase: Keuze = ALLES
    aan: Keuze = ALLES


class Verbod(Selecting):
    """
    A ban: what it selects is refused unless one of *tenzij* is a fact.

    Without *tenzij* it is absolute.
    *lezing* names the chosen reading it rests on (`policies/lezingen.yaml`).
    """

    id: Id
    artikel: Artikel
    reden: Words
    tenzij: Ids = ()
    geldig: Geldig = ALTIJD
    lezing: Id | None = None


class Wet(Written):
    """
    A file `policies/wet/<wet>.yaml`.
    """

    schema_: Schema = Field(alias="schema")
    wet: Id
    titel: Words
    bron: str = ""
    geldig: Geldig = ALTIJD
    kader: Ids = ()
    artikelen: tuple[str, ...] = ()
    verboden: tuple[Verbod, ...] = ()


class EigenVerbod(Verbod):
    """
    A ban that an organisation chose for itself; it holds when *actief*.
    """

    artikel: str = "organisatie"
    actief: YesNo = False


class Organisatie(Written):
    """
    The file `policies/organisatie.yaml`.
    """

    schema_: Schema = Field(alias="schema")
    wet: Literal["organisatie"] = "organisatie"
    titel: str = ""
    verboden: tuple[EigenVerbod, ...] = ()


class Grondslag(Written):
    """
    A legal ground: of which frame, and in force when.
    """

    grondslag: Artikel
    wet: Words
    kader: Id
    geldig: Geldig
    rechtsgrond_avg: Artikel
    uitzondering_bijzonder: Artikel | None = None
    uitzondering_strafrechtelijk: Artikel | None = None


class Grondslagen(Written):
    """
    The file `policies/grondslagen.yaml`.
    """

    schema_: Schema = Field(alias="schema")
    grondslagen: tuple[Grondslag, ...]


class Lezing(Written):
    """
    A question the law leaves open, the strict and the wide answer, and which one is chosen.

    Bans that name a reading hold only while `streng` is chosen.
    """

    lezing: Id
    artikel: Artikel
    gekozen: Literal["streng", "ruim"]
    vraag: Words
    streng: Words
    ruim: Words


class Lezingen(Written):
    """
    The file `policies/lezingen.yaml`.
    """

    schema_: Schema = Field(alias="schema")
    lezingen: tuple[Lezing, ...] = ()
