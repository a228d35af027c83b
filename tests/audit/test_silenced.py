"""
Every check has something planted for it: in the synthetic house, or in a test of its own.
"""

from __future__ import annotations

from bench.audit_house.planted import PLANTED
from tests.audit.silenced import OWN, noticed
from zvhprivacy.audit.checks import CHECKS


# Kept nowhere yet, so that there is nothing to plant; they never answer anything good.
KEPT_NOWHERE = {
    "afwijzing-met-uitzondering",
    "betrokkene-geinformeerd",
    "datalek-op-tijd-gemeld",
    "datalek-volledig",
    "rechten-nagekeken",
    "uitzondering-herzien",
    "verzoek-op-tijd",
}


def test_nothing_is_left_out() -> None:
    """
    A new check has its violation, or stands among those that look at nothing.
    """
    planted = {each.toets for each in PLANTED.values()}

    assert set(CHECKS) - planted == {*OWN, *KEPT_NOWHERE}
    assert not planted & OWN.keys()


def test_a_silent_check_is_noticed() -> None:
    """
    One of them here, as an example; `python -m tests.audit.silenced` does all of them.
    """
    assert noticed("vorige-audit-opgevolgd", OWN["vorige-audit-opgevolgd"])
