"""
The engine asks, writes down, and only then answers.

The workspace of a test stands in its docstring; what is left out is filled in by
`tests.workspaces`.
"""

from __future__ import annotations

import dataclasses
import pickle
import threading

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import pytest

import zvhprivacy

from tests import workspaces
from tests.workspaces import DAY, mistyped, vraag
from zvhprivacy.engine import (
    Engine,
    Entry,
    FactsFailed,
    FeitenBron,
    Grant,
    Journaal,
    JournalFailed,
    NoJournal,
    today,
)
from zvhprivacy.errors import AccessDenied, Exit, PolicyUnusable, WrongUse
from zvhprivacy.model.about import About
from zvhprivacy.model.request import Request
from zvhprivacy.policy.decision import Cause, Decision, Outcome
from zvhprivacy.policy.read import read_workspace


class Schrift(list[Entry]):
    """
    A journal that keeps its entries.
    """

    def schrijf(self, entry: Entry) -> None:
        """
        Keep *entry*.
        """
        self.append(entry)


class Vol:
    """
    A journal that cannot write.
    """

    def schrijf(self, entry: Entry) -> NoReturn:
        """
        Fail, with something in the message that no one should see.
        """
        raise OSError(28, "No space left", entry.request.deelnemer)


class Bron:
    """
    A source of facts that knows *facts* of every request, and fails when that is an exception.
    """

    def __init__(self, facts: Any) -> None:
        self.facts = facts

    def feiten(self, request: Request, about: About) -> Iterable[str]:
        """
        Give the facts.
        """
        if isinstance(self.facts, Exception):
            raise self.facts
        facts: Iterable[str] = self.facts
        return facts


def _open(
    werkmap: Path,
    *,
    feiten: FeitenBron | None = None,
    journaal: Journaal | None = None,
    **options: Any,
) -> Engine:
    without = {"zonder_logboek": True} if journaal is None else {}
    return Engine.open(
        werkmap, feiten=feiten, journaal=journaal, klok=lambda: DAY, **{**without, **options}
    )


def _causes(decision: Decision) -> list[str]:
    return [each.reden for each in decision.redenen if isinstance(each, Cause)]


# --- opening --------------------------------------------------------------------------------------


def test_an_engine_needs_a_journal(werkmap: Path) -> None:
    """
    Without a journal, and without saying that there is none, nothing opens.
    --- convenants/huis/convenant.yaml
    """
    with pytest.raises(NoJournal):
        Engine.open(werkmap)


def test_a_broken_law_opens_nothing(werkmap: Path) -> None:
    """
    A workspace whose law cannot be read as meant does not open, and says what is wrong.
    --- policies/wet/wgs.yaml
    verboden:
      - {id: kapot, artikel: geen artikel, reden: Nee.}
    """
    with pytest.raises(PolicyUnusable) as caught:
        _open(werkmap)

    assert ["ZVH110"] == [found.code for found in caught.value.findings]


def test_a_broken_convenant_opens_and_is_refused(werkmap: Path) -> None:
    """
    A convenant with a fout does not keep the engine from opening; it is refused.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: geen artikel}
    """
    decision = _open(werkmap).decide(vraag(convenant="huis"))

    assert ["convenant-gestopt"] == _causes(decision)


def test_a_path_may_be_text(werkmap: Path) -> None:
    """
    The workspace may be given as text.
    --- convenants/huis/convenant.yaml
    """
    engine = Engine.open(str(werkmap), zonder_logboek=True)

    assert read_workspace(werkmap).policy == engine.policy


def test_the_usual_clock_is_today() -> None:
    """
    Without a clock the day is the one in the Netherlands.
    """
    # Amsterdam is at most two hours before, and some places are half a day behind.
    assert abs((today() - date.today()).days) <= 1  # noqa: DTZ011


# --- the journal ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({}, "toegestaan"), ({"rol": "fg"}, "niet-toegestaan"), ({"rol": "onbekend"}, "ongeldig")],
)
def test_every_decision_shows_that_nothing_is_written(
    werkmap: Path, fields: dict[str, Any], expected: str
) -> None:
    """
    Without a journal every answer says so.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, rol: [procesregisseur], grondslag: WGS 2.31}
    """
    decision = _open(werkmap).decide(vraag(**fields))

    assert (expected, True, True) == (
        decision.soort.value,
        decision.zonder_logboek,
        "niet in een logboek" in str(decision),
    )


def test_with_a_journal_no_decision_says_so(werkmap: Path) -> None:
    """
    With a journal an answer does not say that it was not written.
    --- convenants/huis/convenant.yaml
    """
    assert not _open(werkmap, journaal=Schrift()).decide(vraag()).zonder_logboek


@pytest.mark.parametrize("fields", [{}, {"rol": "fg"}, {"rol": "onbekend"}])
def test_every_answer_is_written(werkmap: Path, fields: dict[str, Any]) -> None:
    """
    Every answer, also a no and an invalid request, is in the journal with what it rests on.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, rol: [procesregisseur], grondslag: WGS 2.31}
    """
    journaal = Schrift()
    engine = _open(werkmap, feiten=Bron({"vier-ogen"}), journaal=journaal)
    decision = engine.decide(vraag(**fields), verklaard=["toestemming"])

    assert [(DAY, frozenset({"vier-ogen", "toestemming"}), decision)] == [
        (entry.dag, entry.feiten, entry.decision) for entry in journaal
    ]


def test_the_journal_is_written_before_the_answer(werkmap: Path) -> None:
    """
    When the answer is there, it has been written.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    order: list[str] = []

    class Slow:
        def schrijf(self, entry: Entry) -> None:
            order.append(f"written {entry.decision.regel}")

    order.append(f"answered {_open(werkmap, journaal=Slow()).decide(vraag()).regel}")

    assert ["written alles", "answered alles"] == order


@pytest.mark.parametrize("ask", [Engine.decide, Engine.require])
def test_no_log_no_answer(werkmap: Path, ask: Callable[[Engine, Request], object]) -> None:
    """
    When the journal fails there is no answer, whatever it would have been.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    engine = _open(werkmap, journaal=Vol())

    with pytest.raises(JournalFailed):
        ask(engine, vraag())


def test_a_failed_journal_is_not_quoted(werkmap: Path) -> None:
    """
    What the journal says when it fails may hold anything, and is not passed on.
    --- convenants/huis/convenant.yaml
    """
    with pytest.raises(JournalFailed) as caught:
        _open(werkmap, journaal=Vol()).decide(vraag())

    assert "politie-a" not in f"{caught.value} {caught.value!r} {caught.value.sentence('en')}"


def test_a_failed_journal_ends_as_log_trouble() -> None:
    """
    A journal that fails ends a command with the code for trouble with keys or log.
    """
    assert Exit.KEYS is JournalFailed.exit_code


# What somebody typed in the wrong place.
BSN = "123456782"


@pytest.mark.parametrize("field", Request._fields)
def test_the_journal_holds_only_words(werkmap: Path, field: str) -> None:
    """
    What is written of an invalid request holds nothing that was typed by mistake.
    --- convenants/huis/convenant.yaml
    """
    journaal = Schrift()
    _open(werkmap, journaal=journaal).decide(mistyped(field, BSN))

    assert BSN not in repr(journaal)


def test_the_journal_holds_only_known_facts(werkmap: Path) -> None:
    """
    What is written of unknown facts does not repeat them.
    --- convenants/huis/convenant.yaml
    """
    journaal = Schrift()
    _open(werkmap, journaal=journaal).decide(vraag(), verklaard=[BSN])

    assert BSN not in repr(journaal)


# --- facts ----------------------------------------------------------------------------------------


def test_facts_come_from_the_source(werkmap: Path) -> None:
    """
    The facts of a request are those that the source knows.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, mits: [persoon-in-casus], grondslag: WGS 2.31}
    """
    decision = _open(werkmap, feiten=Bron(["persoon-in-casus"])).decide(vraag())

    assert (True, ("persoon-in-casus",), ()) == (
        decision.toegestaan,
        decision.feiten,
        decision.verklaard,
    )


def test_the_source_is_asked_about_the_request(werkmap: Path) -> None:
    """
    The source of facts is told what is asked.
    --- convenants/huis/convenant.yaml
    """
    asked: list[Request] = []

    class Listening(Bron):
        def feiten(self, request: Request, about: About) -> Iterable[str]:
            asked.append(request)
            return ()

    _open(werkmap, feiten=Listening(())).decide(vraag(rol="fg"))

    assert [vraag(rol="fg")] == asked


@pytest.mark.parametrize(
    "facts", [ConnectionError(BSN), KeyError(BSN), None, 1, [["toestemming"]]], ids=repr
)
@pytest.mark.parametrize("ask", [Engine.decide, Engine.require])
def test_a_failing_source_gives_no_answer(
    werkmap: Path, ask: Callable[[Engine, Request], object], facts: object
) -> None:
    """
    When the source of facts fails, or gives no facts, there is no answer.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    with pytest.raises(FactsFailed) as caught:
        ask(_open(werkmap, feiten=Bron(facts)), vraag())

    assert BSN not in str(caught.value)


@pytest.mark.parametrize("source", [["zomaar"], ["toestemming", "zomaar"], "toestemming"])
def test_unknown_facts_of_the_source_are_refused(werkmap: Path, source: object) -> None:
    """
    A source that gives a fact that is no word makes the answer a no.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    assert ["onbekend-feit"] == _causes(_open(werkmap, feiten=Bron(source)).decide(vraag()))


@pytest.mark.parametrize(
    "declared", [["zomaar"], "toestemming", [["toestemming"]], [1], 1, None], ids=repr
)
def test_unknown_facts_of_the_caller_are_refused(werkmap: Path, declared: Any) -> None:
    """
    What a caller declares that is no known fact makes the answer a no, and raises nothing else.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    assert ["onbekend-feit"] == _causes(_open(werkmap).decide(vraag(), verklaard=declared))


def test_declared_facts_are_marked(werkmap: Path) -> None:
    """
    An answer says which of the facts it rests on the caller declared himself.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, mits: [persoon-in-casus, toestemming], grondslag: WGS 2.31}
    """
    engine = _open(werkmap, feiten=Bron(["persoon-in-casus"]))
    decision = engine.decide(vraag(), verklaard=["toestemming", "vier-ogen"])

    assert ("toestemming",) == decision.verklaard


def test_what_one_declares_is_not_remembered_for_another(werkmap: Path) -> None:
    """
    The mark that a fact was declared belongs to one answer, not to the next with the same facts.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, mits: [toestemming], grondslag: WGS 2.31}
    """
    source = Bron([])
    engine = _open(werkmap, feiten=source)
    declared = engine.decide(vraag(), verklaard=["toestemming"]).verklaard
    source.facts = ["toestemming"]

    assert (("toestemming",), ()) == (declared, engine.decide(vraag()).verklaard)


def test_derived_facts_cannot_be_claimed(werkmap: Path) -> None:
    """
    A fact that only the source may say is refused when a caller declares it.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, mits: [persoon-in-casus], grondslag: WGS 2.31}
    """
    engine = _open(werkmap, afgeleide_feiten=["persoon-in-casus"])
    decision = engine.decide(vraag(), verklaard=["persoon-in-casus"])

    assert (Outcome.ONGELDIG, ["feit-niet-te-claimen"]) == (decision.soort, _causes(decision))


def test_a_claim_of_a_true_fact_is_refused_too(werkmap: Path) -> None:
    """
    Declaring a derived fact is refused also when the source knows it is so.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, mits: [persoon-in-casus], grondslag: WGS 2.31}
    """
    facts = ["persoon-in-casus"]
    engine = _open(werkmap, feiten=Bron(facts), afgeleide_feiten=facts)

    assert not engine.decide(vraag(), verklaard=facts)


def test_derived_facts_of_the_source_count(werkmap: Path) -> None:
    """
    A derived fact that the source gives counts.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, mits: [persoon-in-casus], grondslag: WGS 2.31}
    """
    facts = ["persoon-in-casus"]

    assert _open(werkmap, feiten=Bron(facts), afgeleide_feiten=facts).decide(vraag())


def test_a_refused_claim_is_written(werkmap: Path) -> None:
    """
    Claiming a derived fact is in the journal.
    --- convenants/huis/convenant.yaml
    """
    journaal = Schrift()
    engine = _open(werkmap, journaal=journaal, afgeleide_feiten=["vier-ogen"])
    engine.decide(vraag(), verklaard=["vier-ogen"])

    assert [Outcome.ONGELDIG] == [entry.decision.soort for entry in journaal]


# --- signed or not --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "niet_ondertekend", "expected"),
    [
        ("ondertekend", False, True),
        ("ondertekend", True, True),
        ("concept", False, False),
        ("concept", True, True),
        ("reconstructie", False, False),
        ("reconstructie", True, True),
    ],
)
def test_a_convenant_must_be_signed(
    tmp_path: Path, status: str, niet_ondertekend: bool, expected: bool
) -> None:
    """
    A convenant that is not signed is enforced only when the engine is opened with that said.
    """
    text = f"status: {status}\nregels: [{{id: alles, grondslag: WGS 2.31}}]\n"
    werkmap = workspaces.write(tmp_path, {"convenants/huis/convenant.yaml": text})
    decision = _open(werkmap, niet_ondertekend=niet_ondertekend).decide(vraag())

    assert (expected, status) == (decision.toegestaan, decision.status)


def test_an_unsigned_convenant_says_why(werkmap: Path) -> None:
    """
    The refusal for want of a signature says so, and not what the rules would have answered.
    --- convenants/huis/convenant.yaml
    status: concept
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    decision = _open(werkmap).decide(vraag())

    assert (["convenant-niet-ondertekend"], None) == (_causes(decision), decision.regel)


# --- grants ---------------------------------------------------------------------------------------


def test_require_gives_a_grant(werkmap: Path) -> None:
    """
    A yes is a grant for its request, its day and its decision.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    grant = _open(werkmap).require(vraag())

    assert (vraag(), DAY, "alles") == (grant.request, grant.dag, grant.decision.regel)


@pytest.mark.parametrize("fields", [{"rol": "fg"}, {"rol": "onbekend"}, {"gegevens": "gezondheid"}])
def test_require_raises_on_a_no(werkmap: Path, fields: dict[str, Any]) -> None:
    """
    A no of any kind is raised, with the decision in it.
    --- policies/wet/avg.yaml
    verboden:
      - {id: avg-9, artikel: AVG 9, gegevens: [gezondheid], tenzij: [toestemming], reden: Nee.}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, rol: [procesregisseur], grondslag: WGS 2.31}
    """
    engine = _open(werkmap)

    with pytest.raises(AccessDenied) as caught:
        engine.require(vraag(**fields))

    assert engine.decide(vraag(**fields)) == caught.value.decision


@pytest.mark.parametrize("fields", [{}, {"rol": "fg"}, {"gegevens": "gezondheid"}])
def test_a_denial_is_no_recipe(werkmap: Path, fields: dict[str, Any]) -> None:
    """
    What is raised says in no language which fact would lift the refusal.
    --- policies/wet/avg.yaml
    verboden:
      - {id: avg-9, artikel: AVG 9, gegevens: [gezondheid], tenzij: [toestemming], reden: Nee.}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, rol: [procesregisseur], mits: [persoon-in-casus], grondslag: WGS 2.31}
    """
    with pytest.raises(AccessDenied) as caught:
        _open(werkmap).require(vraag(**fields))
    denied = caught.value
    said = f"{denied} {denied!r} {denied.sentence('en')} {denied.args} {denied.values}"

    assert ["toestemming" in said, "persoon-in-casus" in said] == [False, False]


def test_a_denial_can_be_sent_to_another_process(werkmap: Path) -> None:
    """
    A denial survives being pickled, as a worker process does with what it raises.
    --- convenants/huis/convenant.yaml
    """
    with pytest.raises(AccessDenied) as caught:
        _open(werkmap).require(vraag())

    assert str(caught.value) == str(pickle.loads(pickle.dumps(caught.value)))  # noqa: S301


@pytest.mark.parametrize(
    "forge",
    [
        lambda grant: Grant(request=grant.request, decision=grant.decision, dag=grant.dag),
        lambda grant: Grant(
            request=grant.request, decision=grant.decision, dag=grant.dag, _seal=object()
        ),
        lambda grant: Grant(
            request=grant.request, decision=grant.decision, dag=grant.dag, _seal=None
        ),
    ],
)
def test_a_grant_cannot_be_made_by_hand(werkmap: Path, forge: Callable[[Grant], object]) -> None:
    """
    Only the engine makes grants.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    grant = _open(werkmap).require(vraag())

    with pytest.raises(WrongUse):
        forge(grant)


def test_a_grant_cannot_be_changed(werkmap: Path) -> None:
    """
    A grant stays a grant for what it was given for.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    grant = _open(werkmap).require(vraag())

    with pytest.raises(dataclasses.FrozenInstanceError):
        grant.request = vraag(rol="fg")  # type: ignore[misc]


def test_a_grant_does_not_make_another(werkmap: Path) -> None:
    """
    With one grant in hand nobody makes a grant for another request.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, rol: [procesregisseur], grondslag: WGS 2.31}
    """
    grant = _open(werkmap).require(vraag())

    with pytest.raises((WrongUse, TypeError)):
        dataclasses.replace(grant, request=vraag(rol="fg"))


# --- reading again --------------------------------------------------------------------------------

_ALLES = "regels: [{id: alles, grondslag: WGS 2.31}]\n"
_NIETS = "regels: [{id: niets, rol: [fg], grondslag: WGS 2.31}]\n"
_HUIS = "convenants/huis/convenant.yaml"


def test_files_count_when_they_are_read_again(tmp_path: Path) -> None:
    """
    A changed file counts from `herlees` on, and not before.
    """
    engine = _open(workspaces.write(tmp_path, {_HUIS: _ALLES}))
    workspaces.write(tmp_path, {_HUIS: _NIETS})
    before = bool(engine.decide(vraag()))
    changed = engine.herlees()

    assert (True, True, False) == (before, changed, bool(engine.decide(vraag())))


def test_reading_the_same_again_changes_nothing(werkmap: Path) -> None:
    """
    Reading the same files again says that nothing changed.
    --- convenants/huis/convenant.yaml
    """
    engine = _open(werkmap)
    policy = engine.policy

    assert (False, policy) == (engine.herlees(), engine.policy)


def test_broken_files_leave_the_old_policy(tmp_path: Path) -> None:
    """
    Files that cannot be used raise, and the engine goes on with what it had.
    """
    engine = _open(workspaces.write(tmp_path, {_HUIS: _ALLES}))
    policy = engine.policy
    workspaces.write(tmp_path, {"policies/wet/wgs.yaml": "verboden: [kapot]\n"})

    with pytest.raises(PolicyUnusable):
        engine.herlees()

    decision = engine.decide(vraag())

    assert (policy, policy, True) == (engine.policy, decision.policy, decision.toegestaan)


def test_no_answer_is_of_two_policies(tmp_path: Path) -> None:
    """
    While the policy is swapped ten times, every answer of four threads is right for its hash.
    """
    versions = [tmp_path / f"versie-{number}" for number in range(2)]
    for folder, text in zip(versions, (_ALLES, _NIETS), strict=True):
        workspaces.write(folder, {_HUIS: text})
    right = {
        read_workspace(folder).policy: expected
        for folder, expected in zip(versions, ((True, "alles"), (False, None)), strict=True)
    }
    engine = _open(workspaces.write(tmp_path / "nu", {_HUIS: _ALLES}))
    wrong: list[object] = []
    seen: set[str] = set()
    done = threading.Event()

    def ask() -> None:
        while not done.wait(0.001):  # Leaves the one that reads some of the time.
            for fase in ("triage", "casusoverleg", "afgesloten"):
                decision = engine.decide(vraag(fase=fase))
                seen.add(decision.policy)
                if right[decision.policy] != (decision.toegestaan, decision.regel):
                    wrong.append(decision)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for number in range(10):
            workspaces.write(tmp_path / "nu", {_HUIS: (_NIETS, _ALLES)[number % 2]})
            assert engine.herlees()
    finally:
        done.set()
        for thread in threads:
            thread.join()

    assert ([], set(right)) == (wrong, seen)


# --- the shop window ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", zvhprivacy.__all__)
def test_what_is_offered_is_there(name: str) -> None:
    """
    Every name of the shop window can be taken from it.
    """
    assert name == getattr(zvhprivacy, name).__name__


def test_what_is_not_offered_is_not_there() -> None:
    """
    Another name is an attribute error, as of any module.
    """
    with pytest.raises(AttributeError):
        zvhprivacy.bestaat_niet  # noqa: B018
