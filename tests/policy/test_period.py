"""
Who may ask and receive what, before and beside the rules; and requests that mean nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.workspaces import DAY, ask, mistyped, vraag
from zvhprivacy.model.request import Request
from zvhprivacy.policy.decision import Cause, Decision, Outcome
from zvhprivacy.policy.enforce import Judge
from zvhprivacy.policy.index import Index
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.snapshot import Snapshot


def _causes(decision: Decision) -> list[tuple[str, str]]:
    return [(each.reden, each.veld) for each in decision.redenen if isinstance(each, Cause)]


# --- members --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 12, 31), "niet-toegestaan"),
        (date(2026, 1, 1), "toegestaan"),
        (date(2026, 12, 31), "toegestaan"),
        (date(2027, 1, 1), "niet-toegestaan"),
    ],
)
def test_a_member_is_one_from_since_until(snapshot: Snapshot, day: date, expected: str) -> None:
    """
    An organisation takes part from `sinds`, and no longer on the day of `tot`.
    --- convenants/huis/convenant.yaml
    deelnemers:
      politie-a: {naam: Politie A, soort: politie, sinds: 2026-01-01, tot: 2027-01-01}
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    assert expected == ask(snapshot, day=day).soort.value


@pytest.mark.parametrize("who", ["oud-lid", "riec-a"])
def test_who_does_not_take_part_is_refused(snapshot: Snapshot, who: str) -> None:
    """
    A former member, and one that may only receive, is refused for that.
    --- convenants/huis/convenant.yaml
    deelnemers:
      politie-a: {naam: Politie A, soort: politie}
      oud-lid: {naam: Oud lid, soort: politie, tot: 2026-01-01}
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    decision = ask(snapshot, deelnemer=who)

    assert [("geen-deelnemer", "deelnemer")] == _causes(decision)


def test_no_rule_is_tried_for_who_does_not_take_part(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Who is no member is refused before any rule, also one that bans, is looked at.
    --- policies/wet/wgs.yaml
    verboden:
      - {id: alles, artikel: WGS 1.6, reden: Zo is de wet.}
    --- convenants/huis/convenant.yaml
    deelnemers:
      oud-lid: {naam: Oud lid, soort: politie, tot: 2026-01-01}
    """
    monkeypatch.setattr(Judge, "decide", _never)
    monkeypatch.setattr(Index, "selecting", _never)

    assert Outcome.NIET_TOEGESTAAN is ask(snapshot, deelnemer="oud-lid").soort


@pytest.mark.parametrize("namens", ["oud-lid", "riec-a"])
def test_nobody_acts_for_who_does_not_take_part(snapshot: Snapshot, namens: str) -> None:
    """
    One acts only on behalf of a member.
    --- convenants/huis/convenant.yaml
    deelnemers:
      politie-a: {naam: Politie A, soort: politie}
      oud-lid: {naam: Oud lid, soort: college, tot: 2026-01-01}
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    decision = ask(snapshot, namens=namens)

    assert [("geen-deelnemer", "namens")] == _causes(decision)


def test_a_member_of_another_convenant_is_unknown_here(snapshot: Snapshot) -> None:
    """
    Members are those of the convenant asked.
    --- convenants/huis-a/convenant.yaml
    deelnemers:
      politie-a: {naam: Politie A, soort: politie}
    regels:
      - {id: alles, grondslag: WGS 2.31}
    --- convenants/huis-b/convenant.yaml
    deelnemers:
      politie-b: {naam: Politie B, soort: politie}
    """
    decision = ask(snapshot, deelnemer="politie-b", convenant="huis-a")

    assert [("onbekende-waarde", "deelnemer")] == _causes(decision)


def test_members_are_not_inherited(snapshot: Snapshot) -> None:
    """
    A convenant inherits rules and no members.
    --- convenants/huis/convenant.yaml
    bouwt-op: [model]
    deelnemers:
      college-a: {naam: College A, soort: college}
    --- convenants/model/convenant.yaml
    soort: model
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    decision = ask(snapshot, deelnemer="politie-a")

    assert [("onbekende-waarde", "deelnemer")] == _causes(decision)


def test_a_convenant_out_of_force(snapshot: Snapshot) -> None:
    """
    Outside its own days a convenant allows nothing.
    --- convenants/huis/convenant.yaml
    geldig: {tot: 2026-06-01}
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    decision = ask(snapshot, day=date(2026, 6, 1))

    assert [("convenant-niet-geldig", "convenant")] == _causes(decision)


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "proces", "kader", "expected"),
    [
        ("politie-a", "com", "wgs", True),  # lid-1 of the WGS
        ("ggz-a", "com", "wgs", False),
        ("politie-a", "radicalisering", "pga-wet", True),  # deelnemer of the PGA-wet
        ("ggz-a", "radicalisering", "pga-wet", False),
        ("politie-a", "mda", "eigen-wet", False),  # no lid at all
    ],
)
def test_a_lid_is_of_the_frame_asked(
    snapshot: Snapshot, who: str, proces: str, kader: str, expected: bool
) -> None:
    """
    An organisation counts as the lid it has in the frame asked, and as none in another.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: wgs, deelnemer: [lid-1], grondslag: WGS 2.31}
      - {id: pga, deelnemer: [deelnemer], grondslag: PGA-wet 6}
      - {id: eigen, deelnemer: [lid-1, deelnemer, derde], grondslag: Wmo 2015 4.1.1}
    """
    assert expected is bool(ask(snapshot, deelnemer=who, proces=proces, kader=kader))


@pytest.mark.parametrize(
    ("namens", "facts", "expected"),
    [
        (None, (), "niet-toegestaan"),
        ("college-a", (), "verboden"),
        ("college-a", ("mandaat-verleend",), "toegestaan"),
    ],
)
def test_who_acts_for_an_organ_counts_as_it_too(
    snapshot: Snapshot, namens: str | None, facts: tuple[str, ...], expected: str
) -> None:
    """
    With `namens` one may what the organ may, and the law can ask for a mandate.
    --- policies/wet/awb.yaml
    verboden:
      - {id: awb-10-3, artikel: Awb 10:3, deelnemer: [namens], reden: Zo is de wet.,
         tenzij: [mandaat-verleend]}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: college, deelnemer: [college], grondslag: WGS 2.31}
    """
    decision = ask(snapshot, *facts, deelnemer="bureau-a", namens=namens)

    assert expected == decision.soort.value


@pytest.mark.parametrize(
    ("gegevens", "expected"),
    [
        ("woonsituatie", "toegestaan"),
        ("gezondheid", "verboden"),
        ("antecedenten", "toegestaan"),
        ("plan-van-aanpak", "verboden"),
    ],
)
def test_a_composite_text_counts_as_special(
    snapshot: Snapshot, gegevens: str, expected: str
) -> None:
    """
    A ban on a kind of data bans every category of that kind, and texts that may hold it.
    --- policies/wet/avg.yaml
    verboden:
      - {id: avg-9, artikel: AVG 9, gegevens: ["soort:bijzonder"], reden: Zo is de wet.}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    assert expected == ask(snapshot, gegevens=gegevens).soort.value


# --- receivers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("aan", "expected"),
    [
        ("ggz-a", "ggz"),
        ("riec-a", "riec"),
        ("riec", "riec"),  # a bare kind
        ("onderwijs", "derde"),  # a bare kind counts as its lid
        ("bureau-a", None),
    ],
)
def test_a_receiver_is_a_member_a_receiver_or_a_kind(
    snapshot: Snapshot, aan: str, expected: str | None
) -> None:
    """
    `aan` is a member, one that may receive, or a bare kind, and is selected by all its names.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: ggz, handeling: [doorgeven], aan: [lid-2], grondslag: WGS 2.31}
      - {id: riec, handeling: [doorgeven], aan: [riec], grondslag: WGS 2.31}
      - {id: derde, handeling: [doorgeven], aan: [derde], grondslag: WGS 2.31}
    """
    assert expected == ask(snapshot, handeling="doorgeven", aan=aan).regel


def test_giving_on_needs_a_receiver(snapshot: Snapshot) -> None:
    """
    A handeling with a receiver asks nothing without one.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    decision = ask(snapshot, handeling="doorgeven")

    assert [("ontvanger-nodig", "aan")] == _causes(decision)


def test_other_handelingen_have_no_receiver(snapshot: Snapshot) -> None:
    """
    A receiver with a handeling that has none is a mistake, not a detail.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    decision = ask(snapshot, handeling="inzien", aan="ggz-a")

    assert [("ontvanger-te-veel", "aan")] == _causes(decision)


def test_a_former_member_receives_nothing(snapshot: Snapshot) -> None:
    """
    An organisation that left is no receiver, whatever the rules say of its kind.
    --- convenants/huis/convenant.yaml
    deelnemers:
      politie-a: {naam: Politie A, soort: politie}
      oud-lid: {naam: Oud lid, soort: ggz, tot: 2026-01-01}
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    decision = ask(snapshot, handeling="doorgeven", aan="oud-lid")

    assert [("ontvanger-geen-deelnemer", "aan")] == _causes(decision)


@pytest.mark.parametrize("aan", ["lid-1", "namens", "alle", "ggz-b"])
def test_nothing_else_is_a_receiver(snapshot: Snapshot, aan: str) -> None:
    """
    A lid, a word of a rule or an unknown organisation is no receiver.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    decision = ask(snapshot, handeling="doorgeven", aan=aan)

    assert [("onbekende-waarde", "aan")] == _causes(decision)


# --- what may be left out -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proces", "kader", "expected"),
    [
        ("com", None, []),
        ("com", "wgs", []),
        ("com", "eigen-wet", [("kader-past-niet", "kader")]),
        ("mda", None, [("kader-nodig", "kader")]),
        ("mda", "eigen-wet", []),
        ("mda", "pga-wet", [("kader-past-niet", "kader")]),
    ],
)
def test_the_frame_of_a_process(
    snapshot: Snapshot, proces: str, kader: str | None, expected: list[tuple[str, str]]
) -> None:
    """
    The frame may be left out where the process has one, and must be one of the process.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: wgs, grondslag: WGS 2.31}
      - {id: eigen, grondslag: Wmo 2015 4.1.1}
    """
    assert expected == _causes(ask(snapshot, proces=proces, kader=kader))


def test_the_only_convenant_may_be_left_out(snapshot: Snapshot) -> None:
    """
    Where one convenant is no model, a request without convenant means that one.
    --- convenants/model/convenant.yaml
    soort: model
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    assert "alles" == ask(snapshot).regel


def test_of_two_convenants_one_must_be_named(snapshot: Snapshot) -> None:
    """
    Where two convenants are no model, a request must say which.
    --- convenants/huis-a/convenant.yaml
    --- convenants/huis-b/convenant.yaml
    """
    assert [("convenant-nodig", "convenant")] == _causes(ask(snapshot))


def test_a_stopped_convenant_is_not_forgotten(werkmap: Path) -> None:
    """
    A convenant that is stopped is still one of two: its request never goes to the other.
    --- convenants/huis-a/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    --- convenants/huis-b/convenant.yaml
    regels:
      - {id: kapot, grondslag: geen artikel}
    """
    snapshot = Snapshot(read_workspace(werkmap))

    assert [("convenant-nodig", "convenant")] == _causes(ask(snapshot))


# --- requests that mean nothing -------------------------------------------------------------------

# Something about a person that somebody typed in the wrong place.
BSN = "123456782"


class Unhashable:
    """
    A value that is no text, cannot be remembered, and shows what was typed.
    """

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return BSN


_WRONG: list[tuple[str, Any]] = [
    *((field, BSN) for field in Request._fields),
    *((field, "") for field in Request._fields),
    *((field, None) for field in Request._fields[:8]),
    *((field, value) for field in Request._fields for value in (1, b"inzien", [BSN], Unhashable())),
    *((field, value) for field in Request._fields for value in (True, {BSN}, {BSN: BSN}, object())),
    ("deelnemer", "politie"),
    ("deelnemer", "lid-1"),
    ("gegevens", "soort:gewoon"),
    ("rol", "alle"),
    ("rol", "fg "),
    ("rol", "FG"),
    ("rol", "f"),
    ("rol", "fg|procesregisseur"),
]


@pytest.mark.parametrize(
    ("field", "value"),
    _WRONG,
    ids=lambda value: f"{value!s:.12}" if isinstance(value, str) else type(value).__name__,
)
def test_an_unknown_value_is_refused(snapshot: Snapshot, field: str, value: Any) -> None:
    """
    A value that is no word of its field makes the request invalid, whatever it is.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    decision = snapshot.decide(mistyped(field, value), frozenset(), DAY)

    assert Outcome.ONGELDIG is decision.soort


@pytest.mark.parametrize(
    ("field", "value"),
    _WRONG,
    ids=lambda value: f"{value!s:.12}" if isinstance(value, str) else type(value).__name__,
)
def test_an_unknown_value_names_its_field(snapshot: Snapshot, field: str, value: Any) -> None:
    """
    The reason names the field that was wrong.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    decision = snapshot.decide(mistyped(field, value), frozenset(), DAY)

    assert field in {veld for _, veld in _causes(decision)}


_FACTS: list[Any] = [
    frozenset({BSN}),
    frozenset({"toestemming", BSN}),
    frozenset({""}),
    frozenset({1}),
    frozenset({None}),
    frozenset({("toestemming",)}),
    {"toestemming"},
    ["toestemming"],
    "toestemming",
    {"toestemming": True},
    [[BSN]],
    [Unhashable()],
    None,
    1,
]


@pytest.mark.parametrize("facts", _FACTS, ids=range(len(_FACTS)))
def test_unknown_facts_are_refused(snapshot: Snapshot, facts: Any) -> None:
    """
    What is no set of known facts makes the request invalid: a typing error must not lift a ban.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    decision = snapshot.decide(vraag(), facts, DAY)

    assert [("onbekend-feit", "feiten")] == _causes(decision)


def _said(decision: Decision) -> str:
    parts = (
        str(decision),
        repr(decision),
        decision.voor_medewerker("en"),
        decision.voor_toezicht,
        decision.toezicht("en"),
        repr(decision.redenen),
    )
    return "\n".join(parts)


def _with(field: str, value: object) -> Callable[[Snapshot], Decision]:
    return lambda snapshot: snapshot.decide(mistyped(field, value), frozenset(), DAY)


def _given(facts: Any) -> Callable[[Snapshot], Decision]:
    return lambda snapshot: snapshot.decide(vraag(), facts, DAY)


@pytest.mark.parametrize(
    "wrongly",
    [
        *(_with(field, BSN) for field in Request._fields),
        *(_with(field, [BSN]) for field in Request._fields),
        *(_with(field, Unhashable()) for field in Request._fields),
        *(_given(facts) for facts in _FACTS),
    ],
)
def test_what_was_typed_is_never_repeated(
    snapshot: Snapshot, wrongly: Callable[[Snapshot], Decision]
) -> None:
    """
    No sentence, reason or representation repeats a value that was typed by mistake.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    assert BSN not in _said(wrongly(snapshot))


def test_a_typing_error_gets_a_suggestion(snapshot: Snapshot) -> None:
    """
    A word that is nearly right comes back as the word that was probably meant.
    --- convenants/huis/convenant.yaml
    """
    reasons = ask(snapshot, rol="procesregiseur").redenen

    assert (Cause(reden="onbekende-waarde", veld="rol", suggestie="procesregisseur"),) == reasons


def test_all_that_is_wrong_is_said_at_once(snapshot: Snapshot) -> None:
    """
    A request that is wrong in several fields is told so in one answer.
    --- convenants/huis/convenant.yaml
    """
    decision = ask(snapshot, "feit", rol="rol", deelnemer="wie", proces="wat", aan="wie")

    assert {"rol", "deelnemer", "proces", "aan", "feiten"} == {v for _, v in _causes(decision)}


def _never(*_: object) -> None:
    pytest.fail("nothing may come here")
