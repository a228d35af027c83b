"""
Lay what is enforced and kept beside what was assessed, and the processes beside the DPIAs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from zvhprivacy.dpia.assessed import Change, Soort, changes_of
from zvhprivacy.dpia.facts import Facts
from zvhprivacy.dpia.gate import ADOPTED, adopted
from zvhprivacy.dpia.hashing import assessed, hash_of
from zvhprivacy.dpia.read import FOLDER, Register
from zvhprivacy.dpia.remarks import about, listed, remark
from zvhprivacy.dpia.status import reached
from zvhprivacy.errors import Finding, Span
from zvhprivacy.model.dpia.dossier import Dpia, Status
from zvhprivacy.model.dpia.facts import DpiaFeiten
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.policy.terms import agreed_terms
from zvhprivacy.source import suggest


_STARTS = frozenset({"aanmelden"})  # the act with which every case begins, in every frame
_WORSE = frozenset({Soort.NIEUW, Soort.RUIMER})


def check_enforced(facts: Facts, register: Register, dpia: Dpia) -> Iterator[Finding]:
    """
    Say what became different since *dpia* was adopted.

    Of one that others were asked about only that its facts are old; a draft may still be filled.
    """
    stored, adoption = register.feiten.get(dpia.dpia), dpia.vaststelling
    if stored is None:
        if reached(dpia.status, Status.FG_ADVIES) and _facts_file(dpia) not in register.stopped:
            yield about("ZVH816", dpia, dpia.span_of("dpia"), "feiten", reden="feiten-ontbreken")
        return
    if adoption is not None and dpia.status in ADOPTED:
        said = assessed(stored)
        if adoption.feiten != hash_of(said):
            span = adoption.span_of("feiten")
            yield about("ZVH816", dpia, span, "feiten", reden="feiten-niet-die-van-toen")
            return
        yield from _since(facts, dpia, stored, changes_of(facts, dpia, stored, said))
    elif reached(dpia.status, Status.FG_ADVIES) and assessed(stored) != facts.assessed(dpia):
        yield about("ZVH816", dpia, stored.span_of("feiten-van"), "feiten", reden="feiten-oud")


def _facts_file(dpia: Dpia) -> str:
    return f"{FOLDER}/{dpia.dpia}.feiten.yaml"


def _since(
    facts: Facts, dpia: Dpia, stored: DpiaFeiten, changes: Iterable[Change]
) -> Iterator[Finding]:
    gone, less, rest = [], [], []
    for change in changes:
        if change.deel == "verwerkingen" and change.soort in _WORSE and change.nu is not None:
            rule = facts.rule(change.nu)
            span = rule.span if rule else dpia.span_of("dpia")
            what = f"{change.nu.uit}/{change.naam}"
            said = {"id": change.naam, "wat": change.wat or "regel-nieuw"}
            yield about("ZVH801", dpia, span, what, **said)
        elif change.deel == "bewaartermijnen" and change.soort is Soort.RUIMER:
            span = _term_span(facts, stored, change.naam)
            yield about("ZVH803", dpia, span, change.naam, id=change.naam, wat=change.wat)
        elif change.deel == "verwerkingen" and change.soort is Soort.WEG:
            gone.append(change.naam)
        elif change.deel == "verwerkingen":
            less.append(f"{change.naam} ({change.wat})")
        else:
            rest.append(_told(change))
    if gone or less or rest:
        span = dpia.span_of("vaststelling", "feiten")
        said = {"weg": listed(gone), "minder": listed(less), "overig": listed(rest)}
        yield about("ZVH811", dpia, span, "herziening", **said)


def _told(change: Change) -> str:
    sign = {Soort.NIEUW: "+", Soort.WEG: "−"}.get(change.soort, "")
    return f"{change.deel} {sign}{change.naam}" + (f" ({change.wat})" if change.wat else "")


def _term_span(facts: Facts, stored: DpiaFeiten, naam: str) -> Span:
    """
    Point at the term as it is now, and at the one that was assessed when it is gone.
    """
    law = facts.law.bewaartermijnen
    now = law.term(naam) if law else None
    if now is not None:
        return now.span_of("termijn")
    for agreement in facts.workspace.agreements.values():
        for term, _ in agreed_terms(agreement):
            if term.id == naam:
                return term.span_of("termijn")
    return next(term.span_of("id") for term in stored.bewaartermijnen if term.id == naam)


def check_processes(
    workspace: Workspace, facts: Facts, register: Register, day: date
) -> Iterator[Finding]:
    """
    Name each process in which a case can begin and for which no DPIA was adopted (AVG 35 lid 1).
    """
    dpias = [_as_meant(workspace, facts, dpia, day) for dpia in register.dpias.values()]
    for naam, agreement in workspace.agreements.items():
        convenant = agreement.convenant
        if convenant.is_model:
            continue
        files = {each.protocol: each for each in agreement.protocollen}
        for proces in sorted(_running(facts, naam)):
            if adopted(dpias, naam, proces, day) is None:
                written = files.get(proces)
                span = written.span_of("protocol") if written else convenant.span_of("convenant")
                place = f"{convenant.plek.span.file}#{proces}"
                yield remark("ZVH805", span, place, proces=proces, convenant=naam)


def _running(facts: Facts, convenant: str) -> set[str]:
    found = set()
    for rule in facts.permissions:
        if convenant in rule.convenanten.waarden and any(
            rule.keuze("handeling").selects(frozenset({each})) for each in _STARTS
        ):
            proces = rule.keuze("proces")
            found |= {p for p in facts.law.begrippen.processen if proces.selects(frozenset({p}))}
    return found


def _as_meant(workspace: Workspace, facts: Facts, dpia: Dpia, day: date) -> Dpia:
    """
    Take a slip in a name, status or date for what it probably means: it is a finding already.
    """
    known = {
        "convenanten": {*workspace.agreements, *workspace.stopped},
        "processen": set(facts.law.begrippen.processen),
    }
    meant: dict[str, object] = {
        field: tuple(
            word if word in words else suggest(word, words) or word for word in getattr(dpia, field)
        )
        for field, words in known.items()
    }
    if dpia.vaststelling is not None and dpia.status is not Status.VERVALLEN:
        meant["status"] = Status.VASTGESTELD
        datum = min(dpia.vaststelling.datum, day)
        meant["vaststelling"] = dpia.vaststelling.model_copy(update={"datum": datum})
    return dpia.model_copy(update=meant)
