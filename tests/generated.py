"""
Random workspaces and random questions, for comparing the engine with its oracles.

A workspace is drawn by Hypothesis, so that a failing one shrinks; its questions come from a seed,
because drawing thousands of them would take longer than asking them.
"""

from __future__ import annotations

import json
import random
import tempfile

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from hypothesis import strategies as st

from tests import workspaces
from tests.reference import Verdict, judge
from zvhprivacy.model.request import Request
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.policy.decision import Ban, Decision, Outcome
from zvhprivacy.policy.enforce import stock
from zvhprivacy.policy.snapshot import Snapshot


Asked = tuple[Request, frozenset[str], date]

_WORDS: dict[str, Any] = yaml.safe_load(workspaces.BEGRIPPEN)
_DAYS = ("2025-01-01", "2025-07-01", "2026-01-01", "2026-07-01", "2027-01-01")
_PARTIES = ("ado", "bea", "cor", "dre", "eva", "fer")
_CONVENANTS = ("alfa", "beta", "gamma")
_IDS = tuple(f"r{number}" for number in range(8))
_GROUNDS = {"WGS 2.31": "wgs", "PGA-wet 6": "pga-wet", "Wmo 2015 4.1.1": "eigen-wet"}
_FIELDS = {
    "rol": "rollen",
    "handeling": "handelingen",
    "gegevens": "gegevens",
    "over": "over",
    "doel": "doelen",
    "proces": "processen",
    "kader": "kaders",
    "fase": "fasen",
}


@st.composite
def files(draw: st.DrawFn) -> dict[str, str]:
    """
    The files of a workspace in which nothing is wrong.
    """
    words = _vocabulary(draw)
    convenants = _convenants(draw, words)
    found: dict[str, object] = {
        "policies/begrippen.yaml": words,
        "policies/grondslagen.yaml": _grounds(draw),
        "policies/lezingen.yaml": {
            "schema": "1",
            "lezingen": [
                {
                    "lezing": "streep",
                    "artikel": "WGS 1.5",
                    "gekozen": draw(st.sampled_from(["streng", "ruim"])),
                    "vraag": "?",
                    "streng": "ja",
                    "ruim": "nee",
                }
            ],
        },
        "policies/organisatie.yaml": {
            "schema": "1",
            "verboden": [
                {
                    **_ban(draw, words, f"org-{number}"),
                    "actief": draw(st.sampled_from(["ja", "nee"])),
                }
                for number in range(draw(st.integers(0, 2)))
            ],
        },
    }
    for wet, kader in (("avg", ()), ("pga-wet", ("pga-wet",)), ("wgs", ("wgs", "eigen-wet"))):
        frame = {"kader": list(kader)} if kader else {}
        found[f"policies/wet/{wet}.yaml"] = {
            "schema": "1",
            "wet": wet,
            "titel": wet,
            **frame,
            **_validity(draw),
            "verboden": [
                _ban(draw, words, f"{wet}-{number}") for number in range(draw(st.integers(0, 3)))
            ],
        }
    found |= _agreements(draw, words, convenants)
    return {name: json.dumps(value, indent=1) for name, value in found.items()}


def read(drawn: Mapping[str, str]) -> Workspace:
    """
    Read the files that were *drawn*; nothing may be wrong in them.
    """
    with tempfile.TemporaryDirectory() as folder:
        return workspaces.faultless(workspaces.write(Path(folder), drawn))


def questions(workspace: Workspace, seed: int, count: int) -> Iterator[Asked]:
    """
    Give *count* questions; most are valid, and few ask what no rule names.
    """
    law = workspace.law
    assert law is not None
    words, chance = law.begrippen, random.Random(seed)  # noqa: S311 - chooses questions
    days = [date.fromisoformat(day) + timedelta(days=off) for day in _DAYS for off in (-1, 0, 1)]
    facts = sorted(words.feiten)
    usual = workspace.enige
    for _ in range(count):
        name = chance.choice(sorted(workspace.agreements))
        convenant = workspace.agreements[name].convenant
        receivers = [*convenant.deelnemers, *convenant.ontvangers, *words.deelnemersoorten]
        proces = chance.choice(sorted(words.processen))
        frames = words.processen[proces].kader
        handeling = chance.choice(sorted(words.handelingen))
        request = Request(
            deelnemer=chance.choice(list(convenant.deelnemers) or receivers),
            rol=chance.choice(words.rollen),
            handeling=handeling,
            gegevens=chance.choice(sorted(words.gegevens)),
            over=chance.choice(words.over),
            doel=chance.choice(sorted(words.doelen)),
            proces=proces,
            fase=chance.choice(words.fasen),
            kader=None if len(frames) == 1 and chance.random() < 0.5 else chance.choice(frames),
            aan=chance.choice(receivers) if handeling in words.met_ontvanger else None,
            namens=chance.choice(list(convenant.deelnemers)) if chance.random() < 0.25 else None,
            convenant=None if name == usual and chance.random() < 0.5 else name,
        )
        if chance.random() < 0.05:
            field = chance.choice(Request._fields)
            value = chance.choice([None, "", "iets-anders", *_PARTIES, *words.deelnemersoorten])
            request = workspaces.changed(request, field, value)
        given = frozenset(fact for fact in facts if chance.random() < 0.7)
        if chance.random() < 0.02:
            given |= {"iets-anders"}
        yield request, given, chance.choice(days)


def differences(
    snapshot: Snapshot, asked: Iterable[Asked], *, eigen: bool = True, by_stock: bool = True
) -> Iterator[str]:
    """
    Say where *snapshot* answers otherwise than the reference evaluator or Casbin as it comes.
    """
    workspace = snapshot.workspace
    # An addendum that several convenants share is one rule, which cannot stand in two places.
    ordered = all(len(addendum.wijzigt) == 1 for addendum in workspace.addenda)
    judges: dict[int, Any] = {}
    for request, facts, day in asked:
        decision = snapshot.decide(request, facts, day)
        verdict = judge(workspace, request, facts, day, eigen=eigen)
        told = [*_against_reference(decision, verdict, ordered=ordered)]
        if by_stock and verdict.soort != "ongeldig" and not _shut(decision):
            told += _against_stock(snapshot, decision, (request, facts, day), judges)
        yield from (f"{request} {sorted(facts)} {day}: {what}" for what in told)


def _against_reference(decision: Decision, verdict: Verdict, *, ordered: bool) -> Iterator[str]:
    if decision.soort.value != verdict.soort:
        yield f"{decision.soort.value} instead of {verdict.soort}"
        return
    span = verdict.regel.span if verdict.regel else None
    expected = (verdict.regel.id, span.file, span.line) if verdict.regel and span else None
    given = (decision.regel, decision.bestand, decision.regelnummer) if decision.regel else None
    if given != expected and (ordered or decision.soort is not Outcome.TOEGESTAAN):
        yield f"by {given} instead of {expected}"
    if decision.soort is Outcome.VERBODEN:
        named = [reason.regel for reason in decision.redenen if isinstance(reason, Ban)]
        if named != [ban.id for ban in verdict.bans]:
            yield f"because of {named} instead of {[ban.id for ban in verdict.bans]}"
    if decision.toegestaan:
        duties = {duty for regel in verdict.permissions for duty in regel.verplicht}
        if set(decision.verplichtingen) != duties:
            yield f"obliges to {decision.verplichtingen} instead of {duties}"


def _against_stock(
    snapshot: Snapshot, decision: Decision, asked: Asked, judges: dict[int, Any]
) -> Iterator[str]:
    request, facts, day = asked
    period = snapshot.period(day)
    if not period.rules:
        return
    casbin = judges.get(id(period))
    if casbin is None:
        casbin = judges[id(period)] = stock(period.rules)
    law = snapshot.law.begrippen
    completed = request._replace(
        kader=request.kader or law.processen[request.proces].kader[0],
        convenant=request.convenant or snapshot.workspace.enige,
    )
    number = casbin(period.question(completed, facts))
    rule = None if number is None else period.rules[number]
    expected = None if rule is None else (rule.effect == "allow", rule.id, rule.span.line)
    given = (decision.toegestaan, decision.regel, decision.regelnummer) if decision.regel else None
    if expected != given:
        yield f"{given} where stock Casbin says {expected}"


def _shut(decision: Decision) -> bool:
    return decision.soort is Outcome.NIET_TOEGESTAAN and any(
        hasattr(reason, "veld") for reason in decision.redenen
    )


# --- drawing --------------------------------------------------------------------------------------


def _vocabulary(draw: st.DrawFn) -> dict[str, Any]:
    words = dict(_WORDS)
    for key in ("deelnemersoorten", "handelingen", "gegevens", "doelen", "processen", "feiten"):
        kept = draw(_some(sorted(words[key])))
        words[key] = {name: words[key][name] or {} for name in kept}
    for key in ("rollen", "over", "fasen"):
        words[key] = draw(_some(words[key]))
    words["schema"] = "1"
    return words


def _grounds(draw: st.DrawFn) -> dict[str, Any]:
    grounds = []
    for ground, kader in _GROUNDS.items():
        if draw(st.integers(0, 15)):
            since = draw(st.sampled_from(["2015-01-01", "2015-01-01", "2025-07-01"]))
            grounds.append(
                {
                    "grondslag": ground,
                    "wet": "Wet",
                    "kader": kader,
                    "geldig": {"vanaf": since},
                    "rechtsgrond-avg": "AVG 6 lid 1 e",
                }
            )
    return {"schema": "1", "grondslagen": grounds}


def _convenants(draw: st.DrawFn, words: dict[str, Any]) -> dict[str, dict[str, Any]]:
    kinds = st.sampled_from(sorted(words["deelnemersoorten"]))
    order = draw(st.permutations(_CONVENANTS))[: draw(st.integers(1, 3))]
    found: dict[str, dict[str, Any]] = {}
    for number, name in enumerate(order):
        members = draw(_some(_PARTIES))
        others = [party for party in _PARTIES if party not in members]
        below = [base for base in order[number + 1 :] if draw(st.booleans())]
        found[name] = {
            "schema": "1",
            "convenant": name,
            "titel": name,
            "soort": draw(
                st.sampled_from(["samenwerkingsconvenant", "samenwerkingsconvenant", "model"])
            ),
            "status": "concept",
            **_validity(draw),
            **({"bouwt-op": below} if below else {}),
            "deelnemers": {p: {"naam": p, "soort": draw(kinds), **_member(draw)} for p in members},
            "ontvangers": {
                p: {"naam": p, "soort": draw(kinds)} for p in others if draw(st.booleans())
            },
        }
    return found


def _agreements(
    draw: st.DrawFn, words: dict[str, Any], convenants: dict[str, dict[str, Any]]
) -> dict[str, object]:
    found: dict[str, object] = {}
    named: dict[str, set[str]] = {}
    for name in reversed(convenants):
        convenant = convenants[name]
        bases = convenant.get("bouwt-op", [])
        inherited = sorted(set().union(*(named[base] for base in bases)))
        ids = draw(st.lists(st.sampled_from(_IDS), min_size=3, max_size=7, unique=True))
        members, receivers = sorted(convenant["deelnemers"]), sorted(convenant["ontvangers"])
        rules = [_permission(draw, words, rule, members, receivers) for rule in ids]
        here = draw(st.integers(0, len(rules)))
        convenant["regels"] = rules[:here]
        dropped = [rule for rule in inherited if draw(st.integers(0, 5)) == 0]
        if dropped:
            convenant["vervalt"] = dropped
        found[f"convenants/{name}/convenant.yaml"] = convenant
        proces = draw(st.sampled_from(sorted(words["processen"])))
        if here < len(rules):
            found[f"convenants/{name}/protocol-{proces}.yaml"] = {
                "schema": "1",
                "protocol": proces,
                "titel": proces,
                "soort": "privacyprotocol",
                **_validity(draw),
                "regels": rules[here:],
            }
        named[name] = {*ids, *inherited}
    if draw(st.booleans()):
        changed = draw(
            st.lists(st.sampled_from(sorted(convenants)), min_size=1, max_size=2, unique=True)
        )
        known = sorted(set().union(*(named[name] for name in changed)))
        dropped = [rule for rule in known if draw(st.integers(0, 4)) == 0]
        ids = draw(st.lists(st.sampled_from(_IDS), max_size=2, unique=True))
        found[f"convenants/{draw(st.sampled_from(sorted(convenants)))}/addendum-later.yaml"] = {
            "schema": "1",
            "addendum": "later",
            "titel": "later",
            **_validity(draw),
            "wijzigt": changed,
            "regels": [_permission(draw, words, rule, [], []) for rule in ids],
            **({"vervalt": dropped} if dropped else {}),
        }
    return found


def _ban(draw: st.DrawFn, words: dict[str, Any], name: str) -> dict[str, Any]:
    reading = {"lezing": "streep"} if draw(st.integers(0, 3)) == 0 else {}
    conditions = draw(_several(sorted(words["feiten"])))
    return {
        "id": name,
        "artikel": "WGS 1.5",
        "reden": "Omdat.",
        **_selections(draw, words, [], [], wide=2),
        **({"tenzij": conditions} if conditions else {}),
        **reading,
        **_validity(draw),
    }


def _permission(
    draw: st.DrawFn,
    words: dict[str, Any],
    name: str,
    members: Sequence[str],
    receivers: Sequence[str],
) -> dict[str, Any]:
    conditions = draw(_several(sorted(words["feiten"])))
    duties = draw(_several(sorted(words["verplichtingen"])))
    ground = draw(
        st.sampled_from([*_GROUNDS, *_GROUNDS, "WGS 2.31 lid 5", "WGS 2.31 lid 5", "WGS 9.9"])
    )
    return {
        "id": name,
        **_selections(draw, words, members, receivers, wide=4),
        **({"mits": conditions} if conditions else {}),
        **({"verplicht": duties} if duties else {}),
        "grondslag": ground,
        **_validity(draw),
    }


def _selections(
    draw: st.DrawFn,
    words: dict[str, Any],
    members: Sequence[str],
    receivers: Sequence[str],
    *,
    wide: int,
) -> dict[str, Any]:
    """
    Select on few fields, and there on few values: the more fields, the less there is to compare.
    """
    kinds = sorted(words["deelnemersoorten"])
    leden = sorted({kind["lid"] for kind in words["deelnemersoorten"].values()})
    choices = {field: sorted(words[key]) for field, key in _FIELDS.items()}
    choices["gegevens"] += sorted({f"soort:{c['soort']}" for c in words["gegevens"].values()})
    choices["deelnemer"] = [*kinds, *leden, "namens", *members]
    choices["aan"] = [*kinds, *leden, *members, *receivers]
    found: dict[str, Any] = {}
    for field in draw(
        st.lists(st.sampled_from(sorted(choices)), max_size=4 - wide // 2, unique=True)
    ):
        values = draw(
            st.lists(st.sampled_from(choices[field]), min_size=1, max_size=wide, unique=True)
        )
        found[field] = draw(
            st.sampled_from(
                [values, values, {"behalve": values}, {"behalve": values}, "alle", values[0]]
            )
        )
    return found


def _validity(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.integers(0, 4)):
        return {}
    first, last = sorted(
        draw(st.lists(st.sampled_from(_DAYS), min_size=2, max_size=2, unique=True))
    )
    shape = draw(st.sampled_from(["vanaf", "tot", "beide"]))
    bounds = {"vanaf": first, "tot": last}
    return {"geldig": bounds if shape == "beide" else {shape: bounds[shape]}}


def _member(draw: st.DrawFn) -> dict[str, str]:
    bounds = _validity(draw).get("geldig", {})
    return {{"vanaf": "sinds", "tot": "tot"}[key]: day for key, day in bounds.items()}


def _some(values: Sequence[str]) -> st.SearchStrategy[list[str]]:
    # Lists shrink to their first values, but a vocabulary of one word compares nothing.
    few = min(2, len(values))
    return st.lists(st.sampled_from(list(values)), min_size=few, max_size=len(values), unique=True)


def _several(values: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(list(values)), max_size=2, unique=True)
