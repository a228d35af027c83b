"""
How a case begins and goes on: each step one that the law knows, by the act that makes it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from zvhprivacy.engine.content import changed, voorwerp
from zvhprivacy.engine.grant import Grant
from zvhprivacy.engine.hernieuwen import HERNIEUWD, Renewal, renewal
from zvhprivacy.engine.rooms import Opened, Rooms
from zvhprivacy.errors import WrongUse
from zvhprivacy.model import levensloop
from zvhprivacy.model.casus import Casus, Overgang, Register
from zvhprivacy.model.registers import Besluit
from zvhprivacy.store import cases
from zvhprivacy.store.registers import Registers


VERNIETIGD = "vernietigd"


def begin(rooms: Rooms, grant: Grant) -> Casus:
    """
    Begin a case; see `Bijhouden.begin`.
    """
    if grant.about.casus is not None:
        # What was established about that report serves no other.
        raise WrongUse(reden="deze Grant gaat over een casus die er is; gebruik `ga_naar`")
    lines = rooms.may(grant)
    asked, now, day = grant.request, rooms.storage.klok(), rooms.desk.now().dag
    policy = rooms.desk.policy.usual
    kader = asked.kader or policy.law.begrippen.processen[asked.proces].kader[0]
    # A report leads to `aangemeld`; that it is announced is not for a Grant.
    announced = (levensloop.SIGNAAL, "aanmelden")
    step = next(
        (
            s
            for s in levensloop.steps(kader, None)
            if s.handeling == asked.handeling and (s.naar, s.handeling) != announced
        ),
        None,
    )
    if step is None or step.fase != asked.fase:
        levensloop.step(kader, None, asked.fase)  # says why not
        raise WrongUse(reden="zo begint geen casus; vraag de handeling in haar eigen fase")
    casus = Casus(
        id=rooms.storage.new_id(),
        convenant=asked.convenant or policy.workspace.enige or "",
        proces=asked.proces,
        kader=kader,
        doel=asked.doel,
        fase=step.naar,
        fase_sinds=now,
        aangemeld_door=asked.namens or asked.deelnemer,
        eerste_verwerking=day,
        laatste_verwerking=day,
    )
    row = rooms.storage.new_id()
    first = Overgang(id=row, casus=casus.id, van=None, naar=step.naar, op=now)
    rooms.journaal.did(
        grant,
        lines=lines,
        casus=casus.id,
        voorwerpen=(voorwerp(casus), voorwerp(first)),
        work=lambda connection: cases.begin(Registers(connection), casus, first),
    )
    return casus


def go(rooms: Rooms, grant: Grant, fase: str, *, motivering: str | None, tot: date | None) -> Casus:
    """
    Let a case go to another phase; see `Bijhouden.ga_naar`.
    """
    at = rooms.holds(grant)
    # What is no word of the policy may be anything, and a refusal repeats it.
    fase = fase if fase in rooms.desk.policy.usual.law.begrippen.fasen else "?"
    step = levensloop.step(at.casus.kader, at.casus.fase, fase)
    # A joint decision leads to one phase and serves one step.
    joint = step.besluit in {levensloop.LID_1, levensloop.OPDRACHT}
    decided = at.lines.besluit if joint else None
    other = joint and (decided is None or decided.naar != fase)
    if other or step.handeling != grant.request.handeling:
        raise levensloop.TransitionRefused(van=at.casus.fase, naar=fase, artikel=step.artikel)
    if fase == VERNIETIGD:
        raise WrongUse(reden="een casus wordt vernietigd volgens een plan; zie `bewaren`")
    if fase != HERNIEUWD and (motivering is not None or tot is not None):
        raise WrongUse(reden="een motivering en een einde horen bij hernieuwen")
    renewed = None
    if fase == HERNIEUWD and decided is not None:
        renewed = renewal(rooms, at, decided, motivering, tot)
    return _gone(rooms, at, fase, decided, renewed)


def _gone(
    rooms: Rooms, at: Opened, fase: str, decided: Besluit | None, renewed: Renewal | None
) -> Casus:
    now = rooms.storage.klok()
    move = Overgang(
        id=rooms.storage.new_id(),
        casus=at.casus.id,
        van=at.casus.fase,
        naar=fase,
        op=now,
        besluit=decided.id if decided else None,
    )
    rows: list[Register] = [
        changed(at.casus, fase=fase, fase_sinds=now, versie=at.casus.versie + 1),
        move,
    ]
    if decided is not None:
        rows.append(changed(decided, gebruikt_op=now))
    rows.extend(renewed.rows if renewed else ())

    def work(connection: Any) -> Casus:
        registers = Registers(connection)
        if renewed is not None:
            renewed.write(registers)
        if decided is not None:
            registers.mark(Besluit, decided.id, gebruikt_op=now)
        return cases.move(registers, move)

    return cast("Casus", rooms.did(at, rows=rows, work=work))
