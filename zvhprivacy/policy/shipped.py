"""
Compare the law layer of a workspace with the one that ships with the package.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from zvhprivacy.errors import Finding, Level, PolicyUnusable, Span, finding
from zvhprivacy.model.wet import Verbod, Wet
from zvhprivacy.model.workspace import Law
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.templates import templates


Kind = Literal["ontbreekt", "anders", "extra", "ruim"]

_COMPARED = tuple(name for name in Verbod.model_fields if name not in {"plek", "id", "reden"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """
    A ban (or chosen reading) that is not as shipped; *velden* says in what.
    """

    id: str
    soort: Kind
    velden: tuple[str, ...]
    shipped: Verbod | None
    own: Verbod | None


def shipped_law() -> Law:
    """
    Read the law layer that ships with the package.

    Raises:
        PolicyUnusable: the installation is damaged.
    """
    workspace = read_workspace(templates())
    if workspace.law is None:
        raise PolicyUnusable(workspace.fouten)
    return workspace.law


def differences(law: Law) -> tuple[Difference, ...]:
    """
    Give every ban that *law* lacks, has otherwise or has besides the shipped ones.

    A difference in wording of `reden` alone is none.
    """
    wide = [
        Difference(id=name, soort="ruim", velden=("gekozen",), shipped=None, own=None)
        for name in sorted(law.ruim)
    ]
    if law.shipped:
        return tuple(wide)
    ours, theirs = _bans(law), _bans(shipped_law())
    found = [_compare(name, theirs.get(name), ours.get(name)) for name in sorted({*ours, *theirs})]
    return (*(each for each in found if each is not None), *wide)


def check_shipped(law: Law) -> Iterator[Finding]:
    """
    Report what the law layer lacks or has otherwise; bans of its own are welcome.
    """
    for each in differences(law):
        if each.soort == "ontbreekt" and each.shipped is not None:
            file = each.shipped.plek.span.file
            yield _remark("ZVH301", Span.whole(file), f"{file}#{each.id}", id=each.id)
        elif each.soort == "anders" and each.own is not None:
            own = each.own
            where = f"{own.plek.span.file}#{each.id}"
            yield _remark("ZVH302", own.span, where, id=each.id, velden=", ".join(each.velden))
        elif each.soort == "ruim":
            file = "policies/lezingen.yaml"
            yield _remark("ZVH303", Span.whole(file), f"{file}#{each.id}", lezing=each.id)


def _bans(law: Law) -> dict[str, tuple[Wet, Verbod]]:
    return {verbod.id: (wet, verbod) for wet in law.wetten for verbod in wet.verboden}


def _compare(
    name: str, shipped: tuple[Wet, Verbod] | None, own: tuple[Wet, Verbod] | None
) -> Difference | None:
    if own is None:
        ban = shipped[1] if shipped else None
        return Difference(id=name, soort="ontbreekt", velden=(), shipped=ban, own=None)
    if shipped is None:
        return Difference(id=name, soort="extra", velden=(), shipped=None, own=own[1])
    changed = [f for f in _COMPARED if getattr(shipped[1], f) != getattr(own[1], f)]
    if shipped[0].kader != own[0].kader:
        changed.append("kader")
    if shipped[0].geldig != own[0].geldig:
        changed.append("geldig")
    if not changed:
        return None
    fields = tuple(dict.fromkeys(changed))
    return Difference(id=name, soort="anders", velden=fields, shipped=shipped[1], own=own[1])


def _remark(code: str, span: Span, place: str, **values: object) -> Finding:
    return finding(code, span, level=Level.BEVINDING, place=place, **values)
