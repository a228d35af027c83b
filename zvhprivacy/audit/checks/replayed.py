"""
Checks of decisions that were asked again, and of permissions by which nothing was decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from zvhprivacy.audit.checks.replayed_patterns import (
    NO_HOUSE,
    feit_na_weigering,
    handeling_met_besluit,
    veel_geraadpleegd,
)
from zvhprivacy.audit.replay import Counted, Replay, is_answer, kept
from zvhprivacy.audit.sources import Check, House, Sources, Watch
from zvhprivacy.logboek import canonical
from zvhprivacy.logboek.line import Gebeurtenis, Resultaat, as_time
from zvhprivacy.logboek.reading import HERE
from zvhprivacy.model.audit import Found, Looked, Onbekend, Tally
from zvhprivacy.policy.rule import Effect, Rule


_DECISIONS = frozenset({Gebeurtenis.BESLUIT})


def antwoorden_nagespeeld(bron: Sources) -> Found | Watch:
    """
    Ask every decision of the period again, of the policy that decided it.

    *bestaan*: each version that decided is in the logboek and is what its hash says. *werking*: the
    same answer, by the same rule, with the same obligations. A refusal that rests on more than its
    line says (a register, a question put wrongly) is counted apart and not looked at; when the
    policy of a decision cannot be asked, nothing can be said of the whole.
    What today's policy answers otherwise, and refusals by rule, are counts for people to look at.
    What was decided in the shadow proves no working and is left out.
    """
    if bron.huis is None:
        absent = Looked(onbekend=Onbekend.GEEN_DATABASE)
        return Found(bestaan=absent, werking=absent)
    log, tally = bron.huis.log, Tally()
    replay = Replay(log=log, usual=bron.policy, glass_broken=bron.glass_broken)
    versions: dict[str, None] = {}

    def see(nummer: int, line: Mapping[str, Any]) -> None:
        if line.get("schaduw") or not is_answer(line):
            return
        versions[line.get("beleid", "")] = None
        compared = replay.ask(line)
        if compared.onbeslist:
            if line["resultaat"] != Resultaat.ONGELDIG:
                tally.onbekend = Onbekend.ONVOLLEDIG
            return
        tally.look()
        if compared.verschil:
            tally.deviates("logregel", str(nummer))

    def end() -> Found:
        there = Tally()
        for version in sorted(versions):
            there.look()
            if kept(log, version) is None:
                there.deviates("beleid", version)
        tally.tellingen.update(_counts(replay.counted()))
        return Found(bestaan=there.looked(), werking=tally.looked())

    return Watch(see=see, end=end, gebeurtenissen=_DECISIONS)


def _counts(counted: Iterable[Counted]) -> Counter[str]:
    """
    Count per word: what differed, what today's policy would answer, and which rule refused.
    """
    found = Counter[str]()
    for each in counted:
        wijze, aantal = each.wijze, each.aantal
        for word in (wijze.verschil, wijze.onbeslist, wijze.vandaag):
            if word:
                found[word] += aantal
        if wijze.geweigerd:
            found[f"geweigerd-door-{wijze.geweigerd}"] += aantal
    return found


def toestemming_ongebruikt(bron: Sources) -> Found | Watch:
    """
    Look for permissions by which nothing was decided in the twelve months before the end.

    Counted are those in force on all of these days, that every version had that decided in them,
    in a convenant by which something was allowed at all. A line names the first permission that
    allows a request: one that only stands behind another counts as unused. When the logboek does
    not go back twelve months, no permission was there so long.
    """
    huis = bron.huis
    if huis is None:
        return NO_HOUSE
    start = _year_before(bron.tot)
    begin = as_time(datetime.combine(start, time.min, HERE))
    used, versions, convenants = set[str](), set[str](), set[str]()

    def see(_: int, line: Mapping[str, Any]) -> None:
        if line["tijd"] < begin or line.get("schaduw"):
            return
        versions.add(line.get("beleid", ""))
        if line["resultaat"] == Resultaat.TOEGESTAAN:
            used.add(line.get("regel", ""))
            convenants.add(line.get("convenant") or bron.workspace.enige or "")

    def end() -> Found:
        if not _goes_back(huis, begin):
            return Found(werking=Looked())
        tally, there = Tally(), _in_force(bron, start, convenants)
        for version in versions - {bron.policy.policy}:
            archived = kept(huis.log, version)
            if archived is None:
                tally.onbekend = Onbekend.ONVOLLEDIG
            else:
                there &= archived.toestemmingen
        for regel in sorted(there):
            tally.look()
            if regel not in used:
                tally.deviates("regel", regel)
        return Found(werking=tally.looked())

    return Watch(see=see, end=end, gebeurtenissen=_DECISIONS, before=bron.vanaf > start)


def _in_force(bron: Sources, start: date, convenants: set[str]) -> set[str]:
    """
    Give the permissions of *convenants* that today's policy has on every day from *start*.
    """

    def counts(rule: Rule) -> bool:
        return rule.effect is Effect.ALLOW and any(
            rule.convenanten.selects(frozenset({name})) for name in convenants
        )

    changes = (day for day in bron.workspace.grenzen() if start < day < bron.tot)
    days = [bron.policy.period(day) for day in (start, *changes)]
    return set.intersection(*({rule.id for rule in day.rules if counts(rule)} for day in days))


def _goes_back(huis: House, begin: str) -> bool:
    """
    Say whether the logboek began before *begin*; what was pruned was old.
    """
    first = next(iter(huis.log.leaves(0, min(1, huis.regels))), None)
    return first is not None and canonical.time_of(first.regel) <= begin


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day - timedelta(days=366)


CHECKS: Mapping[str, Check] = {
    "antwoorden-nagespeeld": antwoorden_nagespeeld,
    "handeling-met-besluit": handeling_met_besluit,
    "feit-na-weigering": feit_na_weigering,
    "veel-geraadpleegd": veel_geraadpleegd,
    "toestemming-ongebruikt": toestemming_ongebruikt,
}
