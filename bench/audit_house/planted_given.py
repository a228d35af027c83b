"""
Violations in what was given, and in what was said and agreed about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bench.audit_house.people import GGZ, OM, POLITIE
from bench.audit_house.planting import Planter
from zvhprivacy.model.casus import (
    Beperking,
    Gegeven,
    Voorwaarde,
)
from zvhprivacy.model.registers import (
    Bezwaar,
    Correctie,
    Oordeel,
    RacAdvies,
    Terugkoppeling,
    Toestemming,
    Verklaring,
    Verstrekking,
    Weigering,
)


Row = tuple[Any, ...]


def health_without_consent(p: Planter) -> int:
    """
    Plant that consent came only after what it was for was provided.
    """
    some = p.rows(Toestemming)[:3]
    return len(p.change(some, gegeven_op=lambda row: row.gegeven_op + timedelta(days=30)))


def third_before_test(p: Planter) -> int:
    """
    Plant that a third party got a result before the test of lawfulness.
    """
    return len(p.change(p.rows(RacAdvies)[:2], op=lambda row: row.op + timedelta(days=2)))


def elsewhere_before_need(p: Planter) -> int:
    """
    Plant that another house got data before there was an answer, or a need that showed from facts.
    """
    some = p.rows(Verklaring, feit="noodzaak-uit-feiten")[:2]
    return len(p.change(some, op=lambda row: row.op + timedelta(days=2)))


def feedback_too_late(p: Planter) -> int:
    """
    Plant that what a result was good for was heard after more than a year.
    """
    some = p.rows(Terugkoppeling, "op < '2029-04-01' AND op > '2028-09-15'")[:2]
    return len(p.change(some, op=lambda row: row.op + timedelta(days=300)))


def result_despite_objection(p: Planter) -> int:
    """
    Plant that a result was given although its source objected for weighty reasons.
    """
    given = {row.id for row in p.rows(Verstrekking, handeling="resultaat-verstrekken")}
    some = [row for row in p.rows(Bezwaar) if row.verstrekking in given][:2]
    return len(p.change(some, bezwaar=True, zwaarwegend=True, reden=b"verzegeld"))


def correction_without_message(p: Planter) -> int:
    """
    Plant that the source heard nothing of a correction.
    """
    mine = {row.id for row in p.rows(Gegeven, categorie="woonsituatie")}
    some = [row for row in p.rows(Correctie) if row.gegeven in mine][:2]
    return len(p.change(some, bron_geinformeerd_op=None))


def refused_without_reason(p: Planter) -> int:
    """
    Plant that somebody refused to provide and gave no reason.
    """
    return len(p.change(p.rows(Weigering, organisatie=GGZ)[:2], reden=b""))


def outside_conditions(p: Planter, aan: str = POLITIE) -> int:
    """
    Plant that what the source did not want the receiver to have went there.
    """
    done = p.rows(Verstrekking, "gedaan_op IS NOT NULL", handeling="resultaat-verstrekken", aan=aan)
    given = {row.gegevens[0] for row in done}
    some = [row for row in p.rows(Gegeven) if row.id in given][:2]
    bans = (Voorwaarde(beperking=Beperking.NIET_AAN, waarden=(aan,)),)
    return len(p.change(some, voorwaarden=bans))


def police_refused_without_reason(p: Planter) -> int:
    """
    Plant that the politie refused to provide and gave no reason.
    """
    return len(p.change(p.rows(Weigering, organisatie=POLITIE)[:2], reden=b""))


def police_not_told(p: Planter) -> int:
    """
    Plant that the politie heard nothing of a correction.
    """
    some = p.rows(Correctie, gemeld_door=POLITIE)[:2]
    return len(p.change(some, bron_geinformeerd_op=None))


def outside_police_conditions(p: Planter) -> int:
    """
    Plant that what the politie did not want the OM to have went there.
    """
    return outside_conditions(p, OM)


def other_ground(p: Planter, grondslag: str = "WGS 1.5 lid 1") -> int:
    """
    Plant that the politie gave data on the ground of others.
    """
    mine = {row.id for row in p.rows(Gegeven, categorie="politiegegevens-8-13")}
    came = p.rows(Verstrekking, handeling="verstrekken", van=POLITIE)
    some = [row for row in came if mine.intersection(row.gegevens)][:2]
    return len(p.change(some, grondslag=grondslag))


def for_radicalisation(p: Planter) -> int:
    """
    Plant that the politie gave data for the overleg over radicalisering.
    """
    return other_ground(p, "Wpg 20 lid 4")


def not_in_register(p: Planter) -> int:
    """
    Plant that what the politie gave stands in no register.
    """
    mine = {row.id for row in p.rows(Gegeven, categorie="politiegegevens-8-13")}
    came = p.rows(Verstrekking, handeling="verstrekken", van=POLITIE)
    some = [row for row in came if mine.intersection(row.gegevens)][2:4]
    return len(p.change(some, gegevens=(), categorieen=("woonsituatie",)))


def against_advice(p: Planter) -> int:
    """
    Plant that third parties got results that the advice called unlawful.
    """
    some = p.rows(RacAdvies, "op >= '2029-07-02'")[:2]
    return len(p.change(some, oordeel=Oordeel.ONRECHTMATIG))


ROWS: Mapping[str, Row] = {
    "health-without-consent": (
        "gezondheid-met-toestemming",
        "bestaan",
        health_without_consent,
    ),
    "third-before-test": ("derde-na-toets-en-instemming", "bestaan", third_before_test),
    "elsewhere-before-need": ("ander-huis-na-bekendheid", "bestaan", elsewhere_before_need),
    "feedback-too-late": ("terugkoppeling-jaarlijks", "werking", feedback_too_late),
    "result-despite-objection": (
        "resultaat-zonder-bezwaar",
        "bestaan",
        result_despite_objection,
    ),
    "correction-without-message": (
        "bron-over-correctie-bericht",
        "bestaan",
        correction_without_message,
    ),
    "refused-without-reason": ("weigering-met-reden", "bestaan", refused_without_reason),
    "outside-conditions": ("voorwaarden-nageleefd", "bestaan", outside_conditions),
    "police-refused-without-reason": (
        "politie-weigering-met-reden",
        "bestaan",
        police_refused_without_reason,
        "weigering-met-reden",
    ),
    "police-not-told": (
        "politie-correctie-bericht",
        "bestaan",
        police_not_told,
        "bron-over-correctie-bericht",
    ),
    "outside-police-conditions": (
        "politie-voorwaarden-nageleefd",
        "bestaan",
        outside_police_conditions,
        "voorwaarden-nageleefd",
    ),
    "other-ground": (
        "politie-met-grondslag",
        "bestaan",
        other_ground,
        "politie-en-justitie-met-herkomst",
    ),
    "for-radicalisation": (
        "politie-pga-gescheiden",
        "werking",
        for_radicalisation,
        "politie-met-grondslag",
    ),
    "not-in-register": (
        "politieverstrekking-vastgelegd",
        "bestaan",
        not_in_register,
        "politie-en-justitie-met-herkomst",
        "politie-gegeven-met-herkomst",
        "politie-met-grondslag",
    ),
    "against-advice": (
        "rac-advies-vooraf",
        "werking",
        against_advice,
        "derde-na-toets-en-instemming",
    ),
}
