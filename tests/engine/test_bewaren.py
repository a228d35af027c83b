"""
Retention at an engine: two persons decide, anybody may watch, and what was destroyed stays so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.bewaren import conftest as built
from tests.bewaren.huis import DUE, FRESH, Bewaarhuis, Bouw, heropend
from tests.bewaren.test_run import carried_out, ground
from tests.engine.houses import HUIS, WORKSPACE
from zvhprivacy.bewaren.approve import NotApproved
from zvhprivacy.bewaren.approve import Waarom as Weigering
from zvhprivacy.engine import Engine
from zvhprivacy.engine.content import GEGEVEN
from zvhprivacy.engine.schaduw import Schaduw, ShadowOnly
from zvhprivacy.errors import AccessDenied, WrongUse
from zvhprivacy.logboek.line import Gebeurtenis, Resultaat
from zvhprivacy.model.about import About
from zvhprivacy.model.bewaarplan import PlanState
from zvhprivacy.model.bewaren import Afscherming, State, Waarom
from zvhprivacy.model.casus import Aard, Betrokkene, Casus, Gegeven, Over
from zvhprivacy.model.registers import Medewerker
from zvhprivacy.store.planning import OnePerson, PlanRefused
from zvhprivacy.vault.key import KeyDestroyed
from zvhprivacy.vault.person import PersonUnknown


_policy_read_once = built._policy_read_once
bewaarbouw, bewaarbouw_postgres = built.bewaarbouw, built.bewaarbouw_postgres
b, s = built.b, built.s


# ------------------------------------------------------------- two persons


def test_looking_changes_nothing(b: Bewaarhuis) -> None:
    """
    What is kept is the list that was looked at, and looking leaves no plan and no line.
    """
    b.zaak()
    size = b.rooms.storage.log.head().size
    seen = b.bewaren.plan()

    assert size == b.rooms.storage.log.head().size
    assert () == b.bewaren.plannen()
    made = b.bewaren.stel_op(b.een)
    assert made is not None
    assert (seen.hash, seen.regels) == (made[0].hash, b.bewaren.regels(made[0].id))


def test_looking_further_ahead_lists_more(s: Bewaarhuis) -> None:
    """
    What has to go a year from now is not on the list of today.
    """
    s.zaak(date(2022, 1, 1))

    assert () == s.bewaren.plan().regels
    assert 1 == len(s.bewaren.plan(op=date(2027, 1, 1)).regels)


def test_nothing_to_do_makes_no_plan(s: Bewaarhuis) -> None:
    """
    A house in which nothing is due keeps no empty plan.
    """
    s.zaak(FRESH)

    assert s.bewaren.stel_op(s.een) is None
    assert () == s.bewaren.plannen()


@pytest.mark.parametrize("who", ["een", "dubbel"])
def test_who_made_it_does_not_approve_it(b: Bewaarhuis, who: str) -> None:
    """
    Nor does he with another account; that he tried is written down.
    """
    b.zaak()
    made = b.bewaren.stel_op(b.een)
    assert made is not None
    with pytest.raises(OnePerson):
        b.bewaren.keur_goed(made[0].id, made[0].hash, getattr(b, who))

    assert [PlanState.OPGESTELD] == [each.state for each in b.bewaren.plannen()]
    [told] = [x for x in b.verteld(Gebeurtenis.BESLUIT) if x.reden == "goedgekeurd"]
    assert Resultaat.MISLUKT is told.resultaat


def test_who_saw_another_list_does_not_approve_this_one(b: Bewaarhuis) -> None:
    """
    Of two plans he approves the newest, by the hash that he saw.
    """
    b.zaak()
    first = b.bewaren.stel_op(b.een)
    b.zaak()
    b.h.klok.goes(seconds=1)
    second = b.bewaren.stel_op(b.een)
    assert first is not None
    assert second is not None
    attempts = {
        (first[0].id, first[0].hash): Weigering.AL_VERDER,  # it lapsed when the second came
        (second[0].id, first[0].hash): Weigering.ANDER_PLAN,
    }
    for (plan, hash_), waarom in attempts.items():
        with pytest.raises(NotApproved) as refused:
            b.bewaren.keur_goed(plan, hash_, b.twee)
        assert waarom is refused.value.waarom

    approved = b.bewaren.keur_goed(second[0].id, second[0].hash, b.twee)
    assert (PlanState.GOEDGEKEURD, b.twee.medewerker) == (
        approved.state,
        approved.goedgekeurd_door,
    )


def test_a_plan_that_is_too_old_is_not_approved(b: Bewaarhuis) -> None:
    """
    After two weeks a new one has to be made; the next run lets the old one lapse.
    """
    b.zaak()
    made = b.bewaren.stel_op(b.een)
    assert made is not None
    b.h.klok.goes(days=14)

    with pytest.raises(NotApproved) as refused:
        b.bewaren.keur_goed(made[0].id, made[0].hash, b.twee)
    assert Weigering.VERLOPEN is refused.value.waarom
    b.bewaren.run(if_due=True)
    assert [PlanState.VERVALLEN] == [each.state for each in b.bewaren.plannen()]


def _nobody(b: Bewaarhuis) -> About:
    return About()


def _stranger(b: Bewaarhuis) -> About:
    return About(medewerker="f" * 32)


def _other_role(b: Bewaarhuis) -> About:
    return b.h.van("beheer")


@pytest.mark.parametrize("who", [_nobody, _stranger, _other_role])
def test_only_who_keeps_the_terms_decides(
    s: Bewaarhuis, who: Callable[[Bewaarhuis], About]
) -> None:
    """
    Nobody, a stranger, or somebody with another role makes, approves and withdraws nothing.
    """
    s.zaak()
    with pytest.raises((AccessDenied, WrongUse)):
        s.bewaren.stel_op(who(s))
    made = s.bewaren.stel_op(s.een)
    assert made is not None
    with pytest.raises((AccessDenied, WrongUse)):
        s.bewaren.keur_goed(made[0].id, made[0].hash, who(s))
    with pytest.raises((AccessDenied, WrongUse)):
        s.bewaren.trek_in(made[0].id, who(s))
    assert [PlanState.OPGESTELD] == [each.state for each in s.bewaren.plannen()]


def test_while_it_waits_a_plan_can_be_withdrawn(b: Bewaarhuis) -> None:
    """
    That is what the waiting is for; nothing goes, and it is there to be planned again.
    """
    zaak = b.zaak()
    plan = b.goedgekeurd()
    b.bewaren.trek_in(plan.id, b.een)

    assert () == b.bewaren.run(if_due=True).plannen
    assert {zaak.id} == b.er_zijn(Casus)
    assert [zaak.id] == [line.casus for line in b.bewaren.plan().regels]
    assert {None} == {line.casus for line in b.bewaren.regels(plan.id)}
    with pytest.raises(PlanRefused):
        b.bewaren.trek_in(plan.id, b.een)


def test_in_the_shadow_nothing_goes(bewaarbouw: Bouw, tmp_path: Path) -> None:
    """
    An engine that only shadows plans, approves, carries out, shields and tells nothing.
    """
    with bewaarbouw.kopie(tmp_path) as here:
        fg, ciso = here.uid(), here.uid()
        here._aangewezen(fg, ("fg",), None)
        here._aangewezen(ciso, ("ciso",), None)
    schaduw = Schaduw(tot=date(2026, 7, 1), fg=fg, ciso=ciso)
    with heropend(tmp_path, None, here, schaduw=schaduw) as b:
        calls: list[Callable[[], object]] = [
            b.bewaren.plan,
            lambda: b.bewaren.stel_op(b.een),
            lambda: b.bewaren.keur_goed("x", "y", b.twee),
            lambda: b.bewaren.trek_in("x", b.twee),
            b.bewaren.run,
            b.bewaren.scherm_af,
            b.bewaren.status,
        ]
        for call in calls:
            with pytest.raises(ShadowOnly):
                call()


def test_without_keys_there_is_nothing_to_keep() -> None:
    """
    An engine without a database has no retention, and a ledger asks for keys too.
    """
    with (
        Engine.open(WORKSPACE, zonder_logboek=True, niet_ondertekend=True) as engine,
        pytest.raises(WrongUse),
    ):
        engine.bewaren.plan()
    with pytest.raises(WrongUse):
        Engine.open(WORKSPACE, zonder_logboek=True, vernietigingsregister="register.jsonl")


# ------------------------------------------------------------- watching


def test_the_status_says_what_is_late_what_waits_and_what_failed(b: Bewaarhuis) -> None:
    """
    In counts and days: it names no case and nobody.
    """
    late, held = b.zaak(date(2021, 5, 1)), b.zaak(date(2021, 5, 1))
    b.zaak(DUE)
    b.opgeschort(held, herzien_voor=date(2026, 6, 1))
    status = b.bewaren.status()

    assert not status.in_order
    assert (2, date(2026, 5, 1)) == (status.laat, status.oudste)  # the item and the case
    assert date(2026, 6, 10) == status.volgende
    assert {State.OPGESCHORT: 2} == status.vast
    assert (1, date(2026, 6, 1)) == (status.te_herzien, status.herzien_sinds)
    assert late.id not in str(status.as_json())

    made = b.bewaren.stel_op(b.een)
    assert made is not None
    assert [made[0].id] == [each.id for each in b.bewaren.status().wacht_op_goedkeuring]
    b.bewaren.keur_goed(made[0].id, made[0].hash, b.twee)
    assert [made[0].id] == [each.id for each in b.bewaren.status().goedgekeurd]
    b.h.klok.goes(days=7)
    carried_out(b)
    after = b.bewaren.status()
    assert (0, None, made[0].id) == (after.laat, after.oudste, after.laatste and after.laatste.id)


# ------------------------------------------------------------- shielding


def shields(b: Bewaarhuis) -> set[tuple[str, str | None, Waarom]]:
    """
    Give what is shielded now, and why.
    """
    from zvhprivacy.store.every import every_row

    rows = (each.waarde for each in every_row(b.rooms.storage.hoofd))
    return {
        (row.casus, row.gegeven, row.waarom)
        for row in rows
        if isinstance(row, Afscherming) and row.opgeheven_op is None
    }


def test_what_is_closed_or_waits_is_shielded_and_nothing_else(b: Bewaarhuis) -> None:
    """
    A closed case, one that has to go today, an item that is not needed; each with its line.
    """
    b.zaak(FRESH)
    closed = b.zaak(FRESH, fase="afgesloten", sinds=b.h.klok() - timedelta(days=3))
    over = b.zaak(date(2021, 6, 1))
    part = b.zaak(FRESH, gegevens=[("woonsituatie", FRESH), ("relaties", FRESH)])
    ground(b, part, part.gegevens[0])
    done = b.bewaren.scherm_af()

    assert {
        (closed.id, None, Waarom.AFGESLOTEN),
        (over.id, None, Waarom.VERVALLEN),
        (part.id, part.gegevens[0], Waarom.VERVALLEN),
    } == shields(b)
    assert (3, 0) == done
    assert [] == b.afwijkingen()
    assert (0, 0) == b.bewaren.scherm_af()


def test_a_shield_is_lifted_when_its_reason_is_gone(b: Bewaarhuis) -> None:
    """
    And put up for another reason when there is one.
    """
    zaak = b.zaak(date(2021, 6, 1))
    b.bewaren.scherm_af()
    b.opgeschort(zaak)
    done = b.bewaren.scherm_af()

    assert (1, 1) == done
    assert {(zaak.id, None, Waarom.OPGESCHORT)} == shields(b)
    assert [] == b.afwijkingen()


# ------------------------------------------------------------- what comes meanwhile


def test_nothing_is_stored_under_a_key_that_went_meanwhile(
    b: Bewaarhuis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What was sealed before and is stored after the key was destroyed would never open again.
    """
    zaak = b.zaak(FRESH)
    storage, content = b.rooms.storage, b.rooms.content
    row = b.uid()
    sealed = content.seal(GEGEVEN, row, zaak.id, 1, "tekst")
    item = Gegeven(
        id=row,
        casus=zaak.id,
        betrokkene=zaak.betrokkenen[0],
        categorie="relaties",
        aard=Aard.FEIT,
        peildatum=FRESH,
        bronnen=("om",),
        verstrekt_op=FRESH,
        eerste_verwerking=FRESH,
        laatste_verwerking=FRESH,
        inhoud=sealed,
    )
    stored: list[object] = []
    store = content.while_alive([item], stored.append)
    store("eerst")
    b.h.huis.vernieuw_casussleutel(zaak.id)
    store("met de oude sleutel")
    storage.keys.destroy_all(
        [key.nummer for key in storage.keys.list() if key.naam == zaak.id and key.versie == 1]
    )

    with pytest.raises(KeyDestroyed):
        store("te laat")


def test_nobody_is_stored_whose_secret_went_meanwhile(b: Bewaarhuis) -> None:
    """
    Who was enrolled before and is taken up after his secret was destroyed would be nobody.
    """
    zaak = b.zaak(FRESH)
    persoon, row = b.rooms.storage.persons.enrol(), b.uid()
    person = Betrokkene(
        id=row,
        casus=zaak.id,
        over=Over.BETROKKENE,
        pseudoniem=b.rooms.content.pseudonym(persoon, HUIS, "com"),
        persoon=b.rooms.content.seal_who(row, zaak.id, persoon),
    )
    store = b.rooms.content.while_alive([person], lambda _: None)
    store(None)
    b.rooms.storage.persons.shred(persoon)

    with pytest.raises(PersonUnknown):
        store(None)


def test_a_line_about_people_that_was_written_in_a_case_outlives_it(b: Bewaarhuis) -> None:
    """
    Who was designated while a case was at hand, is as his line says after that case went.
    """
    zaak = b.zaak()
    line = b.h.stored(Medewerker, b.een.medewerker or "")
    other = {name: getattr(line, name) for name in Medewerker.model_fields}
    fresh = Medewerker(**other | {"id": b.uid(), "persoon": b.rooms.storage.persons.enrol()})
    b.h.add(fresh, "beheer", casus=zaak.id)
    b.goedgekeurd()
    carried_out(b)

    assert fresh.id in b.er_zijn(Medewerker)
    assert [] == b.afwijkingen()
