"""
The same rules and the same requests in the words of each peer.

What a peer wants to be given is made beforehand, so that only its answer is measured.
"""

from __future__ import annotations

import json

from collections.abc import Callable, Sequence
from typing import Any

import cedarpy

from vakt import Guard, Inquiry, MemoryStorage, Policy, RulesChecker
from vakt.cache import create_cached_guard
from vakt.rules import Any as Anything
from vakt.rules import AnyIn, Eq, Not

from zvhprivacy.model.request import SELECTED
from zvhprivacy.model.selection import Mode, Selection
from zvhprivacy.policy.enforce import stock
from zvhprivacy.policy.rule import Effect, Question, Rule


Ask = Callable[[int], bool]  # the answer to the request with this number

STOCK = "pycasbin, stock"
SEVERAL = {"deelnemer", "gegevens", "aan"}  # fields of which a value goes by several names
# As in the Casbin model: what refuses most rules first.
ORDER = ("kader", "fase", "proces", "doel", "gegevens", "over", "rol", "deelnemer", "aan")


def peers(rules: Sequence[Rule], questions: Sequence[Question]) -> dict[str, Ask]:
    """
    Give per peer a function that answers one of *questions*.
    """
    return {
        STOCK: _stock(rules, questions),
        "cedarpy": _cedar(rules, questions),
        "vakt": _vakt(rules, questions),
    }


def _stock(rules: Sequence[Rule], questions: Sequence[Question]) -> Ask:
    decide = stock(rules)

    def ask(number: int) -> bool:
        rule = decide(questions[number])
        return rule is not None and rules[rule].effect is Effect.ALLOW

    return ask


def _cedar(rules: Sequence[Rule], questions: Sequence[Question]) -> Ask:
    policies = cedarpy.PolicySet.from_str("\n".join(map(_cedar_policy, rules)))
    entities = cedarpy.Entities.from_json_str("[]")
    requests = [_cedar_request(question) for question in questions]

    def ask(number: int) -> bool:
        return cedarpy.is_authorized(requests[number], policies, entities).allowed

    return ask


def _cedar_policy(rule: Rule) -> str:
    deny = rule.effect is Effect.DENY
    doing = rule.keuze("handeling")
    scope, tests = "action", []
    if doing.mode is Mode.ALLEEN:
        scope = (
            f"action in [{', '.join(f'Action::{json.dumps(n)}' for n in sorted(doing.waarden))}]"
        )
    elif doing.mode is Mode.BEHALVE:
        tests.append(_cedar_test("handeling", doing))
    selections = [(name, rule.keuze(name)) for name in ORDER]
    selections.append(("convenant", rule.convenanten))
    tests += [_cedar_test(name, keuze) for name, keuze in selections if keuze.mode is not Mode.ALLE]
    if rule.feiten:
        facts = json.dumps(sorted(rule.feiten))
        lifts, meets = (
            f"!context.feiten.containsAny({facts})",
            f"context.feiten.containsAll({facts})",
        )
        tests.append(lifts if deny else meets)
    when = " && ".join(tests) or "true"
    return f"{'forbid' if deny else 'permit'}(principal, {scope}, resource) when {{ {when} }};"


def _cedar_test(field: str, keuze: Selection) -> str:
    test = "containsAny" if field in SEVERAL else "contains"
    said = f"{json.dumps(sorted(keuze.waarden))}.{test}(context.{field})"
    said = f"!{said}" if keuze.mode is Mode.BEHALVE else said
    return f"context has aan && {said}" if field == "aan" else said


def _cedar_request(question: Question) -> dict[str, Any]:
    context = {name: _given(question, name) for name in ("convenant", *SELECTED)}
    context["feiten"] = sorted(question.feiten)
    return {
        "principal": 'Organisatie::"-"',
        "action": f'Action::"{context["handeling"]}"',
        "resource": 'Gegeven::"-"',
        "context": {name: value for name, value in context.items() if value is not None},
    }


def _given(question: Question, field: str) -> Any:
    names = getattr(question, field)
    if names is None or field in SEVERAL:
        return None if names is None else sorted(names)
    (name,) = names
    return name


def _vakt(rules: Sequence[Rule], questions: Sequence[Question]) -> Ask:
    guard = Guard(_vakt_storage(rules), RulesChecker())
    inquiries = [_vakt_inquiry(question) for question in questions]

    def ask(number: int) -> bool:
        return bool(guard.is_allowed_check(inquiries[number]))

    return ask


def vakt_with_cache(rules: Sequence[Rule], questions: Sequence[Question]) -> Ask:
    """
    As vakt, with its own cache of answers: what it does for repeated requests.
    """
    guard, _, _ = create_cached_guard(_vakt_storage(rules), RulesChecker(), maxsize=8192)
    inquiries = [_vakt_inquiry(question) for question in questions]

    def ask(number: int) -> bool:
        return bool(guard.is_allowed_check(inquiries[number]))

    return ask


def _vakt_storage(rules: Sequence[Rule]) -> Any:
    storage = MemoryStorage()
    for number, rule in enumerate(rules):
        storage.add(_vakt_policy(number, rule))
    return storage


def _vakt_policy(number: int, rule: Rule) -> Any:
    def tests(*fields: str) -> dict[str, Any]:
        chosen = {name: rule.keuze(name) for name in fields}
        return {n: _vakt_test(k) for n, k in chosen.items() if k.mode is not Mode.ALLE}

    context = tests("fase", "proces", "doel", "over", "aan")
    if rule.convenanten.mode is not Mode.ALLE:
        context["convenant"] = _vakt_test(rule.convenanten)
    if rule.effect is Effect.DENY:
        context["feiten"] = Not(AnyIn(*rule.feiten))
    else:
        context.update({f"feit:{fact}": Eq(True) for fact in rule.feiten})
    return Policy(
        uid=number,
        effect=rule.effect.value,
        actions=[tests("handeling", "kader") or Anything()],
        subjects=[tests("rol", "deelnemer") or Anything()],
        resources=[tests("gegevens") or Anything()],
        context=context,
    )


def _vakt_test(keuze: Selection) -> Any:
    test = AnyIn(*keuze.waarden)
    return Not(test) if keuze.mode is Mode.BEHALVE else test


def _vakt_inquiry(question: Question) -> Any:
    given = {name: sorted(names) for name, names in question._asdict().items() if names is not None}

    def some(*fields: str) -> dict[str, Any]:
        return {name: given[name] for name in fields if name in given}

    facts = {f"feit:{fact}": True for fact in question.feiten}
    return Inquiry(
        action=some("handeling", "kader"),
        subject=some("rol", "deelnemer"),
        resource=some("gegevens"),
        context={**some("fase", "proces", "doel", "over", "aan", "convenant", "feiten"), **facts},
    )
