"""
The life of a case, from report to closing, by the real calls.
"""

from __future__ import annotations

from tests.engine.zaken import LID_1, Zaak
from zvhprivacy.model.casus import Overgang
from zvhprivacy.store.registers import Registers


def test_a_case_goes_from_report_to_closing(zaak: Zaak) -> None:
    """
    With every decision and fact in the registers a case goes its whole way, and ends shut off.
    """
    zaak.naar("uitvoering", "vastleggen")
    zaak.naar("afgesloten", "afsluiten", zaak.besluit("afsluiten", "afgesloten", LID_1))

    with zaak.h.huis.storage.hoofd.read() as connection:
        moves = Registers(connection).all_of(Overgang, casus=zaak.id)

    assert [
        "aangemeld",
        "triage",
        "in-behandeling",
        "casusoverleg",
        "uitvoering",
        "afgesloten",
    ] == [each.naar for each in moves]
