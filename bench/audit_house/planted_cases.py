"""
Violations in cases, and by the people and organisations that take part in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bench.audit_house.people import COLLEGE, DERDE, GGZ, KEEPER, POLITIE, SINDS
from bench.audit_house.planting import CLOSED, RUNNING, Planter, cases
from zvhprivacy.model.casus import (
    Deelname,
)
from zvhprivacy.model.registers import (
    Besluit,
    Criteria,
    Medewerker,
    Publicatie,
    Stem,
    Verklaring,
)


Row = tuple[Any, ...]


def no_vog(p: Planter) -> int:
    """
    Plant that of two people nobody knows of a VOG or screening.
    """
    people = p.rows(Medewerker)[-2:]
    return len(p.change(people, vog_of_screening=None))


def third_with_account(p: Planter) -> int:
    """
    Plant that somebody of a third party has an account.
    """
    like = next(row for row in reversed(p.rows(Medewerker)) if row.rollen == KEEPER)
    fields = {name: getattr(like, name) for name in Medewerker.model_fields}
    p.add([Medewerker(**fields | {"id": "d" * 32, "organisatie": DERDE, "van": SINDS})])
    return 1


def criteria_afterwards(p: Planter) -> int:
    """
    Plant that the criteria were judged when the case had been taken up already.
    """
    late = p.rows(Criteria, "op >= '2029-07-02'")[:2]
    return len(p.change(late, op=lambda row: row.op + timedelta(hours=2)))


def no_public_decision(p: Planter) -> int:
    """
    Plant that who decided to take cases up was a private deelnemer.
    """
    running = {casus.id for casus in cases(p, RUNNING, 100)}
    found = [
        row
        for row in p.rows(Besluit, waarover="beoordelen")
        if row.casus in running and row.naar == "in-behandeling"
    ][:2]
    return len(
        p.change(
            found,
            stemmen=lambda row: (
                Stem(organisatie=GGZ, medewerker=row.stemmen[0].medewerker, voor=True),
            ),
        )
    )


def joined_without_decision(p: Planter) -> int:
    """
    Plant that an organisation takes part and nobody decided that.
    """
    return len(p.change(p.rows(Deelname, organisatie=POLITIE)[:2], besluit=None))


def signed_too_late(p: Planter) -> int:
    """
    Plant that a third party signed for secrecy after it came.
    """
    some = p.rows(Deelname, "als_derde AND van >= '2029-07-02'")[:2]
    return len(p.change(some, geheimhouding_op=lambda row: row.van + timedelta(days=3)))


def off_the_list(p: Planter) -> int:
    """
    Plant that the deelnemers no longer say of a case on the list that it meets the criteria.
    """
    said = p.rows(Verklaring, feit="lijstcriteria-voldaan")
    there = {casus.id for casus in cases(p, "fase = 'hernieuwd'", 2)}
    some = [row for row in said if row.onderwerp in there and row.organisatie != COLLEGE]
    p.change(some, ingetrokken_op=lambda row: row.op + timedelta(days=90))
    return len(there)


def no_training(p: Planter) -> int:
    """
    Plant that two people followed no training.
    """
    return len(p.change(p.rows(Medewerker)[-2:], opleidingen=()))


def no_secrecy(p: Planter) -> int:
    """
    Plant that two people signed no secrecy.
    """
    return len(p.change(p.rows(Medewerker)[-2:], geheimhouding=None))


def no_role(p: Planter) -> int:
    """
    Plant that two people have no role.
    """
    return len(p.change(p.rows(Medewerker)[-2:], rollen=()))


def another_purpose(p: Planter) -> int:
    """
    Plant that cases are there for a purpose that is none of the law.
    """
    return len(p.change(cases(p, CLOSED, 2), doel="onbekend-doel"))


def reported_by_nobody(p: Planter) -> int:
    """
    Plant that nobody knows who reported cases.
    """
    some = cases(p, "eerste_verwerking >= '2029-07-02'", 2)
    return len(p.change(some, aangemeld_door="onbekend-huis"))


def no_report(p: Planter) -> int:
    """
    Plant that there is no report on the last year.
    """
    last = p.rows(Publicatie, wat="jaarverslag-2029")
    return len(p.change(last, wat="nieuwsbrief"))


ROWS: Mapping[str, Row] = {
    "no-vog": ("vog-bekend", "bestaan", no_vog),
    "third-with-account": ("derde-zonder-account", "bestaan", third_with_account),
    "criteria-afterwards": ("criteria-voor-behandeling", "werking", criteria_afterwards),
    "no-public-decision": ("besluit-door-publieke-deelnemer", "bestaan", no_public_decision),
    "joined-without-decision": (
        "deelname-door-publieke-deelnemer",
        "bestaan",
        joined_without_decision,
    ),
    "signed-too-late": ("derde-tekende-vooraf", "werking", signed_too_late),
    "off-the-list": ("lijst-voldoet", "werking", off_the_list),
    "no-training": ("opleiding-gevolgd", "bestaan", no_training),
    "no-secrecy": ("geheimhouding-getekend", "bestaan", no_secrecy),
    "no-role": ("gebruiker-met-rol", "bestaan", no_role),
    "another-purpose": ("casus-met-doel", "bestaan", another_purpose),
    "reported-by-nobody": ("aanmelding-met-controle", "bestaan", reported_by_nobody),
    "no-report": ("jaarverslag-gemaakt", "bestaan", no_report),
}
