"""
What a snapshot remembers, and what it must forget.
"""

from __future__ import annotations

import gc
import threading

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.workspaces import DAY, ask, mistyped, outcome, vraag
from zvhprivacy.errors import PolicyUnusable
from zvhprivacy.model.request import Request
from zvhprivacy.policy import snapshot as snapshots
from zvhprivacy.policy.decision import Decision
from zvhprivacy.policy.period import Period
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.snapshot import Snapshot, request_of


def test_a_known_request_is_answered_once(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The same request with the same facts on the same day is not judged again.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    first = ask(snapshot, "toestemming")
    monkeypatch.setattr(Period, "decide", lambda *_: pytest.fail("judged again"))

    assert first is ask(snapshot, "toestemming")


def test_a_refusal_is_remembered_too(snapshot: Snapshot) -> None:
    """
    Every answer to a valid request is remembered, also that somebody takes no part.
    --- convenants/huis/convenant.yaml
    deelnemers:
      oud-lid: {naam: Oud lid, soort: politie, tot: 2026-01-01}
    """
    ask(snapshot, deelnemer="oud-lid")

    assert 1 == len(snapshot._known)


_TYPED = "jan-jansen-123456782"


@pytest.mark.parametrize("field", Request._fields)
def test_unknown_values_are_never_remembered(snapshot: Snapshot, field: str) -> None:
    """
    An unknown value, which may be about a person, leaves nothing behind.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    snapshot.decide(mistyped(field, _TYPED), frozenset(), DAY)

    assert {} == snapshot._known


@pytest.mark.parametrize(
    "facts", [frozenset({_TYPED}), frozenset({1}), ["toestemming"], [[_TYPED]], None]
)
def test_unknown_facts_are_never_remembered(snapshot: Snapshot, facts: Any) -> None:
    """
    An unknown fact, and what is no set of facts, leaves nothing behind.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    snapshot.decide(vraag(), facts, DAY)

    assert {} == snapshot._known


def test_nothing_anywhere_holds_what_was_typed(snapshot: Snapshot) -> None:
    """
    After the answer no object in memory holds the unknown value.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    kinds = (dict, list, tuple, set, frozenset, Decision)
    decisions = [ask(snapshot)]
    for field in Request._fields:
        # Made here, so that it is not a constant of this function.
        typed = "".join(reversed("nesnaj-naj"))
        decisions.append(snapshot.decide(mistyped(field, typed), frozenset(), DAY))
        decisions.append(snapshot.decide(vraag(), frozenset({typed}), DAY))
        del typed
    gc.collect()

    assert [] == [each for each in gc.get_objects() if isinstance(each, kinds) and _holds(each)]


def _holds(container: Any) -> bool:
    parts = gc.get_referents(container)
    return any(type(part) is str and part[::-1] == "nesnaj-naj" for part in parts)


def test_what_is_remembered_has_a_limit(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    When as much is remembered as may be, remembering starts again.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    monkeypatch.setattr(snapshots, "REMEMBERED", 10)
    sizes = []
    for number in range(25):
        ask(snapshot, day=DAY + timedelta(days=number))
        sizes.append(len(snapshot._known))

    assert 10 == max(sizes)


def test_another_day_is_another_question(snapshot: Snapshot) -> None:
    """
    An answer is of its day: what ends is not remembered past its end.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31, geldig: {tot: 2026-06-02}}
    """
    days = [date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 1)]

    assert [True, False, True] == [bool(ask(snapshot, day=day)) for day in days]


def test_days_without_change_share_their_rules(snapshot: Snapshot) -> None:
    """
    Between two days on which something changes, the rules are compiled once.
    --- convenants/huis/convenant.yaml
    geldig: {vanaf: 2026-01-01, tot: 2027-01-01}
    """
    assert snapshot.period(date(2026, 1, 1)) is snapshot.period(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (date(2025, 12, 31), date(2026, 1, 1)),
        (date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_a_day_of_change_starts_a_new_period(snapshot: Snapshot, before: date, after: date) -> None:
    """
    On the day that something begins or ends, other rules hold than the day before.
    --- convenants/huis/convenant.yaml
    geldig: {vanaf: 2026-01-01, tot: 2027-01-01}
    """
    assert snapshot.period(before) is not snapshot.period(after)


def test_without_law_there_is_no_snapshot(werkmap: Path) -> None:
    """
    A law layer that cannot be read as meant decides nothing.
    --- policies/wet/wgs.yaml
    verboden:
      - {id: kapot, artikel: geen artikel, reden: Zo is de wet.}
    """
    workspace = read_workspace(werkmap)

    with pytest.raises(PolicyUnusable):
        Snapshot(workspace)


def test_many_threads_may_ask(snapshot: Snapshot) -> None:
    """
    Threads that ask at once each get their own answer, also while the first is being made.
    --- policies/wet/avg.yaml
    verboden:
      - {id: gezondheid, artikel: AVG 9, gegevens: [gezondheid], reden: Zo is de wet.,
         tenzij: [toestemming]}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    wrong: list[object] = []
    start = threading.Barrier(4)

    def work(day: date) -> None:
        start.wait()
        for number in range(300):
            facts = ("toestemming",) * (number % 2)
            gegevens = ("gezondheid", "woonsituatie")[number % 3 % 2]
            when = day + timedelta(days=number % 20)
            banned = gegevens == "gezondheid" and not facts
            expected = ("verboden", "gezondheid") if banned else ("toegestaan", "alles")
            given = outcome(ask(snapshot, *facts, gegevens=gegevens, day=when))
            if given != expected:
                wrong.append((given, expected))

    threads = [threading.Thread(target=work, args=(DAY,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [] == wrong


# --- requests from text ---------------------------------------------------------------------------


def test_a_request_of_fields() -> None:
    """
    A mapping with the fields of a request becomes one.
    """
    fields = {name: value for name, value in vraag()._asdict().items() if value is not None}

    assert (vraag(), ()) == request_of(fields)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"rol": None}, ("rol",)),
        ({"rol": 1}, ("rol",)),
        ({"aan": 1}, ("aan",)),
        ({"rol": ["fg"], "fase": {}}, ("rol", "fase")),
        ({"jan-jansen": "x"}, ("-",)),
        ({"jan-jansen": "x", "piet": "y"}, ("-",)),
    ],
)
def test_fields_that_make_no_request(change: dict[str, Any], expected: tuple[str, ...]) -> None:
    """
    A missing or wrong field is named; one that is too much is not repeated.
    """
    assert (None, expected) == request_of({**vraag()._asdict(), **change})
