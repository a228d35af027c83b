"""
Destruction may be cut off at any moment: the next run finishes exactly what was approved.

Nothing that was not approved goes, nothing of it stays, the logboek, the ledger and the certificate
say the same, and each key goes once. `python -m tests.power --kills 1 --story bewaren` does more.
"""

from __future__ import annotations

import sys

from collections.abc import Callable

import pytest

from tests.power import bewaren_planted, bewaren_story, harness
from tests.power.test_kills import run


Recorder = Callable[[str, object], None]
SOME = 100  # operations between two losses; the long form loses power at all of them

kills = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork on Windows")


@kills
@pytest.mark.parametrize("story", ["bewaren", "bewaren-veranderd"])
def test_it_may_be_killed(story: str, record_property: Recorder) -> None:
    """
    After each fourth thing that lasts, and again while it recovers from that; of a plan that
    somebody changed after its approval, nothing is carried out. The long form does all of them.
    """
    code, summary = run("--kills", "1", "--lasting", "--share", "4", "--story", story)
    for name in ("kills", "points", "reopened"):
        record_property(name, summary[name])

    assert {} == summary["wrong"]
    assert 0 == code
    assert summary["kills"] >= summary["points"] >= {"bewaren": 30}.get(story, 2)


def test_power_may_go(record_property: Recorder) -> None:
    """
    Of what was not synced any sector may be lost, of the databases and of the ledger.
    """
    outcome = harness.lose(bewaren_story.BEWAREN, 7, every=SOME)
    record_property("losses", outcome.losses)

    assert () == outcome.wrong
    assert outcome.losses >= 10


# --- that it can fail


@kills
@pytest.mark.parametrize(
    ("bug", "finding"),
    [
        ("delete-apart", "logboek and rows differ"),
        ("hold-ignored", "destroyed what is held"),
        ("hash-unchecked", "destroyed what was not approved"),
        ("certificate-early", "certificate of what is not done"),
        ("ledger-torn", "ledger broken in the middle"),
        ("intent-not-kept", "logboek does not say to whom"),
    ],
)
def test_a_planted_bug_is_found(bug: str, finding: str) -> None:
    """
    With a mistake that a person could make, the same kills find what is wrong with it.
    """
    story = "bewaren-veranderd" if bug == "hash-unchecked" else "bewaren"
    code, summary = run("--kills", "1", "--lasting", "--story", story, "--stop", "--plant", bug)

    assert 1 == code
    assert finding in summary["wrong"]


def test_a_ledger_that_is_not_synced_is_found() -> None:
    """
    A loss of power takes the line that tells of rows that are gone.
    """
    with bewaren_planted.ledger_not_synced():
        outcome = harness.lose(bewaren_story.BEWAREN, 0, every=SOME // 2)

    assert any("ledger" in each for each in outcome.wrong)
