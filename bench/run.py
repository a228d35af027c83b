"""
One run: what is measured, in which order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.analysis import Compared, compare
from bench.commands import Commands, Large, commands, large
from bench.decisions import Decisions, measure, wrong_rules
from bench.rebuild import Memory, Reloads, explanations, memory, rebuild, reloads
from bench.timing import Times
from bench.workload import CONVENANTS, make


SIZES = (50, 500, 2_000, 10_000)
RELOADS = 10
CHANGED = 50  # rules of each kind that differ between two versions that are swapped
EDITED = 5  # the same between two versions that are compared: an edit of a convenant
COMPARED = 25  # answers of which the deciding rule is compared with stock Casbin


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """
    What was measured over the largest number of rules, beside the decisions.
    """

    rules: int
    rebuild: float
    memory: Memory
    explanations: dict[str, Times]
    reloads: Reloads
    compared: Compared | None
    compared_one: Compared | None  # one convenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """
    Everything that one run measured.
    """

    decisions: tuple[Decisions, ...]
    wrong_rules: int
    policy: Policy
    commands: Commands
    large: Large


def run(sizes: Sequence[int], *, requests: int, seconds: float) -> Results:
    """
    Measure over each number of rules; what is there once is measured over the last.
    """
    policy = _policy(sizes[-1], requests)
    decisions = []
    wrong = 0
    for size in sizes:
        workload = make(size, requests)
        decisions.append(measure(workload, seconds))
        wrong += wrong_rules(workload, COMPARED)
    return Results(
        decisions=tuple(decisions),
        wrong_rules=wrong,
        policy=policy,
        commands=commands(),
        large=large(),
    )


def _policy(size: int, requests: int) -> Policy:
    workload = make(size, requests)
    built = rebuild(workload.workspace)
    other = make(size, requests, changed=CHANGED)
    edited = make(size, 1, changed=EDITED)
    return Policy(
        rules=size,
        rebuild=built,
        memory=memory(workload),
        explanations=explanations(workload),
        reloads=reloads((workload, other), RELOADS),
        compared=compare(workload, edited),
        compared_one=compare(workload, edited, CONVENANTS[0]),
    )
