"""
The phases of a case follow each other as the law has it, and no other way.
"""

from __future__ import annotations

import itertools

from collections.abc import Iterator
from datetime import date

import pytest

from tests import workspaces
from zvhprivacy.model import levensloop
from zvhprivacy.model.citation import parse_citation
from zvhprivacy.model.levensloop import Step, TransitionRefused, step, steps
from zvhprivacy.model.request import Request
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.rule import Effect, Rule
from zvhprivacy.policy.snapshot import Snapshot


KADERS = ("wgs", "pga-wet", "eigen-wet")
DAY = date(2026, 6, 1)
SHIPPED = Snapshot(read_workspace(workspaces.ROOT))
WORDS = SHIPPED.law.begrippen
PHASES = tuple(WORDS.fasen)
BEHANDELD = {"in-behandeling", "casusoverleg", "uitvoering", "afgesloten", "hernieuwd"}


def name_of(given: object) -> str:
    """
    Name a step in the id of a test.
    """
    return f"{given.van}-{given.naar}" if isinstance(given, Step) else str(given)


def every_step() -> list[tuple[str, Step]]:
    """
    Give all steps there are, each with its kader.
    """
    return [(k, s) for k in KADERS for van in (None, *PHASES) for s in steps(k, van)]


def reached(kader: str, begin: str | None, *, without: str = "") -> set[str]:
    """
    Walk from *begin* over all steps but those that a decision about *without* makes.
    """
    found: set[str] = set()
    todo = [begin]
    while todo:
        for each in steps(kader, todo.pop()):
            if each.handeling != without and each.naar not in found:
                found.add(each.naar)
                todo.append(each.naar)
    return found


@pytest.mark.parametrize("kader", KADERS)
@pytest.mark.parametrize("van", [None, *PHASES])
def test_every_pair_of_phases_is_a_step_or_refused_with_an_article(
    kader: str, van: str | None
) -> None:
    """
    Either way the answer rests on an article that the law layer knows.
    """
    known = {(wet.wet, artikel) for wet in SHIPPED.law.wetten for artikel in wet.artikelen}

    for naar in PHASES:
        citation = parse_citation(article(kader, van, naar))

        assert citation is not None
        assert (citation.sleutel, citation.artikel) in known


def article(kader: str, van: str | None, naar: str) -> str:
    """
    Give the article that allows or refuses going from *van* to *naar*.
    """
    try:
        found = step(kader, van, naar)
    except TransitionRefused as refusal:
        return refusal.artikel
    assert (van, naar) == (found.van, found.naar)
    return found.artikel


@pytest.mark.parametrize(
    ("kader", "phases"),
    [
        ("wgs", set(PHASES)),
        ("pga-wet", set(PHASES) - {"hernieuwd"}),
        ("eigen-wet", set(PHASES) - {"hernieuwd", "overgedragen"}),
    ],
)
def test_every_phase_of_a_kader_can_be_reached(kader: str, phases: set[str]) -> None:
    """
    Renewal is there under the WGS only, handing over where a law knows it.
    """
    assert phases == reached(kader, None)


@pytest.mark.parametrize("kader", KADERS)
@pytest.mark.parametrize("fase", [fase for fase in PHASES if fase != "vernietigd"])
def test_what_can_be_reached_can_be_destroyed(kader: str, fase: str) -> None:
    """
    The term of WGS 1.8 lid 7 does not wait for a phase: destroying is one step from everywhere.
    """
    reachable = fase in reached(kader, None)

    assert reachable == any(s.naar == "vernietigd" for s in steps(kader, fase))


@pytest.mark.parametrize("kader", KADERS)
def test_destroyed_is_final(kader: str) -> None:
    """
    Nothing follows on destroying (WGS 1.8 lid 7).
    """
    assert () == steps(kader, "vernietigd")


def test_a_closed_case_comes_back_only_by_renewing() -> None:
    """
    Closing shields until destruction (WGS 2.31 lid 8); BGS 1.16 is the only way back.
    """
    assert {"hernieuwd", "vernietigd"} == {s.naar for s in steps("wgs", "afgesloten")}
    assert {"vernietigd"} == {s.naar for s in steps("pga-wet", "afgesloten")}
    assert {"vernietigd"} == {s.naar for s in steps("eigen-wet", "afgesloten")}


def test_a_renewed_case_never_becomes_an_ordinary_one() -> None:
    """
    What BGS 1.16 lid 3 asks of a renewed case holds until it is closed again.
    """
    ordinary = {"in-behandeling", "casusoverleg", "uitvoering"}

    assert ordinary.isdisjoint(reached("wgs", "hernieuwd"))


@pytest.mark.parametrize("kader", KADERS)
@pytest.mark.parametrize("fase", ["afgewezen", "overgedragen"])
def test_a_rejected_or_transferred_case_is_not_worked_on(kader: str, fase: str) -> None:
    """
    What was rejected (BGS 1.16 lid 1) or handed over (WGS 2.31 lid 13) is only destroyed.
    """
    assert {s.naar for s in steps(kader, fase)} <= {"vernietigd"}


@pytest.mark.parametrize(
    ("kader", "begin"),
    [("wgs", None), ("pga-wet", None), ("eigen-wet", "aangemeld")],
)
def test_no_report_is_treated_without_being_judged(kader: str, begin: str | None) -> None:
    """
    Without a decision about `beoordelen` no report gets into treatment or beyond.
    """
    assert BEHANDELD & reached(kader, begin)
    assert not BEHANDELD & reached(kader, begin, without="beoordelen")


@pytest.mark.parametrize(("kader", "each"), every_step(), ids=name_of)
def test_the_shipped_policy_can_allow_every_step(kader: str, each: Step) -> None:
    """
    For each step some convenant allows its handeling in its phase, and where a joint decision is
    asked for, none does without it.
    """
    facts = frozenset(WORDS.feiten)
    joint = {levensloop.LID_1, levensloop.OPDRACHT, each.besluit} - {None}
    asked = list(questions(kader, each))

    assert any(SHIPPED.decide(request, facts, DAY) for request in asked)
    assert each.besluit is None or not any(
        SHIPPED.decide(request, facts - {each.besluit}, DAY) for request in asked
    )
    assert each.besluit is not None or any(
        SHIPPED.decide(request, facts - joint, DAY) for request in asked
    )


@pytest.mark.parametrize("kader", [*KADERS, "wams"])
@pytest.mark.parametrize(("van", "naar"), [("nazorg", "uitvoering"), ("uitvoering", "nazorg")])
def test_what_the_law_does_not_know_is_refused(kader: str, van: str, naar: str) -> None:
    """
    A phase that somebody adds to the vocabulary is no phase of a case, and neither is a new kader.
    """
    with pytest.raises(TransitionRefused):
        step(kader, van, naar)


def test_a_new_kader_has_no_life_at_all() -> None:
    """
    Under a kader without steps no case can begin.
    """
    with pytest.raises(TransitionRefused) as refusal:
        step("wams", None, "aangemeld")

    assert "AVG 5 lid 1" == refusal.value.artikel


def test_a_refusal_says_what_and_why() -> None:
    """
    It names both phases and the article, in Dutch and in English.
    """
    with pytest.raises(TransitionRefused) as refusal:
        step("wgs", "afgesloten", "casusoverleg")

    assert (
        "een casus gaat niet van `afgesloten` naar `casusoverleg` (WGS 2.31 lid 8)",
        "a case does not go from `afgesloten` to `casusoverleg` (WGS 2.31 lid 8)",
    ) == (refusal.value.sentence("nl"), refusal.value.sentence("en"))


def questions(kader: str, each: Step) -> Iterator[Request]:
    """
    Ask all that a shipped permission is about, by all who take part.
    """
    wanted = {"handeling": each.handeling, "fase": each.fase, "kader": kader}
    for rule in SHIPPED.period(DAY).rules:
        if rule.effect is Effect.ALLOW and all(chosen(rule, f, [w]) for f, w in wanted.items()):
            yield from _asked(rule, kader, each)


def chosen(rule: Rule, field: str, words: list[str]) -> list[str]:
    """
    Give the *words* that *rule* selects.
    """
    return [word for word in words if rule.keuze(field).selects(frozenset({word}))]


def _asked(rule: Rule, kader: str, each: Step) -> Iterator[Request]:
    receiver = each.handeling in WORDS.met_ontvanger
    for convenant, agreement in SHIPPED.workspace.agreements.items():
        if not rule.convenanten.selects(frozenset({convenant})):
            continue
        members = agreement.convenant.deelnemers
        for deelnemer, rol, gegevens, doel, proces, aan in itertools.product(
            members,
            chosen(rule, "rol", list(WORDS.rollen)),
            chosen(rule, "gegevens", list(WORDS.gegevens))[:3],
            chosen(rule, "doel", list(WORDS.doelen)),
            chosen(rule, "proces", list(WORDS.processen)),
            list(members) if receiver else [None],
        ):
            yield Request(
                deelnemer=deelnemer,
                rol=rol,
                handeling=each.handeling,
                gegevens=gegevens,
                over="betrokkene",
                doel=doel,
                proces=proces,
                fase=each.fase,
                kader=kader,
                aan=aan,
                convenant=convenant,
            )
