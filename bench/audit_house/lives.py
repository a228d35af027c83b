"""
Lives of cases, each lived once by the real calls; what they leave is multiplied afterwards.

Every life begins on a Wednesday in the first week of the house, and says on which day what happens.
"""

from __future__ import annotations

from collections.abc import Callable

from bench.audit_house.acting import ALL_LID_1, OWN
from bench.audit_house.life import Life
from bench.audit_house.people import COLLEGE, OM, POLITIE


def rejected(life: Life) -> None:
    """
    Live a report that is no case: it goes within two weeks.
    """
    with life.on(0):
        life.report()
    with life.on(1):
        life.triage()
    with life.on(5, again=True):
        life.look("officier", "aanmeldmotivering", rol="aanmelder", verklaard=OWN)
    with life.on(12):
        life.reject()


def treated(life: Life) -> None:
    """
    Live a case from report to closing, in which everything is brought in, given and mended.
    """
    with life.on(0):
        life.report(kring=True)
    with life.on(1):
        life.triage()
    with life.on(8):
        life.take_up()
    with life.on(14):
        life.consult()
    with life.on(15):
        life.bring("regisseur", "woonsituatie")
        life.bring("officier", "relaties")
    with life.on(16):
        life.bring_police()
    with life.on(17):
        life.bring_health()
    life.looks(19, 21, 22, 23)
    with life.on(26):
        life.refused("behandelaar", "inzien", "politiegegevens-8-13")
    with life.on(28):
        life.third_joins()
    with life.on(29):
        life.refuse_to_give("behandelaar", "begeleiding-zorg")
        life.refuse_to_give("agent", "financieel")
    with life.on(35):
        life.carry_out()
    life.looks(40, 42, 44, 47)
    with life.on(54):
        given = life.result(POLITIE, "woonsituatie", COLLEGE)
    with life.on(55):
        police = life.result(OM, "politiegegevens-8-13", POLITIE)
    with life.on(56):
        third = life.to_third()
    with life.on(57):
        life.ask_elsewhere()
    with life.on(58):
        life.to_elsewhere()
    with life.on(63):
        life.correct("regisseur", "woonsituatie")
    with life.on(64):
        life.correct("agent", "politiegegevens-8-13")
    life.looks(70, 72, 75, 77)
    with life.on(140):
        life.feed_back(given, "agent")
        life.feed_back(police, "officier")
        # The corporatie has no account: who gave it writes down what it said.
        life.feed_back(third, "regisseur")
    with life.on(180):
        life.close()
    with life.on(187):
        life.refused("regisseur", "inzien", "woonsituatie")
    with life.on(217):
        life.audit_closed()


def handed_over(life: Life) -> None:
    """
    Live a case that turns out to be about radicalisation.
    """
    _to_work(life)
    with life.on(47):
        life.hand_over()


def held(life: Life) -> None:
    """
    Live a case whose destruction is suspended for a year after it was closed.
    """
    _to_work(life)
    with life.on(50):
        life.list_up()
    with life.on(90):
        life.close()
    with life.on(100):
        hold = life.hold()
    with life.on(260):
        life.review(hold)
    with life.on(420):
        life.release(hold)


def renewed(life: Life) -> None:
    """
    Live a case that still goes on after five years.
    """
    _to_work(life)
    with life.on(50):
        life.list_up()
    life.looks(200, 500, 900, 1300)
    with life.on(1797):
        life.renew()


def _to_work(life: Life) -> None:
    with life.on(0):
        life.report()
    with life.on(1):
        life.triage()
    with life.on(8):
        life.take_up()
    with life.on(14):
        life.consult(ALL_LID_1)
    with life.on(15):
        life.bring("regisseur", "woonsituatie")
    life.looks(19, 20, 21, 22)
    with life.on(35):
        life.carry_out()


LIVES: dict[str, Callable[[Life], None]] = {
    "rejected": rejected,
    "treated": treated,
    "handed-over": handed_over,
    "held": held,
    "renewed": renewed,
}
