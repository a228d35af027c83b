"""
What a house meets in practice is answered as the law says.

The questions are in `tests/scenarios/`, beside a convenant that permits everything.
"""

from __future__ import annotations

import functools
import json

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zvhprivacy.model.citation import covers
from zvhprivacy.policy.decision import Ban, Decision
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.snapshot import Snapshot, request_of


FOLDER = Path(__file__).parent / "scenarios"


def _lines() -> list[dict[str, Any]]:
    text = (FOLDER / "vragen.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@functools.cache
def _snapshot() -> Snapshot:
    return Snapshot(read_workspace(FOLDER))


def _asked(line: dict[str, Any]) -> Decision:
    request, wrong = request_of(line["vraag"])
    assert request is not None, wrong
    day = date.fromisoformat(line["datum"])
    return _snapshot().decide(request, frozenset(line["feiten"]), day)


scenarios = pytest.mark.parametrize("line", _lines(), ids=lambda line: line["id"])


@scenarios
def test_the_answer_is_what_the_law_demands(line: dict[str, Any]) -> None:
    """
    The kind of answer is the one that the scenario says.
    """
    decision = _asked(line)

    assert line["verwacht"] == decision.soort.value, decision.redenen


@scenarios
def test_a_refusal_names_the_article(line: dict[str, Any]) -> None:
    """
    Of a refusal by law, an article that the scenario names is among the reasons.
    """
    named = [each.artikel for each in _asked(line).redenen if isinstance(each, Ban)]
    expected = line.get("artikel", [])

    assert bool(expected) == any(covers(one, other) for one in expected for other in named), named


def test_the_workspace_is_in_order() -> None:
    """
    The convenant that the scenarios are asked under has no fouten.
    """
    assert () == read_workspace(FOLDER).fouten
