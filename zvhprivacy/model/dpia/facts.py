"""
What the policies, grounds and convenants say about a DPIA: a file that is made and never edited.

The numbers are those of the Model DPIA Rijksdienst 3.0.
"""

from __future__ import annotations

from pydantic import Field

from zvhprivacy.model.bewaartermijn import Actie, Begin, Duur, TermijnId
from zvhprivacy.model.citation import Artikel
from zvhprivacy.model.selection import ALLES, Keuze
from zvhprivacy.model.wet import Selecting
from zvhprivacy.model.written import Day, Id, Ids, Schema, Words, Written


class Verwerking(Selecting):
    """
    One permission, with all that it selects (section 3); *uit* is where it stands.

    *convenanten* are those of the DPIA in which it holds; of *proces* only those of the DPIA count.
    """

    id: Id
    uit: Id
    convenanten: Ids = ()
    grondslag: Artikel
    mits: Ids = ()
    verplicht: Ids = ()


class Persoonsgegeven(Written):
    """
    A category of data (section 2): of whom, of what kind, and who brings it in on what ground.
    """

    gegevens: Id
    soort: Id
    over: Keuze = ALLES
    partijen: Ids = ()
    grondslagen: tuple[Artikel, ...] = ()


class Doeleinde(Written):
    """
    A purpose (section 5), with the processing that serves it.
    """

    doel: Id
    verwerkingen: Ids


class Partij(Written):
    """
    An organisation that is concerned (section 6), and its role there.
    """

    partij: Id
    naam: Words
    soort: Id
    rol: Id
    gegevens: Keuze = ALLES
    over: Keuze = ALLES


class JuridischKader(Written):
    """
    A law and its articles that apply (section 9).
    """

    wet: Words
    artikelen: tuple[Artikel, ...]


class BewaartermijnFeit(Written):
    """
    How long data are kept at most (section 10).
    """

    id: TermijnId
    artikel: Artikel
    vanaf: Begin
    termijn: Duur
    dan: Actie
    gegevens: Keuze = ALLES
    kader: Keuze = ALLES


class Rechtsgrond(Written):
    """
    A ground (section 11) with the article of the AVG that it gives effect to.
    """

    grondslag: Artikel
    rechtsgrond: Artikel
    verwerkingen: Ids


class Uitzondering(Written):
    """
    Why data that may not be processed may be (section 12): special, criminal, national number.
    """

    gegevens: Ids
    soort: Id
    grondslag: Artikel
    uitzondering: Artikel


class Doelbinding(Written):
    """
    For which purposes a category is used further, and the article that allows it (section 13).
    """

    gegevens: Id
    doelen: Ids
    grondslagen: tuple[Artikel, ...]


class DpiaFeiten(Written):
    """
    A file `dpia/<id>.feiten.yaml`.

    *op* is the day for which it was made, *policy* the hash of the policy then; neither belongs to
    what is assessed.
    """

    schema_: Schema = Field(alias="schema")
    feiten_van: Id
    op: Day
    policy: Words
    persoonsgegevens: tuple[Persoonsgegeven, ...] = ()
    verwerkingen: tuple[Verwerking, ...] = ()
    doeleinden: tuple[Doeleinde, ...] = ()
    partijen: tuple[Partij, ...] = ()
    juridisch_kader: tuple[JuridischKader, ...] = ()
    bewaartermijnen: tuple[BewaartermijnFeit, ...] = ()
    rechtsgronden: tuple[Rechtsgrond, ...] = ()
    uitzonderingen: tuple[Uitzondering, ...] = ()
    doelbinding: tuple[Doelbinding, ...] = ()
