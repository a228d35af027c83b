"""
The life of a case in a database: it begins, and goes on from phase to phase as the law has it.
"""

from __future__ import annotations

import sqlalchemy as sa

from zvhprivacy.model import levensloop
from zvhprivacy.model.casus import Casus, NotRegistered, Overgang
from zvhprivacy.store.changing import Conflict, Missing
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rows import shape_of


def begin(registers: Registers, casus: Casus, overgang: Overgang) -> None:
    """
    Keep a new case, with the change of phase that it begins with.

    Raises:
        TransitionRefused: No case begins in that phase.
        NotRegistered: The two do not belong together.
        AlreadyThere: There is a case with this id.
    """
    levensloop.step(casus.kader, None, casus.fase)
    first = (overgang.casus, overgang.van, overgang.naar, overgang.op)
    if first != (casus.id, None, casus.fase, casus.fase_sinds):
        raise NotRegistered(register="Overgang", veld="casus, van, naar, op")
    registers.add(casus)
    registers.add(overgang)


def move(registers: Registers, overgang: Overgang) -> Casus:
    """
    Let a case go on to another phase, and give it as it is then.

    Raises:
        TransitionRefused: The law knows no such step from where the case is.
        Conflict: The case is not in the phase it would leave.
        Missing: There is no such case.
    """
    table = shape_of(Casus).table
    casus = registers.one(Casus, overgang.casus)
    if casus is None:
        raise Missing(register=table.name, rij=overgang.casus)
    if casus.fase != overgang.van:
        raise Conflict(register=table.name, rij=casus.id)
    levensloop.step(casus.kader, casus.fase, overgang.naar)
    done = registers.connection.execute(
        sa.update(table)
        .where(table.c.id == casus.id, table.c.versie == casus.versie)
        .values(fase=overgang.naar, fase_sinds=overgang.op, versie=casus.versie + 1)
    )
    if done.rowcount != 1:  # another transaction was first
        raise Conflict(register=table.name, rij=casus.id)
    registers.add(overgang)
    fields = {name: getattr(casus, name) for name in Casus.model_fields}
    return Casus(
        **fields | {"fase": overgang.naar, "fase_sinds": overgang.op, "versie": casus.versie + 1}
    )
