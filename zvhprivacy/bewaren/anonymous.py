"""
What may be left of a case that is anonymised: a row that at least *k* cases share.

k-anonymity is no proof of anonymity. All cases of a class may have the same categories, so that who
knows that somebody is in it knows that of him (homogeneity); a class may hold several cases of one
person or one family; who sees the rows before and after a batch sees what was added; and who has
other sources may link them. Whether somebody can still be identified, by all means reasonably
likely to be used, is for a person to judge (AVG 4 onder 1, recital 26; pseudonymised data of AVG 4
onder 5 are personal data). Until the FG judged so, what is left is treated as personal data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from zvhprivacy.errors import WrongUse
from zvhprivacy.model.bewaren import AnonymousRow, CaseFacts
from zvhprivacy.store import anoniem


LEAST = 2  # members of a class; with one it would be that case
STRETCH = 5  # years taken together, before the year goes altogether

_BANDS = ((5, "5+"), (2, "2-4"), (1, "1"), (0, "0"))  # betrokkenen, from so many on


class ThresholdTooLow(WrongUse):
    """
    A class of one is that one.
    """

    code = "threshold-too-low"
    nl = "een groep van {aantal} is niet anoniem; neem als drempel ten minste {minste}"
    en = "a group of {aantal} is not anonymous; take a threshold of at least {minste}"


def row_of(facts: CaseFacts, *, betrokkenen: int) -> AnonymousRow:
    """
    Say of a case what may be left of it, before anything is generalised.
    """
    return AnonymousRow(
        convenant=facts.convenant,
        proces=facts.proces,
        jaar=str(facts.eerste.year) if facts.eerste else None,
        fase=facts.fase,
        betrokkenen=next(band for least, band in _BANDS if betrokkenen >= least),
        categorieen=tuple(sorted({item.categorie for item in facts.items})),
        duur=_years(facts.eerste, facts.laatste),
    )


def generalise(
    batch: Sequence[AnonymousRow], existing: Mapping[AnonymousRow, int], k: int
) -> tuple[AnonymousRow | None, ...]:
    """
    Give for each row of *batch* what may be left of it, or None: then it is destroyed like others.

    Each row becomes no more general than it takes for its class to have *k* members, counted over
    this batch and *existing*, the rows already left with how many there are of each. A class goes
    as a whole, so the order of *batch* makes no difference to any row. It is not the least that
    could be lost: cases that are alike in all go together and may leave one behind, and nothing is
    kept until there are enough, so a small batch loses more.

    Raises:
        ThresholdTooLow: *k* is less than two.
    """
    if k < LEAST:
        raise ThresholdTooLow(aantal=k, minste=LEAST)
    left: dict[int, AnonymousRow] = {}
    waiting = dict(enumerate(batch))
    there = Counter(existing)
    for broader in _LADDER:
        waiting = {number: broader(row) for number, row in waiting.items()}
        together = there + Counter(waiting.values())
        fits = {number: row for number, row in waiting.items() if together[row] >= k}
        waiting = {number: row for number, row in waiting.items() if number not in fits}
        there.update(fits.values())
        left |= fits
    return tuple(left.get(number) for number in range(len(batch)))


def anonymise(
    connection: Any, cases: Sequence[tuple[CaseFacts, int]], *, k: int
) -> tuple[bool, ...]:
    """
    Keep what may be left of *cases*, each with how many people it was about; say of which that is.

    It happens in the transaction of *connection*, which destroys the cases as well. Two of these at
    once would count past each other: the caller has the lease of the run.
    """
    rows = [row_of(facts, betrokkenen=number) for facts, number in cases]
    left = generalise(rows, anoniem.classes(connection), k)
    anoniem.add(connection, (row for row in left if row is not None))
    return tuple(row is not None for row in left)


def _years(first: date | None, last: date | None) -> int | None:
    if first is None or last is None:
        return None
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def _stretch(row: AnonymousRow) -> AnonymousRow:
    if row.jaar is None or not row.jaar.isdecimal():
        return row
    start = int(row.jaar) // STRETCH * STRETCH
    return row._replace(jaar=f"{start}-{start + STRETCH - 1}")


# What goes first tells most about one case and least about all. The house and its process stay:
# without them a row says nothing.
_LADDER: tuple[Callable[[AnonymousRow], AnonymousRow], ...] = (
    lambda row: row,
    lambda row: row._replace(duur=None),
    lambda row: row._replace(categorieen=None),
    lambda row: row._replace(betrokkenen=None),
    _stretch,
    lambda row: row._replace(fase=None),
    lambda row: row._replace(jaar=None),
)
