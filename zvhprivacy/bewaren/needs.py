"""
What planning and carrying out ask of the engine, which fulfils it: stores, policy, and who is who.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from zvhprivacy.bewaren.ledger import Ledger
from zvhprivacy.logboek.line import Voorwerp
from zvhprivacy.logboek.writer import Writer
from zvhprivacy.model.bewaren import CaseFacts
from zvhprivacy.model.casus import Betrokkene, NotRegistered, Register
from zvhprivacy.policy.terms import Terms
from zvhprivacy.store.casusfeiten import case_facts
from zvhprivacy.store.database import Database
from zvhprivacy.store.logboek import LogboekStore
from zvhprivacy.vault.keys import Keys
from zvhprivacy.vault.needs import VaultStore
from zvhprivacy.vault.person import PersonId
from zvhprivacy.vault.persons import Persons


class Cell(NamedTuple):
    """
    What the policy is asked about at once: data of one kind, in cases that are equal to it.
    """

    handeling: str
    convenant: str
    proces: str
    kader: str
    fase: str
    gegevens: str
    over: str


class Answer(NamedTuple):
    """
    What the policy said of a cell, and the operation by which its line in the logboek is found.
    """

    toegestaan: bool
    operatie: str


class Who(NamedTuple):
    """
    Who a betrokkene is: the person in the vault, and his pseudonym of the logboek.
    """

    persoon: PersonId
    logboek: str


class Moment(NamedTuple):
    """
    A time in the Netherlands, and the day that it is then there.
    """

    tijd: datetime
    dag: date


class Readable(NamedTuple):
    """
    What could be read of some cases, and those of which a row is damaged.
    """

    facts: list[CaseFacts]
    damaged: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """
    The databases, keys and logboek of one house, and its ledger of destruction.
    """

    hoofd: Database
    keys: Keys
    persons: Persons
    vault: VaultStore
    log: LogboekStore
    writer: Writer
    ledger: Ledger
    toeval: Callable[[int], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """
    What looking takes, and no key: the cases in *hoofd*, the time, and what must go and when.

    *terms* are those of the policy *beleid*; *contactpunten* are, per convenant, the organisations
    that may grant erasure.
    """

    hoofd: Database
    klok: Callable[[], Moment]
    terms: Terms
    beleid: str
    contactpunten: Mapping[str, Collection[str]]

    def facts(self, connection: object, cases: Sequence[str]) -> list[CaseFacts]:
        """
        Read all that decides about *cases*, as one transaction sees it.
        """
        return case_facts(
            connection,  # type: ignore[arg-type]
            cases,
            nu=self.klok().tijd,
            contactpunten=self.contactpunten,
        )

    def readable(self, connection: object, cases: Sequence[str]) -> Readable:
        """
        As `facts`, but a case with a damaged row keeps no other from being read.
        """
        try:
            return Readable(self.facts(connection, cases), ())
        except NotRegistered:
            if len(cases) == 1:
                return Readable([], tuple(cases))
        middle = len(cases) // 2
        first, second = (self.readable(connection, x) for x in (cases[:middle], cases[middle:]))
        return Readable([*first.facts, *second.facts], (*first.damaged, *second.damaged))


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace(View):
    """
    What a job works with besides.

    *ask* asks the policy about cells in the name of the designated person *namens*, and writes the
    answers down under *trace* before it gives them. *who* opens who people in cases are, None of
    who cannot be opened; *renew* gives a case a new key; *activiteit* names a processing as the
    register of AVG 30 does; *alias* gives a designated person under his pseudonym of the logboek;
    *voorwerp* says what is stored of a row.
    """

    stores: Stores
    ask: Callable[[Collection[Cell], str, str], Mapping[Cell, Answer]]
    who: Callable[[Collection[Betrokkene]], Sequence[Who | None]]
    renew: Callable[[str], None]
    activiteit: Callable[[str, str], str]
    alias: Callable[[str], str]
    voorwerp: Callable[[Register], Voorwerp]
