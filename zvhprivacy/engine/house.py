"""
The part of an engine that keeps: cases, registers, persons, keys and the logboek of one house.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from zvhprivacy.engine.aankondigen import Aankondigen
from zvhprivacy.engine.cases import Casussen
from zvhprivacy.engine.content import Content
from zvhprivacy.engine.herleiden import ApprovalFacts, Herleiden, open_approvals
from zvhprivacy.engine.inzage import inzien
from zvhprivacy.engine.keeping import Bijhouden
from zvhprivacy.engine.logjournaal import LogJournaal
from zvhprivacy.engine.opschonen import Opgeschoond, opschonen
from zvhprivacy.engine.opschorten import Opschorten
from zvhprivacy.engine.registerfeiten import RegisterFacts
from zvhprivacy.engine.registration import Registratie
from zvhprivacy.engine.rooms import Rooms
from zvhprivacy.engine.storage import Storage, open_storage
from zvhprivacy.engine.termijnfeiten import TermFacts
from zvhprivacy.engine.vernieuwen import Stap, vernieuw_casussleutel, vernieuw_domeinsleutel
from zvhprivacy.errors import WrongUse
from zvhprivacy.policy.archive import archived, read_archived


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zvhprivacy.engine.bewaren import Bewaren
    from zvhprivacy.engine.clock import Klok
    from zvhprivacy.engine.controleren import Controleren
    from zvhprivacy.engine.desk import Desk, Policy
    from zvhprivacy.engine.grant import Grant
    from zvhprivacy.logboek.line import Logdoel
    from zvhprivacy.logboek.reading import Entry, Query
    from zvhprivacy.vault.backend import KeyBackend


SYSTEM = "systeem"  # the actor of what nobody asked for


class House:
    """
    What an engine that was opened with keys keeps; `Engine.huis` gives it.
    """

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.facts = RegisterFacts(storage.hoofd)
        self.journaal = LogJournaal(storage)
        self._approvals = open_approvals(storage)
        self.sources = (
            self.facts,
            TermFacts(storage.hoofd),
            ApprovalFacts(storage, self._approvals),
        )
        self._desk: Desk | None = None
        self._engine: object = None

    @classmethod
    def open(
        cls,
        werkmap: Path,
        sleutels: KeyBackend,
        *,
        database: str | Path | None,
        kluis: str | Path | None,
        vernietigingsregister: str | Path | None,
        klok: Klok,
    ) -> House:
        """
        Open what `Engine.open` was told of.

        Raises:
            ZvhError: a database or the keys cannot be used.
        """
        return cls(
            open_storage(
                werkmap,
                sleutels,
                database=database,
                kluis=kluis,
                vernietigingsregister=vernietigingsregister,
                klok=klok,
            )
        )

    def moves_in(self, engine: object, desk: Desk) -> None:
        """
        Belong to *engine* from now on.
        """
        self._engine, self._desk = engine, desk
        self.keeps(desk.policy)

    def keeps(self, policy: Policy) -> None:
        """
        Keep *policy* as long as an entry names it.

        What is kept of it already stays as it is when it says the same: another version of this
        software or of zlib writes other bytes of the same policy.

        Raises:
            UnknownPolicy: something else is kept under its hash.
        """
        snapshot = policy.usual
        kept = dict(self.storage.log.policies()).get(snapshot.policy)
        known = read_archived(kept) if kept is not None else None
        same = known is not None and known.proves(snapshot.policy)
        data = kept if kept is not None and same else archived(snapshot)
        self.storage.writer.keep_policy(snapshot.policy, data, actor=SYSTEM)

    @cached_property
    def casussen(self) -> Casussen:
        """
        The cases, for who may see something of them.
        """
        return Casussen(self._rooms)

    @cached_property
    def bijhouden(self) -> Bijhouden:
        """
        The cases, for who may write in them.
        """
        return Bijhouden(self._rooms)

    @cached_property
    def aankondigen(self) -> Aankondigen:
        """
        What is going to be brought in, for facts to be about before it is there.
        """
        return Aankondigen(self._rooms)

    @cached_property
    def opschorten(self) -> Opschorten:
        """
        The holds that suspend destruction, for who keeps the terms.
        """
        return Opschorten(self._rooms)

    @cached_property
    def registratie(self) -> Registratie:
        """
        The registers that facts come from, for who may write in them.
        """
        return Registratie(self._rooms)

    @cached_property
    def controleren(self) -> Controleren:
        """
        The interne audit, for who supervises.
        """
        from zvhprivacy.engine.controleren import Controleren

        return Controleren(self._rooms)

    @cached_property
    def bewaren(self) -> Bewaren:
        """
        What has to go: planned, approved, carried out and watched.
        """
        from zvhprivacy.engine.bewaren import Bewaren

        return Bewaren(self._rooms)

    def verwerkt(self, grant: Grant, betrokkenen: Iterable[str] = ()) -> None:
        """
        Write that a case system with cases of its own did what *grant* allowed.

        *betrokkenen* are the pseudonyms, in the domain of the logboek, of whom it was about.

        Raises:
            WrongUse: the Grant is of another engine, day or policy.
            AccessDenied: what it allowed is allowed no more.
        """
        rooms, asked = self._rooms, grant.request
        lines = rooms.may(grant)
        house = asked.convenant or rooms.desk.policy.usual.workspace.enige or ""
        self.journaal.did(
            grant,
            lines=lines,
            betrokkenen=betrokkenen,
            activiteit=rooms.activity(house, asked.proces, asked.doel),
        )

    def logboek_inzien(
        self, grant: Grant, query: Query, *, doel: Logdoel, limit: int = 1_000
    ) -> Sequence[Entry]:
        """
        Give lines of the logboek; see `inzage.inzien`.
        """
        return inzien(self._rooms, grant, query, doel=doel, limit=limit)

    @cached_property
    def herleiden(self) -> Herleiden:
        """
        The way from a pseudonym to a person, outside a case.
        """
        return Herleiden(self._rooms, self._approvals)

    def vernieuw_casussleutel(self, casus: str, *, stap: Stap = lambda _: None) -> None:
        """
        Give a case a new key; see `vernieuwen`.
        """
        vernieuw_casussleutel(self.storage, casus, actor=SYSTEM, stap=stap)

    def vernieuw_domeinsleutel(
        self, convenant: str, proces: str, *, stap: Stap = lambda _: None
    ) -> None:
        """
        Give the cases of a process new pseudonyms; see `vernieuwen`.
        """
        vernieuw_domeinsleutel(self.storage, convenant, proces, actor=SYSTEM, stap=stap)

    def logboek_opschonen(
        self, voor: int, *, regel: str, grondslag: str, stap: Stap = lambda _: None
    ) -> Opgeschoond:
        """
        Forget what lines of the logboek below number *voor* say; see `opschonen`.
        """
        return opschonen(
            self.storage, voor, regel=regel, grondslag=grondslag, actor=SYSTEM, stap=stap
        )

    def close(self) -> None:
        """
        Let the databases go.
        """
        self.storage.close()

    @cached_property
    def _rooms(self) -> Rooms:
        if self._desk is None:
            raise WrongUse(reden="dit huis hoort nog bij geen Engine")
        return Rooms(
            storage=self.storage,
            desk=self._desk,
            facts=self.facts,
            journaal=self.journaal,
            content=Content(self.storage),
            issuer=self._engine,
        )
