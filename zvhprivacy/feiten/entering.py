"""
Who may write which line in the registers: a wrong line there would be a wrong yes later.

The law says who decides, agrees, declares and advises; this is that, held against who writes. What
it cannot see is whether somebody whose words were written down by another did speak them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from zvhprivacy.feiten.desk import RUNNERS, Desk
from zvhprivacy.model.bewaren import Vernietigingsgrond
from zvhprivacy.model.casus import Deelname, Register, Toewijzing
from zvhprivacy.model.registers import (
    Aanleiding,
    Besluit,
    Bezwaar,
    Correctie,
    Criteria,
    Instemming,
    Mandaat,
    Medewerker,
    Publicatie,
    RacAdvies,
    Terugkoppeling,
    Toestemming,
    Verklaring,
    Verstrekking,
    Weigering,
)
from zvhprivacy.model.request import WGS


# Who keeps the registers of people: of one's own organisation, never of another.
KEEPERS = frozenset({"functioneel-beheerder", "bestuurder", "privacy-officer"})
# Who says that a case is no longer needed: of those who run it, whom the law lets destroy it too.
ENDERS = frozenset({"procesregisseur"})
# Who writes down what was decided about a case.
NOTERS = RUNNERS | {"procesondersteuner", "weger"}
# Who may name a reason to test, or to act on a request.
OVERSIGHT = frozenset(
    {"fg", "coordinerend-fg", "privacy-officer", "contactpunt", "auditor", "rac-lid", "ciso"}
)
# Who speaks for his organisation about a case: who works on it (WGS 1.8 lid 2 a), its contactpunt
# or its organ itself; not who tests (b) or maintains (c).
SPEAKERS = NOTERS | {
    "aanmelder",
    "aandachtsfunctionaris",
    "bestuurder",
    "casusdeelnemer",
    "casusregisseur",
    "contactpunt",
    "incidentele-derde",
}


def keeps(person: Medewerker, organisatie: str, op: date) -> bool:
    """
    Say whether *person* keeps the registers of *organisatie* on the day *op*.
    """
    ours = person.organisatie == organisatie and person.geldt(op)
    return ours and not KEEPERS.isdisjoint(person.rollen)


Rule = Callable[[Any, Desk], bool]


def _medewerker(line: Medewerker, desk: Desk) -> bool:
    # The first one of all has nobody to write him down, and the first one of an organisation
    # nobody of his own; whoever comes so, keeps registers and does nothing else yet.
    if desk.leeg:
        return not KEEPERS.isdisjoint(line.rollen)
    if desk.onbeheerd and line.rollen and KEEPERS.issuperset(line.rollen):
        return desk.has(KEEPERS) and not desk.himself(line)
    # Nobody designates himself, or widens what he may.
    return desk.has(KEEPERS) and desk.of(line.organisatie) and not desk.himself(line)


def _mandaat(line: Mandaat, desk: Desk) -> bool:
    # An organ gives its own mandate; nobody gives it to himself.
    person = desk.designated(line.medewerker)
    given = person is not None and not desk.himself(person)
    return given and desk.has(KEEPERS) and desk.of(line.namens)


def _toewijzing(line: Toewijzing, desk: Desk) -> bool:
    # Nobody is put on a case in a role that his organisation did not give him (WGS 1.8 lid 2).
    person = desk.designated(line.medewerker)
    return desk.runs() and person is not None and line.rol in person.rollen


def _deelname(line: Deelname, desk: Desk) -> bool:
    if desk.dossier is None or desk.members is None or not desk.in_case(RUNNERS):
        return False
    if not line.als_derde and line.organisatie not in desk.members.soorten:
        return False
    decided = next((each for each in desk.besluiten if each.id == line.besluit), None)
    if decided is None:
        # Only under the WGS do the lid-1 deelnemers decide who joins (WGS 2.31 lid 4 and 9).
        return line.besluit is None and desk.dossier.casus.kader != WGS
    there = [each for each in desk.dossier.deelnames if each.id != line.id]
    involved = {each.organisatie for each in there if not each.als_derde and each.geldt(desk.op)}
    return (
        decided.waarover == ("derde-toelaten" if line.als_derde else "betrekken")
        and decided.naar == line.organisatie
        and all(stem.voor for stem in decided.stemmen)
        # One decision lets in one organisation, once.
        and all(each.besluit != decided.id for each in there)
        and desk.members.together({stem.organisatie for stem in decided.stemmen}, involved)
    )


def _besluit(line: Besluit, desk: Desk) -> bool:
    # Each vote is of an organ itself or of who has its mandate, and each organ votes once. That it
    # was used is for the act that uses it.
    voted = [stem.organisatie for stem in line.stemmen]
    return (
        desk.in_case(NOTERS)
        and line.gebruikt_op is None
        and len(voted) == len(set(voted))
        and all(
            (person := desk.designated(stem.medewerker)) is not None
            and (
                desk.mandated(person, stem.organisatie)
                or (person.organisatie == stem.organisatie and "bestuurder" in person.rollen)
            )
            for stem in line.stemmen
        )
    )


def _criteria(line: Criteria, desk: Desk) -> bool:
    # Who judged the criteria, voted on the case (WGS 2.31 lid 2).
    voted = {stem.organisatie for each in desk.besluiten for stem in each.stemmen}
    return desk.in_case(NOTERS) and voted.issuperset(line.door)


def _verstrekking(line: Verstrekking, desk: Desk) -> bool:
    # That it was done is for the act that does it.
    there = all(desk.gegevens.get(each) in line.categorieen for each in line.gegevens)
    return there and line.gedaan_op is None and _speaks(line.van, desk)


def _toestemming(_: Toestemming, desk: Desk) -> bool:
    # Consent is asked and written down by who wants to provide, not by who wants to have.
    return desk.verstrekking is not None and _speaks(desk.verstrekking.van, desk)


def _verklaring(line: Verklaring, desk: Desk) -> bool:
    himself = desk.schrijver is not None and line.medewerker == desk.schrijver.id
    return himself and _own(line, desk)


def _vernietigingsgrond(line: Vernietigingsgrond, desk: Desk) -> bool:
    # Who runs the case says so, for a deelnemer that answers for it: of lid 1 under the WGS (1.8
    # lid 7, 2.27 lid 3, 2.32 lid 4, BGS 1.16 lid 1 a), else one that takes part. Taking it back is
    # for any of those.
    person = desk.schrijver
    if person is None or desk.dossier is None or desk.members is None or not desk.in_case(ENDERS):
        return False
    himself = line.medewerker == person.id or line.ingetrokken_op is not None
    part = {each.organisatie for each in desk.dossier.deelnames if each.geldt(desk.op)}
    answers = (
        desk.members.of_lid_1({person.organisatie})
        if desk.dossier.casus.kader == WGS
        else {person.organisatie} & {desk.dossier.casus.aangemeld_door, *part}
    )
    return himself and bool(answers)


def _own(line: Any, desk: Desk) -> bool:
    return _speaks(line.organisatie, desk)


def _speaks(organisatie: str, desk: Desk) -> bool:
    return desk.has(SPEAKERS) and desk.of(organisatie)


_RULES: Mapping[type[Register], Rule] = {
    Medewerker: _medewerker,
    Mandaat: _mandaat,
    Toewijzing: _toewijzing,
    Deelname: _deelname,
    Besluit: _besluit,
    Criteria: _criteria,
    Verstrekking: _verstrekking,
    Toestemming: _toestemming,
    Instemming: _own,
    Bezwaar: _own,
    Weigering: _own,
    Terugkoppeling: _own,
    Verklaring: _verklaring,
    RacAdvies: lambda _, desk: desk.has(frozenset({"rac-lid"})),
    Correctie: lambda line, desk: _speaks(line.gemeld_door, desk),
    Aanleiding: lambda _, desk: desk.has(OVERSIGHT),
    Publicatie: lambda _, desk: desk.has(KEEPERS | RUNNERS),
    Vernietigingsgrond: _vernietigingsgrond,
}
# While a case is in one of these, data are brought in (WGS 2.31 lid 1 and 5, BGS 1.16 lid 3).
_BROUGHT_IN = frozenset(
    {"signaal", "aangemeld", "triage", "in-behandeling", "casusoverleg", "uitvoering", "hernieuwd"}
)
# An end may be agreed on beforehand; all else that a line tells of has happened.
_AHEAD = frozenset({"tot", "vervallen_op"})


def may_write(line: Register, desk: Desk) -> bool:
    """
    Say whether who stands at *desk* may write *line*; a register without a rule takes nothing.
    """
    rule = _RULES.get(type(line))
    return rule is not None and _here(line, desk) and _happened(line, desk) and rule(line, desk)


def may_announce(organisatie: str, desk: Desk) -> bool:
    """
    Say whether who stands at *desk* may announce what *organisatie* is going to bring in.

    Without a case at hand that is an empty case, by a deelnemer; in a case it is an empty person or
    item, by who reports it or takes part. Nothing that is announced says anything about anybody.
    """
    if desk.members is None or not _speaks(organisatie, desk):
        return False
    if desk.dossier is None:
        return organisatie in desk.members.soorten
    casus = desk.dossier.casus
    part = {each.organisatie for each in desk.dossier.deelnames if each.geldt(desk.op)}
    return casus.fase in _BROUGHT_IN and organisatie in {casus.aangemeld_door, *part}


def _here(line: Register, desk: Desk) -> bool:
    """
    Say whether the line is about the case, item or disclosure at hand, and no other.
    """
    disclosed = desk.verstrekking.id if desk.verstrekking else None
    if desk.verstrekking is not None and desk.verstrekking.casus != desk.casus:
        return False
    things = {desk.casus, disclosed, *desk.gegevens, *desk.personen}
    if desk.dossier is not None:
        things |= {each.id for each in desk.dossier.deelnames}
    places: dict[str, set[str | None]] = {
        "casus": {desk.casus},
        "verstrekking": {disclosed},
        "gegeven": {*desk.gegevens},
        "onderwerp": things,
    }
    fields = {name: getattr(line, name) for name in places if hasattr(line, name)}
    return all(value in places[name] for name, value in fields.items() if value is not None)


def _happened(line: Register, desk: Desk) -> bool:
    moments = (getattr(line, name) for name in type(line).model_fields if name not in _AHEAD)
    return all(each <= desk.nu for each in moments if isinstance(each, datetime))
