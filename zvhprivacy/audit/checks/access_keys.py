"""
Checks of the noodprocedure, and of the keys by which a pseudonym is led back to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import NamedTuple

from zvhprivacy.audit.checks.access_acts import Line, count, of_people
from zvhprivacy.audit.sources import Check, House, Sources, Watch
from zvhprivacy.logboek.line import Gebeurtenis, Resultaat, as_time
from zvhprivacy.logboek.reading import HERE
from zvhprivacy.model.audit import Found, Looked, Onbekend, Tally
from zvhprivacy.model.stored import StoredApproval
from zvhprivacy.vault.keystate import KeyState


LEADING_BACK = "herleiden"
REVIEW = "beoordeling"  # the object of the entry that a use was reviewed
WHY = "noodzaak-gemotiveerd="  # so begins the fact in a line, before where it came from
_NO_DATABASE = Looked(onbekend=Onbekend.GEEN_DATABASE)


class Moment(NamedTuple):
    """
    When somebody did something, and where that stands.
    """

    tijd: str
    kenmerk: str


def noodprocedure_beoordeeld(bron: Sources) -> Found | Watch:
    """
    Look for uses of the noodprocedure that nobody reviewed in time, as far as that is kept.

    Of leading back it is kept who reviewed it, and the logboek says when; a use that may still be
    reviewed in time is left out. That looking into a case was reviewed is kept nowhere, and neither
    is a reason unless the fact was declared that it was given: of those nothing can be established.
    """
    huis = bron.huis
    if huis is None:
        return Found(bestaan=_NO_DATABASE, werking=_NO_DATABASE)
    begin, end = _period(bron)
    reasons, others = Tally(), Tally()
    reviews: dict[str, tuple[str, Moment]] = {}  # by operation
    last = ""

    def see(nummer: int, line: Line) -> None:
        nonlocal last
        if line.get("object") == REVIEW and line["gebeurtenis"] == Gebeurtenis.HERLEIDEN:
            if line["resultaat"] == Resultaat.GELUKT:
                reviews[line["operatie"]] = line["actor"], Moment(line["tijd"], str(nummer))
            else:  # it is written before it is done, and again when that failed
                reviews.pop(line["operatie"], None)
        if not line.get("noodprocedure"):
            return
        if line["gebeurtenis"] == Gebeurtenis.BESLUIT:
            if line["resultaat"] == Resultaat.TOEGESTAAN:
                reasons.look()
                if not any(each.startswith(WHY) for each in line.get("feiten", ())):
                    count(reasons, "zonder-vastgelegde-reden")
                    reasons.onbekend = Onbekend.GEEN_REGISTER
        elif of_people(line) and line.get("handeling") != LEADING_BACK and line["operatie"] != last:
            last = line["operatie"]
            others.look()

    def finish() -> Found:
        seen = _reviewed(bron, huis, begin, end, reviews.values())
        if others.onderzocht:
            seen.look(others.onderzocht)
            seen.tellingen["beoordeling-nergens-vastgelegd"] = others.onderzocht
            seen.onbekend = Onbekend.GEEN_REGISTER
        return Found(bestaan=reasons.looked(), werking=seen.looked())

    return Watch(see=see, end=finish)


def sleutels_apart(bron: Sources) -> Found | Watch:
    """
    Look whether the keys stand apart, and for leading back without an entry, or without approval.

    Apart means another database: who can reach both, and what the root is guarded by, is for a
    person to see. That a key was replaced is told, since the law sets no term for it.
    """
    huis = bron.huis
    if huis is None:
        return Found(opzet=_NO_DATABASE, bestaan=_NO_DATABASE, werking=_NO_DATABASE)
    begin, end = _period(bron)
    entries: dict[tuple[str, bool], list[Moment]] = defaultdict(list)

    def see(nummer: int, line: Line) -> None:
        if of_people(line) and line.get("handeling") == LEADING_BACK:
            who = line["actor"], bool(line.get("noodprocedure"))
            entries[who].append(Moment(line["tijd"], str(nummer)))

    def finish() -> Found:
        uses: dict[tuple[str, bool], list[Moment]] = defaultdict(list)
        for each in huis.herleidingen:
            if each.gebruikt_op is not None and begin <= as_time(each.gebruikt_op) < end:
                who = each.vrager, each.noodprocedure
                uses[who].append(Moment(as_time(each.gebruikt_op), each.id))
        seen = Tally()
        for who in sorted({*uses, *entries}):
            without, left = _paired(uses[who], entries[who])
            seen.look(len(entries[who]) + len(without))
            for use in without:
                seen.deviates("goedkeuring", use.kenmerk, "zonder-regel")
            for entry in left:
                seen.deviates("logregel", entry.kenmerk, "zonder-goedkeuring")
        place, keys = _place(huis)
        return Found(opzet=place, bestaan=keys, werking=seen.looked())

    return Watch(see=see, end=finish, gebeurtenissen=frozenset({Gebeurtenis.HERLEIDEN.value}))


def _place(huis: House) -> tuple[Looked, Looked]:
    """
    Say where the keys stand, and how many of those in use replaced another.
    """
    place, keys = Tally(onderzocht=1), Tally()
    for each in huis.sleutels:
        if each.staat == KeyState.ACTIEF:
            keys.look()
            if each.versie > 1:
                count(keys, "vervangen")
    if not huis.kluis_apart:
        for tally in (place, keys):
            tally.deviates("bestand", "kluis", "naast-de-casussen")
    return place.looked(), keys.looked()


def _reviewed(
    bron: Sources, huis: House, begin: str, end: str, reviews: Iterable[tuple[str, Moment]]
) -> Tally:
    """
    Judge the uses of the period, and those of before it that had to be reviewed in it and were not.

    A review after the period is not seen by its entry: there the register alone says that it was.
    """
    by_person: dict[str, list[Moment]] = defaultdict(list)
    for actor, moment in sorted(reviews):
        by_person[actor].append(moment)
    seen, now = Tally(), as_time(bron.op)
    for use, used, due in sorted(_uses(huis), key=lambda each: (each[2], each[0].id)):
        reviewed, within = use.beoordeeld_door, begin <= used < end
        if reviewed is None and due >= now:
            if within:
                count(seen, "nog-in-termijn")
        elif reviewed is None:
            if within or begin <= due < end:
                seen.look()
                seen.deviates("goedkeuring", use.id, "niet-beoordeeld")
        elif within:
            seen.look()
            found = next((each for each in by_person[reviewed] if each.tijd >= used), None)
            if found is not None and found.tijd <= due:
                by_person[reviewed].remove(found)
            elif due < end:
                seen.deviates("goedkeuring", use.id, "te-laat-beoordeeld")
    return seen


def _uses(huis: House) -> Iterable[tuple[StoredApproval, str, str]]:
    for each in huis.herleidingen:
        if each.noodprocedure and each.gebruikt_op and each.beoordelen_voor:
            yield each, as_time(each.gebruikt_op), as_time(each.beoordelen_voor)


def _paired(uses: list[Moment], entries: list[Moment]) -> tuple[list[Moment], list[Moment]]:
    """
    Give what is left of both when each entry is laid beside the last open use before it.
    """
    events = [*((each, False) for each in uses), *((each, True) for each in entries)]
    waiting, left = list[Moment](), list[Moment]()
    for each, is_entry in sorted(events, key=lambda event: (event[0].tijd, event[1])):
        if not is_entry:
            waiting.append(each)
        elif waiting:
            waiting.pop()
        else:
            left.append(each)
    return waiting, left


def _period(bron: Sources) -> tuple[str, str]:
    begin, end = (
        as_time(datetime.combine(each, time.min, HERE)) for each in (bron.vanaf, bron.tot)
    )
    return begin, end


CHECKS: Mapping[str, Check] = {
    "noodprocedure-beoordeeld": noodprocedure_beoordeeld,
    "sleutels-apart": sleutels_apart,
}
