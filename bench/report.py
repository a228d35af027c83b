"""
The results as text for a person and as JSON to keep.
"""

from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import os
import platform

from collections.abc import Sequence
from typing import NamedTuple

from bench.commands import Commands
from bench.peers import STOCK
from bench.run import Results


PACKAGES = ("zvhprivacy", "pycasbin", "simpleeval", "cedarpy", "vakt", "pydantic", "click")
NOT_AVAILABLE = "not available"


class Goal(NamedTuple):
    """
    A figure with what is wanted of it: at least, or at most, *wanted*.
    """

    what: str
    value: float | None
    sign: str
    wanted: float
    unit: str = ""

    @property
    def met(self) -> bool | None:
        """
        Whether it is as wanted; None when there is no figure.
        """
        if self.value is None:
            return None
        return self.value >= self.wanted if self.sign == ">=" else self.value <= self.wanted


def wrong_answers(results: Results) -> int:
    """
    Count all answers that differ from what they should be.
    """
    peers = sum(peer.different for each in results.decisions for peer in each.peers.values())
    return peers + results.wrong_rules + results.policy.reloads.wrong


def goals(results: Results) -> list[Goal]:
    """
    Give the figures that are wanted, over the largest number of rules.
    """
    few, many = results.decisions[0], results.decisions[-1]
    policy, compared = results.policy, results.policy.compared_one
    waiting, large = results.commands, results.large
    millions = compared.cells / 1e6 if compared else None
    explained = max(each.p99 for each in policy.explanations.values())
    return [
        Goal(
            "repeated decision, of the limit",
            many.again.limit / many.again.decided,
            ">=",
            0.25,
            "x",
        ),
        Goal(
            "repeated decision, of stock pycasbin",
            many.peers[STOCK].times.p50 / many.again.decided,
            ">=",
            10_000,
            "x",
        ),
        Goal(
            "first seen, of Casbin over one rule",
            many.one_rule.p50 / many.first.p50,
            ">=",
            0.6,
            "x",
        ),
        Goal(
            f"first seen, of that at {few.rules} rules",
            many.first.p50 / few.first.p50,
            "<=",
            2,
            "x",
        ),
        Goal("snapshot rebuilt, processor time", policy.rebuild * 1e3, "<=", 400, "ms"),
        Goal(
            "diff of a convenant, processor time",
            compared.seconds if compared else None,
            "<=",
            2,
            "s",
        ),
        Goal("  cells compared, millions", millions, ">=", 10),
        Goal("refusal explained (p99)", explained / 1e6, "<=", 20, "ms"),
        Goal("--version, of a bare click program", _share(waiting), "<=", 1.3, "x"),
        Goal("check of this repository", _thousands(waiting.check), "<=", 800, "ms"),
        Goal(f"{large.lines:,} lines and toetsen", _thousands(large.total), "<=", 1_500, "ms"),
        Goal("wrong answers", wrong_answers(results), "<=", 0),
    ]


def _share(waiting: Commands) -> float | None:
    version, bare = waiting.version, waiting.bare_click
    return version / bare if version and bare else None


def _thousands(seconds: float | None) -> float | None:
    return None if seconds is None else seconds * 1e3


def as_text(results: Results) -> str:
    """
    Give the tables that are printed.
    """
    return "\n\n".join(
        [
            _decisions(results),
            _first_seen(results),
            goal_table(goals(results), f"at {results.policy.rules:,} rules"),
            _policy(results),
            _waiting(results),
        ]
    )


def _decisions(results: Results) -> str:
    rows = [["decisions per second", *(f"{each.rules:,} rules" for each in results.decisions)]]
    rows.append(
        ["limit: dict, fresh tuple", *(_rate(each.again.limit) for each in results.decisions)]
    )
    rows.append(
        ["zvhprivacy, repeated", *(_rate(each.again.decided) for each in results.decisions)]
    )
    built = [_rate(each.again.built) for each in results.decisions]
    rows.append(["  request made for it", *built])
    rows.append(["vakt, its cache", *(_rate(each.vakt_cached) for each in results.decisions)])
    rows.append(["zvhprivacy, first seen", *(_rate(each.first.p50) for each in results.decisions)])
    for name in results.decisions[0].peers:
        rows.append([name, *(_rate(each.peers[name].times.p50) for each in results.decisions)])
        ratios = [each.peers[name].times.p50 / each.first.p50 for each in results.decisions]
        rows.append(["  zvhprivacy first seen is", *(f"{ratio:,.1f} x" for ratio in ratios)])
        peers = [each.peers[name] for each in results.decisions]
        answers = [f"{peer.different} of {peer.times.count:,}" for peer in peers]
        rows.append(["  answers that differ", *answers])
    return _table(rows)


def _first_seen(results: Results) -> str:
    rows = [["judged by Casbin, microseconds", "p50", "p99", "one rule, p50", "of that"]]
    for each in results.decisions:
        share = each.one_rule.p50 / each.first.p50
        figures = (each.first.p50, each.first.p99, each.one_rule.p50)
        rows.append(
            [f"{each.rules:,} rules", *(f"{f / 1e3:,.1f}" for f in figures), f"{share:.2f} x"]
        )
    return _table(rows)


def goal_table(found: Sequence[Goal], title: str = "") -> str:
    """
    Give figures beside what is wanted of them.
    """
    rows = [[title, "", "wanted", ""]]
    verdict = {True: "met", False: "MISSED", None: ""}
    for goal in found:
        value = NOT_AVAILABLE if goal.value is None else f"{_short(goal.value)} {goal.unit}"
        rows.append(
            [goal.what, value, f"{goal.sign} {goal.wanted:,g} {goal.unit}", verdict[goal.met]]
        )
    return _table(rows)


def _policy(results: Results) -> str:
    policy = results.policy
    latency = policy.reloads.latency
    percentiles = (latency.p50, latency.p99, latency.p999, latency.worst)
    rows = [
        ["bytes per rule", f"{policy.memory.per_rule:,.0f}"],
        ["bytes per remembered answer", f"{policy.memory.per_entry:,.0f}"],
        ["answers during 10 reloads, 4 threads", f"{policy.reloads.answers:,}"],
        ["  that were wrong", f"{policy.reloads.wrong}"],
        ["  us: p50, p99, p99.9, worst", ", ".join(f"{each / 1e3:,.1f}" for each in percentiles)],
    ]
    for kind, each in policy.explanations.items():
        rows.append(
            [f"explained, {kind}, us: p50, p99", f"{each.p50 / 1e3:,.1f}, {each.p99 / 1e3:,.1f}"]
        )
    both = (("one convenant", policy.compared_one), ("all four", policy.compared))
    for what, compared in both:
        said = NOT_AVAILABLE
        if compared is not None:
            said = f"{compared.seconds:.2f} s, {compared.cells:.1e} cells"
        rows.append([f"diff, {what}", said])
    return _table([["memory, reloads, reasons, diff", ""], *rows])


def _waiting(results: Results) -> str:
    commands, large = results.commands, results.large
    title = f"{large.lines:,} lines, {large.toetsen} toetsen, processor time"
    rows = [
        ["milliseconds", ""],
        ["zvhprivacy --version", _ms(commands.version)],
        ["bare click program --version", _ms(commands.bare_click)],
        ["zvhprivacy check, this repository", _ms(commands.check)],
        [title, _ms(large.total)],
        ["  read", _ms(large.read)],
        ["  check", _ms(large.check)],
        ["  compile and index", _ms(large.compiled)],
        ["  toetsen", _ms(large.run)],
    ]
    return _table(rows)


def _table(rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _rate(nanoseconds: float) -> str:
    return f"{1e9 / nanoseconds:,.0f}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"


def _ms(seconds: float | None) -> str:
    return NOT_AVAILABLE if seconds is None else f"{seconds * 1e3:,.0f}"


def as_json(results: Results, keeping: Sequence[Goal] = ()) -> str:
    """
    Give everything that was measured, with what it was measured on.
    """
    both = (*goals(results), *keeping)
    goal_values = [{**goal._asdict(), "met": goal.met} for goal in both]
    whole = {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "platform": platform.platform(),
        "cpus": os.cpu_count(),
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
        "wrong_answers": wrong_answers(results),
        "goals": goal_values,
        **dataclasses.asdict(results),
    }
    return json.dumps(whole, indent=1) + "\n"
