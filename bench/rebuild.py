"""
A new version of the policy: how long it takes, what it weighs, and whether readers notice.
"""

from __future__ import annotations

import gc
import threading
import tracemalloc

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter_ns, sleep

from bench.decisions import copies
from bench.timing import Times, middle_run, times
from bench.workload import DAY, Asked, Workload
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.policy.decision import Outcome
from zvhprivacy.policy.snapshot import Snapshot


RUNS = 7
READERS = 4
PAUSE_SECONDS = 0.05  # between two reloads


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """
    What a snapshot weighs, in bytes; strings that requests share with the rules are not counted.
    """

    per_rule: float
    per_entry: float  # an answer that is remembered, with its own request and facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Reloads:
    """
    Reloads while others ask: *wrong* are answers that are of neither version.
    """

    reloads: int
    answers: int
    wrong: int
    latency: Times


def rebuild(workspace: Workspace) -> float:
    """
    Give the processor seconds from values in memory to a snapshot ready for its first answer.
    """
    return middle_run(lambda: Snapshot(workspace).period(DAY), RUNS)


def memory(workload: Workload) -> Memory:
    """
    Weigh the rules as compiled and indexed, and the answers that are remembered.
    """
    asked = copies(workload.requests)
    gc.collect()
    tracemalloc.start()
    snapshot = Snapshot(workload.workspace)
    period = snapshot.period(DAY)
    gc.collect()
    rules = tracemalloc.get_traced_memory()[0]
    for request, facts in asked:  # fills what the index and the judge remember
        period.decide(request, facts)
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    for request, facts in copies(asked):
        snapshot.decide(request, facts, DAY)
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    per_entry = (after - before) / len(asked)
    return Memory(per_rule=rules / len(workload.rules), per_entry=per_entry)


def explanations(workload: Workload) -> dict[str, Times]:
    """
    Time the reasons of refusals, per kind of refusal.
    """
    snapshot = Snapshot(workload.workspace)
    decisions = [snapshot.decide(request, facts, DAY) for request, facts in workload.requests]
    found = {}
    for kind in (Outcome.VERBODEN, Outcome.NIET_TOEGESTAAN):
        measured = []
        for decision in decisions:
            if decision.soort is kind:
                start = perf_counter_ns()
                reasons = decision.redenen
                measured.append(perf_counter_ns() - start)
                assert reasons
        found[kind.value] = times(measured)
    return found


class _Holder:
    """
    What an engine does: the snapshot that answers now.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.stop = False


def reloads(versions: Sequence[Workload], count: int) -> Reloads:
    """
    Swap between two *versions* so many times while four threads ask; check every answer.
    """
    asked = versions[0].requests
    expected = {version.workspace.policy: _answers(version, asked) for version in versions}
    holder = _Holder(_built(versions[0]))
    latencies = [array("q") for _ in range(READERS)]
    wrong = [0] * READERS
    answers = [0] * READERS

    def read(me: int) -> None:
        keep = latencies[me].append
        while not holder.stop:
            for number, (request, facts) in enumerate(asked):
                start = perf_counter_ns()
                decision = holder.snapshot.decide(request, facts, DAY)
                took = perf_counter_ns() - start
                keep(took)
                answers[me] += 1
                answer = (decision.toegestaan, decision.regel)
                wrong[me] += answer != expected[decision.policy][number]

    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    for number in range(count):
        holder.snapshot = _built(versions[(number + 1) % len(versions)])
        sleep(PAUSE_SECONDS)
    holder.stop = True
    for reader in readers:
        reader.join()
    everything = array("q")
    for each in latencies:
        everything.extend(each)
    return Reloads(reloads=count, answers=sum(answers), wrong=sum(wrong), latency=times(everything))


def _built(version: Workload) -> Snapshot:
    snapshot = Snapshot(version.workspace)
    snapshot.period(DAY)
    return snapshot


def _answers(version: Workload, asked: Sequence[Asked]) -> list[tuple[bool, str | None]]:
    snapshot = Snapshot(version.workspace)
    decisions = [snapshot.decide(request, facts, DAY) for request, facts in asked]
    return [(decision.toegestaan, decision.regel) for decision in decisions]
