"""
The hand-worked cases, each against the terms that are shipped.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.bewaren import of_holds, of_others, of_renewals, of_terms
from tests.bewaren.cases import REST, Row, said
from zvhprivacy.bewaren import verdicts


ROWS = (*of_terms.ROWS, *of_renewals.ROWS, *of_holds.ROWS, *of_others.ROWS)

# The rules of the fact sheet, each of which has at least one case that carries its name.
RULES = ["WGS-MAX5", "WGS-NEED", "WGS-REJECT", "WGS-NOIND", "WGS-CLOSE", "WGS-EXT-A", "WGS-EXT-B"]
RULES += ["WGS-LIST", "LEGAL-HOLD", "PGA-MAX5", "PGA-CLOSE", "OLD-PROTO"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.naam)
def test_a_case_ends_as_was_worked_out_by_hand(row: Row) -> None:
    """
    Each item is in the state, has the day, rule and reason, and is shielded as the table says.
    """
    vandaag = date.fromisoformat(row.vandaag or row.op)
    found = verdicts(row.facts, row.terms(), date.fromisoformat(row.op), vandaag=vandaag)
    actual = {verdict.gegeven or REST: said(verdict) for verdict in found}

    assert dict(row.verwacht) == {name: actual[name] for name in row.verwacht}


def test_every_rule_has_a_case() -> None:
    """
    No row of the fact sheet is left out, and no two cases have one name.
    """
    names = [row.naam for row in ROWS]

    assert [] == [rule for rule in RULES if not any(rule in name for name in names)]
    assert len(names) == len(set(names))
