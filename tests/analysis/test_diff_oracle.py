"""
The comparison of two versions says exactly what asking every request of both would show.
"""

from __future__ import annotations

import copy

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.analysis import small
from tests.analysis.small import Facts, Files
from zvhprivacy.model.request import Request
from zvhprivacy.policy.diff import Change, diff
from zvhprivacy.policy.rule import Effect, Rule
from zvhprivacy.policy.snapshot import Snapshot


EXAMPLES = 50

Told = Counter[tuple[Request, Facts]]


def oracle(max_examples: int) -> settings:
    """
    Give settings for drawing whole workspaces.

    Making a failing one smaller asks everything again, for minutes; add `Phase.shrink` by hand.
    """
    return settings(
        max_examples=max_examples,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Files, Files]:
    """
    Two versions, in either order.
    """
    old = draw(small.files())
    new = draw(small.edited(old))
    return (old, new) if draw(st.booleans()) else (new, old)


def told(changes: tuple[Change, ...], versions: tuple[Files, Files]) -> Told:
    """
    Spell out *changes*: every request with every set of facts, and how often it is named.
    """
    found: Told = Counter()
    for change in changes:
        cells = list(_spelled(change, versions))

        assert len(cells) == change.cells == len(set(cells))

        base = frozenset(change.feiten)
        for extra in change.alternatieven or ((),):
            found.update((cell, base | frozenset(extra)) for cell in cells)
    return found


def _spelled(change: Change, versions: tuple[Files, Files]) -> Iterator[Request]:
    fields = {"convenant": (change.convenant,), **dict(change.fields)}
    known = small.joint(versions, change.kader)
    choices: list[Sequence[Any]] = []
    for field in Request._fields:
        chosen = fields.get(field, ())
        # Nothing chosen is a request without that field.
        choices.append(known[field] if chosen is None else (chosen or (None,)))
    yield from map(Request._make, product(*choices))


def expected(old: Snapshot, new: Snapshot, versions: tuple[Files, Files]) -> tuple[Told, Told]:
    """
    Find by asking what is gained and lost: per request the smallest sets of facts.
    """
    gained: Told = Counter()
    lost: Told = Counter()
    for request in small.requests(versions):
        before, after = small.allowing(old, request), small.allowing(new, request)
        gained.update((request, facts) for facts in small.smallest(after - before))
        lost.update((request, facts) for facts in small.smallest(before - after))
    return gained, lost


def wrong_causes(
    changes: tuple[Change, ...], here: Snapshot, there: Snapshot, versions: tuple[Files, Files]
) -> list[str]:
    """
    Name the rules of *changes* that do not explain why *here* allows and *there* does not.

    Each must stand in one version only.
    Where a permission that both have would do, only a ban of *there* explains it.
    """
    found = []
    for change in changes:
        request = next(_spelled(change, versions))
        for extra in change.alternatieven or ((),):
            facts = frozenset(change.feiten) | frozenset(extra)
            allowing = _applying(here, request, facts, Effect.ALLOW)
            banning = _applying(there, request, facts, Effect.DENY)
            shared = allowing & set(map(_meaning, there.period(small.DAY).rules))
            mine = set() if shared else allowing - shared
            theirs = banning - set(map(_meaning, here.period(small.DAY).rules))
            blamed = {
                _meaning(rule)
                for snapshot in (here, there)
                for rule in snapshot.period(small.DAY).rules
                if rule.id == change.regel
            }
            if not blamed & (mine | theirs):
                found.append(f"{change.regel}: {request} {sorted(facts)}")
    return found


def _applying(snapshot: Snapshot, request: Request, facts: Facts, effect: Effect) -> set[object]:
    period = snapshot.period(small.DAY)
    question = period.question(request, facts)
    return {_meaning(r) for r in period.rules if r.effect is effect and r.applies(question)}


def _meaning(rule: Rule) -> object:
    # In which other convenants a rule holds makes no difference here, but in this one it does.
    here = rule.convenanten.selects(frozenset({"alfa"}))
    return (here, rule.keuzes, rule.feiten, rule.effect)


def same_words(versions: tuple[Files, Files]) -> bool:
    """
    Say whether the versions differ in their rules only.
    """
    parts = [
        (files[small.WORDS], files[small.ALFA]["deelnemers"], files[small.ALFA].get("ontvangers"))
        for files in versions
    ]
    return bool(parts[0] == parts[1])


def test_the_comparison_is_exact(record_property: Callable[[str, object], None]) -> None:
    """
    Gains and losses are those found by asking everything; each is named once, with a rule that
    explains it, and the number of requests is that of the space.
    """
    counted: Counter[str] = Counter()

    @oracle(EXAMPLES)
    @given(versions=pairs())
    def compare(versions: tuple[Files, Files]) -> None:
        old, new = (Snapshot(small.read(files)) for files in versions)
        answer = diff(old.workspace, new.workspace, small.DAY)
        gained, lost = expected(old, new, versions)

        assert gained == told(answer.gained, versions)
        assert lost == told(answer.lost, versions)
        assert len(list(small.requests(versions))) == answer.cells
        if same_words(versions):
            assert [] == wrong_causes(answer.gained, new, old, versions)
            assert [] == wrong_causes(answer.lost, old, new, versions)
        counted["gained"] += bool(gained)
        counted["lost"] += bool(lost)
        counted["alike"] += not gained and not lost

    compare()
    record_property("vergeleken", dict(counted))

    assert min(counted["gained"], counted["lost"], counted["alike"]) > EXAMPLES // 12


@oracle(15)
@given(files=small.files())
def test_equal_versions_differ_in_nothing(files: Files) -> None:
    """
    What is read twice has neither gains nor losses.
    """
    answer = diff(small.read(files), small.read(files), small.DAY)

    assert ((), ()) == (answer.gained, answer.lost)


@oracle(15)
@given(files=small.files())
def test_a_new_name_is_no_change(files: Files) -> None:
    """
    Rules are compared by what they do: other ids, other reasons and another order change nothing.
    """
    renamed = copy.deepcopy(files)
    for rules in small.lists(renamed):
        for rule in rules:
            # An addendum replaces a rule by its id, so every id changes in the same way.
            rule["id"] += "-anders"
            if "reden" in rule:
                rule["reden"] = "Daarom."
        if rules is not renamed[small.BANS]["verboden"]:
            rules.reverse()

    answer = diff(small.read(files), small.read(renamed), small.DAY)

    assert ((), ()) == (answer.gained, answer.lost)


@oracle(15)
@given(files=small.files())
def test_without_a_ban_for_everybody_everything_permitted_is_gained(files: Files) -> None:
    """
    Taking away an absolute ban shows as a gain, because of that ban.
    """
    banned = copy.deepcopy(files)
    ban = {"id": "alles", "artikel": "WGS 1.5", "reden": "Omdat."}
    banned[small.BANS]["verboden"].insert(0, ban)
    old, new = small.read(banned), small.read(files)
    snapshot = Snapshot(new)
    permitted = {r for r in small.requests((files, files)) if small.allowing(snapshot, r)}

    answer = diff(old, new, small.DAY)

    assert () == answer.lost
    assert {"alles"} >= {change.regel for change in answer.gained}
    assert permitted == {request for request, _ in told(answer.gained, (banned, files))}


@oracle(10)
@given(versions=pairs())
def test_a_convenant_that_comes_or_goes(versions: tuple[Files, Files]) -> None:
    """
    A convenant that is not there allows nothing, so all it allows is gained or lost.
    """
    workspace = small.read(versions[0])
    nothing = replace(workspace, agreements={})
    gained, _ = expected(Snapshot(nothing), Snapshot(workspace), (versions[0], versions[0]))

    came = diff(nothing, workspace, small.DAY)
    went = diff(workspace, nothing, small.DAY)

    assert gained == told(came.gained, (versions[0], versions[0]))
    assert gained == told(went.lost, (versions[0], versions[0]))
    assert ((), ()) == (came.lost, went.gained)


def test_a_new_ban_is_blamed_for_what_it_takes() -> None:
    """
    Who loses something to an absolute ban reads which ban, not which permission.
    """
    old = PLAIN
    new = copy.deepcopy(old)
    new[small.BANS]["verboden"].append(
        {"id": "nieuw", "artikel": "WGS 1.5", "reden": "Omdat.", "rol": ["lid"]}
    )

    answer = diff(small.read(old), small.read(new), small.DAY)

    assert {("nieuw", ("lid",))} == {(c.regel, dict(c.fields)["rol"]) for c in answer.lost}


def test_a_new_permission_is_not_blamed_for_a_ban_that_went() -> None:
    """
    A gain that a permission of both versions gives comes from the ban that is gone.
    """
    new = PLAIN
    old = copy.deepcopy(new)
    old[small.BANS]["verboden"].append({"id": "weg", "artikel": "WGS 1.5", "reden": "Omdat."})
    new = copy.deepcopy(new)
    new[small.ALFA]["regels"].insert(0, {"id": "erbij", "rol": ["lid"], "grondslag": "WGS 2.31"})

    answer = diff(small.read(old), small.read(new), small.DAY)

    assert {"weg"} == {change.regel for change in answer.gained}


def test_a_new_receiver_is_a_gain() -> None:
    """
    Who may receive from now on, could not be asked for before.
    """
    old = copy.deepcopy(PLAIN)
    del old[small.ALFA]["ontvangers"]

    answer = diff(small.read(old), small.read(PLAIN), small.DAY)

    assert {("rik",)} == {dict(change.fields)["aan"] for change in answer.gained}
    assert () == answer.lost


def test_a_member_of_another_kind_keeps_its_old_kind_in_the_old_version() -> None:
    """
    Each version judges an organisation by the kind it has there.
    """
    old = copy.deepcopy(PLAIN)
    old[small.ALFA]["regels"] = [{"id": "r", "deelnemer": ["politie"], "grondslag": "WGS 2.31"}]
    new = copy.deepcopy(old)
    new[small.ALFA]["deelnemers"]["ado"]["soort"] = "ggz"

    answer = diff(small.read(old), small.read(new), small.DAY)

    assert () == answer.gained
    assert sum(change.cells for change in answer.lost) > 0
    assert {None, ("ado",)} >= {dict(c.fields)["deelnemer"] for c in answer.lost}


def test_a_model_is_not_compared_unless_it_is_named() -> None:
    """
    Nobody works under a model, so what it allows is nobody's gain.
    """
    new = copy.deepcopy(PLAIN)
    new[small.ALFA]["bouwt-op"] = []
    del new[small.ALFA]["bouwt-op"]
    old = copy.deepcopy(new)
    new[small.BASE]["regels"] = [{"id": "m", "grondslag": "WGS 2.31"}]
    before, after = small.read(old), small.read(new)

    assert not diff(before, after, small.DAY).gained
    assert diff(before, after, small.DAY, "basis").gained


PLAIN: Files = small.plain(
    rules=[{"id": "r", "grondslag": "WGS 2.31"}],
)
