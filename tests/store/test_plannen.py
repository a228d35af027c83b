"""
A plan of destruction goes on and never back, and names no case once it ended.
"""
# ruff: noqa: S608 -- the statements that go past this package are written here

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from tests.store.values import MOMENT, PARENTS, changed, uid
from zvhprivacy.errors import AlreadyThere, Exit, StoreFailed, WrongUse
from zvhprivacy.model.bewaarplan import LineState, Plan, PlanLine, PlanState, Uitkomst
from zvhprivacy.model.bewaartermijn import Actie
from zvhprivacy.model.registers import Medewerker
from zvhprivacy.store.changing import Conflict, Missing
from zvhprivacy.store.database import Database
from zvhprivacy.store.doelen import targets_done
from zvhprivacy.store.errors import Guarded
from zvhprivacy.store.plannen import LINES_AT_ONCE, Plannen
from zvhprivacy.store.planning import ABOLISHED, OnePerson, PlanRefused
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.tables.bewaarplan import PLAN_STEPS


MAKER, OTHER_ACCOUNT, APPROVER = uid(2), uid(20), uid(21)
LATER = MOMENT + timedelta(days=7)
PLAN = Plan(
    id=uid(50),
    hash="a" * 64,
    op=date(2026, 3, 1),
    horizon=date(2026, 3, 15),
    beleid="b" * 64,
    opgesteld_door=MAKER,
    opgesteld_op=MOMENT,
)
LINE = PlanLine(
    nummer=1,
    soort="casus",
    casus=uid(1),
    gegeven=None,
    convenant="huis",
    proces="com",
    kader="wgs",
    fase="afgesloten",
    jaar=2021,
    aantallen=(("gezondheid", 2), ("woonsituatie", 25)),
    actie=Actie.VERNIETIGEN,
    uiterlijk=date(2026, 3, 4),
    regel="WGS-MAX5",
    artikel="WGS 1.8 lid 7",
    plek="policies/bewaartermijnen.yaml:12",
    reden="eerste-verwerking",
    zaak=1,
)
ITEM = LINE._replace(
    nummer=2, soort="gegeven", casus=uid(30), gegeven=uid(31), aantallen=(), jaar=None, zaak=2
)
APPROVED: dict[str, Any] = {"goedgekeurd_door": APPROVER, "goedgekeurd_op": LATER}


@pytest.fixture
def plannen(shared: Database) -> Iterator[Plannen]:
    """
    The plans of a transaction that keeps nothing, with two persons of whom one has two accounts.
    """
    with shared.read() as connection:
        registers = Registers(connection)
        maker = PARENTS[1]
        assert isinstance(maker, Medewerker)
        registers.add(maker)
        registers.add(changed(maker, id=OTHER_ACCOUNT, organisatie="om"))
        registers.add(changed(maker, id=APPROVER, persoon="b" * 28))
        yield Plannen(connection)


def at(plannen: Plannen, state: PlanState, *lines: PlanLine) -> Plan:
    """
    Keep a plan and bring it to *state*, past lines that were all passed over.
    """
    plannen.add(PLAN, lines)
    plan = PLAN
    if state is PlanState.VERVALLEN:
        return plannen.advance(plan, state)
    for each in (PlanState.GOEDGEKEURD, PlanState.BEZIG, PlanState.OPRUIMEN, PlanState.KLAAR):
        if plan.state is state:
            break
        filled: dict[str, Any] = {
            PlanState.GOEDGEKEURD: APPROVED | {"uit_te_voeren_vanaf": LATER, "verloopt_op": LATER},
            PlanState.BEZIG: {"begonnen_op": LATER},
            PlanState.KLAAR: {"klaar_op": LATER},
        }.get(each, {})
        if each is PlanState.OPRUIMEN:
            passed(plannen, [line.nummer for line in lines])
        plan = plannen.advance(plan, each, **filled)
    return plan


def passed(plannen: Plannen, nummers: list[int]) -> None:
    """
    Pass over lines.
    """
    plannen.mark(PLAN.id, nummers, LineState.OVERGESLAGEN, Uitkomst.OPGESCHORT, LATER)


# --- what is kept ---------------------------------------------------------------------------------


def test_a_plan_comes_back_as_it_went_in(plannen: Plannen) -> None:
    """
    Every field of the plan and of its lines survives.
    """
    plannen.add(PLAN, [LINE, ITEM])

    assert PLAN == plannen.plan(PLAN.id) == plannen.newest()
    assert (LINE, ITEM) == plannen.lines(PLAN.id, limit=10)
    assert {LineState.GEPLAND: 2} == plannen.counts(PLAN.id)


def test_the_newest_is_the_one_that_was_made_last(plannen: Plannen) -> None:
    """
    Plans come in the order in which they were made, and are found by their state.
    """
    assert plannen.newest() is None
    second = PLAN._replace(id=uid(49), opgesteld_op=LATER)
    plannen.add(second, [])
    plannen.add(PLAN, [])
    gone = plannen.advance(PLAN, PlanState.VERVALLEN)

    assert second == plannen.newest()
    assert (gone, second) == plannen.plans()
    assert (gone,) == plannen.plans(PlanState.VERVALLEN)
    assert (second,) == plannen.plans(PlanState.OPGESTELD, PlanState.BEZIG)


def test_lines_come_in_pages(plannen: Plannen) -> None:
    """
    However many there are, they are kept as they come and read some at a time, in order.
    """
    numbers = range(2 * LINES_AT_ONCE + 5)
    plannen.add(PLAN, (LINE._replace(nummer=number) for number in numbers))
    first = plannen.lines(PLAN.id, limit=3)
    rest = plannen.lines(PLAN.id, after=2, limit=10_000)

    assert list(numbers) == [line.nummer for line in first + rest]
    assert () == plannen.lines(PLAN.id, limit=1, state=LineState.KLAAR)


def test_what_is_there_already_or_not_at_all(shared: Database, plannen: Plannen) -> None:
    """
    One plan per id, one line per number, and of an unknown plan it is said that it is unknown.
    """
    plannen.add(PLAN, [LINE])
    with pytest.raises(Missing):
        plannen.plan(uid(51))
    for wrong in ((PLAN, []), (PLAN._replace(id=uid(51)), [LINE, LINE])):
        with pytest.raises(AlreadyThere), shared.ours(), plannen.connection.begin_nested():
            plannen.add(*wrong)


# --- from state to state --------------------------------------------------------------------------


@pytest.mark.parametrize("old", list(PlanState))
@pytest.mark.parametrize("new", list(PlanState))
def test_a_plan_only_goes_on(plannen: Plannen, old: PlanState, new: PlanState) -> None:
    """
    From each state to those that follow it and to no other, whoever asks.
    """
    plan = at(plannen, old, LINE)
    filled: dict[str, Any] = {
        PlanState.GOEDGEKEURD: APPROVED,
        PlanState.KLAAR: {"klaar_op": LATER},
    }.get(new, {})
    if old is PlanState.BEZIG:
        passed(plannen, [1])
    if new in PLAN_STEPS.get(old, ()):
        assert new is plannen.advance(plan, new, **filled).state
    else:
        with pytest.raises(PlanRefused) as caught:
            plannen.advance(plan, new, **filled)
        assert Exit.REFUSED == caught.value.exit_code


def test_an_approval_is_kept_with_who_and_when(plannen: Plannen) -> None:
    """
    What is filled in at a step comes back with the plan.
    """
    plannen.add(PLAN, [])
    plan = plannen.advance(PLAN, PlanState.GOEDGEKEURD, **APPROVED, verloopt_op=LATER)

    assert plan == plannen.plan(PLAN.id)
    assert (APPROVER, LATER, LATER) == (
        plan.goedgekeurd_door,
        plan.goedgekeurd_op,
        plan.verloopt_op,
    )


@pytest.mark.parametrize("account", [MAKER, OTHER_ACCOUNT], ids=["himself", "another-account"])
def test_nobody_approves_his_own_plan(plannen: Plannen, account: str) -> None:
    """
    Four eyes are two persons, and an account of the same person is not another one.
    """
    plannen.add(PLAN, [])
    with pytest.raises(OnePerson) as caught:
        plannen.advance(PLAN, PlanState.GOEDGEKEURD, goedgekeurd_door=account, goedgekeurd_op=LATER)

    assert Exit.REFUSED == caught.value.exit_code
    assert PLAN == plannen.plan(PLAN.id)


def test_of_two_who_decide_at_once_one_does(plannen: Plannen) -> None:
    """
    Who saw the plan as it was before decides nothing about how it is now.
    """
    plannen.add(PLAN, [])
    plannen.advance(PLAN, PlanState.VERVALLEN)
    with pytest.raises(Conflict):
        plannen.advance(PLAN, PlanState.GOEDGEKEURD, **APPROVED)
    with pytest.raises(Conflict):
        plannen.advance(PLAN._replace(hash="c" * 64), PlanState.VERVALLEN)


def test_only_who_and_when_is_filled_in(plannen: Plannen) -> None:
    """
    What was approved cannot be changed on the way.
    """
    plannen.add(PLAN, [])
    with pytest.raises(WrongUse):
        plannen.advance(PLAN, PlanState.VERVALLEN, hash="c" * 64)


def test_nothing_is_cleaned_up_or_finished_with_lines_waiting(plannen: Plannen) -> None:
    """
    A plan is through when every line is, here and at every target.
    """
    busy = at(plannen, PlanState.BEZIG, LINE, ITEM)
    with pytest.raises(PlanRefused):
        plannen.advance(busy, PlanState.OPRUIMEN)
    plannen.mark(PLAN.id, [1, 2], LineState.UITGEVOERD, Uitkomst.VERNIETIGD, LATER)
    cleaning = plannen.advance(busy, PlanState.OPRUIMEN)
    with pytest.raises(PlanRefused) as caught:
        plannen.advance(cleaning, PlanState.KLAAR, klaar_op=LATER)
    plannen.blank(PLAN.id, [1, 2])

    assert "wachten: 2" in str(caught.value)
    assert "wait: 2" in caught.value.sentence("en")
    assert PlanState.KLAAR is plannen.advance(cleaning, PlanState.KLAAR, klaar_op=LATER).state


@pytest.mark.parametrize("state", [PlanState.KLAAR, PlanState.VERVALLEN])
def test_a_plan_that_ended_names_no_case(plannen: Plannen, state: PlanState) -> None:
    """
    Also the lines that were passed over, and those of a plan that nobody approved.
    """
    at(plannen, state, LINE, ITEM)
    found = plannen.lines(PLAN.id, limit=10)

    assert {(None, None)} == {(line.casus, line.gegeven) for line in found}
    assert [LINE.aantallen, ITEM.aantallen] == [line.aantallen for line in found]


# --- lines ----------------------------------------------------------------------------------------


def test_what_became_of_a_line_is_written_once(plannen: Plannen) -> None:
    """
    Its outcome stays; the number of its line in the logboek is filled in when it is known.
    """
    plannen.add(PLAN, [LINE, ITEM])
    plannen.mark(PLAN.id, [1], LineState.UITGEVOERD, Uitkomst.VERNIETIGD, LATER)
    passed(plannen, [2])
    for again in ([1], [2], [1, 2], [3]):
        with pytest.raises(Conflict):
            plannen.mark(PLAN.id, again, LineState.UITGEVOERD, Uitkomst.VERNIETIGD, LATER)
    plannen.logged(PLAN.id, {1: 7, 2: 8})
    plannen.logged(PLAN.id, {2: 8})
    with pytest.raises(Conflict):
        plannen.logged(PLAN.id, {2: 9})

    done = LINE._replace(state=LineState.UITGEVOERD, uitkomst="vernietigd", logregel=7)
    left = ITEM._replace(state=LineState.OVERGESLAGEN, uitkomst="opgeschort", logregel=8)
    assert (done._replace(gedaan_op=LATER), left._replace(gedaan_op=LATER)) == plannen.lines(
        PLAN.id, limit=10
    )
    assert {LineState.UITGEVOERD: 1, LineState.OVERGESLAGEN: 1} == plannen.counts(PLAN.id)


def test_a_line_names_no_case_once_it_is_gone_everywhere(plannen: Plannen) -> None:
    """
    Of what was not carried out, the name stays as long as the plan goes on.
    """
    plannen.add(PLAN, [LINE, ITEM])
    with pytest.raises(Conflict):
        plannen.blank(PLAN.id, [1])
    plannen.mark(PLAN.id, [1], LineState.UITGEVOERD, Uitkomst.VERNIETIGD, LATER, 7)
    plannen.blank(PLAN.id, [1])
    gone, there = plannen.lines(PLAN.id, limit=10)

    assert (LineState.KLAAR, None, 7) == (gone.state, gone.casus, gone.logregel)
    assert ITEM == there


# --- targets of the host --------------------------------------------------------------------------


def test_targets_follow_each_in_its_own_time(plannen: Plannen) -> None:
    """
    A line is gone everywhere when the last target followed; saying so twice is fine.
    """
    plannen.add(PLAN, [LINE, ITEM])
    plannen.mark(PLAN.id, [1, 2], LineState.UITGEVOERD, Uitkomst.VERNIETIGD, LATER)
    plannen.add_targets(PLAN.id, [1, 2], ["bijlagen", "zoekindex"])
    due = plannen.targets_due(PLAN.id, limit=10)
    plannen.target_failed(PLAN.id, 1, "zoekindex", uitkomst="onbereikbaar")
    plannen.target_done(PLAN.id, 1, "bijlagen", op=LATER)
    plannen.target_done(PLAN.id, 1, "bijlagen", op=LATER)
    with pytest.raises(Conflict):
        plannen.blank(PLAN.id, [1])
    left = plannen.targets_due(PLAN.id, limit=1)
    plannen.target_done(PLAN.id, 1, "zoekindex", op=LATER)
    plannen.blank(PLAN.id, [1])
    after = plannen.targets_due(PLAN.id, limit=10)

    assert [(1, "bijlagen"), (1, "zoekindex"), (2, "bijlagen"), (2, "zoekindex")] == [
        each[:2] for each in due
    ]
    assert {(uid(1), None), (uid(30), uid(31))} == {each[2:4] for each in due}
    assert [(1, "zoekindex", uid(1), None, "onbereikbaar")] == [tuple(each) for each in left]
    assert [2, 2] == [each.regel for each in after]
    assert after == plannen.targets_due(PLAN.id, limit=1, after=1)


def test_done_is_counted_per_target(plannen: Plannen) -> None:
    """
    How many lines each followed, and of how many nobody knows because it is no more.
    """
    plannen.add(PLAN, [LINE, ITEM])
    plannen.add_targets(PLAN.id, [1, 2], ["bijlagen", "zoekindex"])
    before = targets_done(plannen.connection, PLAN.id)
    for number in (1, 2):
        plannen.target_done(PLAN.id, number, "bijlagen", op=LATER)
    plannen.target_failed(PLAN.id, 2, "zoekindex", uitkomst=ABOLISHED)
    plannen.target_done(PLAN.id, 2, "zoekindex", op=LATER)

    assert () == before
    assert (("bijlagen", 2, 0), ("zoekindex", 0, 1)) == targets_done(plannen.connection, PLAN.id)


def test_a_target_that_was_never_asked(shared: Database, plannen: Plannen) -> None:
    """
    Nothing is written of what nobody was told to do.
    """
    plannen.add(PLAN, [LINE])
    with pytest.raises(Missing):
        plannen.target_done(PLAN.id, 1, "bijlagen", op=LATER)
    plannen.add_targets(PLAN.id, [1], [])
    plannen.add_targets(PLAN.id, [1], ["bijlagen"])
    with pytest.raises(AlreadyThere), shared.ours():
        plannen.add_targets(PLAN.id, [1], ["bijlagen"])


# --- past this package ----------------------------------------------------------------------------


# Each column, what somebody would have it be, and in which line.
PLAN_CHANGES = {
    "back to before": "state = 'opgesteld'",
    "past a step": "state = 'opruimen'",
    "other lines were approved": "hash = 'x'",
    "another policy": "beleid = 'x'",
    "a longer approval": "verloopt_op = opgesteld_op",
    "no waiting": "uit_te_voeren_vanaf = NULL",
    "somebody else approved": f"goedgekeurd_door = '{OTHER_ACCOUNT}'",
    "nobody approved": "goedgekeurd_door = NULL, goedgekeurd_op = NULL",
}
FIRST_LINE_CHANGES = {
    "another case": f"casus = '{uid(77)}'",
    "another action": "actie = 'afschermen'",
    "a later day": "uiterlijk = '2099-01-01'",
    "another count": "aantallen = '[]'",
    "past being done": "state = 'klaar', uitkomst = 'vernietigd', casus = NULL",
}
SECOND_LINE_CHANGES = {
    "another item": f"gegeven = '{uid(77)}'",
    "planned again": "state = 'gepland', uitkomst = ''",
    "another outcome": "uitkomst = 'vernietigd'",
    "another log line": "logregel = 9",
}
PAST = {
    **{how: f"UPDATE bewaarplan SET {change}" for how, change in PLAN_CHANGES.items()},
    **{
        how: f"UPDATE bewaarplan_regel SET {change} WHERE nummer = {number}"
        for number, changes in enumerate((FIRST_LINE_CHANGES, SECOND_LINE_CHANGES), 1)
        for how, change in changes.items()
    },
    "due again": "UPDATE bewaardoel SET state = 'open', gedaan_op = NULL",
    **{f"{table} gone": f"DELETE FROM {table}" for table in ("bewaarplan", "bewaardoel")},
    "a line gone": "DELETE FROM bewaarplan_regel",
}


@pytest.mark.parametrize("how", PAST)
def test_the_database_refuses_it_too(shared: Database, plannen: Plannen, how: str) -> None:
    """
    Who writes past this package gets no plan to go back, and no other lines than were approved.
    """
    at(plannen, PlanState.GOEDGEKEURD, LINE, ITEM)
    passed(plannen, [2])
    plannen.logged(PLAN.id, {2: 8})
    plannen.add_targets(PLAN.id, [2], ["bijlagen"])
    plannen.target_done(PLAN.id, 2, "bijlagen", op=LATER)

    with pytest.raises(Guarded), shared.ours():
        plannen.connection.exec_driver_sql(PAST[how])


def test_the_database_wants_two_accounts_at_least(shared: Database, plannen: Plannen) -> None:
    """
    That the maker approves is refused by the table itself, and a state without approval, too.
    """
    plannen.add(PLAN, [])
    for wrong in (
        f"state = 'goedgekeurd', goedgekeurd_door = '{MAKER}', goedgekeurd_op = opgesteld_op",
        "state = 'goedgekeurd'",
        "goedgekeurd_op = opgesteld_op",
    ):
        with pytest.raises(StoreFailed), shared.ours(), plannen.connection.begin_nested():
            plannen.connection.exec_driver_sql(f"UPDATE bewaarplan SET {wrong}")


@pytest.mark.parametrize(
    "wrong",
    [
        {"gegeven": uid(31)},
        {"soort": "alles"},
        {"uitkomst": "een heel verhaal"},
        {"state": "uitgevoerd", "uitkomst": "vernietigd", "casus": None},
        {"state": "overgeslagen"},
        {"nummer": -1},
    ],
    ids=", ".join,
)
def test_a_line_that_is_none(shared: Database, plannen: Plannen, wrong: dict[str, Any]) -> None:
    """
    The table itself refuses lines that mean nothing.
    """
    with pytest.raises(StoreFailed), shared.ours():
        plannen.add(PLAN, [LINE._replace(**wrong)])
