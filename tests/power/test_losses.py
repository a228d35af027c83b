"""
No loss of power takes anything that was acknowledged, or leaves half of anything.

`python -m tests.power --losses 100000` does the same for longer; docs/power-loss.md tells how.
"""

from __future__ import annotations

import itertools

from collections.abc import Callable

import pytest

from tests.power import kluis_story, logboek_story
from tests.power.harness import lose, traces
from tests.power.planted import BUGS, log_not_flushed
from tests.power.rounds import NEW_EVERY, STORIES
from tests.power.story import Outcome


Recorder = Callable[[str, object], None]

# At least so many losses of each story: one at every operation, and again with other chances
# when those are not enough.
LEAST = {
    "alles": 165,
    "los": 150,
    "samen": 130,
    "tegel": 75,
    "snoeien": 120,
    "wal-leeg": 180,
    "kleine-wal": 190,
    "kluis": 550,
    "kluis-kleine-wal": 600,
    "register": 300,
}


def test_there_are_two_thousand() -> None:
    """
    Every story loses power, and all of them together at least 2,000 times.
    """
    assert set(STORIES) == {*LEAST, logboek_story.NEW.name}
    assert sum(LEAST.values()) >= 2_000


@pytest.mark.parametrize("name", LEAST)
def test_nothing_acknowledged_is_lost(name: str, record_property: Recorder) -> None:
    """
    At every operation, and again during recovery: every entry that was acknowledged is there
    once, the tree, the head and the checkpoints are right, data are there with their entry only,
    and what was destroyed stays so.
    """
    outcome = Outcome()
    for seed in itertools.count():
        outcome += lose(STORIES[name], seed)
        if outcome.losses >= LEAST[name]:
            break
    record_property("losses", outcome.losses)
    record_property("reopenings", outcome.reopened)

    assert () == outcome.wrong


def test_a_database_that_is_being_made(record_property: Recorder) -> None:
    """
    A loss while the tables are made leaves all of them or none.
    """
    outcome = lose(logboek_story.NEW, 1, every=NEW_EVERY)
    record_property("losses", outcome.losses)

    assert () == outcome.wrong
    assert outcome.losses >= 30


def test_what_was_removed_comes_back_nowhere(record_property: Recorder) -> None:
    """
    Once a key is destroyed or a person removed, no file has bytes of it after any loss.
    """
    found = [traces(kluis_story.KLUIS, seed) for seed in range(6)]
    record_property("losses", sum(each.losses for each in found))

    assert [()] * len(found) == [each.wrong for each in found]


# --- the harness itself


@pytest.mark.parametrize(
    ("bug", "finding"),
    [
        ("synchronous=NORMAL", "entry lost"),
        ("told-too-soon", "entry lost"),
        ("head-apart", "head"),
        ("work-apart", "data without entry"),
    ],
)
def test_a_planted_bug_is_found(bug: str, finding: str) -> None:
    """
    With a mistake that a person could make, the same losses do find what is wrong with it.

    The finding is that of the oracle, which knows nothing of the code that is judged.
    """
    with BUGS[bug]():
        outcome = lose(STORIES["los"], 0, every=2)

    assert finding in {each.partition(" (")[0] for each in outcome.wrong}


def test_a_destroyed_key_that_comes_back_is_found() -> None:
    """
    With `synchronous=NORMAL` a key is back after it was destroyed, and that is found.
    """
    with BUGS["synchronous=NORMAL"]():
        outcome = lose(kluis_story.KLUIS, 0, every=6)

    assert "acknowledged change undone" in {each.partition(" (")[0] for each in outcome.wrong}


def test_traces_that_come_back_are_found() -> None:
    """
    Without the flush after a removal, a loss brings back the log with what was removed in it.
    """
    with log_not_flushed():
        found = [traces(kluis_story.KLUIS, seed) for seed in range(6)]

    assert any(each.wrong for each in found)
