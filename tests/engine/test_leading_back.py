"""
From a pseudonym to a person, outside a case: two people, once, for exactly this; or flagged.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.bsn import bsn
from tests.engine.houses import Huis
from tests.engine.intruder import deviations
from tests.engine.test_grants import lines, refused
from tests.engine.zaken import Zaak
from zvhprivacy.engine.grant import Grant
from zvhprivacy.errors import WrongUse, ZvhError
from zvhprivacy.logboek.line import Gebeurtenis, Resultaat
from zvhprivacy.model.about import About
from zvhprivacy.model.registers import Aanleiding as Reden
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.domain import LOGBOEK_BETROKKENEN
from zvhprivacy.vault.herleiden import Aanleiding, ApprovalRefused
from zvhprivacy.vault.person import PersonId
from zvhprivacy.vault.pseudonym import Pseudoniem


DOEL = "rechtmatigheidstoezicht"
ASKER, SECOND = "fg", "toetser"


def reason(zaak: Zaak, tot: timedelta = timedelta(days=2)) -> str:
    """
    Register a reason to lead back, outside any case.
    """
    now = zaak.h.klok()
    line = Reden(id=zaak.h.uid(), soort="klacht", op=now, tot=now + tot)
    zaak.h.add(line, ASKER)
    return line.id


def ask(zaak: Zaak, pseudoniem: Pseudoniem | None = None, doel: str = DOEL) -> str:
    """
    Ask to lead the pseudonym of the logboek of the betrokkene back.
    """
    return zaak.h.huis.herleiden.vraag_aan(
        pseudoniem or known(zaak), Aanleiding.INCIDENT, doel, zaak.h.van(ASKER)
    )


def known(zaak: Zaak, nummer: int = 0) -> Pseudoniem:
    """
    Give the pseudonym under which the logboek knows somebody.
    """
    persons = zaak.h.huis.storage.persons
    person = persons.enrol(Bsn(bsn(nummer)))
    return persons.pseudonym(person, LOGBOEK_BETROKKENEN)


def grant(
    zaak: Zaak, *, noodprocedure: bool = False, naam: str = ASKER, **about: str | None
) -> Grant:
    """
    Get a Grant to lead back.
    """
    request = zaak.h.vraag(
        naam, "herleiden", "identificatie-contact", doel=DOEL, fase="casusoverleg"
    )
    return zaak.h.engine.require(
        request,
        about=zaak.h.van(naam, aanleiding=reason(zaak), **about),
        noodprocedure=noodprocedure,
    )


def test_two_people_lead_one_pseudonym_back(zaak: Zaak) -> None:
    """
    One asks, another approves, and the first gets who it is; the logboek names both.
    """
    kenmerk = ask(zaak)
    zaak.h.huis.herleiden.keur_goed(kenmerk, zaak.h.van(SECOND))
    found = zaak.h.huis.herleiden.herleid(grant(zaak, goedkeuring=kenmerk), known(zaak))
    persons, told = zaak.h.huis.storage.persons, lines(zaak)[0]

    assert Bsn(bsn(0)) == found.bsn
    assert bsn(0) not in repr(found)
    assert Gebeurtenis.HERLEIDEN == told.gebeurtenis
    assert PersonId(zaak.h.personen[SECOND]) == persons.resolve(
        Pseudoniem(told.goedgekeurd_door or "")
    )
    assert PersonId(zaak.h.personen[ASKER]) == persons.resolve(Pseudoniem(told.actor))


def test_nobody_approves_his_own(zaak: Zaak) -> None:
    """
    The same person is no second pair of eyes, and that it was tried is written down.
    """
    kenmerk = ask(zaak)

    with pytest.raises(ApprovalRefused):
        zaak.h.huis.herleiden.keur_goed(kenmerk, zaak.h.van(ASKER))
    assert Resultaat.MISLUKT == lines(zaak)[0].resultaat


def test_only_oversight_approves(huisje: Zaak) -> None:
    """
    Who works on cases approves nothing.
    """
    kenmerk = ask(huisje)

    with pytest.raises(WrongUse):
        huisje.h.huis.herleiden.keur_goed(kenmerk, huisje.h.van("officier"))


def _approved(zaak: Zaak) -> str:
    kenmerk = ask(zaak)
    zaak.h.huis.herleiden.keur_goed(kenmerk, zaak.h.van(SECOND))
    return kenmerk


def _not_approved(zaak: Zaak) -> object:
    return zaak.h.huis.herleiden.herleid(grant(zaak, goedkeuring=ask(zaak)), known(zaak))


def _other_pseudonym(zaak: Zaak) -> object:
    held = grant(zaak, goedkeuring=_approved(zaak))
    return zaak.h.huis.herleiden.herleid(held, known(zaak, 1))


def _other_person(zaak: Zaak) -> object:
    held = grant(zaak, goedkeuring=_approved(zaak), naam=SECOND)
    return zaak.h.huis.herleiden.herleid(held, known(zaak))


def _other_purpose(zaak: Zaak) -> object:
    kenmerk = ask(zaak, doel="rechten-betrokkene")
    zaak.h.huis.herleiden.keur_goed(kenmerk, zaak.h.van(SECOND))
    return zaak.h.huis.herleiden.herleid(grant(zaak, goedkeuring=kenmerk), known(zaak))


def _twice(zaak: Zaak) -> object:
    held = grant(zaak, goedkeuring=_approved(zaak))
    zaak.h.huis.herleiden.herleid(held, known(zaak))
    return zaak.h.huis.herleiden.herleid(held, known(zaak))


def _too_late(zaak: Zaak) -> object:
    kenmerk = _approved(zaak)
    zaak.h.klok.goes(hours=24)
    return zaak.h.huis.herleiden.herleid(grant(zaak, goedkeuring=kenmerk), known(zaak))


def _without(zaak: Zaak) -> object:
    return zaak.h.huis.herleiden.herleid(grant(zaak), known(zaak))


def _other_act(zaak: Zaak) -> object:
    held = zaak.mag("regisseur", "inzien", "woonsituatie")
    return zaak.h.huis.herleiden.herleid(held, known(zaak))


@pytest.mark.parametrize(
    "attempt",
    [
        _not_approved,
        _other_pseudonym,
        _other_person,
        _other_purpose,
        _twice,
        _too_late,
        _without,
        _other_act,
    ],
)
def test_anything_else_is_refused(zaak: Zaak, attempt: Callable[[Zaak], object]) -> None:
    """
    Not approved, another pseudonym, person or purpose, a second time, too late: nobody is named.
    """
    with pytest.raises((ApprovalRefused, WrongUse)):
        attempt(zaak)
    assert [] == deviations(zaak)


def test_without_a_reason_nobody_is_led_back(huisje: Zaak) -> None:
    """
    A reason that is over, or that is there for a case, is none.
    """
    kenmerk = _approved(huisje)
    about = huisje.h.van(
        ASKER, goedkeuring=kenmerk, aanleiding=reason(huisje, timedelta(minutes=1))
    )
    huisje.h.klok.goes(minutes=2)
    request = huisje.h.vraag(ASKER, "herleiden", "identificatie-contact", doel=DOEL)

    assert refused(lambda: huisje.h.engine.require(request, about=about))
    assert refused(lambda: huisje.h.engine.require(request, about=about, noodprocedure=True))


def test_a_miss_is_as_a_hit(zaak: Zaak) -> None:
    """
    Of a pseudonym of nobody here the approval is used up and it is written down all the same.
    """
    persons = zaak.h.huis.storage.persons
    nobody = known(zaak, 5)
    person = persons.resolve(nobody)
    assert person is not None
    persons.shred(person)
    kenmerk = ask(zaak, nobody)
    zaak.h.huis.herleiden.keur_goed(kenmerk, zaak.h.van(SECOND))
    found = zaak.h.huis.herleiden.herleid(grant(zaak, goedkeuring=kenmerk), nobody)

    assert (None, None) == (found.persoon, found.bsn)
    assert (Gebeurtenis.HERLEIDEN, Resultaat.GELUKT) == (
        lines(zaak)[0].gebeurtenis,
        lines(zaak)[0].resultaat,
    )


# ------------------------------------------------------------- alone


def _broken(zaak: Zaak) -> None:
    zaak.h.huis.herleiden.herleid(grant(zaak, noodprocedure=True), known(zaak))


def test_the_noodprocedure_is_reviewed_by_another(zaak: Zaak) -> None:
    """
    Alone it can be done; it is marked, waits for a review within 30 days, and not by who did it.
    """
    _broken(zaak)
    herleiden = zaak.h.huis.herleiden
    [open_] = herleiden.te_beoordelen()

    assert lines(zaak)[0].noodprocedure
    assert timedelta(days=30) == (open_.beoordelen_voor or open_.gevraagd_op) - open_.gevraagd_op
    with pytest.raises(ApprovalRefused):
        herleiden.beoordeel(open_.id, zaak.h.van(ASKER))
    assert [open_] == list(herleiden.te_beoordelen())
    herleiden.beoordeel(open_.id, zaak.h.van(SECOND))
    assert [] == list(herleiden.te_beoordelen())


def test_nobody_asks_without_end(huisje: Zaak) -> None:
    """
    Ten times a day, the noodprocedure included.
    """
    for _ in range(9):
        ask(huisje)
    _broken(huisje)

    with pytest.raises(ApprovalRefused):
        ask(huisje)
    with pytest.raises(ApprovalRefused):
        _broken(huisje)


def test_only_designated_people_ask(leeg: Huis) -> None:
    """
    Who is nobody here asks, approves and reviews nothing.
    """
    herleiden, nobody = leeg.huis.herleiden, About(medewerker="a" * 32)
    for call in (
        lambda: herleiden.vraag_aan(Pseudoniem("x"), Aanleiding.INCIDENT, DOEL, nobody),
        lambda: herleiden.keur_goed("x", nobody),
        lambda: herleiden.beoordeel("x", nobody),
    ):
        with pytest.raises(ZvhError):
            call()
