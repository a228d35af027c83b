"""
The one object a case system holds: it asks, writes down, and only then answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from zvhprivacy.engine import clock
from zvhprivacy.engine.clock import Klok
from zvhprivacy.engine.desk import Desk, Policy
from zvhprivacy.engine.evidence import HostFacts, Source
from zvhprivacy.engine.grant import Grant, granted
from zvhprivacy.engine.journal import Entry, FeitenBron, Journaal, JournalFailed, NoJournal
from zvhprivacy.errors import WrongUse, ZvhError
from zvhprivacy.model.about import NOTHING, About
from zvhprivacy.model.request import Request
from zvhprivacy.policy.decision import Decision
from zvhprivacy.policy.enforce import refuse_foreign_casbin


if TYPE_CHECKING:
    from zvhprivacy.engine.bewaren import Bewaren
    from zvhprivacy.engine.house import House
    from zvhprivacy.engine.schaduw import Schaduw
    from zvhprivacy.vault.backend import KeyBackend


class Engine:
    """
    Decides for a case system; open it with `Engine.open`.

    It may be used from several threads. `herlees` swaps the whole policy at once: an answer is
    always of one version, and names it.
    """

    def __init__(
        self,
        werkmap: Path,
        desk: Desk,
        journaal: Journaal | None,
        house: House | None,
    ) -> None:
        self._werkmap = werkmap
        self._desk = desk
        self._journaal = journaal
        self._house = house

    @classmethod
    def open(
        cls,
        werkmap: str | Path,
        *,
        sleutels: KeyBackend | None = None,
        database: str | Path | None = None,
        kluis: str | Path | None = None,
        vernietigingsregister: str | Path | None = None,
        feiten: FeitenBron | None = None,
        journaal: Journaal | None = None,
        zonder_logboek: bool = False,
        niet_ondertekend: bool = False,
        afgeleide_feiten: Collection[str] = (),
        schaduw: Schaduw | None = None,
        klok: Klok | None = None,
    ) -> Self:
        """
        Open the workspace *werkmap*.

        With *sleutels*, the root of its keys, it keeps cases, registers and a logboek in
        *database* (a path or a `postgresql+psycopg://` address; by default a file in the
        workspace) and its keys and persons in *kluis* (by default beside that).
        *vernietigingsregister* is the file that says what was destroyed (by default beside the
        database, and in no back-up): while a back-up that was put back brings something of that
        back, nothing opens.
        *feiten* knows what is the case, besides those registers; *afgeleide_feiten* are facts that
        only it may say, never the caller.
        *journaal* writes every answer before it is given; without *sleutels* and *journaal*,
        *zonder_logboek* says that nothing is written, and every answer repeats it.
        *niet_ondertekend* also enforces convenants that are a draft or a reconstruction.
        *schaduw* decides and writes down without enforcing, for a while, in a system with
        *sleutels*: `require` and all that asks a Grant is then refused.
        *klok* gives the time, with its time zone, or only the day; by default it is now.

        Raises:
            PolicyUnusable: the law layer cannot be read as meant.
            NoJournal: neither *sleutels*, *journaal* nor *zonder_logboek*.
            WrongUse: a *database*, *kluis* or *schaduw* without *sleutels*, or two logs.
            ForeignCasbin: the distribution `casbin` is installed beside `pycasbin`.
            ZvhError: the database or the keys cannot be used.
        """
        if sleutels is None and journaal is None and not zonder_logboek:
            raise NoJournal
        kept = (database, kluis, vernietigingsregister, schaduw)
        if sleutels is None and any(each is not None for each in kept):
            raise WrongUse(reden="een database en een schaduw vragen om `sleutels`")
        if sleutels is not None and (journaal is not None or zonder_logboek):
            raise WrongUse(reden="met `sleutels` is er een logboek; laat `journaal` weg")
        refuse_foreign_casbin()
        path, klok = Path(werkmap), klok or clock.now
        policy = Policy(path)
        sources: tuple[Source, ...] = (HostFacts(feiten),) if feiten is not None else ()
        house = None
        if sleutels is not None:
            from zvhprivacy.engine.house import House

            house = House.open(
                path,
                sleutels,
                database=database,
                kluis=kluis,
                vernietigingsregister=vernietigingsregister,
                klok=klok,
            )
            journaal, sources = house.journaal, (*house.sources, *sources)
        desk = Desk(
            policy,
            sources=sources,
            niet_ondertekend=niet_ondertekend,
            afgeleide_feiten=frozenset(afgeleide_feiten),
            klok=klok,
            schaduw=schaduw,
        )
        engine = cls(path, desk, journaal, house)
        if house is not None:
            try:
                house.moves_in(engine, desk)
                if schaduw is not None:
                    schaduw.begins(house, desk.now())
            except BaseException:
                house.close()
                raise
        return engine

    def close(self) -> None:
        """
        Let the databases go, if there are any.
        """
        if self._house is not None:
            self._house.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def huis(self) -> House:
        """
        The cases, registers and logboek of an engine that was opened with `sleutels`.

        Raises:
            WrongUse: it was opened without.
        """
        if self._house is None:
            raise WrongUse(reden="deze Engine heeft geen database; open hem met `sleutels`")
        return self._house

    @property
    def bewaren(self) -> Bewaren:
        """
        What has to go, of an engine that was opened with `sleutels`.

        Raises:
            WrongUse: it was opened without.
        """
        return self.huis.bewaren

    @property
    def policy(self) -> str:
        """
        The hash of the policy that answers now.
        """
        return self._desk.policy.usual.policy

    def herlees(self) -> bool:
        """
        Read the files again and answer by them from now on; say whether anything changed.

        Raises:
            PolicyUnusable: they cannot be used; the engine goes on with what it had.
        """
        fresh = Policy(self._werkmap)
        changed = fresh.usual.policy != self.policy
        if self._house is not None:
            self._house.keeps(fresh)
        self._desk.policy = fresh
        return changed

    def decide(
        self, request: Request, *, about: About = NOTHING, verklaard: Iterable[str] = ()
    ) -> Decision:
        """
        Ask, write down, answer.

        *about* says by the ids of the registers which person, case and item it is about.
        *verklaard* are facts that the caller declares himself; the answer says so.

        Raises:
            FactsFailed: the source of facts failed.
            JournalFailed: the answer could not be written down.
            ShadowOver: this engine only shadows, and may no longer.
        """
        entry = self._desk.entry(request, about, verklaard)
        return self._written(entry)[0].decision

    def require(
        self,
        request: Request,
        *,
        about: About = NOTHING,
        verklaard: Iterable[str] = (),
        noodprocedure: bool = False,
    ) -> Grant:
        """
        As `decide`, but a no raises.

        *noodprocedure* breaks the glass: the bans of the organisation and the assignment of the
        person count no longer, a ban of a law always does, and the entry is marked.

        Raises:
            AccessDenied: the answer is no; the decision is in it.
            ShadowOnly: this engine does not enforce.
            FactsFailed: the source of facts failed.
            JournalFailed: the answer could not be written down.
        """
        self._desk.enforces()
        asked = self._desk.entry(request, about, verklaard, noodprocedure=noodprocedure)
        entry, operation = self._written(asked)
        return granted(entry, operation, self)

    def _written(self, entry: Entry) -> tuple[Entry, str | None]:
        if self._journaal is None:
            return replace(entry, decision=replace(entry.decision, zonder_logboek=True)), None
        try:
            return entry, self._journaal.schrijf(entry)
        except ZvhError:
            raise
        except Exception as error:
            raise JournalFailed(soort=type(error).__name__) from error
