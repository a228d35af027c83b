"""
Which processes can begin in which convenant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zvhprivacy.dpia.facts import Facts
from zvhprivacy.errors import Span
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.policy.rule import Rule


def started(workspace: Workspace, facts: Facts) -> Iterator[tuple[str, str]]:
    """
    Go through the convenanten with the processes that can begin there.

    A permission of the model is also about processes that a house has no protocol for; without one
    nobody may start a case, so nothing is processed. A convenant that says nowhere how anything
    begins can begin all it speaks of: the register rather says too much than too little.
    """
    found = set(_begun(facts, _homes(workspace)))
    known = {name for name, _ in found}
    yield from found
    for rule in facts.permissions:
        for name in rule.convenanten.waarden - known:
            yield from ((name, proces) for proces in _processes(facts, rule))


def _homes(workspace: Workspace) -> dict[Span, str]:
    return {
        regel.span: protocol.protocol
        for agreement in workspace.agreements.values()
        for protocol in agreement.protocollen
        for regel in protocol.regels
    }


def _begun(facts: Facts, homes: Mapping[Span, str]) -> Iterator[tuple[str, str]]:
    for rule in facts.permissions:
        begins = rule.keuze("handeling").selects(frozenset({"aanmelden"}))
        for name in rule.convenanten.waarden:
            if rule.span in homes:
                yield name, homes[rule.span]
            if begins:
                yield from ((name, proces) for proces in _processes(facts, rule))


def _processes(facts: Facts, rule: Rule) -> Iterator[str]:
    for proces in facts.law.begrippen.processen:
        if rule.keuze("proces").selects(frozenset({proces})):
            yield proces
