"""
The automatic checks by name: one small function for each, in a module per subject.
"""

from __future__ import annotations

from collections.abc import Mapping

from zvhprivacy.audit.checks import (
    access,
    cases,
    dpias,
    giving,
    items,
    keeping,
    logs,
    oversight,
    police,
    policies,
    replayed,
)
from zvhprivacy.audit.sources import Check


CHECKS: Mapping[str, Check] = {
    **policies.CHECKS,
    **dpias.CHECKS,
    **cases.CHECKS,
    **items.CHECKS,
    **giving.CHECKS,
    **police.CHECKS,
    **access.CHECKS,
    **logs.CHECKS,
    **replayed.CHECKS,
    **keeping.CHECKS,
    **oversight.CHECKS,
}
