"""
A plan lists what has to go and nothing else; who approves it, approves that list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hypothesis import given
from hypothesis import strategies as st

from tests.bewaren.law import HUIS, terms
from tests.bewaren.worlds import World, worlds
from zvhprivacy.bewaren.approve import NotApproved, Waarom, approval, holds
from zvhprivacy.bewaren.calculus import verdicts
from zvhprivacy.bewaren.deciding import decide
from zvhprivacy.bewaren.plan import CASES_AT_ONCE, Planning, hash_of, judged, plan
from zvhprivacy.model.bewaarplan import Plan, PlanLine, PlanState, Uitkomst
from zvhprivacy.model.bewaartermijn import Actie, Grond, Uitvoering
from zvhprivacy.model.bewaren import CaseFacts, Hold, ItemFacts, State
from zvhprivacy.store.bewaarfeiten import CaseSummary


HERE = ZoneInfo("Europe/Amsterdam")
OP = date(2026, 6, 1)
NU = datetime(2026, 6, 1, 10, tzinfo=HERE)
DUE, FRESH = date(2021, 6, 10), date(2025, 1, 1)
TERMS = terms(OP)


def zaak(number: int, eerste: date | None = DUE, items: int = 1, **more: Any) -> CaseFacts:
    """
    Make the facts of a case.
    """
    here = tuple(
        ItemFacts(f"{number:031x}{each:x}", "woonsituatie", eerste, eerste, ("om",))
        for each in range(items)
    )
    base: dict[str, Any] = {
        "casus": f"{number:032x}",
        "convenant": HUIS,
        "proces": "com",
        "kader": "wgs",
        "fase": "uitvoering",
        "eerste": eerste,
        "laatste": eerste,
        "items": here,
    }
    return CaseFacts(**base | more)


def in_short(facts: CaseFacts) -> CaseSummary:
    """
    Say of a case what the store says of it in short.
    """
    firsts = [day for day in (facts.eerste, *(i.eerste for i in facts.items)) if day]
    lasts = [item.laatste for item in facts.items if item.laatste]
    unread = facts.eerste is None or any(item.eerste is None for item in facts.items)
    return CaseSummary(
        facts.casus,
        facts.convenant,
        facts.proces,
        facts.kader,
        facts.fase,
        facts.eerste,
        facts.eerste,
        facts.laatste,
        min(firsts, default=None),
        min(lasts, default=None),
        max(lasts, default=None),
        len(facts.items),
        tuple(sorted({item.categorie for item in facts.items})),
        bool(unread or facts.holds or facts.extensions or facts.happened),
    )


def planned(*cases: CaseFacts, asked: list[Sequence[str]] | None = None, **more: Any) -> Planning:
    """
    Plan over these cases; *asked* hears which were read whole.
    """
    known = {each.casus: each for each in cases}

    def facts_of(some: Sequence[str]) -> Iterable[CaseFacts]:
        if asked is not None:
            asked.append(some)
        return [known[each] for each in some]

    summaries = [in_short(each) for each in cases]
    return plan(summaries, facts_of, TERMS, op=OP, beleid="sha256:1", **more)


# ------------------------------------------------------------- what is on the list


def test_a_case_is_listed_as_a_whole_when_all_of_it_has_to_go() -> None:
    """
    One line for it, with how much of each kind is in it and why; a case that may stay has none.
    """
    found = planned(zaak(1, items=3), zaak(2, FRESH))
    [line] = found.regels

    assert (1, "casus", f"{1:032x}", None, 1) == (
        line.nummer,
        line.soort,
        line.casus,
        line.gegeven,
        line.zaak,
    )
    assert ((("woonsituatie", 3),), 2021) == (line.aantallen, line.jaar)
    assert ("WGS-MAX5", date(2026, 6, 10), "eerste-verwerking") == (
        line.regel,
        line.uiterlijk,
        line.reden,
    )
    assert date(2026, 6, 15) == found.horizon


def test_of_a_case_that_stays_the_items_that_have_to_go_are_listed() -> None:
    """
    A hold on one item keeps the case; the others are listed one by one, all of one case.
    """
    held = zaak(1, items=3)
    held = held._replace(
        holds=(Hold("h", Grond.RECHTSVORDERING, OP, gegeven=held.items[1].gegeven),)
    )
    found = planned(held, zaak(2))

    assert [(held.items[0].gegeven, 1), (held.items[2].gegeven, 1), (None, 2)] == [
        (line.gegeven, line.zaak) for line in found.regels
    ]
    assert [(HUIS, Uitkomst.OPGESCHORT, 1, 1)] == list(found.niet_gepland)


def test_what_is_not_known_is_told_and_not_listed() -> None:
    """
    A case of which no first processing is known is in no plan, and is counted.
    """
    found = planned(zaak(1, None))

    assert () == found.regels
    assert [(HUIS, Uitkomst.ONBEKEND, 1, 1)] == list(found.niet_gepland)


def test_what_an_approved_plan_still_has_to_destroy_is_not_planned_twice() -> None:
    """
    Neither the whole case nor the item that waits there.
    """
    held = zaak(1, items=2)
    held = held._replace(
        holds=(Hold("h", Grond.RECHTSVORDERING, OP, gegeven=held.items[1].gegeven),)
    )
    busy = {(held.casus, held.items[0].gegeven), (f"{2:032x}", None)}

    assert [f"{3:032x}"] == [x.casus for x in planned(held, zaak(2), zaak(3), bezig=busy).regels]


def test_only_cases_with_something_due_are_read_whole() -> None:
    """
    So memory grows with what has to go, and not with what there is; and some hundreds at a time.
    """
    asked: list[Sequence[str]] = []
    cases = [zaak(number, DUE if number % 2 else FRESH) for number in range(2 * CASES_AT_ONCE + 2)]
    found = planned(*cases, asked=asked)

    assert [CASES_AT_ONCE, 1] == [len(each) for each in asked]
    assert CASES_AT_ONCE + 1 == len(found.regels)


def test_running_cases_that_come_to_their_end_are_announced() -> None:
    """
    Within half a year, those that end first in front; what goes now is not announced any more.
    """
    found = planned(zaak(1, date(2021, 11, 1)), zaak(2, date(2021, 8, 1)), zaak(3))

    assert [f"{each:032x}" for each in (3, 2, 1)] == [e.casus for e in found.aankondigingen]
    assert [f"{3:032x}"] == [line.casus for line in found.regels]


@given(worlds())
def test_exactly_what_has_to_go_is_listed(world: World) -> None:
    """
    Every item of which the calculus says so is on the list, by itself or with its whole case.
    """
    law = world.terms()
    found = plan(
        [in_short(world.facts)._replace(bijzonder=True)],
        lambda _: [world.facts],
        law,
        op=world.vandaag,
        beleid="x",
    )
    due = {
        each.gegeven
        for each in verdicts(world.facts, law, found.horizon, vandaag=world.vandaag)
        if each.state is State.VERVALLEN
    }
    items = {each.gegeven for each in world.facts.items}
    listed: set[str | None] = {None, *items}
    if not any(line.gegeven is None for line in found.regels):
        listed = {line.gegeven for line in found.regels}

    assert due - {None} == listed - {None}
    assert (due == {None, *items}) is (None in listed)


# ------------------------------------------------------------- its hash


_OTHER: dict[str, Any] = {
    "nummer": 9,
    "soort": "gegeven",
    "casus": "f" * 32,
    "gegeven": "e" * 32,
    "convenant": "ander",
    "proces": "mda",
    "kader": "pga-wet",
    "fase": "afgesloten",
    "jaar": 1999,
    "aantallen": (("bsn", 1),),
    "actie": Actie.ANONIMISEREN,
    "uiterlijk": date(2030, 1, 1),
    "regel": "ANDERS",
    "artikel": "AVG 5",
    "plek": "elders:1",
    "reden": "hernieuwd",
    "zaak": 9,
}


@pytest.mark.parametrize("field", _OTHER)
def test_every_field_of_a_line_is_in_the_hash(field: str) -> None:
    """
    Who approves another list by whatever field, approves with another hash.
    """
    found = planned(zaak(1), zaak(2))
    first, second = found.regels
    other = replace(found, regels=(first, second._replace(**{field: _OTHER[field]})))

    assert found.hash != other.hash


def test_how_far_a_line_came_is_not_in_the_hash() -> None:
    """
    While it is carried out, it is still the list that was approved.
    """
    found = planned(zaak(1))
    [line] = found.regels
    done = line._replace(uitkomst="vernietigd", gedaan_op=NU, logregel=7)

    assert found.hash == hash_of(found, [done])
    assert set(PlanLine._fields) == {*_OTHER, "state", "uitkomst", "gedaan_op", "logregel"}


@pytest.mark.parametrize("field", ["op", "horizon", "beleid"])
def test_the_day_and_the_policy_are_in_the_hash(field: str) -> None:
    """
    The same list of another day, or by another policy, is another plan.
    """
    found = planned(zaak(1))
    change: dict[str, Any] = {field: "sha256:2" if field == "beleid" else date(2030, 1, 1)}
    other = replace(found, **change)

    assert found.hash != other.hash


def test_lines_cannot_be_exchanged_or_left_out() -> None:
    """
    Their order and their number count too.
    """
    found = planned(zaak(1), zaak(2), zaak(3))
    one, two, three = found.regels

    assert 4 == len(
        {
            hash_of(found, lines)
            for lines in ([one, two, three], [two, one, three], [one, two], [one, two, three, one])
        }
    )


# ------------------------------------------------------------- approving it


def kept(**more: Any) -> Plan:
    """
    Make a plan as it is kept.
    """
    base: dict[str, Any] = {
        "id": "a" * 32,
        "hash": "b" * 64,
        "op": OP,
        "horizon": date(2026, 6, 15),
        "beleid": "sha256:1",
        "opgesteld_door": "c" * 32,
        "opgesteld_op": NU,
    }
    return Plan(**base | more)


def approve(plan_: Plan, nu: datetime = NU, **more: Any) -> Any:
    """
    Approve a plan by the rules, as somebody who saw it would.
    """
    seen: dict[str, Any] = {
        "hash_gezien": plan_.hash,
        "hash_nu": plan_.hash,
        "nieuwste": plan_.id,
        "beleid": plan_.beleid,
        "uitvoering": Uitvoering(),
        "nu": nu,
    }
    return approval(plan_, **seen | more)


def test_who_approves_says_from_when_and_until_when() -> None:
    """
    A week later, at the same time of day also where the clock changed, and for a week.
    """
    given_ = approve(kept())
    summer = approve(kept(opgesteld_op=NU), datetime(2026, 3, 25, 10, tzinfo=HERE))

    assert datetime(2026, 6, 8, 10, tzinfo=HERE) == given_.vanaf
    assert datetime(2026, 6, 15, 10, tzinfo=HERE) == given_.verloopt_op
    assert datetime(2026, 4, 1, 10, tzinfo=HERE) == summer.vanaf


REFUSED: dict[Waarom, tuple[dict[str, Any], dict[str, Any]]] = {
    Waarom.ANDER_PLAN: ({}, {"hash_gezien": "c" * 64}),
    Waarom.VERANDERD: ({}, {"hash_nu": "c" * 64}),
    Waarom.NIET_NIEUWSTE: ({}, {"nieuwste": "d" * 32}),
    Waarom.ANDER_BELEID: ({}, {"beleid": "sha256:2"}),
    Waarom.VERLOPEN: ({"opgesteld_op": NU - timedelta(days=14)}, {}),
    Waarom.AL_VERDER: ({"state": PlanState.GOEDGEKEURD}, {}),
}


@pytest.mark.parametrize("waarom", REFUSED)
def test_anything_else_is_refused_with_the_reason(waarom: Waarom) -> None:
    """
    Another plan, a changed or older one, another policy, too late, or already decided.
    """
    fields, seen = REFUSED[waarom]
    with pytest.raises(NotApproved) as refused:
        approve(kept(**fields), **seen)

    assert waarom is refused.value.waarom
    assert all(refused.value.sentence(lang) for lang in ("nl", "en"))


@pytest.mark.parametrize("state", PlanState)
@pytest.mark.parametrize("days", [6, 7, 13, 14])
def test_an_approval_holds_between_its_two_moments(state: PlanState, days: int) -> None:
    """
    Not before the waiting time is over, and not from the moment that it expires.
    """
    given_ = approve(kept())
    plan_ = kept(state=state, uit_te_voeren_vanaf=given_.vanaf, verloopt_op=given_.verloopt_op)
    approved = state in {PlanState.GOEDGEKEURD, PlanState.BEZIG}

    assert (approved and days in {7, 13}) is holds(plan_, NU + timedelta(days=days))


# ------------------------------------------------------------- looked at again


def again(
    facts: CaseFacts, was: CaseFacts, mag: Callable[[], bool | None] = lambda: True, **more: Any
) -> Any:
    """
    Decide about the one line of the plan of *was*, with the case as in *facts* now.
    """
    [line] = planned(was).regels
    base: dict[str, Any] = {"zelfde_beleid": True, "mag": mag}
    return decide(line, judged(facts, TERMS, date(2026, 6, 15), OP), **base | more)


def test_what_still_has_to_go_goes() -> None:
    """
    Also with an item more, when that has to go as well; and the policy is asked.
    """
    asked: list[int] = []

    def mag() -> bool:
        asked.append(1)
        return True

    assert again(zaak(1), zaak(1), mag).goes
    assert again(zaak(1, items=2), zaak(1), mag).goes
    assert 2 == len(asked)


def test_what_the_policy_refuses_or_was_not_asked_does_not_go() -> None:
    """
    A no is the end of the line; without an answer it is looked at once more.
    """
    assert Uitkomst.GEWEIGERD is again(zaak(1), zaak(1), lambda: False).uitkomst
    assert again(zaak(1), zaak(1), lambda: None).open


def test_what_keeps_anything_of_a_case_keeps_the_case() -> None:
    """
    A hold, a missing day, or a day still to come: each with its own word.
    """
    one = zaak(1)
    held = one._replace(holds=(Hold("h", Grond.RECHTSVORDERING, OP),))
    unknown = one._replace(eerste=None, items=(one.items[0]._replace(eerste=None),))

    assert Uitkomst.OPGESCHORT is again(held, one).uitkomst
    assert Uitkomst.ONBEKEND is again(unknown, one).uitkomst
    assert Uitkomst.GEWIJZIGD is again(zaak(1, FRESH), one).uitkomst


def test_a_case_that_is_not_there_is_not_what_was_approved() -> None:
    """
    Nor is an item that is not.
    """
    [line] = planned(zaak(1)).regels
    item = line._replace(soort="gegeven", gegeven="f" * 32)
    here = judged(zaak(1), TERMS, date(2026, 6, 15), OP)

    assert Uitkomst.GEWIJZIGD is decide(line, None, zelfde_beleid=True, mag=lambda: True).uitkomst
    assert Uitkomst.GEWIJZIGD is decide(item, here, zelfde_beleid=True, mag=lambda: True).uitkomst


def test_what_was_approved_to_be_destroyed_is_not_anonymised() -> None:
    """
    Nor the other way round.
    """
    [line] = planned(zaak(1)).regels
    other = line._replace(actie=Actie.ANONIMISEREN)
    here = judged(zaak(1), TERMS, date(2026, 6, 15), OP)

    assert Uitkomst.GEWIJZIGD is decide(other, here, zelfde_beleid=True, mag=lambda: True).uitkomst


@given(worlds(), st.booleans())
def test_nothing_goes_that_the_calculus_does_not_let_go(world: World, same: bool) -> None:
    """
    Whatever was approved: with anything of a case that may stay, the case stays.
    """
    law = world.terms()
    here = judged(world.facts, law, world.op, world.vandaag)
    [line] = planned(zaak(1)).regels
    fate = decide(line, here, zelfde_beleid=same, mag=lambda: True)

    assert not fate.goes or all(each.state is State.VERVALLEN for each in here.verdicts)
