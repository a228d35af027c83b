"""
Everything there is to say about a workspace on a day, and what somebody accepted of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from zvhprivacy.errors import Finding, Level, Span, finding
from zvhprivacy.model.toets import Aanvaard, Aanvaarding
from zvhprivacy.model.validity import Geldig
from zvhprivacy.model.workspace import Agreement, Law, Workspace
from zvhprivacy.model.written import Written
from zvhprivacy.policy.analysis import analyse
from zvhprivacy.policy.collecting import collecting_later
from zvhprivacy.policy.compile import ban_rule
from zvhprivacy.policy.limits import unlimited
from zvhprivacy.policy.shipped import check_shipped
from zvhprivacy.policy.term_checks import remarks
from zvhprivacy.policy.toetsen import run


OF_THE_REGISTER = "ZVH8"  # how the codes begin that only the checks of the DPIA register give


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """
    The findings that are open, and those somebody answers for.
    """

    findings: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, Aanvaarding], ...]


def check(workspace: Workspace, day: date) -> Checked:
    """
    Gather all findings: reading, references, analysis, dates, toetsen; then take off the accepted.
    """
    with collecting_later():
        unread = frozenset(f"convenants/{name}" for name in workspace.stopped)
        found = _gather(workspace, day)
        return accept(workspace.aanvaard, found, day, own=_is_own, unread=unread)


def _is_own(code: str) -> bool:
    return not code.startswith(OF_THE_REGISTER)


def _gather(workspace: Workspace, day: date) -> list[Finding]:
    found = list(workspace.findings)
    law = workspace.law
    if law is not None:
        found += check_shipped(law)
        found += remarks(law, day)
        found += unlimited(law, [ban_rule(v, w) for w in law.wetten for v in w.verboden])
        found += analyse(workspace, law, day)
        for agreement in workspace.agreements.values():
            found += _dates(agreement, day)
            found += _members(law, agreement)
            if agreement.toetsen is None and not agreement.convenant.is_model:
                span = agreement.convenant.span_of("convenant")
                name = agreement.convenant.convenant
                place = agreement.convenant.plek.span.file
                found.append(finding("ZVH504", span, level=Level.BEVINDING, place=place, naam=name))
        found += [result.finding for result in run(workspace) if result.finding is not None]
    return found


def accept(
    aanvaard: Aanvaard | None,
    found: Iterable[Finding],
    day: date,
    *,
    own: Callable[[str], bool],
    unread: frozenset[str] = frozenset(),
) -> Checked:
    """
    Take off of what was *found* what somebody answers for on *day*, and say which answers are void.

    *own* says which codes are looked for here: of the others nothing is said, not even that there
    is nothing to accept. Neither is it of what lies in the files and folders *unread*.
    """
    entries = [entry for entry in (aanvaard.aanvaard if aanvaard else ()) if own(entry.code)]
    left = set(found)
    accepted: list[tuple[Finding, Aanvaarding]] = []
    for entry in entries:
        meant = [f for f in left if f.code == entry.code and f.place == entry.plaats]
        if any(f.level is Level.FOUT for f in meant):
            left.add(_about(entry, "ZVH603", welke=entry.code))
        elif not meant:
            if not _lies_in(entry.plaats, unread):
                left.add(_about(entry, "ZVH601"))
        elif entry.tot <= day:
            left.add(_about(entry, "ZVH602", datum=entry.tot))
        else:
            accepted += [(f, entry) for f in meant]
            left -= set(meant)
    return Checked(findings=tuple(sorted(left)), accepted=tuple(sorted(accepted, key=_first)))


def _lies_in(plaats: str, unread: frozenset[str]) -> bool:
    file = plaats.partition("#")[0]
    return any(file == each or file.startswith(f"{each}/") for each in unread)


def _first(pair: tuple[Finding, Aanvaarding]) -> Finding:
    return pair[0]


def _about(entry: Aanvaarding, code: str, /, **values: object) -> Finding:
    place = f"{entry.plek.span.file}#{entry.code} {entry.plaats}"
    return finding(code, entry.span, level=Level.BEVINDING, place=place, **values)


def _dates(agreement: Agreement, day: date) -> Iterator[Finding]:
    convenant = agreement.convenant
    file = convenant.plek.span.file
    yield from _expired(convenant, convenant.geldig, f"convenant {convenant.convenant}", file, day)
    for protocol in agreement.protocollen:
        place = protocol.plek.span.file
        yield from _expired(protocol, protocol.geldig, f"protocol {protocol.protocol}", place, day)
    for regel in agreement.regels:
        place = f"{regel.plek.span.file}#{regel.id}"
        yield from _expired(regel, regel.geldig, f"regel {regel.id}", place, day)
    evaluation = convenant.evaluatie
    if evaluation is not None and evaluation.uiterlijk < day:
        span = convenant.span_of("evaluatie", "uiterlijk")
        yield _remark("ZVH407", span, f"{file}#evaluatie", datum=evaluation.uiterlijk)


def _expired(
    written: Written, geldig: Geldig, what: str, place: str, day: date
) -> Iterator[Finding]:
    if geldig.tot is not None and geldig.tot <= day:
        yield _remark("ZVH406", written.span_of("geldig", "tot"), place, wat=what, datum=geldig.tot)


def _members(law: Law, agreement: Agreement) -> Iterator[Finding]:
    """
    Find members whose kind is no participant in any frame the convenant works under.
    """
    convenant = agreement.convenant
    words = law.begrippen
    grounds = [law.grondslag(regel.grondslag) for regel in agreement.regels]
    frames = {ground.kader for ground in grounds if ground is not None} or {"wgs"}
    for name, member in convenant.deelnemers.items():
        kind = words.deelnemersoorten.get(member.soort)
        if kind is None or "eigen-wet" in frames:
            continue
        outside = [
            kader
            for kader in sorted(frames)
            if not words.namen(name, member.soort, kader) & {"lid-1", "lid-2", "deelnemer"}
        ]
        if len(outside) == len(frames):
            place = f"{convenant.plek.span.file}#{name}"
            span = convenant.span_of("deelnemers", name)
            said = ", ".join(outside)
            yield _remark("ZVH409", span, place, deelnemer=name, soort=member.soort, kader=said)


def _remark(code: str, span: Span, place: str, **values: object) -> Finding:
    return finding(code, span, level=Level.BEVINDING, place=place, **values)
