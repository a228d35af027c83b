"""
What the verwerkingsregister needs beside policies and DPIAs: processors, arrangement, security.
"""

from __future__ import annotations

from pydantic import Field

from zvhprivacy.model.written import Day, Id, Ids, Schema, Words, Written


class Contact(Written):
    """
    Where a controller, or its FG, can be reached; a function and never a person.
    """

    functie: Words
    adres: str = ""


class Verantwoordelijke(Written):
    """
    A controller with its FG (AVG 30 lid 1 a); *organisatie* is a deelnemer.
    """

    organisatie: Id
    contact: Contact
    fg: Contact


class OnderlingeRegeling(Written):
    """
    The arrangement between joint controllers (AVG 26 lid 1).
    """

    document: Words
    datum: Day
    kern: str = ""  # what of it is made available to betrokkenen (lid 2)


class Doorgifte(Written):
    """
    A transfer to a third country, and its safeguards (AVG 30 lid 1 e).
    """

    land: Words
    waarborg: Words


class Verwerkersovereenkomst(Written):
    """
    The agreement with a processor (AVG 28 lid 3).
    """

    document: Words
    datum: Day
    tot: Day | None = None


class Verwerker(Written):
    """
    A processor of joint controllers, what it does for them, and its own processors.
    """

    verwerker: Id
    naam: Words
    contact: Contact | None = None
    voor: Ids  # convenanten
    processen: Ids = ()  # left out: all
    verwerking: Words
    overeenkomst: Verwerkersovereenkomst | None = None
    subverwerkers: tuple[Words, ...] = ()
    doorgiften: tuple[Doorgifte, ...] = ()
    maatregelen: tuple[Words, ...] = ()


class Verwerkingsregister(Written):
    """
    The file `dpia/verwerkingsregister.yaml`.
    """

    schema_: Schema = Field(alias="schema")
    verantwoordelijken: tuple[Verantwoordelijke, ...] = ()
    regelingen: dict[Id, OnderlingeRegeling] = Field(default_factory=dict)  # per convenant
    verwerkers: tuple[Verwerker, ...] = ()
    maatregelen: tuple[Words, ...] = ()  # security in general (AVG 32 lid 1)
