"""
The certificate of destruction of a plan, put together from the plan, the policy and the logboek.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from zvhprivacy.bewaren.carrying import all_lines
from zvhprivacy.bewaren.certificate import (
    Actor,
    Certificate,
    Logbereik,
    Rest,
    Stap,
    Uitslag,
    Uitzondering,
    Verantwoordelijke,
    Waar,
)
from zvhprivacy.bewaren.certify import certify, responsible
from zvhprivacy.bewaren.needs import Workplace
from zvhprivacy.bewaren.signing import sign
from zvhprivacy.bewaren.telling import METADATA, ROL, SYSTEM, named
from zvhprivacy.engine.storage import LOG_NAME, LogSigner, Storage
from zvhprivacy.logboek.line import AuditLine, Logdoel
from zvhprivacy.logboek.reading import HERE, Query, lees
from zvhprivacy.model.bewaarplan import Plan, PlanLine, Uitkomst
from zvhprivacy.model.bewaartermijn import Bewaartermijn
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.store.doelen import targets_done
from zvhprivacy.store.plannen import Plannen
from zvhprivacy.store.rls import see_all
from zvhprivacy.vault.key import KeyKind


if TYPE_CHECKING:
    from datetime import datetime

    from zvhprivacy.bewaren.banding import Published
    from zvhprivacy.engine.rooms import Rooms
    from zvhprivacy.logboek.needs import LogStore
    from zvhprivacy.model.workspace import Workspace
    from zvhprivacy.store.doelen import TargetCount


class Kopieen(NamedTuple):
    """
    How long back-ups of either database are kept; None when nobody said.
    """

    kluis: Termijn | None = None
    hoofd: Termijn | None = None


GEEN_KOPIEEN = Kopieen()


def verklaar(rooms: Rooms, work: Workplace, plan_id: str, kopieen: Kopieen) -> Certificate:
    """
    Make the certificate of a plan that is done.

    Raises:
        NotFinished: something of it is still to be done.
        Missing: there is no such plan.
    """
    storage, workspace = rooms.storage, rooms.desk.policy.usual.workspace
    with storage.hoofd.read() as connection:
        see_all(connection)
        plannen = Plannen(connection)
        plan = plannen.plan(plan_id)
        lines = tuple(all_lines(plannen, plan_id))
        targets = targets_done(connection, plan_id)
    logged = _Logged(storage.log, plan, lines)
    checkpoint = storage.writer.checkpoint()
    return certify(
        plan,
        lines,
        verantwoordelijken=_responsible(workspace, {line.convenant for line in lines}),
        door=_actors(work, plan),
        termen=_terms(workspace),
        logboek=Logbereik(van=logged.van, tot_en_met=logged.tot, checkpoint=checkpoint.tekst),
        resten=_left(plan, kopieen, server=not storage.hoofd.sqlite),
        doelen=_targets(targets),
        niet_gepland=logged.niet_gepland,
    )


def onderteken(storage: Storage, verklaring: Certificate | Published) -> bytes:
    """
    Give the file of a certificate, signed with the key of the logboek.
    """
    newest = storage.keys.readable(KeyKind.ONDERTEKENING, LOG_NAME)[0]
    return sign(verklaring, LogSigner(newest))


class _Logged:
    """
    What the logboek tells of *plan*: from which line to which, and what was due and not in it.

    Of what was pruned the numbers of the lines of the plan are known still.
    """

    def __init__(self, log: LogStore, plan: Plan, lines: Iterable[PlanLine]) -> None:
        known = [line.logregel for line in lines if line.logregel is not None]
        last = log.head().size - 1
        self.van, self.tot = min(known, default=0), max(known, default=last)
        entries = _from(log, plan.opgesteld_op)
        self.van = _first(entries, plan, "opgesteld", self.van)
        counts: dict[tuple[str, Uitkomst], list[int]] = {}
        for _, line in entries:  # what follows was written together with it
            if line is None or line.object != named(plan) or line.convenant is None:
                break
            count = counts.setdefault((line.convenant, Uitkomst(line.reden or "")), [0, 0])
            count[line.gegevens != METADATA] = line.aantal or 0
        if plan.klaar_op is not None:
            self.tot = _first(_from(log, plan.klaar_op), plan, "klaar", self.tot)
        self.niet_gepland = tuple(
            Uitzondering(convenant=convenant, reden=reden, casussen=cases, gegevens=items)
            for (convenant, reden), (cases, items) in sorted(counts.items())
        )


def _from(log: LogStore, vanaf: datetime) -> Iterator[tuple[int, AuditLine | None]]:
    """
    Go through the logboek from *vanaf* on; only of audit lines it is told what they say.
    """
    for entry in lees(log, Query(vanaf=vanaf), doel=Logdoel.INTERNE_CONTROLE):
        yield entry.nummer, entry.line if isinstance(entry.line, AuditLine) else None


def _first(
    entries: Iterator[tuple[int, AuditLine | None]], plan: Plan, reden: str, otherwise: int
) -> int:
    """
    Give the number of the first of *entries* that says this of *plan*.
    """
    for number, line in entries:
        if line is not None and line.object == named(plan) and line.reden == reden:
            return number
    return otherwise


def _responsible(workspace: Workspace, convenanten: Iterable[str]) -> Iterator[Verantwoordelijke]:
    for name in convenanten:
        agreement = workspace.agreements.get(name)
        if agreement is not None:
            yield responsible(agreement.convenant)
        else:  # it ended since, and its file is gone
            yield Verantwoordelijke(convenant=name, titel=name, contactpunt=None)


def _actors(work: Workplace, plan: Plan) -> Iterator[Actor]:
    people = {Stap.OPGESTELD: plan.opgesteld_door, Stap.GOEDGEKEURD: plan.goedgekeurd_door or ""}
    for stap, medewerker in people.items():
        yield Actor(stap=stap, rol=ROL, pseudoniem=work.alias(medewerker))
    yield Actor(stap=Stap.UITGEVOERD, rol=SYSTEM, pseudoniem=SYSTEM)


def _terms(workspace: Workspace) -> Iterator[Bewaartermijn]:
    law = workspace.law
    yield from law.bewaartermijnen.termijnen if law and law.bewaartermijnen else ()
    for agreement in workspace.agreements.values():
        yield from agreement.convenant.bewaartermijnen
        for protocol in agreement.protocollen:
            yield from protocol.bewaartermijnen


def _left(plan: Plan, kopieen: Kopieen, *, server: bool) -> Iterator[Rest]:
    done = plan.klaar_op.astimezone(HERE).date() if plan.klaar_op else date.max
    for waar, termijn in ((Waar.KOPIE_KLUIS, kopieen.kluis), (Waar.KOPIE_HOOFD, kopieen.hoofd)):
        yield Rest(waar=waar, tot_en_met=termijn.na(done) if termijn is not None else None)
    if server:
        yield Rest(waar=Waar.SERVER_WAL, tot_en_met=None)


def _targets(counts: Iterable[TargetCount]) -> Iterator[Uitslag]:
    for each in counts:
        yield Uitslag(doel=each.doel, gelukt=each.gelukt, mislukt=each.opgeheven, open=0)
