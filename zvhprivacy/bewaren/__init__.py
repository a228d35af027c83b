"""
Retention: what must go and when, and what was left to show for it.
"""

from __future__ import annotations

from zvhprivacy.bewaren.announce import Announcement, announcements
from zvhprivacy.bewaren.bounds import nothing_due
from zvhprivacy.bewaren.calculus import verdicts
from zvhprivacy.bewaren.remarks import Remark, remarks
from zvhprivacy.bewaren.renewals import Obstacle
from zvhprivacy.bewaren.targets import KentPersonen, Opdracht, Vernietiger


__all__ = [
    "Announcement",
    "KentPersonen",
    "Obstacle",
    "Opdracht",
    "Remark",
    "Vernietiger",
    "announcements",
    "nothing_due",
    "remarks",
    "verdicts",
]
