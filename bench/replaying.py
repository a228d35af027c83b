"""
Replay: lines of decisions asked again, beside the same decisions repeated by the policy itself.
"""

from __future__ import annotations

import json

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter_ns
from typing import Any, NamedTuple

from bench.workload import DAY, Asked, Workload, make
from zvhprivacy.audit.replay import Replay
from zvhprivacy.engine.journal import Entry
from zvhprivacy.engine.lines import Operation, decision_line
from zvhprivacy.logboek import canonical
from zvhprivacy.logboek.fields import SALT_BYTES
from zvhprivacy.model.request import Request
from zvhprivacy.policy.snapshot import Snapshot


ROUNDS = 20
GOAL = 0.2  # of the repeated decisions in a second
POLICY = f"sha256:{'0' * 64}"  # a line names a policy by a hash
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Replayed(NamedTuple):
    """
    Nanoseconds of one decision asked again by the policy, and of one line replayed.
    """

    decided: float
    replayed: float
    different: int  # answers that replay found to differ, which should be none

    @property
    def ratio(self) -> float:
        """
        How many lines are replayed in the time of one repeated decision.
        """
        return self.decided / self.replayed


def measure(workload: Workload, rounds: int = ROUNDS) -> Replayed:
    """
    Take turns; each line is asked right after it was read, as in an audit, and only that counts.
    """
    snapshot = Snapshot(replace(workload.workspace, policy=POLICY))
    lines = [_line(snapshot, asked) for asked in workload.requests]
    rows: list[Any] = [(*request, facts) for request, facts in workload.requests]
    replay = Replay(log=_NoLog(), usual=snapshot, glass_broken=snapshot)  # type: ignore[arg-type]
    different = sum(bool(replay.ask(json.loads(line)).verschil) for line in lines)
    best = [float("inf")] * 2
    for _ in range(rounds):
        for number, spent in enumerate((_decided(snapshot, rows), _replayed(replay, lines))):
            best[number] = min(best[number], spent / len(rows))
    decided, replayed = best
    return Replayed(decided, replayed, different)


def _decided(snapshot: Snapshot, rows: Sequence[Any]) -> int:
    decide = snapshot.decide
    start = perf_counter_ns()
    for a, b, c, d, e, f, g, h, i, j, k, m, facts in rows:
        decide(Request(a, b, c, d, e, f, g, h, i, j, k, m), facts, DAY)
    return perf_counter_ns() - start


def _replayed(replay: Replay, lines: Sequence[bytes]) -> int:
    ask, spent = replay.ask, 0
    for written in lines:
        line = json.loads(written)
        start = perf_counter_ns()
        ask(line)
        spent += perf_counter_ns() - start
    return spent


class _NoLog:
    """
    A logboek without policies: all lines are of today's.
    """

    def policies(self) -> Iterator[tuple[str, bytes]]:
        """
        Give none.
        """
        yield from ()


def _line(snapshot: Snapshot, asked: Asked) -> bytes:
    request, facts = asked
    entry = Entry(
        dag=DAY,
        tijd=NOW,
        request=request,
        feiten=facts,
        decision=snapshot.decide(request, facts, DAY),
        herkomst=dict.fromkeys(facts, "register"),
    )
    line = decision_line(entry, Operation("0" * 32, "0" * 16), actor="a" * 28)
    draft = canonical.write(line, bytes(SALT_BYTES))
    return draft.before + b"2026-06-01T12:00:00.000Z" + draft.after


def main() -> None:
    """
    Print the ratio.
    """
    found = measure(make(2_000, 2_000))
    print(
        f"repeated decision {found.decided:.0f} ns, line replayed {found.replayed:.0f} ns: "
        f"{found.ratio:.2f} x (wanted {GOAL}), {found.different} different"
    )


if __name__ == "__main__":
    main()
