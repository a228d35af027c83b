"""
Keeping cases: what a Grant lets somebody write, each time with its line in the logboek.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from zvhprivacy.engine.cases import OpenCasus, opened_items, shown
from zvhprivacy.engine.content import GEGEVEN, changed
from zvhprivacy.engine.grant import Grant
from zvhprivacy.engine.inbreng import fill, identify, in_circle, item_of, person_of, reported
from zvhprivacy.engine.registers import ADDS
from zvhprivacy.engine.rooms import Rooms
from zvhprivacy.engine.voortgang import begin, go
from zvhprivacy.errors import WrongUse
from zvhprivacy.model.casus import (
    Aard,
    Betrokkene,
    Casus,
    Gegeven,
    Over,
    Register,
    Voorwaarde,
)
from zvhprivacy.model.registers import Verstrekking
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
        return begin(self._rooms, grant)

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

        With *bsn* it is the same person as in other cases, without he is new. Of somebody whom the
        Grant names, who was announced or is there without a BSN, *bsn* says who he is.

        Raises:
            BsnDiffers: whom it names is somebody else already.
        """
        at = self._rooms.holds(grant, ADDS)
        reported(at)
        if grant.request.over != over:
            raise WrongUse(reden="deze Grant gaat over anderen dan wie wordt opgenomen")
        known = person_of(at)
        if known is not None:
            return identify(self._rooms, at, known, bsn)
        in_circle(kring_van, at.lines.dossier.betrokkenen if at.lines.dossier else ())
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

        *bronnen* are the organisations it comes from; by default who acts. An item that was
        announced, and that the Grant names, is filled.

        Raises:
            WrongUse: the Grant is not about that person, or only for data of one's own.
        """
        at = self._rooms.holds(grant, ADDS)
        reported(at)
        if all(each.id != betrokkene for each in at.betrokkenen):
            raise WrongUse(reden="deze Grant gaat niet over die betrokkene")
        orgaan = grant.request.namens or grant.request.deelnemer
        waiting = item_of(at)
        if waiting is None:
            sources = bronnen or (orgaan,)
        elif waiting.betrokkene == betrokkene and bronnen in {(), waiting.bronnen}:
            sources = waiting.bronnen
        else:
            raise WrongUse(reden="dit gegeven is anders aangekondigd: van of over een ander")
        if set(sources) - {orgaan} and not OWN.isdisjoint(grant.decision.feiten):
            raise WrongUse(reden="deze Grant is alleen voor eigen gegevens")
        if waiting is not None:
            return fill(
                self._rooms,
                at,
                waiting,
                inhoud,
                peildatum=peildatum,
                aard=aard,
                voorwaarden=voorwaarden,
                betwist=betwist,
            )
        row, day = self._rooms.storage.new_id(), self._rooms.desk.now().dag
        item = Gegeven(
            id=row,
            casus=at.casus.id,
            betrokkene=betrokkene,
            categorie=grant.request.gegevens,
            aard=aard,
            betwist=betwist,
            peildatum=peildatum,
            bronnen=sources,
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

    def ga_naar(
        self,
        grant: Grant,
        fase: str,
        *,
        motivering: str | None = None,
        tot: date | None = None,
    ) -> Casus:
        """
        Let the case of *grant* go to another *fase*, when its act is the one that does that.

        To `hernieuwd` it takes a *motivering* that was not given before, and lasts up to *tot*, by
        default the two years that are the most; who agreed to it stands on the disclosure of the
        Grant.

        Raises:
            TransitionRefused: the law knows no such step, or another act makes it.
            RenewalRefused: it asks for a renewal that the law does not let be.
        """
        return go(self._rooms, grant, fase, motivering=motivering, tot=tot)

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
