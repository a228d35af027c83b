"""
What the convenants want to permit beside what the law permits and on which ground, and answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from zvhprivacy.audit.checks import policies_now as now
from zvhprivacy.audit.checks.policies_law import law_layer
from zvhprivacy.audit.checks.policies_then import Line, Then, day_of
from zvhprivacy.audit.sources import Sources, Watch
from zvhprivacy.errors import Span
from zvhprivacy.logboek.line import Gebeurtenis, Resultaat
from zvhprivacy.model.audit import Found, Looked, Onbekend, Tally
from zvhprivacy.model.citation import parse_citation
from zvhprivacy.model.request import SELECTED, WGS
from zvhprivacy.model.selection import ALLES
from zvhprivacy.model.workspace import Law
from zvhprivacy.policy.analysis import analyse
from zvhprivacy.policy.rule import Effect, Rule


See = Callable[[int, Line, Tally], object]

_WIDER = frozenset({"ZVH401", "ZVH402", "ZVH403"})  # void, partly so, or short of a fact
_STARTS = frozenset({"aanmelden"})  # the act with which a case begins, in every frame
_ANALYSE = frozenset({"analyseren"})
_LAW = "policies/wet/"  # a ban that an organisation chose for itself is none of the law


def watching(bron: Sources, see: See, *, opzet: Looked | None, bestaan: Looked | None) -> Watch:
    """
    Let *see* count the decisions of the period, beside what the files said already.
    """
    tally = Tally()

    def end() -> Found:
        gone = bron.huis is None
        werking = Looked(onbekend=Onbekend.GEEN_DATABASE) if gone else tally.looked()
        return Found(opzet=opzet, bestaan=bestaan, werking=werking)

    return Watch(
        see=lambda nummer, line: see(nummer, line, tally),
        end=end,
        gebeurtenissen=frozenset({Gebeurtenis.BESLUIT.value}),
    )


def allowed(line: Line) -> bool:
    """
    Say whether *line* is a yes to a request.
    """
    # The approval of a plan to destroy is a decision too, and no answer to a request.
    return bool(line["resultaat"] == Resultaat.TOEGESTAAN)


def not_known(tally: Tally) -> None:
    """
    Count a line of which nothing can be said: its policy, or its convenant, cannot be read.
    """
    tally.onbekend = Onbekend.ONVOLLEDIG
    now.tell(tally, "niet-na-te-vragen")


# --- more than the law ----------------------------------------------------------------------------


def convenant_binnen_de_wet(bron: Sources) -> Watch:
    """
    Look for rules that want more than the law, a law layer that lacks some, and such answers.

    A rule that somebody answers for still wants it: accepting a finding changes no law. Of an
    answer the policy that gave it is asked again, with the facts of its line.
    """
    opzet = Tally(onbekend=now.unread(bron))
    rules = {f"{rule.span.file}#{rule.id}": rule for rule in under_wgs(bron)}
    opzet.look(len(rules))
    for each in analyse(bron.workspace, bron.law, now.day(bron)):
        if each.code in _WIDER and each.place in rules:
            opzet.deviates("regel", each.place)
            if now.answered_for(bron, each.code, each.place):
                now.tell(opzet, "aanvaard")
    then = Then(bron)

    def see(nummer: int, line: Line, tally: Tally) -> None:
        if not allowed(line) or now.frame(bron, line) != WGS:
            return
        tally.look()
        banned = then.banned(line)
        if banned is None:
            not_known(tally)
        elif banned:
            tally.deviates("logregel", str(nummer), "toen-verboden")

    return watching(bron, see, opzet=opzet.looked(), bestaan=law_layer(bron))


def under_wgs(bron: Sources) -> Iterator[Rule]:
    """
    Go through the permissions under the WGS.
    """
    for rule in now.permissions(bron):
        if rule.keuze("kader").selects(frozenset({WGS})):
            yield rule


def geen_geautomatiseerde_analyse(bron: Sources) -> Watch:
    """
    Look for the ban on automated analysis, permissions of it and such answers (WGS 1.9).

    Of answers to other questions it says nothing, nor of an analysis outside the system.
    """
    opzet, bestaan = Tally(), Tally(onbekend=now.unread(bron))
    opzet.look()
    if not any(_bans_analysis(rule) for rule in bron.policy.period(now.day(bron)).rules):
        opzet.deviates("beleid", "analyseren", "zonder-verbod")
    for rule in now.permissions(bron):
        bestaan.look()
        if rule.keuze("handeling").selects(_ANALYSE):
            bestaan.deviates("regel", f"{rule.span.file}#{rule.id}")

    def see(nummer: int, line: Line, tally: Tally) -> None:
        tally.look()
        if allowed(line) and line.get("handeling") in _ANALYSE:
            tally.deviates("logregel", str(nummer))

    return watching(bron, see, opzet=opzet.looked(), bestaan=bestaan.looked())


def _bans_analysis(rule: Rule) -> bool:
    """
    Say whether *rule* is of the law and bans it under the WGS, whoever asks on whatever facts.
    """
    if rule.effect is not Effect.DENY or not rule.span.file.startswith(_LAW):
        return False
    about = {"handeling": _ANALYSE, "kader": frozenset({WGS})}
    others = (keuze for name, keuze in zip(SELECTED, rule.keuzes, strict=True) if name not in about)
    selects = all(rule.keuze(name).selects(words) for name, words in about.items())
    return selects and not rule.feiten and all(keuze == ALLES for keuze in others)


# --- on which ground ------------------------------------------------------------------------------


_Place: TypeAlias = tuple[str, str, str]  # convenant, process and frame
_Grounds: TypeAlias = dict[_Place, set[str]]


def grondslag_geldt(bron: Sources) -> Watch:
    """
    Look for processes without exactly one first ground in force, and answers on one that was not.

    The first ground is that of the permission by which a case begins, per convenant, process and
    frame. Where no case is reported, as in a meeting that the house only hosts, there has to be a
    ground for what its protocol permits, and there can be more. Of an answer today's list decides,
    or that of the policy which gave it where the ground is in today's no more.
    """
    opzet, bestaan = Tally(onbekend=now.unread(bron)), Tally(onbekend=now.unread(bron))
    first, other = _grounds(bron)
    for place, found in sorted((other | first).items()):
        opzet.look()
        bestaan.look()
        named = "/".join(place)
        if not found:
            opzet.deviates("proces", named, "zonder-geldende-grondslag")
        elif place in first and len(found) > 1:
            opzet.deviates("proces", named, "meer-dan-een-eerste-grondslag")
        if not found or not all(_gives_effect_to_avg_6(bron.law, each) for each in found):
            bestaan.deviates("proces", named, "zonder-rechtsgrond")
    then = Then(bron)
    known: dict[tuple[object, ...], bool | None] = {}

    def see(nummer: int, line: Line, tally: Tally) -> None:
        if not allowed(line):
            return
        tally.look()
        key = (line.get("grondslag"), line.get("dag"), line.get("beleid"))
        if key not in known:
            known[key] = _held(bron, then, line)
        if known[key] is None:
            not_known(tally)
        elif not known[key]:
            tally.deviates("logregel", str(nummer), "grondslag-gold-niet")

    return watching(bron, see, opzet=opzet.looked(), bestaan=bestaan.looked())


def _grounds(bron: Sources) -> tuple[_Grounds, _Grounds]:
    """
    Give the grounds in force by which cases begin, and those of what protocols permit besides.

    A permission whose ground is not in force has its place, without a ground.
    """
    homes, here = _homes(bron), {name for name, _ in now.agreed(bron)}
    first: _Grounds = {}
    other: _Grounds = {}
    sleeping = bron.policy.period(now.day(bron)).sleeping
    for rules, awake in ((now.permissions(bron), True), (sleeping, False)):
        for rule in rules:
            starts = rule.keuze("handeling").selects(_STARTS)
            if not starts and rule.span not in homes:
                continue
            ground = bron.law.grondslag(rule.artikel) if awake else None
            found = first if starts else other
            for place in _places(bron, rule, None if starts else homes[rule.span]):
                if place[0] in here:
                    found.setdefault(place, set()).update([ground.grondslag] if ground else [])
    return first, other


def _places(bron: Sources, rule: Rule, home: str | None) -> Iterator[_Place]:
    """
    Go through where *rule* holds; one of a protocol is about the process of that.
    """
    for proces, each in bron.law.begrippen.processen.items():
        if home in {None, proces} and rule.keuze("proces").selects(frozenset({proces})):
            for kader in each.kader:
                if rule.keuze("kader").selects(frozenset({kader})):
                    yield from ((name, proces, kader) for name in rule.convenanten.waarden)


def _homes(bron: Sources) -> dict[Span, str]:
    return {
        regel.span: protocol.protocol
        for agreement in bron.workspace.agreements.values()
        for protocol in agreement.protocollen
        for regel in protocol.regels
    }


def _gives_effect_to_avg_6(law: Law, ground: str) -> bool:
    listed = law.grondslag(ground)
    citation = parse_citation(listed.rechtsgrond_avg) if listed else None
    return citation is not None and (citation.sleutel, citation.artikel) == ("avg", "6")


def _held(bron: Sources, then: Then, line: Line) -> bool | None:
    """
    Say whether the ground that *line* names was in force; None when that cannot be said.
    """
    artikel = line.get("grondslag")
    if artikel is None:
        return False
    listed = bron.law.grondslag(artikel)
    if listed is None:
        policy = then.of(line)
        if policy is None:
            return None
        listed = policy.law.grondslag(artikel)
    return listed is not None and listed.geldig.op(day_of(line))
