"""
Checks of what was given, to whom, and after what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from zvhprivacy.audit.checks import giving_afterwards
from zvhprivacy.audit.checks.giving_given import categories, judged, receivers, sensitive
from zvhprivacy.audit.checks.giving_seen import Seen, counted, day_of
from zvhprivacy.audit.sources import Check, House, Sources
from zvhprivacy.feiten import Known
from zvhprivacy.feiten.conditions import voorwaarden_bron_nageleefd
from zvhprivacy.feiten.disclosure import (
    bekend_bij_ontvanger,
    geen_bezwaar_bron,
    geen_bezwaar_deelnemers,
    instemming_bron,
    provider_says,
    rac_getoetst,
)
from zvhprivacy.feiten.items import every_source_says
from zvhprivacy.model.audit import Found
from zvhprivacy.model.casus import Gegeven
from zvhprivacy.model.registers import Verstrekking
from zvhprivacy.model.request import WGS
from zvhprivacy.policy.rule import Effect
from zvhprivacy.store.inspecting.verstrekken import Refused, refusals


RESULTAAT, DERDE, INCIDENTEEL, HUIS, VERBAND, BEKENDHEID = (
    "resultaat-verstrekken",
    "derde-verstrekken",
    "aan-incidentele-derde-verstrekken",
    "zvh-verstrekken",
    "verband-verstrekken",
    "bekendheid-toetsen",
)
RIEC = "riec"
WHO = frozenset({"identificatie-contact", "bsn"})  # what says who somebody is (WGS 2.28 lid 1)


# --- refusing to provide


def weigering_met_reden(bron: Sources) -> Found:
    """
    Look at every refusal under the WGS for a reason (WGS 1.5 lid 1).

    That there is one is seen, what it says is sealed: whether it is weighty is for a person.
    """
    return refused(bron, lambda _: True)


def refused(bron: Sources, ours: Callable[[Refused], bool]) -> Found:
    """
    Look at those refusals that are *ours*.
    """

    def look(huis: House) -> Iterator[Seen]:
        for each in filter(ours, refusals(huis.connection, WGS)):
            why = "" if each.reden else "zonder-reden"
            yield Seen(day_of(each.op), "weigering", each.id, why)

    return counted(bron, look)


# --- giving results away


def voorwaarden_nageleefd(bron: Sources) -> Found:
    """
    Hold what was given on conditions of who provided it against those (WGS 2.29 lid 3).

    Conditions do not change once they are there, so those of now are those of then. What nobody put
    a condition on is not looked at.
    """
    return judged(bron, onward(bron), outside_conditions, conditional)


def onward(bron: Sources) -> frozenset[str]:
    """
    Give the acts that conditions are about, as the law is read here.
    """
    wide = "voorwaarden-reizen-mee" in bron.law.ruim
    return frozenset({RESULTAAT, DERDE} if wide else {RESULTAAT, DERDE, INCIDENTEEL, VERBAND})


def conditional(_: Verstrekking, there: tuple[Gegeven, ...]) -> bool:
    """
    Say whether there is a condition on any of the items.
    """
    return any(item.voorwaarden for item in there)


def outside_conditions(known: Known) -> str:
    """
    Say in a word that one of them does not let this disclosure through.
    """
    return "" if voorwaarden_bron_nageleefd(known) else "buiten-voorwaarden"


def resultaat_zonder_bezwaar(bron: Sources) -> Found:
    """
    Look at every result for an answer of each source, none of them a weighty objection.

    The stricter reading of WGS 1.7 lid 1, as when it is decided: silence is no answer.
    """
    return judged(bron, {RESULTAAT}, _objected)


def _objected(known: Known) -> str:
    if geen_bezwaar_bron(known):
        return ""
    weighty = any(each.bezwaar and each.zwaarwegend for each in known.bezwaren)
    return "bezwaar" if weighty else "niet-gevraagd"


def derde_na_toets_en_instemming(bron: Sources) -> Found:
    """
    Look at what went to third parties for what came before it (WGS 1.7 lid 2 and 3).

    A test by the RAC of each disclosure, and the agreement of sources for a third party that joins
    in a case, are readings of the law; where the wide one was chosen they are not looked for.
    """
    wide = bron.law.ruim
    acts = {DERDE} if "incidentele-derde-is-derde" in wide else {DERDE, INCIDENTEEL}
    tested = "rac-per-verstrekking" not in wide

    def why(known: Known) -> str:
        if known.request.handeling == DERDE:
            if tested and not rac_getoetst(known):
                return "zonder-toets"
            if not geen_bezwaar_deelnemers(known):
                return "bezwaar" if any(e.bezwaar for e in known.bezwaren) else "niet-gevraagd"
        if sensitive(bron, categories(known)) and not instemming_bron(known):
            return "zonder-instemming"
        return ""

    return judged(bron, acts, why)


def ander_huis_na_bekendheid(bron: Sources) -> Found:
    """
    Look at what went to another house for a hit there before it, and for agreement (WGS 2.28).

    Instead of a hit the need can follow from facts and circumstances, as lid 3 has it.
    """

    def why(known: Known) -> str:
        if not (bekend_bij_ontvanger(known) or provider_says("noodzaak-uit-feiten", known)):
            return "niet-bekend"
        lacking = sensitive(bron, categories(known)) and not instemming_bron(known)
        return "zonder-instemming" if lacking else ""

    return judged(bron, {HUIS}, why)


def ander_verband_na_instemming(bron: Sources) -> Found:
    """
    Look at what went to another samenwerkingsverband (WGS 1.7 lid 8, BGS 1.10).

    First a hit there, of all data the agreement of every source, and nothing under a medical
    secrecy: every source has to have said of every item that there is none.
    """

    def why(known: Known) -> str:
        if not bekend_bij_ontvanger(known):
            return "niet-bekend"
        if not instemming_bron(known):
            return "zonder-instemming"
        return _secret(known)

    return judged(bron, {VERBAND}, why)


def riec_alleen_afstemming(bron: Sources) -> Found:
    """
    Look at what went to a RIEC: who is involved and what it takes to coordinate (BGS 1.10).

    Which categories that can be the convenant says, by its rules that hold on the day itself. What
    was established of each disclosure is that it is about no more, and under no secrecy.
    """

    def why(known: Known) -> str:
        handeling, allowed = known.request.handeling, WHO
        if handeling not in {BEKENDHEID, VERBAND}:
            return "andere-handeling"
        if handeling == VERBAND:
            allowed = _agreed_for_riec(bron, known)
        if not categories(known) <= allowed:
            return "ander-soort-gegeven"
        if handeling == BEKENDHEID:
            return ""
        judged_so = provider_says("betrokkenheid-of-afstemming", known)
        return _secret(known) if judged_so else "geen-oordeel"

    acts = {RESULTAAT, DERDE, INCIDENTEEL, HUIS, VERBAND, BEKENDHEID}
    return judged(bron, acts, why, aan=_riecs(bron))


def _riecs(bron: Sources) -> frozenset[str]:
    """
    Give the organisations that a convenant calls a RIEC, and the word for any of them.
    """
    found = {RIEC}
    for agreement in bron.workspace.agreements.values():
        for each in (agreement.convenant.deelnemers, agreement.convenant.ontvangers):
            found.update(name for name, who in each.items() if who.soort == RIEC)
    return frozenset(found)


def _agreed_for_riec(bron: Sources, known: Known) -> frozenset[str]:
    """
    Give the categories that a rule of the convenant lets go to this RIEC on that day.
    """
    rules = [
        rule
        for rule in bron.policy.period(known.op).rules
        if rule.effect is Effect.ALLOW
        and rule.convenanten.selects(frozenset({known.request.convenant or ""}))
        and rule.keuze("handeling").selects(frozenset({VERBAND}))
        and rule.keuze("aan").selects(receivers(known) | {RIEC})
    ]
    return frozenset(
        name
        for name, names in bron.law.begrippen.wat.items()
        if any(rule.keuze("gegevens").selects(names) for rule in rules)
    )


def _secret(known: Known) -> str:
    free = every_source_says("geen-beroepsgeheim", known)
    return "" if free else "beroepsgeheim-niet-uitgesloten"


CHECKS: Mapping[str, Check] = {
    "weigering-met-reden": weigering_met_reden,
    "voorwaarden-nageleefd": voorwaarden_nageleefd,
    "resultaat-zonder-bezwaar": resultaat_zonder_bezwaar,
    "derde-na-toets-en-instemming": derde_na_toets_en_instemming,
    "ander-huis-na-bekendheid": ander_huis_na_bekendheid,
    "ander-verband-na-instemming": ander_verband_na_instemming,
    "riec-alleen-afstemming": riec_alleen_afstemming,
    **giving_afterwards.CHECKS,
}
