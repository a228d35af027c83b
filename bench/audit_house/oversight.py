"""
What is done in the invented house besides its cases: training, retention, oversight.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bench.audit_house.people import Staff
from bench.audit_house.workspace import CONVENANT
from tests.bsn import bsn
from zvhprivacy.engine.grant import Grant
from zvhprivacy.logboek.line import Logdoel
from zvhprivacy.logboek.reading import Query
from zvhprivacy.model.bewaarplan import PlanState
from zvhprivacy.model.registers import Aanleiding, Publicatie
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.domain import LOGBOEK_BETROKKENEN
from zvhprivacy.vault.herleiden import Aanleiding as Waarom
from zvhprivacy.vault.pseudonym import Pseudoniem


FIRST = 1_000  # the number of the first invented person of the copies


Act = Callable[[Staff, date], object]


def keep_terms(staff: Staff, friday: date, *, new: bool) -> None:
    """
    Carry out what was approved a week ago, and plan what has to go since, if there is anything.
    """
    bewaren, klok = staff.huis.bewaren, staff.klok
    approved = bewaren.plannen(PlanState.GOEDGEKEURD)
    if new:
        klok.to(friday, 16)
        klok.nu += timedelta(minutes=30)
        found = bewaren.stel_op(staff.about("bewaarder"))
        if found is not None:
            plan = found[0]
            bewaren.keur_goed(plan.id, plan.hash, staff.about("goedkeurder"))
    if approved:
        klok.to(friday, 17)
        bewaren.run(if_due=True)
        for plan in approved:
            bewaren.onderteken(bewaren.verklaring(plan.id))


def _trained(staff: Staff, friday: date) -> None:
    staff.train(friday)


def _log_read(staff: Staff, _: date) -> None:
    request = staff.request(
        "fg", "logboek-inzien", "logregel", doel="rechtmatigheidstoezicht", fase="casusoverleg"
    )
    grant = staff.engine.require(request, about=staff.about("fg"), verklaard=["logdoel"])
    staff.huis.logboek_inzien(grant, Query(), doel=Logdoel.INTERNE_CONTROLE, limit=10)


def _reported(staff: Staff, friday: date) -> None:
    """
    Make the report on last year public (WGS 1.12).
    """
    report = Publicatie(
        id=staff.uid(),
        wat=f"jaarverslag-{friday.year - 1}",
        convenant=CONVENANT,
        waar="huis.invalid/jaarverslag",
        van=friday,
    )
    staff.add(report, "beheer-college")


def _led_back(staff: Staff, _: date) -> None:
    """
    Lead somebody back with a second pair of eyes.
    """
    pseudoniem, herleiden = _somebody(staff), staff.huis.herleiden
    kenmerk = herleiden.vraag_aan(
        pseudoniem, Waarom.INCIDENT, "rechtmatigheidstoezicht", staff.about("fg")
    )
    herleiden.keur_goed(kenmerk, staff.about("toetser"))
    herleiden.herleid(_to_lead_back(staff, goedkeuring=kenmerk), pseudoniem)


def _in_need(staff: Staff, friday: date) -> None:
    """
    Use the noodprocedure, and let another person review that on Monday.
    """
    pseudoniem, herleiden = _somebody(staff), staff.huis.herleiden
    herleiden.herleid(_to_lead_back(staff, noodprocedure=True), pseudoniem)
    staff.klok.to(friday, 18)
    for each in herleiden.te_beoordelen():
        herleiden.beoordeel(each.id, staff.about("toetser"))


def _to_lead_back(staff: Staff, *, noodprocedure: bool = False, **about: str) -> Grant:
    now = staff.klok()
    reason = Aanleiding(id=staff.uid(), soort="klacht", op=now, tot=now + timedelta(days=2))
    staff.add(reason, "fg")
    request = staff.request(
        "fg",
        "herleiden",
        "identificatie-contact",
        doel="rechtmatigheidstoezicht",
        fase="casusoverleg",
    )
    return staff.engine.require(
        request,
        about=staff.about("fg", aanleiding=reason.id, **about),
        noodprocedure=noodprocedure,
    )


def _somebody(staff: Staff) -> Pseudoniem:
    persons = staff.huis.storage.persons
    return persons.pseudonym(persons.enrol(Bsn(bsn(FIRST))), LOGBOEK_BETROKKENEN)


def _each(first: date, weeks: int, act: Act) -> list[tuple[date, Act]]:
    last = date(2030, 6, 20)
    count = (last - first).days // (7 * weeks) + 1
    return [(first + timedelta(weeks=weeks * number), act) for number in range(count)]


CALENDAR: list[tuple[date, Act]] = [
    *_each(date(2025, 10, 3), 13, _log_read),
    (date(2027, 5, 21), _trained),
    (date(2029, 5, 18), _trained),
    *_each(date(2026, 2, 6), 52, _led_back),
    *_each(date(2026, 5, 1), 52, _reported),
    *_each(date(2026, 4, 3), 52, _in_need),
]
