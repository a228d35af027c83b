"""
What a Grant brings into a case that was announced there: who somebody is, what an item holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zvhprivacy.engine.content import GEGEVEN, changed
from zvhprivacy.engine.registers import announced
from zvhprivacy.engine.rooms import Opened, Rooms
from zvhprivacy.errors import WrongUse
from zvhprivacy.model.casus import Aard, Betrokkene, Gegeven, Over, Voorwaarde
from zvhprivacy.model.levensloop import SIGNAAL
from zvhprivacy.store.registers import Registers
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.person import PersonsAreOne


def reported(at: Opened) -> None:
    """
    Check that the case was reported before anything of the report is brought into it.

    Raises:
        WrongUse: it is still a signal, which is about nobody (WGS 2.31 lid 1).
    """
    if at.casus.fase == SIGNAAL and at.grant.request.handeling == "aanmelden":
        raise WrongUse(reden="breng de casus eerst met `ga_naar` naar `aangemeld`")


def in_circle(kring_van: str | None, there: Iterable[Betrokkene]) -> None:
    """
    Check that somebody of the circle belongs to a betrokkene, not to another of the circle.

    Raises:
        WrongUse: he does not (BGS 2.19).
    """
    betrokkenen = {each.id for each in there if each.over is Over.BETROKKENE}
    if kring_van is not None and kring_van not in betrokkenen:
        raise WrongUse(reden="de kring hoort bij een betrokkene van deze casus")


def item_of(at: Opened) -> Gegeven | None:
    """
    Give the announced item that the Grant names.
    """
    return next(iter(at.lines.items(at.grant.request)), None)


def person_of(at: Opened) -> Betrokkene | None:
    """
    Give the one person whom the Grant is about, when it names him or an item about him.

    What was established about him serves nobody else.

    Raises:
        WrongUse: the case has no such person.
    """
    about = at.grant.about
    if about.betrokkene is None and about.gegeven is None:
        return None
    item = item_of(at)
    found = [each for each in at.betrokkenen if item is None or each.id == item.betrokkene]
    if len(found) != 1:
        raise WrongUse(reden="deze Grant gaat over niemand in de casus")
    return found[0]


def identify(rooms: Rooms, at: Opened, person: Betrokkene, bsn: Bsn | None) -> Betrokkene:
    """
    Say of a *person* in the case who he is, once.

    Who is in the kluis already, as somebody of another case, becomes the person of this row, as
    long as nothing is stored of him here: what was only announced has no past.

    Raises:
        BsnDiffers: he is somebody else already.
        PersonsAreOne: he is in the kluis already, and there are data about him here.
    """
    if bsn is None:
        raise WrongUse(reden="deze betrokkene is er al; geef zijn bsn om te zeggen wie hij is")
    content, persons = rooms.content, rooms.storage.persons
    was = content.who(person).persoon
    try:
        persons.add_bsn(was, bsn)
    except PersonsAreOne as error:
        if any(each.betrokkene == person.id and not announced(each) for each in at.lines.gegevens):
            raise
        known, versie = error.ander, person.versie + 1
    else:
        rooms.did(at)
        return person
    row = changed(
        person,
        pseudoniem=content.pseudonym(known, at.casus.convenant, at.casus.proces),
        persoon=content.seal_who(person.id, at.casus.id, known, versie),
        versie=versie,
    )
    alias = content.who(row).logboek
    rooms.did(
        at, rows=(row,), also=(alias,), work=lambda connection: Registers(connection).replace(row)
    )
    persons.shred(was)  # he was nobody, and is in no row any more
    return row


def fill(
    rooms: Rooms,
    at: Opened,
    item: Gegeven,
    inhoud: str,
    *,
    peildatum: date,
    aard: Aard,
    voorwaarden: tuple[Voorwaarde, ...],
    betwist: bool,
) -> Gegeven:
    """
    Let an announced *item* hold what was brought in; its term began when it was announced.

    Raises:
        Conflict: somebody else was first.
    """
    versie, day = item.versie + 1, rooms.desk.now().dag
    row = changed(
        item,
        aard=aard,
        betwist=betwist,
        peildatum=peildatum,
        verstrekt_op=day,
        laatste_verwerking=day,
        voorwaarden=voorwaarden,
        versie=versie,
        inhoud=rooms.content.seal(GEGEVEN, item.id, item.casus, versie, inhoud),
    )
    rooms.did(at, rows=(row,), work=lambda connection: Registers(connection).replace(row))
    return row
