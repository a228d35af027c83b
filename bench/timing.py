"""
How things are timed: many single measurements, of which the middle counts.
"""

from __future__ import annotations

import gc
import statistics

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """
    What single calls took, in nanoseconds.
    """

    count: int
    p50: float
    p99: float
    p999: float
    worst: float

    @property
    def per_second(self) -> float:
        """
        How many of the middle one fit in a second.
        """
        return 1e9 / self.p50


def times(measured: Sequence[int] | array[int]) -> Times:
    """
    Summarize what single calls took.
    """
    ordered = sorted(measured)
    last = len(ordered) - 1
    p50, p99, p999 = (float(ordered[round(last * part)]) for part in (0.5, 0.99, 0.999))
    return Times(count=len(ordered), p50=p50, p99=p99, p999=p999, worst=float(ordered[-1]))


def fastest_rounds(calls: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """
    Run *calls* in turn, so many rounds, and give the seconds of the fastest of each.
    """
    best = [float("inf")] * len(calls)
    for _ in range(rounds):
        for number, call in enumerate(calls):
            start = perf_counter()
            call()
            best[number] = min(best[number], perf_counter() - start)
    return best


def middle_run(call: Callable[[], object], runs: int) -> float:
    """
    Run *call* so many times, each after a garbage collection, and give the processor seconds of
    the middle.
    """
    measured = []
    for _ in range(runs):
        gc.collect()
        start = process_time()
        call()
        measured.append(process_time() - start)
    return statistics.median(measured)
