"""
Decisions: repeated ones against a dict, first-seen ones against Casbin, all against the peers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter, perf_counter_ns
from typing import Any, NamedTuple

import casbin

from bench.peers import STOCK, Ask, peers, vakt_with_cache
from bench.timing import Times, fastest_rounds, times
from bench.workload import DAY, Asked, Workload
from zvhprivacy.model.request import Request
from zvhprivacy.policy.decision import Decision
from zvhprivacy.policy.enforce import FUNCTIONS, model_text, stock
from zvhprivacy.policy.rule import Question, Rule
from zvhprivacy.policy.snapshot import Snapshot


PASSES = 3
ROUNDS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """
    What a peer did: the times of its answers, and how many differed from ours.
    """

    times: Times
    different: int


class Repeated(NamedTuple):
    """
    Nanoseconds of what was asked before.
    """

    limit: float  # a dict lookup with a fresh tuple of the fields of the request
    decided: float  # the request at hand
    built: float  # the request made for the question


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """
    The decisions over one number of rules, in nanoseconds each.
    """

    rules: int
    allowed: int
    banned: int
    again: Repeated
    first: Times  # first seen and judged by Casbin
    one_rule: Times  # Casbin over the one rule that matches, expression parsed once
    peers: dict[str, Peer]
    vakt_cached: float  # vakt answering from its own cache


def measure(workload: Workload, seconds: float) -> Decisions:
    """
    Measure all decisions over *workload*, spending at most *seconds* on each peer.
    """
    snapshot = Snapshot(workload.workspace)
    answers = [snapshot.decide(request, facts, DAY) for request, facts in workload.requests]
    period = snapshot.period(DAY)
    questions = [period.question(request, facts) for request, facts in workload.requests]
    first, one_rule = _first_seen(workload, answers, questions)
    return Decisions(
        rules=len(workload.rules),
        allowed=sum(map(bool, answers)),
        banned=sum(answer.soort == "verboden" for answer in answers),
        again=_repeated(snapshot, workload.requests),
        first=first,
        one_rule=one_rule,
        peers={
            name: _ask(ask, answers, seconds)
            for name, ask in peers(workload.rules, questions).items()
        },
        vakt_cached=_vakt_cached(workload.rules, questions),
    )


def wrong_rules(workload: Workload, most: int) -> int:
    """
    Count the answers, of at most *most*, that name another deciding rule than stock Casbin does.
    """
    snapshot = Snapshot(workload.workspace)
    period = snapshot.period(DAY)
    decide = stock(workload.rules)
    wrong = 0
    for request, facts in workload.requests[:most]:
        number = decide(period.question(request, facts))
        expected = None if number is None else workload.rules[number].id
        wrong += snapshot.decide(request, facts, DAY).regel != expected
    return wrong


def copies(asked: Sequence[Asked]) -> list[Asked]:
    """
    Copy requests, so that what is remembered is equal and not the same object.
    """
    return [(Request(*request), frozenset(set(facts))) for request, facts in asked]


def _repeated(snapshot: Snapshot, asked: Sequence[Asked]) -> Repeated:
    """
    Take turns, so that a busy moment of the machine hits all three.
    """
    table = {tuple(request): True for request, _ in asked}
    again = copies(asked)
    rows: list[Any] = [(*request, facts) for request, facts in again]

    def limit() -> None:
        for a, b, c, d, e, f, g, h, i, j, k, m, _ in rows:
            table[a, b, c, d, e, f, g, h, i, j, k, m]

    def decided() -> None:
        decide = snapshot.decide
        for request, facts in again:
            decide(request, facts, DAY)

    def built() -> None:
        decide = snapshot.decide
        for a, b, c, d, e, f, g, h, i, j, k, m, facts in rows:
            decide(Request(a, b, c, d, e, f, g, h, i, j, k, m), facts, DAY)

    best = fastest_rounds([limit, decided, built], ROUNDS)
    return Repeated(*(seconds / len(asked) * 1e9 for seconds in best))


def _first_seen(
    workload: Workload, answers: Sequence[Decision], questions: Sequence[Question]
) -> tuple[Times, Times]:
    """
    Ask what was never asked, and take turns with Casbin over the one rule that matches.

    Only requests that some rule matches count: without one Casbin is not asked.
    """
    cases = [
        (asked, question, list(next(r for r in workload.rules if r.applies(question)).row))
        for asked, answer, question in zip(workload.requests, answers, questions, strict=True)
        if answer.regel is not None
    ]
    casbin_once = _parsed_once()
    ours, theirs = [], []
    for _ in range(PASSES):
        snapshot = Snapshot(workload.workspace)
        snapshot.period(DAY)
        for (request, facts), question, row in cases:
            casbin_once.model["p"]["p"].policy = [row]
            start = perf_counter_ns()
            casbin_once.enforce_ex(*question)
            between = perf_counter_ns()
            snapshot.decide(request, facts, DAY)
            ours.append(perf_counter_ns() - between)
            theirs.append(between - start)
    return times(ours), times(theirs)


def _parsed_once() -> Any:
    """
    Make a stock enforcer of which only the parsed expression is kept between requests.
    """

    class ParsedOnce(casbin.Enforcer):  # type: ignore[misc]
        parsed: Any = None

        def _get_expression(self, expr: str, functions: Any = None) -> Any:
            if self.parsed is None:
                self.parsed = casbin.Enforcer._get_expression(expr, dict(functions))  # noqa: SLF001
            return self.parsed

    model = casbin.Model()
    model.load_model_from_text(model_text())
    enforcer = ParsedOnce(model)
    for name, function in FUNCTIONS.items():
        enforcer.add_function(name, function)
    return enforcer


def _ask(ask: Ask, answers: Sequence[Decision], seconds: float) -> Peer:
    measured = []
    different = 0
    stop = perf_counter() + seconds
    for number, answer in enumerate(answers):
        start = perf_counter_ns()
        allowed = ask(number)
        measured.append(perf_counter_ns() - start)
        different += allowed is not answer.toegestaan
        if perf_counter() > stop:
            break
    return Peer(times=times(measured), different=different)


def _vakt_cached(rules: Sequence[Rule], questions: Sequence[Question]) -> float:
    few = questions[:50]
    ask = vakt_with_cache(rules, few)
    run = partial(lambda: [ask(number) for number in range(len(few))])
    run()
    (best,) = fastest_rounds([run], 3)
    return best / len(few) * 1e9


__all__ = ["STOCK", "Decisions", "Peer", "measure", "wrong_rules"]
