"""
Workspaces so small that every request can be asked under every set of facts.

A workspace is drawn as the contents of its files; `edited` draws a second version of it.
What a policy allows is then known by asking: no shortcut of the analysis is used here.
"""

from __future__ import annotations

import copy
import json

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from typing import Any

from hypothesis import strategies as st

from tests import generated, workspaces
from zvhprivacy.model.request import Request
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.policy.snapshot import Snapshot


Files = dict[str, Any]  # per file what stands in it
Facts = frozenset[str]

DAY = workspaces.DAY
FACTS = ("akkoord", "in-casus", "mandaat")
SUBSETS: tuple[Facts, ...] = tuple(
    frozenset(chosen)
    for chosen in chain.from_iterable(combinations(FACTS, size) for size in range(len(FACTS) + 1))
)
DUTIES = ("motiveren", "terugkoppelen")

WORDS = "policies/begrippen.yaml"
GROUNDS = "policies/grondslagen.yaml"
READINGS = "policies/lezingen.yaml"
OWN_BANS = "policies/organisatie.yaml"
BANS = "policies/wet/wgs.yaml"
ALFA = "convenants/alfa/convenant.yaml"
BASE = "convenants/basis/convenant.yaml"
ADDENDUM = "convenants/alfa/addendum-later.yaml"

# Per field the words to draw from; a field with one word costs nothing and tells nothing.
_POOL: dict[str, Any] = {
    "rollen": ["regisseur", "lid"],
    "over": ["betrokkene", "kring"],
    "fasen": ["triage", "uitvoering"],
    "doelen": {"zorg": {}, "beheer": {}},
    "processen": {"com": {"kader": ["wgs"]}, "mda": {"kader": ["wgs", "pga-wet"]}},
    "gegevens": {
        "adres": {"soort": "gewoon"},
        "gezondheid": {"soort": "bijzonder"},
        "plan": {"soort": "samengesteld"},
    },
    "handelingen": {"inzien": {}, "doorgeven": {"ontvanger": "verplicht"}, "wijzigen": {}},
}
_KINDS = {
    "politie": {"naam": "Politie", "lid": "lid-1", "pga": "deelnemer"},
    "ggz": {"naam": "GGZ", "lid": "lid-2"},
    "riec": {"naam": "RIEC", "lid": "ander-verband"},
}
_TABLES = {
    "rol": "rollen",
    "handeling": "handelingen",
    "gegevens": "gegevens",
    "over": "over",
    "doel": "doelen",
    "proces": "processen",
    "fase": "fasen",
}
_GROUNDS = {"WGS 2.31": "wgs", "PGA-wet 6": "pga-wet"}


# --- reading and asking ---------------------------------------------------------------------------


def read(files: Files) -> Workspace:
    """
    Read *files*, in which nothing may be wrong.
    """
    return generated.read({name: json.dumps(content, indent=1) for name, content in files.items()})


def values(files: Files, kader: str) -> dict[str, list[str]]:
    """
    Give per field of a request every value that can be asked under *kader*.
    """
    words, convenant = files[WORDS], files[ALFA]
    found = {field: list(words[table]) for field, table in _TABLES.items()}
    found["proces"] = [n for n, p in words["processen"].items() if kader in p["kader"]]
    found["deelnemer"] = [n for n, d in convenant["deelnemers"].items() if "tot" not in d]
    kinds = list(words["deelnemersoorten"])
    found["aan"] = [*kinds, *found["deelnemer"], *convenant.get("ontvangers", {})]
    return found


def joint(versions: Sequence[Files], kader: str) -> dict[str, list[str]]:
    """
    Give what can be asked under *kader* in any of *versions*.
    """
    each = [values(files, kader) for files in versions]
    return {field: list(dict.fromkeys(chain(*(v[field] for v in each)))) for field in each[0]}


def requests(versions: Sequence[Files], convenant: str = "alfa") -> Iterator[Request]:
    """
    Go through everything that can be asked in any of *versions*.
    """
    for kader in kaders(versions):
        known = joint(versions, kader)
        acting = dict.fromkeys(pair for files in versions for pair in _acting(files, kader))
        doing = dict.fromkeys(pair for files in versions for pair in _doing(files, kader))
        fields = ("rol", "gegevens", "over", "doel", "proces", "fase")
        for (deelnemer, namens), (handeling, aan), *rest in product(
            acting, doing, *(known[field] for field in fields)
        ):
            rol, gegevens, over, doel, proces, fase = rest
            yield Request(
                deelnemer=deelnemer,
                rol=rol,
                handeling=handeling,
                gegevens=gegevens,
                over=over,
                doel=doel,
                proces=proces,
                fase=fase,
                kader=kader,
                aan=aan,
                namens=namens,
                convenant=convenant,
            )


def _acting(files: Files, kader: str) -> Iterator[tuple[str, str | None]]:
    members = values(files, kader)["deelnemer"]
    yield from product(members, [None, *members])


def _doing(files: Files, kader: str) -> Iterator[tuple[str, str | None]]:
    for handeling, said in files[WORDS]["handelingen"].items():
        for receiver in values(files, kader)["aan"] if said else [None]:
            yield handeling, receiver


def kaders(versions: Sequence[Files]) -> list[str]:
    """
    Give the frames of any of *versions*.
    """
    return list(dict.fromkeys(chain(*(files[WORDS]["kaders"] for files in versions))))


def allowing(snapshot: Snapshot, request: Request) -> frozenset[Facts]:
    """
    Give every set of facts under which *request* is allowed.
    """
    return frozenset(facts for facts in SUBSETS if snapshot.decide(request, facts, DAY))


def smallest(sets: Iterable[Facts]) -> set[Facts]:
    """
    Keep the sets that include no other.
    """
    found = set(sets)
    return {each for each in found if not any(other < each for other in found)}


def plain(
    *,
    words: dict[str, Any] | None = None,
    bans: Sequence[dict[str, Any]] = (),
    own: Sequence[dict[str, Any]] = (),
    inherited: Sequence[dict[str, Any]] = (),
    rules: Sequence[dict[str, Any]] = (),
    kinds: Mapping[str, str] | None = None,
) -> Files:
    """
    Give a workspace with convenant `alfa`, that builds on the model `basis`.
    """
    reading = {"lezing": "streep", "artikel": "WGS 1.5", "gekozen": "streng", "vraag": "?"}
    head = {"schema": "1", "status": "concept"}
    members = kinds or {"ado": "politie", "bea": "ggz"}
    return {
        WORDS: words or vocabulary(["rollen", "handelingen"]),
        GROUNDS: {"schema": "1", "grondslagen": [_ground(each) for each in _GROUNDS]},
        READINGS: {"schema": "1", "lezingen": [{**reading, "streng": "ja", "ruim": "nee"}]},
        BANS: {"schema": "1", "wet": "wgs", "titel": "wgs", "verboden": list(bans)},
        OWN_BANS: {"schema": "1", "verboden": list(own)},
        BASE: {
            **head,
            "convenant": "basis",
            "titel": "basis",
            "soort": "model",
            "regels": list(inherited),
        },
        ALFA: {
            **head,
            "convenant": "alfa",
            "titel": "alfa",
            "soort": "samenwerkingsconvenant",
            "bouwt-op": ["basis"],
            "deelnemers": {n: {"naam": n, "soort": kind} for n, kind in members.items()},
            "ontvangers": {"rik": {"naam": "rik", "soort": "riec"}},
            "regels": list(rules),
        },
    }


def vocabulary(wide: Sequence[str]) -> dict[str, Any]:
    """
    Give a vocabulary with several words in the tables *wide* and one in the others.
    """
    words: dict[str, Any] = {
        "schema": "1",
        "kaders": ["wgs", "pga-wet"],
        "deelnemersoorten": copy.deepcopy(_KINDS),
        "feiten": {fact: {"wat": fact} for fact in FACTS},
        "verplichtingen": {duty: {"wat": duty} for duty in DUTIES},
    }
    for table, pool in _POOL.items():
        few = list(pool) if table in wide else list(pool)[:1]
        words[table] = few if isinstance(pool, list) else {n: dict(pool[n]) for n in few}
    return words


# --- drawing --------------------------------------------------------------------------------------


@st.composite
def files(draw: st.DrawFn, *, rules: int = 3, bans: int = 3) -> Files:
    """
    A workspace with convenant `alfa`, that builds on the model `basis`, and perhaps an addendum.
    """
    wide = draw(st.lists(st.sampled_from(sorted(_POOL)), min_size=2, max_size=2, unique=True))
    words = vocabulary(wide)
    own = [
        {**_ban(draw, words, f"o{n}"), "actief": draw(st.sampled_from(["ja", "nee"]))}
        for n in range(draw(st.integers(0, 1)))
    ]
    found = plain(
        words=words,
        bans=[_ban(draw, words, f"b{n}") for n in range(draw(st.integers(0, bans)))],
        own=own,
        inherited=[_permission(draw, words, f"m{n}") for n in range(draw(st.integers(0, 2)))],
        rules=[_permission(draw, words, f"r{n}") for n in range(draw(st.integers(1, rules)))],
        kinds={name: draw(st.sampled_from(sorted(_KINDS))) for name in ("ado", "bea")},
    )
    if draw(st.integers(0, 3)) == 0:
        found[ADDENDUM] = _addendum(draw, words)
    return found


@st.composite
def edited(draw: st.DrawFn, old: Files) -> Files:
    """
    A later version of *old*: up to three things changed.
    """
    new = copy.deepcopy(old)
    for _ in range(draw(st.integers(1, 3))):
        draw(st.sampled_from(_EDITS))(draw, new)
    return new


def _ground(artikel: str) -> dict[str, Any]:
    return {
        "grondslag": artikel,
        "wet": "Wet",
        "kader": _GROUNDS[artikel],
        "geldig": {"vanaf": "2015-01-01"},
        "rechtsgrond-avg": "AVG 6 lid 1 e",
    }


def _ban(draw: st.DrawFn, words: Mapping[str, Any], name: str) -> dict[str, Any]:
    lift = draw(st.lists(st.sampled_from(FACTS), max_size=2, unique=True))
    return {
        "id": name,
        "artikel": "WGS 1.5",
        "reden": "Omdat.",
        **_selections(draw, words, 1, 3),
        **({"tenzij": lift} if lift else {}),
        **({"lezing": "streep"} if draw(st.integers(0, 3)) == 0 else {}),
    }


def _permission(draw: st.DrawFn, words: Mapping[str, Any], name: str) -> dict[str, Any]:
    grounds = ["WGS 2.31", "WGS 2.31 lid 5", "WGS 2.31"]
    if "mda" in words["processen"]:
        grounds.append("PGA-wet 6")
    needed = draw(st.lists(st.sampled_from(FACTS), max_size=2, unique=True))
    duties = draw(st.lists(st.sampled_from(DUTIES), max_size=2, unique=True))
    return {
        "id": name,
        **_selections(draw, words, 0, 2),
        **({"mits": needed} if needed else {}),
        **({"verplicht": duties} if duties else {}),
        "grondslag": draw(st.sampled_from(grounds)),
    }


def _addendum(draw: st.DrawFn, words: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "schema": "1",
        "addendum": "later",
        "titel": "later",
        "wijzigt": draw(st.sampled_from([["alfa"], ["basis"], ["alfa", "basis"]])),
        "regels": [_permission(draw, words, draw(st.sampled_from(["r0", "m0", "a0"])))],
    }


def _selections(
    draw: st.DrawFn, words: Mapping[str, Any], fewest: int, most: int
) -> dict[str, Any]:
    # Only what has several words tells requests apart; members and receivers are not named,
    # because they come and go.
    choices = {f: list(words[table]) for f, table in _TABLES.items() if len(words[table]) > 1}
    if "gegevens" in choices:
        choices["gegevens"] += sorted({f"soort:{c['soort']}" for c in words["gegevens"].values()})
    if "doorgeven" in words["handelingen"]:
        choices["aan"] = ["politie", "riec", "lid-1"]
    if "mda" in words["processen"]:
        choices["kader"] = list(words["kaders"])
    choices["deelnemer"] = ["politie", "ggz", "lid-1", "lid-2", "deelnemer", "namens"]
    found: dict[str, Any] = {}
    for field in draw(
        st.lists(st.sampled_from(sorted(choices)), min_size=fewest, max_size=most, unique=True)
    ):
        pool = choices[field]
        size = min(2, len(pool) - 1)
        some = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=size, unique=True))
        found[field] = draw(st.sampled_from([some, some, {"behalve": some}]))
    return found


# --- edits ----------------------------------------------------------------------------------------


def lists(new: Files) -> list[list[dict[str, Any]]]:
    """
    Give the lists of rules: bans first, then permissions.
    """
    found = [new[BANS]["verboden"], new[OWN_BANS]["verboden"]]
    return found + [new[name]["regels"] for name in (BASE, ALFA, ADDENDUM) if name in new]


def _some_rule(draw: st.DrawFn, new: Files) -> tuple[list[dict[str, Any]], int] | None:
    filled = [rules for rules in lists(new) if rules]
    if not filled:
        return None
    rules = draw(st.sampled_from(filled))
    return rules, draw(st.integers(0, len(rules) - 1))


def _remove_rule(draw: st.DrawFn, new: Files) -> None:
    found = _some_rule(draw, new)
    if found:
        del found[0][found[1]]


def _change_rule(draw: st.DrawFn, new: Files) -> None:
    found = _some_rule(draw, new)
    if not found:
        return
    rules, number = found
    old = rules[number]
    make = _ban if "reden" in old else _permission
    fresh = make(draw, new[WORDS], old["id"])
    key = draw(st.sampled_from(sorted({*old, *fresh} - {"id", "actief"})))
    if key in fresh:
        old[key] = fresh[key]
    else:
        old.pop(key)


def _add_rule(draw: st.DrawFn, new: Files) -> None:
    names = {rule["id"] for rules in lists(new) for rule in rules}
    rules = draw(st.sampled_from([new[BANS]["verboden"], new[BASE]["regels"], new[ALFA]["regels"]]))
    make, letter = (_ban, "b") if rules is new[BANS]["verboden"] else (_permission, "r")
    free = next(name for name in (f"{letter}{n}" for n in range(5, 20)) if name not in names)
    rules.insert(draw(st.integers(0, len(rules))), make(draw, new[WORDS], free))


def _rename(draw: st.DrawFn, new: Files) -> None:
    found = _some_rule(draw, new)
    if found:
        found[0][found[1]]["id"] += "x"


def _members(draw: st.DrawFn, new: Files) -> None:
    kind = draw(st.sampled_from(sorted(_KINDS)))
    members = new[ALFA]["deelnemers"]
    match draw(st.sampled_from(["in", "out", "left", "kind"])):
        case "in":
            members["cor"] = {"naam": "cor", "soort": kind}
        case "out":
            members.pop("bea", None)
        case "left":
            members["ado"]["tot"] = "2026-01-01"
        case _:
            members["ado"]["soort"] = kind


def _receivers(draw: st.DrawFn, new: Files) -> None:
    if not new[ALFA].pop("ontvangers", None):
        new[ALFA]["ontvangers"] = {"pim": {"naam": "pim", "soort": "politie"}}


def _grounds(draw: st.DrawFn, new: Files) -> None:
    grounds = new[GROUNDS]["grondslagen"]
    if len(grounds) > 1:
        del grounds[draw(st.integers(0, 1))]


def _words(draw: st.DrawFn, new: Files) -> None:
    words = new[WORDS]
    match draw(st.sampled_from(["soort", "lid", "ontvanger", "kader", "erbij"])):
        case "soort":
            first = next(iter(words["gegevens"].values()))
            first["soort"] = draw(st.sampled_from(["bijzonder", "samengesteld"]))
            # What no category has any more, no rule may select.
            words["gegevens"]["overig"] = {"soort": "gewoon"}
        case "lid":
            words["deelnemersoorten"]["ggz"]["pga"] = "deelnemer"
            words["deelnemersoorten"]["riec"]["lid"] = draw(st.sampled_from(["lid-1", "lid-2"]))
        case "ontvanger":
            words["handelingen"]["inzien"] = {"ontvanger": "verplicht"}
        case "kader":
            words["processen"]["com"]["kader"] = ["pga-wet"]
        case _:
            words["rollen"] = [*words["rollen"], "toezichthouder"]


def _addenda(draw: st.DrawFn, new: Files) -> None:
    if not new.pop(ADDENDUM, None):
        new[ADDENDUM] = _addendum(draw, new[WORDS])


def _switch(draw: st.DrawFn, new: Files) -> None:
    if draw(st.booleans()):
        reading = new[READINGS]["lezingen"][0]
        reading["gekozen"] = "streng" if reading["gekozen"] == "ruim" else "ruim"
    for ban in new[OWN_BANS]["verboden"]:
        ban["actief"] = "nee" if ban["actief"] == "ja" else "ja"


# What happens often stands here more often.
_EDITS = (
    *(_remove_rule, _remove_rule, _change_rule, _change_rule, _change_rule, _add_rule, _add_rule),
    *(_rename, _members, _receivers, _grounds, _words, _addenda, _switch),
)
