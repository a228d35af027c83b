"""
Plans that were carried out, for tests of what is said about them afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from tests.logboek.keys import TestSigner
from zvhprivacy.bewaren.certificate import (
    Actor,
    Certificate,
    Logbereik,
    Rest,
    Stap,
    Verantwoordelijke,
    Waar,
)
from zvhprivacy.bewaren.certify import certify
from zvhprivacy.logboek.note import Statement, sign
from zvhprivacy.model.bewaarplan import LineState, Plan, PlanLine, PlanState, Uitkomst
from zvhprivacy.model.bewaartermijn import Actie


SIGNER = TestSigner("huis", "zvhprivacy-logboek")
CHECKPOINT = sign(Statement("zvhprivacy-logboek", 900, b"\x05" * 32), SIGNER)
PSEUDONYMS = {
    Stap.OPGESTELD: "zvh1_log_1_planner2planner2planner2pla",
    Stap.GOEDGEKEURD: "zvh1_log_1_approve3approve3approve3app",
    Stap.UITGEVOERD: "zvh1_log_1_planner2planner2planner2pla",
}


def uid(number: int, kind: str = "c") -> str:
    """
    Give an id without meaning that a search finds: 32 hexadecimal digits.
    """
    return f"{kind}{number:07x}" * 4


def plan(**changes: Any) -> Plan:
    """
    Give a plan that was carried out.
    """
    return Plan(
        id="9" * 31 + "a",
        hash="1" * 64,
        op=date(2026, 6, 1),
        horizon=date(2026, 6, 15),
        beleid="sha256:" + "2" * 64,
        opgesteld_door=uid(1, "e"),
        opgesteld_op=datetime(2026, 6, 1, 9, tzinfo=UTC),
        state=PlanState.KLAAR,
        goedgekeurd_door=uid(2, "e"),
        goedgekeurd_op=datetime(2026, 6, 2, 9, tzinfo=UTC),
        uit_te_voeren_vanaf=datetime(2026, 6, 9, 9, tzinfo=UTC),
        verloopt_op=datetime(2026, 6, 16, 9, tzinfo=UTC),
        begonnen_op=datetime(2026, 6, 9, 10, tzinfo=UTC),
        klaar_op=datetime(2026, 6, 9, 11, tzinfo=UTC),
    )._replace(**changes)


def line(nummer: int, **changes: Any) -> PlanLine:
    """
    Give a line that is done, of a case with two items in two categories.
    """
    done = PlanLine(
        nummer=nummer,
        soort="casus",
        casus=None,
        gegeven=None,
        convenant="zvh-bno",
        proces="com",
        kader="wgs",
        fase="afgesloten",
        jaar=2021,
        aantallen=(("gezondheid", 1), ("woonsituatie", 1)),
        actie=Actie.VERNIETIGEN,
        uiterlijk=date(2026, 6, 10),
        regel="WGS-MAX5",
        artikel="WGS 1.8 lid 7",
        plek="policies/bewaartermijnen.yaml:12",
        reden="eerste-verwerking",
        state=LineState.KLAAR,
        uitkomst=Uitkomst.VERNIETIGD,
        gedaan_op=datetime(2026, 6, 9, 10, 30, tzinfo=UTC),
        logregel=nummer,
        zaak=nummer,
    )
    return done._replace(**changes)


def actors() -> tuple[Actor, ...]:
    """
    Give who planned, approved and carried out.
    """
    return tuple(
        Actor(stap=stap, rol="bewaarbeheerder", pseudoniem=name)
        for stap, name in PSEUDONYMS.items()
    )


def certificate(lines: Sequence[PlanLine], done: Plan | None = None, **others: Any) -> Certificate:
    """
    Give the certificate of a plan with *lines*.
    """
    given: dict[str, Any] = {
        "verantwoordelijken": [
            Verantwoordelijke(
                convenant="zvh-bno", titel="Zorg- en Veiligheidshuis", contactpunt="College van Oss"
            )
        ],
        "door": actors(),
        "termen": [],
        "logboek": Logbereik(van=700, tot_en_met=899, checkpoint=CHECKPOINT),
        "resten": [
            Rest(waar=Waar.KOPIE_KLUIS, tot_en_met=date(2026, 7, 9)),
            Rest(waar=Waar.SERVER_WAL, tot_en_met=None),
        ],
    }
    return certify(done or plan(), lines, **given | others)
