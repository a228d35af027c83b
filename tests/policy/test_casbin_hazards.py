"""
What is known to go wrong in pycasbin is kept out: one test per hazard, by its number (H1 to H18).

H14 was never given out. H2, H12 and part of H1 are about FastEnforcer and H7 about roles: neither
is used at all, which is what their tests say.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
import gc
import importlib.metadata
import inspect
import logging
import re
import textwrap
import threading
import time

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, NoReturn

import casbin
import pytest

from casbin.core_enforcer import CoreEnforcer

from tests import workspaces
from tests.workspaces import DAY, ask, outcome, vraag
from zvhprivacy.engine import Engine
from zvhprivacy.errors import ForeignCasbin, Span
from zvhprivacy.model.request import SELECTED
from zvhprivacy.model.selection import ALLES, Mode, Selection, only
from zvhprivacy.policy import enforce
from zvhprivacy.policy.decision import Ban, Decision, Nearest, Outcome
from zvhprivacy.policy.enforce import Judge, model_text, stock
from zvhprivacy.policy.index import Index, bits
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.rule import Effect, Question, Rule
from zvhprivacy.policy.snapshot import Snapshot


def _rule(
    name: str,
    effect: Effect,
    *,
    feiten: frozenset[str] = frozenset(),
    **keuzes: Selection,
) -> Rule:
    return Rule(
        id=name,
        effect=effect,
        artikel="WGS 2.31",
        keuzes=tuple(keuzes.get(field, ALLES) for field in SELECTED),
        convenanten=ALLES,
        feiten=feiten,
        span=Span.whole("regels"),
    )


def _question(**names: str) -> Question:
    asked: dict[str, Any] = {
        field: frozenset({names.get(field, "iets")}) for field in Question._fields
    }
    return Question(**{**asked, "aan": None, "feiten": frozenset()})


def _model() -> Any:
    model = casbin.Model()
    model.load_model_from_text(model_text())
    return model


def _stock_decides(rows: list[list[str]], question: Question) -> bool:
    """
    Ask Casbin as it comes over *rows*, without any of our care.
    """
    enforcer = casbin.Enforcer(_model())
    for name, function in enforce.FUNCTIONS.items():
        enforcer.add_function(name, function)
    enforcer.model["p"]["p"].policy = rows
    return bool(enforcer.enforce(*question))


# --- two distributions on one folder --------------------------------------------------------------


def _as_if_casbin_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    installed = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata,
        "version",
        lambda name: "1.43.0" if name == "casbin" else installed(name),
    )


def test_the_dead_distribution_is_refused(werkmap: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    With `casbin` installed beside `pycasbin` nothing opens, for one overwrites the other.
    --- convenants/huis/convenant.yaml
    """
    _as_if_casbin_is_installed(monkeypatch)

    with pytest.raises(ForeignCasbin):
        Engine.open(werkmap, zonder_logboek=True)


def test_the_dead_distribution_is_refused_without_an_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    Whoever comes to Casbin by another way than the engine is stopped as well.
    """
    _as_if_casbin_is_installed(monkeypatch)
    enforce._casbin.cache_clear()

    with pytest.raises(ForeignCasbin):
        stock([_rule("een", Effect.ALLOW)])


def test_the_right_distribution_is_installed() -> None:
    """
    What is imported as `casbin` comes from `pycasbin`.
    """
    files = importlib.metadata.files("pycasbin") or []

    assert any(str(file) == "casbin/core_enforcer.py" for file in files)


# --- H1 H2 H12: FastEnforcer ----------------------------------------------------------------------


@pytest.mark.parametrize("hazard", ["H1", "H2", "H12"])
def test_fast_enforcer_is_not_used(hazard: str) -> None:
    """
    H1, H2, H12: FastEnforcer drops definitions and breaks on priorities; it is not what judges.
    """
    kinds = {kind.__name__ for kind in (type(enforce._parts()), *enforce._view_type().__mro__)}

    assert [] == [kind for kind in kinds if "Fast" in kind], hazard


# --- H3: denies that are skipped ------------------------------------------------------------------


@pytest.mark.parametrize(
    "selection",
    [
        ALLES,
        only("anders", "ggz"),
        Selection(Mode.BEHALVE, frozenset({"anders"})),
    ],
    ids=str,
)
@pytest.mark.parametrize("field", SELECTED[:-1])
def test_no_ban_is_skipped_by_the_index(field: str, selection: Any) -> None:
    """
    H3: the index leaves every ban that may apply, however it selects and on whatever field.
    """
    ban = _rule("verbod", Effect.DENY, **{field: selection})
    rules = [ban, _rule("regel", Effect.ALLOW)]

    assert [0, 1] == list(bits(Index(rules).selecting(_question(**{field: "ggz"}))))


# --- H4 H9: threads -------------------------------------------------------------------------------


def test_threads_do_not_share_a_question() -> None:
    """
    H4: judging keeps what is asked to itself, also when four threads judge at once.
    """
    rules = [
        *(_rule(f"regel-{n}", Effect.ALLOW, rol=only(f"rol-{n}")) for n in range(8)),
    ]
    judge, wrong = Judge(rules), []
    start = threading.Barrier(4)

    def work(first: int) -> None:
        start.wait()
        for number in range(500):
            expected = (first + number) % 8
            given = judge.decide(_question(rol=f"rol-{expected}"), range(8))
            if given != expected:
                wrong.append((expected, given))

    threads = [threading.Thread(target=work, args=(number * 2,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [] == wrong


def test_a_policy_is_never_changed_in_place(snapshot: Snapshot) -> None:
    """
    H9: what is judged by cannot be changed under it; a new policy is a new snapshot.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    rules = snapshot.period(DAY).rules
    assert isinstance(rules, tuple)

    with pytest.raises(dataclasses.FrozenInstanceError):
        rules[0].effect = Effect.DENY  # type: ignore[misc]


# --- H5: unknown effects --------------------------------------------------------------------------


def test_casbin_takes_an_unknown_effect_for_none() -> None:
    """
    H5 is still there: with an effect that is misspelt, a ban does nothing.
    """
    ban, allow = _rule("verbod", Effect.DENY), _rule("regel", Effect.ALLOW)
    rows = [[*ban.row[:-1], "Deny"], list(allow.row)]

    assert _stock_without_effect_check(rows)


def _stock_without_effect_check(rows: list[list[str]]) -> bool:
    enforcer = casbin.Enforcer(_model())
    enforcer.add_function("kiest", enforce.FUNCTIONS["kiest"])
    enforcer.add_function("voldaan", lambda *_: True)
    enforcer.model["p"]["p"].policy = rows
    return bool(enforcer.enforce(*_question()))


@pytest.mark.parametrize("effect", ["Deny", "DENY", "", "weigeren", "allow "])
def test_an_effect_is_one_of_two(effect: str) -> None:
    """
    H5: an effect that is not exactly `allow` or `deny` is an error, in a rule and in judging.
    """
    ban = _rule("verbod", Effect.DENY)
    rows = [[*ban.row[:-1], effect]]

    with pytest.raises(ValueError, match="is not a valid Effect"):
        _stock_decides(rows, _question())


# --- H6: names that stay --------------------------------------------------------------------------


def test_unknown_names_leave_nothing_behind(snapshot: Snapshot) -> None:
    """
    H6: a thousand unknown names asked leave no object more in memory.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    _ask_unknown(snapshot, 50)
    gc.collect()
    before = len(gc.get_objects())
    _ask_unknown(snapshot, 1_000)
    gc.collect()

    assert len(gc.get_objects()) - before < 50


def _ask_unknown(snapshot: Snapshot, times: int) -> None:
    for number in range(times):
        name = f"persoon-{number}"
        ask(snapshot, deelnemer=name)
        ask(snapshot, namens=name, handeling="doorgeven", aan=name)
        ask(snapshot, name, rol=name, convenant=name)


# --- H7 H8: roles ---------------------------------------------------------------------------------


@pytest.mark.parametrize("hazard", ["H7 conditional roles", "H8 deep hierarchies"])
def test_there_are_no_roles_in_the_model(hazard: str) -> None:
    """
    H7, H8: the model defines no roles, so no link can get lost; who is what is in the question.
    """
    assert "g" not in _model().model, hazard


# --- H10: text without quoting --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a,b", 'a"b', "a|b", "a b", "a\\b", "a;b", "A", "é", "+a", "*"])
def test_no_word_can_hold_a_separator(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    """
    H10: a word that could be read as two, or as a sign of a selection, is a fout in the vocabulary.
    """
    words = workspaces.BEGRIPPEN.replace("fg]", f"'{name}']")
    folder = tmp_path_factory.mktemp("w")
    werkmap = workspaces.write(folder, {"policies/begrippen.yaml": words})

    assert {"ZVH107"} == {f.code for f in read_workspace(werkmap).fouten}


@pytest.mark.parametrize("member", ["add_policy", "add_policies", "load_policy", "set_adapter"])
def test_no_policy_goes_through_text(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, member: str
) -> None:
    """
    H10, H11: rules are handed over as they are, never as lines of CSV and never one by one.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    enforce._parts.cache_clear()
    monkeypatch.setattr(casbin.Enforcer, member, _never)

    assert ask(snapshot)


# --- H11: loading ---------------------------------------------------------------------------------


def test_loading_is_not_quadratic() -> None:
    """
    H11: four times as many rules take less than twelve times as long to get ready.
    """
    few, many = ([_rule(f"r{n}", Effect.ALLOW) for n in range(size)] for size in (2_000, 8_000))

    assert _seconds(lambda: Judge(many)) < 12 * _seconds(lambda: Judge(few)) + 0.05


def _seconds(work: Callable[[], object]) -> float:
    return min(_once(work) for _ in range(3))


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


# --- H13: reasons ---------------------------------------------------------------------------------


def test_a_refusal_without_a_match_has_reasons(snapshot: Snapshot) -> None:
    """
    H13: Casbin names no rule for what nothing allows; we name what came near.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: bijna, mits: [toestemming], grondslag: WGS 2.31}
    """
    reasons = ask(snapshot).redenen

    assert ["bijna"] == [reason.regel for reason in reasons if isinstance(reason, Nearest)]


def test_a_refusal_by_two_bans_has_two_reasons(snapshot: Snapshot) -> None:
    """
    H13: Casbin names one rule; we name every ban that applies.
    --- policies/wet/avg.yaml
    verboden:
      - {id: een, artikel: AVG 5, reden: Nee.}
      - {id: twee, artikel: AVG 6, reden: Nee.}
    --- convenants/huis/convenant.yaml
    """
    reasons = ask(snapshot).redenen

    assert ["een", "twee"] == [reason.regel for reason in reasons if isinstance(reason, Ban)]


# --- H15: nothing that matches --------------------------------------------------------------------


def test_without_rules_casbin_is_not_asked(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    H15: without rules Casbin tries its matcher on empty text; it is not asked then.
    --- convenants/huis/convenant.yaml
    """
    monkeypatch.setattr(CoreEnforcer, "enforce_ex", _never)

    assert Outcome.NIET_TOEGESTAAN is ask(snapshot).soort


def test_stock_casbin_needs_rules() -> None:
    """
    H15: the oracle refuses to work without rules.
    """
    with pytest.raises(ValueError, match="without rules"):
        stock([])


@pytest.mark.parametrize("field", vraag()._fields)
def test_an_empty_field_is_not_asked(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    """
    H15: an empty field never reaches Casbin, which might take it for anything.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    monkeypatch.setattr(CoreEnforcer, "enforce_ex", _never)
    request = workspaces.mistyped(field, "")

    assert Outcome.ONGELDIG is snapshot.decide(request, frozenset(), DAY).soort


def test_an_empty_selection_selects_nothing() -> None:
    """
    H15: a selection without values is not a wildcard.
    """
    rules = [_rule("niets", Effect.ALLOW, rol=Selection(Mode.ALLEEN))]

    assert Judge(rules).decide(_question(), [0]) is None


# --- H16 H17: the matcher -------------------------------------------------------------------------


def _matcher() -> str:
    return str(_model()["m"]["m"].value)


def test_the_matcher_has_no_text_in_it() -> None:
    """
    H16: operators are replaced also inside literals, so the matcher has none.
    """
    assert not re.search(r"['\"]", _matcher())


def test_the_matcher_compares_with_our_functions_only() -> None:
    """
    H17: `in` on text finds parts of words; the matcher is `and` of calls and nothing else.
    """
    tree = ast.parse(_matcher().replace("&&", "and"), mode="eval").body
    assert isinstance(tree, ast.BoolOp)
    calls = [call.func for call in tree.values if isinstance(call, ast.Call)]

    assert (ast.And, len(tree.values), {"kiest", "voldaan"}) == (
        type(tree.op),
        len(calls),
        {function.id for function in calls if isinstance(function, ast.Name)},
    )


@pytest.mark.parametrize(
    ("asked", "written"), [("le", "lezen"), ("lezen", "le"), ("lezen", "lezen-en-schrijven")]
)
def test_a_part_of_a_word_is_another_word(asked: str, written: str) -> None:
    """
    H17: a value is selected by its whole name.
    """
    rules = [_rule("regel", Effect.ALLOW, handeling=only(written))]

    assert Judge(rules).decide(_question(handeling=asked), [0]) is None


def test_every_field_is_in_the_matcher_once() -> None:
    """
    The matcher compares each field of the question with the same field of the rule, once.
    """
    pairs = re.findall(r"kiest\(r_(\w+), p_(\w+)\)", _matcher())

    assert sorted((field, field) for field in Question._fields[:-1]) == sorted(pairs)


def test_the_model_has_the_fields_of_the_rules() -> None:
    """
    A question and a rule are as long as the model says, in the same order.
    """
    model = _model()
    row = _rule("regel", Effect.ALLOW).row

    assert (["r_" + name for name in Question._fields], len(row), "p_eft") == (
        model["r"]["r"].tokens,
        len(model["p"]["p"].tokens),
        model["p"]["p"].tokens[-1],
    )


# --- H18: switches --------------------------------------------------------------------------------


@pytest.fixture
def _fresh_parts() -> Iterator[None]:
    """
    Leave no trace of what a test does to the shared parts of Casbin.
    """
    enforce._parts.cache_clear()
    yield
    enforce._parts.cache_clear()


@pytest.mark.usefixtures("_fresh_parts")
def test_switching_off_does_nothing(snapshot: Snapshot) -> None:
    """
    H18: `enable_enforce(False)`, which makes Casbin allow everything, switches nothing off.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, rol: [fg], grondslag: WGS 2.31}
    """
    enforce._parts().enable_enforce(False)

    assert (("niet-toegestaan", None), ("toegestaan", "alles")) == (
        outcome(ask(snapshot)),
        outcome(ask(snapshot, rol="fg")),
    )


@pytest.mark.usefixtures("_fresh_parts")
def test_a_policy_added_to_casbin_does_nothing(snapshot: Snapshot) -> None:
    """
    H18: a rule slipped into the enforcer that was parsed does not count.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, rol: [fg], grondslag: WGS 2.31}
    """
    enforce._parts().add_policy(*_rule("binnengeslopen", Effect.ALLOW).row)

    assert ("niet-toegestaan", None) == outcome(ask(snapshot))


def test_no_enforcer_can_be_reached(snapshot: Snapshot) -> None:
    """
    H18: from an engine's snapshot and its decisions no enforcer is reached without private names.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, rol: [fg], grondslag: WGS 2.31}
    """
    decisions = [ask(snapshot), ask(snapshot, rol="fg")]
    period = snapshot.period(DAY)

    reached = [type(each).__name__ for each in _reachable([snapshot, period, *decisions])]

    assert ("Rule" in reached, "Enforcer" in reached) == (True, False)


def _reachable(roots: list[object]) -> Iterator[object]:
    """
    Go through what hangs on *roots* by public names, arguments of partials, and containers.
    """
    seen: set[int] = set()
    todo = list(roots)
    while todo:
        value = todo.pop()
        if id(value) in seen or isinstance(value, type):
            continue
        seen.add(id(value))
        yield value
        if isinstance(value, dict):
            todo.extend(value.values())
        elif isinstance(value, (list, tuple, set, frozenset)):
            todo.extend(value)
        elif isinstance(value, functools.partial):
            todo.extend(value.args)
        else:
            names = [*getattr(value, "__dict__", ()), *getattr(type(value), "__slots__", ())]
            todo.extend(getattr(value, name) for name in names if not name.startswith("_"))


# --- what is logged -------------------------------------------------------------------------------


def test_refusals_are_not_logged(snapshot: Snapshot, caplog: pytest.LogCaptureFixture) -> None:
    """
    Casbin logs every refused request as a warning; with every logger on, nothing is logged here.
    --- policies/wet/avg.yaml
    verboden:
      - {id: avg-9, artikel: AVG 9, gegevens: [gezondheid], reden: Nee.}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, rol: [procesregisseur], grondslag: WGS 2.31}
    """
    enforce._parts()  # Making an enforcer switches its loggers off, so switch them on again after.
    for name in ("casbin", "casbin.enforcer", "casbin.policy", "casbin.role"):
        logger = logging.getLogger(name)
        logger.disabled, logger.propagate = False, True
        caplog.set_level(logging.DEBUG, logger=name)
    caplog.set_level(logging.DEBUG)
    ask(snapshot)
    ask(snapshot, rol="fg")
    ask(snapshot, gegevens="gezondheid")
    ask(snapshot, rol="onbekend")

    assert [] == caplog.records


# --- the contract with the installed pycasbin -----------------------------------------------------


def _asked_of_the_view(
    monkeypatch: pytest.MonkeyPatch, question: Question, rules: list[Rule]
) -> set[str]:
    """
    Judge *question* and give the names that Casbin took from our view of an enforcer.
    """
    taken: set[str] = set()
    view = enforce._view_type()

    def spy(self: object, name: str) -> Any:
        taken.add(name)
        return object.__getattribute__(self, name)

    monkeypatch.setattr(view, "__getattribute__", spy, raising=False)
    Judge(rules).decide(question, range(len(rules)))
    monkeypatch.undo()
    return taken - {"__class__", "__dict__", "enforce_ex"}


@pytest.mark.parametrize(
    "rules",
    [
        [_rule("regel", Effect.ALLOW)],
        [_rule("verbod", Effect.DENY), _rule("regel", Effect.ALLOW)],
        [_rule("elders", Effect.ALLOW, rol=only("fg"))],
    ],
    ids=["allowed", "banned", "no match"],
)
def test_casbin_reads_only_what_the_view_provides(
    monkeypatch: pytest.MonkeyPatch, rules: list[Rule]
) -> None:
    """
    `enforce_ex` of the installed pycasbin takes nothing else from an enforcer than our view has.
    """
    provided = {"model", "fm", "eft", "enabled", "logger", "_get_expression"}

    assert _asked_of_the_view(monkeypatch, _question(), rules) <= provided


def test_the_source_of_casbin_reads_nothing_else() -> None:
    """
    Also on paths that no question takes, `enforce_ex` names only that, and roles we do not have.
    """
    source = textwrap.dedent(inspect.getsource(CoreEnforcer.enforce_ex))
    named = {
        node.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }

    assert {
        "model",
        "fm",
        "eft",
        "enabled",
        "logger",
        "_get_expression",
        "rm_map",
        "cond_rm_map",
    } == named


def test_the_view_hides_what_an_enforcer_has_by_itself() -> None:
    """
    What the view provides is its own, never the default of the class: that one is switched off.
    """
    view = enforce._view_type()(enforce._parts(), SimpleNamespace())

    assert {"model", "fm", "eft", "enabled", "logger"} <= vars(view).keys()


@pytest.mark.parametrize("candidates", [[0, 1, 2], [1, 2], [2], []])
def test_the_deciding_rule_is_the_last_one_given(candidates: list[int]) -> None:
    """
    Casbin stops at the first rule that matches; that is the rule we name.
    """
    rules = [
        _rule("elders", Effect.DENY, rol=only("fg")),
        _rule("verbod", Effect.DENY),
        _rule("regel", Effect.ALLOW),
    ]
    expected = next((number for number in candidates if number > 0), None)

    assert expected == Judge(rules).decide(_question(), candidates)


def test_what_is_not_a_match_does_not_decide() -> None:
    """
    When the last rule given does not match, no rule is named.
    """
    rules = [
        _rule("verbod", Effect.DENY, rol=only("fg")),
        _rule("regel", Effect.ALLOW, rol=only("fg")),
    ]

    assert Judge(rules).decide(_question(), [0, 1]) is None


def test_a_decision_of_casbin_is_believed(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What Casbin refuses is refused, whatever the index thought of it.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    monkeypatch.setattr(Judge, "decide", lambda *_: None)
    decision: Decision = ask(snapshot)

    assert Outcome.NIET_TOEGESTAAN is decision.soort


def _never(*_: object, **__: object) -> NoReturn:
    pytest.fail("nothing may come here")
