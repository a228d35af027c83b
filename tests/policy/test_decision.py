"""
What an answer says, to whom, and what it must not say.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests import workspaces
from tests.workspaces import ask
from zvhprivacy.policy.answer import as_answer
from zvhprivacy.policy.compile import ban_rule
from zvhprivacy.policy.decision import Ban, Cause, Decision, Nearest, Outcome
from zvhprivacy.policy.explain import as_ban
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.snapshot import Snapshot


# --- yes and no -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "fields", "expected"),
    [
        (("persoon-in-casus",), {}, "toegestaan"),
        ((), {}, "niet-toegestaan"),
        (("persoon-in-casus",), {"gegevens": "gezondheid"}, "verboden"),
        (("persoon-in-casus",), {"rol": "onbekend"}, "ongeldig"),
    ],
)
def test_only_allowed_is_true(
    snapshot: Snapshot, facts: tuple[str, ...], fields: dict[str, Any], expected: str
) -> None:
    """
    A decision is true when it allows, and false whatever else it is.
    --- policies/wet/avg.yaml
    verboden:
      - {id: avg-9, artikel: AVG 9, gegevens: [gezondheid], reden: Gezondheid is bijzonder.}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: inzien, mits: [persoon-in-casus], grondslag: WGS 2.31}
    """
    decision = ask(snapshot, *facts, **fields)

    assert (expected, expected == "toegestaan") == (decision.soort.value, bool(decision))


@pytest.mark.parametrize("value", [False, None, 0, 1, "ja", "True"])
def test_only_true_is_allowed(value: object) -> None:
    """
    A decision that was tampered with fails closed.
    """
    decision = Decision(toegestaan=value, soort=Outcome.TOEGESTAAN)  # type: ignore[arg-type]

    assert not decision


def test_a_decision_names_its_rule(snapshot: Snapshot) -> None:
    """
    A decision names the rule, the article, the file and the line that decided.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: ander, rol: [fg], grondslag: WGS 2.31}
      - {id: inzien, grondslag: WGS 2.31 lid 5}
    """
    decision = ask(snapshot)

    # Seven keys that the test leaves out stand before the rules.
    assert ("inzien", "WGS 2.31 lid 5", "convenants/huis/convenant.yaml", 10) == (
        decision.regel,
        decision.artikel,
        decision.bestand,
        decision.regelnummer,
    )


def test_all_bans_that_apply_are_reasons(snapshot: Snapshot) -> None:
    """
    A refusal by law gives every ban that applies, in order, and none that is lifted.
    --- policies/wet/avg.yaml
    verboden:
      - {id: eerste, artikel: AVG 5, reden: Ten eerste., tenzij: [vier-ogen, mandaat-verleend]}
      - {id: opgeheven, artikel: AVG 6, reden: Ten tweede., tenzij: [toestemming]}
      - {id: elders, artikel: AVG 7, reden: Ten derde., rol: [fg]}
      - {id: laatste, artikel: AVG 9, reden: Ten slotte.}
    --- convenants/huis/convenant.yaml
    """
    reasons = ask(snapshot, "toestemming").redenen

    assert [("eerste", ("mandaat-verleend", "vier-ogen")), ("laatste", ())] == [
        (reason.regel, reason.opgeheven_door) for reason in reasons if isinstance(reason, Ban)
    ]


def test_obligations_are_those_of_all_permissions(snapshot: Snapshot) -> None:
    """
    What is allowed obliges to all that the permissions that allow it say, each once.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: een, verplicht: [terugkoppelen, motiveren], grondslag: WGS 2.31}
      - {id: twee, verplicht: [motiveren, registreren], grondslag: WGS 2.31}
      - {id: drie, grondslag: WGS 2.31}
    """
    assert ("terugkoppelen", "motiveren", "registreren") == ask(snapshot).verplichtingen


@pytest.mark.parametrize(
    "rule",
    [
        "rol: [fg], grondslag: WGS 2.31",
        "mits: [vier-ogen], grondslag: WGS 2.31",
        "grondslag: PGA-wet 6",
        "geldig: {tot: 2026-01-01}, grondslag: WGS 2.31",
    ],
)
def test_permissions_that_do_not_allow_oblige_to_nothing(
    tmp_path_factory: pytest.TempPathFactory, rule: str
) -> None:
    """
    A permission about something else, missing a fact or without ground adds no obligation.
    """
    text = f"""\
regels:
  - {{id: een, grondslag: WGS 2.31}}
  - {{id: twee, verplicht: [motiveren], {rule}}}
"""
    files = {"convenants/huis/convenant.yaml": text}
    snapshot = workspaces.snapshot(workspaces.write(tmp_path_factory.mktemp("w"), files))

    assert () == ask(snapshot).verplichtingen


def test_a_refusal_obliges_to_nothing(snapshot: Snapshot) -> None:
    """
    What is banned carries no obligations of the permission that the ban stands before.
    --- policies/wet/avg.yaml
    verboden:
      - {id: avg-5, artikel: AVG 5, reden: Nee.}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: een, verplicht: [motiveren], grondslag: WGS 2.31}
    """
    assert () == ask(snapshot).verplichtingen


def test_the_facts_it_rests_on(snapshot: Snapshot) -> None:
    """
    What is allowed rests on the facts of `mits` and on those that lift a ban, and on no other.
    --- policies/wet/avg.yaml
    verboden:
      - {id: avg-5, artikel: AVG 5, tenzij: [toestemming], reden: Nee.}
      - {id: elders, artikel: AVG 5, rol: [fg], tenzij: [vier-ogen], reden: Nee.}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: een, mits: [persoon-in-casus], grondslag: WGS 2.31}
    """
    decision = ask(snapshot, "toestemming", "persoon-in-casus", "vier-ogen", "mandaat-verleend")

    assert ("persoon-in-casus", "toestemming") == decision.feiten


def test_origins_are_told() -> None:
    """
    Of each fact it rests on a decision says where it comes from, so also which was declared.
    """
    decision = Decision(toegestaan=True, soort=Outcome.TOEGESTAAN, feiten=("a", "b"))
    told = decision.rests_on({"a": "personen", "b": "vrager", "c": "vrager"})

    assert (("personen", "vrager"), ("b",)) == (told.herkomst, told.verklaard)


@pytest.mark.parametrize("status", ["ondertekend", "concept", "reconstructie"])
@pytest.mark.parametrize("rol", ["procesregisseur", "fg"])
def test_every_answer_shows_the_status(
    tmp_path_factory: pytest.TempPathFactory, status: str, rol: str
) -> None:
    """
    An answer says what its convenant is: signed, a draft or a reconstruction.
    """
    text = f"""\
status: {status}
regels:
  - {{id: een, rol: [procesregisseur], grondslag: WGS 2.31}}
"""
    files = {"convenants/huis/convenant.yaml": text}
    snapshot = workspaces.snapshot(workspaces.write(tmp_path_factory.mktemp("w"), files))

    assert status == ask(snapshot, rol=rol).status


# --- two voices -----------------------------------------------------------------------------------


def _worker(decision: Decision) -> str:
    return str(decision) + decision.voor_medewerker("en") + repr(decision)


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ((), {"gegevens": "gezondheid"}),
        (("vier-ogen",), {"gegevens": "gezondheid"}),
        ((), {}),
        ((), {"rol": "fg"}),
    ],
)
def test_a_worker_hears_no_recipe(
    snapshot: Snapshot, facts: tuple[str, ...], fields: dict[str, Any]
) -> None:
    """
    What a worker is told of a refusal holds no fact that would lift it, nor what is missing.
    --- policies/wet/avg.yaml
    verboden:
      - {id: avg-9, artikel: AVG 9, gegevens: [gezondheid], reden: Nee.,
         tenzij: [toestemming, mandaat-verleend]}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: een, rol: [procesregisseur], mits: [persoon-in-casus], grondslag: WGS 2.31}
    """
    said = _worker(ask(snapshot, *facts, **fields))
    known = snapshot.law.begrippen.feiten

    assert [] == [fact for fact in known if fact in said]


def test_supervision_hears_what_lifts_a_ban(snapshot: Snapshot) -> None:
    """
    A privacy officer or FG is told by what each ban is lifted.
    --- policies/wet/avg.yaml
    verboden:
      - {id: avg-9, artikel: AVG 9, tenzij: [toestemming, mandaat-verleend], reden: Nee.}
    --- convenants/huis/convenant.yaml
    """
    said = ask(snapshot).voor_toezicht

    assert ["toestemming" in said, "mandaat-verleend" in said] == [True, True]


def test_supervision_hears_what_is_missing(snapshot: Snapshot) -> None:
    """
    A privacy officer or FG is told what the nearest permission misses.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: een, mits: [persoon-in-casus], grondslag: WGS 2.31}
    """
    assert "persoon-in-casus" in ask(snapshot).voor_toezicht


def test_no_shipped_reason_is_a_recipe() -> None:
    """
    No ban that ships tells a worker the name of a fact, whatever it bans.
    """
    law = read_workspace(workspaces.ROOT).law
    assert law is not None
    bans = [ban for wet in law.wetten for ban in wet.verboden]
    said = {
        ban.id: _worker(_refusal(as_ban(ban_rule(ban))))
        for ban in (*bans, *law.organisatie.verboden)
    }

    assert [] == [
        (ban, fact) for ban, text in said.items() for fact in law.begrippen.feiten if fact in text
    ]


def _refusal(ban: Ban) -> Decision:
    return Decision(
        toegestaan=False,
        soort=Outcome.VERBODEN,
        regel="regel",
        artikel=ban.artikel,
        explain=lambda: (ban,),
    )


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    ("facts", "fields", "day"),
    [
        (("persoon-in-casus",), {}, date(2026, 6, 1)),
        ((), {}, date(2026, 6, 1)),
        ((), {"gegevens": "gezondheid"}, date(2026, 6, 1)),
        ((), {"rol": "onbekend"}, date(2026, 6, 1)),
        ((), {"kader": "eigen-wet"}, date(2026, 6, 1)),
        ((), {"aan": "ggz-a"}, date(2026, 6, 1)),
        ((), {"handeling": "doorgeven"}, date(2026, 6, 1)),
        ((), {"proces": "mda"}, date(2026, 6, 1)),
        ((), {"convenant": "onbekend"}, date(2026, 6, 1)),
        (("onbekend",), {}, date(2026, 6, 1)),
        ((), {}, date(2020, 1, 1)),
        ((), {}, date(2030, 1, 1)),
    ],
)
def test_every_answer_says_that_it_judges_no_necessity(
    snapshot: Snapshot, lang: str, facts: tuple[str, ...], fields: dict[str, Any], day: date
) -> None:
    """
    Every answer, in both voices, says that it rests on the facts given and judges no necessity.
    --- policies/wet/avg.yaml
    verboden:
      - {id: avg-9, artikel: AVG 9, gegevens: [gezondheid], reden: Nee.}
    --- convenants/huis/convenant.yaml
    geldig: {tot: 2030-01-01}
    regels:
      - {id: een, mits: [persoon-in-casus], grondslag: WGS 2.31}
    """
    decision = ask(snapshot, *facts, day=day, **fields)
    word = {"nl": "noodzaak", "en": "necess"}[lang]

    assert [True, True] == [
        word in said for said in (decision.voor_medewerker(lang), decision.toezicht(lang))
    ]


# --- the answer as data ---------------------------------------------------------------------------


def test_an_answer_of_a_ban(snapshot: Snapshot) -> None:
    """
    The answer as data gives of a ban the rule, article, reason, what lifts it and where it stands.
    --- policies/wet/avg.yaml
    verboden:
      - id: avg-9
        artikel: AVG 9 lid 1
        tenzij: [toestemming]
        reden: Gezondheid is bijzonder.
    --- convenants/huis/convenant.yaml
    """
    expected = {
        "regel": "avg-9",
        "artikel": "AVG 9 lid 1",
        "reden": "Gezondheid is bijzonder.",
        "opgeheven-door": ["toestemming"],
        "bestand": "policies/wet/avg.yaml",
        "regelnummer": 5,
    }

    assert [expected] == as_answer(ask(snapshot))["redenen"]


def test_an_answer_of_a_near_permission(snapshot: Snapshot) -> None:
    """
    The answer as data gives of a permission its ground and per field what is missing.
    --- convenants/huis/convenant.yaml
    regels:
      - id: een
        fase: [triage, afgesloten]
        rol: {behalve: [procesregisseur]}
        mits: [vier-ogen, toestemming]
        grondslag: WGS 2.31 lid 5
    """
    expected = {
        "regel": "een",
        "grondslag": "WGS 2.31 lid 5",
        "ontbreekt": {
            "rol": ["behalve procesregisseur"],
            "fase": ["afgesloten", "triage"],
            "feiten": ["toestemming"],
        },
    }

    assert [expected] == as_answer(ask(snapshot, "vier-ogen"))["redenen"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"rol": "zorg"}, {"reden": "onbekende-waarde", "veld": "rol"}),
        ({"fase": "triaje"}, {"reden": "onbekende-waarde", "veld": "fase", "suggestie": "triage"}),
        ({"deelnemer": "oud"}, {"reden": "geen-deelnemer", "veld": "deelnemer"}),
    ],
)
def test_an_answer_of_a_cause(
    snapshot: Snapshot, fields: dict[str, Any], expected: dict[str, str]
) -> None:
    """
    The answer as data gives of a request that could not be judged a fixed word and the field.
    --- convenants/huis/convenant.yaml
    deelnemers:
      politie-a: {naam: Politie A, soort: politie}
      oud: {naam: Oud lid, soort: politie, tot: 2026-01-01}
    """
    assert [expected] == as_answer(ask(snapshot, **fields))["redenen"]


def test_an_allowed_answer_has_no_reasons(snapshot: Snapshot) -> None:
    """
    Reasons are of a refusal.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: een, grondslag: WGS 2.31}
    """
    assert [] == as_answer(ask(snapshot))["redenen"]


# --- the nearest permissions ----------------------------------------------------------------------


def _near(decision: Decision) -> list[str]:
    return [reason.regel for reason in decision.redenen if isinstance(reason, Nearest)]


def test_at_most_three_permissions_come_near(snapshot: Snapshot) -> None:
    """
    Three permissions are named at most, those that miss least first, and else in order.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: drie, rol: [fg], fase: [triage], over: [directe-kring], grondslag: WGS 2.31}
      - {id: twee-a, rol: [fg], fase: [triage], grondslag: WGS 2.31}
      - {id: een, rol: [fg], grondslag: WGS 2.31}
      - {id: twee-b, rol: [fg], mits: [toestemming], grondslag: WGS 2.31}
    """
    assert ["een", "twee-a", "twee-b"] == _near(ask(snapshot))


def test_every_missing_fact_counts(snapshot: Snapshot) -> None:
    """
    A permission that misses two facts is further away than one that misses one.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: twee-feiten, mits: [toestemming, vier-ogen], grondslag: WGS 2.31}
      - {id: een-feit, mits: [toestemming, persoon-in-casus], grondslag: WGS 2.31}
    """
    assert ["een-feit", "twee-feiten"] == _near(ask(snapshot, "persoon-in-casus"))


def test_only_permissions_of_the_convenant_come_near(snapshot: Snapshot) -> None:
    """
    What another convenant permits is not near.
    --- convenants/huis/convenant.yaml
    --- convenants/buur/convenant.yaml
    regels:
      - {id: van-de-buren, rol: [fg], grondslag: WGS 2.31}
    """
    assert [] == _near(ask(snapshot, convenant="huis"))


def test_a_ground_out_of_force_is_named(snapshot: Snapshot) -> None:
    """
    A permission that fits but whose ground is not in force says so.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: een, grondslag: WGS 2.31 lid 5}
    """
    reasons = ask(snapshot, day=date(2025, 2, 28)).redenen
    missing = (("grondslag", ("WGS 2.31 lid 5",)),)

    assert (Nearest(regel="een", grondslag="WGS 2.31 lid 5", ontbreekt=missing),) == reasons


def test_a_ground_out_of_force_is_a_gap_like_another(snapshot: Snapshot) -> None:
    """
    A permission without ground that also misses facts is further than one that misses one fact.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: zonder-grond, mits: [toestemming, vier-ogen], grondslag: PGA-wet 8}
      - {id: een-feit, mits: [toestemming], grondslag: WGS 2.31}
    """
    assert ["een-feit", "zonder-grond"] == _near(ask(snapshot))


def test_a_convenant_without_rules_has_no_reasons(snapshot: Snapshot) -> None:
    """
    Where nothing is agreed, nothing comes near.
    --- convenants/huis/convenant.yaml
    """
    decision = ask(snapshot)

    assert (Outcome.NIET_TOEGESTAAN, ()) == (decision.soort, decision.redenen)


def test_a_cause_is_no_recipe_either() -> None:
    """
    A request that could not be judged tells a worker no field and no suggestion.
    """
    cause = Cause(reden="onbekende-waarde", veld="rol", suggestie="fg")
    decision = Decision(toegestaan=False, soort=Outcome.ONGELDIG, explain=lambda: (cause,))

    assert "fg" not in str(decision)
