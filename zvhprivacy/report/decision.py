"""
An answer as a privacy officer reads it: what, why, and which line of which file decided.
"""

from __future__ import annotations

from collections.abc import Iterator

from zvhprivacy.errors import visible
from zvhprivacy.messages import text
from zvhprivacy.policy.decision import Decision
from zvhprivacy.report.text import Line


def decision_lines(decision: Decision, lang: str, *, name: str = "") -> Iterator[Line]:
    """
    Show *decision* under *name* with all its reasons.
    """
    style = "bold green" if decision else "bold red"
    verdict = text(f"decide.soort.{decision.soort}", lang)
    yield [(f"{visible(name)}: " if name else "", "bold"), (verdict, style)]
    for sentence in decision.toezicht(lang).splitlines():
        yield [(f"  {sentence}", "")]
    if decision.bestand:
        yield [("  = ", "blue"), (text("decide.regel", lang), "dim"), (f" {where(decision)}", "")]


def where(decision: Decision) -> str:
    """
    Give the file and line of the rule that decided, and its id.
    """
    return f"{visible(decision.bestand or '-')}:{decision.regelnummer} {decision.regel}"
