"""
Hand-worked cases: what is known, on which day it is asked, and what the law makes of it.

Every day here was counted on a calendar; *waarom* says how. An item is said to be in a state, up to
a day, by a rule, because of what began; `meteen` where it is onverwijld, in <> what keeps it
nevertheless, and between brackets why it is shielded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.bewaren.law import terms
from zvhprivacy.model.bewaren import CaseFacts, Verdict
from zvhprivacy.policy.terms import Terms


PER_GEGEVEN = ("eerste-verwerking-per-casus",)
REST = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """
    One case; *vandaag* and *beleid* only where they differ from the day asked and what is shipped.
    """

    naam: str
    op: str
    facts: CaseFacts
    verwacht: Mapping[str, str]
    waarom: str
    vandaag: str | None = None
    beleid: Mapping[str, Any] = field(default_factory=dict)

    def terms(self) -> Terms:
        """
        Give the terms of the case.
        """
        return terms(date.fromisoformat(self.vandaag or self.op), **self.beleid)


def said(verdict: Verdict) -> str:
    """
    Say a verdict as the table does.
    """
    words = [verdict.state.value, str(verdict.uiterlijk or "-"), verdict.regel, verdict.reden]
    if verdict.onverwijld:
        words.append("meteen")
    if verdict.tegen is not None:
        words.append(f"<{' '.join(filter(None, (verdict.tegen.regel, verdict.hold)))}>")
    if verdict.afschermen is not None:
        words.append(f"({verdict.afschermen.value})")
    return " ".join(words)
