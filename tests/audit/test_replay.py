"""
Decisions asked again, of the policy that decided and of today's; and permissions nobody used.
"""

from __future__ import annotations

import json
import zlib

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from bench.replaying import measure
from bench.workload import make
from tests.audit.replaying import (
    TOT,
    VANAF,
    Line,
    Log,
    besluit,
    found,
    house_in_order,
    outcome,
    regels,
    sources,
    werking,
)
from tests.engine.houses import HUIS, Clock, huis, shipped
from zvhprivacy.audit import replay
from zvhprivacy.audit.checks.replayed import CHECKS
from zvhprivacy.audit.sources import Watch
from zvhprivacy.audit.watch import watch
from zvhprivacy.engine import house
from zvhprivacy.logboek.errors import UnknownPolicy
from zvhprivacy.model.audit import Antwoord, Found, Onbekend, Reference
from zvhprivacy.model.request import SELECTED, Request
from zvhprivacy.model.selection import ALLES
from zvhprivacy.policy.archive import archived
from zvhprivacy.policy.read import policy_hash
from zvhprivacy.policy.rule import Effect
from zvhprivacy.policy.snapshot import Snapshot


@pytest.fixture(scope="module")
def real() -> Log:
    """
    The logboek of a house that works.
    """
    return house_in_order()


# --- all of them


@pytest.mark.parametrize("check", CHECKS)
def test_a_house_in_order(real: Log, check: str) -> None:
    """
    What a house did by the real calls deviates nowhere.
    """
    bron = sources(real)
    begun = CHECKS[check](bron)
    assert isinstance(begun, Watch)
    assert bron.huis is not None
    damaged = watch(bron.huis, [begun], bron.vanaf, bron.tot)
    answers = {aspect: looked.antwoord for aspect, looked in begun.end()}
    young = check == "toestemming-ongebruikt"  # nothing was there for twelve months yet

    assert damaged == 0
    assert set(answers.values()) == {
        Antwoord.NIET_VAST_TE_STELLEN if young else Antwoord.GEEN_AFWIJKING
    }


@pytest.mark.parametrize("check", CHECKS)
def test_an_empty_house(check: str) -> None:
    """
    From nothing to look at follows no good answer.
    """
    answers = {looked.antwoord for _, looked in found(check, [])}

    assert answers == {Antwoord.NIET_VAST_TE_STELLEN}


@pytest.mark.parametrize("check", CHECKS)
def test_without_a_house(check: str) -> None:
    """
    On the files alone nothing can be said of what was decided.
    """
    given = CHECKS[check](sources(None))

    assert isinstance(given, Found)
    assert {looked.reden for _, looked in given} == {Onbekend.GEEN_DATABASE}


# --- antwoorden-nagespeeld

REPLAYED = "antwoorden-nagespeeld"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"resultaat": "niet-toegestaan"}, "ander-antwoord"),
        ({"resultaat": "verboden"}, "ander-antwoord"),
        ({"regel": "een-andere-regel"}, "andere-regel"),
        ({"regel": None}, "andere-regel"),
        ({"artikel": "AVG 1"}, "ander-artikel"),
        ({"verplichtingen": ["een-plicht"]}, "andere-verplichtingen"),
        ({"status": "ondertekend"}, "andere-status"),
        ({"feiten": None}, "ander-antwoord"),
        ({"gegevens": "etniciteit"}, "ander-antwoord"),
        ({"doel": "geen-doel"}, "ander-antwoord"),
        ({"dag": "2015-01-01"}, "ander-antwoord"),
    ],
)
def test_an_answer_that_the_policy_did_not_give(real: Log, changed: Line, why: str) -> None:
    """
    Whatever of a decision does not follow from the policy it names is found, by its line.
    """
    lines = [besluit(real), besluit(real, **changed), besluit(real)]
    looked = werking(REPLAYED, lines, sources(real))

    assert outcome(looked) == (Antwoord.AFWIJKING, 3, 1)
    assert looked.verwijzingen == regels(1)
    assert dict(looked.tellingen)[why] == 1


def test_an_obligation_that_was_not_told(real: Log) -> None:
    """
    A yes that left out what it obliges to is found.
    """
    told = next(line for line in real.lines() if line.get("verplichtingen"))
    silent = {name: value for name, value in told.items() if name != "verplichtingen"}
    looked = werking(REPLAYED, [told, silent], sources(real))

    assert looked.verwijzingen == regels(1)
    assert dict(looked.tellingen) == {"andere-verplichtingen": 1}


def test_a_ban_that_was_answered_with_yes(real: Log) -> None:
    """
    A refusal turned into a yes is found.
    """
    looked = werking(REPLAYED, [besluit(real, "verboden", resultaat="toegestaan")], sources(real))

    assert outcome(looked) == (Antwoord.AFWIJKING, 1, 1)


def test_broken_glass_is_asked_with_the_glass_broken(real: Log) -> None:
    """
    A line that is marked is judged by the policy for broken glass, and no other line is.
    """
    nothing: Any = Snapshot(replace(shipped().usual.workspace, agreements={}))
    lines = [besluit(real, noodprocedure=True), besluit(real, noodprocedure=None)]

    assert werking(REPLAYED, lines, sources(real)).afwijkend == 0
    for name, number in (("glass_broken", 0), ("policy", 1)):
        looked = werking(REPLAYED, lines, sources(real, **{name: nothing}))

        assert looked.verwijzingen == regels(number)


@pytest.mark.parametrize("reden", ["afgeschermd", "niet-in-register", "feit-niet-te-claimen"])
def test_a_refusal_that_rests_on_a_register(real: Log, reden: str) -> None:
    """
    What the line alone cannot tell is counted apart, and is never a good answer.
    """
    line = besluit(real, resultaat="ongeldig", reden=reden, regel=None, artikel=None, status=None)
    looked = werking(REPLAYED, [line], sources(real))

    assert outcome(looked) == (Antwoord.NIET_VAST_TE_STELLEN, 0, 0)
    assert dict(looked.tellingen) == {
        "weigering-om-meer-dan-de-regel-zegt": 1,
        "geweigerd-door-ongeldig": 1,
    }


def test_a_question_put_wrongly_is_judged(real: Log) -> None:
    """
    A word that nobody knew is missing from the line, and was refused for that.
    """
    looked = werking(REPLAYED, [besluit(real, "ongeldig")], sources(real))

    assert outcome(looked) == (Antwoord.GEEN_AFWIJKING, 1, 0)


@pytest.mark.parametrize(("status", "afwijkend"), [("reconstructie", 0), ("concept", 1)])
def test_a_convenant_that_is_not_signed(real: Log, status: str, afwijkend: int) -> None:
    """
    Refused because it is not signed, is right when it is not, in the state that the line says.
    """
    why = {"reden": "convenant-niet-ondertekend", "status": status}
    line = besluit(real, **why, resultaat="ongeldig", regel=None, artikel=None, verplichtingen=None)

    assert werking(REPLAYED, [line], sources(real)).afwijkend == afwijkend


def test_refusals_are_counted_by_rule(real: Log) -> None:
    """
    Which rule refused how often, is a count and no deviation.
    """
    refused = besluit(real, "verboden")
    looked = werking(REPLAYED, [refused, refused, besluit(real)], sources(real))

    assert looked.antwoord is Antwoord.GEEN_AFWIJKING
    assert dict(looked.tellingen) == {f"geweigerd-door-{refused['regel']}": 2}


def test_the_approval_of_a_plan_is_no_answer(real: Log) -> None:
    """
    A decision that nobody asked the policy for is passed over; a request without an answer is not.
    """
    line = besluit(real, resultaat="gelukt")
    approved = {name: line[name] for name in line if name not in Request._fields}
    looked = werking(REPLAYED, [approved, line], sources(real))

    assert outcome(looked) == (Antwoord.AFWIJKING, 1, 1)
    assert looked.verwijzingen == regels(1)


def test_the_shadow_proves_nothing(real: Log) -> None:
    """
    What was decided in the shadow is not looked at.
    """
    assert werking(REPLAYED, [besluit(real, schaduw=True)], sources(real)).onderzocht == 0


def other_policy(**changes: Any) -> dict[str, Any]:
    """
    Make today's policy another one than the shipped.
    """
    workspace = shipped().usual.workspace
    changed = replace(workspace, policy=f"sha256:{'1' * 64}", **changes)
    policy = Snapshot(changed, poort=True)
    return {"policy": policy, "glass_broken": Snapshot(changed, eigen=False, poort=True)}


def test_an_older_policy_is_asked_from_the_logboek(real: Log) -> None:
    """
    Answers of a policy that is no longer there are compared with that one, not with today's.
    """
    lines = [besluit(real), besluit(real, "verboden"), besluit(real, noodprocedure=True)]
    wrong = [*lines, besluit(real, resultaat="verboden")]
    bron = sources(real, **other_policy(agreements={}))
    given = found(REPLAYED, wrong, bron)

    assert given.bestaan is not None
    assert given.werking is not None
    assert outcome(given.bestaan) == (Antwoord.GEEN_AFWIJKING, 1, 0)
    assert outcome(given.werking) == (Antwoord.AFWIJKING, 4, 1)
    assert given.werking.verwijzingen == regels(3)
    # Today nothing is agreed, so each yes of then would be a no.
    assert dict(given.werking.tellingen)["nu-geweigerd"] == 2
    assert "nu-toegestaan" not in dict(given.werking.tellingen)


def test_an_older_policy_has_bans_that_broken_glass_lifts(real: Log) -> None:
    """
    An own ban that was active then, refuses without broken glass and not with it.
    """
    files = json.loads(shipped().usual.workspace.betekenis)
    for ban in files["policies/organisatie.yaml"]["verboden"]:
        ban["actief"] = "ja" if ban["id"] == "org-opleiding" else "nee"
    betekenis = json.dumps(files, sort_keys=True, ensure_ascii=False)
    older = policy_hash(betekenis)
    kept = json.dumps({"betekenis": betekenis, "regels": []}).encode()
    lines = [besluit(real, beleid=older, noodprocedure=each) for each in (True, None)]
    looked = werking(REPLAYED, lines, sources(Log(kept={older: zlib.compress(kept)})))

    assert looked.verwijzingen == regels(1)


def test_todays_policy_may_allow_more(real: Log) -> None:
    """
    What was refused and would be allowed today is counted, and no deviation.
    """
    refused = besluit(real, "verboden", feiten=besluit(real)["feiten"], gegevens="etniciteit")
    agreement = shipped().usual.workspace.agreements[HUIS]
    everything = agreement.convenant.regels[0].model_copy(
        update={name: ALLES for name in SELECTED if name != "aan"} | {"mits": ()}
    )
    convenant = agreement.convenant.model_copy(update={"regels": (everything,)})
    agreements = {HUIS: replace(agreement, convenant=convenant)}
    law = shipped().usual.law
    wetten = tuple(wet.model_copy(update={"verboden": ()}) for wet in law.wetten)
    own = law.organisatie.model_copy(update={"verboden": ()})
    today = other_policy(law=replace(law, wetten=wetten, organisatie=own), agreements=agreements)
    looked = werking(REPLAYED, [refused], sources(real, **today))

    assert outcome(looked) == (Antwoord.GEEN_AFWIJKING, 1, 0)
    assert dict(looked.tellingen) == {
        "nu-toegestaan": 1,
        f"geweigerd-door-{refused['regel']}": 1,
    }


def test_a_policy_that_is_not_kept(real: Log) -> None:
    """
    When it cannot be asked, the policy is what deviates, and of the answers nothing can be said.
    """
    given = found(REPLAYED, [besluit(real)], sources(Log(), **other_policy()))

    assert given.bestaan is not None
    assert given.werking is not None
    assert outcome(given.bestaan) == (Antwoord.AFWIJKING, 1, 1)
    assert given.bestaan.verwijzingen == (Reference("beleid", shipped().usual.policy),)
    assert given.werking.reden is Onbekend.ONVOLLEDIG


def test_a_policy_that_was_changed(real: Log) -> None:
    """
    Other rules under the same hash are not believed.
    """
    data = zlib.decompress(real.kept[shipped().usual.policy]).replace(b"inzien", b"wijzigen")
    changed = Log(real.entries, {shipped().usual.policy: zlib.compress(data)})
    given = found(REPLAYED, [besluit(real)], sources(changed, **other_policy()))

    assert given.bestaan is not None
    assert given.bestaan.afwijkend == 1


def test_a_day_that_is_none(real: Log) -> None:
    """
    A day that does not exist raises nothing, and proves nothing.
    """
    looked = werking(REPLAYED, [besluit(real, dag="2026-02-30")], sources(real))

    assert looked.reden is Onbekend.ONVOLLEDIG


def test_what_is_remembered_changes_no_answer(real: Log) -> None:
    """
    With memory for two answers all are as with memory for many.
    """
    kinds = [besluit(real), besluit(real, "verboden"), besluit(real, regel="anders")] * 3
    with mock.patch.object(replay, "REMEMBERED", 2):
        little = werking(REPLAYED, kinds, sources(real))

    assert little == werking(REPLAYED, kinds, sources(real))
    assert little.afwijkend == 3


def test_few_versions_are_in_memory_at_once(real: Log) -> None:
    """
    Lines of many versions by turns are each judged by their own.
    """
    own = shipped().usual.policy
    lines = [besluit(real, beleid=each) for each in (own, "sha256:2", own)]
    with mock.patch.object(replay, "AT_ONCE", 1):
        looked = werking(REPLAYED, lines, sources(real, **other_policy()))

    assert (looked.onderzocht, looked.afwijkend) == (2, 0)


def test_the_bench_finds_no_difference() -> None:
    """
    What is measured is right.
    """
    assert measure(make(50, 40), rounds=1).different == 0


# --- what is kept of a policy, when a house opens


def test_other_bytes_of_the_same_policy_are_kept(tmp_path: Path) -> None:
    """
    A house opens with what another version of the software or of zlib kept of the same policy.
    """
    policy = shipped().usual
    other = zlib.compress(zlib.decompress(archived(policy)), 1)
    with mock.patch.object(house, "archived", return_value=other), huis(tmp_path) as h:
        before = h.huis.storage.log.head().size
    with huis(tmp_path, klok=Clock()) as h:
        log = h.huis.storage.log

        assert dict(log.policies()) == {policy.policy: other}
        assert log.head().size == before


def test_bytes_that_are_another_policy_are_refused(tmp_path: Path) -> None:
    """
    What does not prove to be the policy of its hash keeps a house from opening.
    """
    other = zlib.compress(b'{"betekenis":"iets anders","regels":[]}')
    with mock.patch.object(house, "archived", return_value=other), huis(tmp_path):
        pass
    with pytest.raises(UnknownPolicy), huis(tmp_path, klok=Clock()):
        pass


# --- toestemming-ongebruikt

UNUSED = "toestemming-ongebruikt"


def permissions(first: date, day: date) -> set[str]:
    """
    Give the permissions of the house that are in force from *first* to *day*.
    """
    policy, days = shipped().usual, [first, day]
    days += [each for each in policy.workspace.grenzen() if first < each < day]
    allowing = [
        {
            rule.id
            for rule in policy.period(each).rules
            if rule.effect is Effect.ALLOW and rule.convenanten.selects(frozenset({HUIS}))
        }
        for each in days
    ]
    return set.intersection(*allowing)


def uses(real: Log, rules: Iterable[str], **more: Any) -> list[Line]:
    """
    Let something be allowed by each of *rules*.
    """
    return [besluit(real, regel=rule, **more) for rule in sorted(rules)]


def of_years(real: Log) -> Log:
    """
    Make a logboek that began long ago.
    """
    old = real.entries[0].replace(b'"tijd":"2026', b'"tijd":"2020')
    assert old != real.entries[0]
    return Log((old, *real.entries[1:]), real.kept)


def test_all_permissions_are_used(real: Log) -> None:
    """
    When every permission allowed something, none is found.
    """
    rules = permissions(VANAF, TOT - timedelta(days=1))
    looked = werking(UNUSED, uses(real, rules), sources(of_years(real)))

    assert len(rules) > 20
    assert outcome(looked) == (Antwoord.GEEN_AFWIJKING, len(rules), 0)


def test_a_permission_that_nobody_used(real: Log) -> None:
    """
    A permission by which nothing was allowed is found by its id, whatever was refused.
    """
    rules = permissions(VANAF, TOT - timedelta(days=1))
    unused, *rest = sorted(rules)
    for line in (
        uses(real, [unused], resultaat="verboden"),
        uses(real, [unused], schaduw=True),
        uses(real, [unused], tijd="2025-06-30T12:00:00.000Z"),
    ):
        looked = werking(UNUSED, [*uses(real, rest), *line], sources(of_years(real)))

        assert outcome(looked) == (Antwoord.AFWIJKING, len(rules), 1)
        assert looked.verwijzingen == (Reference("regel", unused),)


def test_a_short_period_is_looked_at_for_a_year(real: Log) -> None:
    """
    For an audit of a quarter the lines of before are asked for; for one of a year they are not.
    """
    quarter = CHECKS[UNUSED](sources(of_years(real), vanaf=date(2026, 4, 1)))
    year = CHECKS[UNUSED](sources(of_years(real)))

    assert isinstance(quarter, Watch)
    assert isinstance(year, Watch)
    assert (quarter.before, year.before) == (True, False)


def test_only_convenants_by_which_something_was_allowed(real: Log) -> None:
    """
    The permissions of a convenant by which nobody decides are not of this house.
    """
    other = werking(UNUSED, [besluit(real, convenant="mensenhandel")], sources(of_years(real)))
    own = werking(UNUSED, [besluit(real)], sources(of_years(real)))

    assert own.onderzocht == len(permissions(VANAF, TOT - timedelta(days=1)))
    assert 0 < other.onderzocht < own.onderzocht


def test_a_permission_that_an_older_policy_did_not_have(real: Log) -> None:
    """
    What was added in the year was not there long enough to be missed.
    """
    rules = permissions(VANAF, TOT - timedelta(days=1))
    added = min(rules)
    kept = json.loads(zlib.decompress(real.kept[shipped().usual.policy]))
    kept["regels"] = [row for row in kept["regels"] if row[0] != added]
    old = Log(of_years(real).entries, {kept["policy"]: zlib.compress(json.dumps(kept).encode())})
    looked = werking(UNUSED, uses(real, rules - {added}), sources(old, **other_policy()))

    assert outcome(looked) == (Antwoord.GEEN_AFWIJKING, len(rules) - 1, 0)


def test_a_policy_that_is_gone_leaves_it_open(real: Log) -> None:
    """
    When it is not known what a version allowed, nothing can be said of what was unused.
    """
    bron = sources(Log(of_years(real).entries), **other_policy())
    rules = permissions(VANAF, TOT - timedelta(days=1))

    assert werking(UNUSED, uses(real, rules), bron).reden is Onbekend.ONVOLLEDIG


def test_a_leap_day_has_a_year_before_it(real: Log) -> None:
    """
    The year before 29 February begins on the 28th.
    """
    bron = sources(of_years(real), vanaf=date(2027, 3, 1), tot=date(2028, 2, 29))
    line = besluit(real, tijd="2027-02-28T12:00:00.000Z")

    assert werking(UNUSED, [line], bron).onderzocht > 0
