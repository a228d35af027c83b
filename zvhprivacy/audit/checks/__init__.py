"""
The automatic checks by name: one small function for each.

A module per subject says which checks it has (`CHECKS`); what begins with its name and a line under
it is part of it, such as `policies_law` of `policies`.
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
