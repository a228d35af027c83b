"""
Writing in the registers that facts come from: by who may, and with a line in the logboek.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from zvhprivacy.engine.content import changed, voorwerp
from zvhprivacy.engine.lines import Operation, checked
from zvhprivacy.engine.logjournaal import within
from zvhprivacy.engine.registers import load
from zvhprivacy.engine.rooms import Rooms
from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.feiten import Members, members_of
from zvhprivacy.feiten.desk import Desk
from zvhprivacy.feiten.entering import keeps, may_write
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Resultaat
from zvhprivacy.model.about import About
from zvhprivacy.model.casus import Casus, Periode, Register, Toewijzing
from zvhprivacy.model.registers import (
    Besluit,
    Mandaat,
    Medewerker,
    Onderwerp,
    Publicatie,
    Verklaring,
)
from zvhprivacy.store.changing import Conflict
from zvhprivacy.store.registers import Registers


_LASTING = (Mandaat, Medewerker, Publicatie)


class MayNotWrite(ZvhError):
    """
    Who wants to write a line is not who the law lets say that.
    """

    exit_code = Exit.REFUSED
    code = "may-not-write"
    nl = "wie dit schrijft mag in het register `{register}` niet vastleggen wat hier staat"
    en = "who writes this may not put down in the register `{register}` what it says"


class Registratie:
    """
    The registers, for who writes in them; `House.registratie` gives it.

    *about* of each call says by its `medewerker` who writes, and by its `casus` in which case.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def add(self, line: Register, about: About) -> None:
        """
        Write a new line.

        Raises:
            MayNotWrite: it is not for this person to say.
            ZvhError: it does not fit, or could not be kept.
        """
        self._write(line, about, Gebeurtenis.VERZAMELEN, lambda registers: registers.add(line))

    def replace(self, line: Register, about: About) -> None:
        """
        Write *line* over the one with the same id, as far as that may change.
        """
        self._write(line, about, Gebeurtenis.WIJZIGEN, lambda registers: registers.replace(line))

    def mark(self, line: Register, about: About, **moments: date | datetime) -> None:
        """
        Fill in when *line*, as it was read, was taken back or done, once.

        Raises:
            Conflict: it is not as it was read.
        """
        self._write(
            changed(line, **moments),
            about,
            Gebeurtenis.WIJZIGEN,
            lambda registers: registers.mark(type(line), _id(line), **moments),
            was=line,
        )

    def end(self, line: Periode, about: About, tot: date) -> None:
        """
        Let *line*, as it was read, hold up to *tot*.

        Raises:
            Conflict: it is not as it was read.
        """
        self._write(
            changed(line, tot=tot, **_next_version(line)),
            about,
            Gebeurtenis.WIJZIGEN,
            lambda registers: registers.end(type(line), _id(line), tot),
            was=line,
        )

    def _write(
        self,
        line: Register,
        about: About,
        event: Gebeurtenis,
        change: Callable[[Registers], object],
        *,
        was: Register | None = None,
    ) -> None:
        def may(desk: Desk, registers: Registers) -> bool:
            # Who says what a line was before, does not make it so.
            if was is not None and registers.one(type(was), _id(was)) != was:
                raise Conflict(register=type(was).__name__.lower(), rij=_id(was))
            return may_write(line, desk)

        enter(self._rooms, (line,), about, event, may=may, change=change)


def enter(
    rooms: Rooms,
    lines: Sequence[Register],
    about: About,
    event: Gebeurtenis,
    *,
    may: Callable[[Desk, Registers], bool],
    change: Callable[[Registers], object],
) -> None:
    """
    Let *change* leave *lines*, the first of which names the register, if they *may* stand there.

    *may* is asked inside the transaction: nobody comes between the look and the writing.

    Raises:
        MayNotWrite: they may not; that is in the logboek too.
    """
    checked(about)
    line, writer = lines[0], rooms.facts.lines(About(medewerker=about.medewerker))
    operation = Operation.new(rooms.storage.toeval)
    casus = line.id if isinstance(line, Casus) else about.casus
    told = [
        AuditLine(
            gebeurtenis=event,
            actor=rooms.journaal.actor(writer, about.medewerker),
            resultaat=Resultaat.GELUKT,
            trace=operation.trace,
            operatie=operation.span,
            object=type(line).__name__.lower(),
            casus=casus if _of_a_case(each) else None,
            voorwerp=voorwerp(each),
            oorsprong=about.oorsprong,
        )
        for each in lines
    ]

    def work(connection: Any) -> None:
        registers = Registers(connection)
        if not may(_desk(rooms, registers, about, line), registers):
            raise MayNotWrite(register=type(line).__name__)
        change(registers)

    failed = replace(told[0], resultaat=Resultaat.MISLUKT, voorwerp=None)
    alive = rooms.content.while_alive(lines, work)
    rooms.storage.writer.write(told, within(casus, alive), bij_fout=[failed])


def _of_a_case(line: Register) -> bool:
    """
    Say whether *line* goes when its case goes; one about people stays, whoever wrote it where.
    """
    if isinstance(line, Verklaring):
        return line.over is not Onderwerp.PERSOON
    return not isinstance(line, _LASTING) and getattr(line, "casus", line) is not None


def _desk(rooms: Rooms, registers: Registers, about: About, line: Register) -> Desk:
    lines, at = load(registers, about), rooms.desk.now()
    named = _named(line)
    persons = [registers.one(Medewerker, each) for each in sorted(named)]
    holders = {*named, *([about.medewerker] if about.medewerker else ())}
    everybody = registers.all_of(Medewerker) if isinstance(line, Medewerker) else ()
    casus = lines.dossier.casus if lines.dossier else None
    return Desk(
        door=lines.medewerker,
        op=at.dag,
        nu=at.tijd,
        dossier=lines.dossier,
        gegevens={item.id: item.categorie for item in lines.gegevens},
        besluiten=registers.all_of(Besluit, casus=about.casus) if about.casus else (),
        members=_members(rooms, line if isinstance(line, Casus) else casus, at.dag),
        personen={person.id: person for person in persons if person},
        mandaten=tuple(
            mandate
            for each in sorted(holders)
            for mandate in registers.all_of(Mandaat, medewerker=each)
        ),
        verstrekking=lines.verstrekking,
        leeg=isinstance(line, Medewerker) and not everybody,
        onbeheerd=isinstance(line, Medewerker)
        and not any(keeps(each, line.organisatie, at.dag) for each in everybody),
    )


def _members(rooms: Rooms, casus: Casus | None, op: date) -> Members | None:
    policy = rooms.desk.policy.usual
    agreement = policy.workspace.agreements.get(casus.convenant) if casus else None
    if casus is None or agreement is None:
        return None
    return members_of(agreement.convenant, policy.law.begrippen, casus.kader, op)


def _named(line: Register) -> set[str]:
    """
    Give the designated persons that *line* names.
    """
    if isinstance(line, Besluit):
        return {stem.medewerker for stem in line.stemmen}
    if isinstance(line, Verklaring):
        return {line.onderwerp, line.medewerker}
    return {line.medewerker} if isinstance(line, Toewijzing | Mandaat) else set()


def _id(line: Register) -> str:
    return str(line.model_dump(include={"id"})["id"])


def _next_version(line: Register) -> dict[str, int]:
    versie = getattr(line, "versie", None)
    return {} if versie is None else {"versie": versie + 1}
