"""
Holds: suspending the destruction of a case or an item, reviewing that in time, and ending it.

A hold stops the destruction and moves no term; there are three grounds and no other (WGS 1.8 lid 7,
AVG 18). It has an owner, who reviews it before a day; when nobody does, it escalates and goes on.
Each step is a decision, and is stored together with its line in the logboek.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from zvhprivacy.engine.content import OPSCHORTING, changed
from zvhprivacy.engine.grant import Grant
from zvhprivacy.engine.lijst import told
from zvhprivacy.engine.rooms import Opened, Rooms
from zvhprivacy.errors import WrongUse
from zvhprivacy.logboek.line import Gebeurtenis
from zvhprivacy.model.about import About
from zvhprivacy.model.bewaartermijn import Grond
from zvhprivacy.model.bewaren import Opschorting
from zvhprivacy.model.casus import Casus
from zvhprivacy.model.registers import Medewerker
from zvhprivacy.model.request import Request
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.store.changing import Conflict, Missing
from zvhprivacy.store.opschortingen import open_holds
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rls import see_all


REVIEW = Termijn(maanden=6)  # a hold that nobody looks at for longer, has no owner
# What a Grant has to be for: keeping the terms, or deciding on a request of the betrokkene.
BEHEREN, BESLUITEN = "beheren", "rechten-besluiten"
METADATA, DOEL = "casusmetadata", "bewaren-en-vernietigen"


class Openstaand(NamedTuple):
    """
    A hold in force; *escaleert*: nobody reviewed it in time.
    """

    opschorting: Opschorting
    escaleert: bool


class Opschorten:
    """
    The holds, for who keeps the terms; `House.opschorten` gives it.

    A restriction at the request of the betrokkene (AVG 18) takes a Grant for `rechten-besluiten`;
    every other hold one for `beheren` of `casusmetadata`, for `bewaren-en-vernietigen`.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def plaats(
        self,
        grant: Grant,
        *,
        grond: Grond,
        kenmerk: str,
        motivering: str,
        eigenaar: str,
        herzien_voor: date,
        gegeven: str | None = None,
    ) -> Opschorting:
        """
        Suspend the destruction of the case of *grant*, or of one item of it.

        *kenmerk* is the article or a reference, *eigenaar* the designated person who reviews it
        before *herzien_voor*, at most six months ahead. A case under restriction is shielded from
        then on.

        Raises:
            AccessDenied: it may not be done any more.
            Missing: the case or the item is not there any more.
            WrongUse: the Grant is for another ground, or something in it does not fit.
        """
        rooms, at = self._rooms, self._for(grant, grond)
        item = gegeven or grant.about.gegeven
        if item is not None and all(each.id != item for each in at.lines.gegevens):
            raise WrongUse(reden="opgeschort wordt een gegeven van deze casus")
        if not kenmerk.strip():
            raise WrongUse(reden="noem het artikel of het kenmerk waarom wordt opgeschort")
        row = rooms.storage.new_id()
        hold = Opschorting(
            id=row,
            casus=at.casus.id,
            gegeven=item,
            grond=grond,
            kenmerk=kenmerk,
            motivering=self._sealed(row, at.casus.id, 1, motivering),
            eigenaar=eigenaar,
            op=rooms.storage.klok(),
            herzien_voor=self._in_time(herzien_voor),
        )

        def work(registers: Registers) -> None:
            self._owned(registers, hold)
            # Nobody comes between this look and the writing: who destroys takes the same lock.
            if registers.one(Casus, hold.casus) is None:
                raise Missing(register="casus", rij=hold.casus)
            registers.add(hold)

        self._did(at, hold, Gebeurtenis.VERZAMELEN, work)
        return hold

    def herzie(
        self,
        grant: Grant,
        opschorting: str,
        *,
        herzien_voor: date,
        eigenaar: str | None = None,
        motivering: str | None = None,
    ) -> Opschorting:
        """
        Review a hold: it goes on, to be reviewed again before *herzien_voor*.

        Raises:
            Conflict: it was reviewed or released meanwhile.
            WrongUse: the case of *grant* has no such hold.
        """
        at, was = self._found(grant, opschorting)
        versie = was.versie + 1
        text = self._text(was) if motivering is None else motivering
        hold = changed(
            was,
            eigenaar=eigenaar or was.eigenaar,
            herzien_voor=self._in_time(herzien_voor),
            motivering=self._sealed(was.id, was.casus, versie, text),
            versie=versie,
        )

        def work(registers: Registers) -> None:
            self._owned(registers, hold)
            registers.replace(hold)

        self._did(at, hold, Gebeurtenis.WIJZIGEN, work)
        return hold

    def hef_op(self, grant: Grant, opschorting: str) -> Opschorting:
        """
        Release a hold, once; what its term says holds again, as if it had never been.

        Raises:
            Conflict: it was reviewed or released meanwhile.
            WrongUse: the case of *grant* has no such hold.
        """
        at, was = self._found(grant, opschorting)
        now = self._rooms.storage.klok()
        hold = changed(was, opgeheven_op=now)

        def work(registers: Registers) -> None:
            if registers.one(Opschorting, was.id) != was:
                raise Conflict(register="opschorting", rij=was.id)
            registers.mark(Opschorting, was.id, opgeheven_op=now)

        self._did(at, hold, Gebeurtenis.WIJZIGEN, work)
        return hold

    def motivering(self, grant: Grant, opschorting: str) -> str:
        """
        Give why a hold is there, for who reviews it.

        Raises:
            Tampered: it is not what was stored.
            WrongUse: the case of *grant* has no such hold.
        """
        at, hold = self._found(grant, opschorting)
        self._rooms.did(at, register="opschorting")
        return self._text(hold)

    def openstaand(self, request: Request, about: About) -> tuple[Openstaand, ...]:
        """
        Give the holds in force of which the person in *about* keeps the terms, urgent ones first.

        *request* says who asks, in which role and convenant; its fields about one case do not
        matter. It is written in the logboek.

        Raises:
            WrongUse: nobody designated asks, or no convenant is named.
        """
        rooms = self._rooms
        rooms.desk.enforces()
        at, snapshot = rooms.desk.now(), rooms.desk.policy.usual
        convenant = request.convenant or snapshot.workspace.enige
        if convenant is None or about.medewerker is None:
            raise WrongUse(reden="een lijst vraagt een convenant en wie hem vraagt")
        base = request._replace(
            convenant=convenant,
            handeling=BEHEREN,
            gegevens=METADATA,
            over="betrokkene",
            doel=DOEL,
            aan=None,
        )
        person = About(medewerker=about.medewerker)
        lines = rooms.facts.lines(person)
        with rooms.storage.hoofd.read() as connection:
            see_all(connection)
            held = open_holds(connection, convenant)
        known: dict[Request, bool] = {}
        found = []
        for each in held:
            asked = base._replace(proces=each.proces, kader=each.kader, fase=each.fase)
            if asked not in known:
                facts = rooms.known(asked, person, at, lines)
                known[asked] = bool(snapshot.decide(asked, facts, at.dag))
            if known[asked]:
                hold = each.opschorting
                found.append(Openstaand(hold, escaleert=hold.herzien_voor <= at.dag))
        told(rooms, base, about, "opschortingen", len(found))
        return tuple(found)

    def _for(self, grant: Grant, grond: Grond) -> Opened:
        asked = grant.request
        if grond is Grond.BEPERKING:
            return self._rooms.holds(grant, frozenset({BESLUITEN}))
        if (asked.gegevens, asked.doel) != (METADATA, DOEL):
            raise WrongUse(reden="deze Grant is niet voor het bewaren en vernietigen van casussen")
        return self._rooms.holds(grant, frozenset({BEHEREN}))

    def _found(self, grant: Grant, opschorting: str) -> tuple[Opened, Opschorting]:
        def of(there: Iterable[Opschorting]) -> Opschorting | None:
            return next((each for each in there if each.id == opschorting), None)

        # Of another case, or of none: the answer is the same.
        seen = of(self._rooms.facts.lines(grant.about).opschortingen)
        if seen is None:
            raise WrongUse(reden="deze casus heeft die opschorting niet")
        at = self._for(grant, seen.grond)
        hold = of(at.lines.opschortingen)
        if hold is None or hold.opgeheven_op is not None:
            raise Conflict(register="opschorting", rij=seen.id)
        return at, hold

    def _in_time(self, herzien_voor: date) -> date:
        day = self._rooms.desk.now().dag
        if not day < herzien_voor <= REVIEW.na(day):
            raise WrongUse(reden="een opschorting wordt binnen zes maanden herzien")
        return herzien_voor

    def _owned(self, registers: Registers, hold: Opschorting) -> None:
        owner = registers.one(Medewerker, hold.eigenaar)
        if owner is None or not owner.geldt(self._rooms.desk.now().dag):
            raise WrongUse(reden="een opschorting heeft een aangewezen persoon als eigenaar")

    def _text(self, hold: Opschorting) -> str:
        where = OPSCHORTING(hold.id, hold.casus, hold.versie)
        return self._rooms.storage.keys.opener().open(hold.motivering, where).decode()

    def _sealed(self, row: str, casus: str, versie: int, motivering: str) -> bytes:
        if not motivering.strip():
            raise WrongUse(reden="een opschorting heeft een motivering")
        return self._rooms.content.seal(OPSCHORTING, row, casus, versie, motivering)

    def _did(
        self,
        at: Opened,
        hold: Opschorting,
        event: Gebeurtenis,
        work: Callable[[Registers], None],
    ) -> None:
        def done(connection: Any) -> None:
            work(Registers(connection))

        self._rooms.did(at, rows=(hold,), work=done, gebeurtenis=event, register="opschorting")
