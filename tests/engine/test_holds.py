"""
Holds: placed, reviewed and released, each a decision and a line, and only in their own case.
"""

from __future__ import annotations

import threading

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from tests.engine.bewaren import WAAROM, deciding, held, keeping, keeps, restricted
from tests.engine.intruder import deviations
from tests.engine.test_grants import lines
from tests.engine.zaken import Zaak, casusoverleg
from zvhprivacy.engine.grant import Grant
from zvhprivacy.engine.opschorten import Opschorten
from zvhprivacy.engine.rooms import Rooms
from zvhprivacy.errors import AccessDenied, WrongUse, ZvhError
from zvhprivacy.logboek.line import Gebeurtenis, Resultaat
from zvhprivacy.model.bewaartermijn import Grond
from zvhprivacy.model.bewaren import Opschorting
from zvhprivacy.model.casus import Casus, NotRegistered
from zvhprivacy.model.registers import Medewerker
from zvhprivacy.store.changing import Conflict, Missing
from zvhprivacy.store.opschortingen import open_holds
from zvhprivacy.store.purge import purge_cases, purge_items
from zvhprivacy.store.rls import see_all


def _opschorten(zaak: Zaak) -> Opschorten:
    return zaak.h.huis.opschorten


def test_a_hold_is_placed_reviewed_and_released(zaak: Zaak) -> None:
    """
    Each step stores one version of the row and tells of it; in the end nothing deviates.
    """
    h, opschorten = zaak.h, _opschorten(zaak)
    hold = held(zaak)
    placed = lines(zaak)
    h.klok.goes(days=30)
    later = h.klok().date() + timedelta(days=170)
    reviewed = opschorten.herzie(
        keeping(zaak), hold.id, herzien_voor=later, eigenaar=h.mensen["fg"]
    )
    h.klok.goes(days=1)
    released = opschorten.hef_op(keeping(zaak), hold.id)

    assert (Gebeurtenis.VERZAMELEN, "opschorting", hold.id) == (
        placed[0].gebeurtenis,
        placed[0].object,
        placed[0].voorwerp.rij if placed[0].voorwerp else None,
    )
    assert (2, later, h.mensen["fg"]) == (
        reviewed.versie,
        reviewed.herzien_voor,
        reviewed.eigenaar,
    )
    assert released == h.stored(Opschorting, hold.id)
    assert released.opgeheven_op == h.klok()
    assert [] == deviations(zaak)


def test_why_is_sealed_and_told_to_who_reviews(huisje: Zaak) -> None:
    """
    The motivation is nowhere in the clear, stays readable after a review and after new keys, and
    that it was read is in the logboek.
    """
    hold = held(huisje)
    assert WAAROM.encode() not in hold.motivering
    later = huisje.h.klok().date() + timedelta(days=60)
    _opschorten(huisje).herzie(keeping(huisje), hold.id, herzien_voor=later)
    huisje.h.huis.vernieuw_casussleutel(huisje.id)

    assert [3] == [each.versie for each in _in_case(huisje)]
    assert WAAROM == _opschorten(huisje).motivering(keeping(huisje), hold.id)
    assert ("opschorting", None) == (lines(huisje)[0].object, lines(huisje)[0].voorwerp)
    assert [] == deviations(huisje)


def test_only_who_keeps_the_terms_holds(huisje: Zaak) -> None:
    """
    Nobody else gets a Grant for it, and a Grant for something else does not do.
    """
    for naam in ("regisseur", "beheer", "fg", "contact"):
        with pytest.raises(AccessDenied):
            keeping(huisje, naam)
    other = huisje.vraag("beheer", "beheren", "casusmetadata", doel="systeembeheer")
    system = huisje.h.engine.require(other, about=huisje.over("beheer"))
    for grant in (system, huisje.mag("regisseur", "inzien", "woonsituatie")):
        with pytest.raises(WrongUse):
            _placed_with(huisje, grant)


def _placed_with(zaak: Zaak, grant: Grant, **more: Any) -> Opschorting:
    base: dict[str, Any] = {
        "grond": Grond.RECHTSVORDERING,
        "kenmerk": "rolnummer 2026-17",
        "motivering": WAAROM,
        "eigenaar": zaak.h.mensen["bewaarder"],
        "herzien_voor": zaak.h.klok().date() + timedelta(days=90),
    }
    return _opschorten(zaak).plaats(grant, **base | more)


def test_a_restriction_is_the_contactpunts_to_decide(huisje: Zaak) -> None:
    """
    AVG 18 is decided on a request (BGS 1.2): who keeps the terms neither places nor releases one,
    and the contactpunt places no other hold.
    """
    decided = deciding(huisje)
    with pytest.raises(WrongUse):
        _placed_with(huisje, keeping(huisje), grond=Grond.BEPERKING)
    with pytest.raises(WrongUse):
        _placed_with(huisje, decided)
    hold = restricted(huisje)
    with pytest.raises(WrongUse):
        _opschorten(huisje).hef_op(keeping(huisje), hold.id)
    released = _opschorten(huisje).hef_op(deciding(huisje), hold.id)

    assert released.opgeheven_op is not None


# ------------------------------------------------------------- what is refused


def _wrong(zaak: Zaak) -> dict[str, dict[str, Any]]:
    today = zaak.h.klok().date()
    return {
        "no reference": {"kenmerk": " "},
        "a story instead of a reference": {"kenmerk": "hij woont er nog!"},
        "no motivation": {"motivering": " \n"},
        "nobody owns it": {"eigenaar": zaak.h.uid()},
        "reviewed today": {"herzien_voor": today},
        "reviewed too late": {"herzien_voor": today.replace(month=12) + timedelta(days=1)},
        "an item of nowhere": {"gegeven": zaak.h.uid()},
    }


@pytest.mark.parametrize("what", range(7))
def test_what_does_not_fit_is_refused(huisje: Zaak, what: int) -> None:
    """
    Every hold has a ground, a reference, a reason, an owner and a day within six months.
    """
    changes = list(_wrong(huisje).values())[what]

    with pytest.raises((WrongUse, NotRegistered)):
        held(huisje, **changes)
    assert () == _in_case(huisje)
    assert [] == deviations(huisje)


def test_six_months_is_in_time(huisje: Zaak) -> None:
    """
    The last day on which a hold may be reviewed is six months ahead, and it goes up with a review.
    """
    last = huisje.h.klok().date().replace(month=12)
    hold = held(huisje, herzien_voor=last)
    with pytest.raises(WrongUse):
        _opschorten(huisje).herzie(keeping(huisje), hold.id, herzien_voor=last + timedelta(days=1))

    assert (hold,) == _in_case(huisje)


def test_nobody_owns_a_hold_who_is_gone(huisje: Zaak) -> None:
    """
    An owner is designated today: who left reviews nothing.
    """
    h = huisje.h
    line = h.stored(Medewerker, h.mensen["officier"])
    h.huis.registratie.end(line, h.van("beheer-om"), h.klok().date())

    with pytest.raises(WrongUse):
        held(huisje, eigenaar=h.mensen["officier"])


def _in_case(zaak: Zaak) -> tuple[Opschorting, ...]:
    return zaak.h.huis.facts.lines(zaak.over("bewaarder")).opschortingen


def test_a_hold_ends_once(zaak: Zaak) -> None:
    """
    Who releases or reviews what was released, is told that it is so no more.
    """
    hold, grant = held(zaak), keeping(zaak)
    _opschorten(zaak).hef_op(grant, hold.id)
    later = zaak.h.klok().date() + timedelta(days=60)

    with pytest.raises(Conflict):
        _opschorten(zaak).hef_op(grant, hold.id)
    with pytest.raises(Conflict):
        _opschorten(zaak).herzie(grant, hold.id, herzien_voor=later)
    assert [] == deviations(zaak)


def test_of_many_that_release_one_does(zaak: Zaak) -> None:
    """
    Eight at once: one succeeds, the others hear that it was done, and the row is as it is told.
    """
    hold = held(zaak)
    grants = [keeping(zaak) for _ in range(8)]
    done: list[object] = []
    refused: list[object] = []

    def release(grant: Grant) -> None:
        try:
            done.append(_opschorten(zaak).hef_op(grant, hold.id))
        except Conflict as error:
            refused.append(error)

    _at_once([partial(release, grant) for grant in grants])

    assert (1, 7) == (len(done), len(refused))
    assert [] == deviations(zaak)


def _at_once(calls: list[Callable[[], Any]]) -> None:
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_hold_is_of_its_own_case(huisje: Zaak) -> None:
    """
    With a Grant about another case a hold is neither reviewed, read nor released.
    """
    other = casusoverleg(huisje.h, 1)
    hold, theirs = held(huisje), keeping(other)
    opschorten, later = _opschorten(huisje), huisje.h.klok().date() + timedelta(days=60)

    with pytest.raises(WrongUse):
        opschorten.hef_op(theirs, hold.id)
    with pytest.raises(WrongUse):
        opschorten.herzie(theirs, hold.id, herzien_voor=later)
    with pytest.raises(WrongUse):
        opschorten.motivering(theirs, hold.id)
    with pytest.raises(WrongUse):
        held(other, gegeven=huisje.gegevens["woonsituatie"].id)
    assert (hold,) == _in_case(huisje)


def test_a_hold_can_be_of_one_item(zaak: Zaak) -> None:
    """
    Of an item of the case, named by who keeps the terms or by the Grant of the contactpunt.
    """
    item = zaak.gegevens["woonsituatie"].id
    first = held(zaak, gegeven=item)
    grant = deciding(zaak, gegeven=item)
    second = _placed_with(zaak, grant, grond=Grond.BEPERKING)

    assert (item, item) == (first.gegeven, second.gegeven)
    assert [] == deviations(zaak)


# ------------------------------------------------------------- a case that is gone


def test_nothing_is_held_that_is_gone(huisje: Zaak) -> None:
    """
    Between the Grant and the act the case was destroyed: the hold is refused, and nothing of it is
    there.
    """
    grant = keeping(huisje)
    with huisje.h.huis.storage.hoofd.write() as connection:
        purge_cases(connection, [huisje.id])

    with pytest.raises(ZvhError):
        _placed_with(huisje, grant)
    assert () == _in_case(huisje)


@contextmanager
def _meanwhile(what: Callable[[], Any]) -> Iterator[None]:
    """
    Let something happen after the last look, before it is written down what was done.
    """
    before = Rooms.did

    def late(self: Rooms, *args: Any, **more: Any) -> Any:
        patch.undo()
        what()
        return before(self, *args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rooms, "did", late)
        yield


@pytest.mark.parametrize("of_item", [False, True])
def test_what_goes_while_a_hold_is_written_is_not_held(huisje: Zaak, of_item: bool) -> None:
    """
    The last look is inside the transaction: what was there a moment before is not enough.
    """
    item, grant = huisje.gegevens["relaties"].id, keeping(huisje)

    def goes() -> None:
        with huisje.h.huis.storage.hoofd.write() as connection:
            if of_item:
                purge_items(connection, [item])
            else:
                purge_cases(connection, [huisje.id])

    with _meanwhile(goes), pytest.raises(Missing):
        _placed_with(huisje, grant, **({"gegeven": item} if of_item else {}))
    assert () == _in_case(huisje)


def test_what_was_reviewed_meanwhile_is_not_released(huisje: Zaak) -> None:
    """
    Who releases a hold, releases it as he read it; else the line would tell of another row.
    """
    hold, grant = held(huisje), keeping(huisje)
    later = huisje.h.klok().date() + timedelta(days=60)

    def reviews() -> None:
        _opschorten(huisje).herzie(grant, hold.id, herzien_voor=later)

    with _meanwhile(reviews), pytest.raises(Conflict):
        _opschorten(huisje).hef_op(grant, hold.id)
    with _meanwhile(reviews), pytest.raises(Conflict):
        _opschorten(huisje).herzie(grant, hold.id, herzien_voor=later)
    assert [None] == [each.opgeheven_op for each in _in_case(huisje)]
    assert [] == deviations(huisje)


# ------------------------------------------------------------- the list


def test_the_list_says_what_escalates(zaak: Zaak) -> None:
    """
    A hold past its day escalates and goes on; a released one is gone from the list.
    """
    h, opschorten = zaak.h, _opschorten(zaak)
    soon = held(zaak, herzien_voor=h.klok().date() + timedelta(days=10))
    late = held(zaak)
    over = held(zaak)
    opschorten.hef_op(keeping(zaak), over.id)
    request, about = keeps(zaak), h.van("bewaarder")
    before = opschorten.openstaand(request, about)
    h.klok.goes(days=10)
    after = opschorten.openstaand(request, about)

    assert [(soon.id, False), (late.id, False)] == [
        (each.opschorting.id, each.escaleert) for each in before
    ]
    assert [(soon.id, True), (late.id, False)] == [
        (each.opschorting.id, each.escaleert) for each in after
    ]
    assert ("opschortingen", 2) == (lines(zaak)[0].object, lines(zaak)[0].aantal)
    assert Resultaat.GELUKT == lines(zaak)[0].resultaat


def test_who_keeps_no_terms_sees_no_holds(huisje: Zaak) -> None:
    """
    The list is empty for who may not hold, and is asked by somebody about a convenant.
    """
    held(huisje)
    opschorten, request = _opschorten(huisje), keeps(huisje)

    for naam in ("regisseur", "fg"):
        asked = keeps(huisje, naam)
        assert () == opschorten.openstaand(asked, huisje.h.van(naam))
    with pytest.raises(WrongUse):
        opschorten.openstaand(request, huisje.h.van("niemand"))
    with pytest.raises(WrongUse):
        opschorten.openstaand(request._replace(convenant=None), huisje.h.van("bewaarder"))


@pytest.mark.parametrize("first", ["hold", "destroy", "both"])
def test_a_hold_and_destruction_never_both_succeed(zaak: Zaak, first: str) -> None:
    """
    Destruction that looks for holds in its own transaction, and a hold placed at the same moment:
    one wins wholly. Either the case is there and held, or it is gone and nothing is held.
    """
    storage, grant = zaak.h.huis.storage, keeping(zaak)
    told: list[object] = []

    def destroy() -> None:
        def work(connection: Any) -> bool:
            see_all(connection)
            if any(each.opschorting.casus == zaak.id for each in open_holds(connection)):
                return False
            purge_cases(connection, [zaak.id])
            return True

        told.append(("destroyed", storage.writer.write([], work).uitkomst))

    def hold() -> None:
        try:
            told.append(("held", bool(_placed_with(zaak, grant))))
        except ZvhError:
            told.append(("held", False))

    match first:
        case "hold":
            hold()
            destroy()
        case "destroy":
            destroy()
            hold()
        case _:
            _at_once([hold, destroy])
    there = zaak.h.stored(Casus, zaak.id) is not None

    assert {("held", there), ("destroyed", not there)} == {*told}
    assert there == bool(_in_case(zaak))
