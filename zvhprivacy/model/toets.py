"""
Scenario tests that stand beside the rules, and the findings that were accepted by name.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zvhprivacy.model.citation import Artikel
from zvhprivacy.model.request import Request
from zvhprivacy.model.written import Day, Id, Ids, Schema, Words, Written, YesNo


class Vraag(Written):
    """
    A request as it is written; the words are checked when it is asked.
    """

    deelnemer: str
    rol: str
    handeling: str
    gegevens: str
    over: str
    doel: str
    proces: str
    fase: str
    kader: str | None = None
    aan: str | None = None
    namens: str | None = None
    convenant: str | None = None

    def as_request(self, convenant: str | None = None) -> Request:
        """
        Make the request, in *convenant* where it names none.
        """
        fields = {name: getattr(self, name) for name in Request._fields}
        return Request(**{**fields, "convenant": self.convenant or convenant})


class Toets(Written):
    """
    A request with its facts and the expected answer.
    """

    toets: Words
    vraag: Vraag
    feiten: Ids = ()
    verwacht: Literal["toegestaan", "geweigerd"] = "geweigerd"
    artikel: Artikel | None = None
    organisatie: YesNo = False


class Toetsen(Written):
    """
    A file `toetsen.yaml`; *op* is the clock.
    """

    schema_: Schema = Field(alias="schema")
    op: Day
    toetsen: tuple[Toets, ...]


class Aanvaarding(Written):
    """
    A finding that somebody answers for: which, why, who, and until when.
    """

    code: str
    plaats: Words
    reden: Words
    door: Words
    tot: Day


class Aanvaard(Written):
    """
    The file `aanvaard.yaml`.
    """

    schema_: Schema = Field(alias="schema")
    aanvaard: tuple[Aanvaarding, ...] = ()


class Winst(Written):
    """
    Access that somebody approves to be gained: by which rule, who, what, why, approved by whom.
    """

    regel: Id
    wie: Words
    wat: Words
    reden: Words
    door: Words


class Goedkeuring(Written):
    """
    The approval file of `convenant diff --fail-on-gain`.
    """

    schema_: Schema = Field(alias="schema")
    winst: tuple[Winst, ...] = ()
