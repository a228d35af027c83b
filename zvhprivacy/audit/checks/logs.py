"""
Checks of the logboek itself: that it is as it was written, complete, and holds nobody's name.
"""

from __future__ import annotations

import re

from collections.abc import Iterator, Mapping
from datetime import timedelta
from string import ascii_letters, digits

from zvhprivacy.audit.checks.access_acts import ALLOWED, Line, count
from zvhprivacy.audit.checks.logs_rows import rows_without_line
from zvhprivacy.audit.sources import Check, House, Sources, Watch
from zvhprivacy.bewaren.telling import DOEL, ROL, SYSTEM
from zvhprivacy.logboek import canonical, verify
from zvhprivacy.logboek.line import Gebeurtenis, Logdoel, Resultaat
from zvhprivacy.model.audit import Found, Looked, Onbekend, Tally
from zvhprivacy.store.inspecting.access import first_designation
from zvhprivacy.vault.bsn import DIGITS, Bsn, BsnInvalid


VIEWING = "logboek-inzien"
PURPOSE = "logdoel"
UNKNOWN = "onbekend"  # who acted, when nobody said
# The six elements of BIO2 8.15.01, each with the fields of a line that can hold it.
ELEMENTS: Mapping[str, frozenset[str]] = {
    "actie": frozenset({"gebeurtenis", "handeling"}),
    "object": frozenset({"object", "casus", "voorwerp"}),
    "resultaat": frozenset({"resultaat"}),
    "oorsprong": frozenset({"oorsprong"}),
    "actor": frozenset({"actor"}),
    "tijdstip": frozenset({"tijd"}),
}
# What the system does by itself has no point of access, and what is about the system no other.
_BY_ITSELF = frozenset(
    each.value
    for each in (
        Gebeurtenis.BELEID,
        Gebeurtenis.LOGBOEK_OPSCHONEN,
        Gebeurtenis.SLEUTEL,
        Gebeurtenis.SYSTEEM,
    )
)
_DONE = ALLOWED | {Resultaat.MISLUKT.value}
_PURPOSES = frozenset(each.value for each in Logdoel)

# A number as long as a BSN stands by itself: what is part of a hash or of another id begins or
# ends with a letter. Counts stand in an entry too, and are about nobody.
_NUMBER = re.compile(
    rb'(?<![0-9A-Za-z])(?<!"tot":)(?<!"aantal":)(?<!"versie":)[0-9]{8,9}(?![0-9A-Za-z])'
)
# Where an address could be: a processing activity ends in `@` and a day, in every data line.
_AT = re.compile(rb'@(?!\d{4}-\d\d-\d\d")')
_ADDRESS = re.compile(rb"[0-9A-Za-z][0-9A-Za-z._-]*@[0-9A-Za-z-]+\.[A-Za-z]{2}")
# Every digit as a zero, every letter as an `a` and all else as a blank: so a number by itself is
# found by a plain search, which takes a tenth of the time of an expression.
_SHAPE = bytes(
    ord("0" if chr(c) in digits else "a" if chr(c) in ascii_letters else " ") for c in range(256)
)
_NINE, _EIGHT = b" 000000000 ", b" 00000000 "
_DATA = b'{"attributes"'
COUNTS = frozenset({"aantal", "tot"})
NO_BSN = "123456789"  # nine digits, of the form of a BSN

_NO_DATABASE = Looked(onbekend=Onbekend.GEEN_DATABASE)


def logboek_ongewijzigd(bron: Sources) -> Found:
    """
    Reckon the whole logboek again: every entry, hash and tile, and every checkpoint in it.

    Each stretch that deviates counts once, and what came after the period is left out. Who checks
    this apart from who runs the system, and the checkpoints kept elsewhere, are for a person.
    """
    huis = bron.huis
    if huis is None:
        return Found(bestaan=_NO_DATABASE)
    report = verify.verify(huis.log, huis.verifiers)
    there = Tally(onderzocht=min(huis.regels, report.aantal))
    for each in report.afwijkingen:
        # What begins where the entries end is about their end: cut off, or with more behind it.
        if each.eerste < huis.regels or each.eerste == report.aantal:
            there.deviates("logregel", str(each.eerste), each.soort.value)
    if report.aantal < huis.regels:
        there.deviates("logregel", str(report.aantal), "regels-verdwenen")
    signed = [each.size for each in huis.log.checkpoints() if each.size <= huis.regels]
    there.tellingen["checkpoints"] = len(signed)
    uncovered = there.onderzocht - report.ondertekend_tot
    if uncovered > 0:
        there.tellingen["zonder-checkpoint"] = uncovered
    return Found(bestaan=there.looked())


def log_zonder_namen(bron: Sources) -> Found | Watch:
    """
    Look in all entries for a number that passes the elfproef or is known, and for an address.

    It is for entries of every age, since what is in an old one is in the logboek still. A name in
    letters alone is not recognised: the kluis keeps none, and no field of a line takes free text.
    What is no line as they are written may hold anything, and takes away a good answer.
    """
    design = _fields()
    huis = bron.huis
    if huis is None:
        return Found(opzet=design, werking=_NO_DATABASE)
    seen, known = Tally(), _Known(huis)
    # That an audit line can be read is seen by the pass that all checks share.
    return Watch(
        see=lambda *_: None,
        raw=lambda nummer, entry: _search(nummer, entry, seen, known),
        end=lambda: Found(opzet=design, werking=seen.looked()),
        gebeurtenissen=frozenset({Gebeurtenis.LOGBOEK_OPSCHONEN.value}),
    )


def logregel_volledig(bron: Sources) -> Found | Watch:
    """
    Look for lines that lack one of the six elements, and for rows of a register without a line.

    Of a refusal it may be unknown who asked or for what: that is why it was refused. The system has
    no point of access where it acts by itself, nor where it carries out retention for somebody.
    """
    design = Tally()
    known = {*canonical.AUDIT.given, "tijd"}
    for element, fields in ELEMENTS.items():
        design.look()
        if not fields & known:
            design.deviates("beleid", element)
    opzet = design.looked()
    huis = bron.huis
    if huis is None:
        return Found(opzet=opzet, bestaan=_NO_DATABASE, werking=_NO_DATABASE)
    first = first_designation(huis.connection)
    seen = Tally()

    def see(nummer: int, line: Line) -> None:
        seen.look()
        missing = [each for each in _missing(line) if each != "actor" or nummer != first]
        if missing:
            seen.deviates("logregel", str(nummer))
            for each in missing:
                count(seen, f"zonder-{each}")

    return Watch(
        see=see,
        end=lambda: Found(opzet=opzet, bestaan=seen.looked(), werking=rows_without_line(huis)),
    )


def loginzage_gelogd(bron: Sources) -> Found | Watch:
    """
    Look for reading of the logboek without one of the four purposes, or that nothing had allowed.

    Reading past the engine leaves no line and is not seen. Whether a purpose was the real one is
    for a person to see.
    """
    design = Tally()
    last = bron.tot - timedelta(days=1)
    bans = [each for each in bron.law.verboden() if each.tenzij == (PURPOSE,)]
    for agreement in bron.workspace.agreements.values():
        for regel in agreement.regels:
            if not regel.handeling.selects(frozenset({VIEWING})) or not regel.geldig.op(last):
                continue
            design.look()
            if PURPOSE not in regel.mits and not any(
                each.geldig.op(last) and each.handeling.selects(frozenset({VIEWING}))
                for each in bans
            ):
                design.deviates("regel", regel.id)
    opzet = design.looked()
    if bron.huis is None:
        return Found(opzet=opzet, bestaan=_NO_DATABASE)
    seen, allowed = Tally(), set[str]()

    def see(nummer: int, line: Line) -> None:
        if line["gebeurtenis"] == Gebeurtenis.BESLUIT:
            if line.get("handeling") == VIEWING and line["resultaat"] == Resultaat.TOEGESTAAN:
                allowed.add(line["trace"])
            return
        seen.look()
        purpose = line.get(PURPOSE)
        if purpose in _PURPOSES:
            count(seen, purpose)
        if purpose not in _PURPOSES:
            seen.deviates("logregel", str(nummer), "zonder-doel")
        elif line["trace"] not in allowed:
            seen.deviates("logregel", str(nummer), "zonder-besluit")

    events = frozenset({Gebeurtenis.BESLUIT.value, Gebeurtenis.LOGBOEK_INZIEN.value})
    return Watch(
        see=see, end=lambda: Found(opzet=opzet, bestaan=seen.looked()), gebeurtenissen=events
    )


# --- what a line holds


def _missing(line: Line) -> Iterator[str]:
    """
    Name the elements that *line* lacks.
    """
    done = line["resultaat"] in _DONE
    if done and not any(line.get(field) for field in ELEMENTS["object"]):
        yield "object"
    if done and line["actor"] == UNKNOWN:
        yield "actor"
    kept = (line.get("rol"), line.get("doel")) == (ROL, DOEL)
    by_itself = line["actor"] == SYSTEM or line["gebeurtenis"] in _BY_ITSELF or kept
    if not by_itself and not line.get("oorsprong"):
        yield "oorsprong"


def _fields() -> Looked:
    """
    Look at the fields that a line can have: none but a count takes a number by itself.
    """
    design = Tally()
    for form in (canonical.AUDIT, canonical.DATA):
        for name, kind in form.given.items():
            design.look()
            if name not in COUNTS and re.fullmatch(kind.pattern, f'"{NO_BSN}"'):
                design.deviates("beleid", name)
    return design.looked()


def _search(nummer: int, entry: bytes, seen: Tally, known: _Known) -> None:
    seen.look()
    shape = entry.translate(_SHAPE)
    if _NINE in shape or _EIGHT in shape:
        found = (known.says(each.decode("ascii")) for each in _NUMBER.findall(entry))
        why = next(filter(None, found), "")
        if why:
            seen.deviates("logregel", str(nummer), why)
            return
    if _AT.search(entry) and _ADDRESS.search(entry):
        seen.deviates("logregel", str(nummer), "adres")
    if entry.startswith(_DATA) and canonical.scan(entry) is None:
        seen.onbekend = Onbekend.ONVOLLEDIG


class _Known:
    """
    Says why a number stands for somebody; the kluis is asked only once there is one to look up.
    """

    def __init__(self, huis: House) -> None:
        self._huis = huis
        self._bekend: frozenset[str] | None = None

    def says(self, number: str) -> str:
        """
        Give the reason, or nothing.
        """
        if self._bekend is None:
            self._bekend = frozenset(self._huis.bekend())
        if self._bekend & {number, number.rjust(DIGITS, "0")}:
            return "bekend-nummer"
        try:
            Bsn(number)
        except BsnInvalid:
            return ""
        return "elfproef"


CHECKS: Mapping[str, Check] = {
    "logboek-ongewijzigd": logboek_ongewijzigd,
    "log-zonder-namen": log_zonder_namen,
    "logregel-volledig": logregel_volledig,
    "loginzage-gelogd": loginzage_gelogd,
}
