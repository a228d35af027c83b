"""
Rounds of losses and kills over all stories, as many as wanted.
"""

from __future__ import annotations

import itertools
import multiprocessing
import signal

from collections.abc import Container, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait

from tests.power import (
    bewaren_story,
    harness,
    kills,
    kluis_story,
    ledger_story,
    logboek_story,
)
from tests.power.story import Outcome, Story


STORIES: dict[str, Story] = {
    story.name: story
    for story in (
        *logboek_story.STORIES,
        *kluis_story.STORIES,
        ledger_story.REGISTER,
        logboek_story.NEW,
    )
}
KILLED: tuple[Story, ...] = (logboek_story.KILLED, kluis_story.KLUIS, ledger_story.REGISTER)
# A house is opened each time, which takes a hundred times as long; they are done when asked for.
SLOW: dict[str, Story] = {story.name: story for story in bewaren_story.STORIES}
SLOW_EVERY = 10  # operations
NEW_EVERY = 10  # operations; making the tables anew takes longer than all else


def lose(name: str, seed: int) -> Outcome:
    """
    Lose power once at every operation of the story with this name.
    """
    if name in SLOW:
        return harness.lose(SLOW[name], seed, every=SLOW_EVERY)
    every = NEW_EVERY if name == logboek_story.NEW.name else 1
    return harness.lose(STORIES[name], seed, every=every)


def losing(wanted: int, first: int, processes: int, names: Sequence[str]) -> Iterator[Outcome]:
    """
    Lose power at least *wanted* times, by many *processes*; give what each round found.
    """
    rounds = ((name, seed) for seed in itertools.count(first) for name in names)
    done, running = 0, set[Future[Outcome]]()
    # Processes of their own: a loss is found by replacing parts of a program.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, _quiet) as pool:
        try:
            while done < wanted:
                # No more than are at work: those in a queue would still be done after Ctrl-C.
                while len(running) < processes:
                    running.add(pool.submit(lose, *next(rounds)))
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for each in finished:
                    outcome = each.result()
                    done += outcome.losses
                    yield outcome
        finally:
            pool.shutdown(cancel_futures=True)


def _quiet() -> None:
    # Ctrl-C reaches every process of the terminal; the first one says when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def killing(
    rounds: int, first: int, names: Container[str], *, which: kills.Which, share: int = 1
) -> Iterator[Outcome]:
    """
    Kill every story at every point, in so many *rounds* at other pairs of points.
    """
    for shift, story in itertools.product(range(first, first + rounds), (*KILLED, *SLOW.values())):
        if story.name in names:
            yield from kills.kill(story, shift=shift, which=which, share=share)
