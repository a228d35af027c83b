"""
Why not: all bans that apply, or else the permissions that came nearest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zvhprivacy.policy.decision import Ban, Nearest, Reason
from zvhprivacy.policy.index import FIELDS, bits, fewest
from zvhprivacy.policy.rule import Effect, Question, Rule, meets, selects


if TYPE_CHECKING:
    from zvhprivacy.policy.period import Period


NEAREST = 3  # permissions named in a refusal


def bans_of(period: Period, question: Question) -> tuple[Reason, ...]:
    """
    Give every ban that applies, in order.
    """
    bans = period.index.selecting(question) & period.index.bans
    rules = (period.rules[number] for number in bits(bans))
    facts = question.feiten
    return tuple(as_ban(rule) for rule in rules if meets(rule.effect, rule.feiten, facts))


def as_ban(rule: Rule) -> Ban:
    """
    Describe the ban *rule* as a reason.
    """
    return Ban(
        regel=rule.id,
        artikel=rule.artikel,
        reden=rule.reden,
        opgeheven_door=tuple(sorted(rule.feiten)),
        bestand=rule.span.file,
        regelnummer=rule.span.line,
        lezing=rule.lezing,
    )


def nearest_of(period: Period, question: Question) -> tuple[Reason, ...]:
    """
    Give at most three permissions of the convenant asked, those that miss least first.

    Of two that miss as much, one whose ground does not work today comes first.
    """
    asleep = [
        _nearest(rule, question, ground=True)
        for rule in period.sleeping
        if rule.effect is Effect.ALLOW
        and rule.convenanten.selects(question.convenant)
        and _selects_but_frame(rule, question)
    ]
    misses = list(period.index.misses(question))
    among = period.index.permits & ~dict(misses)["convenant"]
    numbers = fewest((mask for _, mask in misses), among, NEAREST)
    awake = [_nearest(period.rules[number], question) for number in numbers]
    return tuple(sorted([*asleep, *awake], key=_gaps)[:NEAREST])


def _gaps(nearest: Nearest) -> int:
    return sum(len(values) if name == "feiten" else 1 for name, values in nearest.ontbreekt)


def _selects_but_frame(rule: Rule, question: Question) -> bool:
    pairs = zip(FIELDS[1:], rule.keuzes, question[1:-1], strict=True)
    return all(selects(keuze, names) for name, keuze, names in pairs if name != "kader")


def _nearest(rule: Rule, question: Question, *, ground: bool = False) -> Nearest:
    gaps: list[tuple[str, tuple[str, ...]]] = []
    if ground:
        gaps.append(("grondslag", (rule.artikel,)))
    for name, keuze, names in zip(FIELDS[1:], rule.keuzes, question[1:-1], strict=True):
        if not selects(keuze, names) and not (ground and name == "kader"):
            sign = "behalve " if keuze.mode == "-" else ""
            gaps.append((name, tuple(sign + value for value in sorted(keuze.waarden))))
    missing = tuple(sorted(rule.feiten - question.feiten))
    if missing:
        gaps.append(("feiten", missing))
    return Nearest(regel=rule.id, grondslag=rule.artikel, ontbreekt=tuple(gaps))
