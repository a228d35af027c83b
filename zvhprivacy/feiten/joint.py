"""
Facts that the deelnemers establish together, about a case.
"""

from __future__ import annotations

from datetime import datetime

from zvhprivacy.feiten.known import Known, two_years_before
from zvhprivacy.feiten.persons import BURGEMEESTER, resident
from zvhprivacy.model.registers import Onderwerp


# PGA-wet 5 lid 3: these three judge, and agree.
WEIGHING = frozenset({"politie", "om", BURGEMEESTER})


def besluit_lid_1(known: Known) -> bool:
    """
    The lid-1 deelnemers decided this act together, and it was not done yet (WGS 2.31).

    Nobody of another lid decided along, and nobody was against it. Where it leads to
    (`Besluit.naar`) is not in a request: whoever does the act compares that.
    """
    return known.members.together(_voted(known), known.betrokken)


def criteria_vastgesteld(known: Known) -> bool:
    """
    The last judgement over the four criteria of BGS 2.20 says that all are met.

    Of judgements at the same moment each has to, and closing the case ends it.
    """
    judged = [each for each in known.criteria if each.op <= known.nu]
    newest = max((each.op for each in judged), default=None)
    closed = known.gesloten_op
    if newest is None or (closed is not None and newest <= closed):
        return False
    return all(
        each.alle_vier
        and (each.vervallen_op is None or known.nu < each.vervallen_op)
        and known.members.together(each.door, ())
        for each in judged
        if each.op == newest
    )


def aanmelding_gemotiveerd(known: Known) -> bool:
    """
    Who reports showed how the criteria are met (BGS 2.20 lid 3), and they were not judged since.
    """
    if known.dossier is None or known.dossier.casus.aangemeld_door != known.orgaan:
        return False
    judged = max((each.op for each in known.criteria if each.op <= known.nu), default=None)
    return known.orgaan in _declared(known, "aanmelding-gemotiveerd", judged)


def report_at_its_word(known: Known) -> bool:
    """
    The report is its own, and no register says anything of its motivation or the criteria yet.
    """
    ours = known.dossier is not None and known.dossier.casus.aangemeld_door == known.orgaan
    declared = any(
        each.feit == "aanmelding-gemotiveerd" and each.onderwerp == known.about.casus
        for each in known.verklaringen
    )
    return ours and not declared and not known.criteria


def lijstcriteria_openbaar(known: Known) -> bool:
    """
    The objective criteria of the list of this convenant are public (WGS 2.32 lid 1, BGS 2.22 c).
    """
    return known.dossier is not None and any(
        each.wat == "lijstcriteria"
        and each.convenant == known.dossier.casus.convenant
        and each.van <= known.op
        and (each.tot is None or known.op < each.tot)
        for each in known.publicaties
    )


def lijstcriteria_voldaan(known: Known) -> bool:
    """
    The lid-1 deelnemers find that the case meets the criteria of the list (BGS 2.22 b).

    Whoever takes the case off the list takes these declarations back.
    """
    return _lid_1_among(known, _declared(known, "lijstcriteria-voldaan", None))


def bijzonder_geval(known: Known) -> bool:
    """
    The deelnemers find that it is a special case (BGS 1.16 lid 2).

    It counts for two years, and each renewal asks for a judgement of its own: the one that served
    the last renewal serves no next.
    """
    since = two_years_before(known.nu)
    renewed = known.laatst("hernieuwd")
    if known.request.handeling == "hernieuwen" and renewed is not None:
        since = max(since, renewed)
    declared = _declared(known, "bijzonder-geval", since)
    return known.betrokken <= declared and _lid_1_among(known, declared)


def opdracht_deelnemers(known: Known) -> bool:
    """
    The deelnemers ordered this act, and it was not done yet (WGS 1.8 lid 7).

    The stricter reading: all that are in the case, and the lid-1 deelnemers as for a decision.
    """
    voted = _voted(known)
    return known.betrokken <= voted and _lid_1_among(known, voted)


def betrokkenen_elkaars_kring(known: Known) -> bool:
    """
    All that are in the case find that the persons belong to each other's circle (BGS 2.20 lid 2 a).
    """
    return _all_involved(known, "betrokkenen-elkaars-kring")


def afhankelijkheid_problemen(known: Known) -> bool:
    """
    All that are in the case find that the problems depend on each other (BGS 2.20 lid 2 b).
    """
    return _all_involved(known, "afhankelijkheid-problemen")


def eensluidend_oordeel(known: Known) -> bool:
    """
    Police, OM and burgemeester judge the same (PGA-wet 5 lid 3).

    It is the burgemeester of the municipality where the person stays (PGA-wet 1 b), no other.
    """
    declared = _declared(known, "eensluidend-oordeel", known.gesloten_op)
    soorten = known.members.soorten
    judges = {each for each in declared if soorten.get(each) != BURGEMEESTER} | (
        declared & resident(known)
    )
    return {soorten.get(each) for each in judges} >= WEIGHING


def _voted(known: Known) -> frozenset[str]:
    """
    Give who decided on this act, when nobody was against it and it was not done yet.
    """
    decided = known.besluit
    if (
        decided is None
        or decided.waarover != known.request.handeling
        or decided.gebruikt_op is not None
        or decided.op > known.nu
        or any(not stem.voor for stem in decided.stemmen)
    ):
        return frozenset()
    return frozenset(stem.organisatie for stem in decided.stemmen)


def _lid_1_among(known: Known, organisaties: frozenset[str]) -> bool:
    # What the others say has no weight, and no harm in it.
    return known.members.together(known.members.of_lid_1(organisaties), known.betrokken)


def _all_involved(known: Known, feit: str) -> bool:
    declared = _declared(known, feit, known.gesloten_op)
    return bool(known.betrokken) and known.betrokken <= declared


def _declared(known: Known, feit: str, sinds: datetime | None) -> frozenset[str]:
    return known.verklaard(feit, Onderwerp.CASUS, known.about.casus, sinds=sinds)
