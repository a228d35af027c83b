"""
What must become of each item of a case on a day: a pure function of the facts and the terms.

Of maxima the shortest wins, of minima the longest, and a minimum wins from a maximum; a hold only
suspends; a renewal moves what begins at the first processing. Where the law is open it is read
strictly:

- WGS 1.8 lid 7: the first processing of the whole case, or of any item of it, starts the term of
  all of it, unless the reading `eerste-verwerking-per-casus` was chosen wide. A minimum begins at
  the processing of the item itself.
- PGA-wet 9: the last processing of each item by itself.
- "Uiterlijk" is the day itself: on it the item is there for the last time, so then it has to go.
- What happened twice starts a maximum the first time and a minimum the last time.
- BGS 1.16 lid 2 and 3: see `renewals`.
- AVG 18: data under restriction are shielded at once, also when their day is still to come.

A day that is missing or cannot be right (after *vandaag*, a last processing before the first, an
event before the data were there) may be any day. What is so whatever that day is, is said: an item
of which one maximum is over has to go, however early another one was. All else is ONBEKEND and
shielded, and so is what no maximum covers.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from zvhprivacy.bewaren.judge import judge
from zvhprivacy.bewaren.limits import Limits
from zvhprivacy.bewaren.prepared import of_item, of_rest, prepared
from zvhprivacy.model.bewaren import CaseFacts, State, Verdict
from zvhprivacy.policy.terms import Terms


# What keeps the rest of a case longest: a day to come does for sure, what has to go does not.
_KEEPS = {
    State.LOOPT: 3,
    State.STRIJDIG: 3,
    State.ONBEKEND: 2,
    State.OPGESCHORT: 1,
    State.VERVALLEN: 0,
}


def verdicts(
    facts: CaseFacts, terms: Terms, op: date, *, vandaag: date | None = None
) -> tuple[Verdict, ...]:
    """
    Say what must become of each item of *facts*, in their order, and last of the rest of the case.

    *op* is the day it is about. A plan looks ahead: then *op* is its horizon, and *vandaag* the day
    on which the facts were read and something may really go. Then what ends up to *op* is
    VERVALLEN, while a statutory minimum or a hold that is there on *vandaag* still keeps it, and
    only what has ended on *vandaag* is shielded. Without it *op* is both.

    The rest of a case goes when all its items can, so an item that stays keeps it. All this rests
    on the facts as they are given; whether something is still needed nobody can reckon.
    """
    case = prepared(facts, terms, op, op if vandaag is None else min(op, vandaag))
    extensions, apart = case.extensions, case.apart
    kinds: dict[str, Limits] = {}
    judged: dict[object, Verdict] = {}
    found = []
    for item, processed in zip(facts.items, case.processed[1:], strict=True):
        kind = kinds.get(item.categorie)
        if kind is None:
            kind = kinds[item.categorie] = case.limits(item.categorie)
        eerste, laatste = processed
        # Items that differ in nothing that matters share what is said of them.
        key = (
            id(kind),
            eerste if kind.own_first else None,
            laatste if kind.last else None,
            item.bronnen if extensions else None,
            item.gegeven if item.gegeven in apart else None,
        )
        verdict = judged.get(key)
        if verdict is None:
            verdict = judged[key] = judge(case, of_item(case, item, processed))
        found.append(Verdict._make((item.gegeven, *verdict[1:])))
    return (*found, _rest(judge(case, of_rest(case)), judged.values()))


def _rest(own: Verdict, others: Collection[Verdict]) -> Verdict:
    """
    Say what must become of the rest of a case, that by itself would be *own*.

    What keeps it longest decides. It is shielded when all of the case is.
    """
    if own.state is State.ONBEKEND:
        return own
    keeper = max((own, *others), key=lambda each: _staying(each, own))
    if all(each.afschermen for each in (own, *others)):
        return keeper
    if keeper.state is State.LOOPT:  # what shields one item is not about the case
        keeper = keeper._replace(hold=None, tegen=None)
    return keeper._replace(afschermen=None)


def _staying(each: Verdict, own: Verdict) -> tuple[object, ...]:
    return (
        _KEEPS[each.state],
        each.uiterlijk or date.min,
        each is own,
        each.regel,
        each.plek,
        str(each.hold),
    )
