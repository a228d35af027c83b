"""
The permissions of a convenant on a day, each beside what was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zvhprivacy.model.bewaartermijn import Bewaartermijn
from zvhprivacy.model.convenant import Regel
from zvhprivacy.model.request import SELECTED
from zvhprivacy.model.workspace import Law, Workspace
from zvhprivacy.policy.compile import compile_rules
from zvhprivacy.policy.rule import Effect, Rule
from zvhprivacy.policy.terms import agreed_terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """
    A permission as it holds in a convenant.

    *regel* has the process of its protocol and the frame of its ground filled in; *home* is the
    convenant or addendum it stands in; *works* is False when its ground is not in force.
    """

    regel: Regel
    home: str
    works: bool


def agreed(workspace: Workspace, law: Law, convenant: str, day: date) -> tuple[Agreed, ...]:
    """
    Give the permissions of *convenant* on *day*, its own first, then what it inherits.
    """
    written = {regel.span: (home, regel) for home, regel in workspace.regels()}
    compiled = compile_rules(workspace, law, day)
    found = []
    for works, rules in ((True, compiled.rules), (False, compiled.sleeping)):
        for rule in rules:
            if rule.effect is Effect.ALLOW and convenant in rule.convenanten.waarden:
                home, regel = written[rule.span]
                found.append(Agreed(regel=_complete(regel, rule), home=home, works=works))
    return tuple(found)


def shortened(workspace: Workspace, convenant: str, day: date) -> tuple[Bewaartermijn, ...]:
    """
    Give the terms that *convenant*, or what it builds on, made shorter, as they hold on *day*.

    Each has the processes of its protocol filled in.
    """
    names = (convenant, *workspace.agreements[convenant].bouwt_op)
    found = (
        term.model_copy(update={"proces": proces})
        for name in names
        if name in workspace.agreements
        for term, proces in agreed_terms(workspace.agreements[name], day)
    )
    return tuple(found)


def _complete(regel: Regel, rule: Rule) -> Regel:
    return regel.model_copy(update={name: rule.keuze(name) for name in SELECTED})
