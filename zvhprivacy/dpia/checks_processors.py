"""
Check the agreements with processors (AVG 28) and between joint controllers (AVG 26).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zvhprivacy.dpia.facts import Facts
from zvhprivacy.dpia.read import FOLDER, REGISTER, Register
from zvhprivacy.dpia.remarks import remark
from zvhprivacy.dpia.roles import Rol, role_in
from zvhprivacy.errors import Finding
from zvhprivacy.model.dpia.processors import Verwerkingsregister


FILE = f"{FOLDER}/{REGISTER}"
_TWO = 2  # one controller has nobody to be joint with


def check_processors(facts: Facts, register: Register, day: date) -> Iterator[Finding]:
    """
    Name processors without an agreement on *day*, and convenants without an arrangement.
    """
    value = register.verwerkingsregister or Verwerkingsregister(schema_="1")
    for verwerker in value.verwerkers:
        agreement = verwerker.overeenkomst
        if agreement is None or (agreement.tot is not None and agreement.tot <= day):
            key = ("verwerker",) if agreement is None else ("overeenkomst", "tot")
            said = {"verwerker": verwerker.verwerker}
            place = f"{FILE}#{verwerker.verwerker}"
            yield remark("ZVH822", verwerker.span_of(*key), place, **said)
    for naam, agreement_ in facts.workspace.agreements.items():
        convenant = agreement_.convenant
        if convenant.is_model or not convenant.geldig.op(day) or naam in value.regelingen:
            continue
        number = _joint(facts, naam, day)
        if number >= _TWO:
            span, place = convenant.span_of("convenant"), f"{FILE}#regelingen/{naam}"
            yield remark("ZVH823", span, place, convenant=naam, aantal=number)


def _joint(facts: Facts, naam: str, day: date) -> int:
    """
    Count the joint controllers of convenant *naam* in the frames of its permissions.
    """
    words, convenant = facts.law.begrippen, facts.workspace.agreements[naam].convenant
    kaders = {
        kader
        for rule in facts.permissions
        if naam in rule.convenanten.waarden
        for kader in words.kaders
        if rule.keuze("kader").selects(frozenset({kader}))
    }
    return sum(
        any(role_in(words.deelnemersoorten[who.soort], k) is Rol.GEZAMENLIJK for k in kaders)
        for who in convenant.deelnemers.values()
        if who.lidmaatschap.op(day)
    )
