"""
Planted bugs turn a check red: what guards the decisions would notice if they went wrong.

Each test breaks one thing and runs the check that must notice; a check that stays green here is a
check that guards nothing.
"""

from __future__ import annotations

import functools
import itertools

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import generated, search, workspaces
from tests.generated import Asked
from tests.workspaces import DAY, ask, changed, mistyped, vraag
from zvhprivacy.model.begrippen import Begrippen
from zvhprivacy.model.citation import covers
from zvhprivacy.model.request import SELECTED, Request
from zvhprivacy.model.selection import Mode, only
from zvhprivacy.model.toets import Toets, Toetsen
from zvhprivacy.model.validity import Geldig
from zvhprivacy.model.wet import Verbod, Wet
from zvhprivacy.model.workspace import Law, Workspace
from zvhprivacy.model.written import read_as
from zvhprivacy.policy import period, snapshot
from zvhprivacy.policy.compile import Compiled, ban_rule, compile_rules, is_gate
from zvhprivacy.policy.decision import Ban, Decision
from zvhprivacy.policy.enforce import Judge
from zvhprivacy.policy.index import Index, bits, mask_of
from zvhprivacy.policy.period import Period
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.rule import Effect, Question, Rule
from zvhprivacy.policy.snapshot import Snapshot
from zvhprivacy.policy.toetsen import Result, run
from zvhprivacy.source import read


# --- a policy in which everything matters ---------------------------------------------------------

_FILES = """\
--- policies/lezingen.yaml
schema: 1
lezingen:
  - {lezing: een, artikel: WGS 1.5, gekozen: ruim, vraag: Hoe?, streng: Zo., ruim: Anders.}
--- policies/wet/avg.yaml
verboden:
  - {id: avg-9, artikel: AVG 9, gegevens: ["soort:bijzonder"], tenzij: [toestemming], reden: Nee.}
  - {id: avg-5, artikel: AVG 5, doel: {behalve: [complexe-casuistiek]}, reden: Nee.}
  - {id: avg-6, artikel: AVG 6, lezing: een, reden: Nee.}
--- policies/wet/awb.yaml
verboden:
  - {id: awb-10-3, artikel: Awb 10:3, deelnemer: [namens], tenzij: [mandaat-verleend], reden: Nee.}
--- policies/wet/wgs.yaml
kader: [wgs]
geldig: {vanaf: 2025-03-01}
verboden:
  - {id: wgs-2-27, artikel: WGS 2.27, deelnemer: [derde], reden: Nee.}
  - {id: wgs-2-30, artikel: WGS 2.30, over: {behalve: [betrokkene]}, reden: Nee.}
  - {id: wgs-1-7, artikel: WGS 1.7, aan: [derde, ander-verband], tenzij: [vier-ogen], reden: Nee.}
--- convenants/huis/convenant.yaml
bouwt-op: [model]
vervalt: [vervallen]
deelnemers:
  politie-a: {naam: Politie A, soort: politie}
  college-a: {naam: College A, soort: college, tot: 2026-12-01}
  ggz-a: {naam: GGZ A, soort: ggz}
  school-a: {naam: School A, soort: onderwijs}
regels:
  - {id: inzien, handeling: [inzien], rol: [procesregisseur], fase: [casusoverleg],
     grondslag: WGS 2.31, verplicht: [motiveren]}
  - {id: doorgeven, handeling: [doorgeven], deelnemer: [lid-1], grondslag: WGS 2.31}
--- convenants/huis/protocol-mda.yaml
regels:
  - {id: mda, handeling: [vastleggen], grondslag: Wmo 2015 4.1.1}
--- convenants/huis/addendum-later.yaml
wijzigt: [huis]
geldig: {vanaf: 2026-09-01}
regels:
  - {id: inzien, handeling: [inzien], rol: [fg], grondslag: WGS 2.31}
--- convenants/model/convenant.yaml
soort: model
regels:
  - {id: vervallen, rol: [fg], grondslag: WGS 2.31}
  - {id: erft, handeling: [verstrekken], mits: [persoon-in-casus],
     grondslag: WGS 2.31, verplicht: [registreren]}
  - {id: pga, handeling: [inzien], grondslag: PGA-wet 6}
--- convenants/buur/convenant.yaml
"""

_DAYS = (date(2025, 2, 28), date(2025, 3, 1), DAY, date(2026, 9, 1), date(2026, 12, 1))

# From each request on, what differs in one field only.
_STARTS: tuple[tuple[Request, tuple[str, ...]], ...] = (
    (vraag(convenant="huis"), ()),
    (vraag(convenant="huis", namens="college-a"), ("mandaat-verleend",)),
    (vraag(convenant="huis", handeling="verstrekken"), ("persoon-in-casus", "toestemming")),
    (vraag(convenant="huis", handeling="doorgeven", aan="ggz-a"), ()),
    (vraag(convenant="huis", handeling="doorgeven", aan="riec-a"), ("vier-ogen",)),
    (vraag(convenant="huis", handeling="vastleggen", proces="mda", kader="eigen-wet"), ()),
    (vraag(convenant="huis", proces="radicalisering"), ()),
    (vraag(convenant="huis", over="directe-kring", gegevens="gezondheid"), ()),
)
_OTHERS: Mapping[str, tuple[str | None, ...]] = {
    "deelnemer": ("politie-a", "ggz-a", "school-a"),
    "rol": ("procesregisseur", "fg"),
    "handeling": ("inzien", "vastleggen", "verstrekken"),
    "gegevens": ("woonsituatie", "gezondheid", "plan-van-aanpak"),
    "over": ("betrokkene", "directe-kring"),
    "doel": ("complexe-casuistiek", "systeembeheer"),
    "proces": ("com", "mda", "radicalisering"),
    "fase": ("casusoverleg", "triage"),
    "kader": ("wgs", "eigen-wet"),
    "aan": ("ggz-a", "school-a", "riec", "college-a"),
    "namens": (None, "college-a"),
    "convenant": ("huis", "buur"),
}


@functools.cache
def _questions() -> tuple[Asked, ...]:
    return tuple(dict.fromkeys(_asked()))


def _asked() -> Iterator[Asked]:
    for (start, facts), day in itertools.product(_STARTS, _DAYS):
        for field, values in _OTHERS.items():
            for value in values:
                yield changed(start, field, value), frozenset(facts), day
        for fact in ("toestemming", "vier-ogen", "mandaat-verleend", "persoon-in-casus"):
            yield start, frozenset({fact}), day
            special = start._replace(gegevens="gezondheid")
            yield special, frozenset({*facts, fact}), day


def _noticed() -> bool:
    """
    Run the check: compare a new snapshot with the reference on all that can differ.
    """
    found = generated.differences(Snapshot(_workspace()), _questions(), by_stock=False)
    return any(found)


@functools.cache
def _workspace() -> Workspace:
    return generated.read(workspaces.sections(_FILES))


def test_without_a_bug_the_check_is_green() -> None:
    """
    What is checked here is right to begin with.
    """
    assert [] == list(generated.differences(Snapshot(_workspace()), _questions()))


# --- the order ------------------------------------------------------------------------------------


def test_permissions_before_bans(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Trying permissions before bans is noticed.
    """

    def swapped(workspace: Workspace, law: Law, day: date, **which: bool) -> Compiled:
        compiled = compile_rules(workspace, law, day, **which)
        rules = sorted(compiled.rules, key=lambda rule: rule.effect is Effect.DENY)
        return replace(compiled, rules=tuple(rules))

    monkeypatch.setattr(snapshot, "compile_rules", swapped)

    assert _noticed()


def test_bans_in_another_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Naming another ban as the one that decided is noticed.
    """

    def backwards(workspace: Workspace, law: Law, day: date, **which: bool) -> Compiled:
        compiled = compile_rules(workspace, law, day, **which)
        bans = [rule for rule in compiled.rules if rule.effect is Effect.DENY]
        return replace(compiled, rules=(*bans[::-1], *compiled.rules[len(bans) :]))

    monkeypatch.setattr(snapshot, "compile_rules", backwards)

    assert _noticed()


_NAMES = [line.split("id: ")[1].split(",")[0] for line in _FILES.splitlines() if "{id: " in line]


@pytest.mark.parametrize("name", [name for name in _NAMES if name not in {"avg-6", "vervallen"}])
def test_a_lost_rule(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """
    Losing one ban or permission is noticed, whichever it is; two do not hold to begin with.
    """
    monkeypatch.setattr(snapshot, "compile_rules", _without(name))

    assert _noticed()


def _without(name: str) -> Callable[..., Compiled]:
    def compiling(*args: object, **options: bool) -> Compiled:
        compiled = compile_rules(*args, **options)  # type: ignore[arg-type]
        return replace(compiled, rules=tuple(r for r in compiled.rules if r.id != name))

    return compiling


# --- the memo -------------------------------------------------------------------------------------


def _forget(field: str) -> Callable[[Snapshot, Request, frozenset[str], date], Decision]:
    """
    Make a memo that takes answers for the same when they differ only in *field*.
    """

    def decide(self: Snapshot, request: Request, facts: frozenset[str], day: date) -> Decision:
        if field == "feiten":
            key = (request, frozenset[str](), day)
        elif field == "dag":
            key = (request, facts, DAY)
        else:
            key = (changed(request, field, None), facts, day)
        decision = self._known.get(key)
        if decision is None:
            decision, remember = self.period(day).decide(request, facts)
            if remember:
                self._known[key] = decision
        return decision

    return decide


@pytest.mark.parametrize("field", [*Request._fields, "feiten", "dag"])
def test_a_memo_that_forgets_a_field(monkeypatch: pytest.MonkeyPatch, field: str) -> None:
    """
    A memo that leaves one part of the question out of its key is noticed, whichever it is.
    """
    monkeypatch.setattr(Snapshot, "decide", _forget(field))

    assert _noticed()


def test_a_memo_that_forgets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The memo that is planted here is right when it forgets nothing.
    """
    monkeypatch.setattr(Snapshot, "decide", _forget("convenant"))
    one = [each for each in _questions() if each[0].convenant == "huis"]

    assert [] == list(generated.differences(Snapshot(_workspace()), one, by_stock=False))


def test_a_memo_that_remembers_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Remembering an invalid request is seen in the memo.
    """
    honest = Period.decide
    monkeypatch.setattr(Period, "decide", lambda *args: (honest(*args)[0], True))
    asked = Snapshot(_workspace())
    asked.decide(mistyped("rol", "jan-jansen"), frozenset(), DAY)

    assert {} != asked._known


# --- the index ------------------------------------------------------------------------------------


def _blind(monkeypatch: pytest.MonkeyPatch, misses: Callable[[Rule, Question], bool]) -> None:
    """
    Make the index overlook the rules that *misses* says.
    """

    class Blind(Index):
        def __init__(self, rules: tuple[Rule, ...]) -> None:
            super().__init__(rules)
            self._all = rules

        def selecting(self, question: Question) -> int:
            found = bits(super().selecting(question))
            seen = (number for number in found if not misses(self._all[number], question))
            return mask_of(seen, len(self._all))

    monkeypatch.setattr(period, "Index", Blind)


def test_an_index_that_sees_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The index that is planted here is right when it overlooks nothing.
    """
    _blind(monkeypatch, lambda _rule, _question: False)

    assert not _noticed()


@pytest.mark.parametrize("mode", list(Mode))
def test_an_index_that_misses_a_way_to_select(monkeypatch: pytest.MonkeyPatch, mode: Mode) -> None:
    """
    Overlooking rules that select with `behalve`, with a list or with everything is noticed.
    """
    _blind(monkeypatch, lambda rule, _: any(keuze.mode is mode for keuze in rule.keuzes))

    assert _noticed()


def test_an_index_that_misses_what_is_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Overlooking a rule in a convenant that inherits it is noticed.
    """

    def inherited(rule: Rule, question: Question) -> bool:
        return (
            rule.effect is Effect.ALLOW and rule.span.file.split("/")[1] not in question.convenant
        )

    _blind(monkeypatch, inherited)

    assert _noticed()


def test_an_index_that_misses_other_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Overlooking rules about an organisation that do not name it by its own id is noticed.
    """
    _blind(
        monkeypatch,
        lambda rule, _: any(
            name in {"lid-1", "derde", "namens"} for name in rule.keuze("deelnemer").waarden
        ),
    )

    assert _noticed()


# --- who, when and what ---------------------------------------------------------------------------


def test_names_without_a_lid(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Forgetting that an organisation counts as its lid is noticed.
    """
    monkeypatch.setattr(Begrippen, "namen", lambda _, who, soort, __: frozenset({who, soort}))

    assert _noticed()


def test_an_end_that_still_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Taking the day of `tot` for one on which something still holds is noticed.
    """
    honest = Geldig.op
    monkeypatch.setattr(Geldig, "op", lambda self, day: honest(self, day) or day == self.tot)

    assert _noticed()


def test_a_beginning_that_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Taking the day of `vanaf` for one on which nothing holds yet is noticed.
    """
    honest = Geldig.op
    monkeypatch.setattr(Geldig, "op", lambda self, day: honest(self, day) and day != self.vanaf)

    assert _noticed()


def test_a_wide_reading_that_is_taken_strictly(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Keeping a ban whose reading was chosen wide is noticed.
    """

    def strictly(workspace: Workspace, law: Law, day: date, **which: bool) -> Compiled:
        return compile_rules(workspace, replace(law, lezingen=()), day, **which)

    monkeypatch.setattr(snapshot, "compile_rules", strictly)

    assert _noticed()


def test_a_judge_that_says_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A judge that takes the last rule for the first is noticed.
    """
    honest = Judge.decide
    monkeypatch.setattr(
        Judge, "decide", lambda self, question, found: honest(self, question, list(found)[::-1])
    )

    assert _noticed()


@pytest.mark.parametrize("field", SELECTED)
def test_a_field_that_is_not_compared(monkeypatch: pytest.MonkeyPatch, field: str) -> None:
    """
    Not comparing one field of the request with the rules is noticed, whichever it is.
    """
    honest = Period.question
    other: Any = None if field == "aan" else frozenset({"iets-anders"})

    def question(self: Period, request: Request, facts: frozenset[str]) -> Question:
        return honest(self, request, facts)._replace(**{field: other})

    monkeypatch.setattr(Period, "question", question)

    assert _noticed()


# --- the law that ships ---------------------------------------------------------------------------


NARROWING = sorted((workspaces.ROOT / "tests" / "law").glob("*.yaml"))


@functools.cache
def _law() -> Law | None:
    return read_workspace(workspaces.ROOT).law


@functools.cache
def _toetsen_of(path: Path) -> tuple[Toets, ...]:
    node, found = read(path, path.name)
    assert node is not None, found
    value, found = read_as(Toetsen, node)
    assert value is not None, found
    assert [] == found
    return value.toetsen


def _with_toetsen(law: Law, toetsen: Iterable[Toets]) -> Law:
    assert law.toetsen is not None
    asked = law.toetsen.model_copy(update={"toetsen": tuple(toetsen)})
    return replace(law, toetsen=asked)


def _law_with_all_toetsen() -> Law:
    """
    Give the law with the toetsen that ship and those against narrowing.
    """
    law = _law_with_toetsen()
    assert law.toetsen is not None
    return _with_toetsen(
        law, (*law.toetsen.toetsen, *itertools.chain(*map(_toetsen_of, NARROWING)))
    )


def _bans() -> list[str]:
    """
    Name the bans that some question can touch on the day of the toetsen.

    Whether a process may run at all is no question of a toets: that ban is in tests/dpia.
    """
    law = _law()
    if law is None or law.toetsen is None:
        return []
    day = law.toetsen.op
    return [
        ban.id
        for wet in law.wetten
        for ban in wet.verboden
        if wet.geldig.op(day) and ban.geldig.op(day) and _touches(law.begrippen, wet, ban)
        if not is_gate(ban_rule(ban, wet), law)
    ]


def _touches(words: Begrippen, wet: Wet, ban: Verbod) -> bool:
    """
    Say whether there are words that *ban* is about; some wait for a word that may be added.
    """
    frames = any(
        ban.proces.selects(frozenset({name}))
        and ban.kader.selects(frozenset({kader}))
        and (not wet.kader or kader in wet.kader)
        for name, proces in words.processen.items()
        for kader in proces.kader
    )
    return frames and any(ban.fase.selects(frozenset({fase})) for fase in words.fasen)


@functools.cache
def _toetsen_by_ban() -> dict[str, list[Toets]]:
    found: dict[str, list[Toets]] = {}
    for result in run(_lawful(_law_with_toetsen())):
        for name in result.applied:
            found.setdefault(name, []).append(result.toets)
    return found


def _law_with_toetsen() -> Law:
    law = _law()
    assert law is not None
    return law


def _lawful(law: Law) -> Workspace:
    return Workspace(law=law)


def test_the_law_that_ships_can_be_read() -> None:
    """
    There is a law layer with toetsen, and every toets of it holds.
    """
    law = _law_with_toetsen()
    assert law.toetsen is not None

    assert [] == [result.toets.toets for result in run(_lawful(law)) if result.finding]


@pytest.mark.parametrize("name", _bans())
def test_a_lost_ban_of_the_law(name: str) -> None:
    """
    When one ban of the law is dropped, some toets in policies/toetsen.yaml fails.

    Except a ban that never stands alone: wherever it applies, so does another of its article, and
    no question has another answer without it.
    """
    law = _law_with_toetsen()
    # A toets that the ban has nothing to do with cannot notice that it is gone.
    concerned = _with_toetsen(law, _toetsen_by_ban().get(name, ()))
    without = replace(concerned, wetten=tuple(_dropped(law.wetten, name)))

    assert any(result.finding for result in run(_lawful(without))) or _never_alone(law, name)


def _never_alone(law: Law, name: str) -> bool:
    words = law.begrippen
    ban, frames = next((b, w.kader) for w in law.wetten for b in w.verboden if b.id == name)
    for proces, kader in ((p, k) for p, value in words.processen.items() for k in value.kader):
        # Those that apply whenever *ban* does, as far as facts go.
        others = [
            other
            for wet in law.wetten
            for other in wet.verboden
            if other is not ban
            and (not wet.kader or kader in wet.kader)
            and covers(ban.artikel, other.artikel)
            and set(other.tenzij) <= set(ban.tenzij)
            and wet.geldig.op(DAY)
            and other.geldig.op(DAY)
        ]
        for needs in (False, True):
            fields = search.grid(words, needs=needs) | {"proces": [proces], "kader": [kader]}
            selected = search.selected(ban, words, fields, kader)
            reaches = (not frames or kader in frames) and (needs or ban.aan.mode is Mode.ALLE)
            if reaches and all(selected.values()) and search.walk(others, words, selected, kader):
                return False
    return True


def _dropped(wetten: tuple[Wet, ...], name: str) -> Iterator[Wet]:
    for wet in wetten:
        left = tuple(ban for ban in wet.verboden if ban.id != name)
        yield wet.model_copy(update={"verboden": left})


def test_toetsen_against_narrowing_hold() -> None:
    """
    The toetsen in tests/law/ hold too, and none has the name of another.
    """
    law = _law_with_all_toetsen()
    assert law.toetsen is not None
    names = [toets.toets for toets in law.toetsen.toetsen]

    assert [] == [result.toets.toets for result in run(_lawful(law)) if result.finding]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", NARROWING, ids=lambda path: path.stem)
def test_a_ban_that_lost_a_value(path: Path) -> None:
    """
    When a ban that has toetsen in tests/law/ loses one value that it names, some toets fails.
    """
    law = _law_with_toetsen()
    against = run(_lawful(_with_toetsen(law, _toetsen_of(path))))
    meant = {ban for result in against for ban in _meant(result)}
    assert meant
    by_ban: dict[str, list[Toets]] = {}
    for result in _all_results():
        for name in _meant(result):
            by_ban.setdefault(name, []).append(result.toets)

    unnoticed = [
        (name, field, value)
        for name in sorted(meant)
        for field, value, wetten in _narrowed(law.wetten, name)
        if not any(
            result.finding
            for result in run(_lawful(replace(_with_toetsen(law, by_ban[name]), wetten=wetten)))
        )
    ]

    assert [] == unnoticed


@functools.cache
def _all_results() -> tuple[Result, ...]:
    return run(_lawful(_law_with_all_toetsen()))


def _meant(result: Result) -> list[str]:
    """
    Name the bans that *result* says are the reason.
    """
    bans = [reason for reason in result.decision.redenen if isinstance(reason, Ban)]
    article = result.toets.artikel or ""
    return [ban.regel for ban in bans if covers(article, ban.artikel)]


def _narrowed(wetten: tuple[Wet, ...], name: str) -> Iterator[tuple[str, str, tuple[Wet, ...]]]:
    ban = next(ban for wet in wetten for ban in wet.verboden if ban.id == name)
    for field in SELECTED:
        mode, values = getattr(ban, field)
        for value in sorted(values) if mode is Mode.ALLEEN and len(values) > 1 else ():
            narrow = ban.model_copy(update={field: only(*(values - {value}))})
            yield field, value, tuple(_replaced(wetten, narrow))


def _replaced(wetten: tuple[Wet, ...], narrow: Verbod) -> Iterator[Wet]:
    for wet in wetten:
        bans = tuple(narrow if ban.id == narrow.id else ban for ban in wet.verboden)
        yield wet.model_copy(update={"verboden": bans})


def test_dropping_nothing_is_not_noticed() -> None:
    """
    A toets fails because a ban is gone, not because the law was copied.
    """
    law = _law_with_toetsen()
    copied = replace(law, wetten=tuple(_dropped(law.wetten, "is-er-niet")))

    assert not any(result.finding for result in run(_lawful(copied)))


def test_asking_does_not_depend_on_what_was_asked() -> None:
    """
    The same snapshot that was broken for one test answers rightly in the next.
    """
    assert ask(Snapshot(_workspace()), convenant="huis").regel == "inzien"
