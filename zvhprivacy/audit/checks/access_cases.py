"""
Checks of who looked into which case: only who was assigned to it, and nobody once it was closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from zvhprivacy.audit.checks.access_acts import Act, Line, count, known_people, watch_acts
from zvhprivacy.audit.checks.access_law import CLOSED, READING, demands, left_open
from zvhprivacy.audit.sources import Check, House, Sources, Watch
from zvhprivacy.logboek.line import as_time
from zvhprivacy.logboek.reading import HERE
from zvhprivacy.model.audit import Found, Looked, Onbekend, Tally
from zvhprivacy.model.bewaartermijn import Uitvoering
from zvhprivacy.model.request import WGS
from zvhprivacy.store.inspecting.access_cases import (
    Assigned,
    assigned_to,
    assignments,
    came,
    closed,
    ever_in,
    frames,
)


RENEWED = "hernieuwd"
CLOSING = "afsluiten"  # the act that closes a case is no look at a closed one
POLICE = "politiegegevens"  # so begin the names of what the police gave
_NO_DATABASE = Looked(onbekend=Onbekend.GEEN_DATABASE)


def alleen_eigen_casus(bron: Sources) -> Found | Watch:
    """
    Look for acts in a case by somebody who was not assigned to it that day, in that role.

    The acts are those that the law leaves to who is assigned; what was done with the noodprocedure
    is only counted, and so is what was done in a closed case: `gesloten_afgeschermd` tells of that.
    Of a case that is gone, or is kept by another system, it is not known who was assigned.
    """
    return _own_case(bron, lambda _: True)


def politie_alleen_eigen_casus(bron: Sources) -> Found | Watch:
    """
    Look for acts with police data, as `alleen_eigen_casus` does for all.

    Police data inside a text of several sources go by the name of that text, and are not seen here.
    """
    return _own_case(bron, lambda line: str(line.get("gegevens")).startswith(POLICE))


def gesloten_afgeschermd(bron: Sources) -> Found | Watch:
    """
    Look for closed cases that are not shielded or that nothing decided on, and for acts in them.

    A shield is due once the interval passed in which retention is carried out; until then the phase
    alone shuts a case. An act is right when the law leaves it of a closed case, for a purpose.
    """
    huis, last = bron.huis, bron.tot - timedelta(days=1)
    allowed = {kader: left_open(bron.law, kader, last) for kader in bron.law.begrippen.kaders}
    design = Tally()
    for kader, left in sorted(allowed.items()):
        design.look()
        if left is None:
            design.deviates("beleid", kader, "zonder-verbod")
    opzet = design.looked()
    if huis is None:
        return Found(opzet=opzet, bestaan=_NO_DATABASE, werking=_NO_DATABASE)
    end = datetime.combine(bron.tot, time.min, HERE)
    seen = Tally(onderzocht=ever_in(huis.connection, CLOSED, end))
    wrong: set[str] = set()

    def judge(acts: Sequence[Act]) -> None:
        cases = {each.casus for each in acts}
        phases, kaders = _phases(huis, cases), frames(huis.connection, cases)
        for act in acts:
            now = _at(phases.get(act.casus, ()), act.tijd)
            if now is None or now.naar != CLOSED or act.handeling == CLOSING:
                continue
            count(seen, "handelingen-na-sluiting")
            left = allowed.get(kaders.get(act.casus, "")) or frozenset()
            if act.handeling not in left or act.doel is None:
                count(seen, "zonder-doel")
                if act.casus not in wrong:
                    wrong.add(act.casus)
                    seen.deviates("logregel", str(act.nummer))

    return watch_acts(
        judge, lambda: Found(opzet=opzet, bestaan=_shielded(bron, huis), werking=seen.looked())
    )


def _own_case(bron: Sources, wanted: Callable[[Line], bool]) -> Found | Watch:
    huis, last = bron.huis, bron.tot - timedelta(days=1)
    asked = demands(bron.law)
    design = Tally()
    for kader in sorted(bron.law.begrippen.kaders):
        design.look()
        if not any(each.asks(kader, READING, None, last) for each in asked):
            design.deviates("beleid", kader, "zonder-verbod")
    opzet = design.looked()
    if huis is None:
        return Found(opzet=opzet, bestaan=_NO_DATABASE, werking=_NO_DATABASE)
    actors = {each.aanwijzing.persoon: each.actor for each in known_people(huis)}
    seen = Tally()

    def judge(acts: Sequence[Act]) -> None:
        cases = {each.casus for each in acts}
        kaders = frames(huis.connection, cases)
        phases = _phases(huis, cases, CLOSED, RENEWED)
        assigned: dict[str, list[Assigned]] = defaultdict(list)
        for each in assigned_to(huis.connection, cases):
            assigned[each.casus].append(each)
        for act in acts:
            kader = kaders.get(act.casus)
            if kader is None:
                count(seen, "casus-hier-niet-meer")
                continue
            if act.noodprocedure:
                count(seen, "noodprocedure")
                continue
            if not any(each.asks(kader, act.handeling, act.rol, act.dag) for each in asked):
                continue
            now = _at(phases.get(act.casus, ()), act.tijd)
            if now is not None and now.naar == CLOSED:
                count(seen, "casus-gesloten")
                continue
            seen.look()
            since = _ended(phases.get(act.casus, ()), act.tijd)
            if not any(
                each.on(act.dag)
                and each.van is not None
                and (since is None or each.van > since)
                and act.rol in {None, each.rol}
                and actors.get(each.persoon) == act.actor
                for each in assigned[act.casus]
            ):
                seen.deviates("logregel", str(act.nummer))

    return watch_acts(
        judge,
        lambda: Found(opzet=opzet, bestaan=_assignments(bron, huis), werking=seen.looked()),
        wanted,
    )


# --- what there is


def _assignments(bron: Sources, huis: House) -> Looked:
    """
    Look at the assignments of the period: nobody is assigned whom nobody designated by then.
    """
    there = Tally()
    for each in assignments(huis.connection, bron.vanaf, bron.tot):
        there.look()
        if not each.of_designated():
            there.deviates("toewijzing", each.id)
    return there.looked()


def _shielded(bron: Sources, huis: House) -> Looked:
    terms = bron.law.bewaartermijnen
    interval = (terms.uitvoering if terms else Uitvoering()).interval
    there, today = Tally(), bron.op.astimezone(HERE).date()
    for each in closed(huis.connection, CLOSED):
        there.look()
        if not each.besloten and each.kader == WGS:
            there.deviates("casus", each.casus, "zonder-besluit")
        elif each.afgeschermd:
            continue
        elif each.sinds is not None and interval.na(each.sinds) >= today:
            count(there, "pas-gesloten")
        else:
            there.deviates("casus", each.casus, "zonder-afscherming")
    return there.looked()


# --- in which phase a case was


class Phase(NamedTuple):
    """
    A phase that a case came into, on a day, at a time as the logboek writes it.
    """

    tijd: str
    naar: str
    dag: date


def _phases(huis: House, cases: Collection[str], *naar: str) -> Mapping[str, list[Phase]]:
    """
    Give the phases of *cases* in order, or only those named; what is no moment is left out.
    """
    found: dict[str, list[Phase]] = defaultdict(list)
    for each in came(huis.connection, cases, naar):
        if each.op is not None:
            phase = Phase(as_time(each.op), each.naar, each.op.astimezone(HERE).date())
            found[each.casus].append(phase)
    return found


def _at(phases: Sequence[Phase], tijd: str, naar: str | None = None) -> Phase | None:
    """
    Give the last phase that a case came into by *tijd*, or the last time that it came to *naar*.
    """
    return next(
        (each for each in reversed(phases) if each.tijd <= tijd and naar in {None, each.naar}), None
    )


def _ended(phases: Sequence[Phase], tijd: str) -> date | None:
    """
    Give the day of the closing that ended all assignments, of a case that was renewed after it.
    """
    renewed = _at(phases, tijd, RENEWED)
    before = _at(phases, renewed.tijd, CLOSED) if renewed else None
    return before.dag if before else None


CHECKS: Mapping[str, Check] = {
    "alleen-eigen-casus": alleen_eigen_casus,
    "politie-alleen-eigen-casus": politie_alleen_eigen_casus,
    "gesloten-afgeschermd": gesloten_afgeschermd,
}
