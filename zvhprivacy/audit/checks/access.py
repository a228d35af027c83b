"""
Checks of who had access, and to what: who is designated, screened, and what third parties have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from zvhprivacy.audit.checks import access_cases, access_keys
from zvhprivacy.audit.checks.access_acts import (
    ALLOWED,
    DONE,
    Line,
    count,
    day_of,
    known_people,
    of_people,
)
from zvhprivacy.audit.sources import Check, House, Sources, Watch
from zvhprivacy.logboek.line import Gebeurtenis
from zvhprivacy.logboek.reading import HERE
from zvhprivacy.model.audit import Found, Looked, Onbekend, Tally, unknown
from zvhprivacy.model.request import WGS
from zvhprivacy.store.inspecting.access import Designated, designated, first_designation
from zvhprivacy.store.inspecting.access_cases import third_parties


# Why each role has access (WGS 1.8 lid 2 a, b and c), as the bans of the law tell them apart.
REASONS: Mapping[str, frozenset[str]] = {
    "uitvoeren": frozenset(
        {
            "aandachtsfunctionaris",
            "aanmelder",
            "agendahouder",
            "bestuurder",
            "casusdeelnemer",
            "casusregisseur",
            "contactpunt",
            "manager",
            "procesondersteuner",
            "procesregisseur",
            "re-integratiecoordinator",
            "weger",
            "zorgcoordinator",
        }
    ),
    "toetsen": frozenset({"auditor", "coordinerend-fg", "fg", "privacy-officer", "rac-lid"}),
    "beheer": frozenset({"bewaarbeheerder", "ciso", "functioneel-beheerder", "logbeheerder"}),
}
WITH_REASON = frozenset[str]().union(*REASONS.values())
THIRD = "incidentele-derde"  # a role that gives no access (BGS 2.21 lid 3)
GIVING = frozenset({"verstrekken", "weigeren", "terugkoppelen"})  # what is left to a third party
LID_OF_THIRD = "derde"
DESIGNATED = "persoon-aangewezen="  # so begins the fact in a line, before where it came from
_NO_DATABASE = Looked(onbekend=Onbekend.GEEN_DATABASE)


def gebruiker_met_rol(bron: Sources) -> Found | Watch:
    """
    Look for designations without a deelnemer, a role with a reason or a begin, and acts outside.

    An act is outside when nobody had designated who did it, that day, for that organisation and
    role. What a role was before a designation was changed stands nowhere any more: then what the
    answers of before said of it decides.
    """
    design = Tally()
    for rol in sorted({*bron.law.begrippen.rollen} - {THIRD}):
        design.look()
        if rol not in WITH_REASON:
            design.deviates("beleid", rol, "zonder-reden-van-toegang")
    if bron.huis is None:
        return Found(opzet=design.looked(), bestaan=_NO_DATABASE, werking=_NO_DATABASE)
    there = Tally()
    for each in _users(bron, bron.huis):
        there.look()
        why = _wrong(bron, each)
        if why:
            there.deviates("medewerker", each.id, why)
    seen, look = _outside(bron.huis)
    return Watch(
        see=look,
        end=lambda: Found(opzet=design.looked(), bestaan=there.looked(), werking=seen.looked()),
    )


def vog_bekend(bron: Sources) -> Found:
    """
    Look for users without the day of a declaration or screening, or with one that is still to come.

    That it was there at indiensttreding, and what each employer asks, is for a person to see.
    """
    if bron.huis is None:
        return Found(bestaan=_NO_DATABASE)
    there, today = Tally(), bron.op.astimezone(HERE).date()
    for each in _users(bron, bron.huis):
        there.look()
        screened = each.vog_of_screening
        if screened is None or screened > today:
            there.deviates("medewerker", each.id)
    return Found(bestaan=there.looked())


def derde_zonder_account(bron: Sources) -> Found | Watch:
    """
    Look for third parties among the designated persons, and for what they did in the system.

    Who stands there has an account, whatever his role. Giving, refusing and reporting back is left
    to a third party (BGS 2.21 lid 3) and only counted: that he could, shows from his account.
    """
    if bron.huis is None:
        return Found(bestaan=_NO_DATABASE, werking=_NO_DATABASE)
    third = outsiders(bron)
    there, seen = Tally(), Tally()
    accounts = set[str]()
    for actor, each in known_people(bron.huis):
        ours = THIRD not in each.rollen and each.organisatie not in third
        if not ours:
            accounts.add(actor)
        if _overlaps(bron, each):
            there.look()
            if not ours:
                there.deviates("medewerker", each.id)
    last = ""

    def see(nummer: int, line: Line) -> None:
        nonlocal last
        if not of_people(line) or line["operatie"] == last:
            return
        last = line["operatie"]
        seen.look()
        his = line.get("deelnemer") in third or line.get("rol") == THIRD
        if not his and (line.get("deelnemer") or line["actor"] not in accounts):
            return
        if line.get("handeling") in GIVING:
            count(seen, "gegeven-of-geweigerd")
        else:
            seen.deviates("logregel", str(nummer))

    return Watch(
        see=see,
        end=lambda: Found(bestaan=there.looked(), werking=seen.looked()),
        gebeurtenissen=DONE,
    )


def derde_tekende_vooraf(bron: Sources) -> Found:
    """
    Look for third parties that did not sign for secrecy, or only after they took part.

    Of both only the day is known: who signed on the day itself, signed in time.
    """
    if bron.huis is None:
        return Found(bestaan=_NO_DATABASE, werking=_NO_DATABASE)
    there, seen = Tally(), Tally()
    for each in third_parties(bron.huis.connection, bron.vanaf, bron.tot):
        there.look()
        seen.look()
        if each.geheimhouding_op is None:
            there.deviates("deelname", each.id)
        if each.van is None or each.geheimhouding_op is None or each.geheimhouding_op > each.van:
            seen.deviates("deelname", each.id)
    return Found(bestaan=there.looked(), werking=seen.looked())


def rechten_nagekeken(_: Sources) -> Found:
    """
    Say that nothing can be established: that rights were reviewed is kept in no register.
    """
    return unknown(Onbekend.GEEN_REGISTER)


# --- users


def _users(bron: Sources, huis: House) -> Iterator[Designated]:
    """
    Give who had access on a day of the period; a third party has none.
    """
    for each in designated(huis.connection):
        if each.rollen != {THIRD} and _overlaps(bron, each):
            yield each


def _overlaps(bron: Sources, each: Designated) -> bool:
    """
    Say whether it holds on a day of the period; of one without readable days that is not excluded.
    """
    began = each.van is None or each.van < bron.tot
    return began and (each.tot is None or each.tot > bron.vanaf)


def _wrong(bron: Sources, each: Designated) -> str:
    if each.van is None or each.eindigt is not (each.tot is not None):
        return "zonder-begin-of-einde-dat-een-dag-is"
    if not each.rollen:
        return "zonder-rol"
    if not each.rollen <= WITH_REASON | {THIRD}:
        return "zonder-reden-van-toegang"
    last = min(bron.tot, each.tot or bron.tot) - timedelta(days=1)
    members = (
        agreement.convenant.deelnemers.get(each.organisatie)
        for agreement in bron.workspace.agreements.values()
    )
    ours = any(member is not None and member.lidmaatschap.op(last) for member in members)
    return "" if ours else "zonder-deelnemer"


def outsiders(bron: Sources) -> frozenset[str]:
    """
    Name the organisations that a convenant calls a third party, and none a deelnemer of the law.

    A partner in a process under its own law alone is no third party there (WGS 1.2 lid 2).
    """
    words = bron.law.begrippen
    third, others = set[str](), set[str]()
    for agreement in bron.workspace.agreements.values():
        convenant = agreement.convenant
        processen = {each.protocol for each in agreement.protocollen}
        own = processen and all(WGS not in words.processen[each].kader for each in processen)
        for naam, member in convenant.deelnemers.items():
            lid = words.deelnemersoorten[member.soort].lid
            (others if own or lid != LID_OF_THIRD else third).add(naam)
        for naam, receiver in convenant.ontvangers.items():
            if words.deelnemersoorten[receiver.soort].lid == LID_OF_THIRD:
                third.add(naam)
    return frozenset(third - others)


# --- acts outside a designation


def _outside(huis: House) -> tuple[Tally, Callable[[int, Line], None]]:
    """
    Give what counts the acts of people, and those of somebody who was not designated for them.
    """
    people: dict[str, list[Designated]] = defaultdict(list)
    for actor, each in known_people(huis):
        people[actor].append(each)
        people[each.id].append(each)
    first = first_designation(huis.connection)
    said: set[tuple[str, str | None, str | None]] = set()  # what an answer said of somebody
    seen, last = Tally(), ""

    def see(nummer: int, line: Line) -> None:
        nonlocal last
        actor, role = line["actor"], (line.get("deelnemer"), line.get("rol"))
        if line["gebeurtenis"] == Gebeurtenis.BESLUIT:
            facts = line.get("feiten", ())
            if line["resultaat"] in ALLOWED and any(f.startswith(DESIGNATED) for f in facts):
                said.add((actor, *role))
            return
        # The first of all is designated by nobody.
        if not of_people(line) or line["operatie"] == last or nummer == first:
            return
        last = line["operatie"]
        seen.look()
        dag = day_of(line)
        organisatie, rol = role if role[0] is not None else (None, None)
        for each in people.get(actor, ()):
            if each.on(dag) and organisatie in {None, each.organisatie}:
                if rol is None or rol in each.rollen:
                    return
                if nummer < each.gewijzigd and (actor, *role) in said:
                    return
        seen.deviates("logregel", str(nummer))

    return seen, see


CHECKS: Mapping[str, Check] = {
    "gebruiker-met-rol": gebruiker_met_rol,
    "vog-bekend": vog_bekend,
    "derde-zonder-account": derde_zonder_account,
    "derde-tekende-vooraf": derde_tekende_vooraf,
    "rechten-nagekeken": rechten_nagekeken,
    **access_cases.CHECKS,
    **access_keys.CHECKS,
}
