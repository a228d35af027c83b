"""
Checks of the policies: the law layer, the convenants, and what was answered by them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from zvhprivacy.audit.checks import policies_agreed as agreed
from zvhprivacy.audit.checks import policies_answered as answered
from zvhprivacy.audit.checks import policies_members as members
from zvhprivacy.audit.checks import policies_now as now
from zvhprivacy.audit.checks.policies_law import wetslaag_actueel
from zvhprivacy.audit.sources import Check, House, Sources
from zvhprivacy.errors import Level
from zvhprivacy.model.audit import Found, Looked, Onbekend, Tally
from zvhprivacy.model.bewaartermijn import Begin
from zvhprivacy.policy.check import check
from zvhprivacy.policy.rule import Rule
from zvhprivacy.policy.terms import Terms
from zvhprivacy.policy.toetsen import run
from zvhprivacy.store.inspecting.cells import cells
from zvhprivacy.store.inspecting.toezicht import designated


_DESTROY = frozenset({"vernietigen"})
_TWO = 2  # who approves a plan is another person than who made it

# What surely happens to data that are there; every other event may never come.
_SURE = frozenset({Begin.EERSTE_VERWERKING, Begin.LAATSTE_VERWERKING})


def beleid_toetsen_slagen(bron: Sources) -> Found:
    """
    Run all toetsen, and look for a law layer or a convenant that has none.
    """
    opzet, bestaan = Tally(onbekend=now.unread(bron)), Tally(onbekend=now.unread(bron))
    opzet.look()
    if bron.law.toetsen is None:
        opzet.deviates("beleid", "policies/toetsen.yaml", "zonder-toetsen")
    for name, agreement in now.agreed(bron):
        opzet.look()
        if agreement.toetsen is None:
            opzet.deviates("convenant", name, "zonder-toetsen")
    for result in run(bron.workspace):
        bestaan.look()
        if result.finding is not None:
            bestaan.deviates("beleid", result.finding.place)
    return Found(opzet=opzet.looked(), bestaan=bestaan.looked())


def beleid_zonder_fouten(bron: Sources) -> Found:
    """
    Look for files with mistakes, and for files with findings that nobody answers for.
    """
    files = [
        path.relative_to(bron.root).as_posix()
        for folder in ("policies", "convenants")
        for path in sorted((bron.root / folder).rglob("*.yaml"))
    ]
    checked = check(bron.workspace, now.day(bron))
    wrong = Counter(f.span.file for f in checked.findings if f.level is Level.FOUT)
    open_ = Counter(f.span.file for f in checked.findings)
    return Found(
        opzet=_per_file(files, wrong, "fouten"),
        bestaan=_per_file(files, open_, "open-bevindingen", len(checked.accepted)),
    )


def _per_file(files: list[str], found: Counter[str], word: str, accepted: int = 0) -> Looked:
    tally = Tally()
    tally.look(len({*files, *found}))
    for file in sorted(found):
        tally.deviates("bestand", file)
    tally.tellingen |= {word: found.total()} if found else {}
    tally.tellingen |= {"aanvaard": accepted} if accepted else {}
    return tally.looked()


def bewaartermijn_per_proces(bron: Sources) -> Found:
    """
    Look for processes in which data could stay for ever, and for two persons who may destroy.

    What counts is a term for all data that begins with something that surely happens and does not
    only shield. Whether planning, approving and destroying works, a person tries.
    """
    tally, law = Tally(onbekend=now.unread(bron)), bron.law
    terms = None if law.bewaartermijnen is None else Terms.of(bron.workspace, now.day(bron))
    for name, proces in now.running(bron):
        for kader in law.begrippen.processen[proces].kader:
            if now.works_under(bron, name, kader):
                tally.look()
                ends = terms.maxima(name, proces, kader, None) if terms else ()
                if not any(term.vanaf in _SURE for term in ends):
                    tally.deviates("proces", f"{name}/{proces}/{kader}", "zonder-einde")
    bestaan = Looked(onbekend=Onbekend.GEEN_DATABASE)
    if bron.huis is not None:
        bestaan = _two_persons(bron, bron.huis)
    return Found(opzet=tally.looked(), bestaan=bestaan)


def _two_persons(bron: Sources, huis: House) -> Looked:
    """
    Look whether two persons may destroy in each convenant that there are cases of.

    Before the first case those convenants count in which anybody may, or else all.
    """
    able = _who_may_destroy(bron, huis)
    here = {name for name, _ in now.agreed(bron)}
    used = {each.convenant for each in cells(huis.connection)} & here
    tally = Tally(onbekend=now.unread(bron))
    for name in sorted(used or set(able) or here):
        tally.look()
        if len(able.get(name, ())) < _TWO:
            tally.deviates("convenant", name, "minder-dan-twee-personen")
    return tally.looked()


def _who_may_destroy(bron: Sources, huis: House) -> dict[str, set[str]]:
    words, found = bron.law.begrippen, defaultdict[str, set[str]](set)
    rules = [r for r in now.permissions(bron) if r.keuze("handeling").selects(_DESTROY)]
    people = list(designated(huis.connection, now.day(bron)))
    for name, agreement in now.agreed(bron):
        kinds = {who: member.soort for who, member in now.members(bron, agreement)}
        here = [rule for rule in rules if name in rule.convenanten.waarden]
        for each in people:
            soort = kinds.get(each.organisatie)
            named = [words.namen(each.organisatie, soort, k) for k in words.kaders if soort]
            if any(_may(rule, names, each.rollen) for rule in here for names in named):
                found[name].add(each.persoon)
    return found


def _may(rule: Rule, names: frozenset[str], rollen: tuple[str, ...]) -> bool:
    chosen = any(rule.keuze("rol").selects(frozenset({rol})) for rol in rollen)
    return chosen and rule.keuze("deelnemer").selects(names)


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "convenant-actueel": agreed.convenant_actueel,
        "convenant-binnen-de-wet": answered.convenant_binnen_de_wet,
        "convenant-ondertekend": agreed.convenant_ondertekend,
        "grondslag-geldt": answered.grondslag_geldt,
        "plicht-niet-versmald": members.plicht_niet_versmald,
        "deelnemers-aangewezen": members.deelnemers_aangewezen,
        "private-deelnemer-niet-verantwoordelijk": agreed.private_deelnemer_niet_verantwoordelijk,
        "onderlinge-regeling-volledig": agreed.onderlinge_regeling_volledig,
        "contactpunt-genoemd": agreed.contactpunt_genoemd,
        "coordinerend-fg-aangewezen": agreed.coordinerend_fg_aangewezen,
        "geen-geautomatiseerde-analyse": answered.geen_geautomatiseerde_analyse,
        "beleid-toetsen-slagen": beleid_toetsen_slagen,
        "beleid-zonder-fouten": beleid_zonder_fouten,
        "wetslaag-actueel": wetslaag_actueel,
        "bewaartermijn-per-proces": bewaartermijn_per_proces,
    }
)
