"""
The benchmark in a short form: all answers are the same, and what differs by orders still does.
"""

from __future__ import annotations

import pytest


pytest.importorskip("cedarpy")
pytest.importorskip("vakt")

from bench.decisions import Decisions, measure, wrong_rules
from bench.peers import STOCK
from bench.rebuild import reloads
from bench.workload import DAY, make
from zvhprivacy.policy.snapshot import Snapshot


# What vakt serializes with warns about its own future.
pytestmark = pytest.mark.filterwarnings("ignore:keys will default:DeprecationWarning")

REQUESTS = 150


@pytest.fixture(scope="module", params=[50, 500])
def measured(request: pytest.FixtureRequest) -> Decisions:
    """
    The decisions over one number of rules.
    """
    return measure(make(request.param, REQUESTS), seconds=10)


def test_peers_give_the_same_answers(measured: Decisions) -> None:
    """
    Stock pycasbin, cedarpy and vakt allow exactly what we allow.
    """
    different = {name: peer.different for name, peer in measured.peers.items()}

    assert {STOCK: 0, "cedarpy": 0, "vakt": 0} == different
    assert {REQUESTS} == {peer.times.count for peer in measured.peers.values()}


def test_stock_casbin_names_the_same_rule() -> None:
    """
    The rule that decided is the one that stock Casbin gives, also when nothing matched.
    """
    assert 0 == wrong_rules(make(500, 60), most=60)


def test_workload_is_worth_measuring() -> None:
    """
    There are the rules asked for, requests are distinct, and every outcome occurs.
    """
    workload = make(500, REQUESTS)
    snapshot = Snapshot(workload.workspace)

    kinds = {snapshot.decide(request, facts, DAY).soort for request, facts in workload.requests}

    assert 500 == len(workload.rules)
    assert REQUESTS == len(set(workload.requests))
    assert {"toegestaan", "verboden", "niet-toegestaan"} == kinds


def test_workload_repeats() -> None:
    """
    The same size gives the same requests: two runs measure the same.
    """
    assert make(50, 20).requests == make(50, 20).requests


def test_repeated_is_far_faster_than_stock(measured: Decisions) -> None:
    """
    A repeated decision is a lookup; stock Casbin goes through rules. Measured: over 1,000 times.
    """
    assert measured.peers[STOCK].times.p50 > 50 * measured.again.decided


def test_first_seen_does_not_grow_with_the_rules() -> None:
    """
    Ten times the rules do not make a first-seen decision ten times dearer. Measured: 1.1 times.
    """
    few, many = (measure(make(size, REQUESTS), seconds=0).first.p50 for size in (50, 500))

    assert many < 5 * few


def test_reloads_give_no_wrong_answer() -> None:
    """
    Every answer given while the policy is swapped is that of the version it names.
    """
    versions = [make(50, REQUESTS, changed=changed) for changed in (0, 3)]

    result = reloads(versions, count=3)

    assert 0 == result.wrong
    assert result.answers > 0
