"""
What the convenants say of themselves and of who takes part.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zvhprivacy.audit.checks import policies_now as now
from zvhprivacy.audit.sources import Sources
from zvhprivacy.dpia.checks_path import no_controllers
from zvhprivacy.dpia.facts import Facts
from zvhprivacy.dpia.read import Register
from zvhprivacy.dpia.roles import CONTROLLERS, Rol, heaviest, role_in
from zvhprivacy.model.audit import Found, Looked, Onbekend, Tally
from zvhprivacy.model.begrippen import Soort
from zvhprivacy.model.convenant import Convenant
from zvhprivacy.model.dpia.dossier import Status
from zvhprivacy.model.request import PGA, WGS
from zvhprivacy.model.validity import Geldig
from zvhprivacy.model.workspace import Agreement
from zvhprivacy.store.inspecting.toezicht import published


_PUBLIC = "lid-1"
_CONTACT = "contactpunt"  # how that is called among what is public
_TWO = 2  # one controller has nobody to be joint with
_NO_REGISTER = Looked(onbekend=Onbekend.GEEN_DPIA_REGISTER)


def convenant_actueel(bron: Sources) -> Found:
    """
    Look at the parties, begin, signature and evaluation of what holds.

    A protocol has the parties of its convenant; a model has none. A convenant without a day of
    evaluation is told of and deviates from nothing. Of an evaluation no report is kept here: that
    its day was not moved on shows that there was none.
    """
    opzet, werking = Tally(onbekend=now.unread(bron)), Tally(onbekend=now.unread(bron))
    for naam, convenant, geldig in _holding(bron):
        opzet.look()
        reasons = [] if geldig.vanaf else ["zonder-begindatum"]
        if convenant and not convenant.is_model and not _parties(convenant, now.day(bron)):
            reasons.append("zonder-partijen")
        if reasons:
            now.deviates(opzet, "convenant", naam, reasons)
        if convenant and convenant.evaluatie:
            werking.look()
            if convenant.evaluatie.uiterlijk < now.day(bron):
                werking.deviates("convenant", naam, "evaluatie-voorbij")
        elif convenant:
            now.tell(werking, "zonder-evaluatiedatum")
    return Found(opzet=opzet.looked(), bestaan=_signed(bron), werking=werking.looked())


def convenant_ondertekend(bron: Sources) -> Found:
    """
    Look whether what is decided with is signed, and says when and where.
    """
    opzet = Tally(onbekend=now.unread(bron))
    for naam, agreement in now.agreed(bron):
        opzet.look()
        if agreement.convenant.status != "ondertekend":
            opzet.deviates("convenant", naam, agreement.convenant.status)
    return Found(opzet=opzet.looked(), bestaan=_signed(bron))


def _holding(bron: Sources) -> Iterator[tuple[str, Convenant | None, Geldig]]:
    """
    Go through what holds: convenants and models, and their protocols.
    """
    for naam, agreement in bron.workspace.agreements.items():
        if agreement.convenant.geldig.op(now.day(bron)):
            yield naam, agreement.convenant, agreement.convenant.geldig
            for each in agreement.protocollen:
                if each.geldig.op(now.day(bron)):
                    yield f"{naam}/{each.protocol}", None, each.geldig


def _parties(convenant: Convenant, day: date) -> bool:
    return any(each.lidmaatschap.op(day) for each in convenant.deelnemers.values())


def _signed(bron: Sources) -> Looked:
    tally = Tally(onbekend=now.unread(bron))
    for naam, agreement in now.agreed(bron):
        convenant = agreement.convenant
        tally.look()
        signed = convenant.ondertekend_op
        reasons: list[str] = [] if convenant.status == "ondertekend" else [convenant.status]
        reasons += [] if signed else ["zonder-datum"]
        reasons += ["later-ondertekend"] if signed and signed > now.day(bron) else []
        reasons += [] if convenant.bron else ["zonder-bron"]
        if reasons:
            now.deviates(tally, "convenant", naam, reasons)
    return tally.looked()


# --- who may take part, and who answers for it ----------------------------------------------------


def private_deelnemer_niet_verantwoordelijk(bron: Sources) -> Found:
    """
    Look for controllers that the law does not let be one (WGS 2.27 lid 3).

    A private deelnemer that is a controller by its own law is registered rightly, as is one of the
    PGA-wet; what counts are the frames in which it works.
    """
    opzet = Tally(onbekend=now.unread(bron))
    kinds = bron.law.begrippen.deelnemersoorten
    for naam, agreement in now.agreed(bron):
        if not now.works_under(bron, naam, WGS):
            continue
        for who, member in now.members(bron, agreement):
            opzet.look()
            kind = kinds[member.soort]
            if kind.lid == _PUBLIC and not named_by_law(kind):
                opzet.deviates("organisatie", f"{naam}/{who}", "soort-niet-publiek")
    bestaan = _NO_REGISTER if bron.dpias is None else _controllers(bron, bron.dpias)
    return Found(opzet=opzet.looked(), bestaan=bestaan)


def named_by_law(kind: Soort) -> bool:
    """
    Say whether the source of *kind* is the lid of WGS 2.27 that it is said to be of.
    """
    number = kind.lid.removeprefix("lid-")
    return kind.bron == f"WGS 2.27 lid {number}" or kind.bron.startswith(f"WGS 2.27 lid {number} ")


def _controllers(bron: Sources, register: Register) -> Looked:
    stopped = bron.workspace.stopped or register.stopped
    tally = Tally(onbekend=Onbekend.ONVOLLEDIG if stopped else None)
    facts = Facts(bron.workspace, now.day(bron))
    for naam, dpia in sorted(register.dpias.items()):
        if dpia.status is Status.VERVALLEN:
            continue
        tally.look(len(dpia.verwerkingsverantwoordelijken))
        if not now.is_sound(bron, dpia):
            tally.onbekend = Onbekend.ONVOLLEDIG
            continue
        for who in no_controllers(facts, dpia):
            tally.deviates("organisatie", f"{naam}/{who}", "in-dpia")
    authored = register.verwerkingsregister
    roles = _roles(bron)
    for each in authored.verantwoordelijken if authored else ():
        tally.look()
        if roles.get(each.organisatie, Rol.VERANTWOORDELIJK) not in CONTROLLERS:
            tally.deviates("organisatie", each.organisatie, "in-verwerkingsregister")
    return tally.looked()


def _roles(bron: Sources) -> dict[str, Rol]:
    """
    Give the heaviest role of each deelnemer, in the frames of the convenants that it takes part in.
    """
    words = bron.law.begrippen
    found: dict[str, list[Rol]] = {}
    for naam, agreement in now.agreed(bron):
        frames = [kader for kader in words.kaders if now.works_under(bron, naam, kader)]
        for who, member in now.members(bron, agreement):
            soort = words.deelnemersoorten[member.soort]
            found.setdefault(who, []).extend(role_in(soort, kader) for kader in frames)
    return {who: heaviest(roles) for who, roles in found.items()}


def onderlinge_regeling_volledig(bron: Sources) -> Found:
    """
    Look for each public deelnemer whether its convenant has an arrangement and a contactpunt.

    The signatures under an arrangement are in no register. Who was a deelnemer when a signed
    convenant and the arrangement were made is taken to be bound; of who came later that cannot be
    established. Where the essence is public, a person looks.
    """
    if bron.dpias is None:
        return Found(opzet=_NO_REGISTER, bestaan=_NO_REGISTER)
    authored = bron.dpias.verwerkingsregister
    regelingen = authored.regelingen if authored else {}
    whole = Onbekend.ONVOLLEDIG if bron.dpias.stopped else now.unread(bron)
    opzet, bestaan = Tally(onbekend=whole), Tally(onbekend=whole)
    for naam, agreement in now.agreed(bron):
        convenant, regeling = agreement.convenant, regelingen.get(naam)
        missing = [] if regeling else ["zonder-regeling"]
        missing += [] if convenant.contactpunt else ["zonder-contactpunt"]
        joint = list(_joint(bron, naam))
        for who, since in joint if len(joint) >= _TWO else ():
            opzet.look()
            bestaan.look()
            if missing:
                now.deviates(opzet, "organisatie", f"{naam}/{who}", missing)
            if convenant.ondertekend_op is None or regeling is None:
                bestaan.deviates("organisatie", f"{naam}/{who}", "niet-ondertekend")
            elif since is not None and since > max(convenant.ondertekend_op, regeling.datum):
                bestaan.onbekend = Onbekend.ONVOLLEDIG
                now.tell(bestaan, "later-toegetreden")
    return Found(opzet=opzet.looked(), bestaan=bestaan.looked())


def _joint(bron: Sources, convenant: str) -> Iterator[tuple[str, date | None]]:
    """
    Go through the joint controllers of *convenant*, each with the day since when it takes part.
    """
    words = bron.law.begrippen
    frames = [kader for kader in words.kaders if now.works_under(bron, convenant, kader)]
    for who, member in now.members(bron, bron.workspace.agreements[convenant]):
        kind = words.deelnemersoorten[member.soort]
        if any(role_in(kind, kader) is Rol.GEZAMENLIJK for kader in frames):
            yield who, member.sinds


def contactpunt_genoemd(bron: Sources) -> Found:
    """
    Look whether each convenant names a college or burgemeester, and where it is public.

    It is asked of convenants under the WGS or the PGA-wet. One of which no publication was ever
    written down says nothing; a person shows the page.
    """
    opzet = Tally(onbekend=now.unread(bron))
    for naam, agreement in _asked_for_contactpunt(bron):
        convenant = agreement.convenant
        opzet.look()
        member = dict(now.members(bron, agreement)).get(convenant.contactpunt or "")
        if convenant.contactpunt is None:
            opzet.deviates("convenant", naam, "zonder-contactpunt")
        elif member is None:
            opzet.deviates("convenant", naam, "geen-deelnemer")
        elif member.soort not in {"college", "burgemeester"}:
            opzet.deviates("convenant", naam, "geen-college-of-burgemeester")
    return Found(opzet=opzet.looked(), bestaan=_public_now(bron))


def _asked_for_contactpunt(bron: Sources) -> Iterator[tuple[str, Agreement]]:
    for naam, agreement in now.agreed(bron):
        if now.works_under(bron, naam, WGS) or now.works_under(bron, naam, PGA):
            yield naam, agreement


def _public_now(bron: Sources) -> Looked:
    """
    Say of each convenant whose contactpunt was ever public whether it is so today.
    """
    if bron.huis is None:
        return Looked(onbekend=Onbekend.GEEN_DATABASE)
    ever, today = set(), set()
    for each in published(bron.huis.connection, now.day(bron)):
        if each.wat == _CONTACT:
            ever.add(each.convenant)
            if each.tot is None or now.day(bron) < each.tot:
                today.add(each.convenant)
    tally = Tally(onbekend=now.unread(bron))
    for naam, _ in _asked_for_contactpunt(bron):
        if naam not in ever:
            tally.onbekend = Onbekend.ONVOLLEDIG if ever else Onbekend.GEEN_GEVALLEN
            now.tell(tally, "nooit-vastgelegd")
            continue
        tally.look()
        if naam not in today:
            tally.deviates("convenant", naam, "niet-meer-openbaar")
    return tally.looked()


def coordinerend_fg_aangewezen(bron: Sources) -> Found:
    """
    Look whether each convenant under the WGS names a deelnemer of lid 1 for it (WGS 1.4 lid 2).

    The decision, and what this FG advised and reported, are for a person to show.
    """
    opzet = Tally(onbekend=now.unread(bron))
    for naam, agreement in now.agreed(bron):
        if not now.works_under(bron, naam, WGS):
            continue
        opzet.look()
        named = agreement.convenant.coordinerend_fg
        member = dict(now.members(bron, agreement)).get(named or "")
        if named is None:
            opzet.deviates("convenant", naam, "zonder-coordinerend-fg")
        elif member is None:
            opzet.deviates("convenant", naam, "geen-deelnemer")
        elif bron.law.begrippen.deelnemersoorten[member.soort].lid != _PUBLIC:
            opzet.deviates("convenant", naam, "geen-overheid")
    return Found(opzet=opzet.looked())
