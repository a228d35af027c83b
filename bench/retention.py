"""
What retention costs: planning, destroying and shredding keys, each beside its peer, in one run.

    python -m bench.retention [--cases N] [--dir DIR]

It makes two invented houses, one with a tenth of the cases of the other, and works on copies.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from bench import retention_plan, retention_shred
from bench.report import Goal, goal_table
from bench.retention_house import House, fill
from bench.retention_plan import Planned
from bench.retention_run import ORM, PEERS, Ran, Took, approved, ours, peer
from bench.retention_shred import Shredded


CASES = 100_000
TURNS = 3  # of ours and of each peer, on a copy of its own each time
PLAN_MB = 300
PLAN_TIMES = 3.0
ORM_TIMES = 4.0
SHRED_TIMES = 20.0
LINEAR = 1.5  # times the figure of the small house; each case for itself would be 1

Toon = Callable[[str], object]


class Figures(NamedTuple):
    """
    All that was measured, in a small house and in a large one.
    """

    cases: tuple[int, int]
    planned: tuple[Planned, Planned]
    ran: tuple[Ran, Ran]
    peers: dict[str, Took]  # on the cases of the small house
    shredded: Shredded

    def goals(self) -> list[Goal]:
        """
        Give the figures that are wanted, over the large house.
        """
        few, many = self.cases
        ran, most = self.ran
        small, plan = self.planned
        growing = (plan.plan / many) / (small.plan / few)
        going = most.batches.processor / ran.batches.processor
        peers, ours = self.peers[ORM], ran.batches
        shred = self.shredded.single / self.shredded.batch
        return [
            Goal(f"plan of {many:,} cases, peak", plan.peak, "<=", PLAN_MB, "MB"),
            Goal("  of reading what decides", plan.plan / plan.deciding, "<=", PLAN_TIMES, "x"),
            Goal(f"  a case, of that in {few:,}", growing, "<=", LINEAR, "x"),
            Goal("destruction, of ORM deletes", peers.clock / ours.clock, ">=", ORM_TIMES, "x"),
            Goal(f"  a case, of that in {few:,}", going, "<=", LINEAR, "x"),
            Goal("keys in batches, of one by one", shred, ">=", SHRED_TIMES, "x"),
        ]


def measure(folder: Path, cases: int, toon: Toon = lambda _: None) -> Figures:
    """
    Measure in *folder*, which should be on the disk that is asked about.
    """
    few, many = cases // 10, cases
    small, large = fill(folder / "klein", few, toon), fill(folder / "groot", many, toon)
    copy = folder / "kopie"
    planned = []
    for house, count in ((small, few), (large, many)):
        toon(f"plan     {count:>12,}")
        planned.append(retention_plan.measure(house))
    ran, peers = _turns(small, copy, toon)
    toon(f"run      {many:>12,}")
    most = ours(large.copy(copy))
    toon("keys")
    shredded = retention_shred.measure(large.copy(copy))
    return Figures((few, many), (planned[0], planned[1]), (ran, most), peers, shredded)


def _turns(house: House, copy: Path, toon: Toon) -> tuple[Ran, dict[str, Took]]:
    """
    Let ours and its peers destroy the same cases by turns; give the middle of each.
    """
    with house.copy(copy).open() as engine:
        cases = approved(engine)
    runs: list[Ran] = []
    times: dict[str, list[Took]] = {name: [] for name in PEERS}
    for turn in range(1, TURNS + 1):
        toon(f"run      {turn} of {TURNS}")
        runs.append(ours(house.copy(copy)))
        for name, each in times.items():
            toon(f"{name}  {turn} of {TURNS}")
            each.append(peer(house.copy(copy), name, cases))
    middle = Ran(
        len(cases), _middle([run.batches for run in runs]), _middle([run.ending for run in runs])
    )
    return middle, {name: _middle(each) for name, each in times.items()}


def _middle(times: Sequence[Took]) -> Took:
    return Took(*(statistics.median(column) for column in zip(*times, strict=True)))


def as_text(figures: Figures) -> str:
    """
    Give the tables that are printed.
    """
    few, many = figures.cases
    small, large = figures.planned
    ran, most = figures.ran
    lines = _table(
        "plan, seconds of the processor",
        (f"{few:,} cases", f"{many:,} cases"),
        [
            ("plan", (small.plan, large.plan)),
            ("bare reading of what decides", (small.deciding, large.deciding)),
            ("bare reading of all facts", (small.every, large.every)),
            ("items, thousands", (small.items / 1e3, large.items / 1e3)),
            ("lines, thousands", (small.lines / 1e3, large.lines / 1e3)),
            ("MB, with the house open", (small.before or 0, large.before or 0)),
            ("MB, at most", (small.peak or 0, large.peak or 0)),
        ],
    )
    lines += _table(
        "destruction, milliseconds a case",
        ("by the clock", "processor"),
        [
            (what, [1e3 * seconds for seconds in took])
            for what, took in (
                (f"batches, {ran.cases:,} of {few:,} cases", ran.batches),
                ("  and the end: files written anew", ran.ending),
                *((f"  {name}", took) for name, took in figures.peers.items()),
                (f"batches, {most.cases:,} of {many:,} cases", most.batches),
                ("  and the end: files written anew", most.ending),
            )
        ],
    )
    shredded = figures.shredded
    lines += _table(
        "keys, milliseconds each",
        ("",),
        [
            ("in a batch", [shredded.batch * 1e3]),
            ("one by one", [shredded.single * 1e3]),
            ("one by one, the file written anew", [shredded.forgotten * 1e3]),
        ],
    )
    return "\n".join(lines)


def _table(
    title: str, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[float]]]
) -> list[str]:
    first = f"{title:<40}" + "".join(f"{head:>16}" for head in heads)
    return [
        first.rstrip(),
        "-" * len(first),
        *(f"{what:<40}" + "".join(f"{value:>16,.2f}" for value in values) for what, values in rows),
        "",
    ]


def main() -> None:
    """
    Measure and print; a figure that is missed does not make it fail.
    """
    parser = argparse.ArgumentParser(prog="python -m bench.retention", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES, metavar="N")
    parser.add_argument("--dir", type=Path, help="on the disk to measure; a temporary folder else")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.dir) as folder:
        figures = measure(Path(folder), given.cases, progress())
    print("\r" + as_text(figures) + "\n" + goal_table(figures.goals(), "retention"))


def progress() -> Toon:
    """
    Give what shows on one line how far it is, and for how long it has been busy.
    """
    start = monotonic()

    def show(what: str) -> None:
        if not sys.stdout.isatty():
            return
        passed = timedelta(seconds=round(monotonic() - start))
        print(f"\r\033[K{passed}  {what}", end="", flush=True)

    return show


if __name__ == "__main__":
    main()
