"""
Keeping cases: what a Grant lets somebody write, each time with its line in the logboek.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from zvhprivacy.engine.cases import OpenCasus, opened_items, shown
from zvhprivacy.engine.content import GEGEVEN, changed, voorwerp
from zvhprivacy.engine.grant import Grant
from zvhprivacy.engine.registers import ADDS
from zvhprivacy.engine.rooms import Rooms
from zvhprivacy.errors import WrongUse
from zvhprivacy.model import levensloop
from zvhprivacy.model.casus import (
    Aard,
    Betrokkene,
    Casus,
    Gegeven,
    Over,
    Overgang,
    Register,
    Voorwaarde,
)
from zvhprivacy.model.registers import Besluit, Verstrekking
from zvhprivacy.store import cases
from zvhprivacy.store.registers import Registers
from zvhprivacy.vault.bsn import Bsn


CHANGES = frozenset({"wijzigen", "corrigeren"})
# What somebody may say of what his own organisation brings in, and of nothing else.
OWN = frozenset({"eigen-gegevens", "rechtmatig-verwerkt"})


class Bijhouden:
    """
    The cases, for who may write in them; `House.bijhouden` gives it.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def begin(self, grant: Grant) -> Casus:
        """
        Begin a case, in the phase that the act of *grant* leads to.

        Raises:
            AccessDenied: it may not be done any more.
            TransitionRefused: no case begins like this.
        """
        rooms = self._rooms
        lines = rooms.may(grant)
        asked, now, day = grant.request, rooms.storage.klok(), rooms.desk.now().dag
        policy = rooms.desk.policy.usual
        kader = asked.kader or policy.law.begrippen.processen[asked.proces].kader[0]
        step = next(
            (s for s in levensloop.steps(kader, None) if s.handeling == asked.handeling), None
        )
        if step is None or step.fase != asked.fase:
            levensloop.step(kader, None, asked.fase)  # says why not
            raise WrongUse(reden="zo begint geen casus; vraag de handeling in haar eigen fase")
        casus = Casus(
            id=rooms.storage.new_id(),
            convenant=asked.convenant or policy.workspace.enige or "",
            proces=asked.proces,
            kader=kader,
            doel=asked.doel,
            fase=step.naar,
            fase_sinds=now,
            aangemeld_door=asked.namens or asked.deelnemer,
            eerste_verwerking=day,
            laatste_verwerking=day,
        )
        row = rooms.storage.new_id()
        first = Overgang(id=row, casus=casus.id, van=None, naar=step.naar, op=now)
        rooms.journaal.did(
            grant,
            lines=lines,
            casus=casus.id,
            voorwerpen=(voorwerp(casus), voorwerp(first)),
            work=lambda connection: cases.begin(Registers(connection), casus, first),
        )
        return casus

    def neem_op(
        self,
        grant: Grant,
        *,
        bsn: Bsn | None = None,
        over: Over = Over.BETROKKENE,
        kring_van: str | None = None,
    ) -> Betrokkene:
        """
        Take a person up in the case of *grant*, whose *over* must be the same.

        With *bsn* it is the same person as in other cases, without he is new.
        """
        at = self._rooms.holds(grant, ADDS)
        if grant.request.over != over:
            raise WrongUse(reden="deze Grant gaat over anderen dan wie wordt opgenomen")
        # BGS 2.19: somebody of the circle belongs to a betrokkene, not to another of the circle.
        there = at.lines.dossier.betrokkenen if at.lines.dossier else ()
        reported = {each.id for each in there if each.over is Over.BETROKKENE}
        if kring_van is not None and kring_van not in reported:
            raise WrongUse(reden="de kring hoort bij een betrokkene van deze casus")
        persoon, row = self._rooms.storage.persons.enrol(bsn), self._rooms.storage.new_id()
        betrokkene = Betrokkene(
            id=row,
            casus=at.casus.id,
            over=over,
            kring_van=kring_van,
            pseudoniem=self._rooms.content.pseudonym(persoon, at.casus.convenant, at.casus.proces),
            persoon=self._rooms.content.seal_who(row, at.casus.id, persoon),
        )
        alias = self._rooms.content.who(betrokkene).logboek
        self._rooms.did(at, rows=(betrokkene,), also=(alias,), work=_adds(betrokkene))
        return betrokkene

    def leg_vast(
        self,
        grant: Grant,
        betrokkene: str,
        inhoud: str,
        *,
        peildatum: date,
        aard: Aard = Aard.FEIT,
        bronnen: tuple[str, ...] = (),
        voorwaarden: tuple[Voorwaarde, ...] = (),
        betwist: bool = False,
    ) -> Gegeven:
        """
        Store an item of the category of *grant* about one *betrokkene* of the case.

        *bronnen* are the organisations it comes from; by default who acts.

        Raises:
            WrongUse: the Grant is not about that person, or only for data of one's own.
        """
        at = self._rooms.holds(grant, ADDS)
        if all(each.id != betrokkene for each in at.betrokkenen):
            raise WrongUse(reden="deze Grant gaat niet over die betrokkene")
        orgaan = grant.request.namens or grant.request.deelnemer
        if set(bronnen) - {orgaan} and not OWN.isdisjoint(grant.decision.feiten):
            raise WrongUse(reden="deze Grant is alleen voor eigen gegevens")
        row, day = self._rooms.storage.new_id(), self._rooms.desk.now().dag
        item = Gegeven(
            id=row,
            casus=at.casus.id,
            betrokkene=betrokkene,
            categorie=grant.request.gegevens,
            aard=aard,
            betwist=betwist,
            peildatum=peildatum,
            bronnen=bronnen or (orgaan,),
            verstrekt_op=day,
            eerste_verwerking=day,
            laatste_verwerking=day,
            voorwaarden=voorwaarden,
            inhoud=self._rooms.content.seal(GEGEVEN, row, at.casus.id, 1, inhoud),
        )
        self._rooms.did(at, rows=(item,), work=_adds(item))
        return item

    def wijzig(
        self,
        grant: Grant,
        gegeven: str,
        inhoud: str,
        *,
        aard: Aard | None = None,
        betwist: bool | None = None,
        peildatum: date | None = None,
    ) -> Gegeven:
        """
        Give an item other content; where it comes from and on what conditions stays.

        Raises:
            Conflict: somebody else changed it meanwhile.
        """
        at = self._rooms.holds(grant, CHANGES)
        old = next((item for item in self._rooms.items(at) if item.id == gegeven), None)
        if old is None:
            raise WrongUse(reden="deze Grant gaat niet over dat gegeven")
        versie = old.versie + 1
        item = changed(
            old,
            aard=old.aard if aard is None else aard,
            betwist=old.betwist if betwist is None else betwist,
            peildatum=peildatum or old.peildatum,
            versie=versie,
            laatste_verwerking=self._rooms.desk.now().dag,
            inhoud=self._rooms.content.seal(GEGEVEN, old.id, old.casus, versie, inhoud),
        )
        self._rooms.did(
            at, rows=(item,), work=lambda connection: Registers(connection).replace(item)
        )
        return item

    def ga_naar(self, grant: Grant, fase: str) -> Casus:
        """
        Let the case of *grant* go to another *fase*, when its act is the one that does that.

        Raises:
            TransitionRefused: the law knows no such step, or another act makes it.
        """
        at = self._rooms.holds(grant)
        # What is no word of the policy may be anything, and a refusal repeats it.
        fase = fase if fase in self._rooms.desk.policy.usual.law.begrippen.fasen else "?"
        step = levensloop.step(at.casus.kader, at.casus.fase, fase)
        # A joint decision leads to one phase and serves one step.
        joint = step.besluit in {levensloop.LID_1, levensloop.OPDRACHT}
        decided = at.lines.besluit if joint else None
        other = joint and (decided is None or decided.naar != fase)
        if other or step.handeling != grant.request.handeling:
            raise levensloop.TransitionRefused(van=at.casus.fase, naar=fase, artikel=step.artikel)
        now = self._rooms.storage.klok()
        move = Overgang(
            id=self._rooms.storage.new_id(),
            casus=at.casus.id,
            van=at.casus.fase,
            naar=fase,
            op=now,
            besluit=decided.id if decided else None,
        )
        rows: list[Register] = [
            changed(at.casus, fase=fase, fase_sinds=now, versie=at.casus.versie + 1),
            move,
        ]
        if decided is not None:
            rows.append(changed(decided, gebruikt_op=now))

        def work(connection: Any) -> Casus:
            registers = Registers(connection)
            if decided is not None:
                registers.mark(Besluit, decided.id, gebruikt_op=now)
            return cases.move(registers, move)

        return cast("Casus", self._rooms.did(at, rows=rows, work=work))

    def verstrek(self, grant: Grant) -> OpenCasus:
        """
        Do the disclosure of *grant*: it is registered as done, and what is given is opened.

        Raises:
            Conflict: it was done before.
        """
        at = self._rooms.holds(grant)
        given = at.lines.verstrekking
        asked = grant.request
        act = (asked.handeling, asked.namens or asked.deelnemer, asked.aan, asked.doel)
        if given is None or (given.handeling, given.van, given.aan, given.doel) != act:
            raise WrongUse(reden="deze Grant hoort bij geen voorbereide verstrekking")
        opened = opened_items(self._rooms, at)
        now = self._rooms.storage.klok()

        def work(connection: Any) -> None:
            Registers(connection).mark(Verstrekking, given.id, gedaan_op=now)

        self._rooms.did(at, rows=[changed(given, gedaan_op=now)], work=work)
        return shown(at, opened)


def _adds(row: Register) -> Callable[[Any], None]:
    return lambda connection: Registers(connection).add(row)
