"""
The engine answers as the reference evaluator and as Casbin as it comes, whatever the policy.
"""

from __future__ import annotations

import random

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import generated
from zvhprivacy.model.request import Request
from zvhprivacy.policy.compile import Compiled
from zvhprivacy.policy.decision import Decision, Nearest, Outcome
from zvhprivacy.policy.period import Period
from zvhprivacy.policy.rule import Effect, Question, Rule, selects
from zvhprivacy.policy.snapshot import Snapshot


WORKSPACES = 110
QUESTIONS = 200  # per workspace

# Making a failing workspace smaller asks everything again, for minutes; the first difference that
# is found usually tells enough.
at_once = settings(phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
quickly = settings(at_once, max_examples=25)
workspaces = given(files=generated.files(), seed=st.integers(0, 2**32))


def test_answers_are_those_of_both_oracles(record_property: Callable[[str, object], None]) -> None:
    """
    Outcome, deciding rule, reasons and obligations are those of the reference and of stock Casbin.
    """
    counted: Counter[str] = Counter()

    @settings(at_once, max_examples=WORKSPACES)
    @given(files=generated.files(), seed=st.integers(0, 2**32), eigen=st.booleans())
    def compare(files: dict[str, str], seed: int, *, eigen: bool) -> None:
        snapshot = Snapshot(generated.read(files), eigen=eigen)
        asked = list(generated.questions(snapshot.workspace, seed, QUESTIONS))

        assert [] == list(generated.differences(snapshot, asked, eigen=eigen))

        counted.update(snapshot.decide(*each).soort.value for each in asked)

    compare()
    record_property("vergeleken", dict(counted))

    assert counted.total() >= 20_000


@quickly
@workspaces
def test_asking_again_changes_nothing(files: dict[str, str], seed: int) -> None:
    """
    The second answer is the first, and that of a snapshot that was never asked anything.
    """
    snapshot = Snapshot(generated.read(files))
    asked = list(generated.questions(snapshot.workspace, seed, QUESTIONS))
    first = [_told(snapshot.decide(*each)) for each in asked]
    fresh = Snapshot(snapshot.workspace)

    assert first == [_told(snapshot.decide(*each)) for each in asked]
    assert first[::-1] == [_told(fresh.decide(*each)) for each in asked[::-1]]


@quickly
@workspaces
def test_facts_only_help(files: dict[str, str], seed: int) -> None:
    """
    What is allowed stays allowed when more facts are known.
    """
    snapshot = Snapshot(generated.read(files))
    known = sorted(snapshot.law.begrippen.feiten)
    chance = random.Random(seed)  # noqa: S311 - chooses facts

    lost = [
        (request, facts, more)
        for request, facts, day in generated.questions(snapshot.workspace, seed, QUESTIONS)
        for more in [facts | set(chance.sample(known, chance.randint(1, len(known))))]
        if snapshot.decide(request, facts, day) and not snapshot.decide(request, more, day)
    ]

    assert [] == lost


@quickly
@workspaces
def test_a_permission_less_is_never_a_gain(files: dict[str, str], seed: int) -> None:
    """
    Taking away one permission makes nothing possible that was not.
    """
    gained = [
        (rule.id, request)
        for rule, before, after, request in _without_one(files, seed, Effect.ALLOW)
        if after and not before
    ]

    assert [] == gained


@quickly
@workspaces
def test_a_ban_less_is_never_a_loss(files: dict[str, str], seed: int) -> None:
    """
    Taking away one ban refuses nothing that was allowed.
    """
    lost = [
        (rule.id, request)
        for rule, before, after, request in _without_one(files, seed, Effect.DENY)
        if before and not after
    ]

    assert [] == lost


@quickly
@workspaces
def test_the_nearest_permissions_miss_least(files: dict[str, str], seed: int) -> None:
    """
    Of what the convenant permits at most three are named, and no other misses less.
    """
    snapshot = Snapshot(generated.read(files))
    expected, given_ = [], []
    for request, facts, day in generated.questions(snapshot.workspace, seed, QUESTIONS):
        decision = snapshot.decide(request, facts, day)
        named = [reason for reason in decision.redenen if isinstance(reason, Nearest)]
        if decision.soort is Outcome.NIET_TOEGESTAAN and named:
            period = snapshot.period(day)
            question = period.question(_complete(snapshot, request), facts)
            expected.append(_by_hand(period, question))
            given_.append([(reason.regel, reason.grondslag) for reason in named])

    assert expected == given_


def _told(decision: Decision) -> tuple[object, ...]:
    return (decision, decision.redenen, str(decision), decision.voor_toezicht)


def _without_one(
    files: dict[str, str], seed: int, effect: Effect
) -> Iterator[tuple[Rule, Decision, Decision, Request]]:
    snapshot = Snapshot(generated.read(files))
    chance = random.Random(seed)  # noqa: S311 - chooses a rule
    shorter: dict[date, tuple[Rule, Period] | None] = {}
    for request, facts, day in generated.questions(snapshot.workspace, seed, QUESTIONS):
        if day not in shorter:
            rules = snapshot.period(day).rules
            choices = [rule for rule in rules if rule.effect is effect]
            gone = chance.choice(choices) if choices else None
            left = Compiled(rules=tuple(rule for rule in rules if rule is not gone))
            period = Period(snapshot.workspace, snapshot.law, left, day)
            shorter[day] = None if gone is None else (gone, period)
        if (pair := shorter[day]) is not None:
            before = snapshot.decide(request, facts, day)
            yield pair[0], before, pair[1].decide(request, facts)[0], request


def _complete(snapshot: Snapshot, request: Request) -> Request:
    return request._replace(
        kader=request.kader or snapshot.law.begrippen.processen[request.proces].kader[0],
        convenant=request.convenant or snapshot.workspace.enige,
    )


def _by_hand(period: Period, question: Question) -> list[tuple[str, str]]:
    """
    Count for every permission what is missing, and take the three that miss least.
    """
    missed: list[tuple[int, int, tuple[str, str]]] = []
    for asleep, rules in ((True, period.sleeping), (False, period.rules)):
        for rule in rules:
            fields = zip(rule.keuzes, question[1:-1], strict=True)
            gaps = [not selects(keuze, names) for keuze, names in fields]
            if asleep:
                # The ground is what is missing, whatever frame it is of.
                gaps[7] = True
                near = sum(gaps) == 1
            else:
                near = rule.effect is Effect.ALLOW
            if near and rule.convenanten.selects(question.convenant):
                count = sum(gaps) + len(rule.feiten - question.feiten)
                missed.append((count, len(missed), (rule.id, rule.artikel)))
    return [name for _, _, name in sorted(missed)[:3]]
