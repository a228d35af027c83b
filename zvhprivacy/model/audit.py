"""
What an audit found: per statement and aspect an answer with the counts behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from zvhprivacy.model.checklist import Soort


SHOWN = 200  # records that one answer refers to at most; the count is of all


class Aspect(StrEnum):
    """
    What is tested of a statement (BGS 1.18): thought out, there, and at work.
    """

    OPZET = "opzet"
    BESTAAN = "bestaan"
    WERKING = "werking"


class Antwoord(StrEnum):
    """
    What can be said of an aspect. *voldoet* is for a person, or for the machine of what is formal.
    """

    VOLDOET = "voldoet"
    GEEN_AFWIJKING = "geen-afwijking-gevonden"
    AFWIJKING = "afwijking"
    NIET_VAST_TE_STELLEN = "niet-vast-te-stellen"
    NIET_VAN_TOEPASSING = "niet-van-toepassing"


class Onbekend(StrEnum):
    """
    Why something cannot be established; the sentence is `audit.onbekend.<reden>`.
    """

    GEEN_DATABASE = "geen-database"  # the audit was run on the files alone
    GEEN_GEVALLEN = "geen-gevallen"  # there is nothing of the kind to look at
    GEEN_REGISTER = "geen-register"  # this is kept nowhere yet
    GEEN_DPIA_REGISTER = "geen-dpia-register"
    GEEN_VORIGE = "geen-vorige-audit"
    ONVOLLEDIG = "onvolledig"  # some of it cannot be read, so nothing can be said of the whole
    MISLUKT = "mislukt"  # the check itself failed: never a good answer


class Reference(NamedTuple):
    """
    A record: its kind, and its id; in what leaves the machine the id is a pseudonym.

    Kinds that are about nobody (`FILES`) stay as they are: a convenant, a file, a DPIA, a process.
    """

    soort: str
    kenmerk: str


FILES = frozenset(
    {"convenant", "bestand", "dpia", "proces", "regel", "beleid", "organisatie", "dag"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """
    What was found for one aspect: how many were looked at, how many of them deviate, and which.

    *tellingen* are counts that explain, by a word of their own. *onbekend* says why nothing can be
    established although something was looked at.
    """

    onderzocht: int = 0
    afwijkend: int = 0
    verwijzingen: tuple[Reference, ...] = ()
    tellingen: tuple[tuple[str, int], ...] = ()
    onbekend: Onbekend | None = None

    @property
    def antwoord(self) -> Antwoord:
        """
        Say what follows: from nothing to look at never that all is well.
        """
        if self.afwijkend:
            return Antwoord.AFWIJKING
        if self.onbekend is not None or not self.onderzocht:
            return Antwoord.NIET_VAST_TE_STELLEN
        return Antwoord.GEEN_AFWIJKING

    @property
    def reden(self) -> Onbekend | None:
        """
        Say why nothing can be established, when that is so.
        """
        if self.antwoord is not Antwoord.NIET_VAST_TE_STELLEN:
            return None
        return self.onbekend or Onbekend.GEEN_GEVALLEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """
    What an automatic check found; of an aspect that it does not look at, nothing.
    """

    opzet: Looked | None = None
    bestaan: Looked | None = None
    werking: Looked | None = None

    def of(self, aspect: Aspect) -> Looked | None:
        """
        Give what was found for *aspect*.
        """
        looked: Looked | None = getattr(self, aspect)
        return looked

    def __iter__(self) -> Iterator[tuple[Aspect, Looked]]:
        for aspect in Aspect:
            looked = self.of(aspect)
            if looked is not None:
                yield aspect, looked


@dataclass(slots=True)
class Tally:
    """
    Counts what is looked at and what deviates, and keeps which, in the order in which it came.
    """

    onderzocht: int = 0
    afwijkend: int = 0
    verwijzingen: dict[Reference, None] = field(default_factory=dict)
    tellingen: dict[str, int] = field(default_factory=dict)
    onbekend: Onbekend | None = None

    def look(self, aantal: int = 1) -> None:
        """
        Count something that was looked at.
        """
        self.onderzocht += aantal

    def deviates(self, soort: str, kenmerk: str, why: str = "") -> None:
        """
        Count something that deviates, and *why* when there are several ways to.
        """
        self.afwijkend += 1
        if why:
            self.tellingen[why] = self.tellingen.get(why, 0) + 1
        if len(self.verwijzingen) < SHOWN:
            self.verwijzingen[Reference(soort, kenmerk)] = None

    def looked(self) -> Looked:
        """
        Give it as it is now.
        """
        return Looked(
            onderzocht=self.onderzocht,
            afwijkend=self.afwijkend,
            verwijzingen=tuple(self.verwijzingen),
            tellingen=tuple(sorted(self.tellingen.items())),
            onbekend=self.onbekend,
        )


def unknown(reden: Onbekend) -> Found:
    """
    Say of all aspects that nothing can be established.
    """
    looked = Looked(onbekend=reden)
    return Found(opzet=looked, bestaan=looked, werking=looked)


class Input(NamedTuple):
    """
    A file that an audit rested on, by its place in the workspace, and the SHA-256 of its bytes.
    """

    naam: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Herkomst:
    """
    Where an audit comes from: enough to run it again and see the same.

    *regels* entries of the logboek counted, of which *wortel* is the root; *checkpoint* is the
    signed text that covers them. Without a database these are 0 and empty.
    """

    versie: str
    opdracht: str
    op: date
    vanaf: date
    tot: date
    beleid: str
    invoer: tuple[Input, ...]
    regels: int = 0
    wortel: str = ""
    checkpoint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Getoetst:
    """
    A statement of a checklist that was tested, by the machine as far as that goes.

    The text comes along, so that what was asked stays known when the checklist changes.
    *nummer* is of the statement in its checklist. Of what only a person answers *found* is empty.
    """

    checklist: str
    nummer: str
    stelling: str
    soort: Soort
    formeel: bool
    gevraagd: tuple[Aspect, ...]  # of which evidence is wanted
    toets: str | None
    found: Found

    @property
    def sleutel(self) -> str:
        """
        Name the statement: `<checklist>/<nummer>`.
        """
        return f"{self.checklist}/{self.nummer}"

    def antwoord(self, aspect: Aspect) -> Antwoord | None:
        """
        Say what the machine answers of *aspect*; nothing when it has nothing to say of it.
        """
        looked = self.found.of(aspect)
        if looked is None:
            return None
        good = looked.antwoord is Antwoord.GEEN_AFWIJKING
        return Antwoord.VOLDOET if good and self.formeel else looked.antwoord


class Maand(NamedTuple):
    """
    What the logboek counts of a month, as `2026-05`: decisions that were a yes, and that were a no.
    """

    maand: str
    toegestaan: int
    geweigerd: int


class Getrokken(NamedTuple):
    """
    A case that was drawn for checking by hand, by its pseudonym, and from which part of them.
    """

    casus: str
    laag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Steekproef:
    """
    A sample that anybody can draw again: the seed, the method by its name, out of how many.
    """

    zaad: str
    methode: str
    populatie: int
    getrokken: tuple[Getrokken, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """
    What the machine says of the statements, and from what. What people say of them stands apart.

    References in it are pseudonyms of the domain of audits, which are personal data too.
    """

    id: str
    herkomst: Herkomst
    checklists: Mapping[str, str]  # id: title
    groepen: Mapping[str, str]  # <checklist>/<letters>: what the group is about
    getoetst: tuple[Getoetst, ...]
    maanden: tuple[Maand, ...] = ()
    steekproef: Steekproef | None = None
