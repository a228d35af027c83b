"""
What the answer to a request must be, in plain Python: the oracle of the property tests.

It reads the values as they were written and knows nothing of Casbin, of compiled rules, of the
index or of the memo.
`decide` is the whole semantics; what stands below it only says what is in force and who is who.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from zvhprivacy.model.convenant import Regel
from zvhprivacy.model.request import SELECTED, Request
from zvhprivacy.model.selection import Selection
from zvhprivacy.model.validity import Geldig
from zvhprivacy.model.wet import Selecting, Verbod
from zvhprivacy.model.workspace import Law, Workspace


Asked = Mapping[str, frozenset[str]]  # per field the names that what is asked goes by


# --- the ten lines that the docs quote ------------------------------------------------------------


def decide(
    bans: Iterable[Verbod], permissions: Iterable[Regel], asked: Asked, facts: frozenset[str]
) -> Verbod | Regel | None:
    """
    Give the rule that decides: the first ban, else the first permission, else none (refused).
    """
    for ban in bans:
        if concerns(ban, asked) and not any(fact in facts for fact in ban.tenzij):
            return ban
    for permission in permissions:
        if concerns(permission, asked) and all(fact in facts for fact in permission.mits):
            return permission
    return None


def concerns(rule: Selecting, asked: Asked) -> bool:
    """
    Say whether *rule* is about what is asked.
    """
    return all(selects(getattr(rule, field), names) for field, names in asked.items())


def selects(selection: Selection, names: frozenset[str]) -> bool:
    """
    Say whether *selection* takes what goes by *names*; where nothing is asked only `alle` does.
    """
    if selection.mode == "*" or not names:
        return selection.mode == "*"
    return any(name in selection.waarden for name in names) == (selection.mode == "+")


# --- what is in force, and who is who -------------------------------------------------------------


def in_force(geldig: Geldig, day: date) -> bool:
    """
    Say whether something holds on *day*: its first day counts, its end does not.
    """
    return (geldig.vanaf or date.min) <= day and (geldig.tot is None or day < geldig.tot)


class Verdict(NamedTuple):
    """
    The kind of answer, the rule that decides, and all bans and permissions that apply.
    """

    soort: str
    regel: Verbod | Regel | None = None
    bans: tuple[Verbod, ...] = ()
    permissions: tuple[Regel, ...] = ()


def judge(
    workspace: Workspace, request: Request, facts: frozenset[str], day: date, *, eigen: bool = True
) -> Verdict:
    """
    Answer *request* by the files as they were written.
    """
    law = workspace.law
    assert law is not None
    completed = _completed(workspace, law, request)
    if completed is None or not facts <= law.begrippen.feiten.keys():
        return Verdict("ongeldig")
    if not _taking_part(workspace, completed, day):
        return Verdict("niet-toegestaan")
    asked = _asked(workspace, law, completed)
    kader, convenant = completed.kader or "", completed.convenant or ""
    bans = list(_bans(law, kader, day, eigen=eigen))
    permissions = list(_permissions(workspace, law, convenant, completed, day))
    rule = decide(bans, permissions, asked, facts)
    soort = "verboden" if isinstance(rule, Verbod) else "toegestaan" if rule else "niet-toegestaan"
    return Verdict(
        soort,
        rule,
        tuple(ban for ban in bans if decide([ban], [], asked, facts)),
        tuple(each for each in permissions if decide([], [each], asked, facts)),
    )


def _bans(law: Law, kader: str, day: date, *, eigen: bool) -> Iterator[Verbod]:
    for wet in law.wetten:
        if in_force(wet.geldig, day) and (not wet.kader or kader in wet.kader):
            yield from (
                ban for ban in wet.verboden if in_force(ban.geldig, day) and _read(law, ban)
            )
    for ban in law.organisatie.verboden:
        if eigen and ban.actief and in_force(ban.geldig, day) and _read(law, ban):
            yield ban


def _read(law: Law, ban: Verbod) -> bool:
    chosen = {lezing.lezing: lezing.gekozen for lezing in law.lezingen}
    return ban.lezing is None or chosen[ban.lezing] == "streng"


def _permissions(
    workspace: Workspace, law: Law, convenant: str, request: Request, day: date
) -> Iterator[Regel]:
    for regel, proces in holding(workspace, convenant, day):
        if not in_force(regel.geldig, day):
            continue
        if proces and regel.proces.mode == "*" and request.proces != proces:
            continue
        words = regel.grondslag.split(" lid ")[0]
        grounds = [g for g in law.grondslagen if g.grondslag == words]
        if any(in_force(g.geldig, day) and g.kader == request.kader for g in grounds):
            yield regel


def holding(workspace: Workspace, name: str, day: date) -> list[tuple[Regel, str | None]]:
    """
    Give the permissions of a convenant, with the process each belongs to: own, then inherited.
    """
    agreement = workspace.agreements[name]
    if not in_force(agreement.convenant.geldig, day):
        return []
    held: dict[str, tuple[Regel, str | None]] = {}
    held |= {regel.id: (regel, None) for regel in agreement.convenant.regels}
    for protocol in agreement.protocollen:
        if in_force(protocol.geldig, day):
            held |= {regel.id: (regel, protocol.protocol) for regel in protocol.regels}
    gone = set(agreement.convenant.vervalt)
    for addendum in workspace.addenda:
        if name in addendum.wijzigt and in_force(addendum.geldig, day):
            gone |= set(addendum.vervalt)
            held = {key: rule for key, rule in held.items() if key not in addendum.vervalt}
            held |= {regel.id: (regel, None) for regel in addendum.regels}
    for base in agreement.convenant.bouwt_op:
        for regel, proces in holding(workspace, base, day):
            if regel.id not in gone and regel.id not in held:
                held[regel.id] = (regel, proces)
    return list(held.values())


def _completed(workspace: Workspace, law: Law, request: Request) -> Request | None:
    words = law.begrippen
    known = {
        "rol": words.rollen,
        "handeling": words.handelingen,
        "gegevens": words.gegevens,
        "over": words.over,
        "doel": words.doelen,
        "proces": words.processen,
        "fase": words.fasen,
    }
    if any(getattr(request, field) not in values for field, values in known.items()):
        return None
    frames = words.processen[request.proces].kader
    kader = frames[0] if request.kader is None and len(frames) == 1 else request.kader
    usual = [n for n, a in workspace.agreements.items() if a.convenant.soort != "model"]
    only_one = len(usual) == 1 and not workspace.stopped
    convenant = usual[0] if request.convenant is None and only_one else request.convenant
    if kader not in frames or convenant not in workspace.agreements:
        return None
    parties = _kinds(workspace, convenant or "")
    if request.deelnemer not in parties or request.namens not in {None, *parties}:
        return None
    needed = words.handelingen[request.handeling].ontvanger == "verplicht"
    if (request.aan is not None) != needed:
        return None
    if request.aan is not None and request.aan not in {*parties, *words.deelnemersoorten}:
        return None
    return request._replace(kader=kader, convenant=convenant)


def _kinds(workspace: Workspace, convenant: str) -> dict[str, str]:
    signed = workspace.agreements[convenant].convenant
    receivers = {name: party.soort for name, party in signed.ontvangers.items()}
    return receivers | {name: party.soort for name, party in signed.deelnemers.items()}


def _taking_part(workspace: Workspace, request: Request, day: date) -> bool:
    convenant = workspace.agreements[request.convenant or ""].convenant
    members = {
        name
        for name, member in convenant.deelnemers.items()
        if in_force(Geldig(vanaf=member.sinds, tot=member.tot), day)
    }
    former = convenant.deelnemers.keys() - members
    return (
        in_force(convenant.geldig, day)
        and request.deelnemer in members
        and request.namens in {None, *members}
        and request.aan not in former
    )


def _asked(workspace: Workspace, law: Law, request: Request) -> Asked:
    words = law.begrippen
    kinds = _kinds(workspace, request.convenant or "")

    def names(party: str) -> set[str]:
        kind = words.deelnemersoorten[kinds.get(party, party)]
        lid: dict[str | None, set[str]] = {"wgs": {kind.lid}, "pga-wet": {kind.pga}}
        return {party, kinds.get(party, party)} | lid.get(request.kader, set())

    asked = {field: frozenset({getattr(request, field)}) for field in SELECTED}
    acting = names(request.namens) | {"namens"} if request.namens else set()
    asked["deelnemer"] = frozenset(names(request.deelnemer) | acting)
    asked["aan"] = frozenset(names(request.aan) if request.aan else ())
    kind = words.gegevens[request.gegevens].soort
    composite = {"soort:bijzonder", "soort:strafrechtelijk"} if kind == "samengesteld" else set()
    asked["gegevens"] = frozenset({request.gegevens, f"soort:{kind}"} | composite)
    return asked
