"""
The check of the BSN: sealed where it stands, and used to identify only.
"""

from __future__ import annotations

import re

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from zvhprivacy.audit.holding import selects
from zvhprivacy.audit.period import NO_HOUSE
from zvhprivacy.audit.sources import Check, Sources, Watch
from zvhprivacy.model.audit import Found, Tally
from zvhprivacy.model.selection import Mode
from zvhprivacy.policy.rule import Effect, Rule
from zvhprivacy.store.inspecting.nummers import count_rows, numbered
from zvhprivacy.vault.bsn import Bsn, BsnInvalid
from zvhprivacy.vault.key import SEALED


BSN = "bsn"
_ABOUT = ("handeling", "over", "doel", "proces", "kader", "rol", "fase")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{8,9}(?![0-9A-Za-z])", re.ASCII)


def bsn_versleuteld(bron: Sources) -> Watch:
    """
    Look whether no BSN can be read in the hoofd, and whether answers kept to what it is for.

    Looked through is every text that is not sealed, for numbers by themselves that pass the
    elfproef or stand in the kluis; one in eleven other numbers of nine digits passes too, which is
    for people to see. The kluis itself, where it is sealed, is not read here. An allowed answer
    deviates when a ban that names the BSN, and that nothing lifts, was about it on its day.
    """
    werking = Tally()
    bans: dict[object, list[Rule]] = {}

    def see(nummer: int, line: Mapping[str, Any]) -> None:
        if line.get("gegevens") != BSN or line["resultaat"] != "toegestaan":
            return
        werking.look()
        period = bron.policy.period(date.fromisoformat(line.get("dag") or line["tijd"][:10]))
        if period not in bans:
            bans[period] = [rule for rule in period.rules if _names_bsn(rule)]
        proces = bron.law.begrippen.processen.get(line.get("proces", ""))
        said = {"kader": proces.kader[0] if proces else "", **line}
        names = {field: frozenset({said.get(field, "")}) for field in _ABOUT}
        if any(selects(ban, names) for ban in bans[period]):
            werking.deviates("logregel", str(nummer))

    def end() -> Found:
        if bron.huis is None:
            return Found(bestaan=NO_HOUSE, werking=NO_HOUSE)
        bestaan, known = Tally(), bron.huis.bekend()
        bestaan.look(count_rows(bron.huis.connection))
        deviating: set[tuple[str, str]] = set()
        for text in numbered(bron.huis.connection, SEALED):
            where = (text.tabel, text.rij)
            if where not in deviating and readable(text.tekst, known):
                deviating.add(where)
                bestaan.deviates(*where)
        return Found(bestaan=bestaan.looked(), werking=werking.looked())

    return Watch(see=see, end=end, gebeurtenissen=frozenset({"besluit"}))


def readable(tekst: str, known: Collection[str]) -> bool:
    """
    Say whether a number in *tekst* is one of *known*, or could be a BSN.
    """
    return any(each in known or _passes(each) for each in _NUMBER.findall(tekst))


def _passes(number: str) -> bool:
    try:
        Bsn(number)
    except BsnInvalid:
        return False
    return True


def _names_bsn(rule: Rule) -> bool:
    """
    Say whether *rule* bans the BSN by name, whatever the facts and whoever acts.
    """
    keuze = rule.keuze("gegevens")
    named = keuze.mode is Mode.ALLEEN and BSN in keuze.waarden
    anybody = all(rule.keuze(field).mode is Mode.ALLE for field in ("deelnemer", "aan"))
    return rule.effect is Effect.DENY and not rule.feiten and named and anybody


CHECKS: Mapping[str, Check] = {"bsn-versleuteld": bsn_versleuteld}
