"""
The facts of a DPIA: what follows from the rules, the same every time, and what is different of it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dpia import huis
from zvhprivacy.dpia import facts as making
from zvhprivacy.dpia.assessed import Soort, changes
from zvhprivacy.dpia.emit import mapping_of
from zvhprivacy.dpia.facts import Facts, NotWritable, facts_file
from zvhprivacy.dpia.hashing import facts_hash
from zvhprivacy.dpia.making import make
from zvhprivacy.dpia.read import Register, read_register
from zvhprivacy.dpia.roles import Rol, role_in
from zvhprivacy.errors import PolicyUnusable
from zvhprivacy.model.dpia.dossier import Dpia
from zvhprivacy.model.dpia.facts import DpiaFeiten, Verwerking
from zvhprivacy.model.request import SELECTED
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.policy.compile import compile_rules
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.rule import Effect


ROOT = Path(__file__).resolve().parent.parent.parent


def read(folder: Path) -> tuple[Workspace, Register]:
    """
    Read workspace and register.
    """
    return read_workspace(folder), read_register(folder)


@pytest.fixture(scope="module")
def meegeleverd() -> tuple[Facts, Register]:
    """
    The shipped workspace, with facts of a fixed day.
    """
    workspace, register = read(ROOT)
    return Facts(workspace, date(2026, 6, 1)), register


def test_every_permission_of_the_process_is_there_and_no_other(
    meegeleverd: tuple[Facts, Register],
) -> None:
    """
    A permission is in the facts when it works that day in one of the convenanten and processen.
    """
    facts, register = meegeleverd
    rules = compile_rules(facts.workspace, facts.law, facts.day).rules
    for dpia in register.dpias.values():
        expected = sorted(
            rule.id
            for rule in rules
            if rule.effect is Effect.ALLOW
            and set(dpia.convenanten) & rule.convenanten.waarden
            and any(rule.keuze("proces").selects(frozenset({each})) for each in dpia.processen)
        )

        assert sorted(each.id for each in facts.of(dpia).verwerkingen) == expected
        assert expected


def test_a_permission_says_what_the_rule_says(meegeleverd: tuple[Facts, Register]) -> None:
    """
    Every selection and condition is that of the rule; only of the process the rest is left out.
    """
    facts, register = meegeleverd
    for dpia in register.dpias.values():
        for each in facts.of(dpia).verwerkingen:
            rule = facts.rule(each)

            assert rule is not None
            assert set(each.mits) == rule.feiten
            assert each.grondslag == rule.artikel
            for field in set(SELECTED) - {"proces"}:
                assert getattr(each, field) == rule.keuze(field)
            assert each.proces.waarden <= set(dpia.processen)


def test_the_file_reads_back_as_the_facts(werkmap: Path) -> None:
    """
    What was written is what is read, and its hash too.
    """
    workspace, register = read(werkmap)
    feiten = Facts(workspace, huis.DAY).of(register.dpias["com"])
    stored = register.feiten["com"]

    assert mapping_of(stored) == mapping_of(feiten)
    assert facts_hash(stored) == facts_hash(feiten)
    assert not register.findings


def test_the_same_policy_gives_the_same_text(meegeleverd: tuple[Facts, Register]) -> None:
    """
    Made again, from files read again, every byte is the same.
    """
    facts, register = meegeleverd
    workspace, again = read(ROOT)
    other = Facts(workspace, facts.day)
    for name, dpia in register.dpias.items():
        assert facts_file(facts.of(dpia)) == facts_file(other.of(again.dpias[name]))


def test_the_hash_is_of_what_is_assessed(werkmap: Path) -> None:
    """
    Another day or policy is another file and the same hash; anything else is another hash.
    """
    workspace, register = read(werkmap)
    feiten = Facts(workspace, huis.DAY).of(register.dpias["com"])
    later = feiten.model_copy(update={"op": date(2030, 1, 1), "policy": "sha256:0"})

    assert facts_hash(later) == facts_hash(feiten)
    assert facts_file(later) != facts_file(feiten)
    for field in set(DpiaFeiten.model_fields) - {"op", "policy", "plek", "schema_", "feiten_van"}:
        less = feiten.model_copy(update={field: getattr(feiten, field)[1:]})

        assert facts_hash(less) != facts_hash(feiten)


def test_nothing_differs_from_itself(meegeleverd: tuple[Facts, Register]) -> None:
    """
    Facts laid beside themselves have no changes.
    """
    facts, register = meegeleverd
    for dpia in register.dpias.values():
        assert changes(facts, dpia, facts.of(dpia)) == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_change_of_a_permission_is_told_and_only_that(
    meegeleverd: tuple[Facts, Register], data: st.DataObject
) -> None:
    """
    Whatever is taken from a permission, is added to one, or whichever goes: exactly that is told.

    Said of what was assessed: then the rules of now differ the other way round.
    """
    facts, register = meegeleverd
    dpia = register.dpias[data.draw(st.sampled_from(sorted(register.dpias)))]
    now = facts.of(dpia)
    number = data.draw(st.integers(0, len(now.verwerkingen) - 1))
    one = now.verwerkingen[number]
    what = data.draw(st.sampled_from(["weg", "mits-minder", "mits-meer", "gegevens", "doel"]))
    stored = _changed(facts, dpia, now, number, what)
    if stored is None:
        return
    found = changes(facts, dpia, stored)

    expected = {
        "weg": {Soort.NIEUW},  # it was not assessed
        "mits-minder": {Soort.NAUWER},  # it needed less
        "mits-meer": {Soort.RUIMER},
        "gegevens": {Soort.RUIMER},
        "doel": {Soort.RUIMER, Soort.NAUWER},
    }[what]
    assert [(each.deel, each.naam) for each in found] == [("verwerkingen", one.id)]
    assert found[0].soort in expected


def _changed(
    facts: Facts, dpia: Dpia, now: DpiaFeiten, number: int, what: str
) -> DpiaFeiten | None:
    """
    Give facts in which one permission was otherwise; None when it cannot be changed so.
    """
    one = now.verwerkingen[number]
    other: list[Verwerking] = []
    if what == "mits-minder" and one.mits:
        other = [one.model_copy(update={"mits": one.mits[1:]})]
    elif what == "mits-meer":
        other = [one.model_copy(update={"mits": (*one.mits, "zomaar")})]
    elif what == "gegevens" and len(one.gegevens.waarden) > 1 and one.gegevens.mode == "+":
        fewer = one.gegevens._replace(waarden=frozenset(sorted(one.gegevens.waarden)[1:]))
        other = [one.model_copy(update={"gegevens": fewer})]
    elif what == "doel" and one.doel.mode == "+":
        some = one.doel._replace(waarden=frozenset({"systeembeheer"}))
        if some == one.doel:
            return None
        other = [one.model_copy(update={"doel": some})]
    elif what != "weg":
        return None
    kept = (*now.verwerkingen[:number], *other, *now.verwerkingen[number + 1 :])
    return facts.with_(dpia, kept)


def test_data_that_nothing_lets_in_are_not_processed(werkmap: Path) -> None:
    """
    A permission to look at all data is not about kinds of data that can never be there.
    """
    huis.change(werkmap, huis.CONVENANT, "[woonsituatie, gezondheid]", "alle")
    workspace, register = read(werkmap)
    feiten = Facts(workspace, huis.DAY).of(register.dpias["com"])

    assert [each.gegevens for each in feiten.persoonsgegevens] == [
        "bsn",
        "gezondheid",
        "woonsituatie",
    ]


def test_who_has_left_is_no_party(werkmap: Path) -> None:
    """
    A party is who is a member on the day of the facts and may do something, or receive.
    """
    old, new = "ggz, sinds: 2025-03-01}", "ggz, sinds: 2025-03-01, tot: 2026-06-01}"
    huis.change(werkmap, huis.CONVENANT, old, new)
    workspace, register = read(werkmap)
    before = Facts(workspace, date(2026, 5, 31)).of(register.dpias["com"])
    after = Facts(workspace, date(2026, 6, 1)).of(register.dpias["com"])

    assert [each.partij for each in before.partijen] == [
        "college-a",
        "ggz-a",
        "politie-a",
        "riec-a",
    ]
    assert [each.partij for each in after.partijen] == ["college-a", "politie-a", "riec-a"]


def test_a_party_has_the_role_of_its_frame(gebouwd: Path) -> None:
    """
    WGS 2.27 lid 3: lid 1 are joint controllers, lid 2 provides; who only receives is a receiver.
    """
    workspace, register = read(gebouwd)
    parties = Facts(workspace, huis.DAY).of(register.dpias["com"]).partijen

    assert {each.partij: each.rol for each in parties} == {
        "college-a": "gezamenlijk-verwerkingsverantwoordelijke",
        "politie-a": "gezamenlijk-verwerkingsverantwoordelijke",
        "ggz-a": "verstrekker",
        "riec-a": "ontvanger",
    }


@pytest.mark.parametrize(
    ("soort", "kader", "expected"),
    [
        ("reclassering", "wgs", Rol.VERSTREKKER),
        ("reclassering", "pga-wet", Rol.GEZAMENLIJK),
        ("dji", "wgs", Rol.GEZAMENLIJK),
        ("dji", "pga-wet", Rol.DERDE),
        ("reclassering", "eigen-wet", Rol.VERANTWOORDELIJK),
        ("verwerker", "wgs", Rol.VERWERKER),
        ("verwerker", "eigen-wet", Rol.VERWERKER),
        ("toezichthouder", "eigen-wet", Rol.DERDE),
        ("woningcorporatie", "wgs", Rol.DERDE),
    ],
)
def test_who_is_a_controller_differs_per_frame(
    meegeleverd: tuple[Facts, Register], soort: str, kader: str, expected: Rol
) -> None:
    """
    The WGS and the PGA-wet each name their own; a processor is one everywhere.
    """
    kinds = meegeleverd[0].law.begrippen.deelnemersoorten

    assert role_in(kinds[soort], kader) is expected


def test_a_sleeping_permission_is_no_processing(werkmap: Path) -> None:
    """
    Without a ground in force nothing is permitted, so nothing is there to assess.
    """
    workspace, register = read(werkmap)

    assert Facts(workspace, date(2025, 2, 1)).of(register.dpias["com"]).verwerkingen == ()


def test_facts_that_cannot_be_read_back_are_not_written(
    werkmap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A file that would say something else than the facts is refused, not written.
    """
    workspace, register = read(werkmap)
    feiten = Facts(workspace, huis.DAY).of(register.dpias["com"])
    monkeypatch.setattr(making, "yaml_of", lambda said, _: f"schema: 1\nfeiten-van: {said['op']}\n")

    with pytest.raises(NotWritable):
        facts_file(feiten)


def test_without_a_law_there_are_no_facts(werkmap: Path) -> None:
    """
    A law layer that cannot be read says nothing.
    """
    huis.change(werkmap, huis.BEGRIPPEN, "schema: 1\n", "schema: 2\n")

    with pytest.raises(PolicyUnusable):
        Facts(read_workspace(werkmap), huis.DAY)


def test_what_was_adopted_is_only_replaced_when_asked(werkmap: Path) -> None:
    """
    The facts that were assessed stay what later rules are laid beside.
    """
    huis.change(werkmap, huis.CONVENANT, "[woonsituatie, gezondheid]", "[gezondheid]")
    workspace, register = read(werkmap)
    made = make(Facts(workspace, huis.DAY), register, register.dpias["com"])

    assert made.adopted
    assert not made.same
    assert not made.replaces(overwrite=False)
    assert made.replaces(overwrite=True)


def test_facts_of_a_draft_are_replaced(werkmap: Path) -> None:
    """
    Nobody decided over them yet.
    """
    huis.change(werkmap, huis.CONVENANT, "[woonsituatie, gezondheid]", "[gezondheid]")
    huis.change(werkmap, huis.DPIA, "status: vastgesteld", "status: concept")
    workspace, register = read(werkmap)
    made = make(Facts(workspace, huis.DAY), register, register.dpias["com"])

    assert made.replaces(overwrite=False)
