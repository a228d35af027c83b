"""
Lose power, and kill processes, as often as wanted.

    python -m tests.power --losses 100000
    python -m tests.power --kills 10

Stopping with Ctrl-C gives the summary of what was done. The exit code is 1 when anything was wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import json
import operator
import os
import sys

from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tests.power import bewaren_planted, planted
from tests.power.kills import Which
from tests.power.rounds import KILLED, STORIES, killing, losing
from tests.power.story import Outcome


BUGS = planted.BUGS | bewaren_planted.BUGS
INTERRUPTED = 130  # what a shell reports after Ctrl-C


def counted(
    found: Iterable[Outcome], label: str, wanted: int | None, so_far: list[Outcome]
) -> None:
    """
    Show how far it is, and keep what was *found* in *so_far*, also when it is interrupted.
    """
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    done = 0
    # No thread of its own, because this process forks.
    with Progress(
        *columns, TimeRemainingColumn(), console=console, auto_refresh=False, transient=True
    ) as progress:
        task = progress.add_task(label, total=wanted)
        for outcome in found:
            so_far.append(outcome)
            done += outcome.losses + outcome.kills
            progress.update(task, completed=done)
            if console.is_terminal:
                progress.refresh()


def main(arguments: list[str]) -> int:
    """
    Do what *arguments* ask for, and give a summary in JSON.
    """
    parser = argparse.ArgumentParser(
        prog="python -m tests.power", description=__doc__, formatter_class=_Form
    )
    parser.add_argument("--losses", type=int, default=0, help="at least so many losses of power")
    parser.add_argument("--kills", type=int, default=0, help="rounds of kills at every point")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--every-time", action="store_true", help="at every passage of a point")
    where.add_argument("--lasting", action="store_true", help="only after what lasts, each time")
    parser.add_argument("--share", type=int, default=1, help="kill at one in so many points")
    parser.add_argument("--seed", type=int, default=0, help="where to begin")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--story", action="append", help="only this one; may be repeated")
    parser.add_argument("--plant", choices=BUGS, help="a bug that the kills must find")
    parser.add_argument("--stop", action="store_true", help="at the first thing that is wrong")
    asked = parser.parse_args(arguments)
    so_far, code = [Outcome()], 0
    try:
        with BUGS[asked.plant]() if asked.plant else contextlib.nullcontext():
            if asked.losses:
                names = asked.story or list(STORIES)
                found = losing(asked.losses, asked.seed, asked.processes, names)
                counted(found, "losses", asked.losses, so_far)
            if asked.kills:
                names = asked.story or [story.name for story in KILLED]
                which = Which.EVERY_TIME if asked.every_time else Which.EACH
                found = killing(
                    asked.kills,
                    asked.seed,
                    names,
                    which=Which.LASTING if asked.lasting else which,
                    share=asked.share,
                )
                counted(_up_to_wrong(found) if asked.stop else found, "kills", None, so_far)
    except KeyboardInterrupt:
        code = INTERRUPTED
    summary = functools.reduce(operator.add, so_far)._asdict()
    wrong = summary.pop("wrong")
    summary["wrong"] = Counter(each.partition(" (")[0] for each in wrong)
    summary["first"] = wrong[:5]
    sys.stdout.write(json.dumps(summary) + "\n")
    return 1 if wrong else code


def _up_to_wrong(found: Iterable[Outcome]) -> Iterator[Outcome]:
    for outcome in found:
        yield outcome
        if outcome.wrong:
            return


class _Form(argparse.RawDescriptionHelpFormatter, argparse.ArgumentDefaultsHelpFormatter):
    pass


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
