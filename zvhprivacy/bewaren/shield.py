"""
Shielding: what is closed, waits for its destruction or cannot be judged is put out of reach.

It is a step of its own, done as often as one likes: what should be shielded and is not, is, and
what was and need not be any more, is not. Each is a line of the register `afscherming`, stored
together with its line in the logboek.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from zvhprivacy.bewaren.bounds import nothing_due
from zvhprivacy.bewaren.calculus import verdicts
from zvhprivacy.bewaren.history import PHASES
from zvhprivacy.bewaren.needs import View, Workplace
from zvhprivacy.bewaren.telling import ROL, SPAN_BYTES, SYSTEM, TRACE_BYTES
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Line, Resultaat
from zvhprivacy.model.bewaren import Afscherming, Verdict, Waarom
from zvhprivacy.store.bewaarfeiten import summaries
from zvhprivacy.store.involved import shielded_cases, shields_of
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rls import see_all


CASES_AT_ONCE = 200  # in one transaction, so that nobody waits long
ID_BYTES = 16

Shields = dict[str | None, Waarom]
Stap = Callable[[int], object]


class Shielded(NamedTuple):
    """
    How many shields were put up, and how many were taken away.
    """

    geplaatst: int
    opgeheven: int


def wanted(judged: Sequence[Verdict]) -> Shields:
    """
    Say what of a case has to be shielded, and why; None is the whole case.

    An item by itself is named where the case is not shielded, or for another reason.
    """
    *items, rest = judged
    whole = rest.afschermen
    found: Shields = {None: whole} if whole is not None else {}
    for each in items:
        if each.afschermen not in {None, whole}:
            found[each.gegeven] = each.afschermen
    return found


def shield(work: Workplace, *, stap: Stap = lambda _: None) -> Shielded:
    """
    Shield what has to be, in all cases; *stap* hears how many cases were looked at.

    Raises:
        NotRegistered: a row is damaged.
        StoreFailed: it could not be kept.
    """
    put, lifted = 0, 0
    trace = work.stores.toeval(TRACE_BYTES).hex()
    for looked_at, changing in _changing(work):
        if changing:
            done = _change(work, trace, changing)
            put, lifted = put + done.geplaatst, lifted + done.opgeheven
        stap(looked_at)
    return Shielded(put, lifted)


def to_shield(view: View) -> bool:
    """
    Say whether `shield` would change anything; it takes no key.
    """
    return any(changing for _, changing in _changing(view))


def _changing(view: View) -> Iterator[tuple[int, list[str]]]:
    """
    Look at some cases at a time: at how many, and whose shields are not as they should be.
    """
    rest = iter(_candidates(view))
    while some := list(islice(rest, CASES_AT_ONCE)):
        with view.hoofd.read() as connection:
            see_all(connection)
            changing = [casus for casus, *_ in _differences(view, connection, some)]
        yield len(some), changing


def _candidates(view: View) -> list[str]:
    """
    Give the cases of which something may have to be shielded, or is.
    """
    dag = view.klok().dag
    with view.hoofd.read() as connection:
        see_all(connection)
        found = shielded_cases(connection) | {
            each.casus
            for each in summaries(connection)
            if each.fase in PHASES or not nothing_due(each, view.terms, dag)
        }
    return sorted(found)


def _differences(
    view: View, connection: Any, cases: Sequence[str]
) -> Iterator[tuple[str, Shields, list[Afscherming]]]:
    """
    Give the cases whose shields are not as they should be: what to put up, and what to lift.

    Of a case that cannot be read it is not known what it needs.
    """
    there: dict[str, list[Afscherming]] = defaultdict(list)
    for row in shields_of(connection, cases):
        there[row.casus].append(row)
    read, dag = view.readable(connection, cases), view.klok().dag
    needs = {each.casus: wanted(verdicts(each, view.terms, dag)) for each in read.facts}
    needs |= {casus: {None: Waarom.ONBEKEND} for casus in read.damaged}
    for casus, need in needs.items():
        lift = []
        for row in there[casus]:
            if need.get(row.gegeven) == row.waarom:
                del need[row.gegeven]  # it is there; a second one is one too many
            else:
                lift.append(row)
        if need or lift:
            yield casus, need, lift


def _change(work: Workplace, trace: str, cases: Sequence[str]) -> Shielded:
    def deed(connection: Any, _: int) -> tuple[Iterable[Line], Shielded]:
        see_all(connection)
        registers, now = Registers(connection), work.klok().tijd
        lines, put, lifted = list[Line](), 0, 0
        for casus, need, lift in _differences(work, connection, cases):
            for row in lift:
                gone = registers.mark(Afscherming, row.id, opgeheven_op=now)
                lines.append(_told(work, trace, gone, Gebeurtenis.WIJZIGEN))
            for gegeven, waarom in need.items():
                row = Afscherming(
                    id=work.stores.toeval(ID_BYTES).hex(),
                    casus=casus,
                    gegeven=gegeven,
                    waarom=waarom,
                    op=now,
                )
                registers.add(row)
                lines.append(_told(work, trace, row, Gebeurtenis.VERZAMELEN))
            put, lifted = put + len(need), lifted + len(lift)
        return lines, Shielded(put, lifted)

    done: Shielded = work.stores.writer.perform(deed).uitkomst
    return done


def _told(work: Workplace, trace: str, row: Afscherming, event: Gebeurtenis) -> AuditLine:
    return AuditLine(
        gebeurtenis=event,
        actor=SYSTEM,
        resultaat=Resultaat.GELUKT,
        trace=trace,
        operatie=work.stores.toeval(SPAN_BYTES).hex(),
        rol=ROL,
        beleid=work.beleid,
        dag=work.klok().dag.isoformat(),
        object="afscherming",
        reden=row.waarom.value,
        casus=row.casus,
        voorwerp=work.voorwerp(row),
    )
