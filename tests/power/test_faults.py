"""
A full disk or a failing one is told to the caller, keeps what was there, and can be gone on from.
"""

from __future__ import annotations

from collections.abc import Callable
from unittest import mock

import pytest

from tests.power import kluis_story, logboek_story
from tests.power.faults import Fault, fail
from tests.power.story import Story
from zvhprivacy.store.logboek import LogboekStore


EVERY = {"alles": 2, "kluis": 8}
STORIES: dict[str, Story] = {"alles": logboek_story.ALL, "kluis": kluis_story.KLUIS}


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("name", STORIES)
def test_nothing_is_half_written(
    name: str, fault: Fault, record_property: Callable[[str, object], None]
) -> None:
    """
    An error of ours comes out, the same call succeeds afterwards, and nothing is lost or halved.
    """
    outcome = fail(STORIES[name], fault, every=EVERY[name])
    record_property("faults", outcome.faults)
    record_property("reopenings", outcome.reopened)

    assert () == outcome.wrong
    assert outcome.faults >= 40


def test_a_store_that_stays_in_its_failed_transaction_is_found() -> None:
    """
    The harness sees it when what was refused stands in the way of what comes after.
    """
    with mock.patch.object(LogboekStore, "_drop"):
        outcome = fail(logboek_story.ALL, Fault.FULL, every=8, stop=True)

    assert () != outcome.wrong
