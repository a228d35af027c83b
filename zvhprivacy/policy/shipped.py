"""
Compare the law layer of a workspace with the one that ships with the package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from zvhprivacy.errors import Finding, Level, PolicyUnusable, Span, finding
from zvhprivacy.model.bewaartermijn import Bewaartermijn, Soort
from zvhprivacy.model.wet import Verbod, Wet
from zvhprivacy.model.workspace import Law
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.templates import templates


Kind = Literal["ontbreekt", "anders", "extra", "ruim"]
T = TypeVar("T")

_WORDING = {"plek", "id", "reden", "toelichting", "selectielijst"}
_BAN = tuple(name for name in Verbod.model_fields if name not in _WORDING)
_TERM = tuple(name for name in Bewaartermijn.model_fields if name not in _WORDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """
    A ban or term (or chosen reading) that is not as shipped; *velden* says in what.
    """

    id: str
    soort: Kind
    velden: tuple[str, ...]
    shipped: Verbod | Bewaartermijn | None
    own: Verbod | Bewaartermijn | None


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
    Give every ban and term that *law* lacks, has otherwise or has besides the shipped ones.

    A difference in wording alone is none.
    """
    wide = [
        Difference(id=name, soort="ruim", velden=("gekozen",), shipped=None, own=None)
        for name in sorted(law.ruim)
    ]
    if law.shipped:
        return tuple(wide)
    shipped = shipped_law()
    bans = _compared(_bans(law), _bans(shipped), lambda each: each[1], _ban)
    terms = _compared(_terms(law), _terms(shipped), lambda each: each, _term)
    return (*bans, *terms, *wide)


def check_shipped(law: Law) -> Iterator[Finding]:
    """
    Report what the law layer lacks or has otherwise; bans and terms of its own are welcome.

    So is a term that is only shorter. Without any file of terms that is told elsewhere, once.
    """
    for each in differences(law):
        shipped, own = each.shipped, each.own
        if each.soort == "ontbreekt" and shipped is not None:
            file = shipped.plek.span.file
            code = "ZVH301" if isinstance(shipped, Verbod) else "ZVH706"
            if code == "ZVH301" or law.bewaartermijnen is not None:
                yield _remark(code, Span.whole(file), f"{file}#{each.id}", id=each.id)
        elif each.soort == "anders" and own is not None and not _only_shorter(each):
            where = f"{own.plek.span.file}#{each.id}"
            code = "ZVH302" if isinstance(own, Verbod) else "ZVH707"
            yield _remark(code, own.span, where, id=each.id, velden=", ".join(each.velden))
        elif each.soort == "ruim":
            file = "policies/lezingen.yaml"
            yield _remark("ZVH303", Span.whole(file), f"{file}#{each.id}", lezing=each.id)


def _only_shorter(each: Difference) -> bool:
    """
    Say whether what a term takes away ends earlier here, and is the same for the rest.
    """
    theirs, ours = each.shipped, each.own
    if not isinstance(theirs, Bewaartermijn) or not isinstance(ours, Bewaartermijn):
        return False
    if ours.soort is Soort.MINIMUM or theirs.termijn is None or ours.termijn is None:
        return False
    changed = [name for name in _TERM if getattr(theirs, name) != getattr(ours, name)]
    return changed == ["termijn"] and ours.termijn.langer_dan(theirs.termijn) is None


def _bans(law: Law) -> dict[str, tuple[Wet, Verbod]]:
    return {verbod.id: (wet, verbod) for wet in law.wetten for verbod in wet.verboden}


def _terms(law: Law) -> dict[str, Bewaartermijn]:
    known = law.bewaartermijnen
    return {term.id: term for term in known.termijnen} if known else {}


def _compared(
    ours: Mapping[str, T],
    theirs: Mapping[str, T],
    written: Callable[[T], Verbod | Bewaartermijn],
    changed: Callable[[T, T], Iterator[str]],
) -> Iterator[Difference]:
    for name in sorted({*ours, *theirs}):
        shipped, own = theirs.get(name), ours.get(name)
        kind: Kind = "ontbreekt" if own is None else "extra" if shipped is None else "anders"
        fields = () if shipped is None or own is None else tuple(changed(shipped, own))
        if fields or kind != "anders":
            yield Difference(
                id=name,
                soort=kind,
                velden=tuple(dict.fromkeys(fields)),
                shipped=None if shipped is None else written(shipped),
                own=None if own is None else written(own),
            )


def _ban(shipped: tuple[Wet, Verbod], own: tuple[Wet, Verbod]) -> Iterator[str]:
    yield from (f for f in _BAN if getattr(shipped[1], f) != getattr(own[1], f))
    yield from (f for f in ("kader", "geldig") if getattr(shipped[0], f) != getattr(own[0], f))


def _term(shipped: Bewaartermijn, own: Bewaartermijn) -> Iterator[str]:
    for name in _TERM:
        if getattr(shipped, name) != getattr(own, name):
            how = f" ({shipped.termijn} → {own.termijn})" if name == "termijn" else ""
            yield name.replace("_", "-") + how


def _remark(code: str, span: Span, place: str, **values: object) -> Finding:
    return finding(code, span, level=Level.BEVINDING, place=place, **values)
