"""
That data may be destroyed is reckoned from terms and holds, and nobody says it instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.engine.bewaren import closed, deciding, held, keeping, last_day, renewing, restricted
from tests.engine.houses import COLLEGE, GGZ
from tests.engine.intruder import deviations
from tests.engine.zaken import Bouw, Zaak, casusoverleg
from zvhprivacy.engine.afscherming import GOES_ON
from zvhprivacy.engine.registration import MayNotWrite
from zvhprivacy.engine.termijnfeiten import kept
from zvhprivacy.errors import AccessDenied, WrongUse
from zvhprivacy.model.about import About
from zvhprivacy.model.bewaartermijn import Actie, Begin, Geval, Grond
from zvhprivacy.model.bewaren import (
    Afscherming,
    CaseFacts,
    Hernieuwing,
    Hold,
    Opschorting,
    State,
    Verdict,
    Vernietigingsgrond,
    Waarom,
)
from zvhprivacy.model.casus import Register, Toewijzing
from zvhprivacy.model.registers import Medewerker, Onderwerp
from zvhprivacy.model.request import Request
from zvhprivacy.store.changing import Conflict


BOTH = ("bewaartermijn-verstreken", "geen-blokkade")
ALL = ("woonsituatie", "relaties", "aanmeldmotivering", "casusmetadata")


def _may(zaak: Zaak, gegevens: str, handeling: str = "vernietigen", **more: Any) -> bool:
    request = zaak.vraag("bewaarder", handeling, gegevens, doel="bewaren-en-vernietigen")
    return bool(zaak.h.engine.decide(request, about=zaak.over("bewaarder"), **more))


def _due(zaak: Zaak) -> None:
    zaak.h.klok.goes(days=(last_day(zaak) - zaak.h.klok().date()).days)


def test_what_is_over_may_go_and_not_a_day_before(zaak: Zaak) -> None:
    """
    From the last day on, all of the case: each category, and what it holds besides.
    """
    _due(zaak)
    zaak.h.klok.goes(days=-1)
    before = {gegevens: _may(zaak, gegevens) for gegevens in ALL}
    zaak.h.klok.goes(days=1)
    after = {gegevens: _may(zaak, gegevens) for gegevens in ALL}

    assert dict.fromkeys(ALL, False) == before
    assert dict.fromkeys(ALL, True) == after
    assert not _may(zaak, "financieel")  # there is nothing of that
    assert _may(zaak, "woonsituatie", "anonimiseren")


def test_the_word_of_nobody_does_instead(huisje: Zaak) -> None:
    """
    Neither the caller, nor a declaration, nor the noodprocedure makes a term end.
    """
    for feit in BOTH:
        item = huisje.gegevens["woonsituatie"].id
        huisje.verklaring("regisseur", feit, Onderwerp.GEGEVEN, item)
    request = huisje.vraag(
        "bewaarder", "vernietigen", "woonsituatie", doel="bewaren-en-vernietigen"
    )

    assert not _may(huisje, "woonsituatie")
    assert not _may(huisje, "woonsituatie", verklaard=BOTH)
    with pytest.raises(AccessDenied):
        huisje.h.engine.require(request, about=huisje.over("bewaarder"), noodprocedure=True)


class Host:
    """
    A case system that says that everything may go.
    """

    def feiten(self, request: Request, about: About) -> Iterable[str]:
        """
        Say so, of whatever.
        """
        assert request
        assert about
        return BOTH


def test_the_host_does_not_say_it_of_our_cases(bouw: Bouw, tmp_path: Path) -> None:
    """
    Of a case that is in our registers only the calculus says it.
    """
    with bouw.kopie(tmp_path, feiten=Host()) as zaak:
        assert not _may(zaak, "woonsituatie")
        _due(zaak)
        assert _may(zaak, "woonsituatie")
        hold = held(zaak)
        assert not _may(zaak, "woonsituatie")
        zaak.h.huis.opschorten.hef_op(keeping(zaak), hold.id)
        assert _may(zaak, "woonsituatie")


@pytest.mark.parametrize("hold", [held, restricted])
def test_what_is_held_stays(zaak: Zaak, hold: Any) -> None:
    """
    A hold stops it at once and only as long as it is there; the term itself did not move.
    """
    _due(zaak)
    placed = hold(zaak)
    during = {gegevens: _may(zaak, gegevens) for gegevens in ALL}
    by = keeping(zaak) if hold is held else deciding(zaak)
    zaak.h.huis.opschorten.hef_op(by, placed.id)

    assert dict.fromkeys(ALL, False) == during
    assert all(_may(zaak, gegevens) for gegevens in ALL)


def test_a_hold_of_one_item_keeps_that_item(huisje: Zaak) -> None:
    """
    The other items may go, what holds the case together may not.
    """
    held(huisje, gegeven=huisje.gegevens["woonsituatie"].id)
    _due(huisje)

    assert {"woonsituatie": False, "relaties": True, "casusmetadata": False} == {
        gegevens: _may(huisje, gegevens)
        for gegevens in ("woonsituatie", "relaties", "casusmetadata")
    }


def test_one_item_that_stays_keeps_its_category(huisje: Zaak) -> None:
    """
    A request for a category is about all of it; of the one item that has to go it is allowed.
    """
    first = huisje.gegevens["woonsituatie"]
    huisje.brengt_in("regisseur", "woonsituatie", rol="casusdeelnemer")
    huisje.h.klok.goes(seconds=1)
    line = _ground(huisje, gegeven=first.id)
    huisje.h.add(line, "regisseur", casus=huisje.id)
    request = huisje.vraag(
        "bewaarder", "vernietigen", "woonsituatie", doel="bewaren-en-vernietigen"
    )
    of_it = huisje.over("bewaarder", gegeven=first.id)

    assert not _may(huisje, "woonsituatie")
    assert huisje.h.engine.decide(request, about=of_it)


VERDICT = Verdict("1" * 32, State.VERVALLEN, Actie.VERNIETIGEN, date(2026, 6, 1), "", "", "", "")
FACTS = CaseFacts("0" * 32, "zvh", "com", "wgs", "afgesloten", None, None)
DAY = date(2026, 6, 1)
HOLD = Hold("2" * 32, Grond.RECHTSVORDERING, DAY)


@pytest.mark.parametrize("state", list(State))
def test_nothing_blocks_what_is_known_to_be_free(state: State) -> None:
    """
    A statutory minimum, a hold that the terms know, and what cannot be said all block.
    """
    free = {State.VERVALLEN, State.LOOPT}

    assert (state not in free) == kept(VERDICT._replace(state=state), FACTS, DAY)


@pytest.mark.parametrize(
    ("hold", "blocks"),
    [
        (HOLD, True),
        (HOLD._replace(gegeven="1" * 32), True),
        (HOLD._replace(gegeven="3" * 32), False),
        (HOLD._replace(van=date(2026, 6, 2)), False),
        (HOLD._replace(tot=date(2026, 6, 2)), True),
        (HOLD._replace(tot=DAY), False),
    ],
)
def test_any_hold_blocks_while_it_is_there(hold: Hold, blocks: bool) -> None:
    """
    Also one on a ground that the terms of the case do not know: what is held is not destroyed.
    """
    assert blocks == kept(VERDICT, FACTS._replace(holds=(hold,)), DAY)


def test_what_is_wrong_goes_unless_it_is_held(huisje: Zaak) -> None:
    """
    An item that its source finds unlawful may go at once; a hold keeps that too.
    """
    item = huisje.gegevens["woonsituatie"].id
    huisje.h.klok.goes(seconds=1)
    huisje.verklaring("regisseur", "onjuist-of-onrechtmatig", Onderwerp.GEGEVEN, item)

    assert _may(huisje, "woonsituatie")
    assert not _may(huisje, "relaties")
    held(huisje, gegeven=item)
    assert not _may(huisje, "woonsituatie")


def test_what_was_renewed_stays(huisje: Zaak) -> None:
    """
    Of a renewed case go the items of who did not agree.
    """
    huisje.h.klok.goes(days=(last_day(huisje) - huisje.h.klok().date()).days - 30)
    grant = renewing(huisje, wie=("regisseur",))
    huisje.casus = huisje.h.huis.bijhouden.ga_naar(grant, "hernieuwd", motivering="Nog nodig.")
    _due(huisje)

    assert {"woonsituatie": False, "relaties": True} == {
        gegevens: _may(huisje, gegevens) for gegevens in ("woonsituatie", "relaties")
    }


def test_no_case_is_called_destroyed_that_is_there(huisje: Zaak) -> None:
    """
    The phase `vernietigd` is for the plan that destroys: nobody moves a case to it by hand.
    """
    _due(huisje)
    request = huisje.vraag(
        "bewaarder", "vernietigen", "casusmetadata", doel="bewaren-en-vernietigen"
    )
    grant = huisje.h.engine.require(request, about=huisje.over("bewaarder"))

    with pytest.raises(WrongUse):
        huisje.h.huis.bijhouden.ga_naar(grant, "vernietigd")
    assert {"vernietigen", "anonimiseren"} <= GOES_ON


# ------------------------------------------------------------- reasons besides the term


def _ground(zaak: Zaak, naam: str = "regisseur", **more: Any) -> Vernietigingsgrond:
    base: dict[str, Any] = {
        "id": zaak.h.uid(),
        "casus": zaak.id,
        "grond": Begin.NIET_MEER_NODIG,
        "medewerker": zaak.h.mensen[naam],
        "op": zaak.h.klok(),
    }
    return Vernietigingsgrond(**base | more)


def test_who_runs_the_case_says_that_it_is_no_longer_needed(zaak: Zaak) -> None:
    """
    Then it may go (WGS 1.8 lid 7); of one item, only that item; taken back, nothing.
    """
    line = _ground(zaak, gegeven=zaak.gegevens["woonsituatie"].id)
    zaak.h.add(line, "regisseur", casus=zaak.id)
    assert (True, False) == (_may(zaak, "woonsituatie"), _may(zaak, "relaties"))
    whole = _ground(zaak, op=zaak.h.klok())
    zaak.h.add(whole, "regisseur", casus=zaak.id)
    assert all(_may(zaak, gegevens) for gegevens in ALL)
    now = zaak.h.klok()
    for each in (line, whole):
        zaak.h.huis.registratie.mark(each, zaak.over("regisseur"), ingetrokken_op=now)

    assert not any(_may(zaak, gegevens) for gegevens in ALL)
    assert [] == deviations(zaak)
    with pytest.raises(Conflict):
        zaak.h.huis.registratie.mark(line, zaak.over("regisseur"), ingetrokken_op=now)


def test_after_closing_too(huisje: Zaak) -> None:
    """
    Who runs it still does, for what is left to be done.
    """
    closed(huisje)
    huisje.h.klok.goes(seconds=1)
    huisje.h.add(_ground(huisje, op=huisje.h.klok()), "regisseur", casus=huisje.id)

    assert _may(huisje, "woonsituatie")


REFUSED: dict[str, Any] = {
    "by who takes part and does not run it": ("officier", {}),
    "by who keeps the terms": ("bewaarder", {}),
    "by who keeps the registers": ("beheer", {}),
    "in the name of another": ("regisseur", {"naam": "officier"}),
    "of tomorrow": ("regisseur", {"later": True}),
    "about an item of nowhere": ("regisseur", {"gegeven": "f" * 32}),
}


@pytest.mark.parametrize("what", REFUSED)
def test_nobody_else_gives_a_reason_to_destroy(huisje: Zaak, what: str) -> None:
    """
    A wrong line here would destroy what may not be.
    """
    naam, changes = REFUSED[what]
    fields = dict(changes)
    line = _ground(huisje, fields.pop("naam", naam))
    if fields.pop("later", False):
        fields["op"] = line.op.replace(year=line.op.year + 1)
    line = Vernietigingsgrond(**{n: getattr(line, n) for n in type(line).model_fields} | fields)

    with pytest.raises(MayNotWrite):
        huisje.h.add(line, naam, casus=huisje.id)
    assert [] == deviations(huisje)


def test_a_reason_is_given_in_its_own_case(huisje: Zaak) -> None:
    """
    Running one case says nothing about another, nor about an item of another.
    """
    other = casusoverleg(huisje.h, 1)
    with pytest.raises(MayNotWrite):
        huisje.h.add(_ground(other), "regisseur", casus=huisje.id)
    theirs = _ground(huisje, gegeven=other.gegevens["woonsituatie"].id)
    with pytest.raises(MayNotWrite):
        huisje.h.add(theirs, "regisseur", casus=huisje.id)


def test_only_a_deelnemer_of_lid_1_answers_for_it(huisje: Zaak) -> None:
    """
    A private deelnemer that is let run a case does not say that it may be destroyed (WGS 2.27).
    """
    h = huisje.h
    line = h.aanwijzing("behandelaar")
    fields = {name: getattr(line, name) for name in Medewerker.model_fields}
    h.add(Medewerker(**fields | {"rollen": ("procesregisseur",)}), "beheer-ggz")
    huisje.doet_mee(GGZ, (COLLEGE, "om-oost-brabant", "rvdk-oost-brabant"))
    assigned = Toewijzing(
        id=h.uid(),
        casus=huisje.id,
        medewerker=h.mensen["behandelaar"],
        rol="procesregisseur",
        van=h.klok().date(),
    )
    h.add(assigned, "regisseur", casus=huisje.id)

    with pytest.raises(MayNotWrite):
        h.add(_ground(huisje, "behandelaar"), "behandelaar", casus=huisje.id)


def _by_their_own_door(zaak: Zaak) -> list[Register]:
    now, h = zaak.h.klok(), zaak.h
    base: dict[str, Any] = {"id": h.uid(), "casus": zaak.id}
    return [
        Opschorting(
            **base,
            grond=Grond.RECHTSVORDERING,
            kenmerk="x",
            motivering=b"x",
            eigenaar=h.mensen["bewaarder"],
            op=now,
            herzien_voor=now.date(),
        ),
        Hernieuwing(
            **base,
            geval=Geval.A,
            besluit=h.uid(),
            verstrekking=h.uid(),
            instemmingen=(),
            motivering=b"x",
            volgnummer=1,
            van=now.date(),
            tot=last_day(zaak),
        ),
        Afscherming(**base, waarom=Waarom.AFGESLOTEN, op=now),
    ]


@pytest.mark.parametrize("kind", range(3))
@pytest.mark.parametrize("naam", ["regisseur", "bewaarder", "contact", "beheer", "fg"])
def test_what_has_a_door_of_its_own_is_written_by_no_other(
    huisje: Zaak, kind: int, naam: str
) -> None:
    """
    Holds, renewals and shields are never lines that somebody writes in the registers.
    """
    line = _by_their_own_door(huisje)[kind]

    with pytest.raises(MayNotWrite):
        huisje.h.huis.registratie.add(line, huisje.over(naam))
