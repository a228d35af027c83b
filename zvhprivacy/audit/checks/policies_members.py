"""
Who takes part and what they must provide, in the convenants and in what was answered.
"""

from __future__ import annotations

from zvhprivacy.audit.checks import policies_now as now
from zvhprivacy.audit.checks.policies_agreed import named_by_law
from zvhprivacy.audit.checks.policies_answered import allowed, not_known, under_wgs, watching
from zvhprivacy.audit.checks.policies_then import Line, Then, day_of
from zvhprivacy.audit.sources import Sources, Watch
from zvhprivacy.logboek.line import Resultaat
from zvhprivacy.model.audit import Tally
from zvhprivacy.model.request import WGS
from zvhprivacy.policy.analysis import analyse
from zvhprivacy.policy.check import check


_NARROWER = "ZVH408"
_NO_MEMBER = "ZVH409"
_PROVIDE = frozenset({"verstrekken"})
_OF_LAW = frozenset({"lid-1", "lid-2"})


def deelnemers_aangewezen(bron: Sources) -> Watch:
    """
    Look for kinds that the law does not name, members of other kinds, and who acted without being.

    Who is no participant and still has to be able to ask, such as an auditor, is told of when
    somebody answers for that. So are members of other kinds in a convenant that also works under a
    law of its partners: there they can be one, and what they may do under the WGS the bans say.
    """
    opzet, bestaan = Tally(), Tally(onbekend=now.unread(bron))
    for name, kind in bron.law.begrippen.deelnemersoorten.items():
        if kind.lid in _OF_LAW:
            opzet.look()
            if not named_by_law(kind):
                opzet.deviates("beleid", f"deelnemersoorten/{name}", "soort-niet-in-de-wet")
    checked = check(bron.workspace, now.day(bron))
    for name, agreement in now.agreed(bron):
        file = agreement.convenant.plek.span.file
        outside = {each.place for each in checked.findings if each.code == _NO_MEMBER}
        accepted = {each.place for each, _ in checked.accepted if each.code == _NO_MEMBER}
        for who, member in now.members(bron, agreement):
            bestaan.look()
            kind = bron.law.begrippen.deelnemersoorten[member.soort]
            if f"{file}#{who}" in outside:
                bestaan.deviates("organisatie", f"{name}/{who}", "geen-deelnemer")
            elif f"{file}#{who}" in accepted:
                now.tell(bestaan, "aanvaard")
            elif kind.lid not in _OF_LAW and kind.pga != "deelnemer":
                now.tell(bestaan, "andere-soort")
    then = Then(bron)
    known: dict[tuple[object, ...], bool | None] = {}

    def see(nummer: int, line: Line, tally: Tally) -> None:
        if not allowed(line):
            return
        tally.look()
        key = tuple(map(line.get, ("convenant", "deelnemer", "namens", "dag", "beleid")))
        if key not in known:
            known[key] = _takes_part(then, line)
        if known[key] is None:
            not_known(tally)
        elif not known[key]:
            tally.deviates("logregel", str(nummer), "geen-deelnemer")

    return watching(bron, see, opzet=opzet.looked(), bestaan=bestaan.looked())


def _takes_part(then: Then, line: Line) -> bool | None:
    policy = then.of(line)
    convenant = line.get("convenant") or (policy.workspace.enige if policy else None) or ""
    if policy is None or convenant in policy.workspace.stopped:
        return None
    agreement = policy.workspace.agreements.get(convenant)
    members = agreement.convenant.deelnemers if agreement else {}
    asking = [who for who in (line.get("deelnemer"), line.get("namens")) if who is not None]
    return bool(asking) and all(
        who in members and members[who].lidmaatschap.op(day_of(line)) for who in asking
    )


def plicht_niet_versmald(bron: Sources) -> Watch:
    """
    Look for deelnemers that no permission lets provide what they must (WGS 1.5 lid 1).

    Who answers for it says why that deelnemer has nothing to provide; a refusal because of it shows
    that it had. Which rules were narrower is taken from the files of today.
    """
    opzet = Tally(onbekend=now.unread(bron))
    for name, agreement in now.agreed(bron):
        for _, member in now.members(bron, agreement) if _provides(bron, name) else ():
            if bron.law.begrippen.deelnemersoorten[member.soort].lid in _OF_LAW:
                opzet.look()
    narrower = set()
    for each in analyse(bron.workspace, bron.law, now.day(bron)):
        if each.code == _NARROWER:
            said, convenant = dict(each.values), each.span.file.split("/")[1]
            who = said["deelnemer"]
            narrower |= {(convenant, who, gegevens) for gegevens in said["gegevens"].split(", ")}
            if now.answered_for(bron, each.code, each.place):
                now.tell(opzet, "aanvaard")
            else:
                opzet.deviates("organisatie", f"{convenant}/{who}", "smaller-dan-de-wet")

    def see(nummer: int, line: Line, tally: Tally) -> None:
        if line.get("handeling") not in _PROVIDE or now.frame(bron, line) != WGS:
            return
        tally.look()
        convenant = line.get("convenant") or bron.workspace.enige
        refused = line["resultaat"] == Resultaat.NIET_TOEGESTAAN
        if refused and (convenant, line.get("deelnemer"), line.get("gegevens")) in narrower:
            tally.deviates("logregel", str(nummer), "geweigerd-waar-het-smaller-is")

    looked = opzet.looked()
    return watching(bron, see, opzet=looked, bestaan=looked)


def _provides(bron: Sources, convenant: str) -> bool:
    return any(
        convenant in rule.convenanten.waarden and rule.keuze("handeling").selects(_PROVIDE)
        for rule in under_wgs(bron)
    )
