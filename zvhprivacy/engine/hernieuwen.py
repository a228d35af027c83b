"""
Renewing a case: what BGS 1.16 lid 2 and 3 ask, and the lines that tell that it was done.

The deelnemers ordered it and find it a special case, and everybody who provided the data agrees:
that is in the Grant. What is added here is that it is in time, for a reason that is written down
anew, for no longer than the law allows, and that it really renews something. Whether it does is
asked of the calculus itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from zvhprivacy.bewaren.calculus import verdicts
from zvhprivacy.engine.content import HERNIEUWING, changed
from zvhprivacy.engine.niet_hernieuwd import Reden, RenewalRefused
from zvhprivacy.engine.registerfeiten import known_of
from zvhprivacy.engine.rooms import Opened, Rooms
from zvhprivacy.engine.termijnfeiten import facts_of_case, terms_of
from zvhprivacy.feiten import Known, facts_of
from zvhprivacy.model.bewaartermijn import Begin, Geval
from zvhprivacy.model.bewaren import (
    Afscherming,
    CaseFacts,
    Extension,
    Happened,
    Hernieuwing,
    State,
    Verdict,
    Waarom,
)
from zvhprivacy.model.casus import Register
from zvhprivacy.model.registers import Besluit, Verstrekking
from zvhprivacy.model.said import Said, standing
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.policy.terms import Terms
from zvhprivacy.store.changing import Conflict, Missing
from zvhprivacy.store.days import dutch_day
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rls import see


HERNIEUWD = "hernieuwd"
AT_MOST = Termijn(jaren=2)  # BGS 1.16 lid 3
# What a renewal ends; what is shielded for another reason stays so.
ENDS = frozenset({Waarom.AFGESLOTEN, Waarom.VERVALLEN})


class Renewal(NamedTuple):
    """
    A renewal that may be: its line, the other rows as they are after it, and what it rests on.
    """

    lijn: Hernieuwing
    verstrekking: Verstrekking
    opgeheven: tuple[Afscherming, ...]
    afgeschermd: tuple[Afscherming, ...]
    facts: CaseFacts
    known: Known

    @property
    def rows(self) -> tuple[Register, ...]:
        """
        Give all rows that it writes.
        """
        return (self.lijn, self.verstrekking, *self.opgeheven, *self.afgeschermd)

    def write(self, registers: Registers) -> None:
        """
        Write them, if nothing it rests on changed since; to be called before anything else is.

        Raises:
            Conflict: something did, or the agreement served another renewal.
        """
        if facts_of_case(registers.connection, self.known) != self.facts:
            raise Conflict(register="casus", rij=self.lijn.casus)
        nu = self.known.nu
        registers.mark(Verstrekking, self.verstrekking.id, gedaan_op=nu)
        registers.add(self.lijn)
        for line in self.opgeheven:
            registers.mark(Afscherming, line.id, opgeheven_op=nu)
        for line in self.afgeschermd:
            registers.add(line)


def renewal(
    rooms: Rooms, at: Opened, besluit: Besluit, motivering: str | None, tot: date | None
) -> Renewal:
    """
    Make ready the renewal of the case of a Grant, by the order *besluit*, up to *tot*.

    Raises:
        RenewalRefused: the law does not let it be; it says why and what to do.
    """
    snapshot, moment, given = rooms.desk.policy.usual, rooms.desk.now(), at.lines.verstrekking
    known = known_of(at.lines, snapshot, at.grant.request, moment)
    if given is None or known is None:
        raise RenewalRefused(Reden.GEEN_INSTEMMING)
    with rooms.storage.hoofd.read() as connection:
        see(connection, at.casus.id)
        facts = facts_of_case(connection, known)
        earlier = Registers(connection).all_of(Hernieuwing, casus=at.casus.id)
    if facts is None:
        raise Missing(register="casus", rij=at.casus.id)
    text = _fresh(rooms, motivering, earlier)
    day, last = moment.dag, AT_MOST.na(moment.dag)
    tot = tot or last + timedelta(days=1)
    if tot - timedelta(days=1) > last:
        raise RenewalRefused(Reden.TE_LANG)
    closed = [each.op for each in facts.happened if each.begin is Begin.AFGESLOTEN and each.op]
    geval = Geval.B if at.casus.fase == "afgesloten" else Geval.A
    if geval is Geval.A and "criteria-vastgesteld" not in {each.feit for each in facts_of(known)}:
        raise RenewalRefused(Reden.GEEN_CRITERIA)
    agreed = standing(
        (Said(each.organisatie, each.op, None, each.ingetrokken_op) for each in known.instemmingen),
        known.nu,
    )
    row = rooms.storage.new_id()
    meant = Extension(
        id=row,
        geval=geval,
        van=day,
        laatste_dag=tot - timedelta(days=1),
        instemmingen=agreed,
        volgnummer=len(earlier) + 1,
        gesloten_op=max(closed, default=None) if geval is Geval.B else None,
        besloten_op=dutch_day(besluit.op),
    )
    renewed = _renewed(facts, meant, terms_of(snapshot, day), day)
    lijn = Hernieuwing(
        id=row,
        casus=at.casus.id,
        geval=geval,
        besluit=besluit.id,
        verstrekking=given.id,
        instemmingen=tuple(sorted(agreed)),
        motivering=rooms.content.seal(HERNIEUWING, row, at.casus.id, 1, text),
        gesloten_op=meant.gesloten_op,
        volgnummer=meant.volgnummer,
        van=day,
        tot=tot,
    )
    opgeheven, afgeschermd = _shields(rooms, at, facts, renewed, known.nu)
    done = changed(given, gedaan_op=known.nu)
    return Renewal(lijn, done, opgeheven, afgeschermd, facts, known)


def _fresh(rooms: Rooms, motivering: str | None, earlier: Sequence[Hernieuwing]) -> str:
    """
    Check that there is a motivation, and not one that was given before.

    The Raad van State found repeated renewal hard to defend: each has to be weighed anew.
    """
    words = (motivering or "").split()
    if not words:
        raise RenewalRefused(Reden.GEEN_MOTIVERING)
    rooms.content.untouched(*earlier)
    opened = rooms.storage.keys.opener().open
    for line in earlier:
        where = HERNIEUWING(line.id, line.casus, line.versie)
        before = opened(line.motivering, where).decode()
        if before.casefold().split() == " ".join(words).casefold().split():
            raise RenewalRefused(Reden.OUDE_MOTIVERING)
    return motivering or ""


def _renewed(facts: CaseFacts, meant: Extension, terms: Terms, day: date) -> frozenset[str]:
    """
    Give the items that may stay longer because of the renewal *meant*.
    """
    agreed = {
        item.gegeven
        for item in facts.items
        if item.bronnen and meant.instemmingen.issuperset(item.bronnen)
    }
    if not agreed:
        raise RenewalRefused(Reden.GEEN_INSTEMMING)
    after = facts._replace(
        fase=HERNIEUWD,
        happened=(*facts.happened, Happened(Begin.HERNIEUWD, day)),
        extensions=(*facts.extensions, meant),
    )
    was = {each.gegeven: each for each in verdicts(facts, terms, day)}
    ends = [was[item].uiterlijk for item in agreed]
    if all(end is not None and end < day for end in ends):
        raise RenewalRefused(Reden.TE_LAAT)
    if all(end is None for end in ends):
        raise RenewalRefused(Reden.ONBEKEND)
    renewed = frozenset(
        each.gegeven
        for each in verdicts(after, terms, day)
        if each.gegeven in agreed and _longer(was[each.gegeven], each)
    )
    if not renewed:
        raise RenewalRefused(Reden.NIETS_NIEUWS)
    return renewed


def _longer(was: Verdict, now: Verdict) -> bool:
    if was.uiterlijk is None or now.uiterlijk is None:
        return False
    return now.state is State.LOOPT and was.uiterlijk < now.uiterlijk


def _shields(
    rooms: Rooms, at: Opened, facts: CaseFacts, renewed: frozenset[str], nu: datetime
) -> tuple[tuple[Afscherming, ...], tuple[Afscherming, ...]]:
    """
    Say which shields end, and which items get one of their own because that of the case ends.
    """
    there = [each for each in at.lines.afschermingen if each.opgeheven_op is None]
    ended = tuple(
        each for each in there if each.waarom in ENDS and each.gegeven in {None, *renewed}
    )
    whole = next((each for each in ended if each.gegeven is None), None)
    own = {each.gegeven for each in there}
    fresh = tuple(
        Afscherming(
            id=rooms.storage.new_id(),
            casus=at.casus.id,
            gegeven=item.gegeven,
            waarom=whole.waarom,
            op=nu,
        )
        for item in (facts.items if whole is not None else ())
        if whole is not None and item.gegeven not in renewed | own
    )
    return tuple(changed(each, opgeheven_op=nu) for each in ended), fresh
