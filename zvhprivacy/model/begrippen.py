"""
The vocabulary: every word that a rule, a request or a fact may use, and what it means.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field, field_validator

from zvhprivacy.model.request import NAMENS, PGA, WGS
from zvhprivacy.model.written import Id, Ids, Schema, Words, Written


class Soort(Written):
    """
    A kind of organisation: its *lid* of WGS 2.27 and its place (*pga*) under the PGA-wet.
    """

    naam: Words
    lid: Id
    bron: str = ""
    pga: Literal["deelnemer", "derde"] = "derde"


class Begrip(Written):
    """
    A word with, where it has one, its source.
    """

    bron: str = ""
    naam: str = ""


class Handeling(Begrip):
    """
    Something one does with data; *ontvanger* `verplicht` makes a request name who receives them.
    """

    ontvanger: Literal["verplicht", ""] = ""


class Categorie(Begrip):
    """
    A category of data; *soort* as in AVG 9 and 10.
    """

    soort: Literal[
        "gewoon", "gevoelig", "bijzonder", "strafrechtelijk", "nationaal-nummer", "samengesteld"
    ]


class Proces(Begrip):
    """
    A process and the frames it can run under, the usual one first.
    """

    kader: Ids


class Feit(Begrip):
    """
    A named condition, always positive evidence.

    *geldt_voor* says about what it is one, *aard* how it is known, *door* who says so,
    *vervalt* when it ends.
    """

    wat: Words
    geldt_voor: Literal[
        "persoon", "organisatie-in-casus", "casus", "gegeven", "verstrekking", "proces", ""
    ] = ""
    aard: Literal["vastgesteld", "verklaard", "oordeel", ""] = ""
    door: str = ""
    vervalt: str = ""


class Verplichting(Begrip):
    """
    Something that a permission obliges to.
    """

    wat: Words


_COMPOSITE = frozenset({"soort:bijzonder", "soort:strafrechtelijk"})


class Begrippen(Written):
    """
    The file `policies/begrippen.yaml`.
    """

    schema_: Schema = Field(alias="schema")
    deelnemersoorten: dict[Id, Soort]
    rollen: Ids
    handelingen: dict[Id, Handeling]
    gegevens: dict[Id, Categorie]
    over: Ids
    doelen: dict[Id, Begrip]
    kaders: Ids
    processen: dict[Id, Proces]
    fasen: Ids
    feiten: dict[Id, Feit]
    verplichtingen: dict[Id, Verplichting]

    @field_validator("rollen", "over", "kaders", "fasen", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        # A list of ids, or ids with something said about each: only the ids carry meaning here.
        return list(value) if isinstance(value, dict) else value

    @cached_property
    def leden(self) -> frozenset[str]:
        """
        The words that stand for all kinds of a lid, in some frame.
        """
        return frozenset(s.lid for s in self.deelnemersoorten.values()) | {"deelnemer", "derde"}

    @cached_property
    def wie(self) -> frozenset[str]:
        """
        The words, besides ids of organisations, that `deelnemer` and `aan` may select.
        """
        return self.leden | frozenset(self.deelnemersoorten) | {NAMENS}

    @cached_property
    def wat(self) -> dict[str, frozenset[str]]:
        """
        The names that each category of data goes by: itself and its kind.
        """
        return {
            name: frozenset({name, f"soort:{c.soort}"})
            | (_COMPOSITE if c.soort == "samengesteld" else frozenset())
            for name, c in self.gegevens.items()
        }

    @cached_property
    def met_ontvanger(self) -> frozenset[str]:
        """
        The handelingen that need a receiver.
        """
        return frozenset(n for n, h in self.handelingen.items() if h.ontvanger)

    def namen(self, organisatie: str, soort: str, kader: str) -> frozenset[str]:
        """
        Give the names an organisation goes by under *kader*: itself, its kind and its lid there.
        """
        kind = self.deelnemersoorten[soort]
        lid = {WGS: kind.lid, PGA: kind.pga}.get(kader)
        return frozenset({organisatie, soort} | ({lid} if lid else set()))
