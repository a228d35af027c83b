"""
A workload of realistic shape: a national model, convenants that build on it, and law with bans.

The vocabulary and the grounds are those that ship; only bans and permissions are made up.
Everything follows from the size and the seed, so two runs measure the same.
"""

from __future__ import annotations

import itertools

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

from zvhprivacy.model.begrippen import Begrippen
from zvhprivacy.model.convenant import Convenant
from zvhprivacy.model.request import Request
from zvhprivacy.model.wet import Wet
from zvhprivacy.model.workspace import Agreement, Law, Workspace
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.rule import Effect, Rule
from zvhprivacy.policy.snapshot import Snapshot
from zvhprivacy.policy.templates import templates


DAY = date(2026, 6, 1)
MODEL = "landelijk"
CONVENANTS = ("noord", "oost", "zuid", "west")
ORGANISATIONS = 10  # per convenant
BANS = 0.08  # of all rules
MODEL_SHARE = 0.2  # of the permissions

Asked = tuple[Request, frozenset[str]]
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """
    Rules in memory, and distinct requests with their facts.
    """

    workspace: Workspace
    rules: tuple[Rule, ...]
    requests: tuple[Asked, ...]


def make(size: int, requests: int, *, seed: int = 7, changed: int = 0) -> Workload:
    """
    Make *size* rules and *requests* requests.

    With *changed*, so many permissions lose their first fact and as many bans their last.
    """
    rng = Random(f"{seed}-{size}")
    law = shipped_law()
    bans = list(_bans(rng, law.begrippen, round(size * BANS)))
    documents = convenants(rng, law, size - len(bans))
    _change(documents, bans, changed)
    workspace = _workspace(law, bans, documents, policy=f"bench-{size}-{seed}-{changed}")
    rules = Snapshot(workspace).period(DAY).rules
    asked = itertools.islice(_distinct(_requests(rng, workspace, rules)), requests)
    return Workload(workspace=workspace, rules=rules, requests=tuple(asked))


def convenants(rng: Random, law: Law, permissions: int) -> list[Fields]:
    """
    Make a model and the convenants that build on it, as the documents somebody would write.
    """
    words = law.begrippen
    in_model = round(permissions * MODEL_SHARE)
    rest = permissions - in_model
    documents = [_convenant(MODEL, "model", {}, _permissions(rng, law, MODEL, {}, in_model))]
    for place, name in enumerate(CONVENANTS):
        members = {
            f"{kind}-{name}-{number}": {"naam": f"{kind} {name} {number}", "soort": kind}
            for number, kind in enumerate(rng.sample(sorted(words.deelnemersoorten), ORGANISATIONS))
        }
        share = len(range(place, rest, len(CONVENANTS)))
        rules = _permissions(rng, law, name, members, share)
        documents.append(_convenant(name, "samenwerkingsconvenant", members, rules))
    return documents


def _convenant(name: str, kind: str, members: Fields, rules: Iterator[Fields]) -> Fields:
    return {
        "schema": "1",
        "convenant": name,
        "titel": f"Convenant {name}",
        "soort": kind,
        "status": "reconstructie",
        **({"bouwt-op": [MODEL]} if name != MODEL else {}),
        "deelnemers": members,
        "regels": list(rules),
    }


def _permissions(rng: Random, law: Law, name: str, members: Fields, count: int) -> Iterator[Fields]:
    words = law.begrippen
    for number in range(count):
        ground = rng.choice(law.grondslagen)
        processes = [p for p, value in words.processen.items() if ground.kader in value.kader]
        receiving = rng.random() < 0.2
        acts = [h for h in words.handelingen if (h in words.met_ontvanger) is receiving]
        rule: Fields = {
            "id": f"{name}-{number}",
            "deelnemer": _who(rng, words, sorted(members)),
            "rol": _some(rng, words.rollen, 3),
            "handeling": _some(rng, acts, 4),
            "gegevens": _data(rng, words),
            "over": _some(rng, words.over, 2),
            "doel": _some(rng, words.doelen, 2),
            "proces": _some(rng, processes, 2),
            "kader": [ground.kader],
            "fase": _some(rng, words.fasen, 5),
            "mits": _some(rng, words.feiten, 4),
            "grondslag": ground.grondslag,
        }
        if receiving:
            rule["aan"] = _some(rng, words.deelnemersoorten, 5)
        if rng.random() < 0.5:
            rule["verplicht"] = _some(rng, words.verplichtingen, 2)
        if rng.random() < 0.2:  # what an officer leaves out means everything
            del rule[rng.choice(["rol", "over", "doel", "fase"])]
        elif rng.random() < 0.1:
            rule["fase"] = {"behalve": rule["fase"]}
        yield rule


def _bans(rng: Random, words: Begrippen, count: int) -> Iterator[Fields]:
    for number in range(count):
        ban: Fields = {
            "id": f"verbod-{number}",
            "artikel": "WGS 1.6 lid 2",
            "reden": f"Zo staat het in artikel {number}.",
            "handeling": _some(rng, words.handelingen, 2),
            "gegevens": _data(rng, words, 2),
        }
        who = _some(rng, words.deelnemersoorten, 4)
        if rng.random() < 0.3:
            ban["rol"] = {"behalve": _some(rng, words.rollen, 12)}
        else:
            ban["deelnemer"] = {"behalve": who} if rng.random() < 0.1 else who
        if rng.random() < 0.5:
            ban["fase"] = _some(rng, words.fasen, 4)
        if rng.random() < 0.8:
            ban["tenzij"] = _some(rng, words.feiten, 3)
        yield ban


def _some(rng: Random, values: Sequence[str] | Fields, most: int) -> list[str]:
    names = list(values)
    return sorted(rng.sample(names, min(len(names), rng.randint(1, most))))


def _data(rng: Random, words: Begrippen, most: int = 5) -> list[str]:
    if rng.random() < 0.1:
        return [f"soort:{rng.choice(['bijzonder', 'gevoelig', 'strafrechtelijk'])}"]
    return _some(rng, words.gegevens, most)


def _who(rng: Random, words: Begrippen, members: list[str]) -> list[str]:
    chance = rng.random()
    if chance < 0.2:
        return [rng.choice(["lid-1", "lid-2"])]
    return _some(rng, members if members and chance < 0.5 else list(words.deelnemersoorten), 3)


def _change(documents: list[Fields], bans: list[Fields], count: int) -> None:
    rules = [rule for document in documents for rule in document["regels"]]
    for rule in [r for r in rules if len(r["mits"]) > 1][:count]:
        rule["mits"] = rule["mits"][1:]
    for ban in [b for b in bans if len(b.get("tenzij", ())) > 1][:count]:
        ban["tenzij"] = ban["tenzij"][:-1]


@cache
def shipped_law() -> Law:
    """
    Read the law layer that ships with the package.
    """
    law = read_workspace(templates()).law
    assert law is not None
    return law


def _workspace(law: Law, bans: list[Fields], documents: list[Fields], policy: str) -> Workspace:
    wet = Wet.model_validate({"schema": "1", "wet": "bench", "titel": "Bench", "verboden": bans})
    values = [Convenant.model_validate(document) for document in documents]
    return Workspace(
        law=replace(law, wetten=(wet,)),
        agreements={value.convenant: Agreement(convenant=value) for value in values},
        policy=policy,
    )


def _distinct(asked: Iterator[Asked]) -> Iterator[Asked]:
    seen: set[Asked] = set()
    for each in asked:
        if each not in seen:
            seen.add(each)
            yield each


def _requests(rng: Random, workspace: Workspace, rules: Sequence[Rule]) -> Iterator[Asked]:
    """
    Ask what a permission is about: six times in ten so that it is met, else with something changed.
    """
    permissions = [rule for rule in rules if rule.effect is Effect.ALLOW]
    while True:
        rule = rng.choice(permissions)
        asked = about(rng, workspace, rule, met=rng.random() < 0.6)
        if asked is not None:
            yield asked


def about(rng: Random, workspace: Workspace, rule: Rule, *, met: bool) -> Asked | None:
    """
    Make a request that the permission *rule* is about, if any member may ask it.
    """
    assert workspace.law is not None
    words = workspace.law.begrippen
    name = rng.choice(sorted(rule.convenanten.waarden - {MODEL}))
    members = workspace.agreements[name].convenant.deelnemers
    frame = rng.choice(sorted(rule.keuze("kader").waarden))
    called = {member: words.namen(member, d.soort, frame) for member, d in members.items()}
    processes = [p for p, value in words.processen.items() if frame in value.kader]
    fitting = {
        "deelnemer": [m for m in called if rule.keuze("deelnemer").selects(called[m])],
        "gegevens": [g for g in words.wat if rule.keuze("gegevens").selects(words.wat[g])],
        "rol": _selected(rule, "rol", words.rollen),
        "handeling": _selected(rule, "handeling", words.handelingen),
        "over": _selected(rule, "over", words.over),
        "doel": _selected(rule, "doel", words.doelen),
        "fase": _selected(rule, "fase", words.fasen),
        "proces": _selected(rule, "proces", processes),
    }
    if not all(fitting.values()):
        return None
    chosen: Fields = {field: rng.choice(values) for field, values in fitting.items()}
    facts = set(rule.feiten) | set(rng.sample(sorted(words.feiten), rng.randint(0, 5)))
    changed = "" if met else rng.choice(["rol", "fase", "doel", "feiten"])
    if changed == "feiten":
        facts.discard(rng.choice(sorted(facts)))
    elif changed:
        among = {"rol": words.rollen, "fase": words.fasen, "doel": tuple(words.doelen)}
        chosen[changed] = rng.choice(among[changed])
    if chosen["handeling"] in words.met_ontvanger:
        chosen["aan"] = rng.choice(sorted(rule.keuze("aan").waarden or words.deelnemersoorten))
    return Request(kader=frame, convenant=name, **chosen), frozenset(facts)


def _selected(rule: Rule, field: str, values: Iterable[str]) -> list[str]:
    return [value for value in values if rule.keuze(field).selects(frozenset({value}))]
